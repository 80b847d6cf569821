"""Which rules find title, date, publisher and text on a site's pages that nobody has described yet. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from parsel import Selector

from crawler.recognition.rows import names_of
from jiyao.model import Article, Capture
from jiyao.patterns import regex
from jiyao.source import ArticleRules, Source
from pipelines.dates.published import published_at
from pipelines.decode import text_of
from pipelines.extract import GENERAL, explain
from pipelines.extract.article import main_element, surrounds
from pipelines.extract.blocks import blocks, parse_html

FIELDS = ("title", "published", "publisher", "body")
#: Rules seen on many sites (2018-2026), the surest first.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "title": ("meta:ArticleTitle", "#atitle", ".article-title", "h1", "h2.title", ".title", "#title"),
    "published": (
        "meta:PubDate", "meta:publishdate", "meta:article:published_time", "#apublishtime", ".apublishtime",
        ".pages-date", "time", ".date", ".info", ".source",
    ),
    "publisher": ("meta:ContentSource", "#asource", ".asource", ".source"),
    "body": (
        "#UCAP-CONTENT", ".trs_editor_view", ".TRS_UEDITOR", ".TRS_Editor", "#zoom", "#Zoom", "#vsb_content",
        ".v_news_content", "#abody", "#zoomcon", ".article-content", ".article-con", "#mainText", ".content",
    ),
}  # fmt: skip
NOTHING_LISTED: Mapping[str, str] = MappingProxyType({})
_LOOKS = ("color", "bgcolor", "size", "align")
#: What a site's own summary of an article is called, which is none of its text (seen 2024-2026).
_SUMMARY = regex(r"^\W{0,3}(?:智能|AI|内容|新闻|本文|新聞|內容)?\s*(?:摘要|速览|速覽|提要|总结|總結)", re.M | re.I)
_LEAST_SHARE, _MOST_SHARE = 0.85, 1.15


def found_fields(
    pages: Sequence[Capture], source: Source, listed: Mapping[str, str] = NOTHING_LISTED
) -> dict[str, str]:
    """Return for each field the first rule that finds on every page what the general rules find there.

    ``source`` is the draft so far; a field that none finds is left out. ``listed`` are the titles by which the
    list names the pages: theirs, where all pages say the same words in a title's place (新闻公报).
    """
    plain = source.model_copy(update={"article": ArticleRules.model_validate({"encoding": source.article.encoding})})
    wanted = [(page, article) for page in pages if isinstance(article := explain(page, plain).outcome, Article)]
    if not wanted:
        return {}
    if len(wanted) > 1 and len({article.title for _, article in wanted}) == 1:
        wanted = [(page, replace(article, title=listed.get(page.url, ""))) for page, article in wanted]
    rules: dict[str, str] = {}
    for field in FIELDS:
        candidates = [*_KNOWN[field], *_derived(field, *wanted[0])]
        fitting = (rule for rule in candidates if all(_fits(field, rule, *pair, plain) for pair in wanted))
        if field == "body":
            rule = min(fitting, key=lambda rule: _apart(rule, wanted, plain), default=None)
        else:
            rule = next(fitting, None)
        if rule:
            rules[field] = rule
    return rules


def needless(fields: Mapping[str, str], pages: Sequence[Capture], source: Source) -> set[str]:
    """Return the fields that the rules which ``source`` has already (its family's) find on every page."""
    found = [explain(page, source).found for page in pages]
    return {field for field in fields if found and all(each.get(field, GENERAL) != GENERAL for each in found)}


def _fits(field: str, rule: str, page: Capture, article: Article, source: Source) -> bool:
    rules = source.article.model_copy(update={field: (rule,)})
    said = explain(page, source.model_copy(update={"article": rules}))
    if not isinstance(said.outcome, Article) or said.found.get(field) != rule:
        return False
    return _SAME[field](said.outcome, article, page, source)


def _apart(rule: str, wanted: Sequence[tuple[Capture, Article]], source: Source) -> tuple[int, int]:
    """Return by how many characters a rule's texts differ from those that the general rules find, and their length."""
    rules = source.article.model_copy(update={"body": (rule,)})
    found = (explain(page, source.model_copy(update={"article": rules})).outcome for page, _ in wanted)
    pairs = [
        (one.text, article.text) for one, (_, article) in zip(found, wanted, strict=True) if isinstance(one, Article)
    ]
    apart = sum(abs(len(one) - len(other)) for one, other in pairs if not _less_a_summary(one, other))
    return apart, sum(len(one) for one, _ in pairs)


def _same_text(found: Article, wanted: Article, page: Capture, source: Source) -> bool:
    like = _LEAST_SHARE * len(wanted.text) <= len(found.text) <= _MOST_SHARE * len(wanted.text)
    return like or _less_a_summary(found.text, wanted.text)


def _less_a_summary(text: str, longer: str) -> bool:
    """Tell whether a text is the longer one without a box above it that calls itself a summary."""
    above = longer.removesuffix(text)
    return len(text) < len(longer) < 2 * len(text) and above != longer and _SUMMARY.search(above) is not None


def _same_day(found: Article, wanted: Article, page: Capture, source: Source) -> bool:
    """Tell whether the rule's own words give the day that all clues together give."""
    if not found.clues or found.clues[0].where != "line":
        return False
    alone = published_at(found.clues[:1], source.timezone, page.captured_at)
    every = published_at(wanted.clues, source.timezone, page.captured_at)
    return alone is not None and every is not None and alone.at.date() == every.at.date()


_SAME: Mapping[str, Callable[[Article, Article, Capture, Source], bool]] = {
    "title": lambda found, wanted, page, source: bool(wanted.title) and found.title == wanted.title,
    "published": _same_day,
    "publisher": lambda found, wanted, page, source: bool(wanted.publisher) and found.publisher == wanted.publisher,
    "body": _same_text,
}


def _derived(field: str, page: Capture, article: Article) -> Iterator[str]:
    """Yield rules of the page itself: the names of the elements that hold just what is wanted."""
    text = text_of(page)
    root = parse_html(text)
    if root is None:
        return
    selector = Selector(root=root, type="html")
    if field == "body":
        element = main_element(root, list(blocks(root)))
        only = list(element) if len(element) == 1 else []
        for each in [*only, element, *list(element.iterancestors())[:2]]:
            yield from _unique(selector, each)
        return
    wanted = {"title": article.title, "publisher": article.publisher or "", "published": ""}[field]
    for element in root.iter("h1", "h2", "h3", "p", "span", "div", "td", "time", "font", "em"):
        words = " ".join("".join(element.itertext()).split())
        if field == "published" and any(surrounds(one) for one in (element, *element.iterancestors())):
            continue  # the foot's day is that of the last change of any page
        if 4 <= len(words) < 160 and (
            wanted in words if wanted else any(clue.words in words for clue in article.clues)
        ):
            yield from _unique(selector, element)


def _unique(page: Selector, element: Any) -> Iterator[str]:
    """Yield rules that select the element alone: by its id or class, on old pages by how it looks."""
    looks = [f'{element.tag}[{name}="{element.get(name)}"]' for name in _LOOKS if element.get(name)]
    yield from (rule for rule in [*names_of(element), *looks] if len(page.css(rule)) == 1)
