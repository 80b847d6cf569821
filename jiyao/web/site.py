"""The site: the API with the page around it, its headers, and errors as a page where a page was asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jiyao.api.application import API_PATHS, create_app
from jiyao.api.problems import Problem
from jiyao.keys import KeyRing
from jiyao.settings import Settings
from jiyao.web.pages import pages, searches
from jiyao.web.templates import render

_LONGEST_REQUEST = 1_000_000
#: All that a page needs is ours and lies here; nothing of it runs in a frame of others.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def server_of(site: FastAPI, host: str, port: int) -> uvicorn.Config:
    """Return how the site is served: what is too long for us is refused in words, not by a broken connection."""
    return uvicorn.Config(
        site, host=host, port=port, log_level="warning", log_config=None, ws="none",
        h11_max_incomplete_event_size=_LONGEST_REQUEST,
    )  # fmt: skip


def create_site(settings: Settings, keys: KeyRing | None = None) -> FastAPI:
    """Return the application with API and page; with ``keys``, the API is for their holders."""
    app = create_app(settings, keys)
    app.mount("/static", StaticFiles(directory=str(files("jiyao.web").joinpath("static"))), "static")
    app.include_router(searches)
    app.include_router(pages)
    for kind, handler in list(app.exception_handlers.items()):
        app.exception_handlers[kind] = _as_page(handler)

    app.add_middleware(Guarded)
    return app


class Guarded:
    """Middleware: every answer says what a browser may do with it, where it does not say so itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("Content-Type", "").startswith("text/html"):  # in the visitor's language
                    headers.add_vary_header("Accept-Language, Cookie")
            await send(message)

        await self._app(scope, receive, sending)


def _as_page(handler: Callable[[Request, Any], Any]) -> Callable[[Request, Any], Response]:
    def handle(request: Request, error: Exception) -> Response:
        answer: Response = handler(request, error)
        if request.url.path.startswith(API_PATHS):
            return answer
        problem = Problem.model_validate_json(bytes(answer.body))
        shown = {"problem": problem, "typed": request.query_params.get("q", ""), "request_id": request.state.id}
        return HTMLResponse(render(request, "problem.html", **shown), answer.status_code)

    return handle
