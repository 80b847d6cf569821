"""The last thing in a run: its pages are published, or withheld because it missed what its source expects."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from jiyao.errors import EngineError, JiyaoError, StorageFull, WriterBusy
from pipelines.items import Running, counts_of, settings_of
from pipelines.journal import Journal, Verdict, journal_file, newest_day
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import flushing
from pipelines.publish import Publisher, borrow_index, return_index
from pipelines.release import publish_run, queue_run, withhold_run

_SECONDS_BETWEEN = 1.0
_UNCHECKED = {"unchecked": "the run was not held against what its source expects; its log says why"}


class Decide:
    """An extension. ``finished`` is what the journal notes and whoever asked for the run is told."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.settings = settings_of(crawler)
        self.started_at = datetime.now(UTC)
        self.spider: Any = None
        self.ended = "failed"
        self.finished: dict[str, Any] = {}
        crawler.signals.connect(self.spider_closed, signals.spider_closed)
        crawler.signals.connect(self.engine_stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Decide:
        """Return the extension as Scrapy builds it."""
        return cls(crawler)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Remember how the run ended."""
        self.spider, self.ended = spider, reason

    async def engine_stopped(self) -> None:
        """Decide, act, and note the run; a fault on the way leaves the pages for the next run."""
        run: Running | None = getattr(self.spider, "run", None)
        if run is None:
            return  # the archive could not be opened: there was no run
        missed: Mapping[str, str] = getattr(self.spider, "missed", _UNCHECKED)
        verdict = Verdict.NONE
        try:
            verdict = await self._act(run, missed)
        except JiyaoError as error:
            self.spider.logger.error("%s %s", error, error.advice)
            self.spider.failure = getattr(self.spider, "failure", error)
        except Exception as error:  # a fault of ours: the run says so, and its pages wait in the archive
            self.spider.logger.exception("the pages of the run could not be published")
            self.spider.failure = getattr(self.spider, "failure", error)
        finally:
            run.waiting.delete()
            self._note(run, verdict, missed)

    async def _act(self, run: Running, missed: Mapping[str, str]) -> Verdict:
        source = self.spider.source
        waited = flushing(self.settings, {source.name: source}, source.name)
        try:
            while True:
                next(waited)
                await asyncio.sleep(0)
        except StopIteration as done:
            if done.value.error:
                self._tell(done.value.error)
        if not run.pages:
            return Verdict.NONE
        with closing(Ledger(ledger_file(self.settings))) as ledger:
            if missed:
                with closing(Journal(journal_file(self.settings))) as journal:
                    # Before the captures are: a kill in between must leave a run that can be decided.
                    journal.decide(run.number, Verdict.WITHHELD)
                withhold_run(ledger, run.number, run.waiting)
                return Verdict.WITHHELD
            try:
                await self._publish(run, ledger)
            except (EngineError, StorageFull) as error:
                self._tell(error)
                waiting = queue_run(ledger, run.number, run.waiting, datetime.now(UTC), error)
                self.spider.logger.warning("%d pages wait for the search engine", waiting)
                return Verdict.QUEUED
            return Verdict.PUBLISHED

    def _tell(self, error: JiyaoError) -> None:
        """Let the run end with this error: the pages of the run are archived, and wait to be published."""
        self.spider.logger.error("%s %s", error, error.advice)
        kept = "Every page is archived; what could not be published waits: `jiyao index status`, `jiyao index flush`."
        told = type(error)(str(error), f"{error.advice} {kept}".strip())
        self.spider.failure = getattr(self.spider, "failure", told)

    async def _publish(self, run: Running, ledger: Ledger) -> None:
        """Publish; while another process writes the index, wait (``settings.index_patience``) and begin again."""
        give_up_at = time.monotonic() + self.settings.index_patience
        while True:
            publisher = Publisher(borrow_index(self.settings), ledger, run=run.number)
            try:
                for _ in publish_run(publisher, run.waiting):
                    await asyncio.sleep(0)  # other sources of this process go on
            finally:
                return_index(self.settings)
            if not isinstance(publisher.error, WriterBusy) or time.monotonic() > give_up_at:
                publisher.raise_trouble()
                return
            await asyncio.sleep(_SECONDS_BETWEEN)

    def _note(self, run: Running, verdict: Verdict, missed: Mapping[str, str]) -> None:
        for said in missed.values():
            self.spider.logger.warning("expectation missed: %s", said)
        failure = getattr(self.spider, "failure", None)
        counts = counts_of(self.crawler)
        newest = newest_day(self.settings, self.spider.source.name, run.newest)
        record = {
            "seconds": round((datetime.now(UTC) - self.started_at).total_seconds(), 3),
            "states": _below(counts, "article/"),
            "reports": counts["reports"],
            "meetings": counts["meetings"],
            "issues": _below(counts, "issue/"),
            "missed": list(missed.values()),
            "missed_expectations": list(missed),
            "newest": newest.isoformat() if newest else None,
            "error": str(failure) if failure else None,
        }
        with closing(Journal(journal_file(self.settings))) as journal:
            journal.end(run.number, self.ended, verdict, record)
        if run.lock:
            run.lock.leave()
        self.finished = {
            "run": run.number,
            "started_at": self.started_at.isoformat(),
            "ended": self.ended,
            "verdict": verdict.value,
            "listed": counts["listed"],
            **record,
        }


def _below(counts: dict[str, int], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): number for name, number in sorted(counts.items()) if name.startswith(prefix)}
