"""Who met, and as what: people with titles and roles, and the groups that came with them.

minutes    labelled lists (出席：…)         introduced lists in prose (出席会议的有…)
bylines    reporters and editors            lists      their items, one by one
prose      names in running text            roles      what their clauses say they did (predicates)
behind     titles behind names              cutting    a list into its items
untitled   names without a title               quoted     who is only quoted
shared     names that share a title            names, uncommon, titles, ends  what a name and a title look like
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from jiyao.model import Attendance, Evidence, Group, Role
from pipelines.attendees.bylines import byline_mentions
from pipelines.attendees.counts import list_is_open, stated_count
from pipelines.attendees.ends import FOLLOWERS, MARKS, boundary
from pipelines.attendees.groups import attending_groups
from pipelines.attendees.introduced import introduced_mentions
from pipelines.attendees.mention import Mention, Span, Taken
from pipelines.attendees.minutes import minutes_mentions
from pipelines.attendees.names import surnames
from pipelines.attendees.phrases import HIS_OFFICE, NOTE
from pipelines.attendees.posts import add_posts
from pipelines.attendees.predicates import MOVED
from pipelines.attendees.prose import prose_mentions, title_behind
from pipelines.attendees.roles import assign_roles, chair_speaks
from pipelines.attendees.titles import WEAK_HEADS, head_of
from pipelines.lexicon import common_words, starting
from pipelines.reading import Reading

_ORDER = list(Role)
#: Rules whose titles and roles are right less often than 98 times in 100 (make quality measures it).
_LIKELY = frozenset(("introduced list", "list of names", "known name", "proxy in a note"))
#: The rule of a mention that does not hold the name itself: 余乡长.
_CALLED = "surname and office"
_SEX = re.compile("[（、，](女|男)[、，）]")
_ETHNIC = re.compile("[（、，]([一-鿿]{1,6}族)[、，）]")


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
    for start, end in blocks:
        taken.add(start, end)
    for mention in listed:
        taken.add(mention.start, mention.right)
    introduced, introduced_groups = introduced_mentions(text, reading.text, taken)
    listed += introduced
    bylines = byline_mentions(reading.folded, taken)
    prose = prose_mentions(text, taken, 0, len(text))
    _by_post(text, listed, taken)
    again = [*_again(text, [*listed, *prose], taken), *_by_office(text, listed, prose, taken)]
    mentions = sorted([*listed, *prose, *again], key=lambda m: m.left)
    _same_length(text, mentions)
    mentions = _without_owners(text, mentions)
    for mention in mentions:
        add_posts(text, mention)
    assign_roles(text, mentions)
    if listed and chair_speaks(text):
        presiding = next((mention for mention in listed if Role.CHAIR in mention.roles), None)
        if presiding:
            presiding.roles.add(Role.SPEAKER)
    people = _gather(reading, mentions, bylines)
    rules: dict[Span, str] = dict.fromkeys([*listed_groups, *introduced_groups], "labelled list")
    headline = text.find("\n") if text[: text.find("\n")].strip() == reading.folded_title.strip() else 0
    for start, end, rule in attending_groups(text, mentions):
        if end <= headline:
            continue  # 民政局局长出席会议: whoever the text names
        rules.setdefault((start, end), rule)  # several rules may read one group: it came once
    groups = tuple(Group(reading.text[a:b].strip(), Evidence(a, b, rule, sure=False)) for (a, b), rule in rules.items())
    return Attendees(people, groups, list_is_open(text, mentions), stated_count(text))


#: A name of two characters as columns write it: 闻  扉.
_PADDED = re.compile("[㐀-鿿][ \t]+[㐀-鿿]")


def _again(text: str, known: list[Mention], taken: Taken) -> list[Mention]:
    """Return the further places where a known name stands."""
    names = {m.name(text) for m in known}
    names |= {text[m.start : m.end] for m in known if _PADDED.fullmatch(text, m.start, m.end)}
    if not names:
        return []
    found = []
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if taken.free(at, end) and _may_end(text, name, end):
                mention = Mention(at, end, [], "known name", 4.0)
                title_behind(text, mention)
                taken.add(at, end)
                found.append(mention)
            at = text.find(name, end)
    return found


_POST_SPEAKS = re.compile(
    starting(
        "介作回感报指答简补表解说进承重强向则亦也随再：",
        "：|(?:向[^，。]{1,8}|则|亦|也|随后|再)?(?:作|进行)?(?:表示|回应|说明|介绍|简介|报告|答复|回覆|解释|指出|补充|简报|感谢|答称|答覆|承诺|重申|强调|解说)",
    )
)
#: A post of so many characters says which one is meant: 教育局局长.
_WHOLE_POST = 5
#: Posts of which a council has one: 副主席补充.
_ONE_OF_A_COUNCIL = frozenset(("副主席", "副召集人", "副主任委员"))


def _by_post(text: str, listed: list[Mention], taken: Taken) -> None:
    """Let those of a list speak whom a record calls by their whole post (教育局局长：…), where one only holds it."""
    holders: dict[str, list[Mention]] = {}
    for mention in listed:
        for begin, end in mention.titles:
            post = "".join(text[begin:end].split())
            if (end - begin >= _WHOLE_POST or post in _ONE_OF_A_COUNCIL) and Role.ABSENT not in mention.roles:
                holders.setdefault(post, []).append(mention)
    lengths = sorted({len(post) for post in holders}, reverse=True)
    for speaks in _POST_SPEAKS.finditer(text) if holders else ():
        end = speaks.start()
        post = next((text[end - n : end] for n in lengths if text[max(0, end - n) : end] in holders), "")
        starts = end == len(post) or text[end - len(post) - 1] in MARKS
        if not post or not starts or len(holders[post]) != 1 or not taken.free(end - len(post), end):
            continue
        [holder] = holders[post]
        if all(last != end for _, last in holder.titles):  # 民政局局长：甲 says who holds the post
            holder.roles.add(Role.SPEAKER)


#: Forms of address by which minutes call those of their lists.
_ADDRESS = re.compile("议员|委员|博士|教授|女士|先生")
_LONGEST_NAME = 4


def _addressed(text: str, names: set[str]) -> set[tuple[str, str]]:
    """Return which of these names stand before which forms of address."""
    return {
        (name, form.group())
        for form in _ADDRESS.finditer(text if names else "")
        for length in range(2, _LONGEST_NAME + 1)
        if (name := text[max(0, form.start() - length) : form.start()]) in names
    }


def _by_office(text: str, listed: list[Mention], prose: list[Mention], taken: Taken) -> list[Mention]:
    """Return the places where a known person is called by surname and office (余乡长), if only one can be meant."""
    offices: dict[str, set[str]] = {}
    deputies: dict[str, set[str]] = {}
    persons: dict[str, Mention] = {}
    for mention in [*listed, *prose]:
        name = mention.name(text)
        persons.setdefault(name, mention)
        surname = _surname(name)
        for begin, end in mention.titles:
            head = head_of(text[begin:end])
            if head and head not in WEAK_HEADS and "·" not in name:
                if f"副{head}" in text[begin:end]:
                    deputies.setdefault(surname + head, set()).add(name)
                    head = f"副{head}"
                offices.setdefault(surname + head, set()).add(name)
    surnames_borne = Counter(map(_surname, persons))
    for name, form in _addressed(text, {mention.name(text) for mention in listed}):
        if surnames_borne[_surname(name)] == 1:  # 练国雄议员 of the list is 练议员 from then on
            offices.setdefault(_surname(name) + form, set()).add(name)
    for called, names in deputies.items():  # 张县长 is the deputy only where no county head is called so
        offices.setdefault(called, names)
    found = []
    for called, names in offices.items():
        if len(names) > 1:
            continue
        at = text.find(called)
        while at >= 0:
            end = at + len(called)
            starts = at == 0 or text[at - 1] in MARKS or text[at - 1] in "由请经向对为与和及中上后时"
            starts = starts or _of_his_unit(text, at, persons[next(iter(names))])
            if starts and boundary(text, end) >= 0.5 and taken.free(at, end):
                same = persons[next(iter(names))]
                mention = Mention(same.start, same.end, [], _CALLED, 4.0, left=at, right=end, given=same.given)
                taken.add(at, end)
                found.append(mention)
            at = text.find(called, end)
    return found


def _surname(name: str) -> str:
    return name[:2] if name[:2] in surnames() and len(name) > 2 else name[0]


#: The unit of who is called by surname and office stands before him: 农业课|胡课长.
_UNIT_BEFORE = re.compile("(?:^|[^㐀-鿿])(?P<unit>[㐀-鿿]{1,10}(?:[局处课科室队所署部厅站校院会社]|中心|公司))$")
_UNIT_REACH = 14


def _of_his_unit(text: str, at: int, mention: Mention) -> bool:
    """Tell whether the unit before ``at`` stands on the line that a person was named on: 农业课 胡金水课长."""
    unit = _UNIT_BEFORE.search(text, max(0, at - _UNIT_REACH), at)
    line = text.rfind("\n", 0, mention.start) + 1
    return unit is not None and unit["unit"] in text[line : mention.right] and "。" not in text[line : mention.right]


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
            while kept and mention.rule == "shared title" and text[kept[-1].right : mention.left] == "、":
                mention = kept.pop()  # 议员甲、乙服务团队
            continue
        if owner and mention.left in owner[1:]:
            mention.left = owner[0]
            mention.titles = [(owner[0] if begin == owner[1] else begin, end) for begin, end in mention.titles]
        owner = None
        kept.append(mention)
    return kept


_LATIN_BEHIND = re.compile(r"(?P<han>[㐀-鿿·]+)[A-Za-z .'-]+")


def _same_length(text: str, mentions: list[Mention]) -> None:
    """Let a name end where the text's other mentions of it do.

    周增|应指出 beside 周增应 is 周增应, 赵龙则|提到 beside 赵龙 is 赵龙, 伍丽花Ljaukau beside 伍丽花 is 伍丽花.
    """
    names = {mention.name(text) for mention in mentions if mention.given is None}
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
            and name[:-1] in names
            and (name[-1] in FOLLOWERS or name[-1] in "则今昨首仍")
            and not (mention.rule == "labelled list" and name[-1] in "和与及")  # nothing is joined at a list's blank
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


def _may_end(text: str, name: str, end: int) -> bool:
    ending = boundary(text, end)
    return len(name) > 2 or not (ending < -1.5 or (name in common_words() and ending < 0.5))


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
    first = next((mention for mention in same if mention.rule != _CALLED), same[0])
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
