"""What the scripts of a page would write into it, and the article that they hold as data where it shows none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

import chompjs

from jiyao.model import CHINA
from jiyao.patterns import regex
from pipelines.extract.blocks import Block, blocks, parse_html, squeeze

_TEXT = r"""(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
#: A script that does nothing but write words: document.write("来源："+"县政府办公室").
_WRITES = regex(
    rf"<script\b[^<>]*>\s*(?:<!--\s*)?document\.write(?:ln)?\(\s*(?P<words>{_TEXT}(?:\s*\+\s*{_TEXT})*)\s*\)\s*;?\s*(?://\s*)?(?:-->)?\s*</script>",
    re.I,
)
_PART = regex(_TEXT)
_ESCAPED = regex(r"\\(.)")
_WRITTEN = {"n": "\n", "t": "\t", "r": "\n"}


def with_written(html: str) -> str:
    """Return a page with the words that its scripts write at their places; those that reckon anything stay as they are."""
    if "document.write" not in html:
        return html
    return _WRITES.sub(lambda script: "".join(_literal(part) for part in _PART.findall(script["words"])), html)


def _literal(text: str) -> str:
    return _ESCAPED.sub(lambda one: _WRITTEN.get(one[1], one[1]), text[1:-1])


#: The state of an application in its page: window.__INITIAL_STATE__ = {…}, and as the whole of a script (seen 2018-2026).
_STATE = regex(
    r"""<script\b[^<>]*>\s*(?:(?:window\.|self\.|var\s+|globalThis\.)?[\w.$]{1,40}(?:\[["']\w{1,40}["']\])?\s*=\s*)?(?=[{\[])""",
    re.I,
)
#: No state is read that is longer, and no page has more of them.
_LONGEST_STATE, _MOST_STATES = 4_000_000, 12
_TITLES = ("title", "articletitle", "doctitle", "newstitle", "headline", "subject", "name")
_CONTENTS = (
    "content", "articlecontent", "doccontent", "newscontent", "contenthtml", "htmlcontent", "dochtmlcon", "body", "articlebody", "html", "text", "detail", "txt",
)  # fmt: skip
_SOURCES, _AUTHORS = (
    ("source", "sourcename", "contentsource", "origin", "docsourcename"),
    ("author", "docauthor", "authorname"),
)
_PUBLISHED = regex(
    r"datepublished|(?:doc|article|news)?(?:pub|publish(?:ed)?|release|rel)_?(?:time|date|at|on)(?:_?str)?"
)
#: Words of an article, and of what a page shows before its script has run.
_LEAST_ARTICLE, _MOST_SHOWN = 40, 400
_MILLISECONDS, _LAST = 100_000_000_000, 4_000_000_000_000


def stated_page(html: str, shown: Sequence[Block], page_title: str) -> str | None:
    """Return the article that a page's data holds, as a page; None where it holds none, or the page shows text of its own.

    ``shown`` is what a reader sees without scripts. Of several articles that one is taken which the page's own title
    names, else the longest; where the page shows a good deal, only one that it names.
    """
    if any("。" in block.text and not block.of_links for block in shown):
        return None
    named = squeeze(page_title) + "".join(block.squeezed for block in shown)
    found = [
        (squeeze(article["title"]) in named, len(article["content"]), article)
        for state in _states(html)
        for article in _articles(state)
    ]
    *_, article = max(found, key=lambda one: one[:2], default=(False, 0, None))
    if article is None or (len(named) > _MOST_SHOWN and squeeze(article["title"]) not in named):
        return None
    lines = [f"{label}：{escape(article[name])}" for name, label in _LABELS if article.get(name)]
    return (
        f"<html><head><title>{escape(article['title'])}</title></head><body><h1>{escape(article['title'])}</h1>"
        f'<div class="info">{"　".join(lines)}</div><div class="article-content">{article["content"]}</div></body></html>'
    )


_LABELS = (("published", "发布时间"), ("source", "来源"), ("author", "作者"))


def _states(html: str) -> Iterator[Any]:
    for place in list(_STATE.finditer(html))[:_MOST_STATES]:
        end = html.find("</script", place.end())
        text = html[place.end() : end if end >= 0 else len(html)]
        if _LEAST_ARTICLE < len(text) < _LONGEST_STATE:
            try:
                yield chompjs.parse_js_object(text)
            except (ValueError, RecursionError):
                continue


def _articles(value: Any, depth: int = 0) -> Iterator[dict[str, str]]:
    """Yield what has a title and a text within data: title, content (HTML), published, source, author."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _articles(each, depth + 1)
    if not isinstance(value, dict):
        return
    said = {name.lower(): each for name, each in value.items()}
    title = _first(said, _TITLES)
    content = max((_first(said, (name,)) for name in _CONTENTS), key=len)
    content = unescape(content) if "&lt;" in content and "<" not in content else content
    if title and len(_plain(content)) >= _LEAST_ARTICLE and "。" in content:
        yield {
            "title": title,
            "content": content
            if "<" in content
            else "".join(f"<p>{escape(line)}</p>" for line in content.splitlines()),
            "published": _published(said),
            "source": _first(said, _SOURCES),
            "author": _first(said, _AUTHORS),
        }
    for each in value.values():
        yield from _articles(each, depth + 1)


_DEEPEST = 40


def _first(said: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((said[name].strip() for name in names if isinstance(said.get(name), str) and said[name].strip()), "")


def _published(said: dict[str, Any]) -> str:
    """Return the day of publication; a number counts seconds or milliseconds."""
    told = [each for name, each in said.items() if _PUBLISHED.fullmatch(name) and each]
    for each in told:
        if isinstance(each, str) and re.search(r"\d{4}", each):
            return each
    for each in told:
        if isinstance(each, int | float) and 0 < each < _LAST:
            seconds = each / 1000 if each > _MILLISECONDS else each
            return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).isoformat(timespec="seconds")
    return ""


def _plain(content: str) -> str:
    root = parse_html(content) if "<" in content else None
    return content if root is None else "".join(block.squeezed for block in blocks(root))
