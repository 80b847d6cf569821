"""The title of a page's article: of all that could be one, what most speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from jiyao.patterns import regex
from pipelines.extract.article import surrounds
from pipelines.extract.blocks import Block, Element, squeeze
from pipelines.extract.facts import is_info

_METAS = ("articletitle", "og:title", "twitter:title", "title")
#: What stands between an article's title and the name of its site.
SITE_NAME = regex(r"\s*(?:[_|｜－—–]|-{1,2}|\s-\s)\s*")
#: Class and id of what holds a title, or something that looks like one.
_CALLED = regex(r"title|\btit\b|[-_]tit\b|\btit[-_]|headline|subject|\bbt\b|biaoti|headword|\bh1\b", re.I)
_CALLED_OTHERWISE = regex(
    r"site|logo|column|lanmu|subtitle|sub[-_]title|futi|yinti|prev|next|list|channel|(?<!item-)page", re.I
)
_LABEL = regex(r"^[【\[]?\s*(?:主题|主題|标题|標題|名称|名稱|题名|題名|新闻标题|新聞標題|文章标题)\s*[：:】\]]?$")
#: What stands where titles stand, and is none.
_NO_TITLE = regex(
    r"^(?:(?:原|本文|文章)?作者|记者|記者|分类|分類|栏目|欄目|编辑|編輯|发布者|點閱|点击数)[：:]|^(?:友情|相关|相關)[链鏈連][接結]$|统一刊号|統一刊號|邮发代号|郵發代號|^ISSN|^.{0,4}排行榜?$|[。；：:]$|^(?:当前|您(?:现在)?的?|你(?:现在)?的?|目前)(?:的|所在)?位置|首页|首頁|^(?:政府)?信息公开(?:目录|指南|年报)?$|^(?:最新|热门|相关|网友|精彩)(?:评论|新闻|文章|推荐|信息|动态)$|^(?:正文|内容|详细(?:内容|页面)|文章(?:内容|正文)|新闻(?:中心|动态)|工作动态|通知公告|政务动态|信息详情)$|^(?:浏览|阅读|点击|访问|瀏覽|點閱|點擊)(?:次数|次數|量|数|數|人次|率)?$|^字[号體体]"
)
#: How names of sites, of their channels and of papers end.
_OF_SITE = regex(
    "(?:网|网站|網|網站|门户|入口網|频道|平台|人民政府|政府|官网|在线|日报|晚报|时报|時報|日報|晚報|委员会|局|厅|委|办公室|公所|議會|代表會|部|院|署|處|法院|检察院|党校|大学|学院)$"
)
#: How the name of a site ends that a page may have for its whole title.
_ONLY_SITE = regex("(?:人民政府|网站?|網站?|门户|入口網|官网|平台|公所|[議议]會|代表會)$")
#: How names of columns end; a title ends so too, and is longer.
_OF_COLUMN = regex("(?:新闻|新聞|要闻|要聞|动态|動態|公告|公开|公報|公报|新[闻聞]稿|消息|訊息|资讯|資訊|快[讯訊])$")
_LONGEST_COLUMN = 8
_CONFIRMED = 4.0
_WORDS = regex("[㐀-鿿A-Za-z]{2}")
#: What running text has within a line, and the day of a newspaper's head.
_SENTENCE = regex(
    "[。].|[：:][“「]|[，,]$|[年/-]\\d{1,2}[月/-]\\d{1,2}日?[ （(]*(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    place: int
    score: float


def title_of(page_title: str, meta: dict[str, str], blocks: list[Block]) -> str | None:
    """Return the article's title; None where nothing could be one.

    A block counts by what confirms it (the page's own title, its metadata), by
    its tag and its class, and by what follows: the line with date and source,
    and running text. The page's own title, without the name of the site, is
    taken where no block is confirmed.
    """
    said = [_tidy(meta[name]) for name in _METAS if name in meta]
    best: _Candidate | None = None
    for candidate in _candidates(blocks, page_title, said):
        if best is None or candidate.score > best.score:
            best = candidate
    if best and best.score >= _CONFIRMED:
        return best.text
    if meta.get("articletitle"):
        return _tidy(meta["articletitle"])
    site = meta.get("sitename") or meta.get("og:site_name")
    for text in (*(meta[name] for name in ("og:title",) if name in meta), page_title):
        stripped = strip_site_name(_tidy(text), site)
        if len(stripped) >= 6 and stripped != site and not (best and _only_names_site(stripped)):
            return stripped
    return best.text if best else page_title or None


def _candidates(blocks: list[Block], page_title: str, said: list[str]) -> Iterator[_Candidate]:
    named, whole = [squeeze(text) for text in said], squeeze(page_title)
    parts = [squeeze(part) for part in SITE_NAME.split(page_title)]
    info = [is_info(block.text) for block in blocks]
    read = list(accumulate(max(block.worth, 0) for block in blocks))
    known = [*said, *(part.strip() for part in SITE_NAME.split(page_title))]
    for place, text in _lines(blocks, {squeeze(one): one for one in reversed(known)}):
        block, squeezed = blocks[place], squeeze(text)
        if not 4 <= len(squeezed) <= 100 or (block.of_links and not block.level) or _NO_TITLE.search(text):
            continue
        if not _WORDS.search(squeezed):
            continue  # a line of stars
        score = _score_of_place(blocks, info, place) + _score_of_element(block)
        if info[place] or (_SENTENCE.search(text) and not block.level):
            score -= 3.0
        if read[place] > read[-1] / 2:
            score -= 3.0  # below most of the page's text
        score += _confirmed(squeezed, whole, parts, named)
        begins = any(info[place + 1 : place + 2]) or any(one.worth > _TEXT for one in blocks[place + 1 : place + 3])
        if not block.level and begins and _is_large(block):
            score += 2.0
        if len(squeezed) < 8:
            score -= 1.0
        if len(squeezed) <= _LONGEST_COLUMN and _OF_COLUMN.search(squeezed):
            score -= 3.0  # 新聞公報, over the title of each
        if block.of_links:  # a heading over its own day and source may link to its page
            score -= 1.0 if 0 < block.level <= _GREATEST and any(info[place + 1 : place + 8]) else 4.0
        yield _Candidate(_tidy(text), place, score)


def _lines(blocks: list[Block], said: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Yield the place and the words of each block; lines of one heading are one, and lines that the page's title has as one.

    ``said`` is what the page's own title and its metadata say, by its words without blanks.
    """
    for place, block in enumerate(blocks):
        if not block.level:
            yield place, block.text
            if whole := _as_said(blocks[place : place + _MOST_LINES], said):
                yield place, whole
        elif not place or blocks[place - 1].element is not block.element:
            same = [block.text]
            for following in blocks[place + 1 : place + 4]:
                if following.element is not block.element or not following.level or is_info(following.text):
                    break
                same.append(following.text)
            yield place, _as_said(blocks[place : place + len(same)], said) or " ".join(same)


#: A block that is worth more is running text.
_TEXT = 60
#: Headings that are no item of a list.
_GREATEST = 2
#: A title has no more lines, and none is shorter.
_MOST_LINES, _SHORTEST_LINE = 3, 4


def _as_said(lines: list[Block], said: dict[str, str]) -> str | None:
    """Return the words of the lines together, as the page's title or its metadata write them; None where none does."""
    squeezed = ""
    for count, line in enumerate(lines, 1):
        squeezed += line.squeezed
        if len(line.squeezed) < _SHORTEST_LINE:
            return None
        if (count > 1 or line.level) and squeezed in said:
            return said[squeezed]
    return None


def _confirmed(squeezed: str, whole: str, parts: list[str], named: list[str]) -> float:
    """Return how far the page's title and its metadata speak for a text; the name of the site is part of that title too."""
    if squeezed in named:
        return 6.0
    if any(len(squeezed) >= 8 and (squeezed in other or (len(other) >= 8 and other in squeezed)) for other in named):
        return 4.0
    if squeezed not in whole:
        cut = re.sub(r"(?:…|\.{3}).*$", "", whole)
        return 3.0 if len(cut) >= 8 and cut != whole and squeezed.startswith(cut) else 0.0
    if squeezed in parts and _names_site(squeezed) and (len(parts) > 1 or _ONLY_SITE.search(squeezed)):
        return 0.0
    return 5.0 if squeezed in (parts[0], max(parts, key=len)) or whole.startswith(squeezed) else 3.0


def _names_site(squeezed: str) -> bool:
    of_column = len(squeezed) <= _LONGEST_COLUMN and _OF_COLUMN.search(squeezed)
    return bool(of_column or _OF_SITE.search(squeezed))


def _only_names_site(title: str) -> bool:
    """Tell whether a page's own title names the site and its columns only: 金沙在线--新闻中心."""
    parts = [part for part in map(squeeze, SITE_NAME.split(title)) if part]
    return _names_site(squeeze(title)) or all(_names_site(part) or _NO_TITLE.search(part) for part in parts)


def is_no_title(text: str) -> bool:
    """Tell whether what stands where titles stand is none: the name of a site or a column, a line of day and source."""
    squeezed = squeeze(text)
    of_column = len(squeezed) <= _LONGEST_COLUMN and _OF_COLUMN.search(squeezed)
    return bool(of_column or _ONLY_SITE.search(squeezed) or _NO_TITLE.search(text) or is_info(text))


def _score_of_element(block: Block) -> float:
    score = {1: 3.0, 2: 2.0, 3: 1.0, 4: 0.5}.get(block.level, 0.0)
    called = " ".join(
        f"{one.get('class') or ''} {one.get('id') or ''}"
        for one in (block.element, block.element.getparent())
        if one is not None
    )
    if _CALLED_OTHERWISE.search(called):
        score -= 1.5
    elif _CALLED.search(called):
        score += 2.0
    if any(surrounds(one) for one in [block.element, *block.element.iterancestors()][:-2]):
        score -= 2.0
    return score


#: Letters that are larger than the text's, as old pages write a title: <font size="5">, font-size: 18pt.
_LARGE = regex(
    r"font-size\s*:\s*(?:(?:1[89]|[2-4]\d)(?:\.\d+)?px|(?:1[4-9]|[2-3]\d)(?:\.\d+)?pt|x+-large|1\.[3-9]\d*r?em|2(?:\.\d+)?r?em)",
    re.I,
)
_LARGE_FONTS = frozenset(("4", "5", "6", "7", "+1", "+2", "+3", "+4"))
#: So many elements lie around the words of one line.
_FEW = 8


def _is_large(block: Block) -> bool:
    """Tell whether all the words of a block stand in large letters."""
    return any(
        (one.tag == "font" and one.get("size") in _LARGE_FONTS) or _LARGE.search(one.get("style") or "")
        for one in islice(block.element.iter(), _FEW)
        if isinstance(one.tag, str) and _holds_only(one, block.squeezed)
    )


def _holds_only(element: Element, squeezed: str) -> bool:
    texts = list(islice(element.itertext(), _FEW))
    return len(texts) < _FEW and squeeze("".join(texts)) == squeezed


def _score_of_place(blocks: list[Block], info: list[bool], place: int) -> float:
    """Count the label before a title, the line of date and source behind it, and the running text after that."""
    score = 5.0 if place and _LABEL.match(blocks[place - 1].squeezed) else 0.0
    following = info[place + 1 : place + 9]
    if any(following):
        score += 2.5 if following[0] else 1.5 if any(following[:4]) else 0.5 * bool(blocks[place].level)
    if any(block.worth > _TEXT for block in blocks[place + 1 : place + 9]):
        score += 1.5
    return score


def strip_site_name(title: str, site: str | None = None) -> str:
    """Return a page's title without the site's name behind a dash or an underscore."""
    if site and title.endswith(site):
        title = title[: -len(site)].rstrip(" -_|｜—－–")
    parts = SITE_NAME.split(title)
    if len(parts) > 1 and len(parts[0]) >= 6:
        kept = max(parts, key=len) if len(parts[0]) < 8 else parts[0]
        if all(len(part) <= max(len(kept), 16) for part in parts[1:]):
            return kept.strip()
        return title[: title.rindex(parts[-1])].rstrip(" -_|｜—－–") if len(parts[-1]) <= 16 else title
    return title


def _tidy(text: str) -> str:
    return " ".join(text.split())
