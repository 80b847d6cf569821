"""What becomes of the pages that a run brought: published, withheld until a person decides, or left out for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from jiyao.errors import AskedWrongly, NotFound, SourceError
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.flow import process
from pipelines.journal import RUNNING, Journal, Run, Verdict, journal_file
from pipelines.ledger import Ledger, ledger_file
from pipelines.publish import BATCH, Publisher, borrow_index, return_index, settled
from pipelines.replay import Outcome, understand
from pipelines.waiting import Waiting


def waiting_file(settings: Settings, run: int) -> Path:
    """Return where the outcomes of a run wait for its verdict."""
    return settings.data / "runs" / f"{run}.waiting"


def sweep(settings: Settings, journal: Journal) -> None:
    """Delete what waited for the verdict on runs that were killed."""
    for path in (settings.data / "runs").glob("*.waiting"):
        run = journal.run(int(path.stem)) if path.stem.isdecimal() else None
        if run is None or run.ended != RUNNING:
            path.unlink(missing_ok=True)


def unsettled(archive: Archive, ledger: Ledger, source: str) -> Iterator[Page]:
    """Yield the pages of a source that have something new which is neither published nor withheld."""
    published = ledger.settled(source)
    for page in vouched(archive, ledger, source):
        if published.get(page.url) != page.changes[-1].captured_at:
            yield page


def vouched(archive: Archive, ledger: Ledger, source: str | None = None) -> Iterator[Page]:
    """Yield the archive's pages without the captures that are withheld."""
    withheld = ledger.withheld(source)
    for page in archive.pages(source):
        moments = withheld.get((page.source, page.url))
        kept = page.without(moments) if moments else page
        if kept is not None:
            yield kept


def publish_run(publisher: Publisher, waiting: Waiting) -> Iterator[None]:
    """Publish what a run brought; yields between two batches, for those who have other things to do."""
    for number, outcome in enumerate(waiting):
        publisher.publish(outcome)
        if number % BATCH == BATCH - 1:
            yield
    publisher.flush()


def withhold_run(ledger: Ledger, run: int, waiting: Iterable[Outcome]) -> None:
    """Keep what a run brought from being published."""
    ledger.withhold(run, (settled(outcome) for outcome in waiting))


def publish_withheld(settings: Settings, number: int, sources: Mapping[str, Source]) -> int:
    """Publish the pages that a run brought, understood by the source file as it is now; return how many.

    A page that a later run has published in a newer state stays as it is. When it is
    interrupted, nothing is released and it can be asked for again.
    """
    with closing(Journal(journal_file(settings))) as journal, closing(Ledger(ledger_file(settings))) as ledger:
        run = _decidable(journal, number)
        source = sources.get(run.source or "")
        if source is None:
            raise SourceError(f"there is no source file for {run.source}", "Set JIYAO_SOURCES to its folder.")
        mine = ledger.withheld(run=number)
        others = ledger.withheld(run.source)
        done = 0
        with Archive(settings.archive_folder) as archive:
            publisher = Publisher(borrow_index(settings), ledger)
            try:
                for (name, url), moments in mine.items():
                    page = archive.page(name, url)
                    kept = page.without(others[name, url] - moments) if page else None
                    if kept is not None:
                        publisher.publish(understand(kept, source, archive.read, process))
                        done += 1
                publisher.flush()
            finally:
                return_index(settings)
            if publisher.error:
                raise publisher.error
        ledger.release(number)
        journal.decide(number, Verdict.PUBLISHED)
        return done


def discard_withheld(settings: Settings, number: int) -> int:
    """Leave what a run brought out for good: in the archive, never in an index; return how many pages."""
    with closing(Journal(journal_file(settings))) as journal, closing(Ledger(ledger_file(settings))) as ledger:
        _decidable(journal, number)
        journal.decide(number, Verdict.DISCARDED)
        return len(ledger.withheld(run=number))


def run_of(journal: Journal, number: int) -> Run:
    """Return the run of that number; :class:`NotFound` where there is none."""
    run = journal.run(number)
    if run is None:
        raise NotFound(f"there is no run {number}", "`jiyao runs` lists them.")
    return run


def _decidable(journal: Journal, number: int) -> Run:
    run = run_of(journal, number)
    if run.verdict not in (Verdict.WITHHELD, Verdict.DISCARDED):
        said = "has not ended" if run.ended == RUNNING else "has nothing that waits"
        raise AskedWrongly(f"run {number} {said}", "`jiyao runs --waiting` lists the runs that wait for a decision.")
    return run
