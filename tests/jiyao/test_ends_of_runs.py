"""How a harvest that was not let finish stands in the journal: as what it is, whoever was ended, and however."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import jiyao

from jiyao.demo import PORT, demo_sources, serve_demo_site
from jiyao.locks import Lock, lock_file
from jiyao.measures import measures_of
from jiyao.schedule.status import schedule_of
from jiyao.settings import Settings
from pipelines.journal import KILLED, RUNNING, Journal, journal_file, read_journal


@dataclass
class Installation:
    settings: Settings

    def environment(self) -> dict[str, str]:
        return {"JIYAO_SOURCES": str(self.settings.sources)}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("JIYAO_")}
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            env=clean | self.environment() | {"JIYAO_DATA": str(self.settings.data)},
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def bare_spider(self) -> subprocess.Popen[bytes]:
        return self.start("scrapy", "crawl", "county")

    def harvesting(self) -> subprocess.Popen[bytes]:
        """Return a harvest in a process of its own that has archived a few pages."""
        running = self.start("jiyao", "harvest", "county")
        self.wait_for(lambda: any(self.settings.archive_folder.glob("*.warc.gz")))
        time.sleep(1)
        return running

    def ended(self) -> list[str]:
        if not journal_file(self.settings).exists():
            return []
        with closing(Journal(journal_file(self.settings))) as journal:
            return [run.ended for run in journal.runs()]

    @staticmethod
    def wait_for(what: object) -> None:
        assert callable(what)
        give_up_at = time.monotonic() + 60
        while not what():
            assert time.monotonic() < give_up_at
            time.sleep(0.1)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with serve_demo_site(0) as address:
        (tmp_path / "sources").mkdir()
        text = (demo_sources() / "demo_county.yaml").read_text("utf-8")
        text = text.replace(f"http://127.0.0.1:{PORT}", address).replace("delay: 0.05", "delay: 0.5")
        (tmp_path / "sources" / "county.yaml").write_text(text, "utf-8")
        yield Installation(Settings(data=tmp_path / "data", sources=tmp_path / "sources"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_harvest_that_is_told_to_end_lets_its_pages_arrive_and_says_that_it_was(
    number: signal.Signals, installation: Installation
) -> None:
    running = installation.harvesting()
    running.send_signal(number)
    assert running.wait(60) == 130
    assert installation.ended() == ["shutdown"]


def test_a_harvest_whose_parent_was_killed_ends_in_good_order(installation: Installation) -> None:
    running = installation.harvesting()
    running.kill()
    running.wait()
    installation.wait_for(lambda: installation.ended() != [RUNNING])
    assert installation.ended() == ["shutdown"]


def test_a_harvest_that_was_killed_is_said_to_be_wherever_somebody_looks(installation: Installation) -> None:
    with installation.bare_spider() as running:
        installation.wait_for(lambda: installation.ended() == [RUNNING])
        with closing(read_journal(installation.settings)) as journal:
            [begun] = journal.runs()
        assert begun.ended == RUNNING, "it holds its lock"
        running.kill()
    data = installation.settings.data
    listed = jiyao("runs", "--json", data=data, environment=installation.environment())
    assert [json.loads(line)["ended"] for line in listed.stdout.splitlines()] == [KILLED]
    [state] = schedule_of(installation.settings, datetime.now(UTC)).sources
    assert state.last is not None
    assert (state.last.id, state.last.ended) == (begun.id, KILLED)


def test_whoever_measures_an_installation_sees_that_a_run_was_killed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with closing(Journal(journal_file(settings))) as journal:
        for name in ("held", "left"):
            journal.begin("harvest", name, datetime(2026, 11, 28, tzinfo=UTC))
    lock = Lock.take(lock_file(settings, "held"))
    assert lock is not None
    try:
        ended = {name: run.ended for name, run in measures_of(settings).latest.items()}
    finally:
        lock.leave()
    assert ended == {"held": RUNNING, "left": KILLED}


def test_a_run_that_ended_while_somebody_looked_keeps_its_end(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with closing(Journal(journal_file(settings))) as journal:
        number = journal.begin("harvest", "a", datetime(2026, 11, 28, tzinfo=UTC))
        journal.fail("harvest", "a", datetime(2026, 11, 28, tzinfo=UTC), "no")
        journal.note_killed(number + 1)
        assert [run.ended for run in journal.runs()] == ["failed", KILLED]


def test_a_bare_spider_holds_its_source_while_it_runs(installation: Installation) -> None:
    with installation.bare_spider() as bare:
        installation.wait_for(lambda: RUNNING in installation.ended())
        jiyao("runs", data=installation.settings.data, environment=installation.environment())
        assert installation.ended() == [RUNNING]
        refused = jiyao("harvest", "county", data=installation.settings.data, environment=installation.environment())
        assert refused.returncode == 11
        with installation.bare_spider() as second:  # it begins no run, and takes the first one's for no killed one
            second.wait(60)
        assert installation.ended() == [RUNNING]
        bare.send_signal(signal.SIGINT)
        bare.wait(60)
    assert installation.ended() == ["shutdown"]
