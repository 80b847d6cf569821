"""Routes for those who watch the harvest: the schedule, the runs."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from jiyao.api.given import Installation
from jiyao.api.problems import problems
from jiyao.api.route import StrictRoute
from jiyao.schedule.status import SourceState, schedule_of
from pipelines.journal import Run, Verdict, journal_file, read_journal


class RunAnswer(BaseModel):
    """One run of a harvest or a rebuild."""

    id: int
    kind: str = Field(description="`harvest` or `rebuild`")
    source: str | None = Field(description="None of a rebuild, which is of all sources")
    started_at: datetime
    ended: str = Field(description="`running`, `finished`, `shutdown`, `killed`, `hung`, `failed`, `unreachable` …")
    verdict: Verdict = Field(description="What became of the pages: `withheld` ones wait for a person")
    seconds: float | None = None
    states: dict[str, int] = Field(default_factory=dict, description="Article pages by what the visit found")
    issues: dict[str, int] = Field(default_factory=dict, description="Pages that were not understood, by reason")
    reports: int | None = None
    meetings: int | None = None
    missed: list[str] = Field(default_factory=list, description="What the source expects and the run did not bring")
    error: str | None = None


class ScheduledAnswer(BaseModel):
    """A source in the schedule."""

    source: str
    enabled: bool
    cron: str = Field(description="Minute, hour, day, month, weekday, in the source's time zone")
    timezone: str
    next_at: datetime | None = Field(description="None where the source is not enabled")
    running: bool
    overdue: bool = Field(description="It should have begun over an hour ago")
    trouble: list[str] = Field(description="What is wrong with the source now")
    trouble_since: datetime | None
    last: RunAnswer | None


class ScheduleAnswer(BaseModel):
    """Whether anybody keeps the schedule, and its sources."""

    kept: bool
    sources: list[ScheduledAnswer]


harvest_routes = APIRouter(prefix="/v1", route_class=StrictRoute, responses=problems(401, 422, 429, 502, 503))


@harvest_routes.get("/schedule", operation_id="get_schedule")
def get_schedule(settings: Installation) -> ScheduleAnswer:
    """Return when each source is visited next, how it went last, and which are overdue or in trouble."""
    stands = schedule_of(settings, datetime.now(UTC))
    return ScheduleAnswer(kept=stands.keeper is not None, sources=[_scheduled(state) for state in stands.sources])


@harvest_routes.get("/runs", operation_id="list_runs")
def list_runs(
    settings: Installation,
    source: Annotated[str | None, Query(max_length=200, description="Only of this source")] = None,
    verdict: Annotated[Verdict | None, Query(description="Only with this verdict")] = None,
    size: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[RunAnswer]:
    """Return the latest runs, newest first."""
    if not journal_file(settings).exists():
        return []
    with closing(read_journal(settings)) as journal:
        return [_run(run) for run in journal.runs(size, source=source, verdict=verdict)]


def _run(run: Run) -> RunAnswer:
    told: dict[str, Any] = {name: value for name, value in run.to_dict().items() if name in RunAnswer.model_fields}
    return RunAnswer(**told)


def _scheduled(state: SourceState) -> ScheduledAnswer:
    return ScheduledAnswer(
        source=state.name,
        enabled=state.enabled,
        cron=state.cron,
        timezone=state.timezone,
        next_at=state.next_at,
        running=state.running is not None,
        overdue=state.overdue,
        trouble=list(state.incident.reasons) if state.incident else [],
        trouble_since=state.incident.opened_at if state.incident else None,
        last=_run(state.last) if state.last else None,
    )
