"""The demo site as a server on loopback."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jiyao.demo import layouts
from jiyao.demo.pages import DemoPage, demo_pages
from jiyao.errors import JiyaoError

PORT = 8766
_ROBOTS = "User-agent: *\nDisallow: /private/\n"


class DemoSite:
    """The four sites: what stands at which address. A page in ``withdrawn`` is still listed, but gone."""

    def __init__(self, pages: Sequence[DemoPage], withdrawn: Collection[DemoPage] = ()) -> None:
        self._by_path = {page.path: page for page in pages if page not in withdrawn}
        self._of_site = {
            site: [page for page in pages if page.site == site] for site in ("county", "oldtown", "gate", "assembly")
        }

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """Return body and content type of what stands at ``path``, None where nothing does."""
        page = self._by_path.get(path)
        return self._article(page) if page else self._list(path)

    def _article(self, page: DemoPage) -> tuple[bytes, str]:
        match page.site:
            case "county":
                return layouts.county_article(page).encode(), "text/html; charset=utf-8"
            case "oldtown":
                return layouts.oldtown_article(page).encode("gb18030"), "text/html"
            case "gate":
                return layouts.gate_article(page).encode("big5hkscs", "xmlcharrefreplace"), "text/html; charset=big5"
            case "assembly":
                return layouts.assembly_article(page).encode(), "text/html"

    def _list(self, path: str) -> tuple[bytes, str] | None:
        asked = urlsplit(path)
        query = {name: int(values[0]) for name, values in parse_qs(asked.query).items() if values[0].isdecimal()}
        county = [f"/county/xwzx/index{'' if n == 0 else f'_{n}'}.html" for n in range(self._county_pages())]
        if asked.path in county:
            page = layouts.county_list(self._of_site["county"], county.index(asked.path))
            return page.encode(), "text/html; charset=utf-8"
        match asked.path:
            case "/robots.txt":
                return _ROBOTS.encode(), "text/plain"
            case layouts.SOFT_404:
                return layouts.soft_404().encode(), "text/html; charset=utf-8"
            case "/oldtown/list.asp":
                return layouts.oldtown_list(self._of_site["oldtown"], query.get("page", 1)).encode(
                    "gb18030"
                ), "text/html"
            case "/gate/list.html":
                page = layouts.gate_list(self._of_site["gate"])
                return page.encode("big5hkscs", "xmlcharrefreplace"), "text/html; charset=big5"
            case "/assembly/api/articles":
                page = layouts.assembly_list(self._of_site["assembly"], query.get("page", 1), query.get("size", 5))
                return page.encode(), "application/json"
        return None

    def _county_pages(self) -> int:
        return -(-(len(self._of_site["county"]) + 2) // layouts.PER_PAGE)


def demo_sources() -> Path:
    """Return the folder of the demo site's source files, which are written for :data:`PORT`."""
    return Path(str(files("jiyao.demo") / "sources"))


@contextmanager
def serve_demo_site(
    port: int = PORT, pages: Sequence[DemoPage] | None = None, withdrawn: Collection[DemoPage] = ()
) -> Iterator[str]:
    """Serve the demo site on loopback inside the block and give its address; port 0 takes a free one."""
    site = DemoSite(demo_pages() if pages is None else pages, withdrawn)
    try:
        server = _Server(("127.0.0.1", port), _handler(site))
    except OSError as error:
        raise JiyaoError(
            f"the demo site cannot be served on port {port}: {error.strerror}",
            "End the program that uses this port (perhaps another demo), and run it again.",
        ) from None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def _handler(site: DemoSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10
        wbufsize = -1  # an answer in one piece: head and body in two waited 40 ms for each other, seen 2026-11

        def do_GET(self) -> None:
            found = site.answer(self.path)
            if found is None:
                self._send(HTTPStatus.NOT_FOUND, "<h1>404 没有此页</h1>".encode(), "text/html; charset=utf-8")
                return
            body, content_type = found
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                self._send(HTTPStatus.NOT_MODIFIED, b"", content_type, etag)
            else:
                self._send(HTTPStatus.OK, body, content_type, etag)

        def _send(self, status: HTTPStatus, body: bytes, content_type: str, etag: str | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            if etag:
                self.send_header("ETag", etag)
            if status != HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the harvest tells what it reads."""

    return Handler
