"""The JSON Schema of a source file, for editors: completion, and mistakes underlined while one types. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jiyao.source import Source

TITLE = "A source of Jiyao"
_FAMILY = {"type": "string", "description": "a family of sites whose keys this source inherits, such as trs"}


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield each object of the schema that has properties, wherever it stands."""
    if isinstance(schema, dict):
        if "properties" in schema and "description" in schema:
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)


def source_schema() -> dict[str, Any]:
    """Return the schema of a source file; every key says what it is for.

    A key that a family may bring is not required here; the check at the door knows.
    """
    schema = Source.model_json_schema()
    parts = list(_objects(schema))
    for part in parts:
        for name, key in part.get("properties", {}).items():
            key.pop("title", None)
            key.setdefault("description", f"{name}: {part['description'].splitlines()[0]}")
    del schema["properties"]["name"]
    schema["properties"] = {"family": _FAMILY, **schema["properties"]}
    for part in parts:
        part.pop("required", None)
    schema |= {"required": ["title", "language", "start"], "title": TITLE}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
