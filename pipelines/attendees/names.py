"""Personal names: how likely a stretch of folded text is one, and where it ends.

A name is recognised by what it is made of (surname, given-name characters)
and, more than that, by what follows it: a mark, a verb that people do, a
separator of lists. The figures are natural logarithms of likelihood ratios,
name against running text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log10
from typing import Literal

from jiyao.patterns import regex
from pipelines.attendees.ends import (
    CAME_BEHIND,
    CONJUNCTIONS,
    COURTESIES,
    FOLLOWERS,
    MARKS,
    boundary,
    follower_end,
    starts_word,
)
from pipelines.attendees.titles import HEAD, HEADS, ends_in_head, head_of
from pipelines.lexicon import common_words, rows

#: What was read before the place where a name may begin.
Context = Literal["title", "list", "free"]

BEYOND_LISTS = -1.5
_THRESHOLD = {"title": 3.2, "list": 3.6, "free": 5.2}
_CONTEXT_WORTH = {"title": 3.2, "list": 1.6, "free": 0.0}

#: A name whose parts a middle dot joins: 阿不都热合曼·买买提.
DOTTED = regex(r"[㐀-鿿\U00020000-\U000323af]{1,7}(?: ?· ?[㐀-鿿\U00020000-\U000323af]{1,8})+")
#: No given name ends in what a place, an organ or a people ends in.
NO_TAIL = frozenset("县区镇乡局厅署族院部处委揆不未等副寺庙祠殿")
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


def surname_of(name: str) -> str:
    """Return what a folded name begins with: one of two characters where the tables know it, else the first."""
    return name[:2] if len(name) > 2 and name[:2] in surnames() else name[:1]


@cache
def given_characters() -> dict[str, float]:
    """Return a given name's character to its likelihood ratio."""
    return {character: float(weight) for character, weight in rows("given")}


_HAN = r"[㐀-鿿\U00020000-\U000323af〇]"
_NAME_LONG = regex(rf"{_HAN}{{2,5}}")
#: Units of every office in Taiwan, whose head is called by his surname before them: 黄人事管理员, 邱主计.
_STAFF = frozenset(
    ("人事", "主计", "会计", "政风", "总务", "教务", "学务", "户政", "地政", "役政", "民政", "财政", "行政")
)
#: Whom one addresses: 议员|向政府提出.
_SPOKEN_TO = frozenset((
    "政府", "监察", "大会", "会议", "议会", "社会", "市民", "民众", "媒体", "记者", "中央", "当局", "各界", "群众", "居民", "大家", "与会", "朋友", "农民", "乡亲", "会员", "家长", "业者", "业主", "同学",
))  # fmt: skip
#: Adverbs that some list holds as surnames: 政协委员亦有列席.
_NO_SURNAME = frozenset("亦皆俱")
#: No name begins so: a greeting, who leads through a ceremony, ranks of Taiwan's civil service, and words that many units
#: and posts hold.
_NO_NAME = frozenset((
    "谢谢", "司仪", "宣读", "宣布", "宣讲", "张罗", "同仁", "续任", "留任", "连任", "纪录", "记录", "简任", "荐任", "班子", "公司", "公所", "齐聚", "荣获", "荣膺", "荣登", "福利", "茶叙", "茶会", "顾问", "蓝绿",
))  # fmt: skip


def is_called_by_post(phrase: str) -> bool:
    """Tell whether a phrase is a surname and a post, and names nobody else: 李科长, 黄人事管理员."""
    staff = phrase[1:3] in _STAFF and len(phrase) > 3 and ends_in_head(phrase)
    return phrase[:1] in surnames() and (staff or (phrase[1:] in HEADS and phrase[0] not in _OF_WHAT))


#: Surnames that say what somebody is the head of: 班主任, 区队长.
_OF_WHAT = frozenset("班党车区国家厂组常安校院司部连营团")


def likelihood(name: str) -> float | None:
    """Return how much likelier ``name``, of two to five characters, is a name than running text; None if it cannot be."""
    heads, two = surnames(), name[:2]
    if name[:1] not in heads and two not in heads:
        return None
    if (
        two in _NO_NAME
        or name[1:] in _NO_NAME
        or name in heads  # 欧阳 is a surname, and nobody's whole name
        or name[1:] == "太"
        or (name[0] == "小" and name[1:] in heads)  # 小孙 is what others call him
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
        if name[3] in _TAIL_UNLIKELY or name[3] in "称都却采翻" or name[2:] in FOLLOWERS or name[:2] in FOLLOWERS:
            return None  # 马淼|主持, 宣布|郭朗
        if common_words().get(name[2:], (0, ""))[1][:1] in ("v", "d"):
            return None  # 王强|欣然
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


def leaves_its_tail(name: str) -> bool:
    """Tell whether the last character of what looks like a name hardly ends one: 秦松|在, 石靖|则."""
    return len(name) == USUAL_NAME and (name[-1] in _TAIL_UNLIKELY or name[-1] in NO_TAIL)


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


#: The boundary that a post makes which stands before the name too.
_SAID_TWICE = 2.5
#: What the 长 of a post stands behind.
_LED = frozenset("镇乡县市区省州村社组局处厅科所校院会署司部队委班站园旗盟里邻团馆台店段厂事员书")


def may_begin(text: str, at: int) -> bool:
    """Tell whether a surname stands at ``at``: 长孙|晟, and not 镇长|孙玉."""
    if text[at : at + 1] == "长" and text[at - 1 : at] in _LED:
        return False
    return text[at : at + 1] in surnames() or text[at : at + 2] in surnames()


#: What the name of an office ends in, whose head stands behind it.
_OF_OFFICES = frozenset("司科课组室所队馆社站")
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
    if text.startswith("同志", at) or (
        text[at] == "从" and common_words().get(text[at + 1 : at + 3], _NO_VERB)[1] == "v"
    ):
        return None  # 党员|同志冲在一线; 书记|从提高认识等方面
    joint = text[at] in CONJUNCTIONS and text[at + 1 : at + 2] not in CONJUNCTIONS
    if (
        joint
        and not _surname_he(text, at, context)
        and (starts_word(text, at + 1) or name_at(text, at + 1, context, threshold=threshold))
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
        if length == 4 and name[::2] == name[1::2]:
            continue  # 理事长|敬敬业业
        if length == 4 and name[:2] not in surnames() and {name[:2], name[2:]} <= common_words().keys():
            continue  # 夏季高温
        if text.startswith(_HIS_STAFF, end):
            return None
        if name[-1] in _OF_OFFICES and text.startswith((f"{name[-1]}长", f" {name[-1]}长"), end):
            continue  # 路政司 司长|陈文瑞
        ending = boundary(text, end) - (2.5 if _straddles(text, end) else 0)
        if context == "title" and (said := HEAD.match(text, end)) and text.endswith(said.group(), 0, at):
            ending = _SAID_TWICE  # 科长张惠文|科长
        if (ending < 0.5 and not loose and ending != -0.8) or is_verb(name):
            continue
        score = likely + ending + _CONTEXT_WORTH[context] - _penalty(name, context, ending)
        if name[-1] == "和" and CAME_BEHIND.match(text, end - 1):
            score += _TAIL_COST  # it joins nothing there
        if best is None or score > best.score + (0.5 if length == 4 else 0):
            best = Likely(end, score)
    needed = _THRESHOLD[context] if threshold is None else threshold
    return best if best and best.score >= needed else None


_NO_VERB = (0, "n")
_PLAINLY_A_NAME, _LIKELY_A_NAME, _MUCH_LIKELIER, _COMMON_SURNAME = 3.0, 1.5, 3.0, 3.0


#: A post that stands behind its holder's name as often as before it.
_NAMED_BEFORE = regex("(?:议员|委员|代表|教授|女士|先生|博士)$")


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
    follower = follower_end(text, end - 1)
    return follower > end and follower_end(text, end) - end < follower - (end - 1)


def is_verb(name: str) -> bool:
    """Tell whether what looks like a name is a verb, or begins or ends in one behind a rare surname."""
    weak = surnames().get(name[0], -9) < 2 or name[-1] == "第"  # 宣读第|二号文件
    return name in FOLLOWERS or (len(name) > 2 and weak and (name[:2] in FOLLOWERS or name[1:] in FOLLOWERS))
