"""Whether an Elasticsearch answers what Kibana will ask: the fields of each view, each panel, control and session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jiyao.errors import EngineError
from jiyao.kibana.asking import control_requests, session_request
from jiyao.kibana.bundle import Bundle, ViewObject
from jiyao.kibana.requests import Asked, other_request, panel_requests
from jiyao.search.elastic_server import Server


def unanswered(bundle: Bundle, server: Server, now: datetime) -> list[str]:
    """Return a sentence for each thing that the server lacks or does not answer; how much it finds does not matter.

    :class:`~jiyao.errors.EngineAway` where it does not answer at all.
    """
    fields = {index: _fields_of(index, server) for index in dict.fromkeys(view.index for view in bundle.views.values())}
    if missing := [index for index, told in fields.items() if not told]:
        them = "it" if len(missing) == 1 else "them"
        said = f"there is no index {', '.join(missing)} yet, or this user may not read {them}"
        return [f"{said}; `jiyao rebuild` and `jiyao kibana rows` make what is missing"]
    found = [fault for view in bundle.views.values() for fault in _differences(view, fields[view.index])]
    if found:
        return list(dict.fromkeys(found))
    asked = list(panel_requests(bundle, now))
    asked += [session_request(bundle, session, now) for session in bundle.of("search")]
    for dashboard in bundle.of("dashboard"):
        asked += control_requests(bundle, dashboard, now)
        asked += control_requests(bundle, dashboard, now, "会")
    return [fault for each in asked for fault in _asked(server, each)]


def _fields_of(index: str, server: Server) -> dict[str, Any]:
    """Return what the server says of the fields of an index; nothing where it is not there."""
    with server.troubles():
        answer: dict[str, Any] = server.client.field_caps(index=index, fields="*", ignore_unavailable=True).body
    return dict(answer["fields"])


def _differences(view: ViewObject, told: dict[str, Any]) -> Iterator[str]:
    """Compare what the server says of its fields with what we read in the mapping."""
    for name, field in view.fields.items():
        kinds = told.get(name)
        if kinds is None:
            yield f"{view.index} has no field {name}; run `jiyao rebuild` where it is of an older version"
        elif list(kinds) != [field.es_type]:
            yield f"{view.index}: {name} is {' and '.join(kinds)}, not {field.es_type}"
        elif kinds[field.es_type]["aggregatable"] != field.aggregatable:
            yield f"{view.index}: {name} can be counted by one of mapping and server, not by both"


def _asked(server: Server, asked: Asked) -> Iterator[str]:
    try:
        answer = server.search(asked.index, asked.body)
        if asked.layer and (again := other_request(asked, answer)):
            server.search(again.index, again.body)
    except EngineError as error:
        yield f"{asked.name}: {error}"
        return
    if answer["_shards"]["failed"]:
        yield f"{asked.name}: {answer['_shards']['failed']} shards failed: {answer['_shards']['failures'][0]['reason']}"
