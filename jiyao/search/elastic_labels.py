"""How values of facets and suggestions are written, asked of Elasticsearch.

Most values are written in one way only. Which ways there are is asked of the
whole index, an answer that the server keeps until something is written to it;
how often each stands in what was found is asked only where there are several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jiyao.search.elastic_query import Body, all_of, any_of, matching, term
from jiyao.search.facets import Ask, Counted, Counts, Labels, commonest, most_frequent
from jiyao.search.query import SearchQuery
from jiyao.search.syntax import Node
from jiyao.search.tokens import comparable, forms_pattern

#: Sends a request for reports, or another kind of thing, and returns the answer.
Send = Callable[[Body], Any]
#: For so many values of a facet forms are asked for one by one.
_FEW = 50
#: So many ways to write a value are looked at, the commonest first.
_FORMS = 50
#: Elasticsearch refuses longer patterns.
_LONGEST_PATTERN = 1000
#: A value with a longer pattern is looked for among so many that stand beside it.
_BESIDE = 200


def forms_of(send: Send, values: Sequence[tuple[str, str]], within: Body | None = None) -> list[Counts]:
    """Return, for each field and compared value, the forms that it has in the index with their counts.

    ``within`` narrows what is looked at. Values that can be written in one way only are not asked about.
    """
    asked = {number: one for number, one in enumerate(values) if "[" in forms_pattern(one[1])}
    if not asked:
        return [[(value, 0)] for _, value in values]
    held = _any_of(asked.values())
    body: Body = {
        "size": 0,
        "query": all_of(within, held) if within else held,
        "aggs": {str(number): _counting(field, value) for number, (field, value) in asked.items()},
    }
    found = send(body)["aggregations"]
    return [
        _counts(found[str(number)]["within"]["buckets"], value) if number in asked else [(value, 0)]
        for number, (_, value) in enumerate(values)
    ]


def labels_of(
    send: Send, query: SearchQuery, node: Node | None, values: Mapping[Counted, Sequence[str]], count: Ask
) -> Labels:
    """Return how the values are most often written in what is counted for their facet.

    Of equally frequent forms the first by its characters.
    """
    few = {counted: some for counted, some in values.items() if len(some) <= _FEW}
    many = {counted: _of_many(counted, some, count) for counted, some in values.items() if len(some) > _FEW}
    return _of_few(send, query, node, few) | many


def _of_few(
    send: Send, query: SearchQuery, node: Node | None, values: Mapping[Counted, Sequence[str]]
) -> dict[Counted, dict[str, str]]:
    every_value = [(counted, value) for counted, some in values.items() for value in some]
    found = forms_of(send, [(counted.written, value) for counted, value in every_value])
    told: dict[Counted, dict[str, str]] = {counted: {} for counted in values}
    several: list[tuple[Counted, str, list[str]]] = []
    for (counted, value), forms in zip(every_value, found, strict=True):
        if len(forms) > 1:
            several.append((counted, value, [form for form, _ in forms]))
        elif forms:
            told[counted][value] = forms[0][0]
    if several:
        for (counted, value, _), counts in zip(several, _counted(send, query, node, several), strict=True):
            told[counted][value] = most_frequent(counts)
    return told


def _of_many(counted: Counted, values: Sequence[str], count: Ask) -> dict[str, str]:
    """Count the written forms too: the list of them is asked longer until it has all values."""
    size = len(values) * 4
    while True:
        told: dict[str, str] = {}
        forms, more = commonest(Counted(counted.facet, counted.written), size, count)
        for form, _ in forms:
            told.setdefault(comparable(form), form)
        if not more or all(value in told for value in values):
            return told
        size *= 8


def _counted(
    send: Send, query: SearchQuery, node: Node | None, several: Sequence[tuple[Counted, str, list[str]]]
) -> list[Counts]:
    """Return how often each of these forms stands in what is counted for its facet."""
    filters = {
        f"{number} {form}": all_of(matching(query.without_filters_of(counted.facet), node), term(counted.written, form))
        for number, (counted, _, forms) in enumerate(several)
        for form in forms
    }
    held = [(counted.written, form) for counted, _, forms in several for form in forms]
    body: Body = {
        "size": 0,
        "query": any_of([term(field, form) for field, form in held]),
        "aggs": {"forms": {"filters": {"filters": filters}}},
    }
    found = send(body)["aggregations"]["forms"]["buckets"]
    return [
        [(form, found[f"{number} {form}"]["doc_count"]) for form in forms]
        for number, (_, _, forms) in enumerate(several)
    ]


def _any_of(values: Iterable[tuple[str, str]]) -> Body:
    fields: dict[str, list[str]] = {}
    for field, value in values:
        fields.setdefault(f"{field}.folded", []).append(value)
    return any_of([{"terms": {field: some}} for field, some in fields.items()])


def _counting(field: str, value: str) -> Body:
    pattern = forms_pattern(value)
    narrowed = {"size": _FORMS, "include": pattern} if len(pattern) <= _LONGEST_PATTERN else {"size": _BESIDE}
    return {"filter": term(f"{field}.folded", value), "aggs": {"within": {"terms": {"field": field, **narrowed}}}}


def _counts(buckets: Sequence[Mapping[str, Any]], value: str) -> Counts:
    return [(bucket["key"], bucket["doc_count"]) for bucket in buckets if comparable(bucket["key"]) == value]
