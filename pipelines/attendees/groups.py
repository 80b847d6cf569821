"""Groups and units that attended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.patterns import regex
from pipelines.attendees.group_items import ENDS, NO_GROUP, TOO_BARE, in_list, is_group, parts_of
from pipelines.attendees.groups_met import OF_OTHER_MEETING, SENTENCE, told_otherwise
from pipelines.attendees.mention import Mention
from pipelines.attendees.predicates import VERBS
from pipelines.lexicon import starting
from pipelines.reading import QUOTES, is_open

_ATTENDING = regex(
    starting(
        "会与互共出列到参在收旁欢汇相观齐围济",
        r"(?:列席(?!代表|人员|成员)|出席(?!第?[^，。、]{4,24}代表(?:候选人|名[单额]|的选举))|(?<!各)参加(?!(?:工作|革命|高考)(?=[，。、；）]|$))|(?:参会|与会|到会)(?!人员|者|代表|同志|领导|委员|专家|嘉宾|各)|到场|观礼|旁听(?!人员|席|者|代表)|收听收看|收看|[齐汇会欢共]聚一堂|济济一堂|共同参与(?=[，。了])|参与(?=[，。]|$|会议|座谈)|(?:相互|互相)交换意见|在(?:大会)?主席台[^，。]{0,6}就[座坐]|围坐(?=[，。一在]))(?:了|本次|此次|今天的|上午的|下午的)?(?:会议|大会|座谈会|动员会|座谈|活动|培训|集中学习)?",
    )
)
_SPEAKING = regex(
    starting(
        "专也亦介作依谈结对围联立做先分协发回在就报提汇现积简行讲踊进述逐同与和",
        "(?:在会上|也|亦|先后|分别|逐一|依次|踊跃|积极|现场)*(?:(?<!负责)[同与和][^，。、]{2,10}(?=[作做进]))?(?:(?:(?<![工合协操运写创动制])[作做]|进行)了?[^，。]{0,8})?(?:发言|(?:专案|专题|提出|进行)报告|(?<=分别)报告|发了言|述职|(?:(?:结合|对照|围绕|联系|立足)[^，。]{2,24}，)?谈[^，。]{0,8}(?:体会|感受|认识|心得|打算)|协商交流|回应|简介|讲解|介绍[^，。]{0,12}情况|汇报(?!会)|就[^，。]{2,120}?(?:[作做]了?|进行了?|展开)[^，。]{0,4}(?:汇报|说明|发言|交流|讨论|探讨)|就[^，。]{2,60}?提出[^，。]{0,8}(?:意见|建议))",
    )
)
#: Words without which a sentence need not be read for who spoke.
_MAY_SPEAK = regex("发[言了]|报告|述职|交流|讨论|探讨|回应|介绍|汇报|说明|简介|讲解|谈|提出")
_SPEAKS = regex(
    "^各(?!副)[㐀-鿿（）、]{1,16}(?:长|主任)$|(?:负责同志|负责人|委员|代表|成员|组成人员|专家|学者|院士|企业家|书记|联络员|人士|干部|医师|教师|村民|居民|[设施监建承]?[计工理设办]方)$"
)
#: What introduces the groups that came: 参加会议人员包括….
_INTRODUCES = regex(
    "(?:出席|参加|到场)(?:了|本次|此次|是次)?[^，。；：]{0,10}，(?:当中|其中)?包[括含](?=[^，。]{4})|(?:参加|出席|列席|参会|与会)[^，。；：]{0,8}(?:人员|单位|对象)?(?:包[括含]|还有|有(?!关)|为)：?(?=[^，。]{4})|(?:参加|出席|列席)[^，。；：]{9,30}(?:会议?|活动|仪式)的(?:还|主要)?有(?!关)(?=[^，。]{4})|主席台[^，。]{0,4}就[坐座]的(?:还|主要)?有(?!关)(?=[^，。]{4})"
)
_TAIL = regex(
    r"(?:等)?(?:[均皆都]有|分别|则|共同|一同|[共总合]计|共|约|近|逾|超过|[\d一二三四五六七八九十百千余多来]+(?:余|多)?(?:名|位)?人|以视频[^，。]{0,6}|[通透]过视[频讯像][^，。]{0,6}|以视讯[^，。]{0,6}|，?在[^，。]{0,12}(?:会场|会议[室厅]|礼堂)(?:集中|统一|同步)?|在[邻旁后前隔][㐀-鿿]{1,3}|线上|依次|应邀|获邀|前往|(?:各)?派(?:员|代表|人)|踊跃|热烈|也|亦有?|均|还|皆|都|率[^，。]{0,6}|等\d+人)*$"
)
#: No such tail is longer, in characters.
_LONGEST_TAIL = 100
#: What somebody said is no list of who came: 议员甲表示，政府官员出席质询会议，….
_IN_SPEECH = regex("(?<!会后)(?:表示|指出|认为|强调|质疑|批评|直言|坦言|[说称指])，")
#: What a meeting asks of a group is not done there, nor was it what came before: 会议要求，各单位负责人….
_ASKED_OF = regex("(?:要求|希望|强调|决定|建议|指出|同意|号召)，|(?:会|在)前，|此前，")
#: Groups behind a list, each set apart by a semicolon, and what they all did: 甲等县领导；各乡镇书记；…参加会议。
_GROUPS_BEHIND = regex(
    "等?[^，。；、：\\n]{0,16}(?:领导|成员|干部|人员|同志|负责人|委员|代表)；(?:[^。；：\\n]{2,80}；){0,5}[^。；：\\n]{2,80}?"
    "(?P<did>(?:出席|参加|列席|到会|参会)了?(?:会议|大会|座谈会?|会)?。)"
)
#: What makes a title of what was done with its holder: 会议通报了原|局长.
_OBJECT = regex("[了被把将]|会议|改聘|通报|慰问|看望|任命|免去")


def beyond_groups(text: str, left: int, start: int, end: int) -> str | None:
    """Return what those named from ``left`` to ``start`` did with the groups behind them, None where nothing says so."""
    opens = left == 0 or text[left - 1] in "，。；、\n" or text[left - 1].isspace()
    groups = _GROUPS_BEHIND.match(text, start, end) if opens and not _OBJECT.search(text, left, start) else None
    if groups is None or any(pattern.search(text, start, groups.start("did")) for _, pattern in VERBS):
        return None
    return groups["did"]


#: Who is to come to a meeting: 将于3月10日召开的会议，共有382名代表|参加.
_TO_COME = regex(
    "(?:即将|将[于在])[^，。；]{0,20}(?:召开|举行|举办)[^，。；]{0,24}?(?:，(?:共有?|预计|将有)[^，。；]{0,20}?)?(?:参加|出席|列席)"
    "|表示将会?[^，。；]{0,40}?(?:参加|出席|列席)"
)
#: The end of a sentence that tells who came, whatever was said before: …，各乡镇书记参加会议。
_CLOSES = regex("(?:了?(?:会议|大会|座谈会?|会报|活动))?[ \u3000]*(?:[。；\n]|\\Z)")


def attending_groups(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, rule) of the groups in the lists that 出席 or 参加 close, and of those that speak."""
    people = [(m.left, m.right) for m in mentions]
    may_introduce = _INTRODUCES.search(text) is not None
    may_speak = _MAY_SPEAK.search(text) is not None
    for sentence in SENTENCE.finditer(text):
        start = sentence.start()
        told = _IN_SPEECH.search(text, *sentence.span())
        to_come = [one.span() for one in _TO_COME.finditer(text, *sentence.span())]
        for verb in _ATTENDING.finditer(text, sentence.start(), sentence.end()):
            if told and told.end() <= verb.start() and not _CLOSES.match(text, verb.end()):
                break
            if any(begin <= verb.start() < end for begin, end in to_come):
                continue
            if other := OF_OTHER_MEETING.match(text, verb.start()):
                start = other.end()
                continue
            if verb.start() > start and not _object(text, verb):
                yield from _led(text, start, verb.start(), people)
                yield from _before(text, start, verb.start(), people)
            start = verb.end()
        introduced = _INTRODUCES.search(text, sentence.start(), sentence.end()) if may_introduce else None
        if introduced:
            listed = list(parts_of(text, introduced.end(), sentence.end(), people))
            yield from ((a, b, "list of who attended") for a, b in listed if is_group(text[a:b]))
        if may_speak and _MAY_SPEAK.search(text, start, sentence.end()):
            asked = _ASKED_OF.search(text, *sentence.span())
            yield from _spoke(text, start, min(asked.start() if asked else sentence.end(), sentence.end()), people)
    yield from told_otherwise(text, people)


def _spoke(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the units and groups of the clauses that say that they spoke; the last of a list says what all are."""
    at = start
    for spoken in _SPEAKING.finditer(text, start, end):
        listed = [part for span in _spoken_of(text, at, spoken.start()) for part in parts_of(text, *span, people)]
        if listed and _SPEAKS.search(text[listed[-1][0] : listed[-1][1]]):
            for begin, close in listed:
                short = close - begin <= 14 and not NO_GROUP.search(text[begin:close])
                if (short or is_group(text[begin:close])) and _names_many(text[begin:close]):
                    yield begin, close, "list of who spoke"
        at = spoken.end()


def _spoken_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the clause that ends at ``end``, with those before it that name groups only: …负责同志，…代表作了发言."""
    clauses = list(_segments(text, start, end))
    first = len(clauses) - 1
    while (
        first > 0
        and _SPEAKS.search(text[slice(*clauses[first - 1])])
        and not _ACTED.search(text[slice(*clauses[first - 1])])
    ):
        first -= 1
    return clauses[max(first, 0) :]


#: To whom somebody spoke: 局长向委员|简介….
_TO_WHOM = regex("[㐀-鿿]向(?:各位)?(?:委员|议员|代表|大家|与会[㐀-鿿]{0,4})$")
#: Whoever is there: 与会代表|就…进行讨论.
_PRESENT = regex("与会|参会|到会|双方|大家")
_ACTED = regex("[由请就将对向把被在了为]|会议|会上|出席|参加|主持|发言|汇报|指出|强调")


def _names_many(phrase: str) -> bool:
    """Tell whether a phrase is no bare word and no object of the verb behind it (向委员)."""
    return not (
        phrase.removeprefix("其他") in TOO_BARE
        or phrase[0] in "向对就听同在"
        or _TO_WHOM.search(phrase)
        or _PRESENT.match(phrase)
    )


def _object(text: str, verb: re.Match[str]) -> bool:
    """Tell whether the verb does not close a list: 要求参加, 主持召开, 应邀出席."""
    return text[max(0, verb.start() - 2) : verb.start()].endswith(
        ("要求", "组织", "邀请", "通知", "鼓励", "积极", "动员")
    )


_LED = regex(r"(?:率领?同?|带领|带同|偕同?|会同)((?:[^，。、率]|(?<=一)、(?=二级)){2,30})$")


def _led(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield whom somebody brought: 率各课室主管列席."""
    match = _LED.search(text[start:end])
    if match and ENDS.search(match.group(1)):
        for begin, close in parts_of(text, start + match.start(1), start + match.end(1), people):
            yield begin, close, "brought by 率"


def _before(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    near = max(start, end - _LONGEST_TAIL)
    tail = _TAIL.search(text[near:end])
    stop = near + tail.start() if tail else end
    for first, last in _segments(text, start, stop):
        for begin, close in in_list(text, list(parts_of(text, first, last, people))):
            if not _in_quotes(text, start, begin):
                yield begin, close, "list of who attended"


def _in_quotes(text: str, start: int, at: int) -> bool:
    """Tell whether a quotation that begins behind ``start`` is open at ``at``: 「甲所、乙所」等四所合并召开."""
    return any(is_open(text[start:at], mark) for mark in QUOTES)


_CLAUSE_END = regex("[，：；]")


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans between commas."""
    at = start
    for mark in _CLAUSE_END.finditer(text[start:end]):
        if start + mark.start() > at:
            yield at, start + mark.start()
        at = start + mark.end()
    if end > at:
        yield at, end
