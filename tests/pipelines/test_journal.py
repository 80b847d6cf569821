"""The journal of runs: what is running, what was killed, what waits, and one open incident a source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.journal import KILLED, RUNNING, Incident, Journal, Verdict

START = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite")) as opened:
        yield opened


def test_a_run_is_there_from_its_beginning_and_remembered_newest_first(journal: Journal) -> None:
    first = journal.begin("harvest", "a", START)
    journal.end(first, "finished", Verdict.PUBLISHED, {"reports": 3})
    second = journal.begin("harvest", "b", START + timedelta(hours=1))
    assert [(run.id, run.ended) for run in journal.runs()] == [(second, RUNNING), (first, "finished")]
    told = journal.run(first)
    assert told is not None
    assert told.to_dict() == {
        "id": first, "kind": "harvest", "source": "a", "started_at": START.isoformat(), "ended": "finished",
        "verdict": "published", "reports": 3,
    }  # fmt: skip
    assert journal.run(99) is None


def test_a_run_that_never_ended_was_killed_which_the_next_of_its_source_finds_out(journal: Journal) -> None:
    torn, other = journal.begin("harvest", "a", START), journal.begin("harvest", "b", START)
    journal.begin("harvest", "a", START + timedelta(hours=1))
    assert {run.id: run.ended for run in journal.runs() if run.id in (torn, other)} == {torn: KILLED, other: RUNNING}


def test_runs_are_chosen_by_source_verdict_kind_and_moment(journal: Journal) -> None:
    for hour, (kind, source, verdict) in enumerate(
        [("harvest", "a", Verdict.WITHHELD), ("harvest", "b", Verdict.PUBLISHED), ("rebuild", None, Verdict.PUBLISHED)]
    ):
        number = journal.begin(kind, source, START + timedelta(hours=hour))
        journal.end(number, "finished", verdict, {})
    assert [run.source for run in journal.runs(verdict=Verdict.WITHHELD)] == ["a"]
    assert [run.source for run in journal.runs(source="b")] == ["b"]
    assert [run.kind for run in journal.runs(since=START + timedelta(hours=2))] == ["rebuild"]
    assert {name: run.verdict for name, run in journal.latest().items()} == {"a": "withheld", "b": "published"}
    assert len(journal.runs(1)) == 1


def test_the_last_look_at_the_whole_is_known(journal: Journal) -> None:
    assert journal.looked_at() is None
    for hour in range(2):
        journal.note_look(START + timedelta(hours=hour))
    assert journal.looked_at() == START + timedelta(hours=1)


def test_a_source_has_one_open_incident_at_most(journal: Journal) -> None:
    journal.keep_incident(Incident("a", START, ("0 articles are listed",)))
    journal.keep_incident(Incident("a", START, ("0 articles are listed", "it hangs"), told=True))
    assert journal.incidents() == {"a": Incident("a", START, ("0 articles are listed", "it hangs"), told=True)}
    journal.close_incident("a")
    assert journal.incidents() == {}
