"""How we behave between spider and site: never off the site, ask only for changes, wait when told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.answers import OffSite, Resting, unreachable
from crawler.known import rests
from crawler.monitors import tell_retry
from crawler.spiders.site import KIND, URL
from jiyao.source import Source
from pipelines.addresses import host_of
from pipelines.archive import Page

MOST_PATIENCE = 300.0
_FIRST_PAUSE = 0.5
_TRIES_UNANSWERED = 5  # some 15 s; a site that answers, be it with 503, gets more
_LASTING = frozenset({"bad_certificate", "private_address"})  # no second try would find it otherwise
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


class RestHours:
    """Fetches nothing in the hours of rest that a source's file names; a run that comes into them ends."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RestHours:
        """Return the middleware as Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise :class:`Resting` in hours of rest."""
        source: Source = self.crawler.spider.source  # type: ignore[union-attr]
        now = datetime.now(ZoneInfo(source.timezone)).time()
        if source.politeness.resting(now):
            assert self.crawler.engine is not None
            self.crawler.engine.close_spider(self.crawler.spider, reason="rest")  # type: ignore[arg-type]
            raise Resting(f"its site rests now ({', '.join(source.politeness.rest)})")


class AskOnlyForChanges:
    """Asks for a known page only whether it changed, and lets those rest that are not due; a list never rests.

    A page that the archive cannot read any more is asked for whole, and where a rebuild has told of it by every run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AskOnlyForChanges:
        """Return the middleware as Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Add what the site gave us to recognise the page by; raise :class:`Resting` for one that is not due."""
        kind, url = request.meta.get(KIND), request.meta.get(URL)
        if kind is None or url is None or request.meta.get("redirect_times"):
            return
        spider: Any = self.crawler.spider
        if kind in ("article", "further") and spider.known.is_forgotten(url):
            raise Resting(f"taken out on request: {url}")
        if request.method != "GET":
            return  # to a condition on what is posted a server answers 412
        page = spider.known.page(url, kind)
        if page is None:
            return
        if url in spider.known.damaged and spider.known.has_lost(page):
            return
        whole = url not in spider.known.incomplete
        if kind == "article" and rests(page, datetime.now(UTC), spider.source.revisit_days, whole=whole):
            raise Resting(f"not due to be visited again: {url}")
        conditions = validators(page)
        if conditions and not spider.known.has_lost(page):
            for name, value in conditions.items():
                request.headers.setdefault(name, value)


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
            await self._wait(again, pause(request.meta.get("retry_times", 0), _retry_after(response)),
                             f"answers {response.status}")  # fmt: skip
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Any:  # type: ignore[override]
        """Return the request once more after waiting, or nothing where it makes no sense."""
        if unreachable(exception)[0] in _LASTING:
            return None
        request.meta.setdefault("max_retry_times", _TRIES_UNANSWERED)
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            said = f"does not answer ({type(exception).__name__})"
            await self._wait(again, pause(request.meta.get("retry_times", 0), None), said)
        return again

    async def _wait(self, again: Request, seconds: float, said: str) -> None:
        """Wait, and let whoever watches know why nothing comes meanwhile."""
        most = again.meta.get("max_retry_times", self.max_retry_times)
        tell_retry(self.crawler, f"{host_of(again.url)} {said}; asked again in {seconds:g} s, try "
                                 f"{again.meta['retry_times']} of {most}")  # fmt: skip
        await asyncio.sleep(seconds)


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
