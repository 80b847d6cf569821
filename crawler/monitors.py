"""What a run did, beside what its source expects; told while it runs and at its end."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter

from jiyao.model import Issue
from jiyao.source import Expectations, Source
from pipelines.items import counts_of
from pipelines.replay import Outcome


class QuietItems(LogFormatter):
    """Logs an item by its address: our items hold whole pages."""

    def scraped(self, item: Any, response: Response | Any, spider: Spider) -> Any:
        """Return the log line of an item."""
        issue = item.issue if isinstance(item, Outcome) else item if isinstance(item, Issue) else None
        page = getattr(item, "page", None)
        url = page.url if page else getattr(item, "url", "")
        if issue:
            message = {"url": issue.url, "reason": issue.reason, "said": issue.message}
            return {"level": logging.INFO, "msg": "%(reason)s: %(url)s: %(said)s", "args": message}
        return {"level": logging.DEBUG, "msg": "kept: %(url)s", "args": {"url": url}}


class Monitor:
    """Tells ``watch`` (a setting, a function of source name and counts) how the run goes, and logs what was missed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.watch: Callable[[str, dict[str, int]], None] | None = crawler.settings.get("JIYAO_WATCH")
        self.started_at = datetime.now(UTC)
        self.finished: dict[str, Any] = {}
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Monitor:
        """Return the extension as Scrapy builds it."""
        return cls(crawler)

    def item_scraped(self, spider: Spider) -> None:
        """Tell how far the run is."""
        if self.watch:
            self.watch(spider.name, dict(counts_of(self.crawler)))

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Compare the run with what its source expects."""
        source: Source = spider.source  # type: ignore[attr-defined]
        counts = counts_of(self.crawler)
        missed = missed_expectations(counts, source.expect)
        for said in missed:
            spider.logger.warning("expectation missed: %s", said)
        self.finished = {
            "source": source.name,
            "started_at": self.started_at.isoformat(),
            "seconds": round((datetime.now(UTC) - self.started_at).total_seconds(), 3),
            "ended": reason,
            "counts": dict(counts),
            "missed": missed,
        }


def missed_expectations(counts: Counter[str], expect: Expectations) -> list[str]:
    """Return a sentence for every expectation that the run did not meet."""
    missed: list[str] = []
    listed = counts["listed"]
    understood = counts["reports"]
    issues = sum(number for name, number in counts.items() if name.startswith("issue/"))
    if expect.articles is not None and listed < expect.articles:
        missed.append(f"{listed} articles are listed, at least {expect.articles} are expected")
    if expect.dated is not None and understood and counts["dated"] < expect.dated * understood:
        missed.append(f"{counts['dated']} of {understood} pages have a date, a share of {expect.dated} is expected")
    if expect.issues is not None and listed and issues > expect.issues * listed:
        missed.append(f"{issues} of {listed} pages are not understood, at most a share of {expect.issues} is expected")
    return missed
