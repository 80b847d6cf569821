"""All pages of the archive, understood on all cores or on Dask, through a spool that an interruption leaves behind."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path

from jiyao.errors import ArchiveError
from jiyao.runs.processes import processes
from jiyao.runs.spool import Spool
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.flow import process
from pipelines.journal import Journal
from pipelines.ledger import Ledger
from pipelines.release import judged
from pipelines.replay import DAMAGED, Outcome, understand

_CHUNK = 64
_WORTH_A_POOL = 4 * _CHUNK
_AHEAD = 4
_Chunks = Generator[list[Page], None, None]


def chunks(archive: Archive, ledger: Ledger, journal: Journal, sources: Mapping[str, Source]) -> _Chunks:
    """Yield the archive's pages of these sources, some together."""
    pages = (page for page in judged(archive, ledger, journal) if page.source in sources)
    while chunk := list(islice(pages, _CHUNK)):
        yield chunk


def outcomes(
    given: _Chunks, settings: Settings, sources: Mapping[str, Source], spool: Path, total: int
) -> Generator[list[Outcome], None, None]:
    """Yield what the chunks come to, in their order; in this process where another would not be worth its start.

    Other processes, here or on a Dask cluster, only fill the spool: to read its JSON
    takes a third of the time that to receive pickled reports would, and none of it
    while the index is written.
    """
    workers = settings.workers or os.cpu_count() or 1
    if settings.dask or (workers > 1 and total >= _WORTH_A_POOL):
        given = _spooled(given, settings, sources, spool)
    with closing(given), closing(_Worker(settings.archive_folder, spool)) as here:
        for chunk in given:
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
        spooled: Sequence[Outcome | None] = self._spool.read(pages) or [None] * len(pages)
        known = [
            one or understand(page, sources[page.source], self._archive.read, process)
            for page, one in zip(pages, map(_unless_damaged, spooled), strict=True)
        ]
        if any(now is not before for now, before in zip(known, spooled, strict=True)):
            self._spool.write(known)
        return known

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()


def _unless_damaged(outcome: Outcome | None) -> Outcome | None:
    """Return what a page came to, None where its record could not be read: the file may be back."""
    damaged = outcome is not None and outcome.issue is not None and outcome.issue.reason == DAMAGED
    return None if damaged else outcome


@cache
def _worker_of_this_thread(archive: Path, spool: Path, thread: int) -> _Worker:
    """Return what this thread works with: SQLite's connections are of one thread each."""
    return _Worker(archive, spool)


def _work(archive: Path, spool: Path, sources: Mapping[str, Source], pages: list[Page]) -> None:
    _worker_of_this_thread(archive, spool, threading.get_ident()).understand(pages, sources)
