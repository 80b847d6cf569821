"""What is wrong with the files of an archive, and the index made right where it can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jiyao.errors import ArchiveError
from pipelines.archive.index import CaptureIndex, Entry
from pipelines.archive.members import TORN
from pipelines.archive.segments import foreign_files
from pipelines.archive.walk import walk

_UNLIKE = "file and index differ in this record; `jiyao archive reindex` builds the index again"


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a WARC file that cannot be read, or are not ours; a sentence says why.

    ``url`` is the page whose capture they are, where it can be known.
    """

    file: str
    offset: int
    length: int
    said: str
    url: str = ""

    def __str__(self) -> str:
        page = f" ({self.url})" if self.url and self.url not in self.said else ""
        return f"{self.file}, offset {self.offset}, {self.length} bytes: {self.said}{page}"


MISSING, _SHORTER = "the file is missing", "the file is shorter than it was"


def verify(folder: Path, index: CaptureIndex) -> Iterator[Damage]:
    """Read every record that the index knows, compare the two, and yield what is wrong, over damage to the end.

    What lies behind the indexed end of a file is being written, or is the business
    of the next opening for writing.
    """
    lost = {damage.file: damage for damage in lost_bytes(folder, index)}
    for name, end in sorted(index.files().items()):
        if whole := lost[name].offset if name in lost else end:
            yield from _verify_file(folder / name, whole, index)
        if name in lost:
            yield lost[name]
    for path in foreign_files(folder):
        yield Damage(path.name, 0, path.stat().st_size, "not written by us: passed over, import it")


def lost_bytes(folder: Path, index: CaptureIndex) -> Iterator[Damage]:
    """Yield the files that are gone, and the ends of those that are shorter than they were; no file is read."""
    for name, end in sorted(index.files().items()):
        is_there = (folder / name).is_file()
        size = (folder / name).stat().st_size if is_there else 0
        if size < end:
            yield Damage(name, size, end - size, _SHORTER if is_there else MISSING)


def _verify_file(path: Path, end: int, index: CaptureIndex) -> Iterator[Damage]:
    known = {entry.offset: entry for entry in index.of_file(path.name) if entry.offset < end}
    offsets = list(known)
    explained: set[int] = set()
    with _open(path) as file:
        for found in walk(file, path.name, 0, end):
            if found.said:
                first, behind = (bisect_left(offsets, at) for at in (found.offset, found.offset + found.length))
                explained.update(offsets[first:behind])
                url = found.url or (known[offsets[first]].url if first < behind else "")
                yield Damage(path.name, found.offset, found.length, found.said, url)
            elif found.entry:
                explained.add(found.offset)
                if known.get(found.offset) != found.entry:
                    yield Damage(path.name, found.offset, found.length, _UNLIKE, found.url)
    for offset in sorted(known.keys() - explained):
        yield Damage(path.name, offset, known[offset].length, _UNLIKE, known[offset].url)


def index_file(path: Path, start: int, size: int, index: CaptureIndex) -> list[Damage]:
    """Put what the file holds from ``start`` to ``size`` in the place of what the index says; return what is damaged.

    Of a record that cannot be read, or that the file has lost at its end, the index keeps what it knew: that there
    was one, and of which page. A torn group that it did not know stays behind the indexed end, for the next
    writer to cut off.
    """
    entries: list[Entry] = []
    damages: list[Damage] = []
    end = start
    with _open(path) as file:
        for found in walk(file, path.name, start, size):
            if found.entry:
                entries.append(found.entry)
            if found.said:
                damages.append(Damage(path.name, found.offset, found.length, found.said, found.url))
            if found.said != TORN:
                end = max(end, found.offset + found.length)
    known_end = index.end_of(path.name)
    if size < known_end:
        damages.append(Damage(path.name, size, known_end - size, _SHORTER))
    read = {entry.offset for entry in entries}
    lost = [one for one in (index.of_file(path.name) if damages else ()) if _is_within(one, damages)]
    kept = [*entries, *(one for one in lost if one.offset not in read)]
    index.replace(kept, path.name, start, max(end, known_end))
    return damages


def _is_within(entry: Entry, damages: Sequence[Damage]) -> bool:
    return any(one.offset <= entry.offset < one.offset + one.length for one in damages)


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}", "Check who owns the file, and its permissions.") from None
