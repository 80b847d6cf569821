"""Highlights: the original's own characters around what matched, whatever the script of the query."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiyao.search.syntax import Phrase
from jiyao.search.tokens import comparable, phrase_pattern

FRAGMENTS = 3
LENGTH = 120
_STOPS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of the original, with the spans in it that matched (code points, half open)."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def html(self) -> str:
        """The piece as HTML: escaped first, matches inside ``<em>``."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [html.escape(self.text[at:start]), "<em>", html.escape(self.text[start:end]), "</em>"]
            at = end
        return "".join([*parts, html.escape(self.text[at:])])


@dataclass(frozen=True, slots=True)
class Highlight:
    """What matched in one field: the whole value of a short one, up to three pieces of a text."""

    field: str
    fragments: tuple[Fragment, ...]


def highlight(fields: Mapping[str, str | Iterable[str]], found: Iterable[Phrase]) -> tuple[Highlight, ...]:
    """Return where the phrases stand in ``fields``; fields without a match are left out."""
    patterns = [phrase_pattern(form) for phrase in found for form in (phrase.text, *phrase.also)]
    highlights = []
    for field, value in fields.items():
        values = [value] if isinstance(value, str) else list(value)
        every = comparable("\n".join(values))
        if not any(pattern.search(every) for pattern in patterns):
            continue
        pieces, at = [], 0
        for one in values:
            pieces += _pieces(one, every[at : at + len(one)], patterns)
            at += len(one) + 1
        if pieces:
            highlights.append(Highlight(field, tuple(pieces)))
    return tuple(highlights)


def _pieces(text: str, plain: str, patterns: list[re.Pattern[str]]) -> list[Fragment]:
    """Return the first pieces of ``text``; ``plain`` is the same as it is compared."""
    spans = sorted({match.span() for pattern in patterns for match in pattern.finditer(plain)})
    marks: list[tuple[int, int]] = []
    for start, end in spans:
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    pieces: list[Fragment] = []
    while marks and len(pieces) < FRAGMENTS:
        start, end = _around(text, *marks[0])
        inside = [mark for mark in marks if mark[1] <= end]
        pieces.append(Fragment(text[start:end], tuple((a - start, b - start) for a, b in inside)))
        marks = marks[len(inside) :]
    return pieces


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the piece to show around a match: from its sentence's begin where that is near."""
    first = max(start - LENGTH // 3, 0)
    stop = max(text.rfind(mark, first, start) for mark in _STOPS)
    begin = stop + 1 if stop >= 0 else first
    last = max(min(begin + LENGTH, len(text)), end)
    ends = [at for mark in _STOPS if (at := text.find(mark, end, last)) >= 0]
    if ends:
        last = max(at + (text[at] != "\n") for at in ends)
    while begin < start and text[begin].isspace():
        begin += 1
    return begin, last
