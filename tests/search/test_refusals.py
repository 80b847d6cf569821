"""What the disk refuses, which tantivy says in words of its own, told in ours with what to do."""

import errno
from pathlib import Path

import pytest

from jiyao.errors import EngineError, StorageFull
from jiyao.search.generation import troubles

LOCK = "Failed to acquire Lockfile: IoError(Os { code: %d, kind: %s, message: %r }). None"


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.EROFS, "Read-only file system"),
        ValueError("Permission denied (os error 13)"),
        ValueError(LOCK % (13, "PermissionDenied", "Permission denied")),
    ],
    ids=str,
)
def test_what_may_not_be_opened_is_a_matter_of_permissions(error: OSError | ValueError) -> None:
    with pytest.raises(EngineError, match="may not be read") as told, troubles(Path("index")):
        raise error
    assert "permissions" in told.value.advice


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), ValueError("No space left (os error 28)")], ids=str)
def test_a_disk_that_is_full_is_told_so(error: OSError | ValueError) -> None:
    with pytest.raises(StorageFull), troubles(Path("index")):
        raise error


def test_what_is_neither_is_a_failure_of_the_index() -> None:
    with pytest.raises(EngineError, match="failed") as told, troubles(Path("index")):
        raise ValueError("a segment is damaged")
    assert "jiyao rebuild" in told.value.advice
