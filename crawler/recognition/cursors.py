"""Lists that are walked by a cursor: where an answer tells the next one, and which parameter takes it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from jiyao.patterns import regex

#: What the key of the next cursor is called; below ``cursor``, ``paging`` and the like ``next`` says it, too.
_KEY = regex(
    r"(?:next|end)_?(?:cursor|token|page_?token|key|after|marker)|cursor|scroll_?id|page_?token|continuation(?:_?token)?",
    re.I,
)
_AROUND, _NEXT = (
    regex(r"cursors?|paging|pagination|page_?info|links|meta", re.I),
    regex("next|after|end", re.I),
)
#: What the parameter that takes it is called, and those that are tried where an address names none.
_PARAMETER = regex(r"(?:next_?)?(?:cursor|token|page_?token|marker)|after|scroll_?id|start_?after", re.I)
_COMMONEST = ("cursor", "after")
_ADDRESS = regex(r"https?://|/|\?")


def cursor_ways(text: str, url: str) -> list[dict[str, str]]:
    """Return the keys of ``paging`` that may lead on from a JSON answer by what it says, the likeliest first."""
    try:
        found = list(_cursors(json.loads(text), "", ""))
    except (ValueError, RecursionError):
        return []
    return [way for path, value in found for way in _ways(path, value, url)]


def before_first(url: str) -> str | None:
    """Return the address of a list's first page where the one given holds a cursor or room for one; else None."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not _PARAMETER.fullmatch(pair.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept))) if len(kept) <= parts.query.count("&") else None


def _ways(path: str, value: str, url: str) -> Iterator[dict[str, str]]:
    if _ADDRESS.match(value):
        yield {"cursor": path}
        return
    pairs = [pair for pair in urlsplit(url).query.split("&") if pair]
    named = [name for pair in pairs if _PARAMETER.fullmatch(name := pair.partition("=")[0])]
    for name in named or dict.fromkeys([*_COMMONEST, path.rsplit(".", 1)[-1]]):
        others = [pair for pair in pairs if pair.partition("=")[0] != name]
        if "{" not in "".join(others):
            yield {"cursor": path, "formula": "?" + "&".join([*others, f"{name}={{cursor}}"])}


def _cursors(data: Any, path: str, around: str) -> Iterator[tuple[str, str]]:
    """Yield the paths and values of what may be a cursor; not within the rows."""
    for key, value in data.items() if isinstance(data, dict) else ():
        if not re.fullmatch(r"[^.\[\]]+", key):
            continue
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _cursors(value, here, key)
        elif not value or isinstance(value, bool) or not isinstance(value, str | int):
            continue
        elif _KEY.fullmatch(key) or (_AROUND.fullmatch(around) and _NEXT.fullmatch(key)):
            yield here, str(value)
