"""A pattern for addresses that are alike: what differs becomes digits, hexadecimal or words. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

_TOKEN = re.compile(
    r"(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<hex>(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,})|(?P<digits>\d+)|(?P<words>[^\d]+?(?=\d|[0-9a-f]{12}|$))",
    re.I,
)
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
    return [_pattern(shape, values) for shape, values in ordered]


def _pattern(shape: tuple[str, ...], values: list[list[str]]) -> str:
    written = ""
    for place, kind in enumerate(shape):
        seen = {each[place] for each in values}
        match kind:
            case "<uuid>":
                written += r"[0-9a-f-]{36}"
            case "<hex>":
                written += r"[0-9a-f]+"
            case "<digits>":
                written += _digits(seen, len(values))
            case _:
                written += re.escape(kind).replace(r"\-", "-").replace("/", "/")
    return written + "$"


def _digits(seen: set[str], urls: int) -> str:
    """Return a pattern for numbers that stood at one place; one that never changed stays, unless it is a date."""
    only = next(iter(seen))
    is_date = re.fullmatch(r"(?:19|20)\d\d(?:\d\d){0,2}", only)
    if len(seen) == 1 and urls >= _ENOUGH and not is_date:
        return only
    dates = all(re.fullmatch(r"(?:19|20)\d\d(?:\d\d){0,2}", number) for number in seen)
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
    return "^https?://[^/]+" + re.escape(prefix).replace(r"\-", "-") + rf"[\w./-]+{ending}$"
