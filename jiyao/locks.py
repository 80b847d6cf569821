"""A source is harvested once at a time: a lock on a file of its own, which ends with the processes that hold it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jiyao.errors import ArchiveError, Busy
from jiyao.settings import Settings

SCHEDULE = "schedule"
_TRIES, _SECONDS_BETWEEN = 6, 0.02


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. ``since`` is in UTC."""

    host: str
    pid: int
    since: datetime

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} since {self.since:%Y-%m-%d %H:%M} UTC"


class Lock:
    """A lock that is held until :meth:`leave`, or until this process and those that inherited it have ended."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> Lock | None:
        """Return the lock, None where somebody else holds it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise ArchiveError(f"{path}: {error.strerror}", "Check JIYAO_DATA and its permissions.") from None
        for tries in range(_TRIES):  # somebody may only be looking who holds it
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if tries == _TRIES - 1:
                    os.close(descriptor)
                    return None
                time.sleep(_SECONDS_BETWEEN)
        holder = {"host": socket.gethostname(), "pid": os.getpid(), "since": datetime.now(UTC).isoformat()}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        return cls(path, descriptor)

    def leave(self) -> None:
        """Let others have it, once those who inherited it have ended too."""
        os.close(self.descriptor)


def lock_file(settings: Settings, name: str) -> Path:
    """Return the file whose lock stands for harvesting the source ``name``, or for the schedule."""
    return settings.data / "locks" / f"{name}.lock"


def holder_of(path: Path) -> Holder | None:
    """Return who holds the lock of that file, None where nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        with suppress(ValueError, KeyError, OSError):
            said = json.loads(os.pread(descriptor, 1000, 0))
            return Holder(said["host"], said["pid"], datetime.fromisoformat(said["since"]))
        return Holder("an unknown host", 0, datetime.now(UTC))
    finally:
        os.close(descriptor)
    return None


def busy(settings: Settings, name: str) -> Busy:
    """Return the error that says who harvests a source already."""
    holder = holder_of(lock_file(settings, name))
    by = holder if holder and holder.pid != os.getpid() else "another harvester"
    return Busy(f"{name} is being harvested already: {by}", "Wait until it has ended.")


def holders(settings: Settings, names: Iterable[str]) -> dict[str, Holder]:
    """Return who harvests each of these sources now; those that nobody does are left out."""
    held = ((name, holder_of(lock_file(settings, name))) for name in names)
    return {name: holder for name, holder in held if holder}
