"""What comes in over HTTP, described: the parameters of each search, and no others.

    Conditions ──► ReportConditions     what must hold; some of it of reports only
        │                │ + offset         /v1/feed
        │                │ + Facets         /v1/facets
        │                │ + Order          /v1/export
    RowParameters   SearchParameters    both with Order, Facets and pages: /v1/attendances …, /v1/reports

A parameter that a route does not know is an error, never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from index_mappings import IndexName
from jiyao.api.feed import SIZE as FEED_SIZE
from jiyao.api.mistakes import explained, given_again, takes_several
from jiyao.errors import AskedWrongly
from jiyao.exports import Format
from jiyao.model import KINDS, LEVELS, Role
from jiyao.search.cursor import LONGEST as LONGEST_CURSOR
from jiyao.search.query import FACETS, FURTHEST, LARGEST_PAGE, SCRIPTS, SearchQuery, Sort, check_values, facets_of
from jiyao.search.stretches import first_day, last_day
from jiyao.search.syntax import LONGEST
from pipelines.lexicon.regions import places_meant

_MOST_VALUES, _LONGEST_VALUE = 50, 200
_ROLES = tuple(role.value for role in Role)


def _first(value: object) -> object:
    # Pydantic takes 2024 for a moment in 1970.
    return first_day(value) if isinstance(value, str) else value


def _last(value: object) -> object:
    return last_day(value) if isinstance(value, str) else value


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.search(r"\d \d{2}:?\d{2}$", value) and "T" in value:
        raise ValueError("a plus in an address means a blank: write it %2B, as in 2024-12-05T08:00:00%2B08:00")
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"a moment is written like 2024-12-05T08:00:00Z, and not {value[:100]!r}")


def _role_and_name(value: object) -> object:
    role, _, name = str(value).partition(":")
    if role not in _ROLES or not name.strip():
        raise ValueError(f"{str(value)[:100]!r} is no role and name: write chair:邢恩泽; roles are {', '.join(_ROLES)}")
    return value


def _one_of(values: Iterable[str]) -> Any:
    """Return how a description tells of values of which the search knows every one."""
    return {"items": {"type": "string", "enum": list(values)}}


_Moment = Annotated[datetime, BeforeValidator(_moment)]
#: A day, or a month or a year in its place.
_DAY = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": "^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"}]
}
_First = Annotated[date, BeforeValidator(_first), WithJsonSchema(_DAY)]
_Last = Annotated[date, BeforeValidator(_last), WithJsonSchema(_DAY)]
_Value = Annotated[str, Field(min_length=1, max_length=_LONGEST_VALUE)]
_Values = Annotated[list[_Value], Field(max_length=_MOST_VALUES)]
_RoleAndName = Annotated[
    str,
    BeforeValidator(_role_and_name),
    Field(max_length=_LONGEST_VALUE, json_schema_extra={"pattern": f"^({'|'.join(_ROLES)}):.*[^\\s].*$"}),
]


class Conditions(BaseModel):
    """What must hold, of whichever kind of thing."""

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
        None,
        description="Meetings that had begun by this day; of a month or a year the last",
        examples=["2024-12-31"],
    )
    published_from: _First | None = Field(
        None, description="Published on this day (in China) or later", examples=["2024-01-01"]
    )
    published_to: _Last | None = Field(
        None, description="Published on this day (in China) or earlier", examples=["2024-12-31"]
    )
    source: _Values = Field([], description="Any of these sources", examples=[["demo_county"]])
    place: _Values = Field(
        [],
        description="Any of these places, with all below them: a name (all that bear it) or an official code. "
        'A name in quotation marks is one as written, which is what the facet "places" counts',
        examples=[["寿阳县", "140725"]],
    )
    body: _Values = Field([], description="Any of these bodies that met", examples=[["寿阳县人民政府"]])
    level: _Values = Field(
        [], description="Any of these levels", examples=[["county"]], json_schema_extra=_one_of(LEVELS)
    )
    kind: _Values = Field(
        [],
        description="Any of these kinds of meeting",
        examples=[["executive_meeting", "standing_committee"]],
        json_schema_extra=_one_of(KINDS),
    )
    ordinal: _Values = Field(
        [],
        description="Any of these numbers of meetings: 98 or 第98次 of any term, 16.98 or 第十六届第98次 of that one; "
        'in quotation marks ("98") as it stands, which is what the facet counts',
        examples=[["98", "第十六届第98次"]],
    )
    person: _Values = Field([], description="All of these people took part", examples=[["邢恩泽"]])
    role: Role | None = Field(None, description="What those people did, or anybody", examples=["chair"])
    title: _Values = Field([], description="All of these titles of office are held by somebody", examples=[["县长"]])
    publisher: _Values = Field([], description="Any of these publishers", examples=[["寿阳县融媒体中心"]])
    script: _Values = Field(
        [], description="Which script the page is in", examples=[["Hant", "mixed"]], json_schema_extra=_one_of(SCRIPTS)
    )
    first_seen_since: _Moment | None = Field(
        None, description="First seen at this moment or later", examples=["2024-12-05T08:00:00Z"]
    )
    captured_since: _Moment | None = Field(
        None, description="New or edited since this moment", examples=["2024-12-05T08:00:00Z"]
    )
    withdrawn_since: _Moment | None = Field(
        None, description="Withdrawn by their site since this moment", examples=["2024-12-05T08:00:00Z"]
    )
    meeting: _Values = Field(
        [], description="The identity of a meeting, equal in its reprints", examples=[["m-0123456789abcdef"]]
    )
    meetings_only: bool = Field(True, description="Leave out pages that report no meeting", examples=[False])
    regional: bool = Field(True, description="Search regional words as well (資訊 / 信息)", examples=[False])

    def query(self, of: IndexName = "reports") -> SearchQuery:
        """Return the query in the words of the search, for that kind of thing."""
        # An export's own parameters ask for nothing; what a route does not take is not there.
        given: dict[str, Any] = self.model_dump(exclude={"of", "format"})
        given["person_as"] = [_role_of(written) for written in given.get("person_as", ())]
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        given["place"] = places_meant(self.place)
        given["text"], given["facets"] = given.pop("q"), given.pop("facet", ())
        return check_values(SearchQuery(of=of, **given))


class ReportConditions(Conditions):
    """What must hold of reports."""

    person_as: list[_RoleAndName] = Field(
        [],
        max_length=_MOST_VALUES,
        description="Each of these people in a role of their own",
        examples=[["chair:邢恩泽"]],
    )
    formerly: bool = Field(
        False,
        description="Those too that named these people in an earlier version and do not any more",
        examples=[True],
    )
    group: _Values = Field([], description="All of these groups took part", examples=[["县发展和改革局"]])
    cites: _Values = Field(
        [], description="All of these documents are cited, titles without 《》", examples=[["政府工作报告"]]
    )
    has_statements: bool | None = Field(None, description="With what somebody said, or without", examples=[True])


class Order(BaseModel):
    """What stands first."""

    sort: Sort = Field("relevance", description="What stands first", examples=["held"])
    oldest_first: bool = Field(False, description="Turn the sort round", examples=[True])


class Facets(BaseModel):
    """What is counted."""

    facet: _Values = Field(
        [], description="Facets to count", examples=[["people", "month"]], json_schema_extra=_one_of(FACETS)
    )
    facet_size: int = Field(10, ge=1, le=LARGEST_PAGE, description="Values of a facet", examples=[5])


class Paging(Order, Facets):
    """Which of what was found an answer has."""

    offset: int = Field(0, ge=0, description="Hits to pass over", examples=[10])
    after: str | None = Field(
        None,
        max_length=LONGEST_CURSOR,
        description="Walk through all that matches: * begins, and each page's after leads to the next",
        examples=["*"],
        json_schema_extra={"pattern": r"^(\*|[A-Za-z0-9_=-]+)$"},
    )
    size: int = Field(10, ge=0, le=LARGEST_PAGE, description="Hits of a page", examples=[20])


class SearchParameters(Paging, ReportConditions):
    """The parameters of a search of reports."""


class RowParameters(Paging, Conditions):
    """The parameters of a search of attendances or statements."""

    facet: _Values = Field(
        [],
        description="Facets to count",
        examples=[["people", "month"]],
        json_schema_extra=_one_of(facets_of("attendances")),
    )


class FacetParameters(Facets, ReportConditions):
    """The parameters of counts."""


class FeedParameters(ReportConditions):
    """The parameters of a feed."""

    offset: int = Field(
        0, ge=0, le=FURTHEST - FEED_SIZE, description="Entries to pass over: for older ones", examples=[50]
    )


class ExportParameters(Order, ReportConditions):
    """The parameters of an export."""

    of: IndexName = Field(
        "reports", description="A row a page, a person in a meeting, or a passage said", examples=["attendances"]
    )
    format: Format = Field(
        "ndjson", description="NDJSON has every fact; CSV and Parquet have columns", examples=["csv"]
    )


def _role_of(written: str) -> tuple[Role, str]:
    role, _, name = written.partition(":")
    return Role(role), name


def read_parameters(pairs: Iterable[tuple[str, str]]) -> SearchParameters:
    """Return the parameters of an address; :class:`AskedWrongly` for what the API would refuse."""
    values: dict[str, Any] = {}
    fields = SearchParameters.model_fields
    for name, value in pairs:
        if name in fields and takes_several(fields[name].annotation):
            values.setdefault(name, []).append(value)
        elif name in values:
            raise AskedWrongly(*given_again(name))
        else:
            values[name] = value
    try:
        return SearchParameters.model_validate(values)
    except ValidationError as error:
        raise AskedWrongly(*explained(error.errors(), list(fields))) from None
