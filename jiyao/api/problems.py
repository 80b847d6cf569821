"""Errors as problem documents (RFC 9457), with the status of each kind in one table."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from jiyao.api.mistakes import explained
from jiyao.errors import (
    AskedWrongly,
    CursorExpired,
    EngineAway,
    EngineError,
    Forgotten,
    IndexMismatch,
    IndexMissing,
    JiyaoError,
    NotFound,
    StorageFull,
)

PROBLEM = "application/problem+json"
#: The first that an error is an instance of; whoever has to act is told apart by it.
STATUS: tuple[tuple[type[JiyaoError], int, str], ...] = (
    (Forgotten, 410, "Taken out on request"),
    (NotFound, 404, "Not found"),
    (CursorExpired, 410, "The walk has expired"),
    (AskedWrongly, 422, "Asked wrongly"),
    (IndexMissing, 503, "There is no index yet"),
    (IndexMismatch, 503, "The index is of another version"),
    (EngineAway, 503, "The search engine does not answer"),
    (StorageFull, 507, "No space is left"),
    (EngineError, 502, "The search engine refused"),
    (JiyaoError, 500, "It failed"),
)


class Problem(BaseModel):
    """What went wrong and what to do about it."""

    type: str = "about:blank"
    title: str = Field(description="The kind of problem")
    status: int
    detail: str = Field(description="What happened, in one sentence")
    advice: str = Field("", description="What to do about it")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how the description of a route tells of these statuses."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": _WORDS[status], "content": {PROBLEM: schema}} for status in statuses}


_WORDS = {
    401: "No key, or none that is known",
    404: "Nothing has this name",
    410: "The walk has expired, or the page was taken out on request",
    422: "Asked wrongly",
    429: "Too many requests",
    502: "The engine refuses",
    503: "The engine does not answer, or has no index yet",
}


def answer_problems(app: FastAPI) -> None:
    """Make ``app`` answer every error with a problem document, and describe it."""

    @app.exception_handler(JiyaoError)
    def failed(_: Request, error: JiyaoError) -> JSONResponse:
        status, title = next((status, title) for kind, status, title in STATUS if isinstance(error, kind))
        return problem_response(Problem(title=title, status=status, detail=str(error), advice=error.advice))

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> JSONResponse:
        """Answer a fault of ours; Starlette raises it again behind the answer, and the server logs it."""
        detail = f"A fault of ours: {request.method} {request.url.path} could not be answered"
        problem = Problem(title="It failed", status=500, detail=detail, advice="Please report it with the log.")
        return problem_response(problem)

    @app.exception_handler(RequestValidationError)
    def refused(_: Request, error: RequestValidationError) -> JSONResponse:
        detail, advice = explained(error.errors(), ())
        return problem_response(Problem(title="Asked wrongly", status=422, detail=detail, advice=advice))

    @app.exception_handler(HTTPException)
    def unknown(request: Request, error: HTTPException) -> JSONResponse:
        detail = f"{error.detail}: {request.method} {request.url.path}"
        problem = Problem(title=error.detail, status=error.status_code, detail=detail, advice="See /docs.")
        return problem_response(problem, dict(error.headers or {}))

    described = app.openapi

    def openapi() -> dict[str, Any]:
        document = described()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer that a problem is."""
    return JSONResponse(problem.model_dump(), problem.status, headers, PROBLEM)
