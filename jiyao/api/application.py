"""The application: one search index, three routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse

from jiyao import __version__
from jiyao.api.problems import PROBLEM, answer_problems
from jiyao.api.schemas import HealthAnswer, PageAnswer, SearchParameters, page_answer
from jiyao.model import Report
from jiyao.search import SearchIndex, open_index
from jiyao.settings import Settings

DESCRIPTION = """\
Who met, when, where, as what, and who said what. A query in Simplified or
Traditional script finds both; what comes back is in the original's own characters.
"""
#: What these begin is for programs; errors there are problem documents.
API_PATHS = ("/api/", "/v1/", "/openapi.json", "/healthz", "/readyz", "/metrics")
_PROBLEMS = {
    status: {"description": words, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, words in ((404, "Nothing has this id"), (422, "Asked wrongly"), (503, "The engine does not answer"))
}


def create_app(settings: Settings) -> FastAPI:
    """Return the application for an installation; the engine is asked at the first request."""
    index = open_index(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        index.close()

    app = FastAPI(
        title="Jiyao", version=__version__, description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.index = index
    answer_problems(app)
    _add_routes(app)
    return app


def _index(request: Request) -> SearchIndex:
    index: SearchIndex = request.app.state.index
    return index


def _add_routes(app: FastAPI) -> None:
    @app.get("/api/search", operation_id="search", responses={k: _PROBLEMS[k] for k in (422, 503)})
    def search(request: Request, asked: Annotated[SearchParameters, Query()]) -> PageAnswer:
        """Search reports, attendances or statements."""
        query = asked.query()
        return page_answer(query, _index(request).search(query))

    @app.get("/api/reports/{id}", operation_id="get_report", responses={k: _PROBLEMS[k] for k in (404, 422, 503)})
    def get_report(request: Request, id: Annotated[str, Path(max_length=500)]) -> Report:
        """Return one report with every fact and its evidence; offsets count code points."""
        return _index(request).get(id)

    @app.get(
        "/api/health",
        operation_id="get_health",
        responses={503: {"model": HealthAnswer, "description": "A search would fail"}},
        response_model=HealthAnswer,
    )
    def get_health(request: Request) -> JSONResponse:
        """Tell how the engine is: 200 where a search would do, else 503 and why."""
        health = HealthAnswer.model_validate(_index(request).health(), from_attributes=True)
        return JSONResponse(health.model_dump(), 200 if health.ok else 503)
