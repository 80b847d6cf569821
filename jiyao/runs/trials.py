"""What a harvest would take from a site, page by page and field by field, storing nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from crawler.listing import Judged, Link, ListingError, ListPage, judge, read_listing
from crawler.paging import Ask, first_ask, next_ask
from crawler.unfinished import Unfinished
from jiyao.model import Article, Capture, Issue, Listed, Published, Report
from jiyao.runs.looks import Look
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.addresses import canonical, in_scheme
from pipelines.dates.published import published_at
from pipelines.extract import explain
from pipelines.extract.further import MORE_THAN_WE_TAKE
from pipelines.flow import process

MOST_LISTS = 3
Fetch: TypeAlias = Callable[[Ask, Listed], Capture | Issue]


@dataclass(frozen=True, slots=True)
class TriedList:
    """A list page: its links with what would become of each, and how the next page would be asked for."""

    url: str
    links: tuple[tuple[Link, Judged], ...]
    following: Ask | None
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class TriedPage:
    """An article's page: what it says, what found each field, and the report or the reason for a refusal.

    ``further`` are the addresses of its further pages that came.
    """

    url: str
    outcome: Article | Issue
    found: Mapping[str, str]
    published: Published | None = None
    report: Report | None = None
    further: tuple[str, ...] = ()


Tried: TypeAlias = TriedList | TriedPage


def try_source(
    settings: Settings,
    source: Source,
    url: str | None = None,
    pages: int = 1,
    articles: int = 3,
    lists: int = MOST_LISTS,
) -> Iterator[Tried]:
    """Yield what ``pages`` pages of the first ``lists`` and ``articles`` articles come to, or the one at ``url``."""
    with Look(settings, source) as look:

        def fetch(ask: Ask, listed: Listed) -> Capture | Issue:
            return look.ask(ask, listed)

        if url is not None:
            yield _page(fetch, source, url, Listed())
            return
        chosen: dict[str, Listed] = {}
        for start in lists_of(source)[:lists]:
            for tried in _lists(fetch, source, start, pages):
                yield tried
                for link, judged in tried.links:
                    if judged.url and judged.verdict == "article" and len(chosen) < articles:
                        chosen.setdefault(judged.url, link.listed)
        for address, listed in chosen.items():
            yield _page(fetch, source, address, listed)


def lists_of(source: Source) -> tuple[str, ...]:
    """Return the first pages of the lists that a source names today: of each day or year where it names such."""
    return tuple(source.starts(datetime.now(UTC).astimezone(ZoneInfo(source.timezone)).date()))


def _lists(fetch: Fetch, source: Source, start: str, pages: int) -> Iterator[TriedList]:
    first: ListPage | None = None
    ask: Ask | None = first_ask(source.listing, start)
    number, framed = 1, False
    while ask is not None and number <= pages:
        got = fetch(Ask(in_scheme(ask.url, source), ask.body, ask.headers), Listed())
        said = _read(got, source)
        if isinstance(said, Issue) or isinstance(got, Issue):
            yield TriedList(ask.url, (), None, said if isinstance(said, Issue) else None)
            return
        frame = canonical(said.frame, got.url) if said.frame and not framed else None
        if frame:
            framed, start = True, frame
            ask = first_ask(source.listing, frame)
            continue
        first = first or said
        links = tuple((link, judge(link, got.url, source)) for link in said.links)
        try:
            following = next_ask(source.listing, start, got.url, number, said, first)
        except ListingError as error:
            yield TriedList(got.url, links, None, _unreadable(got, source, str(error)))
            return
        yield TriedList(got.url, links, following)
        ask, number = following, number + 1


def _read(got: Capture | Issue, source: Source) -> ListPage | Issue:
    if isinstance(got, Issue):
        return got
    if got.status != 200:
        message = f"the site answered {got.status}"
        return Issue(source.name, got.url, got.captured_at, "", "fetch", "missing", message)
    try:
        return read_listing(got, source.listing)
    except ListingError as error:
        return _unreadable(got, source, str(error))


def _unreadable(got: Capture, source: Source, said: str) -> Issue:
    return Issue(source.name, got.url, got.captured_at, got.digest, "extract", "unreadable_list", said)


def _page(fetch: Fetch, source: Source, url: str, listed: Listed) -> TriedPage:
    got = fetch(Ask(canonical(url) or url), listed)
    if isinstance(got, Issue):
        return TriedPage(url, got, {})
    if got.status == 200:
        got = _with_further_pages(fetch, source, got)
    further = tuple(page.url for page in got.further)
    said = explain(got, source)
    if isinstance(said.outcome, Issue):
        return TriedPage(got.url, said.outcome, said.found, further=further)
    published = published_at(said.outcome.clues, source.timezone, got.captured_at)
    result = process(got, source)
    report = result if isinstance(result, Report) else None
    return TriedPage(got.url, said.outcome, said.found, published, report, further)


def _with_further_pages(fetch: Fetch, source: Source, first: Capture) -> Capture:
    article = Unfinished(first, source)
    following = article.take(first)
    while following and not article.is_long:
        page = fetch(Ask(following), Listed())
        if isinstance(page, Issue):
            return article.ended(page.message)
        if page.status != 200:
            return article.ended(f"The site answers {page.status}.")
        following = article.take(page)
    return article.ended(MORE_THAN_WE_TAKE if following else "")
