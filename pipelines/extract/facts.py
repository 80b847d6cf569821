"""What a page says of its article beside title and text: dates, publisher, byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice
from typing import Any

from jiyao.patterns import regex
from pipelines.extract.article import beside
from pipelines.extract.blocks import Block, Element, squeeze
from pipelines.extract.days import DATE_ALONE, LABELLED_DAY, LONGEST_LINE, PROSE

_PUBLISHER_METAS = ("contentsource", "source", "article:author:source", "mediaid", "og:article:source")
_AUTHOR_METAS = ("author", "article:author", "contentauthor")
_ORIGIN = "(?:信息|稿件|文章|新闻|新聞|资料|資料|消息|内容|本文|原文)?(?:来源|來源|稿源|出处|出處|来自|來自)(?:于|於|单位|單位)?"
_SOURCE_LABELS = (
    _ORIGIN + "|(?:发布|发文|發布|發佈|發文|發稿|公告|供稿|来稿|撰稿|提供|資料提供|资料提供|信息提供|發新聞|新聞發布)"
    "(?:机构|机关|單位|机構|機構|機關|单位|部门|部門)|公佈單位|發布者|(?<![㐀-鿿])單位"
)
_AUTHOR_LABELS = "(?:原|本文|文章)?作者|撰稿人?|撰文|供稿人|通讯员|記者|记者|文字|文"
#: What a value ends before: the next label of the line, a counter, a switch.
_NEXT = r"原作者|来自|來自|查看|评论|評論|(?:发布|發布|發佈|更新|张贴|張貼)?(?:时间|時間|日期)|作者|记者|記者|通讯员|摄影|责编|责任编辑|責任編輯|编辑|編輯|审核|签发|来源|來源|我要|浏览|瀏覽|阅读|閱讀|点击|點擊|點閱|访问|访客|人气|人氣|字体|字體|字号|字級|打印|列印|友善列印|分享|收藏|关闭|背景色|视力|【|\[|（|\(|<"
#: A value is empty where another label follows: 作者：　点击数：12.
_NO_LABEL = "(?![一-鿿]{2,6}\\s*[：:])"
_NAMED = rf"\s*[】\]]?\s*[：:]\s*{_NO_LABEL}(?P<source>[^\s|｜【】\[\]　,，;；<>（）()]{{2,40}}?(?:（[一-鿿]{{2,10}}）)?)(?=\s*(?:{_NEXT})|[\s|｜【】\[\]　,，;；<>]|$)"
_SOURCE = regex(f"(?:{_SOURCE_LABELS}){_NAMED}")
#: What 来源 names goes before who put the page up (发布机构：县府办 来源：新闻网).
_ORIGINAL = regex(f"(?:{_ORIGIN}){_NAMED}")
#: A label that an element of its own sets apart, with no colon: 来源 | 新闻网.
_SET_APART = regex(r"(?:^|[\s|｜　])(?:来源|來源|稿源)\s+(?P<source>[一-鿿“”·]{2,20})(?=[\s|｜　]|$)")
_AUTHOR = regex(
    rf"(?<![㐀-鿿])(?:{_AUTHOR_LABELS})\s*[：:/／]\s*{_NO_LABEL}(?P<author>[^\s|｜【】\[\]　：:]{{2,20}}?(?:[ 、]+(?:通讯员[ ：:]*|通訊員[ ：:]*|(?!{_NEXT}))[一-鿿]{{2,4}}(?![一-鿿]))*)(?=\s*(?:{_NEXT})|[\s|｜【】\[\]　]|$)"
)
#: A byline without a colon, in the line of date and source: 记者 甲乙, □ 本报记者 甲乙 丙丁.
_REPORTER = regex(
    r"(?:^|[\s·|｜□■○●◎/（(])(?:本报|本刊|本社|本网|本台|特约)?(?:记者|記者|通讯员)[ 　]+(?P<author>[一-鿿]{2,4}(?:[ 　、]+(?!编辑|責編|责编|摄影|摄像|校对|审核|通讯员)[一-鿿]{2,4}(?![一-鿿]))*)"
)
#: A publisher without a label, in the line of date and source.
_MEDIUM = regex(
    r"^[一-鿿“”·]{2,18}(?:报|報|网|網|台|臺|融媒|融媒体中心|社|刊|发布|头条|之声|在线|局|办|厅|委|政府|中心|處|署)$"
)
_A_LABEL = regex(
    rf"^[【\[]?\s*(?:{_SOURCE_LABELS}|{_AUTHOR_LABELS}|(?:发布|發布|發佈|公告|张贴|張貼|刊登|发稿|發稿|公布|上版)?(?:时间|日期|時間))\s*[】\]]?\s*[：:]?$"
)
#: What stands behind 作者 where nobody is named: a word for it, or what somebody logs in with (webadmin).
_NOBODY = regex("佚名|匿名|(?:系统)?管理[员員]|本站|本网|无|無|暂无|[aA]dmin(?:istrator)?|[a-z0-9_.@-]+")
#: What stands behind 来源 where no source is named.
_NO_SOURCE = regex("(?:本[站网網]|本[网網]站)(?:原创)?|原创|原創|未知|佚名|互联网|网络|網路|转载|無|无|[a-z0-9_-]+")
_OF_SOURCE = regex(r"\b(?:source|origin|laiyuan|ly|copyfrom|from|media-?name|wx-?name|account)\b", re.I)
_OF_AUTHOR = regex(r"\b(?:author|zuozhe|writer|byline|reporter)\b", re.I)


#: An element of a line has no more elements and texts than these.
_FEW = 60


@dataclass(frozen=True)
class Near:
    """What is printed around an article's text: above it from the title on, right below it, and over the title.

    The first ``outside`` of those above stand before the text, the others are its first lines.
    """

    above: Sequence[Block]
    below: Sequence[Block]
    over: Sequence[Block] = ()
    outside: int = 0

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The texts above and below, each label with what stands in the cell behind it."""
        return (*self.lines_above, *self.lines_below)

    @cached_property
    def lines_above(self) -> tuple[str, ...]:
        """Those above."""
        return tuple(_with_labels(self.above))

    @cached_property
    def lines_below(self) -> tuple[str, ...]:
        """Those below, but for what a page says at its foot."""
        return tuple(_with_labels([block for block in self.below if not beside(block.element)]))


def _with_labels(blocks: Sequence[Block]) -> Iterator[str]:
    label = ""
    for block in blocks:
        if _A_LABEL.match(block.squeezed):
            label = block.squeezed.rstrip("：:") + "："
            continue
        yield label + spaced(block)
        label = ""


def spaced(block: Block) -> str:
    """Return the words of a block with a blank between its elements, which a page sets apart."""
    texts = list(islice(block.element.itertext(), _FEW))
    spaced = " ".join(" ".join(texts).split())
    return spaced if squeeze(spaced) == block.squeezed else block.text


def is_info(text: str) -> bool:
    """Tell whether a block is the line of a page that has date, source and counters."""
    if len(text) >= LONGEST_LINE or text.endswith(("。", "！", "？")):
        return False
    if _SOURCE.search(text) or LABELLED_DAY.search(text):
        return True
    if PROSE.search(text) or not DATE_ALONE.search(text):
        return False
    # A day and an event are a line of the text; a day, a medium and counters are not.
    words = re.split(r"[\s·|｜　/／,，]+", DATE_ALONE.sub(" ", text))
    return all(len(word) < 3 or _MEDIUM.match(word) or _COUNTER.search(word) for word in words)


#: What a line of date and source holds beside them.
_COUNTER = regex(
    "来源|來源|稿源|作者|记者|記者|编辑|編輯|责编|审核|浏览|瀏覽|阅读|閱讀|点击|點擊|點閱|访问|人气|人氣|字体|字體|字号|字號|字級|打印|列印|分享|收藏|评论|人参与|发布|發布|發佈|更新|星期|週|周[一二三四五六日]|^[大中小]{1,3}$|^[^㐀-鿿]*$"
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


#: What Founder's digital newspapers say of an article in a comment of its page (2009-2026).
_OF_NEWSPAPER = regex(r"<!--\s*enpproperty\b(?P<said>.{0,4000}?)/enpproperty\s*-->", re.S)
_PROPERTY = regex(r"<(?P<name>date|author|title)>(?P<value>[^<>]{1,300})</(?P=name)>")
_CALLED_SO = {"date": "pubdate", "author": "author", "title": "articletitle"}


def of_newspaper(html: str) -> dict[str, str]:
    """Return what a page of a digital newspaper says of its article, by the meta names that others say it with."""
    found = _OF_NEWSPAPER.search(html) if "enpproperty" in html else None
    said = (
        {match["name"]: " ".join(unescape(match["value"]).split()) for match in _PROPERTY.finditer(found["said"])}
        if found
        else {}
    )
    if "date" in said:
        said["date"] = re.sub(r"\s+00:00(?::00(?:\.0)?)?$", "", said["date"])
    return {_CALLED_SO[name]: value for name, value in said.items() if value}


def structured_items(root: Element) -> Iterator[dict[str, Any]]:
    """Yield what a page says of itself as JSON-LD, item by item."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            yield from (one for one in (item, *(graph if isinstance(graph, list) else ())) if isinstance(one, dict))


def _structured_names(root: Element, whose: str) -> Iterator[str]:
    for item in structured_items(root):
        named = item.get(whose)
        for one in named if isinstance(named, list) else [named]:
            if isinstance(one, dict) and whose == "author" and one.get("@type") == "Organization":
                continue
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and re.search("[㐀-鿿]", name):
                yield name.strip()


def publisher_of(root: Element, meta: dict[str, str], near: Near) -> str | None:
    """Return what stands behind 来源 or is marked up as the source, else what the meta names say."""
    if account := _of_account(root, _ACCOUNT):
        return account
    for pattern in (_ORIGINAL, _SOURCE):
        for line in near.lines:
            match = pattern.search(line)
            if match and not _NO_SOURCE.fullmatch(match["source"]):
                return match["source"].strip("：: ")
    for line in near.lines_above:
        if len(line) < LONGEST_LINE and (match := _SET_APART.search(line)) and not PROSE.search(line):
            return match["source"]
    for name in _PUBLISHER_METAS:
        if meta.get(name):
            return meta[name]
    marked = _marked(near, _OF_SOURCE)
    if marked and not re.search(r"\d", marked):
        return marked
    return _unlabelled(near) or next(_structured_names(root, "publisher"), None)


#: Whose account a page of WeChat is of, and who signed it beside that (seen 2018-2026).
_ACCOUNT = "//*[@id='js_name']"
_WRITER = "//*[@id='meta_content']//span[contains(@class, 'rich_media_meta_text')][not(@id='publish_time')]"


_NO_WRITER = regex(r"\d{4}|^(?:原创|原創|转载)$")


def _of_account(root: Element, path: str) -> str | None:
    """Return the words at a path of a page of WeChat; None of another page, and where they are a day."""
    if not root.xpath("//*[@id='js_content']"):
        return None
    said = (" ".join("".join(one.itertext()).split()) for one in root.xpath(path))
    return next((words for words in said if 2 <= len(words) <= 30 and not _NO_WRITER.search(words)), None)


def _unlabelled(near: Near) -> str | None:
    """Return the medium or office that stands beside the date, in its line or in the one before or behind it."""
    dated = [
        len(block.text) < 80 and bool(DATE_ALONE.search(block.text)) and not PROSE.search(block.text)
        for block in near.above
    ]
    for place, block in enumerate(near.above):
        if dated[place]:
            words = _words(block)
        elif any(dated[max(place - 1, 0) : place + 2]) and not block.level and not block.linked:
            words = iter([block.text])
        else:
            continue
        if found := next(filter(_MEDIUM.match, words), None):
            return found
    return None


def _words(block: Block) -> Iterator[str]:
    """Yield the words of a line, parted by blanks, bars and elements."""
    for text in islice(block.element.itertext(), _FEW):
        yield from re.split(r"[\s·|｜　/]+", DATE_ALONE.sub(" ", text))


def byline_of(root: Element, meta: dict[str, str], near: Near) -> str | None:
    """Return what stands behind 作者 or 记者 in the lines around the title, else the meta's author."""
    if writer := _of_account(root, _WRITER):
        return writer
    for line in near.lines:
        match = _AUTHOR.search(line) or (_REPORTER.search(line) if len(line) < 60 else None)
        if match and not _NOBODY.fullmatch(match["author"]):
            return match["author"].strip()
    edited = "".join(map(squeeze, near.lines))
    for name in _AUTHOR_METAS:
        if (
            meta.get(name)
            and not re.search(f"(?:编辑|责编|校对|审核)[：:]?{re.escape(meta[name])}", edited)
            and len(meta[name]) <= 20
            and re.search("[㐀-鿿]", meta[name])
            and not _MEDIUM.match(meta[name])
        ):
            return meta[name]
    return next((name for name in _structured_names(root, "author") if not _MEDIUM.match(name)), None)


def _marked(near: Near, called: re.Pattern[str]) -> str | None:
    """Return the words of a short element above the text that is called so by its class or id."""
    for block in near.above:
        for element in islice(block.element.iter(), _FEW):
            if not isinstance(element.tag, str) or len(element):
                continue
            words = "".join(element.itertext()).strip()
            if 2 <= len(words) <= 20 and called.search(
                f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"
            ):
                return words
    return None
