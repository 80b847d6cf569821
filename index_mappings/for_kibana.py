"""What Elasticsearch is told for Kibana alone: fields that nobody writes, and how long a text may be that it marks.

person     who a row is about, as compared: one name for it in each index, as a filter of a dashboard needs
capture    the report whose archived page proves the row: a field has one link, and the report's own is taken
meeting    the identity of the meeting, else its one report: so that reprints count once, and none is left out
province   the name of the province, and
city       that of the city, both made of ``regions`` when a row is indexed; those of counties are too many for a script
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

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
    once = {"meeting": _counted_once(_ALIASES[name]["capture"])} if name in _ALIASES else {}
    return {**aliases, **once, "province": dict(_named("province")), "city": dict(_named("city"))}


@cache
def provinces() -> Mapping[str, str]:
    """Return the name of each province by its two digits, in both scripts where they differ: 广东 廣東 · Guangdong."""
    return {code: f"{_both(*names)} · {english}" for code, *names, english in _rows("provinces.tsv")}


@cache
def cities() -> Mapping[str, str]:
    """Return the name of each city by the digits that all below it share, in both scripts: 广州市 廣州市."""
    return {code: _both(*names) for code, *names in _rows("cities.tsv")}


def _rows(file: str) -> list[list[str]]:
    text = files("index_mappings").joinpath(file).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _both(simplified: str, traditional: str) -> str:
    return simplified if simplified == traditional else f"{simplified} {traditional}"


def _counted_once(report: str) -> dict[str, Any]:
    """Return the mapping of what a meeting is counted by; ``report`` is the field that names a row's report."""
    source = (
        "if (doc['is_meeting'].size() > 0 && doc['is_meeting'].value) {"
        f" emit(doc['meeting_identity'].size() > 0 ? doc['meeting_identity'].value : doc['{report}'].value); }}"
    )
    return {"type": "keyword", "script": {"source": source}, "on_script_error": "continue"}


@cache
def _named(field: Literal["province", "city"]) -> Mapping[str, Any]:
    """Return the mapping of a field of names: nobody writes it, Elasticsearch makes it of ``regions`` as it indexes.

    Computed in each request instead, it took a control 7.4 s over a million rows, where this takes 0.1 s
    (9.4.3 on one core, 2026-11).
    """
    known = provinces() if field == "province" else cities()
    names = ";" + "".join(f"{code}={name};" for code, name in known.items())
    source = (
        "if (doc['regions'].size() > 0) {"
        f" String names = '{names}';"
        " for (String code : doc['regions']) {"
        " int at = names.indexOf(';' + code + '=');"
        " if (at >= 0) { emit(names.substring(at + code.length() + 2, names.indexOf(';', at + 1))); } } }"
    )
    return {"type": "keyword", "script": {"source": source}, "on_script_error": "continue"}
