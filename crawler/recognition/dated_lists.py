"""Lists of one year, month or day each: what stands for them in a list's address. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from parsel import Selector

from jiyao.patterns import regex
from jiyao.source_listing import fill
from pipelines.addresses import base_of, canonical

_YEAR = r"(?<!\d)(?P<y>20\d\d)(?!\d)"
_DAY = regex(r"(?<!\d)(?P<y>20\d\d)(?P<a>[-/_.]?)(?P<m>\d\d?)(?P<b>[-/_.]?)(?P<d>\d\d?)(?!\d)")
#: How long ago the day of a list may be that is the list of each day.
_RECENT, _BACK = 31, 30
_MONTH = regex(r"(?<!\d)(?P<y>20\d\d)(?P<a>[-/_.]?)(?P<m>0[1-9]|1[0-2])(?!\d|[-/_.]\d)")
_MONTHS, _FEW_MONTHS = 12, 2
#: A newspaper or an office may be closed for so many days.
_CLOSED = 4


@dataclass(frozen=True, slots=True)
class Dated:
    """The keys of a source that fill in years or days, and addresses of others to see whether it is so."""

    start: tuple[str, ...]
    keys: Mapping[str, object]
    others: tuple[str, ...]


def by_year(text: str, url: str, today: date) -> Dated | None:
    """Return the list of each year, where the page links to the same list of other years."""
    page, base = Selector(text=text, type="html"), base_of(text, url) or url
    links = {
        canonical(link.attrib["href"], base)
        for link in page.css("a[href]")
        if re.search(r"20\d\d", link.xpath("string()").get(""))  # the column 2045 is no year
    }
    for found in re.finditer(_YEAR, url):
        head, tail = url[: found.start()], url[found.end() :]
        alike = re.compile(re.escape(head) + r"(20\d\d)" + re.escape(tail))
        others = sorted({match[1] for link in links if link and (match := alike.fullmatch(link))} - {found["y"]})
        if others and max(*others, found["y"]) <= str(today.year):
            keys = {"years": {"first": int(min(*others, found["y"]))}}
            return Dated((f"{head}{{year}}{tail}",), keys, (f"{head}{others[-1]}{tail}",))
    return None


def by_day(text: str, url: str, today: date, articles: Sequence[str] = ()) -> Dated | None:
    """Return the list of each day, where its address holds a day that is not long ago, or leads to such lists.

    ``articles`` are patterns of addresses that are no lists, whatever days stand in them.
    """
    if own := _of_day(url, today):
        return own
    others: dict[tuple[str, ...], list[Dated]] = defaultdict(list)
    for link in _led_to(text, url, articles):
        if found := _of_day(link, today):
            others[found.start].append(found)
    most = max(others.values(), key=len, default=[])
    return most[-1] if len(most) > 1 else None


def _of_day(url: str, today: date) -> Dated | None:
    for found in _DAY.finditer(url, url.index("/", len("https://")) if url.count("/") > 2 else len(url)):
        day = _date(found)
        if day is None or not 0 <= (today - day).days <= _RECENT:
            continue
        month, number = ("{mm}" if len(found["m"]) == 2 else "{m}"), ("{dd}" if len(found["d"]) == 2 else "{d}")
        written = f"{{yyyy}}{found['a']}{month}{found['b']}{number}"
        if not found["a"] and not found["b"] and len(found[0]) != 8:  # 2026112 may be two days
            continue
        start = url[: found.start()] + written + url[found.end() :]
        return Dated((start,), {"days": _BACK}, tuple(_before(start, day)))
    return None


def by_month(text: str, url: str, today: date, articles: Sequence[str] = ()) -> Dated | None:
    """Return the list of each month beside this one, where the page leads to those of months that are past."""
    found: dict[str, list[str]] = defaultdict(list)
    for link in _led_to(text, url, articles):
        for month in _MONTH.finditer(link):
            first = date(int(month["y"]), int(month["m"]), 1)
            if 0 <= (today - first).days <= _MONTHS * 31:
                found[f"{link[: month.start()]}{{yyyy}}{month['a']}{{mm}}{link[month.end() :]}"].append(link)
    start, links = max(found.items(), key=lambda each: len(each[1]), default=("", []))
    if len(links) < _FEW_MONTHS:
        return None
    return Dated((url, start), {"days": _MONTHS * 31}, tuple(links[::-1][:_FEW_MONTHS]))


def _led_to(text: str, url: str, articles: Sequence[str]) -> list[str]:
    """Return the addresses on the same host that a page's links and choices lead to, in order; none of an article."""
    page, base = Selector(text=text, type="html"), base_of(text, url) or url
    led = {canonical(each, base) for each in page.xpath("//a/@href | //option/@value").getall()}
    here = (link for link in led if link and urlsplit(link).netloc == urlsplit(url).netloc)
    return sorted(link for link in here if not any(re.search(pattern, link) for pattern in articles))


def _before(start: str, day: date) -> Iterator[str]:
    for back in range(1, _CLOSED + 1):
        other = day - timedelta(days=back)
        numbers = {"yyyy": f"{other.year}", "m": f"{other.month}", "d": f"{other.day}"}
        yield fill(start, numbers | {"mm": f"{other:%m}", "dd": f"{other:%d}"})


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
