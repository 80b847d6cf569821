"""Lists that a clause introduces: 出席会议的还有：…, 发言的委员有…, 会议执行主席是…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.lists import Block, people_of
from pipelines.attendees.mention import Mention, Span, Taken
from pipelines.attendees.titles import ends_in_head, titles_left
from pipelines.lexicon import starting

_IS = r"，?(?:[当其]中)?(?:(?:还|计|共|分别|主要|也)?(?:有|包[括含]|如下)|(?:(?:分别)|(?<=[员者导志表宾席人]))(?:为|是(?!次|日|届|项)))[了有]?(?:（[^（）\n]{1,24}序[^（）\n]{0,6}）)?[：，]?有?"
_INTRODUCTIONS = [
    (Role.OBSERVER, rf"(?:列席|旁听)[^，。；：\n]{{0,14}}?{_IS}"),
    (
        Role.ABSENT,
        rf"(?:请假|缺席|未出席|未能出席|不在席|未到席)[^，。；：\n]{{0,14}}?{_IS}|(?:请假|缺席|未到会?)(?:的|者|代表|委员)?\d+[名人位]（",
    ),
    (
        Role.SPEAKER,
        rf"(?:发言|提问|质询(?:，成员)?|提出意见|表达意见|发表意见|作交流发言)的?[^，。；：\n]{{0,8}}?{_IS}",
    ),
    (
        Role.ATTENDEE,
        rf"(?:(?<!不)在席|(?:陆续|先后|一同|相继)(?:抵达|到达|现身)|出席|参加|参与|与会|到会|参会|陪同|在座)[^，。；：\n]{{0,18}}?{_IS}|(?:政府|官方|业界|校方|团体|厂商|机关|企业)代表{_IS}|(?:会议|大会)的?执行主席的?(?:分别)?(?:{_IS}|由|：)|(?:特邀|列席)(?:代表|嘉宾|来宾|领导){_IS}|(?:出席|参加)[^，。；：\n]{{18,40}}?(?:有|包括)(?:（[^（）\n]{{1,24}}）)?：|[前后中二三]排由?(?:[左右]起|左至右|右至左)[：，]?",
    ),
]
_INTRODUCTION = regex(
    starting(
        "陆先一相与会作出列到参发在大提旁未特缺表请质陪政官业校团厂机企不前后中二三",
        "|".join(f"(?P<{role.name}>{pattern})" for role, pattern in _INTRODUCTIONS),
    )
)
_END = regex(
    "。|(?<![；、，])\n|在(?:大会)?主席台|在?前排就座|等(?:人|\\d+[人名位]|(?:各|其他|多[名位])[^，。；、]{1,12}?等?)?(?=[，；。]|出席|参加|列席)|担任"
)
_CLOSED = regex("[）。\n]")
#: A list that begins on the line below: 出席座谈会的还有：\n副主席甲、乙；\n委员丙.
_BELOW = regex("[ \\t]*\n\\s*(?![^\n：，。]{2,8}：)")
_NOUN = regex("(?:(?:(?<![次届])大会)?执行主席|委员|议员|代表)")
_SEPARATORS = "、，；：（"
#: No item, and no clause of a list, is longer, in characters.
_LONGEST_ITEM, _LONGEST_CLAUSE = 60, 400
#: So many introductions are tried in one sentence.
_TRIES = 6
#: A list is one when so many of its items name a person.
_SHARE, _FEWEST = 0.7, 2


def introduced_mentions(text: str, original: str, taken: Taken) -> tuple[list[Mention], list[Span]]:
    """Return the people of introduced lists, and the spans of the groups named in them.

    ``text`` is folded, ``original`` as written, of the same length.
    """
    mentions: list[Mention] = []
    groups: list[Span] = []
    closes, tried = -1, 0
    for match in _INTRODUCTION.finditer(text):
        if match.end() <= closes and tried >= _TRIES:
            continue
        below = _BELOW.match(text, match.end()) if match.group().endswith("：") else None
        begin = below.end() if below else match.end()
        end = (_CLOSED if match.group().endswith("（") else _END).search(text, begin)
        tried = tried + 1 if match.end() <= closes else 0
        closes = end.start() if end else len(text)
        block = Block(
            frozenset((next(Role[name] for name, words in match.groupdict().items() if words),)),
            begin,
            _list_end(text, begin, closes),
            _noun(text, match),
        )
        fewest = 1 if block.noun else _FEWEST  # 列席议员有甲
        if not taken.free(match.start(), block.end) or not _names_people(text[block.start : block.end], fewest):
            continue
        taken.add(block.start, block.end)
        for listed in (block, *_going_on(text, block, taken)):
            plain = text[: listed.start] + _with_marks(text[listed.start : listed.end]) + text[listed.end :]
            mentions += people_of(plain, original, listed, groups)
    for mention in mentions:
        mention.rule = "introduced list"
    return mentions, groups


#: A sentence that is nothing but a list (执行主编甲、乙、丙计15人), and says of nobody in it that he did something else.
_LIST_ONLY = regex(
    "[。；][ \n]*(?P<list>(?!缺席|请假|列席|旁听|[记纪]录|记者|编辑(?!部)|摄影|通讯员|主持|获|未|因)[^。：\n]{5,400}?)(?:，?共?计\\d+人)?(?=[。；])"
)


def _going_on(text: str, block: Block, taken: Taken) -> Iterator[Block]:
    """Yield the sentences behind a list that only go on with it (与会人员有主编甲。编纂乙、丙)."""
    at = block.end
    while sentence := _LIST_ONLY.match(text, at):
        start, at = sentence.start("list"), sentence.end()
        names = [one.strip() for one in re.split("[、，；]", _with_marks(sentence["list"])) if one.strip()]
        if len(names) < _FEWEST or not taken.free(start, at) or not all(person_of(one, 0) for one in names):
            return
        taken.add(start, at)
        yield Block(block.roles, start, sentence.end("list"))


def _list_end(text: str, start: int, end: int) -> int:
    """Return where the list ends: before the first clause that names nobody (…，主要讨论)."""
    for comma in re.finditer("[，；]", text[start:end]):
        clause = re.split("[，；]", text[start + comma.end() : min(end, start + comma.end() + _LONGEST_CLAUSE)])[0]
        if _INTRODUCTION.search(clause) or not any(
            person_of(item.strip(), 0) for item in re.split("以及|[、和与及]", _NOTE.sub("", clause))
        ):
            return start + comma.start()
    return end


_NOTE = regex("（[^（）]*）")


#: What all of a list are: 参加会议的|常委|有. Who is called 领导 or 来宾 has no office by it, a 市领导 has.
_OF_WHOM = regex(
    "的(?:(?:\\d|[两二三四五六七八九十])+[位名])?(?!(?:领导|[嘉来贵]宾)(?:[还也计共]|[有是为]|包括)|各|部分|相关|有关|其他|在家)(?P<who>[㐀-鿿]{2,8}?)(?:还|计|共|分别|主要|也)*(?:有|包括|为|是)[^的]*$"
)
_LEADERS = regex("(?:[省市县区州旗镇乡]委?(?:级)?|老)领导")


def _noun(text: str, match: re.Match[str]) -> Span | None:
    """Return the span of the word that says what all of the list are: 发言的委员有, 应到代表52名，…请假3名（."""
    several = "、" in match.group()  # 会长层、咨委会代表和校友代表有: each is one of these
    nouns = [] if several else list(_NOUN.finditer(text, match.start(), match.end()))
    of = None if several or nouns else _OF_WHOM.search(text, match.start(), match.end())
    if of and (ends_in_head(of["who"]) or _LEADERS.fullmatch(of["who"])):
        return of.span("who")
    if not nouns and match.group().endswith("（"):
        due = _DUE.search(text, text.rfind("。", 0, match.start()) + 1, match.start())
        return due.span("who") if due else None
    if not nouns:
        return None
    start, end = nouns[-1].span()
    offices = titles_left(text, end, text.rfind("\n", 0, start) + 1) if text[start - 1 : start] == "、" else []
    return (offices[0][0] if offices else start), end  # 大会主席团常务主席、大会执行主席：甲


_DUE = regex("应(?:到会?|出席)(?P<who>代表|委员|会员|理事|党员)\\d")


def _names_people(listing: str, fewest: int) -> bool:
    items = [item for item in re.split("[、，；]", _NOTE.sub("", _with_marks(listing))) if item.strip()]
    people = sum(person_of(item.strip(), 0) is not None for item in items)
    return people >= fewest and people >= _SHARE * len(items)


def _with_marks(listing: str) -> str:
    """Return the list with 、 for each 和 or 与 that joins two people; its length stays."""
    characters = list(listing)
    for joint in re.finditer("以及|[和与及暨]", listing):
        before = re.split(f"[{_SEPARATORS}]", listing[max(0, joint.start() - _LONGEST_ITEM) : joint.start()])[-1]
        after = re.split(f"[{_SEPARATORS}]", listing[joint.end() : joint.end() + _LONGEST_ITEM])[0]
        if (not before.strip() or person_of(before.strip(), 0)) and (person_of(after.strip(), 0) or len(after) > 4):
            characters[joint.start() : joint.end()] = "、" * len(joint.group())
    return "".join(characters)


#: Groups, and the unit of the person behind them: 参加会议的|有县发改局、科技局等单位负责人及农业大学|甲教授.
_GROUPS_BEFORE = "的(?:还|主要)?有(?!关)[^。；，：]{2,80}(?:[、和与及]|以及)[^。；，、及]{0,20}$"
_INTRODUCED = [
    (
        Role.ABSENT,
        regex(
            r"(?:请假|缺席|(?:未能?|未克|没有|无法|不能)(?:出席|到场|参加|到会|与会))[^，。]{0,10}?，?(?:有|为|是|人员|：|包括)[^，。：]{0,4}：?\s*$"
        ),
    ),
    (Role.CHAIR, regex(r"(?:会议主席|主持人|主持会议的(?:是|有|领导)?|主持|主席)\s*(?:为|是|：)\s*$")),
    (Role.CHAIR, regex(r"(?:\A|\n)[ \t•·●]*主席（$")),  # 主席（李委员丽芬代）, over what he says
    (Role.OBSERVER, regex(r"(?:列席|旁听)[^，。]{0,12}?(?:有|为|是|人员|：|包括)[^，。：]{0,4}：?\s*$")),
    (
        Role.ATTENDEE,
        regex(
            r"(?<![未没不])(?<![未没]有)(?<!未能)(?:到场|出席|与会|参加|莅临)[^。；]{0,16}，(?:成员|议员|委员|来宾|贵宾|嘉宾)?(?:包括|计有)[有了]?：?\s*$|(?:出席|参加|参会|与会|到会|到场|列席并|莅临)[^，。]{0,14}?(?:有|为|是|人员|：|包括|名单)[^，。：]{0,4}：?\s*$"
        ),
    ),
    (Role.OBSERVER, regex(f"列席(?:会议)?{_GROUPS_BEFORE}")),
    (Role.ATTENDEE, regex(f"(?:出席|参加|参会|与会|到会)(?:会议|大会|座谈会?|活动)?{_GROUPS_BEFORE}")),
    (Role.ATTENDEE, regex(r"(?:到会|到场|出席|与会)的[^。；，]{0,16}，即$|秘书(?:为|是)\s*$")),
    (Role.SPEAKER, regex(r"(?:讲者|主讲人?|讲师|引言人|与谈人|评论人)(?:为|是|：|有|包括)\s*$")),
]


def introduction(before: str) -> Role | None:
    """Return the role that the words before a list give to all in it: 出席的有, 主持人是."""
    return next((role for role, pattern in _INTRODUCED if pattern.search(before)), None)
