"""What a page says of its article beside title and text: dates, publisher, byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice, pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from jiyao.model import CHINA, DateClue
from pipelines.extract.blocks import Block, Element, squeeze

_DATE_METAS = (
    "pubdate", "publishdate", "firstpublishedtime", "article:published_time", "og:published_time", "publish_time", "publishtime",
    "weibo: article:create_at", "og:release_date", "release_date", "date", "dc.date", "createdate", "apub:time", "datepublished", "bytedance:published_time",
)  # fmt: skip
_PUBLISHER_METAS = ("contentsource", "source", "article:author:source", "mediaid", "og:article:source")
_AUTHOR_METAS = ("author", "article:author", "contentauthor")
_HOUR = r"(?:\s*(?:[（(]?(?:星期|周|週)[一二三四五六日天][)）]?)?\s*(?:[上下]午)?\s*\d{1,2}\s*[:：时時]\s*\d{1,2}(?:\s*分|:\d{2})?)?"
_DAY = r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_DATE_LINE = re.compile(
    r"(?:(?:发布|发表|发稿|更新|提交|公布|添加|录入|刊登|创建|成文|上稿|发文|上传|发帖|發佈|發布|發表|發稿|更新|公告|張貼|刊登|上版|公布)?(?:时间|日期|時間|于|於)|日期)"
    rf"\s{{0,4}}[】\]]?\s{{0,4}}[：:为]?\s{{0,4}}(?P<labelled>(?:中華民國|民國|西元)?[^\s|｜]{{0,2}}{_DAY}{_HOUR})"
)
_DATE_ALONE = re.compile(
    rf"(?<!\d)(?P<date>(?:(?:19|20)\d{{2}}|(?:中華|中华)?(?:民國|民国)\s*\d{{2,3}})\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?{_HOUR})(?!\d)"
)
#: What is no day of publication: when a document was made, when the page was last changed.
_OTHER_DATE = re.compile(
    "成文|更新|修改|修[訂订]|生成|打印|列印|检索|檢視|审核|有效|截止|截至|施行|实施|访谈|訪談|直播|会议|會議|开会|開會|活动|活動|召开|召開|举行|舉行|举办|舉辦|采访"
)
#: A day within a sentence is one that is spoken of.
_PROSE = re.compile("[，。！？]")
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
#: The end of a press release: 2024年3月15日（星期五） / 香港時間17時32分.
_RELEASED = re.compile(r"^(?:香港|澳門|北京)?時間\s*(?P<hour>\d{1,2}\s*[時:：]\s*\d{1,2})\s*分?$")

_SOURCE_LABELS = (
    "(?:信息|稿件|文章|新闻|新聞|资料|資料|消息|内容|本文)?(?:来源|來源|稿源)(?:于|於|单位|單位)?|(?:发布|发文|發布|發佈|發文|發稿|公告|供稿|来稿|撰稿|提供|資料提供|资料提供|信息提供|發新聞|新聞發布)"
    "(?:机构|机关|單位|机構|機構|機關|单位|部门|部門)|公佈單位|發布者"
)
_AUTHOR_LABELS = "作者|撰稿人?|撰文|供稿人|通讯员|記者|记者|文字|文"
#: What a value ends before: the next label of the line, a counter, a switch.
_NEXT = r"(?:发布|發布|發佈|更新|张贴|張貼)?(?:时间|時間|日期)|作者|记者|記者|通讯员|摄影|责编|责任编辑|責任編輯|编辑|編輯|审核|签发|来源|來源|我要|浏览|瀏覽|阅读|閱讀|点击|點擊|點閱|访问|访客|人气|人氣|字体|字體|字号|字級|打印|列印|友善列印|分享|收藏|关闭|背景色|视力|【|\[|（|\(|<"
_SOURCE = re.compile(
    rf"(?:{_SOURCE_LABELS})\s*[】\]]?\s*[：:]\s*(?P<source>[^\s|｜【】\[\]　,，;；<>（）()]{{2,40}}?(?:（[一-鿿]{{2,10}}）)?)(?=\s*(?:{_NEXT})|[\s|｜【】\[\]　,，;；<>]|$)"
)
_AUTHOR = re.compile(
    rf"(?<![㐀-鿿])(?:{_AUTHOR_LABELS})\s*[：:/／]\s*(?P<author>[^\s|｜【】\[\]　]{{2,20}}?(?:[ 、]+(?!{_NEXT})(?:通讯员[ ：:]*)?[一-鿿]{{2,4}}(?![一-鿿]))*)(?=\s*(?:{_NEXT})|[\s|｜【】\[\]　]|$)"
)
#: A byline without a colon, in the line of date and source: 记者 甲乙, □ 本报记者 甲乙 丙丁.
_REPORTER = re.compile(
    r"(?:^|[\s·|｜□■○●◎/])(?:本报|本刊|本社|特约)?(?:记者|記者|通讯员)[ 　]+(?P<author>[一-鿿]{2,4}(?:[ 　、]+[一-鿿]{2,4}(?![一-鿿]))*)"
)
#: A publisher without a label, in the line of date and source.
_MEDIUM = re.compile(
    r"^[一-鿿“”·]{2,18}(?:报|報|网|網|台|臺|融媒|融媒体中心|社|刊|发布|头条|之声|在线|局|办|厅|委|政府|中心|處|署)$"
)
_A_LABEL = re.compile(
    rf"^[【\[]?\s*(?:{_SOURCE_LABELS}|{_AUTHOR_LABELS}|(?:发布|發布|發佈|公告|张贴|張貼|刊登|发稿|發稿|公布|上版)?(?:时间|日期|時間))\s*[】\]]?\s*[：:]?$"
)
_OF_SOURCE = re.compile(r"\b(?:source|origin|laiyuan|ly|copyfrom|from|media-?name|wx-?name|account)\b", re.I)
_OF_AUTHOR = re.compile(r"\b(?:author|zuozhe|writer|byline|reporter)\b", re.I)


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
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        for part in (self.above, self.below):
            label = ""
            for block in part:
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
    if len(text) >= 120 or text.endswith(("。", "！", "？")):
        return False
    if _SOURCE.search(text) or _LABELLED_DAY.search(text):
        return True
    if _PROSE.search(text) or not _DATE_ALONE.search(text):
        return False
    # A day and an event are a line of the text; a day, a medium and counters are not.
    words = re.split(r"[\s·|｜　/／,，]+", _DATE_ALONE.sub(" ", text))
    return all(len(word) < 3 or _MEDIUM.match(word) or _COUNTER.search(word) for word in words)


#: What a line of date and source holds beside them.
_COUNTER = re.compile(
    "来源|來源|稿源|作者|记者|記者|编辑|編輯|责编|审核|浏览|瀏覽|阅读|閱讀|点击|點擊|點閱|访问|人气|人氣|字体|字體|字号|字號|字級|打印|列印|分享|收藏|评论|人参与|发布|發布|發佈|更新|星期|週|周[一二三四五六日]|^[大中小]{1,3}$|^[^㐀-鿿]*$"
)
_LABELLED_DAY = re.compile(rf"(?:^|[\s|｜【\[（(·　])(?!于|於){_DATE_LINE.pattern}")


#: The line of minutes that says when they met, and what stands on the lines below it.
_NUMBERED = r"[ 　]*(?:[（(]?[一二三四五六七八九十壹贰貳叁參肆\d]{1,2}[、.．)）][ 　]*)?"
_MET = re.compile(
    rf"{_NUMBERED}(?:会议|會議|开会|開會)?(?:[时時][ 　]*[间間]|日[ 　]*期|日[ 　]*[时時])[ 　]*(?:[：:]|[ 　])"
)
_BELOW_MET = re.compile(
    rf"{_NUMBERED}(?:(?:会议|會議|开会|開會)?地[ 　]*[点點]|主[ 　]*持|主[ 　]*席|出[ 　]*席|列[ 　]*席|参加|參加|参会|与会|與會|记[ 　]*录|紀[ 　]*錄|[时時][ 　]*[间間])"
)


def begins_minutes(text: str) -> bool:
    """Tell whether a line says when something was, as the first lines of minutes do."""
    return _MET.match(text) is not None


def of_minutes(text: str, following: str) -> bool:
    """Tell whether a line with a day says when the minutes below it were of, and not when the page was published."""
    return _MET.match(text) is not None and _BELOW_MET.match(following) is not None


def metas(root: Element) -> dict[str, str]:
    """Return the page's meta names in lower case with their contents; the first of each counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def date_clues(
    root: Element, meta: dict[str, str], near: Near, url: str, title: str, listed: str | None
) -> Iterator[DateClue]:
    """Yield the words that may date the page, the strongest of each place first.

    ``near`` is where sites print the line with date and source. A day in the
    page's own title that is not in the article's is the day of the issue.
    """
    for name in _DATE_METAS:
        if name in meta and re.search(r"\d", meta[name]):
            yield DateClue("meta", meta[name])
    yield from _structured(root)
    yield from _scripted(root)
    met = {line for line, after in pairwise([*near.lines, ""]) if of_minutes(line, after)}
    lines = [line for line in near.lines if line not in met]
    for line in lines:
        for match in _labelled_days(line):
            if not _OTHER_DATE.search(line[max(0, match.start() - 2) : match.start("labelled")]):
                yield DateClue("line", match["labelled"])
    yield from _released([block.text for block in (*near.above, *near.below)])
    around = [(spaced(block), place < near.outside) for place, block in enumerate(near.above)]
    for text, outside in (*around, *((block.text, True) for block in near.below if not block.linked)):
        # Within the text a day with words beside it may be an event's.
        told = len(text) <= 120 and not _PROSE.search(text) and (outside or is_info(text))
        if told and not begins_minutes(text):
            for match in _DATE_ALONE.finditer(text):
                if not _OTHER_DATE.search(text[max(0, match.start() - 8) : match.start()]):
                    yield DateClue("line", match["date"])
    for line in lines:
        for match in _labelled_days(line):
            yield DateClue("line", match["labelled"])
    for block in near.over:
        if not block.linked and (alone := _DATE_ALONE.fullmatch(block.text.strip("[]【】()（）"))):
            yield DateClue("line", alone["date"])
    if listed and re.search(r"\d", listed):
        yield DateClue("list", listed)
    page_title = "".join(root.xpath("string(//title)"))
    for match in _DATE_ALONE.finditer(page_title):
        if match["date"] not in title:
            yield DateClue("url", match["date"])
    dated = _URL_DATE.search(unquote(urlsplit(url).path))
    if dated:
        yield DateClue("url", "-".join(dated.groups()))


_ISSUED = re.compile(r"\s*(?:发布|發布|發佈|发表|發表|刊登)")


def _labelled_days(line: str) -> Iterator[re.Match[str]]:
    """Yield the days behind a label; 于 is one (发布 于 2024-03-05), in a sentence only before 发布 (会议于3月5日召开，)."""
    told = bool(_PROSE.search(line))
    for match in _DATE_LINE.finditer(line):
        if match[0][0] not in "于於" or not told or _ISSUED.match(line, match.end()):
            yield match


def _released(texts: list[str]) -> Iterator[DateClue]:
    for day, hour in pairwise(texts):
        told = _RELEASED.match(hour)
        if told and _DATE_ALONE.match(day):
            yield DateClue("line", f"{re.sub('[（(].*', '', day)} {told['hour']}分")


#: How pages of WeChat tell when they were published: a script writes it into them (seen 2018-2026).
_SECONDS = re.compile(r"""\b(?:ct|oriCreateTime)\s*[:=]\s*["']?(1\d{9})(?:\d{3})?\b""")


def _scripted(root: Element) -> Iterator[DateClue]:
    if not root.xpath("//*[@id='js_content' or @id='js_article']"):
        return
    for script in root.iter("script"):
        if told := _SECONDS.search(script.text or ""):
            yield DateClue("meta", datetime.fromtimestamp(int(told[1]), CHINA).isoformat())
            return


def _structured(root: Element) -> Iterator[DateClue]:
    for item in _structured_items(root):
        said = item.get("datePublished") or item.get("pubDate")
        if isinstance(said, str):
            yield DateClue("meta", said)
    for time in root.iter("time"):
        if time.get("datetime"):
            yield DateClue("meta", time.get("datetime"))


def _structured_items(root: Element) -> Iterator[dict[str, Any]]:
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
    for item in _structured_items(root):
        named = item.get(whose)
        for one in named if isinstance(named, list) else [named]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and re.search("[㐀-鿿]", name):
                yield name.strip()


def publisher_of(root: Element, meta: dict[str, str], near: Near) -> str | None:
    """Return what stands behind 来源 or is marked up as the source, else what the meta names say."""
    for line in near.lines:
        match = _SOURCE.search(line)
        if match:
            return match["source"].strip("：: ")
    for name in _PUBLISHER_METAS:
        if meta.get(name):
            return meta[name]
    marked = _marked(near, _OF_SOURCE)
    if marked and not re.search(r"\d", marked):
        return marked
    return _unlabelled(near) or next(_structured_names(root, "publisher"), None)


def _unlabelled(near: Near) -> str | None:
    """Return the medium or office that stands beside the date, in its line or in the one before or behind it."""
    dated = [
        len(block.text) < 80 and bool(_DATE_ALONE.search(block.text)) and not _PROSE.search(block.text)
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
        yield from re.split(r"[\s·|｜　/]+", _DATE_ALONE.sub(" ", text))


def byline_of(root: Element, meta: dict[str, str], near: Near) -> str | None:
    """Return what stands behind 作者 or 记者 in the lines around the title, else the meta's author."""
    for line in near.lines:
        match = _AUTHOR.search(line) or (_REPORTER.search(line) if len(line) < 60 else None)
        if match and match["author"] != "佚名":
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
