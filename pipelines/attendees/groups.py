"""Groups and units that attended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.attendees.group_items import ENDS, NOTE_BEHIND, parts_of
from pipelines.attendees.mention import Mention
from pipelines.lexicon import starting
from pipelines.reading import QUOTES, is_open

_ATTENDING = re.compile(
    starting(
        "与互共出列到参在收旁欢汇相观齐围",
        r"(?:列席(?!代表|人员|成员)|出席|(?<!各)参加|(?:参会|与会|到会)(?!人员|者|代表|同志|领导|委员|专家|嘉宾|各)|到场|观礼|旁听|收听收看|收看|[齐汇欢共]聚一堂|共同参与(?=[，。了])|参与(?=[，。]|$|会议|座谈)|(?:相互|互相)交换意见|在(?:大会)?主席台[^，。]{0,6}就[座坐]|围坐(?=[，。一在]))(?:了|本次|此次|今天的|上午的|下午的)?(?:会议|大会|座谈会|动员会|座谈|活动|培训|集中学习)?",
    )
)
_SPEAKING = re.compile(
    starting(
        "专也亦介作依做先分协发回在就报提汇现积简行讲踊进述逐同与和",
        "(?:在会上|也|亦|先后|分别|逐一|依次|踊跃|积极|现场)*(?:(?<!负责)[同与和][^，。、]{2,10}(?=[作做进]))?(?:(?:(?<![工合协操运写创动制])[作做]|进行)了?[^，。]{0,8})?(?:发言|(?:专案|专题|提出|进行)报告|(?<=分别)报告|发了言|述职|协商交流|回应|简介|讲解|介绍[^，。]{0,12}情况|汇报(?!会)|就[^，。]{2,40}(?:[作做]了?|进行了?)(?:汇报|说明|发言))",
    )
)
#: Words without which a sentence need not be read for who spoke, and for who was heard or called.
_MAY_SPEAK = re.compile("发[言了]|报告|述职|交流|回应|介绍|汇报|说明|简介|讲解")
_MAY_BE_HEARD = re.compile("听取|邀|召集|座谈|等(?:团体|单位|机关|部会|业者|人士)")
_SPEAKS = re.compile(
    "^各(?!副)[㐀-鿿（）、]{1,16}(?:长|主任)$|(?:负责同志|负责人|委员|代表|成员|组成人员|专家|学者|院士|企业家|书记|联络员|人士|干部|医师|教师|村民|居民)$"
)
#: What introduces the groups that came: 参加会议人员包括….
_INTRODUCES = re.compile(
    "(?:参加|出席|列席|参会|与会)[^，。；：]{0,8}(?:人员|单位|对象)?(?:包括|还有|有(?!关)|为)：?(?=[^，。]{4})|(?:参加|出席|列席)[^，。；：]{9,30}(?:会议?|活动|仪式)的(?:还|主要)?有(?!关)(?=[^，。]{4})"
)
#: Whose report the meeting heard: 听取气象署、国军、台电等单位报告.
_HEARD_UNITS = re.compile(
    "听取了?(?P<who>[^，。；\n《]{2,60}?等(?:相关|有关)?(?:单位|机关|局处|部会|部门|团体))(?:分别|逐一|的)?(?:[^，。]{0,10})(?:报告|简报|说明|汇报|意见)"
)
#: Whom somebody sat together with: 与电机工会、总工会等团体举行座谈.
_TALKED_WITH = re.compile(
    "[与和同](?P<who>[^，。；\n与和同]{2,60}?等(?:团体|单位|机关|部会|业者|人士)(?:代表)?)(?:举行|进行|展开|召开)?(?:座谈|会谈|交流|沟通|对话|会商|协商)"
)
#: Who was called to the meeting: 邀集公路局及乡公所在活动中心召开.
_CALLED = re.compile(
    starting(
        "召特邀",
        "(?<!建议)(?<!下次)(?<!下次会议)(?<![拟将可])(?:(?<![名位])特邀(?!请)|邀集|召集(?!人)|邀请)了?(?P<who>[^，。；\n]{2,80}?)(?:等?共?计?\\d*余?多?人?)(?:，)?(?:[在假于][^，。]{2,24})?(?:召开|举行|参加|与会|共同|共商|出席|列席|到场|到会|共襄盛举)",
    )
)
_TAIL = re.compile(
    r"(?:等)?(?:分别|则|共同|一同|[共总合]计|共|约|近|逾|超过|[\d一二三四五六七八九十百千余多来]+(?:余|多)?(?:名|位)?人|以视频[^，。]{0,6}|[通透]过视[频讯像][^，。]{0,6}|以视讯[^，。]{0,6}|在[^，。]{0,12}(?:会场|会议[室厅]|礼堂)(?:集中|统一|同步)?|在[邻旁后前隔][㐀-鿿]{1,3}|线上|依次|应邀|获邀|前往|(?:各)?派(?:员|代表|人)|踊跃|热烈|也|亦有?|均|还|皆|都|率[^，。]{0,6}|等\d+人)*$"
)
#: No such tail is longer, in characters.
_LONGEST_TAIL = 100
_NO_GROUP = re.compile(
    r"[ 　]|时可|频频|打断|^是否|^如下|内容如下|[平舞]台$|拜托|恳请|敬请|分别对[^，]{0,20}书记$|^就|组成[^，。]{0,8}(?:小组|专班)$|成一团|由[一\d][名位]|.向(?:委员|议员|代表|会议|大会|与会|大家)|禁止|阻止|我们|宣[布佈告]|[府会局处院所]于\d|[开散]会$|读会|座谈会|听证会|说明会|公听会|(?:代表|会员|党员|信徒)大会|议会大会$|[定临][期时]会|记者[^，。]{2,10}报[道导]|协调会|研讨会|典礼|先生|女士|小姐|参照|详如|(?:行政院|委员会|政府)(?:院长|主任委员|主席|省长|市长|县长|秘书长)(?:$|率)|各位|召开|举行|举办|会议(?!室|员|各?成员)|指出|强调|主持|讲话|要求|欢迎|吸引|(?<![受应特被])邀请(?!函|人|的|代表|嘉宾|专家)|^[一二三四五六七八九十]要|(?<!党)派(?!出所|驻)|在(?![家岗职校京])[^）]{2,}|今天|上午|下午|[月日]$|\d+人$|^人员$|^代表\d|应到|实到|缺席|了|当选|将[于在会]|下[周次个]|^(?:[她他我]|选出|选举产生|加强|基于|并|负责|决定|内容|报告|研究|专题|听取|按照|在|同(?![志学乡仁])|期盼|希望|关于|对|会同|选出|支持|邀请|组织(?!委员|部)|向|把|将|请)"
)
_SENTENCE = re.compile(r"[^。！？\n]+")
#: The same of those whom one noun names: 与新任辅导员进行座谈.
_SAT_WITH = re.compile(
    "[与和同](?P<who>(?:近|新|各|部分|优秀|青年|基层|一线|退休|老|全体|企业|学生|教师|党员|群众|干部|职工|民营)[^，。；、\n与和同]{1,16}?(?:代表|人员|员|教师|学生|干部|企业家|负责人|群众|职工|校友|专家))(?:们)?(?:进行了?|举行了?|开展)?(?:[^，。；]{0,4})座谈(?!会)"
)
_HEARD = (
    (_SAT_WITH, "met by somebody"),
    (_HEARD_UNITS, "whose report was heard"),
    (_CALLED, "called to the meeting"),
    (_TALKED_WITH, "met by somebody"),
)


#: What somebody said is no list of who came: 议员甲表示，政府官员出席质询会议，….
_IN_SPEECH = re.compile("(?<!会后)(?:表示|指出|认为|强调|质疑|批评|直言|坦言|[说称指])，")
#: The end of a sentence that tells who came, whatever was said before: …，各乡镇书记参加会议。
_CLOSES = re.compile("(?:了?(?:会议|大会|座谈会?|会报|活动))?[ \u3000]*(?:[。；\n]|\\Z)")


def attending_groups(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, rule) of the groups in the lists that 出席 or 参加 close, and of those that speak."""
    people = [(m.left, m.right) for m in mentions]
    may_meet, may_bring = _MAY_MEET.search(text) is not None, _MAY_BRING.search(text) is not None
    may_introduce = _INTRODUCES.search(text) is not None
    may_speak, may_be_heard = _MAY_SPEAK.search(text) is not None, _MAY_BE_HEARD.search(text) is not None
    for sentence in _SENTENCE.finditer(text):
        start = sentence.start()
        told = _IN_SPEECH.search(text, *sentence.span())
        for verb in _ATTENDING.finditer(text, sentence.start(), sentence.end()):
            if told and told.end() <= verb.start() and not _CLOSES.match(text, verb.end()):
                break
            if verb.start() > start and not _object(text, verb):
                yield from _led(text, start, verb.start(), people)
                yield from _before(text, start, verb.start(), people)
            start = verb.end()
        if may_meet:
            yield from _met(text, *sentence.span())
        if may_bring:
            yield from _brought(text, *sentence.span())
        introduced = _INTRODUCES.search(text, sentence.start(), sentence.end()) if may_introduce else None
        if introduced:
            listed = list(parts_of(text, introduced.end(), sentence.end(), people))
            yield from ((a, b, "list of who attended") for a, b in listed if _is_group(text[a:b]))
        if may_speak and _MAY_SPEAK.search(text, start, sentence.end()):
            yield from _spoke(text, start, sentence.end(), people)
        if not may_be_heard or not _MAY_BE_HEARD.search(text, sentence.start(), sentence.end()):
            continue
        for pattern, rule in _HEARD:
            for match in pattern.finditer(text, sentence.start(), sentence.end()):
                for a, b in _in_list(text, list(parts_of(text, *match.span("who"), people))):
                    yield a, b, rule


#: Whom somebody met, where they are counted: 与近200名台商座谈.
_MET = re.compile(
    r"[与和同](?P<who>(?:近|约|逾|超过|多达)?[\d十百千]+余?多?[名位][^，。；\n]{2,50}?)(?:会面|会晤|面对面|座谈(?!会)|进行(?:座谈|交流|讨论))"
)
_MAY_MEET = re.compile("会面|会晤|座谈|进行|面对面")
_AND_COUNTED = re.compile(r"[和与及](?=(?:近|约|逾|超过)?\d+余?[名位])")
#: Whom a person brought: 市长某某率领各局处首长与….
_BROUGHT = re.compile(
    r"(?:率领|率同|带同|率(?![先队真直]))(?P<who>[^，。；、\n率]{2,24}?)(?=[，。、与和及]|出席|列席|参加|与会|到场|共同|一同|起立|前往|赴)"
)
_MAY_BRING = re.compile("率|带同")
_TEAM = re.compile("(?:主管|首长|官员|人员|干部|成员|同仁|局处|团队|单位|科室|幕僚|负责人|里长|村长)$")


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
        if _TEAM.search(brought["who"]) and _is_group(brought["who"]):
            yield *brought.span("who"), "brought by 率"


def _spoke(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the units and groups of the clauses that say that they spoke; the last of a list says what all are."""
    at = start
    for spoken in _SPEAKING.finditer(text, start, end):
        listed = [part for span in _spoken_of(text, at, spoken.start()) for part in parts_of(text, *span, people)]
        if listed and _SPEAKS.search(text[listed[-1][0] : listed[-1][1]]):
            for begin, close in listed:
                short = close - begin <= 14 and not _NO_GROUP.search(text[begin:close])
                if (short or _is_group(text[begin:close])) and _names_many(text[begin:close]):
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
_TO_WHOM = re.compile("[㐀-鿿]向(?:各位)?(?:委员|议员|代表|大家|与会[㐀-鿿]{0,4})$")
_ACTED = re.compile("[由请就将对向把被在了为]|会议|会上|出席|参加|主持|发言|汇报|指出|强调")


def _names_many(phrase: str) -> bool:
    """Tell whether a phrase is no bare word and no object of the verb behind it (向委员)."""
    return phrase not in _TOO_BARE and phrase[0] not in "向对就听同在" and not _TO_WHOM.search(phrase)


def _object(text: str, verb: re.Match[str]) -> bool:
    """Tell whether the verb does not close a list: 要求参加, 主持召开, 应邀出席."""
    return text[max(0, verb.start() - 2) : verb.start()].endswith(
        ("要求", "组织", "邀请", "通知", "鼓励", "积极", "动员")
    )


_LED = re.compile(r"(?:率领?同?|带领|带同|偕同?|会同)([^，。、率]{2,30})$")


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
        for begin, close in _in_list(text, list(parts_of(text, first, last, people))):
            if not _in_quotes(text, start, begin):
                yield begin, close, "list of who attended"


def _in_quotes(text: str, start: int, at: int) -> bool:
    """Tell whether a quotation that begins behind ``start`` is open at ``at``: 「甲所、乙所」等四所合并召开."""
    return any(is_open(text[start:at], mark) for mark in QUOTES)


def _in_list(text: str, listed: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the groups of a list; the last of it says what all are: 交通、气象、供电等部门负责人."""
    whole = bool(listed) and _is_group(text[slice(*listed[-1])])
    for begin, close in listed:
        if (whole and close - begin <= 14) or _is_group(text[begin:close]):
            yield begin, close


#: The units of a region together: 各县（市、区）, 各乡镇街道.
_PLACES = re.compile("各[县市区州盟旗乡镇街道社村场、]{1,8}")


def _is_group(phrase: str) -> bool:
    plain = NOTE_BEHIND.sub("", phrase)
    return (
        2 <= len(phrase) <= 40
        and phrase not in _TOO_BARE
        and (bool(ENDS.search(plain)) or _PLACES.fullmatch(plain) is not None)
        and not _NO_GROUP.search(phrase)
    )


#: What names nobody in particular when it stands alone.
_TOO_BARE = frozenset(("委员", "代表", "主席", "议员", "大会", "会议", "人员", "单位", "部门", "机关", "秘书", "董事", "监事", "理事", "经理", "专家", "学者",
    "书记", "省长", "市长", "县长", "区长", "部长", "厅长", "局长", "处长", "院长", "行长", "台长"))  # fmt: skip


_CLAUSE_END = re.compile("[，：；]")


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans between commas."""
    at = start
    for mark in _CLAUSE_END.finditer(text[start:end]):
        if start + mark.start() > at:
            yield at, start + mark.start()
        at = start + mark.end()
    if end > at:
        yield at, end
