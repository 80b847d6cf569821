"""Two versions of a page, compared in a process beside the server's, which is ended where that takes too long.

Size tells what memory a page costs, and not what time: two versions of 2,000 characters can be built that take
43 seconds to compare (2026-11). One comparison goes on at a time; a few who ask meanwhile
wait for a while, and are told so in the end.
"""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from jiyao.errors import Busy, TooCostly
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.versions import Compared, compared, two_versions
from pipelines.workers import pool

SECONDS = 10.0
#: Of both pages as received, with the further ones of an article: a page of five million takes 220 MB to read (2026-11).
MOST_BYTES = 5_000_000
#: So many seconds somebody waits for the comparisons of others.
PATIENCE = 20.0
_MOST_KNOWN = 1_000
#: So many wait at a time: each holds a thread of the server's forty, and 45 kept every search waiting for 23 s (2026-11).
_MOST_WAIT = 4
_turn, _room = threading.Lock(), threading.BoundedSemaphore(_MOST_WAIT)
#: What was given up, so that asking again costs nothing; the oldest is forgotten first.
_costly: dict[tuple[object, ...], None] = {}


def compared_apart(folder: Path, page: Page, source: Source | None, old: int | None, new: int | None) -> Compared:
    """Return what :func:`~pipelines.versions.compared` does of the archive in ``folder``, and raises.

    :class:`TooCostly` where it takes longer than :data:`SECONDS` or they have more than :data:`MOST_BYTES`;
    :class:`Busy` where others are compared for longer than :data:`PATIENCE`, or where many wait for it.
    """
    asked = page.source, page.url, *(entry.content for entry in two_versions(page, old, new))
    if asked not in _costly:
        if not _its_turn():
            raise Busy("other pages are being compared at this moment", "Ask again in a minute.")
        try:
            return _by_another(folder, page, source, old, new)
        except (BrokenProcessPool, MemoryError):
            _costly[asked] = None
            while len(_costly) > _MOST_KNOWN:
                del _costly[next(iter(_costly))]
        finally:
            _turn.release()
    raise TooCostly(
        f"comparing these versions takes longer than {SECONDS:g} s or more memory than there is for it",
        "Compare two others; `jiyao archive diff` has no limit.",
    )


def _its_turn() -> bool:
    """Wait for the comparisons of others; False where that takes long, or where many wait already."""
    if not _room.acquire(blocking=False):
        return False
    try:
        return _turn.acquire(timeout=PATIENCE)
    finally:
        _room.release()


def _by_another(folder: Path, page: Page, source: Source | None, old: int | None, new: int | None) -> Compared:
    task = folder, SECONDS, MOST_BYTES, page, source, old, new
    started = time.monotonic()
    try:
        return _beside().submit(_work, *task).result()
    except BrokenProcessPool:
        _beside.cache_clear()
        if time.monotonic() - started >= SECONDS:
            raise
    try:  # it was ended from outside, perhaps while it waited
        return _beside().submit(_work, *task).result()
    except BrokenProcessPool:
        _beside.cache_clear()
        raise


@cache
def _beside() -> ProcessPoolExecutor:
    return pool(1)


def _work(
    folder: Path, seconds: float, most: int, page: Page, source: Source | None, old: int | None, new: int | None
) -> Compared:
    signal.setitimer(signal.ITIMER_REAL, seconds)  # ends us by itself, whatever we are caught in
    try:
        with Archive(folder) as archive:
            captures = {entry: archive.read(entry) for entry in two_versions(page, old, new)}
        if sum(len(one.body) for first in captures.values() for one in (first, *first.further)) > most:
            raise MemoryError
        return compared(page, captures.__getitem__, source, old, new)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
