"""A meeting's name in full: with its number, its body or its place, where the words found first lack them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from jiyao.patterns import regex
from pipelines.lexicon import starting
from pipelines.lexicon.regions import is_place
from pipelines.meeting.trimming import PRESIDIUM, Named, trimmed
from pipelines.numerals import number
from pipelines.reading import Reading

#: What says that something is done with a meeting, and stands in no name.
HAPPENS = regex(
    starting(
        "主举于传出列参召听在审强指研进部",
        "召开|举行|举办|出席|参加|主持|进行|[在于]|审议|听取|列席|研究|部署|强调|指出|传达",
    )
)


def numbered(reading: Reading, words: str, named: Iterable[Named]) -> Named | None:
    """Return the one of all that are named which is ``words`` with a number: 第三次全县工作会议, where 全县工作会议 was found first.

    The number may stand within: 市政府387次市政会议.
    """
    if _NUMBER.search(words):
        return None
    plain = "".join(words.split())
    for other in named:
        text = reading.folded if other.part == "text" else reading.folded_title
        whole = text[other.start : other.end]
        if len(whole) <= 70 and _NUMBER.search(whole) and (whole.endswith(words) or _NUMBER.sub("", whole) == plain):
            return other
    return None


def longer(reading: Reading, words: str, named: Iterable[Named]) -> Named | None:
    """Return the one of all that are named which ends in ``words`` and says whose it is: 青年委员会|全体会议."""
    for other in named:
        text = reading.folded if other.part == "text" else reading.folded_title
        whole = text[other.start : other.end]
        if whole.endswith(words) and _ORGAN.search(whole[: -len(words)]):
            return other
    return None


_NUMBER = regex("第[〇零一二三四五六七八九十百\\d]+[次届]|(?<!\\d)\\d{1,4}次(?=[㐀-鿿]{0,6}会)")


def in_full(reading: Reading, named: Named, words: str) -> Named:
    """Return a meeting named by its number alone, or without the place (市十三届人大…), as the title names it in full.

    One named in short (政协七届一次会议) is named as the text spells it out, if it does.
    """
    if spelled := _spelled_out(reading, words, named.rule):
        return spelled
    if named.part == "title":
        return named
    title = reading.folded_title
    for whose in _BARE_UNIT.finditer(title):
        if title.startswith(words, whose.end("place")) and is_place(whose.group()):
            return replace(named, start=whose.start(), end=whose.end("place") + len(words), part="title")
    if not re.match(r"第|首|\d", words):
        return named
    presidium = PRESIDIUM.search(title)
    if presidium and presidium["name"].endswith(words):
        return Named(*presidium.span("name"), "title", named.rule)
    at = title.find(words)
    whole = _BODY_BEFORE.search(title, max(0, at - _LONGEST_BODY), at) if at > 0 else None
    if whole and not HAPPENS.search(title, whole.start(), at):
        return trimmed(title, whole.start(), at + len(words), "title", named.rule)
    return _in_full_of_text(reading, named, words)


_N = "[〇零一二三四五六七八九十百\\d]{1,5}"
#: A meeting by its term and number, in short, and as a text spells it out: 人大三次会议, 第…届…第…次会议.
_IN_SHORT = regex(f"[㐀-鿿]{{0,16}}?(?P<term>{_N})届[㐀-鿿]{{0,16}}?(?<!第)(?P<nth>{_N})次(?:全体)?(?:会议|全会)")
_SPELLED_OUT = regex(
    f"[^，。；：、！？\\s“”「」（）]{{2,24}}第(?P<term>{_N})届[^，。；：、！？\\s“”「」（）]{{0,24}}?第(?P<nth>{_N})次(?:全体)?会议"
)
_SPELLED_WITHIN = 1500


def _spelled_out(reading: Reading, words: str, rule: str) -> Named | None:
    """Return a meeting that is named in short as the text's begin names it in full, None where it does not, or two."""
    short = _IN_SHORT.fullmatch(words)
    if short is None or "第" in words:
        return None
    meant = number(short["term"]), number(short["nth"])
    spelled: dict[str, re.Match[str]] = {}
    for full in _SPELLED_OUT.finditer(reading.body, 0, _SPELLED_WITHIN):
        if (number(full["term"]), number(full["nth"])) == meant and not HAPPENS.search(full.group()):
            spelled.setdefault(full.group(), full)
    if len(spelled) != 1:
        return None
    [(name, full)] = spelled.items()
    whose = _WHOSE.match(words)
    same = any(organ in words and whole in name for organ, whole in _ORGANS) and (whose is None or whose[0] in name)
    named = trimmed(reading.body, *full.span(), "text", rule)
    return named if same and named.end - named.start > len(words) else None


#: How organs that meet are called in short and in full, and whose one is.
_ORGANS = (("政协", "政治协商会议"), ("政协", "政协"), ("人大", "人民代表大会"), ("人大", "人大"))
_WHOSE = regex("[㐀-鿿]{2,}?(?=[省市县区州旗])")


def _in_full_of_text(reading: Reading, named: Named, words: str) -> Named:
    """Return a meeting named by its number alone as the text elsewhere names it in full: 召开的市人大常委会|第20次会议.

    Only the body that stands right before the verb, or is the sentence's subject, can be meant.
    """
    body = reading.body
    held = _NOT_BEFORE.search(body, 0, named.start)
    if named.start and not held:
        return named  # its body stands right before it
    subject = _SUBJECT.match(body, max(body.rfind(mark, 0, named.start) for mark in "。\n") + 1)
    if subject and (at := body.find(subject["body"] + words)) >= 0:
        return Named(at, at + len(subject["body"] + words), "text", named.rule)
    whose = body[: held.start()][-_SAME_BODY:] if held else ""
    at = body.find(words)
    while 0 <= at < _LEAD:
        whole = _BODY_WITHIN.search(body, max(0, at - _LONGEST_BODY), at)
        if whole and whole.group().endswith(whose) and not HAPPENS.search(body, whole.start(), at):
            return Named(whole.start(), at + len(words), "text", named.rule)
        at = body.find(words, at + 1)
    return named


#: The word for a unit's kind behind what may be its name.
_BARE_UNIT = regex("(?<![㐀-鿿])(?P<place>[㐀-鿿]{1,6}?)[省市县区州旗乡镇]")
#: So many last characters tell whether two names are one body's: 县八届人大常委会, 人大常委会.
_SAME_BODY = 4
_ORGAN = regex("[会院府局委]\\Z")
#: Who begins a sentence and a day, a place or a verb behind: 县农会|24日在…举办第19届会员代表大会.
_SUBJECT = regex(
    r"\s*(?P<body>[㐀-鿿]{2,16}?[会院府局社校](?![㐀-鿿]{0,3}长))(?=\d|[今昨于在，]|召开|举行|举办|上午|下午|日前|近日)"
)
#: A verb right before a number: 召开|第20次会议.
_NOT_BEFORE = regex("(?:召开|举行|举办|召集|主持|出席|参加|列席)了?\\Z")
#: The same within a sentence, behind what was done with it; in the first characters of a text.
_BODY_WITHIN, _LEAD = (
    regex(
        r"(?:(?<=[召举][开行]的)|(?<=出席|参加|列席|召开|举行)|(?<![㐀-鿿]))(?!的)(?:(?!召开|举行|出席|参加|列席)[㐀-鿿（）]){2,24}会\Z"
    ),
    400,
)
_LONGEST_BODY, _BODY_BEFORE = 25, regex(r"[㐀-鿿（）]{1,24}[会院局府处署厅校所市县区乡镇州省村]\Z")
