"""When each source is due. Pure: the moment, and what ran before, are arguments."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from jiyao.source import Source


@dataclass(frozen=True, slots=True)
class Due:
    """A source and the moment (UTC) from which on it may be visited."""

    source: str
    at: datetime


def due_at(source: Source, last: datetime | None, now: datetime) -> datetime:
    """Return when the source is to be visited next, given when its latest run began.

    A source that never ran is due now. Runs that were missed since then, whatever
    their number, make one visit, now. A latest run in the future (a clock that was
    set back) counts as of now.
    """
    if last is None:
        return now
    begun = min(last, now).astimezone(ZoneInfo(source.timezone))
    moment = next(CronSim(source.visit.cron, begun))
    return after_rest(source, moment.astimezone(UTC) + _jitter(source, moment))


def plan(sources: Mapping[str, Source], latest: Mapping[str, datetime], now: datetime) -> list[Due]:
    """Return when every enabled source is due, the earliest first."""
    due = [Due(name, due_at(source, latest.get(name), now)) for name, source in sources.items() if source.enabled]
    return sorted(due, key=lambda each: (each.at, each.source))


def after_rest(source: Source, at: datetime) -> datetime:
    """Return the first whole minute from ``at`` on in which the source's site does not rest."""
    if not source.politeness.rest:
        return at
    zone = ZoneInfo(source.timezone)
    for minutes in range(24 * 60 + 1):
        later = at + timedelta(minutes=minutes)
        if not source.politeness.resting(later.astimezone(zone).time()):
            return later
    return at  # a site that always rests: its runs end as they begin, and say so


def _jitter(source: Source, moment: datetime) -> timedelta:
    """Return how much later than its cron line a run begins: another each time, and after a restart the same."""
    digest = hashlib.sha256(f"{source.name} {moment.isoformat()}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:4]) % (source.visit.jitter * 60 + 1))
