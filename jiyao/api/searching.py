"""Routes that search."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from jiyao.api.description import header
from jiyao.api.feed import ATOM, SIZE, atom, links_of, page_of
from jiyao.api.given import Index
from jiyao.api.parameters import (
    ExportParameters,
    FacetParameters,
    FeedParameters,
    RowParameters,
    SearchParameters,
)
from jiyao.api.problems import problems
from jiyao.api.route import StrictRoute
from jiyao.api.schemas import (
    Answer,
    AttendancesPage,
    FacetsAnswer,
    ReportsPage,
    StatementsPage,
    SuggestionAnswer,
    SuggestionsAnswer,
    page_answer,
)
from jiyao.errors import AskedWrongly
from jiyao.exports import Format, export
from jiyao.search import SearchIndex, SearchQuery
from jiyao.search.suggest import LONGEST, MOST, Suggested
from pipelines.lexicon.regions import with_names_of_regions

_PROBLEMS = problems(410)
_OfReports = Annotated[SearchParameters, Query()]
_OfRows = Annotated[RowParameters, Query()]
_EXPORTED: dict[Format, str] = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
_TEXT = {"schema": {"type": "string"}}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_EVERYTHING: list[Suggested] = ["people", "bodies", "places", "meeting_names"]


search_routes = APIRouter(prefix="/v1", tags=["search"], route_class=StrictRoute, responses=_PROBLEMS)


@search_routes.get("/reports", operation_id="search_reports")
def search_reports(index: Index, asked: _OfReports) -> ReportsPage:
    """Search reports: one row a page."""
    return _page(ReportsPage, index, asked.query("reports"))


@search_routes.get("/attendances", operation_id="search_attendances")
def search_attendances(index: Index, asked: _OfRows) -> AttendancesPage:
    """Search attendances: one row a person in a meeting."""
    return _page(AttendancesPage, index, asked.query("attendances"))


@search_routes.get("/statements", operation_id="search_statements")
def search_statements(index: Index, asked: _OfRows) -> StatementsPage:
    """Search statements: one row a passage that somebody said."""
    return _page(StatementsPage, index, asked.query("statements"))


@search_routes.get("/facets", operation_id="count_facets")
def count_facets(index: Index, asked: Annotated[FacetParameters, Query()]) -> FacetsAnswer:
    """Count reports by facets, without hits: name them in `facet`."""
    if not asked.facet:
        raise AskedWrongly("no facet is named", "Name some: facet=people&facet=month.")
    found = index.search(replace(asked.query(), size=0))
    named = replace(found, facets=with_names_of_regions(found.facets))
    return FacetsAnswer.model_validate(named, from_attributes=True)


@search_routes.get("/suggest", operation_id="suggest")
def suggest(
    index: Index,
    q: Annotated[str, Query(max_length=LONGEST, description="How the name begins, in either script", examples=["寿"])],
    of: Annotated[
        list[Suggested] | None,
        Query(
            description="What to suggest; without, people, bodies, places and meetings", examples=[["people", "bodies"]]
        ),
    ] = None,
    size: Annotated[int, Query(ge=1, le=MOST, description="Suggestions at most", examples=[5])] = 10,
) -> SuggestionsAnswer:
    """Suggest names that begin as typed, the most frequent first."""
    found: list[Any] = []
    for kind in dict.fromkeys(of or _EVERYTHING):
        found += [
            SuggestionAnswer(value=one.value, label=one.label, count=one.count, of=kind)
            for one in index.suggest(q, kind, size)
        ]
    found.sort(key=lambda one: -one.count)
    return SuggestionsAnswer(values=found[:size])


@search_routes.get(
    "/export",
    operation_id="export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "One file, streamed",
            "headers": {"Content-Disposition": header("What to call the file", required=True)},
            "content": {kind: _BYTES if "parquet" in kind else _TEXT for kind in _EXPORTED.values()},
        }
    },
)
def export_all(index: Index, asked: Annotated[ExportParameters, Query()]) -> StreamingResponse:
    """Export everything that a search finds, in its order, as one file."""
    pieces = export(index, replace(asked.query(asked.of), size=0), asked.format)
    name = f'attachment; filename="jiyao-{asked.of}.{asked.format}"'
    return StreamingResponse(pieces, media_type=_EXPORTED[asked.format], headers={"Content-Disposition": name})


@search_routes.get(
    "/feed",
    operation_id="follow",
    response_class=Response,
    responses={200: {"content": {ATOM: _TEXT}, "description": "An Atom feed"}},
)
def follow(request: Request, index: Index, asked: Annotated[FeedParameters, Query()]) -> Response:
    """Follow a search as an Atom feed: what is new, was edited, was withdrawn; and who was taken out of a report.

    It is told in pages, what changed last first: each links to the next, which has older entries.
    """
    formerly = asked.formerly or "formerly" not in asked.model_fields_set
    found = index.search(replace(asked.query(), size=SIZE, sort="changed", formerly=formerly))
    values = (value for name, value in request.query_params.items() if value and name != "offset")
    links = links_of(str(request.url), asked.offset, found.total)
    id, base, title = page_of(links["self"]), str(request.base_url), " · ".join(["Jiyao", *values])
    return Response(atom(found.hits, links, id, base, title), media_type=ATOM)


def _page(answer: type[Answer], index: SearchIndex, query: SearchQuery) -> Answer:
    return page_answer(answer, query, index.search(query))
