"""The list in an answer that nobody has described yet: HTML, RSS, JSON, or one of them inside another. Pure."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crawler.recognition.rows import FoundList, html_rows, json_rows
from crawler.recognition.scripts import Scripts
from jiyao.patterns import regex
from jiyao.source import find
from jiyao.source_listing import Inside
from pipelines.addresses import canonical
from pipelines.unwrap import UnwrapError, unwrap, xml_page

_FEEDS = (("item", "link", "title", "pubDate"), ("entry", "link", "title", "updated"))
_ASSIGNED = regex(r"\b((?:var |let |const |window\.)?[A-Za-z_$][\w.$]{0,40})\s*=\s*(?=[\[{])")
_JSONP = r"^\s*[\w.$]+\("
_MOST_VALUES = 20
_ENOUGH_ROWS = 2


def found_list(text: str, url: str, scripts: Scripts | None = None) -> FoundList | None:
    """Return the list of an answer, with the step that leads to it; None where there is none.

    ``scripts`` are those of the page that asked for it; of a page itself they are its own.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return _of_page(text, url, scripts)
    rows = json_rows(data, url, scripts)
    if rows:
        return rows
    for path in _paths_of_html(data, ""):
        inside = html_rows(unwrap(text, (Inside(path=path),)), url)
        if inside:
            return replace(inside, inside=({"path": path},))
    return None


def _of_page(text: str, url: str, scripts: Scripts | None) -> FoundList | None:
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF)\b", text):
        return _feed(text, url)
    if re.match(r"\s*<\?xml", text) and (rows := _xml_rows(text, url)):
        return rows
    if re.match(_JSONP, text):
        try:
            called = found_list(unwrap(text, (Inside(after=_JSONP),)), url, scripts)
        except UnwrapError:
            called = None
        return called and replace(called, inside=({"after": _JSONP}, *called.inside))
    if "<record" in text:
        try:
            records = html_rows(unwrap(text, (Inside(tag="record"),)), url)
        except UnwrapError:
            records = None
        if records:
            return replace(records, inside=({"tag": "record"},))
    rows = html_rows(text, url, scripts) if "<" in text else None
    if rows and rows.dated:
        return rows
    return _in_script(text, url, scripts or Scripts(text, url)) or rows


def _in_script(text: str, url: str, scripts: Scripts) -> FoundList | None:
    for assigned in list(_ASSIGNED.finditer(text))[:_MOST_VALUES]:
        after = re.escape(assigned[1]).replace(r"\ ", r"\s+") + r"\s*="
        try:
            rows = json_rows(json.loads(unwrap(text, (Inside(after=after),))), url, scripts)
        except UnwrapError:
            continue
        if rows and len(rows.links) >= _ENOUGH_ROWS:
            return replace(rows, inside=({"after": after},))
    return None


def _feed(text: str, url: str) -> FoundList | None:
    try:
        page = xml_page(text)
    except UnwrapError:
        return None
    for items, link, title, date in _FEEDS:
        rows = find(page, items)
        hrefs = [row.css(f"{link}::attr(href)").get() or row.css(f"{link}::text").get() or "" for row in rows]
        links = tuple(address for href in hrefs if href and (address := canonical(href, url)))
        if links:
            return FoundList("xml", items, link, title, date, links, dated=True)
    return None


def _xml_rows(text: str, url: str) -> FoundList | None:
    """Return the list of data in XML: the elements of one name whose children are most like rows of a list."""
    try:
        root = xml_page(text).root
    except UnwrapError:
        return None
    if root.tag.lower() == "html":
        return None
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for element in root.iter():
        values = {child.tag: child.text.strip() for child in element if isinstance(child.tag, str) and child.text}
        if values and isinstance(element.tag, str):
            rows[element.tag].append(values)
    found = json_rows({tag: some for tag, some in rows.items() if len(some) > 1}, url)
    return found and replace(found, kind="xml", items=found.items.removesuffix("[*]"))


def _paths_of_html(data: Any, path: str) -> Iterator[str]:
    """Yield the paths of texts that hold HTML with links."""
    if isinstance(data, dict):
        for key, value in data.items():
            if re.fullmatch(r"[^.\[\]]+", key):
                yield from _paths_of_html(value, f"{path}.{key}" if path else key)
    elif isinstance(data, str) and re.search(r"<a\b[^<>]*href", data):
        yield path
