"""Which pages of other sites may ask, as a browser wants it told (CORS)."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from jiyao.api.problems import a_problem, problem_response

_SENT = ("Authorization", "X-API-Key", "If-None-Match", "X-Request-ID")
#: What a script of another origin may read of an answer, besides what every script may.
_READ = (
    "ETag", "Content-Disposition", "Retry-After", "X-Request-ID",
    "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
    "X-Archive-Record", "X-Archive-Digest", "X-Archive-Captured-At",
)  # fmt: skip


class Origins(CORSMiddleware):
    """Middleware: pages of these origins may ask; what a browser may not ask is a problem as others are."""

    def __init__(self, app: ASGIApp, origins: list[str]) -> None:
        super().__init__(
            app, allow_origins=origins, allow_methods=["GET", "HEAD"], allow_headers=_SENT, expose_headers=_READ
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer what a browser asks before it asks."""
        answer = super().preflight_response(request_headers)
        if answer.status_code < 400:
            return answer
        detail = f"{request_headers['Origin']} may not ask so ({bytes(answer.body).decode()})"
        advice = "Whoever runs this server names the origins (JIYAO_CORS); only GET and HEAD are answered."
        kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
        return problem_response(a_problem("origin-refused", detail, advice), kept)
