"""What leads from a row of a list to its article: a link, an address in an attribute, a call of a script. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parsel import Selector

from crawler.listing import made_address
from crawler.recognition.scripts import EXPRESSION, Scripts, joined
from jiyao.patterns import regex
from jiyao.source_listing import fill
from pipelines.addresses import canonical

_ATTRIBUTES = ("data-href", "data-url", "data-link")
_CODE = "onclick"
_QUOTED_ADDRESS = r"""['"]([^'"\s]*(?:/|\.\w|\?)[^'"\s]*)['"]"""
_CALL = regex(r"(?:javascript:\s*|return\s+|void\s+)*([A-Za-z_$][\w$.]*)\(([^()]*)\)")
_GOES = regex(
    rf"(?:\.(?:href|src)\s*=\s*|\b(?:open|push|assign|replace|load|url)\s*\(\s*|\burl\s*[:=]\s*)({EXPRESSION})"
)


@dataclass(frozen=True, slots=True)
class RowLink:
    """An element that leads to a page: the attribute that says so, as it is written there, and the page's address.

    ``pattern`` has groups around what matters of it, ``template`` is what they are parts of (``{link}``; {1}, {2}).
    ``rule`` makes the address of several attributes of the element, where a script does.
    """

    element: Any
    attribute: str
    written: str
    url: str
    pattern: str | None = None
    template: str | None = None
    rule: str | None = None


def row_links(page: Selector, url: str, scripts: Scripts) -> Iterator[RowLink]:
    """Yield all that leads to pages from the page at ``url``: links first, then attributes, then calls of scripts."""
    calls: list[tuple[Any, str, str, re.Match[str]]] = []
    attributes = " or ".join(f"@{each}" for each in (*_ATTRIBUTES, _CODE))
    for element in page.xpath(f"//*[self::a[@href] or {attributes}]"):
        said = element.attrib
        href = said.get("href", "").strip()
        by_href = re.match(r"javascript:\s*+(?!void|;|$)", href, re.I)
        code = href if by_href else said.get(_CODE, "")
        if href and not href.lower().startswith(("javascript:", "#")):
            if address := canonical(href, url):
                yield RowLink(element.root, "href", said["href"], address)
        elif attribute := next((each for each in _ATTRIBUTES if re.search(r"[/?.]", said.get(each, ""))), None):
            if address := canonical(said[attribute], url):
                yield RowLink(element.root, attribute, said[attribute], address)
        elif code:
            attribute = "href" if by_href else _CODE
            call = _CALL.match(code)
            if call and (call[2].strip() == "this" or scripts.function(call[1].rsplit(".", 1)[-1])):
                calls.append((element.root, attribute, said[attribute], call))
            elif (quoted := re.search(_QUOTED_ADDRESS, code)) and (address := canonical(quoted[1], url)):
                yield RowLink(element.root, attribute, said[attribute], address, _QUOTED_ADDRESS)
    yield from _called(calls, url, scripts)


def _called(calls: Sequence[tuple[Any, str, str, re.Match[str]]], url: str, scripts: Scripts) -> Iterator[RowLink]:
    """Yield the links of calls whose function goes to an address made of the values that it is given."""
    made = {name: _made_by(name, scripts) for name in dict.fromkeys(call[1] for *_, call in calls)}
    for element, attribute, code, call in calls:
        if call[2].strip() == "this":
            rule = _rule_of(call[1], scripts)
            words = Selector(root=element, type="html").xpath(rule).get() if rule else None
            if words and (address := canonical(words, url)):
                yield RowLink(element, attribute, code, address, rule=rule)
            continue
        values = [word.strip().strip("'\"") for word in call[2].split(",")]
        used, template = made[call[1]] or ([], "")
        if not used or used[-1] >= len(values):
            continue
        pattern = rf"\b{re.escape(call[1])}\(" + ",".join(
            r"\s*['\"]?([^,'\")]*)['\"]?\s*" if place in used else "[^,()]*" for place in range(used[-1] + 1)
        )
        template = joined(url, template)
        if address := canonical(made_address(template, [values[place] for place in used]), url):
            yield RowLink(element, attribute, code, address, pattern, template)


#: What a script asks an element for: $(row).attr("data-id"), row.getAttribute("data-id"), row.dataset.id.
_ASKED_OF = regex(
    r"""[\w$]+(?:\([\w$]+\))?\.(?:(?P<call>attr|getAttribute|data)\(\s*["']([A-Za-z_][\w-]*)["']\s*\)|dataset\.(\w+))"""
)


def _rule_of(name: str, scripts: Scripts) -> str | None:
    """Return the rule that makes an address of an element's attributes, as the function does that is given it."""
    does = scripts.function(name.rsplit(".", 1)[-1])
    for goes in _GOES.findall(does[1]) if does else ():
        marks = {found[0]: f"\ue000{_attribute(found)}\ue000" for found in _ASKED_OF.finditer(goes)}
        said = scripts.written(goes, marks) if marks else None
        if said and re.search(r"[/?.]", said) and "'" not in said:
            parts = [f"@{part}" if place % 2 else f"'{part}'" for place, part in enumerate(said.split("\ue000"))]
            return f"(concat({', '.join(parts)}))"
    return None


def _attribute(found: re.Match[str]) -> str:
    if found[3]:  # dataset.docId is data-doc-id
        return "data-" + re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", found[3])
    return f"data-{found[2]}" if found["call"] == "data" else found[2]


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
