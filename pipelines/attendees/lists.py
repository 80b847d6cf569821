"""A list of people, item by item: names with titles, organs, notes and proxies, as minutes and rosters write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.chairing import beside_chair, stood_in_chair
from pipelines.attendees.cutting import items, posts_below, without_units_above
from pipelines.attendees.glued import glued
from pipelines.attendees.items import BEHIND_UNIT, is_latin_name, person_of, split_titles, without_honours
from pipelines.attendees.mention import LISTED, Mention, Span
from pipelines.attendees.names import is_called_by_post, likelihood
from pipelines.attendees.notes import PROXY_RULE, came, in_stead, is_away, noted, with_note
from pipelines.attendees.padding import put_back, without_fillers
from pipelines.attendees.phrases import COURTESY, IS_UNIT
from pipelines.attendees.rare import holder_noted, rare_holder, rare_name
from pipelines.attendees.titles import SHARED_BY_MANY, ends_in_head, held_by_many, held_by_one
from pipelines.lexicon import common_words

#: Behind a name: he came in the stead of whoever holds the post before it (商业处处长：甲代).
_CAME_INSTEAD = regex(" *代理?(?=[ 、，；。）\\n]|$)")
#: Bare titles of who chairs, in the list of those present.
_PRESIDES = frozenset(("主席", "召集人", "会议主席", "召集委员", "主持人"))
_HONOURS = regex("(?:勋章|绅士)$|勋贤|星章|太平绅士|勋衔|^[A-Za-z .,]+$")
#: A name before its honour: 林偉文太平紳士, 林偉文BBS太平紳士.
_ADDRESSED = regex("^[㐀-鿿]{2,4}(?:[A-Z]{2,4})?太平绅士$")
#: What stands before a post and is none of it: honours (甲女士, JP 常任秘書長), 包括.
_BEFORE_POST = regex("(?:(?:[A-Z]{2,6}|(?:[A-Z][.]){2,5})[ ]+|包[括含])(?=[㐀-鿿]{2})")
_GROUP_LABEL = regex(r"^[ ]*([㐀-鿿（）、]{2,16}|[㐀-鿿] *[会府])(?:：|(?<=[会府])[—-]+)[ ]*")
_ENDS_LINE = regex(r"[ \t]*(?:\n|\Z)")
#: A body whose record it is, or the government beside it: what its officials are of, and no group that came.
_OF_THE_RECORD = regex("本 ?[会府院]|[县市省乡镇区]? ?(?:政 ?)?府|[我本][校院局会所社厂村]")
_PROFESSION = regex(" ?(教授|律师|医师)")
_NO_GROUP = regex("[ \\d：]|^(?:并无|作[以如]|针对|报告[㐀-鿿]会)|之处$|开会|签到|如附|详如|略|主席$|发稿|如后|名单$")
#: What a unit's line says that came with nobody: 台电公司：未派员.
_SENT_NOBODY = regex(
    "(?:[^：]{2,30}：)?(?:[未无免]派(?:员|人|代表)(?:出?席)?|请假|公出|差假|悬缺|未出席|未到场?|缺席|从缺|出缺)"
)
#: Whom he brought: 局长甲暨各科主管.
_WITH_OTHERS = regex("(?:暨|及|与|和|率领?同?|偕同?)(?=(?:各|所属|全体|其他|相关|有关)[㐀-鿿]{2})")
_SEVERAL = regex("各|有关|相关|全体|部分|所有|其他|[一二三四五六七八九十\\d]+[个区县镇乡]")
_MEMBERS = regex("(?:教?职员|员工|教师|师生|学生|家长|委员|议员|会员|党员|股东|董事|理事|监事)$")
_IS_GROUP = regex("(?:单位|人员|代表|同志|委员会|局|处|科|室|部|公司|公所|组|队|中心|成员|主管|同仁|长|委|办)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A label and the span of its list.

    ``noun`` is where the label says what all in it are (出席委员, 副主席);
    ``office`` tells that the label is an office in the body itself (秘书, 当然委员).
    """

    roles: frozenset[Role]
    start: int
    end: int
    noun: Span | None = None
    office: bool = False


@dataclass(slots=True)
class _Roll:
    """A list while it is read: who was found, and the titles that the next names may share."""

    text: str
    block: Block
    groups: list[Span]
    found: list[Mention] = field(default_factory=list)
    carried: list[Span] = field(default_factory=list)
    shared: list[Span] = field(default_factory=list)
    sent: list[Mention] = field(default_factory=list)  # by a unit, which stands apart from who came
    posts_below: bool = False
    unheld: list[Span] = field(default_factory=list)  # groups, unless who they are stands behind
    label: int | None = None  # where one stands within the list: the one over it says nothing of who follows


#: What somebody does in the committee of a house: 财委甲, 栋委乙.
_POST_IN_COMMITTEE = regex("[财监设环安网契稽栋]委")
#: Several people, even where a list says nothing of how many: 居民代表, 网格长.
_COLLECTIVE = regex("(?:[㐀-鿿]{2}(?:(?<!党组)成员|代表|负责人|负责同志|骨干)|网格[长员]|楼[栋道门]?长|小组长)$")


def people_of(text: str, original: str, block: Block, groups: list[Span]) -> list[Mention]:
    """Return the people of a list; the groups that it names are added to ``groups``.

    ``text`` is folded, ``original`` as written, of the same length.
    """
    roll = _Roll(text, block, groups, posts_below=posts_below(text[block.start : block.end]))
    for start, end, note in items(text, original, block.start, block.end):
        label = _GROUP_LABEL.match(text[start:end])
        if label:
            _labelled(roll, label, start)
            start += label.end()
        honours = _BEFORE_POST.match(text, start, end)
        start = honours.end() if honours else start
        phrase, places = without_fillers(text[start:end].rstrip(" 。．"), start)
        if _SENT_NOBODY.fullmatch(phrase) or is_called_by_post(phrase):
            continue
        if not phrase or (_HONOURS.search(phrase) and not is_latin_name(phrase) and not _ADDRESSED.search(phrase)):
            if note and not phrase and roll.carried and not text[roll.carried[-1][1] : start].strip():
                roll.found += in_stead(text, note, block.roles)  # 署長    （請假，由副署長甲代理）
            elif note and roll.found and not without_honours(text[roll.found[-1].right : start]).strip(" ，"):
                roll.found += noted(text, roll.found[-1], note, block.roles)  # 甲议员, JP（主席）
            continue
        phrase, places = _without_others(roll, phrase, places)
        person = person_of(phrase, 0)
        if person and roll.found and _addressed_before(text, roll.found[-1], start) and _is_rather_post(phrase, person):
            person = None  # 甲先生　警务处沙田警区主任: it is his post, whatever name it seems to hold
        if person and glued(phrase, places, block.roles):
            person = None  # 陈素月李鸿钧 are two
        if stood_in := with_note(phrase, places) or stood_in_chair(block.roles, person, phrase, places):
            roll.found += stood_in
            continue
        if person is None:
            _without_person(roll, phrase, places, note)
            continue
        person = put_back(person, places)
        person.roles, person.rule = set(block.roles), LISTED
        opens = not roll.found and not label and Role.ATTENDEE in block.roles
        if opens and any(text[a:b] in _PRESIDES for a, b in person.titles):
            person.roles.add(Role.CHAIR)
        if unit := _unit_of(text, start, person):
            roll.groups += unit
        if _SENT_BY.match(text, text.rfind("\n", 0, start) + 1, person.end):
            roll.sent.append(person)
        _give_titles(roll, person, start)
        if roll.found and block.roles == {Role.CHAIR}:
            beside_chair(text, roll.found[-1], person, phrase, places)
        roll.found.append(person)
        if note:
            roll.found += noted(text, person, note, block.roles)
    _settle(roll)
    return roll.found


def _settle(roll: _Roll) -> None:
    """Drop, keep and give what only the whole list tells."""
    roll.found = without_units_above(roll.text, roll.found)
    _keep_unheld(roll)
    _give_noun(roll)
    _give_profession(roll)


def _without_others(roll: _Roll, phrase: str, places: list[int]) -> tuple[str, list[int]]:
    """Return an item without whom somebody brought (局长甲暨各科主管); they are added to the groups."""
    others = _WITH_OTHERS.search(phrase)
    if others is None or person_of(phrase[: others.start()], 0) is None:
        return phrase, places
    roll.groups.append((places[others.end()], places[-1] + 1))
    return phrase[: others.start()], places[: others.start()]


#: The unit whose post and holder stand behind it, each apart: 水利署 副工程司 甲.
_UNIT = "(?P<unit>[㐀-鿿○]{2,24}?(?:部|会|署|司|处|局|室|课|所|院|厅|委|社|站|场|库|队|厂|公司|中心|政府|大学|法人|银行|分署|集团|工会|协会|基金会))[ ]+(?=[^ ])"
_UNIT_APART = regex(f"[ ]*{_UNIT}")
#: The same behind what the unit is in the matter: 開發單位：宏昇公司 協理 甲.
_SENT_BY = regex(f"[ ]*(?:[㐀-鿿]{{2,10}}：[ ]*)?{_UNIT}")


def _unit_of(text: str, start: int, person: Mention) -> list[Span]:
    """Return the span of the unit that a person came from, where it stands apart from his post."""
    serves = person.roles & {Role.CHAIR, Role.RECORDER}
    unit = None if serves or person.given else _UNIT_APART.match(text, start, person.start + 1)
    first = min([person.start, *(begin for begin, _ in person.titles)])
    return [unit.span("unit")] if unit and unit.end() <= first and came(text, person.right) else []


def _labelled(roll: _Roll, label: re.Match[str], start: int) -> None:
    """Take the label within a list (县防指成员：…): a title for who follows, or a group; one that ends its line heads others."""
    span = (start + label.start(1), start + label.end(1))
    roll.carried, roll.shared, roll.label = [], [], start if roll.label is None else roll.label
    if _ENDS_LINE.match(roll.text, start + label.end()):
        return  # 市政府：, over its officials
    if ends_in_head(label.group(1)):
        roll.carried = [span]
    elif (
        not _OF_THE_RECORD.fullmatch(label.group(1))
        and came(roll.text, start + label.end())
        and not _holds_office(label.group(1))
        and not _NO_GROUP.match(label.group(1))
        and not label.group(1).endswith(("单位", "顾问公司", "事项", "如下", "席人员", "席人数"))
    ):
        roll.groups.append(span)


def _holds_office(label: str) -> bool:
    """Tell whether a label is one who holds an office, for whom another came: 立法委员甲：乙主任."""
    person = person_of(label, 0)
    return person is not None and bool(person.titles) and person.end == len(label)


def _without_person(roll: _Roll, phrase: str, places: list[int], note: Span | None) -> None:
    """Read an item that names nobody by the rules of one name: a title, a unit, a group, names without a blank."""
    start, end = places[0], places[-1] + 1
    titled, found = ends_in_head(phrase), roll.found
    if note:
        found += in_stead(roll.text, note, roll.block.roles)
    last = found[-1] if found else None
    behind = last is not None and bool(last.titles) and all(begin >= last.end for begin, _ in last.titles)
    if titled and last and behind and roll.text[last.right : start] == "、":
        last.titles, last.right = [*last.titles, (start, end)], end  # 甲 县委副书记、县长
    elif (titled and roll.posts_below and found and not found[-1].titles) or (
        titled and found and not roll.carried and _stands_behind(roll.text, found[-1], start)
    ):
        found[-1].titles, found[-1].right = [*found[-1].titles, (start, end)], end
    elif (
        _SEVERAL.match(phrase)
        and 4 <= len(phrase) <= 30
        and (titled or _IS_GROUP.search(phrase) or _MEMBERS.search(phrase))
    ):
        roll.groups.append((start, end))
    elif titled and len(phrase) <= 24:
        roll.carried = [(start, end)]
        if _COLLECTIVE.search(phrase) and roll.text[end : end + 1] in "、，；。\n":
            roll.unheld.append((start, end))
    elif IS_UNIT.search(phrase) and _alone(roll.text, start, end):
        return  # its post and who holds it stand on the lines below
    elif several := glued(phrase, places, roll.block.roles):
        found += several
    elif rare := rare_name(phrase, places, len(found), roll.shared) or _holder(roll, phrase, places):
        rare.roles = set(roll.block.roles)
        found.append(rare)
    elif note and (holder := holder_noted(roll.text, phrase, places, note, roll.block.roles)):
        found.append(holder)
    elif note and is_away(roll.text[slice(*note)]):
        return  # a unit that sent nobody
    elif 3 <= len(phrase) <= 30 and _IS_GROUP.search(phrase) and not _NO_GROUP.search(phrase):
        roll.groups.append((start, end))


def _holder(roll: _Roll, phrase: str, places: list[int]) -> Mention | None:
    """Return who alone stands behind a label that is an office, however rare his name: 人事处处长：怀敍."""
    noun = roll.block.noun
    alone = noun and not roll.found and not roll.text[places[-1] + 1 : roll.block.end].strip()
    return rare_holder(phrase, places) if noun and alone and ends_in_head(roll.text[slice(*noun)]) else None


def _keep_unheld(roll: _Roll) -> None:
    """Add to the groups what names several, where nobody of the list is called so: 网格长、居民代表、业委会代表."""
    held = {span for person in roll.found for span in person.titles}
    roll.groups += [span for span in roll.unheld if span not in held]


def _give_titles(roll: _Roll, person: Mention, start: int) -> None:
    """Give a person the title that stands before it on the line, alone on the line above, or before the list."""
    text, carried = roll.text, roll.carried
    if not person.titles and roll.block.noun and (post := _POST_IN_COMMITTEE.match(text, person.left - 2, person.left)):
        person.titles = [post.span()]
    between = text[carried[-1][1] : start] if carried else ""
    # 林业局负责人，公路中心 甲: a comma and a unit of his own set him apart from the title before.
    apart = "，" in between and start < min([person.start, *(begin for begin, _ in person.titles)])
    near = bool(carried) and not apart and ("\n" not in between or not between.strip())
    if near and not person.titles and between != "、":
        person.titles = list(carried)
        person.left = min(person.left, carried[0][0])
    elif person.titles:
        if near and text[carried[-1][1] : person.left] == "、":
            person.titles = [*carried, *person.titles]  # 县政府党组成员、办公室主任甲
            person.left = min(person.left, carried[0][0])
        roll.carried = []
    elif roll.shared and roll.found and _joins(text[roll.found[-1].right : person.start], text, roll.shared):
        person.titles = list(roll.shared)  # 副县长甲、乙
    goes_on = not held_by_one(text[slice(*person.titles[-1])] if person.titles else "") and (
        person.tight
        or (bool(roll.shared) and person.titles == roll.shared)
        or (len(person.titles) == 1 and _stands_before(person) and held_by_many(text[slice(*person.titles[0])]))
    )
    roll.shared = list(person.titles) if goes_on else []


def _stands_before(person: Mention) -> bool:
    return not person.given and person.titles[0][0] < person.start  # what stands behind a name is his alone


_ODD_BETWEEN = regex("、([㐀-鿿]{2,3})、")


def _joins(between: str, text: str, shared: list[Span]) -> bool:
    """Tell whether a name shares the title of the name before it: 副县长甲、乙, 里长 甲 乙 on one line."""
    odd = _ODD_BETWEEN.fullmatch(between)
    if odd and not ends_in_head(odd[1]) and not IS_UNIT.search(odd[1]) and odd[1] not in common_words():
        return True  # 委员甲、百强、乙: a name that we do not know stands between them
    return between == "、" or (
        not between.strip(" ") and SHARED_BY_MANY.fullmatch(text[slice(*shared[-1])]) is not None
    )


def _give_noun(roll: _Roll) -> None:
    """Give everyone what the label says that all in the list are (出席委员)."""
    noun = roll.block.noun
    if noun is None:
        return
    # 秘书 alone on a line may be the first of several posts, each above who holds it.
    of_one = roll.text[slice(*noun)].endswith("秘书") and sum(bool(person.titles) for person in roll.found) > 1
    in_columns = "：" not in roll.text[noun[1] : roll.block.start]
    for person in roll.found:
        if in_columns and _has_own_line(roll, person):
            continue  # 副主席  甲, and below it 司库  乙
        said = {roll.text[begin:end] for begin, end in person.titles}
        apart = person in roll.sent if person.titles else roll.label is not None and person.start > roll.label
        if apart or person.rule == PROXY_RULE or _CAME_INSTEAD.match(roll.text, person.right):
            continue
        if not said or (roll.block.office and not of_one and roll.text[slice(*noun)] not in said):
            person.titles = [*split_titles(roll.text, *noun, 0), *person.titles]  # 委员、社工：甲


def _has_own_line(roll: _Roll, person: Mention) -> bool:
    """Tell whether somebody stands behind a post of his own at the head of a line below the list's first."""
    begin = roll.text.rfind("\n", roll.block.start, person.start) + 1
    return begin > 0 and any(begin <= at < person.start and not roll.text[begin:at].strip() for at, _ in person.titles)


def _give_profession(roll: _Roll) -> None:
    """Give who has no office the profession behind his name (甲教授); beside an office it is a form of address."""
    if COURTESY.search(roll.text, roll.block.start, roll.block.end):
        return  # 先生, 女士, 教授: all are addressed
    for person in roll.found:
        if not person.titles and (profession := _PROFESSION.match(roll.text, person.end)):
            person.titles = [profession.span(1)]


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether nothing else stands on the line."""
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end:].split("\n", 1)[0]
    return not before.strip() and not after.strip()


def _stands_behind(text: str, person: Mention, at: int) -> bool:
    """Tell whether only blanks and honours lie between a name, with no title before it, and what stands at ``at`` on its line."""
    before = any(begin < person.end for begin, _ in person.titles)
    return not before and re.fullmatch(r"[ \t,，.A-Z]*[ \t]", text[person.right : at]) is not None


def _is_rather_post(phrase: str, person: Mention) -> bool:
    """Tell whether a phrase that ends in a post holds no likely name: 警务处沙田警区主任, 保养工程师."""
    return person.rule == BEHIND_UNIT or (likelihood(phrase[person.start : person.end]) or 0.0) < 0


def _addressed_before(text: str, person: Mention, at: int) -> bool:
    return COURTESY.search(text, person.end, person.right) is not None and _stands_behind(text, person, at)
