"""Three thin Scrapy item pipelines: keep, understand, publish.

    Capture ──Keep──► Kept ──Understand──► Outcome ──Publish──► index and ledger

A page that did not change stops after Keep. An :class:`Issue` that the spider
itself found (refused, unreachable) goes straight to the ledger.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from scrapy.crawler import Crawler

from jiyao.errors import ArchiveError, JiyaoError, StorageFull
from jiyao.model import Capture, Issue, Report
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.archive import Archive, Entry, Kept
from pipelines.flow import process
from pipelines.ledger import Ledger, ledger_file
from pipelines.publish import Publisher, borrow_index, return_index
from pipelines.replay import Outcome, understand

SETTINGS = "JIYAO"
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
    """Every capture goes into the archive before anything looks at it."""

    def open_spider(self) -> None:
        """Open the archive; what had to be mended is logged."""
        self.archive = Archive(self.settings.archive_folder, writable=True)
        for said in self.archive.mended:
            self.crawler.spider.logger.warning("archive mended: %s", said)  # type: ignore[union-attr]

    def close_spider(self) -> None:
        """Flush and close the archive."""
        self.archive.close()

    def process_item(self, item: Capture | Issue) -> Kept | Issue | None:
        """Return the capture with what it means for its page; None when it could not be kept."""
        if isinstance(item, Issue):
            return item
        try:
            kept = self.archive.keep(item)
        except (StorageFull, ArchiveError) as error:
            self.stop(error)
            return None
        self.count(f"{item.kind}/{kept.state}")
        return kept


class UnderstandPipeline(_Pipeline):
    """A page that changed is understood: :func:`pipelines.flow.process`, the one road."""

    def open_spider(self) -> None:
        """Open the archive for reading: an earlier content is asked for when the latest is broken."""
        self.archive = Archive(self.settings.archive_folder)

    def close_spider(self) -> None:
        """Close the archive."""
        self.archive.close()

    def process_item(self, item: Kept | Issue | None) -> Outcome | Kept | Issue | None:
        """Return what the page comes to; an unchanged page and a list go on as they are."""
        if not isinstance(item, Kept) or not item.state.changes or item.capture.kind == "listing":
            return item
        newest = item.page.entries[-1]

        def read(entry: Entry) -> Capture:
            return item.capture if entry == newest else self.archive.read(entry)

        return understand(item.page, self.source, read, process)


class PublishPipeline(_Pipeline):
    """Outcomes into the index and the ledger; first those that an interrupted run left in the archive."""

    def open_spider(self) -> None:
        """Open index and ledger, and catch up with the archive."""
        self.ledger = Ledger(ledger_file(self.settings))
        self.publisher = Publisher(borrow_index(self.settings), self.ledger)
        try:
            self._catch_up()
        except JiyaoError as error:
            self.publisher.error = error  # what comes is still archived, and published by the next run

    def close_spider(self) -> None:
        """Write what waits, and close."""
        try:
            self.publisher.flush()
            if self.publisher.error:
                self.stop(self.publisher.error)
        finally:
            self.ledger.close()
            return_index(self.settings)

    def process_item(self, item: Outcome | Kept | Issue | None) -> Outcome | Kept | Issue | None:
        """Publish an outcome, note an issue; return the item for those who watch."""
        try:
            if isinstance(item, Issue):
                self.count(f"issue/{item.reason}")
                self.ledger.note(item)
            elif isinstance(item, Kept):
                self.ledger.answered(item.capture.source, item.capture.url)
            elif isinstance(item, Outcome):
                self._publish(item)
        except JiyaoError as error:
            self.stop(error)
        return item

    def _publish(self, outcome: Outcome) -> None:
        if outcome.issue:
            self.count(f"issue/{outcome.issue.reason}")
        if isinstance(outcome.report, Report):
            self.count("reports")
            if outcome.report.is_meeting:
                self.count("meetings")
            if outcome.report.published:
                self.count("dated")
        self.publisher.publish(outcome)

    def _catch_up(self) -> None:
        source = self.source
        settled = self.ledger.settled(source.name)
        with Archive(self.settings.archive_folder) as archive:
            for page in archive.pages(source.name):
                if settled.get(page.url) != page.changes[-1].captured_at:
                    self.count("caught_up")
                    self._publish(understand(page, source, archive.read, process))
        self.publisher.flush()
