"""A snapshot into a file repository, everything deleted, restored: aliases, generations and documents are as they were."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import jiyao
from elasticsearch_cluster import Node, run_or_skip
from installation import identity, installation, publish, reports, send, titles

from jiyao.runs import rebuild
from jiyao.runs.builds import rollback
from jiyao.runs.index_status import index_status
from jiyao.settings import Settings


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    for nodes in run_or_skip(1):
        yield nodes[0]


@pytest.fixture
def settings(node: Node, tmp_path: Path) -> Settings:
    return installation(tmp_path, node.url, f"test_{uuid.uuid4().hex[:8]}")


def documents(settings: Settings) -> dict[str, Any]:
    names = ",".join(f"{settings.index_prefix}-{name}" for name in ("reports", "attendances", "statements"))
    answer = send(settings.elasticsearch or "", f"{names}/_search?size=10000")
    return {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}


def test_a_snapshot_brings_back_generations_aliases_and_documents(settings: Settings, node: Node) -> None:
    publish(settings, range(6))
    rebuild(settings)
    before, stood = documents(settings), index_status(settings).generations
    assert [one.state for one in stood] == ["current", "former"]
    send(node.url, "_snapshot/jiyao", "PUT", {"type": "fs", "settings": {"location": f"{node.home}/snapshots/jiyao"}})
    what = {"indices": f"{settings.index_prefix}-*", "include_global_state": False}
    done = send(node.url, "_snapshot/jiyao/monday?wait_for_completion=true", "PUT", what)
    assert done["snapshot"]["state"] == "SUCCESS"
    publish(settings, [2], version=2)
    publish(settings, range(6, 8))
    for name in send(node.url, f"{settings.index_prefix}-*/_alias"):
        send(node.url, name, "DELETE")
    assert index_status(settings).generations == ()

    send(node.url, "_snapshot/jiyao/monday/_restore?wait_for_completion=true", "POST", what)
    assert documents(settings) == before
    assert [(one.name, one.state, one.gates) for one in index_status(settings).generations] == [
        (one.name, one.state, one.gates) for one in stood
    ]
    given = {
        "JIYAO_ELASTICSEARCH": node.url, "JIYAO_INDEX_PREFIX": settings.index_prefix,
        "JIYAO_SOURCES": str(settings.sources),
    }  # fmt: skip
    flushed = jiyao("index", "flush", "--since", "2020-01-01", data=settings.data, environment=given)
    assert flushed.stdout == "8 pages are published, 0 wait\n", flushed.stderr
    assert titles(settings) == {identity(number): 2 if number == 2 else 1 for number in range(8)}
    assert rollback(settings).caught_up == 3
    assert len(reports(settings)) == 8
