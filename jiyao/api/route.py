"""How every route of /v1 answers: no parameter is passed over, and who has the answer already is told so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from jiyao.api.schemas import unknown_parameter
from jiyao.errors import AskedWrongly


class StrictRoute(APIRoute):
    """A route that refuses parameters it does not know, and whose answers carry an ETag, the digest of their body."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers, with both around it."""
        answer = super().get_route_handler()
        known = self._parameters()

        async def strict(request: Request) -> Response:
            for name in request.query_params:
                if name not in known:
                    raise AskedWrongly(*unknown_parameter(name, known))
            return _conditional(request, await answer(request))

        return strict

    def _parameters(self) -> list[str]:
        """Return the names of the query's parameters; those of a model are its fields."""
        names: list[str] = []
        for parameter in self.dependant.query_params:
            fields = getattr(parameter.field_info.annotation, "model_fields", None)
            names += list(fields) if fields else [parameter.alias]
        return names


def _conditional(request: Request, response: Response) -> Response:
    if response.status_code != 200 or not hasattr(response, "body"):
        return response
    # Weak, as the same answer may be sent compressed.
    tag = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if tag.removeprefix("W/") in known:
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response
