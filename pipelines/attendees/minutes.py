"""Labelled lists: 出席：…, 列席：…, 主席：…, as minutes and records write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiyao.model import Role
from pipelines.attendees.items import LATIN, person_of, split_titles
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.titles import ENDS_IN_HEAD, HEAD

_WHO = "人员|人|者|议员|委员|代表|单位|名单|情况|同志|领导|列席人员|政府官员|官员|秘书"
_LABELS = {
    Role.CHAIR: "会议主席|会议主持人|会议主持|主持人员|主持人|主持者|主持兼召集人|主持|会议召集人|主席|召集人",
    Role.ATTENDEE: f"应出席人员|实到人员|会议出席人员|出席(?:单位)?(?:及|暨)?(?:{_WHO})?|参加(?:会议人员|{_WHO})?|参会(?:{_WHO})?|与会(?:{_WHO})?|到会(?:{_WHO})?",
    Role.OBSERVER: f"(?:应邀|线上)?列席(?:单位)?(?:及|暨)?(?:{_WHO})?|旁听(?:人员|者)?",
    Role.ABSENT: f"请假(?:{_WHO})?|缺席(?:{_WHO})?|(?:因事|因故)?(?:未能|未)出席(?:{_WHO})?|未到(?:{_WHO})?|因故(?:缺席|请假)(?:{_WHO})?|因事缺席者?|公假(?:人员)?",
    Role.RECORDER: "(?:会议)?[记纪] *录(?:人员|人|员|者)?|速记",
}
_DIGIT = r"[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d]"
_NUMBER = rf"(?:[（(]?{_DIGIT}{{1,3}}[）)、.．][ ]*)?"


def _spaced(pattern: str) -> str:
    """Let blanks stand between the characters of a label (出　席)."""
    return re.sub(r"([㐀-鿿])(?=[㐀-鿿(])", r"\1 *", pattern)


_LABEL = re.compile(
    rf"(?:^[ \t]*{_NUMBER}|(?<=[ \t])|(?<=[）；。，]))(?:"
    + "|".join(f"(?P<{role.name}>{_spaced(pattern)})" for role, pattern in _LABELS.items())
    + rf"|(?P<TITLE>[㐀-鿿]{{0,4}}(?:{HEAD.pattern}))"
    + r")[ ]*(?:\d+[人名位])?(?:（[^（）\n]{1,16}）)?(?P<close>[ ]*：[ ]*|[ ]+(?=\S)|[ ]*(?=\n)|[ ]*$)",
    re.M,
)
_HEADING = re.compile(rf"^[ \t]*(?:[（(]?{_DIGIT}{{1,3}}[）)、.．]|第[一二三四五六七八九十]+[章节项])", re.M)
_STOP_LABEL = re.compile(
    rf"^[ \t]*(?:{_DIGIT}{{1,3}}[、.．])?[ ]*(?:(?:会议|开会)?(?:时 *间|日 *期|地 *点|名称|议题|议程)|主席(?:致词|报告|裁示|宣布)|报告事项|讨论事项|决议|散会|议决|案由|说明|议程|质询)"
)
#: A printed record's page heads and page numbers stand between the names.
_NAMELESS_LINES = 4
_LONGEST_LINE = 160
#: Headings over members of a council, each alone on its line: 主席, 副主席, 议员, 秘书.
_MEMBERS = re.compile("(?:署理)?副?(?:主席|召集人)|(?:增选|当然|委任|民选)?(?:议员|委员)|成员|(?:助理)?秘书")
#: Bare titles of who chairs, in the list of those present.
_PRESIDES = frozenset(("主席", "召集人", "会议主席", "召集委员", "主持人"))
_HONOURS = re.compile("[勋章星绅士贤]{2}$|勋贤|星章|太平绅士|勋衔|^[A-Za-z .,]+$")
#: What stands in the columns of an attendance table and is nobody.
_COLUMN = re.compile(
    r"(?:上午|下午|中午)? *\d{1,2}[：:]\d{2}|会议(?:结束|开始)|(?:出席|离席|到席)时间|敬称略|签到|(?:委员|议员|代表)?(?:出席|列席|请假|缺席) *\d+ *[人位名]"
)
_GROUP_LABEL = re.compile(r"^[ ]*([㐀-鿿（）、]{2,16})：[ ]*")
_AWAY = re.compile(
    "请假|已?申请缺席|公假|病假|事假|休假|婚假|产假|缺席|未派员|未出席|未到|出国|公出|公差|因公|因病|因事|不克|丧假|差假|出差"
)
_PROXY = re.compile(
    r"(?:由|请|委托)?([^，；、（）由请]{2,24}?)(?:代理?|代表|代为)(?:出席|列席|参加|主持)?(?:$|[，；。])"
)
_IS_GROUP = re.compile("(?:单位|人员|代表|同志|委员会|局|处|科|室|部|公司|公所|组|队|中心|成员|主管|同仁|长|委|办)$")


@dataclass(frozen=True, slots=True)
class _Block:
    """A label and its list.

    ``noun`` is where the label says what all in it are (出席委员, 副主席);
    ``office`` tells that the label is an office in the body itself (秘书, 当然委员).
    """

    roles: frozenset[Role]
    start: int
    end: int
    noun: Span | None = None
    office: bool = False


def minutes_mentions(text: str, original: str) -> tuple[list[Mention], list[Span], list[Span]]:
    """Return the people of labelled lists, the spans of these lists, and of the groups named in them."""
    mentions: list[Mention] = []
    groups: list[Span] = []
    blocks = list(_blocks(text))
    plain = _COLUMN.sub(lambda match: " " * len(match.group()), text) if blocks else text
    for block in blocks:
        mentions += _people(plain, original, block, groups)
    return mentions, [(block.start, block.end) for block in blocks], groups


def _blocks(text: str) -> Iterator[_Block]:
    labels = [match for match in _LABEL.finditer(text) if match.group().strip() and _is_label(text, match)]
    if not any(_kind(label) != "TITLE" for label in labels):
        return
    section: frozenset[Role] = frozenset((Role.ATTENDEE,))
    listed_before = False
    for place, label in enumerate(labels):
        limit = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        end = _block_end(text, label, limit)
        kind = _kind(label)
        if kind == "TITLE":
            if label["TITLE"].endswith("秘书"):
                section = frozenset((Role.ATTENDEE,))  # who serves a council is not among those who stayed away
            yield _Block(
                section, label.end(), end, label.span("TITLE"), office=_MEMBERS.fullmatch(label["TITLE"]) is not None
            )
            continue
        roles = frozenset((Role[kind],))
        if not text[label.end() : end].strip() and kind in ("ATTENDEE", "OBSERVER", "ABSENT"):
            section = roles  # 出席 alone on its line: what follows under other labels belongs to it
        elif kind == "CHAIR" and Role.ATTENDEE in section and listed_before:
            roles |= section
        listed_before = not text[label.end() : end].strip() and kind == "ATTENDEE"
        noun = re.search("委员|议员|代表(?!及)", label.group())
        yield _Block(
            roles, label.end(), end, (label.start() + noun.start(), label.start() + noun.end()) if noun else None
        )


#: What sets a label without a colon apart within its line.
_APART = re.compile(r" {2}$|[\t）；。，]$")


def _kind(label: re.Match[str]) -> str:
    return next(name for name in (*(role.name for role in _LABELS), "TITLE") if label[name])


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Tell whether a label is one: a colon and a list behind it, a person right behind it, or alone on its line."""
    end = text.find("\n", match.end())
    line = text[match.end() : min(end if end >= 0 else len(text), match.end() + 4 * _LONGEST_LINE)]
    colon = "：" in match["close"]
    at_start = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    if not colon and not at_start and not _APART.search(text, max(0, match.start() - 2), match.start()):
        return False  # one blank before it, and no colon behind: 会议　主持 is no label
    if match["TITLE"]:
        if at_start and not line.strip() and _MEMBERS.fullmatch(match["TITLE"]):
            return True
        return colon and "。" not in line and _holds_name(line) and not person_of(match["TITLE"], 0)
    if "。" in line and not _holds_name(re.split("[，。；（]", line)[0]) and "：" not in line:
        return False  # 主席：会议现在开始。 is speech, not a list
    if colon:
        return True
    if not _COLUMN.sub("", line).strip():
        return at_start and len(match.group().strip()) >= 2
    first = re.split(r" {2,}|[、，；（]", line)[0]
    return len(first) <= 14 and person_of(first, 0) is not None


def _block_end(text: str, label: re.Match[str], limit: int) -> int:
    line_end = text.find("\n", label.end())
    end = limit if line_end < 0 else min(line_end, limit)
    empty = not _COLUMN.sub("", text[label.end() : end]).strip()
    numbered = bool(_HEADING.match(text, text.rfind("\n", 0, max(label.start(), 1)) + 1))
    nameless = 0
    while end < limit:
        following = text.find("\n", end + 1)
        following = limit if following < 0 else min(following, limit)
        line = text[end + 1 : following]
        if _STOP_LABEL.match(line) or "。" in line or len(line) > _LONGEST_LINE or (numbered and _HEADING.match(line)):
            break
        named = not line.strip() or _holds_name(line)
        if not empty and not (named and (line.startswith("  ") or _only_names(line))):
            break
        nameless = 0 if named else nameless + 1
        if nameless > _NAMELESS_LINES:
            break
        end = following
    return end


def _without_notes(line: str) -> str:
    return re.sub("（[^（）]*）", "", _COLUMN.sub(" ", line))


def _only_names(line: str) -> bool:
    parts = [part for part in re.split(r"[、，；\s]+", _without_notes(line)) if part]
    return bool(parts) and "：" not in line and all(person_of(part, 0) is not None or len(part) == 1 for part in parts)


def _holds_name(line: str) -> bool:
    parts = [part.strip() for part in re.split(r"[、，；：]|\s{2,}", _without_notes(line))]
    return any(person_of(part, 0) for part in (*parts, *line.split()) if part)


def _people(text: str, original: str, block: _Block, groups: list[Span]) -> list[Mention]:
    found: list[Mention] = []
    carried: list[Span] = []
    line_of_carried = -1
    for start, end, note in _items(text, original, block.start, block.end):
        label = _GROUP_LABEL.match(text[start:end])
        if label:
            span = (start + label.start(1), start + label.end(1))
            if ENDS_IN_HEAD.search(label.group(1)):
                carried, line_of_carried = [span], text.rfind("\n", 0, start)
            else:
                groups.append(span)
            start += label.end()
        phrase = text[start:end].rstrip(" 。．")
        person = person_of(phrase, start)
        if not phrase or (_HONOURS.search(phrase) and not LATIN.fullmatch(phrase)):
            continue
        if person is None:
            if note:
                found += _in_stead(text, note, block.roles)
            if ENDS_IN_HEAD.search(phrase) and found and not carried and _stands_behind(text, found[-1], start):
                found[-1].titles, found[-1].right = [(start, start + len(phrase))], start + len(phrase)
            elif ENDS_IN_HEAD.search(phrase) and len(phrase) <= 24:
                carried, line_of_carried = [(start, start + len(phrase))], text.rfind("\n", 0, start)
            elif 3 <= len(phrase) <= 30 and _IS_GROUP.search(phrase):
                groups.append((start, start + len(phrase)))
            continue
        person.roles, person.rule = set(block.roles), "labelled list"
        if not found and not label and _presides(text, block, person):
            person.roles.add(Role.CHAIR)
        same_line = text.rfind("\n", 0, start) == line_of_carried
        if carried and same_line and not person.titles:
            person.titles = list(carried)
        elif person.titles:
            if carried and same_line and text[carried[-1][1] : person.left] == "、":
                person.titles = [*carried, *person.titles]  # 县政府党组成员、办公室主任甲
            carried = []
        elif found and text[found[-1].right : person.start] == "、" and _tight(found[-1]):
            person.titles = list(found[-1].titles)  # 副县长甲、乙
        found.append(person)
        if note:
            found += _noted(text, person, note, block.roles)
    if block.noun:
        for person in found:
            said = {text[begin:end] for begin, end in person.titles}
            if not said or (block.office and text[slice(*block.noun)] not in said):
                person.titles = [block.noun, *person.titles]
    return found


def _presides(text: str, block: _Block, person: Mention) -> bool:
    return Role.ATTENDEE in block.roles and any(text[a:b] in _PRESIDES for a, b in person.titles)


def _stands_behind(text: str, person: Mention, at: int) -> bool:
    """Tell whether only blanks and honours lie between a name without a title and what stands at ``at`` on its line."""
    return not person.titles and re.fullmatch(r"[ ,，.A-Z]*[ ]", text[person.right : at]) is not None


def _tight(mention: Mention) -> bool:
    """Tell whether a title stands right before the name, without a blank: such lists share titles as prose does."""
    return bool(mention.titles) and mention.titles[-1][1] == mention.start


def _in_stead(text: str, note: Span, roles: frozenset[Role]) -> list[Mention]:
    """Return who came instead of an office named without a person: 财经课长（请假，技士甲代）."""
    proxy = _PROXY.search(text, note[0], note[1])
    other = person_of(proxy.group(1), proxy.start(1)) if proxy else None
    if other is None:
        return []
    other.roles, other.rule = set(roles), "proxy in a note"
    return [other]


def _noted(text: str, person: Mention, note: Span, roles: frozenset[Role]) -> list[Mention]:
    """Read the note behind a name: a title, on leave, or somebody else in his stead."""
    words = text[note[0] : note[1]]
    person.right = note[1] + 1
    found = _in_stead(text, note, roles)
    if found:
        person.roles = {Role.ABSENT}
    elif ENDS_IN_HEAD.search(words) and (not person.titles or words in _PRESIDES):
        person.titles += split_titles(words, 0, len(words), note[0])
        if words in _PRESIDES and Role.ATTENDEE in person.roles:
            person.roles.add(Role.CHAIR)
    away = _AWAY.search(words)
    if away and away.start() <= 2 and Role.RECORDER not in roles:
        person.roles = {Role.ABSENT}
    return found


def _items(text: str, original: str, start: int, end: int) -> Iterator[tuple[int, int, Span | None]]:
    """Yield (start, end, note) of the items of a list; a note in brackets is not cut."""
    at = begin = start
    listing = original[start:end].strip()
    wide = "　" in listing and (" " in listing or _NAME_THEN_GAP.search(listing) is not None)
    while at <= end:
        character = text[at] if at < end else "\n"
        if character == "（" and at < end:
            close = text.find("）", at, end)
            close = end if close < 0 else close
            if text[begin:at].strip():
                yield from _trimmed(text, begin, at, (at + 1, close))
            begin = at = min(close + 1, end)
            if at >= end:
                return
            continue
        blank = character == " " and (
            text[at : at + 2] == "  " or (wide and _wide_gap(original, at)) or _splits(text, begin, at, end)
        )
        if character in "、，；\n\t" or blank:
            yield from _trimmed(text, begin, at, None)
            begin = at + 1
        at += 1


_NAME_THEN_GAP = re.compile("(?:先生|女士|小姐)　(?=[^\\s]{2})")


def _wide_gap(original: str, at: int) -> bool:
    """Tell whether a wide blank stands between two items, and not inside a padded name (何　平)."""
    return original[at] == "　" and re.match(r"[^\s、，；（(]{2}", original[at + 1 : at + 3]) is not None


def _splits(text: str, begin: int, at: int, end: int) -> bool:
    """Tell whether a single blank separates two people, and not a title from a name or the two parts of a name."""
    before = text[begin:at].strip()
    rest = re.match(r"[^\s、，；（\n]*", text[at + 1 : end])
    after = rest.group() if rest else ""
    if len(before) < 2 or len(after) < 2 or ENDS_IN_HEAD.search(before):
        return False
    return person_of(before, 0) is not None and person_of(after, 0) is not None


def _trimmed(text: str, begin: int, end: int, note: Span | None) -> Iterator[tuple[int, int, Span | None]]:
    while begin < end and text[begin] in " \t、，；.":
        begin += 1
    while end > begin and text[end - 1] in " \t":
        end -= 1
    if end > begin:
        yield begin, end, note
