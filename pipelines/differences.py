"""What changed between two versions of a page: character by character, and in facts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from jiyao.changes import Change
from jiyao.model import Attendance, Report
from jiyao.patterns import regex
from jiyao.search.fold import fold

_NUMERAL = r"\d+(?:[.,:：]\d+)*[%％]?|[零〇一二三四五六七八九十百千万億亿萬兩两]{2,}"
#: From paragraphs to sentences to characters; a figure and a word of Latin letters are one each.
_UNITS = (
    regex(r"[^\n]*\n|[^\n]+"),
    regex(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+"),
    regex(rf"{_NUMERAL}|[A-Za-z]+|\s+|.", re.S),
)
_FIGURE = regex(rf"{_NUMERAL}|[零〇一二三四五六七八九十百千]")
_BOUNDARY = "、，。；：！？,;（）()《》“”「」\n "
_LIST_MARK = "、，,"
#: Above so many pairs the matcher passes over what is frequent, or it would take minutes.
_EXACT = 4_000_000
_CONTEXT = 6
_NEAR = 4
_LONGEST_ITEM = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "gone", "come"]
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of which the two texts consist, in their order: all but the come are the old text.

    Compared are paragraphs, then the sentences of those that changed, then their characters.
    """
    return tuple(_whole_items(_slid(_joined(_compare(old, new, 0)))))


def _compare(old: str, new: str, level: int) -> Iterator[Piece]:
    if old == new or level == len(_UNITS) or not old or not new:
        yield from _replaced(old, new)
        return
    before, after = _UNITS[level].findall(old), _UNITS[level].findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > _EXACT)
    for _, a, b, c, d in matcher.get_opcodes():
        yield from _compare("".join(before[a:b]), "".join(after[c:d]), level + 1)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield Piece("same", old)
    else:
        yield Piece("gone", old)
        yield Piece("come", new)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Put neighbours of one kind together; one character that happens to stay inside a rewritten passage goes with it."""
    joined: list[Piece] = []
    gone = come = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind == "gone":
            gone += piece.text
        elif piece.kind == "come":
            come += piece.text
        elif len(piece.text) == 1 and piece.text not in _BOUNDARY and min(len(gone), len(come)) > 2:
            gone, come = gone + piece.text, come + piece.text
        else:
            stay = ""
            while gone and come and gone[-1] == come[-1] and not gone[-1].isdigit():
                gone, come, stay = gone[:-1], come[:-1], gone[-1] + stay
            joined += [Piece("gone", gone)] * bool(gone) + [Piece("come", come)] * bool(come)
            text = stay + piece.text
            if joined and joined[-1].kind == "same":
                text = joined.pop().text + text
            joined += [Piece("same", text)] * bool(text)
            gone = come = ""
    return joined


def _slid(pieces: list[Piece]) -> list[Piece]:
    """Move what only went or only came to where a list or a sentence is cut: 李明、 and not 明、李."""
    for at in range(1, len(pieces) - 1):
        before, changed, after = pieces[at - 1 : at + 2]
        if changed.kind == "same" or before.kind != "same" or after.kind != "same":
            continue
        left, middle, right = before.text, changed.text, after.text
        for _ in range(len(middle)):
            if middle[-1] in _BOUNDARY or not left or left[-1] != middle[-1]:
                break
            left, middle, right = left[:-1], left[-1] + middle[:-1], left[-1] + right
        if middle[-1] in _BOUNDARY or (left and left[-1] in _BOUNDARY):
            pieces[at - 1 : at + 2] = [Piece("same", left), Piece(changed.kind, middle), Piece("same", right)]
    return [piece for piece in pieces if piece.text]


def _whole_items(pieces: list[Piece]) -> list[Piece]:
    """Show a short item of a list whole where a part of it changed: 李明 → 张明, and not 李 → 张."""
    for at in range(len(pieces) - 1):
        gone, come = pieces[at : at + 2]
        if (gone.kind, come.kind) != ("gone", "come") or _FIGURE.fullmatch(gone.text):
            continue
        before = pieces[at - 1].text if at else ""
        after = pieces[at + 2].text if at + 2 < len(pieces) else ""
        head, tail = _last_item(before), _last_item(after[::-1])[::-1]
        longest = max(len(gone.text), len(come.text)) + len(head) + len(tail)
        marks = before[: len(before) - len(head)][-1:] + after[len(tail) :][:1]
        if (head or tail) and longest <= _LONGEST_ITEM and any(mark in _LIST_MARK for mark in marks):
            pieces[at] = Piece("gone", head + gone.text + tail)
            pieces[at + 1] = Piece("come", head + come.text + tail)
            if at:
                pieces[at - 1] = Piece("same", before[: len(before) - len(head)])
            if at + 2 < len(pieces):
                pieces[at + 2] = Piece("same", after[len(tail) :])
    return [piece for piece in pieces if piece.text]


def _last_item(text: str) -> str:
    """Return what stands behind the last mark of a text."""
    at = len(text)
    while at and text[at - 1] not in _BOUNDARY:
        at -= 1
    return text[at:]


def figures(pieces: tuple[Piece, ...]) -> Iterator[Change]:
    """Yield each figure in whose place another one came, with a few characters around both."""
    for at in range(len(pieces) - 1):
        gone, come = pieces[at : at + 2]
        if gone.kind == "gone" and come.kind == "come" and all(_FIGURE.fullmatch(one.text) for one in (gone, come)):
            was, now = (_surrounded(pieces, at, kind) for kind in ("gone", "come"))
            yield Change("figure", was, now)


def _surrounded(pieces: tuple[Piece, ...], at: int, kind: str) -> str:
    """Return the figure of that kind at ``pieces[at]`` or behind it, inside the old or the new text."""
    kinds = ("same", kind)
    before = "".join(one.text for one in pieces[max(0, at - _NEAR) : at] if one.kind in kinds)
    after = "".join(one.text for one in pieces[at + 2 : at + 2 + _NEAR] if one.kind in kinds)
    figure = pieces[at + (kind == "come")].text
    return _last_item(before)[-_CONTEXT:] + figure + _last_item(after[::-1])[::-1][:_CONTEXT]


def changes(old: Report, new: Report, pieces: tuple[Piece, ...]) -> tuple[Change, ...]:
    """Return the facts and figures that are others in ``new``; ``pieces`` is the difference of their texts."""
    return (*facts(old, new), *dict.fromkeys(figures(pieces)))


def whole_text(report: Report) -> str:
    """Return the text of a report that versions are compared by."""
    return f"{report.title}\n{report.text}"


def facts(old: Report, new: Report) -> Iterator[Change]:
    """Yield what the two reports state differently: who is named and as what, when, where, how many."""
    was, now = ({fold(person.name): person for person in report.attendances} for report in (old, new))
    for name in (name for name in was if name not in now):
        yield Change("person", _post(was[name]), None, was[name].name)
    for name in (name for name in now if name not in was):
        yield Change("person", None, _post(now[name]), now[name].name)
    for name in (name for name in was if name in now):
        for what, one, other in (
            ("roles", was[name].roles, now[name].roles),
            ("titles", was[name].titles, now[name].titles),
        ):
            if one != other:
                yield Change(what, "、".join(one) or None, "、".join(other) or None, now[name].name)
    before, after = dict(_stated(old)), dict(_stated(new))
    for what in before:
        if before[what] != after[what]:
            yield Change(what, before[what], after[what])


def _post(person: Attendance) -> str:
    return "，".join(filter(None, ("、".join(person.titles), " ".join(person.roles))))


def _stated(report: Report) -> Iterator[tuple[str, str | None]]:
    meeting = report.meeting
    held = meeting.held.interval if meeting and meeting.held else None
    open_list = {True: "open (等)", False: "closed", None: None}
    yield "title", report.title or None
    yield "meeting", meeting.name if meeting else None
    yield (
        "held",
        f"{held.start} to {held.end}" if held and held.start != held.end else str(held.start) if held else None,
    )
    yield "place", " ".join(place.name for place in meeting.places) or None if meeting else None
    yield "published", f"{report.published.at:%Y-%m-%d %H:%M}" if report.published else None
    yield "count", str(report.stated_count) if report.stated_count is not None else None
    yield "list", open_list[report.attendance_open]
