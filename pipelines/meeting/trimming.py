"""What stands around a meeting's name and is none of it: when, who convened, numbers, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jiyao.model import Part
from jiyao.patterns import regex
from pipelines.reading import QUOTES, is_open

_LEAD_CUT = regex(
    r"^(?:-|(?:19|20)\d{6}(?=[^\d\s])|首[场次](?=.{4})|\d{2,4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}/\d{1,2}(?=[ 　])|[^，]*?(?:(?:\d|[〇一二三四五六七八九十])(?:日|号(?=[上中下]午|晚|凌晨|，))|月(?:\d|[〇一二三四五六七八九十]){1,3}号)(?:（[^）]{1,8}）)?(?:至[\d〇一二三四五六七八九十月]+日)?(?:(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|晚|夜)(?:\d+[时点](?:\d+分)?)?)?(?:[电讯](?=[ 　]))?"
    r"|(?:近日|日前|今天|今日|昨天|昨日|前天|当天|当日|上午|下午|会上|随后|随即|近期|本报讯|(?:一连)?为期[^，]{1,3}天的|[^，]{2,60}?(?:主办|合办|承办|举办|协办)的|(?:[㐀-鿿]{2,8}[网报台社])?[电讯]（[^）]{2,16}）|(?:大陆|中国)(?=全国)|今(?![年后冬春夏秋届])|昨|前日)+(?:（[^）]{1,8}）[日天]?)?(?:上午|下午|晚上?|早上)?|上?本?周[一二三四五六日末]|[上下]午|\s|[㐀-鿿]{1,3}[县市省][/／](?=\d{2,4}年|第)|[^（【]*?[）】](?=[㐀-鿿])(?<!扩大）)(?<!视频）))+"
)
#: The hour before a name, which ends at no colon: 下午16：00|代表会议.
_HOUR = regex("[^\\d]?\\d{1,2}：\\d\\d")
#: A body that is of one meeting only is no name without it: 市八届人大二次会议主席团举行第一次会议.
PRESIDIUM = regex("(?P<name>[^，。；\\n\\s]{4,40}主席团(?:举行|召开)第[一二三四五六七八九十\\d]+次会议)")
#: Who held it, which is no part of its name: 县政协召开|第十六次会议.
_CONVENED = regex(
    "(?:[㐀-鿿]{2,20}?)?(?:召开|举行|举办|召集|(?<=议会|表会)开(?=.{4}))(?!人)(?:了|[一二三四两]次)?(?=.{3})"
)
#: What stands before a meeting's name and is none of it.
_NAME_LABEL, _BRACKET = (
    regex("会议名称[ ：]*|定稿(?!会|工作|座谈)(?=.{4})"),
    regex(r"[（【][^）】]{1,16}[）】](?=.{4})"),
)
#: The body that meets today: 县议会今|第18次临时会开议.
_BODY_TODAY = regex("[㐀-鿿]{2,14}(?:议会|代表会)[今昨][日天]?(?=第.{3})")
_OUR_OWN = regex(
    "(?:本[所府会局院校县市乡镇区]|我[县市区省乡镇校院])(?=[^，]{4})|(?:学校|学院|公司|集团)(?=\\d{4}(?:-\\d{4})?(?:学年|年))"
)
#: Who was at it, and when: 行政院长甲今（12）日在|行政院第3933次会议.
_WHO_WAS_AT = regex(r"[^，]*[日天午晚）]在(?=[^，]{4})")
_OF_OTHERS = regex("(?:[与和同][^的，]{2,16}|[㐀-鿿]{1,5}[县市区乡镇])的(?=[^，]{3})")
_SINCE = regex("[^，的]{2,8}[后前]的(?=[^，]{4})")
_ON_THEME = regex("(?:一场)?以[^，]{2,40}为主题的")
#: A meeting that is called one twice: 第三次会议（二〇一七年）|会议记录, 重头戏|「交流座谈会」|会议.
_TWICE = regex("(会议（[^）]{2,10}）)会议$")
_QUOTED = regex("[^「」『』“”，第]*[「『“]([^「」『』“”]{2,30}(?:会|会议|论坛))[」』”]会议")
#: The body's short name, told between it and its meeting: 标准化促进会（以下简称“标促会”）|第二届会员大会.
_IN_SHORT = regex("[^，。]*?（(?:以下|下|后)?简称[^）]{2,16}）(?=.{4})")
#: Why a session was held when it was: 受台风影响延期的|临时会.
_BECAUSE = regex("(?:备?受到?|因)[^，的]{2,20}(?:影响|关注|瞩目|顺延|延期|延后|推迟|改期)的(?=[^，]{4})")
#: How often it is held, what for, and since when: 两年一度的, 旨在加强交流的, 上任后|首次.
_OFTEN = regex(
    "(?:[一两二三四五六七八九十\\d每]年一[度次]|[一每]年[一两]度|旨在[^，。]{2,40}?)的(?=[^，]{4})|(?:上任|就任|履新|改组|成立)后(?=首[次场届])"
)
_FRONTS = (_IN_SHORT, _NAME_LABEL, _BRACKET, _BODY_TODAY, _OUR_OWN, _WHO_WAS_AT, _OF_OTHERS, _SINCE, _ON_THEME)
_ALWAYS = tuple(front for front in _FRONTS if front is not _WHO_WAS_AT)


#: No record is headed by so little: 市议会第12届104年1月5日谈话会纪录 is of more than a 谈话会.
_SHORTEST_OF_RECORD = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A meeting's name: its span, where it stands and the rule that found it."""

    start: int
    end: int
    part: Part
    rule: str


def trimmed(text: str, start: int, end: int, part: Part, rule: str) -> Named:
    """Return the name that stands from ``start`` to ``end``, without what is none of it."""
    if text[start - 1 : start] == "：" and (hour := _HOUR.match(text, max(0, start - 3), end)):
        start = hour.end()
    while start < end and text[start] in " 　\t·◆●■▲△▼、":
        start += 1
    start = _behind(_FRONTS if rule == "subject of 召开" else _ALWAYS, text, start, end)
    if tail := _TWICE.search(text, start, end):
        end = tail.end(1)
    if quoted := _QUOTED.fullmatch(text, start, end):
        start, end = quoted.span(1)
    cut = _LEAD_CUT.match(text[start:end])
    if cut and cut.end() < end - start - (_SHORTEST_OF_RECORD if rule == "heading of a record" else 2):
        start += cut.end()
    start = _behind((_OFTEN, _BECAUSE), text, start, end)
    while start < end and (text[start] in " 　，了的【" or _opens_nothing(text[start:end])):
        start += 1
    if text[start : start + 1] == "（" and text.find("）", start, end) < 0:
        start += 1
    if start < end and text[start] in QUOTES.values():
        start = max(text.rfind(before, 0, start) for before, after in QUOTES.items() if after == text[start])
    begun = None if PRESIDIUM.fullmatch(text[start:end]) else _CONVENED.match(text[start:end])
    start += begun.end() if begun else 0
    opened = next(
        (mark for mark in QUOTES if QUOTES[mark] == text[end : end + 1] and is_open(text[start:end], mark)), None
    )
    inner = text.find(opened, start, end) if opened else -1
    if opened and _BY_WHOM.search(text, start, inner) and end - inner > _WHOLE_NAME:
        return Named(inner + 1, end, part, rule)  # 由基金会资助的「青年座谈会」
    return Named(start, end + 1 if opened else end, part, rule)  # 第一次「三合一会报」


def _behind(fronts: Iterable[re.Pattern[str]], text: str, start: int, end: int) -> int:
    for front in fronts:
        found = front.match(text, start, end)
        start = found.end() if found else start
    return start


#: Who held or paid for what is quoted behind it: 由基金会资助的.
_BY_WHOM = regex("(?:^由[^“「『]*|资助|牵头|主办|举办|承办|召集|发起)的\\Z")
#: What points to a meeting, and what it must name behind that to be a name.
_THIS_ONE = regex(
    "[在于]?(?:[此这该][次场]|[本今](?:次|场(?![馆地]))|上一?次|前次|(?:[每一]年)?[两二三四五六七八九十]次(?!产业|理事|会员|代表|委员|党委|[全常大会])(?=[㐀-鿿]{6}))"
)
_WHOLE_NAME = 6


def pointed_to(words: str) -> int:
    """Return how long what points to a meeting is before its name (这次|全省经济工作会议), all of it where no name is behind (此次论坛)."""
    pointing = _THIS_ONE.match(words)
    if pointing is None:
        return 0
    return pointing.end() if len(words) - pointing.end() >= _WHOLE_NAME else len(words)


def _opens_nothing(words: str) -> bool:
    return words[0] in QUOTES and QUOTES[words[0]] not in words


#: What a meeting is about, quoted before the noun, and what would cut it: 「某某：时代与遗续」研讨会.
_ABOUT = regex(
    "[“「『](?:[^“”「」『』\n。]{3,40}[”」』](?=[㐀-鿿]{0,12}(?:会|班|论坛|学习))|[^“”「」『』\n，。]{3,40}会[”」』])"
)
_CUTS = regex("(?<=[㐀-鿿\\d])[：， ](?=[㐀-鿿\\d])")


def with_whole_titles(body: str) -> str:
    """Return the text with a dot for each mark and blank within what its meetings are about; its length stays."""
    return _ABOUT.sub(lambda about: _CUTS.sub("·", about.group()), body)
