"""What can go wrong with Elasticsearch, and what we say; against a real one."""

from __future__ import annotations

import json
import select
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from engines import delete_indices
from invented_reports import a_report

from jiyao.errors import EngineAway, EngineError, IndexMismatch, SettingsError, StorageFull
from jiyao.model import Report
from jiyao.search import SearchQuery, open_index
from jiyao.search.elastic_errors import refused, shown
from jiyao.search.query import START
from jiyao.settings import Settings

PREFIX = "test_elastic"


@pytest.fixture
def settings(elasticsearch_url: str) -> Iterator[Settings]:
    yield Settings(elasticsearch=elasticsearch_url, index_prefix=PREFIX)
    delete_indices(elasticsearch_url, PREFIX)


class Line:
    """A line to the server that can be cut."""

    def __init__(self, url: str) -> None:
        self._target = (urlsplit(url).hostname, urlsplit(url).port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        if self._listening.fileno() < 0:
            return
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for one in self._open:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            self._open += [near, far]
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        try:
            while True:
                for one in select.select([near, far], [], [])[0]:
                    data = one.recv(65536)
                    (far if one is near else near).sendall(data)
                    if not data:
                        return
        except (OSError, ValueError):
            return


@pytest.fixture
def line(elasticsearch_url: str) -> Iterator[Line]:
    made = Line(elasticsearch_url)
    yield made
    made.cut()


def send(url: str, method: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def reports(count: int, meanwhile: Callable[[], None]) -> Iterable[Report]:
    for number in range(count):
        if number == count - 100:
            meanwhile()
        yield a_report(f"r-{number}", text="会议")


def test_a_server_that_goes_away_while_writing_is_said_and_writing_again_completes(
    settings: Settings, line: Line
) -> None:
    cut_off = open_index(settings.model_copy(update={"elasticsearch": line.url}))
    with pytest.raises(EngineAway, match="does not answer") as caught:
        cut_off.write(reports(1_600, line.cut))
    assert "goes on from there" in caught.value.advice
    index = open_index(settings)
    assert index.count() == 1_500
    assert index.write(reports(1_600, lambda: None)) == index.count() == 1_600
    assert index.search(SearchQuery(text="會議")).total == 1_600


def test_a_server_that_goes_away_while_rebuilding_leaves_the_old_generation(settings: Settings, line: Line) -> None:
    index = open_index(settings)
    index.write([a_report("old")])
    cut_off = open_index(settings.model_copy(update={"elasticsearch": line.url}))
    with pytest.raises(EngineAway), cut_off.rebuild() as writer:
        writer.write(reports(1_000, line.cut))
    assert [hit.id for hit in index.scan()] == ["old"]
    with index.rebuild() as writer:
        writer.write([a_report("new")])
    assert [hit.id for hit in index.scan()] == ["new"]
    assert len(indices(settings)) == 3


def indices(settings: Settings) -> list[str]:
    return sorted(
        name for name in send(f"{settings.elasticsearch}/{PREFIX}-*/_alias", "GET") if not name.endswith("-leases")
    )


def test_a_server_that_goes_away_while_scanning_is_said(settings: Settings, line: Line) -> None:
    index = open_index(settings)
    index.write(reports(1_200, lambda: None))
    scanning = open_index(settings.model_copy(update={"elasticsearch": line.url})).scan()
    assert next(scanning)
    line.cut()
    with pytest.raises(EngineAway):
        list(scanning)


def test_a_server_that_was_never_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    index = open_index(Settings(elasticsearch=f"http://me:secret@127.0.0.1:{port}"))
    asked: list[Callable[[], object]] = [
        lambda: index.search(SearchQuery()), lambda: index.get("r-1"), lambda: index.write([a_report("r-1")]),
        lambda: index.remove(["r-1"]), lambda: list(index.scan()), index.count,
    ]  # fmt: skip
    for ask in asked:
        with pytest.raises(EngineAway, match=f"http://127.0.0.1:{port} does not answer") as caught:
            ask()
        assert "secret" not in str(caught.value) + caught.value.advice
    health = index.health()
    assert not health.ok
    assert "does not answer" in health.message


def test_what_is_no_elasticsearch_is_said(line: Line) -> None:
    with pytest.raises(SettingsError, match="JIYAO_ELASTICSEARCH"):
        open_index(Settings(elasticsearch="localhost"))


def test_an_index_of_another_mapping_says_to_rebuild_and_a_rebuild_mends_it(settings: Settings) -> None:
    for name in ("reports", "attendances", "statements"):
        alias = {"aliases": {f"{PREFIX}-{name}": {}}}
        send(f"{settings.elasticsearch}/{PREFIX}-{name}-0123456789-20200101t000000000000", "PUT", alias)
    index = open_index(settings)
    for ask in (lambda: index.search(SearchQuery()), lambda: index.write([a_report("r-1")]), index.count):
        with pytest.raises(IndexMismatch, match="another mapping") as caught:
            ask()
        assert "jiyao rebuild" in caught.value.advice
    assert not index.health().ok
    with index.rebuild() as writer:
        writer.write([a_report("r-1")])
    assert index.count() == 1
    assert not [name for name in indices(settings) if "0123456789" in name]


def test_an_alias_that_is_an_index_made_by_something_else_is_a_mismatch(settings: Settings) -> None:
    send(f"{settings.elasticsearch}/{PREFIX}-reports-x/_doc", "POST", {"not": "ours"})
    send(f"{settings.elasticsearch}/_aliases", "POST",
         {"actions": [{"add": {"index": f"{PREFIX}-reports-x", "alias": f"{PREFIX}-reports"}}]})  # fmt: skip
    with pytest.raises(IndexMismatch):
        open_index(settings).search(SearchQuery())


def test_a_full_disk_is_said_and_writing_goes_on_when_there_is_space(settings: Settings) -> None:
    """The block is the one that the flood stage sets, and the answer the same."""
    index = open_index(settings)
    index.write([a_report("r-1", text="会议")])
    block = f"{settings.elasticsearch}/{PREFIX}-reports/_settings"
    send(block, "PUT", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(StorageFull) as caught:
        index.write([a_report("r-2", text="会议")])
    assert "rows were not written" in str(caught.value)
    assert "Make space" in caught.value.advice
    assert index.search(SearchQuery(text="会议")).total == 1
    send(block, "PUT", {"index.blocks.read_only_allow_delete": None})
    assert index.write([a_report("r-2", text="会议")]) == 1
    assert index.search(SearchQuery(text="会议")).total == 2


def test_a_failed_rebuild_deletes_its_own_indices_and_no_others(settings: Settings) -> None:
    index = open_index(settings)
    index.write([a_report("r-1")])
    before = indices(settings)

    def broken() -> Iterable[Report]:
        yield a_report("r-2")
        raise RuntimeError("the archive ends here")

    with pytest.raises(RuntimeError), index.rebuild() as writer:
        writer.write(broken())
    assert indices(settings) == before


def test_a_rebuild_moves_three_aliases_and_deletes_the_generation_before(settings: Settings) -> None:
    index = open_index(settings)
    index.write([a_report("r-1")])
    before = indices(settings)
    with index.rebuild() as writer:
        writer.write([a_report("r-1")])
    after = indices(settings)
    assert len(after) == 3
    assert not set(after) & set(before)
    settled = send(f"{settings.elasticsearch}/{','.join(after)}/_settings", "GET")
    assert all("refresh_interval" not in one["settings"]["index"] for one in settled.values())


def test_answers_are_sorted_by_who_has_to_act() -> None:
    def answer(kind: str, reason: str = "") -> dict[str, Any]:
        return {"error": {"root_cause": [{"type": kind, "reason": reason}], "type": "search_phase_execution_exception"}}

    assert isinstance(refused("http://a", 503, answer("x")), EngineAway)
    assert "API_KEY" in refused("http://a", 401, answer("security_exception", "missing")).advice
    assert "index.blocks" in refused("http://a", 403, answer("cluster_block_exception", "index read-only")).advice
    assert "later" in refused("http://a", 429, answer("es_rejected_execution_exception")).advice
    assert "begin again" in refused("http://a", 404, answer("search_context_missing_exception")).advice
    assert type(refused("http://a", 400, "not JSON")) is EngineError
    assert shown("https://user:p%40ss@host:9200/path") == "https://host:9200/path"
    assert shown("https://me:a@one:9200 https://me:b@two:9200") == "https://one:9200 https://two:9200"


def test_a_generation_that_is_walked_through_stays_until_the_walk_has_ended(settings: Settings) -> None:
    index = open_index(settings)
    index.write(a_report(f"r-{number}") for number in range(10))
    before = set(indices(settings))
    query = SearchQuery(size=6)
    begun = index.search(replace(query, after=START))
    with index.rebuild() as writer:
        writer.write([a_report("r-1")])
    assert set(indices(settings)) & before == {name for name in before if "-reports-" in name}
    assert len(index.search(replace(query, after=begun.after)).hits) == 4
    index.write([a_report("r-2")])
    assert not set(indices(settings)) & before


def test_walks_and_scans_leave_nothing_open(settings: Settings) -> None:
    index = open_index(settings)
    index.write(a_report(f"r-{number}") for number in range(10))
    page = index.search(SearchQuery(size=6, after=START))
    index.search(SearchQuery(size=6, after=page.after))
    assert len(list(index.scan())) == 10
    begun = index.scan()
    assert next(begun)
    begun.close()  # type: ignore[attr-defined]
    told = send(f"{settings.elasticsearch}/{PREFIX}-*/_stats/search", "GET")
    assert told["_all"]["total"]["search"]["open_contexts"] == 0
