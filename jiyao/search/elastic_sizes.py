"""How many shards a generation has. Pure: nothing here speaks to a server.

Bytes on disk for a report with its rows, by index, once merged: measured by tests/bench/bytes.py (2026-11).
A shard of 25 GB moves to another node, and comes back after a crash, in minutes; Elasticsearch's own advice is
10 to 50 GB and fewer than 200 million documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from index_mappings import IndexName

BYTES_A_REPORT: Mapping[IndexName, int] = {"reports": 7_500, "attendances": 2_700, "statements": 2_000}
#: A page of a report names so many people, and says so many things, in the mean.
ROWS_A_REPORT: Mapping[IndexName, int] = {"reports": 1, "attendances": 11, "statements": 4}
BYTES_A_SHARD = 25_000_000_000
ROWS_A_SHARD = 150_000_000
MOST_SHARDS = 128


def shards(name: IndexName, reports: int) -> int:
    """Return how many primary shards the index ``name`` of so many reports has."""
    by_bytes = ceil(reports * BYTES_A_REPORT[name] / BYTES_A_SHARD)
    by_rows = ceil(reports * ROWS_A_REPORT[name] / ROWS_A_SHARD)
    return min(max(by_bytes, by_rows, 1), MOST_SHARDS)


def sized(name: IndexName, settings: Mapping[str, Any], reports: int) -> dict[str, Any]:
    """Return the settings of the index for so many reports, while it is being built: nobody reads it yet.

    One replica where there are two nodes or more, none on a single one (``auto_expand_replicas``): a cluster that
    loses a node has every report, and one node is not yellow for ever.
    """
    return {**settings, "number_of_shards": shards(name, reports), "refresh_interval": "-1"}
