"""The same question to both engines: the same page, to the last highlight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from engines import delete_indices
from invented_reports import invented_reports

from jiyao.model import Role
from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.search.query import FACETS, SORTS
from jiyao.settings import Settings

ASKED: list[dict[str, Any]] = [
    *(
        {"text": text}
        for text in ("", "會議", "县 -市", "资讯", "乡村振兴 OR 「主持會議」", "王", "（县 OR 市）书记", "98", "-会议")
    ),
    *({"sort": sort, "oldest_first": oldest} for sort in SORTS for oldest in (False, True)),
    {"text": "会议", "facets": tuple(FACETS), "facet_size": 3},
    {"facets": tuple(FACETS), "facet_size": 1000, "size": 0},
    {"text": "县", "offset": 13, "size": 9},
    {"of": "attendances", "text": "县长", "facets": ("people", "titles", "roles", "month")},
    {"of": "attendances", "role": Role.CHAIR, "sort": "held"},
    {"of": "statements", "text": "工作", "facets": ("people", "source")},
    {"of": "statements", "sort": "published", "size": 200},
    {"place": ("14",), "level": ("county", "city")},
    {"text": "会议", "source": ("yilan",), "role": Role.CHAIR, "held_from": date(2024, 1, 1), "facets": tuple(FACETS)},
    {"of": "statements", "source": ("yilan",), "facets": ("source", "people", "seen_day")},
]


@pytest.fixture(scope="module")
def both(elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    embedded = open_index(Settings(data=tmp_path_factory.mktemp("data")))
    elastic = open_index(Settings(elasticsearch=elasticsearch_url, index_prefix="test_agree"))
    for made in (embedded, elastic):
        with made.rebuild() as writer:
            writer.write(invented_reports())
    yield embedded, elastic
    embedded.close()
    elastic.close()
    delete_indices(elasticsearch_url, "test_agree")


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_both_engines_give_the_same_page(both: tuple[SearchIndex, SearchIndex], asked: dict[str, Any]) -> None:
    embedded, elastic = (made.search(SearchQuery(**asked)) for made in both)
    assert embedded == elastic


def test_data_folder_is_not_touched_by_elasticsearch(both: tuple[SearchIndex, SearchIndex], tmp_path: Path) -> None:
    _, elastic = both
    assert elastic.count() == len(invented_reports())
    assert not list(tmp_path.iterdir())
