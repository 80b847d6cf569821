"""How an article goes on over further pages: what each says of the next, and where the walk through them ends. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from parsel import Selector

from jiyao.model import Capture
from jiyao.source import Source, find
from jiyao.source_listing import fill
from pipelines.addresses import base_of, in_scheme, of_source
from pipelines.decode import text_of
from pipelines.extract.blocks import blocks, parse_html
from pipelines.unwrap import UnwrapError, unwrap

MORE_THAN_WE_TAKE = "It has more pages than we take of one article."
#: Python refuses to read numbers of more than 4,300 figures.
_MOST_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an article.

    ``link`` leads to its next page and ``count`` is how many there are, both as far as it says so; ``words`` is a
    digest of all that is visible, where a link leads on.
    """

    url: str
    link: str | None = None
    count: int = 1
    words: bytes = b""


def leaf_of(capture: Capture, source: Source) -> Leaf:
    """Return what a page says of the others, by its source's rules."""
    text = text_of(capture, source.article.encoding)
    try:
        text = unwrap(text, source.article.inside)
    except UnwrapError:
        return Leaf(capture.url)
    paging = source.article.paging
    if paging is None or paging.link is None:
        counted = re.search(paging.count, text) if paging and paging.count else None
        return Leaf(capture.url, count=_number(counted[1]) if counted else 1)
    root = parse_html(text)
    link = _link(Selector(root=root, type="html"), paging.link) if root is not None else None
    address = of_source(link, base_of(text, capture.url) or capture.url, source) if link else None
    if root is None or address is None:
        return Leaf(capture.url)
    words = hashlib.blake2b("\n".join(block.text for block in blocks(root)).encode(), digest_size=8).digest()
    return Leaf(capture.url, in_scheme(address, source), words=words)


def following(leaves: Sequence[Leaf], source: Source) -> str | None:
    """Return the address of the page behind these, which are an article from its first page on; None behind its last.

    A link that leads back, and a page that shows what another did, are the end.
    """
    paging, first, last = source.article.paging, leaves[0], leaves[-1]
    if paging is None:
        return None
    if paging.formula is None:
        repeats = any(leaf.words == last.words for leaf in leaves[:-1])
        leads_back = last.link in {leaf.url for leaf in leaves}
        return None if repeats or leads_back else last.link
    number = len(leaves) + 1
    if number > first.count:
        return None
    name, _, ending = urlsplit(first.url).path.rpartition("/")[2].rpartition(".")
    values = {"name": name or ending, "ext": ending, "n": str(paging.first + number - 2)}
    address = fill(paging.formula, {name: quote(value, safe="%") for name, value in values.items()})
    url = of_source(address, first.url, source)
    return url and in_scheme(url, source)


def _number(said: str | None) -> int:
    """Return how many pages there are by what a page says; 1 where that is no number of pages."""
    return int(said) if said and said.isdecimal() and len(said) <= _MOST_FIGURES else 1


def _link(page: Selector, rule: str) -> str | None:
    """Return the first link that the rule selects: an element's ``href``, or the text it names itself."""
    for found in find(page, rule):
        href = found.root if isinstance(found.root, str) else found.root.get("href")
        if href and href.strip():
            return str(href).strip()
    return None
