"""The embedded engine: tantivy in a folder, for one machine, with no server.

    index/current              the name of the generation that is searched (replaced in one step)
    index/<fingerprint>-<utc>  a generation: one tantivy index
    index/lock                 held by the one process that writes

Readers in any process see a commit, and a new generation, at their next call.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import tantivy

import index_mappings
from jiyao.errors import EngineError, IndexMismatch, IndexMissing, NotFound, StorageFull
from jiyao.model import Report
from jiyao.record import report_from_json
from jiyao.search import embedded_query as dialect
from jiyao.search.conditions import understood
from jiyao.search.cursor import Cursor, damaged, expired, read_cursor, write_cursor
from jiyao.search.documents import Document
from jiyao.search.embedded_counts import Count, Kept, facets_of
from jiyao.search.generation import (
    REBUILD,
    Commit,
    GenerationReader,
    GenerationWriter,
    denied,
    troubles,
)
from jiyao.search.index import NO_INDEX, EngineHealth
from jiyao.search.lock import WriterLock
from jiyao.search.query import START, FacetValue, Hit, Page, SearchQuery
from jiyao.search.results import make_hit
from jiyao.search.snapshots import KEPT, Snapshots
from jiyao.search.suggest import SUGGEST_FIELDS, Suggested, prefix_of, suggestions
from jiyao.search.syntax import phrases

NAME = "tantivy"


def generation_fingerprint() -> str:
    """Return what a generation of this version is named by."""
    return f"{index_mappings.fingerprint()}e{dialect.LAYOUT}"


class EmbeddedIndex:
    """A :class:`~jiyao.search.index.SearchIndex` in the folder ``folder``, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.RLock()
        self._reader: GenerationReader | None = None
        self._lock = WriterLock(folder / "lock")
        self._writer: GenerationWriter | None = None
        self._snapshots = Snapshots()
        self._kept = Kept()

    def write(self, reports: Iterable[Report]) -> int:
        """Put the reports in, in one commit."""
        with self._guard:
            writer = self._writing()
            try:
                written = writer.write(reports)
                writer.commit()
            except BaseException:
                self._stop_writing()
                raise
            return written

    def remove(self, ids: Iterable[str]) -> int:
        """Take the reports out, in one commit."""
        with self._guard:
            if not self._current():
                return 0
            found = [id for id in dict.fromkeys(ids) if self._find(id) is not None]
            if found:
                writer = self._writing()
                for id in found:
                    writer.remove(id)
                writer.commit()
            return len(found)

    def search(self, query: SearchQuery) -> Page:
        """Return the page, all of it from one commit."""
        node, added = understood(query)
        with troubles(self._folder):
            commit, cursor = self._begun(query)
            tiers = dialect.tiers(commit.schema, query, node)
            behind = _behind(cursor, tiers) if cursor else None
            # One more than the page has tells whether there is another page; 0 hits at most would end in a panic.
            page = commit.page(query, tiers, query.size + 1, behind)
            if cursor:  # a walk goes on in a commit that others may not search any more
                counted = Count(cursor.total, facets_of(commit, query, node))
            else:
                counted = self._kept.count(commit, query, node)
            rows = list(commit.rows(query.of, (stored for _, stored in page[: query.size])))
        after = None
        if query.after is not None and len(page) > query.size:
            place = (page[query.size - 1][0], dialect.place(query, rows[-1][0]))
            after = write_cursor(query, Cursor(commit.name, place, counted.total))
        looked_for = phrases(node)
        hits = tuple(make_hit(query.of, *row, looked_for) for row in rows)
        return Page(counted.total, hits, counted.facets, added, after)

    def _begun(self, query: SearchQuery) -> tuple[Commit, Cursor | None]:
        """Return the commit to search, which is the one that a walk began on, and where the walk is."""
        if query.after is None:
            return self._open(), None
        cursor = None if query.after == START else read_cursor(query, query.after)
        commit = self._open()
        if cursor and commit.name != cursor.snapshot:
            held = self._snapshots.find(cursor.snapshot)
            if held is None:
                raise expired(KEPT)
            commit = held
        self._snapshots.hold(commit)
        return commit, cursor

    def suggest(self, text: str, of: Suggested = "people", size: int = 10) -> tuple[FacetValue, ...]:
        """Return the commonest, out of the dictionary of terms."""
        prefix = prefix_of(text, of, size)
        field = SUGGEST_FIELDS[of]
        if not prefix:
            return ()
        with troubles(self._folder):
            commit = self._open()
            counts = commit.begun_with(field, prefix, size)
            return suggestions(counts, lambda values: (commit.forms(field, value) for value in values))

    def get(self, id: str) -> Report:
        """Return the stored report."""
        with troubles(self._folder):
            stored = self._find(id)
        if stored is None:
            raise NotFound(f"there is no report {id!r}", "Its id stands beside every hit of a search.")
        return report_from_json(stored)

    def scan(self, query: SearchQuery | None = None) -> Iterator[Hit]:
        """Yield everything that matches in the commit of now."""
        asked = replace(query or SearchQuery(meetings_only=False), offset=0)
        node, _ = understood(asked)
        with troubles(self._folder):
            commit = self._open()
        for row in commit.walk(asked, dialect.tiers(commit.schema, asked, node)):
            yield make_hit(asked.of, *row, [])

    def meetings(self, query: SearchQuery) -> Iterator[Document]:
        """Yield the few fields that are stored beside each report, in the commit of now."""
        asked = replace(query, of="reports", sort="held", oldest_first=False, offset=0)
        node, _ = understood(asked)
        with troubles(self._folder):
            commit = self._open()
        yield from commit.told(asked, dialect.tiers(commit.schema, asked, node))

    @contextmanager
    def rebuild(self) -> Iterator[GenerationWriter]:
        """Build a generation in a folder of its own, and point to it in the end."""
        with self._guard:
            self._stop_writing()
        with self._lock:
            name = f"{generation_fingerprint()}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
            folder = self._folder / name
            writer = None
            try:
                writer = GenerationWriter(folder, threads=min(os.cpu_count() or 1, 4), rewrites=False)
                yield writer
                writer.commit()
                writer.close()
                self._point_to(name)
            except BaseException:
                if writer:
                    writer.abandon()
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._clear_up(name)

    def count(self) -> int:
        """Return how many reports there are."""
        with troubles(self._folder):
            return self._open().count("reports") if self._current() else 0

    def health(self) -> EngineHealth:
        """Return how the folder is."""
        try:
            trouble = None if self._current() else IndexMissing("There is no index yet", NO_INDEX)
            return EngineHealth(NAME, version(NAME), self.count(), trouble)
        except (EngineError, StorageFull) as error:
            return EngineHealth(NAME, version(NAME), 0, error)

    def close(self) -> None:
        """Let go of the lock and the files."""
        with self._guard:
            self._stop_writing()
            self._reader = None
            self._snapshots.clear()

    def _current(self) -> str | None:
        try:
            return (self._folder / "current").read_text("utf-8").strip()
        except FileNotFoundError:
            return None

    def _open(self) -> Commit:
        with self._guard:
            for attempt in range(3):
                name = self._current()
                if name is None:
                    raise IndexMissing(f"there is no index in {self._folder} yet", NO_INDEX)
                if not name.startswith(generation_fingerprint() + "-"):
                    raise IndexMismatch(f"the index {self._folder / name} was built for another mapping", REBUILD)
                try:
                    if self._reader is None or self._reader.name != name:
                        self._reader = GenerationReader(self._folder / name)
                    return self._reader.last_commit()
                except (OSError, ValueError) as error:
                    # A rebuild may have put another generation in this one's place meanwhile.
                    self._reader = None
                    if refused := denied(self._folder, error):
                        raise refused from error
                    if attempt == 2 or self._current() == name:
                        raise IndexMissing(
                            f"the index {self._folder / name} cannot be read: {error}", REBUILD
                        ) from error
            raise IndexMissing(f"the index in {self._folder} changes too fast to be read", "Ask again.")

    def _find(self, id: str) -> bytes | None:
        return self._open().one(id)

    def _writing(self) -> GenerationWriter:
        if self._writer is None:
            self._lock.acquire()
            try:
                name = self._current()
                if name is None:
                    name = f"{generation_fingerprint()}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
                    GenerationWriter(self._folder / name).close()
                    self._point_to(name)
                self._open()
                self._writer = GenerationWriter(self._folder / name)
            except BaseException:
                self._lock.release()
                raise
        return self._writer

    def _stop_writing(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.abandon()
            self._lock.release()

    def _point_to(self, name: str) -> None:
        new = self._folder / "current.new"
        with troubles(self._folder), new.open("w", encoding="utf-8") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / "current")

    def _clear_up(self, kept: str) -> None:
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder.name != kept and re.fullmatch(r"[0-9a-f]+e\d+-[0-9T]+", folder.name):
                shutil.rmtree(folder, ignore_errors=True)


def _behind(cursor: Cursor, tiers: list[tantivy.Query]) -> tuple[int, str]:
    """Return the tier and the place in it that the cursor names."""
    match cursor.place:
        case (int(tier), str(place)) if 0 <= tier < len(tiers) and dialect.is_place(place):
            return tier, place
    raise damaged()
