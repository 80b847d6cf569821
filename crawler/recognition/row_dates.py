"""Where the day stands in the rows of a list, and in which order its parts do. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from parsel import Selector

from jiyao.patterns import regex
from jiyao.source import find

DATE = regex(r"(?<!\d)(?:(?:19|20)\d\d|1\d\d)\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)")
_YEAR, _APART = r"(?P<year>(?:19|20)\d\d|1[0-2]\d)", r"[\s/|·.-]*"
#: A day in another order than ours, its parts often in elements of their own: 26 2024-11, 26 11月 115, 11-26 2024.
_PARTED = (
    rf"(?P<day>\d{{1,2}})日?{_APART}{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})月?",
    rf"(?P<day>\d{{1,2}})日?{_APART}(?P<month>\d{{1,2}})\s*[-/.月]\s*{_YEAR}年?",
    rf"(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})日?{_APART}{_YEAR}年?",
)
_DATES = (DATE, *(regex(rf"(?<!\d){each}(?!\d)") for each in _PARTED))
#: A day without its year, alone in its element or at the end of the row: [11-20], 11月20日.
_BARE_DAY = r"(?:0?[1-9]|1[0-2])\s*[-/月]\s*(?:0?[1-9]|[12]\d|3[01])日?"
_BARE = regex(rf"[\s\[【（(]*{_BARE_DAY}[\s\]】）)]*")
_BARE_AT_END = rf"(?<![\d/-])({_BARE_DAY})[\s\]】）)]*$"
_LONGEST_DAY = 40
_DATE_RULES = (
    "span", "em", "i", "b", "time", "td:last-child", ".date", ".time", "span:last-of-type", "dd", "p:last-child",
    "font", "div:last-child", "td:first-child", "td:nth-child(2)", "td:nth-child(3)", "span:first-of-type", "p", "dt",
)  # fmt: skip


def is_dated(row: Any) -> bool:
    """Tell whether a day stands in a row."""
    texts = list(row.itertext())
    return any(date.search(" ".join(texts)) for date in _DATES) or any(map(_BARE.fullmatch, texts))


def date_rules(items: Sequence[Selector], named: Sequence[str], urls: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the rules for the day of a row, and for where in it: a whole day before one without its year.

    ``named`` are rules by the names of what stands in the rows, ``urls`` the addresses that they lead to.
    """
    if date := _date_rule(items, lambda text: bool(DATE.search(text)) and len(text.strip()) < _LONGEST_DAY):
        return date, None
    date, pattern = _parted_date_rule(items, named, urls)
    if pattern:
        return date, pattern
    if date := _date_rule(items, lambda text: _BARE.fullmatch(text) is not None):
        return date, None
    rows = (" ".join(item.xpath("string()").get("").split()) for item in items)
    ended = sum(re.search(_BARE_AT_END, row) is not None for row in rows)
    return None, _BARE_AT_END if items and ended >= 0.9 * len(items) and all(
        is_dated(each.root) for each in items
    ) else None


def _date_rule(items: Sequence[Selector], holds: Callable[[str], bool]) -> str | None:
    """Return the rule for what holds the day of nearly every row, and least beside it."""
    fitting: dict[str, int] = {}
    for rule in _DATE_RULES:
        found = [find(item, rule).xpath("string()").get() or "" for item in items]
        if items and sum(map(holds, found)) >= 0.9 * len(items):
            fitting[rule] = sum(map(len, found))
    return min(fitting, key=lambda rule: fitting[rule], default=None)


def _parted_date_rule(
    items: Sequence[Selector], named: Sequence[str], urls: Sequence[str]
) -> tuple[str | None, str | None]:
    """Return the rule for what holds the parts of a day, None for the row itself, and the pattern of their order."""
    for rule in (*dict.fromkeys([*named, *_DATE_RULES]), None):
        words = [
            " ".join(((find(each, rule) if rule else each).xpath("string()").get() or "").split()) for each in items
        ]
        ends = [rf"^{each}$" for each in _PARTED] if rule else []
        ends += [] if rule else [form for each in _PARTED for form in (rf"^{each}(?!\d)", rf"(?<!\d){each}$")]
        fitting = [pattern for pattern in ends if sum(_a_day(pattern, text) for text in words) >= 0.9 * len(items)]
        if len(fitting) > 1:  # 03/11/2024 may be of March or of November, unless the address says it, too
            fitting = [pattern for pattern in fitting if _as_addresses_say(pattern, words, urls)]
        if len(fitting) == 1:
            return rule, fitting[0]
    return None, None


def _a_day(pattern: str, text: str) -> bool:
    found = re.search(pattern, text)
    return bool(found and 1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31)


def _as_addresses_say(pattern: str, words: Sequence[str], urls: Sequence[str]) -> bool:
    """Tell whether most rows' addresses hold the day that the pattern reads in their words: …/pr20241103.html."""
    agreed = 0
    for text, url in zip(words, urls, strict=True):
        found = re.search(pattern, text)
        day = found and f"{int(found['year']):04}{int(found['month']):02}{int(found['day']):02}"
        agreed += bool(day and day in re.sub(r"(?<=\d)[-/_.](?=\d)", "", url))
    return agreed > len(words) / 2
