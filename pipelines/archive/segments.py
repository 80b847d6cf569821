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
        """Go on with the newest file that has room; ``mend`` tells of each that nobody writes whether it is sound.

        A file without a record, which a crash leaves while it is opened, is removed.
        """
        for path in reversed(segment_files(self._folder)):
            descriptor = self._lock(path, os.O_RDWR)
            if descriptor is None:
                continue
            sound = mend(path)
            end = os.fstat(descriptor).st_size
            if sound and self._descriptor is None and 0 < end < self._most_bytes:
                self._descriptor, self.name, self.end = descriptor, path.name, end
                continue
            if not end:
                path.unlink(missing_ok=True)
            os.close(descriptor)

    def place(self) -> tuple[str, int]:
        """Return in which file and at which offset the next member will stand."""
        if self._descriptor is None or self.end >= self._most_bytes:
            self._rotate()
        return self.name, self.end

    def append(self, members: bytes, *, flush: bool = True) -> int:
        """Write the members and return the offset of the first; with ``flush``, only when the disk has them.

        :class:`StorageFull` and :class:`ArchiveError` leave the file as it was before.
        """
        self.place()
        return self._write(members, flush)

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
        while self._descriptor is None:  # who mends may lock and remove a file that is still empty
            self.name, self.end = f"jiyao-{at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}.warc.gz", 0
            path = self._folder / self.name
            try:
                self._descriptor = self._lock(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
            except OSError as error:
                raise _explained(error, path) from None
        try:
            self._write(info_member(self.name, at, self._software), flush=False)
            self._flush_folder()
        except (StorageFull, ArchiveError, OSError) as error:
            self.close()
            path.unlink(missing_ok=True)
            raise _explained(error, path) if isinstance(error, OSError) else error from None

    def _write(self, members: bytes, flush: bool) -> int:
        descriptor, offset = self._descriptor, self.end
        assert descriptor is not None
        try:
            rest, at = memoryview(members), offset
            while rest:
                written = os.pwrite(descriptor, rest, at)
                rest, at = rest[written:], at + written
            if flush:
                os.fsync(descriptor)
        except OSError as error:
            os.ftruncate(descriptor, offset)
            raise _explained(error, self._folder / self.name) from None
        self.end = offset + len(members)
        return offset

    def _flush_folder(self) -> None:
        """Wait until the disk has the name of the new file."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @staticmethod
    def _lock(path: Path, flags: int) -> int | None:
        """Return a descriptor of the file, None where another process writes it or has removed it."""
        try:
            descriptor = os.open(path, flags, 0o644)
        except FileNotFoundError:
            if flags & os.O_CREAT:
                raise
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        if not os.fstat(descriptor).st_nlink:
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
