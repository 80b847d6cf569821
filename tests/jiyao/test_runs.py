"""Whole runs against our demo site: harvest, again, changes, rebuild, and everything that can break in the middle."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flipping import flip

from jiyao.demo import DemoPage, demo_pages, demo_sources, serve_demo_site
from jiyao.demo.layouts import county_article
from jiyao.errors import ArchiveDamaged, ArchiveError, AskedWrongly, EngineError, NotFound, SourceError, StorageFull
from jiyao.exports import export_articles
from jiyao.model import Capture, Issue, Report
from jiyao.progress import Progress
from jiyao.runs import SourceRun, harvest, rebuild
from jiyao.search import open_index
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.archive.segments import segment_files
from pipelines.journal import Journal, journal_file
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import outbox_of

ROOT = Path(__file__).parents[2]
PAGES = demo_pages()


class Demo:
    """An installation in a folder, with the demo site on a port of its own."""

    def __init__(self, folder: Path, delay: float = 0.0) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.settings = Settings(data=folder / "data", sources=folder / "sources", workers=2)
        (folder / "sources").mkdir(parents=True)
        self.be_patient(delay)

    def be_patient(self, delay: float) -> None:
        """Ask with so many seconds between two requests from now on."""
        assert self.settings.sources is not None
        for path in demo_sources().glob("*.yaml"):
            text = path.read_text("utf-8").replace("delay: 0.05", f"delay: {delay}")
            text = text.replace("127.0.0.1:8766", f"127.0.0.1:{self.port}")
            (self.settings.sources / path.name).write_text(text, "utf-8")

    def address(self, page: DemoPage) -> str:
        return f"http://127.0.0.1:{self.port}{page.path}"

    @contextmanager
    def serving(self, pages: Sequence[DemoPage] = PAGES, withdrawn: Sequence[DemoPage] = ()) -> Iterator[None]:
        with serve_demo_site(self.port, pages, withdrawn):
            yield

    def harvest(
        self, pages: Sequence[DemoPage] = PAGES, names: Sequence[str] = (), withdrawn: Sequence[DemoPage] = ()
    ) -> list[SourceRun]:
        with self.serving(pages, withdrawn):
            return harvest(self.settings, names)

    def reports(self) -> dict[str, Report]:
        with closing(open_index(self.settings)) as index:
            return {hit.report.url: hit.report for hit in index.scan() if hit.report}

    def issues(self) -> list[Issue]:
        with closing(Ledger(ledger_file(self.settings))) as ledger:
            return sorted(ledger.issues(), key=lambda issue: issue.url)

    def index_files(self) -> dict[str, tuple[int, int]]:
        files = [path for path in self.settings.index_folder.rglob("*") if path.is_file() and path.name != "lock"]
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}

    def acknowledged(self) -> int:
        with Archive(self.settings.archive_folder) as archive:
            return sum(1 for page in archive.pages() if page.contents)

    def fill(self, pages: int, source: str = "demo_county") -> None:
        """Put so many county pages into the archive as if ``source`` had been harvested."""
        county = [page for page in PAGES if page.site == "county"]
        with Archive(self.settings.archive_folder, writable=True) as archive:
            for n in range(pages):
                page = replace(county[n % len(county)], number=n)
                body = county_article(page).encode()
                archive.keep(Capture(source, self.address(page), datetime.now(UTC), 200, (), body))


def states(runs: list[SourceRun]) -> Counter[str]:
    total: Counter[str] = Counter()
    for run in runs:
        assert run.error is None, run.error
        assert run.ended == "finished"
        total.update(run.states)
    return total


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, list[SourceRun]]:
    demo = Demo(tmp_path_factory.mktemp("demo"))
    return demo, demo.harvest()


def test_every_page_of_every_layout_becomes_a_report_with_its_title_text_and_date(
    harvested: tuple[Demo, list[SourceRun]],
) -> None:
    demo, runs = harvested
    assert states(runs) == {"new": len(PAGES) + 1, "missing": 1}
    reports = demo.reports()
    assert len(reports) == len(PAGES)
    for page in PAGES:
        report = reports[demo.address(page)]
        assert report.title == page.title
        assert report.published is not None
        assert report.published.at.replace(tzinfo=None) == page.at
        whole = ["".join(line.split()) for line in page.paragraphs]
        read = ["".join(line.split()) for line in report.text.split("\n") if line.strip()]
        assert set(read) <= set(whole)  # what some texts print above and below is left away
        assert len("".join(read)) > 0.6 * len("".join(whole))


def test_what_is_no_page_is_an_issue_with_its_reason(harvested: tuple[Demo, list[SourceRun]]) -> None:
    demo, runs = harvested
    assert sorted(issue.reason for issue in demo.issues()) == ["missing", "soft_404"]
    county = next(run for run in runs if run.source == "demo_county")
    assert county.issues == {"missing": 1, "soft_404": 1}


def test_progress_is_told_up_to_the_end(harvested: tuple[Demo, list[SourceRun]]) -> None:
    demo, _ = harvested
    told: list[Progress] = []
    with demo.serving():
        harvest(demo.settings, ["demo_gate"], told.append)
    assert {progress.name for progress in told} == {"demo_gate"}
    assert [progress.finished for progress in told] == [False] * (len(told) - 1) + [True]
    assert (told[-1].done, told[-1].total, told[-1].counts["unchanged"]) == (13, 13, 13)


def test_articles_are_exported_as_lines_for_other_programs(harvested: tuple[Demo, list[SourceRun]]) -> None:
    demo, _ = harvested
    lines = list(export_articles(demo.settings))
    assert len(lines) == len(PAGES)
    assert {tuple(line) for line in lines} == {("url", "title", "published_at", "is_meeting", "source", "digest")}
    assert json.loads(json.dumps(lines)) == lines


def test_a_second_harvest_writes_nothing_to_the_index(harvested: tuple[Demo, list[SourceRun]]) -> None:
    demo, _ = harvested
    before = demo.index_files()
    assert states(demo.harvest()) == {"unchanged": len(PAGES) + 1, "still_gone": 1}
    assert demo.index_files() == before
    assert sorted(issue.reason for issue in demo.issues()) == ["missing", "soft_404"]


def test_edits_withdrawals_and_new_pages_are_seen_and_a_rebuild_comes_to_the_same(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.harvest()
    first = demo.reports()
    edited, withdrawn = PAGES[0], PAGES[30]
    new = replace(PAGES[1], number=5000, title="县政府召开第99次常务会议")
    later = [replace(page, text=page.text.replace("。", "；", 1)) if page is edited else page for page in PAGES]
    later = [new, *(page for page in later if page is not withdrawn)]
    runs = states(demo.harvest(later))
    # A young page that is in no list any more is visited all the same.
    assert (runs["edited"], runs["new"], runs["gone"], runs["unchanged"]) == (1, 1, 1, len(PAGES) - 1)
    second = demo.reports()
    assert len(second) == len(first) + 1
    history = second[demo.address(edited)].history
    assert history is not None
    assert (history.versions, history.first_seen_at) == (2, first[demo.address(edited)].captured_at)
    assert {url for url in first if second[url] != first[url]} == {demo.address(edited), demo.address(withdrawn)}
    told = second[demo.address(withdrawn)].history
    assert told is not None
    assert told.withdrawn_at is not None

    before, open_issues = demo.reports(), demo.issues()
    rebuilt = rebuild(demo.settings)
    assert (rebuilt.pages, rebuilt.reports) == (len(PAGES) + 3, len(PAGES) + 1)  # with a dead link and a soft 404
    assert demo.reports() == before
    assert demo.issues() == open_issues


def test_a_withdrawn_page_that_a_list_still_names_keeps_its_report_and_says_since_when(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.harvest(names=["demo_county"])
    gone = PAGES[0]
    url = demo.address(gone)
    before = demo.reports()[url]
    assert states(demo.harvest(names=["demo_county"], withdrawn=[gone]))["gone"] == 1
    after = demo.reports()[url]
    assert after.history is not None
    assert after.history.withdrawn_at is not None
    assert replace(after, history=before.history) == before
    rebuild(demo.settings)
    assert demo.reports()[url] == after
    assert states(demo.harvest(names=["demo_county"]))["returned"] == 1
    history = demo.reports()[url].history
    assert history is not None
    assert (history.versions, history.withdrawn_at) == (1, None)


SOURCES_OF_ALL = ["demo_assembly", "demo_county", "demo_gate", "demo_oldtown"]


def start_child(demo: Demo) -> subprocess.Popen[str]:
    """Start the harvesting process as :func:`harvest` does, to be killed."""
    order = {"settings": demo.settings.model_dump(mode="json"), "sources": SOURCES_OF_ALL, "at_once": 8}
    child = subprocess.Popen(
        [sys.executable, "-m", "crawler"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdin is not None
    child.stdin.write(json.dumps(order) + "\n")
    child.stdin.flush()
    return child


def test_kill_9_in_the_middle_loses_no_acknowledged_page_and_the_next_run_continues(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    with demo.serving():
        child = start_child(demo)
        assert child.stdin is not None
        assert child.stdout is not None
        told: Counter[str] = Counter()
        for line in child.stdout:
            progress = json.loads(line).get("progress")
            if progress:
                told[progress["source"]] = progress["counts"].get("article/new", 0)
            if told.total() >= 15:
                break
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
        with Archive(demo.settings.archive_folder, writable=True) as archive:
            kept = sum(1 for page in archive.pages() if page.contents)
            assert list(archive.verify()) == []
        assert kept >= told.total() > 0
        runs = states(harvest(demo.settings))
    assert runs["new"] == len(PAGES) + 1 - kept
    assert len(demo.reports()) == len(PAGES)
    before = demo.reports()
    rebuild(demo.settings)
    assert demo.reports() == before


def test_ctrl_c_lets_the_pages_on_their_way_arrive_and_ends(tmp_path: Path) -> None:
    demo = Demo(tmp_path, delay=0.2)
    seen = threading.Event()

    def interrupt(progress: Progress) -> None:
        if progress.counts.get("new", 0) >= 3 and not seen.is_set():
            seen.set()
            signal.raise_signal(signal.SIGINT)

    with demo.serving():
        runs = harvest(demo.settings, ["demo_county"], interrupt)
        assert [run.ended for run in runs] == ["shutdown"]
        kept = demo.acknowledged()
        assert 3 <= kept < 27
        assert len(demo.reports()) == kept  # the soft 404 stands at the list's end
        demo.be_patient(0)
        assert states(harvest(demo.settings, ["demo_county"]))["new"] == 27 - kept
    assert len(demo.reports()) == 26


def test_a_full_disk_in_the_middle_is_said_and_the_next_run_continues(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with demo.serving():
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (52_000, hard)
        )  # what harvests inherits it; the journal alone needs 45,000
        try:
            runs = harvest(demo.settings, ["demo_county"])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert isinstance(runs[0].error, StorageFull), runs
        assert "continues where it stopped" in runs[0].error.advice
        kept = demo.acknowledged()
        runs = harvest(demo.settings, ["demo_county"])
    assert states(runs)["new"] == 27 - kept
    assert len(demo.reports()) == 26


def test_pages_that_could_not_be_published_are_published_by_the_next_run(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    with demo.serving(), closing(open_index(demo.settings)) as other:
        other.write([])  # another writer holds the index
        runs = harvest(demo.settings.model_copy(update={"index_patience": 0}), ["demo_gate"])
        assert isinstance(runs[0].error, EngineError)
        assert (demo.acknowledged(), runs[0].reports, runs[0].verdict) == (13, 13, "queued")
        assert outbox_of(demo.settings).total == 13
    runs = demo.harvest(names=["demo_gate"])
    assert (runs[0].states, runs[0].error) == ({"unchanged": 13}, None)
    assert len(demo.reports()) == 13
    assert outbox_of(demo.settings).total == 0
    with closing(Journal(journal_file(demo.settings))) as journal:
        assert [run.verdict for run in journal.runs()] == ["none", "published"]


@pytest.mark.parametrize("table", ["settled", "issues"])
def test_a_ledger_that_refuses_ends_the_run_with_its_error_and_the_next_run_publishes(
    tmp_path: Path, table: str
) -> None:
    demo = Demo(tmp_path)
    file = ledger_file(demo.settings)
    Ledger(file).close()
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"CREATE TRIGGER no BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END")
    [run] = demo.harvest(names=["demo_county"])
    assert isinstance(run.error, ArchiveError)
    assert "broken" in str(run.error)
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TRIGGER no")
    demo.harvest(names=["demo_county"])
    assert len(demo.reports()) == sum(page.site == "county" for page in PAGES)


def test_an_interrupted_rebuild_leaves_the_old_index_and_goes_on_from_its_spool(
    harvested: tuple[Demo, list[SourceRun]],
) -> None:
    demo, _ = harvested
    before = demo.reports()

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(demo.settings, stop)
    assert demo.reports() == before
    spooled = list((demo.settings.data / "rebuild").rglob("*"))
    assert any(path.is_file() for path in spooled)
    assert rebuild(demo.settings).reports == len(before)
    assert demo.reports() == before
    assert not (demo.settings.data / "rebuild").exists()


def test_a_rebuild_on_all_cores_comes_to_the_same_as_one_in_one_process(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.fill(300)
    one = rebuild(demo.settings.model_copy(update={"workers": 1}))
    alone = demo.reports()
    told: list[Progress] = []
    many = rebuild(demo.settings, told.append)
    assert (one.pages, one.reports, one.meetings) == (many.pages, many.reports, many.meetings)
    assert one.reports == 300
    assert demo.reports() == alone
    assert [progress.done for progress in told] == [64, 128, 192, 256, 300, 300]
    assert {progress.total for progress in told} == {300}


def test_a_rebuild_loses_no_page_to_a_damaged_record_unless_told_to(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.fill(12)
    rebuild(demo.settings)
    before = demo.reports()
    path = segment_files(demo.settings.archive_folder)[0]
    whole = flip(path)
    with Archive(demo.settings.archive_folder) as archive:
        assert len(archive.reindex()) == 1
    for _ in range(2):
        with pytest.raises(ArchiveDamaged, match="1 archived page is unreadable; the index stays as it was"):
            rebuild(demo.settings)
        assert demo.reports() == before
    path.write_bytes(whole)
    assert rebuild(demo.settings).reports == 12
    flip(path)
    rebuilt = rebuild(demo.settings, leave_out=True)
    assert rebuilt.reports == 11
    assert rebuilt.issues == {"archive_damaged": 1}
    issue = next(issue for issue in demo.issues() if issue.reason == "archive_damaged")
    assert path.name in issue.message


def test_a_rebuild_loses_no_pages_whose_source_is_not_there_unless_told_to(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    demo.fill(3)
    rebuild(demo.settings)
    before = demo.reports()
    demo.fill(4, "a_source_of_old")
    with pytest.raises(SourceError, match=r"no source file for 4 archived pages \(a_source_of_old\)"):
        rebuild(demo.settings)
    assert demo.reports() == before
    rebuilt = rebuild(demo.settings, leave_out=True)
    assert (rebuilt.reports, rebuilt.of_no_source) == (3, {"a_source_of_old": 4})


def test_a_source_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    with pytest.raises(NotFound, match="there is no source demo_countie") as caught:
        harvest(demo.settings, ["demo_countie"])
    assert caught.value.advice == "Did you mean demo_county?"


def test_a_harvest_of_nothing_says_what_to_do() -> None:
    with pytest.raises(AskedWrongly, match="no source is enabled"):
        harvest(Settings())


def test_every_run_is_in_the_journal(harvested: tuple[Demo, list[SourceRun]]) -> None:
    demo, runs = harvested
    with closing(Journal(journal_file(demo.settings))) as journal:
        noted = journal.runs(100, kind="harvest")
    by_number = {run.id: (run.source, run.ended, run.verdict) for run in noted}
    assert {run.number: by_number[run.number] for run in runs if run.number} == {
        run.number: (run.source, "finished", "published") for run in runs
    }
