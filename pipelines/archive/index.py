"""Which captures the WARC files hold and where: a view in SQLite that can be built again from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from jiyao.model import Capture, Kind
from pipelines.sqlite_files import PATIENCE, SqliteFile

#: Comes after everything that a URL may go on with.
_LAST = "\U0010ffff"
_IF_BROKEN = "Delete this file and those beside it of the same name: they are built again from the WARC files."
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, end INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS captures (
  file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, type TEXT NOT NULL,
  source TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL, captured_at TEXT NOT NULL, status INTEGER NOT NULL,
  digest TEXT NOT NULL, etag TEXT, last_modified TEXT, further TEXT, PRIMARY KEY (file, offset)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_page ON captures (source, kind, url, captured_at);
DROP INDEX IF EXISTS by_time;
CREATE INDEX IF NOT EXISTS by_digest ON captures (digest);
"""


#: The further pages of an article, in order: the address of each, and the digest of its body.
References = tuple[tuple[str, str], ...]


def references(capture: Capture) -> References:
    """Return what names the further pages of a capture."""
    return tuple((page.url, page.digest) for page in capture.further)


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture in the index. A ``revisit`` found the body of ``digest`` unchanged and holds none itself.

    ``further`` are address and digest of each further page that an article had at this visit.
    """

    file: str
    offset: int
    length: int
    type: Literal["response", "revisit"]
    source: str
    url: str
    kind: Kind
    captured_at: datetime
    status: int
    digest: str
    etag: str | None = None
    last_modified: str | None = None
    further: References = ()

    @classmethod
    def of(
        cls, capture: Capture, type: Literal["response", "revisit"], digest: str, file: str, offset: int, length: int,
        further: References,
    ) -> Entry:  # fmt: skip
        """Return the entry of a capture that lies there."""
        return cls(
            file, offset, length, type, capture.source, capture.url, capture.kind, capture.captured_at, capture.status,
            digest, capture.header("ETag"), capture.header("Last-Modified"), further,
        )  # fmt: skip

    @property
    def content(self) -> tuple[str, References]:
        """What the whole article is told from: the digests of all its pages."""
        return self.digest, self.further

    @property
    def where(self) -> str:
        """Where its record lies, in words."""
        return f"{self.file}, offset {self.offset}"

    def is_part_of(self, other: Entry) -> bool:
        """Tell whether all that was had of an article is the beginning of what was had of it at another visit.

        Then its site edited nothing: which page is behind another follows from the bytes of those before it (a link,
        or how many there are), so that with a page that a site appends one of these is another too. We had not come
        to its end: we were kept from it, or its source had no rule for it, or took fewer pages.
        """
        fewer = len(self.further) < len(other.further)
        return fewer and self.digest == other.digest and self.further == other.further[: len(self.further)]


_NAMES = tuple(field.name for field in fields(Entry))
_AT, _FURTHER = _NAMES.index("captured_at"), _NAMES.index("further")
_values = attrgetter(*_NAMES)
_COLUMNS = ", ".join(_NAMES)
_INSERT = f"INSERT OR REPLACE INTO captures ({_COLUMNS}) VALUES ({', '.join('?' * len(_NAMES))})"
_MARK = "INSERT INTO files VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET end = max(end, excluded.end)"  # writers go on
_ORDER = "ORDER BY captured_at, file, offset"


class CaptureIndex(SqliteFile):
    """Entries by page, by time, by digest, and up to where each file is indexed."""

    WHAT, SCHEMA, IF_BROKEN = "the archive's index", _SCHEMA, _IF_BROKEN
    IF_NO_FOLDER = "Check the folder's permissions."

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        super().__init__(path, patience)
        if not self._knows_further():  # it was made before articles had further pages
            with self._transaction():
                if not self._knows_further():
                    self._database.execute("ALTER TABLE captures ADD COLUMN further TEXT")

    def _knows_further(self) -> bool:
        with self._explaining():
            rows = self._database.execute("SELECT 1 FROM pragma_table_info('captures') WHERE name = 'further'")
            return rows.fetchone() is not None

    @classmethod
    def in_memory(cls) -> CaptureIndex:
        """Return an empty index that no file holds."""
        return cls(Path(":memory:"))

    @classmethod
    def as_it_is(cls, path: Path) -> CaptureIndex:
        """Return the index for reading only, an empty one in memory where there is no file of this version.

        No file is written.

        Where nobody writes and no crash has left a log, SQLite is told that the file
        is immutable: otherwise it would put files of its own beside it.
        """
        if not path.is_file() or not path.stat().st_size:
            return cls.in_memory()
        index = cls.__new__(cls)
        index.path = path
        how = "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"
        with index._explaining():
            index._database = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
        if index._knows_further():
            return index
        index.close()
        return cls.in_memory()

    def add(self, entries: Iterable[Entry], file: str, end: int) -> None:
        """Add entries, and note that ``file`` is indexed up to ``end``: both or neither."""
        rows = map(_row, entries)
        with self._transaction():
            self._database.executemany(_INSERT, rows)
            self._database.execute(_MARK, (file, end))

    def replace(self, entries: Iterable[Entry], file: str, start: int, end: int) -> None:
        """Put entries in the place of all that the index says about that part of ``file``: at once or not at all."""
        rows = map(_row, entries)
        with self._transaction():
            self._database.execute(
                "DELETE FROM captures WHERE file = ? AND offset >= ? AND offset < ?", (file, start, end)
            )
            self._database.executemany(_INSERT, rows)
            if end:  # a file without a whole record is removed by the next writer
                self._database.execute(_MARK, (file, end))

    def files(self) -> dict[str, int]:
        """Return up to which offset each file is indexed."""
        with self._explaining():
            return dict(self._database.execute("SELECT name, end FROM files"))

    def end_of(self, file: str) -> int:
        """Return up to which offset that file is indexed."""
        with self._explaining():
            row = self._database.execute("SELECT end FROM files WHERE name = ?", (file,)).fetchone()
        return row[0] if row else 0

    def of_page(self, source: str, url: str, kind: str = "article") -> tuple[Entry, ...]:
        """Return the entries of one page, oldest first."""
        return tuple(self._select("WHERE source = ? AND kind = ? AND url = ?", (source, kind, url), _ORDER))

    def by_digest(self, digest: str) -> tuple[Entry, ...]:
        """Return the entries whose body has a digest that begins so, oldest first."""
        return tuple(self._select("WHERE digest >= ? AND digest < ?", (digest, digest + _LAST), _ORDER))

    def recent(self, source: str, since: datetime, kind: str = "article") -> set[str]:
        """Return the addresses of one source that were captured at ``since`` or later (by_page alone answers it)."""
        with self._explaining():
            rows = self._database.execute(
                "SELECT DISTINCT url FROM captures WHERE source = ? AND kind = ? AND captured_at >= ?",
                (source, kind, _stored(since)),
            )
            return {url for (url,) in rows}

    def by_time(self, since: datetime | None = None, source: str | None = None) -> Iterator[Entry]:
        """Yield the entries captured at ``since`` or later, oldest first."""
        wheres, values = ["captured_at >= ?"], [_stored(since) if since else ""]
        if source is not None:
            wheres.append("source = ?")
            values.append(source)
        return self._select("WHERE " + " AND ".join(wheres), values, _ORDER)

    def of_pages(
        self, source: str | None = None, kind: str = "article", beginning: str = ""
    ) -> Iterator[tuple[Entry, ...]]:
        """Yield the entries of every page whose URL begins so, by source and URL, each oldest first."""
        where, values = "WHERE kind = ? AND url >= ? AND url < ?", [kind, beginning, beginning + _LAST]
        if source is not None:
            where, values = where + " AND source = ?", [*values, source]
        rows = self._select(where, values, "ORDER BY source, url, captured_at, file, offset")
        for _, entries in groupby(rows, key=lambda entry: (entry.source, entry.url)):
            yield tuple(entries)

    def articles_of(self, source: str, urls: Iterable[str]) -> list[tuple[str, str]]:
        """Return each of these addresses that is a further page of an article, or was, with the article's address."""
        query = """
            SELECT DISTINCT page.value ->> 0, captures.url FROM captures, json_each(captures.further) AS page
            WHERE source = ? AND kind = 'article' AND page.value ->> 0 IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"""
        with self._explaining():
            return self._database.execute(query, (source, json.dumps(list(urls)))).fetchall()

    def latest(self, kind: Kind, source: str | None = None, url: str | None = None) -> list[Entry]:
        """Return the latest entry of that kind of every page, or of one."""
        given = {"kind = ?": kind, "source = ?": source, "url = ?": url}
        wheres = {where: value for where, value in given.items() if value is not None}
        rows = self._select(f"WHERE {' AND '.join(wheres)}", wheres.values(), _ORDER)
        return list({(entry.source, entry.url): entry for entry in rows}.values())

    def of_file(self, file: str) -> Iterator[Entry]:
        """Yield the entries of one file in their order."""
        return self._select("WHERE file = ?", (file,), "ORDER BY offset")

    def sources(self) -> list[str]:
        """Return the names of all sources, in their order; the index is not read through."""
        found: list[str] = []
        with self._explaining():
            while row := self._database.execute(
                "SELECT source FROM captures WHERE source > ? ORDER BY source LIMIT 1", (found[-1] if found else "",)
            ).fetchone():
                found.append(row[0])
        return found

    def around(self, source: str, url: str, kind: str = "article", count: int = 3) -> list[str]:
        """Return the URLs of a source that stand next to ``url`` in their order, on both sides."""
        found: list[str] = []
        with self._explaining():
            for sign, order in (("<", "DESC"), (">", "ASC")):
                rows = self._database.execute(
                    f"SELECT DISTINCT url FROM captures WHERE source = ? AND kind = ? AND url {sign} ?"
                    f" ORDER BY url {order} LIMIT ?",
                    (source, kind, url, count),
                )
                found += [row[0] for row in rows]
        return found

    def count(self) -> int:
        """Return the number of entries."""
        with self._explaining():
            return int(self._database.execute("SELECT count(*) FROM captures").fetchone()[0])

    def _select(self, where: str, values: Iterable[Any], order: str) -> Iterator[Entry]:
        with self._explaining():
            for row in self._database.execute(f"SELECT {_COLUMNS} FROM captures {where} {order}", tuple(values)):
                values = dict(zip(_NAMES, row, strict=True))
                values["captured_at"] = datetime.fromisoformat(values["captured_at"])
                values["further"] = tuple(map(tuple, json.loads(values["further"] or "[]")))
                yield Entry(**values)


def _row(entry: Entry) -> tuple[Any, ...]:
    row = _values(entry)
    further = json.dumps(entry.further) if entry.further else None
    return *row[:_AT], _stored(entry.captured_at), *row[_AT + 1 : _FURTHER], further


def _stored(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
