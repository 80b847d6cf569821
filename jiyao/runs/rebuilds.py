"""Everything again from the archive, with no network, on all cores: the same documents that the crawls made."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter, deque
from collections.abc import Generator, Mapping
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path

from jiyao.errors import ArchiveError, SourceError
from jiyao.oversight import keep_rows
from jiyao.progress import Progress, Watch, nobody
from jiyao.runs.processes import processes
from jiyao.runs.spool import Spool, fingerprint
from jiyao.search import open_index
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.archive import Archive, Page
from pipelines.flow import process
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.ledger import Ledger, Settled, ledger_file
from pipelines.publish import settled
from pipelines.release import judged
from pipelines.replay import Outcome, understand

NAME = "rebuild"
_CHUNK = 64
_WORTH_A_POOL = 4 * _CHUNK
_AHEAD = 4
_Chunks = Generator[list[Page], None, None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made. ``of_no_source`` counts archived pages whose source file is not there any more."""

    pages: int
    reports: int
    meetings: int
    seconds: float
    issues: Mapping[str, int] = field(default_factory=dict)
    of_no_source: Mapping[str, int] = field(default_factory=dict)


def rebuild(settings: Settings, watch: Watch = nobody, *, leave_out: bool = False) -> Rebuilt:
    """Understand every archived page again and put a new index in the old one's place, and the ledger's issues too.

    An interrupted rebuild leaves the old index as it was; what it had understood
    lies in a spool, and the next one goes on from there unless the code changed.
    Archived pages whose source file is not there are a SourceError, since the new index
    would lack them, unless ``leave_out`` says that it shall.
    """
    started = time.monotonic()
    sources = sources_of(settings)
    spool = settings.data / "rebuild" / fingerprint(sources)
    counts: Counter[str] = Counter()
    marks: list[Settled] = []
    with (
        Archive(settings.archive_folder) as archive,
        closing(open_index(settings)) as index,
        closing(Ledger(ledger_file(settings))) as ledger,
        closing(Journal(journal_file(settings))) as journal,
    ):
        pages = Counter(page.source for page in judged(archive, ledger, journal))
        missing = sorted(pages.keys() - sources.keys())
        if missing and not leave_out:
            raise SourceError(
                f"there is no source file for {sum(pages[name] for name in missing)} archived pages"
                f" ({', '.join(missing)}); the index stays as it was",
                "Set JIYAO_SOURCES to the folder that holds them, or say --leave-out-missing.",
            )
        total = sum(count for name, count in pages.items() if name in sources)
        chunks = _chunks(archive, ledger, journal, sources)
        with index.rebuild() as writer, closing(_outcomes(chunks, settings, sources, spool, total)) as understood:
            for outcomes in understood:
                writer.write([outcome.report for outcome in outcomes if outcome.report])
                marks += map(settled, outcomes)
                _count(outcomes, counts)
                watch(Progress(NAME, len(marks), total, dict(counts)))
    watch(Progress(NAME, len(marks), total, dict(counts), finished=True))
    result = Rebuilt(
        pages=len(marks),
        reports=counts["reports"],
        meetings=counts["meetings"],
        seconds=round(time.monotonic() - started, 3),
        issues={name.removeprefix("issue/"): n for name, n in counts.items() if name.startswith("issue/")},
        of_no_source={name: pages[name] for name in missing},
    )
    _note(settings, sources, marks, result)
    keep_rows(settings)
    Spool(spool).clear()
    return result


def _chunks(archive: Archive, ledger: Ledger, journal: Journal, sources: Mapping[str, Source]) -> _Chunks:
    pages = (page for page in judged(archive, ledger, journal) if page.source in sources)
    while chunk := list(islice(pages, _CHUNK)):
        yield chunk


def _outcomes(
    chunks: _Chunks, settings: Settings, sources: Mapping[str, Source], spool: Path, total: int
) -> Generator[list[Outcome], None, None]:
    """Yield what the chunks come to, in their order; in this process where another would not be worth its start.

    Other processes, here or on a Dask cluster, only fill the spool: to read its JSON
    takes a third of the time that to receive pickled reports would, and none of it
    while the index is written.
    """
    workers = settings.workers or os.cpu_count() or 1
    if settings.dask or (workers > 1 and total >= _WORTH_A_POOL):
        chunks = _spooled(chunks, settings, sources, spool)
    with closing(chunks), closing(_Worker(settings.archive_folder, spool)) as here:
        for chunk in chunks:
            yield here.understand(chunk, sources)


def _spooled(chunks: _Chunks, settings: Settings, sources: Mapping[str, Source], spool: Path) -> _Chunks:
    """Yield each chunk once a process has understood it, some ahead of what is asked for."""
    ahead: deque[tuple[list[Page], Future[None]]] = deque()
    where = settings.archive_folder.resolve(), spool.resolve()
    try:
        with processes(settings) as (pool, number):
            for chunk in chunks:
                ahead.append((chunk, pool.submit(_work, *where, {p.source: sources[p.source] for p in chunk}, chunk)))
                if len(ahead) >= number * _AHEAD:
                    yield _first_done(ahead)
            while ahead:
                yield _first_done(ahead)
    except (BrokenProcessPool, CancelledError):
        raise ArchiveError(
            "a process of the rebuild was killed, perhaps for want of memory",
            "Run it again, with fewer processes (JIYAO_WORKERS): it continues where it stopped.",
        ) from None


def _first_done(ahead: deque[tuple[list[Page], Future[None]]]) -> list[Page]:
    chunk, understood = ahead.popleft()
    understood.result()
    return chunk


class _Worker:
    """Understands chunks of pages, from the spool where they are there already."""

    def __init__(self, archive: Path, spool: Path) -> None:
        self._archive = Archive(archive)
        self._spool = Spool(spool)

    def understand(self, pages: list[Page], sources: Mapping[str, Source]) -> list[Outcome]:
        """Return what the pages come to."""
        known = self._spool.read(pages)
        if known is None:
            known = [understand(page, sources[page.source], self._archive.read, process) for page in pages]
            self._spool.write(known)
        return known

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()


@cache
def _worker_of_this_thread(archive: Path, spool: Path, thread: int) -> _Worker:
    """Return what this thread works with: SQLite's connections are of one thread each."""
    return _Worker(archive, spool)


def _work(archive: Path, spool: Path, sources: Mapping[str, Source], pages: list[Page]) -> None:
    _worker_of_this_thread(archive, spool, threading.get_ident()).understand(pages, sources)


def _count(outcomes: list[Outcome], counts: Counter[str]) -> None:
    for outcome in outcomes:
        if outcome.report:
            counts["reports"] += 1
            counts["meetings"] += outcome.report.is_meeting
        if outcome.issue:
            counts[f"issue/{outcome.issue.reason}"] += 1


def _note(settings: Settings, sources: Mapping[str, Source], marks: list[Settled], result: Rebuilt) -> None:
    with closing(Ledger(ledger_file(settings))) as ledger:
        ledger.rewrite(marks, sources)
    record = {
        "seconds": result.seconds,
        "pages": result.pages,
        "reports": result.reports,
        "meetings": result.meetings,
        "issues": dict(result.issues),
    }
    with closing(Journal(journal_file(settings))) as journal:
        journal.end(journal.begin(NAME, None, datetime.now(UTC)), "finished", Verdict.PUBLISHED, record)
