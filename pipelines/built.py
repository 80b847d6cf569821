"""What each generation of the index holds: up to which capture each page is in it, beside the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from jiyao.model import Issue
from pipelines.ledger import Ledger, Settled, stored

#: One row for each page that the ledger says is published, and that a generation has otherwise or not at all.
_BEHIND = (
    "FROM settled s LEFT JOIN built b ON b.generation = ? AND b.source = s.source AND b.url = s.url "
    "WHERE (b.captured_at IS NULL OR b.captured_at < s.captured_at) AND s.source IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Holding:
    """How many pages a generation has, how many of them are reports."""

    pages: int
    reports: int


class Built(Ledger):
    """The ledger, with what builders note in it."""

    def add(self, generation: str, pages: Iterable[tuple[Settled, bool]]) -> None:
        """Note that a generation has these pages, each with whether it is a report."""
        rows = [
            (generation, page.source, page.url, stored(page.captured_at), int(is_report), _issue(page.issue))
            for page, is_report in pages
        ]
        with self._transaction():
            self._database.executemany("INSERT OR REPLACE INTO built VALUES (?, ?, ?, ?, ?, ?)", rows)

    def remove(self, generation: str, source: str, url: str) -> None:
        """Note that a generation has not that page any more."""
        with self._transaction():
            self._database.execute(
                "DELETE FROM built WHERE generation = ? AND source = ? AND url = ?", (generation, source, url)
            )

    def behind(self, generation: str, sources: Iterable[str], most: int) -> list[tuple[str, str, datetime]]:
        """Return published pages that the generation lacks: source, address, and up to which capture."""
        given = (generation, json.dumps(list(sources)), most)
        with self._explaining():
            rows = self._database.execute(f"SELECT s.source, s.url, s.captured_at {_BEHIND} LIMIT ?", given)
            return [(source, url, datetime.fromisoformat(at)) for source, url, at in rows]

    def has(self, generation: str, source: str, url: str) -> bool:
        """Tell whether the generation has a report of that page."""
        with self._explaining():
            found = self._database.execute(
                "SELECT 1 FROM built WHERE generation = ? AND source = ? AND url = ? AND report",
                (generation, source, url),
            )
            return found.fetchone() is not None

    def doubted(self, generation: str) -> list[tuple[str, str]]:
        """Return source and address of the pages of which the generation has a capture that is withheld by now."""
        with self._explaining():
            return self._database.execute(
                "SELECT b.source, b.url FROM withheld w JOIN built b ON b.generation = ? AND b.source = w.source "
                "AND b.url = w.url AND b.captured_at = w.captured_at",
                (generation,),
            ).fetchall()

    def count_behind(self, generation: str, sources: Iterable[str]) -> int:
        """Return how many they are."""
        with self._explaining():
            row = self._database.execute(f"SELECT count(*) {_BEHIND}", (generation, json.dumps(list(sources))))
            return int(row.fetchone()[0])

    def holding(self, generation: str) -> Holding:
        """Return how much the generation has; nothing where another machine built it."""
        with self._explaining():
            row = self._database.execute(
                "SELECT count(*), coalesce(sum(report), 0) FROM built WHERE generation = ?", (generation,)
            ).fetchone()
        return Holding(*row)

    def published(self) -> int:
        """Return how many pages the ledger says are published."""
        with self._explaining():
            return int(self._database.execute("SELECT count(*) FROM settled").fetchone()[0])

    def some_reports(self, generation: str, every: int) -> Iterator[tuple[str, str]]:
        """Yield source and address of each so many-th report of the generation."""
        with self._explaining():
            rows = self._database.execute(
                "SELECT source, url FROM (SELECT source, url, row_number() OVER (ORDER BY source, url) AS place "
                "FROM built WHERE generation = ? AND report) WHERE place % ? = 1 % ?",
                (generation, every, every),
            ).fetchall()
        yield from rows

    def switch(self, old: str | None, new: str, sources: Iterable[str]) -> None:
        """Let the ledger say of the pages of ``sources`` what the new generation has, and keep what the old one had.

        Nobody publishes meanwhile (:class:`pipelines.turns.Turns`). What waits in the outbox and is in it now, waits
        no more.
        """
        names = json.dumps(list(sources))
        mine = "source IN (SELECT value FROM json_each(?))"
        with self._transaction():
            if old and old != new:
                self._database.execute("DELETE FROM built WHERE generation = ?", (old,))
                self._database.execute(
                    "INSERT INTO built SELECT ?, s.source, s.url, s.captured_at, 1, json_array(i.digest, i.stage, "
                    "i.reason, i.message, i.captured_at) FROM settled s LEFT JOIN issues i ON i.source = s.source "
                    "AND i.url = s.url AND i.origin = 'archive'",
                    (old,),
                )
                self._database.execute("UPDATE built SET issue = NULL WHERE issue LIKE '[null%'")
            self._database.execute(f"DELETE FROM issues WHERE origin = 'archive' AND {mine}", (names,))
            self._database.execute(f"DELETE FROM settled WHERE {mine}", (names,))
            self._database.execute(
                f"INSERT INTO settled SELECT source, url, captured_at FROM built WHERE generation = ? AND {mine}",
                (new, names),
            )
            rows = self._database.execute(
                f"SELECT source, url, issue FROM built WHERE generation = ? AND issue IS NOT NULL AND {mine}",
                (new, names),
            )
            for source, url, issue in rows.fetchall():
                self._note_built(source, url, issue)
            self._end(new)

    def finish(self, new: str, sources: Iterable[str]) -> None:
        """Do what :meth:`switch` does for a generation that serves already: what was published since stays said."""
        names = json.dumps(list(sources))
        with self._transaction():
            rows = self._database.execute(
                "SELECT source, url, captured_at, issue FROM built b WHERE generation = ? "
                "AND source IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM settled s "
                "WHERE s.source = b.source AND s.url = b.url AND s.captured_at > b.captured_at)",
                (new, names),
            )
            for source, url, at, issue in rows.fetchall():
                self._database.execute(
                    "DELETE FROM issues WHERE origin = 'archive' AND source = ? AND url = ?", (source, url)
                )
                self._database.execute("INSERT OR REPLACE INTO settled VALUES (?, ?, ?)", (source, url, at))
                if issue:
                    self._note_built(source, url, issue)
            self._end(new)

    def _note_built(self, source: str, url: str, issue: str) -> None:
        digest, stage, reason, message, at = json.loads(issue)
        self._note_of_archive(Issue(source, url, datetime.fromisoformat(at), digest, stage, reason, message))

    def _end(self, generation: str) -> None:
        self._database.execute(
            "DELETE FROM outbox WHERE EXISTS (SELECT 1 FROM settled s WHERE s.source = outbox.source "
            "AND s.url = outbox.url AND s.captured_at >= outbox.captured_at)"
        )
        self._database.execute("DELETE FROM built WHERE generation = ?", (generation,))

    def forget(self, kept: Iterable[str]) -> None:
        """Forget what is noted of all generations but these."""
        names = json.dumps(list(kept))
        with self._transaction():
            self._database.execute(
                "DELETE FROM built WHERE generation NOT IN (SELECT value FROM json_each(?))", (names,)
            )


def _issue(issue: Issue | None) -> str | None:
    if issue is None:
        return None
    parts = (issue.digest, issue.stage, issue.reason, issue.message, stored(issue.captured_at))
    return json.dumps(parts, ensure_ascii=False)
