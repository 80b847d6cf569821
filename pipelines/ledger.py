"""The ledger: open issues, how far each page is published, what waits to be, what is withheld, in one SQLite file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from jiyao.model import Issue
from jiyao.settings import Settings
from pipelines.sqlite_files import SqliteFile

Origin = Literal["visit", "archive"]

#: The reason of a page that left its list while it stands: it is open until a list names the page again.
UNLISTED = "unlisted"

_FILE = "ledger.sqlite"
_CLEAR = "DELETE FROM issues"
_STAYS = f"AND reason <> '{UNLISTED}'"
_IF_BROKEN = (
    "Bring the file back from a copy. Without one, move it aside and run `jiyao rebuild`: what is said of archived "
    "pages is made again; what visits could not fetch is lost, and withheld pages are published."
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS issues (
  source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL, digest TEXT NOT NULL, stage TEXT NOT NULL,
  reason TEXT NOT NULL, message TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settled (
  source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL, PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS withheld (
  source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (source, url, captured_at)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL, run INTEGER, since TEXT NOT NULL,
  error TEXT NOT NULL, PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS built (
  generation TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL,
  report INTEGER NOT NULL, issue TEXT, PRIMARY KEY (generation, source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listed (
  source TEXT NOT NULL, start TEXT NOT NULL, place INTEGER NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (source, start, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS newest (
  source TEXT NOT NULL, start TEXT NOT NULL, place INTEGER NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (source, start, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS walks (
  source TEXT NOT NULL, start TEXT NOT NULL, complete INTEGER NOT NULL, PRIMARY KEY (source, start)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS withheld_by_run ON withheld (run);
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


@dataclass(frozen=True, slots=True)
class Queued:
    """A page waits in the outbox since a moment (UTC) to be published up to its capture of ``captured_at``.

    ``run`` brought it, and is judged; ``error`` is why it could not be published.
    """

    source: str
    url: str
    captured_at: datetime
    run: int | None
    since: datetime
    error: str


class Ledger(SqliteFile):
    """At most one open issue a page; a page that is understood again has none."""

    WHAT, SCHEMA, IF_BROKEN = "the ledger", _SCHEMA, _IF_BROKEN
    IF_NO_FOLDER = "Check JIYAO_DATA and its permissions."

    def settle(self, pages: Iterable[Settled]) -> None:
        """Note that pages are published, and their open issues or that they have none any more."""
        with self._transaction():
            for page in pages:
                self._database.execute(f"{_CLEAR} WHERE source = ? AND url = ? {_STAYS}", (page.source, page.url))
                self._settle([page])

    def note(self, issue: Issue) -> None:
        """Note what a visit could not fetch; an issue about a content of the page is not covered up by it."""
        with self._transaction():
            self._note(issue)

    def answered(self, source: str, url: str) -> None:
        """Forget what earlier visits could not fetch: the page answered. That it left its list stays."""
        with self._transaction():
            self._database.execute(
                f"{_CLEAR} WHERE source = ? AND url = ? AND origin = 'visit' {_STAYS}", (source, url)
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

    def reasons(self) -> Counter[str]:
        """Return how many open issues there are, by reason."""
        with self._explaining():
            return Counter(dict(self._database.execute("SELECT reason, count(*) FROM issues GROUP BY reason")))

    # --- the outbox

    def queue(self, pages: Iterable[Queued]) -> None:
        """Let pages wait to be published. One that waits already does so since then, for its latest capture.

        A page of which a later capture is published has nothing to wait for.
        """
        with self._transaction():
            for page in pages:
                key, at = (page.source, page.url), stored(page.captured_at)
                self._database.execute(
                    "INSERT INTO outbox SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS "
                    "(SELECT 1 FROM settled s WHERE s.source = ? AND s.url = ? AND s.captured_at > ?) "
                    "ON CONFLICT DO UPDATE SET error = excluded.error, "
                    "run = CASE WHEN excluded.captured_at > captured_at THEN excluded.run ELSE run END, "
                    "captured_at = max(captured_at, excluded.captured_at)",
                    (*key, at, page.run, stored(page.since), page.error, *key, at),
                )

    def queue_again(self, since: datetime, at: datetime) -> int:
        """Let all published pages wait that were captured since a moment; return how many they are."""
        with self._transaction():
            cursor = self._database.execute(
                "INSERT OR IGNORE INTO outbox SELECT source, url, captured_at, NULL, ?, 'to be published again' "
                "FROM settled WHERE captured_at >= ?",
                (stored(at), stored(since)),
            )
        return cursor.rowcount

    def requeue(self, page: Queued, captured_at: datetime | None) -> None:
        """Let a page wait for that capture instead, or no more."""
        key = (page.source, page.url)
        with self._transaction():
            if captured_at is None:
                self._database.execute("DELETE FROM outbox WHERE source = ? AND url = ?", key)
            else:
                self._database.execute(
                    "UPDATE outbox SET captured_at = ? WHERE source = ? AND url = ?", (stored(captured_at), *key)
                )

    def still_waits(self, page: Queued) -> bool:
        """Tell whether a page still waits for the same capture."""
        with self._explaining():
            row = self._database.execute(
                "SELECT captured_at FROM outbox WHERE source = ? AND url = ?", (page.source, page.url)
            ).fetchone()
        return bool(row and row[0] == stored(page.captured_at))

    def queued(self, source: str | None = None) -> list[Queued]:
        """Return what waits, the longest first."""
        where, given = ("WHERE source = ?", (source,)) if source else ("", ())
        with self._explaining():
            rows = self._database.execute(
                f"SELECT source, url, captured_at, run, since, error FROM outbox {where} ORDER BY since, source, url",
                given,
            ).fetchall()
        moment = datetime.fromisoformat
        return [Queued(name, url, moment(at), run, moment(since), error) for name, url, at, run, since, error in rows]

    # --- lists

    def begin_walk(self, source: str, start: str) -> bool:
        """Note that a list is being walked; return whether it was walked to its end the last time."""
        with self._transaction():
            row = self._database.execute(
                "SELECT complete FROM walks WHERE source = ? AND start = ?", (source, start)
            ).fetchone()
            self._database.execute("INSERT OR REPLACE INTO walks VALUES (?, ?, 0)", (source, start))
        return bool(row and row[0])

    def end_walk(self, source: str, start: str, order: Iterable[str], newest: Iterable[str]) -> None:
        """Note that a list was walked to its end, in which order it names its pages, as far as that is known, and the newest."""
        with self._transaction():
            self._database.execute("INSERT OR REPLACE INTO walks VALUES (?, ?, 1)", (source, start))
            for table, pages in (("listed", order), ("newest", newest)):
                rows = [(source, start, place, url) for place, url in enumerate(pages)]
                self._database.execute(f"DELETE FROM {table} WHERE source = ? AND start = ?", (source, start))
                self._database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", rows)
            self._database.execute(
                f"{_CLEAR} WHERE source = ? AND reason = '{UNLISTED}' AND url IN (SELECT url FROM listed WHERE source = ?)",
                (source, source),
            )

    def listed(self, source: str, start: str) -> list[str]:
        """Return the pages that a list named when it was last walked, in its order."""
        return self._in_order("listed", source, start)

    def newest(self, source: str, start: str) -> list[str]:
        """Return the pages of a list that nobody knew before the last walks, the newest first."""
        return self._in_order("newest", source, start)

    def _in_order(self, table: Literal["listed", "newest"], source: str, start: str) -> list[str]:
        with self._explaining():
            rows = self._database.execute(
                f"SELECT url FROM {table} WHERE source = ? AND start = ? ORDER BY place", (source, start)
            )
            return [url for (url,) in rows]

    # --- captures that nobody has vouched for

    def withhold(self, run: int, captures: Iterable[Settled]) -> None:
        """Keep captures that a run brought from being published, and note what is wrong with them."""
        with self._transaction():
            for page in captures:
                self._database.execute(
                    "INSERT OR REPLACE INTO withheld VALUES (?, ?, ?, ?)",
                    (page.source, page.url, stored(page.captured_at), run),
                )
                if page.issue:
                    self._note(page.issue)

    def release(self, run: int) -> None:
        """Withhold nothing of that run any more."""
        with self._transaction():
            self._database.execute("DELETE FROM withheld WHERE run = ?", (run,))

    def withheld(self, source: str | None = None, run: int | None = None) -> dict[tuple[str, str], set[datetime]]:
        """Return the moments of the captures that are withheld, by source and URL."""
        given = {"source = ?": source, "run = ?": run}
        wheres = {where: value for where, value in given.items() if value is not None}
        where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
        found: dict[tuple[str, str], set[datetime]] = {}
        with self._explaining():
            rows = self._database.execute(f"SELECT source, url, captured_at FROM withheld {where}", (*wheres.values(),))
            for name, url, at in rows:
                found.setdefault((name, url), set()).add(datetime.fromisoformat(at))
        return found

    def _note(self, issue: Issue) -> None:
        self._database.execute(
            "INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, 'visit') ON CONFLICT DO UPDATE SET "
            "captured_at = excluded.captured_at, digest = excluded.digest, stage = excluded.stage, "
            "reason = excluded.reason, message = excluded.message WHERE origin = 'visit'",
            _row(issue),
        )

    def _settle(self, pages: Iterable[Settled]) -> None:
        for page in pages:
            key = (page.source, page.url)
            at = stored(page.captured_at)
            self._database.execute("INSERT OR REPLACE INTO settled VALUES (?, ?, ?)", (*key, at))
            self._database.execute("DELETE FROM outbox WHERE source = ? AND url = ? AND captured_at <= ?", (*key, at))
            if page.issue:
                self._note_of_archive(page.issue)

    def _note_of_archive(self, issue: Issue) -> None:
        self._database.execute("INSERT OR REPLACE INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, 'archive')", _row(issue))


def _row(issue: Issue) -> tuple[str, ...]:
    return (issue.source, issue.url, stored(issue.captured_at), issue.digest, issue.stage, issue.reason, issue.message)


def stored(at: datetime) -> str:
    """Return a moment as the ledger has it; texts of later ones are greater."""
    return at.isoformat(timespec="microseconds")
