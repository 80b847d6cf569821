"""The description of the API for programs (OpenAPI 3.1): what its routes say of themselves, and what holds for all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from jiyao.api.door import BEHIND_KEYS
from jiyao.api.problems import PROBLEM, Problem

Schema = dict[str, Any]
_SCHEMES: Schema = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key that `jiyao keys make` printed"},
    "header": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same key",
    },
}
_KEYS: list[Schema] = [{"bearer": []}, {"header": []}]


def header(says: str, kind: str = "string", *, required: bool = False) -> Schema:
    """Return how a header of an answer is described."""
    return {"description": says, "required": required, "schema": {"type": kind}}


_ID = {"X-Request-ID": header("The request's id, as sent or made here; it stands in the log", required=True)}
_LIMITS = {
    "RateLimit-Limit": header("Requests a minute that this key has; where keys are asked for", "integer"),
    "RateLimit-Remaining": header("How many of them are left", "integer"),
    "RateLimit-Reset": header("Seconds until there are more", "integer"),
}
_ETAG = {"ETag": header("The digest of the answer: send it back as If-None-Match", required=True)}
_OF_STATUS: dict[str, Schema] = {
    "401": {"WWW-Authenticate": header("Bearer", required=True)},
    "429": {"Retry-After": header("Seconds to wait", "integer", required=True)},
}
#: What has no digest before it is sent.
_STREAMED = ("export",)
_KNOWN = "Nothing is new: the answer is the one whose ETag was sent as If-None-Match"


def describe(app: FastAPI, *, open: bool) -> None:
    """Let ``app`` describe itself whole; ``open`` is whether it answers who has no key."""
    described = app.openapi

    one_at_a_time = threading.Lock()

    def openapi() -> Schema:
        with one_at_a_time:
            if not app.openapi_schema:
                _complete(described(), open=open)
            return described()

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(document: Schema, *, open: bool) -> None:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    components["securitySchemes"] = _SCHEMES
    for path, operation in _operations(document):
        if path.startswith(BEHIND_KEYS):
            _complete_search(operation, open=open)
        for status, answer in operation["responses"].items():
            answer["headers"] = answer.get("headers", {}) | _OF_STATUS.get(status, {}) | _ID
        _give_examples(operation)


def _complete_search(operation: Schema, *, open: bool) -> None:
    operation["security"] = [{}, *_KEYS] if open else _KEYS
    answers = operation["responses"]
    if operation["operationId"] not in _STREAMED:
        answers["304"] = {"description": _KNOWN, "headers": _ETAG}
        answers["200"]["headers"] = answers["200"].get("headers", {}) | _ETAG
    for status in ("200", "429"):
        answers[status]["headers"] = answers[status].get("headers", {}) | _LIMITS


def _operations(document: Schema) -> Iterator[tuple[str, Schema]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def _give_examples(operation: Schema) -> None:
    for status, answer in operation["responses"].items():
        for kind, content in answer.get("content", {}).items():
            name = status if kind == PROBLEM else f"{operation['operationId']} {kind}"
            if status == "200" or kind == PROBLEM:
                content["example"] = _examples()[name]


@cache
def _examples() -> Schema:
    found: Schema = json.loads(files("jiyao.api").joinpath("examples.json").read_text("utf-8"))
    return found
