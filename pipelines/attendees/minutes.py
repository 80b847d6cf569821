"""Labelled lists: 出席：…, 列席：…, 主席：…, as minutes and records write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.model import Role
from pipelines.attendees.broken import mended
from pipelines.attendees.items import is_addressed, person_of, without_honours
from pipelines.attendees.lists import Block, people_of
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.padding import FILLER, close_up
from pipelines.attendees.phrases import IS_UNIT
from pipelines.attendees.titles import HEAD, ends_in_head
from pipelines.lexicon import starting

#: Of whom a delegate may be one, where a label says it: 缺席村民代表.
_OF_WHOM = "(?:村民|职工|党员|居民|学生|家长|教师)"
_WHO = f"{_OF_WHOM}代表|董事|理事|监事|股东|校董|会员代表|召集委员|职员|公职人员|政府代表|部门代表|机构代表|应邀人士|嘉宾|专家|人员|人|者|议员|委员|代表|单位|名单|情况|同志|领导|列席人员|政府官员|官员|秘书"
_LABELS = {
    Role.CHAIR: "听证会?主持人|评审会?主持人|部落会议主席|大会主席|会议主席|会议主持人|会议主持|主持人员|主持人|主持者|主持兼召集人|主持|会议召集人|主席|召集人",
    Role.ATTENDEE: f"出 *（列） *席(?:人员|单位|者)?|出 *、?列席(?:人员|单位|者)|(?:评审|评估|验收|论证|审查|鉴定)(?:专家|委员)(?:组|会)?(?:成员|名单)?|应出席人员|实到人员|参加会议(?:的)?(?:单位及?)?(?:人员|领导|同志)|出席(?:讨论)?议程(?:第[^。，\\n]{{1,8}}项)?|出席之[㐀-鿿]{{2,8}}|出席单位及人员之?姓名|出席会议(?:人员|领导|同志)?|会议出席人员|(?:本[府所会校局院处镇乡县市区]|[县市]府|机关|应邀|特邀|受邀|其他)?出席(?:单位)?[及暨、]?(?:{_WHO})?|参加(?:会议人员|{_WHO})?|参会(?:{_WHO})?|与会(?:{_WHO})?|到会(?:{_WHO})?|听证会?(?:参加人员?|陈述人|代表)|听证(?:员|人)|参(?:加|会)(?:单位|部门)(?:及|和|与)(?:参会)?人员|参加人员?|(?:定价)?(?:成本)?监审人|出席(?:者|是次会议|会议)还?包括|(?:政府部门|其他机构|政府|部门|机构)代表(?= *(?:：|\n))|(?:新闻)?发布(?:人|嘉宾)|学者专家|专家学者|嘉宾|(?:上级)?指导(?:人员|长官)?|司仪",
    Role.OBSERVER: f"(?:应邀|线上)?列席(?:单位|会议)?[及暨、]?(?:{_WHO})?|旁听(?:人员|者)?",
    Role.ABSENT: f"请假(?:{_WHO})?|缺席(?:{_WHO})?|(?:因事|因故)?(?:未能|未克|未)出席(?:{_WHO})?|未到会?(?:{_WHO})?|因故(?:缺席|请假)(?:{_WHO})?|因事缺席者?|公假(?:人员)?",
    Role.SPEAKER: "(?:质询|发言|提问|答询|备询|答[复覆])(?:议员|委员|代表|官员|人员|人|者)|说明(?:单位)?(?:人员|官员)|[汇报]告?报?人|陈 *述 *人|主讲人|主讲",
    Role.RECORDER: "(?:会议|文字|现场|总)?[记纪] *录(?:人员|汇整|整理|人|员|者)?|速记(?:整理|员)?",
}
_DIGIT = r"[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d]"
_NUMBER = rf"(?:[（(]?{_DIGIT}{{1,3}}[）)、.．][ ]*)?"


def _spaced(pattern: str) -> str:
    """Let blanks stand between the characters of a label (出　席)."""
    return re.sub(r"([㐀-鿿])(?=[㐀-鿿(])", r"\1 *", pattern)


_CLOSE = r"[ ]*(?:\d+[人名位])?(?:（[^（）\n]{1,16}）)?(?P<close>[ ]*：[ ]*|[ \t]+(?=\S)|[ \t]*(?=\n)|[ ]*$)"
#: What these labels begin with.
_BEGINS = " *新文现部大验论审鉴听评会主召应实本县市机特受其出参与到学专嘉上指司备答线列旁请缺因未公质发提说汇报记纪速总政部机定成监陈"
_ROLE = starting(
    _BEGINS,
    "|".join(f"(?P<{role.name}>{_spaced(pattern)})" for role, pattern in _LABELS.items()),
)
_TITLE = (
    rf"(?P<TITLE>(?:(?<=[.．、] )|(?<=[.．、]))[㐀-鿿、]{{0,12}}?{HEAD.pattern}(?=：)|(?<=[\n ])[㐀-鿿]{{5,18}}?{HEAD.pattern}(?=：)"
    rf"|[㐀-鿿]{{0,4}}{HEAD.pattern})"
)
#: Whose officials a label lists: 县府列席人员, 本会列席人员.
_OF_BODY = "(?:[㐀-鿿]{0,8}(?:[县市]府|[本议]会|公所)(?=[列请出缺]))?"
#: A number that begins a part of minutes whose lines were joined: …等十四名。五、主席：….
_INLINE = r"(?<=[㐀-鿿）。． ])(?:[一二三四五六七八九十]{1,3}|[壹贰叁参肆伍陆柒捌玖拾]{1,2})、[ ]*|(?<=[要录])(?=[出列缺] *席)|(?<=[厅室堂楼])(?=[出列缺]席(?:议员|委员|者|人员)：)"
_LABEL = re.compile(
    rf"(?:^[ \t]*{_NUMBER}{_OF_BODY}|(?:{_INLINE})|(?<=[ \t])(?! )|(?<=[）；。，]))(?:{_ROLE}|{_TITLE}){_CLOSE}", re.M
)
#: The same without offices: only a text with such a label holds labelled lists.
_ROLE_LABEL = re.compile(
    starting(
        rf"\s（(*，；。）府所一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d{_BEGINS}",
        rf"(?:(?:\A|\n)[ \t]*{_NUMBER}|[ \t](?! )|[）；。，府会所]|(?:{_INLINE}))(?:{_ROLE}){_CLOSE}",
    ),
    re.M,
)
_NEXT_INLINE = re.compile(
    rf"(?:{_INLINE})(?:[㐀-鿿 （）]{{2,18}}：|(?:报告|讨论|确认|宣读|主席))|(?<= )(?:报 告|讨 论) 事 项"
)
_HEADING = re.compile(rf"^[ \t]*(?:[（(]?{_DIGIT}{{1,3}}[）)、.．]|第[一二三四五六七八九十]+[章节项])", re.M)
#: A part of minutes, which no list has: 壹、宣讀上次會議紀錄.
_PART = re.compile("[ \t]*[壹贰叁参肆伍陆柒捌玖拾甲乙丙丁]、")
_STOP_LABEL = re.compile(
    rf"^[ \t]*(?:{_DIGIT}{{1,3}}[、.．][ ]*)?(?:(?:会议|开会)?(?:时 *间|日 *期|地 *点|名称|议题|议程)|主席(?:致词|报告|裁示|宣布)|报告事项|讨论事项|决议|散会|议决|案由|说明|议程|质询|开会辞|开会词|致辞)"
)
#: A printed record's page heads and page numbers stand between the names.
_NAMELESS_LINES = 4
_LONGEST_LINE, _LONGEST_ITEM = 160, 18
#: A label of so many characters says itself whom it lists: 出席委员, 列席官员.
_WHOLE_LABEL = 4
#: Headings over members of a council, each alone on its line: 主席, 副主席, 议员, 秘书.
_MEMBERS = re.compile(
    "(?:署理)?副?(?:主席|召集人)|(?:增选|当然|委任|民选|[内外]聘|府[内外])?(?:议员|委员)|成员|(?:助理)?秘书"
)
#: What stands in the columns of an attendance table and is nobody.
_COLUMN = re.compile(
    starting(
        r" #*†（上下中代会出列到委敬离签缺见议请\d",
        r"(?<=[ \n\t])（[一二三四五六七八九十]{1,3}）(?=[㐀-鿿])|(?:签到)?见附[页件表]|(?:(?:上午|下午|中午) *|(?<! ) *)\d{1,2}[：:]\d{2}|会议(?:结束|开始)|(?:出席|离席|到席)时间|敬称略|签到|[*†#]+(?=[ \t]*(?:[，、（\n]|\Z))|(?:委员|议员|代表)?(?:出席|列席|请假|缺席) *\d+ *[人位名]",
    )
)


def minutes_mentions(text: str, original: str) -> tuple[list[Mention], list[Span], list[Span]]:
    """Return the people of labelled lists, the spans of these lists, and of the groups named in them."""
    mentions: list[Mention] = []
    groups: list[Span] = []
    text = text.replace("|", " ")  # of tables
    if not _ROLE_LABEL.search(text):
        return [], [], []
    text = mended(text)
    plain = close_up(_COLUMN.sub(lambda match: " " * len(match.group()), text))
    blocks = list(_blocks(text, plain))
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
_UNIT_HEADING = re.compile(
    "^[ ]*(?:本 *[会府院]|[㐀-鿿]{0,6}[市县区乡镇] *(?:政 *)?府|[㐀-鿿]{2,8}(?:部|会|院|公所|单位))[：][ ]*$", re.M
)


def _blocks(text: str, plain: str) -> Iterator[Block]:
    labels = [match for match in _LABEL.finditer(text) if match.group().strip() and _is_label(text, match)]
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
        listed_before = bare and kind == "ATTENDEE"
        open_list = roles if kind in ("ATTENDEE", "OBSERVER", "ABSENT") else None
        following = labels[place + 1] if place + 1 < len(labels) else None
        member = len(roles) > 1 or (following and following["TITLE"] == "副" + (label["CHAIR"] or ""))
        if kind == "CHAIR" and member:
            yield Block(roles, label.end(), end, label.span("CHAIR"), office=True)
            continue
        noun = re.search(
            rf"(?<=出席之)[㐀-鿿]{{2,8}}|听证员|召集委员|委 *员|议 *员|[董理监] *事|{_OF_WHOM}?(?<!部门)(?<!机构)(?<!政府)代 *表(?!及)",
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
_INDENTED = re.compile("[ \t]{3,}[^ \t]")
#: What sets a label without a colon apart within its line.
_APART = re.compile(r" {2}$|[\t）；。，]$")


_SPOKEN = re.compile(
    "请[^，。、：]{2,}(?:发言|质询|报告|说明|答[复覆]|备询|上台)|[^，。？！：]+，[^，。]{0,4}(?:请|你|您|我|现在|谢)|[^\n]{0,60}[？！]"
)


def _kind(label: re.Match[str]) -> str:
    return next(name for name in (*(role.name for role in _LABELS), "TITLE") if label[name])


def _is_label(text: str, match: re.Match[str]) -> bool:
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
        if at_start and _MEMBERS.fullmatch(match["TITLE"]):
            first = re.split(" {2,}", line)[0]
            alone = person_of(re.split("[ （、]", first)[0], 0)
            if not line.strip() or (not colon and match["close"] and (alone or is_addressed(first))):
                return True  # 議員 甲先生, MH  上午9:30; 委員 甲 乙
        listed = re.split("[：。]", line)[0]
        ends = line[len(listed) : len(listed) + 1] != "。" or "：" in line
        return colon and ends and _holds_name(listed) and not person_of(match["TITLE"], 0)
    if match["CHAIR"] and _SPOKEN.match(line):
        return False  # 主席：黄议员，请你发言。 is speech to him
    if "。" in line and not _holds_name(re.split("[，。；（]", line)[0]) and "：" not in line:
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
    following = end
    while following < limit:
        begin = following + 1
        following = text.find("\n", begin)
        following = limit if following < 0 else min(following, limit)
        line = plain[begin:following].replace(FILLER, "")
        if not empty and not line.strip():
            continue
        stops = _STOP_LABEL.match(line) and not _AGENDA_ITEM.fullmatch(line.strip())
        deeper = line.lstrip().startswith("（") and not text[label.start() : label.end()].lstrip().startswith("（")
        if (
            stops
            or _PART.match(line)
            or "。" in _NOTE.sub("", line)
            or _too_long(line)
            or (numbered and not deeper and _HEADING.match(line))
        ):
            break
        sent = _of_unit(line)
        named = not line.strip() or sent or _holds_name(line)
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
_AGENDA_ITEM = re.compile(
    "(?:所有)?议程(?:第[^。，]{1,14})?项目?[^。，：]{0,12}|第[一二三四五六七八九十\\d、及和至]{1,8}项"
)


def _is_post(line: str) -> bool:
    """Tell whether a line holds a unit or a post only, whose holder stands on a line below."""
    words = line.strip()
    if _AGENDA_ITEM.fullmatch(words):
        return True
    return 2 <= len(words) <= 30 and "：" not in words and bool(ends_in_head(words) or IS_UNIT.search(words))


#: A unit on the list of which nobody came: 都市发展局（未派员）.
_SENT_NOBODY = re.compile("[ ]*[㐀-鿿]{2,20}（(?:未派员|请假|未出席|缺席|未到|书面意见)[^（）]*）")
_OF_UNIT = re.compile("[ ]*(?P<unit>[㐀-鿿]{2,20}|[本县市] *[会府])(?:：|[—-]+)[ ]*(?P<sent>[^：]*)")


def _of_unit(line: str) -> bool:
    """Tell whether a line names a unit and whom it sent, or that it sent nobody: 东港区公所：课长 甲."""
    unit = _OF_UNIT.fullmatch(line)
    if _SENT_NOBODY.fullmatch(line):
        return True
    if unit is None or not (IS_UNIT.search(unit["unit"]) or unit["unit"].endswith(("单位", "会", "府"))):
        return False
    sent = unit["sent"].strip()
    first = re.split("[、，；（]", sent)[0].strip()
    return sent.startswith("（") or any(person_of(one, 0) is not None for one in (first, first.split(" ")[0]))


def _is_holder(line: str) -> bool:
    """Tell whether a line holds one post and who holds it."""
    return "：" not in line and (person_of(_NOTE.sub("", line).strip(), 0) is not None or is_addressed(line))


def _is_listed(line: str) -> bool:
    """Tell whether a line is set in as a list is, or holds names only."""
    return line.startswith("  ") or _only_names(line) or _is_holder(line)


def _too_long(line: str) -> bool:
    """Tell whether a line is longer than a line of names, unless it is a whole list of short items."""
    return len(line) > _LONGEST_LINE and len(line) > _LONGEST_ITEM * (line.count("、") + line.count("；") + 1)


_NOTE, _BLANKS, _GAPS = re.compile("（[^（）]*）"), re.compile(r"[、，；\s]+"), re.compile(r"[、，；：]|\s{2,}")


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
