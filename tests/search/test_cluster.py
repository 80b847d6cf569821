"""Three real nodes, one of them killed in the middle of indexing and of searching."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from elasticsearch_cluster import Node, run_or_skip
from installation import acknowledged, installation, publish, reports, send, source_of

from jiyao.errors import JiyaoError
from jiyao.runs.builds import build_and_switch
from jiyao.search import SearchQuery, open_index
from jiyao.settings import Settings
from pipelines.outbox import flush


@pytest.fixture(scope="module")
def cluster() -> Iterator[list[Node]]:
    yield from run_or_skip(3)


@pytest.fixture
def settings(cluster: list[Node], tmp_path: Path) -> Settings:
    return installation(tmp_path, " ".join(node.url for node in cluster), f"test_{uuid.uuid4().hex[:8]}")


def primary_of(settings: Settings, cluster: list[Node], alive: Node) -> Node:
    """Return the node that has the primary shard of the reports."""
    [name] = {
        shard["node"]
        for shard in send(alive.url, f"_cat/shards/{settings.index_prefix}-reports?format=json")
        if shard["prirep"] == "p"
    }
    return next(node for node in cluster if node.name == name)


class Searcher(threading.Thread):
    """Searches until told to stop, and remembers each answer and each failure with its moment."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(daemon=True)
        self.settings = settings
        self.over = threading.Event()
        self.answers: list[tuple[float, int]] = []
        self.failures: list[str] = []

    def run(self) -> None:
        with closing(open_index(self.settings)) as index:
            while not self.over.is_set():
                try:
                    total = index.search(SearchQuery(size=5, meetings_only=False)).total
                    self.answers.append((time.monotonic(), total))
                except JiyaoError as error:
                    self.failures.append(str(error))
                time.sleep(0.01)


def test_a_node_that_is_killed_in_the_middle_loses_no_acknowledged_report_and_searches_go_on(
    settings: Settings, cluster: list[Node]
) -> None:
    publish(settings, range(30))
    send(cluster[0].url, f"_cluster/health/{settings.index_prefix}-*?wait_for_status=green&timeout=60s")
    victim = primary_of(settings, cluster, cluster[0])
    searcher = Searcher(settings)
    searcher.start()
    killed_at = 0.0
    for batch in range(10):
        publish(settings, range(100 + 10 * batch, 110 + 10 * batch))
        if batch == 3:
            threading.Timer(0.05, victim.kill).start()
            killed_at = time.monotonic() + 0.05
    flush(settings, source_of(settings))
    searcher.over.set()
    searcher.join(60)
    assert acknowledged(settings) == set(reports(settings))
    assert len(reports(settings)) == 130
    assert searcher.failures == []
    after = [total for at, total in searcher.answers if at > killed_at + 1]
    assert after
    assert after[-1] > 60
    print("searches answered:", len(searcher.answers), "of them after the kill:", len(after))

    build_and_switch(settings)  # on the two that are left
    assert len(reports(settings)) == 130
    victim.start()
    victim.wait("_cluster/health?wait_for_nodes=3&wait_for_status=green&timeout=2s")
    assert len(reports(settings)) == 130
