"""The archive as one thing: keep, read, replay, verify, mend."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

from jiyao.errors import ArchiveDamaged, ArchiveError
from jiyao.model import Capture
from pipelines.archive.index import CaptureIndex, Entry
from pipelines.archive.members import TORN, Member, members, read_member
from pipelines.archive.pages import Kept, Page, State, state_of
from pipelines.archive.records import read_record, response_member, revisit_member
from pipelines.archive.segments import Segments, foreign_files, segment_files

MOST_BYTES = 1 << 30
SOFTWARE = "jiyao"
_INDEX = "index.sqlite"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a WARC file that cannot be read, or are not ours; a sentence says why."""

    file: str
    offset: int
    length: int
    said: str

    def __str__(self) -> str:
        return f"{self.file}, offset {self.offset}, {self.length} bytes: {self.said}"


class Archive:
    """The WARC files of one folder and their index.

    ``mended`` tells what was found and done in order to write: a torn tail that a
    crash left and that was cut off, records that were on disk but not yet indexed.
    With ``untouched`` nothing on disk is changed: an index that is missing is made
    in memory.
    """

    def __init__(
        self, folder: Path, *, writable: bool = False, untouched: bool = False, most_bytes: int = MOST_BYTES
    ) -> None:
        self.folder = folder
        self.mended: list[str] = []
        self._behind: tuple[str, int] | None = None
        try:
            if not untouched:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{folder}: {error.strerror}", "Check JIYAO_DATA and its permissions.") from None
        self._index = CaptureIndex.as_it_is(folder / _INDEX) if untouched else CaptureIndex(folder / _INDEX)
        self._segments = Segments(folder, most_bytes, SOFTWARE) if writable else None
        if self._segments:
            self._segments.adopt(self._mend)
        elif not self._index.files() and segment_files(folder):
            if untouched:
                self._index.close()
                self._index = CaptureIndex.in_memory()
            self.reindex()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Flush, and let go of files and index."""
        if self._segments:
            self._segments.close()
        self._index.close()

    # --- writing

    def keep(self, capture: Capture) -> Kept:
        """Write the capture and return what it means; when this returns, the disk has it.

        An unchanged page is noted as a ``revisit`` without body, a page that is
        still gone not at all.
        """
        if self._segments is None:
            raise ArchiveError(f"{self.folder}: the archive was opened for reading")
        self._catch_up()
        entries = self._index.of_page(capture.source, capture.url, capture.kind)
        state = state_of(capture, entries)
        if state is State.STILL_GONE:
            return Kept(capture, state, Page(entries))
        digest = capture.digest if state.changes else Page(entries).changes[-1].digest
        member = response_member(capture) if state.changes else revisit_member(capture, digest)
        offset = self._segments.append(member, flush=state.changes)
        entry = replace(
            _entry(capture, state.changes, digest), file=self._segments.name, offset=offset, length=len(member)
        )
        try:
            self._index.add([entry], entry.file, offset + len(member))
        except BaseException:
            self._behind = entry.file, offset
            raise
        return Kept(capture, state, Page((*entries, entry)))

    # --- reading

    def page(self, source: str, url: str, kind: str = "article") -> Page | None:
        """Return all captures of one address, None when there is none."""
        entries = self._index.of_page(source, url, kind)
        return Page(entries) if entries else None

    def recent(self, source: str, since: datetime) -> set[str]:
        """Return the addresses of the articles of a source that were captured at ``since`` or later."""
        return {entry.url for entry in self._index.by_time(since, source) if entry.kind == "article"}

    def pages(self, source: str | None = None) -> Iterator[Page]:
        """Yield every article's address with all its captures."""
        return map(Page, self._index.of_pages(source))

    def by_digest(self, digest: str) -> tuple[Entry, ...]:
        """Return the captures whose body has that digest, oldest first."""
        return self._index.by_digest(digest)

    def count(self) -> int:
        """Return the number of captures, revisits included."""
        return self._index.count()

    def read(self, entry: Entry) -> Capture:
        """Return the capture as it was kept; :class:`ArchiveDamaged` when it does not verify."""
        where = f"{entry.file}, offset {entry.offset}"
        try:
            with (self.folder / entry.file).open("rb") as file:
                member = read_member(file, entry.offset, entry.length)
        except OSError as error:
            raise ArchiveDamaged(f"{where}: {error.strerror}", "Bring the file back from a copy.") from None
        advice = "`jiyao archive verify` lists all damage; bring the file back from a copy."
        if member.data is None:
            raise ArchiveDamaged(f"{where}: {member.problem}", advice)
        record = read_record(member.data, where)
        if record.capture is None or record.digest != entry.digest:
            raise ArchiveDamaged(f"{where}: not the record that the index names", advice)
        return record.capture

    def captures(self, source: str | None = None, since: datetime | None = None) -> Iterator[Capture]:
        """Replay: yield every capture that holds a body, listings too, oldest first."""
        for entry in self._index.by_time(since, source):
            if entry.type == "response":
                yield self.read(entry)

    # --- health

    def verify(self) -> Iterator[Damage]:
        """Read every record that the index knows and yield what is wrong, over damage to the end.

        Works while another process writes: what lies behind the indexed end of a
        file is the business of the next opening for writing.
        """
        indexed = self._index.files()
        for name, end in sorted(indexed.items()):
            path = self.folder / name
            if not path.is_file():
                yield Damage(name, 0, end, "the file is missing")
                continue
            size = path.stat().st_size
            with path.open("rb") as file:
                for member in members(file, 0, min(end, size)):
                    if said := _indexed(member, name)[1]:
                        yield Damage(name, member.offset, member.length, said)
            if size < end:
                yield Damage(name, size, end - size, "the file is shorter than it was")
        for path in foreign_files(self.folder):
            yield Damage(path.name, 0, path.stat().st_size, "not written by us: passed over, import it")

    def reindex(self) -> list[Damage]:
        """Build the index again from the WARC files alone; return what could not be read."""
        for name in self._index.files():
            self._index.forget(name)
        damages: list[Damage] = []
        for path in segment_files(self.folder):
            damages += self._index_from(path, 0, path.stat().st_size)
        return damages

    def _catch_up(self) -> None:
        """Index what an index that refused has left behind in the file that is being written."""
        if self._behind is None:
            return
        name, start = self._behind
        size = (self.folder / name).stat().st_size
        self._index_from(self.folder / name, start, size)
        self.mended.append(f"{name}: {size - start} bytes were on disk and are indexed now")
        self._behind = None

    def _mend(self, path: Path) -> bool:
        """Index what a crash left unindexed, cut off a half written record; return whether the file is sound."""
        size = path.stat().st_size
        start = self._index.files().get(path.name, 0)
        if size < start:
            self.mended.append(f"{path.name}: {start - size} bytes are missing at its end; bring it back from a copy")
            return False
        if size == start:
            return True
        damages = self._index_from(path, start, size)
        last = damages[-1] if damages else None
        if last and last.said == TORN:
            os.truncate(path, last.offset)
            self.mended.append(f"{path.name}: cut off {last.length} bytes of a record that was not written to its end")
            return len(damages) == 1
        self.mended.append(f"{path.name}: {size - start} bytes were on disk and are indexed now")
        return not damages

    def _index_from(self, path: Path, start: int, size: int) -> list[Damage]:
        """Index the members up to ``size``; a torn one stays behind the indexed end, for the next writer to cut off."""
        damages: list[Damage] = []
        entries: list[Entry] = []
        end = start
        with path.open("rb") as file:
            for member in members(file, start, size):
                entry, said = _indexed(member, path.name)
                if entry:
                    entries.append(entry)
                if said:
                    damages.append(Damage(path.name, member.offset, member.length, said))
                if member.problem != TORN:
                    end = member.offset + member.length
                if len(entries) >= _BATCH:
                    self._index.add(entries, path.name, end)
                    entries = []
        self._index.add(entries, path.name, end)
        return damages


def _indexed(member: Member, file: str) -> tuple[Entry | None, str]:
    """Return the member's entry, and what is wrong with it: at most one of the two is something."""
    if member.data is None:
        return None, member.problem
    try:
        record = read_record(member.data, f"{file}, offset {member.offset}")
    except ArchiveDamaged as error:
        return None, str(error).removeprefix(f"{file}, offset {member.offset}: ")
    if record.capture is None:
        return None, "" if b"warcinfo" in member.data.partition(b"\r\n\r\n")[0] else "a record of another tool"
    entry = _entry(record.capture, record.type == "response", record.digest)
    return replace(entry, file=file, offset=member.offset, length=member.length), ""


def _entry(capture: Capture, has_body: bool, digest: str) -> Entry:
    return Entry(
        file="",
        offset=0,
        length=0,
        type="response" if has_body else "revisit",
        source=capture.source,
        url=capture.url,
        kind=capture.kind,
        captured_at=capture.captured_at,
        status=capture.status,
        digest=digest,
        etag=capture.header("ETag"),
        last_modified=capture.header("Last-Modified"),
    )
