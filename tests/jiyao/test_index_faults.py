"""Elasticsearch refuses, is slow, full, read-only, half-fails, goes away: nothing acknowledged is lost, nothing twice."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from changing_site import changing_site
from commands import jiyao
from engines import delete_indices
from faulty_line import FaultyLine, faulty_line, too_much
from flipping import flip
from installation import acknowledged, address, identity, installation, publish, reports, send, source_of, titles

from jiyao.errors import EngineAway, EngineError, NotSound, NotWritten, StorageFull
from jiyao.runs import harvest, rebuild
from jiyao.runs.builds import build, check, switch
from jiyao.runs.index_status import index_status
from jiyao.schedule.keeper import Keeper, Limits
from jiyao.search.elastic_bulk import Pauses
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings
from jiyao.status import look
from pipelines.archive.segments import segment_files
from pipelines.journal import Journal, journal_file
from pipelines.ledger import Ledger, Settled, ledger_file
from pipelines.outbox import flush, outbox_of


@pytest.fixture
def line(elasticsearch_url: str) -> Iterator[FaultyLine]:
    with faulty_line(elasticsearch_url) as made:
        yield made


@pytest.fixture
def settings(elasticsearch_url: str, line: FaultyLine, tmp_path: Path) -> Iterator[Settings]:
    given = installation(tmp_path, line.url, f"test_{uuid.uuid4().hex[:8]}")
    yield given
    delete_indices(elasticsearch_url, given.index_prefix)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Takes no time over pauses, and tells how long they would have been."""
    slept: list[float] = []
    made = Server.__init__

    def quick(self: Server, client: Any, url: str, pauses: Pauses | None = None) -> None:
        made(self, client, url, Pauses(patience=20, chance=lambda: 0.5, sleep=slept.append))

    monkeypatch.setattr(Server, "__init__", quick)
    return slept


def told_to_wait(settings: Settings, *words: str) -> list[dict[str, Any]]:
    """What `jiyao index waiting` tells programs."""
    done = jiyao("index", "waiting", "--json", *words, data=settings.data)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def flushed(settings: Settings) -> tuple[int, int]:
    done = flush(settings, source_of(settings))
    return done.published, done.waiting


def test_a_server_that_has_too_much_to_do_is_waited_for_with_growing_pauses(
    settings: Settings, line: FaultyLine, pauses: list[float]
) -> None:
    publish(settings, [0])
    answers = [too_much(), too_much(status=503, kind="unavailable_shards_exception"), too_much(), too_much(status=502)]
    line.fault = lambda method, path, body: answers.pop(0) if path.endswith("_bulk") and answers else None
    before = line.bulks
    assert publish(settings, range(1, 4)) is None
    assert line.bulks - before == 5, "one try and four after pauses; the client itself asks none in between"
    assert pauses == [0.375, 0.75, 1.5, 3.0]
    assert set(reports(settings)) == acknowledged(settings) == {identity(number) for number in range(4)}


def test_one_that_stays_too_busy_lets_the_pages_wait_and_they_are_published_once(
    settings: Settings, line: FaultyLine, pauses: list[float]
) -> None:
    publish(settings, [0])
    line.fault = lambda method, path, body: too_much() if path.endswith("_bulk") else None
    error = publish(settings, range(1, 5))
    assert isinstance(error, EngineError)
    assert sum(pauses) >= 20
    assert outbox_of(settings).waiting == {"demo_county": 4}
    line.fault = lambda method, path, body: None
    assert flushed(settings) == (4, 0)
    before = dict(line.asked)
    assert flushed(settings) == (0, 0)
    assert dict(line.asked) == before, "where nothing waits nobody is asked"
    assert len(reports(settings)) == 5


def refuse_rows(line: FaultyLine, of: set[str], status: int, error: dict[str, str], times: int = 1_000) -> None:
    """Answer each bulk that the rows of these reports were refused, though the others are written."""
    left = [times]

    def fault(method: str, path: str, body: bytes) -> tuple[int, Any] | None:
        if not path.endswith("_bulk") or not left[0]:
            return None
        lines = body.split(b"\n")
        actions = [json.loads(one)["index"]["_id"] for one in lines[0:-1:2]]
        if not any(id.split(":")[0] in of for id in actions):
            return None
        left[0] -= 1
        items = [
            {"index": {"_id": id, "status": status, "error": error}}
            if id.split(":")[0] in of
            else {"index": {"_id": id, "status": 201}}
            for id in actions
        ]
        return 200, {"errors": True, "took": 1, "items": items}

    line.fault = fault


def test_a_bulk_that_half_fails_for_a_moment_sends_only_what_failed_again(
    settings: Settings, line: FaultyLine, pauses: list[float]
) -> None:
    publish(settings, [0])
    sent: list[int] = []

    def half(method: str, path: str, body: bytes) -> tuple[int, Any] | None:
        if path.endswith("_bulk"):
            sent.append(body.count(b"\n") // 2)
        return None

    def twist(path: str, answer: Any) -> Any:
        if path.endswith("_bulk") and len(sent) == 1:
            answer["errors"] = True
            for item in answer["items"][::2]:
                item["index"] |= {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "full"}}
        return answer

    line.fault, line.twist = half, twist
    assert publish(settings, range(1, 6)) is None
    assert len(sent) == 2
    assert sent[1] == (sent[0] + 1) // 2
    assert len(reports(settings)) == 6


def test_a_report_that_is_refused_waits_with_its_reason_and_the_others_are_published(
    settings: Settings, line: FaultyLine
) -> None:
    publish(settings, [0])
    poison = {identity(2)}
    conflict = {"type": "document_parsing_exception", "reason": "failed to parse field [held_from]"}
    refuse_rows(line, poison, 400, conflict, times=1)
    error = publish(settings, range(1, 5))
    assert isinstance(error, NotWritten)
    assert "failed to parse field" in error.failed[identity(2)]
    line.fault = lambda method, path, body: None
    waits = outbox_of(settings)
    assert (waits.total, waits.refused, "failed to parse field" in waits.error) == (1, 1, True)
    [page] = told_to_wait(settings)
    assert (page["url"], page["source"], page["refused"]) == (address(2), "demo_county", True)
    assert "failed to parse field" in page["reason"]
    assert datetime.fromisoformat(page["since"]) == waits.since
    said = jiyao("index", "waiting", data=settings.data).stdout
    assert f"refused  demo_county  {address(2)}" in said
    assert "jiyao archive show" in said
    [found] = look(settings, datetime.now(UTC), "outbox")
    assert "1 of them refused for what they are" in found.message
    assert "jiyao index waiting" in found.advice
    # The line wrote none of that bulk, so the others that were called written are looked for in the ledger alone.
    assert acknowledged(settings) == {identity(number) for number in (0, 1, 3, 4)}
    assert flushed(settings) == (1, 0)
    assert identity(2) in reports(settings)
    with closing(Journal(journal_file(settings))) as journal:
        assert {run.verdict.value for run in journal.runs()} == {"published"}


def test_a_real_mapping_conflict_is_of_one_report(settings: Settings, elasticsearch_url: str) -> None:
    publish(settings, [0])
    long = "会" * 40_000  # a keyword of more than 32,766 bytes, in an index that does not pass over long ones
    for name in ("reports", "attendances", "statements"):
        send(elasticsearch_url, f"{settings.index_prefix}-{name}/_mapping", "PUT",
             {"properties": {"url": {"type": "keyword", "ignore_above": 100_000}}})  # fmt: skip
    from dataclasses import replace

    from jiyao.search import open_index

    good = next(iter(reports(settings).values()))
    bad = replace(good, id="s-1", url=long)
    with closing(open_index(settings)) as index, pytest.raises(NotWritten) as caught:
        index.write([bad, replace(good, id="s-2")])
    assert list(caught.value.failed) == ["s-1"]
    assert {"s-2", good.id} == set(reports(settings))


@pytest.mark.parametrize(
    ("block", "error"),
    [("read_only_allow_delete", StorageFull), ("write", EngineError), ("read_only", EngineError)],
)
def test_a_full_disk_and_a_read_only_index_let_pages_wait_at_once(
    settings: Settings, elasticsearch_url: str, block: str, error: type[Exception]
) -> None:
    """The first block is the one that the flood stage sets."""
    publish(settings, range(3))
    path = f"{settings.index_prefix}-reports,{settings.index_prefix}-attendances/_settings"
    send(elasticsearch_url, path, "PUT", {f"index.blocks.{block}": True})
    assert isinstance(publish(settings, range(3, 6)), error)
    assert outbox_of(settings).total == 3
    assert len(reports(settings)) == 3
    done = flush(settings, source_of(settings))
    assert (done.published, done.waiting, type(done.error)) == (0, 3, error)
    send(elasticsearch_url, path, "PUT", {f"index.blocks.{block}": None})
    assert flushed(settings) == (3, 0)
    assert len(reports(settings)) == 6


def test_a_server_that_was_away_for_days_gets_everything_in_the_end_the_latest_content_of_each(
    settings: Settings, line: FaultyLine
) -> None:
    publish(settings, range(3))
    line.away = True
    for day in range(3):
        assert isinstance(publish(settings, range(10 * day, 10 * day + 5), version=day + 1), EngineAway)
    publish(settings, [0], version=7)
    stands = index_status(settings)
    assert isinstance(stands.trouble, EngineAway)
    assert (stands.outbox.total, stands.outbox.refused, stands.engine.ok) == (13, 0, False)
    pages = told_to_wait(settings)
    assert len(pages) == 13
    assert not any(page["refused"] for page in pages)
    assert all("does not answer" in page["reason"] for page in pages)
    assert told_to_wait(settings, "--source", "demo_other") == []
    assert stands.outbox.since is not None
    assert flush(settings, source_of(settings)).waiting == 13
    line.away = False
    assert flushed(settings) == (13, 0)
    found = titles(settings)
    assert set(found) == acknowledged(settings)
    assert (found[identity(0)], found[identity(20)], len(found)) == (7, 3, 15)
    assert flushed(settings) == (0, 0)


def test_what_waits_is_never_put_over_what_is_newer_and_never_what_nobody_vouched_for(
    settings: Settings, line: FaultyLine
) -> None:
    publish(settings, range(3))
    line.away = True
    publish(settings, [1, 2], version=2)
    line.away = False
    publish(settings, [1], version=3)
    from installation import keep

    [unjudged] = keep(settings, [2], version=9)  # a run that has not ended
    [withheld] = keep(settings, [0], version=9)
    with closing(Ledger(ledger_file(settings))) as ledger:
        newest = withheld.page.changes[-1].captured_at
        ledger.withhold(99, [Settled(withheld.page.source, withheld.page.url, newest)])
    assert unjudged.report
    assert flushed(settings) == (1, 0)
    assert titles(settings) == {identity(0): 1, identity(1): 3, identity(2): 2}


def test_two_operators_who_flush_at_once_publish_each_page_once(settings: Settings, line: FaultyLine) -> None:
    publish(settings, [0])
    line.away = True
    publish(settings, range(1, 9))
    line.away = False
    got: list[tuple[int, int]] = []
    threads = [threading.Thread(target=lambda: got.append(flushed(settings)), daemon=True) for _ in range(3)]
    before = line.bulks
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert line.bulks - before == 1
    assert len(reports(settings)) == 9
    assert all(waiting == 0 for _, waiting in got)


def test_a_slow_server_is_waited_for(settings: Settings, line: FaultyLine) -> None:
    line.delay = 0.3
    assert publish(settings, range(4)) is None
    line.delay = 0
    assert len(reports(settings)) == 4


def test_a_build_that_meets_every_fault_leaves_the_old_generation_and_nothing_of_its_own(
    settings: Settings, line: FaultyLine, pauses: list[float]
) -> None:
    publish(settings, range(6))
    before = index_status(settings).generations
    faults: list[Any] = [
        lambda method, path, body: too_much() if path.endswith("_bulk") else None,
        lambda method, path, body: too_much("cluster_block_exception", 429, "disk usage exceeded flood-stage watermark")
        if path.endswith("_bulk")
        else None,
        lambda method, path, body: too_much("cluster_block_exception", 403, "blocked") if "-attendances-" in path and method == "PUT" else None,
        lambda method, path, body: too_much("internal", 500, "a fault") if path.endswith("_refresh") else None,
    ]  # fmt: skip
    for fault in faults:
        line.fault = fault
        with pytest.raises((EngineError, StorageFull)):
            rebuild(settings)
        line.fault = lambda method, path, body: None
        assert [one.name for one in index_status(settings).generations] == [one.name for one in before]
    assert rebuild(settings).reports == 6


def test_a_switch_that_is_refused_is_not_half(settings: Settings, line: FaultyLine) -> None:
    publish(settings, range(4))
    build(settings)
    assert check(settings).ok
    line.fault = lambda method, path, body: too_much(status=500, kind="x") if path == "/_aliases" else None
    with pytest.raises(EngineError):
        switch(settings)
    line.fault = lambda method, path, body: None
    assert [one.state for one in index_status(settings).generations] == ["checked", "current"]
    publish(settings, range(4, 6))
    assert switch(settings).caught_up == 2
    assert len(reports(settings)) == 6


def test_reports_that_a_build_is_refused_are_told_by_a_gate_and_wait(settings: Settings, line: FaultyLine) -> None:
    publish(settings, range(6))
    refuse_rows(line, {identity(2)}, 400, {"type": "document_parsing_exception", "reason": "failed to parse"})
    build(settings)
    checked = check(settings)
    line.fault = lambda method, path, body: None
    assert {gate.name for gate in checked.gates if not gate.ok} >= {"refused", "ledger"}
    assert outbox_of(settings).total == 1
    assert flushed(settings) == (1, 0)


def test_a_page_that_a_build_cannot_read_is_told_by_a_gate_unless_it_shall_be_left_out(settings: Settings) -> None:
    publish(settings, range(6))
    [path] = segment_files(settings.archive_folder)
    flip(path)
    with pytest.raises(NotSound, match="archive: 1 of 6 archived pages are unreadable"):
        rebuild(settings)
    assert len(reports(settings)) == 6
    build(settings, leave_out=True)
    assert {gate.name: gate.ok for gate in check(settings).gates}["archive"]


def test_a_harvest_goes_on_while_the_server_is_away_and_the_schedule_publishes_when_it_is_back(
    settings: Settings, line: FaultyLine, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    with changing_site(tmp_path / "site") as site:
        site.publish(range(1, 4))
        site.describe("visit: {cron: '0 6 * * *', jitter: 0}\n")
        given = settings.model_copy(update={"sources": site.settings.sources})
        line.away = True
        [run] = harvest(given, ["county"])
        assert (run.ended, run.verdict, dict(run.states)) == ("finished", "queued", {"new": 3})
        assert isinstance(run.error, EngineAway)
        assert "jiyao index flush" in run.error.advice
        assert outbox_of(given).total == 3
        [again] = harvest(given, ["county"])
        assert (again.ended, dict(again.states)) == ("finished", {"unchanged": 3})
        line.away = False
        said: list[str] = []
        Keeper(given, Limits(1, 0.05), said.append).run(once=True)
        assert "3 pages that waited for the search engine are published" in said
        assert outbox_of(given).total == 0
        assert len(reports(given)) == 3
        with closing(Journal(journal_file(given))) as journal:
            assert [each.verdict for each in journal.runs()] == ["none", "published"]
