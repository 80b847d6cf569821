"""Who is there, as somebody who speaks greets or introduces them: 秘书长甲、乙部长、各位来宾，大家好; 容我介绍局长甲、副局长乙."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.lists import Block, people_of
from pipelines.attendees.mention import Mention, Span, Taken
from pipelines.attendees.titles import ends_in_head

#: A speech begins with whom it greets, by name and office.
_GREETED = regex(
    "(?:^|(?<=：))[ ]*+(?P<listing>[^。！？：\n]{4,400}?)(?:，[ ]*)?(?:(?:大家|各位|诸位)(?:[早上下中晚]?[午上]?好|[早午晚]安)|[早午晚]安)(?=[，。！\n]|$)"
    "|^[ ]*+(?P<guests>[^。！？：\n]{4,400}?(?:(?:女士|先生|朋友|小姐|乡亲|同[仁志学])们|嘉宾|来宾|贵宾|同仁|朋友)(?=[：，！]?[ ]*\n *(?:大家|各位|诸位)))"
    "|^[ ]*+(?P<honoured>尊敬的[^。！？：\n]{4,400})[：，！]?[ ]*$",
    re.M,
)
_GREETINGS = ("大家", "各位", "诸位", "早安", "午安", "晚安", "尊敬的")
#: Somebody introduces who is there, and goes on to do so.
_INTRODUCES = regex("介绍(?:一?下)?(?!了|人|员|信|的|自己)")
_HE_WHO_SPEAKS = regex("(?:我|容|让|现在|接[着下]来|(?<!首)[先再来](?!后))[^，。；：\n]{0,10}\\Z")
_BEFORE_IT = 14
_SENTENCE = regex("[^。！？\n]+")
#: What stands before a person in such a list and is no part of his office.
_BEFORE = regex(
    "(?:尊敬的|亲爱的|敬爱的|[^、，；：]{0,12}介绍(?:一?下)?|[^、，；：]{0,16}(?:分别|首先|其次|还有|以及|包括|[这那]位)是?(?:我们的?)?|也?欢迎|感谢)+"
)
#: What else such a list greets: several, or who is called by an office or a surname alone.
_SEVERAL = "各位|诸位|全体|在座|所有"
_OTHERS = regex(f"{_SEVERAL}|[^、，]*(?:女士|先生|小姐|朋友|同[仁事志学]|嘉宾|来宾|贵宾|伙伴|代表|乡亲)们?$")
#: Who introduces names so many, one behind the other; who goes on, so large a part of the items of a sentence.
_FEWEST, _SHARE = 2, 0.6
#: What stands between two who are introduced, in characters, a unit that sent one of them among it.
_LONGEST_BETWEEN = 20
#: An introduction goes on within so many characters of its last list, and of its begin.
_GOES_ON, _FURTHEST = 400, 1_600
#: So many times in one sentence somebody says that he introduces.
_MOST_IN_A_SENTENCE = 4


def greeted_mentions(text: str, original: str, taken: Taken) -> list[Mention]:
    """Return who is greeted or introduced by name in what is said: they are there.

    ``text`` is folded, ``original`` as written, of the same length.
    """
    greetings = _GREETED.finditer(text) if any(words in text for words in _GREETINGS) else ()
    spans = [span for match in greetings if (span := _greeted(text, match))]
    mentions: list[Mention] = []
    for start, end in [*spans, *_introduced(text)]:
        if taken.free(start, end):
            taken.add(start, end)
            mentions += _people(text, original, start, end)
    return mentions


def _greeted(text: str, match: re.Match[str]) -> Span | None:
    """Return the span of a greeting that names somebody, and besides greets only several or by office."""
    span = match.span(next(part for part, words in match.groupdict().items() if words))
    people, others = _people_in(text, *span)
    polite = all(_OTHERS.match(item) or ends_in_head(item) for item in others)
    return (people[0][0], people[-1][1]) if people and polite else None


def _introduced(text: str) -> list[Span]:
    """Return the spans of the lists in which somebody introduces who is there."""
    found: list[Span] = []
    lists: dict[int, Span | None] = {}
    closes = 0
    for first in _introductions(text):
        if first.start() < closes:
            continue
        closes = first.end()
        for sentence in _SENTENCE.finditer(text, first.end()):
            start = sentence.start()
            if start > closes + _GOES_ON or start >= first.end() + _FURTHEST:
                break
            begins = start == first.end()
            if start not in lists:
                lists[start] = _list_in(text, start, min(sentence.end(), start + _FURTHEST), begins=begins)
            if span := lists[start]:
                found.append(span)
                closes = span[1]
            elif begins:
                break
    return found


def _introductions(text: str) -> Iterator[re.Match[str]]:
    """Yield where somebody begins to introduce, the first places in each sentence: behind each, much is read."""
    for sentence in _SENTENCE.finditer(text):
        begun = (
            first
            for first in _INTRODUCES.finditer(text, *sentence.span())
            if _HE_WHO_SPEAKS.search(text, max(0, first.start() - _BEFORE_IT), first.start())
        )
        yield from islice(begun, _MOST_IN_A_SENTENCE)


def _list_in(text: str, start: int, end: int, *, begins: bool) -> Span | None:
    """Return the span from the first to the last person of a sentence that is a list of people.

    Where an introduction ``begins``, what is said behind the list is no part of it.
    """
    people, others = _people_in(text, start, end)
    if begins:
        for count in range(1, len(people)):
            if people[count][0] > people[count - 1][1] + _LONGEST_BETWEEN:
                people = people[:count]
                break
    listed = len(people) >= _FEWEST and (begins or len(people) >= _SHARE * (len(people) + len(others)))
    return (people[0][0], people[-1][1]) if listed else None


def _people_in(text: str, start: int, end: int) -> tuple[list[Span], list[str]]:
    """Return the spans of the items of a list that name a person, and the other items."""
    people: list[Span] = []
    others: list[str] = []
    at = start
    for part in re.split("([、，；：])", text[start:end]):
        begin = at + _begins(part)
        item = text[begin : at + len(part)].rstrip()
        if item and not re.search(_SEVERAL, item) and person_of(item, 0):
            people.append((begin, at + len(part)))
        elif item and item not in "、，；：":
            others.append(item)
        at += len(part)
    return people, others


def _begins(item: str) -> int:
    """Return where an item begins behind blanks and what is no part of an office."""
    blanks = len(item) - len(item.lstrip())
    lead = _BEFORE.match(item, blanks)
    return lead.end() if lead else blanks


def _people(text: str, original: str, start: int, end: int) -> list[Mention]:
    """Return the people of a list, without what stands before each and is no part of his office."""
    parts = re.split("([、，；：])", text[start:end])
    listing = "".join(" " * (begin := _begins(part)) + part[begin:] for part in parts)
    plain = text[:start] + listing + text[end:]
    mentions = people_of(plain, original, Block(frozenset((Role.ATTENDEE,)), start, end), [])
    for mention in mentions:
        mention.rule = "greeted"
    return mentions
