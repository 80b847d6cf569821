"""Routes for those who watch the harvest: the sources, the schedule, the runs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from jiyao.api.given import Index, Installation
from jiyao.api.problems import problems
from jiyao.api.route import StrictRoute
from jiyao.freshness import source_rows
from jiyao.schedule.status import SourceState, schedule_of
from pipelines.journal import Verdict, journal_file, read_journal


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
    missed_expectations: list[str] = Field(
        default_factory=list, description="The same by the names that `expect` in a source file has"
    )
    error: str | None = None


class SourceAnswer(BaseModel):
    """A source and how fresh it is."""

    name: str
    title: str | None = Field(description="None where its file is not there any more")
    start: list[str]
    enabled: bool | None
    reports: int
    issues: dict[str, int] = Field(description="Open issues by reason")
    last_run: RunAnswer | None = Field(description="Its latest harvest")


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


harvest_routes = APIRouter(prefix="/v1", tags=["harvest"], route_class=StrictRoute, responses=problems())


@harvest_routes.get("/sources", operation_id="list_sources")
def list_sources(index: Index, settings: Installation) -> list[SourceAnswer]:
    """Return every source and how fresh it is."""
    return [
        SourceAnswer(
            name=row.name,
            title=row.source.title if row.source else None,
            start=list(row.source.start) if row.source else [],
            enabled=row.source.enabled if row.source else None,
            reports=row.reports,
            issues=dict(row.issues),
            last_run=_run(row.runs[0]) if row.runs else None,
        )
        for row in source_rows(settings, index)
    ]


@harvest_routes.get("/schedule", operation_id="get_schedule")
def get_schedule(settings: Installation) -> ScheduleAnswer:
    """Return when each source is visited next, how it went last, and which are overdue or in trouble."""
    stands = schedule_of(settings, datetime.now(UTC))
    return ScheduleAnswer(kept=stands.keeper is not None, sources=[_scheduled(state) for state in stands.sources])


@harvest_routes.get("/runs", operation_id="list_runs")
def list_runs(
    settings: Installation,
    source: Annotated[
        str | None, Query(max_length=200, description="Only of this source", examples=["demo_county"])
    ] = None,
    verdict: Annotated[Verdict | None, Query(description="Only with this verdict", examples=["withheld"])] = None,
    size: Annotated[int, Query(ge=1, le=1000, description="Runs at most", examples=[10])] = 100,
) -> list[RunAnswer]:
    """Return the latest runs, newest first."""
    if not journal_file(settings).exists():
        return []
    with closing(read_journal(settings)) as journal:
        return [_run(run.to_dict()) for run in journal.runs(size, source=source, verdict=verdict)]


def _run(record: Mapping[str, Any]) -> RunAnswer:
    return RunAnswer(**{name: value for name, value in record.items() if name in RunAnswer.model_fields})


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
        last=_run(state.last.to_dict()) if state.last else None,
    )
