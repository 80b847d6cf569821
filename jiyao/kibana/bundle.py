"""The saved objects as Kibana reads them back: JSON in text opened, views with the fields of their mapping. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from jiyao.kibana.description import View
from jiyao.kibana.fields import FieldType, fields_of, mapping

Line = dict[str, Any]
VIEWS: tuple[View, ...] = get_args(View)


@dataclass(frozen=True)
class ViewObject:
    """A data view with the fields of its mapping."""

    line: Line
    properties: Mapping[str, Any]

    @property
    def index(self) -> str:
        """The alias that is searched."""
        return str(self.line["attributes"]["title"])

    @property
    def time(self) -> str | None:
        """The field that the time picker filters by, None where it does not."""
        found: str | None = self.line["attributes"].get("timeFieldName")
        return found

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """Fields that Discover does not ask for."""
        return tuple(each["value"] for each in self.opened("sourceFilters"))

    @cached_property
    def fields(self) -> dict[str, FieldType]:
        """Every field of the view."""
        return fields_of(self.properties)

    def opened(self, attribute: str) -> Any:
        """Return an attribute that holds JSON as text."""
        return json.loads(self.line["attributes"][attribute])


@dataclass(frozen=True)
class Panel:
    """A panel of a dashboard; ``state`` is what Lens keeps, None where it is no Lens panel."""

    dashboard: str
    told: dict[str, Any]
    view: str | None

    @property
    def name(self) -> str:
        """Its place: ``jiyao-person/titles``."""
        return f"{self.dashboard}/{self.told['panelIndex']}"

    @property
    def state(self) -> dict[str, Any] | None:
        """What Lens keeps of it."""
        attributes = self.told["embeddableConfig"].get("attributes")
        return attributes["state"] if attributes else None

    @property
    def layers(self) -> dict[str, dict[str, Any]]:
        """Its layers of columns, none where it is no Lens panel."""
        return self.state["datasourceStates"]["formBased"]["layers"] if self.state else {}


class Bundle:
    """All objects of a file; ``mappings`` are ours where none are given."""

    def __init__(self, lines: Sequence[Line], mappings: Mapping[View, Mapping[str, Any]] | None = None) -> None:
        self.lines = list(lines)
        self.objects = {(line["type"], line["id"]): line for line in lines}
        given = mappings or {name: mapping(name) for name in VIEWS}
        self.views = {
            line["id"]: ViewObject(line, given[name])
            for name in VIEWS
            for line in lines
            if line["type"] == "index-pattern" and line["id"] == f"jiyao-{name}"
        }

    @classmethod
    def read(cls, text: str) -> Bundle:
        """Return the objects of a file."""
        return cls([json.loads(line) for line in text.splitlines() if line.strip()])

    def of(self, kind: str) -> list[Line]:
        """Return all objects of a kind."""
        return [line for line in self.lines if line["type"] == kind]

    def panels(self, dashboard: Line) -> Iterator[Panel]:
        """Yield the panels of a dashboard, each with the id of the view that it shows."""
        bound = {each["name"]: each["id"] for each in dashboard["references"]}
        for told in json.loads(dashboard["attributes"]["panelsJSON"]):
            name = told["panelIndex"]
            if told["type"] == "search":
                session = self.objects["search", bound[f"{name}:{told['panelRefName']}"]]
                yield Panel(dashboard["id"], told, self.view_of(session).line["id"])
            else:
                view = next((bound[one] for one in bound if one.startswith(f"{name}:indexpattern-")), None)
                yield Panel(dashboard["id"], told, view)

    def controls(self, dashboard: Line) -> dict[str, tuple[dict[str, Any], str]]:
        """Return the controls of a dashboard, each with the id of its view."""
        bound = {each["name"]: each["id"] for each in dashboard["references"]}
        told = json.loads(dashboard["attributes"]["controlGroupInput"]["panelsJSON"])
        return {name: (each, bound[f"controlGroup_{name}:optionsListDataView"]) for name, each in told.items()}

    def view_of(self, session: Line) -> ViewObject:
        """Return the view of a Discover session."""
        name = source_of(session)["indexRefName"]
        return self.views[next(each["id"] for each in session["references"] if each["name"] == name)]


def source_of(line: Line) -> dict[str, Any]:
    """Return the search source that a session or a dashboard has: its query and filters."""
    found: dict[str, Any] = json.loads(line["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
    return found
