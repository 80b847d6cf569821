"""Reports into the search index in batches; only then does the ledger say that their pages are published."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime

from jiyao.errors import JiyaoError, NotWritten
from jiyao.model import report_id
from jiyao.search import SearchIndex, open_index
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.ledger import Ledger, Queued, Settled
from pipelines.replay import Outcome
from pipelines.turns import Turns

BATCH = 64


_lent: dict[Settings, tuple[SearchIndex, int]] = {}


def borrow_index(settings: Settings) -> SearchIndex:
    """Return the process's one index of these settings: an engine may allow a single writer."""
    index, borrowers = _lent.get(settings, (None, 0))
    index = index or open_index(settings)
    _lent[settings] = index, borrowers + 1
    return index


def return_index(settings: Settings) -> None:
    """Give the index back; the last one who does closes it."""
    index, borrowers = _lent.pop(settings)
    if borrowers > 1:
        _lent[settings] = index, borrowers - 1
    else:
        index.close()


class Publisher:
    """Collects outcomes and writes them when ``batch`` are together, or when told to.

    When engine or ledger refuse, ``error`` says so and nothing more is written in
    this run. The pages stay unsettled: they are published from the archive later.
    Single reports that the engine refuses wait in the outbox for ``run``, which is
    judged; ``refused`` tells why, and the others go on. ``alone`` is one whose caller
    lets nobody else publish (:meth:`pipelines.turns.Turns.switching`).
    """

    def __init__(
        self, index: SearchIndex, ledger: Ledger, batch: int = BATCH, run: int | None = None, *, alone: bool = False
    ) -> None:
        self._index = index
        self._ledger = ledger
        self._batch = batch
        self._run = run
        self._turns = None if alone else Turns(ledger.path.parent)
        self._waiting: list[Outcome] = []
        self.error: JiyaoError | None = None
        self.refused: dict[str, str] = {}

    def publish(self, outcome: Outcome) -> None:
        """Take what a page came to."""
        self._waiting.append(outcome)
        if len(self._waiting) >= self._batch:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        if not waiting or self.error:
            return
        latest = {(outcome.page.source, outcome.page.url): outcome for outcome in waiting}
        try:
            with self._turns.publishing() if self._turns else nullcontext():
                for page in self._forgotten(latest):
                    del latest[page]
                failed = self._write(list(latest.values()))
                self._ledger.settle(settled(one) for one in latest.values() if not _why(one, failed))
                refused = [one for one in latest.values() if _why(one, failed)]
                self._ledger.queue(
                    queued(settled(one), self._run, datetime.now(UTC), _why(one, failed)) for one in refused
                )
        except JiyaoError as error:
            self.error = error

    def _forgotten(self, pages: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return those that were taken out on request since they were understood."""
        folder = self._ledger.path.parent / "archive"
        if not folder.is_dir():
            return []
        with Archive(folder) as archive:
            return [page for page in pages if archive.tombstone(*page)]

    def _write(self, outcomes: list[Outcome]) -> dict[str, str]:
        reports = [outcome.report for outcome in outcomes if outcome.report]
        if not reports:
            return {}
        try:
            self._index.write(reports)
        except NotWritten as error:
            self.refused |= error.failed
            return dict(error.failed)
        return {}

    def raise_trouble(self) -> None:
        """Raise what went wrong, if anything."""
        if self.error:
            raise self.error
        if self.refused:
            first = next(iter(self.refused.values()))
            raise NotWritten(
                f"the search engine refused {len(self.refused)} reports; the first: {first}",
                "They wait in the outbox and are tried again: `jiyao index status`. All others are published.",
                self.refused,
            )


def _why(outcome: Outcome, failed: dict[str, str]) -> str:
    return failed.get(outcome.report.id, "") if outcome.report else ""


def queued(page: Settled, run: int | None, since: datetime, error: str) -> Queued:
    """Return how a page waits in the outbox."""
    return Queued(page.source, page.url, page.captured_at, run, since, error)


def is_refused(page: Queued) -> bool:
    """Tell whether the engine answered and refused this page; else it was away, or took nothing at all.

    The reason of such a page begins with its own row's id (:class:`~jiyao.errors.NotWritten`).
    """
    return page.error.startswith(report_id(page.source, page.url))


def settled(outcome: Outcome) -> Settled:
    """Return how the ledger remembers an outcome."""
    page = outcome.page
    return Settled(page.source, page.url, page.changes[-1].captured_at, outcome.issue)
