"""Generations of the index on a real Elasticsearch: built, gated, switched, left, thrown away; nothing published is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import jiyao
from engines import delete_indices
from installation import acknowledged, address, identity, installation, keep, publish, reports, send, titles

from jiyao.errors import AskedWrongly, NotFound, NotSound, WriterBusy
from jiyao.progress import Progress
from jiyao.removals import forget
from jiyao.runs import rebuild
from jiyao.runs.builds import build, build_and_switch, check, prune, rollback, switch
from jiyao.runs.index_status import index_status
from jiyao.runs.index_work import at_work
from jiyao.search import SearchQuery, open_index
from jiyao.search.elastic_generations import Generations
from jiyao.search.elastic_leases import INDEX, Leases
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings
from pipelines.built import Built
from pipelines.ledger import Ledger, Settled, ledger_file

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(elasticsearch_url: str, tmp_path: Path) -> Iterator[Settings]:
    given = installation(tmp_path, elasticsearch_url, f"test_{uuid.uuid4().hex[:8]}")
    yield given
    delete_indices(elasticsearch_url, given.index_prefix)


def names(settings: Settings) -> list[tuple[str, str]]:
    """State and name of each generation, the latest first."""
    return [(one.state, one.name) for one in index_status(settings).generations]


def states(settings: Settings) -> list[str]:
    return [state for state, _ in names(settings)]


def command(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """``jiyao index`` as a person types it."""
    given = {
        "JIYAO_ELASTICSEARCH": settings.elasticsearch or "", "JIYAO_INDEX_PREFIX": settings.index_prefix,
        "JIYAO_SOURCES": str(settings.sources),
    }  # fmt: skip
    return jiyao("index", *words, data=settings.data, environment=given)


def everything(settings: Settings) -> dict[str, Any]:
    """Every document behind the aliases, as it is stored."""
    found = {}
    for name in ("reports", "attendances", "statements"):
        answer = send(settings.elasticsearch or "", f"{settings.index_prefix}-{name}/_search?size=10000")
        found |= {(name, hit["_id"]): hit["_source"] for hit in answer["hits"]["hits"]}
    return found


def test_a_generation_is_built_beside_the_old_checked_switched_to_and_left_again(settings: Settings) -> None:
    publish(settings, range(20))
    first = names(settings)[0][1]
    built = build(settings)
    assert (built.pages, built.reports) == (20, 20)
    assert states(settings) == ["built", "current"]
    with pytest.raises(NotSound, match="built, not checked"):
        switch(settings)
    checked = check(settings)
    assert checked.ok, checked.gates
    assert {gate.name: gate.figure for gate in checked.gates}["counts"].startswith("20 of 20 reports")
    done = switch(settings)
    assert (done.generation, done.before, done.deleted) == (built.generation, first, ())
    assert states(settings) == ["current", "former"]
    publish(settings, range(20, 25))
    publish(settings, [3], version=2)
    back = rollback(settings)
    assert (back.generation, back.caught_up) == (first, 6)
    assert len(reports(settings)) == 25
    assert titles(settings)[identity(3)] == 2
    assert prune(settings, keep=0).deleted == (built.generation,)
    assert states(settings) == ["current"]


def test_what_is_published_before_the_switch_is_in_the_generation_whenever_it_was(settings: Settings) -> None:
    publish(settings, range(10))
    seen = threading.Event()

    def publish_meanwhile(progress: Progress) -> None:
        if not seen.is_set():
            seen.set()
            publish(settings, range(10, 13))
            publish(settings, [1], version=2)

    build(settings, publish_meanwhile)
    with at_work(settings) as work:
        assert work.generations.size(work.generations.all()[0]).rows["reports"] == 13
    publish(settings, range(13, 16))
    publish(settings, [2], version=2)
    assert check(settings).ok
    publish(settings, range(16, 18))
    assert switch(settings).caught_up == 2
    assert set(reports(settings)) == acknowledged(settings) == {identity(number) for number in range(18)}
    assert {number: titles(settings)[identity(number)] for number in (0, 1, 2)} == {0: 1, 1: 2, 2: 2}


def test_nothing_published_is_lost_while_generations_are_switched_over_and_over(settings: Settings) -> None:
    publish(settings, range(5))
    over = threading.Event()
    errors: list[object] = []

    def harvest(lane: int) -> None:
        number = 1000 * (lane + 1)
        while not over.is_set():
            errors.append(publish(settings, [number]))
            if number % 3 == 0:
                errors.append(publish(settings, [number], version=2))
            number += 1

    lanes = [threading.Thread(target=harvest, args=(lane,), daemon=True) for lane in range(2)]
    for lane in lanes:
        lane.start()
    for _ in range(2):
        build_and_switch(settings)
    rollback(settings)
    over.set()
    for lane in lanes:
        lane.join()
    assert [error for error in errors if error] == []
    found = titles(settings)
    assert set(found) == acknowledged(settings)
    assert len(found) > 10
    for number in range(1000, 3000):
        if identity(number) in found and number % 3 == 0 and identity(number + 1) in found:
            assert found[identity(number)] == 2, number


def test_a_page_that_is_withheld_while_a_generation_is_built_is_not_in_it(settings: Settings) -> None:
    publish(settings, range(4))
    outcomes = keep(settings, [2, 9], version=2)

    def withhold(progress: Progress) -> None:
        with closing(Ledger(ledger_file(settings))) as ledger:
            ledger.withhold(7, [Settled(o.page.source, o.page.url, o.page.changes[-1].captured_at) for o in outcomes])

    assert build(settings, withhold).reports == 5
    assert check(settings).ok
    switch(settings)
    assert titles(settings) == {identity(number): 1 for number in range(4)}


def test_a_build_that_fails_removes_itself(settings: Settings) -> None:
    publish(settings, range(4))
    before = names(settings)

    def fail(progress: Progress) -> None:
        raise RuntimeError("a fault")

    with pytest.raises(RuntimeError):
        build(settings, fail)
    assert names(settings) == before
    with pytest.raises(NotFound):
        check(settings)


BUILDER = """\
import sys, time
from pathlib import Path
from jiyao.runs.builds import build
from jiyao.settings import Settings
settings = Settings.model_validate_json(sys.argv[1])
def wait(progress):
    print("building", flush=True)
    time.sleep(60)
build(settings, wait)
"""


def builder(settings: Settings) -> subprocess.Popen[str]:
    """A process that builds and does not end; it has begun when this returns."""
    started = subprocess.Popen(
        [sys.executable, "-c", BUILDER, settings.model_dump_json()], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert started.stdout
    assert started.stdout.readline() == "building\n"
    return started


def test_a_build_that_was_killed_is_removed_by_the_next_at_once_and_two_do_not_race(settings: Settings) -> None:
    publish(settings, range(4))
    other = builder(settings)
    try:
        assert states(settings) == ["building", "current"]
        for work in (build, check, switch, rollback, prune, rebuild):
            with pytest.raises(WriterBusy, match="built or switched by process"):
                work(settings)
        elsewhere = settings.model_copy(update={"data": settings.data.parent / "another machine"})
        with pytest.raises(WriterBusy, match="built or switched by"):
            build(elsewhere)
        assert index_status(settings).builder
    finally:
        other.send_signal(signal.SIGKILL)
        other.communicate()
    dead = names(settings)[0]
    assert dead[0] == "building"
    build(settings)
    assert dead[1] not in [name for _, name in names(settings)]
    assert states(settings) == ["built", "current"]


def test_a_builder_whose_lease_is_taken_over_ends_and_switches_nothing(settings: Settings) -> None:
    publish(settings, range(4))
    before = names(settings)

    def thief(progress: Progress) -> None:
        with closing(Leases(settings)) as leases:
            assert leases.take(INDEX, "a machine whose clock is ahead", datetime.now(UTC) + timedelta(minutes=3), 90)

    with pytest.raises(WriterBusy, match="whose clock is ahead"):
        rebuild(settings, thief)
    assert names(settings) == before


def test_a_clock_that_jumps_back_makes_no_older_name_and_one_that_was_ahead_locks_nobody_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, range(4))
    with closing(Leases(settings)) as leases:
        assert leases.take(INDEX, "a clock that was a year ahead", datetime.now(UTC) + timedelta(days=365), 90)
    build_and_switch(settings)

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Yesterday:
            return datetime.now(tz) - timedelta(days=1)  # type: ignore[return-value]

    monkeypatch.setattr("jiyao.search.elastic_generations.datetime", Yesterday)
    build_and_switch(settings)
    publish(settings, range(4, 6))
    assert states(settings) == ["current", "former"]
    assert len(reports(settings)) == 6
    assert rollback(settings).caught_up == 2


def test_a_generation_that_lacks_reports_does_not_pass_and_the_old_one_serves_on(settings: Settings) -> None:
    publish(settings, range(30))
    build(settings)
    with at_work(settings) as work:
        generation = work.generations.all()[0]
        writer = work.generations.writer(generation, fresh=False)
        writer.remove([identity(number) for number in range(4)])
        more = {"properties": {"more": {"type": "keyword"}}}
        send(settings.elasticsearch or "", f"{generation.indices['attendances']}/_mapping", "PUT", more)
    checked = check(settings)
    failed = {gate.name: gate.figure for gate in checked.gates if not gate.ok}
    assert "not as it was made" in failed["mapping"]
    assert failed["counts"].startswith("26 of 30 reports")
    assert failed["before"] == "26 reports, before 30; fewer of demo_county (26 of 30)"
    assert states(settings) == ["failed", "current"]
    with pytest.raises(NotSound, match="is failed"):
        switch(settings)
    assert len(reports(settings)) == 30
    assert switch(settings, anyway=True).generation == generation.name
    assert rollback(settings)
    assert len(reports(settings)) == 30


def test_a_rebuild_that_would_lose_what_another_machine_published_is_refused_and_kept_beside(
    settings: Settings,
) -> None:
    publish(settings, range(8))
    elsewhere = settings.model_copy(update={"data": settings.data.parent / "another machine"})
    publish(elsewhere, range(8, 10))
    with pytest.raises(NotSound, match=r"before: 2 reports, before 10; fewer of demo_county"):
        rebuild(elsewhere)
    assert len(reports(settings)) == 10
    assert states(settings) == ["failed", "current"]


def test_all_indices_are_deleted_and_everything_comes_back_from_the_archive_byte_for_byte(settings: Settings) -> None:
    publish(settings, range(12))
    publish(settings, [5], version=2)
    before = everything(settings)
    assert len(before) > 100
    for index in send(settings.elasticsearch or "", f"{settings.index_prefix}-*-*/_alias"):
        send(settings.elasticsearch or "", index, "DELETE")
    assert index_status(settings).generations == ()
    assert rebuild(settings).reports == 12
    assert everything(settings) == before


def test_a_generation_that_is_walked_through_is_pruned_when_the_walk_has_ended(settings: Settings) -> None:
    publish(settings, range(3))
    first = names(settings)[0][1]
    walk = open_index(settings).scan()
    next(walk)
    build_and_switch(settings)
    told = command(settings, "prune", "--keep", "0").stdout
    assert told == f"stays until the next time, since somebody walks through it: {first}\n"
    assert sum(1 for _ in walk) == 2
    assert prune(settings, keep=0).deleted == (first,)


def test_a_check_leaves_nothing_behind_that_keeps_its_generation_from_being_pruned(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, range(3))
    build(settings)
    with monkeypatch.context() as killed:
        killed.setattr(Server, "close_pit", lambda *_: None)  # as of one that is killed before it lets go
        assert check(settings).ok
    build_and_switch(settings)
    assert prune(settings, keep=0).read == ()
    assert states(settings) == ["current"]


def test_indices_that_are_no_generations_are_never_touched(settings: Settings) -> None:
    publish(settings, range(3))
    prefix = settings.index_prefix
    others = [f"{prefix}-runs", f"{prefix}-pages", f"{prefix}-reports-2024", f"{prefix}-reports-0123456789-x"]
    for name in others:
        send(settings.elasticsearch or "", f"{name}/_doc/1?refresh=true", "PUT", {"kept": True})
    for _ in range(2):
        rebuild(settings)
    publish(settings, range(3, 5))
    prune(settings, keep=0)
    for name in others:
        assert send(settings.elasticsearch or "", f"{name}/_doc/1")["_source"] == {"kept": True}
        send(settings.elasticsearch or "", name, "DELETE")


def test_of_two_first_writes_none_is_lost(settings: Settings) -> None:
    threads = [threading.Thread(target=publish, args=(settings, range(n, n + 3)), daemon=True) for n in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    publish(settings, [30])
    assert states(settings) == ["current"]
    with closing(Ledger(ledger_file(settings))) as ledger:
        waits = {page.url for page in ledger.queued()}
    assert set(reports(settings)) == {
        identity(n) for n in (0, 1, 2, 10, 11, 12, 20, 21, 22, 30) if address(n) not in waits
    }


def test_a_generation_that_is_deleted_under_its_builder_is_not_made_again_by_what_it_writes(settings: Settings) -> None:
    publish(settings, range(3))
    server = Server.from_settings(settings)

    def delete(progress: Progress) -> None:
        generations = Generations(server, settings.index_prefix)
        if generations.all()[0].state == "building":
            generations.delete(generations.all()[0])
            publish(settings, [7])

    with pytest.raises(Exception, match=r"index_not_found|no such"):
        build(settings, delete)
    assert states(settings) == ["current"]


def test_the_commands_say_what_there_is_and_the_embedded_engine_what_to_do(settings: Settings, tmp_path: Path) -> None:
    publish(settings, range(3))
    told = [
        command(settings, *words)
        for words in (("build",), ("check", "--json"), ("switch",), ("status",), ("status", "--json"), ("flush",))
    ]
    assert [done.returncode for done in told] == [0] * 6, told
    assert all(gate["ok"] for gate in json.loads(told[1].stdout)["gates"])
    assert "is kept: jiyao index rollback" in told[2].stdout
    assert "nothing waits to be published" in told[3].stdout
    assert [one["state"] for one in json.loads(told[4].stdout)["generations"]] == ["current", "former"]
    assert told[5].stdout == "0 pages are published, 0 wait\n"
    embedded = jiyao("index", "build", data=tmp_path / "other")
    assert embedded.returncode == 2
    assert "jiyao rebuild" in embedded.stderr
    assert jiyao("index", "status", data=tmp_path / "other").returncode == 0


def test_a_wrong_name_is_told(settings: Settings) -> None:
    publish(settings, range(2))
    with pytest.raises(NotFound, match="no generation 20200101"):
        switch(settings, "20200101", anyway=True)
    with pytest.raises(AskedWrongly, match="serves already"):
        switch(settings, names(settings)[0][1], anyway=True)
    with pytest.raises(NotFound, match="no former generation"):
        rollback(settings)


def test_searches_go_on_while_a_generation_is_switched_to(settings: Settings) -> None:
    publish(settings, range(10))
    over, answers = threading.Event(), list[int]()

    def search() -> None:
        with closing(open_index(settings)) as index:
            while not over.is_set():
                answers.append(index.search(SearchQuery(size=3, meetings_only=False)).total)
                time.sleep(0.005)

    thread = threading.Thread(target=search, daemon=True)
    thread.start()
    for _ in range(2):
        rebuild(settings)
    over.set()
    thread.join()
    assert set(answers) == {10}


def test_what_is_taken_out_is_in_no_generation_and_comes_back_with_none(settings: Settings) -> None:
    publish(settings, range(5))
    build_and_switch(settings)
    build(settings)
    assert states(settings) == ["built", "current", "former"]
    forget(settings, address(2), "a person", "a test", datetime.now(UTC))
    with at_work(settings) as work:
        assert [work.generations.size(one).rows["reports"] for one in work.generations.all()] == [4, 4, 4]
    left = {identity(number) for number in (0, 1, 3, 4)}
    assert check(settings).ok
    switch(settings, keep=2)
    assert set(reports(settings)) == left
    rollback(settings)
    assert set(reports(settings)) == left

    def forget_meanwhile(progress: Progress) -> None:
        if progress.finished:
            forget(settings, address(3), "a person", "a test", datetime.now(UTC))

    rebuild(settings, forget_meanwhile)
    assert set(reports(settings)) == left - {identity(3)}


def test_a_switch_that_was_killed_when_the_aliases_had_moved_is_finished_by_the_next_who_works_on_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, range(10))
    built = build(settings)
    publish(settings, [3], version=2)
    assert check(settings).ok

    def no_more(*given: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as killed:
        killed.setattr(Built, "switch", no_more)
        with pytest.raises(RuntimeError):
            switch(settings)
    assert names(settings)[0] == ("current", built.generation)
    publish(settings, [10])
    with closing(Built(ledger_file(settings))) as ledger:
        assert ledger.holding(built.generation).pages == 10
    assert prune(settings).deleted == ()
    with closing(Built(ledger_file(settings))) as ledger:
        assert ledger.holding(built.generation).pages == 0
    assert titles(settings)[identity(3)] == 2
    assert len(reports(settings)) == 11
    rollback(settings)
    assert len(reports(settings)) == 11
    assert titles(settings)[identity(3)] == 2
