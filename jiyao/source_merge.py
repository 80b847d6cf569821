"""YAML that remembers where each key was written, and a family's keys under a source's own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from jiyao.errors import SourceError

Location = tuple[str | int, ...]

_WAYS = frozenset({"link", "formula", "cursor", "cursor_pattern"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was written: a file and a line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Document:
    """The mapping of a YAML file, where each of its keys was written, and what is wrong with the keys."""

    values: Mapping[str, Any]
    origins: Mapping[Location, Origin]
    problems: tuple[tuple[Origin, str], ...] = ()

    def origin(self, location: Location) -> Origin:
        """Return where a key was written, or the nearest key around it."""
        while location not in self.origins:
            location = location[:-1]
        return self.origins[location]


def parse(text: str, file: str) -> Document:
    """Return the document that ``text`` holds; ``file`` is what messages call it."""
    advice = f"Mend {file} and run again."
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        hint = "Inside [ ] a selector with brackets of its own needs quotes, or a line of its own."
        raise SourceError(f"{file}{_mark(error)}: not YAML: {_first_line(error)}", f"{advice} {hint}") from None
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        raise SourceError(f"{file}:1: a source file is a mapping of keys to values", advice)
    origins: dict[Location, Origin] = {}
    problems = _walk(node, (), file, origins)
    return Document(values, origins, tuple(problems))


def merge(family: Document, own: Document) -> Document:
    """Return the source with what it leaves out taken from its family; mappings are merged key by key.

    ``null`` takes a key of the family away. ``paging``, of lists and of articles, is all
    or nothing: a source that says how its next page is found says all of it.
    """
    origins: dict[Location, Origin] = {(): own.origins[()]}
    values = _merge(family, own, (), origins)
    return Document(values, origins, family.problems + own.problems)


def dotted(location: Location) -> str:
    """Return a location as a person writes it: ``article.title[1]``, counted from 1."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


def _merge(family: Document, own: Document, at: Location, origins: dict[Location, Origin]) -> dict[str, Any]:
    theirs, ours = _at(family.values, at), _at(own.values, at)
    merged: dict[str, Any] = {}
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        below = (*at, key)
        document = own if key in ours else family
        value = ours[key] if key in ours else theirs[key]
        if value is None and key in ours and key in theirs:
            continue  # it takes the family's away
        merges = isinstance(value, dict) and isinstance(theirs.get(key), dict) and not _another_way(below, value)
        if key in ours and merges:
            origins[below] = own.origins[below]
            value = _merge(family, own, below, origins)
        else:
            length = len(below)
            origins |= {place: origin for place, origin in document.origins.items() if place[:length] == below}
        merged[key] = value
    return merged


def _another_way(location: Location, value: Mapping[str, Any]) -> bool:
    """Tell whether a source finds its next page in a way of its own: then nothing of its family's is wanted."""
    return location in (("listing", "paging"), ("article", "paging")) and bool(_WAYS & value.keys())


def _at(values: Mapping[str, Any], location: Location) -> Mapping[str, Any]:
    found: Any = values
    for step in location:
        found = found[step]
    return found if isinstance(found, Mapping) else {}


def _walk(node: yaml.Node, location: Location, file: str, origins: dict[Location, Origin]) -> list[tuple[Origin, str]]:
    """Fill ``origins`` with every key below ``node``; return keys that stand twice."""
    twice: list[tuple[Origin, str]] = []
    origins.setdefault(location, Origin(file, node.start_mark.line + 1))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below, origin = (*location, key.value), Origin(file, key.start_mark.line + 1)
            if below in origins:
                twice.append((origin, f"{dotted(below)}: this key stands twice, first in line {origins[below].line}"))
            origins[below] = origin
            twice += _walk(value, below, file, origins)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            twice += _walk(value, (*location, index), file, origins)
    return twice


def _mark(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}" if mark else ""


def _first_line(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]
