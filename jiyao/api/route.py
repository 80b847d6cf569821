"""How routes answer: no parameter is passed over, and of /v1 who has the answer already is told so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from jiyao.api.mistakes import given_again, takes_several, unknown_parameter
from jiyao.api.parameters import SearchParameters
from jiyao.errors import AskedWrongly


class CheckedRoute(APIRoute):
    """A route that refuses parameters it does not know or cannot take twice."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers, behind the check."""
        answer = super().get_route_handler()
        known = self._parameters()

        async def checked(request: Request) -> Response:
            _check(request, known)
            return await answer(request)

        return checked

    def _parameters(self) -> dict[str, bool]:
        """Return the names of the query's parameters, and which may be given several times."""
        types: dict[str, object] = {}
        for parameter in self.dependant.query_params:
            annotation = parameter.field_info.annotation
            fields = getattr(annotation, "model_fields", None)
            if fields is None:
                types[parameter.alias] = annotation
            else:
                types |= {name: field.annotation for name, field in fields.items()}
        return {name: takes_several(annotation) for name, annotation in types.items()}


class StrictRoute(CheckedRoute):
    """A checked route whose answers carry a digest as ETag."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers, with both around it."""
        answer = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return _conditional(request, await answer(request))

        return strict


def _check(request: Request, known: Mapping[str, bool]) -> None:
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known and name in SearchParameters.model_fields:
            raise AskedWrongly(
                f"{name!r} has no part in {request.url.path}", "Leave it out; it is asked of /v1/reports."
            )
        if name not in known:
            raise AskedWrongly(*unknown_parameter(name, known))
        if name in seen and not known[name]:
            raise AskedWrongly(*given_again(name))
        seen.add(name)


_OF_A_BODY = ("content-length", "content-type", "content-encoding")


def _conditional(request: Request, response: Response) -> Response:
    if response.status_code != 200 or not hasattr(response, "body"):
        return response
    # Weak, as the same answer may be sent compressed.
    tag = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if known & {tag.removeprefix("W/"), "*"}:
        # A browser takes these for those of what it kept: an archived page must stay in its sandbox.
        kept = {name: value for name, value in response.headers.items() if name not in _OF_A_BODY}
        return Response(status_code=304, headers={**kept, "ETag": tag})
    response.headers["ETag"] = tag
    return response
