"""Three thin Scrapy item pipelines: keep, understand, publish.

    Capture ──Keep──► Kept ──Understand──► Summary ──Publish──► waits for the verdict on its run

A page that did not change stops after Keep. An :class:`Issue` that the spider
itself found (refused, unreachable) goes straight to the ledger.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from scrapy.crawler import Crawler

from jiyao.errors import ArchiveError, JiyaoError, StorageFull
from jiyao.locks import Lock, busy, lock_file
from jiyao.model import Capture, Issue
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Kept
from pipelines.archive.pages import GONE, State
from pipelines.journal import Journal, journal_file
from pipelines.ledger import Ledger, ledger_file
from pipelines.passages import Passages
from pipelines.release import doubted, sweep, unsettled, waiting_file
from pipelines.replay import not_whole
from pipelines.summary import Summary
from pipelines.waiting import Waiting
from pipelines.workers import Workers

SETTINGS = "JIYAO"
#: The setting that holds whom progress is told: ``jiyao harvest``, which has the source's lock then.
WATCH = "JIYAO_WATCH"
#: So long a page waits for others to be flushed with it: a flush takes the disk some milliseconds.
_SECONDS_TOGETHER = 0.005
PREFIX = "jiyao/"


def settings_of(crawler: Crawler) -> Settings:
    """Return our settings, which travel inside Scrapy's."""
    settings = crawler.settings[SETTINGS]
    assert isinstance(settings, Settings)
    return settings


def counts_of(crawler: Crawler) -> Counter[str]:
    """Return what the run has counted so far: states of pages, reports, meetings, issues by reason."""
    assert crawler.stats is not None
    every = crawler.stats.get_stats()
    return Counter({name.removeprefix(PREFIX): value for name, value in every.items() if name.startswith(PREFIX)})


@dataclass(slots=True)
class Running:
    """The run that is going on: its number in the journal, what waits for its verdict, the newest day seen.

    ``lock`` is the source's where this process took it: under ``scrapy crawl`` nobody else has.
    """

    number: int
    waiting: Waiting
    lock: Lock | None = None
    pages: int = 0
    newest: date | None = None
    texts: set[bytes] = field(default_factory=set)
    titles: Counter[str] = field(default_factory=Counter)
    troubled: set[str] = field(default_factory=set)
    passages: Passages = field(default_factory=Passages)


class _Pipeline:
    """What the three have in common: whom they work for, and counting."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.settings = settings_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        """Return the pipeline as Scrapy builds it."""
        return cls(crawler)

    @property
    def source(self) -> Source:
        """The source that is being harvested."""
        source = getattr(self.crawler.spider, "source", None)
        assert isinstance(source, Source)
        return source

    def count(self, name: str) -> None:
        """Count one more."""
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(PREFIX + name)

    def stop(self, error: Exception) -> None:
        """End the run in good order because nothing can be kept any more; the error is told at its end."""
        spider = self.crawler.spider
        if spider is not None and not hasattr(spider, "failure"):
            spider.failure = error  # type: ignore[attr-defined]
            spider.logger.error("%s %s", error, getattr(error, "advice", ""))
            assert self.crawler.engine is not None
            self.crawler.engine.close_spider(spider, reason="storage")


class KeepPipeline(_Pipeline):
    """Every capture goes into the archive before anything looks at it; what arrives together is flushed together."""

    def open_spider(self) -> None:
        """Open the archive; what had to be mended is logged."""
        self._arrived: list[tuple[Capture, asyncio.Future[Kept]]] = []
        self.archive = Archive(self.settings.archive_folder, writable=True)
        for said in self.archive.mended:
            self.crawler.spider.logger.warning("archive mended: %s", said)  # type: ignore[union-attr]

    def close_spider(self) -> None:
        """Flush and close the archive."""
        self.archive.close()

    async def process_item(self, item: Capture | Issue) -> Kept | Issue | None:
        """Return the capture with what it means for its page, once the disk has it; None when it could not be kept."""
        if isinstance(item, Issue):
            return item
        try:
            kept = await self._keep(item)
        except (StorageFull, ArchiveError) as error:
            self.stop(error)
            return None
        self.count(f"{item.kind}/{kept.state}")
        return kept

    def _keep(self, capture: Capture) -> asyncio.Future[Kept]:
        loop = asyncio.get_running_loop()
        if not self._arrived:
            loop.call_later(_SECONDS_TOGETHER, self._write)
        kept: asyncio.Future[Kept] = loop.create_future()
        self._arrived.append((capture, kept))
        return kept

    def _write(self) -> None:
        arrived, self._arrived = self._arrived, []
        try:
            written = self.archive.keep_all([capture for capture, _ in arrived])
        except Exception as error:
            for _, future in arrived:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), kept in zip(arrived, written, strict=True):
            if not future.done():  # whoever waited may have been told to end
                future.set_result(kept)


class UnderstandPipeline(_Pipeline):
    """A page that changed is understood, by :func:`pipelines.flow.process`, the one road."""

    def open_spider(self) -> None:
        """Ask what of this source is not to be shown."""
        self.workers = Workers(self.settings)
        with closing(Ledger(ledger_file(self.settings))) as ledger:
            self.withheld = ledger.withheld(self.source.name)
            self.doubted = doubted(self.settings, ledger, self.source.name)
        with Archive(self.settings.archive_folder) as archive:
            self.forgotten = archive.forgotten(self.source.name)

    def close_spider(self) -> None:
        """Let go of the archive."""
        self.workers.close()

    async def process_item(self, item: Kept | Issue | None) -> Summary | Kept | Issue | None:
        """Return what the page comes to; an unchanged page, a list, a further page of an article go on as they are."""
        if not isinstance(item, Kept) or item.capture.kind != "article":
            return item
        if not item.state.changes:
            moments = self.doubted.get((item.page.source, item.page.url), ())
            if item.page.shows_one_of(moments) and item.page.without(moments):
                self.count("held_back")  # as it was when its run was withheld, and not as it is published
            return item
        if (item.page.source, item.page.url) in self.forgotten:
            return item
        page = item.page.without(self.withheld.get((item.page.source, item.page.url), ()))
        if page is None:
            return item  # all that there was is withheld, and this visit brought nothing of its own
        summary = await self.workers.understand(page, self.source, item.capture)
        return summary if item.state is State.EDITED else summary.without("retold")


class PublishPipeline(_Pipeline):
    """Outcomes wait until the run is judged as a whole; first those that an interrupted run left in the archive.

    What becomes of them is for :mod:`crawler.verdict` to say, when the run has ended.
    """

    async def open_spider(self) -> None:
        """Begin the run in the journal, and catch up with the archive: a page of it may be what ended the last run."""
        self.ledger = Ledger(ledger_file(self.settings))
        lock = None if WATCH in self.crawler.settings else self._lock()
        with closing(Journal(journal_file(self.settings))) as journal:
            number = journal.begin("harvest", self.source.name, datetime.now(UTC))
            sweep(self.settings, journal)
        self.run = Running(number, Waiting(waiting_file(self.settings, number)), lock)
        self.crawler.spider.run = self.run  # type: ignore[union-attr]
        with Archive(self.settings.archive_folder) as archive, closing(Workers(self.settings)) as workers:
            for page in unsettled(archive, self.ledger, self.source.name):
                await asyncio.sleep(0)
                self.count("caught_up")
                if page.changes[-1].status in GONE and page.contents:
                    self.count("article/gone")
                self._take(await workers.understand(page, self.source, apart=True))

    def _lock(self) -> Lock:
        """Return the source's lock, which ``jiyao harvest`` takes before it starts us; :class:`Busy` where another has it."""
        lock = Lock.take(lock_file(self.settings, self.source.name))
        if lock is None:
            raise busy(self.settings, self.source.name)
        return lock

    def close_spider(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def process_item(self, item: Summary | Kept | Issue | None) -> Summary | Kept | Issue | None:
        """Take what a page came to, note an issue; return the item for those who watch."""
        try:
            if isinstance(item, Issue):
                self._count_issue(item)
                self.ledger.note(item)
            elif isinstance(item, Kept) and item.capture.broken_off:
                self._note_part(item.capture)
            elif isinstance(item, Kept):
                self.ledger.answered(item.capture.source, item.capture.url)
            elif isinstance(item, Summary):
                self._take(item)
        except JiyaoError as error:
            self.stop(error)
        return item

    def _note_part(self, article: Capture) -> None:
        """Note that of an article which is as it was, as far as it could be seen, a further page was not had."""
        said = f"{article.broken_off} What is known of its further pages stays as it was."
        issue = not_whole(article.source, article.url, article.captured_at, article.digest, said)
        self._count_issue(issue)
        self.ledger.note(issue)

    def _count_issue(self, issue: Issue) -> None:
        self.count(f"issue/{issue.reason}")
        self.run.troubled.add(issue.url)

    def _take(self, page: Summary) -> None:
        self.run.waiting.add(page.line)
        self.run.pages += 1
        if page.issue:
            self._count_issue(page.issue)
            if page.issue.reason == "challenge":
                self.count("kept_challenges")
        for name in page.facts:
            self.count(name)
        if page.text:
            if page.text in self.run.texts:
                self.count("alike")
            self.run.texts.add(page.text)
            self.run.titles[page.title] += 1
        if page.passages:
            self.run.passages.add(page.url, page.passages)
        if page.published and (self.run.newest is None or page.published > self.run.newest):
            self.run.newest = page.published
