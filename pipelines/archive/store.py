"""The archive as one thing: keep, read, replay, verify, mend."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal

from jiyao.errors import ArchiveDamaged, ArchiveError, Forgotten
from jiyao.model import Capture, Fetch
from pipelines.archive.health import MISSING, Damage, index_file, lost_bytes, verify
from pipelines.archive.index import CaptureIndex, Entry, references
from pipelines.archive.members import TORN, read_member
from pipelines.archive.pages import Kept, Page, State, found_again
from pipelines.archive.reading import Record, read_record
from pipelines.archive.records import TOMBSTONE, Referred, group_members
from pipelines.archive.segments import Segments, segment_files
from pipelines.archive.tombstones import TAKEN_OUT, Tombstone
from pipelines.archive.walk import walk

MOST_BYTES, SOFTWARE = 1 << 30, "jiyao"
KINDS = ("article", "listing", "further")
_INDEX = "index.sqlite"
_ADVICE = "`jiyao archive verify` lists all damage; bring the file back from a copy."


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

        A page that is as it was is noted as a ``revisit`` without body; that one
        alone is flushed with the next write that is more, or on closing. Where the
        body that we had cannot be read any more, it is written once more.
        """
        return self.keep_all([capture])[0]

    def keep_all(self, captures: Sequence[Capture]) -> list[Kept]:
        """Write several captures at once, with one flush and one entry into the index for all of them."""
        if self._segments is None:
            raise ArchiveError(f"{self.folder}: the archive was opened for reading")
        self._catch_up()
        file, begin = self._segments.place()
        pages: dict[tuple[str, str, str], tuple[Entry, ...]] = {}
        members: list[bytes] = []
        offset, kept, added = begin, [], []
        for capture in captures:
            key = capture.source, capture.url, capture.kind
            entries = pages.get(key) or self._index.of_page(*key)
            digest = capture.digest
            # Each tombstone stands for itself, whatever was said before.
            state, known = found_again(capture, digest, () if capture.kind == TOMBSTONE else entries)
            if known and digest == known.digest and known not in added and self.damage_of(known):
                state, known = State.COMPLETED if state == State.UNCHANGED else state, None
            if state == State.UNCHANGED and self._has_again(capture, entries[-1].captured_at):
                state = State.COMPLETED
            group = group_members(capture, state, digest, Referred(known.captured_at, known.digest) if known else None)
            kind: Literal["response", "revisit"] = "revisit" if known else "response"
            named = known.digest if known else digest
            entry = Entry.of(capture, kind, named, file, offset, len(group[0]), references(capture))
            pages[key] = (*entries, entry)
            kept.append(Kept(capture, state, Page(pages[key])))
            added.append(entry)
            members += group
            offset += sum(map(len, group))
        self._segments.append(b"".join(members), flush=any(one.type == "response" or one.further for one in added))
        try:
            self._index.add(added, file, offset)
        except BaseException:
            self._behind = file, begin
            raise
        return kept

    # --- what was taken out on request

    def entomb(self, tombstone: Tombstone) -> None:
        """Write down that a page is taken out, or brought back: from now on it cannot be read, or can be again."""
        self.keep(tombstone.capture())

    def forgotten(self, source: str | None = None) -> frozenset[tuple[str, str]]:
        """Return source and address of every page that is taken out."""
        found = self._index.latest(TOMBSTONE, source)
        return frozenset((entry.source, entry.url) for entry in found if entry.status == TAKEN_OUT)

    def tombstones(self) -> list[Tombstone]:
        """Return the latest tombstone of every page that has one."""
        return [Tombstone.of(self.read(entry)) for entry in self._index.latest(TOMBSTONE)]

    def decisions(self) -> list[Tombstone]:
        """Return every tombstone that was ever written, by source and address, each page's oldest first."""
        return [Tombstone.of(self.read(entry)) for page in self._index.of_pages(kind=TOMBSTONE) for entry in page]

    def tombstone(self, source: str, url: str) -> Tombstone | None:
        """Return the tombstone of a page that is taken out, None where it is not."""
        found = self._index.latest(TOMBSTONE, source, url)
        return Tombstone.of(self.read(found[0])) if found and found[0].status == TAKEN_OUT else None

    def _refuse_forgotten(self, entry: Entry) -> None:
        tombstone = None if entry.kind == TOMBSTONE else self.tombstone(entry.source, entry.url)
        if tombstone:
            raise Forgotten(str(tombstone), "What was archived of it is not shown; `jiyao forget --list` has them all.")

    # --- reading

    def page(self, source: str, url: str, kind: str = "article") -> Page | None:
        """Return all captures of one address, None when there is none."""
        entries = self._index.of_page(source, url, kind)
        return Page(entries) if entries else None

    def recent(self, source: str, since: datetime) -> set[str]:
        """Return the addresses of the articles of a source that were captured at ``since`` or later."""
        return self._index.recent(source, since)

    def sources(self) -> list[str]:
        """Return the names of all sources that something is kept of, in their order."""
        return self._index.sources()

    def addresses(self, source: str) -> set[str]:
        """Return the addresses of a source's articles."""
        return self._index.recent(source, datetime.min.replace(tzinfo=UTC))

    def pages(self, source: str | None = None, *, kind: str = "article", beginning: str = "") -> Iterator[Page]:
        """Yield every address of that kind, that begins so, with all its captures, by source and address."""
        return map(Page, self._index.of_pages(source, kind, beginning))

    def changed(self, source: str, since: datetime, until: datetime) -> Iterator[tuple[State, Page]]:
        """Yield the articles that a visit between two moments found new or otherwise than before, by address."""
        for page in self.pages(source):
            visits = zip(page.entries, page.states, strict=True)
            found = [state for entry, state in visits if state.changes and since <= entry.captured_at < until]
            if found:
                yield found[-1], page

    def find(self, url: str, source: str | None = None) -> list[Page]:
        """Return what is archived under an address, articles first: a page for each source that has it."""
        sources = [source] if source else self._index.sources()
        found = (self.page(name, url, kind) for kind in KINDS for name in sources)
        return [page for page in found if page]

    def near(self, url: str) -> list[str]:
        """Return addresses that are archived and may be meant, the likest first."""
        around = {
            near for kind in KINDS for source in self._index.sources() for near in self._index.around(source, url, kind)
        }
        return difflib.get_close_matches(url, sorted(around), 3, 0.5)

    def by_digest(self, digest: str) -> tuple[Entry, ...]:
        """Return the captures whose body has a digest that begins so, oldest first."""
        return self._index.by_digest(digest)

    def count(self) -> int:
        """Return the number of captures, revisits included."""
        return self._index.count()

    def read(self, entry: Entry) -> Capture:
        """Return the capture as it was kept, an article with its further pages; :class:`ArchiveDamaged` when one does not verify.

        Where only a further page was another than before, the first is that of the visit which brought it.
        :class:`Forgotten` when its page was taken out on request; it ends before a further page that was, with another article.
        """
        self._refuse_forgotten(entry)
        record = self._record(entry)
        capture = record.capture
        assert capture is not None
        if entry.type == "revisit" and entry.further:
            earlier = self._held(entry.source, entry.url, entry.kind, entry.digest)
            capture = replace(
                earlier, captured_at=capture.captured_at, listed=capture.listed, broken_off=capture.broken_off
            )
        further: list[Capture] = []
        for url, digest in entry.further:
            if self.tombstone(entry.source, url):
                return replace(capture, further=tuple(further), broken_off="It was taken out on request.")
            further.append(self._held(entry.source, url, "further", digest))
        return replace(capture, further=tuple(further)) if further else capture

    def further(self, page: Page) -> list[Page]:
        """Return the further pages that an article has, or had, with all their captures."""
        urls = dict.fromkeys(url for entry in page.entries for url, _ in entry.further)
        return [found for url in urls if (found := self.page(page.source, url, "further"))]

    def articles_of(self, source: str, *urls: str) -> list[tuple[str, str]]:
        """Return each of these addresses that is a further page of an article, or was, with the article's address."""
        return self._index.articles_of(source, urls)

    def _held(self, source: str, url: str, kind: str, digest: str) -> Capture:
        """Return the capture of an address that has the body of that digest."""
        refused: ArchiveDamaged | None = None
        for entry in self._index.of_page(source, url, kind):
            if entry.type == "response" and entry.digest == digest:
                try:
                    capture = self._record(entry).capture
                except ArchiveDamaged as error:  # it may have been kept once more since
                    refused = refused or error
                    continue
                assert capture is not None
                return replace(capture, further=(), broken_off="")
        raise refused or ArchiveDamaged(f"{url}: the archive has no body with the digest {digest}", _ADVICE)

    def _record(self, entry: Entry) -> Record:
        with self._open(entry) as file:
            member = read_member(file, entry.offset, entry.length)
        if member.data is None:
            raise ArchiveDamaged(f"{entry.where}: {member.problem}", _ADVICE)
        record = read_record(member.data, entry.where)
        if record.capture is None or record.digest != entry.digest:
            raise ArchiveDamaged(f"{entry.where}: not the record that the index names", _ADVICE)
        return record

    def _has_again(self, article: Capture, since: datetime) -> bool:
        """Tell whether a further page of an article was kept once more since its last visit."""
        for url, digest in references(article):
            entries = self._index.of_page(article.source, url, "further")
            kept = [one.captured_at for one in entries if (one.type, one.digest) == ("response", digest)]
            if len(kept) > 1 and kept[-1] > since:
                return True
        return False

    def damage_of(self, entry: Entry) -> ArchiveDamaged | None:
        """Return why the record of a capture cannot be read, None where it can."""
        try:
            self._record(entry)
        except ArchiveDamaged as error:
            return error
        return None

    def group(self, entry: Entry) -> tuple[bytes, Fetch | None]:
        """Return the members of a capture as they lie in the file, and how it was asked for, where that is known.

        Raises :class:`ArchiveDamaged` when they do not verify, :class:`Forgotten` when the page was taken out.
        """
        self._refuse_forgotten(entry)
        with self._open(entry) as file:
            found = next(walk(file, entry.file, entry.offset, file.seek(0, os.SEEK_END)))
            if found.entry != entry:
                raise ArchiveDamaged(f"{entry.where}: {found.said or 'another record'}", _ADVICE)
            file.seek(found.offset)
            return file.read(found.length), found.fetch

    def _open(self, entry: Entry) -> BinaryIO:
        try:
            return (self.folder / entry.file).open("rb")
        except OSError as error:
            raise ArchiveDamaged(f"{entry.where}: {error.strerror}", "Bring the file back from a copy.") from None

    def captures(self, source: str | None = None, since: datetime | None = None) -> Iterator[Capture]:
        """Replay: yield every capture that holds a body, listings too, oldest first, but for what was taken out."""
        left_out = self.forgotten(source)
        for entry in self._index.by_time(since, source):
            if entry.type == "response" and entry.kind in KINDS and (entry.source, entry.url) not in left_out:
                yield self.read(entry)

    # --- health

    def verify(self) -> Iterator[Damage]:
        """Read every record that the index knows and yield what is wrong; works while other processes write."""
        return verify(self.folder, self._index)

    def reindex(self) -> list[Damage]:
        """Build the index again from the WARC files; return what could not be read.

        Each file's entries are replaced at once: who reads or writes meanwhile is not disturbed. Of what the files
        have no more, or not whole, the index keeps what it knew: only deleting it makes it forget.
        """
        damages: list[Damage] = []
        for path in segment_files(self.folder):
            damages += index_file(path, 0, path.stat().st_size, self._index)
        return damages + [one for one in self.lost() if one.said == MISSING]

    def lost(self) -> list[Damage]:
        """Return the files that are gone, and the ends of those that are shorter than they were; no file is read."""
        return list(lost_bytes(self.folder, self._index))

    def _catch_up(self) -> None:
        """Index what an index that refused has left behind in the file that is being written."""
        if self._behind is None:
            return
        name, start = self._behind
        size = (self.folder / name).stat().st_size
        index_file(self.folder / name, start, size, self._index)
        self.mended.append(f"{name}: {size - start} bytes were on disk and are indexed now")
        self._behind = None

    def _mend(self, path: Path) -> bool:
        """Index what a crash left unindexed, cut off a half written record; return whether the file is sound."""
        size = path.stat().st_size
        start = self._index.end_of(path.name)
        if size < start:
            self.mended.append(f"{path.name}: {start - size} bytes are missing at its end; bring it back from a copy")
            return False
        if size == start:
            return True
        damages = index_file(path, start, size, self._index)
        last = damages[-1] if damages else None
        if last and last.said == TORN:
            os.truncate(path, last.offset)
            self.mended.append(f"{path.name}: cut off {last.length} bytes of a record that was not written to its end")
            return len(damages) == 1
        self.mended.append(f"{path.name}: {size - start} bytes were on disk and are indexed now")
        return not damages
