"""Names behind the first of a list, which share its titles: 副县长张三、李四."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.patterns import regex
from pipelines.attendees.ends import CONJUNCTION, FOLLOWERS, MARKS, boundary
from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import (
    BEYOND_LISTS,
    NO_TAIL,
    USUAL_NAME,
    Likely,
    given_characters,
    likelihood,
    name_at,
    surnames,
)
from pipelines.attendees.phrases import ADDRESSED, NOTE, behind_blanks, note_end
from pipelines.attendees.titles import HEAD, RANK, office_and
from pipelines.attendees.uncommon import KINDS, NOT_INITIAL, dotted_at, latin_at, padded_at, unlisted_at, with_latin
from pipelines.lexicon import common_words
from pipelines.lexicon.regions import is_place

_PROFESSION = regex("(?:博士|教授|医生|医师|律师)(?=[、，。和与及]|先后|分别|出席)")
_BETWEEN = regex(r"[ \t]*(?:、|，|和|与|及|以及|暨|；)?[ \t]*")


def sharing(text: str, first: Mention, taken: Taken) -> Iterator[Mention]:
    """Yield the names behind ``first`` in a list, which share its titles."""
    at = first.right
    commas = False
    while True:
        between = _BETWEEN.match(text, at)
        if not between or between.end() == at:
            return
        joined = between.group().strip()
        start = between.end()
        likely = _listed(text, start, joined) or _odd(text, start, joined) or (_bare(text, start) if commas else None)
        if likely and (head := HEAD.match(text, start)) and not _name_like_a_post(text, head, likely.end):
            return
        if likely is None or not taken.free(start, likely.end) or _has_own_title(text, start, likely.end):
            return
        if office_and(text, likely.end):
            return  # 康乐|及文化事务署署长
        # A name that a title follows has its own; a comma joins lists only between plain names.
        if (_title_follows(text, likely.end) and not _PROFESSION.match(text, likely.end)) or (
            joined in ("，", "；") and not (_plain(text, likely.end) or commas or _both_came(text, first, likely.end))
        ):
            return
        commas = commas or joined == "，"
        mention = Mention(start, likely.end, list(first.titles), "shared title", likely.score)
        mention.left, mention.right = start, likely.end
        courtesy = ADDRESSED.match(text, likely.end) or _PROFESSION.match(text, likely.end)
        mention.right = note_end(text, courtesy.end() if courtesy else likely.end)
        yield mention
        at = mention.right


def _name_like_a_post(text: str, post: re.Match[str], end: int) -> bool:
    """Tell whether what begins as a post is a name: 、林长耕、 and not 、林长王伟."""
    closed = text[end : end + 1] in _LIST_GOES_ON or (
        end - post.start() == USUAL_NAME and boundary(text, end) >= _VERB_BEHIND
    )
    return end > post.end() and closed


_COMES = "出席|参加|列席|到会|与会|参会|陪同"
#: What several of one office do together: 副镇长甲，乙参加会议; 议员甲，乙联合质询.
_TOGETHER = regex(f"{_COMES}|请假|缺席|联合|共同|分别|先后|在[^，。]{{0,8}}(?:分)?会场")
_OF_MANY = regex("副[㐀-鿿]{1,6}$|(?:常委|委员|议员|代表|领导|成员)$")


def _both_came(text: str, first: Mention, end: int) -> bool:
    """Tell whether a comma joins two of an office that several hold, who did the same."""
    title = text[slice(*first.titles[-1])] if first.titles else ""
    return _TOGETHER.match(text, end) is not None and _OF_MANY.search(title) is not None


_REST_OF_ITEM = regex("[^、，。；：！？（）\n]{2,20}")


def _has_own_title(text: str, start: int, end: int) -> bool:
    """Tell whether what looks like a name begins a unit with whose title somebody is named: 、云阳看守所所长甲, 、海洋及渔业局局长甲."""
    joined = CONJUNCTION.match(text, end) and text[start:end] not in common_words()
    rest = _REST_OF_ITEM.match(text, end) if boundary(text, end) < _VERB_BEHIND and not joined else None
    head = HEAD.search(text, end, rest.end()) if rest else None
    if head is None:
        return False
    named = behind_blanks(text, head.end())
    if _MONK.match(text, named):
        return True  # 佛光山|住持心保和尚
    return (dotted_at(text, named) or name_at(text, named, "title")) is not None


_MONK = regex("[㐀-鿿]{2}(?:法师|和尚)")
_CAME = regex(f"{_COMES}|在(?:大会)?主席台")
_ITEM_END = regex("[、，（。；等和及与]")


def _listed(text: str, at: int, joined: str) -> Likely | None:
    """Return the name of a list's next item; one that no surname begins only where marks bound it."""
    strict = 5.5 if joined in ("，", "；", "") else None
    found = (
        dotted_at(text, at)
        or (latin_at(text, at) if joined not in ("，", "；") else None)
        or padded_at(text, at)
        or with_latin(text, name_at(text, at, "list", threshold=strict))
    )
    if found or joined != "、":
        return found
    close = _ITEM_END.search(text, at, at + 5)
    item = text[at : close.start()] if close else ""
    if 2 <= len(item) <= 3 and (likelihood(item) or -9) > 0.3 and not HEAD.search(item) and item[-1] not in NO_TAIL:
        return Likely(at + len(item), 3.0)  # a common word (边疆), but between the marks of a list of names
    if bare := _before_verb(text, at):
        return bare
    if len(item) == 3 and item[0] not in NOT_INITIAL and _all_given(item) and not HEAD.search(item):
        return Likely(at + len(item), 3.0)  # no surname that the tables know (岐宏伟), but a given name behind it
    odd = unlisted_at(text, at)
    if odd and text.startswith("民代表", odd.end - 1):
        return None  # 土库镇民|代表会副主席
    bound = odd and (boundary(text, odd.end) >= (1.6 if odd.end - at > 3 else 2.5) or _CAME.match(text, odd.end))
    return odd if odd and bound and not HEAD.search(text[at : odd.end]) else None


def _before_verb(text: str, at: int) -> Likely | None:
    """Return the last name of a list, however rare, right before what they did: 甲、乙、江淼围绕…."""
    for end in (at + 2, at + 3):
        name = text[at:end]
        likely = (
            likelihood(name) if boundary(text, end) >= _VERB_BEHIND and text[end : end + 1] not in _NOTHING else None
        )
        if likely is not None and likely > _RARE and name not in common_words() and name[-1] not in NO_TAIL:
            rest = _REST_OF_ITEM.match(text, end)
            return None if HEAD.search(text, at, rest.end() if rest else end) else Likely(end, 3.0)
    return None


#: The boundary that a verb makes, and what the last name of a list must be worth there.
_VERB_BEHIND, _RARE = 1.6, -2.0
_NOTHING = MARKS | {""}


#: An item that no table has for a name, between two of a list: 邢三妹、万好、欧阳维军.
_ODD_ITEM = regex("[㐀-鿿]{2,3}(?<![局处科室部委办署院厅组队所会司校镇乡村社县市区])(?=、)")
_ODD_SCORE, _NEXT_SCORE = 2.0, 5.0


def _odd(text: str, at: int, joined: str) -> Likely | None:
    """Return the item at ``at`` where a list of names plainly goes on behind it."""
    item = _ODD_ITEM.match(text, at) if joined == "、" else None
    if item is None or _is_no_name(item.group()):
        return None
    following = name_at(text, item.end() + 1, "list", threshold=_NEXT_SCORE)
    if following is None or text[following.end : following.end + 1] not in _LIST_GOES_ON:
        return None
    return Likely(item.end(), _ODD_SCORE)


def _is_no_name(item: str) -> bool:
    """Tell whether an item holds a title, or is a verb or a word."""
    return HEAD.search(item) is not None or item in FOLLOWERS or _is_word(item)


def _is_word(item: str) -> bool:
    """Tell whether an item is plainly none of the names: 妇联, 消防, 上海, or one that no surname begins."""
    return item in common_words() or is_place(item) or item[0] not in surnames() or item[-1] in "联办党众胞协战防牧"


#: An item of a list whose names commas part: 副县长孙菁菁，黄旺，回彬，吕振，各乡镇负责人.
_BETWEEN_COMMAS = regex("[㐀-鿿]{2,3}(?=，)")


def _bare(text: str, at: int) -> Likely | None:
    item = _BETWEEN_COMMAS.match(text, at) if text[at - 1] == "，" else None
    if item is None or _is_no_name(item.group()):
        return None
    named = (likelihood(item.group()) or -9) > _RARE and item.group()[-1] not in NO_TAIL
    return Likely(item.end(), _ODD_SCORE) if named else None


_LIST_GOES_ON = frozenset("、，。（和等及与")


def _all_given(item: str) -> bool:
    given = sum(given_characters().get(one, BEYOND_LISTS) for one in item[1:])
    return given > _PLAINLY_GIVEN and item not in common_words() and item[-1] not in NO_TAIL and item[0] not in KINDS


#: What the two characters of a given name are worth together.
_PLAINLY_GIVEN = 1.5


def _title_follows(text: str, at: int) -> bool:
    head = RANK.match(text, at)
    return bool(head) and (head.end() >= len(text) or boundary(text, head.end()) >= 1.0)  # type: ignore[union-attr]


def _plain(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in "、，等和及与（" or bool(NOTE.match(text, at))
