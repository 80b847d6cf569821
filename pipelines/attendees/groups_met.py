"""Groups that are told by what was done with them or how they are counted: met, brought, called, heard, 委员共27人."""

from __future__ import annotations

from collections.abc import Iterator

from jiyao.patterns import regex
from pipelines.attendees.group_items import in_list, is_group, parts_of
from pipelines.lexicon import starting

#: Whose report the meeting heard: 听取气象署、国军、台电等单位报告.
_HEARD_UNITS = regex(
    "听取了?(?P<who>[^，。；\n《]{2,60}?等(?:相关|有关)?(?:单位|机关|局处|部会|部门|团体))(?:分别|逐一|的)?(?:[^，。]{0,10})(?:报告|简报|说明|汇报|意见)"
)
#: Whom somebody sat together with: 与电机工会、总工会等团体举行座谈.
_TALKED_WITH = regex(
    "[与和同](?P<who>[^，。；\n与和同]{2,60}?等(?:团体|单位|机关|部会|业者|人士)(?:代表)?)(?:举行|进行|展开|召开)?(?:座谈|会谈|交流|沟通|对话|会商|协商)"
)
#: Who was called to the meeting: 邀集公路局及乡公所在活动中心召开.
_CALLED = regex(
    starting(
        "召特邀",
        "(?<!建议)(?<!下次)(?<!下次会议)(?<![拟将可])(?:(?<![名位])特邀(?!请)|邀集|召集(?!人)|邀请)了?(?P<who>[^，。；\n]{2,80}?)(?:等?共?计?\\d*余?多?人?)(?:，)?(?:就[^，。]{2,24})?(?:[在假于][^，。]{2,24})?(?:召开|举行|参加|予以见证|(?:进行|作)?见证|分享|与会|共同|共商|出席|列席|到场|到会|共襄盛举)",
    )
)
#: The same of those whom one noun names: 与新任辅导员进行座谈.
_SAT_WITH = regex(
    "[与和同](?P<who>(?:近|新|各|部分|优秀|青年|基层|一线|退休|老|全体|企业|学生|教师|党员|群众|干部|职工|民营)[^，。；、\n与和同]{1,16}?(?:代表|人员|员|教师|学生|干部|企业家|负责人|群众|职工|校友|专家))(?:们)?(?:进行了?|举行了?|开展)?(?:[^，。；]{0,4})座谈(?!会)"
)
#: The same of groups that the leader of a 座谈会 talked with: 召开座谈会，分别与企业家代表和院校负责人深入交流.
_EXCHANGED = regex(
    "(?<=座谈会，)(?:先后|分别|随后|并)*[与和同](?P<who>[^，。；\n]{2,40}?)(?:进行了?|展开|开展)?(?:深入|亲切|面对面|充分|座谈)*(?:交流|座谈|沟通|探讨|讨论|对话)"
)
#: Whom a screen linked: 视频连线宁国市、绩溪县, 与新北市、桃园市视讯连线.
_LINKED = regex(
    "视[频讯像]连线了?(?P<who>(?!的|会|系统|方式|会议|调度)[㐀-鿿、（）]{2,60}?)(?=[，。；]|(?:召开|举行|参加))|[与和同](?P<with>[^，。；\n与同]{2,60}?)(?:进行)?视[频讯像]连线"
)
#: Who was asked to sit down together: 邀请各民主党派主委，无党派人士代表座谈.
_ASKED_TO_TALKS = regex("(?<![受应被获])邀请了?(?!的)(?P<who>[^。；\n]{4,200}?)(?:进行)?座谈(?=[，。])")
#: Who was led to talks: 由司长甲率领的特区政府代表团，与….
_LED = regex("率领?的(?P<who>[㐀-鿿（）]{2,24}?(?:代表团|访问团|考察团))(?=[^。\n]{0,60}(?:会[谈晤面见议]|座谈|交流))")
_HEARD = (
    (_ASKED_TO_TALKS, "called to the meeting"),
    (_LED, "brought by 率"),
    (_LINKED, "linked by a screen"),
    (_EXCHANGED, "met by somebody"),
    (_SAT_WITH, "met by somebody"),
    (_HEARD_UNITS, "whose report was heard"),
    (_CALLED, "called to the meeting"),
    (_TALKED_WITH, "met by somebody"),
)


#: Whom somebody met, where they are counted: 与近200名台商座谈.
_MET = regex(
    r"[与和同](?P<who>(?:近|约|逾|超过|多达)?[\d十百千]+余?多?[名位][^，。；\n]{2,50}?)(?:会面|会晤|面对面|座谈(?!会)|进行(?:座谈|交流|讨论))"
)
_MAY_MEET = regex("会面|会晤|座谈|进行|面对面")
_AND_COUNTED = regex(r"[和与及](?=(?:近|约|逾|超过)?\d+余?[名位])")
#: Whom a person brought: 市长某某率领各局处首长与….
_BROUGHT = regex(
    r"(?:率领|率同|带同|率(?![先队真直]))(?P<who>[^，。；、\n率]{2,24}?)(?=[，。、与和及]|出席|列席|参加|与会|到场|共同|一同|起立|前往|赴|至(?=[^，。]{2,12}[，。]))"
)
#: Words without which a sentence need not be read for who was heard or called.
_MAY_BE_HEARD = regex("听取|邀|率领?的|召集|座谈|连线|等(?:团体|单位|机关|部会|业者|人士)")
SENTENCE = regex(r"[^。！？\n]+")
_MAY_BRING = regex("率|带同")
_TEAM = regex("(?:主管|首长|官员|人员|干部|成员|同仁|局处|团队|单位|科室|幕僚|负责人|里长|村长)$")


#: The members of a body, counted at its sitting: 副主任甲、乙及委员共27人出席.
_MEMBERS = regex(r"(?:及|和|与|暨|，|、)(?P<who>委员|代表|常委)(?:共|等|共计)?\d+[人名位](?:出席|参加)")
#: Those of another meeting, who sat in: 出席县政协十届一次会议的全体委员.
OF_OTHER_MEETING = regex(
    r"出席[^，。；、\n]{4,30}?会议的(?:全体)?[^，。；、\n]{0,4}(?:委员|代表)(?=[^。\n]{0,80}(?:列席|旁听))"
)


def told_otherwise(text: str, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, rule) of the groups that no list names before 出席 or 参加; ``people`` are sorted spans."""
    may_meet, may_bring = _MAY_MEET.search(text) is not None, _MAY_BRING.search(text) is not None
    may_be_heard = _MAY_BE_HEARD.search(text) is not None
    for sentence in SENTENCE.finditer(text):
        span = sentence.span()
        if may_meet:
            yield from _met(text, *span)
        if may_bring:
            yield from _brought(text, *span)
        if may_be_heard and _MAY_BE_HEARD.search(text, *span):
            yield from _heard(text, *span, people)
    counted = _MEMBERS.search(text)
    if counted:
        yield *counted.span("who"), "members counted"
    for other in OF_OTHER_MEETING.finditer(text):
        yield *other.span(), "members of another meeting"


def _heard(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield who was heard, called, linked, or sat with."""
    for pattern, rule in _HEARD:
        for match in pattern.finditer(text, start, end):
            for a, b in in_list(text, list(parts_of(text, *match.span(match.lastgroup or 0), people))):
                yield a, b, rule


def _met(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield whom somebody met, where they are counted, each count by itself."""
    if not _MAY_MEET.search(text, start, end):
        return
    for met in _MET.finditer(text, start, end):
        at = met.start("who")
        for cut in [*(m.span() for m in _AND_COUNTED.finditer(met["who"])), (len(met["who"]),) * 2]:
            yield at, met.start("who") + cut[0], "met by somebody"
            at = met.start("who") + cut[1]


def _brought(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield whom somebody brought, in any clause: 率领各局处首长与…."""
    if not _MAY_BRING.search(text, start, end):
        return
    for brought in _BROUGHT.finditer(text, start, end):
        if _TEAM.search(brought["who"]) and is_group(brought["who"]):
            yield *brought.span("who"), "brought by 率"
