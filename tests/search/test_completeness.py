"""What is missing is told from a body's own numbers, and from nothing else."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any

import httpx
import pytest
from commands import jiyao

from jiyao.api.completeness import missing_of
from jiyao.search import open_index
from jiyao.search.completeness import Completeness, Gap, completeness_of
from jiyao.settings import Settings

TODAY = date(2025, 6, 1)


def row(ordinal: str | None, day: str | None, **more: Any) -> dict[str, Any]:
    given = {"id": f"{ordinal}-{day}-{more}", "body": "青溪县人民政府", "kind": "executive_meeting", "ordinal": ordinal}
    return given | {"held_from": day, "regions": ["99", "9901", "990101"]} | more


def only(rows: list[dict[str, Any]], today: date = TODAY) -> Completeness:
    [found] = completeness_of(rows, today)
    return found


def test_numbers_between_two_that_are_known_are_missing_with_the_days_they_were_held_between() -> None:
    [count] = only([row("3", "2025-01-10"), row("4", "2025-02-10"), row("7", "2025-05-10")]).counts
    assert count.known == (3, 4, 7)
    assert count.gaps == (Gap(5, "2025-02-10", "2025-05-10"), Gap(6, "2025-02-10", "2025-05-10"))
    assert count.earlier == 2
    assert count.percent == pytest.approx(100 * 3 / 7)
    assert count.percent_since_first == pytest.approx(100 * 3 / 5)


def test_of_meetings_without_a_number_nothing_is_said_to_be_missing() -> None:
    found = only([row(None, "2025-01-10"), row(None, "2025-03-10")])
    assert (found.counts, found.unnumbered, found.percent, found.percent_since_first) == ((), 2, None, None)


def test_a_reprint_is_no_second_meeting() -> None:
    found = only([row("1", "2025-01-10"), row("1", "2025-01-10", id="reprint"), row(None, None, meeting_identity="m")])
    assert found.counts[0].known == (1,)
    assert found.unnumbered == 1
    same = [row(None, "2025-01-10", meeting_identity="m"), row(None, "2025-01-10", meeting_identity="m", id="b")]
    assert only(same).unnumbered == 1


def test_a_count_goes_on_over_a_long_gap_where_a_second_meeting_says_so() -> None:
    first, later, last = row("441", "2023-02-15"), row("512", "2024-06-12"), row("560", "2025-05-14")
    [count] = only([first, later, last]).counts
    assert count.known == (441, 512, 560)
    assert count.earlier == 440
    assert {count.known for count in only([first, later]).counts} == {(441,), (512,)}


def test_terms_are_counted_apart() -> None:
    rows = [row("14.9", "2024-01-10", kind="standing_committee"), row("15.2", "2025-02-10", kind="standing_committee")]
    assert {(count.term, count.earlier) for count in only(rows).counts} == {(14, 8), (15, 1)}


def test_two_bodies_of_one_name_in_two_regions_are_two_and_two_scripts_of_one_name_are_one() -> None:
    there = row("2", "2025-01-10", regions=["98", "9801"])
    found = completeness_of([row("1", "2025-01-10"), there, row("2", "2025-02-10", body="青溪縣人民政府")], TODAY)
    assert sorted((one.region, one.counts[0].known) for one in found) == [("9801", (2,)), ("990101", (1, 2))]


def test_bodies_whose_region_nobody_knows_are_apart_by_source_unless_they_are_the_state_s() -> None:
    said = {"regions": None, "body": "县政府"}
    rows = [row("30", "2025-01-10", source="yongtai", **said), row("72", "2025-02-10", source="deqing", **said)]
    found = completeness_of(rows, TODAY)
    assert sorted((one.source, one.counts[0].known) for one in found) == [("deqing", (72,)), ("yongtai", (30,))]
    state = {"regions": None, "body": "国务院", "level": "national"}
    rows = [row("1", "2025-01-10", source="xinhua", **state), row("2", "2025-02-10", source="people", **state)]
    assert [(one.source, one.counts[0].known) for one in completeness_of(rows, TODAY)] == [(None, (1, 2))]


def test_a_body_that_has_not_met_for_three_of_its_usual_pauses_is_silent() -> None:
    monthly = [row(str(number), f"2025-0{number}-10") for number in range(1, 5)]
    assert not only(monthly, date(2025, 6, 1)).counts[0].silent
    assert only(monthly, date(2025, 9, 1)).counts[0].silent
    assert not only(monthly[:3], date(2035, 9, 1)).counts[0].silent  # three are too few for a rhythm
    assert only(monthly).counts[0].pause == pytest.approx(30, abs=1)


def test_a_number_without_a_day_narrows_nothing() -> None:
    [count] = [count for count in only([row("2", "2025-01-10"), row("5", None)]).counts if count.known == (5,)]
    assert (count.first_on, count.last_on, count.pause) == (None, None, None)


def test_bodies_are_looked_at_until_their_reports_are_too_many(
    monkeypatch: pytest.MonkeyPatch, demo: tuple[Any, str]
) -> None:
    with closing(open_index(Settings(data=demo[0]))) as index:
        every = missing_of(index, (), ())
        assert len(every) > 3
        monkeypatch.setattr("jiyao.api.completeness.MOST_TOGETHER", 3)
        assert 1 <= len(missing_of(index, (), ())) <= 3
        monkeypatch.setattr("jiyao.api.completeness.MOST_TOGETHER", 0)
        assert len(missing_of(index, (), ())) == 1


def test_the_api_the_page_and_the_command_tell_the_same(archive: httpx.Client, demo: tuple[Any, str]) -> None:
    told = archive.get("/v1/completeness", params={"size": 100}).json()
    assert [one for one in told if one["counts"]]
    [city] = archive.get("/v1/completeness", params={"body": "台南市政府"}).json()
    assert city["body"] == "臺南市政府"
    assert city["counts"][0]["earlier"] == city["counts"][0]["known"][0] - 1
    page = archive.get("/completeness", headers={"Accept-Language": "en"}).text
    assert f"1–{city['counts'][0]['earlier']}" in page
    done = jiyao("completeness", data=demo[0])
    assert done.returncode == 0
    assert f"1–{city['counts'][0]['earlier']}" in done.stdout
