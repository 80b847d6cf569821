"""Small sites on loopback, each a handler of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import TypeVar

_Server = TypeVar("_Server", bound=ThreadingHTTPServer)


@contextmanager
def on_loopback(server: _Server) -> Iterator[_Server]:
    """Serve requests while the block lasts."""
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def root_of(server: ThreadingHTTPServer) -> str:
    """Return the address of a server."""
    return f"http://127.0.0.1:{server.server_address[1]}"
