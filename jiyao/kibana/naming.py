"""Ids and references: fixed, so that an import over an older one replaces it, and every link between two holds."""

from __future__ import annotations

import json
from typing import Any

from jiyao.kibana.description import View

#: The one tag that our sessions and dashboards have.
TAG = "jiyao"
#: How Kibana calls a click that leads from a dashboard to another.
DRILLDOWN = "DASHBOARD_TO_DASHBOARD_DRILLDOWN"
Reference = dict[str, str]


def view_id(view: View) -> str:
    """Return the id of a data view."""
    return f"jiyao-{view}"


def session_id(name: str) -> str:
    """Return the id of a Discover session."""
    return f"jiyao-session-{name}"


def reference(name: str, kind: str, id: str) -> Reference:
    """Return a reference, which is found by its name."""
    return {"name": name, "type": kind, "id": id}


def view_reference(name: str, view: View) -> Reference:
    """Return a reference to a data view."""
    return reference(name, "index-pattern", view_id(view))


def drilldown_reference(event: str, dashboard: str) -> Reference:
    """Return the reference of a click that leads to a dashboard; ``event`` is the id that the click has."""
    return reference(f"drilldown:{DRILLDOWN}:{event}:dashboardId", "dashboard", f"jiyao-{dashboard}")


def text(value: Any) -> str:
    """Return JSON as text: inside its objects Kibana keeps many things so."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
