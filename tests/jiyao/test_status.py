"""One screen says whether all is well, and what to do where it is not."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from changing_site import ChangingSite
from commands import jiyao

from jiyao.locks import SCHEDULE, Lock, lock_file
from jiyao.measures import measures_of
from jiyao.runs import harvest
from jiyao.settings import Settings
from jiyao.status import LOOKS, look
from pipelines.journal import Journal, journal_file

NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)


def stands(settings: Settings, name: str, now: datetime = NOW) -> tuple[bool, str, str]:
    [found] = look(settings, now, name)
    return found.ok, found.message, found.advice


def test_of_a_new_installation_all_is_well_once_its_folder_is_there(tmp_path: Path) -> None:
    found = look(Settings(data=tmp_path / "none"), NOW)
    assert [one.name for one in found] == list(LOOKS)
    assert [one.name for one in found if not one.ok] == ["archive"]
    assert "JIYAO_DATA" in next(one for one in found if not one.ok).advice
    (tmp_path / "fresh").mkdir()
    assert all(one.ok for one in look(Settings(data=tmp_path / "fresh"), NOW))
    assert not (tmp_path / "none").exists()


def test_a_schedule_that_nobody_keeps_is_told_once_a_source_is_enabled(site: ChangingSite) -> None:
    site.describe("enabled: true\n")
    ok, message, advice = stands(site.settings, "schedule")
    assert (ok, "kept by nobody" in message, "jiyao schedule" in advice) == (False, True, True)
    lock = Lock.take(lock_file(site.settings, SCHEDULE))
    assert lock is not None
    assert stands(site.settings, "schedule")[0]
    lock.leave()
    site.publish(range(1, 4))
    [run] = harvest(site.settings, ["county"])
    ok, message, _ = stands(site.settings, "schedule", run.started_at)
    assert (ok, "nothing is overdue" in message) == (True, True)  # by cron, nobody keeps it between two visits
    assert not stands(site.settings, "schedule", run.started_at + timedelta(days=3))[0]


def test_a_run_that_waits_and_a_source_in_trouble_are_told_with_what_to_do(site: ChangingSite) -> None:
    site.describe("enabled: true\nexpect: {articles: 50}\n")
    site.publish(range(1, 4))
    [run] = harvest(site.settings, ["county"])
    assert run.missed
    ok, message, advice = stands(site.settings, "quarantine")
    assert (ok, message.startswith("1 wait"), "county" in message) == (False, True, True)
    assert "jiyao runs --waiting" in advice
    ok, message, _ = stands(site.settings, "sources")
    assert not ok
    assert "county since" in message
    assert len(measures_of(site.settings).waiting) == 1


def test_a_source_that_is_overdue_is_told(site: ChangingSite) -> None:
    site.describe("enabled: true\n")
    with closing(Journal(journal_file(site.settings))) as journal:
        journal.fail("harvest", "county", NOW - timedelta(days=3), "no line")
    assert "county is overdue" in stands(site.settings, "sources")[1]


def test_an_archive_without_an_index_is_told(site: ChangingSite) -> None:
    site.describe()
    site.publish(range(1, 4))
    harvest(site.settings, ["county"])
    assert "3 captures" in stands(site.settings, "archive")[1] or "4 captures" in stands(site.settings, "archive")[1]
    assert stands(site.settings, "index")[0]
    for path in site.settings.index_folder.rglob("*"):
        if path.is_file():
            path.unlink()
    ok, _, advice = stands(site.settings, "index")
    assert not ok
    assert "jiyao rebuild" in advice


def test_an_elasticsearch_that_is_away_is_told_for_index_and_certificate(tmp_path: Path) -> None:
    away = Settings(data=tmp_path, elasticsearch="https://127.0.0.1:1")
    assert not stands(away, "index")[0]
    ok, message, advice = stands(away, "certificate")
    assert (ok, "127.0.0.1:1" in message, "JIYAO_ELASTICSEARCH_CA" in advice) == (False, True, True)


def test_too_little_space_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nearly_full(path: Any) -> Any:
        import shutil

        return shutil._ntuple_diskusage(1_000_000, 990_000, 10_000)  # type: ignore[attr-defined]

    monkeypatch.setattr("jiyao.measures.shutil.disk_usage", nearly_full)
    ok, message, advice = stands(Settings(data=tmp_path), "space")
    assert (ok, "1%" in message, "space" in advice) == (False, True, True)


def test_the_command_ends_with_1_where_something_is_wrong_and_tells_programs_the_same(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    assert jiyao("status", data=demo[0]).returncode == 0
    done = jiyao("status", data=tmp_path / "none")
    assert done.returncode == 1
    assert "JIYAO_DATA" in done.stdout
    assert "1 of 9 need you" in done.stdout
    told = [json.loads(line) for line in jiyao("status", "--json", data=tmp_path / "none").stdout.splitlines()]
    assert [one["name"] for one in told if not one["ok"]] == ["archive"]
    assert jiyao("status", data=tmp_path).returncode == 0
    assert jiyao("status", "--only", "index", data=demo[0]).returncode == 0
    wrong = jiyao("status", "--only", "indx", data=demo[0])
    assert wrong.returncode == 2
    assert "quarantine" in wrong.stderr


def test_pages_that_elasticsearch_did_not_take_are_told(site: ChangingSite) -> None:
    site.describe("enabled: true\n")
    site.publish(range(1, 4))
    away = site.settings.model_copy(update={"elasticsearch": "http://127.0.0.1:1"})
    harvest(away, ["county"])
    ok, message, advice = stands(away, "outbox")
    assert (ok, message.startswith("3 pages wait"), "jiyao index flush" in advice) == (False, True, True)
    assert measures_of(away).unpublished == 3
    assert stands(Settings(data=site.settings.data / "other"), "outbox")[0]
