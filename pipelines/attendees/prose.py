"""Mentions in running text: a title and the names behind it, a name and the title behind it, a name that acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.patterns import regex
from pipelines.attendees.behind import before_title, inside, rank_start
from pipelines.attendees.ends import CONJUNCTION, CONJUNCTIONS, MARKS, boundary
from pipelines.attendees.glued import behind_title
from pipelines.attendees.mention import Mention, Span, Taken
from pipelines.attendees.named_only import MET
from pipelines.attendees.names import (
    USUAL_NAME,
    Likely,
    likelihood,
    name_at,
    surnames,
)
from pipelines.attendees.phrases import ADDRESSED, NOTE, behind_blanks, note_end
from pipelines.attendees.sent import of_units, sent, stood_for
from pipelines.attendees.shared import sharing
from pipelines.attendees.titles import HEAD, NOT_A_HEAD, RANK, WEAK_HEADS, ends_in_head, office_and, titles_left
from pipelines.attendees.uncommon import (
    ELEMENT_SCORE,
    dotted_at,
    latin_at,
    mongolian_at,
    padded_at,
    unlisted_at,
    with_latin,
)
from pipelines.attendees.untitled import actors, addressed, latin_actors, partisans, runs
from pipelines.attendees.verbatim import asks, headed, questioners, speakers
from pipelines.lexicon import common_words


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
        mentions = [between] if between else behind_title(body, head, last, taken)
        mentions = mentions or list(_behind_title(body, head, last, taken))
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
    found += [*sent(body, start, found, taken), *of_units(body, start, taken), *stood_for(body, found)]
    return sorted(found, key=lambda mention: mention.start)


def _behind_title(text: str, head: re.Match[str], last: int, taken: Taken) -> Iterator[Mention]:
    """Yield the names that stand behind a title; names in a list share it."""
    at = head.end()
    note = NOTE.match(text, at) if text[at : at + 1] == "（" else None
    following = behind_blanks(text, note.end()) if note else at
    short = note and (len(note.group()) <= 10 or _SEAT.match(text, head.start()))
    if note and short and text[following : following + 1] not in MARKS:
        number = None if _HOW_HELD.search(note.group()) else _NUMBERED.match(text, note.end())
        at = number.end() if number else note.end()  # 副县长（挂职）甲, 助理署长（康乐事务）1 甲
    post_end = at
    at = behind_blanks(text, at)
    named = _TWO_NAMED.match(text, at)
    counted = _SO_MANY.search(text, max(last, at - _LONGEST_COUNTED), at) if named else None
    at += counted is not None
    likely = _name_behind(text, head, at)
    if likely is None or not taken.free(at, likely.end) or _unit_ahead(text, likely.end):
        return
    if _BUILDING.match(text, likely.end):
        return  # 老人|文康|中心
    if text[likely.end - 1] in "县市区乡镇" and likely.end - at > USUAL_NAME and HEAD.match(text, likely.end):
        return  # 立法会议员|同屯门区|议员
    if (head.group() in _ALSO_VERBS or likely.score < _WEAKLY_UNLISTED) and _acts(text, head, last):
        return  # 陈县长|开宗明义指出; 饶县长视察|白鹿
    if text[at] == "请" and RANK.match(text, likely.end):
        return  # 主席请|林议员说明
    spans, beside = _without_others(text, titles_left(text, head.end(), last))
    if text[at] == "向" and spans and _has_holder(text, *spans[-1]):
        return  # 邱文宾所长|向里民报告
    if at > post_end and spans and MET.search(text, max(last, spans[0][0] - _LONGEST_MET), spans[0][0]):
        return  # 会见区议员 林月：…
    elected = _ELECTED.match(text, head.start())
    if spans and note and post_end >= note.end() and not elected and not _HOW_HELD.search(note.group()):
        spans[-1] = (spans[-1][0], post_end)  # 常任秘书长（工务）甲
    weak = head.group() in WEAK_HEADS
    if (not spans and likely.score < 5.5) or (weak and not _trusted(text, at, likely, spans)):
        return
    if counted:
        spans = [counted.span("title")]
    first = Mention(at, likely.end, spans, "title before name", likely.score)
    title_behind(text, first)
    if beside and taken.free(beside.start, beside.end):
        yield beside
    yield first
    yield from sharing(text, first, taken)


#: How many hold an office, and who they are: 三位副司长，甲、乙、丙出席.
_SO_MANY, _LONGEST_COUNTED = (
    regex(
        "(?<![增新]设)(?<!新增)(?<!任命)(?<!选举)(?<!选出)(?<!补选)(?<!表彰)(?:[两二三四五六七八九]|\\d)[位名](?P<title>(?:(?!来自|的)[㐀-鿿]){2,12})$"
    ),
    18,
)
_TWO_NAMED = regex("[，：][㐀-鿿]{2,4}[、和与及][㐀-鿿]{2}")
#: So long is what says that somebody was met.
_LONGEST_MET = 4
_TO_HOLDER = regex("(?P<who>[㐀-鿿]{2,3})[向对给](?=[㐀-鿿]{2})")
#: What a name before a joint must be worth.
_PLAINLY_NAMED = 3.5


def _without_others(text: str, spans: list[Span]) -> tuple[list[Span], Mention | None]:
    """Cut who is named before the first office and joined to its holder, and return him: 穆怀德和|市委副书记、市长甲.

    Who is named there as speaking to the holder is cut too: 穆怀德向|市长甲.
    """
    to_whom = _TO_HOLDER.match(text, *spans[0]) if spans else None
    if to_whom and (likelihood(to_whom["who"]) or -9) > _PLAINLY_NAMED:
        return [(to_whom.end(), spans[0][1]), *spans[1:]], None
    for joint in CONJUNCTION.finditer(text, *spans[0]) if spans else ():
        begin = spans[0][0]
        named = 2 <= joint.start() - begin <= USUAL_NAME and not office_and(text, joint.start())
        likely = likelihood(text[begin : joint.start()]) if named else None
        if likely is not None and likely > _PLAINLY_NAMED:
            other = Mention(begin, joint.start(), [], "list of names", likely, sure=False)
            return [(joint.end(), spans[0][1]), *spans[1:]], other
    return spans, None


def _has_holder(text: str, begin: int, end: int) -> bool:
    """Tell whether a title stands behind who holds it: 邱文宾所长, 邱所长."""
    rank = next((rank.start() for rank in RANK.finditer(text, begin, end) if rank.end() == end), begin)
    return text[begin:rank] in surnames() or (likelihood(text[begin:rank]) or -9) > _PLAINLY_NAMED


#: Whom one stands for: 立法会议员（新界东）甲.
_ELECTED = regex("(?:议员|立委|立法委员)（[^（）]*(?:[界区选]）|(?:新界|九龙|港岛|香港岛))")
#: A seat whose note is long: 立法会议员（建筑、测量及都市规划界）甲.
_SEAT = regex("(?:议员|立委)（[^（）]{2,36}[界区选会]）[ ]*[㐀-鿿]")
#: Offices that are verbs too.
_ALSO_VERBS = frozenset(("视察", "督导", "督察", "领导"))


def _acts(text: str, head: re.Match[str], last: int) -> bool:
    """Tell whether a title is of who is named by his surname before it, or a verb behind such a one: 饶县长视察…."""
    end = head.start() if head.group() in _ALSO_VERBS else head.end()
    called = next(
        (rank for rank in RANK.finditer(text, max(last, end - _LONGEST_RANK), end) if rank.end() == end), None
    )
    if called is None or called.start() - 1 < last:
        return False
    before = called.start() - 1
    return text[before] in surnames() and (before == last or text[before - 1] in _OPENS)


_LONGEST_RANK, _OPENS = 8, MARKS | frozenset(" \n")
_NUMBERED = regex(r" ?\d{1,2}(?=[㐀-鿿])")
#: A note that says how a post is held, or of whom, and is no part of it: 副县长（挂职）甲.
_HOW_HELD = regex("挂职|主持|级|族|[男女兼代援]|试用|候任|拟任|退休|[原前时]任")


def _unit_ahead(text: str, end: int) -> bool:
    """Tell whether what looks like a name is a unit whose head is named behind it: 委员|劳青处长|甲."""
    head = HEAD.match(text, end) if text[end : end + 1] in _UNIT_HEADS else None
    return head is not None and name_at(text, head.end(), "title") is not None


_BUILDING = regex("(?:活动|服务)?中心|会馆|会堂|礼堂|广场|大楼|纪念馆")
_UNIT_HEADS = frozenset("处局科课室署厅")
_TITLE_RUNS_ON = regex(rf"[㐀-鿿]{{1,5}}?{HEAD.pattern}")


def _trusted(text: str, at: int, likely: Likely, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a name behind a word that anyone may be called (代表) is one."""
    joined = text[likely.end : likely.end + 1] in CONJUNCTIONS
    if boundary(text, likely.end) < 1.6 and not joined and _TITLE_RUNS_ON.match(text, likely.end):
        return False  # 优秀单位代表|延中居民区书记
    longer = bool(spans) and spans[-1][1] - spans[-1][0] > 2
    return likely.score >= (5.0 if longer else 5.8) and text[at : likely.end] not in common_words()


#: What begins like a name behind an office is where its holder came: 传达汪主席|来青视察讲话精神.
_CAME_TO = regex("[来赴到][青京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇陕甘宁新蒙藏港澳台](?:视察|考察|调研)")


def _name_behind(text: str, head: re.Match[str], at: int) -> Likely | None:
    if at >= len(text) or text[at] in MARKS or _CAME_TO.match(text, at):
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
        or mongolian_at(text, at)
        or with_latin(text, _longer(name_at(text, at, "title"), unlisted_at(text, at) if named else None))
    )
    if found and (
        found.score > _WEAKLY_UNLISTED or (found.end - at < _LONG and surnames().get(text[at], -9) < _COMMON)
    ):
        return found
    loose = name_at(text, at, "title", threshold=5.0, loose=True)  # 于秀芹|打圆场
    if loose and loose.end - at < USUAL_NAME and (likelihood(text[at : loose.end]) or -9) < _PLAINLY_NAMED:
        return found  # 教授|普世价值
    return loose or found


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
    match = RANK.match(text, mention.end)
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
    courtesy = ADDRESSED.match(text, mention.right)
    end = courtesy.end() if courtesy else mention.right
    mention.right = note_end(text, end)
    office = _OFFICE_NOTE.match(text, end)
    if office and office.end() <= mention.right and ends_in_head(office["title"]):
        mention.titles = [*mention.titles, office.span("title")]


#: In what capacity somebody acts, and what else he is: 行政长官甲以委员会主席身份主持; 委员甲（市立大学副教授）指出.
_CAPACITY = regex("[^，。]{0,10}?以(?!普通|个人|一[名个])(?P<title>[㐀-鿿]{2,16})的?身[份分]")
_OFFICE_NOTE = regex("（(?:兼[代任]?)?(?P<title>[㐀-鿿]{4,24}|[㐀-鿿]{2,3}(?=）：))）")


def _closes(text: str, title: re.Match[str]) -> bool:
    if title.group() in WEAK_HEADS:  # 副处长甲代表回应: he answers for somebody
        after = text[title.end() : title.end() + 1]
        return not after or after in MARKS or bool(CONJUNCTION.match(text, title.end()))
    return boundary(text, title.end()) >= 0.9
