"""A Kibana at the edge of our network: it reads an import as Kibana does, and refuses what Kibana refuses."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from loopback import on_loopback, root_of

#: What 8.19 knows of each type; a later number is refused.
NEWEST = {"index-pattern": (8, 0), "tag": (8, 0), "search": (10, 5), "lens": (8, 9), "dashboard": (10, 3)}
#: Only of these does Kibana look whether they are there.
LOOKED_AFTER = ("index-pattern", "search")


@dataclass
class FakeKibana:
    """``objects`` by space, type and id; ``default`` the default view of each space; ``asked`` each request line."""

    url: str = ""
    version: str = "8.19.4"
    login: str | None = None
    ready: bool = True
    spaces: tuple[str, ...] = ("default", "press")
    objects: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    default: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def take(self, space: str, lines: list[dict[str, Any]], overwrite: bool) -> dict[str, Any]:
        """Return what Kibana answers to an import, and keep what it took; the status is 200 either way."""
        errors = []
        inside = {(line["type"], line["id"]) for line in lines}
        for line in lines:
            kind, id = line["type"], line["id"]
            version = tuple(map(int, line.get("typeMigrationVersion", "0.0").split(".")[:2]))
            gone = [
                {"type": each["type"], "id": each["id"]}
                for each in line["references"]
                if each["type"] in LOOKED_AFTER
                and (each["type"], each["id"]) not in inside
                and (space, each["type"], each["id"]) not in self.objects
            ]
            error: dict[str, Any] | None = None
            if kind not in NEWEST:
                error = {"type": "unsupported_type"}
            elif version > NEWEST[kind]:
                error = {"type": "unknown", "message": f'Document "{id}" belongs to a more recent version of Kibana'}
            elif gone:
                error = {"type": "missing_references", "references": gone}
            elif (space, kind, id) in self.objects and not overwrite:
                error = {"type": "conflict"}
            if error:
                errors.append({"type": kind, "id": id, "error": error})
            else:
                self.objects[space, kind, id] = line
        done = {"success": not errors, "successCount": len(lines) - len(errors)}
        return done | ({"errors": errors} if errors else {})


@contextmanager
def fake_kibana(**given: Any) -> Iterator[FakeKibana]:
    """Serve one while the block lasts."""
    kibana = FakeKibana(**given)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer_request("")

        def do_POST(self) -> None:
            self.answer_request(self.rfile.read(int(self.headers["Content-Length"])))

        def answer_request(self, body: Any) -> None:
            kibana.asked.append(f"{self.command} {self.path}")
            parts = urlsplit(self.path)
            path, space = parts.path, "default"
            if path.startswith("/s/"):
                _, _, space, path = path.split("/", 3)
                path = f"/{path}"
            if not kibana.ready:
                self.answer(503, "Kibana server is not ready yet.")
            elif kibana.login and self.headers.get("Authorization") != kibana.login:
                self.answer(401, {"statusCode": 401, "error": "Unauthorized", "message": "[security_exception]"})
            elif path == "/api/status":
                self.answer(200, {"version": {"number": kibana.version}, "status": {"overall": {"level": "available"}}})
            elif path == "/api/spaces/space" and self.command == "GET":
                self.answer(200, [{"id": each, "name": each} for each in kibana.spaces])
            elif space not in kibana.spaces:
                self.answer(404, {"statusCode": 404, "error": "Not Found", "message": "Not Found"})
            elif "kbn-xsrf" not in self.headers:
                self.answer(400, {"message": "Request must contain a kbn-xsrf header."})
            elif path == "/api/saved_objects/_import":
                self.import_file(space, parse_qs(parts.query), body)
            elif path == "/api/spaces/space":
                told = json.loads(body)
                kibana.spaces += (told["id"],)
                self.answer(200, told)
            elif path == "/api/data_views/default":
                told = json.loads(body)
                kibana.default[space] = told["data_view_id"]
                self.answer(200, {"acknowledged": told["force"] is True})
            else:
                self.answer(404, {"statusCode": 404, "message": "Not Found"})

        def import_file(self, space: str, options: dict[str, list[str]], body: bytes) -> None:
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            sent = {
                part.get_param("name", header="content-disposition"): part
                for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
            }  # type: ignore[attr-defined]
            file = sent.get("file")
            if file is None:
                self.answer(400, {"message": "[request body.file]: expected value of type [Stream]"})
                return
            if not file.get_filename("").endswith(".ndjson"):
                self.answer(400, {"message": f"Invalid file extension .{file.get_filename('').rpartition('.')[2]}"})
                return
            lines = [json.loads(line) for line in file.get_payload(decode=True).decode().splitlines() if line.strip()]
            lines = [line for line in lines if "exportedCount" not in line]
            keys = [(line["type"], line["id"]) for line in lines]
            if len(keys) != len(set(keys)):
                self.answer(400, {"message": "Non-unique import objects detected"})
                return
            self.answer(200, kibana.take(space, lines, options.get("overwrite") == ["true"]))

        def answer(self, status: int, told: Any) -> None:
            data = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain" if isinstance(told, str) else "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        kibana.url = root_of(server)
        yield kibana


def basic(user: str, password: str) -> str:
    """Return the header of a login."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
