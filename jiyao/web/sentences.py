"""Sentences of problems in the visitor's language: the API writes them in English, and is known by that form.

``problems.tsv`` has a row for each, with places for values. A translation may leave out what only who runs the
server understands: the English page, the API and the log have it.
"""

from __future__ import annotations

import re
from ast import literal_eval
from functools import cache
from importlib.resources import files

#: What a value is at least: a place at the begin of a sentence that took anything would be tried at every character.
_PLACES = {
    "parameter": r"\w+",
    "of": r"\w+",
    "url": r"\S+",
    "origin": r"\S+",
    "file": r"\S+",
    "path": r"/.*?",
    "at": r"\d+",
}
#: What stands in an English sentence without marks: those it has are its own.
_AS_TYPED = frozenset({"query", "who", "why"})


def in_language(sentence: str, language: str) -> str | None:
    """Return a problem's sentence in that language, None for one that no row has."""
    if language == "en":
        return sentence
    for pattern, words in _table():
        if match := pattern.fullmatch(sentence):
            values = {name: _shown(name, value) for name, value in match.groupdict().items()}
            return words[language].format_map(values)
    return None


def english_forms() -> tuple[str, ...]:
    """Return the English form of every sentence that the table has."""
    return tuple(row["en"] for row in _rows())


@cache
def _table() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((_pattern(row["en"]), row) for row in _rows())


@cache
def _rows() -> tuple[dict[str, str], ...]:
    head, *lines = files("jiyao.web").joinpath("problems.tsv").read_text("utf-8").splitlines()
    return tuple(dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = [f"(?P<{name}>{_PLACES.get(name, '.+?')})" for name in parts[1::2]]
    return re.compile("".join(parts), re.DOTALL)


def _shown(name: str, value: str) -> str:
    """Return a value without the quotation marks of English: each language has its own."""
    if name in _AS_TYPED or value[0] not in "'\"" or value[-1] != value[0]:
        return value
    try:
        meant = literal_eval(value)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return value
    # Two values, each in marks of its own, stay as they are.
    return meant if isinstance(meant, str) and repr(meant) == value else value
