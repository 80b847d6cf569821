"""The description that the saved objects are made of, read strictly: an unknown key is an error with its place."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from jiyao.errors import SettingsError

View = Literal["reports", "attendances", "statements", "counts", "gaps", "runs", "sources", "pages"]
FOLDER = "kibana"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldText(_Part):
    """How a field is called and shown; at most one of ``link``, ``words``, ``lookup``, ``regions``, ``day``.

    ``link`` is an address of our page, or ``{{rawValue}}`` for a field that holds an address itself. ``words``
    names the codes whose labels the page has; a ``day`` is shown without an hour.
    """

    label: str
    link: str | None = None
    shows: str = "{{rawValue}}"
    words: str | None = None
    lookup: dict[str, str] = {}
    regions: bool = False
    day: bool = False


def _short(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


class ViewText(_Part):
    """A data view: its label, its time field, what it hides, and its fields.

    Without a time field the time picker has no part in what it shows.
    """

    name: str
    time: str | None = None
    hide: tuple[str, ...] = ()
    fields: dict[str, Annotated[FieldText, BeforeValidator(_short)]]

    def label(self, field: str) -> str:
        """Return what a field is called; :class:`SettingsError` where the view has none of that name."""
        if field not in self.fields:
            near = difflib.get_close_matches(field, self.fields, 1, 0.5)
            raise SettingsError(
                f"the description of Kibana: {self.name} has no field {field}",
                f"Did you mean {near[0]}?" if near else "A field is named as in index_mappings.",
            )
        return self.fields[field].label


class SessionText(_Part):
    """A Discover session, the latest or most of ``sort`` first; ``query`` is KQL."""

    title: str
    about: str
    view: View
    query: str = ""
    columns: tuple[str, ...]
    sort: str


class By(_Part):
    """What a panel groups by: the ``terms`` of a field that have most of the first measure, or stretches of ``dates``.

    ``least`` takes those that have least of it: the stalest, where that is a moment.
    """

    terms: str | None = None
    size: int = Field(10, ge=1, le=1000)
    other: bool = False
    missing: bool = False
    least: bool = False
    only: str | None = None
    dates: str | None = None
    every: Literal["1d", "1w", "1M", "1y"] = "1M"
    label: str | None = None


class Of(_Part):
    """What a panel measures: rows (``count: records``), different values, or a figure of a field."""

    label: str
    count: Literal["records"] | None = None
    distinct: str | None = None
    max: str | None = None
    min: str | None = None
    sum: str | None = None
    average: str | None = None

    @property
    def operation(self) -> tuple[str, str | None]:
        """The measure and its field, None for rows."""
        for name in ("distinct", "max", "min", "sum", "average"):
            if field := getattr(self, name):
                return name, field
        return "count", None


class PanelText(_Part):
    """A panel: ``at`` is x, y, width and height on a grid of 48 columns.

    A click on what it groups by ``leads_to`` the dashboard of that name, with the filter that the click makes.
    """

    show: Literal["note", "number", "bars", "rows", "pie", "table", "session"]
    at: tuple[int, int, int, int]
    title: str = ""
    text: str = ""
    session: str | None = None
    view: View | None = None
    query: str = ""
    by: tuple[By, ...] = ()
    of: tuple[Of, ...] = ()
    leads_to: str | None = None


class ControlText(_Part):
    """A control, which filters every panel of its dashboard."""

    view: View
    field: str
    width: Literal["small", "medium", "large"] = "medium"


class Time(_Part):
    """The stretch of time that sessions and dashboards open with."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    begin: str = Field(alias="from")
    end: str = Field(alias="to")


class DashboardText(_Part):
    """A dashboard; its ``query`` holds for all its panels, its ``time`` is what it opens with."""

    title: str
    about: str
    query: str = ""
    time: Time | None = None
    controls: dict[str, ControlText]
    panels: dict[str, PanelText]


class Description(_Part):
    """Everything that Kibana is given; ``context`` only holds what views have in common."""

    time: Time
    context: dict[str, Any] = {}
    views: dict[View, ViewText]
    sessions: dict[str, SessionText]
    dashboards: dict[str, DashboardText]


def parse_description(text: str, name: str) -> Description:
    """Return the description that a text holds; :class:`SettingsError` names every key that is wrong."""
    try:
        return Description.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise SettingsError(f"{name}: not YAML: {error}") from None
    except ValidationError as error:
        said = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise SettingsError(f"{name}: {'; '.join(said)}") from None


@cache
def read_description() -> Description:
    """Return the description that lies beside the mappings."""
    path = files("index_mappings").joinpath(FOLDER, "description.yaml")
    return parse_description(path.read_text("utf-8"), "index_mappings/kibana/description.yaml")
