"""Real servers of the application for a test, and the problems that they answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from jiyao.api.problems import PROBLEM
from jiyao.settings import Settings
from jiyao.web.site import create_site, server_of


def serve(settings: Settings) -> Iterator[httpx.Client]:
    """A client of a real server on a port of its own."""
    yield from serve_app(create_site(settings))


def serve_app(app: FastAPI) -> Iterator[httpx.Client]:
    """A client of a real server of this application."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(server_of(app, "127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def client(corpus_settings: Settings) -> Iterator[httpx.Client]:
    """A client of a server over all invented reports, on each engine."""
    yield from serve(corpus_settings)


@pytest.fixture(scope="session")
def archive(demo: tuple[Path, str]) -> Iterator[httpx.Client]:
    """A client of a server over a demo run, with its archive."""
    yield from serve(Settings(data=demo[0]))


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    said: dict[str, Any] = answer.json()
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    return said
