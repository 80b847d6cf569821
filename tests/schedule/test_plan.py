"""When a source is due: by its cron line and zone, once however much was missed, never in its site's hours of rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiyao.schedule.plan import due_at, plan
from jiyao.source import Listing, Politeness, Source, Visit

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)  # 12:00 in Shanghai


def source(cron: str = "0 6 * * *", jitter: int = 0, **more: Any) -> Source:
    return Source(
        name=more.pop("name", "county"), title="县", language="zh-Hans", start=("https://e.cn/",),
        listing=Listing(items="li", link="a"), visit=Visit(cron=cron, jitter=jitter), **more,
    )  # fmt: skip


def test_a_source_that_never_ran_is_due_now() -> None:
    assert due_at(source(), None, NOON) == NOON


def test_a_cron_line_is_of_the_source_s_own_time_zone() -> None:
    last = NOON - timedelta(hours=1)
    assert due_at(source(), last, NOON) == datetime(2026, 11, 24, 22, tzinfo=UTC)
    assert due_at(source(timezone="Asia/Tokyo"), last, NOON) == datetime(2026, 11, 24, 21, tzinfo=UTC)
    assert due_at(source(timezone="UTC"), last, NOON) == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_runs_that_were_missed_are_made_up_for_once() -> None:
    begun = NOON - timedelta(days=30)
    at = due_at(source(), begun, NOON)
    assert at < NOON
    assert due_at(source(), NOON, NOON) == datetime(2026, 11, 24, 22, tzinfo=UTC)


def test_a_clock_that_was_set_back_does_not_keep_a_source_waiting_for_years() -> None:
    assert due_at(source(), NOON + timedelta(days=700), NOON) == datetime(2026, 11, 24, 22, tzinfo=UTC)


def test_the_hour_that_is_skipped_in_spring_is_no_reason_not_to_run() -> None:
    berlin = source("30 2 * * *", timezone="Europe/Berlin")
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    at = due_at(berlin, before, before)
    assert datetime(2026, 3, 29, 0, tzinfo=UTC) <= at <= datetime(2026, 3, 29, 2, tzinfo=UTC)


def test_the_jitter_is_another_every_day_and_the_same_after_a_restart() -> None:
    jittery = source(jitter=60)
    moments = [due_at(jittery, NOON + timedelta(days=day), NOON + timedelta(days=day)) for day in range(20)]
    late = {(at - datetime(2026, 11, 24, 22, tzinfo=UTC)).total_seconds() % 86_400 for at in moments}
    assert len(late) > 15
    assert all(0 <= seconds <= 3600 for seconds in late)
    assert due_at(jittery, NOON, NOON) == due_at(jittery, NOON, NOON + timedelta(hours=3))
    other = source(jitter=60, name="other")
    assert due_at(jittery, NOON, NOON) != due_at(other, NOON, NOON)


def test_a_run_is_put_off_until_the_site_s_hours_of_rest_are_over() -> None:
    shy = source(politeness=Politeness(rest=("05:30-07:15",)))
    assert due_at(shy, NOON, NOON) == datetime(2026, 11, 24, 23, 15, tzinfo=UTC)
    nightly = source("0 23 * * *", politeness=Politeness(rest=("22:00-06:00",)))
    assert due_at(nightly, NOON, NOON) == datetime(2026, 11, 24, 22, tzinfo=UTC)


def test_only_enabled_sources_are_planned_the_earliest_first() -> None:
    sources = {
        "late": source(name="late"), "off": source(name="off", enabled=False), "never": source(name="never")
    }  # fmt: skip
    assert [each.source for each in plan(sources, {"late": NOON}, NOON)] == ["never", "late"]


@given(
    some.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=some.just(UTC)),
    some.sampled_from(["0 6 * * *", "*/10 * * * *", "15 3 * * 1", "0 0 29 2 *", "30 2 1 * *"]),
    some.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]),
    some.integers(0, 720),
)
def test_the_next_visit_is_always_after_the_latest_and_comes(at: datetime, cron: str, zone: str, jitter: int) -> None:
    due = due_at(source(cron, jitter, timezone=zone), at, at)
    assert at < due <= at + timedelta(days=8 * 366)


@pytest.mark.parametrize("line", ["6 o'clock", "61 * * * *", "* * *", "0 0 31 2 *"])
def test_a_cron_line_that_never_comes_or_is_none_is_refused_at_the_door(line: str) -> None:
    with pytest.raises(ValueError, match="not a cron line"):
        Visit(cron=line)


@pytest.mark.parametrize("hours", ["8-18", "08:00", "25:00-26:00", "08:00-08:00"])
def test_hours_that_are_none_are_refused_at_the_door(hours: str) -> None:
    with pytest.raises(ValueError, match="hours"):
        Politeness(rest=(hours,))
