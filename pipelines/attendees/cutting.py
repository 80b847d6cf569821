"""Cutting a list of people into its items: at marks, at wide blanks, at a blank between two people; lines of it that are no people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from jiyao.patterns import regex
from pipelines.attendees.glued import names_in
from pipelines.attendees.items import is_addressed, person_of
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.names import USUAL_NAME, likelihood
from pipelines.attendees.notes import AWAY, with_note
from pipelines.attendees.padding import FILLER
from pipelines.attendees.phrases import COURTESY, IS_UNIT
from pipelines.attendees.titles import ends_in_head, head_of


def items(text: str, original: str, start: int, end: int) -> Iterator[tuple[int, int, Span | None]]:
    """Yield (start, end, note) of the items of a list; a note in brackets is not cut."""
    at = begin = start
    listing = original[start:end].strip()
    wide = "　" in listing and (" " in listing or _NAME_THEN_GAP.search(listing) is not None)
    while at <= end:
        character = text[at] if at < end else "\n"
        opens = at + (character == "\n")  # 助理署长 over （家庭及儿童福利）
        belongs = _OF_THE_POST.match(text, opens, end) if text[opens : opens + 1] == "（" and opens < end else None
        before = text[begin:at].replace(FILLER, "").strip() if belongs else ""
        if (
            belongs
            and not AWAY.search(belongs.group())
            and not _OF_THE_MEETING.search(belongs.group())
            and ends_in_head(before)
            and not person_of(before, 0)
        ):
            at = belongs.end()  # 总主任（2）3, 高级主任（总务）
            continue
        within = _WITHIN_NAME.match(text, at, end)
        if within and not ends_in_head(within.group()[1:-1]) and (likelihood(text[begin:at].strip()) or -9) < 0:
            at = within.end()  # 九龙巴士（一九三三）有限公司
            continue
        if character == "（" and at < end:
            close = _closing(text, at, end)
            if text[begin:at].strip():
                yield from _trimmed(text, begin, at, (at + 1, close))
            elif text[at - 1 : at] == " ":
                yield at, at, (at + 1, close)  # 甲先生, JP    （主席）
            begin = at = min(close + 1, end)
            if at >= end:
                return
            continue
        blank = character == " " and (
            text[at : at + 2] == "  "
            or (wide and _wide_gap(original, at))
            or _COUNT.match(text, at, end)
            or _splits(text, begin, at, end)
        )
        if character in "、，；\n\t" or blank:
            yield from _trimmed(text, begin, at, None)
            begin = at + 1
        at += 1


def _closing(text: str, at: int, end: int) -> int:
    """Return where the bracket that opens at ``at`` is closed, one within it passed over (（经理/北区（1））)."""
    close = text.find("）", at, end)
    if close >= 0 and text.find("（", at + 1, close) >= 0:
        close = text.find("）", close + 1, end)
    return end if close < 0 else close


_WITHIN_NAME = regex("（[^（）\n]{1,8}）(?=[㐀-鿿]{0,8}(?:公司|集团|协会|基金会|银行|学会|商会|总会))")
#: How many stand before it: 賴代表佳茹 共計6名.
_COUNT = regex(r" (?:共计?|合计|小计|计)[\d一二三四五六七八九十]{1,4}[人名位]")
#: What a note says of the meeting is no part of a post: 理事长（只参与议程第三项）.
_OF_THE_MEETING = regex("议程|议题|参与|参加|视频|视像|视讯|线上")
_OF_THE_POST = regex(
    r"(?:（[^（）\n]{1,16}） ?(?:\d{1,2}|[一二三四五六](?![㐀-鿿]))?)+(?=[ \t]*(?:\n|$|[^\n（）]*(?:先生|女士|小姐)))"
)
_NAME_THEN_GAP = regex("(?:先生|女士|小姐)　(?=[^\\s]{2})")


def _wide_gap(original: str, at: int) -> bool:
    """Tell whether a wide blank stands between two items, and not inside a padded name (何　平)."""
    return original[at] == "　" and re.match(r"[^\s、，；（(]{2}", original[at + 1 : at + 3]) is not None


_HONOUR = regex("[A-Z]{2,6}|(?:[A-Z][.]){2,5}")
_TO_BLANK = regex(r"[^\s、，；（\n]*")


def _splits(text: str, begin: int, at: int, end: int) -> bool:
    """Tell whether a single blank separates two people, and not a title from a name or the two parts of a name."""
    before = text[begin:at].strip().replace(FILLER, "")
    rest = _TO_BLANK.match(text, at + 1, end)
    after = rest.group().replace(FILLER, "") if rest else ""
    if len(before) < 2 or len(after) < 2:
        return False
    if _HONOUR.fullmatch(after) and is_addressed(before):
        return True  # 甲先生 JP, as where a comma stands between
    if ends_in_head(after) and is_addressed(before.rpartition("：")[2].strip()):
        return True  # 甲女士 助理專員, 乙博士 總主任, 公司：丙女士 經理
    if after.endswith("：") and IS_UNIT.search(after[:-1]) and person_of(before, 0):
        return True  # 甲 更新处：乙
    if ends_in_head(before):
        return False
    if ends_in_head(after) and (person := person_of(before, 0)) and person.titles:
        return True  # 简任秘书 甲|简任编审 乙
    if _is_office(after) and _follows_office(before):
        return True  # 县财政局局长 甲|县发改局 乙|县水利局副局长 丙
    return _names_somebody(before) and (_names_somebody(after) or bool(names_in(after)))


#: What the name of a unit ends in that stands before who came from it: 县发改局, 城关镇.
_UNIT = regex("[㐀-鿿]{2,15}[部会署司处局科室课组所院厅委办社队厂站镇乡村]")


def _is_office(words: str) -> bool:
    """Tell whether words are a unit, or a post with the unit it is in, and no name: 县发改局, 县水利局副局长, 河口乡."""
    head = head_of(words) if ends_in_head(words) else ""
    return (
        _UNIT.fullmatch(words.removesuffix(head or "").rstrip("副")) is not None and not (likelihood(words) or -9) > 0
    )


def _follows_office(words: str) -> bool:
    """Tell whether words are one person behind his post or his unit: 县财政局局长 甲, 县发改局 乙."""
    person = person_of(words, 0)
    office = words[: person.start].rstrip() if person and person.end == len(words) else ""
    return ends_in_head(office) or _is_office(office)


def _names_somebody(words: str) -> bool:
    return person_of(words, 0) is not None or bool(with_note(words, range(len(words))))


def _trimmed(text: str, begin: int, end: int, note: Span | None) -> Iterator[tuple[int, int, Span | None]]:
    while begin < end and text[begin] in " \t、，；：.-–•·●":
        begin += 1
    while end > begin and text[end - 1] in " \t":
        end -= 1
    if end > begin:
        yield begin, end, note


def posts_below(listing: str) -> bool:
    """Tell whether each holder stands above his post: the list begins with a name and ends with a post."""
    lines = [line.strip().replace(FILLER, "") for line in listing.splitlines() if line.strip()]
    lines = [line for line in lines if not _ITEM_LINE.fullmatch(line)]
    if len(lines) < 2 or not ends_in_head(re.sub(" *\\d+$", "", re.sub("（[^（）]*）", "", lines[-1]))):
        return False
    return person_of(lines[0], 0) is not None and person_of(lines[-1], 0) is None


#: What the people below came for: 第5项.
_ITEM_LINE = regex("第[^。，]{1,8}项|(?:所有)?议程[^。，：]{0,16}")


#: So many of a list, addressed all, tell that a bare line above one of them is whom he comes from.
_MANY_ADDRESSED = 3


def without_units_above(text: str, found: list[Mention]) -> list[Mention]:
    """Drop the bare line above a name where each name has its form of address: 紫藤 over 甲女士 is her society."""
    addressed = {id(mention) for mention in found if COURTESY.search(text, mention.left, mention.right)}
    if len(addressed) < _MANY_ADDRESSED:
        return found
    above = {
        id(mention)
        for mention, below in pairwise(found)
        if not mention.titles
        and mention.right == mention.end  # no 博士 behind it either
        and _BARE_LINE.fullmatch(text, mention.left, mention.right)
        and not (mention.end - mention.start == USUAL_NAME and mention.score > _LIKELY)
        and id(below) in addressed
        and _NEXT_LINE.fullmatch(text, mention.right, below.left)
    }
    return [mention for mention in found if id(mention) not in above]


#: What a name of the usual length is worth that no society is called by.
_LIKELY = 2.0
_BARE_LINE = regex("[㐀-鿿]{2,4}")
_NEXT_LINE = regex(r"[ \t]*\n[ \t]*")
