"""How many shards so many reports have."""

from __future__ import annotations

import pytest

from index_mappings import INDEX_NAMES, load
from jiyao.search.elastic_sizes import BYTES_A_REPORT, BYTES_A_SHARD, ROWS_A_REPORT, ROWS_A_SHARD, shards, sized


@pytest.mark.parametrize(
    ("reports", "expected"),
    [(0, (1, 1, 1)), (1_000_000, (1, 1, 1)), (10_000_000, (3, 2, 1)), (100_000_000, (30, 11, 8))],
)
def test_shards_grow_with_the_reports(reports: int, expected: tuple[int, ...]) -> None:
    assert tuple(shards(name, reports) for name in INDEX_NAMES) == expected


@pytest.mark.parametrize("reports", [10**power for power in range(9)])
def test_no_shard_is_too_large(reports: int) -> None:
    for name in INDEX_NAMES:
        number = shards(name, reports)
        assert reports * BYTES_A_REPORT[name] / number <= BYTES_A_SHARD
        assert reports * ROWS_A_REPORT[name] / number <= ROWS_A_SHARD


def test_an_index_is_made_with_its_shards_and_is_not_refreshed_while_it_is_built() -> None:
    settings = sized("reports", load("reports").body["settings"], 100_000_000)
    assert (settings["number_of_shards"], settings["refresh_interval"]) == (30, "-1")
    assert settings["auto_expand_replicas"] == "0-1"
    assert load("reports").body["settings"]["number_of_shards"] == 1, "what is committed stays as it is"
