"""From an engine's counts to facets: the same values in the same order, whatever the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
#: Asks an engine how each of these compared forms is most often written in what was counted.
AskLabels = Callable[[Counted, Sequence[str]], Mapping[str, str]]


def first_sizes(query: SearchQuery, labels: AskLabels | None = None) -> dict[Counted, int]:
    """Return what the facets of ``query`` will ask to count, and how many values of each."""
    sizes: dict[Counted, int] = {}

    def note(counted: Counted, size: int) -> Counts:
        sizes[counted] = max(size, sizes.get(counted, 0))
        return [("", 1)]

    facets(query, note, labels)
    return sizes


def facets(query: SearchQuery, ask: Ask, labels: AskLabels | None = None) -> tuple[Facet, ...]:
    """Return the facets of ``query`` out of what the engine counts.

    Without ``labels``, how values are written is counted too, beside their compared forms.
    """
    found = []
    for name in query.facets:
        counted = Counted(name, facet_field(name, query.of))
        if ":" in counted.field:
            stretches = sorted(ask(counted, FURTHEST))
            found.append(Facet(name, tuple(FacetValue(value, value, count) for value, count in stretches)))
        else:
            found.append(Facet(name, commonest(counted, query.facet_size, ask, labels)))
    return tuple(found)


def commonest(counted: Counted, size: int, ask: Ask, labels: AskLabels | None = None) -> tuple[FacetValue, ...]:
    """Return the ``size`` commonest values, each with how it is most often written."""
    counts = _commonest(counted, size, ask)
    written: Mapping[str, str] = {}
    if counts and counted.field.endswith(".folded"):  # others have one form only
        values = [value for value, _ in counts]
        written = labels(counted, values) if labels else _labels(counted, values, size * 4 + 20, ask)
    return tuple(FacetValue(value, written.get(value, value), count) for value, count in counts)


def _commonest(counted: Counted, size: int, ask: Ask) -> Counts:
    """Return the ``size`` commonest; values of one count stand in the order of their characters.

    An engine cuts its list anywhere among equal counts, so the list is asked
    longer until its end counts less than its last that is shown.
    """
    wanted = size + 10
    while True:
        counts = ask(counted, wanted)
        if len(counts) < wanted or counts[-1][1] < counts[size - 1][1]:
            return sorted(counts, key=lambda one: (-one[1], one[0]))[:size]
        wanted *= 8


def _labels(counted: Counted, values: Sequence[str], size: int, ask: Ask) -> dict[str, str]:
    """Return how values are most often written: the list of written forms is asked longer until it has them all."""
    written = Counted(counted.facet, counted.field.removesuffix(".folded"))
    while True:
        labels: dict[str, str] = {}
        forms = _commonest(written, size, ask)
        for form, _ in forms:
            labels.setdefault(comparable(form), form)
        if len(forms) < size or all(value in labels for value in values):
            return labels
        size *= 8
