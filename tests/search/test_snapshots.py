"""How long the embedded engine keeps what a walk began on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from invented_reports import a_report

from jiyao.errors import CursorExpired
from jiyao.search import SearchQuery
from jiyao.search.embedded import EmbeddedIndex
from jiyao.search.generation import Commit
from jiyao.search.query import START
from jiyao.search.snapshots import KEPT_SECONDS, MOST, Snapshots

QUERY = SearchQuery(size=4)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def commit(number: int) -> Commit:
    return Commit(f"generation/{number}", None, None)  # type: ignore[arg-type]


def test_what_is_asked_for_is_kept_on_and_what_is_not_goes() -> None:
    clock = Clock()
    kept = Snapshots(clock)
    kept.hold(commit(1))
    kept.hold(commit(2))
    clock.now = KEPT_SECONDS - 1
    kept.hold(commit(1))
    clock.now = KEPT_SECONDS + 1
    assert kept.find("generation/1")
    assert not kept.find("generation/2")


def test_no_more_than_a_few_are_kept() -> None:
    kept = Snapshots(Clock())
    for number in range(MOST + 1):
        kept.hold(commit(number))
    assert not kept.find("generation/0")
    assert kept.find("generation/1")
    assert kept.find(f"generation/{MOST}")


def test_another_process_goes_on_with_a_walk_as_long_as_nothing_was_written(tmp_path: Path) -> None:
    first, other = EmbeddedIndex(tmp_path), EmbeddedIndex(tmp_path)
    first.write(a_report(f"r-{number}") for number in range(10))
    begun = first.search(replace(QUERY, after=START))
    assert other.search(replace(QUERY, after=begun.after)) == first.search(replace(QUERY, after=begun.after))
    first.write([a_report("r-10")])
    assert first.search(replace(QUERY, after=begun.after)).total == 10
    # It answered a page of this walk before, and so it kept what the walk began on.
    assert other.search(replace(QUERY, after=begun.after)).total == 10
    stranger = EmbeddedIndex(tmp_path)
    with pytest.raises(CursorExpired, match="not kept any more"):
        stranger.search(replace(QUERY, after=begun.after))
    for index in (first, other, stranger):
        index.close()


def test_what_tantivy_merges_behind_a_commit_is_still_that_commit(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path)
    for number in range(30):
        index.write([a_report(f"r-{number}")])
    begun = index.search(replace(QUERY, after=START))
    index.close()  # waits until all is merged
    assert len(list((tmp_path / (tmp_path / "current").read_text().strip()).glob("*.store"))) < 30
    assert EmbeddedIndex(tmp_path).search(replace(QUERY, after=begun.after)).hits
