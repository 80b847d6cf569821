"""The commands as a person types them, in processes of their own, and one demo run that tests share."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest


def jiyao(
    *words: str,
    data: Path | None = None,
    given: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}
    settings = (
        clean | {"JIYAO_DATA": str(data or "nothing-here"), "COLUMNS": "120", "NO_COLOR": "1"} | dict(environment or {})
    )
    done = subprocess.run(
        [sys.executable, "-m", "jiyao", *words], input=given, capture_output=True, env=settings, cwd=folder, timeout=120
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


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
