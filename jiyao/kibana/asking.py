"""What Kibana will ask Elasticsearch for a Discover session and for a control. Pure.

Read in Kibana's ``search_source`` and ``options_list`` (2026-09). Discover asks for whole values with their marks
and no ``_source``; a control for the commonest values, and for those that hold what is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from jiyao.kibana.bundle import Bundle, Line, source_of
from jiyao.kibana.kql import Body
from jiyao.kibana.requests import Asked, body_of, picked, time_of

BEGINS, ENDS = "@kibana-highlighted-field@", "@/kibana-highlighted-field@"
#: So many values a control shows at first.
SHOWN = 10
_MOST_ROWS = 500
_NO_LIMIT = 2_147_483_647
_ESCAPED = str.maketrans({"\\": "\\\\", "*": "\\*", "?": "\\?"})


def session_request(bundle: Bundle, session: Line, now: datetime, typed: str = "") -> Asked:
    """Return the request for the rows of a session; ``typed`` stands in the query bar in place of its own query."""
    view, source = bundle.view_of(session), source_of(session)
    query = typed or source["query"]["query"]
    [[field, direction]] = session["attributes"]["sort"]
    body = body_of(view, [query], picked(view, time_of(session, now)))
    shown = [{"field": name, "include_unmapped": True} for name in view.fields if name not in view.hidden]
    order = {"order": direction, "unmapped_type": "boolean"}
    last = [{"_doc": order}] if view.time else []
    body |= {
        "size": _MOST_ROWS,
        "version": True,
        "sort": [{field: _as_time(order) if view.fields[field].kind == "date" else order}, *last],
        "fields": shown if view.hidden else [{"field": "*", "include_unmapped": True}],
        "stored_fields": ["*"],
        "script_fields": {},
        "_source": {"excludes": list(view.hidden)} if view.hidden else False,
    }
    if source["highlightAll"]:
        body["highlight"] = {
            "pre_tags": [BEGINS], "post_tags": [ENDS], "fields": {"*": {}}, "fragment_size": _NO_LIMIT,
        }  # fmt: skip
    return Asked(session["id"], view.index, body)


def control_requests(
    bundle: Bundle, dashboard: Line, now: datetime, typed: str = "", extra: Sequence[Body] = ()
) -> Iterator[Asked]:
    """Yield the request of each control of a dashboard; ``typed`` stands in its search box."""
    bounds, query = time_of(dashboard, now), source_of(dashboard)["query"]["query"]
    for name, (told, id) in bundle.controls(dashboard).items():
        view, given = bundle.views[id], told["explicitInput"]
        field = given["fieldName"]
        body = body_of(view, [query], picked(view, bounds), extra)
        order = {given["sort"]["by"]: given["sort"]["direction"]}
        values: dict[str, Any] = {
            "suggestions": {"terms": {"size": SHOWN, "field": field, "shard_size": SHOWN, "order": order}},
            "unique_terms": {"cardinality": {"field": field}},
        }
        if typed:
            sought = {"value": f"*{typed.translate(_ESCAPED)}*", "case_insensitive": True}
            values = {"filteredSuggestions": {"filter": {"wildcard": {field: sought}}, "aggs": values}}
        yield Asked(f"{dashboard['id']}/{name}", view.index, body | {"aggs": values})


def chosen(field: str, values: Sequence[str]) -> Body:
    """Return the filter that a control puts on every panel of its dashboard."""
    phrases = [{"match_phrase": {field: value}} for value in values]
    return phrases[0] if len(phrases) == 1 else {"bool": {"minimum_should_match": 1, "should": phrases}}


def _as_time(order: Body) -> Body:
    return order | {"format": "strict_date_optional_time"}
