"""Visits without the second that Python takes to import a harvest: forked from a process that has imported it.

What runs is ``python -m crawler`` all the same, as a process and a session of its own. The tests of commands, and
`tests/jiyao/test_runs.py`, start it as a person does; so do all where the system cannot tell of a process that ended.
"""

from __future__ import annotations

import json
import os
import runpy
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from jiyao.model import Article
from jiyao.runs import child, looks
from pipelines.flow import understand

#: What a visit comes to need, and no module that needs a reactor to be imported.
_IMPORTED = (
    "crawler.harvest",
    "crawler.look",
    "crawler.spiders.site",
    "crawler.monitors",
    "crawler.middlewares",
    "crawler.network",
    "index_mappings",
    "jiyao.search.embedded",
    "pipelines.items",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.extensions.throttle",
    "spidermon.contrib.scrapy.extensions",
)
#: A report that asks most rules.
_REPORT = "11月3日上午，县长卢正明主持召开县政府第3次常务会议。副县长何立春、方志远参加。会议听取了有关部门的汇报，卢正明指出，要加强领导。"
_LONGEST = 1 << 16


class Forked:
    """As much of `subprocess.Popen` as those need who begin such a process."""

    def __init__(
        self, line: socket.socket, module: str, *, start_new_session: bool = False, pass_fds: Sequence[int] = ()
    ) -> None:
        given, its_in = os.pipe()[::-1]
        its_out, said = os.pipe()[::-1]
        self._ended, its_end = os.pipe()
        order = {"module": module, "session": start_new_session, "environment": dict(os.environ)}
        with _asked:
            socket.send_fds(line, [json.dumps(order).encode()], [its_in, its_out, its_end, *pass_fds])
            self.pid = int(line.recv(_LONGEST))
        for end in (its_in, its_out, its_end):
            os.close(end)
        self.stdin = os.fdopen(given, "w", encoding="utf-8")
        self.stdout = os.fdopen(said, encoding="utf-8")
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(["python", "-m", "crawler"], timeout or 0)
            self.returncode = int(os.read(self._ended, _LONGEST) or b"-9")
            os.close(self._ended)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None and not select.select([self._ended], [], [], 0)[0]:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


_asked = threading.Lock()


@pytest.fixture(scope="session")
def forks() -> Iterator[socket.socket]:
    """The line to the process that forks, which ends with the line."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    root = str(Path(child.__file__).parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    command = [sys.executable, __file__, str(its.fileno())]
    forking = subprocess.Popen(
        command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path}
    )
    its.close()
    yield ours
    ours.close()
    forking.wait()


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let the visits of a test be forked."""
    if hasattr(os, "pidfd_open"):
        started = partial(Forked, request.getfixturevalue("forks"))
        monkeypatch.setattr(child, "started", started)
        monkeypatch.setattr(looks, "started", started)


@pytest.fixture
def cold(warm: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the visits of a test begin as a person's do."""
    monkeypatch.setattr(child, "started", _STARTED)
    monkeypatch.setattr(looks, "started", _STARTED)


_STARTED = child.started


def _orders(line: socket.socket) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Yield what is asked for until the line closes, and tell whoever asked how each of them ended."""
    waiting = selectors.DefaultSelector()
    waiting.register(line, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is not line:
                pid, end = key.data
                waiting.unregister(key.fileobj)
                os.close(key.fd)
                os.write(end, str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
                os.close(end)
                continue
            told, given, _, _ = socket.recv_fds(line, _LONGEST, 16)
            if not told:
                return
            if pid := os.fork():
                line.send(str(pid).encode())
                its_end = given.pop(2)
                for inherited in given:
                    os.close(inherited)
                waiting.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, its_end))
                continue
            os.close(given.pop(2))
            for other in list(waiting.get_map().values()):
                os.close(other.fd)
                if other.data:
                    os.close(other.data[1])
            yield json.loads(told), given
            return


def _fork() -> None:
    for module in _IMPORTED:
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules
    understand(Article("", "", _REPORT), None)  # the rules that every report asks are compiled
    for order, given in _orders(socket.socket(fileno=int(sys.argv[1]))):
        if order["session"]:
            os.setsid()
        os.environ.clear()
        os.environ.update(order["environment"])
        os.dup2(given[0], 0)
        os.dup2(given[1], 1)
        os.close(given[0])
        os.close(given[1])
        sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _fork()
