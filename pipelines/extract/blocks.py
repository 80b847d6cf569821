"""A page as blocks of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from jiyao.patterns import regex

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "video",
        "audio",
        "select",
        "option",
        "textarea",
        "button",
        "input",
        "head",
        "nav",
        "map",
        "math",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SENTENCE = regex("[，。；！？、：,;!?“”《》「」]")
_LEVELS = {f"h{level}": level for level in range(1, 7)}
#: What ``visibility: hidden`` hides a script shows as soon as it has run; so do pages of WeChat with their articles.
_HIDDEN = regex(r"display\s*:\s*none", re.I)
Element = Any  # lxml's stubs do not know HtmlElement's methods


@dataclass(frozen=True)
class Block:
    """A stretch of text between two block tags: its words, how much of it is links, where it stands, its level as a heading."""

    text: str
    linked: int
    element: Element
    level: int = 0

    @property
    def heading(self) -> bool:
        """Whether it stands in one of the three greater headings."""
        return 0 < self.level <= 3

    @cached_property
    def squeezed(self) -> str:
        """Its words without blanks."""
        return squeeze(self.text)

    @property
    def of_links(self) -> bool:
        """Whether most of its words are links."""
        return self.linked > 0.5 * len(self.squeezed)

    @cached_property
    def worth(self) -> float:
        """How much running text it is: sentences count, links do not."""
        if not self.text:
            return 0.0
        plain = len(self.text) - self.linked
        marks = len(_SENTENCE.findall(self.text))
        if self.of_links:
            return 0.0
        return plain + 12 * min(marks, plain / 8) if marks else 0.3 * plain if len(self.text) > 10 else 0.0


def squeeze(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def blocks(root: Element) -> Iterator[Block]:
    """Yield the blocks below an element in order; what a browser hides is left out."""
    yield from _Walk().run(root)


class _Walk:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self.words: list[str] = []
        self.linked = 0
        self.owner: Element = None
        self.level = 0

    def run(self, root: Element) -> list[Block]:
        self.owner = root
        self._visit(root, link=False)
        self._flush(root)
        return self.found

    def _visit(self, element: Element, *, link: bool) -> None:
        if not isinstance(element.tag, str):
            return
        tag = element.tag.lower()
        if tag in _SILENT or _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            return
        block = tag in _BLOCKS
        if block or tag == "br":
            self._flush(self.owner)
        if block:
            self.owner = element
            self.level = _LEVELS.get(tag, 0)
        link = link or tag == "a"
        self._add(element.text, link)
        for child in element:
            self._visit(child, link=link)
            if block and isinstance(child.tag, str) and child.tag.lower() in _BLOCKS:
                self.owner, self.level = element, _LEVELS.get(tag, 0)
            self._add(child.tail, link)
        if block:
            self._flush(element)

    def _add(self, text: str | None, link: bool) -> None:
        if text:
            self.words.append(text)
            if link:
                self.linked += len(squeeze(text))

    def _flush(self, element: Element) -> None:
        text = " ".join("".join(self.words).replace("\xa0", " ").split(" ")).strip()
        text = re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")
        if text.strip("　 "):
            self.found.append(Block(text.strip("　 "), self.linked, element, self.level))
        self.words, self.linked = [], 0


def parse_html(text: str) -> Element | None:
    """Return the root element of a page, None where there is nothing at all."""
    if not text.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def take_out(element: Element) -> None:
    """Take an element out of its page; the words behind it stay."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
