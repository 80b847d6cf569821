"""A harvest in a process of its own: ``python -m crawler``, for a Twisted reactor runs only once.

Reads one line of JSON (``settings``, ``sources``, ``at_once``) from standard
input, writes lines of JSON to standard output: ``{"progress": …}`` while it
goes, ``{"alive": true}`` every second, ``{"finished": …}`` for every source. Ends in good order at SIGINT, and
when standard input closes, or nobody reads standard output, because whoever asked is gone.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.internet.task import LoopingCall

from crawler.configuration import MEGABYTE, scrapy_settings
from crawler.verdict import Decide
from jiyao.errors import JiyaoError
from jiyao.logs import start_logs
from jiyao.settings import Settings
from pipelines.items import WATCH

_SECONDS_BETWEEN = 0.1
_SECONDS_ALIVE = 1.0
_asked = threading.Lock()  # held by whoever noticed first that nobody is there any more


def main() -> None:
    """Harvest the sources that standard input names."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until Scrapy takes it over there is nothing to end in good order
    order: dict[str, Any] = json.loads(sys.stdin.readline())
    settings = Settings(**order["settings"])
    _limit_memory(settings.harvest_memory * MEGABYTE)
    process = AsyncCrawlerProcess(scrapy_settings(settings) | _of_this_process(settings))
    if settings.log == "json":
        start_logs("json")
    threading.Thread(target=_watch_standard_input, daemon=True).start()
    LoopingCall(_say, "alive", True).start(_SECONDS_ALIVE)
    lanes = _Lanes(process, list(order["sources"]))
    for _ in range(order["at_once"]):
        lanes.start_next()
    process.start()
    for child in multiprocessing.active_children():
        child.kill()  # who asked twice to end does not wait for a page


def _of_this_process(settings: Settings) -> dict[str, Any]:
    if settings.log == "json":
        return {WATCH: _Watch(), "LOG_ENABLED": False}
    logs = settings.data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    return {
        WATCH: _Watch(),
        "LOG_FILE": str(logs / f"harvest-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"),
    }


def _limit_memory(most: int) -> None:
    """Refuse memory far above the limit, at which Scrapy ends the run in good order."""
    with suppress(ValueError, OSError):  # where a stricter limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (2 * most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


class _Lanes:
    """Runs sources one after the other, as many at once as ``start_next`` was called."""

    def __init__(self, process: AsyncCrawlerProcess, names: list[str]) -> None:
        self._process = process
        self._names = names

    def start_next(self) -> None:
        if not self._names:
            return
        crawler = self._process.create_crawler(self._names.pop(0))
        task = self._process.crawl(crawler)
        task.add_done_callback(lambda done: self._finished(done, crawler))

    def _finished(self, task: asyncio.Task[None], crawler: Crawler) -> None:
        decided = crawler.get_extension(Decide)
        finished = decided.finished if decided else {}
        failure = getattr(crawler.spider, "failure", None) or (None if task.cancelled() else task.exception())
        _say("finished", {"source": crawler.spidercls.name, **finished, "error": _told(failure)})
        if finished.get("ended") == "shutdown":
            self._names.clear()
        self.start_next()


class _Watch:
    """Tells counts, a source at most ten times a second, and every note; survives the copying of Scrapy's settings."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def __deepcopy__(self, memo: object) -> _Watch:
        return self

    def __call__(self, source: str, counts: dict[str, int], note: str) -> None:
        now = time.monotonic()
        if note or now - self._told.get(source, -_SECONDS_BETWEEN) >= _SECONDS_BETWEEN:
            self._told[source] = now
            _say("progress", {"source": source, "counts": counts, "note": note})


def _say(what: str, value: Any) -> None:
    try:
        print(json.dumps({what: value}, ensure_ascii=False), flush=True)
    except BrokenPipeError:
        _end_well()


def _told(error: BaseException | None) -> dict[str, str] | None:
    if error is None:
        return None
    advice = error.advice if isinstance(error, JiyaoError) else ""
    return {"type": type(error).__name__, "message": str(error), "advice": advice}


def _watch_standard_input() -> None:
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read: its lock would be held when the process ends
        pass
    _end_well()


def _end_well() -> None:
    """Ask for an end in good order, once: Scrapy takes a second SIGINT for a wish to end at once."""
    if _asked.acquire(blocking=False):
        os.kill(os.getpid(), signal.SIGINT)
