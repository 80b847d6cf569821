"""Personal names: how likely a stretch of folded text is one, and where it ends.

A name is recognised by what it is made of (surname, given-name characters)
and, more than that, by what follows it: a mark, a verb that people do, a
separator of lists. The figures are natural logarithms of likelihood ratios,
name against running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import log10
from typing import Literal

from pipelines.attendees.titles import HEAD, ends_in_head, head_of
from pipelines.lexicon import common_words, rows

#: What was read before the place where a name may begin.
Context = Literal["title", "list", "free"]

MARKS = frozenset("。！？；\n，：、（）“”《》〈〉【】「」『』…—□■◎●△▲◆|／/ .·[]")
BEYOND_LISTS = -1.5
_THRESHOLD = {"title": 3.2, "list": 3.6, "free": 5.2}
_CONTEXT_WORTH = {"title": 3.2, "list": 1.6, "free": 0.0}

#: A name whose parts a middle dot joins: 阿不都热合曼·买买提.
DOTTED = re.compile(r"[㐀-鿿\U00020000-\U000323af]{1,7}(?: ?· ?[㐀-鿿\U00020000-\U000323af]{1,8})+")
#: What people do right after their name.
FOLLOWERS = frozenset(verb for (verb,) in rows("followers"))
#: The same by their first characters, the longest first.
_FOLLOWERS_FROM: dict[str, list[str]] = {}
for _word in sorted(FOLLOWERS, key=len, reverse=True):
    _FOLLOWERS_FROM.setdefault(_word[0], []).append(_word)
CONJUNCTIONS = frozenset("和与及暨跟")
CONJUNCTION = re.compile("以及|[和与及暨跟]")
_HONORIFIC = re.compile(
    "同志|先生|女士|小姐|老师|太平绅士|委员|议员|教授|博士|医生|律师|[上中少准]将|[上少]校(?!长)|中校(?!长)"
)
_HONORIFIC_BEGINS = frozenset("上中先准医博同太女委小少律教老议")
#: No given name ends in what a place, an organ or a people ends in.
NO_TAIL = frozenset("县区镇乡局厅署族院部处委揆不未等副")
#: The characters of a usual name, surname and given name.
USUAL_NAME = 3
#: What an unlikely last character costs within a sentence.
_TAIL_COST = 2.5
_TAIL_UNLIKELY = frozenset(
    "要投作为等和与及在将对就说时中摄会的了是上下内外则也均还再又并今昨首仍向更亦曾续另指给因以偕"
)


@dataclass(frozen=True, slots=True)
class Likely:
    """A name that may stand at a place: where it ends and how likely it is."""

    end: int
    score: float


@cache
def surnames() -> dict[str, float]:
    """Return surname to likelihood ratio; surnames of two characters included."""
    return {name: float(weight) for name, weight in rows("surnames")}


@cache
def given_characters() -> dict[str, float]:
    """Return a given name's character to its likelihood ratio."""
    return {character: float(weight) for character, weight in rows("given")}


_HAN = r"[㐀-鿿\U00020000-\U000323af〇]"
_NAME_LONG = re.compile(rf"{_HAN}{{2,5}}")
COURTESIES = frozenset((
    "先生", "女士", "小姐", "太太", "老师", "同志", "婆婆", "奶奶", "爷爷",
    "伯", "叔", "婶", "姨", "嫂", "伯伯", "阿姨", "大妈", "大爷", "大娘", "大叔", "大姐", "大哥",
))  # fmt: skip
#: Units of every office in Taiwan, whose head is called by his surname before them: 黄人事管理员, 邱主计.
_STAFF = frozenset(
    ("人事", "主计", "会计", "政风", "总务", "教务", "学务", "户政", "地政", "役政", "民政", "财政", "行政")
)
#: Whom one addresses: 议员|向政府提出.
_SPOKEN_TO = frozenset((
    "政府", "监察", "大会", "会议", "议会", "社会", "市民", "民众", "媒体", "记者", "中央", "当局", "各界", "群众", "居民", "大家", "与会",
))  # fmt: skip
#: Adverbs that some list holds as surnames: 政协委员亦有列席.
_NO_SURNAME = frozenset("亦皆俱")
#: No name begins so: a greeting, ranks of Taiwan's civil service, and words that many units and posts hold.
_NO_NAME = frozenset(
    ("谢谢", "张罗", "同仁", "续任", "留任", "连任", "纪录", "记录", "简任", "荐任", "班子", "公司", "公所", "福利")
)


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one, beyond the BMP too."""
    return "㐀" <= character <= "鿿" or "\U00020000" <= character <= "\U000323af" or character == "〇"


def is_called_by_post(phrase: str) -> bool:
    """Tell whether a phrase is a surname and a post of the staff, and names nobody else: 黄人事管理员."""
    return phrase[:1] in surnames() and phrase[1:3] in _STAFF and len(phrase) > 3 and ends_in_head(phrase)


def likelihood(name: str) -> float | None:
    """Return how much likelier ``name``, of two to five characters, is a name than running text; None if it cannot be."""
    heads, two = surnames(), name[:2]
    if name[:1] not in heads and two not in heads:
        return None
    if (
        two in _NO_NAME
        or name in heads  # 欧阳 is a surname, and nobody's whole name
        or name[1:] == "太"
        or name[0] in _NO_SURNAME
        or name[1:] in COURTESIES
        or name[1:] in _STAFF
        or (name[0] == "向" and name[1:] in _SPOKEN_TO)
        or not _NAME_LONG.fullmatch(name)
    ):
        return None
    given = given_characters()
    if len(name) == 5:  # 陈欧阳碧云: her own compound surname after her husband's
        own = heads.get(name[1:3], -9)
        weight = heads.get(name[0], -9)
        return None if own < 0 or weight < 0.5 else weight + sum(given.get(c, BEYOND_LISTS) for c in name[3:])
    if len(name) >= 3 and two in heads:
        compound = heads[two] + 0.3 + sum(given.get(c, BEYOND_LISTS) for c in name[2:])
        if len(name) == 4:
            return compound
        single = _single(name)
        return max(compound, single) if single is not None else compound
    if len(name) == 4:
        if name[3] in _TAIL_UNLIKELY or name[3] in "称都却采" or name[2:] in FOLLOWERS or name[:2] in FOLLOWERS:
            return None  # 马淼|主持, 宣布|郭朗
        first, second = heads.get(name[0], -9), heads.get(name[1], -9)
        if first < 0.5 or second < -0.5:  # a married woman's own surname after her husband's: 葉劉淑儀
            return None
        return first + 0.6 * second + sum(given.get(c, BEYOND_LISTS) for c in name[2:]) - 2.5
    return _single(name)


def _single(name: str) -> float | None:
    weight = surnames().get(name[0])
    if weight is None:
        return None
    given = given_characters().get
    if name[0] == "区" and name[1:] not in common_words() and all(given(c, BEYOND_LISTS) > 0 for c in name[1:]):
        weight = max(weight, 0.0)  # what stands before a district's 区 is no mark: 区诺轩
    likely = min(weight, 5.0) + given(name[1], BEYOND_LISTS)
    if len(name) == 2:
        return likely - 0.6
    return likely + given(name[2], BEYOND_LISTS) if len(name) == 3 else likely


def _follower_end(text: str, at: int) -> int:
    """Return where the longest follower that stands at ``at`` ends, ``at`` itself where none does."""
    for word in _FOLLOWERS_FROM.get(text[at : at + 1], ()):
        if text.startswith(word, at) and not (word[-1] == "同" and text[at + len(word) : at + len(word) + 1] == "志"):
            return at + len(word)  # 一同 says what they do; 正一|同志
    return at


def leaves_its_tail(name: str) -> bool:
    """Tell whether the last character of what looks like a name hardly ends one: 秦松|在, 石靖|则."""
    return len(name) == USUAL_NAME and (name[-1] in _TAIL_UNLIKELY or name[-1] in NO_TAIL)


def _starts_word(text: str, at: int) -> bool:
    words = common_words()
    return text[at : at + 2] in words or text[at : at + 3] in words


def boundary(text: str, end: int) -> float:
    """Return how well a name may end at ``end``: 3 at a mark, below zero inside a word."""
    if end >= len(text):
        return 3.0
    character = text[end]
    if character in _QUOTES_OPEN and text[end - 1] in "以就对":
        return 0.2
    if character in MARKS:
        return 3.0
    if character == "等":
        return 0.0 if _OF_MATTERS.match(text, end) else 2.5
    if character == "为" and _follower_end(text, end + 1) > end + 2 and not _FOR_WHOM.match(text, end):
        return 0.2  # 队长刘有为|宣导
    if character == "同" and text.startswith("同同志", end):
        return -1.5  # 栾书同|同志
    if character == "和" and _CAME_BEHIND.match(text, end):
        return -1.5  # 甲、乙、阙枚和|到场
    joins = character in CONJUNCTIONS or (character == "以" and text.startswith("以及", end))
    if joins and not text.startswith("与会", end):
        return 1.6 if _GROUP_BEHIND.match(text, end) else 1.0
    if character == "的" and _HIS_REPORT.match(text, end):
        return 1.2
    honorific = _HONORIFIC.match(text, end) if character in _HONORIFIC_BEGINS else None
    if honorific:
        after = honorific.end()
        closed = (
            after >= len(text)
            or text[after] in MARKS
            or CONJUNCTION.match(text, after)
            or _follower_end(text, after) > after
        )
        return (2.5 if honorific.group() in COURTESIES else 2.2) if closed else 0.4
    if character in "以就对" and text[end + 1 : end + 2] in _QUOTES_OPEN:
        return 2.5  # 处长江芸|以「春耕」为题
    quoted = _QUOTED_NEXT.match(text, end)
    if quoted and (_follower_end(text, end) > end or _follower_end(text, end + 1) < end + 3):
        return 1.6
    follower = _follower_end(text, end)
    if follower > end:
        if follower - end > 1:
            return 1.6
        return 0.9 if text[end - 1 : end + 1] not in common_words() else -0.8
    if character.isdigit() or not is_han(character):
        return 2.0 if character.isdigit() else 1.0
    if _starts_word(text, end):
        if text[end - 1 : end + 1] in common_words():
            return -1.2
        return 0.6 if common_words().get(text[end : end + 2], (0, ""))[1][:1] in ("v", "d") else 0.2
    return -2.2


_QUOTES_OPEN = frozenset("“「『《")
#: For whom somebody does it: 张伟|为介绍情况的村干部点赞.
_FOR_WHOM = re.compile("为[^，。；]{2,12}的")
#: However somebody speaks, what is quoted behind it says that he does: 快人快语：“…; not in 裴晓|彤反问：“….
_QUOTED_NEXT = re.compile("(?P<how>[㐀-鿿]{2,6})：[“「]")
#: 和 right before a verb is joined to nothing; 和出席的嘉宾 joins.
_CAME_BEHIND = re.compile(
    "和(?:先后|分别|出席|列席|到场|参加|到会|与会|发言|请假|缺席|陪同|承诺|表示|指出|强调|回应|说明|建议|认为|提到|补充|答复|坦言|呼吁|质询|主持|关于)(?!人|者|代表|同志|嘉宾|干部|领导|群众|学员|官员|主管)(?![^，。；]{0,12}(?:的|人员|人士|代表|干部))"
)
_HIS_REPORT = re.compile("的[^，。；的]{0,10}(?:汇报|报告|说明|发言|介绍|意见)")
_GROUP_BEHIND = re.compile("(?:以及|[和与及暨])(?:全体|各|其他|其余|有关|相关|部分|所有)")
#: What these are examples of are no people: 青年教师周转房等问题.
_OF_MATTERS = re.compile(
    "等(?:方面|问题|事项|事宜|议题|议案|工作|情况|内容|项目|措施|建议|诉求|意见|难题|需求|政策|领域|环节|因素|任务|制度|法规|条例|设施|产业|产品|地区?(?!方))(?!带头人|负责人|人员|工作者|专家|经理|[主组][任长])"
)


#: The boundary that a verb of two characters makes.
_FRAMED = 1.6
#: How often a word of two characters is counted that hardly is a name, title before it or not.
_A_WORD, _SHORT = 4000, 2


def _penalty(name: str, context: Context, ending: float) -> float:
    """Return what a common word costs; less where a title stands before and a mark behind."""
    entry = common_words().get(name)
    if name[0] == "于" and ending < _FRAMED and common_words().get(name[1:], (0, "n"))[1][0] in "vdtfpr":
        return 4.0  # 区议员|于原定时间到场
    framed = (context == "title" and ending >= _FRAMED) or (context == "list" and ending >= 2.5)
    cost = (1.0 if framed and ending >= 2.5 else _TAIL_COST) if name[-1] in _TAIL_UNLIKELY else 0.0
    if entry is None:
        return cost
    count, tag = entry
    cost += 0.5 if surnames().get(name[0], -9) > 0 else 1.5 if framed and ending >= 2.5 else 2.5
    if count > _A_WORD and len(name) == _SHORT:
        cost += 3.0  # 副主席|程序
    if count > 2000:
        cost += 3.0 * (log10(count) - 3.3)
    if tag[0] in "vdpcrmtqaf":
        cost += 1.0 if framed else 3.5
    elif not framed:
        cost += 1.5
    return cost


#: What the 长 of a post stands behind.
_LED = frozenset("镇乡县市区省州村社组局处厅科所校院会署司部队委班站园旗盟里邻团馆台店段厂事员")


def may_begin(text: str, at: int) -> bool:
    """Tell whether a surname stands at ``at``: 长孙|晟, and not 镇长|孙玉."""
    if text[at : at + 1] == "长" and text[at - 1 : at] in _LED:
        return False
    return text[at : at + 1] in surnames() or text[at : at + 2] in surnames()


#: Who works for him is there, not he: 议员甲服务处助理.
_HIS_STAFF = ("服务处", "国会办公室", "研究室", "办事处")


def name_at(
    text: str, at: int, context: Context, *, threshold: float | None = None, loose: bool = False
) -> Likely | None:
    """Return the likeliest name that begins at ``at``, or None.

    ``loose`` accepts a weak ending (a common word begins behind the name), for
    a second look where a title stands before.
    """
    if not may_begin(text, at) or text[at + 1 : at + 3] in COURTESIES:
        return None  # 郭先生 is nobody
    joint = text[at] in CONJUNCTIONS and text[at + 1 : at + 2] not in CONJUNCTIONS
    if (
        joint
        and not _surname_he(text, at, context)
        and (_starts_word(text, at + 1) or name_at(text, at + 1, context, threshold=threshold))
    ):
        return None
    best: Likely | None = None
    for length in (2, 3, 4):
        end = at + length
        name = text[at:end]
        if end > len(text) or text[end - 1] in MARKS:
            break
        likely = likelihood(name)
        if likely is None or name[-1] in NO_TAIL or (length > 2 and HEAD.search(name, 1)):
            continue
        if length == 4 and name[:2] not in surnames() and {name[:2], name[2:]} <= common_words().keys():
            continue  # 夏季高温
        if text.startswith(_HIS_STAFF, end):
            return None
        ending = boundary(text, end) - (2.5 if _straddles(text, end) else 0)
        if (ending < 0.5 and not loose and ending != -0.8) or is_verb(name):
            continue
        score = likely + ending + _CONTEXT_WORTH[context] - _penalty(name, context, ending)
        if name[-1] == "和" and _CAME_BEHIND.match(text, end - 1):
            score += _TAIL_COST  # it joins nothing there
        if best is None or score > best.score + (0.5 if length == 4 else 0):
            best = Likely(end, score)
    needed = _THRESHOLD[context] if threshold is None else threshold
    return best if best and best.score >= needed else None


_PLAINLY_A_NAME, _LIKELY_A_NAME, _MUCH_LIKELIER, _COMMON_SURNAME = 3.0, 1.5, 3.0, 3.0


#: A post that stands behind its holder's name as often as before it.
_NAMED_BEFORE = re.compile("(?:议员|委员|代表|教授|女士|先生|博士)$")


def _surname_he(text: str, at: int, context: Context) -> bool:
    """Tell whether 和 or 暨 is a surname: a list goes on behind three characters that stand right behind a title (副校长和向东、)."""
    if context == "title" and _NAMED_BEFORE.search(text, max(0, at - 6), at):
        head = head_of(text[max(0, at - 4) : at]) or ""
        if any((likelihood(text[at - len(head) - n : at - len(head)]) or -9) > _LIKELY_A_NAME for n in (3, 2, 4)):
            return False  # 汤美茵议员|和利达文议员
    behind_mark = context == "list" and text[at - 1 : at] == "、"  # 明辉、和晓波，: nothing is joined behind a mark
    if not (context == "title" or behind_mark) or text[at] not in "和暨":
        return False
    if text[at + 3 : at + 4] not in ("、", "，"):  # 杨文英、和建军|在主席台前排就座
        whole = likelihood(text[at : at + 3]) or -9
        enough = max(_LIKELY_A_NAME, whole - _MUCH_LIKELIER)
        verb = boundary(text, at + 3) >= 0.9 and (likelihood(text[at + 1 : at + 3]) or -9) < enough
        if not verb or whole < _LIKELY_A_NAME or text[at + 3 : at + 4] in MARKS:
            return False
    if any(c in MARKS for c in text[at : at + 3]) or likelihood(text[at : at + 3]) is None:
        return False
    if behind_mark and surnames().get(text[at + 1], -9) < _COMMON_SURNAME:
        return True
    rest = likelihood(text[at + 1 : at + 3]) or -9
    return text[at] == "暨" or rest < _PLAINLY_A_NAME  # 县长和李强、王伟 are the county head and two more


def _straddles(text: str, end: int) -> bool:
    """Tell whether a word of two characters or more that follows names begins inside the name."""
    follower = _follower_end(text, end - 1)
    return follower > end and _follower_end(text, end) - end < follower - (end - 1)


def is_verb(name: str) -> bool:
    """Tell whether what looks like a name is a verb, or begins or ends in one behind a rare surname."""
    weak = surnames().get(name[0], -9) < 2
    return name in FOLLOWERS or (len(name) > 2 and weak and (name[:2] in FOLLOWERS or name[1:] in FOLLOWERS))
