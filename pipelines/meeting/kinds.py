"""What kind of meeting a name says, who convened it, its number, and its identity."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date

from jiyao.patterns import regex
from pipelines.numerals import number

#: The first pattern that a name holds decides; the field's words as identifiers.
_KINDS = [
    ("press_conference", "新闻发布会|记者会|发布会|通气会|吹风会"),
    (
        "standing_committee",
        "常委会(?:（扩大）)?会议|常委(?:扩大)?会议|常务委员会(?!主任)|常委会第|常委会\\d*年?第|常委会$|人大常委会|常委会",
    ),
    (
        "executive_meeting",
        "常务会议?|(?:政府|国务院)(?:第[^，委]{1,8}次|\\d*年?度?)全体会议|县务会议|市政会议|府务会议|院会|乡务会议|镇务会议|区务会议|省政府常务|行政会议",
    ),
    ("office_meeting", "办公会"),
    ("chairmens_meeting", "主席会议|主任会议|委员长会议|主席办公会"),
    ("council_sitting", "议会|代表会|立法会|立法院|定期会|临时会|定期大会"),
    (
        "congress",
        "代表大会|人大[一二三四五六七八九十\\d]+次会议|政协[^，]{0,14}(?:委员会|届)[^，]{0,8}次会议|人民政治协商会议|两会",
    ),
    (
        "party_plenary",
        "(?<![安健保齐])全会(?!报)|(?:党|[省市县区州旗盟乡镇]委(?!员)|中央|纪委|届)[^，]{0,24}全体会议|党代会|纪律检查委员会",
    ),
    ("study_session", "中心组|集体学习|读书班|学习会|研讨班"),
    ("party_group", "党组|党委会|党委（扩大）|党工委"),
    ("democratic_life", "民主生活会|组织生活会"),
    ("mobilisation", "动员|誓师|部署会|启动会|推进会|攻坚"),
    ("teleconference", "电视电话|视频会|视讯"),
    ("dispatch", "调度会|会商会|指挥部(?!成员)|应变中心|工作会报"),
    ("hearing", "听证会|公听会|说明会"),
    ("symposium", "座谈会|恳谈会|研讨会|茶话会|协商会|论坛|座谈|茶叙"),
    ("report_meeting", "述职|评议会|汇报会|报告会|讲评会|点评会"),
    ("commendation", "表彰|总结会|颁奖"),
    ("working_group", "领导小组|专班|工作组|联席会|协调会|协调机制|治安会报|小组"),
    ("committee", "委员会|审议会|审查会"),
    ("training", "培训会|辅导会|讲座"),
    ("work_conference", "工作会|会议|大会|会报|会"),
]
_COMPILED = [(kind, regex(pattern)) for kind, pattern in _KINDS]
_N = "[〇零一二三四五六七八九十百\\d]+"
_SESSION = regex(rf"第?(?P<term>{_N})届(?!全国)(?:[^第]{{0,24}}?)(?:第?(?P<number>{_N})次)?")
_NUMBER = regex(rf"第(?P<number>{_N})[次届期]")
_ORGAN = "小组|纪检(?:监察)?组|[巡督](?:[察视]|导)组|安委会|农会|渔会|(?<!办)公会|工会|总会|学会|基金会|集团|(?:审议|审查|咨询)会(?=[第\\d])|常务委员会|委员会|常委会|人民政府|政府|县府|市府|县委|市委|省委|区委|州委|旗委|党委|党组|党工委|政协|人大|代表大会|代表会(?!议)|议会|立法会|立法院|国务院|政治局|领导小组|指挥部|中心|公所|行政院|监察院|促进会|主席团|联席会议|管委会|中心组|纪委|局|厅|(?<!干)部|院|办|厂|公司|大学|医院|协会|商会"
_NUMBERED = regex(
    r"第[〇零一二三四五六七八九十百\d]+[次届]|(?<=[协大委会])[〇零一二三四五六七八九十\d]+届|\d{2,4}年|（|“|「"
)
_NO_ORGAN_BEFORE = "(?!(?<!委员会)会议|(?<=部)落|(?<=党组)织|[长员士署门分队级公组事]|学习组)"
_ENDS_IN_ORGAN = regex(f"(?:{_ORGAN})$")
_TO_ORGAN = regex(f"^(?:(?!推进|征求|关于|优秀|(?<=组)巡[察视])[^“「（]){{0,36}}(?:{_ORGAN}){_NO_ORGAN_BEFORE}")
#: No body begins so: 全县, 2024年, 第三次, 学习.
_NO_BODY = regex(
    rf"(?!第?{_N}届|全国(?:人大|人民代表|政协|委员|总工会|妇联|工商联|侨联|台联|青联))(?:[全各本该有第]|{_N})|[在于](?![㐀-鿿]?[县区])|学习|传达|贯彻|推进|加强|关于|专题|落实|部署|等"
)
#: A sitting named by its numbers alone: 第9届第2会期第7次全体委员会议.
_ONLY_NUMBERED = regex(
    rf"(?:第?{_N}(?:届|会期|次|期))+(?:全体委员会?议?|全体会议|委员会议|大会|会议|全会|院会|常会|例会|(?:定期|临时)(?:大会|会议?))"
)
#: When and where, between who called a meeting and its verb: 今（4）日, 於12月3日, 日前, 在市民服務中心.
_DAY = r"(?:[今昨](?:[天日]|（\d{1,2}）日)|近日|日前|(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}日)"
_WHEN = rf"(?:[于在]?{_DAY})?(?:（[^（）]{{1,10}}）日?)?(?:[上下]午|晚上?)?"
#: Who called the meeting, right before its verb: 寿阳县委|召开.
_CONVENER = regex(
    rf"(?:^|[，。；\s日时午晚天前）])(?P<body>(?!日?于[㐀-鿿]{{3}})(?:(?![在假])[㐀-鿿]){{0,24}}?(?:{_ORGAN}|[省市州县旗区乡镇])(?:办公室)?)"
    rf"{_WHEN}(?:[在于假][^，。；]{{2,24}}?)?(?:主持召开|组织召开|召集召开|召开|举行|举办)(?:了|的)?(?:[本今]年度?)?$"
)
_LEVELS = [
    ("national", "全国|国务院|中共中央|中央|立法院|行政院|监察院|考试院|总统府|政治局|国家"),
    ("province", "省|自治区(?!.*县)|直辖市|特别行政区|立法会|行政长官|澳门|香港"),
    # 新乡市, 镇江市, 道里区 and 农村 hold what names a township elsewhere.
    (
        "township",
        "乡(?![市县区]|[宁城]县|村振兴|村(?![委民党])|土|创业)|镇(?![㐀-鿿]{1,2}[市县区]|江市|化|建设)|街道|社区|里(?![市县区]|中心)"
        "|(?<![农乡])村(?!镇)",
    ),
    ("county", "县|旗|(?<![社园景灾校地厂库战特])区"),
    ("city", "市|州|盟|地区(?=行署|委|政协|纪委|$)"),
]


def kind_of(name: str) -> str:
    """Return the kind that a folded name of a meeting states, work_conference where it says no more."""
    return next((kind for kind, pattern in _COMPILED if pattern.search(name)), "work_conference")


def is_numbered(name: str) -> bool:
    """Tell whether a folded name is a number and the word for a sitting only: 第6次会议, 第三次全体会议."""
    return _ONLY_NUMBERED.fullmatch(name) is not None


def ordinal_of(name: str) -> str | None:
    """Return the number of a meeting, ``term.number`` where both stand: 十四届五次 is ``14.5``."""
    session = _SESSION.search(name)
    plain = next(reversed(list(_NUMBER.finditer(name))), None)
    try:
        count = number(plain["number"]) if plain and plain.group()[-1] != "届" else None
        if session:
            term = number(session["term"])
            count = count if count is not None else number(session["number"]) if session["number"] else None
            return f"{term}.{count}" if count is not None else str(term)
        return str(count) if count is not None else None
    except ValueError:
        return None


def body_of(name: str, places: Iterable[str] = ()) -> str | None:
    """Return the body that convened, as the folded name begins with it; None where it does not say.

    ``places`` are the folded names of the units that convened, outermost first: a name may begin with no more than these.
    """
    if _ONLY_NUMBERED.match(name):
        return None
    number_at = next((m.start() for m in _NUMBERED.finditer(name) if m.start() > 1), len(name))
    if _NO_BODY.match(name):
        return None
    if number_at < len(name) and _ENDS_IN_ORGAN.search(name[:number_at]):
        return name[:number_at]
    organ = _TO_ORGAN.match(name)
    if organ and 2 <= len(organ.group()) < len(name):
        return organ.group()
    end = 0
    for place in places:  # 山东省|菏泽市|鄄城县…: the innermost convened, and is named with those around it
        end += len(place) if name.startswith(place, end) else 0
    return name[:end] if 0 < end < len(name) else None


#: A committee of a council, between the session and its own number: 立法院第11届第2会期|内政委员会|第8次全体委员会议.
_COMMITTEE = regex(
    rf"(?:第{_N}届(?:第{_N}(?:会期|次(?:定期|临时)(?:大会|会)))?|(?:第{_N}届)?（[\d—–至-]{{4,12}}年?）)(?P<name>[㐀-鿿、及与]{{2,24}}?委员会)(?=第{_N}次)"
)


def committee_in(name: str, council: int) -> tuple[int, int] | None:
    """Return the span of the committee that sat, in the folded name of a meeting whose first ``council`` characters name the council."""
    found = _COMMITTEE.search(name, council)
    return found.span("name") if found else None


def is_organ(body: str) -> bool:
    """Tell whether the folded name of a body says which organ it is, and not only of where."""
    return _ENDS_IN_ORGAN.search(body) is not None


#: Of whom it is only said that it is ours: 我县召开….
_OURS = regex("[我本][省市县区州旗镇乡村]")


#: What says of somebody where he went, and stands in no body's name: 参观团一行来到某镇|召开.
_WENT = regex("来到|前往|走进|一行|跨[区县市]")


#: When it convened, before its name: 今日|县政府.
_ON_THAT_DAY = regex("(?:[今昨][日天]|当[日天]|近日|日前|[上下]午)(?=.{2})")


def convener_of(before: str) -> tuple[int, int] | None:
    """Return the span of the body that is the subject of 召开 at the end of a folded clause."""
    match = _CONVENER.search(before)
    if not match or _NO_BODY.match(match["body"]) or _OURS.fullmatch(match["body"]) or len(match["body"]) < 2:
        return None
    if _WENT.search(match["body"]):
        return None
    when = _ON_THAT_DAY.match(match["body"])
    return match.start("body") + (when.end() if when else 0), match.end("body")


def level_of(body: str | None, places: list[str]) -> str | None:
    """Return the level of government that the body, or else the innermost place, belongs to."""
    for words in (body or "", places[-1] if places else ""):
        if not words:
            continue
        last = places[-1] if places and places[-1] in words else words
        for level, pattern in _LEVELS:
            if re.search(pattern, last):
                return level
    return None


def identity_of(where: str | None, body: str | None, kind: str, ordinal: str | None, start: date | None) -> str | None:
    """Return what is equal in all reports of one meeting; None where too little is known.

    ``where`` is the code or the name of the unit that convened, ``body`` the
    convening body, or else the meeting's name, without that unit's name.
    """
    if start is None or where is None or body is None:
        return None
    words = "|".join((where, re.sub(r"\d{4}年度?|\s", "", body), kind, ordinal or "", start.isoformat()))
    return hashlib.sha256(words.encode()).hexdigest()[:16]
