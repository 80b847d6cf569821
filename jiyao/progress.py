"""How far a run is, for whoever draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """How far ``name`` (a source, or a stage of a rebuild) is: ``done`` of ``total`` pages, None while unknown.

    ``counts`` tells what they were: states of pages (``new``, ``unchanged`` …),
    ``reports``, ``meetings``, ``issue/…`` by reason. ``note`` is a sentence about
    what keeps it waiting, where something does.
    """

    name: str
    done: int
    total: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    finished: bool = False
    note: str = ""


Watch = Callable[[Progress], None]


def nobody(progress: Progress) -> None:
    """Watch nothing."""
