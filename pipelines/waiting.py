"""What a run has understood, in a file until the run as a whole is judged: it may be long, and memory is not."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from jiyao.errors import ArchiveError, StorageFull
from pipelines.replay import Outcome

_OUTCOME = TypeAdapter(Outcome)


def line_of(outcome: Outcome) -> bytes:
    """Return an outcome as a line of JSON."""
    return _OUTCOME.dump_json(outcome) + b"\n"


class Waiting:
    """Outcomes in the order in which they came; the file is gone with :meth:`delete`.

    Nothing depends on it: where it is lost, the next run understands the same
    pages again from the archive.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb")
        except OSError as error:
            raise _explained(path, error) from None

    def add(self, line: bytes) -> None:
        """Take what a page came to, as :func:`line_of` writes it."""
        try:
            self._file.write(line)
        except OSError as error:
            raise _explained(self.path, error) from None

    def __iter__(self) -> Iterator[Outcome]:
        """Yield the outcomes; :class:`ArchiveError` where the file was damaged behind our back."""
        try:
            self._file.flush()
            with self.path.open("rb") as file:
                for line in file:
                    yield _OUTCOME.validate_json(line)
        except OSError as error:
            raise _explained(self.path, error) from None
        except ValidationError:
            raise ArchiveError(f"{self.path}: damaged", "Run the harvest again: it goes on from the archive.") from None

    def delete(self) -> None:
        """Close the file and delete it."""
        with suppress(OSError):  # what could not be written was told when it was added
            self._file.close()
        self.path.unlink(missing_ok=True)


def _explained(path: Path, error: OSError) -> StorageFull | ArchiveError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageFull(
            f"{path}: no space left for what waits to be published; the archive has every page",
            "Make space and run the same command again: it continues where it stopped.",
        )
    return ArchiveError(f"{path}: {error.strerror}", "Check the folder's permissions.")
