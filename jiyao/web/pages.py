"""The pages, one route each: ask the corpus, hand what it says to a template."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from index_mappings import IndexName
from jiyao.api.completeness import missing_of
from jiyao.api.given import Index, Installation
from jiyao.api.reports import MOST_ROWS, attendance_rows, cite_report, get_capture
from jiyao.api.route import CheckedRoute, StrictRoute
from jiyao.api.searching import follow, suggest
from jiyao.api.version_answers import version_answers
from jiyao.api.versions import compared
from jiyao.errors import NotFound
from jiyao.exports import FORMATS
from jiyao.freshness import source_page, source_rows
from jiyao.marks import stretches
from jiyao.model import Role
from jiyao.removals import report_of
from jiyao.search import SearchIndex, SearchQuery, alike, folded
from jiyao.search.completeness import owner_of
from jiyao.search.namesakes import kept_apart, meetings_of
from jiyao.search.query import SORTS
from jiyao.search.rewording import foreign_field, foreign_signs
from jiyao.search.series import series_of
from jiyao.web.asked import FACETS, FEW_VALUES, MANY_VALUES, SIZE, Asked, asked
from jiyao.web.language import LANGUAGES
from jiyao.web.templates import COOKIE, render
from jiyao.web.timeline import HEIGHT, WIDTH, Bar, timeline
from pipelines.lexicon.regions import places_meant, region_name

_YEAR = 365 * 24 * 3600
_Places = Annotated[list[str] | None, Query()]
#: They are no part of the API's description.
pages = APIRouter(include_in_schema=False, route_class=CheckedRoute)
#: What an address of these asks is read by :func:`asked`: a form sends its empty fields, too.
searches = APIRouter(include_in_schema=False)


@searches.get("/", response_class=HTMLResponse)
def search(request: Request, index: Index) -> str:
    """Show what a search finds, without a question the latest meetings."""
    return render(
        request, "search.html", open=request.app.state.open, **_search(index, asked(request.query_params.multi_items()))
    )


@searches.get("/attendances", response_class=HTMLResponse)
def attendances(request: Request, index: Index) -> str:
    """Show who took part in what."""
    return _rows(request, index, "attendances")


@searches.get("/statements", response_class=HTMLResponse)
def statements(request: Request, index: Index) -> str:
    """Show who said what."""
    return _rows(request, index, "statements")


@pages.get("/reports/{id}", response_class=HTMLResponse)
def report(request: Request, index: Index, settings: Installation, id: str) -> str:
    """Show one report."""
    found = report_of(settings, index, id)
    return render(
        request, "report.html", report=found, byline=(Role.BYLINE,), pieces=stretches(found), alike=alike(index, found)
    )


@pages.get("/reports/{id}/changes", response_class=HTMLResponse)
def changes(
    request: Request,
    index: Index,
    settings: Installation,
    id: str,
    old: Annotated[int | None, Query(ge=1)] = None,
    new: Annotated[int | None, Query(ge=1)] = None,
) -> str:
    """Show what changed between two versions of a report's page."""
    edited = report_of(settings, index, id)
    page, found = compared(settings, edited, old, new)
    return render(request, "changes.html", report=edited, versions=version_answers(page).values(), found=found)


@pages.get("/people/{name:path}", response_class=HTMLResponse)
def person(request: Request, index: Index, name: str) -> str:
    """Show the meetings of a name."""
    return render(request, "person.html", name=name, **_person(index, name))


@pages.get("/bodies/{name:path}", response_class=HTMLResponse)
def body(request: Request, index: Index, name: str, place: _Places = None) -> str:
    """Show the meetings of a body."""
    return render(request, "body.html", name=name, **_body(index, name, _said(place)))


@pages.get("/completeness", response_class=HTMLResponse)
def completeness(request: Request, index: Index, place: _Places = None) -> str:
    """Show which numbered meetings are missing here."""
    return render(request, "completeness.html", found=missing_of(index, (), _said(place)))


@pages.get("/sources", response_class=HTMLResponse)
def sources(request: Request, index: Index, settings: Installation) -> str:
    """Show every source."""
    return render(request, "sources.html", rows=source_rows(settings, index))


@pages.get("/sources/{name}", response_class=HTMLResponse)
def source(request: Request, index: Index, settings: Installation, name: str) -> str:
    """Show one source."""
    return render(request, "source.html", page=source_page(settings, index, name))


@pages.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> str:
    """Describe the API."""
    return render(request, "docs.html", described=request.app.openapi())


@pages.get("/favicon.ico")
def icon() -> RedirectResponse:
    """Answer what browsers ask for unasked."""
    return RedirectResponse("/static/icon.svg", 308)


# What a page leads to is as open as the page, whether or not the API asks for keys.
for path, answer in (
    ("/suggest", suggest),
    ("/feed", follow),
    ("/reports/{id}/capture", get_capture),
    ("/reports/{id}/citation", cite_report),
):
    pages.add_api_route(path, answer, route_class_override=StrictRoute)


@pages.get("/language/{code}")
def language(code: str, to: str = "/") -> RedirectResponse:
    """Keep the language that was chosen, and go back."""
    if code not in LANGUAGES:
        raise NotFound(f"there is no language {code!r}", f"There are {', '.join(LANGUAGES)}.")
    # Only back to a page of ours: //elsewhere and /\elsewhere are addresses of others.
    ours = to.startswith("/") and not to.startswith(("//", "/\\"))
    answer = RedirectResponse(to if ours else "/", 303)
    answer.set_cookie(COOKIE, code, max_age=_YEAR, samesite="lax", httponly=True)
    return answer


def _said(values: list[str] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if value.strip())


def _rows(request: Request, index: SearchIndex, of: IndexName) -> str:
    given = asked(request.query_params.multi_items(), of)
    return render(request, "search.html", open=request.app.state.open, **_search(index, given))


def _search(index: SearchIndex, given: Asked) -> dict[str, Any]:
    query, sort = given.query, given.query.sort
    if not given.narrowed and "sort" not in dict(given.pairs):
        given = asked([*given.pairs, ("sort", "held")], given.of)
        query = given.query
    found = index.search(query)
    facets = {facet.name: facet for facet in found.facets}
    less = [] if found.total else [(chip, index.search(query).total) for chip, query in given.with_less()]
    last = min(query.offset + SIZE, found.total)
    return {
        "asked": given,
        "query": query,
        "page": found,
        "groups": folded(found.hits),
        "less": less,
        "signs": [] if found.total else foreign_signs(query.text),
        "field": None if found.total else foreign_field(query.text),
        "apart": None if found.total or any(count for _, count in less) else _apart(index, given),
        "few": FEW_VALUES,
        "many": MANY_VALUES,
        "facets": [(name, parameter, facets[name]) for name, parameter in FACETS.items()],
        "bars": _bars(facets["year"].values, facets["month"].values),
        "view": (WIDTH, HEIGHT),
        "sorts": SORTS,
        "formats": [form for form in FORMATS if form != "parquet" or find_spec("pyarrow")],
        "sort": sort,
        "first": query.offset + 1,
        "last": last,
        "previous": given.page(max(query.offset - SIZE, 0)) if query.offset else None,
        "next": given.page(last) if last < found.total else None,
        "ends": (given.page(0), given.page((found.total - 1) // SIZE * SIZE)) if found.total else None,
    }


def _apart(index: SearchIndex, given: Asked) -> tuple[str, str, int] | None:
    """Return the first way to part a long word that finds something, with its address and how much it finds."""
    counted = ((words, address, index.search(query).total) for words, address, query in given.apart())
    return next((found for found in counted if found[2]), None)


def _bars(years: tuple[Any, ...], months: tuple[Any, ...]) -> list[Bar]:
    shown = months if len(years) <= 3 else years
    return timeline((value.value, value.count) for value in shown)


def _person(index: SearchIndex, name: str) -> dict[str, Any]:
    rows = attendance_rows(index, name)
    found = index.search(SearchQuery(person=(name,), size=0, facets=("people", "year", "month"), facet_size=21))
    facets = {facet.name: facet.values for facet in found.facets}
    own = {row["name"] for row in rows}
    return {
        "people": kept_apart(rows),
        "meetings": meetings_of(rows) if len(rows) < MOST_ROWS else None,  # of some rows only it would be too few
        "total": found.total,
        "most": MOST_ROWS,
        "with_whom": [value for value in facets["people"] if value.label not in own and value.value not in own][:20],
        "bars": _bars(facets["year"], facets["month"]),
        "view": (WIDTH, HEIGHT),
    }


def _body(index: SearchIndex, name: str, place: tuple[str, ...]) -> dict[str, Any]:
    query = SearchQuery(body=(name,), place=places_meant(place))
    rows = [hit.told for hit in islice(index.scan(query), MOST_ROWS)]
    if not rows:
        raise NotFound(f"no meeting of {name!r} is known", "A search of the text may find the name all the same.")
    latest = SearchQuery(
        body=(name,), place=query.place, sort="held", size=SIZE, facets=("people", "chairs", "places", "year", "month")
    )
    found = index.search(latest)
    facets = {facet.name: facet.values for facet in found.facets}
    regions = Counter(where[-1] for row in rows if (where := row.get("regions")))
    owners = {owner_of(row) for row in rows}
    return {
        # Two bodies of one name in two regions are two, and each counts its own meetings.
        "regions": [(region_name(code), code, count) for code, count in regions.most_common()],
        "apart": len(owners) > 1,
        "meetings": meetings_of(rows),
        "nowhere": len(rows) - regions.total(),
        "series": [one for one in series_of(rows) if len(one.meetings) > 1 or one.term] if len(owners) < 2 else [],
        "page": found,
        "groups": folded(found.hits),
        "people": facets["people"],
        "chairs": facets["chairs"],
        "places": facets["places"],
        "place": place,
        "bars": _bars(facets["year"], facets["month"]),
        "view": (WIDTH, HEIGHT),
    }
