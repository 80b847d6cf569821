"""Processes that understand pages for another one: for a rebuild, and beside a harvest, while further pages come.

The first pages of a source are understood where they arrive, for most visits bring few and a process
takes half a second to begin. What comes back to a harvest is what its run counts at once, and the
outcome as the bytes that wait for the verdict: nobody reads them before.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from jiyao.model import Capture, Issue
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Entry, Page
from pipelines.flow import process
from pipelines.replay import Outcome, Read, understand
from pipelines.summary import Summary, summary_of

_log = logging.getLogger(__name__)
_WORTH_A_PROCESS, _MOST = 64, 8


def pool(number: int) -> ProcessPoolExecutor:
    """Return at most ``number`` processes, each begun when it is needed; they end with the one that asked for them."""
    return ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began us decides what an interrupt ends
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever listens to our parent shall not wait for us
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)


class Workers:
    """Understands the pages of a source, from some number on in other processes, which all sources share.

    A page that takes longer than ``settings.hang_seconds``, or more memory than there is, ends the process that
    reads it. The pages that were with it are read again one by one, so that one is known, and becomes an issue.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.archive_folder.resolve()
        self._hang = settings.hang_seconds
        # One core is for those who fetch.
        self._number = min(max((settings.workers or os.cpu_count() or 1) - 1, 1), _MOST)
        self._archive = Archive(self._folder)
        self._pages = 0

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    async def understand(
        self, page: Page, source: Source, capture: Capture | None = None, *, apart: bool = False
    ) -> Summary:
        """Return what a page comes to; ``capture`` is its newest content where that is at hand.

        ``apart`` lets another process read it, however few there were before.
        """
        self._pages += 1
        if apart or self._pages > _WORTH_A_PROCESS:
            try:
                return await self._by_others(page, source, capture)
            except (OSError, RuntimeError) as error:  # no further process can be begun
                _log.warning("%s is understood by the process that fetches: %s", page.url, error)
        return summary_of(understand(page, source, _reading(self._archive, page, capture), process))

    async def _by_others(self, page: Page, source: Source, capture: Capture | None) -> Summary:
        task = self._folder, self._hang, page, source, capture
        for together in (True, False):
            shared = _shared(self._number) if together else None
            try:
                if shared:
                    return _told(await asyncio.wrap_future(shared.submit(_work, *task)))
                async with _one_by_one():
                    return _told(await asyncio.wrap_future(_trial().submit(_work, *task)))
            except BrokenProcessPool:
                if shared is None:
                    _trial.cache_clear()
                elif _shared(self._number) is shared:  # nobody else has noticed yet
                    _shared.cache_clear()
        said = f"Reading it took longer than {self._hang:g} s or more memory than there is; its process was ended."
        latest = page.changes[-1]
        issue = Issue(page.source, page.url, latest.captured_at, latest.digest, "understand", "too_costly", said)
        return summary_of(Outcome(page, None, issue))


@cache
def _shared(number: int) -> ProcessPoolExecutor:
    """Return the processes that all sources of a harvest share."""
    return pool(number)


@cache
def _trial() -> ProcessPoolExecutor:
    """Return the process in which pages are read one by one."""
    return pool(1)


@cache
def _one_by_one() -> asyncio.Lock:
    return asyncio.Lock()


def _told(answer: tuple[Summary, tuple[str, ...]]) -> Summary:
    """Return what a worker found; what it had to say is said here, where the log is."""
    for said in answer[1]:
        _log.error("%s", said)
    return answer[0]


def _work(
    folder: Path, hang: float, page: Page, source: Source, capture: Capture | None
) -> tuple[Summary, tuple[str, ...]]:
    said = _said()
    said.lines.clear()
    signal.setitimer(signal.ITIMER_REAL, hang)  # ends us by itself, whatever we are caught in
    try:
        read = _reading(_archive_of_this_process(folder), page, capture)
        return summary_of(understand(page, source, read, process)), tuple(said.lines)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@cache
def _archive_of_this_process(folder: Path) -> Archive:
    return Archive(folder)


class _Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@cache
def _said() -> _Said:
    """Return what keeps what is logged in this process; nothing else is done with it here."""
    handler = _Said()
    logging.getLogger().handlers[:] = [handler]
    return handler


def _reading(archive: Archive, page: Page, capture: Capture | None) -> Read:
    newest = page.entries[-1]

    def read(entry: Entry) -> Capture:
        return capture if capture is not None and entry == newest and not entry.further else archive.read(entry)

    return read
