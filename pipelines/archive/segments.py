"""The WARC files as something to append to: locked, flushed, rotated, and cut back where a write fails."""

from __future__ import annotations

import errno
import fcntl
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jiyao.errors import ArchiveError, StorageFull
from pipelines.archive.records import info_member

PATTERN = "jiyao-*.warc.gz"
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def segment_files(folder: Path) -> list[Path]:
    """Return the WARC files that we wrote in the folder, oldest first."""
    return sorted(folder.glob(PATTERN))


def foreign_files(folder: Path) -> list[Path]:
    """Return the WARC files in the folder that are not ours."""
    return sorted(set(folder.glob("*.warc*")) - set(segment_files(folder)))


class Segments:
    """Appends members to the newest file that no other process writes, or to a new one.

    Several processes may write to one folder: each holds a lock on its own file,
    which ends with the process.
    """

    def __init__(self, folder: Path, most_bytes: int, software: str) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._software = software
        self._descriptor: int | None = None
        self.name = ""
        self.end = 0

    def adopt(self, mend: Callable[[Path], bool]) -> None:
        """Go on with the newest file that has room; ``mend`` tells of each that nobody writes whether it is sound."""
        for path in reversed(segment_files(self._folder)):
            descriptor = self._lock(path, os.O_RDWR)
            if descriptor is None:
                continue
            sound = mend(path)
            end = os.fstat(descriptor).st_size
            if sound and self._descriptor is None and 0 < end < self._most_bytes:
                self._descriptor, self.name, self.end = descriptor, path.name, end
            else:
                os.close(descriptor)

    def append(self, member: bytes, *, flush: bool = True) -> int:
        """Write the member and return its offset; with ``flush``, only when the disk has it.

        :class:`StorageFull` and :class:`ArchiveError` leave the file as it was before.
        """
        if self._descriptor is None or self.end >= self._most_bytes:
            self._rotate()
        return self._write(member, flush)

    def flush(self) -> None:
        """Wait until the disk has everything."""
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Flush, and let go of the file."""
        if self._descriptor is not None:
            try:
                os.fsync(self._descriptor)
            finally:
                os.close(self._descriptor)
                self._descriptor = None

    def _rotate(self) -> None:
        self.close()
        at = datetime.now(UTC)
        name = f"jiyao-{at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}.warc.gz"
        try:
            self._descriptor = self._lock(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        except OSError as error:
            raise _explained(error, self._folder / name) from None
        self.name, self.end = name, 0
        try:
            self._write(info_member(name, at, self._software), flush=False)
        except (StorageFull, ArchiveError):
            self.close()
            (self._folder / name).unlink()
            raise

    def _write(self, member: bytes, flush: bool) -> int:
        descriptor, offset = self._descriptor, self.end
        assert descriptor is not None
        try:
            rest = memoryview(member)
            os.lseek(descriptor, offset, os.SEEK_SET)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if flush:
                os.fsync(descriptor)
        except OSError as error:
            os.ftruncate(descriptor, offset)
            raise _explained(error, self._folder / self.name) from None
        self.end = offset + len(member)
        return offset

    @staticmethod
    def _lock(path: Path, flags: int) -> int | None:
        descriptor = os.open(path, flags, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor


def _explained(error: OSError, path: Path) -> StorageFull | ArchiveError:
    if error.errno in _NO_SPACE:
        return StorageFull(
            f"{path}: no space left for the archive; everything acknowledged before is kept",
            "Make space and run the same command again: it continues where it stopped.",
        )
    return ArchiveError(f"{path}: cannot be written: {error.strerror}", "Check the disk and the folder's permissions.")
