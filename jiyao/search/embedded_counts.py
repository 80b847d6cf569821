"""What a search counts in the embedded engine, and what was counted lately."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from jiyao.search import embedded_query as dialect
from jiyao.search.facets import Ask, Counted, Counts, Labels, Sizes, facets, first_sizes
from jiyao.search.generation import Commit
from jiyao.search.query import Facet, SearchQuery
from jiyao.search.syntax import Node

#: So many values of facets are kept at most, each of some 300 bytes.
_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows match, and the facets."""

    total: int
    facets: tuple[Facet, ...]


class Kept:
    """What was counted in the commit that was searched last: the next page of a search counts nothing again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._commit = ""
        self._values = 0  # of all that is kept: to add it up at each search would take longer than many a search
        self._counts: OrderedDict[SearchQuery, Count] = OrderedDict()

    def count(self, commit: Commit, query: SearchQuery, node: Node | None) -> Count:
        """Return what the query counts in the commit; which page of it is asked for, and in which order, is all one."""
        key = replace(query, size=0, offset=0, after=None, sort="relevance", oldest_first=False)
        with self._guard:
            if self._commit != commit.name:
                self._commit, self._values = commit.name, 0
                self._counts.clear()
            if known := self._counts.get(key):
                self._counts.move_to_end(key)
                return known
        found = count(commit, query, node)
        with self._guard:
            if self._commit == commit.name and key not in self._counts:
                self._counts[key] = found
                self._values += _size(found)
                while self._values > _VALUES:
                    self._values -= _size(self._counts.popitem(last=False)[1])
        return found


def count(commit: Commit, query: SearchQuery, node: Node | None) -> Count:
    """Return what the query counts in the commit."""
    total = commit.total(dialect.matching(commit.schema, query, node))
    return Count(total, facets_of(commit, query, node, total))


def facets_of(commit: Commit, query: SearchQuery, node: Node | None, total: int) -> tuple[Facet, ...]:
    """Return the facets of the query, of which ``total`` rows match."""
    return facets(query, _counting(commit, query, node, total), partial(_labels, commit, query, node))


def _size(one: Count) -> int:
    return 1 + sum(len(facet.values) for facet in one.facets)


def _counting(commit: Commit, query: SearchQuery, node: Node | None, total: int) -> Ask:
    """Return what counts for facets; those that leave out the same filters are counted in one pass.

    ``total`` is how many rows the query itself matches.
    """

    def counts(narrowed: SearchQuery, sizes: Sizes) -> dict[Counted, Counts]:
        matching = dialect.matching(commit.schema, narrowed, node)
        return commit.counts(matching, sizes, total if narrowed == query else commit.total(matching))

    sizes = first_sizes(query)
    together: dict[SearchQuery, dict[Counted, int]] = {}
    for counted, size in sizes.items():
        together.setdefault(query.without_filters_of(counted.facet), {})[counted] = size
    first: dict[Counted, Counts] = {}
    for narrowed, asked in together.items():
        first |= counts(narrowed, asked)

    def count(counted: Counted, size: int) -> Counts:
        if size <= sizes[counted]:
            return first[counted][:size]
        return counts(query.without_filters_of(counted.facet), {counted: size})[counted]

    return count


def _labels(commit: Commit, query: SearchQuery, node: Node | None, values: Mapping[Counted, Sequence[str]]) -> Labels:
    """Return how the values of facets are most often written."""
    told = {}
    for counted, some in values.items():
        matched = dialect.matching(commit.schema, query.without_filters_of(counted.facet), node)
        told[counted] = {value: commit.most_written(counted.written, value, matched) for value in some}
    return told
