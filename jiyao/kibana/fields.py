"""What Kibana can do with the fields of a view: read from our mappings as it reads them from ``_field_caps``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index_mappings import INDEX_NAMES, KIBANA_INDICES, load, load_for_kibana
from jiyao.kibana.description import View

_NUMBERS = {"integer", "float"}
#: Elasticsearch gives these to every document; Kibana shows them beside ours.
META = frozenset({"_id", "_index", "_score", "_source"})


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field as Kibana sees it: ``kind`` is string, date, number or boolean; ``es_type`` Elasticsearch's own word."""

    kind: str
    es_type: str
    aggregatable: bool
    searchable: bool = True


def mapping(view: View) -> dict[str, Any]:
    """Return the fields of a view's mapping as Elasticsearch is told them."""
    operators = {name: load_for_kibana(name) for name in KIBANA_INDICES}
    searched = {name: load(name) for name in INDEX_NAMES}
    properties: dict[str, Any] = (operators | searched)[view].body["mappings"]["properties"]
    return properties


def fields_of(properties: Mapping[str, Any]) -> dict[str, FieldType]:
    """Return every field of a mapping that a search can use, with its sub-fields.

    Alias fields are what they stand for. An object that is not indexed is no field.
    """
    found: dict[str, FieldType] = {}
    for name, told in properties.items():
        if told["type"] in ("alias", "object"):
            continue
        found[name] = _field(told)
        for suffix, form in told.get("fields", {}).items():
            found[f"{name}.{suffix}"] = _field(form)
    for name, told in properties.items():
        if told["type"] == "alias" and told["path"] in found:
            found[name] = found[told["path"]]
    return found


def _field(told: Mapping[str, Any]) -> FieldType:
    kind = told["type"]
    if kind in _NUMBERS:
        shown = "number"
    elif kind in ("date", "boolean"):
        shown = kind
    else:
        shown = "string"
    aggregatable = kind != "text" and told.get("doc_values", True)
    return FieldType(shown, kind, aggregatable, told.get("index", True))
