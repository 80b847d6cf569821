"""The schedule runs for months: bounded, once each, over kills and restarts, with source files as they change."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from changing_site import SOURCE, Answer, ChangingSite

from jiyao.errors import Busy, EngineAway
from jiyao.locks import Lock, holders, lock_file
from jiyao.runs import harvest
from jiyao.schedule.keeper import Keeper, Limits
from jiyao.schedule.status import schedule_of
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.journal import Journal, Run, Verdict, journal_file

ROOT = Path(__file__).parent.parent.parent


def runs(settings: Settings) -> list[Run]:
    if not journal_file(settings).exists():
        return []
    with closing(Journal(journal_file(settings))) as journal:
        return journal.runs(100)


def until(what: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


@contextmanager
def kept(settings: Settings, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A process that keeps the schedule, as an operator starts it."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "JIYAO_DATA": str(settings.data), "JIYAO_SOURCES": str(settings.sources),
        **more,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "jiyao", "schedule"], env=environment, text=True, stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def keeper(settings: Settings, said: list[str], at_once: int = 4) -> Keeper:
    return Keeper(settings, Limits(at_once, seconds=0.05), said.append)


def test_what_is_due_is_visited_once_and_the_next_visit_is_planned(site: ChangingSite) -> None:
    said: list[str] = []
    keeper(site.settings, said).run(once=True)
    assert said[:2] == ["1 source, 1 of them enabled", "county: begins"]
    assert said[2].startswith("county: finished after")
    assert said[2].endswith("new 5; pages are published")
    [run] = runs(site.settings)
    keeper(site.settings, []).run(once=True)
    assert runs(site.settings) == [run], "it is not due again"
    [state] = schedule_of(site.settings, datetime.now(UTC)).sources
    assert state.next_at is not None
    assert state.next_at > datetime.now(UTC)
    assert (state.last, state.running, state.overdue) == (run, None, False)


def test_never_more_at_once_than_allowed_and_never_a_source_twice(site: ChangingSite) -> None:
    for n in range(5):
        site.describe("visit: {cron: '* * * * *', jitter: 0}\n", name=f"county_{n}")
    (site.settings.sources or Path()).joinpath("county.yaml").unlink()
    at_once: list[int] = []

    def look(path: str) -> None:
        at_once.append(len(holders(site.settings, [f"county_{n}" for n in range(5)])))

    site.on_request = look
    keeper(site.settings, [], at_once=2).run(once=True)
    assert max(at_once) == 2
    assert sorted(str(run.source) for run in runs(site.settings)) == [f"county_{n}" for n in range(5)]


def test_two_processes_do_not_keep_one_schedule_nor_harvest_one_source(site: ChangingSite) -> None:
    lock = Lock.take(lock_file(site.settings, "schedule"))
    assert lock is not None
    with pytest.raises(Busy, match=rf"kept already: process {os.getpid()} on "):
        keeper(site.settings, []).run(once=True)
    lock.leave()
    lock = Lock.take(lock_file(site.settings, "county"))
    assert lock is not None
    [run] = harvest(site.settings)
    assert run.ended == "busy"
    assert isinstance(run.error, Busy)
    assert runs(site.settings) == []
    lock.leave()


def test_source_files_that_change_are_read_again_and_mistakes_leave_the_sources_as_they_were(
    site: ChangingSite,
) -> None:
    said: list[str] = []
    watch = keeper(site.settings, said)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        until(lambda: len(runs(site.settings)) == 1 and runs(site.settings)[0].ended == "finished")
        (site.settings.sources or Path()).joinpath("broken.yaml").write_text("titel: x\n", "utf-8")
        until(lambda: any("have mistakes" in line for line in said))
        assert "did you mean title?" in next(line for line in said if "have mistakes" in line)
        site.describe("visit: {cron: '* * * * *', jitter: 0}\n", name="town")
        (site.settings.sources or Path()).joinpath("broken.yaml").unlink()
        until(lambda: "town" in {run.source for run in runs(site.settings)})
        until(lambda: all(run.ended == "finished" for run in runs(site.settings)))
    finally:
        watch.stop()
        thread.join(30)
    assert not thread.is_alive()


def slow(site: ChangingSite, seconds: float = 0.5) -> None:
    """Let the site take its time for every article."""
    site.publish(range(1, 30))
    site.on_request = lambda path: time.sleep(seconds if path.startswith("/a/") else 0)


def archived(site: ChangingSite) -> int:
    if not site.settings.archive_folder.is_dir():
        return 0
    with Archive(site.settings.archive_folder) as archive:
        return archive.count()


def test_sigterm_in_the_middle_of_a_run_ends_it_in_good_order_and_the_next_start_goes_on(site: ChangingSite) -> None:
    slow(site)
    with kept(site.settings) as process:
        until(lambda: archived(site) >= 4)
        process.send_signal(signal.SIGTERM)
        heard, _ = process.communicate(timeout=30)
        assert process.returncode == 0
    assert "stopping: county may finish the pages on their way" in heard
    [run] = runs(site.settings)
    assert (run.ended, run.verdict) == ("shutdown", Verdict.PUBLISHED)
    had = archived(site)
    assert 4 <= had < 30
    site.on_request = None
    [again] = harvest(site.settings)
    assert (again.ended, archived(site) > had) == ("finished", True)


def test_a_schedule_that_is_killed_leaves_nothing_behind_that_keeps_the_next_from_going_on(site: ChangingSite) -> None:
    slow(site)
    with kept(site.settings) as process:
        until(lambda: archived(site) >= 4)
        process.kill()
    until(lambda: not holders(site.settings, ["county", "schedule"]))
    site.on_request = None
    site.describe("visit: {cron: '* * * * *', jitter: 0}\n")
    with kept(site.settings):
        until(lambda: [run.ended for run in runs(site.settings)][:1] == ["finished"], 90)
    with Archive(site.settings.archive_folder) as archive:
        assert list(archive.verify()) == []
        assert len(list(archive.pages())) == 29


def test_a_harvest_that_hangs_is_ended_and_told(site: ChangingSite, cold: None) -> None:
    site.describe("visit: {cron: '* * * * *', jitter: 0}\n")
    settings = site.settings.model_copy(update={"hang_seconds": 10.0})
    stopped: list[int] = []

    def stop_the_process(path: str) -> None:
        if path == "/a/3.html" and not stopped:
            children = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=True)
            for pid in map(int, children.stdout.split()):
                if Path(f"/proc/{pid}/cmdline").read_text().endswith("-m\0crawler\0"):
                    stopped.append(pid)
                    os.kill(pid, signal.SIGSTOP)

    site.on_request = stop_the_process
    [run] = harvest(settings)
    assert stopped
    assert run.ended == "hung"
    assert "said nothing for 10 s" in str(run.error)
    [state] = schedule_of(settings, datetime.now(UTC)).sources
    assert state.incident is not None
    assert state.last is not None
    assert state.last.ended == "hung"
    site.on_request = None
    [again] = harvest(settings)
    assert again.ended == "finished"
    assert schedule_of(settings, datetime.now(UTC)).sources[0].incident is None


def test_a_site_in_its_hours_of_rest_is_left_alone(site: ChangingSite) -> None:
    rest = "politeness: {delay: 0, rest: ['00:00-12:00', '12:00-23:59', '23:59-00:00']}\n"
    site.describe(rules=SOURCE.replace("politeness: {{delay: 0}}\n", rest.replace("{", "{{").replace("}", "}}")))
    [run] = harvest(site.settings)
    assert (run.ended, run.missed, run.error) == ("rest", (), None)
    assert not site.asked


def test_a_run_that_takes_longer_than_its_file_allows_is_ended_and_goes_on_the_next_time(site: ChangingSite) -> None:
    slow(site)
    site.describe("visit: {longest: 0.0006}\n")  # hours: two seconds
    [run] = harvest(site.settings)
    assert run.ended == "closespider_timeout"
    assert 0 < run.states["new"] < 29


def test_status_ends_with_1_where_something_is_wrong_and_tells_programs_the_same(site: ChangingSite) -> None:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "JIYAO_DATA": str(site.settings.data),
        "JIYAO_SOURCES": str(site.settings.sources),
    }  # fmt: skip
    ask = [sys.executable, "-m", "jiyao", "schedule", "status"]
    fresh = subprocess.run(ask, env=environment, capture_output=True, text=True, check=False)
    assert fresh.returncode == 0
    assert "kept by nobody" in fresh.stdout
    site.describe("expect: {articles: 1}\n")
    site.answers["/list.html"] = Answer("<ul></ul>")
    harvest(site.settings)
    wrong = subprocess.run([*ask, "--json"], env=environment, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    state = json.loads(wrong.stdout)
    assert state["source"] == "county"
    assert state["trouble"][0] == "expected: 0 articles are listed, at least 1 are expected"


def test_a_harvest_that_needs_more_memory_than_it_may_have_ends_in_good_order_and_is_told(site: ChangingSite) -> None:
    slow(site, 0.3)
    [run] = harvest(site.settings.model_copy(update={"harvest_memory": 96}))
    assert run.ended == "memusage_exceeded"
    assert run.states.get("new", 0) < 29
    [state] = schedule_of(site.settings, datetime.now(UTC)).sources
    assert state.incident is not None
    assert state.incident.reasons == ("the run ended early: memusage_exceeded",)
    [again] = harvest(site.settings)
    assert again.ended == "finished"


def test_the_whole_is_looked_at_now_and_then_and_what_is_wrong_with_it_is_kept(site: ChangingSite) -> None:
    site.describe("enabled: false\n")
    looked: list[datetime] = []
    said: list[str] = []

    def whole(settings: Settings, now: datetime) -> list[tuple[str, tuple[str, ...]]]:
        looked.append(now)
        if len(looked) == 2:
            raise EngineAway("it is away", "Start it.")
        if len(looked) == 3:
            raise RuntimeError("a mistake of ours")
        return [("@space", ("no space", "Make space.") if len(looked) < 4 else ())]

    def open_incidents() -> list[str]:
        with closing(Journal(journal_file(site.settings))) as journal:
            return [*journal.incidents()]

    clock = Clock()
    keeping = Keeper(site.settings, Limits(seconds=0.02), said.append, whole, clock)
    thread = threading.Thread(target=keeping.run)
    thread.start()
    try:
        clock.go_on(minutes=4)
        assert not looked, "what starts beside us has time to come up"
        clock.go_on(minutes=2)
        until(lambda: open_incidents() == ["@space"])
        clock.go_on(minutes=58)
        assert len(looked) == 1
        for number in (2, 3, 4):
            clock.go_on(minutes=60)
            until(lambda number=number: len(looked) == number)
        until(lambda: open_incidents() == [])
    finally:
        keeping.stop()
        thread.join()
    assert "it is away Start it." in said
    assert len(looked) == 4


class Clock:
    """Stands still until it is told to go on; then it waits until somebody has looked at it several times."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
        self.asked = 0

    def __call__(self) -> datetime:
        self.asked += 1
        return self.now

    def go_on(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)
        before = self.asked
        until(lambda: self.asked > before + 6)


def test_once_looks_at_the_whole_once_and_not_again_within_the_hour_whichever_process(site: ChangingSite) -> None:
    site.describe("enabled: false\n")
    looked: list[datetime] = []
    clock = Clock()
    for minutes in (0, 10, 40, 10, 10):
        clock.now += timedelta(minutes=minutes)
        keeper = Keeper(site.settings, Limits(seconds=0.02), print, lambda _, now: looked.append(now) or [], clock)
        keeper.run(once=True)
    began = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
    assert looked == [began, began + timedelta(minutes=60)]
    clock.now = began  # somebody set it back
    Keeper(site.settings, Limits(seconds=0.02), print, lambda _, now: looked.append(now) or [], clock).run(once=True)
    assert len(looked) == 3


def test_the_copy_of_a_source_file_says_when_the_file_was_written(site: ChangingSite) -> None:
    site.describe("enabled: false\n")
    assert site.settings.sources is not None
    file = site.settings.sources / "county.yaml"
    os.utime(file, (1_700_000_000, 1_700_000_000))
    file.chmod(0o444)
    Keeper(site.settings, Limits(seconds=0.02), print).run(once=True)
    [copy] = (site.settings.data / "schedule").rglob("county.yaml")
    assert copy.stat().st_mtime == 1_700_000_000
    assert copy.stat().st_mode & 0o200, "one that may not be written could not be written again"
