"""Understanding beside a harvest: another process reads the pages while further ones are on their way.

The first pages of a harvest are understood where they arrive, for most visits bring few and a
process takes half a second to begin. What comes back is what a run counts at once, and the
outcome as the bytes that wait for the verdict: nobody reads them before.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jiyao.errors import ArchiveError
from jiyao.model import UNRULED, Capture, Issue, Role
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Entry, Page
from pipelines.flow import process
from pipelines.processes import pool
from pipelines.replay import OUR_FAULT, Outcome, Read, understand
from pipelines.waiting import line_of

_WORTH_A_PROCESS = 64


@dataclass(frozen=True, slots=True)
class Understood:
    """What a page comes to: its issue, the names under which a run counts it, its day, and ``line``, which is all."""

    url: str
    issue: Issue | None
    facts: tuple[str, ...]
    published: date | None
    line: bytes


def understood(page: Page, source: Source, read: Read) -> Understood:
    """Understand a page here and now."""
    outcome = understand(page, source, read, process)
    report = outcome.report
    day = report.published.at.date() if report and report.published else None
    return Understood(page.url, outcome.issue, tuple(_facts(outcome)), day, line_of(outcome))


def _facts(outcome: Outcome) -> Iterator[str]:
    """Yield what a run counts of an outcome: its issue; that it is a report, of a meeting, dated, ruled, attended."""
    if outcome.issue:
        yield f"issue/{outcome.issue.reason}"
    report = outcome.report
    if report is None:
        return
    yield "reports"
    if report.published:
        yield "dated"
    if UNRULED not in report.notes:
        yield "ruled"
    if report.is_meeting:
        yield "meetings"
        if any(set(person.roles) - {Role.BYLINE} for person in report.attendances):
            yield "attended"


class Beside:
    """Understands pages in the order in which they are given, from some number on in another process."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.archive_folder.resolve()
        self._hang = settings.hang_seconds
        # One core is for those who fetch.
        self._processes = max((settings.workers or os.cpu_count() or 1) - 1, 1)
        self._archive = Archive(self._folder)
        self._pages = 0

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    async def understand(self, page: Page, source: Source, capture: Capture) -> Understood:
        """Understand a page whose newest content is ``capture``; :class:`ArchiveError` where its process came to grief."""
        self._pages += 1
        if self._pages > _WORTH_A_PROCESS:
            there = await self._there(page, source, capture)
            if not (there.issue and there.issue.reason == OUR_FAULT):
                return there  # a fault is met once more here, where the log is
        return understood(page, source, _reading(self._archive, page, capture))

    async def _there(self, page: Page, source: Source, capture: Capture) -> Understood:
        work = _pool(self._processes).submit(_work, self._folder, page, source, capture)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(work), self._hang)
        except TimeoutError:
            for process_of_ours in multiprocessing.active_children():
                process_of_ours.kill()
            trouble = f"{page.url} was not understood within {self._hang:g} s"
        except BrokenProcessPool:
            trouble = "a process that understands pages was killed, perhaps for want of memory"
        _pool.cache_clear()
        raise ArchiveError(trouble, "Every page that was fetched is archived; the next run goes on from there.")


@cache
def _pool(number: int) -> ProcessPoolExecutor:
    """Return the processes that all sources of a harvest share."""
    return pool(number)


def _work(folder: Path, page: Page, source: Source, capture: Capture) -> Understood:
    return understood(page, source, _reading(_archive_of_this_process(folder), page, capture))


@cache
def _archive_of_this_process(folder: Path) -> Archive:
    logging.disable()  # whoever asked will say it
    return Archive(folder)


def _reading(archive: Archive, page: Page, capture: Capture) -> Read:
    newest = page.entries[-1]

    def read(entry: Entry) -> Capture:
        return capture if entry == newest else archive.read(entry)

    return read
