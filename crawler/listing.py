"""What a list page says: its links with their titles and dates, and where the next page is. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from parsel import Selector

from jiyao.model import Capture, Listed
from jiyao.source import Listing, Paging, find, json_steps
from pipelines.decode import text_of


class ListingError(ValueError):
    """The list page is not what its source declares; the message says how."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a list page, as written (relative or not), and what the list says of it."""

    href: str
    listed: Listed


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one list page says. ``next_link`` is as written; ``pages`` is what its source's ``count`` finds."""

    links: tuple[Link, ...]
    next_link: str | None = None
    pages: int | None = None


def read_listing(capture: Capture, listing: Listing, encoding: str | None = None) -> ListPage:
    """Return what the captured list page says; :class:`ListingError` where it cannot be read at all."""
    text, _ = text_of(capture.body, capture.header("Content-Type"), encoding)
    pages = _count(text, listing.paging)
    if listing.kind == "json":
        return ListPage(tuple(_json_links(text, listing)), None, pages)
    if not text.strip():
        raise ListingError("the list page is empty")
    page = Selector(text=text)
    next_link = _value(page, listing.paging.link, "href") if listing.paging and listing.paging.link else None
    return ListPage(tuple(_html_links(page, listing)), next_link, pages)


def next_page(listing: Listing, start: str, url: str, number: int, said: ListPage, first: ListPage) -> str | None:
    """Return the address behind list page ``number`` (counted from 1 at ``start``), None behind the last.

    ``said`` is the page at ``url``, ``first`` the one at ``start``.
    """
    paging = listing.paging
    if paging is None or number >= listing.pages:
        return None
    if paging.formula is None:
        return urljoin(url, said.next_link) if said.next_link else None
    if first.pages is not None and number >= first.pages:
        return None
    n = paging.first + number - 1
    if paging.last is not None and n > paging.last:
        return None
    return urljoin(start, paging.formula.replace("{n}", str(n)))


def _html_links(page: Selector, listing: Listing) -> Iterator[Link]:
    for item in find(page, listing.items):
        href = _value(item, listing.link, "href")
        if href:
            yield Link(href, Listed(_value(item, listing.title), _value(item, listing.date)))


def _value(item: Selector, rule: str | None, attribute: str | None = None) -> str | None:
    """Return the first thing the rule selects as text: of an element its ``attribute``, or all its words."""
    found = next(iter(find(item, rule)), None) if rule else None
    if found is None:
        return None
    if isinstance(found.root, etree._Element):
        text = found.root.get(attribute) if attribute else "".join(map(str, found.root.itertext()))
    else:
        text = found.get()
    return " ".join((text or "").split()) or None


def _json_links(text: str, listing: Listing) -> Iterator[Link]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ListingError(f"the list is not JSON: {error}") from None
    for item in _walk(data, json_steps(listing.items)):
        href = _json_value(item, listing.link)
        if href:
            yield Link(href, Listed(_json_value(item, listing.title), _json_value(item, listing.date)))


def _json_value(item: Any, path: str | None) -> str | None:
    found = next(_walk(item, json_steps(path)), None) if path else None
    return None if found is None or isinstance(found, dict | list) else str(found).strip() or None


def _walk(data: Any, steps: tuple[str | int, ...]) -> Iterator[Any]:
    """Yield what stands at the end of the path; a string on the way that holds JSON is read as JSON."""
    if not steps:
        yield data
        return
    step, rest = steps[0], steps[1:]
    if isinstance(data, str) and data.lstrip().startswith(("{", "[")):  # seen in `urls` of search answers, 2021
        try:
            data = json.loads(data)
        except ValueError:
            return
    if step == "*" and isinstance(data, list):
        for element in data:
            yield from _walk(element, rest)
    elif isinstance(step, int):
        if isinstance(data, list) and step < len(data):
            yield from _walk(data[step], rest)
    elif isinstance(data, dict) and step in data:
        yield from _walk(data[step], rest)


def _count(text: str, paging: Paging | None) -> int | None:
    found = re.search(paging.count, text) if paging and paging.count else None
    return int(found[1]) if found and found[1].isdecimal() else None
