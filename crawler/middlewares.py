"""How we behave between spider and site: never off the site, ask only for changes, wait when told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.addresses import host_of
from crawler.answers import OffSite, Resting
from crawler.spiders.site import KIND, URL
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.items import settings_of

MOST_PATIENCE = 300.0
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class StayOnSite:
    """Refuses every request that does not go to the source's own hosts over http, redirects and robots.txt included.

    So a page cannot lead us into the private network we run in, nor to a ``file:``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StayOnSite:
        """Return the middleware as Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise :class:`OffSite` for an address elsewhere."""
        source: Source = self.crawler.spider.source  # type: ignore[union-attr]
        if not request.url.startswith(("http://", "https://")) or host_of(request.url) not in source.hosts:
            raise OffSite(f"not on {', '.join(sorted(source.hosts))}: {request.url}")


class AskOnlyForChanges:
    """Asks for a known page only whether it changed, and lets old ones rest.

    A page that was first seen over ``revisit_days`` ago is not visited any more;
    a list always is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AskOnlyForChanges:
        """Return the middleware as Scrapy builds it."""
        return cls(crawler)

    def spider_opened(self) -> None:
        """Open the archive for reading."""
        self.archive = Archive(settings_of(self.crawler).archive_folder)

    def spider_closed(self) -> None:
        """Close the archive."""
        self.archive.close()

    def process_request(self, request: Request) -> None:
        """Add what the site gave us to recognise the page by; raise :class:`Resting` for an old one."""
        kind, url = request.meta.get(KIND), request.meta.get(URL)
        if kind is None or url is None or request.meta.get("redirect_times") or request.method != "GET":
            return  # to a condition on what is posted a server answers 412
        source: Source = self.crawler.spider.source  # type: ignore[union-attr]
        page = self.archive.page(source.name, url, kind)
        if page is None:
            return
        if kind == "article" and rests(page, datetime.now(UTC), source.revisit_days):
            raise Resting(f"first seen over {source.revisit_days} days ago: {url}")
        for name, value in validators(page).items():
            request.headers.setdefault(name, value)


def rests(page: Page, now: datetime, revisit_days: int) -> bool:
    """Return whether the page has been looked at long enough."""
    return bool(page.contents) and now - page.contents[0].captured_at > timedelta(days=revisit_days)


def validators(page: Page) -> dict[str, str]:
    """Return the headers by which the site can tell that the page is still the one we have.

    None for a page that was gone: we want to see all of what stands there now.
    """
    latest = page.entries[-1]
    if not page.contents or page.changes[-1] != page.contents[-1]:
        return {}
    named = {"If-None-Match": latest.etag, "If-Modified-Since": latest.last_modified}
    return {name: value for name, value in named.items() if value}


class PatientRetry(RetryMiddleware):
    """Tries again after the time the site asks for (``Retry-After``), else after a pause that doubles."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the answer, or the request once more after waiting."""
        again = super().process_response(request, response)
        if isinstance(again, Request):
            await asyncio.sleep(pause(request.meta.get("retry_times", 0), _retry_after(response)))
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Any:  # type: ignore[override]
        """Return the request once more after waiting, or nothing where it makes no sense."""
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            await asyncio.sleep(pause(request.meta.get("retry_times", 0), None))
        return again


def pause(tries: int, asked: float | None) -> float:
    """Return how many seconds to wait after so many earlier tries when the site asked for ``asked``."""
    if asked is not None:
        return min(max(asked, 0.0), MOST_PATIENCE)
    return min(_FIRST_PAUSE * float(2**tries), _LONGEST_PAUSE)


def _retry_after(response: Response) -> float | None:
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdecimal():
        return float(said)
    try:
        return (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds() if said else None
    except (ValueError, TypeError):
        return None
