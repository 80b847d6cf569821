"""A line to a real Elasticsearch that fails as servers and networks do: what it answers is decided by a test."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from loopback import on_loopback, root_of

#: Given method, path and body: status and JSON to answer instead, or None to let it through.
Fault = Callable[[str, str, bytes], "tuple[int, Any] | None"]
#: Given path and the real answer: what is answered.
Twist = Callable[[str, Any], Any]


@dataclass
class FaultyLine:
    """``asked`` counts by method and last part of the path."""

    url: str
    fault: Fault = lambda method, path, body: None
    twist: Twist = lambda path, answer: answer
    delay: float = 0.0
    away: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def bulks(self) -> int:
        return self.asked["_bulk"]


def too_much(kind: str = "es_rejected_execution_exception", status: int = 429, reason: str = "queue full") -> Any:
    return status, {"error": {"root_cause": [{"type": kind, "reason": reason}], "type": kind, "reason": reason}}


@contextmanager
def faulty_line(target: str) -> Iterator[FaultyLine]:
    far = urlsplit(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _carry(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.split("?")[0]
            line.asked[path.rstrip("/").rpartition("/")[2]] += 1
            if line.away:
                self.close_connection = True
                self.connection.close()
                return
            time.sleep(line.delay)
            answer = line.fault(self.command, path, body)
            if answer is None:
                answer = self._ask(body)
                answer = answer[0], line.twist(path, answer[1])
            data = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def _ask(self, body: bytes) -> tuple[int, Any]:
            connection = http.client.HTTPConnection(far.hostname or "", far.port, timeout=60)
            try:
                headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                read = answer.read()
                return answer.status, json.loads(read) if read else {}
            finally:
                connection.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _carry  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign,assignment]
    with on_loopback(server) as standing:
        line = FaultyLine(root_of(standing))
        yield line
