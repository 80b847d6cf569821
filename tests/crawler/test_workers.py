"""A large harvest is understood in processes beside the one that fetches; what happens to them harms no other page."""

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
from pipelines.journal import Verdict
from pipelines.ledger import Ledger, ledger_file

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


def visit(site: ChangingSite, does: Callable[[int, int], None] | None = None, **settings: float) -> SourceRun:
    """Harvest; ``does`` is called once with the ids of the process that fetches and of one that understands."""
    met: list[int] = []

    def look(path: str) -> None:
        for fetching in children(os.getpid(), "-m crawler") if not met else ():
            for worker in children(fetching, "spawn_main"):
                met.append(worker)
                if does:
                    does(fetching, worker)

    site.on_request = look
    [run] = harvest(site.settings.model_copy(update=settings))
    site.on_request = None
    assert met, "no process stood beside"
    return run


@pytest.mark.parametrize("workers", [2, 4])
def test_what_others_understand_is_what_a_rebuild_says(large: ChangingSite, workers: int) -> None:
    run = visit(large, workers=workers)
    assert (run.ended, run.reports, run.meetings) == ("finished", PAGES, PAGES)
    before = found(large.settings)
    assert len(before) == PAGES
    rebuild(large.settings.model_copy(update={"workers": 1}))
    assert found(large.settings) == before


def test_a_worker_that_dies_in_the_middle_of_its_work_costs_nothing(large: ChangingSite) -> None:
    run = visit(large, lambda _, worker: os.kill(worker, signal.SIGKILL))
    assert (run.ended, run.reports, dict(run.issues)) == ("finished", PAGES, {})
    assert len(found(large.settings)) == PAGES


def test_a_worker_that_dies_while_it_waits_costs_nothing(large: ChangingSite) -> None:
    def kill(_: int, worker: int) -> None:
        time.sleep(2)  # what it was given is read by then
        os.kill(worker, signal.SIGKILL)

    run = visit(large, kill)
    assert (run.ended, run.reports, dict(run.issues)) == ("finished", PAGES, {})


def test_a_page_that_takes_too_long_becomes_an_issue_and_no_other_page_does(large: ChangingSite) -> None:
    slow = "县长王守成、副县长李国华和局长张文明，" * 100_000  # linear, and yet slow for its length
    page = large.answers["/a/100.html"]
    page.body = page.body.replace("会议听取了", slow + "会议听取了")
    run = visit(large, hang_seconds=4)
    assert (run.ended, run.verdict) == ("finished", Verdict.PUBLISHED)
    assert dict(run.issues) == {"too_costly": 1}
    assert set(found(large.settings)) == {large.url(number) for number in range(1, PAGES + 1) if number != 100}
    with closing(Ledger(ledger_file(large.settings))) as ledger:
        [issue] = ledger.issues("county")
    assert (issue.url, issue.stage) == (large.url(100), "understand")
    assert "longer than 4 s" in issue.message
    [again] = harvest(large.settings)
    assert again.ended == "finished"


def test_no_worker_outlives_a_harvest_that_is_killed(large: ChangingSite) -> None:
    left: list[int] = []

    def kill(fetching: int, worker: int) -> None:
        left.append(worker)
        os.kill(fetching, signal.SIGKILL)

    assert visit(large, kill).ended == "failed"
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left) and time.monotonic() < end:
        time.sleep(0.1)
    assert not [pid for pid in left if Path(f"/proc/{pid}").exists()]
