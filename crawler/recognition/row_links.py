"""What leads from a row of a list to its article: a link, an address in an attribute, a call of a script. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from parsel import Selector

from crawler.addresses import canonical
from crawler.recognition.scripts import EXPRESSION, Scripts
from jiyao.source_listing import fill

_ATTRIBUTES = ("data-href", "data-url", "data-link")
_CODE = "onclick"
_QUOTED_ADDRESS = r"""['"]([^'"\s]*(?:/|\.\w|\?)[^'"\s]*)['"]"""
_CALL = re.compile(r"(?:javascript:\s*|return\s+|void\s+)*([A-Za-z_$][\w$.]*)\(([^()]*)\)")
_GOES = re.compile(
    rf"(?:\.(?:href|src)\s*=\s*|\b(?:open|push|assign|replace|load|url)\s*\(\s*|\burl\s*[:=]\s*)({EXPRESSION})"
)


@dataclass(frozen=True, slots=True)
class RowLink:
    """An element that leads to a page: the attribute that says so, as it is written there, and the page's address.

    ``pattern`` has groups around what matters of it, ``template`` is what they are parts of (``{link}``; {1}, {2}).
    """

    element: Any
    attribute: str
    written: str
    url: str
    pattern: str | None = None
    template: str | None = None


def row_links(page: Selector, url: str, scripts: Scripts) -> Iterator[RowLink]:
    """Yield all that leads to pages from the page at ``url``: links first, then attributes, then calls of scripts."""
    calls: list[tuple[Any, str, str, re.Match[str]]] = []
    attributes = " or ".join(f"@{each}" for each in (*_ATTRIBUTES, _CODE))
    for element in page.xpath(f"//*[self::a[@href] or {attributes}]"):
        said = element.attrib
        href = said.get("href", "").strip()
        by_href = re.match(r"javascript:\s*(?!void|;|$)", href, re.I)
        code = href if by_href else said.get(_CODE, "")
        if href and not href.lower().startswith(("javascript:", "#")):
            if address := canonical(href, url):
                yield RowLink(element.root, "href", said["href"], address)
        elif attribute := next((each for each in _ATTRIBUTES if re.search(r"[/?.]", said.get(each, ""))), None):
            if address := canonical(said[attribute], url):
                yield RowLink(element.root, attribute, said[attribute], address)
        elif code:
            attribute = "href" if by_href else _CODE
            if quoted := re.search(_QUOTED_ADDRESS, code):
                if address := canonical(quoted[1], url):
                    yield RowLink(element.root, attribute, said[attribute], address, _QUOTED_ADDRESS)
            elif call := _CALL.match(code):
                calls.append((element.root, attribute, said[attribute], call))
    yield from _called(calls, url, scripts)


def _called(calls: Sequence[tuple[Any, str, str, re.Match[str]]], url: str, scripts: Scripts) -> Iterator[RowLink]:
    """Yield the links of calls whose function goes to an address made of the values that it is given."""
    made = {name: _made_by(name, scripts) for name in dict.fromkeys(call[1] for *_, call in calls)}
    for element, attribute, code, call in calls:
        values = [word.strip().strip("'\"") for word in call[2].split(",")]
        used, template = made[call[1]] or ([], "")
        if not used or used[-1] >= len(values):
            continue
        pattern = rf"\b{re.escape(call[1])}\(" + ",".join(
            r"\s*['\"]?([^,'\")]*)['\"]?\s*" if place in used else "[^,()]*" for place in range(used[-1] + 1)
        )
        given = {str(number): quote(values[place], safe="") for number, place in enumerate(used, 1)}
        if address := canonical(fill(template, given | {"link": given["1"]}), url):
            yield RowLink(element, attribute, code, address, pattern, urljoin(url, template))


def _made_by(name: str, scripts: Scripts) -> tuple[list[int], str] | None:
    """Return which of the values given to a function make an address, and the address with their numbers in braces."""
    does = scripts.function(name.rsplit(".", 1)[-1])
    if does is None:
        return None
    takes, body = does
    marks = {one: f"{{{place}}}" for place, one in enumerate(takes)}
    for goes in _GOES.findall(body):
        assigned = (
            re.search(rf"(?<![\w$.]){re.escape(goes)}\s*=\s*({EXPRESSION})", body) if goes.isidentifier() else None
        )
        said = scripts.written(assigned[1] if assigned else goes, marks) or ""
        used = sorted(place for place in range(len(takes)) if f"{{{place}}}" in said)
        if used and re.search(r"[/?.]", said):
            numbers = {str(place): f"{{{number if len(used) > 1 else 'link'}}}" for number, place in enumerate(used, 1)}
            return used, fill(said, numbers)
    return None
