"""A search as an Atom feed (RFC 4287) in pages (RFC 5005): what is new, was edited or was withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote, unquote_plus

from lxml import etree

from jiyao.model import CHINA
from jiyao.search import Hit
from jiyao.search.query import FURTHEST

#: Entries of a page.
SIZE = 50
ATOM = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LONGEST_SUMMARY, _MOST_EDITS = 300, 20
_LONG_AGO = "1970-01-01T00:00:00.000Z"
#: What XML cannot hold.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(hits: Iterable[Hit], links: Mapping[str, str], id: str, base: str, title: str) -> bytes:
    """Return a page of the feed ``id`` with its links by relation; ``base`` is where the pages of the hits are."""
    shown = list(hits)
    feed = etree.fromstring(f'<feed xmlns="{_NAMESPACE}"/>')
    _add(feed, "id", id)
    _add(feed, "title", title)
    for relation, address in links.items():
        _add(feed, "link", rel=relation, href=address)
    _add(feed, "updated", max((_changed_at(hit) for hit in shown), default=_LONG_AGO))
    _add(_add(feed, "author"), "name", "Jiyao")
    for hit in shown:
        _add_entry(feed, hit, base)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def links_of(address: str, offset: int, total: int) -> dict[str, str]:
    """Return the links of the page at ``address`` by relation; there is a first page where there is another."""
    links = {"self": address}
    if offset:
        links["previous"] = page_of(address, max(offset - SIZE, 0))
    if offset + SIZE < total and offset + 2 * SIZE <= FURTHEST:
        links["next"] = page_of(address, offset + SIZE)
    return links | ({"first": page_of(address)} if len(links) > 1 else {})


def page_of(address: str, offset: int = 0) -> str:
    """Return the address of another page of the feed; that of the first is its id, which no page may change."""
    path, _, query = address.partition("?")
    others = [one for one in query.split("&") if one and unquote_plus(one.partition("=")[0]) != "offset"]
    asked = "&".join([*others, f"offset={offset}"] if offset else others)
    return f"{path}?{asked}" if asked else path


def state_of(hit: Hit) -> str:
    """Return what happened last to the page: withdrawn, edited, or that it is new."""
    if hit.values.get("withdrawn_at"):
        return "withdrawn"
    return "edited" if hit.values.get("versions", 1) > 1 else "new"


def _add_entry(feed: etree._Element, hit: Hit, base: str) -> None:
    address = f"{base}reports/{quote(hit.report_id, safe='')}"
    state, changed_at = state_of(hit), _changed_at(hit)
    title = str(hit.values.get("title") or hit.report_id)
    entry = _add(feed, "entry")
    # To a reader of feeds an edited page is another entry; one that was completed, or returned as it was, is not.
    since = hit.values.get("first_seen_at", changed_at) if state == "new" else changed_at
    _add(entry, "id", f"{address}#{state}-{since}")
    _add(entry, "title", title if state == "new" else f"[{state}] {title}")
    _add(entry, "link", rel="alternate", href=address)
    _add(entry, "updated", changed_at)
    if hit.values.get("published_at"):
        # A feed has moments only: in China's hour its day is the one that the page tells.
        _add(entry, "published", datetime.fromisoformat(hit.values["published_at"]).astimezone(CHINA).isoformat())
    _add(entry, "category", term=state)
    _add(entry, "summary", _summary(hit, state))


def _summary(hit: Hit, state: str) -> str:
    """Return what an edit changed, and how the report begins."""
    if hit.report is None:
        return ""
    history = hit.report.history
    edits = [change.sentence for change in history.changes] if history and state == "edited" else []
    return "\n".join([*edits[:_MOST_EDITS], hit.report.text[:_LONGEST_SUMMARY]])


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", dict(attributes))
    element.text = None if text is None else _NO_XML.sub("", text)
    return element


def _changed_at(hit: Hit) -> str:
    return str(hit.values.get("changed_at", _LONG_AGO))
