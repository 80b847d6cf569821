"""The commands as a person types them, in processes of their own, and one demo run that tests share."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx
import pytest


def jiyao(
    *words: str,
    data: Path | None = None,
    given: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    settings = (
        _clean()
        | {"JIYAO_DATA": str(data or "nothing-here"), "COLUMNS": "120", "NO_COLOR": "1"}
        | dict(environment or {})
    )
    done = subprocess.run(
        [sys.executable, "-m", "jiyao", *words], input=given, capture_output=True, env=settings, cwd=folder, timeout=120
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _clean() -> dict[str, str]:
    """The environment without settings of ours."""
    return {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}


@contextmanager
def serving(environment: Mapping[str, str], log: IO[str] | int = subprocess.DEVNULL) -> Iterator[httpx.Client]:
    """A client with one connection to a server of `jiyao serve` that answers; what it says goes to ``log``."""
    port = free_port()
    command = [sys.executable, "-m", "jiyao", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_clean() | dict(environment), stdout=subprocess.DEVNULL, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            until = time.monotonic() + 60
            while server.poll() is None and time.monotonic() < until:
                with suppress(httpx.TransportError):
                    client.get("/healthz")
                    break
                time.sleep(0.05)
            yield client
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo run in a folder of its own, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = jiyao("demo", "--folder", str(folder), "--port", str(free_port()))
    assert done.returncode == 0, done.stderr
    return folder, done.stdout
