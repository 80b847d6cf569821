"""Who may publish now: many at once, or nobody while the index is switched. Locks on files, which end with their process.

A publisher holds its turn from before it writes a report until the ledger says
so. A switch waits for all of them, and keeps others waiting: what it reads in the
ledger is then exactly what the old generation has.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiyao.errors import ArchiveError, WriterBusy

PATIENCE = 20.0
_PAUSE = 0.02


class Turns:
    """The turns of one data folder. ``patience`` is for how many seconds one waits for one's own."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._door = folder / "publishing.door"
        self._room = folder / "publishing.room"
        self._patience = patience

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Publish while the block lasts; :class:`WriterBusy` where a switch takes too long."""
        with self._entered(fcntl.LOCK_SH):
            yield

    @contextmanager
    def switching(self) -> Iterator[None]:
        """Let nobody publish while the block lasts; :class:`WriterBusy` where a publisher takes too long."""
        with self._entered(fcntl.LOCK_EX):
            yield

    @contextmanager
    def _entered(self, how: int) -> Iterator[None]:
        # Whoever waits for the room stands in the door: publishers that come later do not overtake a switch.
        room = self._open(self._room)
        try:
            door = self._open(self._door)
            try:
                until = time.monotonic() + self._patience
                self._wait(door, fcntl.LOCK_EX, until)
                self._wait(room, how, until)
            finally:
                os.close(door)
            yield
        finally:
            os.close(room)

    def _wait(self, descriptor: int, how: int, until: float) -> None:
        while True:
            try:
                fcntl.flock(descriptor, how | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() > until:
                    raise WriterBusy(
                        f"the index of {self._room.parent} is being switched, or somebody publishes for too long",
                        "Wait until the other harvest or rebuild has ended; searches go on meanwhile.",
                    ) from None
                time.sleep(_PAUSE)

    @staticmethod
    def _open(path: Path) -> int:
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise ArchiveError(f"{path}: {error.strerror}", "Check JIYAO_DATA and its permissions.") from None
