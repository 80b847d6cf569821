"""The ledger: open issues, how far each page of the archive is published, and the runs, in one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from jiyao.model import Issue
from jiyao.settings import Settings
from pipelines.sqlite_files import PATIENCE, explaining, opened, transaction

Origin = Literal["visit", "archive"]

_FILE = "ledger.sqlite"
_IF_BROKEN = (
    "Bring the file back from a copy. Without one, move it aside and run `jiyao rebuild`: what is said of archived "
    "pages is made again, the earlier runs and what visits could not fetch are lost."
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS issues (
  source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL, digest TEXT NOT NULL, stage TEXT NOT NULL,
  reason TEXT NOT NULL, message TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settled (
  source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL, PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, started_at TEXT NOT NULL, record TEXT NOT NULL);
"""


def ledger_file(settings: Settings) -> Path:
    """Return where the ledger lies."""
    return settings.data / _FILE


@dataclass(frozen=True, slots=True)
class Settled:
    """A page is published up to its capture of ``captured_at``; ``issue`` is what stays open, if anything."""

    source: str
    url: str
    captured_at: datetime
    issue: Issue | None = None


class Ledger:
    """At most one open issue a page; a page that is understood again has none.

    ``patience`` is for how many seconds another writer is waited for.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        with self._explaining():
            self._database = opened(path, _SCHEMA, patience, "Check JIYAO_DATA and its permissions.")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def settle(self, pages: Iterable[Settled]) -> None:
        """Note that pages are published, and their open issues or that they have none any more."""
        with self._transaction():
            for page in pages:
                self._database.execute("DELETE FROM issues WHERE source = ? AND url = ?", (page.source, page.url))
                self._settle([page])

    def note(self, issue: Issue) -> None:
        """Note what a visit could not fetch; an issue about a content of the page is not covered up by it."""
        with self._transaction():
            self._database.execute(
                "INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, 'visit') ON CONFLICT DO UPDATE SET "
                "captured_at = excluded.captured_at, digest = excluded.digest, stage = excluded.stage, "
                "reason = excluded.reason, message = excluded.message WHERE origin = 'visit'",
                _row(issue),
            )

    def answered(self, source: str, url: str) -> None:
        """Forget what earlier visits could not fetch: the page answered."""
        with self._transaction():
            self._database.execute(
                "DELETE FROM issues WHERE source = ? AND url = ? AND origin = 'visit'", (source, url)
            )

    def rewrite(self, pages: Iterable[Settled], sources: Iterable[str]) -> None:
        """Replace all that was said about the archived pages of ``sources``; what visits could not fetch stays."""
        with self._transaction():
            for source in sources:
                self._database.execute("DELETE FROM issues WHERE origin = 'archive' AND source = ?", (source,))
                self._database.execute("DELETE FROM settled WHERE source = ?", (source,))
            self._settle(pages)

    def settled(self, source: str) -> dict[str, datetime]:
        """Return up to which capture each page of the source is published, by URL."""
        with self._explaining():
            rows = self._database.execute("SELECT url, captured_at FROM settled WHERE source = ?", (source,))
            return {url: datetime.fromisoformat(at) for url, at in rows}

    def issues(self, source: str | None = None, reason: str | None = None) -> Iterator[Issue]:
        """Yield the open issues, newest first, of one source or reason where given."""
        wheres = [(f"{name} = ?", value) for name, value in (("source", source), ("reason", reason)) if value]
        where = f"WHERE {' AND '.join(said for said, _ in wheres)}" if wheres else ""
        with self._explaining():
            rows = self._database.execute(
                "SELECT source, url, captured_at, digest, stage, reason, message FROM issues "
                f"{where} ORDER BY captured_at DESC, source, url",
                [value for _, value in wheres],
            ).fetchall()
        for row in rows:
            yield Issue(row[0], row[1], datetime.fromisoformat(row[2]), *row[3:])

    def add_run(self, kind: str, started_at: datetime, record: dict[str, Any]) -> int:
        """Note a run and return its number."""
        with self._transaction():
            cursor = self._database.execute(
                "INSERT INTO runs (kind, started_at, record) VALUES (?, ?, ?)",
                (kind, started_at.isoformat(timespec="microseconds"), json.dumps(record, ensure_ascii=False)),
            )
            return int(cursor.lastrowid or 0)

    def runs(self, most: int = 20) -> list[dict[str, Any]]:
        """Return the latest runs, newest first, each with ``id``, ``kind`` and ``started_at``."""
        with self._explaining():
            rows = self._database.execute(
                "SELECT id, kind, started_at, record FROM runs ORDER BY id DESC LIMIT ?", (most,)
            ).fetchall()
        return [
            {"id": number, "kind": kind, "started_at": at, **json.loads(record)} for number, kind, at, record in rows
        ]

    def _settle(self, pages: Iterable[Settled]) -> None:
        for page in pages:
            key = (page.source, page.url)
            self._database.execute(
                "INSERT OR REPLACE INTO settled VALUES (?, ?, ?)",
                (*key, page.captured_at.isoformat(timespec="microseconds")),
            )
            if page.issue:
                self._database.execute(
                    "INSERT OR REPLACE INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, 'archive')", _row(page.issue)
                )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explaining(), transaction(self._database):
            yield

    def _explaining(self) -> AbstractContextManager[None]:
        return explaining(self.path, "the ledger", _IF_BROKEN)


def _row(issue: Issue) -> tuple[str, ...]:
    at = issue.captured_at.isoformat(timespec="microseconds")
    return (issue.source, issue.url, at, issue.digest, issue.stage, issue.reason, issue.message)
