"""A large harvest is understood in a process beside the one that fetches; what that process does harms nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from changing_site import ChangingSite, changing_site

from jiyao.model import Report
from jiyao.runs import SourceRun, harvest, rebuild
from jiyao.search import open_index
from jiyao.settings import Settings

PAGES = 120


@pytest.fixture
def large(tmp_path: Path) -> Iterator[ChangingSite]:
    with changing_site(tmp_path) as standing:
        standing.publish(range(1, PAGES + 1))
        yield standing


def found(settings: Settings) -> dict[str, Report]:
    with closing(open_index(settings)) as index:
        return {hit.report.url: hit.report for hit in index.scan() if hit.report}


def children(pid: int, with_words: str) -> list[int]:
    listed = subprocess.run(
        ["pgrep", "-f", "-P", str(pid), "--", with_words], capture_output=True, text=True, check=False
    )
    return [int(one) for one in listed.stdout.split()]


def visit(site: ChangingSite, does: Callable[[int, int], None] | None = None, hang: float = 60) -> SourceRun:
    """Harvest; ``does`` is called once with the ids of the process that fetches and of the one beside it."""
    met: list[int] = []

    def look(path: str) -> None:
        for fetching in children(os.getpid(), "-m crawler") if not met else ():
            for beside in children(fetching, "spawn_main"):
                met.append(beside)
                if does:
                    does(fetching, beside)

    site.on_request = look
    [run] = harvest(site.settings.model_copy(update={"hang_seconds": hang}))
    site.on_request = None
    assert met, "no process stood beside"
    return run


def test_what_is_understood_beside_is_what_a_rebuild_says(large: ChangingSite) -> None:
    run = visit(large)
    assert (run.ended, run.reports, run.meetings) == ("finished", PAGES, PAGES)
    before = found(large.settings)
    assert len(before) == PAGES
    rebuild(large.settings.model_copy(update={"workers": 1}))
    assert found(large.settings) == before


def test_a_process_beside_that_is_killed_ends_the_run_and_the_next_one_goes_on(large: ChangingSite) -> None:
    run = visit(large, lambda _, beside: os.kill(beside, signal.SIGKILL))
    assert run.ended == "storage"
    assert "was killed, perhaps for want of memory" in str(run.error)
    [again] = harvest(large.settings)
    assert again.ended == "finished"
    assert len(found(large.settings)) == PAGES


def test_a_page_that_takes_too_long_is_named(large: ChangingSite) -> None:
    run = visit(large, lambda _, beside: os.kill(beside, signal.SIGSTOP), hang=3)
    assert run.ended == "storage"
    assert f"{large.root}/a/" in str(run.error)
    assert "was not understood within 3 s" in str(run.error)


def test_no_process_beside_outlives_a_harvest_that_is_killed(large: ChangingSite) -> None:
    left: list[int] = []

    def kill(fetching: int, beside: int) -> None:
        left.append(beside)
        os.kill(fetching, signal.SIGKILL)

    assert visit(large, kill).ended == "failed"
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left) and time.monotonic() < end:
        time.sleep(0.1)
    assert not [pid for pid in left if Path(f"/proc/{pid}").exists()]
