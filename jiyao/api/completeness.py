"""The route for what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from jiyao.api.given import Index
from jiyao.api.problems import problems
from jiyao.api.route import StrictRoute
from jiyao.search import SearchIndex, SearchQuery
from jiyao.search.completeness import Completeness, completeness_of
from jiyao.search.query import FacetValue
from pipelines.lexicon.regions import places_meant

#: Of one body so many reports are looked at.
MOST_ROWS = 5_000
#: Of those that met most, so many of all together: on one core 10,000 take about a second (2026-11).
MOST_TOGETHER = 10_000
MOST_BODIES = 100
_Values = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=20)]


_SIZE = f"So many bodies, those that met most first; fewer where these have more than {MOST_TOGETHER:,} reports"


class GapAnswer(BaseModel):
    """A number that no report tells of, and the days that it was held between, where these are known."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    after: str | None = Field(description="Held on this day or later")
    before: str | None = Field(description="Held on this day or earlier")


class CountAnswer(BaseModel):
    """Meetings that a body counts together."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    term: int | None = Field(description="The term (届) that the numbers name")
    known: list[int]
    gaps: list[GapAnswer] = Field(description="Missing between those that are known")
    earlier: int = Field(description="How many came before the first that is known")
    percent: float = Field(description="What part is known of the meetings held up to the last that is known")
    percent_since_first: float = Field(description="The same without those before the first that is known")
    first_on: str | None
    last_on: str | None
    pause: float | None = Field(description="The usual days between two, where at least four are known")
    silent: bool = Field(description="None came for three times as long")


class CompletenessAnswer(BaseModel):
    """A body, what it counts, and how many of its meetings have no number: of these nobody can say what is missing."""

    model_config = ConfigDict(from_attributes=True)

    body: str
    region: str | None = Field(description="Code of the region, where it is known")
    source: str | None = Field(description="Whose reports tell of it, where no region is known: 县政府 is many bodies")
    percent: float | None = Field(description="Over all counts; null where nothing is counted")
    percent_since_first: float | None
    counts: list[CountAnswer]
    unnumbered: int


completeness_routes = APIRouter(prefix="/v1", tags=["reports"], route_class=StrictRoute, responses=problems())


@completeness_routes.get("/completeness", operation_id="get_completeness")
def get_completeness(
    index: Index,
    body: Annotated[_Values, Query(description="Only these bodies", examples=[["寿阳县人民政府"]])] = (),
    place: Annotated[_Values, Query(description="Only there: a name or a code", examples=[["寿阳县"]])] = (),
    size: Annotated[int, Query(ge=1, le=MOST_BODIES, description=_SIZE, examples=[5])] = 20,
) -> list[CompletenessAnswer]:
    """Return which numbered meetings of bodies are missing here, those bodies first of which most are."""
    found = missing_of(index, body, place, size)
    return [CompletenessAnswer.model_validate(one) for one in found]


def missing_of(
    index: SearchIndex, bodies: tuple[str, ...], places: tuple[str, ...], size: int = MOST_BODIES
) -> list[Completeness]:
    """Return the completeness of these bodies, or of those that met most, until enough reports are looked at."""
    places = places_meant(places)
    if not bodies:
        asked = SearchQuery(place=places, size=0, facets=("body",), facet_size=size)
        bodies = tuple(_at_once(index.search(asked).facets[0].values))
    rows = [
        row for body in bodies for row in islice(index.meetings(SearchQuery(body=(body,), place=places)), MOST_ROWS)
    ]
    return completeness_of(rows, datetime.now(UTC).date())


def _at_once(bodies: Iterable[FacetValue]) -> Iterator[str]:
    """Yield the first, and more of them while their reports are not too many."""
    together = 0
    for number, body in enumerate(bodies):
        together += min(body.count, MOST_ROWS)
        if number and together > MOST_TOGETHER:
            return
        yield body.value
