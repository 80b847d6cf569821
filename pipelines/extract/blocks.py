"""A page as blocks of text, and the block of blocks that is its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

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
_SENTENCE = re.compile("[，。；！？、：,;!?“”《》「」]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
#: Words in class and id of what surrounds an article, seen on Chinese government and news sites.
_AROUND = re.compile(
    r"\b(?:nav|menu|crumb|breadcrumb|header|footer|foot|copyright|copy_?right|sidebar|side|aside|share|social|comment|pinglun|relat\w*|recommend\w*|hot|rank\w*|toplist|pager?|pagination|tool\w*|qrcode|ewm|advert\w*|ad|ads|banner|login|search|friendlink|links?|keyword\w*|tags?|statement|disclaimer|declare|toolbar|prevnext|xgwz|xgyd|editor-?info|art-?pre|function|bdshare\w*|jiathis\w*|weibo|weixin|wechat)\b",
    re.I,
)
_INSIDE = re.compile(r"trs_?editor|article|content|zoom|news|main|text|detail|body|ucap|entry|post", re.I)

Element = Any  # lxml's stubs do not know HtmlElement's methods


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text between two block tags: its words, how much of it is links, and where it stands."""

    text: str
    linked: int
    element: Element
    heading: bool = False

    @property
    def worth(self) -> float:
        """How much running text it is: sentences count, links do not."""
        if not self.text:
            return 0.0
        plain = len(self.text) - self.linked
        marks = len(_SENTENCE.findall(self.text))
        if self.linked > 0.5 * len(self.text):
            return 0.0
        return plain + 12 * min(marks, plain / 8) if marks else 0.3 * plain if len(self.text) > 10 else 0.0


def blocks(root: Element) -> Iterator[Block]:
    """Yield the blocks below an element in order; what a browser hides is left out."""
    yield from _Walk().run(root)


class _Walk:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self.words: list[str] = []
        self.linked = 0
        self.owner: Element = None
        self.heading = False

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
            self.heading = tag in ("h1", "h2", "h3")
        link = link or tag == "a"
        self._add(element.text, link)
        for child in element:
            self._visit(child, link=link)
            if block and isinstance(child.tag, str) and child.tag.lower() in _BLOCKS:
                self.owner, self.heading = element, tag in ("h1", "h2", "h3")
            self._add(child.tail, link)
        if block:
            self._flush(element)

    def _add(self, text: str | None, link: bool) -> None:
        if text:
            self.words.append(text)
            if link:
                self.linked += len("".join(text.split()))

    def _flush(self, element: Element) -> None:
        text = " ".join("".join(self.words).replace("\xa0", " ").split(" ")).strip()
        text = re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")
        if text.strip("　 "):
            self.found.append(Block(text.strip("　 "), self.linked, element, self.heading))
        self.words, self.linked = [], 0


def main_element(root: Element) -> Element:
    """Return the element that holds the article: the deepest that keeps nearly all of the page's running text."""
    weights: dict[Element, float] = {}
    for block in blocks(root):
        worth = block.worth
        if not worth:
            continue
        path = [block.element, *block.element.iterancestors()]
        if any(_surrounds(ancestor) for ancestor in path[:-2]):
            worth *= 0.1
        for ancestor in path:
            weights[ancestor] = weights.get(ancestor, 0.0) + worth
    if not weights:
        return root
    best = root
    while True:
        children = [child for child in best if child in weights]
        if not children:
            return best
        heaviest = max(children, key=lambda child: weights[child])
        if weights[heaviest] < _KEEP * weights[best]:
            return best if not _lone_paragraph(best, heaviest, weights) else heaviest
        if heaviest.tag in ("p", "span", "font", "b", "strong"):
            return best
        best = heaviest


#: An element is left for its child while the child keeps this share of the running text.
_KEEP = 0.72


def _lone_paragraph(element: Element, heaviest: Element, weights: dict[Element, float]) -> bool:
    """Tell whether the rest of an element is what surrounds articles, and its heaviest child the article."""
    if not _INSIDE.search(f"{heaviest.get('class')} {heaviest.get('id')}") or heaviest.tag == "p":
        return False
    return weights[heaviest] > 0.45 * weights[element]


def _surrounds(element: Element) -> bool:
    if element.tag in ("aside", "footer", "nav", "header"):
        return True
    words = re.sub(r"[-_]", " ", f"{element.get('class') or ''} {element.get('id') or ''}")
    return (
        bool(words.strip()) and bool(_AROUND.search(words)) and not re.search(r"content|article|trs|zoom", words, re.I)
    )


def parse_html(text: str) -> Element | None:
    """Return the root element of a page, None where there is nothing at all."""
    if not text.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
