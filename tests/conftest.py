"""What all tests share. ``tests`` is no package, so its folder is put (last) on the path for what they import."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

pytest_plugins = ["changing_site", "chromium", "commands", "elasticsearch_node", "engines", "servers", "warm"]

#: The files that take longest, some by one test: a worker that comes to one last keeps all others waiting.
LONG = (
    "test_index_generations.py", "test_contract.py", "test_kills.py", "test_cluster.py", "test_archive_damage.py",
    "test_runs.py", "test_index_faults.py", "test_secured.py", "test_commands.py", "test_new_mechanics.py",
    "test_snapshots_of_elastic.py", "test_leases.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others keep their order."""
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONG)))
