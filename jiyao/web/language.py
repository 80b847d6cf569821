"""The words of the page in three languages, and which of them a visitor gets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jiyao.model import Role
from jiyao.report_notes import kind_of
from jiyao.web.sentences import in_language

#: The codes of HTML, with what a visitor sees in the switch.
LANGUAGES: Mapping[str, str] = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


_ROLE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(Role)})(?![A-Za-z])")


class Words:
    """The words of one language by key; a key that no table holds is shown as it is."""

    def __init__(self, language: str) -> None:
        self._language, self._words = language, _tables()[language]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of ``key`` with ``values`` put in."""
        found = self._words.get(key, key.partition(".")[2] or key)
        return found.format(**values) if values else found

    def counted(self, key: str, count: int) -> str:
        """Return the words of ``key`` for so many: those of ``key.one`` for one."""
        return self(f"{key}.one" if count == 1 else key, count=count)

    def of_ordinal(self, ordinal: str) -> str:
        """Return a meeting's number in words: 17.7 is 第17届第7次."""
        term, _, number = ordinal.rpartition(".")
        return self("ordinal.term", term=term, number=number) if term else self("ordinal.number", number=number)

    def of_note(self, note: str) -> str | None:
        """Return a report's note in this language, None for one of a kind that is not known."""
        known = kind_of(note)
        return self(f"note.{known[0]}", **known[1]) if known else None

    def of_problem(self, sentence: str) -> str | None:
        """Return a problem's sentence, or what to do about it, in this language, None for one that is not known."""
        return in_language(sentence, self._language)

    def of_roles(self, said: str) -> str:
        """Return what an edit changed with the names of roles in this language: 县长，chair is 县长，主持."""
        return _ROLE.sub(lambda role: self(f"role.{role[0]}"), said)

    def of_change(self, what: str, said: str | None) -> str:
        """Return one side of a change: an open list in this language, days with a dash, roles by their names."""
        if said is None:
            return "—"
        if what == "list":
            return self(f"list.{said.partition(' ')[0]}")
        return self.of_roles(said.replace(" to ", "–") if what == "held" else said)

    def below(self, prefix: str) -> dict[str, str]:
        """Return the words of every key below a prefix, by what follows it: ``kind`` has ``hearing`` and others."""
        begun = f"{prefix}."
        return {key.removeprefix(begun): word for key, word in self._words.items() if key.startswith(begun)}


def chosen_language(kept: str | None, accepted: str) -> str:
    """Return the language of an answer: chosen before, else what the browser accepts."""
    if kept and kept in LANGUAGES:
        return kept
    for wanted in _by_preference(accepted):
        if wanted.startswith(_TRADITIONAL):
            return "zh-Hant"
        if wanted.startswith("zh"):
            return "zh-Hans"
        if wanted.startswith("en"):
            return "en"
    return "zh-Hans"


def _by_preference(accepted: str) -> list[str]:
    weighed = []
    for place, part in enumerate(accepted.lower()[:500].split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, name.strip()))
        except ValueError:
            continue
    return [name for _, _, name in sorted(weighed)]


@cache
def _tables() -> dict[str, dict[str, str]]:
    lines = files("jiyao.web").joinpath("words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {language: {row[0]: row[number] for row in rows} for number, language in enumerate(LANGUAGES, 1)}
