"""What is wrong with what was asked, in words: which parameter, why, and what may have been meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, get_args, get_origin

from jiyao.search.query import meant

_WHERE = ("query", "path", "header", "cookie", "body")
#: A sentence for each kind of mistake that validation finds, by its name for it.
_SAID: Mapping[str, str] = {
    "missing": "it has to be given",
    "string_too_short": "it is empty: give it a value, or leave it out",
    "string_too_long": "it has more than {max_length} characters",
    "too_long": "it is given more than {max_length} times",
    "int_parsing": "{given} is no whole number",
    "int_parsing_size": "{given} is too large a number",
    "int_from_float": "{given} is no whole number",
    "greater_than_equal": "{given} is less than {ge}, the least that it can be",
    "less_than_equal": "{given} is more than {le}, the most that it can be",
    "bool_parsing": "{given} is neither true nor false",
    "value_error": "{error}",
}


#: What a parameter is called elsewhere: by the fields of rows, by facets, and by other APIs.
_ELSEWHERE: Mapping[str, str] = {
    "query": "q", "text": "q", "search": "q", "limit": "size", "per_page": "size", "page": "offset", "cursor": "after",
    "from": "held_from", "since": "held_from", "to": "held_to", "until": "held_to", "people": "person",
    "name": "person", "names": "person", "chair": "person_as", "chairs": "person_as", "titles": "title",
    "roles": "role", "groups": "group", "places": "place", "region": "place", "regions": "place",
    "cited_documents": "cites", "facets": "facet", "order": "sort", "meeting_identity": "meeting",
    "statements": "has_statements",
}  # fmt: skip


def explained(errors: Sequence[Any], known: Sequence[str]) -> tuple[str, str]:
    """Return a sentence for the first mistake that validation found, and what may have been meant."""
    first = errors[0]
    place = [part for part in first["loc"] if isinstance(part, str)]
    name = place[1] if place[0] in _WHERE and len(place) > 1 else place[0]
    kind, told = first["type"], {"given": _shown(first.get("input")), **(first.get("ctx") or {})}
    if kind == "extra_forbidden":
        return unknown_parameter(name, known)
    if kind in ("literal_error", "enum"):
        values = re.findall("'([^']*)'", told["expected"])
        return f"{name}: {told['given']} is none of its values", meant(str(first["input"]), values)
    said = _SAID[kind].format(**told) if kind in _SAID else f"{first['msg'][:1].lower()}{first['msg'][1:]}"
    return f"{name}: {said}", ""


def unknown_parameter(name: str, known: Collection[str]) -> tuple[str, str]:
    """Return a sentence for a parameter that nobody knows, and what may have been meant."""
    here = _ELSEWHERE.get(name.lower())
    near = here if here and here in known else name
    return f"there is no parameter {name!r}", meant(near, sorted(known), quoted=True)


def given_again(name: str) -> tuple[str, str]:
    """Return a sentence for a parameter that stands several times and may stand once."""
    words = " All words stand in one q, with blanks between them." if name == "q" else ""
    return f"{name} is given several times, and only one of them could be meant", f"Give it once.{words}"


def takes_several(annotation: object) -> bool:
    """Tell whether a parameter of this type may be given several times."""
    return get_origin(annotation) in (list, tuple) or any(map(takes_several, get_args(annotation)))


def _shown(value: object) -> str:
    return repr(str(value)[:100])
