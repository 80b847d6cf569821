"""Standard output that goes into a pipe: nobody may be reading it any more (``jiyao export reports | head``)."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Pipe(io.FileIO):
    """Standard output; the first write that nobody reads ends the process with 0, as there is nothing left to do."""

    _closed_there = False

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, and return how many bytes were taken."""
        if not self._closed_there:
            try:
                return super().write(data)
            except BrokenPipeError:
                self._closed_there = True
                if threading.current_thread() is threading.main_thread():
                    raise SystemExit(0) from None
                os.kill(os.getpid(), signal.SIGTERM)  # a thread ends nobody but itself
        return memoryview(data).nbytes  # what was on its way when the process began to end


def end_quietly_when_nobody_reads() -> None:
    """Put a standard output of ours in the place of Python's.

    Rich and Typer each end a process whose pipe was closed with 1, before an error of it could be seen.
    """
    before = sys.stdout
    if not isinstance(before, io.TextIOWrapper):  # closed, or somebody's own
        return
    before.flush()
    pipe = io.BufferedWriter(_Pipe(before.fileno(), "wb", closefd=False))
    sys.stdout = io.TextIOWrapper(
        pipe, before.encoding, before.errors, line_buffering=before.line_buffering, write_through=before.write_through
    )
