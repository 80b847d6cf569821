"""A pattern for addresses that are alike: what differs becomes digits, hexadecimal or words. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from jiyao.patterns import regex

_TOKEN = regex(
    r"(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<hex>(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,})|(?P<digits>\d+)|(?P<words>[^\d]+?(?=\d|[0-9a-f]{12}|[0-9a-f]{8}-[0-9a-f]{4}-|$))",
    re.I,
)
#: A year with or without month and day, what may follow it behind a mark, and the marks.
_DATE, _OF_DATE = regex(r"(?:19|20)\d\d(?:\d\d){0,2}"), regex(r"\d{1,2}|(?:0\d|1[0-2])[0-3]\d")
_IN_DATES = ("/", "-", "_", ".")
_MOST_PATTERNS = 3
_ENOUGH = 5


def patterns_for(urls: Sequence[str]) -> list[str]:
    """Return the fewest patterns that accept the addresses, the most frequent shape first; for many shapes one wide."""
    shapes: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        parts = urlsplit(url)
        tokens = list(_TOKEN.finditer(parts.path + (f"?{parts.query}" if parts.query else "")))
        shape = tuple(found[0] if found.lastgroup == "words" else f"<{found.lastgroup}>" for found in tokens)
        shapes[shape].append([found[0] for found in tokens])
    ordered = sorted(shapes.items(), key=lambda each: -len(each[1]))
    if len(ordered) > _MOST_PATTERNS:
        return [_wide(list(urls))]
    patterns = [_pattern(shape, values) for shape, values in ordered]
    whole = re.compile("|".join(patterns))
    return patterns if all(whole.search(url) for url in urls) else [_wide(list(urls))]


def _pattern(shape: tuple[str, ...], values: list[list[str]]) -> str:
    written = ""
    in_date = False  # 2024/|11/|27: a month and a day stay the same on one page, and not on the next
    for place, kind in enumerate(shape):
        seen = {each[place] for each in values}
        match kind:
            case "<uuid>" | "<hex>":
                hexadecimal = "0-9A-Fa-f" if any(value != value.lower() for value in seen) else "0-9a-f"
                written += rf"[{hexadecimal}-]{{36}}" if kind == "<uuid>" else rf"[{hexadecimal}]+"
                in_date = False
            case "<digits>":
                in_date = (in_date and all(map(_OF_DATE.fullmatch, seen))) or all(map(_DATE.fullmatch, seen))
                written += r"\d+" if in_date and not all(map(_DATE.fullmatch, seen)) else _digits(seen, len(values))
            case _:
                written += re.escape(kind).replace(r"\-", "-")
                in_date = in_date and kind in _IN_DATES
    return written + "$"


def _digits(seen: set[str], urls: int) -> str:
    """Return a pattern for numbers that stood at one place; one that never changed stays, unless it is a date."""
    only = next(iter(seen))
    if len(seen) == 1 and urls >= _ENOUGH and not _DATE.fullmatch(only):
        return only
    dates = all(map(_DATE.fullmatch, seen))
    widths = {len(number) for number in seen}
    return rf"\d{{{widths.pop()}}}" if dates and len(widths) == 1 else r"\d+"


def _wide(urls: list[str]) -> str:
    """Return one pattern for addresses of many shapes: the folder they share, and how they end."""
    paths = [urlsplit(url).path for url in urls]
    prefix = paths[0]
    for path in paths[1:]:
        while not path.startswith(prefix):
            prefix = prefix[:-1]
    prefix = prefix[: prefix.rindex("/") + 1] if "/" in prefix else "/"
    endings = {path.rsplit(".", 1)[-1] for path in paths if "." in path.rsplit("/", 1)[-1]}
    ending = rf"\.{endings.pop()}" if len(endings) == 1 else ""
    ending += r"(?:\?\S*)?" if any(urlsplit(url).query for url in urls) else ""
    return "^https?://[^/]+" + re.escape(prefix).replace(r"\-", "-") + rf"[\w./-]+{ending}$"
