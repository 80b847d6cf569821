"""How a run goes, told while it runs; and when it has ended, what it missed of what its source expects."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from spidermon import Monitor, MonitorSuite  # type: ignore[import-untyped]
from spidermon.core.actions import Action  # type: ignore[import-untyped]

from crawler.expectations import FEWEST_ALIKE, NAMES, Tally, missed
from crawler.neighbours import known_reports
from jiyao.model import Issue
from jiyao.source import Source
from pipelines.extract.blocks import squeeze
from pipelines.items import WATCH, counts_of, settings_of
from pipelines.journal import Journal, journal_file, newest_day
from pipelines.summary import Summary

_CUT_SHORT = ("shutdown", "rest", "closespider_timeout", "memusage_exceeded", "storage")
_MOST_RUNS = 10_000
#: So begins the name of a test, before that of the expectation.
_TEST = "test_"


#: Gets the source's name, what the run has counted, and what there is to say beside it, which may be nothing.
WatchRun: TypeAlias = Callable[[str, dict[str, int], str], None]


class QuietItems(LogFormatter):
    """Logs an item by its address: our items hold whole pages."""

    def scraped(self, item: Any, response: Response | Any, spider: Spider) -> Any:
        """Return the log line of an item."""
        issue = item.issue if isinstance(item, Summary) else item if isinstance(item, Issue) else None
        page = getattr(item, "page", None)
        url = page.url if page else getattr(item, "url", "")
        if issue:
            message = {"url": issue.url, "reason": issue.reason, "said": issue.message}
            return {"level": logging.INFO, "msg": "%(reason)s: %(url)s: %(said)s", "args": message}
        return {"level": logging.DEBUG, "msg": "kept: %(url)s", "args": {"url": url}}


class Watching:
    """Tells ``watch`` (a setting, a :data:`WatchRun`) how the run goes, and that it is alive."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.watch = watch_of(crawler)
        crawler.signals.connect(self.tell, signals.spider_opened)
        crawler.signals.connect(self.tell, signals.item_scraped)
        crawler.signals.connect(self.tell, signals.response_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Watching:
        """Return the extension as Scrapy builds it."""
        return cls(crawler)

    def tell(self, spider: Spider) -> None:
        """Tell how far the run is."""
        if self.watch:
            self.watch(spider.name, dict(counts_of(self.crawler)), "")


def watch_of(crawler: Crawler) -> WatchRun | None:
    """Return what is told how the run goes, None where nobody watches."""
    watch: WatchRun | None = crawler.settings.get(WATCH)
    return watch


def tell_retry(crawler: Crawler, note: str) -> None:
    """Tell that the site is asked once more for the same, and why."""
    if watch := watch_of(crawler):
        watch(crawler.spidercls.name, dict(counts_of(crawler)), note)


class HealthyRun(Monitor):  # type: ignore[misc]
    """One test for each thing that a source can expect of a run (Spidermon's tests are unittest's)."""


def _test(name: str) -> Callable[[HealthyRun], None]:
    def test(self: HealthyRun) -> None:
        spider = self.data.spider
        spider.tally = getattr(spider, "tally", None) or _tally(spider, self.data.crawler)  # once for all tests
        said = missed(name, spider.tally, spider.source.expect)
        if said:
            self.fail(said)

    return test


for _name in NAMES:
    setattr(HealthyRun, f"{_TEST}{_name}", _test(_name))


class Judge(Action):  # type: ignore[misc]
    """Gives the spider a sentence for each test that failed, or that broke and so vouches for nothing, by its name."""

    def run_action(self) -> None:
        """Note the sentences; none at all for a healthy run."""
        self.data.spider.missed = {
            item.monitor.method_name.removeprefix(_TEST): item.reason or str(item.error).strip().splitlines()[-1]
            for item in self.result.monitors_failed_results
        }


class ExpectedRun(MonitorSuite):  # type: ignore[misc]
    """What Spidermon runs when a spider has closed."""

    monitors = (HealthyRun,)
    monitors_finished_actions = (Judge,)


def _in_common(spider: Any, crawler: Crawler) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return the title and the passage that most pages of the run have and no known one, and how many do."""
    run, none = spider.run, ("", 0)
    title = max(run.titles.items(), key=lambda one: one[1], default=none)
    passage = run.passages.most()
    if max(title[1], passage[1]) < FEWEST_ALIKE or not run.passages.pages:
        return none, none
    known = known_reports(settings_of(crawler), spider.source, run.passages.pages)
    if not known or any(report.title == title[0] for report in known):
        title = none
    if not known or any(passage[0] in squeeze(report.text) for report in known):
        passage = none
    return title, passage


def _tally(spider: Any, crawler: Crawler) -> Tally:
    """Return what is counted of the run, and of those before it."""
    source: Source = spider.source
    now = datetime.now(UTC)
    counts = counts_of(crawler)
    lately = counts["article/new"]
    if source.expect.fresh:
        since = now - timedelta(days=source.expect.fresh.days)
        with closing(Journal(journal_file(settings_of(crawler)))) as journal:
            runs = journal.runs(_MOST_RUNS, source=source.name, kind="harvest", since=since)
        lately += sum(run.record.get("states", {}).get("new", 0) for run in runs)
    assert crawler.stats is not None
    title, passage = _in_common(spider, crawler)
    return Tally(
        today=now.astimezone(ZoneInfo(source.timezone)).date(),
        counts=counts,
        complete=crawler.stats.get_value("finish_reason") not in _CUT_SHORT,
        lately=lately,
        troubled=len(spider.run.troubled),
        passage=passage,
        title=title,
        newest=newest_day(settings_of(crawler), source.name, spider.run.newest),
    )
