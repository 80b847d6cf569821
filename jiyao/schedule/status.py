"""How the schedule stands: who keeps it, what runs, what is next, what is overdue."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiyao.locks import SCHEDULE, Holder, holder_of, holders, lock_file
from jiyao.schedule.plan import due_at
from jiyao.settings import Settings
from jiyao.source_files import sources_folder, sources_of, written_at
from pipelines.journal import Incident, Run, journal_file, read_journal

LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source in the schedule (moments in UTC).

    ``next_at`` is None for a source that is not enabled; ``overdue`` where it should
    have begun over an hour ago and does not run. One that never ran is due at once, and should
    have begun by the first time that its cron line names after its file was last written.
    """

    name: str
    cron: str
    timezone: str
    enabled: bool
    next_at: datetime | None
    last: Run | None
    running: Holder | None
    overdue: bool
    incident: Incident | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Who keeps the schedule, None where nobody does, and its sources by name."""

    keeper: Holder | None
    sources: tuple[SourceState, ...]


def schedule_of(settings: Settings, now: datetime) -> Schedule:
    """Return how the schedule of an installation stands; it need not be kept by anybody."""
    sources = sources_of(settings)
    latest: dict[str, Run] = {}
    incidents: dict[str, Incident] = {}
    if journal_file(settings).exists():
        with closing(read_journal(settings)) as journal:
            latest, incidents = journal.latest(), journal.incidents()
    running = holders(settings, sources)
    written = written_at(sources_folder(settings))
    states = []
    for name, source in sources.items():
        last = latest.get(name)
        at = due_at(source, last.started_at if last else None, now) if source.enabled else None
        expected = at if last else due_at(source, written.get(name, now), now)
        late = at is not None and expected is not None and now - expected > LATE and name not in running
        states.append(
            SourceState(
                name, source.visit.cron, source.timezone, source.enabled, at, last, running.get(name), late,
                incidents.get(name),
            )
        )  # fmt: skip
    return Schedule(holder_of(lock_file(settings, SCHEDULE)), tuple(states))
