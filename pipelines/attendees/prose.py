"""Mentions in running text: a title and the names behind it, a name and the title behind it, a name that acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.attendees.behind import before_title, inside, rank_start
from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import (
    BEYOND_LISTS,
    CONJUNCTION,
    CONJUNCTIONS,
    FOLLOWERS,
    MARKS,
    NO_TAIL,
    USUAL_NAME,
    Likely,
    boundary,
    given_characters,
    likelihood,
    name_at,
    surnames,
)
from pipelines.attendees.phrases import NOTE, note_end
from pipelines.attendees.sent import sent, stood_for
from pipelines.attendees.titles import HEAD, NOT_A_HEAD, WEAK_HEADS, ends_in_head, office_and, titles_left
from pipelines.attendees.uncommon import (
    ELEMENT_SCORE,
    NOT_INITIAL,
    dotted_at,
    latin_at,
    padded_at,
    unlisted_at,
    with_latin,
)
from pipelines.attendees.untitled import (
    actors,
    addressed,
    asks,
    headed,
    latin_actors,
    partisans,
    questioners,
    runs,
    speakers,
)
from pipelines.lexicon import common_words

_RANK = re.compile(r"(?:常务副|第一副|代理|副|代)?(?:" + HEAD.pattern + ")")
_ADDRESS = re.compile("先生|女士|小姐|同志|太平绅士")
_PROFESSION = re.compile("(?:博士|教授|医生|医师|律师)(?=[、，。和与及]|先后|分别|出席)")
_BETWEEN = re.compile(r"[ \t]*(?:、|，|和|与|及|以及|暨|；)?[ \t]*")


def prose_mentions(text: str, taken: Taken, start: int, end: int) -> list[Mention]:
    """Return the mentions of ``text[start:end]``, in order of the text."""
    body = text[:end]
    found: list[Mention] = []
    for mention in headed(body, start):
        if taken.free(mention.left, mention.right):
            taken.add(mention.left, mention.right)
            found.append(mention)
    last = start
    for head in HEAD.finditer(body, start):
        if head.start() < last or not taken.free(head.start(), head.end()):
            continue
        if head.group().endswith("记者") and asks(body, head.start()):
            continue
        between = inside(body, head, rank_start(body, head, last), last)
        mentions = [between] if between else list(_behind_title(body, head, last, taken))
        mentions = mentions or before_title(body, head, last, taken)
        for mention in mentions:
            taken.add(min(mention.left, mention.start), mention.right)
            last = max(last, mention.right)
        found += mentions
    for reader in (questioners, speakers, addressed, partisans, actors, latin_actors, runs):
        for mention in reader(body, start):
            if taken.free(mention.start, mention.end):
                taken.add(mention.start, mention.end)
                found.append(mention)
    found += [*sent(body, start, found, taken), *stood_for(body, found)]
    return sorted(found, key=lambda mention: mention.start)


def _behind_title(text: str, head: re.Match[str], last: int, taken: Taken) -> Iterator[Mention]:
    """Yield the names that stand behind a title; names in a list share it."""
    at = head.end()
    note = NOTE.match(text, at) if text[at : at + 1] == "（" else None
    if note and len(note.group()) <= 10 and _BLANKS.match(text, note.end())["next"] not in MARKS:  # type: ignore[index]
        number = None if _HOW_HELD.search(note.group()) else _NUMBERED.match(text, note.end())
        at = number.end() if number else note.end()  # 副县长（挂职）甲, 助理署长（康乐事务）1 甲
    post_end = at
    while at < len(text) and text[at] in " \t":
        at += 1
    likely = _name_behind(text, head, at)
    if likely is None or not taken.free(at, likely.end) or _unit_ahead(text, likely.end):
        return
    if _BUILDING.match(text, likely.end):
        return  # 老人|文康|中心
    if text[likely.end - 1] in "县市区乡镇" and likely.end - at > USUAL_NAME and HEAD.match(text, likely.end):
        return  # 立法会议员|同屯门区|议员
    if (head.group() in _ALSO_VERBS or likely.score < _WEAKLY_UNLISTED) and _acts(text, head, last):
        return  # 陈县长|开宗明义指出; 饶县长视察|白鹿
    spans = titles_left(text, head.end(), last)
    elected = _ELECTED.match(text, head.start())
    if spans and note and post_end >= note.end() and not elected and not _HOW_HELD.search(note.group()):
        spans[-1] = (spans[-1][0], post_end)  # 常任秘书长（工务）甲
    weak = head.group() in WEAK_HEADS
    if (not spans and likely.score < 5.5) or (weak and not _trusted(text, at, likely, spans)):
        return
    first = Mention(at, likely.end, spans, "title before name", likely.score)
    title_behind(text, first)
    yield first
    yield from _sharing(text, first, taken)


_BLANKS = re.compile(r"[ \t]*(?P<next>[^ \t]?)", re.DOTALL)
#: Whom one stands for: 立法会议员（新界东）甲.
_ELECTED = re.compile("(?:议员|立委|立法委员)（[^（）]*(?:[界区选]）|(?:新界|九龙|港岛|香港岛))")
#: Offices that are verbs too.
_ALSO_VERBS = frozenset(("视察", "督导", "督察", "领导"))


def _acts(text: str, head: re.Match[str], last: int) -> bool:
    """Tell whether a title is of who is named by his surname before it, or a verb behind such a one: 饶县长视察…."""
    end = head.start() if head.group() in _ALSO_VERBS else head.end()
    called = next(
        (rank for rank in _RANK.finditer(text, max(last, end - _LONGEST_RANK), end) if rank.end() == end), None
    )
    if called is None or called.start() - 1 < last:
        return False
    before = called.start() - 1
    return text[before] in surnames() and (before == last or text[before - 1] in _OPENS)


_LONGEST_RANK, _OPENS = 8, MARKS | frozenset(" \n")
_NUMBERED = re.compile(r" ?\d{1,2}(?=[㐀-鿿])")
#: A note that says how a post is held, or of whom, and is no part of it: 副县长（挂职）甲.
_HOW_HELD = re.compile("挂职|主持|级|族|[男女兼代援]|试用|候任|拟任|退休|[原前时]任")


def _unit_ahead(text: str, end: int) -> bool:
    """Tell whether what looks like a name is a unit whose head is named behind it: 委员|劳青处长|甲."""
    head = HEAD.match(text, end) if text[end : end + 1] in _UNIT_HEADS else None
    return head is not None and name_at(text, head.end(), "title") is not None


_BUILDING = re.compile("(?:活动|服务)?中心|会馆|会堂|礼堂|广场|大楼|纪念馆")
_UNIT_HEADS = frozenset("处局科课室署厅")
_TITLE_RUNS_ON = re.compile(rf"[㐀-鿿]{{1,5}}?{HEAD.pattern}")


def _trusted(text: str, at: int, likely: Likely, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a name behind a word that anyone may be called (代表) is one."""
    joined = text[likely.end : likely.end + 1] in CONJUNCTIONS
    if boundary(text, likely.end) < 1.6 and not joined and _TITLE_RUNS_ON.match(text, likely.end):
        return False  # 优秀单位代表|延中居民区书记
    longer = bool(spans) and spans[-1][1] - spans[-1][0] > 2
    return likely.score >= (5.0 if longer else 5.8) and text[at : likely.end] not in common_words()


def _name_behind(text: str, head: re.Match[str], at: int) -> Likely | None:
    if at >= len(text) or text[at] in MARKS:
        return None
    if at == head.end() and NOT_A_HEAD.match(text, at):
        strict = name_at(text, at, "title", threshold=6.4)
        return strict if strict and boundary(text, strict.end) >= 1.6 else None
    lead = text[max(0, head.start() - 1) : head.start()]
    named = head.group() not in WEAK_HEADS or (head.group() == "领导" and lead in "县市区州旗省校")
    found = (
        dotted_at(text, at)
        or latin_at(text, at)
        or padded_at(text, at)
        or with_latin(text, _longer(name_at(text, at, "title"), unlisted_at(text, at) if named else None))
    )
    if found and (
        found.score > _WEAKLY_UNLISTED or (found.end - at < _LONG and surnames().get(text[at], -9) < _COMMON)
    ):
        return found
    return name_at(text, at, "title", threshold=5.0, loose=True) or found  # 于秀芹|打圆场


#: What a name scores that no surname begins and that holds no element of such names.
_WEAKLY_UNLISTED = 3.4
#: How long such a name is where a verb is likely part of it, and what a surname is worth that may begin a shorter one.
_LONG, _COMMON = 5, 1.0


def _longer(listed: Likely | None, unlisted: Likely | None) -> Likely | None:
    """Prefer a name that no surname begins only where it holds an element of such names (桑杰当智)."""
    if listed and unlisted and unlisted.score >= ELEMENT_SCORE and unlisted.end > listed.end:
        return unlisted
    return listed or unlisted


def title_behind(text: str, mention: Mention) -> None:
    """Add a further title that stands right behind the name (周立德上校), and the note."""
    match = _RANK.match(text, mention.end)
    stands_in = match is not None and (
        (match.group() == "代表" and text[mention.left - 1 : mention.left] in ("由", "派"))
        or (match.group().startswith("代理") and text.startswith(("主持", "出席"), match.end()))
    )
    if match and not stands_in and _closes(text, match) and not NOT_A_HEAD.match(text, match.end()):
        mention.titles = [*mention.titles, match.span()]
        mention.right = match.end()
    capacity = _CAPACITY.match(text, mention.right)
    if capacity and ends_in_head(capacity["title"]):
        mention.titles = [*mention.titles, capacity.span("title")]
    courtesy = _ADDRESS.match(text, mention.right)
    end = courtesy.end() if courtesy else mention.right
    mention.right = note_end(text, end)
    office = _OFFICE_NOTE.match(text, end)
    if office and office.end() <= mention.right and ends_in_head(office["title"]):
        mention.titles = [*mention.titles, office.span("title")]


#: In what capacity somebody acts, and what else he is: 行政长官甲以委员会主席身份主持; 委员甲（市立大学副教授）指出.
_CAPACITY = re.compile("[^，。]{0,10}?以(?P<title>[㐀-鿿]{2,16})的?身[份分]")
_OFFICE_NOTE = re.compile("（(?:兼[代任]?)?(?P<title>[㐀-鿿]{4,24}|[㐀-鿿]{2,3}(?=）：))）")


def _closes(text: str, title: re.Match[str]) -> bool:
    if title.group() in WEAK_HEADS:  # 副处长甲代表回应: he answers for somebody
        after = text[title.end() : title.end() + 1]
        return not after or after in MARKS or bool(CONJUNCTION.match(text, title.end()))
    return boundary(text, title.end()) >= 0.9


def _sharing(text: str, first: Mention, taken: Taken) -> Iterator[Mention]:
    """Yield the names behind ``first`` in a list, which share its titles."""
    at = first.right
    commas = False
    while True:
        between = _BETWEEN.match(text, at)
        if not between or between.end() == at:
            return
        joined = between.group().strip()
        start = between.end()
        likely = None if HEAD.match(text, start) else _listed(text, start, joined) or _odd(text, start, joined)
        if likely is None or not taken.free(start, likely.end) or _has_own_title(text, start, likely.end):
            return
        if office_and(text, likely.end):
            return  # 康乐|及文化事务署署长
        # A name that a title follows has its own; a comma joins lists only between plain names.
        if (_title_follows(text, likely.end) and not _PROFESSION.match(text, likely.end)) or (
            joined in ("，", "；") and not (_plain(text, likely.end) or commas)
        ):
            return
        commas = commas or joined == "，"
        mention = Mention(start, likely.end, list(first.titles), "shared title", likely.score)
        mention.left, mention.right = start, likely.end
        courtesy = _ADDRESS.match(text, likely.end) or _PROFESSION.match(text, likely.end)
        mention.right = note_end(text, courtesy.end() if courtesy else likely.end)
        yield mention
        at = mention.right


_REST_OF_ITEM = re.compile("[^、，。；：！？（）\n]{2,20}")


def _has_own_title(text: str, start: int, end: int) -> bool:
    """Tell whether what looks like a name begins a unit with whose title somebody is named: 、云阳看守所所长甲, 、海洋及渔业局局长甲."""
    joined = CONJUNCTION.match(text, end) and text[start:end] not in common_words()
    rest = _REST_OF_ITEM.match(text, end) if boundary(text, end) < _VERB_BEHIND and not joined else None
    head = HEAD.search(text, end, rest.end()) if rest else None
    behind = _BLANKS.match(text, head.end()) if head else None
    named = behind.start("next") if behind else len(text)
    return (dotted_at(text, named) or name_at(text, named, "title")) is not None


_CAME = re.compile("出席|参加|列席|到会|与会|参会|陪同|在(?:大会)?主席台")
_ITEM_END = re.compile("[、，（。；等和及与]")


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
_ODD_ITEM = re.compile("[㐀-鿿]{2,3}(?<![局处科室部委办署院厅组队所会司校镇乡村社县市区])(?=、)")
_ODD_SCORE, _NEXT_SCORE = 2.0, 5.0


def _odd(text: str, at: int, joined: str) -> Likely | None:
    """Return the item at ``at`` where a list of names plainly goes on behind it."""
    item = _ODD_ITEM.match(text, at) if joined == "、" else None
    if item is None or HEAD.search(item.group()) or item.group() in FOLLOWERS:
        return None
    following = name_at(text, item.end() + 1, "list", threshold=_NEXT_SCORE)
    if following is None or text[following.end : following.end + 1] not in _LIST_GOES_ON:
        return None
    return Likely(item.end(), _ODD_SCORE)


_LIST_GOES_ON = frozenset("、，。（和等及与")


def _all_given(item: str) -> bool:
    given = sum(given_characters().get(one, BEYOND_LISTS) for one in item[1:])
    return given > _PLAINLY_GIVEN and item not in common_words() and item[-1] not in NO_TAIL and item[0] not in _KINDS


#: What kind of people they are: 老英雄, 新青年.
_KINDS = frozenset("老小新大优好女男名")
#: What the two characters of a given name are worth together.
_PLAINLY_GIVEN = 1.5


def _title_follows(text: str, at: int) -> bool:
    head = _RANK.match(text, at)
    return bool(head) and (head.end() >= len(text) or boundary(text, head.end()) >= 1.0)  # type: ignore[union-attr]


def _plain(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in "、，等和及与（" or bool(NOTE.match(text, at))
