"""The spider: walks a source's lists, fetches its articles, hands over what was received. It understands nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import header_pairs, moved, refused, unreachable
from crawler.known import MOST_UNLISTED, Known
from crawler.listing import Link, ListingError, judge, read_listing
from crawler.paging import Ask, first_ask, next_ask
from crawler.unfinished import Unfinished
from crawler.walk import Walk
from jiyao.errors import ArchiveError
from jiyao.model import Capture, Fetch, Issue, Listed
from jiyao.plurals import many
from jiyao.source import Source
from pipelines.addresses import canonical, host_of, in_scheme, variants
from pipelines.decode import text_of
from pipelines.extract import page_refusal
from pipelines.extract.further import MORE_THAN_WE_TAKE
from pipelines.items import PREFIX, settings_of
from pipelines.ledger import UNLISTED

KIND = "jiyao_kind"
URL = "jiyao_url"
_LISTED = "jiyao_listed"
_LEFT = "jiyao_left_its_list"
_WALK = "jiyao_walk"
_ARTICLE = "jiyao_article"
_NOT_MODIFIED = 304
_MOST_REPEATED = 1
#: A row of a list that is an article has a title of so many characters; a script may make its address.
_OF_ARTICLE, _BY_SCRIPT = 8, ("#", "javascript:")
_LINK_ON = "`paging.link` has to take what leads on only, and nothing on the last page."
_KEPT_STATUSES = frozenset({200, 404, 410, _NOT_MODIFIED})

Found = Request | Capture | Issue


class SiteSpider(Spider):
    """Harvests one source. A subclass for each is made by :mod:`crawler.loader`."""

    name = "site"
    source: Source

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Return the spider as Scrapy builds it."""
        spider: SiteSpider = super().from_crawler(crawler, *args, **kwargs)
        spider._seen = set()
        spider._fresh = set()
        spider._silent = 0
        spider._walks = []
        spider.known = Known(settings_of(crawler), cls.source, spider._now())
        crawler.signals.connect(spider.look_again, signals.spider_idle)
        crawler.signals.connect(spider.known.close, signals.engine_stopped)
        return spider

    known: Known
    _seen: set[str]
    _fresh: set[str]
    _silent: int
    _walks: list[Walk]
    _looked_again = False

    async def start(self) -> AsyncIterator[Any]:
        """Yield a request for the first page of every list."""
        today = self._now().astimezone(ZoneInfo(self.source.timezone)).date()
        for address in self.source.starts(today):
            walk = Walk(address, may_be_empty=address not in self.source.start)
            walk.known_to_its_end = walk.ended_before = self.known.begin_walk(address)
            walk.newest = self.known.newest(address)
            self._walks.append(walk)
            yield self._list_request(first_ask(self.source.listing, address), walk)

    # --- lists

    def parse_list(self, response: Response) -> Iterator[Found]:
        """Yield the captured list page, its articles, and the next page."""
        walk: Walk = response.meta[_WALK]
        url: str = response.meta[URL]
        self._silent = 0
        if response.status == 404 and (walk.number > 1 or walk.may_be_empty):
            walk.ended = walk.whole = walk.number > 1
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
        seen, fresh = len(walk.seen), len(walk.fresh)
        yield from self._articles(walk, said.links, response.url)
        if not said.links:
            if walk.number > 1:
                walk.ended = walk.whole = True
            elif not walk.may_be_empty:
                yield self._empty_list(url, capture)
            return
        start = walk.frame or walk.start
        try:
            following = next_ask(self.source.listing, start, response.url, walk.number, said, walk.first)
        except ListingError as error:  # the list breaks off here: what stands behind it is as it was
            yield self._issue(url, "unreadable_list", f"{error}. {_LINK_ON}")
            return
        # A list that grew by a page while it was read repeats one; a site that knows no further page repeats all.
        walk.repeated = 0 if len(walk.seen) > seen else walk.repeated + 1
        found_new = len(walk.fresh) > fresh
        if not found_new and walk.missed_the_newest:
            walk.known_to_its_end = False  # the list does not begin with what is new any more
        goes_on = walk.repeated <= _MOST_REPEATED if walk.repeated else found_new or not walk.known_to_its_end
        if following and goes_on:
            walk.number += 1
            yield self._list_request(following, walk)
        else:
            walk.ended, walk.whole = True, following is None

    def _frame(self, address: str, base: str, walk: Walk) -> Iterator[Found]:
        """Yield the request for the iframe that holds the list; it is followed once, on the site's own hosts."""
        url = canonical(address, base)
        if walk.frame or url is None or host_of(url) not in self.source.hosts:
            yield self._issue(base, "unreadable_list", f"The list stands in an iframe that is not followed: {address}")
            return
        walk.frame = url
        yield self._list_request(first_ask(self.source.listing, url), walk)

    def _articles(self, walk: Walk, links: tuple[Link, ...], base: str) -> Iterator[Found]:
        nowhere: list[Link] = []
        for link in links:
            judged = judge(link, base, self.source)
            url = judged.url
            if link.href.lower().startswith(_BY_SCRIPT) and len(link.listed.title or "") >= _OF_ARTICLE:
                nowhere.append(link)
            if url is None:
                self._count("link/not_http")
                continue
            walk.seen.add(url)
            if not self._seen.intersection(variants(url)):
                self._seen.add(url)
                if judged.verdict == "off_site" and not self.source.articles.accept(url):
                    self._count("link/off_site")  # a menu's, a neighbour's: no article that is missed
                elif judged.verdict == "off_site":
                    yield self._issue(url, "off_site", f"The list at {base} links to another site; it is not followed.")
                elif judged.verdict == "article":
                    self._count("listed")
                    known = self.known.address(url)
                    url = known or url
                    walk.named[url] = None
                    if known is None:
                        self._fresh.add(url)
                        walk.fresh.append(url)
                    yield self._article_request(url, link.listed)
                else:
                    self._count("link/no_article")
            elif url not in walk.named and self.source.articles.accept(url):
                walk.named[url] = None  # another list of the source names it too
                if url in self._fresh:
                    walk.fresh.append(url)

        if nowhere:
            first = nowhere[0]
            rows = f"{many(len(nowhere), 'row')} of {len(links)} lead to no address"
            said = f"{rows}, such as “{first.listed.title}” ({first.href}); listing.link may name another attribute."
            yield self._issue(base, "no_address", said)

    # --- pages that no list of this run has named

    def look_again(self) -> None:
        """Ask, when all else is done, for pages that left their list, that are due, that did not answer before."""
        if self._looked_again or self.crawler.engine is None:
            return
        self._looked_again = True
        named = {url for walk in self._walks for url in walk.named}
        left: set[str] = set()
        for walk in self._walks:
            if walk.ended:
                gone, behind = self.known.end_walk(walk.start, list(walk.named), walk.fresh, walk.whole)
                left.update(gone)
                self._count("lost_lists", walk.is_lost)
                self._count("remembered", behind)
        left = {*sorted(left - named)[:MOST_UNLISTED]}
        again = {*self.known.due(), *self.known.failed()} - named - left
        for url in [*sorted(left), *sorted(again)]:
            request = self._article_request(url, Listed())
            request.meta[_LEFT] = url in left
            self.crawler.engine.crawl(request)
        if left or again:
            raise DontCloseSpider

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
            if self.known.page(url):
                self._count("article/moved")
                yield moved(self.source.name, url, self._now(), landed)
            url = landed
        if response.status not in _KEPT_STATUSES:
            yield refused(self.source.name, url, self._now(), response)
            return
        capture = self._capture(response, url, "article", response.meta[_LISTED])
        if response.status in (200, _NOT_MODIFIED):
            yield from self._go_on(Unfinished(capture, self.source), capture)
        else:
            yield capture
        if response.meta.get(_LEFT):
            self._count("article/unlisted")
            if response.status in (200, _NOT_MODIFIED):
                yield self._issue(url, UNLISTED, "The site's list does not name this page any more; it still stands.")

    def parse_further(self, response: Response) -> Iterator[Found]:
        """Yield a further page of an article, and the request for the one behind it; or the article, where it ends."""
        self._silent = 0
        article: Unfinished = response.meta[_ARTICLE]
        url: str = response.meta[URL]
        landed = canonical(response.url) or response.url
        if landed != url and response.meta.get("redirect_urls"):
            yield article.ended(moved(self.source.name, url, self._now(), landed).message)
            return
        capture = self._capture(response, url, "further", Listed())
        if response.status in _KEPT_STATUSES:
            yield capture
        if response.status in (200, _NOT_MODIFIED):
            yield from self._go_on(article, capture)
        else:
            yield article.ended(refused(self.source.name, url, self._now(), response).message)

    def _go_on(self, article: Unfinished, page: Capture) -> Iterator[Found]:
        """Yield the request for the page behind the one that came, or the article where it was the last."""
        try:
            following = article.take(self._archived(page) if page.status == _NOT_MODIFIED else page)
        except ArchiveError as error:
            yield article.ended(f"{error} {error.advice}".strip())
            return
        if following is None:
            yield article.ended()
        elif article.is_long:
            yield article.ended(MORE_THAN_WE_TAKE)
        else:
            # Before other articles: few wait in memory so.
            meta = {KIND: "further", URL: following, _ARTICLE: article}
            yield Request(following, self.parse_further, meta=meta, errback=self.failed, priority=20, dont_filter=True)

    def failed(self, failure: Failure) -> Iterator[Found]:
        """Yield why a page was not received; give up on a site that does not answer at all."""
        request: Request = failure.request  # type: ignore[attr-defined]
        reason, message = unreachable(failure.value)
        if request.meta[KIND] == "further":
            yield request.meta[_ARTICLE].ended(message)
        elif reason == "resting":
            if request.meta[KIND] == "article":
                self._count("article/resting")
        else:
            yield self._issue(request.meta[URL], reason, message)
        if reason == "unreachable":
            self._silent += 1
            if self._silent >= 3 and self.crawler.engine:
                self.crawler.engine.close_spider(self, reason="unreachable")

    # --- small parts

    def _list_request(self, ask: Ask, walk: Walk) -> Request:
        """Return the request; a further page comes after the articles of those before: few wait in memory so."""
        meta = {KIND: "listing", URL: in_scheme(ask.identity, self.source), _WALK: walk}
        return Request(
            in_scheme(ask.url, self.source), self.parse_list, method=ask.method, body=ask.body,
            headers=dict(ask.headers), meta=meta, errback=self.failed,
            priority=10 if walk.number == 1 else -1, dont_filter=True,
        )  # fmt: skip

    def _article_request(self, url: str, listed: Listed) -> Request:
        meta = {KIND: "article", URL: url, _LISTED: listed}
        return Request(url, self.parse_article, meta=meta, errback=self.failed, dont_filter=True)

    def _capture(self, response: Response, url: str, kind: Any, listed: Listed) -> Capture:
        return Capture(
            self.source.name, url, self._now(), response.status, header_pairs(response.headers), response.body, kind,
            listed, _fetch(response),
        )  # fmt: skip

    def _archived(self, revisited: Capture) -> Capture:
        page = self.known.page(revisited.url, revisited.kind)
        if page is None or not page.contents:
            raise ArchiveError(f"{revisited.url}: the site says that it did not change, but we have none")
        return self.known.read(page.contents[-1])

    def _archived_list(self, url: str) -> Capture:
        page = self.known.page(url, "listing")
        if page is None or not page.contents:
            raise ListingError("the site says that the list did not change, but we have none")
        return self.known.read(page.contents[-1])

    def _empty_list(self, url: str, capture: Capture) -> Issue:
        html = text_of(capture, self.source.listing.encoding)
        refused = page_refusal(html) if self.source.listing.kind == "html" else None
        reason, said = refused or ("empty_list", f"{self.source.listing.items!r} finds no item on this list page")
        return self._issue(url, reason, f"{said}.")

    def _issue(self, url: str, reason: str, message: str) -> Issue:
        return Issue(self.source.name, url, self._now(), "", "fetch", reason, message)

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(PREFIX + name, number)

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)


def _fetch(response: Response) -> Fetch:
    request = response.request
    assert request is not None
    address = str(response.ip_address) if response.ip_address else None
    seconds = request.meta.get("download_latency")
    return Fetch(request.method, request.url, header_pairs(request.headers), request.body, address, seconds)
