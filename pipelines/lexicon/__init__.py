"""What the rules know: tables built from open data (see NOTICE), read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of this folder, split at tabs."""
    text = files("pipelines.lexicon").joinpath(f"{name}.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line)


@cache
def common_words() -> dict[str, tuple[int, str]]:
    """Return words of two and three characters that are no names: count in running text and part of speech."""
    return {word: (int(count), tag) for word, count, tag in rows("words")}


def starting(characters: str, pattern: str) -> str:
    """Return a pattern that looks at the first character before it tries its branches: a search is two to four times as fast.

    ``characters`` are all that the pattern can begin with, as a class holds them. ``re`` looks for them by itself
    only where every branch begins with one plain character.
    """
    return f"(?=[{characters}])(?:{pattern})"


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of the words; it branches character by character, which is fast."""
    tree: dict[str, dict[str, object]] = {}
    for word in sorted(words):
        node: dict[str, object] = tree  # type: ignore[assignment]
        for character in word:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = {}
    return _branches(tree)


#: ``re`` tries branches one by one: more than so many (227 characters begin a head) are first told apart by classes.
_MOST_BRANCHES = 48


def _branches(tree: Mapping[str, object]) -> str:
    ways = [(re.escape(c), re.escape(c) + _branches(inner)) for c, inner in tree.items() if c]  # type: ignore[arg-type]
    if not ways:
        return ""
    groups = [ways[at : at + _MOST_BRANCHES] for at in range(0, len(ways), _MOST_BRANCHES)]
    parts = ["|".join(way for _, way in group) for group in groups]
    if len(groups) > 1:
        begins = ["".join(first for first, _ in group) for group in groups]
        parts = [starting("".join(begins), "|".join(map(starting, begins, parts)))]
    whole = f"(?:{'|'.join(parts)})"
    return f"{whole}?" if "" in tree else whole
