"""What a source file says: where a site's lists are, which links are articles, where on a page things stand.

Facts only. Reading the files, and the messages for the people who write them,
are in :mod:`jiyao.source_files`; how rules are written in
:mod:`jiyao.source_rules`; what lists can look like in :mod:`jiyao.source_listing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from jiyao.source_listing import (
    DATED_PLACES,
    ArticlePaging,
    Inside,
    Listing,
    Paging,
    Steps,
    articles_accept,
    fill,
    places_of,
)
from jiyao.source_rules import (
    ONE_OR_MORE,
    Addresses,
    Encoding,
    Kind,
    Part,
    Patterns,
    Rules,
    Texts,
    Whole,
    Zone,
    check_address,
    check_rule,
    find,
    json_steps,
    several,
)

__all__ = [
    "ArticleRules", "Articles", "Expectations", "Listing", "Paging", "Politeness", "Source", "Visit", "Years",
    "behind_gate", "find", "json_steps",
]  # fmt: skip

_Part = Part
_GATE = re.compile(r"/(?:gate/big5|gb|big5)/(?P<host>[\w-]+(?:\.[\w-]+)+)(?P<path>/.*)$")


def behind_gate(path: str) -> tuple[str, str] | None:
    """Return host and path of the page that a gate which converts script on the fly shows at ``path``."""
    gate = _GATE.match(path)
    return (gate["host"], gate["path"]) if gate else None


def _start(address: str) -> str:
    unknown = sorted(places_of(address) - set(DATED_PLACES))
    if unknown:
        raise ValueError(
            f"a start page knows {', '.join(DATED_PLACES)} in braces, not {', '.join(unknown)}: {address!r}"
        )
    if "{" in (urlsplit(address).netloc):
        raise ValueError(f"a host is always the same: {address!r}")
    return check_address(address)


Start = Annotated[str, AfterValidator(_start)]


def _host(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", name):
        raise ValueError(f"not the name of a host, in lower case and without http://: {name!r}")
    return name


def _of_kind(rule: str, info: ValidationInfo) -> str:
    return check_rule(rule, info.data.get("kind", "html"))


RulesOfKind = Annotated[tuple[Annotated[str, AfterValidator(_of_kind)], ...], BeforeValidator(several), ONE_OR_MORE]


def _cron(line: str) -> str:
    try:
        CronSim(line, datetime(2026, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        raise ValueError(f"not a cron line (minute hour day month weekday): {line!r}: {error}") from None
    return line


def _hours(text: str) -> str:
    try:
        begin, end = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        raise ValueError(f"not hours such as 08:00-18:00: {text!r}") from None
    if begin == end:
        raise ValueError(f"hours that begin when they end: {text!r}")
    return text


def _within(hours: str, at: time) -> bool:
    begin, end = (time.fromisoformat(part) for part in hours.split("-"))
    return begin <= at < end if begin < end else at >= begin or at < end


Hours = Annotated[str, AfterValidator(_hours)]


class Articles(_Part):
    """Which addresses are articles: regular expressions searched in the canonical URL; ``deny`` wins."""

    allow: Patterns = Field(default=(), description="patterns, one of which an article's address matches")
    deny: Patterns = Field(default=(), description="patterns, none of which an article's address matches")
    examples: Addresses = Field(default=(), description="addresses of real articles, for the check of the patterns")

    @field_validator("examples")
    @classmethod
    def _are_accepted(cls, examples: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for address in examples:
            if not articles_accept(address, info.data.get("allow", ()), info.data.get("deny", ())):
                raise ValueError(f"allow and deny do not accept this example: {address!r}")
        return examples

    def accept(self, url: str) -> bool:
        """Return whether ``url`` is an article of the source."""
        return articles_accept(url, self.allow, self.deny)


class ArticleRules(_Part):
    """Where things stand on an article's page: rules tried in order, the first that finds something wins.

    What no rule finds is looked for by general ones: the meta names of
    government sites (ArticleTitle, PubDate, ContentSource), headings, the line
    with date and source, the densest text.
    """

    kind: Kind = Field(default="html", description="what the page is: html, json (rules are JSON paths) or xml")
    encoding: Encoding | None = Field(default=None, description="the page's encoding, where the site does not tell it")
    inside: Steps = Field(default=(), description="steps into an answer that holds the article as a part of it")
    title: RulesOfKind = Field(default=(), description="rules for the title")
    published: RulesOfKind = Field(default=(), description="rules for the date of publication")
    publisher: RulesOfKind = Field(default=(), description="rules for what stands behind 来源")
    byline: RulesOfKind = Field(default=(), description="rules for author, reporter or editor")
    body: RulesOfKind = Field(default=(), description="rules for the element that holds the text")
    body_inside: Steps = Field(
        default=(),
        description="steps to the text within the page's data, where the element that `body` selects is empty",
    )
    drop: Rules = Field(default=(), description="rules for what is taken out before anything is read")
    must_have: RulesOfKind = Field(default=(), description="rules that each find something on a real page of the site")
    must_say: Texts = Field(default=(), description="words, one of which stands on every real page of the site")
    paging: ArticlePaging | None = Field(
        default=None, description="how an article goes on over further pages; without it there is one page"
    )

    @field_validator("paging")
    @classmethod
    def _is_read_as_html(cls, paging: ArticlePaging | None, info: ValidationInfo) -> ArticlePaging | None:
        if paging is not None and info.data.get("kind") != "html":
            raise ValueError("only articles that are HTML go on over further pages")
        return paging

    @field_validator("body_inside")
    @classmethod
    def _has_a_place(cls, steps: tuple[Inside, ...], info: ValidationInfo) -> tuple[Inside, ...]:
        if steps and (info.data.get("kind") != "html" or not info.data.get("body")):
            raise ValueError("needs a page of HTML and a rule for `body`, whose element the text is put into")
        return steps


class Politeness(_Part):
    """How gently a site is visited; ``delay`` in seconds between two requests.

    ``certificates: unchecked`` reads a site whose certificate is expired or names
    nobody that we know: what it says is then vouched for by nobody.
    In its hours of ``rest`` (``08:00-18:00``, in its time zone, over midnight too)
    nothing is fetched: no run begins, and one that is under way ends.
    """

    delay: float = Field(default=1.0, ge=0, le=600, description="seconds between two requests")
    concurrency: int = Field(default=1, ge=1, le=16, description="requests at a time")
    robots: bool = Field(True, description="whether robots.txt is obeyed")
    certificates: Literal["checked", "unchecked"] = Field(
        "checked", description="whether the site has to prove its name"
    )
    rest: Annotated[tuple[Hours, ...], BeforeValidator(several), ONE_OR_MORE] = Field(
        (), description="hours in which nothing is fetched: 08:00-18:00"
    )

    def resting(self, at: time) -> bool:
        """Return whether the site rests at that time of its day."""
        return any(_within(hours, at) for hours in self.rest)


class Visit(_Part):
    """When a source is visited: a ``cron`` line in its time zone, up to ``jitter`` minutes later.

    A run that takes longer than ``longest`` hours is ended; the next goes on.
    """

    cron: Annotated[str, AfterValidator(_cron)] = Field(
        "0 6 * * *", description="minute, hour, day, month, weekday, in the source's time zone"
    )
    jitter: int = Field(default=20, ge=0, le=720, description="up to so many minutes later")
    longest: float = Field(default=12, gt=0, le=168, description="hours after which a run is ended")


class Fresh(_Part):
    """At least so many new ``articles`` in so many ``days``, over all runs of the source together."""

    articles: int = Field(ge=1, description="so many at least")
    days: int = Field(ge=1, le=366, description="in so many days")


Share = Annotated[float, Field(ge=0, le=1)]


class Expectations(_Part):
    """What a healthy run looks like; shares are from 0 to 1. A run that misses one is archived, not published.

    Least: ``articles`` listed by a run; ``fresh`` articles in so many days; of the
    pages understood in a run the share ``titled``, the share ``dated`` and the share
    ``ruled``, whose text the source's own rules found; the share of meetings
    ``attended``, where somebody is named. Most: of the pages understood the share
    ``alike``, whose text another has already; of the known pages visited the share
    ``edited``, that say otherwise than before (three at least); of the pages listed
    the share of ``issues``, of the pages visited the share of ``challenges`` and of
    pages newly ``gone``; ``newest_days`` since the newest article was published. By
    ``same_lists`` each list names something new, or what came last. Where fewer
    than ten pages are counted, one may differ.
    """

    articles: int | None = Field(default=None, ge=0, description="articles that a run lists, at least")
    fresh: Fresh | None = Field(None, description="new articles in so many days, at least")
    titled: Share | None = Field(None, description="share of understood pages with a title, at least")
    dated: Share | None = Field(None, description="share with a day of publication, at least")
    ruled: Share | None = Field(0.5, description="share whose text the source's own rules found, at least")
    attended: Share | None = Field(None, description="share of meetings at which somebody is named, at least")
    alike: Share | None = Field(0.5, description="share whose text another page of the run has, at most")
    same_lists: bool = Field(True, description="whether a list has to name something new, or what came last")
    edited: Share | None = Field(0.3, description="share of known pages that say otherwise than before, at most")
    issues: Share | None = Field(None, description="share of listed pages with an issue, at most")
    challenges: Share | None = Field(0.2, description="share of visited pages behind a challenge, at most")
    gone: Share | None = Field(0.3, description="share of visited pages that went, at most")
    newest_days: int | None = Field(default=None, ge=0, description="days since the newest article, at most")


class Years(_Part):
    """Which years ``{year}`` stands for in a start page: from ``first`` to ``last``, or to this year."""

    first: int = Field(ge=1949, le=2100, description="the first year")
    last: int | None = Field(default=None, ge=1949, le=2100, description="the last year; this year when left out")


class Source(Whole):
    """One site, or one column of a site. ``name`` is its file's stem.

    ``home`` is the code (GB/T 2260, or our own) of the region that speaks here,
    ``body`` the body that does; both help to complete what a report leaves out.
    ``aliases`` are hosts that serve the same pages, such as a mobile edition.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1, description="what people call the site or the column")
    publisher: str | None = Field(default=None, description="who publishes where a page does not say it")
    home: str | None = Field(default=None, description="the code of the region that speaks here (GB/T 2260), in quotes")
    body: str | None = Field(default=None, description="the body that speaks here")
    language: Literal["zh-Hans", "zh-Hant"] = Field(description="the script that the site is written in")
    timezone: Zone = Field(default="Asia/Shanghai", description="the zone of the site's times")
    enabled: bool = Field(default=True, description="whether a harvest of all sources takes it")
    verified: bool = Field(default=False, description="whether somebody saw on the real site that the file is right")
    aliases: Annotated[tuple[str, ...], BeforeValidator(several), ONE_OR_MORE] = Field(
        default=(), description="hosts that serve the same pages, such as a mobile edition"
    )
    start: Annotated[tuple[Start, ...], BeforeValidator(several), ONE_OR_MORE] = Field(
        min_length=1, description="the first page of each list; {year} or {yyyy}{mm}{dd} in it stand for many"
    )
    years: Years | None = Field(default=None, description="which years {year} stands for")
    days: int | None = Field(default=None, ge=1, le=3700, description="how many days back {yyyy}{mm}{dd} goes")
    scheme: Literal["http", "https"] | None = Field(
        default=None, description="ask for all pages of the site by this scheme, whatever its links say"
    )
    also_hosts: Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(several), ONE_OR_MORE] = (
        Field(default=(), description="hosts beside the start pages' that the site's articles stand on")
    )
    listing: Listing = Field(description="what a list page looks like")
    articles: Articles = Field(default=Articles(), description="which addresses are articles")
    article: ArticleRules = Field(default=ArticleRules(), description="where things stand on an article's page")
    politeness: Politeness = Field(default=Politeness(), description="how gently the site is visited")
    visit: Visit = Field(default=Visit(), description="when the source is visited")
    revisit_days: int = Field(default=30, ge=0, description="for how many days a known page is visited again")
    expect: Expectations = Field(default=Expectations(), description="what a healthy run looks like")

    @field_validator("days")
    @classmethod
    def _start_pages_are_complete(cls, days: int | None, info: ValidationInfo) -> int | None:
        named = set().union(*map(places_of, info.data.get("start", ())))
        if "year" in named and info.data.get("years") is None:
            raise ValueError("{year} in a start page needs years: {first: …}")
        if named - {"year"} and days is None:
            raise ValueError("{yyyy}, {mm}, {dd} in a start page need days: the number of days to go back")
        return days

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the site: links that lead elsewhere are not followed."""
        return frozenset(urlsplit(address).hostname or "" for address in self.start) | frozenset(self.also_hosts)

    def starts(self, today: date) -> tuple[str, ...]:
        """Return the addresses of the start pages, newest first, with years and days up to ``today`` filled in."""
        return tuple(dict.fromkeys(url for address in self.start for url in self._filled(address, today)))

    def _filled(self, address: str, today: date) -> Iterator[str]:
        named = places_of(address)
        if not named:
            yield address
        elif named == {"year"} and self.years:
            for year in range(self.years.last or today.year, self.years.first - 1, -1):
                yield fill(address, {"year": str(year)})
        else:
            for back in range(self.days or 0):
                day = today - timedelta(days=back)
                numbers = {"year": day.year, "yyyy": day.year, "m": day.month, "d": day.day}
                padded = {"mm": f"{day.month:02}", "dd": f"{day.day:02}"}
                yield fill(address, {name: str(number) for name, number in numbers.items()} | padded)
