"""What goes in and out over HTTP, described."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index_mappings import IndexName
from jiyao.errors import AskedWrongly
from jiyao.model import Role
from jiyao.search.query import LARGEST_PAGE, Hit, Page, SearchQuery, Sort
from jiyao.search.syntax import LONGEST


def _day(value: object) -> object:
    # Pydantic takes 2024 for a moment in 1970.
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("a day is written like 2024-12-05")
    return value


_Day = Annotated[date, BeforeValidator(_day)]
_Values = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=50)]


class SearchParameters(BaseModel):
    """The parameters of a search; one that is not here is an error, never ignored."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        "",
        max_length=LONGEST,
        description='Words (all must match), "exact phrases", -not, OR, brackets',
        examples=["寿阳 会议"],
    )
    of: IndexName = Field(
        "reports", description="What to search: a row a page, a person in a meeting, or a passage said"
    )
    held_from: _Day | None = Field(
        None, description="Meetings that had not ended before this day", examples=["2024-01-01"]
    )
    held_to: _Day | None = Field(None, description="Meetings that had begun by this day")
    published_from: _Day | None = Field(None, description="Published on this day (in China) or later")
    published_to: _Day | None = Field(None, description="Published on this day (in China) or earlier")
    source: _Values = Field([], description="Any of these sources")
    place: _Values = Field(
        [], description="Any of these places: a name as written, or an official code with all below it"
    )
    body: _Values = Field([], description="Any of these bodies that met")
    level: _Values = Field([], description="Any of these levels")
    kind: _Values = Field([], description="Any of these kinds of meeting")
    ordinal: _Values = Field([], description="Any of these ordinals")
    person: _Values = Field([], description="All of these people took part")
    role: Role | None = Field(None, description="What those people did, or anybody")
    title: _Values = Field([], description="All of these titles of office are held by somebody")
    script: _Values = Field([], description="Hans, Hant or mixed")
    meetings_only: bool = Field(True, description="Leave out pages that report no meeting")
    regional: bool = Field(True, description="Search regional words as well (資訊 / 信息)")
    sort: Sort = Field("relevance", description="What stands first")
    oldest_first: bool = Field(False, description="Turn the sort round")
    offset: int = Field(0, ge=0, description="Hits to pass over")
    size: int = Field(10, ge=0, le=LARGEST_PAGE, description="Hits of a page")
    facet: _Values = Field([], description="Facets to count", examples=[["people", "month"]])
    facet_size: int = Field(10, ge=1, le=LARGEST_PAGE, description="Values of a facet")

    def query(self) -> SearchQuery:
        """Return the query in the words of the search."""
        given: dict[str, Any] = self.model_dump()
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        given["text"], given["facets"] = given.pop("q"), given.pop("facet")
        return SearchQuery(**given)


def read_parameters(pairs: Iterable[tuple[str, str]]) -> SearchParameters:
    """Return the parameters of an address; :class:`AskedWrongly` for what the API would refuse."""
    values: dict[str, Any] = {}
    for name, value in pairs:
        field = SearchParameters.model_fields.get(name)
        if field and isinstance(field.default, list):
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    try:
        return SearchParameters.model_validate(values)
    except ValidationError as error:
        raise AskedWrongly(*explained(error.errors())) from None


def explained(errors: Sequence[Any]) -> tuple[str, str]:
    """Return a sentence for the first mistake that validation found, and what may have been meant."""
    first = errors[0]
    name = str(first["loc"][-1])
    if first["type"] != "extra_forbidden":
        return f"{name}: {first['msg']} (it is {str(first.get('input'))[:100]!r})", ""
    known = list(SearchParameters.model_fields)
    near = difflib.get_close_matches(name, known, 1, 0.5)
    meant = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
    return f"there is no parameter {name!r}", meant


class FragmentAnswer(BaseModel):
    """A piece of the original around what matched."""

    html: str = Field(description="The piece as HTML: escaped, with <em> around what matched")
    text: str = Field(description="The piece as it is")
    marks: list[tuple[int, int]] = Field(description="What matched, in code points of the text, half open")


class HighlightAnswer(BaseModel):
    """Where the query stands in one field."""

    field: str
    fragments: list[FragmentAnswer]


class HitAnswer(BaseModel):
    """A row that matched."""

    id: str
    report_id: str = Field(description="The report that the row is about; /api/reports/{report_id} has it whole")
    title: str
    url: str
    source: str
    values: dict[str, Any] = Field(
        description="The row's other fields as indexed (see index_mappings), without the text of a report"
    )
    highlights: list[HighlightAnswer]


class FacetValueAnswer(BaseModel):
    """A value and how many of what was found have it."""

    value: str = Field(description="What a filter takes")
    label: str = Field(description="How it is most often written")
    count: int


class FacetAnswer(BaseModel):
    """The commonest values, or every stretch of time."""

    name: str
    values: list[FacetValueAnswer]


class AddedAnswer(BaseModel):
    """A word of the query and the regional words searched as well."""

    word: str
    also: list[str]


class PageAnswer(BaseModel):
    """A page of what was found."""

    total: int = Field(description="How many rows match, exactly")
    offset: int
    hits: list[HitAnswer]
    facets: list[FacetAnswer]
    added: list[AddedAnswer]


class HealthAnswer(BaseModel):
    """How the engine is."""

    name: str
    version: str
    documents: int = Field(description="How many reports there are")
    ok: bool
    message: str = Field(description="What is wrong and what to do, empty where nothing is")


def page_answer(query: SearchQuery, page: Page) -> PageAnswer:
    """Return the page as it goes out."""
    return PageAnswer.model_validate(
        {
            "total": page.total,
            "offset": query.offset,
            "hits": [_hit(hit) for hit in page.hits],
            "facets": page.facets,
            "added": page.added,
        },
        from_attributes=True,
    )


def _hit(hit: Hit) -> dict[str, Any]:
    apart = {"id", "report", "title", "url", "source"} | ({"text"} if hit.of == "reports" else set())
    return {
        "id": hit.id,
        "report_id": hit.report_id,
        "title": hit.values.get("title", ""),
        "url": hit.values["url"],
        "source": hit.values["source"],
        "values": {name: value for name, value in hit.values.items() if name not in apart},
        "highlights": hit.highlights,
    }
