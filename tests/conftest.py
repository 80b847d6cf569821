"""What all tests share. ``tests`` is no package, so its folder is put (last) on the path for what they import."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

pytest_plugins = ["changing_site", "chromium", "commands", "elasticsearch_node", "engines", "servers"]

#: Files whose tests take more than half a minute together (November 2026), in no order.
_LONG = frozenset((
    "test_archive_damage", "test_backups", "test_cli", "test_cli_archive", "test_cluster", "test_commands", "test_contract", "test_dask",
    "test_description", "test_further_pages", "test_index_faults", "test_index_generations", "test_keeper", "test_kills", "test_known",
    "test_leases", "test_new_mechanics", "test_new_sources", "test_night", "test_oversight", "test_removals", "test_runs",
    "test_secured", "test_snapshots_of_elastic", "test_walks", "test_workers",
))  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    items.sort(key=lambda item: item.path.stem not in _LONG)
