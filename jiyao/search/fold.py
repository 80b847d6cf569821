"""The fold: what only differs in script or width becomes equal, one character to one character."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def fold_table() -> dict[int, str]:
    """Return the table for :meth:`str.translate`, about 5,600 characters long."""
    lines = files("index_mappings").joinpath("analysis/fold.tsv").read_text("utf-8").split("\n")
    return {ord(before): after for before, _, after in (line.partition("\t") for line in lines if line)}


def fold(text: str) -> str:
    """Return ``text`` in Simplified script and half width; offsets stay as they are."""
    return text.translate(fold_table())
