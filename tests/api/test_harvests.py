"""The schedule and the runs as programs ask for them, over a demo run."""

from __future__ import annotations

import httpx


def test_the_schedule_tells_when_each_source_is_next_and_how_it_went_last(archive: httpx.Client) -> None:
    said = archive.get("/v1/schedule").json()
    assert said["kept"] is False
    county = next(each for each in said["sources"] if each["source"] == "demo_county")
    assert county["last"]["ended"] == "finished"
    assert county["last"]["verdict"] == "published"
    assert county["last"]["states"]["new"] > 10
    assert (county["running"], county["overdue"], county["trouble"]) == (False, False, [])
    assert county["next_at"] > county["last"]["started_at"]


def test_runs_are_listed_newest_first_and_chosen(archive: httpx.Client) -> None:
    runs = archive.get("/v1/runs").json()
    assert [run["id"] for run in runs] == sorted((run["id"] for run in runs), reverse=True)
    assert {run["source"] for run in archive.get("/v1/runs", params={"source": "demo_gate"}).json()} == {"demo_gate"}
    assert archive.get("/v1/runs", params={"verdict": "withheld"}).json() == []
    assert archive.get("/v1/runs", params={"verdict": "perhaps"}).status_code == 422


def test_the_metrics_tell_of_each_source(archive: httpx.Client) -> None:
    text = archive.get("/metrics").text
    assert 'jiyao_source_overdue{source="demo_county"} 0.0' in text
    assert 'jiyao_source_last_run_timestamp_seconds{source="demo_county"}' in text
    assert "jiyao_schedule_kept 0.0" in text
