"""The application: one search index, its routes, the door in front of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from jiyao import __version__
from jiyao.api.completeness import completeness_routes
from jiyao.api.description import describe
from jiyao.api.door import Door
from jiyao.api.harvests import harvest_routes
from jiyao.api.metrics import Metrics
from jiyao.api.operations import operation_routes
from jiyao.api.origins import Origins
from jiyao.api.problems import answer_problems
from jiyao.api.reports import report_routes
from jiyao.api.searching import search_routes
from jiyao.api.versions import version_routes
from jiyao.keys import KeyRing
from jiyao.search import SearchIndex, open_index
from jiyao.settings import Settings

DESCRIPTION = """\
Who met, when, where, as what, and who said what. A query in Simplified or
Traditional script finds both; what comes back is in the original's own characters.

Everything is read with GET (or HEAD); another method is answered 405. A page of another site that may not ask is
told so before it asks (400). Every error is a problem document (RFC 9457); its `type` tells kinds apart.
"""
#: What these begin is for programs; errors there are problem documents.
API_PATHS = ("/v1/", "/openapi.json", "/healthz", "/readyz", "/metrics")
#: Bytes; and how hard: 9 takes three times as long and saves 7 % of a page (2026-11).
_WORTH_PACKING, _PACKED = 1_000, 4


def create_app(settings: Settings, keys: KeyRing | None = None, index: SearchIndex | None = None) -> FastAPI:
    """Return the application for an installation; the engine is asked at the first request.

    With ``keys``, /v1 is for their holders. ``index`` is the one that the settings name, where none is given.
    """
    index = index or open_index(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        index.close()

    # FastAPI's own pages of documentation load scripts from elsewhere; ours is at /docs.
    app = FastAPI(
        title="Jiyao", version=__version__, description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.index, app.state.settings, app.state.metrics = index, settings, Metrics()
    app.state.open = keys is None
    answer_problems(app)
    app.include_router(search_routes)
    app.include_router(report_routes)
    app.include_router(version_routes)
    app.include_router(completeness_routes)
    app.include_router(harvest_routes)
    app.include_router(operation_routes)
    describe(app, open=keys is None)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=_PACKED)
    app.add_middleware(Door, metrics=app.state.metrics, keys=keys)
    if settings.cors:
        app.add_middleware(Origins, origins=settings.cors.split())
    return app
