"""What SQLite refuses is sorted by who has to act; only what can be made again is advised to be deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jiyao.errors import ArchiveError, JiyaoError, StorageFull
from pipelines.archive.index import CaptureIndex
from pipelines.ledger import Ledger
from pipelines.sqlite_files import explained

START = datetime(2025, 1, 17, tzinfo=UTC)


def write_run(path: Path) -> None:
    with closing(Ledger(path, patience=0.01)) as ledger:
        ledger.release(1)


def write_entry(path: Path) -> None:
    with closing(CaptureIndex(path, patience=0.01)) as index:
        index.add([], "a.warc.gz", 7)


WRITERS = pytest.mark.parametrize("write", [write_run, write_entry])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.sqlite"


@WRITERS
def test_a_file_that_another_process_holds_is_waited_for_and_not_deleted(
    write: Callable[[Path], None], path: Path
) -> None:
    write(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="in use by another process") as caught:
            write(path)
    assert "Wait" in caught.value.advice
    assert "elete" not in caught.value.advice
    write(path)


@WRITERS
def test_a_file_that_cannot_be_opened_is_a_matter_of_permissions(write: Callable[[Path], None], path: Path) -> None:
    path.mkdir()
    with pytest.raises(ArchiveError, match="may not be written or opened") as caught:
        write(path)
    assert "permissions" in caught.value.advice
    assert "elete" not in caught.value.advice


def sqlite_error(code: int, said: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "advice"),
    [
        (sqlite3.SQLITE_FULL, StorageFull, "Make space"),
        (sqlite3.SQLITE_IOERR_WRITE, StorageFull, "Make space"),
        (sqlite3.SQLITE_IOERR_READ, ArchiveError, "Check the disk"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, ArchiveError, "Wait"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, ArchiveError, "permissions"),
        (sqlite3.SQLITE_CORRUPT_VTAB, ArchiveError, "bring it back"),
        (sqlite3.SQLITE_ERROR, ArchiveError, "another version"),
    ],
)
def test_the_kind_of_a_fault_is_told_by_its_number_and_not_by_its_words(
    code: int, kind: type[JiyaoError], advice: str, path: Path
) -> None:
    error = explained(sqlite_error(code, "words that may change"), path, "the ledger", "bring it back")
    assert type(error) is kind
    assert advice in error.advice
    assert str(path) in str(error)


@WRITERS
def test_a_damaged_file_is_to_be_deleted_only_where_it_can_be_made_again(
    write: Callable[[Path], None], path: Path
) -> None:
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(ArchiveError, match="cannot be used") as caught:
        write(path)
    assert ("Delete this file" in caught.value.advice) == (write is write_entry)
    assert ("from a copy" in caught.value.advice) == (write is write_run)
