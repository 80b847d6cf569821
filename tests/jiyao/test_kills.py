"""Some of the kills of tests/kills.py, whose thousand are run by hand: docs/elasticsearch.md has the figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "kills.py"


def test_killed_indexers_schedules_and_servers_lose_nothing_and_switch_nothing_half(
    elasticsearch_url: str, tmp_path: Path
) -> None:
    command = [sys.executable, str(SCRIPT), str(tmp_path), "78", "90", "indexer", "schedule", "api", elasticsearch_url]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=clean)
    assert done.returncode == 0, done.stderr[-3000:]
    counted = json.loads(done.stdout)
    assert counted["kills"] == counted["kills: indexer"] + counted["kills: schedule"] + counted["kills: api"]
    assert min(counted["kills: indexer"], counted["kills: schedule"], counted["kills: api"]) > 0
    assert counted["documents compared after a rebuild"] > 50
