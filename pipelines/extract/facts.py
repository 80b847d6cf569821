"""What a page says of its article beside the text: title, dates, publisher, byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from jiyao.model import DateClue
from pipelines.extract.blocks import Block

Element = Any
_TITLE_METAS = ("articletitle", "og:title", "twitter:title", "title")
_DATE_METAS = (
    "pubdate", "publishdate", "firstpublishedtime", "article:published_time", "og:published_time", "publish_time", "publishtime",
    "weibo: article:create_at", "og:release_date", "release_date", "date", "dc.date", "createdate", "apub:time", "datepublished", "bytedance:published_time",
)  # fmt: skip
_PUBLISHER_METAS = ("contentsource", "source", "article:author:source", "mediaid", "og:article:source")
_AUTHOR_METAS = ("author", "article:author", "contentauthor")
_DATE_LINE = re.compile(
    r"(?:(?:发布|发表|发稿|更新|提交|公布|添加|录入|刊登|创建|成文|上稿|发文|上传|發佈|發布|發表|更新|公告|張貼|刊登)?(?:时间|日期|時間|于|於)|日期)\s*[：:为]?\s*(?P<labelled>[^\s|｜]{0,4}\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：时時]\s*\d{1,2}(?::\d{2})?)?)"
)
_DATE_ALONE = re.compile(
    r"(?<!\d)(?P<date>(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*(?:星期[一二三四五六日])?\s*\d{1,2}\s*[:：时時]\s*\d{1,2}(?::\d{2})?)?)(?!\d)"
)
#: A day within a sentence is one that is spoken of.
_PROSE = re.compile("[，。！？]")
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SOURCE = re.compile(
    r"(?:信息|稿件|文章|新闻|资料)?(?:来源|來源|稿源|发布机构|發布單位|来源于)\s*[：:]\s*(?P<source>[^\s|｜【】\[\]　,，;；<>]{2,40})"
)
_AUTHOR = re.compile(
    r"(?:作者|撰稿|記者|记者|文)\s*[：:/]\s*(?P<author>[^\s|｜【】\[\]　]{2,20}(?:[ 、][一-鿿]{2,4})*)"
)
_SITE_NAME = re.compile(r"\s*(?:[_|｜－—–]|-{1,2}|\s-\s)\s*")
_DECOR = re.compile(
    r"[-—－_|]*(?:中国)?[^-—－_|]{2,20}(?:网|网站|门户|频道|新闻|平台|人民政府|官网|在线|線上|日报|時報|全球資訊網)$"
)


def metas(root: Element) -> dict[str, str]:
    """Return the page's meta names in lower case with their contents; the first of each counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def title_of(root: Element, meta: dict[str, str], blocks: list[Block]) -> str | None:
    """Return the article's title: a heading that the page's title or meta confirms, else the page's title without the site's name."""
    page_title = _tidy("".join(root.xpath("string(//title)")))
    said = [meta[name] for name in _TITLE_METAS if name in meta]
    squeezed = [_squeeze(text) for text in (page_title, *said) if text]
    headings = [_tidy(block.text) for block in blocks if block.heading and 4 <= len(block.text) <= 120]
    for heading in headings:
        if any(len(_squeeze(heading)) >= 5 and _squeeze(heading) in other for other in squeezed):
            return heading
    for block in blocks:
        text = _tidy(block.text)
        if (
            6 <= len(text) <= 100
            and page_title
            and text != page_title
            and _squeeze(page_title).startswith(_squeeze(text))
            and not block.linked
        ):
            return text
    if meta.get("articletitle"):
        return _tidy(meta["articletitle"])
    above = _above_date(blocks)
    if above and not any(_squeeze(above) in other or other in _squeeze(above) for other in squeezed if len(other) > 5):
        return above
    for text in (*(meta[name] for name in ("og:title",) if name in meta), page_title):
        stripped = strip_site_name(_tidy(text), meta.get("sitename") or meta.get("og:site_name"))
        if len(stripped) >= 6:
            return stripped
    return headings[0] if headings else page_title or None


def _above_date(blocks: list[Block]) -> str | None:
    """Return the block right above the line with the date, where it looks like a title."""
    for place, block in enumerate(blocks):
        if place and len(block.text) < 120 and (_DATE_LINE.search(block.text) or _SOURCE.search(block.text)):
            above = blocks[place - 1]
            text = _tidy(above.text)
            if 8 <= len(text) <= 90 and not above.linked and not text.endswith(("。", "：", "；")):
                return text
            return None
    return None


def strip_site_name(title: str, site: str | None = None) -> str:
    """Return a page's title without the site's name behind a dash or an underscore."""
    if site and title.endswith(site):
        title = title[: -len(site)].rstrip(" -_|｜—－–")
    parts = _SITE_NAME.split(title)
    if len(parts) > 1 and len(parts[0]) >= 6:
        kept = max(parts, key=len) if len(parts[0]) < 8 else parts[0]
        if all(len(part) <= max(len(kept), 16) for part in parts[1:]):
            return kept.strip()
        return title[: title.rindex(parts[-1])].rstrip(" -_|｜—－–") if len(parts[-1]) <= 16 else title
    return title


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("　", " ")).strip()


def _squeeze(text: str) -> str:
    return re.sub(r"[\s　]", "", text)


def date_clues(
    root: Element, meta: dict[str, str], near: Iterable[str], url: str, listed: str | None
) -> Iterator[DateClue]:
    """Yield the words that may date the page, the strongest of each place first.

    ``near`` are the texts around the title and before the body, where sites
    print the line with date and source.
    """
    for name in _DATE_METAS:
        if name in meta and re.search(r"\d", meta[name]):
            yield DateClue("meta", meta[name])
    yield from _structured(root)
    texts = list(near)
    for text in texts:
        for match in _DATE_LINE.finditer(text):
            yield DateClue("line", match["labelled"])
    for text in texts:
        if len(text) <= 120 and not _PROSE.search(text):
            for match in _DATE_ALONE.finditer(text):
                yield DateClue("line", match["date"])
    if listed and re.search(r"\d", listed):
        yield DateClue("list", listed)
    dated = _URL_DATE.search(unquote(urlsplit(url).path))
    if dated:
        yield DateClue("url", "-".join(dated.groups()))


def _structured(root: Element) -> Iterator[DateClue]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text)
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict) and isinstance(item.get("datePublished") or item.get("pubDate"), str):
                yield DateClue("meta", item.get("datePublished") or item["pubDate"])
    for time in root.iter("time"):
        if time.get("datetime"):
            yield DateClue("meta", time.get("datetime"))


def publisher_of(meta: dict[str, str], near: Iterable[str]) -> str | None:
    """Return what stands behind 来源, else what the meta names say."""
    for text in near:
        match = _SOURCE.search(text)
        if match:
            return match["source"].strip("：: ")
    return next((meta[name] for name in _PUBLISHER_METAS if meta.get(name)), None)


def byline_of(meta: dict[str, str], near: Iterable[str]) -> str | None:
    """Return what stands behind 作者 or 记者 in the lines around the title, else the meta's author."""
    for text in near:
        match = _AUTHOR.search(text)
        if match and match["author"] != "佚名":
            return match["author"]
    return next((meta[name] for name in _AUTHOR_METAS if meta.get(name) and len(meta[name]) <= 20), None)
