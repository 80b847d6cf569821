"""What a search counts in the embedded engine, and what was counted lately."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from jiyao.search import embedded_query as dialect
from jiyao.search.facets import Counted, Counts, Labels, Sizes, facets, first_sizes
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
    counting = _Counting(commit, query, node)
    found = facets(query, counting, partial(_labels, commit, query, node))
    total = counting.total
    return Count(commit.total(dialect.matching(commit.schema, query, node)) if total is None else total, found)


def facets_of(commit: Commit, query: SearchQuery, node: Node | None) -> tuple[Facet, ...]:
    """Return the facets of the query."""
    return facets(query, _Counting(commit, query, node), partial(_labels, commit, query, node))


def _size(one: Count) -> int:
    return 1 + sum(len(facet.values) for facet in one.facets)


class _Counting:
    """Counts for the facets of a query; those that leave out the same filters are counted in one pass.

    ``total`` is how many rows the query itself matches, None where no facet had to look at all of them.
    """

    def __init__(self, commit: Commit, query: SearchQuery, node: Node | None) -> None:
        self._commit, self._query, self._node = commit, query, node
        self.total: int | None = None
        self._sizes = first_sizes(query)
        together: dict[SearchQuery, dict[Counted, int]] = {}
        for counted, size in self._sizes.items():
            together.setdefault(query.without_filters_of(counted.facet), {})[counted] = size
        self._first: dict[Counted, Counts] = {}
        for narrowed, asked in together.items():
            self._first |= self._counts(narrowed, asked)

    def __call__(self, counted: Counted, size: int) -> Counts:
        if size <= self._sizes[counted]:
            return self._first[counted][:size]
        return self._counts(self._query.without_filters_of(counted.facet), {counted: size})[counted]

    def _counts(self, narrowed: SearchQuery, sizes: Sizes) -> dict[Counted, Counts]:
        found, matched = self._commit.counts(dialect.matching(self._commit.schema, narrowed, self._node), sizes)
        if narrowed == self._query:
            self.total = matched
        return found


def _labels(commit: Commit, query: SearchQuery, node: Node | None, values: Mapping[Counted, Sequence[str]]) -> Labels:
    """Return how the values of facets are most often written."""
    told = {}
    for counted, some in values.items():
        matched = dialect.matching(commit.schema, query.without_filters_of(counted.facet), node)
        told[counted] = {value: commit.most_written(counted.written, value, matched) for value in some}
    return told
