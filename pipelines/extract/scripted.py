"""What the scripts of a page would write into it, and the article that they hold as data where it shows none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any

import chompjs

from jiyao.model import CHINA
from jiyao.patterns import regex
from pipelines.extract.article import is_imprint
from pipelines.extract.blocks import Block, blocks, parse_html, squeeze
from pipelines.extract.titles import SITE_NAME
from pipelines.numerals import since_epoch

_TEXT = r"""(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
#: A script that does nothing but write words: document.write("来源："+"县政府办公室").
_WRITES = regex(
    rf"<script\b[^<>]*>\s*+(?:<!--\s*+)?document\.write(?:ln)?\(\s*+(?P<words>{_TEXT}(?:\s*+\+\s*+{_TEXT})*+)\s*+\)\s*+;?\s*+(?:(?://\s*+)?-->\s*+)?</script>",
    re.I,
)
_PART = regex(_TEXT)
_ESCAPED = regex(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")
_WRITTEN = {"n": "\n", "t": "\t", "r": "\n"}


def with_written(html: str) -> str:
    """Return a page with the words that its scripts write at their places; those that reckon anything stay as they are."""
    if "document.write" not in html:
        return html
    return _WRITES.sub(lambda script: "".join(_literal(part) for part in _PART.findall(script["words"])), html)


def _literal(text: str) -> str:
    def said(one: re.Match[str]) -> str:
        number = one[1] or one[2]
        return chr(int(number, 16)) if number else _WRITTEN.get(one[3], one[3])

    return _ESCAPED.sub(said, text[1:-1])


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
_LEAST_ARTICLE, _MOST_SHOWN = 40, 60
#: Headings so great are an article's, and not a menu's.
_GREATER = 2


def stated_article(html: str, shown: Sequence[Block], named: Sequence[str]) -> tuple[str, str] | None:
    """Return title and page of the article that a page's data holds; None where it holds none, or the page shows text.

    ``shown`` is what a reader sees without scripts, ``named`` are the page's own title and its title in the list: of
    several articles in the data only one that they name can be meant, and none that the list calls otherwise.
    """
    own = [block for block in shown if not block.of_links and not is_imprint(block.text)]
    if any(0 < block.level <= _GREATER for block in own) or sum(len(block.squeezed) for block in own) > _MOST_SHOWN:
        return None
    found = {squeeze(article["title"]): article for state in _states(html) for article in _articles(state)}
    parts = {squeeze(part) for name in named for part in (name, *SITE_NAME.split(name)) if part}
    meant = [article for title, article in found.items() if title in parts]
    listed = squeeze(named[-1]) if len(named) > 1 else ""
    if not meant and len(found) == 1 and not listed:
        meant = list(found.values())
    if len(meant) != 1:
        return None
    [article] = meant
    lines = [f"{label}：{escape(article[name])}" for name, label in _LABELS if article.get(name)]
    title = escape(article["title"])
    return article["title"], (
        f'<html><head><title>{title}</title></head><body><h1>{title}</h1><div class="info">{"　".join(lines)}</div>'
        f'<div class="article-content">{article["content"]}</div></body></html>'
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
    title = _words(said, _TITLES)
    content = max((_first(said, (name,)) for name in _CONTENTS), key=len)
    content = unescape(content) if "&lt;" in content and "<" not in content else content
    if title and len(_plain(content)) >= _LEAST_ARTICLE and "。" in content:
        yield {
            "title": title,
            "content": content
            if "<" in content
            else "".join(f"<p>{escape(line)}</p>" for line in content.splitlines()),
            "published": _published(said),
            "source": _words(said, _SOURCES),
            "author": _words(said, _AUTHORS),
        }
    for each in value.values():
        yield from _articles(each, depth + 1)


_DEEPEST = 40


def _first(said: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((said[name].strip() for name in names if isinstance(said.get(name), str) and said[name].strip()), "")


def _words(said: dict[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of these that is plain words."""
    found = _first(said, names)
    return "" if "<" in found else found


def _published(said: dict[str, Any]) -> str:
    """Return the day of publication; a number counts seconds or milliseconds, or is the day itself (20240305)."""
    told = [
        str(each).strip() for name, each in said.items() if _PUBLISHED.fullmatch(name) and not isinstance(each, bool)
    ]
    for each in told:
        if moment := since_epoch(each):
            return moment.astimezone(CHINA).isoformat(timespec="seconds")
        if _DAY.fullmatch(each):
            return f"{each[:4]}-{each[4:6]}-{each[6:]}"
        if re.match(r"(?:19|20)\d{2}\D", each):
            return each
    return ""


#: A day without signs.
_DAY = regex(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def _plain(content: str) -> str:
    root = parse_html(content) if "<" in content else None
    return content if root is None else "".join(block.squeezed for block in blocks(root))
