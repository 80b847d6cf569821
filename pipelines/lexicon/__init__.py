"""What the rules know: tables built from open data (see NOTICE), read once."""

from __future__ import annotations

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
