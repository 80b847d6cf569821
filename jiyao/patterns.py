"""Regular expressions that are compiled when they are first asked.

The rules of understanding hold some 700. To compile them all takes a second, and a process that reads one report
asks half of them, most processes none (2026-11: importing ``pipelines.flow`` took 1.2 s, and takes .25 s).
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_QUESTIONS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "groupindex", "groups")


def regex(words: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression as `re.compile` does; a mistake in it comes up when it is first asked."""
    return cast("re.Pattern[AnyStr]", _Regex(words, flags))


class _Regex:
    """Has what a compiled expression has, from the first question on; its matches know that one as their ``re``."""

    def __init__(self, words: str | bytes, flags: int) -> None:
        self.pattern, self.flags = words, flags

    def __getattr__(self, question: str) -> Any:
        if question not in _QUESTIONS:
            raise AttributeError(question)
        compiled = re.compile(self.pattern, self.flags)
        for each in _QUESTIONS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, question)
