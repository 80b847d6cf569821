"""From an engine's counts to facets: the same values in the same order, whatever the engine."""

from __future__ import annotations

from collections.abc import Callable

from jiyao.search.query import FURTHEST, Facet, FacetValue, SearchQuery, facet_field
from jiyao.search.tokens import comparable

Counts = list[tuple[str, int]]
#: Asks an engine for the commonest values of a field, at most so many, in descending order of count.
Ask = Callable[[str, int], Counts]


def first_sizes(query: SearchQuery) -> dict[str, int]:
    """Return which fields the facets of ``query`` will ask to count, and how many values of each."""
    sizes: dict[str, int] = {}

    def note(field: str, size: int) -> Counts:
        sizes[field] = max(size, sizes.get(field, 0))
        return [("", 1)]

    facets(query, note)
    return sizes


def facets(query: SearchQuery, ask: Ask) -> tuple[Facet, ...]:
    """Return the facets of ``query`` out of what the engine counts."""
    found = []
    for name in query.facets:
        field = facet_field(name, query.of)
        if ":" in field:
            found.append(
                Facet(name, tuple(FacetValue(value, value, count) for value, count in sorted(ask(field, FURTHEST))))
            )
            continue
        counts = _commonest(field, query.facet_size, ask)
        labels = _labels(field, query.facet_size, ask) if counts else {}
        found.append(Facet(name, tuple(FacetValue(value, labels.get(value, value), count) for value, count in counts)))
    return tuple(found)


def _commonest(field: str, size: int, ask: Ask) -> Counts:
    """Return the ``size`` commonest; values of one count stand in the order of their characters.

    An engine cuts its list anywhere among equal counts, so the list is asked
    longer until its end counts less than its last that is shown.
    """
    wanted = size * 4 + 20
    while True:
        counts = ask(field, wanted)
        if len(counts) < wanted or counts[-1][1] < counts[size - 1][1]:
            return sorted(counts, key=lambda one: (-one[1], one[0]))[:size]
        wanted *= 8


def _labels(field: str, size: int, ask: Ask) -> dict[str, str]:
    """Return for compared forms how they are most often written; none where a field has one form only."""
    if not field.endswith(".folded"):
        return {}
    labels: dict[str, str] = {}
    for written, _ in _commonest(field.removesuffix(".folded"), size * 4 + 20, ask):
        labels.setdefault(comparable(written), written)
    return labels
