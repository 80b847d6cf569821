"""Conditional answers: an ETag on what is answered, and 304 for who has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class ConditionalRoute(APIRoute):
    """A route whose answers carry an ETag, the digest of their body."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers, with the condition around it."""
        answer = super().get_route_handler()

        async def conditional(request: Request) -> Response:
            response = await answer(request)
            if response.status_code != 200 or not hasattr(response, "body"):
                return response
            # Weak, as the same answer may be sent compressed.
            tag = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
            known = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
            if tag.removeprefix("W/") in known:
                return Response(status_code=304, headers={"ETag": tag})
            response.headers["ETag"] = tag
            return response

        return conditional
