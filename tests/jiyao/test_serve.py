"""`jiyao serve` in a process of its own, as programs ask it: over one connection that stays open."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from commands import free_port


@pytest.fixture
def served(tmp_path: Path) -> Iterator[httpx.Client]:
    port = free_port()
    command = [sys.executable, "-m", "jiyao", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=os.environ | {"JIYAO_DATA": str(tmp_path)}, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
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


def test_an_answer_does_not_wait_until_the_one_before_it_is_acknowledged(served: httpx.Client) -> None:
    spent = []
    for _ in range(50):
        begun = time.perf_counter()
        served.get("/healthz")
        spent.append(time.perf_counter() - begun)
    # The kernel of who asks acknowledges the first few at once, and later ones after 40 ms.
    assert statistics.median(spent[30:]) < 0.035
