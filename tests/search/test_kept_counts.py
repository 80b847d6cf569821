"""What the embedded engine counted is kept for the next page of a search, and no longer than the commit is searched."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from invented_reports import a_report

from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.search.generation import Commit
from jiyao.settings import Settings

TEXT = "县长主持会议，会议听取了春耕备耕情况的汇报，并作了部署。" * 3
ASKED = SearchQuery(text="春耕", facets=("source",), size=1)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    with closing(open_index(Settings(data=tmp_path))) as opened:
        opened.write([a_report(name, "甲报", TEXT) for name in "abc"])
        yield opened


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows each time something is counted."""
    times: list[object] = []

    def watched(count: Callable[..., object]) -> Callable[..., object]:
        def counting(commit: Commit, *asked: object) -> object:
            times.append(asked)
            return count(commit, *asked)

        return counting

    for name in ("total", "counts"):
        monkeypatch.setattr(Commit, name, watched(getattr(Commit, name)))
    return times


def test_another_page_in_another_order_counts_nothing_again(index: SearchIndex, counted: list[object]) -> None:
    first = index.search(ASKED)
    once = len(counted)
    others = [index.search(replace(ASKED, offset=1)), index.search(replace(ASKED, sort="held", oldest_first=True))]
    assert [(page.total, page.facets) for page in others] == [(first.total, first.facets)] * 2
    assert len(counted) == once > 0
    assert {page.hits[0].id for page in (first, others[0])} < {"a", "b", "c"}


def test_another_search_counts_by_itself(index: SearchIndex, counted: list[object]) -> None:
    assert index.search(ASKED).total == 3
    once = len(counted)
    assert index.search(replace(ASKED, text="秋收")).total == 0
    assert len(counted) > once


def test_what_is_written_is_counted_at_once(index: SearchIndex) -> None:
    assert index.search(ASKED).total == 3
    index.write([a_report("d", "乙报", TEXT)])
    assert index.search(ASKED).total == 4
    index.remove(["a", "b"])
    found = index.search(ASKED)
    assert found.total == sum(value.count for value in found.facets[0].values) == 2
