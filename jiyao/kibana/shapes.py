"""The shape of each object as Kibana 8.19 keeps it: a key that is missing, too many or of another kind is a fault.

Kibana itself refuses unknown keys of a Discover session, passes over those of a dashboard and of Lens, and does
not look at a data view or a tag at all; here every one is refused, so that a slip is not found by a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Json, TypeAdapter, ValidationError


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class Reference(_Shape):
    name: str = Field(min_length=1)
    type: Literal["index-pattern", "search", "tag", "dashboard"]
    id: str = Field(min_length=1)


class _Line(_Shape):
    id: str = Field(pattern=r"^jiyao(-[a-z]+)*$")
    managed: Literal[True]
    coreMigrationVersion: Literal["8.8.0"]
    references: list[Reference]


class Query(_Shape):
    query: str
    language: Literal["kuery"]


class TimeRange(_Shape):
    begin: str = Field(alias="from", pattern=r"^(now(-\d+d)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$")
    end: str = Field(alias="to", pattern=r"^(now|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$")


class Refresh(_Shape):
    pause: bool
    value: int


class TagAttributes(_Shape):
    name: str = Field(min_length=1)
    description: str
    color: str = Field(pattern=r"^#[0-9a-f]{6}$")


class Label(_Shape):
    customLabel: str = Field(min_length=1)


class LinkParams(_Shape):
    type: Literal["a"]
    urlTemplate: str = Field(pattern=r"^(https?://.*)?\{\{(raw)?[vV]alue\}\}(/capture)?$")
    labelTemplate: str = Field(min_length=1)
    openLinkInCurrentTab: bool


class Link(_Shape):
    id: Literal["url"]
    params: LinkParams


class Entry(_Shape):
    key: str = Field(min_length=1)
    value: str = Field(min_length=1)


class LookupParams(_Shape):
    lookupEntries: list[Entry] = Field(min_length=1)


class Lookup(_Shape):
    id: Literal["static_lookup"]
    params: LookupParams


class DayParams(_Shape):
    pattern: Literal["YYYY-MM-DD"]


class Day(_Shape):
    id: Literal["date"]
    params: DayParams


class Hidden(_Shape):
    value: str


class ViewAttributes(_Shape):
    title: str = Field(min_length=1)
    name: str = Field(min_length=1)
    timeFieldName: str = Field(default="", min_length=1)
    fields: Literal["[]"]
    fieldAttrs: Json[dict[str, Label]]
    fieldFormatMap: Json[dict[str, Annotated[Link | Lookup | Day, Field(discriminator="id")]]]
    runtimeFieldMap: Literal["{}"]
    sourceFilters: Json[list[Hidden]]
    typeMeta: Literal["{}"]
    allowNoIndex: bool


class SessionSource(_Shape):
    highlightAll: bool
    version: bool
    query: Query
    filter: list[Any] = Field(max_length=0)
    indexRefName: Literal["kibanaSavedObjectMeta.searchSourceJSON.index"]


class SessionMeta(_Shape):
    searchSourceJSON: Json[SessionSource]


class SessionAttributes(_Shape):
    title: str = Field(min_length=1)
    description: str
    columns: list[str] = Field(min_length=1)
    sort: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = Field(min_length=1)
    grid: dict[str, Any]
    hideChart: bool
    isTextBasedQuery: Literal[False]
    usesAdHocDataView: Literal[False]
    rowHeight: int
    timeRestore: Literal[True]
    timeRange: TimeRange
    refreshInterval: Refresh
    kibanaSavedObjectMeta: SessionMeta


class DashboardSource(_Shape):
    query: Query
    filter: list[Any] = Field(max_length=0)


class DashboardMeta(_Shape):
    searchSourceJSON: Json[DashboardSource]


class Options(_Shape):
    useMargins: bool
    syncColors: bool
    syncCursor: bool
    syncTooltips: bool
    hidePanelTitles: bool


class Ignored(_Shape):
    ignoreFilters: bool
    ignoreQuery: bool
    ignoreTimerange: bool
    ignoreValidations: bool


class Sort(_Shape):
    by: Literal["_count", "_key"]
    direction: Literal["asc", "desc"]


class ControlInput(_Shape):
    id: str
    fieldName: str = Field(min_length=1)
    title: str = Field(min_length=1)
    searchTechnique: Literal["prefix", "wildcard", "exact"]
    selectedOptions: list[str] = Field(max_length=0)
    sort: Sort


class Control(_Shape):
    order: int
    width: Literal["small", "medium", "large"]
    grow: bool
    type: Literal["optionsListControl"]
    explicitInput: ControlInput


class Controls(_Shape):
    controlStyle: Literal["oneLine"]
    chainingSystem: Literal["HIERARCHICAL"]
    showApplySelections: bool
    ignoreParentSettingsJSON: Json[Ignored]
    panelsJSON: Json[dict[str, Control]]


class DashboardAttributes(_Shape):
    title: str = Field(min_length=1)
    description: str
    version: Literal[1]
    timeRestore: Literal[True]
    timeFrom: str
    timeTo: str
    refreshInterval: Refresh
    optionsJSON: Json[Options]
    kibanaSavedObjectMeta: DashboardMeta
    controlGroupInput: Controls
    panelsJSON: str


class Tag(_Line):
    type: Literal["tag"]
    typeMigrationVersion: Literal["8.0.0"]
    attributes: TagAttributes


class View(_Line):
    type: Literal["index-pattern"]
    typeMigrationVersion: Literal["8.0.0"]
    attributes: ViewAttributes


class Session(_Line):
    type: Literal["search"]
    typeMigrationVersion: Literal["10.1.0"]
    attributes: SessionAttributes


class Dashboard(_Line):
    type: Literal["dashboard"]
    typeMigrationVersion: Literal["10.2.0"]
    attributes: DashboardAttributes


_LINE: TypeAdapter[Any] = TypeAdapter(Annotated[Tag | View | Session | Dashboard, Field(discriminator="type")])


def faults_of_shape(line: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing of an object that is not as Kibana keeps it."""
    from jiyao.kibana.shapes_of_panels import faults_of_panels

    try:
        _LINE.validate_python(line)
    except ValidationError as error:
        return [sentence(line, each) for each in error.errors()]
    return faults_of_panels(line) if line["type"] == "dashboard" else []


def sentence(line: Mapping[str, Any], error: Any, where: str = "") -> str:
    """Return where an object is wrong, and how."""
    place = ".".join(map(str, error["loc"]))
    return f"{line.get('type')} {line.get('id')}: {where}{place}: {error['msg']}"
