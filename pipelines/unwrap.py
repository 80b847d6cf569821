"""An answer that holds what we want as a part of it, unwrapped step by step: HTML in JSON, JSON in HTML, CDATA in JSONP.

Values of JavaScript are read by chompjs, for pages write them without quotes
around names and with a comma too many.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import chompjs
from lxml import etree
from parsel import Selector

from jiyao.patterns import regex
from jiyao.source_listing import Inside
from jiyao.source_rules import json_find

#: What an answer says where all is well and nothing is there.
_NO_WORDS = regex(r"[\W\d_]*(?:ok|success|true|null|none)?[\W\d_]*", re.I)
#: What an answer of data does not hold, and a page or a challenge to the browser may without a word.
_OF_PAGES = frozenset(("html", "script", "img", "iframe", "form", "meta"))
_CODE, _ALL_IS_WELL = (
    regex(r"(?:err|error|status|ret)?_?(?:code|no|status)", re.I),
    ("0", "1", "200", "ok", "success", "true"),
)
_CDATA = ("<![CDATA[", "]]>")


class UnwrapError(ValueError):
    """The answer does not hold what its source declares; the message says which step failed."""


def unwrap(text: str, steps: Iterable[Inside]) -> str:
    """Return the part of ``text`` that the steps lead to; :class:`UnwrapError` where one finds nothing."""
    for step in steps:
        text = _unwrapped(text, step)
    return text


def _unwrapped(text: str, step: Inside) -> str:
    if step.path is not None:
        found = list(json_find(read_json(text), step.path))
        if not found:
            raise UnwrapError(f"the answer has nothing at {step.path!r}")
        return "\n".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in found)
    if step.after is not None:
        place = re.search(step.after, text)
        if not place:
            raise UnwrapError(f"the answer does not hold {step.after!r}")
        return _value_at(text[place.end() :].lstrip(), step.after)
    return _contents(text, step.tag or "")


def read_json(text: str) -> Any:
    """Return the value of a JSON text; :class:`UnwrapError` where it is none."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnwrapError(f"not JSON: {error}") from None


def _value_at(text: str, after: str) -> str:
    is_text = text[:1] in ("'", '"')
    if not is_text and text[:1] not in ("{", "["):
        raise UnwrapError(f"behind {after!r} stands no JavaScript value")
    try:
        # chompjs reads objects and arrays; a text becomes one by brackets around it.
        value: Any = chompjs.parse_js_object(f"[{_quoted(text)}]" if is_text else text)
    except (ValueError, RecursionError) as error:
        raise UnwrapError(f"what stands behind {after!r} cannot be read: {error}") from None
    return str(value[0]) if is_text else json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    """Return the text literal that ``text`` begins with."""
    found = re.match(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", text, re.S)
    return found[0] if found else text


def _contents(text: str, tag: str) -> str:
    """Return the contents of every such tag, one after the other, in one walk through the text."""
    lowered, found, done = text.lower(), [], 0
    for opened in re.finditer(rf"<{tag}\b[^<>]*>", text, re.I):
        closed = lowered.find(f"</{tag.lower()}", opened.end())
        if closed < 0:
            break
        if opened.start() >= done:
            inner, done = text[opened.end() : closed].strip(), closed
            is_cdata = inner.startswith(_CDATA[0]) and inner.endswith(_CDATA[1])
            found.append(inner[len(_CDATA[0]) : -len(_CDATA[1])] if is_cdata else inner)
    if not found:
        raise UnwrapError(f"the answer has no <{tag}>")
    return "\n".join(found)


def xml_page(text: str) -> Selector:
    """Return XML as a page to select in, without namespaces; nothing outside of it is read, no entity expanded."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.removeprefix("\ufeff").strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnwrapError(f"not XML: {error}") from None
    if root is None:
        raise UnwrapError("not XML: no element was found")
    page = Selector(root=root, type="xml")
    page.remove_namespaces()
    return page


def holds_nothing(text: str) -> bool:
    """Tell whether an answer is whole in its own format, JSON or XML, and has no rows and no words in it.

    So sites answer that are asked for the page behind the last: ``<datastore></datastore>``, ``{"data": null}``.
    """
    words: Iterable[str]
    try:
        value = read_json(text)
        if value is not None and not isinstance(value, dict | list):
            return False
        words = _words_in(value)
    except UnwrapError:
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
            root = etree.fromstring(text.removeprefix("\ufeff").strip().encode(), parser)
        except (etree.XMLSyntaxError, ValueError):
            return False
        if any(str(element.tag).lower() in _OF_PAGES for element in root.iter()):
            return False
        words = map(str, root.itertext())
    return all(_NO_WORDS.fullmatch(re.sub(r"<[^>]*>", "", each)) for each in words)


def _words_in(value: Any) -> Iterator[str]:
    """Yield the words of a JSON value; a code that says that all is not well is one of them."""
    if isinstance(value, dict):
        for name, each in value.items():
            refused = _CODE.fullmatch(name) and str(each).lower() not in _ALL_IS_WELL
            yield from _words_in(each) if not refused else (f"{name} {each}",)
    elif isinstance(value, list):
        for each in value:
            yield from _words_in(each)
    elif isinstance(value, str):
        yield value
