"""What a list page says: its links with their titles and dates, and what leads to the next page. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, unquote, urljoin

from lxml import etree
from parsel import Selector

from jiyao.model import Capture, Listed
from jiyao.patterns import regex
from jiyao.source import Listing, Paging, Source, find
from jiyao.source_listing import fill
from jiyao.source_rules import json_find
from pipelines.addresses import base_of, host_of, in_scheme, of_source
from pipelines.decode import text_of
from pipelines.numerals import since_epoch
from pipelines.unwrap import UnwrapError, holds_nothing, read_json, unwrap, xml_page


class ListingError(ValueError):
    """The list page is not what its source declares; the message says how."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a list page, as written (relative or not, to the page's ``<base>``), and what the list says of it."""

    href: str
    listed: Listed


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one list page says.

    ``next_link`` and ``cursor`` are as written; ``pages`` is what ``count`` or
    ``total`` come to; ``frame`` the address of the iframe that holds the list; ``hidden`` the names and values of
    the page's hidden fields, where the next page is asked for with them.
    """

    links: tuple[Link, ...]
    next_link: str | None = None
    pages: int | None = None
    cursor: str | None = None
    frame: str | None = None
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a link: an ``article``, or why it is none; ``url`` is None where it is no http address."""

    url: str | None
    verdict: Literal["article", "not_http", "off_site", "no_article"]


def read_listing(capture: Capture, listing: Listing) -> ListPage:
    """Return what the captured list page says; :class:`ListingError` where it cannot be read at all.

    An answer that is empty in its own format has no links, and is no error: it stands behind the last page.
    """
    text = text_of(capture, listing.encoding)
    if not text.strip():
        raise ListingError("the list page is empty")
    try:
        frame = _frame(text, listing)
        if frame:
            return ListPage((), frame=frame)
        links, next_link = _read(unwrap(text, listing.inside), listing, base_of(text, capture.url))
        hidden = _hidden(text) if listing.request.goes_on else ()
        return ListPage(links, next_link, _pages(text, listing.paging), _cursor(text, listing.paging), hidden=hidden)
    except UnwrapError as error:
        if holds_nothing(text):
            return ListPage(())
        raise ListingError(f"the list is {error}" if str(error).startswith("not ") else str(error)) from None


def judge(link: Link, base: str, source: Source) -> Judged:
    """Return what becomes of a link on the list page at ``base``."""
    url = of_source(link.href, base, source)
    if url is None:
        return Judged(None, "not_http")
    if host_of(url) not in source.hosts:
        return Judged(url, "off_site")
    url = in_scheme(url, source)
    return Judged(url, "article" if source.articles.accept(url) else "no_article")


def _read(text: str, listing: Listing, base: str) -> tuple[tuple[Link, ...], str | None]:
    """Return the links and the one to the next page; ``base`` is what the page says they are relative to, or empty."""
    if listing.kind == "json":
        return tuple(_links(json_find(read_json(text), listing.items), _json_value, _json_text, listing, base)), None
    page = xml_page(text) if listing.kind == "xml" else Selector(text=text)
    rule = listing.paging.link if listing.paging else None
    following = _value(page, rule, "href")
    links = tuple(_links(find(page, listing.items), _value, _words, listing, base))
    return links, following and _absolute(following, base)


def _links(items: Any, value: Any, words: Any, listing: Listing, base: str) -> Iterator[Link]:
    for item in items:
        said = value(item, listing.link, "href")
        made = listing.link_pattern or listing.address
        code = _in_code(item, said) if said and not made and _NO_ADDRESS.match(said) else None
        href = code or _href(said, listing)
        if href:
            date = value(item, listing.date)
            address = _absolute(href, base)
            title, told = _told(value(item, listing.title))
            yield Link(address, Listed(title, _date(date, item, words, address, listing) or told))


#: What a link says that a script follows, and an address that the call of it opens: onclick="open('show.asp?id=3')".
_NO_ADDRESS = regex(r"#\w*$|javascript:", re.I)
_IN_CALL = regex(
    r"""(?:\bopen\s*\(|\blocation(?:\.href)?\s*=|\blocation\.(?:assign|replace)\s*\()\s*['"]([^'"\s]+)['"]\s*(?=[,);]|$)"""
)


def _in_code(item: Any, said: str) -> str | None:
    """Return the address in the call that a link of an item makes, None where it makes none with one."""
    if not isinstance(getattr(item, "root", None), etree._Element):
        return None
    codes = ((link.get("href", ""), link.get("onclick", "")) for link in item.root.iter("a"))
    calls = [said, *(code for href, code in codes if _NO_ADDRESS.match(href or "#"))]
    found = (_IN_CALL.search(call) for call in calls)
    return next((call[1] for call in found if call and re.search(r"[/.?]", call[1])), None)


#: What old systems (PowerEasy) show over a link: 文章标题：… 作者：… 更新时间：2008-5-6 10:20:30.
_TOOLTIP = regex(
    r"(?:文章|新闻)?(?:标题|標題)\s?[：:]\s?(.+?)\s?(?:作\s{0,4}者|(?:发布|更新|录入|添加)(?:时间|日期)|来源)\s?[：:].*"
)
_DAY_IN_TOOLTIP = regex(r"(?:发布|更新|录入|添加)(?:时间|日期)\s?[：:]\s?(\d{4}\S*)")


def _told(title: str | None) -> tuple[str | None, str | None]:
    """Return the title, and the day, where it is one of several facts that stand in a title's place."""
    found = _TOOLTIP.fullmatch(title or "")
    day = _DAY_IN_TOOLTIP.search(title or "") if found else None
    return (found[1] if found else title), (day[1] if day else None)


def _absolute(href: str, base: str) -> str:
    try:
        return urljoin(base, href) if base else href
    except ValueError:  # a bracket that is no address
        return href


def _href(found: str | None, listing: Listing) -> str | None:
    parts: tuple[str | None, ...] = (found,)
    if found and listing.link_pattern:
        matched = re.search(listing.link_pattern, found)
        parts = matched.groups() if matched else (None,)
    first = next((part for part in parts if part), None)
    if not first or not listing.address:
        return first
    return made_address(listing.address, [part or "" for part in parts] if len(parts) > 1 else [first])


def made_address(template: str, parts: Sequence[str]) -> str:
    """Return the address that words of a list are parts of: ``{link}`` the first or only one, ``{1}``, ``{2}`` all."""
    encoded = [quote(unquote(part), safe="/:?=&~-._") for part in parts]
    return fill(template, {"link": encoded[0]} | {str(number): part for number, part in enumerate(encoded, 1)})


def _date(found: str | None, item: Any, words: Any, href: str, listing: Listing) -> str | None:
    if listing.date_pattern:
        found = dated(listing.date_pattern, words(item) if listing.date is None else found or "")
    if not found and listing.date_in_link:
        found = dated(listing.date_in_link, href)
    moment = since_epoch(found or "")
    return moment.isoformat() if moment else found


def dated(pattern: str, text: str) -> str | None:
    """Return the date that the pattern finds: its three groups as year-month-day, its one group, or all it matches.

    Three groups stand in that order, or have these names.
    """
    found = re.search(pattern, text)
    if not found:
        return None
    if len(found.groups()) == 3:
        return "-".join(found.group("year", "month", "day") if found.groupdict() else found.groups())
    return found[1] if found.groups() else found[0]


def _value(item: Selector, rule: str | None, attribute: str | None = None) -> str | None:
    """Return the first thing the rule selects as text: of an element its ``attribute``, or all its words."""
    found = next(iter(find(item, rule)), None) if rule else None
    if found is None:
        return None
    if isinstance(found.root, etree._Element):
        given = found.root.get(attribute) if attribute else None
        is_html = attribute and found.type != "xml"  # in RSS an address is an element's words
        text = given if given or is_html else "".join(map(str, found.root.itertext()))
    else:
        text = found.get()
    return " ".join((text or "").split()) or None


def _words(item: Selector) -> str:
    return " ".join("".join(map(str, item.root.itertext())).split()) if hasattr(item.root, "itertext") else item.get()


def _json_value(item: Any, path: str | None, attribute: str | None = None) -> str | None:
    found = next(json_find(item, path), None) if path else None
    return None if found is None or isinstance(found, dict | list) else str(found).strip() or None


def _json_text(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False)


def _frame(text: str, listing: Listing) -> str | None:
    return _value(Selector(text=text), listing.frame, "src") if listing.frame else None


def _hidden(text: str) -> tuple[tuple[str, str], ...]:
    fields = Selector(text=text).css('input[type="hidden" i][name]')
    return tuple({field.attrib["name"]: field.attrib.get("value", "") for field in reversed(fields)}.items())[::-1]


def _pages(text: str, paging: Paging | None) -> int | None:
    pages = _number(text, paging.count) if paging else None
    records = _number(text, paging.total) if paging and pages is None else None
    return -(-records // paging.per_page) if records is not None and paging and paging.per_page else pages


def _number(text: str, pattern: str | None) -> int | None:
    found = re.search(pattern, text) if pattern else None
    return int(found[1]) if found and found[1].isdecimal() else None


def _cursor(text: str, paging: Paging | None) -> str | None:
    if paging and paging.cursor_pattern:
        found = re.search(paging.cursor_pattern, text)
        return found[1] if found else None
    return _json_value(read_json(text), paging.cursor) if paging and paging.cursor else None
