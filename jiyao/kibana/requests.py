"""What Kibana will ask Elasticsearch for a panel, and the rows that it makes of the answer. Pure.

Read in Kibana's ``esaggs``, ``terms``, ``date_histogram`` and ``_terms_other_bucket_helper`` (2026-09):

* a panel with a histogram is filtered by the histogram's field, any other by its view's time field, if it has one;
* rows are counted by no aggregation: every bucket has its number;
* a list of values is ordered by a figure of its own level, though only the innermost level shows it;
* a column is called by its place: ``0``, ``1`` …; a list of values that shows the others too asks a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from jiyao.kibana.bundle import Bundle, Line, Panel, ViewObject, source_of
from jiyao.kibana.kql import Body, kql

OTHER = "__other__"
MISSING = "__missing__"
_FIGURES = {"sum": "sum", "average": "avg", "min": "min", "max": "max", "unique_count": "cardinality"}
_ONLY_COUNTED = "count"
_SMALL = 10
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request: whose it is, the index, the body; ``layer`` is set for a panel's."""

    name: str
    index: str
    body: Body
    layer: Mapping[str, Any] | None = None


def panel_requests(bundle: Bundle, now: datetime, extra: Sequence[Body] = (), zone: str = "UTC") -> Iterator[Asked]:
    """Yield the request of each Lens panel at the time its dashboard opens with.

    ``extra`` are chosen filters, ``zone`` is the time zone that Kibana is set to.
    """
    for dashboard in bundle.of("dashboard"):
        for panel in bundle.panels(dashboard):
            for layer in panel.layers.values():
                body = _panel_body(bundle, dashboard, panel, layer, now, extra)
                counted = aggregations(layer, time_of(dashboard, now), zone)
                yield Asked(panel.name, bundle.views[panel.view or ""].index, body | {"aggs": counted}, layer)


def _panel_body(
    bundle: Bundle, dashboard: Line, panel: Panel, layer: Mapping[str, Any], now: datetime, extra: Sequence[Body]
) -> Body:
    view = bundle.views[panel.view or ""]
    assert panel.state
    times = [column["sourceField"] for column in layer["columns"].values() if _is_histogram(column)]
    bounds = time_of(dashboard, now)
    queries = [source_of(dashboard)["query"]["query"], panel.state["query"]["query"]]
    return body_of(view, queries, [within(time, bounds) for time in times] or picked(view, bounds), extra)


def body_of(view: ViewObject, queries: Sequence[str], times: Sequence[Body], extra: Sequence[Body] = ()) -> Body:
    """Return a request without what it counts or shows: KQL strings, stretches of time, chosen filters."""
    asked = [kql(query, view.fields) for query in queries if query]
    clauses = {"must": [], "filter": [*asked, *extra, *times], "should": [], "must_not": []}
    return {"size": 0, "query": {"bool": clauses}, "runtime_mappings": {}, "track_total_hits": True}


def picked(view: ViewObject, bounds: tuple[datetime, datetime]) -> list[Body]:
    """Return what the time picker asks of a view: nothing of one without a time field."""
    return [within(view.time, bounds)] if view.time else []


def within(field: str, bounds: tuple[datetime, datetime]) -> Body:
    """Return the filter of the time picker."""
    first, last = (edge.isoformat(timespec="milliseconds").replace("+00:00", "Z") for edge in bounds)
    return {"range": {field: {"format": "strict_date_optional_time", "gte": first, "lte": last}}}


def time_of(line: Line, now: datetime) -> tuple[datetime, datetime]:
    """Return the stretch of time that a dashboard or a session opens with."""
    told = line["attributes"]
    if line["type"] == "dashboard":
        return moment(told["timeFrom"], now), moment(told["timeTo"], now)
    return moment(told["timeRange"]["from"], now), moment(told["timeRange"]["to"], now)


def moment(told: str, now: datetime) -> datetime:
    """Return a moment as Kibana writes it: a date, ``now``, or ``now-90d``."""
    if found := re.fullmatch(r"now(?:-(\d+)d)?", told):
        return now - timedelta(days=int(found[1] or 0))
    return datetime.fromisoformat(told).astimezone(UTC)


def aggregations(layer: Mapping[str, Any], bounds: tuple[datetime, datetime], zone: str = "UTC") -> Body:
    """Return what a layer counts."""
    columns = layer["columns"]
    order: list[str] = layer["columnOrder"]
    inner: Body = {
        str(place): _figure(columns[name])
        for place, name in enumerate(order)
        if not columns[name]["isBucketed"] and columns[name]["operationType"] != _ONLY_COUNTED
    }
    for place, name in reversed(list(enumerate(order))):
        if columns[name]["isBucketed"]:
            if _is_histogram(columns[name]):
                grouped = _histogram(columns[name], bounds, zone)
            else:
                grouped, inner = _terms(name, layer), _ordering(name, layer) | inner
            inner = {str(place): grouped | ({"aggs": inner} if inner else {})}
    return inner


def _ordering(name: str, layer: Mapping[str, Any]) -> Body:
    """Return the figure that a list of values is ordered by: it is counted at the level of the list, too."""
    by = layer["columns"][name]["params"]["orderBy"]["columnId"]
    column = layer["columns"][by]
    return {} if column["operationType"] == _ONLY_COUNTED else {str(layer["columnOrder"].index(by)): _figure(column)}


def _figure(column: Mapping[str, Any]) -> Body:
    return {_FIGURES[column["operationType"]]: {"field": column["sourceField"]}}


def _histogram(column: Mapping[str, Any], bounds: tuple[datetime, datetime], zone: str) -> Body:
    params = column["params"]
    told = {"field": column["sourceField"], "calendar_interval": params["interval"], "time_zone": zone}
    if not params["includeEmptyRows"]:
        return {"date_histogram": told | {"min_doc_count": 1}}
    edges = {"min": _milliseconds(bounds[0]), "max": _milliseconds(bounds[1])}
    return {"date_histogram": told | {"min_doc_count": 0, "extended_bounds": edges}}


def _terms(name: str, layer: Mapping[str, Any]) -> Body:
    columns, order, params = layer["columns"], layer["columnOrder"], layer["columns"][name]["params"]
    by = params["orderBy"]["columnId"]
    key = "_count" if columns[by]["operationType"] == _ONLY_COUNTED else str(order.index(by))
    told = {"field": columns[name]["sourceField"], "size": params["size"], "order": {key: params["orderDirection"]}}
    if params["size"] <= _SMALL:
        told["shard_size"] = 25
    if params["include"]:
        told["include"] = params["include"][0] if params["includeIsRegex"] else params["include"]
    if params["otherBucket"] and params["missingBucket"]:
        told["missing"] = MISSING
    return {"terms": told}


def other_request(asked: Asked, answer: Mapping[str, Any]) -> Asked | None:
    """Return what is asked a second time for the values that a list leaves out, None where it has them all."""
    assert asked.layer
    first = asked.layer["columns"][asked.layer["columnOrder"][0]]
    if first["operationType"] != "terms" or not first["params"]["otherBucket"]:
        return None
    found = answer["aggregations"]["0"]
    if not found["buckets"] or not found["sum_other_doc_count"]:
        return None
    field = first["sourceField"]
    keys = [bucket["key"] for bucket in found["buckets"]]
    there = [] if first["params"]["missingBucket"] and MISSING not in keys else [{"exists": {"field": field}}]
    but = [{"match_phrase": {field: key}} for key in keys if key != MISSING]
    rest = {"bool": {"must": [], "filter": there, "should": [], "must_not": but}}
    counted: Body = {"filters": {"filters": {"": rest}}}
    nested = asked.body["aggs"]["0"].get("aggs")
    aggs = {"other-filter": counted | ({"aggs": nested} if nested else {})}
    return Asked(asked.name, asked.index, asked.body | {"aggs": aggs}, asked.layer)


def rows(asked: Asked, answer: Mapping[str, Any], others: Mapping[str, Any] | None = None) -> list[Row]:
    """Return the rows that a panel shows, by column; a moment is in milliseconds, as Kibana has it."""
    assert asked.layer
    if "aggregations" not in answer:  # rows alone are counted
        return [dict.fromkeys(asked.layer["columnOrder"], answer["hits"]["total"]["value"])]
    top: dict[str, Any] = {**answer["aggregations"], "doc_count": answer["hits"]["total"]["value"]}
    if others:
        rest = others["aggregations"]["other-filter"]["buckets"][""]
        first = {**top["0"], "buckets": [*top["0"]["buckets"], {**rest, "key": OTHER}]}
        top = {**top, "0": first}
    return list(_rows(asked.layer, top, 0, {}))


def _rows(layer: Mapping[str, Any], found: Mapping[str, Any], place: int, row: Row) -> Iterator[Row]:
    order, columns = layer["columnOrder"], layer["columns"]
    if place < len(order) and columns[order[place]]["isBucketed"]:
        for bucket in found[str(place)]["buckets"]:
            yield from _rows(layer, bucket, place + 1, {**row, order[place]: bucket["key"]})
        return
    figures = {
        name: found["doc_count"] if columns[name]["operationType"] == _ONLY_COUNTED else found[str(at)]["value"]
        for at, name in enumerate(order)
        if at >= place
    }
    yield row | figures


def _is_histogram(column: Mapping[str, Any]) -> bool:
    return bool(column["operationType"] == "date_histogram")


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
