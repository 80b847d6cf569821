"""What goes in and out over HTTP, described."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index_mappings import IndexName
from jiyao.errors import AskedWrongly
from jiyao.model import Role
from jiyao.search.cursor import LONGEST as LONGEST_CURSOR
from jiyao.search.query import LARGEST_PAGE, Hit, Page, SearchQuery, Sort, one_of
from jiyao.search.stretches import first_day, last_day
from jiyao.search.suggest import Suggested
from jiyao.search.syntax import LONGEST
from pipelines.lexicon.regions import places_meant, with_names_of_regions


def _first(value: object) -> object:
    # Pydantic takes 2024 for a moment in 1970.
    return first_day(value) if isinstance(value, str) else value


def _last(value: object) -> object:
    return last_day(value) if isinstance(value, str) else value


def _moment(value: object) -> object:
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value):
        raise ValueError("a moment is written like 2024-12-05T08:00:00Z")
    return value


_Moment = Annotated[datetime, BeforeValidator(_moment)]
_First = Annotated[date, BeforeValidator(_first)]
_Last = Annotated[date, BeforeValidator(_last)]
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
    held_from: _First | None = Field(
        None,
        description="Meetings that had not ended before this day; of a month (2024-03) or a year (2024) the first",
        examples=["2024-01-01"],
    )
    held_to: _Last | None = Field(
        None, description="Meetings that had begun by this day; of a month or a year the last"
    )
    published_from: _First | None = Field(None, description="Published on this day (in China) or later")
    published_to: _Last | None = Field(None, description="Published on this day (in China) or earlier")
    source: _Values = Field([], description="Any of these sources")
    place: _Values = Field(
        [],
        description="Any of these places, with all below them: a name (all that bear it) or an official code. "
        'A name in quotation marks is one as written, which is what the facet "places" counts',
    )
    body: _Values = Field([], description="Any of these bodies that met")
    level: _Values = Field([], description="Any of these levels")
    kind: _Values = Field([], description="Any of these kinds of meeting")
    ordinal: _Values = Field([], description="Any of these ordinals: 98, or 16.98 where the term is told")
    person: _Values = Field([], description="All of these people took part")
    role: Role | None = Field(None, description="What those people did, or anybody")
    person_as: list[Annotated[str, Field(pattern=r"^[a-z]+:.{1,200}$")]] = Field(
        [],
        max_length=50,
        description="Reports: each of these people in a role of their own",
        examples=[["chair:邢恩泽"]],
    )
    formerly: bool = Field(
        False, description="Reports: those too that named these people in an earlier version and do not any more"
    )
    title: _Values = Field([], description="All of these titles of office are held by somebody")
    group: _Values = Field([], description="Reports: all of these groups took part")
    cites: _Values = Field([], description="Reports: all of these documents are cited, titles without 《》")
    has_statements: bool | None = Field(None, description="Reports: with what somebody said, or without")
    publisher: _Values = Field([], description="Any of these publishers")
    script: _Values = Field([], description="Hans, Hant or mixed")
    first_seen_since: _Moment | None = Field(
        None, description="First seen at this moment or later", examples=["2024-12-05T08:00:00Z"]
    )
    captured_since: _Moment | None = Field(None, description="New or edited since this moment")
    withdrawn_since: _Moment | None = Field(None, description="Withdrawn by their site since this moment")
    meeting: _Values = Field([], description="The identity of a meeting, equal in its reprints")
    meetings_only: bool = Field(True, description="Leave out pages that report no meeting")
    regional: bool = Field(True, description="Search regional words as well (資訊 / 信息)")
    sort: Sort = Field("relevance", description="What stands first")
    oldest_first: bool = Field(False, description="Turn the sort round")
    offset: int = Field(0, ge=0, description="Hits to pass over")
    after: str | None = Field(
        None,
        max_length=LONGEST_CURSOR,
        pattern=r"^(\*|[A-Za-z0-9_=-]+)$",
        description="Walk through all that matches: * begins, and each page's after leads to the next",
        examples=["*"],
    )
    size: int = Field(10, ge=0, le=LARGEST_PAGE, description="Hits of a page")
    facet: _Values = Field([], description="Facets to count", examples=[["people", "month"]])
    facet_size: int = Field(10, ge=1, le=LARGEST_PAGE, description="Values of a facet")

    def query(self, of: IndexName = "reports") -> SearchQuery:
        """Return the query in the words of the search, for that kind of thing."""
        given: dict[str, Any] = self.model_dump()
        given["person_as"] = [_person_as(written) for written in self.person_as]
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        given["place"] = places_meant(self.place)
        given["text"], given["facets"] = given.pop("q"), given.pop("facet")
        return SearchQuery(of=of, **given)


def _person_as(written: str) -> tuple[Role, str]:
    role, _, name = written.partition(":")
    one_of("role", role, tuple(known.value for known in Role))
    return Role(role), name


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
    return unknown_parameter(name, list(SearchParameters.model_fields))


def unknown_parameter(name: str, known: list[str]) -> tuple[str, str]:
    """Return a sentence for a parameter that nobody knows, and what may have been meant."""
    near = difflib.get_close_matches(name, known, 1, 0.5)
    meant = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known) or 'none'}."
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
    report_id: str = Field(description="The report that the row is about; /v1/reports/{report_id} has it whole")
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
    after: str | None = Field(description="In a walk, what leads to the next page; null on the last")
    hits: list[HitAnswer]
    facets: list[FacetAnswer]
    added: list[AddedAnswer]


class FacetsAnswer(BaseModel):
    """What a search would find, counted."""

    total: int
    facets: list[FacetAnswer]


class SuggestionAnswer(FacetValueAnswer):
    """A name that begins as typed."""

    of: Suggested = Field(description="What it names")


class SuggestionsAnswer(BaseModel):
    """Names that begin as typed, in either script, the most frequent first."""

    values: list[SuggestionAnswer]


class CopyAnswer(HitAnswer):
    """A report of nearly the same text."""

    shared: float = Field(description="The share of the text that both have, from 0.5 to 1")


class AlikeAnswer(BaseModel):
    """What belongs to a report."""

    meeting: list[HitAnswer] = Field(description="Other reports of the same meeting")
    copies: list[CopyAnswer] = Field(description="Near-copies of its text, in either script")
    body: list[HitAnswer] = Field(description="The latest other meetings of the same body")


class PostAnswer(BaseModel):
    """A title, and the days of the first and last meeting that gives it."""

    title: str
    first: str | None
    last: str | None


class NamesakeAnswer(BaseModel):
    """What is likely one person: kept apart from others of the name by place and posts. A guess."""

    meetings: int
    places: list[str]
    posts: list[PostAnswer]
    rows: list[dict[str, Any]] = Field(description="Attendances, the latest first")


class PersonAnswer(BaseModel):
    """All that reports tell of a name."""

    name: str
    people: list[NamesakeAnswer]


class SourceAnswer(BaseModel):
    """A source and how fresh it is."""

    name: str
    title: str | None = Field(description="None where its file is not there any more")
    start: list[str]
    enabled: bool | None
    reports: int
    issues: dict[str, int] = Field(description="Open issues by reason")
    last_run: dict[str, Any] | None


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
            "after": page.after,
            "hits": [hit_values(hit) for hit in page.hits],
            "facets": with_names_of_regions(page.facets),
            "added": page.added,
        },
        from_attributes=True,
    )


def hit_values(hit: Hit) -> dict[str, Any]:
    """Return a hit as it goes out."""
    apart = {"id", "report", "title", "url", "source"} | ({"text"} if hit.of == "reports" else set())
    return {
        "id": hit.id,
        "report_id": hit.report_id,
        "title": hit.values.get("title", ""),
        "url": hit.values["url"],
        "source": hit.values["source"],
        "values": {name: value for name, value in hit.told.items() if name not in apart},
        "highlights": hit.highlights,
    }
