"""Notes on a report: what is odd about it, a sentence each, kept in English and told in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

#: The sentence of each kind of note.
SENTENCES: Mapping[str, str] = {
    "unruled": "the text was found by general rules: those of the source found nothing",
    "undated": "no date of publication that can be read",
    "miscounted": "the report counts {stated} people and names {named}",
    "later": "it states {day}, which is later than its publication",
    "weekday": "the weekday that it states for {day} is not that day's",
    "incomplete": "it is not whole: page {page}, {url}, could not be had: {why}",
}
_PATTERNS = {
    kind: re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence)))
    for kind, sentence in SENTENCES.items()
}
UNRULED = SENTENCES["unruled"]


def note(kind: str, **values: object) -> str:
    """Return the note of a kind; KeyError for a kind or a value that there is not."""
    return SENTENCES[kind].format(**values)


def kind_of(words: str) -> tuple[str, dict[str, str]] | None:
    """Return the kind of a note and the values in it; None for one that no version of ours wrote."""
    for kind, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(words):
            return kind, match.groupdict()
    return None


def of_kind(kind: str, notes: Iterable[str]) -> str | None:
    """Return the first note of a kind, None where there is none."""
    return next((words for words in notes if _PATTERNS[kind].fullmatch(words)), None)
