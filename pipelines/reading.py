"""A text prepared for the rules: folded beside the original, and cut into sections."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiyao.model import Section
from jiyao.patterns import regex
from pipelines.script import for_reading

_BOILERPLATE = regex(
    r"^[ \t]*(?:[一二三四五\d]+[、.．]\s*)?(?:“[^”\n]{2,14}”由[^\n]{2,40}主办|(?:版权|免责|特别|郑重|法律|网站)(?:声明|说明)|凡本[网站台报]|凡注明|声明：|本网站?(?:所有|所载|转载|声明|注明)"
    r"|(?:以上|上述)(?:内容|文章)[^\n]{0,12}(?:转载|仅代表)|未经[^\n]{0,14}(?:授权|许可|同意)[^\n]{0,20}(?:不得|禁止)|转载请注明|转载目的|投诉热线|举报电话|联系我们|版权所有|主办(?:单位)?：[^\n]*承办|copyright|©)",
    re.M | re.I,
)
#: What stands over links to other reports.
_OTHERS = "延伸阅读|推荐阅读|新闻推荐|相关(?:链接|阅读|新闻|文章|报道|推荐)|(?:为您|猜您|热点|热门|精彩)推荐|热[门点]新闻|(?:更多|其他|最新)(?:相关)?(?:新闻|报道|文章)|猜你喜欢|往期回顾"
_LINKS = regex(rf"^[ \t]*[【［\[◎●■▲▼☆★#]*(?:{_OTHERS})[】］\]：: ]*$", re.M)
#: The headline of another report, a mark before it: ·县长主持召开常务会议; two or more end a text that told of its own meeting.
_HEADLINE = regex(
    r"[ \t]*[·•▪◆■◇□>＞][ \t]*(?=[^\n。：；，]{6,60}\Z)(?![^\n]*(?:并|讲话|致[辞词]|通报|传达|汇报|发言|本次|此次))"
    r"[^\n]*(?:(?:召开|举行)[^\n]{2,}会议?|调研[^\n]{2,}|会见[^\n]{2,}|督导[^\n]{2,}|检查[^\n]{2,}|看望[^\n]{2,}|慰问[^\n]{2,}|印发[^\n]{2,}|启动[^\n]{2,})"
)
_TOLD = regex("(?:主持|出席|讲话|参加)[^\n]*[。！”]")
_FEWEST_HEADLINES = 2
#: A line that is no link: a sentence, or longer than a headline, and no teaser, which breaks off (…).
_NO_LINK = regex(r"(?:[^\n]*[。！？][^\n]*|[^\n]{61,})(?<!…)(?<!\.\.\.)$", re.M)
_FURNITURE = regex(
    rf"^[ \t【［\[]*(?:打印本页|关闭窗口|打印|关闭|返回顶部|返回|上一[篇条页]|下一[篇条页]|相关附件|{_OTHERS}|分享到|分享至?|扫一扫|附件下载|浏览次数|点击(?:数|次数|量)?|字号|视力保护色|网站地图"
    r"|更多内容|新闻排行|微信扫|关注我们|网友评论)[^\n]{0,60}$",
    re.M,
)
#: The line of a page between headline and text: source, hour, how often read.
_HEADER = regex(
    r"^[^\n。]{0,40}(?:(?:来源|稿源|信息来源|作者|发布(?:时间|日期|单位|机构)|发表时间|更新(?:时间|日期)|刊登日期|新闻日期|资料来源|浏览(?:次数|量)?|阅览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|次数|量)?|点阅(?:率|数)?|访问量|人气|字体|字号|字型大小)[ 　]*[：:][^\n。]{0,60}){1,}$",
    re.M,
)
#: Who wrote, edited and checked a page, as its head and foot name them.
STAFF = r"责任编辑|责编|编辑|编审|校对|审核|初审|复审|终审|[一二三]审|[一二三]校|监制|策划|统筹|编委|值班编委|总值班|供稿|来源|稿源|信息来源|作者|撰稿|摄影|图片|文字|文|图|记者|通讯员|主播|制作|录入|发布|签发|审签|出品"
_FOOTER = regex(rf"^[ \t（(【\[]*(?:{STAFF})\s*[：:／/|丨][^\n]{{0,80}}$", re.M)
_CAPTION = regex(
    r"^[ \t△▲▼◎■●（]*(?:图[片为]?[①-⑨\d一二三四]?[：:为]?|会议现场|会场|活动现场|现场|照片|资料图|（?(?:图|资料)图片?）?)[^\n。]{0,36}(?:摄(?:影)?|供图|提供)?[）)]?[ \t]*$",
    re.M,
)


#: Minutes of an earlier meeting that are read out at the begin of one, from their heading to who speaks next.
_READ_OUT = regex(
    r"宣读[^\n]{0,6}(?:上|前|第[\d一二三四五六七八九十百]+)次[^\n]{0,8}(?:议事录|[纪记]录)[^\s]{0,12}\s+(?P<minutes>"
    r"[^\n：。]{4,60}?(?P<number>第[\d一二三四五六七八九十百]+次)[^\n：。]{0,16}(?:会议|大会|院会)(?:议事录|会议[纪记]录|[纪记]录)"
    r"(?=\s+[^\n]{0,4}[时日] *[间期]))"
)
_SPEAKS_NEXT = regex(r"(?:^|\s)主 *席：(?=[^\s]{4,}[，。？！])", re.M)


#: Marks of quotation and what closes them.
QUOTES = {"“": "”", "「": "」", "『": "』"}


def is_open(words: str, mark: str) -> bool:
    """Tell whether a quotation that begins with a mark is not closed within words."""
    return words.count(mark) > words.count(QUOTES[mark])


#: Guests and hosts who sat down together, whatever the headline says of their visit.
SAT_DOWN = regex("(?:召开|举行|主持|进行了?|开展了?|参加了?|出席)[^，。；]{0,8}座谈|座谈会上")
#: Header lines stand above the report, within so many characters.
_HEADER_WITHIN = 400


#: What an editor says over a speech: 这是李大明在全国大会上的闭幕词.
_WHOSE_SPEECH = regex(
    "(?:这|本文|本篇)是(?P<who>[^，。\n]{2,24}?)[在于](?P<where>[^，。\n]{2,40}?)(?:[开闭]幕[式会])?[上中时]?的(?:重要)?(?:讲话|致辞|致词|发言|演讲|开幕词|闭幕词|报告)"
)
#: The title of a speech's own text: 在全市教育大会上的讲话.
_OF_SPEECH = regex(
    "(?:在|于|^)[^，。]{2,60}[上中时的](?:的|重要)*(?:讲话|致辞|致词|发言|演讲|主持词|开幕词|闭幕词)(?:稿|提纲|摘要|摘录|全文|要点)?(?:（[^）]{1,12}）)?$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A title and a text as the rules read them.

    ``folded`` and ``folded_title`` are as long as ``text`` and ``title``;
    ``end`` is where the report itself ends and footers or boilerplate begin.
    ``body`` is the folded text of the report itself, with blanks where minutes of another meeting are read out.
    """

    title: str
    text: str
    folded_title: str
    folded: str
    end: int
    sections: tuple[Section, ...]
    body: str

    def is_report(self, start: int) -> bool:
        """Tell whether what stands at ``start`` belongs to the report, and not to a line of the page around it."""
        return not any(section.kind == "footer" and section.start <= start < section.end for section in self.sections)

    def is_speech(self) -> bool:
        """Tell whether the page is the text of a speech at a meeting, and nobody's report of it."""
        return _OF_SPEECH.search(self.folded_title.strip()) is not None or self.whose_speech() is not None

    def whose_speech(self) -> re.Match[str] | None:
        """Return the words over a speech that say who held it (``who``) and at what (``where``)."""
        return _WHOSE_SPEECH.search(self.body, 0, _HEADER_WITHIN)

    def paragraphs(self) -> list[tuple[int, int]]:
        """Return the spans of the lines of the body that are not empty."""
        return [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", self.body) if m.group().strip()]


def read(title: str, text: str) -> Reading:
    """Prepare a title and a text, of any length, for the rules."""
    folded = _MARKDOWN.sub(lambda mark: " " * len(mark.group()), for_reading(text))
    folded = _BREAKS.sub(lambda tag: "\n" + " " * (len(tag.group()) - 1), folded)
    if len(_IN_BRACKETS.findall(folded)) >= _FEWEST_SPEAKERS:
        folded = _IN_BRACKETS.sub(r" \g<who>：", folded)
    sections: list[Section] = []
    end = len(folded)
    boilerplate = _BOILERPLATE.search(folded, min(len(folded), _SHORTEST))
    tail = boilerplate.start() if boilerplate else _links(folded)
    if tail is not None:
        end = tail
        sections.append(Section("boilerplate", end, len(folded)))
    for furniture in _FURNITURE.finditer(folded, 0, end):
        sections.append(Section("footer", furniture.start(), furniture.end()))
    for header in _HEADER.finditer(folded, 0, min(end, _HEADER_WITHIN)):
        sections.append(Section("footer", header.start(), header.end()))
    for footer in _FOOTER.finditer(folded, 0, end):
        sections.append(Section("byline", footer.start(), footer.end()))
    for caption in _CAPTION.finditer(folded, 0, end):
        if len(caption.group().strip()) <= 40:
            sections.append(Section("caption", caption.start(), caption.end()))
    body, folded_title = folded[:end], for_reading(title)
    if read_out := _read_out(body, folded_title):
        sections.append(Section("read_out", *read_out))
        body = body[: read_out[0]] + " " * (read_out[1] - read_out[0]) + body[read_out[1] :]
    ordered = tuple(sorted(sections, key=lambda section: section.start))
    return Reading(title, text, folded_title, folded, end, ordered, body)


#: Marks of headings, of what is bold, and of a line's end, as minutes in Markdown have them (### 李彦文：, **主席**：), and
#: tags within a line, where a text kept those of its page.
_MARKDOWN = regex(
    "^#{1,6}(?= )|\\*\\*|<br ?/?>|</?(?i:b|strong|em|i|u|a|span|font|img|sup|sub|o:p)(?:[ \t][^<>]{0,400})?>|<!--[^<>]{0,400}-->",
    re.M,
)
#: Tags that begin or end a line.
_BREAKS = regex("</?(?i:p|div|section|article|table|tbody|tr|td|th|ul|ol|li|h[1-6]|hr)(?:[ \t][^<>]{0,400})?/?>")
#: Who speaks, in brackets on a line of his own, as some verbatim records write it: [法学院甲]; so many times at least.
_IN_BRACKETS, _FEWEST_SPEAKERS = regex(r"^[\[【](?P<who>[㐀-鿿·]{2,20})[\]】](?=[ \t]*$)", re.M), 3
#: No report is shorter, in characters.
_SHORTEST = 40


def _links(folded: str) -> int | None:
    """Return where a text's last lines begin, with their heading, that are links to other reports."""
    last = max((line.end() for line in _NO_LINK.finditer(folded)), default=0)
    least = max(last, min(len(folded), _SHORTEST))
    heading = _LINKS.search(folded, least)
    return heading.start() if heading else _headlines(folded, least)


def _headlines(folded: str, least: int) -> int | None:
    """Return where the headlines begin that end a text, None where there are none behind ``least``."""
    begin, found = len(folded.rstrip()), 0
    while begin > least:
        start = folded.rfind("\n", 0, begin) + 1
        if start < least or not _HEADLINE.fullmatch(folded[start:begin].rstrip()):
            break
        begin, found = start - 1, found + 1
    told = found >= _FEWEST_HEADLINES and _TOLD.search(folded, 0, begin + 1)
    return begin + 1 if told else None


def _read_out(body: str, title: str) -> tuple[int, int] | None:
    """Return where minutes of another meeting than the title's are read out."""
    found = _READ_OUT.search(body)
    if found is None or f"{found['number']}会" in title or f"{found['number']}全" in title:
        return None
    following = _SPEAKS_NEXT.search(body, found.end())
    return found.start("minutes"), following.start() if following else len(body)
