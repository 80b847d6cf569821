"""The journal: every run with what it did and whether its pages were published, open incidents, the last look; beside the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from jiyao.locks import holder_of, lock_file
from jiyao.settings import Settings
from pipelines.sqlite_files import SqliteFile

_FILE = "journal.sqlite"
_IF_BROKEN = "Move the file aside: the history of runs is lost, no page and no report."
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT, started_at TEXT NOT NULL, ended TEXT NOT NULL,
  verdict TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_source ON runs (source, started_at);
CREATE TABLE IF NOT EXISTS incidents (
  source TEXT PRIMARY KEY, opened_at TEXT NOT NULL, reasons TEXT NOT NULL, told INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS looks (what TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
"""
RUNNING = "running"
KILLED = "killed"
_MOST_RUNNING = 10_000


class Verdict(StrEnum):
    """What became of the pages that a run brought."""

    NONE = "none"  # nothing to decide: no page, or the run has not ended
    PUBLISHED = "published"
    WITHHELD = "withheld"
    DISCARDED = "discarded"
    QUEUED = "queued"  # they wait in the outbox for the search engine


@dataclass(frozen=True, slots=True)
class Run:
    """One run. ``ended`` is ``running``, ``killed`` where the process broke, or how Scrapy says that it ended.

    ``record`` holds what only some kinds of runs have: ``states``, ``reports``, ``missed`` …
    """

    id: int
    kind: str
    source: str | None
    started_at: datetime
    ended: str
    verdict: Verdict
    record: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the run as JSON can hold it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "source": self.source,
            "started_at": self.started_at.isoformat(),
            "ended": self.ended,
            "verdict": self.verdict.value,
            **self.record,
        }


@dataclass(frozen=True, slots=True)
class Incident:
    """Something is wrong with a source since ``opened_at``; ``told`` whether anybody has been told."""

    source: str
    opened_at: datetime
    reasons: tuple[str, ...]
    told: bool = False


def journal_file(settings: Settings) -> Path:
    """Return where the journal lies."""
    return settings.data / _FILE


class Journal(SqliteFile):
    """Runs by number, and at most one open incident a source."""

    WHAT, SCHEMA, IF_BROKEN = "the journal of runs", _SCHEMA, _IF_BROKEN
    IF_NO_FOLDER = "Check JIYAO_DATA and its permissions."

    def begin(self, kind: str, source: str | None, at: datetime) -> int:
        """Note that a run begins and return its number; an earlier one of the source that never ended was killed."""
        with self._transaction():
            self._database.execute(
                "UPDATE runs SET ended = ? WHERE kind = ? AND source IS ? AND ended = ?",
                (KILLED, kind, source, RUNNING),
            )
            cursor = self._database.execute(
                "INSERT INTO runs (kind, source, started_at, ended, verdict, record) VALUES (?, ?, ?, ?, ?, '{}')",
                (kind, source, at.isoformat(timespec="microseconds"), RUNNING, Verdict.NONE),
            )
            return int(cursor.lastrowid or 0)

    def end(self, number: int, ended: str, verdict: Verdict, record: Mapping[str, Any]) -> None:
        """Note how a run ended."""
        with self._transaction():
            self._database.execute(
                "UPDATE runs SET ended = ?, verdict = ?, record = ? WHERE id = ?",
                (ended, verdict, json.dumps(record, ensure_ascii=False), number),
            )

    def note_killed(self, number: int) -> None:
        """Note that the process of a run broke; one that has ended meanwhile keeps its end."""
        with self._transaction():
            self._database.execute("UPDATE runs SET ended = ? WHERE id = ? AND ended = ?", (KILLED, number, RUNNING))

    def fail(self, kind: str, source: str, at: datetime, error: str) -> None:
        """Note a run that could not begin."""
        self.end(self.begin(kind, source, at), "failed", Verdict.NONE, {"error": error})

    def decide(self, number: int, verdict: Verdict) -> None:
        """Note what a person decided about a run."""
        with self._transaction():
            self._database.execute("UPDATE runs SET verdict = ? WHERE id = ?", (verdict, number))

    def run(self, number: int) -> Run | None:
        """Return the run of that number, None where there is none."""
        return next(iter(self._select("WHERE id = ?", (number,))), None)

    def runs(
        self,
        most: int | None = 20,
        *,
        source: str | None = None,
        verdict: Verdict | None = None,
        since: datetime | None = None,
        kind: str | None = None,
        ended: str | None = None,
        before: int | None = None,
    ) -> list[Run]:
        """Return the latest runs, newest first, all for None; ``before`` goes on behind the run of that number."""
        given: dict[str, Any] = {"source = ?": source, "verdict = ?": verdict, "kind = ?": kind, "ended = ?": ended}
        given["id < ?"] = before
        given["started_at >= ?"] = since.isoformat(timespec="microseconds") if since else None
        wheres = {where: value for where, value in given.items() if value is not None}
        where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
        return self._select(f"{where} ORDER BY id DESC LIMIT ?", (*wheres.values(), -1 if most is None else most))

    def latest(self, kind: str = "harvest") -> dict[str, Run]:
        """Return the latest run of every source."""
        rows = self._select("WHERE id IN (SELECT max(id) FROM runs WHERE kind = ? GROUP BY source)", (kind,))
        return {run.source: run for run in rows if run.source is not None}

    # --- incidents

    def incidents(self) -> dict[str, Incident]:
        """Return the open incidents by source."""
        with self._explaining():
            rows = self._database.execute("SELECT source, opened_at, reasons, told FROM incidents ORDER BY source")
            return {
                source: Incident(source, datetime.fromisoformat(at), tuple(json.loads(reasons)), bool(told))
                for source, at, reasons, told in rows
            }

    def keep_incident(self, incident: Incident) -> None:
        """Open an incident, or note what is known of it now."""
        at = incident.opened_at.isoformat(timespec="microseconds")
        reasons = json.dumps(incident.reasons, ensure_ascii=False)
        with self._transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO incidents VALUES (?, ?, ?, ?)",
                (incident.source, at, reasons, int(incident.told)),
            )

    def close_incident(self, source: str) -> None:
        """Note that the source is well again."""
        with self._transaction():
            self._database.execute("DELETE FROM incidents WHERE source = ?", (source,))

    # --- looks at the whole

    def looked_at(self) -> datetime | None:
        """Return when somebody last looked how everything stands."""
        with self._explaining():
            row = self._database.execute("SELECT at FROM looks WHERE what = 'whole'").fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def note_look(self, at: datetime) -> None:
        """Note that somebody looks how everything stands."""
        with self._transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO looks VALUES ('whole', ?)", (at.isoformat(timespec="microseconds"),)
            )

    def _select(self, rest: str, values: Iterable[Any]) -> list[Run]:
        with self._explaining():
            rows = self._database.execute(
                f"SELECT id, kind, source, started_at, ended, verdict, record FROM runs {rest}", tuple(values)
            ).fetchall()
        return [
            Run(number, kind, source, datetime.fromisoformat(at), ended, Verdict(verdict), json.loads(record))
            for number, kind, source, at, ended, verdict, record in rows
        ]


def read_journal(settings: Settings) -> Journal:
    """Return the journal for whoever looks: a harvest that runs no more, as nobody holds its lock, was killed.

    The next run of its source would note the same, which for one that is not enabled is never.
    """
    journal = Journal(journal_file(settings))
    for run in journal.runs(_MOST_RUNNING, kind="harvest", ended=RUNNING):
        if run.source and holder_of(lock_file(settings, run.source)) is None:
            journal.note_killed(run.id)
    return journal


def newest_day(settings: Settings, source: str, seen: date | None) -> date | None:
    """Return the newest day of publication that this run has ``seen`` or an earlier one of the source; None for none."""
    with closing(Journal(journal_file(settings))) as journal:
        runs = journal.runs(100, source=source, kind="harvest")
    days = [date.fromisoformat(run.record["newest"]) for run in runs if run.record.get("newest")]
    return max([*days, *([seen] if seen else [])], default=None)
