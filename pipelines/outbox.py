"""What waits for the search engine, published out of the archive: a run has vouched for it, whatever came later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from jiyao.errors import JiyaoError
from jiyao.model import report_id
from jiyao.search import open_index
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.flow import process
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.ledger import Ledger, Queued, ledger_file
from pipelines.publish import BATCH, Publisher, borrow_index, is_refused, return_index
from pipelines.replay import understand
from pipelines.turns import Turns

_MOST_RUNS = 1_000


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many pages wait, by source, since when, and why the latest of them could not be published.

    ``refused`` of them are so for what they are (:func:`~pipelines.publish.is_refused`).
    """

    waiting: Mapping[str, int]
    since: datetime | None
    error: str
    refused: int = 0

    @property
    def total(self) -> int:
        """How many pages wait."""
        return sum(self.waiting.values())


@dataclass(frozen=True, slots=True)
class Flushed:
    """How many pages were published, how many wait still, and what stood in the way, if anything."""

    published: int
    waiting: int
    error: JiyaoError | None


def outbox_of(settings: Settings) -> Outbox:
    """Return what waits in an installation."""
    waiting = waiting_of(settings)
    return Outbox(
        Counter(page.source for page in waiting),
        waiting[0].since if waiting else None,
        waiting[-1].error if waiting else "",
        sum(map(is_refused, waiting)),
    )


def waiting_of(settings: Settings, source: str | None = None) -> list[Queued]:
    """Return the pages that wait in an installation, of one source where given, the longest first."""
    if not ledger_file(settings).exists():
        return []
    with closing(Ledger(ledger_file(settings))) as ledger:
        return ledger.queued(source)


def publish_again(settings: Settings, since: date) -> int:
    """Let what was captured since a day (UTC) wait, though the ledger says that it is published.

    What was taken out on request is taken out again: an older state of the index may have brought it back.
    """
    first = datetime.combine(since, time(), UTC)
    if settings.archive_folder.is_dir():
        with closing(open_index(settings)) as index, Archive(settings.archive_folder) as archive:
            index.remove(report_id(*page) for page in sorted(archive.forgotten()))
    with closing(Ledger(ledger_file(settings))) as ledger:
        return ledger.queue_again(first, datetime.now(UTC))


def flush(settings: Settings, sources: Mapping[str, Source], source: str | None = None) -> Flushed:
    """Publish what waits, of one source where given. Where nothing waits, nothing is asked of anybody.

    Pages whose source file is not there, and those that the engine refuses, stay where they are.
    """
    steps = flushing(settings, sources, source)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            flushed: Flushed = done.value
            return flushed


def flushing(
    settings: Settings, sources: Mapping[str, Source], source: str | None = None
) -> Generator[None, None, Flushed]:
    """Do what :func:`flush` does, and yield between two batches, for those who have other things to do."""
    if not ledger_file(settings).exists():
        return Flushed(0, 0, None)
    with closing(Ledger(ledger_file(settings))) as ledger:
        waiting = [page for page in ledger.queued(source) if page.source in sources]
        error = None
        if waiting:
            error = yield from _published(settings, sources, ledger, waiting)
        left = ledger.queued(source)
        _note_what_is_published(settings, {page.run for page in ledger.queued()})
    still = {(page.source, page.url) for page in left}
    return Flushed(sum((page.source, page.url) not in still for page in waiting), len(left), error)


def _published(
    settings: Settings, sources: Mapping[str, Source], ledger: Ledger, waiting: list[Queued]
) -> Generator[None, None, JiyaoError | None]:
    """Publish them, some at a time, and return what went wrong.

    Nobody else publishes meanwhile: a harvest could bring a newer content of a page, which ours would cover up.
    """
    turns, refused = Turns(ledger.path.parent), dict[str, str]()
    publisher = None
    index = borrow_index(settings)
    try:
        with Archive(settings.archive_folder) as archive:
            for start in range(0, len(waiting), BATCH):
                publisher = Publisher(index, ledger, BATCH, alone=True)
                with turns.switching():
                    for one in filter(ledger.still_waits, waiting[start : start + BATCH]):
                        _publish(one, publisher, ledger, archive, sources[one.source])
                    publisher.flush()
                refused |= publisher.refused
                if publisher.error:
                    break
                yield
        if publisher:
            publisher.refused = refused
            publisher.raise_trouble()
    except JiyaoError as error:
        return error
    finally:
        return_index(settings)
    return None


def _publish(one: Queued, publisher: Publisher, ledger: Ledger, archive: Archive, source: Source) -> None:
    page = page_until(archive, ledger, one.source, one.url, one.captured_at)
    newest = page.changes[-1].captured_at if page else None
    if newest != one.captured_at:  # what it waited for was withheld meanwhile
        ledger.requeue(one, newest)
    if page:
        publisher.publish(understand(page, source, archive.read, process))


def vouched_page(archive: Archive, ledger: Ledger, source: str, url: str) -> Page | None:
    """Return a page without the captures that are withheld; None where nothing is left, or it was taken out on request."""
    page = archive.page(source, url)
    if page is None or archive.tombstone(source, url):
        return None
    moments = ledger.withheld(source).get((source, url))
    return page.without(moments) if moments else page


def page_until(archive: Archive, ledger: Ledger, source: str, url: str, until: datetime) -> Page | None:
    """Return a page as it was after that capture, without what is withheld; None where nothing is left, or it is out."""
    page = vouched_page(archive, ledger, source, url)
    return page and page.without({entry.captured_at for entry in page.entries if entry.captured_at > until})


def _note_what_is_published(settings: Settings, waiting: Collection[int | None]) -> None:
    """Decide the runs of which nothing waits any more, whoever published it."""
    with closing(Journal(journal_file(settings))) as journal:
        for run in journal.runs(_MOST_RUNS, verdict=Verdict.QUEUED):
            if run.id not in waiting:
                journal.decide(run.id, Verdict.PUBLISHED)
