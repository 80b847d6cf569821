"""How an article goes on over further pages: what each says of the next, and where the walk through them ends. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from parsel import Selector

from jiyao.model import Capture
from jiyao.patterns import regex
from jiyao.source import Source, find
from jiyao.source_listing import fill
from pipelines.addresses import base_of, in_scheme, of_source
from pipelines.decode import text_of
from pipelines.extract.blocks import blocks, parse_html
from pipelines.unwrap import UnwrapError, unwrap

MORE_THAN_WE_TAKE = "It has more pages than we take of one article."
#: What leads to an article's next page, or to one by its number; 下一篇 leads to the next article.
_LEADS_ON = regex(r"下一?[页頁]|[后後]一?[页頁]|next(?: page)?|(?!1$)\d{1,2}|", re.I)
_AROUND = " \t\r\n\xa0　[]【】()（）<>《》«»‹›→…·|"
_BLANK = regex(r"\s+")
#: Parameters that tell the number of a page.
_NUMBER = regex(r"(?:cur(?:rent)?_?)?(?:page|pg|p|pn)_?(?:no|num|number|index)?", re.I)
_NUMBERED = regex(rb"[?&;]" + _NUMBER.pattern.encode() + rb"=\d", re.I)
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


def leaf_of(capture: Capture, source: Source, first: str) -> Leaf:
    """Return what a page says of the others, by its source's rules; ``first`` is the address of the article's first.

    Where its source says nothing, a link leads on whose address is the first page's with a number behind it
    (``t20241205_1.html``, ``t20241205_1_2.html``), as no other article's is.
    """
    if source.article.paging is None and (source.article.kind != "html" or not _may_go_on(capture.body, first)):
        return Leaf(capture.url)
    text = text_of(capture, source.article.encoding)
    try:
        text = unwrap(text, source.article.inside)
    except UnwrapError:
        return Leaf(capture.url)
    paging = source.article.paging
    if paging and paging.link is None:
        counted = re.search(paging.count, text) if paging.count else None
        return Leaf(capture.url, count=_number(counted[1]) if counted else 1)
    root = parse_html(text)
    if root is None:
        return Leaf(capture.url)
    base = base_of(text, capture.url) or capture.url
    if paging and paging.link:
        link = _link(Selector(root=root, type="html"), paging.link)
        address = of_source(link, base, source) if link else None
    else:
        address = _own_next(root, text, capture.url, base, first, source)
    if address is None:
        return Leaf(capture.url)
    words = hashlib.blake2b("\n".join(block.text for block in blocks(root)).encode(), digest_size=8).digest()
    return Leaf(capture.url, in_scheme(address, source), words=words)


def following(leaves: Sequence[Leaf], source: Source) -> str | None:
    """Return the address of the page behind these, which are an article from its first page on; None behind its last.

    A link that leads back, and a page that shows what another did, are the end.
    """
    paging, first, last = source.article.paging, leaves[0], leaves[-1]
    if paging is None or paging.formula is None:
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


def _may_go_on(body: bytes, first: str) -> bool:
    """Tell, without reading the page, whether an address of the article's own further pages may stand on it."""
    name = urlsplit(first).path.rpartition("/")[2].rpartition(".")[0]
    return bool(name and re.search(re.escape(name.encode()) + rb"(?:[_-]\d|['\"])", body)) or bool(
        _NUMBERED.search(body)
    )


def _own_next(root: Any, text: str, url: str, base: str, first: str, source: Source) -> str | None:
    """Return the address of the article's page behind the one at ``url``, as far as a link or a script tells it."""
    here = 0 if url == first else _behind(first, url) or 0
    name, _, ending = urlsplit(first).path.rpartition("/")[2].rpartition(".")
    told = re.search(
        rf"createPageHTML\((?:['\"]\w+['\"],)?(\d+),(\d+),['\"]{re.escape(name)}['\"]", _BLANK.sub("", text)
    )
    if told and _number(told[2]) + 1 < _number(told[1]):
        return of_source(f"{name}_{_number(told[2]) + 1}.{ending}", first, source)
    onward: dict[int, str] = {}
    for link in root.iter("a"):
        address = of_source(link.get("href") or "", base, source)
        number = _behind(first, address) if address else None
        if address and number and number > here and _LEADS_ON.fullmatch("".join(link.itertext()).strip(_AROUND)):
            onward[number] = address
    return in_scheme(onward[min(onward)], source) if onward else None


def _behind(first: str, address: str) -> int | None:
    """Return the number that an address has and the article's first page has not, None where more differs."""
    ours, its = urlsplit(first), urlsplit(address)
    if ours.netloc != its.netloc:
        return None
    if ours.path != its.path:
        name, dot, ending = ours.path.rpartition(".")
        found = re.fullmatch(rf"{re.escape(name)}[_-](\d{{1,3}}){re.escape(dot + ending)}", its.path) if name else None
        return int(found[1]) if found and ours.query == its.query else None
    known = dict(parse_qsl(ours.query, keep_blank_values=True))
    asked = parse_qsl(its.query, keep_blank_values=True)
    more = [pair for pair in asked if known.get(pair[0]) != pair[1]]
    is_number = (
        len(more) == 1
        and known.get(more[0][0], "1") in ("0", "1")
        and _NUMBER.fullmatch(more[0][0])
        and re.fullmatch(r"\d{1,3}", more[0][1])
    )
    same = {name for name, _ in asked} >= set(known)
    return int(more[0][1]) if is_number and same else None


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
