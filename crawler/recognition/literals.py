"""Objects and arrays as scripts write them, read as JSON has them. No script is run. Pure."""

from __future__ import annotations

import re
from typing import Any

from crawler.recognition.scripts import (
    DEEP,
    LONG_NUMBER,
    MOST_RECORDS,
    MOST_ROWS,
    OFFSET,
    PAGE,
    PAGE_SIZE,
    Scripts,
    expression_at,
    is_page_number,
)
from jiyao.patterns import regex

_KEY = regex(r"""\s*(?:['"]([^'"\n]*)['"]|([A-Za-z_$][\w$]*))\s*(?:(:)|(?=[,}]))""")
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}
#: The number of the first record among what is asked for.
_FIRST_RECORD = regex(r"start(?:index|row|record|num)?|offset|skip|begin|from", re.I)


def read_literal(scripts: Scripts, text: str) -> Any:
    """Return an object, an array or a value of a script as JSON has it; None where it is nothing of the kind."""
    return _Literal(scripts, text).read(0)[0]


class _Literal:
    """Reads one literal of a script."""

    def __init__(self, scripts: Scripts, text: str) -> None:
        self._scripts, self._text = scripts, text

    def read(self, place: int, depth: int = 0) -> tuple[Any, int]:
        """Return the value that begins at a place, and where it ends."""
        place = self._behind(r"\s*", place)
        match self._text[place : place + 1]:
            case "{" if depth < DEEP:
                return self._object(place + 1, depth)
            case "[" if depth < DEEP:
                return self._array(place + 1, depth)
        if found := OFFSET.match(self._text, place):
            return (PAGE if self._scripts.offset(found[0]) else None), found.end()
        said = expression_at(self._text, place)
        if said in _CONSTANTS or not said:
            return _CONSTANTS.get(said), place + len(said)
        value = self._scripts.written(said)
        as_number = said.isdecimal() or self._scripts.has_number(said.rsplit(".", 1)[-1])
        is_number = value is not None and value.isdecimal() and len(value) < LONG_NUMBER
        return int(value) if as_number and is_number and value else value, place + len(said)

    def _object(self, place: int, depth: int) -> tuple[dict[str, Any], int]:
        pairs: dict[str, Any] = {}
        while key := _KEY.match(self._text, place):
            name, place = key[1] or key[2], key.end()
            if key[3]:
                pairs[name], place = self.read(place, depth + 1)
            else:
                pairs[name] = self._scripts.value(name)
            if is_page_number(name) and str(pairs[name]).isdecimal() and len(str(pairs[name])) < LONG_NUMBER:
                self._scripts.first, pairs[name] = int(pairs[name]), PAGE
            elif pairs[name] is None and is_page_number(name):
                pairs[name] = PAGE  # {page: e, size: t}: what a function is given
            elif pairs[name] is None and PAGE_SIZE.fullmatch(name):
                pairs[name] = MOST_ROWS
            place = self._behind(r"[^,}]*,?", place)
        self._count_records(pairs)
        return pairs, self._behind(r"[^}]*}?", place)

    def _count_records(self, pairs: dict[str, Any]) -> None:
        """Let a key that names the first record stand for the page: {start: 0, rows: 12} goes on with 12."""
        first = next((name for name in pairs if _FIRST_RECORD.fullmatch(name)), None)
        size = next(
            (int(value) for name, value in pairs.items() if PAGE_SIZE.fullmatch(name) and str(value).isdecimal()), 0
        )
        if first and 0 < size < MOST_RECORDS and PAGE not in pairs.values():
            pairs[first], self._scripts.first, self._scripts.step = PAGE, 0, size

    def _array(self, place: int, depth: int) -> tuple[list[Any], int]:
        values = []
        while self._text[self._behind(r"\s*", place) :][:1] not in ("]", ""):
            value, place = self.read(place, depth + 1)
            values.append(value)
            place = self._behind(r"[^,\]]*,?", place)
            if len(values) > DEEP:
                break
        return values, self._behind(r"[^\]]*\]?", place)

    def _behind(self, pattern: str, place: int) -> int:
        found = re.compile(pattern).match(self._text, place)
        return found.end() if found else place
