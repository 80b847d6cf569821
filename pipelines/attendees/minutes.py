"""Labelled lists: 出席：…, 列席：…, 主席：…, as minutes and records write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiyao.model import Role
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.names import given_characters, is_han, likelihood, surnames
from pipelines.attendees.titles import ENDS_IN_HEAD, HEAD, HEADS

_LABELS = {
    Role.CHAIR: "会议主席|会议主持人|会议主持|主持人员|主持人|主持者|主持|主席|召集人|主持兼召集人|会议召集人",
    Role.ATTENDEE: "出席(?:单位)?(?:及|暨)?(?:人员|人|者|议员|委员|代表|单位|名单|情况|同志|领导|列席人员)?|参加(?:人员|人|单位|会议人员|同志|领导)?|参会(?:人员|人|单位|领导)?"
    "|与会(?:人员|者|单位|代表|委员)?|到会(?:人员|委员)?|会议出席人员|应出席人员|实到人员|实到",
    Role.OBSERVER: "列席(?:单位)?(?:及|暨)?(?:人员|人|者|议员|委员|代表|单位|名单|秘书|官员|同志|领导)?|应邀列席(?:人员)?|旁听(?:人员|者)?|列席政府官员",
    Role.ABSENT: "请假(?:人员|委员|人|者|议员|代表)?|缺席(?:人员|委员|人|者|议员|代表)?|未出席(?:人员|委员|者|议员)?|因故(?:未出席|缺席|请假)(?:人员|者|委员)?|公假(?:人员)?|因事缺席者?|(?:因事)?未能出席(?:委员|者|人员)?",
    Role.RECORDER: "会议(?:记|纪)录(?:人|员)?|(?:记|纪)录(?:人员|人|员|者)?|速记",
}
_NUMBER = r"(?:[（(]?[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d]{1,3}[）)、.．][ ]*)?"


def _spaced(pattern: str) -> str:
    """Let blanks stand between the characters of a label (出　席)."""
    return re.sub(r"([㐀-鿿])(?=[㐀-鿿(])", r"\1 *", pattern)


_LABEL = re.compile(
    rf"(?:^[ \t]*{_NUMBER}|(?<=[ \t]{{2}})|(?<=[）；。])|(?<=\t))(?:"
    + "|".join(f"(?P<{role.name}>{_spaced(pattern)})" for role, pattern in _LABELS.items())
    + rf"|(?P<TITLE>[㐀-鿿]{{0,4}}(?:{HEAD.pattern}))"
    + r")[ ]*(?:（[^（）\n]{1,16}）)?[ ]*(?:：|(?=\n)|$)[ ]*",
    re.M,
)
_OTHER_LABEL = re.compile(r"^[ \t]*(?P<label>[㐀-鿿 ]{2,12})：", re.M)
_HEADING = re.compile(
    r"^[ \t]*(?:[（(]?[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d]{1,3}[）)、.．]|第[一二三四五六七八九十]+[章节项])",
    re.M,
)
_STOP_LABEL = re.compile(
    r"^[ \t]*(?:[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d]{1,3}[、.．])?[ ]*(?:(?:会议|开会)?(?:时间|日期|地点|名称|议题|议程)|主席(?:致词|报告|裁示|宣布)|报告事项|讨论事项|决议|散会|议决|案由|说明)"
)
#: A printed record's page heads and page numbers stand between the names.
_NAMELESS_LINES = 4
#: Bare titles of who chairs, in the list of those present.
_PRESIDES = frozenset(("主席", "召集人", "会议主席", "召集委员", "主持人"))
_HONOURS = re.compile("[勋章星绅士贤]{2}$|勋贤|星章|太平绅士|勋衔|^[A-Za-z .,]+$")
#: What stands in the columns of an attendance table and is nobody.
_COLUMN = re.compile(r"(?:(?:上|下|中)午 *)?\d{1,2}[：:]\d{2}|会议(?:结束|开始)|出席时间|离席时间|出席者|敬称略|签到")
_COURTESY = re.compile("(?:先生|女士|小姐|太平绅士)$")
_GROUP_LABEL = re.compile(r"^[ ]*([㐀-鿿（）、]{2,16})：[ ]*")
_AWAY = re.compile(
    "请假|已?申请缺席|公假|病假|事假|休假|婚假|产假|缺席|未派员|未出席|未到|出国|公出|公差|因公|因病|因事|不克|丧假|差假|出差"
)
_PROXY = re.compile(
    r"(?:由|请|委托)?([^，；、（）由请]{2,24}?)(?:代理?|代表|代为)(?:出席|列席|参加|主持)?(?:$|[，；。])"
)
_INSIDE = re.compile(
    r"(?P<surname>[㐀-鿿\U00020000-\U000323af]{1,2}?)(?P<title>(?:常务副|政务副|政务|代理|副|代|总)?(?:"
    + "|".join(HEADS)
    + r"))(?P<given>[㐀-鿿\U00020000-\U000323af]{1,2})$"
)
_BEHIND = re.compile(r"(?P<title>(?:常务副|政务|副|代理|代|总)?(?:" + "|".join(HEADS) + r"))$")
_DOTTED = re.compile(r"[㐀-鿿\U00020000-\U000323af]{1,7}(?:·[㐀-鿿\U00020000-\U000323af]{1,8})+")


@dataclass(frozen=True, slots=True)
class _Block:
    role: Role
    start: int
    end: int
    noun: Span | None = None
    """Where the label says what all in its list are: 出席委员."""


def minutes_mentions(text: str) -> tuple[list[Mention], list[Span], list[tuple[str, Span]]]:
    """Return the people of labelled lists, the spans of these lists, and the groups named in them."""
    mentions: list[Mention] = []
    groups: list[tuple[str, Span]] = []
    blocks = list(_blocks(text))
    for block in blocks:
        found = _people(text, block, groups)
        mentions += found
    return mentions, [(b.start, b.end) for b in blocks], groups


def _blocks(text: str) -> Iterator[_Block]:
    labels = [m for m in _LABEL.finditer(text) if m.group().strip() and _is_label(text, m)]
    for place, label in enumerate(labels):
        line = text[label.end() :].split("\n", 1)[0]
        if "。" in line and not _holds_name(re.split("[，。；（]", line)[0]) and "：" not in line:
            continue  # 主席：会议现在开始。 is speech, not a list
        limit = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        kind = next(name for name, value in label.groupdict().items() if value)
        if kind == "TITLE":
            first = re.split("[，、；（ ]", line.strip())[0]
            if len(labels) < 2 or not _person(first, 0) or _person(label["TITLE"], 0) or "。" in line:
                continue
            yield _Block(Role.ATTENDEE, label.end(), _block_end(text, label, limit), label.span("TITLE"))
            continue
        role = Role[kind]
        noun = re.search("委员|议员|代表(?!及)", label.group())
        span = (label.start() + noun.start(), label.start() + noun.end()) if noun else None
        yield _Block(role, label.end(), _block_end(text, label, limit), span)


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Tell whether a label is one: a colon behind it, or alone on its line."""
    if match.group().rstrip().endswith("："):
        return True
    if match["TITLE"]:
        return False
    line_start = text.rfind("\n", 0, match.start()) + 1
    return text[line_start : match.start()].strip() == "" and len(match.group().strip()) >= 3


def _block_end(text: str, label: re.Match[str], limit: int) -> int:
    line_end = text.find("\n", label.end())
    line_end = limit if line_end < 0 else min(line_end, limit)
    empty = not text[label.end() : line_end].strip()
    end = line_end
    nameless = 0
    numbered = bool(_HEADING.match(text, text.rfind("\n", 0, max(label.start(), 1)) + 1))
    while end < limit:
        following = text.find("\n", end + 1)
        following = limit if following < 0 else min(following, limit)
        line = text[end + 1 : following]
        if _STOP_LABEL.match(line) or "。" in line or (numbered and _HEADING.match(line)) or len(line) > 160:
            break
        if not empty and (_OTHER_LABEL.match(line) or _HEADING.match(line) or not _only_names(line)):
            break
        nameless = 0 if not line.strip() or _holds_name(line) else nameless + 1
        if empty and nameless > _NAMELESS_LINES:
            break
        end = following
    return end


def _only_names(line: str) -> bool:
    parts = [part for part in re.split(r"[、，；\s]+", re.sub("（[^（）]*）", "", line)) if part]
    return bool(parts) and all(_person(part, 0) is not None or len(part) == 1 for part in parts)


def _holds_name(line: str) -> bool:
    return any(
        _person(part, 0) for part in re.split(r"[、，；：]|\s{2,}", re.sub("（[^（）]*）", "", line)) if part.strip()
    ) or any(_person(part, 0) for part in line.split())


def _people(text: str, block: _Block, groups: list[tuple[str, Span]]) -> list[Mention]:
    found: list[Mention] = []
    carried: list[Span] = []
    presiding: list[Mention] = []
    line_of_carried = -1
    for start, end, note in _items(text, block.start, block.end):
        label = _GROUP_LABEL.match(text[start:end])
        if label:
            if not ENDS_IN_HEAD.search(label.group(1)):
                groups.append((label.group(1), (start + label.start(1), start + label.end(1))))
            else:
                carried, line_of_carried = [(start + label.start(1), start + label.end(1))], text.rfind("\n", 0, start)
            start += label.end()
        phrase = _COURTESY.sub("", text[start:end].rstrip(" 。．")).rstrip()
        if not phrase or _COLUMN.fullmatch(phrase) or _HONOURS.search(phrase):
            continue
        person = _person(phrase, start)
        if person is None:
            if ENDS_IN_HEAD.search(phrase) and len(phrase) <= 24:
                carried, line_of_carried = [(start, start + len(phrase))], text.rfind("\n", 0, start)
            elif _is_group(phrase):
                groups.append((phrase, (start, start + len(phrase))))
            continue
        if (
            not found
            and not label
            and Role.ATTENDEE is block.role
            and any(text[a:b] in _PRESIDES for a, b in person.titles)
        ):
            presiding.append(person)
        if not person.titles and carried and text.rfind("\n", 0, start) == line_of_carried:
            person.titles = list(carried)
        elif person.titles:
            carried = []
        person.roles = {block.role}
        person.rule = "labelled list"
        found.append(person)
        if note:
            found += _noted(text, person, note, block.role)
    for person in presiding:
        if Role.ABSENT not in person.roles:
            person.roles.add(Role.CHAIR)
    if block.noun:
        for person in found:
            person.titles = person.titles or [block.noun]
    return found


def _is_group(phrase: str) -> bool:
    return 3 <= len(phrase) <= 30 and bool(
        re.search("(?:单位|人员|代表|同志|委员会|局|处|科|室|部|公司|公所|组|队|中心|成员|主管|同仁|长|委|办)$", phrase)
    )


def _noted(text: str, person: Mention, note: Span, role: Role) -> list[Mention]:
    """Read the note behind a name: on leave, or somebody else in his stead."""
    words = text[note[0] : note[1]]
    person.right = note[1] + 1
    proxy = _PROXY.search(words)
    found = []
    if proxy:
        written = proxy.group(1)
        offset = note[0] + proxy.start(1)
        other = _person(written, offset)
        if other:
            other.roles, other.rule = {role}, "proxy in a note"
            found.append(other)
            person.roles = {Role.ABSENT}
    if not person.titles and ENDS_IN_HEAD.search(words):
        person.titles = [note]
    away = _AWAY.search(words)
    if away and away.start() <= 2 and role is not Role.RECORDER:
        person.roles = {Role.ABSENT}
    return found


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int, Span | None]]:
    """Yield (start, end, note) of the items of a list; a note in brackets is not cut."""
    at = begin = start
    note: Span | None = None
    while at <= end:
        character = text[at] if at < end else "\n"
        if character == "（" and at < end:
            close = text.find("）", at, end)
            close = end if close < 0 else close
            if text[begin:at].strip():
                note = (at + 1, close)
                yield from _trimmed(text, begin, at, note)
                begin = at = min(close + 1, end)
                note = None
                if at >= end:
                    return
                continue
            at = close + 1
            begin = at
            continue
        blank = character == " " and (text[at : at + 2] == "  " or _splits(text, begin, at, end))
        if character in "、，；\n\t" or blank:
            yield from _trimmed(text, begin, at, None)
            begin = at + 1
        at += 1


def _splits(text: str, begin: int, at: int, end: int) -> bool:
    """Tell whether a single blank separates two people, and not a title from a name or the two parts of a name."""
    before = text[begin:at].strip()
    rest = re.match(r"[^\s、，；（\n]*", text[at + 1 : end])
    after = rest.group() if rest else ""
    if len(before) < 2 or len(after) < 2:
        return False
    return _person(before, 0) is not None and _person(after, 0) is not None and not ENDS_IN_HEAD.search(before)


def _trimmed(text: str, begin: int, end: int, note: Span | None) -> Iterator[tuple[int, int, Span | None]]:
    while begin < end and text[begin] in " \t、，；.":
        begin += 1
    while end > begin and text[end - 1] in " \t":
        end -= 1
    if end > begin:
        yield begin, end, note


def _person(phrase: str, offset: int) -> Mention | None:
    """Return the person a list's item names, or None when it names none; ``offset`` is where the item stands."""
    phrase = re.sub(r"(?<=[㐀-鿿])[ ]*代理?$", "", phrase.rstrip()).rstrip() if len(phrase) > 4 else phrase.rstrip()
    lead = len(phrase) - len(phrase.lstrip())
    return (
        _dotted(phrase, offset) or _inside(phrase, offset) or _behind(phrase, offset) or _at_end(phrase, offset, lead)
    )


def _dotted(phrase: str, offset: int) -> Mention | None:
    match = _DOTTED.search(phrase)
    if not match:
        return None
    start, end = match.span()
    inner = HEAD.search(match.group())
    titles: list[Span] = []
    if inner:  # 处长撒古流·巴瓦瓦隆, 撒古流·巴瓦瓦隆处长
        if inner.start() == 0 or "·" not in match.group()[: inner.start()]:
            titles, start = [(offset, offset + start + inner.end())], start + inner.end()
        else:
            rank = inner.start() - (1 if match.group()[inner.start() - 1] in "副代" else 0)
            titles, end = [(offset + start + rank, offset + end)], start + rank
    before = phrase[:start].strip()
    if not titles and before and ENDS_IN_HEAD.search(before):
        titles = [(offset, offset + len(phrase[:start].rstrip()))]
    behind = phrase[end:].strip()
    if not titles and behind and ENDS_IN_HEAD.search(behind):
        titles = [(offset + end, offset + len(phrase))]
    return Mention(offset + start, offset + end, titles, score=8.0) if end > start else None


def _inside(phrase: str, offset: int) -> Mention | None:
    match = _INSIDE.search(phrase)
    if not match:
        return None
    surname, given = match["surname"], match["given"]
    start = match.start()
    if len(surname) == 2 and surname not in surnames():
        surname, start = surname[1], start + 1
    if surnames().get(surname, -9) < -1 or (start and not _organ_before(phrase[:start])):
        return None
    if sum(given_characters().get(c, -1.5) for c in given) < -3 or HEAD.fullmatch(given):
        return None
    before = phrase[:start].strip()
    titles = [(offset + match.start("title"), offset + match.end("title"))]
    if before and ENDS_IN_HEAD.search(before):
        titles.insert(0, (offset + phrase.index(before), offset + phrase.index(before) + len(before)))
    mention = Mention(offset + start, offset + match.start("title"), titles, score=6.0)
    mention.given = (offset + match.start("given"), offset + match.end("given"))
    mention.right = offset + match.end("given")
    return mention


def _organ_before(before: str) -> bool:
    return (
        before.endswith(" ")
        or before[-1] in "部局处厅院委会府司署科课室组队所社团县市区乡镇里村员）长"
        or bool(ENDS_IN_HEAD.search(before))
    )


def _behind(phrase: str, offset: int) -> Mention | None:
    """Read 曾钰成议员, 主席曾钰成议员, 巴清雄副处长."""
    match = _BEHIND.search(phrase)
    if not match or match.start() < 2:
        return None
    body = phrase[: match.start()].rstrip()
    person = _at_end(body, offset, 0)
    if person is None or (person.titles and not ENDS_IN_HEAD.search(phrase[: person.start - offset].strip() or "x")):
        return None
    person.titles.append((offset + match.start("title"), offset + match.end("title")))
    person.right = offset + len(phrase)
    return person


def _at_end(phrase: str, offset: int, lead: int) -> Mention | None:
    """Read a name at the end of an item, a title or an organ before it."""
    best: tuple[float, int] | None = None
    for start in range(max(lead, len(phrase) - 5), len(phrase) - 1):
        name = phrase[start:]
        tight = name.replace(" ", "")
        if " " in name and not re.fullmatch(r"[㐀-鿿\U00020000-\U000323af] +[㐀-鿿\U00020000-\U000323af]", name):
            continue
        likely = likelihood(tight)
        if likely is None or HEAD.search(tight[1:]):
            continue
        before = phrase[:start].rstrip()
        worth = likely + _worth(before, gap=len(before) < start)
        if best is None or worth > best[0]:
            best = (worth, start)
    if best is None or best[0] < 1.8:
        return _unlisted(phrase, offset)
    worth, start = best
    before = phrase[:start].strip()
    titles = []
    if before and ENDS_IN_HEAD.search(before):
        titles = _split(phrase, phrase.index(before), phrase.index(before) + len(before), offset)
    return Mention(offset + start, offset + len(phrase), titles, score=worth, sure=worth > 3)


def _worth(before: str, *, gap: bool) -> float:
    if not before or ENDS_IN_HEAD.search(before):
        return 2.5
    if before[-1] in "局部委厅院会府办处司团社队站所县市区镇乡街村校厂公科课室组店行库馆":
        return 2.0 if not gap else 2.5
    return 1.5 if gap else -3.0


def _split(phrase: str, begin: int, end: int, offset: int) -> list[Span]:
    spans, at = [], begin
    for part in re.split("([、兼 ])", phrase[begin:end]):
        if part and part not in "、兼 " and len(part) >= 2:
            spans.append((offset + at, offset + at + len(part)))
        at += len(part)
    return [span for span in spans if ENDS_IN_HEAD.search(phrase[span[0] - offset : span[1] - offset])] or [
        (offset + begin, offset + end)
    ]


def _unlisted(phrase: str, offset: int) -> Mention | None:
    """Read a name no surname begins, behind a title and a blank, or alone: 课长 浦忠勇."""
    match = re.search(r"(?:^|\s)([㐀-鿿\U00020000-\U000323af]{2,4})$", phrase)
    if not match or not all(map(is_han, match.group(1))):
        return None
    before = phrase[: match.start(1)].strip()
    if not before or not ENDS_IN_HEAD.search(before) or ENDS_IN_HEAD.search(match.group(1)):
        return None
    begin = phrase.index(before)
    titles = _split(phrase, begin, begin + len(before), offset)
    return Mention(offset + match.start(1), offset + match.end(1), titles, score=3.0, sure=False)
