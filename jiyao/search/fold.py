"""The fold: what only differs in script or width becomes equal, one character to one character."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.resources import files

#: For fewer characters the list is not worth the 4 ms that it takes to make.
_LONG = 500
_BEYOND_LIST = re.compile("[\U00010000-\U0010ffff]")


class Table:
    """A table for :meth:`str.translate`; long texts are read by a list of 65,536 characters, twice as fast."""

    def __init__(self, characters: dict[int, str]) -> None:
        self._all = characters

    @cached_property
    def _first(self) -> list[int | str]:
        return [self._all.get(code, code) for code in range(0x10000)]

    def translate(self, text: str) -> str:
        """Return the text with each character replaced by what the table has for it."""
        return text.translate(self._all if len(text) < _LONG or _BEYOND_LIST.search(text) else self._first)


@cache
def fold_table() -> dict[int, str]:
    """Return the table for :meth:`str.translate`, about 5,600 characters long."""
    lines = files("index_mappings").joinpath("analysis/fold.tsv").read_text("utf-8").split("\n")
    return {ord(before): after for before, _, after in (line.partition("\t") for line in lines if line)}


@cache
def _folding() -> Table:
    return Table(fold_table())


def fold(text: str) -> str:
    """Return ``text`` in Simplified script and half width; offsets stay as they are."""
    return _folding().translate(text)
