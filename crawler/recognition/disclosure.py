"""The lists that the index page of Guangdong's disclosure platform (gkmlpt) names: its tree of columns. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from jiyao.patterns import regex
from jiyao.source_listing import Inside
from pipelines.unwrap import UnwrapError, unwrap

_CONFIG = Inside(after=r"window\._CONFIG\s*=")
_MEETINGS = regex("会议|會議")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the tree, and the address that answers with its articles."""

    name: str
    url: str


def columns_of(text: str, url: str) -> tuple[Column, ...]:
    """Return the columns of an index page that hold articles themselves; none where the page is no such one."""
    try:
        config = json.loads(unwrap(text, (_CONFIG,)))
    except (UnwrapError, ValueError):
        return ()
    sid, tree = (config.get("SID"), config.get("TREE")) if isinstance(config, dict) else (None, None)
    if not re.fullmatch(r"\d+", str(sid)) or not isinstance(tree, list):
        return ()
    under = re.match(r".*?(?=/gkmlpt(?:/|$))", urlsplit(url).path)
    api = f"{under[0] if under else ''}/gkmlpt/api/all"
    return tuple(Column(name, urljoin(url, f"{api}/{number}?page=1&sid={sid}")) for number, name in _leaves(tree))


def column_meant(columns: tuple[Column, ...], url: str) -> Column | None:
    """Return the column that an address names (``/gkmlpt/index#4021``), else the only one, or the one of meetings."""
    named = re.search(r"\d+", urlsplit(url).fragment)
    if named:
        return next((each for each in columns if f"/all/{named[0]}?" in each.url), None)
    likely = [each for each in columns if _MEETINGS.search(each.name)]
    return columns[0] if len(columns) == 1 else likely[0] if len(likely) == 1 else None


def _leaves(tree: list[Any]) -> Iterator[tuple[str, str]]:
    for node in tree:
        if not isinstance(node, dict):
            continue
        below = node.get("children")
        if isinstance(below, list) and below:
            yield from _leaves(below)
        elif re.fullmatch(r"\d+", str(node.get("id"))) and not node.get("jump_url"):
            yield str(node["id"]), str(node.get("name") or "")
