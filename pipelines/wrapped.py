"""Texts as pages of the nineties and PDF files have them, made whole: lines cut at a fixed width, a blank between characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from jiyao.model import Report
from jiyao.patterns import regex

#: Columns of a cut line: fewer are a column of names, more are no width that a screen had.
_NARROWEST, _WIDEST = 28, 100
#: So many columns a line may fall short of the width, where a mark or a word would not fit, or hang over it.
_SHORT, _OVER = 3, 2
#: So many lines must break off in a sentence before we believe in a width.
_FEWEST = 3
#: The share of these that must hold a comma: of a few lines, and of many.
_PROSE_OF_FEW, _PROSE_OF_MANY, _MANY = 0.5, 0.3, 5
#: What a line ends with that is whole: a mark, or an honour behind somebody of a list.
_ENDS = regex("(?:[。！？：；!?:;」”』】]|太平[紳绅]士|[勳勋][賢贤章]|(?:[A-Z][.]){2,}|[，,、 ][A-Z]{2,4})$")
_CLOSES = regex("[，。、；：！？）」』”》]")
_PROSE = regex("[，。,]")
#: What begins a line of its own: a number, a label, a bracket.
_BEGINS = regex(r"[（(【]?[一二三四五六七八九十壹贰貳叁參\d]{1,3}[、.．)）】]|[^，。：:]{1,8}[：:]|[【★●■◆·•○]")
_APART = regex(r"\S(?:[ 　\t]{2,}|　)\S")
_INDENTED = regex("[ 　\t]{2}|　")


@dataclass(frozen=True, slots=True)
class Whole:
    """A text with its paragraphs made whole; ``places`` has where each of its characters stands in the text as it was."""

    text: str
    places: Sequence[int]


def whole(text: str) -> Whole | None:
    """Return the text with its words and its paragraphs made whole, None where nothing was set apart or cut."""
    closed = _closed_up(text)
    made = _lines_joined(closed.text if closed else text)
    if closed and made:
        return Whole(made.text, [closed.places[at] for at in made.places])
    return made or closed


#: A character of Chinese text, its marks included; and a blank alone beside one, which sets it apart.
_WIDE = "\u3001-\u303d㐀-鿿豈-\ufaff\uff01-\uff60"
_SET_APART = regex(rf"(?<=[{_WIDE}]) (?! )|(?<! ) (?=[{_WIDE}])")
_CHARACTER, _TOGETHER = regex("[㐀-鿿]"), regex("[㐀-鿿](?=[㐀-鿿])")
#: The blank before a label of minutes, or a part of them, which goes on to set it apart from the names before it.
_BEFORE_LABEL = regex(
    r"(?<![未副应應能议議出]) (?=(?:主 ?席|主 ?持(?: ?人)?|出 ?席|列 ?席|[请請] ?假|缺 ?席|[记記纪紀] ?[录錄]|地 ?[点點]|[时時] ?[间間])(?: ?人 ?[员員]| ?者)? ?[:：]"
    r"|[壹贰貳叁參肆伍] (?:[报報] ?告|[讨討] ?[论論]|主 ?席 ?[报報] ?告|[宣确確]) ?)"
)
#: So many characters tell how a text is set, and so large a share of them stand together in one that is set apart.
_FEWEST_CHARACTERS, _MOST_TOGETHER = 40, 0.1


def _closed_up(text: str) -> Whole | None:
    """Return the text without the blank that stands between its characters (出 席 議 員), None where it is not set so."""
    characters = len(_CHARACTER.findall(text))
    if characters < _FEWEST_CHARACTERS or len(_TOGETHER.findall(text)) > _MOST_TOGETHER * characters:
        return None
    blanks = {blank.start() for blank in _SET_APART.finditer(text)} - {
        label.start() for label in _BEFORE_LABEL.finditer(text)
    }
    places = [at for at in range(len(text)) if at not in blanks]
    return Whole("".join(text[at] for at in places), places) if blanks else None


def _lines_joined(text: str) -> Whole | None:
    """Return the text with its paragraphs made whole, None where nothing was cut."""
    lines = text.split("\n")
    if len(lines) <= _FEWEST or max(map(len, lines)) > _WIDEST:
        return None
    joined = made_whole(lines)
    if len(joined) == len(lines):
        return None
    made, places, at = "\n".join(joined), list[int](), 0
    for character in made:
        while text[at] != character and not (character == " " and text[at] == "\n"):
            at += 1  # what stood at a line's end
        places.append(at)
        at += 1
    return Whole(made, places)


def as_it_was(report: Report, text: str, places: Sequence[int]) -> Report:
    """Return a report of a text made whole with every span where it stands in the text as it was."""
    return replace(_moved(report, places), text=text)


_T = TypeVar("_T")


def _moved(value: _T, places: Sequence[int]) -> _T:
    if isinstance(value, tuple):
        return tuple(_moved(one, places) for one in value)  # type: ignore[return-value]
    if not is_dataclass(value):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        before = getattr(value, field.name)
        if (after := _moved(before, places)) is not before:
            changed[field.name] = after
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    if isinstance(start, int) and isinstance(end, int) and getattr(value, "part", "text") == "text" and start < end:
        changed["start"], changed["end"] = places[start], places[end - 1] + 1
    return replace(value, **changed) if changed else value  # type: ignore[type-var]


def made_whole(lines: Sequence[str]) -> list[str]:
    """Return the lines with those joined that a fixed width cut apart; the same lines where there is no such width.

    A width is believed where no line is longer, and several lines of running
    text as long as it break off within a sentence.
    """
    columns = [_columns(line) for line in lines]
    width = max(columns, default=0)
    full = [width - _SHORT - _OVER <= count for count in columns]
    broken = [at for at, line in enumerate(lines) if full[at] and not _ENDS.search(line.rstrip())]
    prose = sum(_PROSE.search(lines[at]) is not None for at in broken)
    enough = prose >= (_PROSE_OF_MANY if len(broken) >= _MANY else _PROSE_OF_FEW) * len(broken)
    if not _NARROWEST <= width <= _WIDEST or len(broken) < _FEWEST or not enough:
        return list(lines)
    if sum(_APART.search(lines[at].strip()) is not None for at in broken) > 0.2 * len(broken):
        return list(lines)  # a table or a list in columns
    # No line begins with a mark that closes: 种丽君（女） / ，县委常委….
    cut = {at for at, (_, following) in enumerate(pairwise(lines)) if full[at] and _CLOSES.match(following)}
    return _joined(lines, cut | set(broken))


def _joined(lines: Sequence[str], broken: set[int]) -> list[str]:
    whole: list[list[str]] = []
    goes_on = False
    for at, line in enumerate(lines):
        if goes_on and line.strip() and not _INDENTED.match(line) and not _begins(line, whole[-1]):
            last = whole[-1][-1][-1:]
            between = " " if last.isascii() and last.isalnum() and line[:1].isascii() else ""
            whole[-1].append(between + line.strip())
        else:
            whole.append([line])
        goes_on = at in broken
        if goes_on:
            whole[-1][-1] = whole[-1][-1].rstrip()
    return ["".join(parts) for parts in whole]


def _begins(line: str, before: Sequence[str]) -> bool:
    """Tell whether a line begins something new: by its number or label, or by the word that the one before began with."""
    return _BEGINS.match(line) is not None or (line[:2] in _SUBJECTS and before[0].lstrip().startswith(line[:2]))


_SUBJECTS = frozenset(("会议", "大会", "會議", "大會", "全会", "全會"))


def _columns(line: Iterable[str]) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
