"""What becomes of the pages that a run brought: published, withheld until a person decides, or left out for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from jiyao.errors import AskedWrongly, JiyaoError, NotFound, NotWritten, SourceError
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.flow import process
from pipelines.journal import RUNNING, Journal, Run, Verdict, journal_file
from pipelines.ledger import Ledger, ledger_file
from pipelines.publish import BATCH, Publisher, borrow_index, is_refused, queued, return_index, settled
from pipelines.replay import Outcome, understand
from pipelines.summary import Summary, summary_of
from pipelines.waiting import Waiting

_SAMPLE = 50
_MOST_WAITING = 1_000


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
    """Yield the pages of a source that have something new which is neither published nor withheld, nor waits for it."""
    published = ledger.settled(source)
    queued = {page.url: page.captured_at for page in ledger.queued(source)}
    for page in vouched(archive, ledger, source):
        if page.changes[-1].captured_at not in (published.get(page.url), queued.get(page.url)):
            yield page


def vouched(archive: Archive, ledger: Ledger, source: str | None = None) -> Iterator[Page]:
    """Yield the archive's pages without the captures that are withheld, and without what was taken out on request."""
    withheld, forgotten = ledger.withheld(source), archive.forgotten(source)
    for page in archive.pages(source):
        if (page.source, page.url) in forgotten:
            continue
        moments = withheld.get((page.source, page.url))
        kept = page.without(moments) if moments else page
        if kept is not None:
            yield kept


def judged(archive: Archive, ledger: Ledger, journal: Journal) -> Iterator[Page]:
    """Yield the archive's pages as a rebuild shows them: without what is withheld, and what no run was judged on yet."""
    begun: dict[str, datetime | None] = {}
    settled: dict[str, dict[str, datetime]] = {}
    for page in vouched(archive, ledger):
        if page.source not in begun:
            begun[page.source] = _unjudged_since(journal, page.source)
            settled[page.source] = ledger.settled(page.source)
        since, shown = begun[page.source], settled[page.source].get(page.url)
        moments = {entry.captured_at for entry in page.entries if since and entry.captured_at >= since}
        moments = {at for at in moments if shown is None or at > shown}
        kept = page.without(moments) if moments else page
        if kept is not None:
            yield kept


def _unjudged_since(journal: Journal, source: str) -> datetime | None:
    """Return when the first of the latest runs began that were not judged; None where the latest one was."""
    since = None
    for run in journal.runs(100, source=source, kind="harvest"):
        if run.verdict is not Verdict.NONE:
            break
        if run.ended != "finished":
            since = run.started_at
    return since


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


def queue_run(ledger: Ledger, run: int, waiting: Iterable[Outcome], at: datetime, error: JiyaoError) -> int:
    """Let what a run brought wait in the outbox, but for what is published in this content or a newer one; return how many pages wait.

    A page that was refused for what it is keeps its own reason; the error of the run is that of all others.
    """
    published: dict[str, dict[str, datetime]] = {}
    refused = dict(error.failed) if isinstance(error, NotWritten) else {}
    before = {(page.source, page.url, page.captured_at): page.error for page in ledger.queued() if is_refused(page)}
    pages = []
    for outcome in waiting:
        page = settled(outcome)
        if page.source not in published:
            published[page.source] = ledger.settled(page.source)
        shown = published[page.source].get(page.url)
        if shown is None or shown < page.captured_at:
            own = refused.get(outcome.report.id) if outcome.report else None
            why = own or before.get((page.source, page.url, page.captured_at)) or str(error)
            pages.append(queued(page, run, at, why))
    ledger.queue(pages)
    return len({page.url for page in pages})


def publish_withheld(settings: Settings, number: int, sources: Mapping[str, Source], *, anyway: bool = False) -> int:
    """Publish the pages that a run brought, understood by the source file as it is now; return how many.

    A page that a later run has published in a newer state stays as it is. When it is
    interrupted, nothing is released and it can be asked for again. :class:`AskedWrongly`
    where the source file's rules still find the text of too few pages, unless ``anyway``.
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
            pages = [
                kept
                for (name, url), moments in mine.items()
                if (page := archive.page(name, url))
                and not archive.tombstone(name, url)
                and (kept := page.without(others[name, url] - moments))
            ]
            if not anyway:
                outcomes = (understand(page, source, archive.read, process) for page in pages[:_SAMPLE])
                _refuse_unmended(source, [summary_of(outcome) for outcome in outcomes])
            publisher = Publisher(borrow_index(settings), ledger)
            try:
                for page in pages:
                    publisher.publish(understand(page, source, archive.read, process))
                    done += 1
                publisher.flush()
            finally:
                return_index(settings)
            publisher.raise_trouble()
        ledger.release(number)
        journal.decide(number, Verdict.PUBLISHED)
        return done


def _refuse_unmended(source: Source, summaries: list[Summary]) -> None:
    """Refuse pages that miss what their source expects, as the file reads them now."""
    counts = Counter(name for page in summaries for name in page.facts)
    own = len({page.text for page in summaries if page.text})
    expect, pages = source.expect, counts["reports"]
    for number, share, said in (
        (counts["ruled"], expect.ruled, f"the rules of {source.name} find the text of {counts['ruled']}"),
        (counts["dated"], expect.dated, f"a day of publication is read on {counts['dated']}"),
        (own, None if expect.alike is None else 1 - expect.alike, f"a text of their own have {own}"),
    ):
        if share is not None and number < share * pages and (pages == 1 or pages - number > 1):
            raise AskedWrongly(
                f"{said} of {pages} pages of this run",
                "Mend the source file first (`jiyao sources try` shows what it takes), or say --anyway.",
            )


#: The expectation that a run misses where its pages are in doubt, and not the visit.
OF_KNOWN_PAGES = "edited"


def doubted(settings: Settings, ledger: Ledger, source: str) -> dict[tuple[str, str], set[datetime]]:
    """Return the moments of captures that wait for a person because known pages said something else, by source and URL."""
    found: dict[tuple[str, str], set[datetime]] = {}
    with closing(Journal(journal_file(settings))) as journal:
        waiting = journal.runs(_MOST_WAITING, source=source, verdict=Verdict.WITHHELD)
    for run in waiting:
        if OF_KNOWN_PAGES in run.record.get("missed_expectations", ()):
            for page, moments in ledger.withheld(run=run.id).items():
                found.setdefault(page, set()).update(moments)
    return found


def discard_withheld(settings: Settings, number: int) -> tuple[int, int]:
    """Leave what a run brought out for good: in the archive, never in an index.

    Return how many pages that are, and how many of them are in no index, for this run was the first to see them.
    """
    with closing(Journal(journal_file(settings))) as journal, closing(Ledger(ledger_file(settings))) as ledger:
        run = _decidable(journal, number)
        journal.decide(number, Verdict.DISCARDED)
        pages = ledger.withheld(run=number)
        published = ledger.settled(run.source) if run.source else {}
        return len(pages), sum(url not in published for _, url in pages)


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
