"""One screen says whether all is well, and what to do where it is not."""

from __future__ import annotations

import json
import os
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from changing_site import ChangingSite
from commands import jiyao
from installation import send
from loopback import on_loopback, root_of
from servers import serve_app

from jiyao.alerts import alarm
from jiyao.api.application import create_app
from jiyao.api.metrics import Metrics
from jiyao.backups import last_backup, note
from jiyao.doctor import examine
from jiyao.locks import SCHEDULE, Lock, lock_file
from jiyao.measures import measures_of
from jiyao.runs import harvest
from jiyao.schedule.status import schedule_of
from jiyao.search.elastic_health import Cluster, Colour, cluster_of, holds_data
from jiyao.search.index import EngineHealth
from jiyao.settings import Settings
from jiyao.status import GIGABYTE, LOOKS, judged, look, troubles
from pipelines.archive.segments import segment_files
from pipelines.journal import Journal, journal_file

NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with room: how full the one is that the tests run on is nothing that they are about."""
    disk_of(monkeypatch, free=400 * GIGABYTE)


def disk_of(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    told = SimpleNamespace(total=1000 * GIGABYTE, used=1000 * GIGABYTE - free, free=free)
    monkeypatch.setattr("jiyao.measures.shutil", SimpleNamespace(disk_usage=lambda path: told))


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


def test_that_no_source_is_enabled_is_said_with_what_to_do(tmp_path: Path) -> None:
    ok, message, advice = stands(Settings(data=tmp_path), "sources")
    assert (ok, message.startswith("none of "), "nothing is collected" in message) == (True, True, True)
    assert "jiyao sources new URL" in advice
    assert "enabled: true" in advice
    done = jiyao("status", data=tmp_path)
    assert done.returncode == 0
    assert "all is well" not in done.stdout
    assert "nothing is wrong; 1 hint" in done.stdout
    assert "jiyao sources new URL" in done.stdout


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
    assert "county is overdue" in stands(site.settings, "overdue")[1]


def test_a_source_that_never_ran_is_overdue_once_its_first_time_has_passed(site: ChangingSite) -> None:
    site.describe("enabled: true\nvisit: {cron: '0 6 * * *', jitter: 0}\n")
    assert site.settings.sources is not None
    file = site.settings.sources / "county.yaml"
    for days, overdue in ((0, False), (3, True)):
        written = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (written, written))
        [state] = schedule_of(site.settings, NOW).sources
        assert (state.last, state.next_at, state.overdue) == (None, NOW, overdue)
    assert "county is overdue" in stands(site.settings, "overdue")[1]
    counted = Metrics().text(EngineHealth("none", "", 0), schedule_of(site.settings, NOW), None).decode()
    assert 'jiyao_source_overdue{source="county"} 1.0' in counted


@pytest.mark.parametrize("contact", [None, "mailto:archive@example.org"])
def test_sites_that_are_told_nobody_to_write_to_are_advice_once_a_source_is_enabled(
    site: ChangingSite, contact: str | None
) -> None:
    given = site.settings.model_copy(update={"contact": contact})
    site.describe("enabled: false\n")
    assert stands(given, "contact")[2] == ""
    site.describe("enabled: true\n")
    ok, message, advice = stands(given, "contact")
    assert (ok, bool(advice), (contact or "not told") in message) == (True, contact is None, True)
    told = {"JIYAO_SOURCES": str(given.sources)} | ({"JIYAO_CONTACT": contact} if contact else {})
    [found] = [finding for finding in examine(told) if finding.name == "contact"]
    assert (found.message, "JIYAO_CONTACT" in found.advice) == (message, contact is None)


def test_the_age_of_the_last_copy_is_told_and_that_there_is_none_is_advice(site: ChangingSite, tmp_path: Path) -> None:
    assert stands(site.settings, "backup")[1:] == ("nothing to copy yet", "")
    harvest(site.settings, ["county"])
    ok, message, advice = stands(site.settings, "backup")
    assert (ok, "no copy yet" in message, "jiyao backup FOLDER" in advice) == (True, True, True)
    given = {"JIYAO_SOURCES": str(site.settings.sources)}
    folder = tmp_path / "copy"
    assert jiyao("backup", str(folder), "--verify", data=site.settings.data, environment=given).returncode == 0
    made = last_backup(site.settings)
    assert made is not None
    assert stands(site.settings, "backup", made + timedelta(days=4))[1:] == (
        f"the last was made on {made:%Y-%m-%d}, 4 days ago",
        "",
    )
    ok, _, advice = stands(site.settings, "backup", made + timedelta(days=40))
    assert (ok, "jiyao backup" in advice) == (True, True)
    (site.settings.archive_folder / "index.sqlite").unlink()
    assert jiyao("backup", str(folder), data=site.settings.data, environment=given).returncode == 5
    assert last_backup(site.settings) == made, "a copy that failed is none"


def test_a_file_of_the_archive_that_is_gone_or_shorter_is_told(site: ChangingSite) -> None:
    harvest(site.settings)
    [file] = segment_files(site.settings.archive_folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    ok, said, advice = stands(site.settings, "archive")
    assert not ok
    assert f"{file.name}, offset {len(whole) - 100}, 100 bytes: the file is shorter than it was" in said
    assert "jiyao archive verify" in advice
    file.write_bytes(b"")
    assert "the file is shorter than it was" in stands(site.settings, "archive")[1]
    file.unlink()
    assert "the file is missing" in stands(site.settings, "archive")[1]
    file.write_bytes(whole)
    assert stands(site.settings, "archive")[0]


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
    for name in ("index", "cluster"):
        ok, message, advice = stands(away, name)
        assert (ok, "does not answer" in message, "Start it" in advice) == (False, True, True)
        assert "jiyao rebuild" not in advice
        assert advice not in message
    ok, message, advice = stands(away, "certificate")
    assert (ok, "127.0.0.1:1" in message, "JIYAO_ELASTICSEARCH_CA" in advice) == (False, True, True)


@pytest.mark.parametrize(
    ("status", "error", "what_to_do"),
    [
        (401, {"type": "security_exception", "reason": "unable to authenticate"}, "a key may have ended"),
        (403, {"type": "security_exception", "reason": "action is unauthorized"}, "lists what each needs"),
        (403, {"type": "cluster_block_exception", "reason": "index read (api)"}, "take the block away"),
        (429, {"type": "es_rejected_execution_exception", "reason": "queue full"}, "too much to do"),
        (500, {"type": "illegal_state_exception", "reason": "it stumbled"}, "log says more"),
        (404, {"type": "index_not_found_exception", "reason": "no such index"}, "jiyao rebuild"),
    ],
)
def test_what_to_do_goes_by_what_elasticsearch_refuses(
    tmp_path: Path, status: int, error: dict[str, str], what_to_do: str
) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = json.dumps({"error": error, "status": status}).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("x-elastic-product", "Elasticsearch")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Refusing)) as server:
        given = Settings(data=tmp_path, elasticsearch=root_of(server))
        ok, _, advice = stands(given, "index")
        assert not ok
        assert what_to_do in advice
        environment = {"JIYAO_DATA": str(tmp_path), "JIYAO_ELASTICSEARCH": root_of(server)}
        [engine] = [finding for finding in examine(environment) if finding.name == "engine"]
        assert engine.advice == advice


def test_a_cluster_is_judged_by_its_colour_its_fullest_disk_and_what_is_locked() -> None:
    well = Cluster("green", 3, {}, {}, "node-2", 400 * GIGABYTE, 1000 * GIGABYTE)
    assert judged(well) == (True, "green, 3 nodes; node-2 has 400.0 GB free, 40%", "")
    ok, message, advice = judged(replace(well, colour="yellow", not_green={"jiyao-leases": "yellow"}))
    assert (ok, "jiyao-leases" in message, "_cluster/allocation/explain" in advice) == (False, True, True)
    assert judged(replace(well, colour="yellow"))[0], "yellow by indices of others is none of ours"
    assert not judged(replace(well, colour="red"))[0]
    ok, message, advice = judged(replace(well, free_bytes=80 * GIGABYTE))
    assert (ok, "8%" in message, "Make space on that node" in advice) == (False, True, True)
    assert judged(replace(well, free_bytes=180 * GIGABYTE, disk_bytes=4000 * GIGABYTE))[0], "5%, but over 150 GB"
    ok, message, advice = judged(replace(well, locked={"jiyao-runs": ("index.blocks.read_only_allow_delete",)}))
    assert (ok, "jiyao-runs (index.blocks.read_only_allow_delete)" in message) == (False, True)
    assert "take the block away" in advice


@pytest.mark.parametrize(
    ("roles", "holds"),
    [
        (["data", "ingest", "master"], True),
        (["data_content"], True),
        (["data_hot", "data_frozen"], True),
        (["data_frozen"], False),
        (["master", "remote_cluster_client"], False),
        ([], False),
    ],
)
def test_a_node_counts_where_it_holds_indices(roles: list[str], holds: bool) -> None:
    assert holds_data(roles) is holds


def test_the_cluster_of_a_real_node_is_seen_with_what_is_locked_in_it(elasticsearch_url: str) -> None:
    given = Settings(elasticsearch=elasticsearch_url, index_prefix="test_seen")
    try:
        send(elasticsearch_url, "test_seen-other", "PUT", {"settings": {"number_of_replicas": 3}})
        send(elasticsearch_url, "test_seen-other/_settings", "PUT", {"index.blocks.write": True})
        cluster = cluster_of(given)
        assert cluster.not_green == {"test_seen-other": "yellow"}
        assert cluster.locked == {"test_seen-other": ("index.blocks.write",)}
        assert 0 < cluster.free_bytes < cluster.disk_bytes
        assert cluster.nodes >= 1
        assert "locked: test_seen-other" in stands(given, "cluster")[1]
    finally:
        send(elasticsearch_url, "test_seen-other", "DELETE")


def counted(cluster: Cluster | None = None, copied_at: datetime | None = None) -> str:
    return Metrics().text(EngineHealth("none", "", 0), None, None, cluster, copied_at).decode()


def copied(text: str) -> list[float]:
    return [float(said) for said in re.findall(r"^jiyao_backup_timestamp_seconds (\S+)$", text, re.M)]


def test_the_colour_of_the_cluster_is_counted_and_our_own_indices_that_are_not_green() -> None:
    not_green: dict[str, Colour] = {"jiyao-runs": "yellow", "jiyao-pages": "yellow", "jiyao-reports": "red"}
    text = counted(Cluster("red", 3, not_green, {}, "node-2", 1, 2))
    assert 'jiyao_cluster_colour{colour="red"} 1.0' in text
    assert 'jiyao_cluster_colour{colour="green"} 0.0' in text
    assert 'jiyao_cluster_indices{colour="yellow"} 2.0' in text
    assert 'jiyao_cluster_indices{colour="red"} 1.0' in text
    assert "jiyao_cluster_colour{" not in counted(), "nobody knows it: no colour is said"


def test_when_the_last_good_copy_was_made_is_counted() -> None:
    assert copied(counted(copied_at=NOW)) == [NOW.timestamp()]
    assert "jiyao_backup_timestamp_seconds NaN" in counted()


def test_the_server_counts_the_cluster_and_the_last_copy(elasticsearch_url: str, tmp_path: Path) -> None:
    given = Settings(elasticsearch=elasticsearch_url, index_prefix="test_counted", data=tmp_path)
    note(given, NOW)
    serving = serve_app(create_app(given))
    text = next(serving).get("/metrics").text
    serving.close()
    assert re.search(r'jiyao_cluster_colour\{colour="(green|yellow|red)"\} 1\.0', text)
    assert copied(text) == [NOW.timestamp()]


def test_too_little_space_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk_of(monkeypatch, free=9 * GIGABYTE)
    ok, message, advice = stands(Settings(data=tmp_path), "space")
    assert (ok, "1%" in message, "space" in advice) == (False, True, True)


def test_what_is_wrong_with_the_whole_is_told_once_with_what_to_do_and_its_end_once(
    site: ChangingSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "jiyao.alerts.teller", lambda given: lambda title, text, kind: told.append((title, text)) or True
    )
    harvest(site.settings, ["county"])
    away = site.settings.model_copy(update={"elasticsearch": "http://127.0.0.1:1"})
    for hours in range(3):
        assert alarm(away, troubles(away, NOW + timedelta(hours=hours)), NOW + timedelta(hours=hours)) == []
    assert [title for title, _ in told] == ["Jiyao: index needs you", "Jiyao: cluster needs you"]
    assert "does not answer" in told[0][1]
    assert "Start it" in told[0][1]
    assert "`jiyao status`" in told[0][1]
    told.clear()
    for _ in range(2):
        alarm(site.settings, troubles(site.settings, NOW), NOW)
    assert [title for title, _ in told] == ["Jiyao: index is well again", "Jiyao: cluster is well again"]
    names = {name.removeprefix("@") for name, _ in troubles(site.settings, NOW)}
    assert names == set(LOOKS) - {"schedule", "sources", "quarantine"}, "what a run or this process tells itself"


def test_the_command_ends_with_1_where_something_is_wrong_and_tells_programs_the_same(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    assert jiyao("status", data=demo[0]).returncode == 0
    done = jiyao("status", data=tmp_path / "none")
    assert done.returncode == 1
    assert "JIYAO_DATA" in done.stdout
    assert f"1 of {len(LOOKS)} need you" in done.stdout
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
