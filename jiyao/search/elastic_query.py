"""Queries and answers in Elasticsearch's words. Pure: nothing here speaks to a server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index_mappings import IndexName
from jiyao.model import Report
from jiyao.record import report_from_dict, report_to_dict
from jiyao.search.conditions import Between, Condition, Either, conditions
from jiyao.search.cursor import Place
from jiyao.search.documents import Document, attendance_documents, indexed_report, statement_documents
from jiyao.search.facets import Counted, Counts, Sizes
from jiyao.search.query import SORT_FIELDS, TIERS, WORD_FIELDS, Hit, SearchQuery
from jiyao.search.results import make_hit
from jiyao.search.syntax import All, AnyOf, Node, Not, Phrase
from jiyao.search.tokens import escaped

Body = dict[str, Any]
#: How long a point in time stands after each page.
KEPT_ALIVE = "5m"
MEETINGS: Body = {"term": {"is_meeting": True}}
_TIME_FORMATS = {"year": "yyyy", "month": "yyyy-MM", "day": "yyyy-MM-dd"}


def rows(report: Report) -> Iterable[tuple[IndexName, Document]]:
    """Yield every row of a report with the index it belongs in."""
    yield "reports", {**indexed_report(report), "record": report_to_dict(report)}
    for row in attendance_documents(report):
        yield "attendances", row
    for row in statement_documents(report):
        yield "statements", row


def matching(query: SearchQuery, node: Node | None) -> Body:
    """Return the query for everything that matches."""
    filters = [_condition(one) for one in conditions(query)]
    if node is not None:
        filters.append(_words(node, WORD_FIELDS[query.of], WORD_FIELDS[query.of]))
    return {"bool": {"filter": filters}} if filters else {"match_all": {}}


def page_body(query: SearchQuery, node: Node | None) -> Body:
    """Return the request for a page, without facets."""
    asked, sort = matching(query, node), _order(query)
    if node is not None and query.sort == "relevance":
        # One point for each tier that a hit is in: a better tier is part of the next.
        tiers = [_words(node, names, WORD_FIELDS[query.of]) for names in TIERS[query.of]]
        points = [{"constant_score": {"filter": tier, "boost": 1.0}} for tier in tiers]
        asked = {"bool": {"filter": [asked], "should": points}}
        sort.insert(0, {"_score": "desc"})
    return {"query": asked, "sort": sort, "from": query.offset, "size": query.size, "track_total_hits": True}


def counting_body(query: SearchQuery, node: Node | None, sizes: Sizes) -> Body:
    """Return the request for the commonest values, so many of each field that is counted.

    What some facet leaves out is no part of the query: it narrows each of the
    others. Without hits: the server keeps the answer until something is written.
    """
    common = query.without_filters_of(*(counted.facet for counted in sizes))
    within = conditions(common)

    def beyond(one: SearchQuery) -> list[Condition]:
        return [condition for condition in conditions(one) if condition not in within]

    aggregations = {
        _name(counted): _counting(counted.field, size, beyond(query.without_filters_of(counted.facet)))
        for counted, size in sizes.items()
    }
    return {"query": matching(common, node), "size": 0, "track_total_hits": False, "aggs": aggregations}


def _order(query: SearchQuery) -> list[Any]:
    direction = "asc" if query.oldest_first else "desc"
    return [{SORT_FIELDS[query.sort]: {"order": direction, "missing": "_last"}}, {"id": direction}]


def walking(body: Body, pit: str, size: int, place: Place = ()) -> Body:
    """Return the request ``body`` for ``size`` hits of a point in time, from its begin or behind a place."""
    walk = at(body, pit) | {"size": size}
    del walk["from"]
    return walk | ({"search_after": list(place), "track_total_hits": False} if place else {})


def at(body: Body, pit: str) -> Body:
    """Return the request ``body`` for a point in time."""
    return body | {"pit": {"id": pit, "keep_alive": KEPT_ALIVE}}


def counts(counted: Counted, answer: Mapping[str, Any]) -> Counts:
    """Return what a request counted."""
    found = answer["aggregations"][_name(counted)]
    buckets = found.get("within", found)["buckets"]
    return [(bucket.get("key_as_string", bucket["key"]), bucket["doc_count"]) for bucket in buckets]


def _name(counted: Counted) -> str:
    return f"{counted.facet} {counted.field}"


def suggest_body(field: str, prefix: str, size: int) -> Body:
    """Return the request for the commonest values of a field that begin with ``prefix``, in reports of meetings."""
    begun = {"prefix": {f"{field}.folded": prefix}}
    counting = _counting(f"{field}.folded", size, ())
    counting["terms"]["include"] = f"{escaped(prefix)}.*"
    return {"size": 0, "query": all_of(MEETINGS, begun), "aggs": {"values": counting}}


def counted(answer: Mapping[str, Any]) -> Counts:
    """Return the values of an aggregation named ``values`` with their counts."""
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer["values"]["buckets"]]


def hit(of: IndexName, source: Mapping[str, Any], looked_for: list[Phrase]) -> Hit:
    """Return the hit of a stored row."""
    row = {field: value for field, value in source.items() if field not in ("record", "likeness")}
    return make_hit(of, row, report_from_dict(source["record"]) if of == "reports" else None, looked_for)


def _counting(field: str, size: int, narrower: Sequence[Condition]) -> Body:
    name, _, cut = field.partition(":")
    if cut:
        histogram = {"field": name, "calendar_interval": cut, "format": _TIME_FORMATS[cut], "min_doc_count": 1}
        # held_from is a day already; the others are moments, and their days are China's.
        counting: Body = {"date_histogram": histogram | ({} if name == "held_from" else {"time_zone": "+08:00"})}
    else:
        counting = {"terms": {"field": name, "size": size, "order": [{"_count": "desc"}, {"_key": "asc"}]}}
    return {"filter": all_of(*map(_condition, narrower)), "aggs": {"within": counting}} if narrower else counting


def _words(node: Node, names: tuple[str, ...], all_names: tuple[str, ...]) -> Body:
    match node:
        case Phrase():
            forms = [{"multi_match": _phrase(form, names)} for form in (node.text, *node.also)]
            return any_of(forms)
        case AnyOf(parts):
            return any_of([_words(part, names, all_names) for part in parts])
        case All(parts):
            return {"bool": {"filter": [_words(part, names, all_names) for part in parts]}}
        case Not(part):
            return {"bool": {"must_not": [_words(part, all_names, all_names)]}}


def _phrase(text: str, names: tuple[str, ...]) -> Body:
    return {"query": text, "type": "phrase", "fields": list(names)}


def any_of(queries: list[Body]) -> Body:
    """Return the query for what one of these finds at least."""
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}


def all_of(*queries: Body) -> Body:
    """Return the query for what all of these find."""
    return {"bool": {"filter": list(queries)}}


def term(field: str, value: str) -> Body:
    """Return the query for what has this value."""
    return {"term": {field: value}}


def _condition(one: Condition) -> Body:
    if isinstance(one, Between):
        edges = {"gte": one.first, "lte": one.last}
        return {"range": {one.field: {name: edge for name, edge in edges.items() if edge is not None}}}
    if isinstance(one, Either):
        return any_of([_condition(each) for each in one.conditions])
    return {"terms": {one.field: list(one.values)}}
