"""How the next page of a list that nobody has described yet may be asked for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector

from crawler.rows import names_of
from jiyao.source import find

_STRING_FIRST = r"createPageHTML\(['\"]\w+['\"],\s*(\d+)"
_RECORDS_FIRST = r"createPageHTML\(\d+,\s*(\d+),\s*\d+"
_PAGES_FIRST = r"createPageHTML\((\d+)"
_NAMED = re.compile(r"createPageHTML\([^)]*?['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"][^)]*\)")
_NEXT = ("下一页", "下一頁", "下页", "下頁", "后一页", "Next", "»")
_COUNT_KEYS = ("pages", "totalPage", "totalPages", "total_page", "pageCount", "page_count")
_PAGE_PARAMETER = re.compile(r"((?:[?&](?:page|pageNo|pageNum|pageIndex|currPage|pn|p)=))1(?=&|$)", re.I)
_PAGE_IN_NAME = re.compile(r"([_-])1(\.\w+)$")


@dataclass(frozen=True, slots=True)
class Guess:
    """Keys of ``paging`` that may be right, and what they were read from."""

    paging: dict[str, Any]
    because: str


def guesses(text: str, url: str, kind: str) -> list[Guess]:
    """Return how the next page may be found, the likeliest first; each has to be tried."""
    return _from_json(text, url) if kind == "json" else [*_from_script(text), *_from_links(text, url)]


def _from_script(text: str) -> list[Guess]:
    named = _NAMED.search(text)
    count = next((rule for rule in (_STRING_FIRST, _RECORDS_FIRST, _PAGES_FIRST) if re.search(rule, text)), None)
    if not named or not count:
        return []
    formula = f"{named[1]}_{{n}}.{named[2]}"
    return [Guess({"formula": formula, "first": first, "count": count}, "createPageHTML") for first in (1, 2)]


def _from_links(text: str, url: str) -> list[Guess]:
    page = Selector(text=text)
    found: list[Guess] = []
    for words in _NEXT:
        for link in page.xpath(f'//a[@href and contains(., "{words}")]'):
            if link.attrib["href"].lower().startswith(("javascript", "#")):
                continue
            rule = next((name for name in names_of(link.root) if len(find(page, name)) == 1), None)
            found.append(Guess({"link": rule or f'//a[contains(., "{words}")]'}, f"a link that says {words}"))
            return found
    for link in page.xpath('//a[@href and normalize-space() = "2"]'):
        href = link.attrib["href"]
        if len(re.findall(r"2", href.rsplit("/", 1)[-1])) == 1 and not href.lower().startswith("javascript"):
            head, tail = href.rsplit("/", 1) if "/" in href else ("", href)
            formula = (head + "/" if head else "") + tail.replace("2", "{n}")
            found.append(Guess({"formula": formula, "first": 2}, "a link that says 2"))
            break
    return found


def _from_json(text: str, url: str) -> list[Guess]:
    count = next((key for key in _COUNT_KEYS if re.search(rf'"{key}":\s*"?\d+', text)), None)
    counted = {"count": rf'"{count}":\s*"?(\d+)'} if count else {}
    path = urlsplit(url)
    last = path.path.rsplit("/", 1)[-1] + (f"?{path.query}" if path.query else "")
    for pattern, put in ((_PAGE_PARAMETER, r"\g<1>{n}"), (_PAGE_IN_NAME, r"\g<1>{n}\2")):
        formula, changed = pattern.subn(put, last, count=1)
        if changed and "{" not in last:
            return [Guess({"formula": formula, "first": 2, **counted}, "the page's number in the address")]
    return []
