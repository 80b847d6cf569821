"""Where the persons of a text are named again: by name or its last part, by surname and office (余乡长), by the whole post."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.ends import MARKS, boundary
from pipelines.attendees.mention import CALLED, LISTED, Mention, Span, Taken
from pipelines.attendees.names import surname_of
from pipelines.attendees.prose import title_behind
from pipelines.attendees.titles import WEAK_HEADS, head_of
from pipelines.lexicon import common_words, starting

#: A name of two characters as columns write it: 闻  扉.
_PADDED = regex("[㐀-鿿][ \t]+[㐀-鿿]")


def again(text: str, known: list[Mention], taken: Taken) -> list[Mention]:
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


_FEWEST_LISTED = 2
#: An item of a list that may be a name.
_ITEM = regex("[㐀-鿿·]+")


def in_lists(text: str, listed: list[Mention], prose: list[Mention], blocks: list[Span]) -> list[Mention]:
    """Return those of the text whose names, which no table knew for names there, are items of a record's lists."""
    names = {mention.name(text) for mention in prose if mention.titles} - {mention.name(text) for mention in listed}
    ordered = sorted(listed, key=lambda mention: mention.start)
    starts = [mention.start for mention in ordered]
    found: dict[str, Mention] = {}
    for start, end in blocks if names else ():
        beside = [mention.roles for mention in ordered[bisect_left(starts, start) : bisect_left(starts, end)]]
        if len(beside) < _FEWEST_LISTED or any(roles != beside[0] for roles in beside):
            continue
        for item in _ITEM.finditer(text, start, end):
            if item.group() in names:
                mention = Mention(*item.span(), [], LISTED, 3.0, roles=set(beside[0]), sure=False)
                found.setdefault(item.group(), mention)
    return list(found.values())


_POST_SPEAKS = regex(
    starting(
        "介作回感报指答简补表解说进承重强向则亦也随再宣：",
        "：|(?:向[^，。]{1,8}|则|亦|也|随后|再)?(?:作|进行)?(?:表示|回应|说明|介绍|简介|报告|答复|回覆|解释|宣读|指出|补充|简报|感谢|答称|答覆|承诺|重申|强调|解说)",
    )
)
#: A post of so many characters says which one is meant: 教育局局长.
_WHOLE_POST = 5
#: Posts of which a council has one: 副主席补充.
_ONE_OF_A_COUNCIL = frozenset(("副主席", "副召集人", "副主任委员", "秘书长"))


def by_post(text: str, listed: list[Mention], taken: Taken) -> None:
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
_ADDRESS = regex("议员|委员|博士|教授|女士|先生")
_LONGEST_NAME = 4


def _addressed(text: str, names: set[str]) -> set[tuple[str, str]]:
    """Return which of these names stand before which forms of address."""
    return {
        (name, form.group())
        for form in _ADDRESS.finditer(text if names else "")
        for length in range(2, _LONGEST_NAME + 1)
        if (name := text[max(0, form.start() - length) : form.start()]) in names
    }


def by_office(text: str, listed: list[Mention], prose: list[Mention], taken: Taken) -> list[Mention]:
    """Return the places where a known person is called by surname and office (余乡长), if only one can be meant."""
    offices: dict[str, set[str]] = {}
    deputies: dict[str, set[str]] = {}
    persons: dict[str, Mention] = {}
    for mention in [*listed, *prose]:
        name = mention.name(text)
        persons.setdefault(name, mention)
        surname = surname_of(name)
        for begin, end in mention.titles:
            head = head_of(text[begin:end])
            if head and head not in WEAK_HEADS and "·" not in name:
                if f"副{head}" in text[begin:end]:
                    deputies.setdefault(surname + head, set()).add(name)
                    head = f"副{head}"
                offices.setdefault(surname + head, set()).add(name)
                given = name[len(surname) :]
                if len(given) > 1 and given not in common_words():  # 首先，志民主任讲了…
                    offices.setdefault(given + head.removeprefix("副"), set()).add(name)
    surnames_borne = Counter(map(surname_of, persons))
    for name, form in _addressed(text, {mention.name(text) for mention in listed}):
        if surnames_borne[surname_of(name)] == 1:  # 练国雄议员 of the list is 练议员 from then on
            offices.setdefault(surname_of(name) + form, set()).add(name)
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
                mention = Mention(same.start, same.end, [], CALLED, 4.0, left=at, right=end, given=same.given)
                taken.add(at, end)
                found.append(mention)
            at = text.find(called, end)
    return found


def by_last_part(text: str, mentions: list[Mention]) -> None:
    """Let whom a text calls by an office and the last part of a name with dots be that person: 罗伯特·霍克总理, 霍克总理.

    Only one can be meant, and no other office may stand beside the last part: 州长洛桑·扎西 and 驻村干部扎西 are two.
    """
    whole: dict[str, dict[str, Mention]] = {}
    offices: dict[str, set[str | None]] = {}
    for mention in mentions:
        name = mention.name(text)
        last = name.rpartition("·")[2]
        if last != name:
            whole.setdefault(last, {}).setdefault(name, mention)
        offices.setdefault(name, set()).update(head_of(text[begin:end]) for begin, end in mention.titles)
    for mention in mentions if whole else ():
        name = mention.name(text)
        same = whole.get(name, {})
        if len(same) == 1 and offices[name] and offices[name] <= offices[next(iter(same))]:
            [person] = same.values()
            mention.start, mention.end, mention.given = person.start, person.end, person.given


#: The unit of who is called by surname and office stands before him: 农业课|胡课长.
_UNIT_BEFORE = regex("(?:^|[^㐀-鿿])(?P<unit>[㐀-鿿]{1,10}(?:[局处课科室队所署部厅站校院会社]|中心|公司))$")
_UNIT_REACH = 14


def _of_his_unit(text: str, at: int, mention: Mention) -> bool:
    """Tell whether the unit before ``at`` stands on the line that a person was named on: 农业课 胡金水课长."""
    unit = _UNIT_BEFORE.search(text, max(0, at - _UNIT_REACH), at)
    line = text.rfind("\n", 0, mention.start) + 1
    return unit is not None and unit["unit"] in text[line : mention.right] and "。" not in text[line : mention.right]


def _may_end(text: str, name: str, end: int) -> bool:
    ending = boundary(text, end)
    return len(name) > 2 or not (ending < -1.5 or (name in common_words() and ending < 0.5))
