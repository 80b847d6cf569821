"""Files that SQLite holds: opened, written whole or not at all, and what it says as an error for whoever has to act."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import ClassVar

from jiyao.errors import ArchiveError, StorageFull

_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# A write beyond the largest file that the process may make is reported as SQLITE_IOERR_WRITE, seen 2026-11.
_NO_ROOM = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMSIZE}


#: For how many seconds another writer is waited for.
PATIENCE = 60.0
_PAUSE = 0.01


class SqliteFile:
    """A file that SQLite holds. A subclass says what it is (``WHAT``), its tables (``SCHEMA``), and two advices.

    ``patience`` is for how many seconds another writer is waited for.
    """

    WHAT: ClassVar[str]
    SCHEMA: ClassVar[str]
    IF_BROKEN: ClassVar[str]
    IF_NO_FOLDER: ClassVar[str]

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        with self._explaining():
            self._database = opened(path, self.SCHEMA, patience, self.IF_NO_FOLDER)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explaining(), transaction(self._database):
            yield

    def _explaining(self) -> AbstractContextManager[None]:
        return explaining(self.path, self.WHAT, self.IF_BROKEN)


def opened(path: Path, schema: str, patience: float, if_no_folder: str) -> sqlite3.Connection:
    """Return a connection to the file at ``path``, made with ``schema`` where it is new.

    Raises ArchiveError with the advice ``if_no_folder`` where its folder cannot be made, and sqlite3.Error.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}", if_no_folder) from None
    database = sqlite3.connect(path, timeout=patience, isolation_level=None)
    _keep_a_log(database, patience)
    database.execute("PRAGMA synchronous = NORMAL")
    database.executescript(schema)
    return database


def _keep_a_log(database: sqlite3.Connection, patience: float) -> None:
    """Switch to a write-ahead log, for which SQLite itself does not wait where two open a new file at once (2026-11)."""
    until = time.monotonic() + patience
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _HELD or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Do all that the block does to the database, or nothing of it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # SQLite ends it itself when the disk is full
            database.execute("ROLLBACK")
        raise


@contextmanager
def explaining(path: Path, what: str, if_broken: str) -> Iterator[None]:
    """Raise what SQLite says inside the block as :func:`explained` tells it."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path, what, if_broken) from None


def explained(error: sqlite3.Error, path: Path, what: str, if_broken: str) -> StorageFull | ArchiveError:
    """Return the error for ``what`` in the file ``path``; ``if_broken`` is the advice where the file is damaged.

    Only a damaged file may be advised to be deleted: a locked or a read-only one is whole.
    """
    extended: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = extended & 0xFF  # the low byte is the kind, what lies above it the particular
    if code == sqlite3.SQLITE_FULL or extended in _NO_ROOM:
        return StorageFull(
            f"{path}: no space left for {what} ({error}); what was acknowledged before is kept",
            "Make space and run the same command again: it continues where it stopped.",
        )
    if code in _HELD:
        return ArchiveError(
            f"{path}: {what} is in use by another process ({error})",
            "Wait until the other harvest or rebuild has ended, and run the same command again.",
        )
    if code in _REFUSED:
        return ArchiveError(
            f"{path}: {what} may not be written or opened ({error})",
            "Check who owns the file and its folder, their permissions, and whether the disk is mounted read-only.",
        )
    if code == sqlite3.SQLITE_IOERR:
        return ArchiveError(
            f"{path}: {what} cannot be read or written ({error})", "Check the disk; the file may be whole."
        )
    if code in _BROKEN:
        return ArchiveError(f"{path}: {what} cannot be used: {error}", if_broken)
    return ArchiveError(
        f"{path}: {what} cannot be used: {error}", "This is a fault of ours, or a file of another version: report it."
    )
