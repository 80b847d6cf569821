"""An article that comes as JSON or XML: its fields by the source's rules alone, its text of plain words or of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jiyao.model import Article, DateClue
from jiyao.patterns import regex
from jiyao.source import ArticleRules, find
from jiyao.source_rules import json_find
from pipelines.extract.blocks import blocks, parse_html
from pipelines.unwrap import read_json, xml_page

_TAG = regex(r"<(?:p|br|div|span|table|font|h\d|ul|ol|section|strong)\b[^>]*>", re.I)


def data_article(
    text: str, rules: ArticleRules, url: str, found: dict[str, str], listed_title: str | None, listed_date: str | None
) -> Article:
    """Return the article of a JSON or XML text; ``found`` learns by which rule each field was found.

    :class:`pipelines.unwrap.UnwrapError` where the text is not of its kind.
    """
    page = read_json(text) if rules.kind == "json" else xml_page(text)

    def first(field: str) -> str | None:
        for rule in getattr(rules, field):
            said = "\n".join(_values(page, rule, rules.kind))
            if said.strip():
                found[field] = rule
                return said
        return None

    title = " ".join(_plain(first("title") or listed_title or "").split())
    if title and "title" not in found:
        found["title"] = "the list"
    published = first("published")
    clues = [DateClue("line", " ".join(published.split()))] if published else []
    clues += [DateClue("list", listed_date)] if listed_date else []
    text = _plain(first("body") or "")
    return Article(url, title, text, tuple(clues), first("publisher"), first("byline"), ruled="body" in found)


def _values(page: Any, rule: str, kind: str) -> Iterator[str]:
    for value in json_find(page, rule) if kind == "json" else find(page, rule):
        if kind != "json":
            value = value.root if isinstance(value.root, str) else "".join(value.root.itertext())
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str | int | float) and not isinstance(each, bool):
                yield str(each)


def _plain(text: str) -> str:
    """Return words one paragraph a line; of HTML its blocks."""
    if _TAG.search(text):
        root = parse_html(text)
        return "" if root is None else "\n".join(block.text for block in blocks(root))
    return "\n".join(line.strip(" \t\r　") for line in text.splitlines() if line.strip(" \t\r　"))
