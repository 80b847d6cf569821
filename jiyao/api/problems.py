"""Errors as problem documents (RFC 9457), with the status of each kind in one table, and its name for programs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from jiyao.api.mistakes import explained
from jiyao.errors import (
    AskedWrongly,
    Busy,
    CursorExpired,
    EngineAway,
    EngineError,
    Forgotten,
    IndexMismatch,
    IndexMissing,
    JiyaoError,
    NotFound,
    StorageFull,
    TooCostly,
)

_log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"
#: What a program tells kinds of problems apart by begins so; docs/searching.md lists them.
_TYPE = "urn:jiyao:problem:"
#: Every kind of problem by its name, with its status and what it is called.
KINDS: Mapping[str, tuple[int, str]] = {
    "origin-refused": (400, "Pages of other sites may not ask so"),
    "no-key": (401, "No key"),
    "not-found": (404, "Not found"),
    "no-such-address": (404, "Nothing has this address"),
    "no-such-method": (405, "This can only be read"),
    "forgotten": (410, "Taken out on request"),
    "walk-expired": (410, "The walk has expired"),
    "asked-wrongly": (422, "Asked wrongly"),
    "too-costly": (422, "Too costly to answer"),
    "too-many-requests": (429, "Too many requests"),
    "failed": (500, "It failed"),
    "fault": (500, "A fault of ours"),
    "engine-refused": (502, "The search engine refused"),
    "busy": (503, "Others are being answered"),
    "engine-away": (503, "The search engine does not answer"),
    "no-index": (503, "There is no index yet"),
    "other-index": (503, "The index is of another version"),
    "no-space": (507, "No space is left"),
}
#: The kind of each error, by the first that it is an instance of; whoever has to act is told apart by it.
KIND_OF: tuple[tuple[type[JiyaoError], str], ...] = (
    (Forgotten, "forgotten"),
    (NotFound, "not-found"),
    (CursorExpired, "walk-expired"),
    (AskedWrongly, "asked-wrongly"),
    (IndexMissing, "no-index"),
    (IndexMismatch, "other-index"),
    (EngineAway, "engine-away"),
    (StorageFull, "no-space"),
    (TooCostly, "too-costly"),
    (Busy, "busy"),
    (EngineError, "engine-refused"),
    (JiyaoError, "failed"),
)


class Problem(BaseModel):
    """What went wrong and what to do about it."""

    type: str = Field(
        description="The kind of problem, for programs: it stays what it is",
        json_schema_extra={"enum": [_TYPE + kind for kind in KINDS]},
    )
    title: str = Field(description="The kind of problem, for people")
    status: int
    detail: str = Field(description="What happened, in one sentence")
    advice: str = Field("", description="What to do about it")

    @property
    def kind(self) -> str:
        """Its name in :data:`KINDS`."""
        return self.type.removeprefix(_TYPE)


def a_problem(kind: str, detail: str, advice: str = "") -> Problem:
    """Return a problem of a kind that :data:`KINDS` has."""
    status, title = KINDS[kind]
    return Problem(type=_TYPE + kind, title=title, status=status, detail=detail, advice=advice)


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """Return how the description of a route tells of the problems that any may have, and of ``more``."""
    statuses = sorted({*_ANY, *more})
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": _WORDS[status], "content": {PROBLEM: schema}} for status in statuses}


_ANY = (401, 422, 429, 500, 502, 503, 507)
_WORDS = {
    401: "No key, or none that is known",
    404: "Nothing has this name",
    410: "The walk has expired, or the page was taken out on request",
    422: "Asked wrongly, or too costly to answer",
    429: "Too many requests",
    500: "A fault of ours, or something failed that who runs the server can mend",
    502: "The engine refuses",
    503: "The engine does not answer or has no index yet, or others are being answered",
    507: "No space is left on the server",
}


def answer_problems(app: FastAPI) -> None:
    """Make ``app`` answer every error with a problem document."""

    @app.exception_handler(JiyaoError)
    def failed(request: Request, error: JiyaoError) -> JSONResponse:
        kind = next(kind for known, kind in KIND_OF if isinstance(error, known))
        problem = a_problem(kind, str(error), error.advice)
        if problem.status >= 500:
            id = request.state.id
            _log.error("%s in request %s: %s", kind, id, error, extra={"request": id})
        return problem_response(problem)

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> JSONResponse:
        """Answer a fault of ours, which the door has logged."""
        detail = f"A fault of ours: {request.method} {request.url.path} could not be answered"
        advice = f"Please report it with the request's id, {request.state.id}: the log has the rest by it."
        return problem_response(a_problem("fault", detail, advice))

    @app.exception_handler(RequestValidationError)
    def refused(_: Request, error: RequestValidationError) -> JSONResponse:
        return problem_response(a_problem("asked-wrongly", *explained(error.errors(), ())))

    @app.exception_handler(HTTPException)
    def unknown(request: Request, error: HTTPException) -> JSONResponse:
        method, path = request.method, request.url.path
        if error.status_code == 405:
            problem = a_problem("no-such-method", f"{path} does not answer {method}", "Ask with GET.")
        else:
            problem = a_problem("no-such-address", f"there is nothing at {path}", "See /docs.")
        return problem_response(problem, dict(error.headers or {}))


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer that a problem is."""
    return JSONResponse(problem.model_dump(), problem.status, headers, PROBLEM)
