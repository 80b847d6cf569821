"""A dashboard: its panels on their grid, its controls, and the references that bind them. Pure."""

from __future__ import annotations

from typing import Any

from jiyao.kibana.description import ControlText, DashboardText, Description, PanelText
from jiyao.kibana.naming import DRILLDOWN, Reference, drilldown_reference, reference, session_id, text, view_reference
from jiyao.kibana.panels import lens

_MINUTE = 60_000


def dashboard(told: DashboardText, described: Description) -> tuple[dict[str, Any], list[Reference]]:
    """Return the attributes of a dashboard, and what it refers to."""
    panels, references = [], list[Reference]()
    for name, panel in told.panels.items():
        made, bound = _panel(name, panel, described)
        panels.append(made)
        references += bound
    for name, control in told.controls.items():
        references.append(view_reference(f"controlGroup_{name}:optionsListDataView", control.view))
    time = told.time or described.time
    attributes = {
        "title": told.title,
        "description": told.about,
        "version": 1,
        "timeRestore": True,
        "timeFrom": time.begin,
        "timeTo": time.end,
        "refreshInterval": {"pause": True, "value": _MINUTE},
        "optionsJSON": text(
            {
                "useMargins": True,
                "syncColors": False,
                "syncCursor": True,
                "syncTooltips": False,
                "hidePanelTitles": False,
            }
        ),
        "kibanaSavedObjectMeta": {
            "searchSourceJSON": text({"query": {"query": told.query, "language": "kuery"}, "filter": []})
        },
        "controlGroupInput": _controls(told, described),
        "panelsJSON": text(panels),
    }
    return attributes, references


def _panel(name: str, panel: PanelText, described: Description) -> tuple[dict[str, Any], list[Reference]]:
    x, y, width, height = panel.at
    placed = {"panelIndex": name, "gridData": {"x": x, "y": y, "w": width, "h": height, "i": name}}
    shown: dict[str, Any] = {"title": panel.title, "enhancements": {}}
    if panel.show == "note":
        note = {
            "title": panel.title,
            "type": "markdown",
            "params": {"markdown": panel.text, "fontSize": 12, "openLinksInNewTab": True},
            "data": {"aggs": [], "searchSource": {}},
        }
        return {**placed, "type": "visualization", "embeddableConfig": {**shown, "savedVis": note}}, []
    if panel.show == "session":
        bound = reference(f"{name}:panel_{name}", "search", session_id(panel.session or ""))
        return {**placed, "type": "search", "panelRefName": f"panel_{name}", "embeddableConfig": shown}, [bound]
    attributes, references = lens(panel, described)
    if panel.leads_to:
        event = f"{name}-to-{panel.leads_to}"
        shown["enhancements"] = _click(event, described.dashboards[panel.leads_to].title)
        references = [*references, drilldown_reference(event, panel.leads_to)]
    outer = [reference(f"{name}:{each['name']}", each["type"], each["id"]) for each in references]
    return {**placed, "type": "lens", "embeddableConfig": {**shown, "attributes": attributes}}, outer


def _click(event: str, title: str) -> dict[str, Any]:
    """Return what a click does, in the form of 8.19, which 9.x makes its own of."""
    carried = {"useCurrentFilters": True, "useCurrentDateRange": True, "openInNewTab": False}
    action = {"factoryId": DRILLDOWN, "name": title, "config": carried}
    return {"dynamicActions": {"events": [{"eventId": event, "triggers": ["FILTER_TRIGGER"], "action": action}]}}


def _controls(told: DashboardText, described: Description) -> dict[str, Any]:
    panels = {name: _control(name, order, each, described) for order, (name, each) in enumerate(told.controls.items())}
    return {
        "controlStyle": "oneLine",
        "chainingSystem": "HIERARCHICAL",
        "showApplySelections": False,
        "ignoreParentSettingsJSON": text(
            {"ignoreFilters": False, "ignoreQuery": False, "ignoreTimerange": False, "ignoreValidations": False}
        ),
        "panelsJSON": text(panels),
    }


def _control(name: str, order: int, told: ControlText, described: Description) -> dict[str, Any]:
    view = described.views[told.view]
    given = {
        "id": name,
        "fieldName": told.field,
        "title": view.label(told.field),
        "searchTechnique": "wildcard",
        "selectedOptions": [],
        "sort": {"by": "_count", "direction": "desc"},
    }
    return {"order": order, "width": told.width, "grow": True, "type": "optionsListControl", "explicitInput": given}
