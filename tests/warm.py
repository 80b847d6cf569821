"""Visits without the second that Python takes to import a harvest: forked from a process that has imported it.

What runs is the module that a person's harvest runs, as a process and a session of its own; only its begin is not tried:
that each module imports what it needs, and that a rule is right when it is first asked. So the tests of commands, and
`tests/jiyao/test_runs.py`, start it as a person does. So do all where the system cannot tell of a process that ended.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from forking import LONGEST

from jiyao.runs import child, looks

_BROKEN = "the process that forks for tests has ended; what it said stands above"
_asked = threading.Lock()


class Forked:
    """As much of `subprocess.Popen` as those need who begin such a process."""

    def __init__(
        self, line: socket.socket, module: str, *, start_new_session: bool = False, pass_fds: Sequence[int] = ()
    ) -> None:
        self.returncode: int | None = None
        with ExitStack() as opened:
            (its_in, given), (said, its_out), (self._ended, its_end) = os.pipe(), os.pipe(), os.pipe()
            for end in (its_in, its_out, its_end):
                opened.callback(os.close, end)
            self.stdin = os.fdopen(given, "w", encoding="utf-8")
            self.stdout = os.fdopen(said, encoding="utf-8")
            order = {"module": module, "session": start_new_session, "environment": child.environment()}
            with _asked:
                socket.send_fds(line, [json.dumps(order).encode()], [its_in, its_out, its_end, *pass_fds])
                pid = line.recv(LONGEST)
        if not pid:
            raise RuntimeError(_BROKEN)
        self.pid = int(pid)

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(["forked"], timeout or 0)
            ended = os.read(self._ended, LONGEST)
            os.close(self._ended)
            if not ended:
                raise RuntimeError(_BROKEN)
            self.returncode = int(ended)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None and not select.select([self._ended], [], [], 0)[0]:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _tells_ends() -> bool:
    """Tell whether the system lets a process wait for the end of others beside what else it waits for."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


@pytest.fixture(scope="session")
def forks() -> Iterator[socket.socket]:
    """The line to the process that forks, which ends with the line."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, str(Path(__file__).with_name("forking.py")), str(its.fileno())]
    forking = subprocess.Popen(command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL, env=child.environment())
    its.close()
    yield ours
    ours.close()
    forking.wait()


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let the visits of a test be forked."""

    def started(module: str, *, start_new_session: bool = False, pass_fds: Sequence[int] = ()) -> Forked:
        line: socket.socket = request.getfixturevalue("forks")
        return Forked(line, module, start_new_session=start_new_session, pass_fds=pass_fds)

    if _tells_ends():
        _begin_by(started, monkeypatch)


@pytest.fixture
def cold(warm: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the visits of a test begin as a person's do."""
    _begin_by(_STARTED, monkeypatch)


def _begin_by(started: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (child, looks):
        monkeypatch.setattr(module, "started", started)


_STARTED = child.started
