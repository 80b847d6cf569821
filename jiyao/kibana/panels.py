"""A panel as Lens keeps it: what is counted (a layer of columns) and how it is drawn. Pure.

The first columns group, in the order in which Elasticsearch shall nest them, the others measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiyao.kibana.description import By, Description, Of, PanelText, ViewText
from jiyao.kibana.fields import FieldType, fields_of, mapping
from jiyao.kibana.naming import Reference, view_reference

LAYER = "layer"
#: What Lens calls the field of a column that counts rows.
RECORDS = "___records___"
_OPERATIONS = {"count": "count", "distinct": "unique_count"}
_KINDS = {"number": "lnsMetric", "bars": "lnsXY", "rows": "lnsXY", "pie": "lnsPie", "table": "lnsDatatable"}
_SERIES = {"bars": "bar_stacked", "rows": "bar_horizontal_stacked"}


def lens(panel: PanelText, described: Description) -> tuple[dict[str, Any], list[Reference]]:
    """Return the attributes of a Lens panel, and what it refers to."""
    assert panel.view
    view = described.views[panel.view]
    columns = _columns(panel, view, fields_of(mapping(panel.view)))
    layer = {
        "ignoreGlobalFilters": False,
        "incompleteColumns": {},
        "columnOrder": list(columns),
        "columns": columns,
    }
    references = [view_reference(f"indexpattern-datasource-layer-{LAYER}", panel.view)]
    attributes = {
        "title": panel.title,
        "description": "",
        "visualizationType": _KINDS[panel.show],
        "type": "lens",
        "references": references,
        "state": {
            "datasourceStates": {"formBased": {"layers": {LAYER: layer}}, "textBased": {"layers": {}}},
            "visualization": _drawn(panel),
            "query": {"query": panel.query, "language": "kuery"},
            "filters": [],
            "internalReferences": [],
            "adHocDataViews": {},
        },
    }
    return attributes, references


def _columns(panel: PanelText, view: ViewText, types: Mapping[str, FieldType]) -> dict[str, dict[str, Any]]:
    grouping = {f"by{number}": _grouping(by, view, types) for number, by in enumerate(panel.by)}
    measuring = {f"of{number}": _measure(of, view, types) for number, of in enumerate(panel.of)}
    return grouping | measuring


def _grouping(by: By, view: ViewText, types: Mapping[str, FieldType]) -> dict[str, Any]:
    field = by.terms or by.dates or ""
    label = view.label(field)
    column = {"label": by.label or label, "customLabel": True, "isBucketed": True}
    if by.dates:
        params: dict[str, Any] = {"interval": by.every, "includeEmptyRows": True, "dropPartials": False}
        return column | {
            "dataType": "date", "operationType": "date_histogram", "scale": "interval", "sourceField": field,
            "params": params,
        }  # fmt: skip
    params = {
        "size": by.size,
        "orderBy": {"type": "column", "columnId": "of0"},
        "orderDirection": "asc" if by.least else "desc",
        "otherBucket": by.other or by.missing,
        "missingBucket": by.missing,
        "parentFormat": {"id": "terms"},
        "include": [by.only] if by.only else [],
        "exclude": [],
        "includeIsRegex": by.only is not None,
        "excludeIsRegex": False,
    }
    return column | {
        "dataType": types[field].kind, "operationType": "terms", "scale": "ordinal", "sourceField": field,
        "params": params,
    }  # fmt: skip


def _measure(of: Of, view: ViewText, types: Mapping[str, FieldType]) -> dict[str, Any]:
    operation, field = of.operation
    dated = field is not None and view.label(field) != "" and types[field].kind == "date"
    return {
        "label": of.label,
        "customLabel": True,
        "dataType": "date" if dated and operation in ("min", "max") else "number",
        "operationType": _OPERATIONS.get(operation, operation),
        "scale": "ratio",
        "isBucketed": False,
        "sourceField": field or RECORDS,
        "params": {"emptyAsNull": operation not in ("count", "distinct")},
    }


def _drawn(panel: PanelText) -> dict[str, Any]:
    grouping = [f"by{number}" for number in range(len(panel.by))]
    measuring = [f"of{number}" for number in range(len(panel.of))]
    of_layer = {"layerId": LAYER, "layerType": "data"}
    match panel.show:
        case "number":
            return {**of_layer, "metricAccessor": measuring[0]}
        case "table":
            columns = [{"columnId": column} for column in grouping + measuring]
            return {**of_layer, "columns": columns, "rowHeight": "single", "rowHeightLines": 1}
        case "pie":
            drawn = {
                **of_layer, "primaryGroups": grouping, "metrics": measuring, "numberDisplay": "value",
                "categoryDisplay": "default", "legendDisplay": "default", "nestedLegend": False,
            }  # fmt: skip
            return {"shape": "donut", "layers": [drawn]}
        case _:
            return _on_axes(panel, grouping, measuring)


def _on_axes(panel: PanelText, grouping: list[str], measuring: list[str]) -> dict[str, Any]:
    """Return bars; time is the axis where there is any, and what is left divides them."""
    axis = next((f"by{number}" for number, by in enumerate(panel.by) if by.dates), grouping[0])
    layer = {
        "layerId": LAYER, "layerType": "data", "seriesType": _SERIES[panel.show],
        "xAccessor": axis, "accessors": measuring,
    }  # fmt: skip
    others = [column for column in grouping if column != axis]
    return {
        "preferredSeriesType": _SERIES[panel.show],
        "legend": {"isVisible": True, "position": "right", "legendSize": "auto"},
        "valueLabels": "hide",
        "fittingFunction": "None",
        "layers": [layer | ({"splitAccessor": others[0]} if others else {})],
    }
