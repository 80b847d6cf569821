"""Cutting text for comparison: the tokens that every engine has, and where a phrase stands."""

from __future__ import annotations

import re
from functools import cache

from index_mappings.analysis import RUN, SKIPPED, TOKEN, comparable_characters
from jiyao.search.fold import Table

_TOKEN = re.compile(TOKEN)
_RUN = re.compile(f"[{RUN}]")


@cache
def _table() -> Table:
    return Table({ord(before): after for before, after in comparable_characters().items()})


def comparable(text: str) -> str:
    """Return ``text`` as it is compared: folded, in lower case, marks made equal; offsets stay as they are."""
    return _table().translate(text)


@cache
def _written() -> dict[str, str]:
    written: dict[str, str] = {}
    for before, after in comparable_characters().items():
        written[after] = written.get(after, after) + before
    return written


def forms_pattern(plain: str) -> str:
    """Return a pattern for every way to write what is ``plain`` when made :func:`comparable`.

    It has classes of characters and nothing else, so that Lucene reads it as Python does.
    """
    return "".join(f"[{escaped(forms)}]" if (forms := _written().get(one)) else _escaped(one) for one in plain)


def escaped(plain: str) -> str:
    """Return a pattern for these characters."""
    return "".join(map(_escaped, plain))


def _escaped(character: str) -> str:
    return f"\\{character}" if character.isascii() and not character.isalnum() else character


def tokens(text: str) -> list[str]:
    """Return the tokens of ``text``; two texts match as phrases if one's tokens stand in a row in the other's."""
    return _TOKEN.findall(comparable(text))


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds ``phrase`` in a text made :func:`comparable`, exactly where its tokens match.

    It has as many characters to pass over as a text has between two tokens:
    blanks, and what has no width.
    """
    parts = tokens(phrase)
    if not parts:
        return re.compile(r"(?!)")
    pattern = f"(?<![{RUN}])" if _RUN.match(parts[0]) else ""
    for before, part in zip(["", *parts], parts, strict=False):
        if before:
            both_run = _RUN.match(before) and _RUN.match(part)
            pattern += f"[{SKIPPED}]{'+' if both_run else '*'}"
        pattern += re.escape(part)
    return re.compile(pattern + (f"(?![{RUN}])" if _RUN.match(parts[-1]) else ""))
