"""Processes that visit sites, and the one that harvests: listened to, asked to stop, ended where it hangs."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import crawler

_GRACE = 30.0  # seconds for pages on their way, when a process that hangs is asked to stop


def started(module: str, *, start_new_session: bool = False, pass_fds: Sequence[int] = ()) -> subprocess.Popen[str]:
    """Return a process that runs a module of ours, with standard input and output for lines of text."""
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
        start_new_session=start_new_session,
        pass_fds=pass_fds,
    )


def environment() -> dict[str, str]:
    """Return ours for such a process: it finds our modules, and its lines are UTF-8."""
    root = str(Path(crawler.__file__).parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


class Hung(Exception):
    """The process has said nothing for too long and was ended."""


class Child:
    """Runs ``python -m crawler``; it never outlives the block.

    It says something every few seconds. Where it has been silent for ``hang``
    seconds it is asked to stop, and killed where that does not help. ``inherited``
    are file descriptors that stay open in it: locks that shall live as long as it does.
    """

    def __init__(self, order: dict[str, Any], hang: float, inherited: Sequence[int] = ()) -> None:
        self.asked_to_stop = False
        self._hang = hang
        self._said: queue.Queue[str | None] = queue.Queue()
        # In a session of its own: a Ctrl-C reaches us alone, and we pass it on once.
        self._process = started("crawler", start_new_session=True, pass_fds=inherited)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        self._in.write(json.dumps(order) + "\n")
        self._in.flush()
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self._heard_at = time.monotonic()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.wait()
        self._reader.join()
        self._in.close()
        self._out.close()

    def line(self, timeout: float) -> dict[str, Any] | None:
        """Return the next thing that the process tells, ``{}`` after ``timeout`` seconds, None when it has ended.

        :class:`Hung` when it was silent for too long; it has ended then.
        """
        try:
            text = self._said.get(timeout=timeout)
        except queue.Empty:
            if time.monotonic() - self._heard_at > self._hang:
                self._end()
                raise Hung from None
            return {}
        self._heard_at = time.monotonic()
        if text is None:
            return None
        told: dict[str, Any] = json.loads(text)
        return told

    def stop(self) -> None:
        """Ask the process to end in good order."""
        self.asked_to_stop = True
        self._process.send_signal(signal.SIGINT)

    def _listen(self) -> None:
        for text in self._out:
            if text.startswith("{"):
                self._said.put(text)
        self._said.put(None)

    def _end(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(min(_GRACE, self._hang))
        except subprocess.TimeoutExpired:
            self._process.kill()
