"""Who met, and as what: people with titles and roles, and the groups that came with them.

minutes    labelled lists (出席：…)       introduced  lists in prose (出席会议的有…)
labels     what labels such lists          anchors     where a title begins in running text
lists      the items of a list              cutting     a list into its items
prose      names in running text            behind      titles behind names
shared     names that share a title         untitled    names without a title
again      who is named again               bylines     reporters and editors
roles      what their clauses say they did  quoted      who is only quoted
names, uncommon, ends, titles               what a name and a title look like, where a name ends
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jiyao.model import Attendance, Evidence, Group, Role
from jiyao.patterns import regex
from pipelines.attendees.again import again, by_last_part, by_office, by_post, in_lists
from pipelines.attendees.bylines import byline_mentions
from pipelines.attendees.counts import list_is_open, stated_count
from pipelines.attendees.ends import FOLLOWERS
from pipelines.attendees.flat import flat_roll
from pipelines.attendees.greeted import greeted_mentions
from pipelines.attendees.groups import attending_groups
from pipelines.attendees.introduced import introduced_mentions
from pipelines.attendees.mention import CALLED, LISTED, Mention, Span, Taken
from pipelines.attendees.minutes import minutes_mentions
from pipelines.attendees.phrases import HIS_OFFICE, NOTE
from pipelines.attendees.posts import add_posts
from pipelines.attendees.predicates import MOVED
from pipelines.attendees.presiding import chair_speaks
from pipelines.attendees.prose import prose_mentions
from pipelines.attendees.roles import assign_roles
from pipelines.attendees.speech import held_speech
from pipelines.reading import Reading

_ORDER = list(Role)
#: Rules whose titles and roles are right less often than 98 times in 100 (make quality measures it).
_LIKELY = frozenset(("introduced list", "list of names", "known name", "proxy in a note"))
_SEX = regex("[（、，](女|男)[、，）]")
_ETHNIC = regex("[（、，]([一-鿿]{1,6}族)[、，）]")
_TITLE_OF_DOCUMENT = regex("《[^《》\n]{1,120}》")


@dataclass(frozen=True, slots=True)
class Attendees:
    """People in order of naming, groups, whether the list says that more came, and how many the report counts."""

    attendances: tuple[Attendance, ...]
    groups: tuple[Group, ...]
    open: bool | None
    stated: int | None


def find_attendees(reading: Reading) -> Attendees:
    """Return everyone who had a part in the meeting a text reports, with the evidence."""
    text = reading.body
    taken = Taken(len(reading.folded))
    listed, blocks, listed_groups = minutes_mentions(text, reading.text)
    rolled, roll = flat_roll(text)
    if roll:
        listed = [*rolled, *(mention for mention in listed if not roll[0] <= mention.start < roll[1])]
        blocks = [*blocks, roll]
    for start, end in blocks:
        taken.add(start, end)
    for mention in listed:
        taken.add(mention.start, mention.right)
    introduced, introduced_groups = introduced_mentions(text, reading.text, taken)
    listed += introduced
    listed += [*held_speech(reading), *greeted_mentions(text, reading.text, taken)]
    bylines = byline_mentions(reading.folded, taken)
    prose = prose_mentions(text, taken, 0, len(text))
    listed += in_lists(text, listed, prose, blocks)
    by_post(text, listed, taken)
    further = [*again(text, [*listed, *prose], taken), *by_office(text, listed, prose, taken)]
    mentions = sorted([*listed, *prose, *further], key=lambda m: m.left)
    by_last_part(text, mentions)
    _same_length(text, mentions)
    named = {mention.right for mention in mentions}
    mentions = _without_owners(text, mentions)
    owners = named - {mention.right for mention in mentions}
    for mention in mentions:
        add_posts(text, mention)
    assign_roles(text, _outside_titles(text, mentions))
    if listed and chair_speaks(text):
        presiding = next((mention for mention in listed if Role.CHAIR in mention.roles), None)
        if presiding:
            presiding.roles.add(Role.SPEAKER)
    people = _gather(reading, mentions, bylines)
    rules: dict[Span, str] = dict.fromkeys([*listed_groups, *introduced_groups], LISTED)
    headline = text.find("\n") if text[: text.find("\n")].strip() == reading.folded_title.strip() else 0
    for start, end, rule in attending_groups(text, mentions):
        if end <= headline or end in owners:
            continue  # 民政局局长出席会议: whoever the text names; 议员|甲、乙服务团队
        rules.setdefault((start, end), rule)  # several rules may read one group: it came once
    again_told = _told_again(text, rules)
    groups = tuple(
        Group(reading.text[a:b].strip(), Evidence(a, b, rule, sure=False))
        for (a, b), rule in rules.items()
        if (a, b) not in again_told
    )
    return Attendees(people, groups, list_is_open(text, mentions), stated_count(text))


def _outside_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return who is named outside the titles of documents: what those tell of somebody, he did elsewhere."""
    titles = [title.span() for title in _TITLE_OF_DOCUMENT.finditer(text)]
    return [mention for mention in mentions if not any(a < mention.start < b for a, b in titles)]


#: A note in brackets, without which a group is the same.
_ASIDE = regex("（[^（）]*）")
#: What says how many of a group are meant; who is named again may go without it.
_HOW_MANY = ("各", "全体", "部分", "有关", "相关")


def _told_again(text: str, spans: Iterable[Span]) -> set[Span]:
    """Return the groups that an earlier span names in the same words, with a note, or with a word for how many.

    各分公司经理（含副职）参加会议，…分公司经理发言: they are told once.
    """
    told: set[str] = set()
    again: set[Span] = set()
    for span in sorted(spans):
        words = text[slice(*span)]
        if words in told or any(first + words in told for first in _HOW_MANY):
            again.add(span)
        told |= {words, _ASIDE.sub("", words)}
    return again


#: What joins those whose offices are named together.
_JOINTS = frozenset(("、", "及", "和", "与", "以及"))


def _without_owners(text: str, mentions: list[Mention]) -> list[Mention]:
    """Drop who is named only as having the office that the next person comes from; a post there is named after him."""
    kept: list[Mention] = []
    owner: tuple[int, int, int] | None = None
    for mention in mentions:
        if MOVED.match(text, mention.right):
            continue  # 审查委员甲等22人拟具…草案
        office = HIS_OFFICE.match(text, mention.right)
        if office:
            owner = (mention.left, *office.span())
            while kept and mention.rule == "shared title" and text[kept[-1].right : mention.left] in _JOINTS:
                mention = kept.pop()  # 议员甲、乙及丙服务团队
            continue
        if owner and mention.left in owner[1:]:
            mention.left = owner[0]
            mention.titles = [(owner[0] if begin == owner[1] else begin, end) for begin, end in mention.titles]
        owner = None
        kept.append(mention)
    return kept


_LATIN_BEHIND = regex(r"(?P<han>[㐀-鿿·]+)[A-Za-z .'-]+")


def _same_length(text: str, mentions: list[Mention]) -> None:
    """Let a name end where the text's other mentions of it do.

    周增|应指出 beside 周增应 is 周增应, 赵龙则|提到 beside 赵龙 is 赵龙, 伍丽花Ljaukau beside 伍丽花 is 伍丽花.
    """
    names = {mention.name(text) for mention in mentions if mention.given is None}
    goes_on = {(mention.name(text), text[mention.end : mention.end + 1]) for mention in mentions}
    _longer_given(text, mentions)
    whole: set[str] = set()  # what a shorter one was made, is not made shorter
    for mention in mentions:
        name = mention.name(text)
        latin = _LATIN_BEHIND.fullmatch(text, mention.start, mention.end)
        if mention.given or (text[mention.start : mention.end] != name and not latin):
            continue
        longer = name + text[mention.end : mention.end + 1]
        if latin and latin["han"] in names:
            mention.end = mention.start + len(latin["han"])
        elif len(longer) == 3 and longer in names and (longer[2] in FOLLOWERS or longer[2] in "和与及"):
            mention.end += 1
            mention.right = max(mention.right, mention.end)
            whole.add(longer)
        elif len(name) == 2 and len(longer) == 3 and longer in names:
            mention.end += 1  # 侯友|宜于九日 beside 侯友宜
            mention.right = max(mention.right, mention.end)
            whole.add(longer)
        elif (
            len(name) > 2
            and name not in whole
            and any(short == name[:-1] and behind != name[-1] for short, behind in goes_on)
            and (name[-1] in FOLLOWERS or name[-1] in "则今昨首仍")
            and not (mention.rule == LISTED and name[-1] in "和与及")  # nothing is joined at a list's blank
        ):
            mention.end -= 1


def _longer_given(text: str, mentions: list[Mention]) -> None:
    """Let a given name behind a title be as long as where the person is named else: 歐陽議員儀文|請發言."""
    names = {mention.name(text) for mention in mentions}
    for mention in mentions:
        if mention.given and mention.given[1] - mention.given[0] == 1:
            end = mention.given[1]
            if end == mention.right and mention.name(text) + text[end : end + 1] in names:
                mention.given = (mention.given[0], end + 1)
                mention.right = end + 1


def _gather(reading: Reading, mentions: list[Mention], bylines: list[Mention]) -> tuple[Attendance, ...]:
    """Join the mentions of each person; who has no role in the meeting is left out."""
    together: dict[str, list[Mention]] = {}
    for mention in mentions:
        together.setdefault(mention.name(reading.folded), []).append(mention)
    for mention in bylines:
        together.setdefault(mention.name(reading.folded), []).append(mention)
    people: list[Attendance] = []
    for same in together.values():
        roles = set().union(*(mention.roles for mention in same))
        if roles:
            people.append(_attendance(reading, same, roles, len(people) + 1))
    return tuple(people)


#: A note on a person is no longer, in characters and with its brackets.
_LONGEST_NOTE = 24


def _attendance(reading: Reading, same: list[Mention], roles: set[Role], rank: int) -> Attendance:
    first = next((mention for mention in same if mention.rule != CALLED), same[0])
    titles: dict[str, str] = {}
    for mention in sorted(same, key=lambda m: m.start):
        for begin, end in mention.titles:
            titles.setdefault(reading.folded[begin:end].replace(" ", ""), _unpadded(reading.text[begin:end]))
    _drop_address(titles)
    note = NOTE.match(reading.folded, first.end, first.end + _LONGEST_NOTE)
    words = note.group() if note else ""
    sex, ethnic = (_SEX.search(words), _ETHNIC.search(words)) if words else (None, None)
    return Attendance(
        name=first.name(reading.text),
        titles=tuple(titles.values()),
        roles=tuple(sorted(roles, key=_ORDER.index)),
        rank=rank,
        sex={"女": "female", "男": "male"}[sex.group(1)] if sex else None,  # type: ignore[arg-type]
        ethnic_group=_as_written(reading, first.end, ethnic),
        note=reading.text[first.end + 1 : first.end + len(words) - 1] if words else None,
        evidence=tuple(
            Evidence(m.left, m.right, m.rule, sure=m.sure and m.rule not in _LIKELY)
            for m in [first, *(m for m in same if m is not first)]
        ),
    )


#: What is a title alone, and beside an office only a form of address (局長甲教授).
_PROFESSIONS = ("教授", "博士", "医生", "医师", "律师", "大律师", "资深大律师", "同学")


def _drop_address(titles: dict[str, str]) -> None:
    """Drop the profession of who has an office, unless that is what he holds (党史专家、西北大学教授甲)."""
    for profession in _PROFESSIONS:
        if profession in titles and len(titles) > 1 and sum(title.endswith(profession) for title in titles) == 1:
            del titles[profession]


def _as_written(reading: Reading, offset: int, match: re.Match[str] | None) -> str | None:
    return reading.text[offset + match.start(1) : offset + match.end(1)] if match else None


def _unpadded(title: str) -> str:
    return "".join(title.split())
