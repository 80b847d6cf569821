"""From an engine's counts to facets: the same values in the same order, whatever the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jiyao.search.query import FURTHEST, Facet, FacetValue, SearchQuery, facet_field

Counts = list[tuple[str, int]]
_FOLDED = ".folded"


@dataclass(frozen=True, slots=True)
class Counted:
    """A field that is counted, for the facet that it is counted for."""

    facet: str
    field: str

    @property
    def written(self) -> str:
        """The field that has the values as they are written."""
        return self.field.removesuffix(_FOLDED)


#: Asks an engine for the commonest values, at most so many, in descending order of count.
Ask = Callable[[Counted, int], Counts]
Sizes = Mapping[Counted, int]
#: How each compared form is most often written in what was counted.
Labels = Mapping[Counted, Mapping[str, str]]
#: Asks an engine for the labels of these compared forms.
AskLabels = Callable[[Mapping[Counted, Sequence[str]]], Labels]


def first_sizes(query: SearchQuery) -> dict[Counted, int]:
    """Return what the facets of ``query`` will ask to count, and how many values of each."""
    sizes: dict[Counted, int] = {}

    def note(counted: Counted, size: int) -> Counts:
        sizes[counted] = max(size, sizes.get(counted, 0))
        return []

    facets(query, note, lambda _: {})
    return sizes


def facets(query: SearchQuery, ask: Ask, labels: AskLabels) -> tuple[Facet, ...]:
    """Return the facets of ``query`` out of what the engine counts; the labels of all are asked for at once."""
    found: dict[Counted, Counts] = {}
    longer: set[Counted] = set()
    for name in query.facets:
        counted = Counted(name, facet_field(name, query.of))
        if ":" in counted.field:
            found[counted] = sorted(ask(counted, FURTHEST))
        else:
            found[counted], more = commonest(counted, query.facet_size, ask)
            if more:
                longer.add(counted)
    several = {
        counted: [value for value, _ in counts if value]
        for counted, counts in found.items()
        if counted.field.endswith(_FOLDED) and counts  # others have one form only
    }
    told = labels(several) if several else {}
    return tuple(
        Facet(
            counted.facet,
            tuple(FacetValue(one, told.get(counted, {}).get(one, one), count) for one, count in counts),
            counted in longer,
        )
        for counted, counts in found.items()
    )


def most_frequent(counts: Counts) -> str:
    """Return the value with the highest count, of equals the first by its characters."""
    return min(counts, key=lambda one: (-one[1], one[0]))[0]


def commonest(counted: Counted, size: int, ask: Ask) -> tuple[Counts, bool]:
    """Return the ``size`` commonest, and whether there are more; those of one count stand in the order of characters.

    An engine cuts its list anywhere among equal counts, so the list is asked
    longer until its end counts less than its last that is shown.
    """
    wanted = size + 10
    while True:
        counts = ask(counted, wanted)
        if len(counts) < wanted or counts[-1][1] < counts[size - 1][1]:
            return sorted(counts, key=lambda one: (-one[1], one[0]))[:size], len(counts) > size
        wanted *= 8
