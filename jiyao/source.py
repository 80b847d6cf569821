"""What a source file says: where a site's lists are, which links are articles, where on a page things stand.

Facts only. Reading the files, and the messages for the people who write them,
are in :mod:`jiyao.source_files`. A rule that begins with ``/``, ``./`` or ``(``
is XPath; any other is CSS, with ``::text`` and ``::attr(name)``.
"""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from parsel import Selector, SelectorList
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

Kind = Literal["html", "json"]

_XPATH_STARTS = ("/", "./", "(")
_EMPTY_PAGE = Selector(text="<html></html>")
_JSON_STEP = re.compile(r"(?P<name>[^.\[\]]+)|\[(?P<index>\*|\d+)\]")


def find(page: Selector, rule: str) -> SelectorList[Selector]:
    """Return what ``rule`` selects in ``page``, XPath or CSS."""
    return page.xpath(rule) if rule.startswith(_XPATH_STARTS) else page.css(rule)


def json_steps(path: str) -> tuple[str | int, ...]:
    """Return the steps of a path such as ``data[*].url``: names, indices, and ``"*"`` for every element."""
    steps: list[str | int] = []
    rest = path
    while rest:
        step = _JSON_STEP.match(rest)
        if not step:
            raise ValueError(f"not a JSON path: {path!r} (such as data[*].url)")
        index = step["index"]
        steps.append(step["name"] if index is None else index if index == "*" else int(index))
        rest = rest[step.end() :]
        if rest.startswith(".") and len(rest) > 1 and rest[1] not in ".[":
            rest = rest[1:]
        elif rest and not rest.startswith("["):
            raise ValueError(f"not a JSON path: {path!r} (such as data[*].url)")
    return tuple(steps)


def _selector(rule: str) -> str:
    if not rule.strip():
        raise ValueError("an empty selector selects nothing")
    try:
        find(_EMPTY_PAGE, rule)
    except ValueError as error:
        raise ValueError(f"not {'XPath' if rule.startswith(_XPATH_STARTS) else 'CSS'}: {rule!r}: {error}") from None
    except Exception as error:  # cssselect's errors share no class with parsel's
        raise ValueError(f"not CSS: {rule!r}: {error}") from None
    return rule


def _pattern(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"not a regular expression: {expression!r}: {error}") from None
    return expression


def _url(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(mark.isspace() for mark in address):
        raise ValueError(f"not an address that begins with http:// or https://: {address!r}")
    return address


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"an encoding nobody knows: {name!r} (such as utf-8, gb18030, big5)") from None
    return name


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"a time zone nobody knows: {name!r} (such as Asia/Shanghai)") from None
    return name


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


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


Rule = Annotated[str, AfterValidator(_selector)]
Rules = Annotated[tuple[Rule, ...], BeforeValidator(_several)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_several)]
Hours = Annotated[str, AfterValidator(_hours)]
Address = Annotated[str, AfterValidator(_url)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Paging(_Part):
    """How the next page of a list is found: by a ``link`` on the page, or by a ``formula``.

    A formula is a relative address with ``{n}``, counted from ``first``, resolved
    against the start page. It ends at ``last``, at the page count that ``count``
    (a regular expression with one group) finds on the first page, or at a page
    that lists nothing new.
    """

    link: Rule | None = None
    formula: str | None = None
    first: int = Field(default=1, ge=0)
    last: int | None = Field(default=None, ge=0)
    count: Pattern | None = None

    @field_validator("formula")
    @classmethod
    def _has_number(cls, formula: str | None, info: ValidationInfo) -> str | None:
        if formula is not None and ("{n}" not in formula or formula.replace("{n}", "").count("{")):
            raise ValueError(f"a formula holds {{n}} and no other braces: {formula!r}")
        if (formula is None) == (info.data.get("link") is None):
            raise ValueError("say either link or formula")
        return formula

    @field_validator("count")
    @classmethod
    def _has_group(cls, count: str | None) -> str | None:
        if count is not None and re.compile(count).groups != 1:
            raise ValueError(f"needs exactly one group, around the number of pages: {count!r}")
        return count


class Listing(_Part):
    """What a list page looks like. In JSON, ``items`` is a path, and the others are paths inside an item."""

    kind: Kind = "html"
    items: str
    link: str
    title: str | None = None
    date: str | None = None
    paging: Paging | None = None
    pages: int = Field(default=200, ge=1, description="never walk further than so many pages")

    @field_validator("items", "link", "title", "date")
    @classmethod
    def _of_its_kind(cls, rule: str | None, info: ValidationInfo) -> str | None:
        if rule is not None:
            if info.data.get("kind") == "json":
                json_steps(rule)
            else:
                _selector(rule)
        return rule


class Articles(_Part):
    """Which addresses are articles: regular expressions searched in the canonical URL; ``deny`` wins."""

    allow: Patterns = ()
    deny: Patterns = ()

    def accept(self, url: str) -> bool:
        """Return whether ``url`` is an article of the source."""
        if any(re.search(pattern, url) for pattern in self.deny):
            return False
        return not self.allow or any(re.search(pattern, url) for pattern in self.allow)


class ArticleRules(_Part):
    """Where things stand on an article's page: rules tried in order, the first that finds something wins."""

    title: Rules = ()
    published: Rules = ()
    publisher: Rules = ()
    byline: Rules = ()
    body: Rules = ()
    drop: Rules = ()
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None


class Politeness(_Part):
    """How gently a site is visited; ``delay`` in seconds between two requests.

    ``certificates: unchecked`` reads a site whose certificate is expired or names
    nobody that we know: what it says is then vouched for by nobody.
    In its hours of ``rest`` (``08:00-18:00``, in its time zone, over midnight too)
    nothing is fetched: no run begins, and one that is under way ends.
    """

    delay: float = Field(default=1.0, ge=0, le=600)
    concurrency: int = Field(default=1, ge=1, le=16)
    robots: bool = True
    certificates: Literal["checked", "unchecked"] = "checked"
    rest: Annotated[tuple[Hours, ...], BeforeValidator(_several)] = ()

    def resting(self, at: time) -> bool:
        """Return whether the site rests at that time of its day."""
        return any(_within(hours, at) for hours in self.rest)


class Visit(_Part):
    """When a source is visited: a ``cron`` line in its time zone, up to ``jitter`` minutes later.

    A run that takes longer than ``longest`` hours is ended; the next goes on.
    """

    cron: Annotated[str, AfterValidator(_cron)] = "0 6 * * *"
    jitter: int = Field(default=20, ge=0, le=720)
    longest: float = Field(default=12, gt=0, le=168)


class Fresh(_Part):
    """At least so many new ``articles`` in so many ``days``, over all runs of the source together."""

    articles: int = Field(ge=1)
    days: int = Field(ge=1, le=366)


Share = Annotated[float, Field(ge=0, le=1)]


class Expectations(_Part):
    """What a healthy run looks like; shares are from 0 to 1. A run that misses one is archived, not published.

    Least: ``articles`` listed by a run; ``fresh`` articles in so many days; of the
    pages understood in a run the share ``titled``, the share ``dated`` and the share
    ``ruled``, whose text the source's own rules found; the share of meetings
    ``attended``, where somebody is named. Most: of the pages listed the share of
    ``issues``, of the pages visited the share of ``challenges`` and of pages newly
    ``gone``; ``newest_days`` since the newest article was published. Where fewer
    than ten pages are counted, one may differ.
    """

    articles: int | None = Field(default=None, ge=0)
    fresh: Fresh | None = None
    titled: Share | None = None
    dated: Share | None = None
    ruled: Share | None = 0.5
    attended: Share | None = None
    issues: Share | None = None
    challenges: Share | None = 0.2
    gone: Share | None = 0.3
    newest_days: int | None = Field(default=None, ge=0)


class Source(_Part):
    """One site, or one column of a site. ``name`` is its file's stem.

    ``home`` is the code (GB/T 2260, or our own) of the region that speaks here,
    ``body`` the body that does; both help to complete what a report leaves out.
    ``aliases`` are hosts that serve the same pages, such as a mobile edition.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    publisher: str | None = None
    home: str | None = None
    body: str | None = None
    language: Literal["zh-Hans", "zh-Hant"]
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    enabled: bool = True
    verified: bool = False
    aliases: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    start: Annotated[tuple[Address, ...], BeforeValidator(_several)] = Field(min_length=1)
    listing: Listing
    articles: Articles = Articles()
    article: ArticleRules = ArticleRules()
    politeness: Politeness = Politeness()
    visit: Visit = Visit()
    revisit_days: int = Field(default=30, ge=0)
    expect: Expectations = Expectations()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the start pages: links that lead elsewhere are not followed."""
        return frozenset(urlsplit(address).hostname or "" for address in self.start)
