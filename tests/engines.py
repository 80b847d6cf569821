"""Fixtures that run a test on each search engine."""

from __future__ import annotations

import itertools
import json
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from invented_reports import invented_reports

from index_mappings import INDEX_NAMES
from jiyao.search import SearchIndex, open_index
from jiyao.search.elastic import ElasticIndex
from jiyao.search.embedded import EmbeddedIndex
from jiyao.settings import Settings

_numbers = itertools.count(1)


@pytest.fixture(scope="session", params=["embedded", "elasticsearch"])
def new_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Settings]]:
    """Makes settings of an installation that has no index yet."""
    if request.param == "embedded":
        yield lambda: Settings(data=tmp_path_factory.mktemp("data"))
        return
    url: str = request.getfixturevalue("elasticsearch_url")
    prefixes: list[str] = []

    def make() -> Settings:
        prefixes.append(f"test_{tmp_path_factory.getbasetemp().name.replace('-', '_')}_{next(_numbers)}".lower())
        return Settings(elasticsearch=url, index_prefix=prefixes[-1])

    yield make
    for prefix in prefixes:
        delete_indices(url, prefix)


def delete_indices(url: str, prefix: str) -> None:
    names = f"{prefix}-reports-*,{prefix}-attendances-*,{prefix}-statements-*,{prefix}-leases*"
    names += f",{prefix}-runs-*,{prefix}-pages-*,{prefix}-counts-*,{prefix}-gaps-*,{prefix}-sources-*"
    for name in _asked(f"{url}/_cat/indices/{names}?h=index").split():
        urllib.request.urlopen(urllib.request.Request(f"{url}/{name}", method="DELETE")).close()


@pytest.fixture
def no_index(new_settings: Callable[[], Settings]) -> Iterator[SearchIndex]:
    """An engine without an index."""
    made = open_index(new_settings())
    yield made
    made.close()


@pytest.fixture(scope="session")
def emptied(new_settings: Callable[[], Settings]) -> Callable[[], Settings]:
    """Makes settings of an installation whose index is empty.

    Elasticsearch takes most of a second to make indices: those of the test before are emptied and used again, where
    there are no others than it began with.
    """
    last = Settings()

    def make() -> Settings:
        nonlocal last
        if last.elasticsearch is None or not _empty(last):
            last = new_settings()
            made = open_index(last)
            with made.rebuild():
                pass
            made.close()
        return last

    return make


@pytest.fixture
def index(emptied: Callable[[], Settings]) -> Iterator[SearchIndex]:
    """An engine whose index is empty."""
    made = open_index(emptied())
    yield made
    made.close()


def _empty(settings: Settings) -> bool:
    """Take all rows out of the indices of an installation, also those deleted; tell whether there is one of each, and all are empty."""
    names = [f"{settings.index_prefix}-{name}-*" for name in INDEX_NAMES]
    found = [_asked(f"{settings.elasticsearch}/_cat/indices/{name}?h=index").split() for name in names]
    if [len(one) for one in found] != [1] * len(names):
        return False
    at = f"{settings.elasticsearch}/{','.join(names)}"
    _asked(f"{at}/_delete_by_query?refresh&conflicts=proceed", b'{"query": {"match_all": {}}}')
    _asked(f"{at}/_forcemerge?max_num_segments=1", b"")
    _asked(f"{at}/_refresh", b"")
    return json.loads(_asked(f"{at}/_count"))["count"] == 0


def _asked(url: str, body: bytes | None = None) -> str:
    headers = {"Content-Type": "application/json"} if body else {}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
        said: str = answer.read().decode()
    return said


@pytest.fixture(scope="session")
def corpus_settings(new_settings: Callable[[], Settings]) -> Settings:
    """Settings of an installation that has all invented reports; to be read only."""
    settings = new_settings()
    made = open_index(settings)
    with made.rebuild() as writer:
        writer.write(invented_reports())
    made.close()
    return settings


@pytest.fixture
def corpus(corpus_settings: Settings) -> Iterator[SearchIndex]:
    """An engine that has all invented reports; to be read only."""
    made = open_index(corpus_settings)
    yield made
    made.close()


def let_snapshot_end(index: SearchIndex, snapshot: str) -> None:
    """Make an engine forget what a walk began on, as if its time had passed."""
    if isinstance(index, EmbeddedIndex):
        index._snapshots.clear()
    else:
        assert isinstance(index, ElasticIndex)
        index._server.close_pit(snapshot)
