"""What a row of the index holds, described: the columns of an export, and the fields that only searches show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index_mappings import IndexName
from jiyao.exports.columns import COLUMNS, Column, Kind
from jiyao.model import KINDS, LEVELS, Role
from jiyao.search.query import SCRIPTS

Schema = dict[str, Any]
_TYPES: Mapping[Kind, Schema] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
}
#: What is narrower than its kind of column.
_NARROWER: Mapping[str, Schema] = {
    "published_at": {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
    "published_precision": {"type": "string", "enum": ["minute", "day"]},
    "held_precision": {"type": "string", "enum": ["minute", "day", "month", "year"]},
    "kind": {"type": "string", "enum": list(KINDS)},
    "level": {"type": "string", "enum": list(LEVELS)},
    "script": {"type": "string", "enum": list(SCRIPTS)},
    "roles": {"type": "array", "items": {"type": "string", "enum": [role.value for role in Role]}},
}
_SEARCHED = (
    Column("is_meeting", "flag", "whether the page reports a meeting"),
    Column("regions", "texts", "codes of the regions around these places, as a filter by place compares them"),
    Column("changed_at", "moment", "when something last happened to the page: first seen, edited or withdrawn"),
    Column("has_statements", "flag", "whether somebody is quoted"),
)
#: What an answer has beside a row's ``values``, and the text of a report, which it leaves out.
APART = frozenset({"id", "report", "title", "url", "source"})


def row_schema(of: IndexName) -> Schema:
    """Return the schema of a row; a field that a report does not tell is not there."""
    columns = {column.name: column for column in (*_SEARCHED, *COLUMNS[of])}
    if of != "reports":
        del columns["has_statements"]
    return {
        "type": "object",
        "properties": {
            name: _NARROWER.get(name, _TYPES[column.kind]) | {"description": column.says}
            for name, column in columns.items()
        },
    }


def values_schema(of: IndexName) -> Schema:
    """Return the schema of what a hit tells as ``values``."""
    whole = row_schema(of)
    left_out = APART | ({"text"} if of == "reports" else set())
    return whole | {"properties": {name: told for name, told in whole["properties"].items() if name not in left_out}}
