"""Whether the saved objects hold together and fit the mappings: what Kibana would tell a reader, told before. Pure.

Kibana imports a dashboard whose panel refers to nothing, or asks for a field that is not there, without a word;
the panel then stays empty.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jiyao.errors import AskedWrongly
from jiyao.kibana.bundle import Bundle, Line, Panel, ViewObject, source_of
from jiyao.kibana.fields import FieldType
from jiyao.kibana.kql import fields_named, kql
from jiyao.kibana.naming import drilldown_reference
from jiyao.kibana.panels import RECORDS
from jiyao.kibana.shapes import faults_of_shape

_COLUMNS = 48
_COUNTED = ("keyword", "boolean", "integer", "float", "date")
#: What a column's field must be for what is done with it.
_NEEDS: Mapping[str, Callable[[FieldType], bool]] = {
    "terms": lambda field: field.aggregatable and field.es_type in _COUNTED,
    "unique_count": lambda field: field.aggregatable and field.es_type in _COUNTED,
    "date_histogram": lambda field: field.es_type == "date",
    "max": lambda field: field.kind in ("number", "date"),
    "min": lambda field: field.kind in ("number", "date"),
    "sum": lambda field: field.kind == "number",
    "average": lambda field: field.kind == "number",
    "sort": lambda field: field.aggregatable,
    "control": lambda field: field.aggregatable and field.es_type in _COUNTED,
    "time": lambda field: field.es_type == "date",
}


def faults(bundle: Bundle) -> list[str]:
    """Return a sentence for each thing that is wrong, none where all is well."""
    found = [fault for line in bundle.lines for fault in faults_of_shape(line)]
    seen = Counter((line.get("type"), line.get("id")) for line in bundle.lines)
    found += [f"{kind} {id} is there {count} times" for (kind, id), count in seen.items() if count > 1]
    if found:
        return found  # what is of another shape cannot be looked into
    found += [fault for line in bundle.lines for fault in _references(bundle, line)]
    if found:
        return found
    for view in bundle.views.values():
        found += _view(view)
    for session in bundle.of("search"):
        found += _session(bundle, session)
    for dashboard in bundle.of("dashboard"):
        found += [*_grid(bundle, dashboard), *_dashboard(bundle, dashboard)]
    return found


def _references(bundle: Bundle, line: Line) -> Iterator[str]:
    """Each reference leads somewhere, has a name of its own, and is used; whatever is used is there."""
    who = f"{line['type']} {line['id']}"
    given = [each["name"] for each in line["references"]]
    for each in line["references"]:
        if (each["type"], each["id"]) not in bundle.objects:
            yield f"{who}: {each['name']} leads to {each['type']} {each['id']}, which is not there"
    used = {name for name in given if name.startswith("tag-ref-")} | set(_used(line))
    yield from (f"{who}: the reference {name} is missing" for name in sorted(used - set(given)))
    yield from (f"{who}: the reference {name} is not used" for name in sorted(set(given) - used))
    yield from (f"{who}: two references are called {name}" for name, count in Counter(given).items() if count > 1)


def _used(line: Line) -> Iterator[str]:
    if line["type"] == "search":
        yield source_of(line)["indexRefName"]
    if line["type"] != "dashboard":
        return
    for name in json.loads(line["attributes"]["controlGroupInput"]["panelsJSON"]):
        yield f"controlGroup_{name}:optionsListDataView"
    for panel in json.loads(line["attributes"]["panelsJSON"]):
        name = panel["panelIndex"]
        if panel["type"] == "search":
            yield f"{name}:{panel['panelRefName']}"
        if panel["type"] == "lens":
            for layer in Panel(line["id"], panel, None).layers:
                yield f"{name}:indexpattern-datasource-layer-{layer}"
            for event in panel["embeddableConfig"]["enhancements"].get("dynamicActions", {}).get("events", []):
                yield f"{name}:{drilldown_reference(event['eventId'], '')['name']}"


def _view(view: ViewObject) -> Iterator[str]:
    who = f"view {view.index}"
    if view.time:
        yield from _need(who, view, view.time, "time")
    named = view.opened("fieldAttrs")
    for field in [*named, *view.opened("fieldFormatMap")]:
        if field not in view.fields:
            yield f"{who}: the mapping has no field {field}"
    for field in view.hidden:
        if field not in view.properties:
            yield f"{who}: {field} is hidden and not there"
    for field in view.fields:
        if field not in named and field.split(".")[0] not in view.hidden:
            yield f"{who}: the field {field} has no label"


def _session(bundle: Bundle, session: Line) -> Iterator[str]:
    who, view = f"session {session['id']}", bundle.view_of(session)
    for field in session["attributes"]["columns"]:
        if field not in view.fields:
            yield f"{who}: {view.index} has no column {field}"
    for field, _ in session["attributes"]["sort"]:
        yield from _need(who, view, field, "sort")
    yield from _query(who, view, source_of(session)["query"]["query"])


def _dashboard(bundle: Bundle, dashboard: Line) -> Iterator[str]:
    views = set()
    for panel in bundle.panels(dashboard):
        if panel.view:
            views.add(panel.view)
            yield from _panel(bundle.views[panel.view], panel)
    controls = bundle.controls(dashboard)
    for name, (told, id) in controls.items():
        who, field = f"control {dashboard['id']}/{name}", told["explicitInput"]["fieldName"]
        if told["explicitInput"]["id"] != name:
            yield f"{who} calls itself {told['explicitInput']['id']}"
        for each in sorted({id, *views}):
            yield from _need(who, bundle.views[each], field, "control")
    for each in sorted({*views, *(id for _, id in controls.values())}):
        yield from _query(f"dashboard {dashboard['id']}", bundle.views[each], source_of(dashboard)["query"]["query"])


def _panel(view: ViewObject, panel: Panel) -> Iterator[str]:
    who = f"panel {panel.name}"
    if panel.state is None:
        return
    inner = panel.told["embeddableConfig"]["attributes"]["references"]
    if [each["id"] for each in inner] != [view.line["id"]]:
        yield f"{who}: its own references are not those of the dashboard"
    yield from _query(who, view, panel.state["query"]["query"])
    for layer in panel.layers.values():
        columns, order = layer["columns"], layer["columnOrder"]
        if sorted(order) != sorted(columns):
            yield f"{who}: columnOrder is not of its columns"
            continue
        grouped = [columns[name]["isBucketed"] for name in order]
        if grouped != sorted(grouped, reverse=True):
            yield f"{who}: a measure stands before what it is grouped by"
        for place, name in enumerate(order):
            yield from _column(who, view, columns, name, place)
    missing = set(_accessors(panel.state["visualization"])) ^ {
        name for layer in panel.layers.values() for name in layer["columns"]
    }
    yield from (f"{who}: the column {name} is drawn and not counted, or the other way" for name in sorted(missing))


def _column(who: str, view: ViewObject, columns: Mapping[str, Any], name: str, place: int) -> Iterator[str]:
    column = columns[name]
    operation, field = str(column["operationType"]), str(column["sourceField"])
    if operation == "count":
        if field != RECORDS:
            yield f"{who}: {name} counts {field} and not rows"
        return
    yield from _need(f"{who}: {name}", view, field, operation)
    params = column["params"]
    if operation == "terms":
        by = columns.get(params["orderBy"]["columnId"])
        if by is None or by["isBucketed"]:
            yield f"{who}: {name} is ordered by {params['orderBy']['columnId']}, which is no measure"
        if params["otherBucket"] and place:
            yield f"{who}: {name} shows others within another group"


def _accessors(drawn: Mapping[str, object]) -> Iterator[str]:
    """Yield the columns that a visualisation names, wherever it does."""
    for key, value in drawn.items():
        if key in ("metricAccessor", "xAccessor", "splitAccessor", "columnId"):
            yield str(value)
        elif key in ("accessors", "primaryGroups", "metrics") and isinstance(value, list):
            yield from map(str, value)
        elif key in ("layers", "columns") and isinstance(value, list):
            for each in value:
                yield from _accessors(each)


def _grid(bundle: Bundle, dashboard: Line) -> Iterator[str]:
    taken: dict[tuple[int, int], str] = {}
    for panel in bundle.panels(dashboard):
        at, name = panel.told["gridData"], panel.told["panelIndex"]
        if at["i"] != name:
            yield f"panel {panel.name} calls itself {at['i']} on the grid"
        if at["x"] + at["w"] > _COLUMNS:
            yield f"panel {panel.name} is wider than the grid"
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        for other in sorted({taken[cell] for cell in cells if cell in taken}):
            yield f"panel {panel.name} lies over {other}"
        taken |= dict.fromkeys(cells, name)


def _query(who: str, view: ViewObject, query: str) -> Iterator[str]:
    try:
        kql(query, view.fields)
        named = fields_named(query)
    except AskedWrongly as error:
        yield f"{who}: {error}"
        return
    for field in named:
        if field not in view.fields:
            yield f"{who}: the query asks for {field}, which {view.index} has not"


def _need(who: str, view: ViewObject, field: str, use: str) -> Iterator[str]:
    found = view.fields.get(field)
    if found is None:
        yield f"{who}: {view.index} has no field {field}"
    elif not _NEEDS[use](found):
        yield f"{who}: {field} of {view.index} is {found.es_type}, which cannot be used for {use}"
