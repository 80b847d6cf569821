"""The door: what every request passes before a route sees it, and every answer on its way out.

request ──► its id ──► its key, where keys are asked for ──► its limit ──► a route
answer  ◄── counted and timed ◄──────────────────────────────────────────────┘
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from math import ceil

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jiyao.api.metrics import Metrics
from jiyao.api.problems import Problem, a_problem, problem_response
from jiyao.keys import Key, KeyRing

_log = logging.getLogger(__name__)
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: What is asked of a key; the page and the probes are open.
BEHIND_KEYS = "/v1/"


_NO_KEY = a_problem(
    "no-key",
    "this server asks for a key, and none it knows was sent",
    "Send one as `Authorization: Bearer KEY`; whoever runs this server makes them (`jiyao keys make`).",
)


class Door:
    """Middleware around the application; with ``keys``, /v1 is answered to their holders only."""

    def __init__(self, app: ASGIApp, metrics: Metrics, keys: KeyRing | None = None) -> None:
        self._app = app
        self._keys = keys
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope)
        asked_id = given.get("X-Request-ID", "")
        id = asked_id if _ID.fullmatch(asked_id) else uuid.uuid4().hex
        Request(scope).state.id = id
        added = {"X-Request-ID": id}
        started, status = time.perf_counter(), 0

        asked_for_head = scope["method"] == "HEAD"
        if asked_for_head:  # what answers GET answers HEAD, without the body
            scope["method"] = "GET"

        async def sending(message: Message) -> None:
            nonlocal status
            if asked_for_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers[name] = value
            await send(message)

        try:
            refused = self._refused(scope["path"], given, added)
            await (problem_response(refused) if refused else self._app)(scope, receive, sending)
        except Exception as error:
            # Starlette would answer outside of us, without what every answer has.
            _log.exception("a fault of ours in request %s", id, extra={"request": id})
            if status:
                raise  # half an answer is out: only a broken connection tells so
            broken = scope["app"].exception_handlers[Exception]
            await broken(Request(scope), error)(scope, receive, sending)
        finally:
            self._count(scope, status or 500, time.perf_counter() - started, id)

    def _refused(self, path: str, given: Headers, added: dict[str, str]) -> Problem | None:
        if self._keys is None or not path.startswith(BEHIND_KEYS):
            return None
        key = self._keys.find(_secret(given))
        if key is None:
            added["WWW-Authenticate"] = "Bearer"
            return _NO_KEY
        return self._over_limit(key, added)

    def _over_limit(self, key: Key, added: dict[str, str]) -> Problem | None:
        limit = RateLimitItemPerMinute(key.per_minute)
        allowed = self._limiter.hit(limit, key.id)
        window = self._limiter.get_window_stats(limit, key.id)
        wait = max(ceil(window.reset_time - time.time()), 1)
        added |= {
            "RateLimit-Limit": str(key.per_minute),
            "RateLimit-Remaining": str(max(window.remaining, 0)),
            "RateLimit-Reset": str(wait),
        }
        if allowed:
            return None
        added["Retry-After"] = str(wait)
        detail = f"this key has made its {key.per_minute} requests of a minute"
        return a_problem("too-many-requests", detail, f"Ask again in {wait} seconds.")

    def _count(self, scope: Scope, status: int, seconds: float, id: str) -> None:
        route = getattr(scope.get("route"), "path", "none")
        self._metrics.answered(route, status, seconds)
        said = (scope["method"], scope["path"], status, seconds * 1000)
        _log.info("%s %s %s %.0f ms", *said, extra={"request": id, "route": route})


def _secret(given: Headers) -> str:
    scheme, _, secret = given.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else given.get("X-API-Key", "")
