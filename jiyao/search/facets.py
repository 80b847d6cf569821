"""From an engine's counts to facets: the same values in the same order, whatever the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jiyao.search.query import FURTHEST, Facet, FacetValue, SearchQuery, facet_field
from jiyao.search.tokens import comparable

Counts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A field that is counted, for the facet that it is counted for."""

    facet: str
    field: str


#: Asks an engine for the commonest values, at most so many, in descending order of count.
Ask = Callable[[Counted, int], Counts]
Sizes = Mapping[Counted, int]


def first_sizes(query: SearchQuery) -> dict[Counted, int]:
    """Return what the facets of ``query`` will ask to count, and how many values of each."""
    sizes: dict[Counted, int] = {}

    def note(counted: Counted, size: int) -> Counts:
        sizes[counted] = max(size, sizes.get(counted, 0))
        return [("", 1)]

    facets(query, note)
    return sizes


def facets(query: SearchQuery, ask: Ask) -> tuple[Facet, ...]:
    """Return the facets of ``query`` out of what the engine counts."""
    found = []
    for name in query.facets:
        counted = Counted(name, facet_field(name, query.of))
        if ":" in counted.field:
            stretches = sorted(ask(counted, FURTHEST))
            found.append(Facet(name, tuple(FacetValue(value, value, count) for value, count in stretches)))
        else:
            found.append(Facet(name, commonest(counted, query.facet_size, ask)))
    return tuple(found)


def commonest(counted: Counted, size: int, ask: Ask) -> tuple[FacetValue, ...]:
    """Return the ``size`` commonest values, each with how it is most often written."""
    counts = _commonest(counted, size, ask)
    labels = _labels(counted, size, ask) if counts else {}
    return tuple(FacetValue(value, labels.get(value, value), count) for value, count in counts)


def _commonest(counted: Counted, size: int, ask: Ask) -> Counts:
    """Return the ``size`` commonest; values of one count stand in the order of their characters.

    An engine cuts its list anywhere among equal counts, so the list is asked
    longer until its end counts less than its last that is shown.
    """
    wanted = size * 4 + 20
    while True:
        counts = ask(counted, wanted)
        if len(counts) < wanted or counts[-1][1] < counts[size - 1][1]:
            return sorted(counts, key=lambda one: (-one[1], one[0]))[:size]
        wanted *= 8


def _labels(counted: Counted, size: int, ask: Ask) -> dict[str, str]:
    """Return for compared forms how they are most often written; none where a field has one form only."""
    if not counted.field.endswith(".folded"):
        return {}
    labels: dict[str, str] = {}
    written = Counted(counted.facet, counted.field.removesuffix(".folded"))
    for form, _ in _commonest(written, size * 4 + 20, ask):
        labels.setdefault(comparable(form), form)
    return labels
