"""What goes out over HTTP, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field, WithJsonSchema

from index_mappings import IndexName
from jiyao.api.rows import APART, row_schema, values_schema
from jiyao.search.query import Hit, Page, SearchQuery
from jiyao.search.suggest import Suggested
from pipelines.lexicon.regions import with_names_of_regions


class FragmentAnswer(BaseModel):
    """A piece of the original around what matched."""

    html: str = Field(description="The piece as HTML: escaped, with <em> around what matched")
    text: str = Field(description="The piece as it is")
    marks: list[tuple[int, int]] = Field(description="What matched, in code points of the text, half open")


class HighlightAnswer(BaseModel):
    """Where the query stands in one field."""

    field: str = Field(description="The field of the index that matched", examples=["title"])
    fragments: list[FragmentAnswer]


class HitAnswer(BaseModel):
    """A row that matched."""

    id: str = Field(description="The row's own; of a report the same as report_id")
    report_id: str = Field(description="The report that the row is about; /v1/reports/{report_id} has it whole")
    title: str = Field(description="The title of the report's page, empty where it has none")
    url: str = Field(description="The address of the report's page")
    source: str = Field(description="The name of the source, which is its file's")
    values: dict[str, Any] = Field(description="The row's other fields; what is not known is not there")
    highlights: list[HighlightAnswer] = Field(description="Where the query stands in it; empty without a query")


class ReportHit(HitAnswer):
    """A report that matched, without its text."""

    values: Annotated[dict[str, Any], WithJsonSchema(values_schema("reports"))]


class AttendanceHit(HitAnswer):
    """A person in a meeting that matched."""

    values: Annotated[dict[str, Any], WithJsonSchema(values_schema("attendances"))]


class StatementHit(HitAnswer):
    """A passage that matched."""

    values: Annotated[dict[str, Any], WithJsonSchema(values_schema("statements"))]


AnyHit = TypeVar("AnyHit", bound=HitAnswer)


class FacetValueAnswer(BaseModel):
    """A value and how many of what was found have it."""

    value: str = Field(description="What a filter takes")
    label: str = Field(description="How it is most often written")
    count: int = Field(description="How many of what was found have it, exactly")


class FacetAnswer(BaseModel):
    """The commonest values, or every stretch of time."""

    name: str
    values: list[FacetValueAnswer]
    more: bool = Field(description="Whether there are further values: ask for them with facet_size")


class AddedAnswer(BaseModel):
    """A word of the query and the regional words searched as well."""

    word: str = Field(description="As it was asked", examples=["資訊"])
    also: list[str] = Field(description="What else was searched for it", examples=[["信息"]])


class PageAnswer(BaseModel, Generic[AnyHit]):
    """A page of what was found."""

    total: int = Field(description="How many rows match, exactly")
    offset: int = Field(description="How many hits stand before this page, as asked")
    after: str | None = Field(description="In a walk, what leads to the next page; null on the last")
    hits: list[AnyHit]
    facets: list[FacetAnswer] = Field(description="In the order asked")
    added: list[AddedAnswer] = Field(description="Regional words that were searched as well")


class ReportsPage(PageAnswer[ReportHit]):
    """A page of reports."""


class AttendancesPage(PageAnswer[AttendanceHit]):
    """A page of attendances."""


class StatementsPage(PageAnswer[StatementHit]):
    """A page of statements."""


Answer = TypeVar("Answer", bound=BaseModel)
#: The answer for each kind of thing.
PAGES: Mapping[IndexName, type[BaseModel]] = {
    "reports": ReportsPage,
    "attendances": AttendancesPage,
    "statements": StatementsPage,
}


class FacetsAnswer(BaseModel):
    """What a search would find, counted."""

    total: int = Field(description="How many reports match, exactly")
    facets: list[FacetAnswer] = Field(description="In the order asked")


class SuggestionAnswer(FacetValueAnswer):
    """A name that begins as typed."""

    of: Suggested = Field(description="What it names")


class SuggestionsAnswer(BaseModel):
    """Names that begin as typed, in either script, the most frequent first."""

    values: list[SuggestionAnswer]


class CopyAnswer(ReportHit):
    """A report of nearly the same text."""

    shared: float = Field(description="The share of the text that both have, from 0.5 to 1")


class AlikeAnswer(BaseModel):
    """What belongs to a report."""

    meeting: list[ReportHit] = Field(description="Other reports of the same meeting")
    copies: list[CopyAnswer] = Field(description="Near-copies of its text, in either script")
    body: list[ReportHit] = Field(description="The latest other meetings of the same body")


class PostAnswer(BaseModel):
    """A title, and the days of the first and last meeting that gives it."""

    title: str
    first: str | None = Field(description="The day of the first meeting, null where none has a day")
    last: str | None = Field(description="The day of the last meeting")


class NamesakeAnswer(BaseModel):
    """What is likely one person: kept apart from others of the name by place and posts. A guess."""

    meetings: int = Field(description="How many")
    places: list[str] = Field(description="The regions of these meetings, the commonest first")
    posts: list[PostAnswer] = Field(description="The latest first")
    rows: list[Annotated[dict[str, Any], WithJsonSchema(row_schema("attendances"))]] = Field(
        description="Attendances, the latest first"
    )


class PersonAnswer(BaseModel):
    """All that reports tell of a name."""

    name: str = Field(description="As asked")
    people: list[NamesakeAnswer] = Field(description="Who bear it, as far as places and posts tell them apart")


class HealthAnswer(BaseModel):
    """How the engine is."""

    name: str
    version: str
    documents: int = Field(description="How many reports there are")
    ok: bool
    message: str = Field(description="What is wrong and what to do, empty where nothing is")


def page_answer(answer: type[Answer], query: SearchQuery, page: Page) -> Answer:
    """Return the page as it goes out, as one of :data:`PAGES`."""
    return answer.model_validate(
        {
            "total": page.total,
            "offset": query.offset,
            "after": page.after,
            "hits": [hit_values(hit) for hit in page.hits],
            "facets": with_names_of_regions(page.facets),
            "added": page.added,
        },
        from_attributes=True,
    )


def hit_values(hit: Hit) -> dict[str, Any]:
    """Return a hit as it goes out."""
    apart = APART | ({"text"} if hit.of == "reports" else set())
    return {
        "id": hit.id,
        "report_id": hit.report_id,
        "title": hit.values.get("title", ""),
        "url": hit.values["url"],
        "source": hit.values["source"],
        "values": {name: value for name, value in hit.told.items() if name not in apart},
        "highlights": hit.highlights,
    }
