"""Labelled lists: 出席：…, 列席：…, 主席：…, as minutes and records write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.broken import mended
from pipelines.attendees.items import is_addressed, person_of, without_honours
from pipelines.attendees.labels import DIGIT, INLINE, LABEL, LABELS, OF_WHOM, ROLE_LABEL
from pipelines.attendees.lists import Block, people_of
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.padding import FILLER, close_up
from pipelines.attendees.phrases import IS_UNIT
from pipelines.attendees.rare import rare_holder
from pipelines.attendees.titles import ends_in_head
from pipelines.attendees.units_below import of_unit, without_units_below
from pipelines.lexicon import starting

_NEXT_INLINE = regex(
    rf"(?:{INLINE})(?:[㐀-鿿 （）]{{2,18}}：|(?:报告|讨论|确认|宣读|主席))|(?<= )(?:报 告|讨 论) 事 项"
    r"|(?<=[ ，])(?:会议|讨论|主要)?(?:内容|议题|议程|主题|时间|地点|事项|决议)：|(?<=[ ，。；])(?:联系人|联络人|联系电话|电话)：|，1[.．、](?=[㐀-鿿])"
)
_HEADING = regex(rf"^[ \t]*(?:[（(]?{DIGIT}{{1,3}}[）)、.．]|第[一二三四五六七八九十]+[章节项])", re.M)
#: A part of minutes, which no list has: 壹、宣讀上次會議紀錄.
_PART = regex("[ \t]*[壹贰叁参肆伍陆柒捌玖拾甲乙丙丁]、")
_STOP_LABEL = regex(
    rf"^[ \t]*(?:{DIGIT}{{1,3}}[、.．][ ]*)?(?:(?:会议|开会)?(?:时 *间|日 *期|地 *点|名称|议题|议程)|主席(?:致词|报告|裁示|宣布)|报告事项|讨论事项|决议|散会|议决|案由|说明|议程|质询|开会辞|开会词|致辞|联系人|联络人)"
)
#: A printed record's page heads and page numbers stand between the names.
_NAMELESS_LINES = 4
_LONGEST_LINE, _LONGEST_ITEM = 160, 18
_BETWEEN_ITEMS = regex("[、；]| +")
#: A label of so many characters says itself whom it lists: 出席委员, 列席官员.
_WHOLE_LABEL = 4
#: Headings over members of a council, each alone on its line: 主席, 副主席, 议员, 秘书.
_MEMBERS = regex(
    "(?:署理)?副?(?:主席|召集人)|(?:增选|当然|委任|民选|[内外]聘|府[内外])?(?:议员|委员)|成员|(?:助理)?秘书"
)
#: What stands in the columns of an attendance table and is nobody.
_COLUMN = regex(
    starting(
        r" #*†（上下中代会出列到委敬离签缺见议请立\d",
        r"(?<=[ \n\t])（[一二三四五六七八九十]{1,3}）(?=[㐀-鿿])|(?:签到)?见附[页件表]|(?:(?:上午|下午|中午) *|(?<! ) *)\d{1,2}[：:]\d{2}|会议(?:结束|开始)|(?:出席|离席|到席)时间|敬称略|签到|（\d{1,2}月\d{1,2}日[^（）\n]{0,6}）[ \t]*(?:[上下]午)?(?=[ \t]*(?:\n|\Z))|立法会 +[─—–-]+ +\d{4}年 *\d{1,2}月 *\d{1,2}日|[*†#]+(?=[ \t]*(?:[，、（\n]|\Z))|(?:委员|议员|代表)?(?:出席|列席|请假|缺席) *\d+ *[人位名]",
    )
)


def minutes_mentions(text: str, original: str) -> tuple[list[Mention], list[Span], list[Span]]:
    """Return the people of labelled lists, the spans of these lists, and of the groups named in them."""
    mentions: list[Mention] = []
    groups: list[Span] = []
    text = text.replace("|", " ")  # of tables
    if not ROLE_LABEL.search(text):
        return [], [], []
    text = mended(text)
    plain = close_up(_COLUMN.sub(lambda match: " " * len(match.group()), text))
    blocks = [part for block in _blocks(text, plain) for part in without_units_below(text, block)]
    chairs: set[str] = set()
    for block in blocks:
        people = people_of(plain, original, block, groups)
        chairs |= {mention.name(text) for mention in people if Role.CHAIR in block.roles}
        mentions += people
    if chairs:  # named by a label: who is called 主席 in the list is the council's, not the meeting's
        for mention in mentions:
            if mention.name(text) not in chairs:
                mention.roles.discard(Role.CHAIR)
    return mentions, [(block.start, block.end) for block in blocks], groups


#: A line over those who came from one body: 市政府：, 本会：.
_UNIT_HEADING = regex(
    "^[ ]*(?:本 *[会府院]|[㐀-鿿]{0,6}[市县区乡镇] *(?:政 *)?府|[㐀-鿿]{2,8}(?:部|会|院|公所|单位))[：][ ]*$", re.M
)


def _blocks(text: str, plain: str) -> Iterator[Block]:
    verbatim = len(_CHAIR_SPEAKS.findall(text)) >= _FEWEST_SPEECHES
    found = (match for match in LABEL.finditer(text) if match.group().strip())
    labels = [match for match in found if _is_label(text, match, verbatim=verbatim)]
    labels = [
        label for before, label in zip([None, *labels], labels, strict=False) if not _is_first(text, before, label)
    ]
    if not any(_kind(label) != "TITLE" for label in labels):
        return
    section: frozenset[Role] = frozenset((Role.ATTENDEE,))
    listed_before, open_list = False, None
    for place, label in enumerate(labels):
        limit = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        end = _block_end(text, plain, label, limit)
        kind = _kind(label)
        if kind == "TITLE":
            if label["TITLE"].endswith("秘书") and _MEMBERS.fullmatch(label["TITLE"]):
                section = frozenset((Role.ATTENDEE,))  # who serves a council is not among those who stayed away
            if label["TITLE"].startswith("回避"):
                continue  # who left for one item came all the same
            office = _MEMBERS.fullmatch(label["TITLE"]) is not None
            below = (
                open_list if open_list and _INDENTED.match(text, text.rfind("\n", 0, label.start()) + 1) else section
            )
            said = None if label["TITLE"].endswith(("汇报人", "成员", "组员")) else label.span("TITLE")
            yield Block(below, label.end(), end, said, office=office)
            continue
        roles = frozenset((Role[kind],))
        bare = not _UNIT_HEADING.sub("", _COLUMN.sub("", text[label.end() : end])).strip()
        if bare and kind in ("ATTENDEE", "OBSERVER", "ABSENT"):
            section = roles  # 出席 alone on its line: what follows under other labels belongs to it
        elif kind == "CHAIR" and Role.ATTENDEE in section and listed_before:
            roles |= section
        elif kind == "RECORDER" and open_list and _INDENTED.match(text, text.rfind("\n", 0, label.start()) + 1):
            roles |= open_list  # 总纪录：甲, set in below 列席
        listed_before = bare and kind == "ATTENDEE"
        open_list = roles if kind in ("ATTENDEE", "OBSERVER", "ABSENT") else None
        following = labels[place + 1] if place + 1 < len(labels) else None
        member = len(roles) > 1 or (following and following["TITLE"] == "副" + (label["CHAIR"] or ""))
        if kind == "CHAIR" and member:
            yield Block(roles, label.end(), end, label.span("CHAIR"), office=True)
            continue
        noun = re.search(
            rf"(?<=出席之)[㐀-鿿]{{2,8}}|听证员|召集委员|委 *员|议 *员|[董理监] *事|{OF_WHOM}?(?<!部门)(?<!机构)(?<!政府)代 *表(?!及)",
            label.group(),
        )
        span = (label.start() + noun.start(), label.start() + noun.end()) if noun else None
        yield Block(roles, label.end(), end, span, office=noun is not None and noun.group() == "听证员")


def _is_first(text: str, before: re.Match[str] | None, label: re.Match[str]) -> bool:
    """Tell whether what looks like a label is the first of a list, with his office: 出席议员： / 主席 甲议员 / 乙议员."""
    if (
        before is None
        or not before["ATTENDEE"]
        or not label["CHAIR"]
        or label["close"] != " "
        or label.group().endswith("  ")
    ):
        return False
    beside = text[label.end() : text.find("\n", label.end())]
    return not text[before.end() : label.start()].strip() and bool(beside.strip())


#: A line of a list goes on so: 列席：甲 乙 / 　　　有关议题汇报人：丙.
_INDENTED = regex("[ \t]{3,}[^ \t]")
#: What sets a label without a colon apart within its line.
_APART = regex(r" {2}$|[\t）；。，]$")


#: The chair speaks, alone on a line, and what he says stands below: no name, no list and no label.
_CHAIR_SPEAKS, _FEWEST_SPEECHES = (
    regex("^[ \\t]*主 ?席：[ \\t]*\n[ \\t]*(?![㐀-鿿]{2,4}[ \\t]*$|[㐀-鿿 ]{1,8}：)[^\n、]{3,}$", re.M),
    2,
)
_SPOKEN = regex(
    "请[^，。、：]{2,}(?:发言|质询|报告|说明|答[复覆]|备询|上台)|[^，。？！：]+，[^，。]{0,4}(?:请|你|您|我|现在|谢)|[^\n]{0,60}[？！]"
)


def _kind(label: re.Match[str]) -> str:
    return next(name for name in (*(role.name for role in LABELS), "TITLE") if label[name])


def _is_label(text: str, match: re.Match[str], *, verbatim: bool) -> bool:
    """Tell whether a label is one: a colon and a list behind it, a person right behind it, or alone on its line."""
    end = text.find("\n", match.end())
    line = text[match.end() : min(end if end >= 0 else len(text), match.end() + 4 * _LONGEST_LINE)]
    colon = "：" in match["close"]
    at_start = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    if not colon and match["CHAIR"] and text[match.start() - 1 : match.start()] == "，":
        return False  # 召开会议，主席 甲、副主席 乙出席: a sentence
    if not colon and not at_start and not _APART.search(text, max(0, match.start() - 2), match.start()):
        # One blank before it and no colon behind: 会议　主持 is no label, 地点 议场 出席委员 甲 乙 is one.
        apart = text[match.start() - 1 : match.start()] in (" ", "\t") and match["close"].startswith(" ")
        if not apart or match["TITLE"]:
            return False
        whole = len("".join(match.group().split())) >= _WHOLE_LABEL or match["CHAIR"] or match["RECORDER"]
        listed = match["close"].startswith("  ") and not match["CHAIR"] and not match["RECORDER"]
        return bool(whole and listed) or _names_follow(line, whole=bool(whole))
    if match["TITLE"]:
        if " " in match["TITLE"] and not ends_in_head("".join(match["TITLE"].split())):
            return False  # 地 点：
        if at_start and _MEMBERS.fullmatch(match["TITLE"]):
            first = re.split(" {2,}", line)[0]
            alone = person_of(re.split("[ （、]", first)[0], 0)
            if not line.strip() or (not colon and match["close"] and (alone or is_addressed(first))):
                return True  # 議員 甲先生, MH  上午9:30; 委員 甲 乙
        listed = re.split("[：。]", line)[0]
        ends = line[len(listed) : len(listed) + 1] != "。" or "：" in line
        rare = (
            at_start
            and _is_rare(listed.strip())
            and bool(_INDENTED.match(text, text.rfind("\n", 0, match.start()) + 1))
        )
        return colon and ends and (_holds_name(listed) or rare) and not person_of(match["TITLE"], 0)
    if match["CHAIR"] and (_SPOKEN.match(line) or (verbatim and not line.strip())):
        return False  # 主席：黄议员，请你发言。 is speech to him, and what stands below it again and again is his
    begins = re.split("[，。；（]", line)[: 1 if match["CHAIR"] else 2]  # 出席者：文学院，甲、乙；理学院，丙。
    if "。" in line and not any(map(_holds_name, begins)) and "：" not in line:
        return False  # 主席：会议现在开始。 is speech, not a list
    if colon:
        return True
    if not _COLUMN.sub("", line).strip():
        return at_start and len(match.group().strip()) >= 2
    first = re.split(r" {2,}|[、，；（]", line)[0]
    if len(first) <= 14 and person_of(first, 0) is not None:
        return True
    whole = len("".join(match.group().split())) >= _WHOLE_LABEL
    return at_start and (_names_follow(line, whole=whole) or (whole and _post_and_holder(line)))


def _is_rare(words: str) -> bool:
    return rare_holder(words, range(len(words))) is not None if words else False


def _names_follow(line: str, *, whole: bool) -> bool:
    """Tell whether a list of people begins a line: two of its first three items are such, or the first behind a whole label."""
    first = [item for item in re.split("[ 、]+", re.sub("（[^（）]*）", "", line[:120]), maxsplit=3)[:3] if item]
    needed = 1 if whole else min(2, max(1, len(first)))
    return sum(person_of(item, 0) is not None for item in first[: 1 if whole else 3]) >= needed


def _post_and_holder(line: str) -> bool:
    """Tell whether a post and who holds it begin a line, apart: 交通部部長　　陳世達."""
    first = line.split(maxsplit=2)[:2]
    return len(first) == 2 and ends_in_head(first[0]) and person_of(first[1], 0) is not None


def _block_end(text: str, plain: str, label: re.Match[str], limit: int) -> int:
    line_end = text.find("\n", label.end())
    end = limit if line_end < 0 else min(line_end, limit)
    inline = _NEXT_INLINE.search(text, label.end(), end)
    if inline:
        return inline.start()
    beside = _COLUMN.sub("", text[label.end() : end]).strip()
    empty = not beside or _AGENDA_ITEM.fullmatch(beside) is not None  # 出席公职人员：议程第III项
    numbered = bool(_HEADING.match(text, text.rfind("\n", 0, max(label.start(), 1)) + 1))
    nameless = 0
    listed: str | None = None
    following = end
    while following < limit:
        begin = following + 1
        following = text.find("\n", begin)
        following = limit if following < 0 else min(following, limit)
        line = plain[begin:following].replace(FILLER, "")
        if not empty and not line.strip():
            continue
        stops = _STOP_LABEL.match(line) and not _AGENDA_ITEM.fullmatch(line.strip())
        listed = line if listed is None and line.strip() else listed
        agenda = empty and _HEADING.match(line) and not _HEADING.match(listed or "")  # the list had no numbers
        deeper = line.lstrip().startswith("（") and not text[label.start() : label.end()].lstrip().startswith("（")
        if (
            stops
            or _PART.match(line)
            or "。" in _NOTE.sub("", line)
            or _too_long(line)
            or (numbered and not deeper and _HEADING.match(line))
            or agenda
        ):
            break
        sent = of_unit(line)
        named = not line.strip() or sent or _holds_name(line) or _holds_post(line)
        post = not named and _is_post(line)
        if not empty and not post and not (named and (sent or _is_listed(line))):
            break
        nameless = 0 if named else nameless + 1
        if nameless > _NAMELESS_LINES:
            break
        if named or empty:
            end = following
    return end


#: What stands over those who came for one item: 议程第III项.
_AGENDA_ITEM = regex("(?:所有)?议程(?:第[^。，]{1,14})?项目?[^。，：]{0,12}|第[一二三四五六七八九十\\d、及和至]{1,8}项")


def _is_post(line: str) -> bool:
    """Tell whether a line holds a unit or a post only, whose holder stands on a line below."""
    words = line.strip()
    if _AGENDA_ITEM.fullmatch(words):
        return True
    return 2 <= len(words) <= 30 and "：" not in words and bool(ends_in_head(words) or IS_UNIT.search(words))


def _is_holder(line: str) -> bool:
    """Tell whether a line holds one post and who holds it."""
    held = person_of(_NOTE.sub("", line).strip(), 0) is not None or _holds_post(line) or is_addressed(line)
    return "：" not in line and held


#: A post and, apart, who holds it, however rare his name: 常务副人事长 怀 叙.
_POST_AND_NAME = regex("(?P<post>[㐀-鿿（）]{4,30}) +[㐀-鿿](?: ?[㐀-鿿]){1,3}")


def _holds_post(line: str) -> bool:
    post = _POST_AND_NAME.fullmatch(line.strip())
    return post is not None and ends_in_head(post["post"])


def _is_listed(line: str) -> bool:
    """Tell whether a line is set in as a list is, or holds names only."""
    return line.startswith("  ") or _only_names(line) or _is_holder(line)


def _too_long(line: str) -> bool:
    """Tell whether a line is longer than a line of names, unless it is a whole list of short items."""
    return len(line) > _LONGEST_LINE and len(line) > _LONGEST_ITEM * (len(_BETWEEN_ITEMS.findall(line)) + 1)


_NOTE, _BLANKS, _GAPS = regex("（[^（）]*）"), regex(r"[、，；\s]+"), regex(r"[、，；：]|\s{2,}")


#: Of so many parts those within tell what a line is.
_FEWEST_PARTS = 4


def _without_notes(line: str) -> str:
    return _NOTE.sub("", without_honours(_COLUMN.sub(" ", line)))


def _only_names(line: str) -> bool:
    parts = [part for part in _BLANKS.split(_without_notes(line)) if part]
    named = [person_of(part, 0) is not None or len(part) == 1 for part in parts]
    # The first and the last may be halves of people, where a line was cut in the middle of them.
    return bool(parts) and "：" not in line and (all(named) or (len(named) >= _FEWEST_PARTS and all(named[1:-1])))


def _holds_name(line: str) -> bool:
    parts = [part.strip() for part in _GAPS.split(_without_notes(line))]
    return any(person_of(part, 0) for part in dict.fromkeys((*parts, *line.split())) if part)
