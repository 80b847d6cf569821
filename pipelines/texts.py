"""Texts from outside the archive: plain, HTML or JSON lines, told apart and understood."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from jiyao.model import Article, DateClue, Published, Report
from jiyao.patterns import regex
from pipelines.dates import TIMEZONE
from pipelines.dates.published import published_at
from pipelines.decode import decode
from pipelines.flow import understand
from pipelines.script import for_reading

_FAR = datetime(2999, 1, 1, tzinfo=UTC)
_HTML = regex(r"\s*(?:<!--.*?-->\s*)*(?:<!doctype|<html|<\?xml|<head|<body|<meta|<div)", re.I | re.S)
_BOM = b"\xef\xbb\xbf"
_CHINESE = regex("[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known of it; ``error`` says why there is none."""

    id: str
    article: Article | None = None
    published: Published | None = None
    error: str | None = None


#: How much of a file is looked at for bytes that no text holds, and what begins texts of two bytes a character.
_LOOKED, _STRAY = 8_000, 3
NO_TEXT = "this is no text: it holds zero bytes, as programs and pictures do"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_documents(body: bytes, name: str, published: str | None, now: datetime) -> Iterator[Document]:
    """Yield the documents of a file: one, or one a line where it holds JSON lines; a bad line becomes an error.

    ``published`` dates texts that do not say it; a page dated after ``now`` is not believed.
    """
    body = body.removeprefix(_BOM)
    if body.lstrip()[:1] == b"{":
        for number, line in enumerate(body.split(b"\n"), 1):
            if line.strip():
                yield _record(line, f"{name}, line {number}", published, now)
        return
    if is_no_text(body):
        yield Document(name, error=NO_TEXT)
        return
    text = decode(body, None).text
    if _HTML.match(text, 0, 20_000):
        article, own = _page(text, now)
        yield Document(name, article, when_published(published) or own)
        return
    text = text.replace("\r\n", "\n")
    if not _CHINESE.search(text):
        yield Document(name, error="no Chinese character is in it" if text.strip() else "it is empty")
        return
    article = Article("", _headline(text), text, publisher=_publisher(text))
    yield Document(name, article, when_published(published) or _line_of_publication(text, now))


def is_no_text(body: bytes) -> bool:
    """Tell whether bytes hold what no text does: zero bytes, and no mark of a text of two bytes a character."""
    return body.count(b"\0", 0, _LOOKED) > _STRAY and not body.startswith(_WIDE_BOMS)


def read_page(body: bytes, now: datetime) -> tuple[Article, Published | None]:
    """Return what a saved page says, and when it says it was published."""
    return _page(decode(body, None).text, now)


def _page(text: str, now: datetime) -> tuple[Article, Published | None]:
    from pipelines.extract import extract_page  # costs as much to import as all that understands

    article = extract_page(text)
    return article, published_at(article.clues, TIMEZONE, now)


def understood(document: Document, *, home: str | None = None) -> Report:
    """Return the report of a document that has no error."""
    assert document.article is not None
    return understand(document.article, document.published, home=home)


def _record(line: bytes, place: str, published: str | None, now: datetime) -> Document:
    try:
        row = json.loads(line)
    except ValueError as error:
        return Document(place, error=f"not JSON: {error}")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Document(place, error='no "text" in this record')
    title, url, at = row.get("title"), row.get("url"), row.get("published")
    for key, value in (("title", title), ("url", url), ("published", at)):
        if value is not None and not isinstance(value, str):
            return Document(place, error=f'"{key}" is no text: {value!r}')
    if broken := next((key for key in ("id", "text", "title", "url") if not _is_unicode(str(row.get(key, "")))), None):
        return Document(place, error=f'"{broken}" holds half a character (a lone surrogate)')
    when = when_published(at or published)
    if at and when is None:
        return Document(place, error=f'"published" is no date that can be read: {at!r}')
    when = when or _line_of_publication(row["text"], now)
    article = Article(url or "", title or "", row["text"], publisher=_publisher(row["text"]))
    return Document(str(row.get("id", place)), article, when)


#: The line of a page that says when it was published, above its text: 发布时间：2024-04-17 17:20, 2024-04-17 来源：….
_DAY = r"(?:民国)?\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ \t]*\d{1,2}[:：]\d{2})?"
#: What makes a day of a line that stands alone, where no label does: its whole year, by either count.
_WHOLE_YEAR = r"(?:(?=(?:19|20)\d\d)|(?=(?:中华)?民国\d{2,3}年)|(?=1\d\d[-/.]\d{2}[-/.]\d{2}))"
_PUBLISHED = regex(
    rf"(?:发布|发表|发稿|公布|刊登|公告|上稿|上版|张贴|新闻)(?:时间|日期)[：:][ \t]*(?P<labelled>{_DAY})"
    rf"|^(?:[㐀-鿿]{{2,16}}[ \t]+)?(?P<alone>{_WHOLE_YEAR}(?:中华)?{_DAY})[ \t]*(?:$|[^\n。，]{{0,16}}(?:来源|稿源)[：:])",
    re.M,
)
_UPDATED = regex(rf"(?:更新|建立)(?:时间|日期)[：:][ \t]*(?P<labelled>{_DAY})")
_ABOVE = 400


#: What says whose a text is: 信息来源：县府办; a bare 来源 beside a date or who wrote it, or on the last line.
_WHO = r"[：:][ \t　]*(?P<who>[㐀-鿿“”·]{2,24})(?=[\s）)]|$)"
_SOURCE = regex(rf"(?:^|[ \t　])(?:信息|稿件|文章|新闻|新聞)(?:来源|來源){_WHO}", re.M)
_BESIDE = regex(
    rf"^(?=[^\n]*(?:\d{{4}}[-/.年]\d|作者|记者|記者|编辑|編輯|浏览|点击|點閱))(?:[^\n。]*[ \t　])?(?:来源|來源|稿源){_WHO}",
    re.M,
)
_LAST = regex(rf"(?:^|\n)[ \t　]*[（(]?(?:来源|來源|稿源){_WHO}[^\n]{{0,40}}\s*\Z")


def _publisher(text: str) -> str | None:
    """Return whose a text says that it is, above itself or on its last line."""
    above = _SOURCE.search(text, 0, _ABOVE) or _BESIDE.search(text, 0, _ABOVE)
    line = above or _LAST.search(text, max(0, len(text) - _BELOW))
    return line["who"] if line else None


_BELOW = 200
_HEADLINE = regex(r"\s*(?P<words>[^\n。；：]{6,44})[ \t　]*\n\s*\S")


def _headline(text: str) -> str:
    """Return the first line of a plain text where it stands above more, and is no sentence."""
    first = _HEADLINE.match(text)
    return first["words"].strip() if first else ""


def _line_of_publication(text: str, now: datetime) -> Published | None:
    """Return when a text says above itself that it was published, or else when it was last changed."""
    above = for_reading(text[:_ABOVE])
    line = _PUBLISHED.search(above) or _UPDATED.search(above)
    if line is None:
        return None
    return published_at([DateClue("line", line["labelled"] or line["alone"])], TIMEZONE, now)


def _is_unicode(words: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in words)


#: What states a day, and not only how long ago it was: no yesterday.
_STATED = regex(r"\d{2}|民国|[〇零一二三四五六七八九]{2}")


def when_published(words: str | None) -> Published | None:
    """Return the moment that words for a day or a moment mean, in China's time; None where they mean none."""
    stated = words if words and _STATED.search(words) else None
    found = published_at([DateClue("meta", stated)], TIMEZONE, _FAR) if stated else None
    return replace(found, reason="as given with the text") if found else None
