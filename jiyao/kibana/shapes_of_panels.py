"""The shape of a dashboard's panels, and of what Lens keeps in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from jiyao.kibana.shapes import Query, Reference, sentence


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Grid(_Shape):
    x: int = Field(ge=0)
    y: int = Field(ge=0)
    w: int = Field(ge=4, le=48)
    h: int = Field(ge=3)
    i: str = Field(min_length=1)


class _Panel(_Shape):
    panelIndex: str = Field(min_length=1)
    gridData: Grid


class _Shown(_Shape):
    title: str
    enhancements: dict[str, Any] = Field(max_length=0)


class NoteParams(_Shape):
    markdown: str = Field(min_length=1)
    fontSize: int
    openLinksInNewTab: bool


class NoteData(_Shape):
    aggs: list[Any] = Field(max_length=0)
    searchSource: dict[str, Any] = Field(max_length=0)


class Note(_Shape):
    title: str
    type: Literal["markdown"]
    params: NoteParams
    data: NoteData


class _ShownNote(_Shown):
    savedVis: Note


class NotePanel(_Panel):
    type: Literal["visualization"]
    embeddableConfig: _ShownNote


class SessionPanel(_Panel):
    type: Literal["search"]
    panelRefName: str
    embeddableConfig: _Shown


class _Column(_Shape):
    label: str = Field(min_length=1)
    customLabel: Literal[True]
    isBucketed: bool
    sourceField: str = Field(min_length=1)


class HistogramParams(_Shape):
    interval: Literal["1d", "1w", "1M", "1y"]
    includeEmptyRows: bool
    dropPartials: bool


class Histogram(_Column):
    isBucketed: Literal[True]
    operationType: Literal["date_histogram"]
    dataType: Literal["date"]
    scale: Literal["interval"]
    params: HistogramParams


class OrderBy(_Shape):
    type: Literal["column"]
    columnId: str


class Parent(_Shape):
    id: Literal["terms"]


class TermsParams(_Shape):
    size: int = Field(ge=1, le=1000)
    orderBy: OrderBy
    orderDirection: Literal["asc", "desc"]
    otherBucket: bool
    missingBucket: bool
    parentFormat: Parent
    include: list[str] = Field(max_length=1)
    exclude: list[str] = Field(max_length=0)
    includeIsRegex: bool
    excludeIsRegex: bool


class Terms(_Column):
    isBucketed: Literal[True]
    operationType: Literal["terms"]
    dataType: Literal["string", "number", "boolean", "date", "ip"]
    scale: Literal["ordinal"]
    params: TermsParams


class FigureParams(_Shape):
    emptyAsNull: bool


class Figure(_Column):
    isBucketed: Literal[False]
    operationType: Literal["count", "unique_count", "max", "min", "sum", "average"]
    dataType: Literal["number", "date"]
    scale: Literal["ratio"]
    params: FigureParams


Column = Annotated[Histogram | Terms | Figure, Field(discriminator="operationType")]


class Layer(_Shape):
    ignoreGlobalFilters: Literal[False]
    incompleteColumns: dict[str, Any] = Field(max_length=0)
    columnOrder: list[str] = Field(min_length=1)
    columns: dict[str, Column]


class Layers(_Shape):
    layers: dict[str, Layer] = Field(min_length=1)


class NoLayers(_Shape):
    layers: dict[str, Any] = Field(max_length=0)


class Sources(_Shape):
    formBased: Layers
    textBased: NoLayers


class _OfLayer(_Shape):
    layerId: str
    layerType: Literal["data"]


class Metric(_OfLayer):
    metricAccessor: str


class TableColumn(_Shape):
    columnId: str


class Table(_OfLayer):
    columns: list[TableColumn] = Field(min_length=1)
    rowHeight: Literal["single"]
    rowHeightLines: int


class PieLayer(_OfLayer):
    primaryGroups: list[str] = Field(min_length=1)
    metrics: list[str] = Field(min_length=1)
    numberDisplay: Literal["percent", "value", "hidden"]
    categoryDisplay: Literal["default", "inside", "hide"]
    legendDisplay: Literal["default", "show", "hide"]
    nestedLegend: bool


class Pie(_Shape):
    shape: Literal["donut", "pie"]
    layers: list[PieLayer] = Field(min_length=1)


Series = Literal["bar_stacked", "bar_horizontal_stacked"]


class AxesLayer(_OfLayer):
    seriesType: Series
    xAccessor: str
    accessors: list[str] = Field(min_length=1)
    splitAccessor: str | None = None


class Legend(_Shape):
    isVisible: bool
    position: Literal["right", "bottom"]
    legendSize: Literal["auto"]


class Axes(_Shape):
    preferredSeriesType: Series
    legend: Legend
    valueLabels: Literal["hide", "show"]
    fittingFunction: Literal["None"]
    layers: list[AxesLayer] = Field(min_length=1)


class _State(_Shape):
    datasourceStates: Sources
    query: Query
    filters: list[Any] = Field(max_length=0)
    internalReferences: list[Any] = Field(max_length=0)
    adHocDataViews: dict[str, Any] = Field(max_length=0)


class AxesState(_State):
    visualization: Axes


class PieState(_State):
    visualization: Pie


class MetricState(_State):
    visualization: Metric


class TableState(_State):
    visualization: Table


class _Lens(_Shape):
    title: str
    description: str
    type: Literal["lens"]
    references: list[Reference] = Field(min_length=1)


class AxesLens(_Lens):
    visualizationType: Literal["lnsXY"]
    state: AxesState


class PieLens(_Lens):
    visualizationType: Literal["lnsPie"]
    state: PieState


class MetricLens(_Lens):
    visualizationType: Literal["lnsMetric"]
    state: MetricState


class TableLens(_Lens):
    visualizationType: Literal["lnsDatatable"]
    state: TableState


class ClickConfig(_Shape):
    useCurrentFilters: bool
    useCurrentDateRange: bool
    openInNewTab: bool


class ClickAction(_Shape):
    factoryId: Literal["DASHBOARD_TO_DASHBOARD_DRILLDOWN"]
    name: str = Field(min_length=1)
    config: ClickConfig


class Click(_Shape):
    eventId: str = Field(pattern=r"^[a-z_-]+$")
    triggers: list[Literal["FILTER_TRIGGER"]] = Field(min_length=1, max_length=1)
    action: ClickAction


class Clicks(_Shape):
    events: list[Click] = Field(min_length=1, max_length=1)


class Enhancements(_Shape):
    dynamicActions: Clicks | None = None


class _ShownLens(_Shown):
    enhancements: Enhancements  # type: ignore[assignment]
    attributes: Annotated[AxesLens | PieLens | MetricLens | TableLens, Field(discriminator="visualizationType")]


class LensPanel(_Panel):
    type: Literal["lens"]
    embeddableConfig: _ShownLens


_PANELS: TypeAdapter[Any] = TypeAdapter(
    list[Annotated[NotePanel | SessionPanel | LensPanel, Field(discriminator="type")]]
)


def faults_of_panels(line: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing of a dashboard's panels that is not as Kibana keeps it."""
    try:
        _PANELS.validate_json(line["attributes"]["panelsJSON"])
    except ValidationError as error:
        return [sentence(line, each, "panelsJSON.") for each in error.errors()]
    return []
