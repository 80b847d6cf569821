"""Bylines: reporters, photographers and editors, in brackets, at the head or at the foot of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.ends import MARKS, is_han
from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import USUAL_NAME, likelihood, surnames
from pipelines.attendees.titles import ends_in_head
from pipelines.attendees.uncommon import dotted_at, has_element, latin_at, unlisted_at
from pipelines.attendees.verbatim import asks
from pipelines.lexicon import alternation, common_words, starting
from pipelines.lexicon.regions import is_place

_STAFF = [
    f"{which}{post}"
    for which in ("", "责任", "执行", "值班", "本期", "新媒体", "融媒体", "融媒", "网络")
    for post in ("编辑", "责编", "编委", "监制", "校对", "审核")
]
_WORDS = (
    "文图 文/图 文／图 文、图 图文 图/文 图／文 图、文 文字 图片 全媒体记者 融媒体记者 本报记者 本台记者 本刊记者 见习记者 实习记者 记者 通讯员 特约记者 特派员 实习生"
    " 采访 采访撰文 采访整理 媒体联络人 业务联络人 业务联系人 作者 撰文 撰稿 撰稿人 供稿 供图 图片提供 摄影报道 摄影 摄像 编审 主编 编委 终审 一审 二审 三审 初审 复审 一校 二校 三校 审片 审稿 审定 审签 审核人 核编 核稿 核校 签发 编发"
    " 制作人 出品人 报道 发稿人 供稿人 策划 统筹 新闻联络人 联络人 采写 采编 拟稿 通联 制图 制作 剪辑 播音 播报 配音 主播 出镜 编译 翻译 整理"
)
_LABELS = alternation([*_WORDS.split(), *_STAFF])
_BARE = r"(?<![一-鿿])(?:[文图](?=[：/／ |丨])|(?:文、编|[编审校](?=[/／]))(?=[：/／]))"
_SPACED_LABELS = (
    "记 者|编 辑|责 编|主 编|编 审|初 审|复 审|终 审|一 审|二 审|三 审|校 对|审 核|监 制|统 筹|作 者|摄 影|撰 文|供 稿"
)
_FIRST = "".join(sorted({word[0] for word in [*_WORDS.split(), *_STAFF, *"文图编审校"]}))
_LABEL = regex(starting(_FIRST, rf"({_LABELS}|(?:{_SPACED_LABELS})(?= ?：)|{_BARE})[ \t]*[：:／/|丨]?[ \t]*"))
_TITLED = regex("记者|通讯员|特派员|实习生|编译")
#: What stands before a reporter's post at the head of a report: an open bracket or a new line, and his paper.
_OPENS = regex(r"(?:^|[（【\n])[^，。；：（）【】\n]{0,14}$")
#: A place that reports, behind the reporter: ／花莲报导.
_REPORTS = regex("[㐀-鿿]{2,8}? ?(?:报导|报道|电$|讯$)")
#: A name alone: 张三, 阿依努尔·买买提.
_WHOLE = "(?:[㐀-鿿]{1,8}(?:·[㐀-鿿]{1,8})+|[㐀-鿿]{2,4})"
#: Names in brackets that close a paragraph.
_CLOSING = regex(
    starting(
        r"\t （",
        rf"(?:(?<=[。！？”])|(?<=\n))[ \t]*（(?:[^（）\n：]{{0,10}}(?:报道组|采访组|记者组)：)?(?P<names>{_WHOLE}(?:[ 、]{{1,2}}{_WHOLE}){{0,11}})）[ \t|]*(?=\n|$)",
    )
)
#: A station and who made its report: （某某新闻甲、乙、SNG台北报导）.
_OF_STATION = regex(
    starting(
        "（",
        r"（[㐀-鿿A-Za-z]{0,6}(?:新闻网?|电视台?|电台|[日晚时]报|视)[／/ ]?(?P<names>[㐀-鿿]{2,4}?(?:[ 、／/][㐀-鿿]{2,4}?){0,3})(?:[ 、／/][A-Z]{2,5})?[ 、／/]*(?:[㐀-鿿]{2,6})?(?:综合)?报[道导]）",
    )
)
#: The unit that a report is from, and who wrote it there: 来源：镇党政办公室 甲; who reports, beside the hour: / 甲 乙 报导 /.
_FROM_UNIT = regex(
    r"^[ \t]*(?:信息|稿件|文章|供稿)?(?:来源|单位)：[ ]*[㐀-鿿]{2,16}?[部室科局办委院站心校队会所镇乡] +(?P<names>[㐀-鿿]{2,4}(?:[ 、][㐀-鿿]{2,4}){0,3})[ \t]*$",
    re.M,
)
_BESIDE_HOUR = regex(r"\d\d：\d\d[ ]*[/／|][ ]*(?P<names>[㐀-鿿]{3}(?:[ 、][㐀-鿿]{2,4}){0,3})[ ]+报[导道](?![㐀-鿿])")
_SAID_SO = (_OF_STATION, _FROM_UNIT, _BESIDE_HOUR)
_BETWEEN = regex(r"(?:（实习(?:生|记者)?）)?[ \t、，,/／]*")
#: Names in brackets behind the dateline, or before 报道 in the first line: 本报讯（沈一诺）, 白雨桐 报道：.
_OPENING = regex(
    r"(?:(?:讯|电|消息|(?:\A|(?<=\n))[^\n（，。]{0,16}(?:在线|[日晚时]报)|新闻网|[网报][㐀-鿿]{2,4}\d{1,2}月\d{1,2}日)[ \t]*|\A\s*)（(?:[^（）\n]{0,12}[组部社报台网] )?(?P<names>[㐀-鿿]{2,4}?(?:[ 、]{1,2}[㐀-鿿]{2,4}?){0,2})(?:报道|摄影报道)?）|\A\s*(?P<alone>[㐀-鿿]{2,4}) +报道："
)
_DATELINED = regex(r"([㐀-鿿]{4,7})(?=\d{1,2}日(?:综合)?(?:外)?[电讯]|(?:综合)?报[道导]|讯[】）])")
_OPENING_WITHIN = 120
#: A name in characters that write the sounds of another tongue, before what its bearer did: （艾克拜尔 摄影报道）.
_SIGNED = regex(
    r"（(?P<name>[阿艾爱买麦迈木玛马尔江克拜提赛依伊布古丽力里热合曼哈孜汗沙卡拉达吐图逊荪苏菲亚地比努帕森库班萨西丁巴肯别特叶兰尼娜娅娃]{3,6}) (?:摄影报道|摄影|报道|文/图|图/文|供稿|摄)）"
)
_NAMED = regex(starting("/摄文／", r"摄(?:影)?[ ]*[）)\n]|摄影?报道|[／/][文图]|(?<= )文[／/]图"))
_ALONE = regex(f"{_WHOLE}(?![㐀-鿿])")
#: A name written with a blank (王 芳), what may stand right behind a name, and a name alone on the rest of its line.
_SPACED = regex(r"([㐀-鿿]) ([㐀-鿿])(?=[\s）)、，]|$)")
_BEHIND_IT = regex("整理|综合|专访|特稿|侧记|报[道导]|摄|文|图|实习|通讯|记者|编辑|供稿|供图")
_PEN_NAME = regex(r"[㐀-鿿]{2,5}(?=[ \t]*[）)]?[ \t]*(?:\n|$)|[ \t]+[㐀-鿿]{2,4}：)")
#: A name behind a desk need not look more like one than this.
_BEHIND_DESK = -1.5
_IN_BRACKET = regex(r"[㐀-鿿]{2,5}(?=[ 、）])")
_BEFORE_IT = regex(r"([㐀-鿿]{2,4})[ ]*$")
#: A desk and a name in brackets at the end of a paragraph, or a unit and its correspondent alone on the last line.
_DESK = regex(
    r"（[^（）\n]{0,16}?(?:融媒体?|中心|报|台|网|办|局|社|科|处|院|通讯|供稿|镇|乡|街道|室|部|会|馆|站|所|队|司|系|校|组)[ ：:]{1,2}(?P<name>[㐀-鿿]{2,4})(?:[ 、][㐀-鿿]{2,4})?）"
)


#: The unit of who is to be asked: 新闻联络人：秘书处 张三.
_OF_UNIT = regex(
    "(?:[㐀-鿿]{2,16}(?:[处科局室课组会部司署厅院所队社员办]|中心|主任|[科处组课]长|秘书|参事|技正) +)+(?=[㐀-鿿]{2,4}(?![㐀-鿿]))"
)


#: Whose picture it is, and no name: 图/民众提供.
_PROVIDED = regex("(?P<by>[㐀-鿿]{2,8}?)(?:提供|授权)")

#: What the name of one who gave it must be worth.
_LIKELY_GIVER = 2.0


#: No name ends so.
_UNIT_ENDS = frozenset("县区镇乡局厅署院部处委")
#: Some names end so, and these places are no names.
_MAY_END_UNIT = frozenset("旗市州盟省")


def byline_mentions(text: str, taken: Taken) -> list[Mention]:
    """Return the people of the bylines of a folded text, with the label's word as title where it names a post."""
    found: list[Mention] = []
    for reader in (_labelled, _of_desks, _in_brackets, _signed):
        for start, end in reader(text, taken):
            if text[end - 1] in _UNIT_ENDS or (text[end - 1] in _MAY_END_UNIT and is_place(text[start:end])):
                continue  # （宣传部 教务处）, （某某旗 甲）
            found.append(Mention(start, end, [], "byline", 5.0, roles={Role.BYLINE}))
            taken.add(start, end)
    return found


def _labelled(text: str, taken: Taken) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names behind a label: 记者 张三 李四, 编辑：王五."""
    for label in _LABEL.finditer(text):
        if not taken.free(label.start(), label.end()) or not _stands_as_label(text, label) or asks(text, label.start()):
            continue
        unit = _OF_UNIT.match(text, label.end())
        at = unit.end() if unit else label.end()
        if label.group() != label.group(1) and _LABEL.match(text, at):
            continue  # 图文：记者甲
        if together := _run_together(text, at):
            yield from (name for name in together if taken.free(*name))
            continue
        while at < len(text):
            end = _end_behind(text, label, at)
            if end is None or not taken.free(at, end):
                break
            yield at, end
            step = _BETWEEN.match(text, end)
            after = step.end() if step else end
            if after == end or _LABEL.match(text, after):
                break
            at = after


#: What names without a mark between them stand in, up to the bracket's or the line's end.
_RUN = regex("[㐀-鿿]{5,12}(?=[ ]*(?:）|\n|$))")


def _run_together(text: str, at: int) -> list[tuple[int, int]]:
    """Return names without a mark between them (通讯员李盼吴丽李诗华), where they can be told apart in one way only."""
    run = _RUN.match(text, at)
    ways = _ways(text, at, run.end()) if run else []
    return ways[0] if len(ways) == 1 and len(ways[0]) > 1 else []


def _ways(text: str, at: int, end: int) -> list[list[tuple[int, int]]]:
    if at == end:
        return [[]]
    found = []
    for close in range(at + 2, min(at + 5, end + 1)):
        if _likely(text[at:close]) and not _odd(text[at:close]):
            found += [[(at, close), *rest] for rest in _ways(text, close, end)]
    return found


#: Whom a speaker greets: 各位记者|朋友们，大家好.
_GREETED = regex("[㐀-鿿]{2,3}们|大家|朋友|同仁")


def _end_behind(text: str, label: re.Match[str], at: int) -> int | None:
    if _GREETED.match(text, at):
        return None
    if text[at - 1] in "/／" and _REPORTS.match(text, at):
        return None
    if provided := _PROVIDED.match(text, at):
        likely = likelihood(provided["by"]) if len(provided["by"]) <= USUAL_NAME else None
        return provided.end("by") if likely is not None and likely > _LIKELY_GIVER else None
    return _name_end(text, at, editor="编" in label.group(1)) or _odd_end(text, label, at)


def _of_desks(text: str, taken: Taken) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names behind a desk in brackets: （县融媒体中心 张三）."""
    for match in _DESK.finditer(text):
        start, end = match.span("name")
        listed = (likelihood(text[start:end]) or -9) > _BEHIND_DESK or unlisted_at(text, start)
        if listed and not _odd(text[start:end]) and taken.free(start, end):
            yield start, end


def _in_brackets(text: str, taken: Taken) -> Iterator[tuple[int, int]]:
    """Yield the spans of names alone in brackets, at the end of a paragraph or behind the dateline, and behind a unit."""
    opening = _OPENING.finditer(text, 0, _OPENING_WITHIN)
    for brackets in chain(_CLOSING.finditer(text), opening, *(pattern.finditer(text) for pattern in _SAID_SO)):
        kind = "names" if brackets["names"] else "alone"
        names = [name for name in _ALONE.finditer(text, *brackets.span(kind)) if not _odd(name.group())]
        likely = [name for name in names if "·" in name.group() or _likely(name.group()) or has_element(name.group())]
        rare = [name for name in names if name not in likely]
        all_are = len(likely) >= _FEWEST_LIKELY and len(rare) == 1 and _may_be_one(rare[0].group())
        yield from (name.span() for name in (names if all_are else likely) if taken.free(*name.span()))


#: So many names in brackets tell that one more beside them is a name, however rare.
_FEWEST_LIKELY = 3


def _may_be_one(name: str) -> bool:
    return name[0] in surnames() and len(name) <= USUAL_NAME and name[-1] not in "科室办部局社体稿图"


def _signed(text: str, taken: Taken) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names before 摄, 摄影报道 or /文."""
    for sign in _SIGNED.finditer(text):
        if taken.free(*sign.span("name")):
            yield sign.span("name")
    for sign in _NAMED.finditer(text):
        before = _BEFORE_IT.search(text, max(0, sign.start() - 8), sign.start())
        if before is None:
            continue
        start, end = before.span(1)
        begins = (at for at in range(start, end - 1) if at == 0 or not is_han(text[at - 1]))
        named = next((at for at in begins if _likely(text[at:end]) and taken.free(at, end)), None)
        if named is not None:
            yield named, end


def _likely(name: str) -> bool:
    return (likelihood(name) or -9) > 1


def _odd(name: str) -> bool:
    return name in common_words() or name[-1] in "摄讯电翻" or ends_in_head(name)


def _stands_as_label(text: str, label: re.Match[str]) -> bool:
    """Tell a byline's label from the same word in a sentence (记者从会上获悉; 村民记者)."""
    bare = label.group(1)
    apart = label.group() != bare
    before = text[label.start() - 1] if label.start() else "\n"
    if _TITLED.search(bare):
        return (
            not is_han(before) or before in "报台社网刊员媒体心生" or bool(_OPENS.search(text[: label.start()][-18:]))
        )
    if not apart and before == "、" and _IN_BYLINE.search(text, max(0, label.start() - 24), label.start()):
        return True  # （记者甲、摄影乙）
    return apart and (before in MARKS or before.isspace() or not is_han(before))


#: A desk or an organ that signs beside people: 校办 甲, 通讯员 浦人大.
_NO_PERSON = regex("本站|原创|办$|街道$|社区$|人大$|政协$|(?:[市县区乡镇]|委)宣$|纪委$")
_IN_BYLINE = regex("（(?:[㐀-鿿]{0,8}记者|文|图)[^（）。，\n]*$")


#: What a common word behind a label must score to be a name, where it does not stand alone.
_NO_WORD = 3.0


def _labelled_alone(text: str, at: int, end: int) -> bool:
    """Tell whether a colon stands before it and a mark or a blank behind: 责任编辑：方圆."""
    return text[at - 1 : at] == "：" and (end >= len(text) or text[end] in MARKS or text[end].isspace())


def _name_end(text: str, at: int, *, editor: bool = False) -> int | None:
    foreign = dotted_at(text, at) or latin_at(text, at)
    if foreign:
        return foreign.end
    spaced = _SPACED.match(text, at)
    if spaced and (likelihood(spaced.group(1) + spaced.group(2)) or -9) > 0.5:
        return at + 3
    datelined = _DATELINED.match(text, at)
    if datelined:  # 记者张三台北13日电
        run = datelined.group(1)
        names = [n for n in (3, 2) if len(run) - n >= 2 and (likelihood(run[:n]) or -9) > -1]
        words = common_words()

        def worth(n: int) -> tuple[bool, int]:
            return run[n : n + 2] in words or run[n : n + 3] in words, n

        return at + max(names, key=worth) if names else None
    best = None
    for length in (2, 3, 4):
        end = at + length
        name = text[at:end]
        if end > len(text) or not all(map(is_han, name)):
            break
        follows = text[end : end + 1]
        if follows and is_han(follows) and not _BEHIND_IT.match(text, end):
            continue
        likely = likelihood(name)
        if (
            likely is None
            or (name in common_words() and likely < (0 if editor and _labelled_alone(text, at, end) else _NO_WORD))
            or name[-1] in "摄图"
            or ends_in_head(name)
            or _NO_PERSON.search(name)
        ):
            continue
        if likely > -1.0 or not follows or follows in MARKS:
            best = end
    return best


def _odd_end(text: str, label: re.Match[str], at: int) -> int | None:
    """Return the end of a name that no surname begins: alone behind a label with a colon, or apart in the label's bracket."""
    alone = _PEN_NAME.match(text, at)
    if alone and label.group().rstrip().endswith("：") and not _odd_or_desk(alone.group()):
        return alone.end()
    bracketed = text.rfind("（", max(0, label.start() - 8), label.start())
    apart = _IN_BRACKET.match(text, at) if bracketed >= 0 and "）" not in text[bracketed : label.start()] else None
    return apart.end() if apart and not _odd_or_desk(apart.group()) else None


def _odd_or_desk(name: str) -> bool:
    return (
        name in common_words()
        or name[-1] in "部局处厅院委会府办心室站台社网科组司庭队讯电摄"
        or name.endswith(("街道", "社区"))
        or ends_in_head(name)
    )
