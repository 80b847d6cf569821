"""A copy of an installation that is whole at every moment: what was acknowledged before it began is in it.

The archive's files only grow, so that a second copy takes what was added and no
more. The search index is not copied: it is a view, which ``jiyao rebuild`` makes again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jiyao.errors import ArchiveError, AskedWrongly, StorageFull
from jiyao.progress import Progress, Watch, nobody
from jiyao.settings import Settings
from jiyao.source_files import shipped_sources, sources_folder
from pipelines.archive import Archive, Damage
from pipelines.archive.segments import segment_files
from pipelines.journal import journal_file
from pipelines.ledger import ledger_file
from pipelines.sqlite_files import explained

NAME = "backup"
_PIECE = 1 << 20
_BROKEN = "Bring it back from an earlier copy; see docs/operation.md."


@dataclass(frozen=True, slots=True)
class BackedUp:
    """``files`` of the archive with so many ``captures``; ``added`` is how many bytes of them were not there before."""

    files: int
    captures: int
    added: int


def back_up(settings: Settings, target: Path, watch: Watch = nobody) -> BackedUp:
    """Copy an installation's data into a folder, beside an earlier copy of the same; works while a crawl writes.

    Databases are copied first, then of each WARC file as much as their index knows:
    what is added meanwhile is for the next time.
    """
    if not settings.archive_folder.is_dir():
        raise ArchiveError(f"{settings.archive_folder}: nothing is archived there", "Check JIYAO_DATA.")
    if target.resolve().is_relative_to(settings.data.resolve()):
        raise AskedWrongly(f"{target} lies in what is copied", "Name a folder elsewhere, best on another disk.")
    archive = target / "archive"
    index = settings.archive_folder / "index.sqlite"
    if not index.is_file():
        raise ArchiveError(f"{index} is not there", "`jiyao archive reindex` makes it again; then copy.")
    _refuse_another(settings.archive_folder, archive)
    try:
        archive.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in (ledger_file(settings), journal_file(settings), settings.keys_file):
            if path.is_file():
                _copy_whole(path, target / path.name)
        _copy_database(index, archive / "index.sqlite")
        if (sources := sources_folder(settings)) != shipped_sources():
            shutil.copytree(sources, target / "sources", dirs_exist_ok=True)
        ends = _ends(archive)
        added = 0
        for number, (name, end) in enumerate(sorted(ends.items()), 1):
            added += _copy_growth(settings.archive_folder / name, archive / name, end)
            watch(Progress(NAME, number, len(ends), {"bytes": added}, finished=number == len(ends)))
    except OSError as error:
        raise StorageFull(
            f"{error.filename or target}: {error.strerror}",
            "Make space there, or name another folder; the same command goes on from there.",
        ) from None
    with Archive(archive, untouched=True) as copied:
        return BackedUp(len(ends), copied.count(), added)


def _refuse_another(archive: Path, copied: Path) -> None:
    """Raise where the copy has files that the archive has not: it is of another archive, or ours has lost some."""
    unknown = sorted({path.name for path in segment_files(copied)} - {path.name for path in segment_files(archive)})
    if unknown:
        raise ArchiveError(
            f"the copy in {copied.parent} has {len(unknown)} files that {archive} has not, such as {unknown[0]}",
            "It stays as it is. Check JIYAO_DATA; or copy into a new folder.",
        )
    if not segment_files(archive):
        raise ArchiveError(f"{archive}: nothing is archived there", "Check JIYAO_DATA.")


def note(settings: Settings, at: datetime) -> None:
    """Leave a note in the data folder that a copy was made, for :func:`last_backup`."""
    path = _note(settings)
    try:
        path.write_text(at.isoformat(timespec="seconds") + "\n", "utf-8")
    except OSError as error:
        raise ArchiveError(
            f"the copy is made, but not noted in {path}: {error.strerror}",
            "Check the folder's permissions: `jiyao status` tells the age of the last copy by it.",
        ) from None


def last_backup(settings: Settings) -> datetime | None:
    """Return when the latest copy was made that succeeded, None where there was none that we know of."""
    try:
        return datetime.fromisoformat(_note(settings).read_text("utf-8").strip())
    except (OSError, ValueError):
        return None


def _note(settings: Settings) -> Path:
    return settings.data / "backed_up_at"


def check(target: Path) -> list[Damage]:
    """Return what is wrong with a copy: every record is read and compared with its digests."""
    if not (target / "archive").is_dir():
        raise ArchiveError(f"{target}: there is no copy of an archive", "Make one with `jiyao backup`.")
    with Archive(target / "archive", untouched=True) as archive:
        return list(archive.verify())


def _ends(archive: Path) -> dict[str, int]:
    """Return how far the copied index knows each file."""
    path = archive / "index.sqlite"
    try:
        with closing(sqlite3.connect(path)) as index:
            return dict(index.execute("SELECT name, end FROM files"))
    except sqlite3.Error as error:
        raise explained(error, path, "the archive's index", _BROKEN) from None


def _copy_whole(path: Path, target: Path) -> None:
    if path.suffix == ".sqlite":
        _copy_database(path, target)
        return
    new = target.with_name(target.name + ".new")
    shutil.copy2(path, new)
    new.replace(target)


def _copy_database(path: Path, target: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it."""
    new = target.with_name(target.name + ".new")
    new.unlink(missing_ok=True)
    try:
        source_uri = f"{path.resolve().as_uri()}?mode=ro"  # a database that is missing must not be made by us
        with (
            closing(sqlite3.connect(source_uri, uri=True, timeout=60)) as source,
            closing(sqlite3.connect(new)) as copied,
        ):
            source.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise explained(error, path, "a database", _BROKEN) from None
    for left in target.parent.glob(f"{target.name}-*"):  # the log of the copy before would be applied to this one
        left.unlink()
    new.replace(target)


def _copy_growth(path: Path, target: Path, end: int) -> int:
    """Copy what a file has up to ``end`` and its copy has not; return how many bytes that were."""
    there = target.stat().st_size if target.exists() else 0
    if there > end:
        os.truncate(target, end)  # a copy that was broken off in a file that was mended since
        there = end
    with path.open("rb") as source, target.open("ab") as copied:
        source.seek(there)
        left = end - there
        while left and (piece := source.read(min(left, _PIECE))):
            copied.write(piece)
            left -= len(piece)
        copied.flush()
        os.fsync(copied.fileno())
    if left:
        raise ArchiveError(
            f"{path}: {left} bytes are missing at its end", "`jiyao archive verify` says what is damaged."
        )
    return end - there
