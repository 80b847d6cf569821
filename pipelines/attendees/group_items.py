"""The items of a list of groups: where one ends and the next begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

ENDS = re.compile(
    r"(?:负责人|负责同志|领导|代表|成员|人员|干部|干事|书记|[㐀-鿿]长|主任|(?<!产品)经理|总监|董事|秘书|专员|参事|委员|委员会|学员|职工|教师|师生|同志|嘉宾|专家|学者|媒体|记者|单位|部门|企业|党员|主管|主官|官员|同仁|首长|军官|官兵|[民农渔灾选]民|市民|民众|居民|村民|群众|骨干|学生|户|班子|副职|老干部|大使|使节|科室|局|委|办|院|会|公司|中心|厅|处|校|台|社|站|段|所|队|部|团|主席|议员|政府|里长|邻长|理事|监事|幕僚|人士|组|“一把手”|两长”|医师|医生|律师|教授|干警|民警|法官|检察官|护士|副职|人|家属|用户|村干部|工作者|业者|厂商|社团|团体|乡亲|里民|办公处|(?:管理|项目|专项|筹备)办公室|辅导员|校友|企业家|服务处|联盟|志工|义工|地主|住户|商家|店家|劳模|主要负责同志|负责人员|联络员)$"
)
#: Who holds a post, and what says of a group itself whom it means: 保安科长及各分局长.
_HOLDERS = re.compile("[㐀-鿿]{2}[长员]$|主任$|参议$|秘书$")
_OF_EACH = re.compile("各|全体|[一二]级")
_WHOLE_TEAM = re.compile("(?:全体|班子|各).*(?:成员|领导)$")
#: What a group's name is complete with, so that 和 behind it joins another group.
_FULL = re.compile(
    "(?:成员|领导|干部|人员|代表|主管|主官|官员|村长|里长|干事|参议|同仁|团队|党员|师生)(?:（[^（）]*）)?$"
)
_LEAD = re.compile(
    r"^(?:的(?!有)(?=[㐀-鿿]{2})|另(?=[㐀-鿿]{3})|有(?=[\d一二三四五六七八九十]+[名位席])|(?:会上)?共有|计有|来自|与会的|(?:(?:本次|此次|这次)?(?:会议|大会|会报|座谈会))?(?:由|(?:还|特别|专门)?邀请了?)|邀[集请]了?|召集|特邀|率领?同?|带同|会中|会上|[他她][与和](?=.{2})|同(?=各|相关|有关)|等(?=\d+[个名位家])|[^等]{2,30}等(?=\d+[个名位家])|以及|及|和|与|还有|[^，]{0,8}的有|此外|另外|其中|人员有|人员包括)"
)
NOTE_BEHIND = re.compile("（[^（）]*）$")
#: No phrase of titles, name and note is longer, in characters, and none of groups that are joined.
_LONGEST = 300


#: What joins a group to the unit of the person behind it.
_BEFORE_HIM = re.compile("(?:以及|[及和与])(?=[^及和与]{0,20}$)")
_FULL_BEFORE = re.compile("(?:负责人|负责同志|领导|代表|人员|干部)$")
_JOINT = re.compile("等?(?:以及|[和与及暨])")


def parts_of(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the items of a segment that are no people (sorted spans), cut at 、 and between complete groups."""
    for begin, close in _items(text, start, end):
        near = people[bisect_left(people, (begin - _LONGEST, 0)) : bisect_left(people, (close, 0))]
        inside = [b for _, b in near if begin < b]
        if inside:
            before = _BEFORE_HIM.search(text, begin, near[-1][0]) if len(inside) == 1 else None
            if before and _FULL_BEFORE.search(text, begin, before.start()):
                yield begin, before.start()  # 科技局等单位负责人及农业大学|甲教授
            joint = _JOINT.match(text[max(inside) : close])
            if not joint:
                continue
            begin = max(inside) + joint.end()
        while begin < close and text[begin].isspace():
            begin += 1
        lead = _LEAD.match(text[begin:close])
        if lead and lead.end() < close - begin - 1:
            begin += lead.end()
        tail = _COUNT_BEHIND.search(text[begin:close])
        if tail and tail.start() >= 2:
            close = begin + tail.start()
        if close - begin >= 2:
            yield from _joined(text, begin, close)


#: What stands behind a group and is none of it: a count, 等, how they came, with whom they spoke.
_COUNT_BEHIND = re.compile(
    "(?:(?:(?<=负责人)|(?<=负责同志))[同与向对][^，。、]{2,12}|（(?:视讯|视频|线上|在线|书面)）|等(?:相关|有关)?(?:人员|人|同志)?|(?:[约近共计逾]|超过){0,4}[\\d一二三四五六七八九十百千]{1,16}[余多来]?[人名位])$"
)
_UNIT = "(?:局|部|委|办|署|处|院|厅|政府|公所|公司|支队|大队|中心|镇|乡|委员会|协会|工会)"
#: Two groups that each say whom they mean: 各警分局及各小组人员.
_EACH = re.compile("(?P<first>(?:各|全体|有关|相关)[^及]{2,20})及(?P<second>(?:各|全体|[^及]{2,10}各)[^及]{2,20})")
_UNIT_AND_EACH = re.compile(
    "(?P<first>[^及]{2,24}(?:局|处|所|段|站|队|署|部|会|公司|政府))及(?P<second>(?:各|全体)[^及]{1,20})"
)
#: Two units, and what is joined by 和 of none: 市公安局和市消防支队.
_TWO_UNITS = re.compile(rf"(?P<first>[^和与及]{{2,20}}{_UNIT})(?:和|与|及)(?P<second>[^和与及]{{2,20}}{_UNIT})")
#: Bodies that are named together and share what follows: 中共中央、国务院有关部门负责人.
_WHOLE = frozenset(("中共中央", "党中央"))


_COUNTED = re.compile(r"近?约?[\d一二三四五六七八九十百余多]+[位名]")
_BETWEEN_GROUPS = re.compile("以及|及|暨|和|与")


def _joined(text: str, begin: int, close: int) -> Iterator[tuple[int, int]]:
    """Cut 领导班子成员和中层干部 into its two groups; what is counted together (10位委员和代表) stays together."""
    phrase = text[begin:close]
    if len(phrase) <= _LONGEST and not _COUNTED.match(phrase):
        two = _TWO_UNITS.fullmatch(phrase)
        if two:
            yield begin + two.start("first"), begin + two.end("first")
            yield begin + two.start("second"), begin + two.end("second")
            return
        each = _EACH.fullmatch(phrase) or _UNIT_AND_EACH.fullmatch(phrase)
        if each:
            yield begin + each.start("first"), begin + each.end("first")
            yield begin + each.start("second"), begin + each.end("second")
            return
        for joint in _BETWEEN_GROUPS.finditer(phrase):
            left, right = phrase[: joint.start()], phrase[joint.end() :]
            if (
                len(left) >= 2
                and len(right) >= 3
                and (
                    (
                        _FULL.search(left)
                        and (
                            joint.group() != "和"
                            or _COUNTED.match(right)
                            or (_WHOLE_TEAM.search(left) and _FULL.search(right))
                        )
                    )
                    or (
                        ENDS.search(left)
                        and (joint.group() == "以及" or (_HOLDERS.search(left) and _OF_EACH.match(right)))
                    )
                )
                and ENDS.search(NOTE_BEHIND.sub("", right))
            ):
                counted = _COUNT_BEHIND.search(left)
                yield begin, begin + (counted.start() if counted and counted.start() > 1 else joint.start())
                yield from _joined(text, begin + joint.end(), close)
                return
    yield begin, close


#: What a 、 does not cut from what follows: 一、二级单位主管, 各市、县、自治县.
_UNCUT = re.compile("(?:(?:各|、)[省市县委]、|各直辖市、|省、(?=市)|[一二三四]、(?=[一二三四五]级))")


#: Of which fields those are who came: 机场规划、供油工程等专业的多名专家.
_OF_FIELDS = re.compile("、[^，。；：]{2,120}?等(?:多个)?(?:专业|领域|行业|方面|学科|界别)的?(?=[^，。]{2})")
#: Two places or more and what those of all of them are: 南岭、东水两镇人大主席.
_OF_BOTH = re.compile("、[㐀-鿿]{2,4}[两三四五六]个?(?:镇|乡|县|区|市|村|街道|社区)(?=[㐀-鿿]{2})")


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for at in range(start, end + 1):
        character = text[at] if at < end else "，"
        depth += (character == "（") - (character == "）")
        joins = character == "、" and (_OF_BOTH.match(text, at) or _OF_FIELDS.match(text, at, end))
        if joins or (character == "、" and (_UNCUT.match(text, at - 2) or _UNCUT.match(text, at - 1))):
            continue
        if character in "，、：；" and (depth <= 0 or at == end) and text[begin:at] not in _WHOLE:
            if at > begin:
                yield begin, at
            begin = at + 1
