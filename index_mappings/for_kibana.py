"""What Elasticsearch is told for Kibana alone: fields that nobody writes, and how long a text may be that it marks.

person     who a row is about, as compared: one name for it in each index, as a filter of a dashboard needs
capture    the report whose archived page proves the row: a field has one link, and the report's own is taken
province   the name of the province, made of ``regions`` when a row is indexed
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_ALIASES = {
    "reports": {"person": "people.folded", "capture": "id"},
    "attendances": {"person": "name.folded", "capture": "report"},
    "statements": {"person": "speaker.folded", "capture": "report"},
}
#: Kibana marks what it finds in every row that it shows, and above the default of a million characters one long
#: text fails the whole search (9.4.3, 2026-11).
SETTINGS = {"highlight": {"max_analyzed_offset": 20_000_000}}


def fields_for_kibana(name: str) -> dict[str, dict[str, Any]]:
    """Return the fields that a mapping has beside those that are written."""
    aliases = {field: {"type": "alias", "path": path} for field, path in _ALIASES.get(name, {}).items()}
    return {**aliases, "province": dict(_province_field())}


@cache
def provinces() -> Mapping[str, str]:
    """Return the name of each province by its two digits, in both scripts where they differ: 广东 廣東 · Guangdong."""
    text = files("index_mappings").joinpath("provinces.tsv").read_text("utf-8")
    found = {}
    for line in text.splitlines():
        code, simplified, traditional, english = line.split("\t")
        chinese = simplified if simplified == traditional else f"{simplified} {traditional}"
        found[code] = f"{chinese} · {english}"
    return found


@cache
def _province_field() -> Mapping[str, Any]:
    """Return the mapping of ``province``: nobody writes it, Elasticsearch makes it of ``regions`` as it indexes.

    Computed in each request instead, it took a control 7.4 s over a million rows, where this takes 0.1 s
    (9.4.3 on one core, 2026-11).
    """
    names = ";" + "".join(f"{code}{name};" for code, name in provinces().items())
    source = (
        "if (doc['regions'].size() > 0) {"
        f" String names = '{names}';"
        " for (String code : doc['regions']) {"
        " if (code.length() == 2) {"
        " int at = names.indexOf(';' + code);"
        " if (at >= 0) { emit(names.substring(at + 3, names.indexOf(';', at + 1))); } } } }"
    )
    return {"type": "keyword", "script": {"source": source}, "on_script_error": "continue"}
