"""Reports into the search index in batches; only then does the ledger say that their pages are published."""

from __future__ import annotations

from jiyao.errors import JiyaoError
from jiyao.search import SearchIndex, open_index
from jiyao.settings import Settings
from pipelines.ledger import Ledger, Settled
from pipelines.replay import Outcome

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
    this run. The pages stay unsettled: the next run publishes them from the archive.
    """

    def __init__(self, index: SearchIndex, ledger: Ledger, batch: int = BATCH) -> None:
        self._index = index
        self._ledger = ledger
        self._batch = batch
        self._waiting: list[Outcome] = []
        self.error: JiyaoError | None = None

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
            reports = [outcome.report for outcome in latest.values() if outcome.report]
            if reports:
                self._index.write(reports)
            self._ledger.settle(settled(outcome) for outcome in latest.values())
        except JiyaoError as error:
            self.error = error


def settled(outcome: Outcome) -> Settled:
    """Return how the ledger remembers an outcome."""
    page = outcome.page
    return Settled(page.source, page.url, page.changes[-1].captured_at, outcome.issue)
