"""The spider: walks a source's lists, fetches its articles, hands over what was received. It understands nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import canonical, host_of
from crawler.answers import moved, refused, unreachable
from crawler.listing import Link, ListingError, ListPage, in_scheme, judge, read_listing
from crawler.paging import Ask, first_ask, next_ask
from jiyao.errors import ArchiveError
from jiyao.model import Capture, Issue, Listed
from jiyao.source import Source
from pipelines.archive import Archive
from pipelines.items import PREFIX, settings_of

KIND = "jiyao_kind"
URL = "jiyao_url"
_LISTED = "jiyao_listed"
_WALK = "jiyao_walk"
_NOT_MODIFIED = 304
_KEPT_STATUSES = frozenset({200, 404, 410, _NOT_MODIFIED})

Found = Request | Capture | Issue


class Walk:
    """One walk through the pages of one list; ``number`` counts pages from 1.

    ``may_be_empty`` where the list is one of many that a year or a day in the
    start page's address stands for. ``framed`` once its iframe was followed.
    """

    def __init__(self, start: str, *, may_be_empty: bool = False) -> None:
        self.start = start
        self.number = 1
        self.first: ListPage | None = None
        self.may_be_empty = may_be_empty
        self.framed = False


class SiteSpider(Spider):
    """Harvests one source. A subclass for each is made by :mod:`crawler.loader`."""

    name = "site"
    source: Source

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Return the spider as Scrapy builds it."""
        spider: SiteSpider = super().from_crawler(crawler, *args, **kwargs)
        spider._seen = set()
        spider._silent = 0
        return spider

    _seen: set[str]
    _silent: int

    async def start(self) -> AsyncIterator[Any]:
        """Yield a request for the first page of every list."""
        today = self._now().astimezone(ZoneInfo(self.source.timezone)).date()
        for address in self.source.starts(today):
            walk = Walk(address, may_be_empty=address not in self.source.start)
            yield self._list_request(first_ask(self.source.listing, address), walk)

    # --- lists

    def parse_list(self, response: Response) -> Iterator[Found]:
        """Yield the captured list page, its articles, and the next page."""
        walk: Walk = response.meta[_WALK]
        url: str = response.meta[URL]
        self._silent = 0
        if response.status == 404 and (walk.number > 1 or walk.may_be_empty):
            return  # a formula leads one page beyond the end, or nothing was published on that day
        if response.status not in (200, _NOT_MODIFIED):
            yield refused(self.source.name, url, self._now(), response)
            return
        capture = self._capture(response, url, "listing", Listed())
        yield capture
        try:
            capture = self._archived_list(url) if response.status == _NOT_MODIFIED else capture
            said = read_listing(capture, self.source.listing)
        except ListingError as error:
            yield self._issue(url, "unreadable_list", f"{error}; the source's listing rules do not fit this page.")
            return
        except ArchiveError as error:
            yield self._issue(url, "archived_list_unreadable", f"{error} {error.advice}".strip())
            return
        if said.frame:
            yield from self._frame(said.frame, response.url, walk)
            return
        walk.first = walk.first or said
        before = len(self._seen)
        yield from self._articles(said.links, response.url)
        if not said.links:
            if walk.number == 1 and not walk.may_be_empty:
                yield self._issue(url, "empty_list", f"{self.source.listing.items!r} finds no item on this list page.")
            return
        following = next_ask(self.source.listing, walk.start, response.url, walk.number, said, walk.first)
        if following and len(self._seen) > before:
            walk.number += 1
            yield self._list_request(following, walk)

    def _frame(self, address: str, base: str, walk: Walk) -> Iterator[Found]:
        """Yield the request for the iframe that holds the list; it is followed once, on the site's own hosts."""
        url = canonical(address, base)
        if walk.framed or url is None or host_of(url) not in self.source.hosts:
            yield self._issue(base, "unreadable_list", f"The list stands in an iframe that is not followed: {address}")
            return
        walk.framed, walk.start = True, url
        yield self._list_request(first_ask(self.source.listing, url), walk)

    def _articles(self, links: tuple[Link, ...], base: str) -> Iterator[Found]:
        for link in links:
            judged = judge(link, base, self.source)
            if judged.url is None:
                self._count("link/not_http")
            elif judged.url not in self._seen:
                self._seen.add(judged.url)
                if judged.verdict == "off_site":
                    message = f"The list at {base} links to another site; it is not followed."
                    yield self._issue(judged.url, "off_site", message)
                elif judged.verdict == "article":
                    self._count("listed")
                    yield self._article_request(judged.url, link.listed)
                else:
                    self._count("link/no_article")

    # --- articles

    def parse_article(self, response: Response) -> Iterator[Found]:
        """Yield what was received: a capture to keep, or an issue where it was no page."""
        self._silent = 0
        url: str = response.meta[URL]
        landed = canonical(response.url) or response.url
        if landed != url and response.meta.get("redirect_urls"):
            if not self.source.articles.accept(landed):
                yield moved(self.source.name, url, self._now(), landed)
                return
            url = landed
        if response.status not in _KEPT_STATUSES:
            yield refused(self.source.name, url, self._now(), response)
            return
        yield self._capture(response, url, "article", response.meta[_LISTED])

    def failed(self, failure: Failure) -> Iterator[Found]:
        """Yield why a page was not received; give up on a site that does not answer at all."""
        request: Request = failure.request  # type: ignore[attr-defined]
        reason, message = unreachable(failure.value)
        if reason == "resting":
            self._count("article/resting")
            return
        yield self._issue(request.meta[URL], reason, message)
        if reason == "unreachable":
            self._silent += 1
            if self._silent >= 3 and self.crawler.engine:
                self.crawler.engine.close_spider(self, reason="unreachable")

    # --- small parts

    def _list_request(self, ask: Ask, walk: Walk) -> Request:
        meta = {KIND: "listing", URL: in_scheme(ask.identity, self.source), _WALK: walk}
        return Request(
            in_scheme(ask.url, self.source), self.parse_list, method=ask.method, body=ask.body,
            headers=dict(ask.headers), meta=meta, errback=self.failed, priority=10, dont_filter=True,
        )  # fmt: skip

    def _article_request(self, url: str, listed: Listed) -> Request:
        meta = {KIND: "article", URL: url, _LISTED: listed}
        return Request(url, self.parse_article, meta=meta, errback=self.failed, dont_filter=True)

    def _capture(self, response: Response, url: str, kind: Any, listed: Listed) -> Capture:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        return Capture(self.source.name, url, self._now(), response.status, headers, response.body, kind, listed)

    def _archived_list(self, url: str) -> Capture:
        with Archive(settings_of(self.crawler).archive_folder) as archive:
            page = archive.page(self.source.name, url, "listing")
            if page is None or not page.contents:
                raise ListingError("the site says that the list did not change, but we have none")
            return archive.read(page.contents[-1])

    def _issue(self, url: str, reason: str, message: str) -> Issue:
        return Issue(self.source.name, url, self._now(), "", "fetch", reason, message)

    def _count(self, name: str) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(PREFIX + name)

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)
