"""The description as Kibana's saved objects: data views, Discover sessions, dashboards, a tag; one a line."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from jiyao.errors import AskedWrongly
from jiyao.kibana.dashboards import dashboard
from jiyao.kibana.description import Description, FieldText, SessionText, View, ViewText
from jiyao.kibana.labels import lookup
from jiyao.kibana.naming import TAG, reference, session_id, text, view_id, view_reference

Line = dict[str, Any]
#: Where `jiyao serve` stands by itself; the committed file has it.
DEFAULT_PAGE = "http://127.0.0.1:8777"
#: 8.19 and every 9.x take these, see docs/kibana.md; a newer number would shut out 8.19.
VERSIONS = {"index-pattern": "8.0.0", "tag": "8.0.0", "search": "10.1.0", "dashboard": "10.2.0"}
CORE_VERSION = "8.8.0"
_INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index"


def saved_objects(described: Description, page_url: str = DEFAULT_PAGE, prefix: str = "jiyao") -> list[Line]:
    """Return every object, for the indices of ``prefix`` and a page at ``page_url``.

    :class:`AskedWrongly` where that is not the absolute address of a page.
    """
    page = page_address(page_url)
    lines = [_object("tag", TAG, {"name": "纪要 Jiyao", "description": "", "color": "#8b1a1a"}, [])]
    for name, view in described.views.items():
        lines.append(_object("index-pattern", view_id(name), _view(name, view, page, prefix), []))
    for id, session in described.sessions.items():
        references = [view_reference(_INDEX, session.view), reference(f"tag-ref-{TAG}", "tag", TAG)]
        lines.append(_object("search", session_id(id), _session(session, described), references))
    for id, told in described.dashboards.items():
        attributes, references = dashboard(told, described)
        references.append(reference(f"tag-ref-{TAG}", "tag", TAG))
        lines.append(_object("dashboard", f"jiyao-{id}", attributes, references))
    return lines


def ndjson(lines: list[Line]) -> str:
    """Return the objects as a file that Kibana imports."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def page_address(given: str) -> str:
    """Return an address without the slash at its end; a link in Kibana needs an absolute one."""
    parts = urlsplit(given.strip())
    host = re.fullmatch(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?", parts.netloc, re.A)
    if (
        parts.scheme not in ("http", "https")
        or not host
        or parts.query
        or parts.fragment
        or re.search(r"[\s{}]", given)
    ):
        raise AskedWrongly(
            f"{given!r} is not the address of a page", "Give what a browser opens, such as https://jiyao.example.org."
        )
    return given.strip().rstrip("/")


def _object(kind: str, id: str, attributes: dict[str, Any], references: list[dict[str, str]]) -> Line:
    return {
        "type": kind,
        "id": id,
        "managed": True,
        "coreMigrationVersion": CORE_VERSION,
        "typeMigrationVersion": VERSIONS[kind],
        "references": references,
        "attributes": attributes,
    }


def _view(name: View, view: ViewText, page: str, prefix: str) -> dict[str, Any]:
    formats = {field: made for field, told in view.fields.items() if (made := _format(told, page))}
    return {
        "title": f"{prefix}-{name}",
        "name": view.name,
        **({"timeFieldName": view.time} if view.time else {}),
        "fields": "[]",
        "fieldAttrs": text({field: {"customLabel": told.label} for field, told in view.fields.items()}),
        "fieldFormatMap": text(formats),
        "runtimeFieldMap": "{}",
        "sourceFilters": text([{"value": field} for field in view.hide]),
        "typeMeta": "{}",
        "allowNoIndex": True,
    }


def _format(told: FieldText, page: str) -> dict[str, Any] | None:
    if told.link:
        template = told.link if told.link.startswith("{{") else page + told.link
        params = {"type": "a", "urlTemplate": template, "labelTemplate": told.shows, "openLinkInCurrentTab": False}
        return {"id": "url", "params": params}
    if told.day:
        # Without a zone: Kibana's own setting decides, whatever stands here (2026-09).
        return {"id": "date", "params": {"pattern": "YYYY-MM-DD"}}
    if entries := lookup(told):
        pairs = [{"key": code, "value": label} for code, label in entries.items()]
        return {"id": "static_lookup", "params": {"lookupEntries": pairs}}
    return None


def _session(told: SessionText, described: Description) -> dict[str, Any]:
    source = {
        "highlightAll": True,
        "version": True,
        "query": {"query": told.query, "language": "kuery"},
        "filter": [],
        "indexRefName": _INDEX,
    }
    return {
        "title": told.title,
        "description": told.about,
        "columns": list(told.columns),
        "sort": [[told.sort, "desc"]],
        "grid": {},
        "hideChart": described.views[told.view].time is None,
        "isTextBasedQuery": False,
        "usesAdHocDataView": False,
        "rowHeight": 3,
        "timeRestore": True,
        "timeRange": {"from": described.time.begin, "to": described.time.end},
        "refreshInterval": {"pause": True, "value": 60000},
        "kibanaSavedObjectMeta": {"searchSourceJSON": text(source)},
    }
