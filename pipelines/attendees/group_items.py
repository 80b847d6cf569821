"""The items of a list of groups: where one ends and the next begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from jiyao.patterns import regex
from pipelines.reading import QUOTES, is_open

ENDS = regex(
    r"(?:负责人|负责同志|领导|代表|成员|人员|干部|干事|书记|[㐀-鿿）]长|主任|(?<=[㐀-鿿])(?<!动)员|会计|机构|团队|助理|总师|专干|(?<=[府委院市县区])办公室|农友|(?<!产品)经理|总监|董事|秘书|专员|参事|委员|委员会|学员|职工|员工|教工|教师|师生|同志|嘉宾|专家|学者|媒体|记者|单位|部门|企业|党员|主管|主官|(?<!行政)长官|官员|同仁|首长|军官|官兵|[民农渔灾选]民|市民|民众|居民|村民|群众|骨干|学生|士兵|军人|分子|先进个人|[计工理办建位投供运]方|户|班子|副职|老干部|大使|使节|科室|局|委|办|院|会|公司|中心|厅|处|校|台|社|站|段|所|队|部|团|主席|议员|政府|里长|邻长|理事|监事|幕僚|人士|组|“一把手”|两长”|医师|医生|律师|教授|干警|民警|法官|检察官|护士|副职|人|家属|用户|村干部|工作者|业者|厂商|社团|团体|乡亲|乡镇|企业主|业主|里民|办公处|(?:管理|项目|专项|筹备)办公室|辅导员|校友|企业家|服务处|联盟|志工|义工|地主|住户|商家|店家|劳模|主要负责同志|负责人员|联络员)$"
)
#: What says of a group itself whom it means: 各分局长.
_OF_EACH = regex("各|全体|部分|相关|有关|当地|[一二]级|\\d+[个位名]?")
_WHOLE_TEAM = regex("(?:全体|班子|各).*(?:成员|领导)$")
#: What a group's name is complete with, so that 和 behind it joins another group.
_FULL = regex(
    "(?:成员|领导|干部|人员|代表|负责人|负责同志|主管|主官|官员|书记|村长|里长|干事|参议|同仁|团队|党员|师生)(?:（[^（）]*）)?$"
)
#: How many they are, before what they are called: 近百名.
_MANY = r"(?:[近约逾]|超过|将近)?[\d一二三四五六七八九十百余多]+[位名]"
_LEAD = regex(
    r"^(?:[一二三四五六]是(?=.{4})|[^，。；]{0,12}(?:议程|议题|环节)是(?=.{4})|(?:会议|大会|座谈会)共?有(?="
    + _MANY
    + r")|位于[^，。、]{2,14}的(?=[㐀-鿿]{4})|(?:当[日天]|本次|该次|此次)的?(?:会议|(?:定期|临时)?大会|座谈会)有(?=[㐀-鿿\d])|[^，。；]{0,16}?(?:吸引(?:了|到)?|(?:称|指出?|才|[流谈讨]会)有)(?="
    + _MANY
    + r")|广邀了?|暨(?![南阳])(?=.{4})|的(?!有)(?=[㐀-鿿]{2})|另(?=[㐀-鿿]{3})|有(?=近?约?[\d一二三四五六七八九十百]+余?[名位席]|来自)|(?:会上)?共有|计有|来自(?:[^，。；：、]{2,10}、[^，。；：]{2,60}?的(?="
    + _MANY
    + r"))?|与会的?(?=[㐀-鿿]{2})|(?:(?:本次|此次|这次)?(?:会议|大会|会报|座谈会))?(?:由|(?:还|特别|专门)?邀请了?)|邀[集请]了?|并?函邀请?了?|召集|特邀|率领?同?|带同|会中|会上|[他她][与和](?=.{2})|同(?=各|相关|有关)|等(?=\d+[个名位家])|[^等]{2,30}等(?=\d+(?:[名位]|[个家](?!单位|部门|机关|机构|局处|团体)))|以及|及|和|与(?!会)|还有|[^，]{0,8}的有|此外|另外|其中|人员有|人员包括)"
)
NOTE_BEHIND = regex("（[^（）]*）$")
#: No phrase of titles, name and note is longer, in characters, and none of groups that are joined.
_LONGEST = 300


#: What joins a group to the unit of the person behind it.
_BEFORE_HIM = regex("(?:以及|[及和与])(?=[^及和与]{0,20}$)")
_FULL_BEFORE = regex("(?:负责人|负责同志|领导|代表|人员|干部)$")
_JOINT = regex(
    "等(?=(?:在家的?)?[省市县区州旗乡镇校院][㐀-鿿]{0,2}(?:[大套家])?班子)|等?(?:以及|[和与及暨]|率领?同?|带领|带同|偕同?)"
)


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
_COUNT_BEHIND = regex(
    "(?:等[\\d一二三四五六七八九十]+余?[个家](?:单位|部门|机关|机构|局处|团体|企业|乡镇|委员会)|(?:(?<=负责人)|(?<=负责同志))[同与向对][^，。、]{2,12}|（(?:视讯|视频|线上|在线|书面)）|(?:通过|采[取用]|以)[^，。、]{2,20}(?:方式|形式)|等(?:相关|有关)?(?:人员|人|同志|代表)?|(?:[约近共计逾]|超过){0,4}[\\d一二三四五六七八九十百千]{1,16}[余多来]?[人名位])$"
)
_UNIT = "(?:局|部|委|办|署|处|院|厅|政府|公所|公司|支队|大队|中心|镇|乡|县|市|区|旗|街道|委员会|协会|工会)"
#: Two groups that each say whom they mean: 各警分局及各小组人员.
_EACH = regex("(?P<first>(?:各|全体|有关|相关)[^及]{2,20})及(?P<second>(?:各|全体|[^及]{2,10}各)[^及]{2,20})")
_UNIT_AND_EACH = regex(
    "(?P<first>[^及]{2,24}(?:局|[省市县区]委|处|所|段|站|队|署|部|会|公司|政府))及(?P<second>(?:[省市县区]?各|全体)[^及]{1,20})"
)
#: Two units, and what is joined by 和 of none: 市公安局和市消防支队.
_TWO_UNITS = regex(rf"(?P<first>[^和与及]{{2,20}}{_UNIT})(?:和|与|及)(?P<second>[^和与及]{{2,20}}{_UNIT})")
#: Bodies that are named together and share what follows: 中共中央、国务院有关部门负责人.
_WHOLE = frozenset(("中共中央", "党中央"))


_COUNTED = regex(_MANY)
_COUNTED_TOO = regex("(?:以及|[及暨和与])" + _MANY)
_BETWEEN_GROUPS = regex("以及|及|暨|和|与")


def _joined(text: str, begin: int, close: int) -> Iterator[tuple[int, int]]:
    """Cut 领导班子成员和中层干部 into its two groups; what is counted together (10位委员和代表) stays together."""
    phrase = text[begin:close]
    if len(phrase) <= _LONGEST and (not _COUNTED.match(phrase) or _COUNTED_TOO.search(phrase)):
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
            if len(left) >= 2 and len(right) >= 3 and _two(left, joint.group(), right):
                counted = _COUNT_BEHIND.search(left)
                yield begin, begin + (counted.start() if counted and counted.start() > 1 else joint.start())
                yield from _joined(text, begin + joint.end(), close)
                return
    yield begin, close


#: All of some units: 各科室, 局属各单位.
_OF_ALL_UNITS = regex("[各全]|[㐀-鿿]{1,2}[属直]各")


def _two(left: str, joint: str, right: str) -> bool:
    """Tell whether what stands before a 和 and behind it are two groups, each said whole."""
    if not ENDS.search(NOTE_BEHIND.sub("", right)):
        return False
    if _FULL.search(left):
        teams = _WHOLE_TEAM.search(left) and _FULL.search(right)
        return joint != "和" or bool(_COUNTED.match(right) or _OF_ALL_UNITS.match(right) or teams)
    if not ENDS.search(left):
        return False
    return joint == "以及" or (joint != "和" and _OF_EACH.match(right) is not None)


#: What a 、 does not cut from what follows: 一、二级单位主管, 各市、县、自治县.
_UNCUT = regex(
    "(?:(?:各|、)[省市县委]、|[省地市县区州盟旗]、(?=[省地市县区州盟旗][的、])|各区、(?=[县市])|全资、(?=控股)|各直辖市、|省、(?=市)|[一二三四]、(?=[一二三四五]级)|[府局]一、(?=二级)|中、(?=小学)|正、(?=副)|(?:科室|部门|局办|工作)、(?=(?:单位|部门|企业|(?:办事)?机构))|县、(?=乡(?:两|二)?级))"
)


#: Of which fields those are who came: 机场规划、供油工程等专业的多名专家.
_OF_FIELDS = regex("、[^，。；：]{2,120}?等(?:多个)?(?:专业|领域|行业|方面|学科|界别)的?(?=[^，。]{2})")
#: Two places or more and what those of all of them are: 南岭、东水两镇人大主席.
_OF_BOTH = regex("、[㐀-鿿]{2,4}[两三四五六]个?(?:镇|乡|县|区|市|村|街道|社区)(?=[㐀-鿿]{2})")


#: What a group is called by, quoted with its marks (“甲带头讲、乙入户讲”宣讲员代表), and where those of a counted one come from
#: (来自甲省、乙省的|100余名专家): no 、 within cuts.
_IN_ONE = regex(
    "|".join(
        [
            *(f"{mark}[^{mark}{closing}]*{closing}" for mark, closing in QUOTES.items()),
            f"来自[^，。；：]{{2,60}}?的(?={_MANY})",
        ]
    )
)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin, whole = 0, start, start
    for at in range(start, end + 1):
        if at < whole:
            continue
        character = text[at] if at < end else "，"
        if at < end and (closed := _IN_ONE.match(text, at, end)):
            whole = closed.end()
            continue
        depth += (character == "（") - (character == "）")
        joins = character == "、" and (_OF_BOTH.match(text, at) or _OF_FIELDS.match(text, at, end))
        if joins or (character == "、" and (_UNCUT.match(text, at - 2) or _UNCUT.match(text, at - 1))):
            continue
        if character in "，、：；" and (depth <= 0 or at == end) and text[begin:at] not in _WHOLE:
            if at > begin:
                yield begin, at
            begin = at + 1


#: What no item of a list of groups begins with, however short.
_NO_ITEM = regex("^(?:并(?![购网])|形成|体现|符合(?!条件|资格|要求)|也?是(?:落实|贯彻))")
#: What no group is called.
NO_GROUP = regex(
    r"[ 　]|^（|"
    + _NO_ITEM.pattern
    + r"|^\d+[.．、]|月\d+日|假[㐀-鿿]{4,}|时可|频频|打断|^是否|除率|^如下|内容如下|[平舞]台$|拜托|恳请|敬请|分别对[^，]{0,20}书记$|^就|组成[^，。]{0,8}(?:小组|专班)$|成一团|由[一\d][名位]|.向(?:委员|议员|代表|会议|大会|与会|大家)|禁止|阻止|征求|我们|宣[布佈告]|[府会局处院所]于\d|[开散]会$|读会|座谈会|听证会|说明会|公听会|(?:代表|会员|党员|信徒)大会|(?:村民|里民|社员|居民)大会$|议会大会$|[定临][期时]会|记者[^，。]{2,10}报[道导]|协调会|研讨会|典礼|先生|女士|小姐|参照|详如|(?:行政院|委员会|政府)(?:院长|主任委员|主席|省长|市长|县长|秘书长)(?:$|率)|各位|召开|举行|举办|^开展|开展了|会议(?!室|员|各?成员)|指出|强调|主持|讲话|要求|欢迎|吸引|(?<![受应特被])邀请(?!函|人|的|代表|嘉宾|专家)|^[一二三四五六七八九十]要|(?<!党)派(?!出所|驻)|在(?![家岗职校京沪津渝港澳台粤浙皖苏鲁湘鄂川黔滇桂闽赣冀晋豫陕甘青宁藏蒙吉辽琼]|[县市省区](?:的|直))[^）]{2,}|今天|上午|下午|[月日]$|\d+人$|^人员$|^代表\d|应到|实到|缺席|了|当选|将[于在会]|下[周次个]|^(?:[她他我]|但|惟|并无|作[以如]|鼓励|引导|推动|促进|构建|带动|认真听取|报告[一二三四五六]|选出|选举产生|加强|基于|并|负责|决定|内容|报告|研究|专题|听取|按照|在(?![家岗职校京沪津渝港澳台粤浙皖苏鲁湘鄂川黔滇桂闽赣冀晋豫陕甘青宁藏蒙吉辽琼]|[县市省区](?:的|直))|同(?![志学乡仁])|期盼|希望|关于|对|会同|选出|支持|邀请|组织(?!委员|[㐀-鿿]{0,3}[部处科])|向|把|将|请)"
)


#: What a meeting elects, and what stands with it, came with nobody: 公推直选村党总支书记、副书记和委员.
_CHOSEN = regex("公推|直选|(?:选举|推选|补选|改选)(?:产生|出|了|新)")


def in_list(text: str, listed: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the groups of a list; the last of it says what all are: 交通、气象、供电等部门负责人."""
    whole = bool(listed) and is_group(text[slice(*listed[-1])])
    chosen = False
    for begin, close in listed:
        chosen = bool(_CHOSEN.match(text, begin)) or (chosen and text[begin - 1] == "、")
        if chosen:
            continue
        short = whole and close - begin <= 14 and not _NO_ITEM.search(text[begin:close])
        if short or is_group(text[begin:close]):
            yield begin, close


#: All of them, whatever they are called: 全体组员, 部分“两代表一委员”.
_OF_ALL = regex("(?:全体|部分|全部)[㐀-鿿“”]{2,12}$")
#: The units of a region together: 各县（市、区）, 各乡镇街道.
_PLACES = regex("各[县市区州盟旗乡镇街道社村场、]{1,8}")


#: Those of whom so many came, whatever they are called: 近200名青年.
_MANY_OF_THEM = regex(_MANY + "(?:[青少]年|学[子生童]|乡[亲民]|长者|妇女|[㐀-鿿]{1,2}[民众友胞商师生员工人手])")


def is_group(phrase: str) -> bool:
    """Tell whether a phrase names a group."""
    note = NOTE_BEHIND.search(phrase)
    plain = phrase[: note.start()] if note else phrase
    ends = ENDS.search(plain) or (note and ENDS.search(note.group()[1:-1]))
    return (
        2 <= len(phrase) <= 40
        and phrase not in TOO_BARE
        and (bool(ends or _OF_ALL.match(plain)) or any(kind.fullmatch(plain) for kind in (_PLACES, _MANY_OF_THEM)))
        and not NO_GROUP.search(phrase)
        and not any(is_open(phrase, mark) for mark in QUOTES)
    )


#: What names nobody in particular when it stands alone.
TOO_BARE = frozenset(("委员", "代表", "主席", "议员", "大会", "会议", "人员", "单位", "部门", "机关", "秘书", "董事", "监事", "理事", "经理", "专家", "学者",
    "书记", "省长", "市长", "县长", "区长", "部长", "厅长", "局长", "处长", "院长", "行长", "台长"))  # fmt: skip
