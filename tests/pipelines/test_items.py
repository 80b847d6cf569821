"""Between archive and index: what a page comes to, the batches, and a ledger that never runs ahead of the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiyao.changes import Change
from jiyao.errors import ArchiveDamaged, ArchiveError, EngineAway
from jiyao.model import Attendance, Capture, History, Issue, Report, Role, report_id
from jiyao.source import Listing, Source
from pipelines.archive import Entry, Page
from pipelines.ledger import Ledger, Settled
from pipelines.publish import Publisher
from pipelines.replay import Outcome, understand

SOURCE = Source(
    name="s", title="县", language="zh-Hans", start=("https://e.cn/",), listing=Listing(items="li", link="a")
)
START = datetime(2025, 1, 17, tzinfo=UTC)


def page(*bodies: str, url: str = "https://e.cn/1") -> tuple[Page, Callable[[Entry], Capture]]:
    """A page with these contents, one an hour; ``gone`` is a 404, ``torn`` cannot be read."""
    captures: dict[int, Capture] = {}
    entries: list[Entry] = []
    for hour, body in enumerate(bodies):
        capture = Capture("s", url, START + timedelta(hours=hour), 404 if body == "gone" else 200, (), body.encode())
        captures[hour] = capture
        entries.append(
            Entry("f", hour, 1, "response", "s", url, "article", capture.captured_at, capture.status, capture.digest)
        )

    def read(entry: Entry) -> Capture:
        if captures[entry.offset].body == b"torn":
            raise ArchiveDamaged("f, offset 7: the record is cut off")
        return captures[entry.offset]

    return Page(tuple(entries)), read


def process(capture: Capture, source: Source, history: History | None) -> Report | Issue:
    text = capture.body.decode()
    if text == "fault":
        raise RecursionError("too deep")
    if text.startswith("bad"):
        return Issue(source.name, capture.url, capture.captured_at, capture.digest, "extract", text, "no body")
    identity = report_id(source.name, capture.url)
    return Report(
        identity, "s", capture.url, text, text, "Hans", True, capture.captured_at, capture.digest, history=history
    )


def outcome(*bodies: str, url: str = "https://e.cn/1") -> Outcome:
    one, read = page(*bodies, url=url)
    return understand(one, SOURCE, read, process)


def test_the_latest_content_is_what_a_page_comes_to() -> None:
    result = outcome("第一版", "第二版")
    assert result.report is not None
    assert result.report.title == "第二版"
    title = Change("title", "第一版", "第二版")
    assert result.report.history == History(START, 2, changes=(title, replace(title, what="figure")))
    assert result.issue is None


def test_a_broken_content_does_not_take_the_place_of_a_good_one_but_stays_an_issue() -> None:
    result = outcome("第一版", "bad_one", "bad_two")
    assert result.report is not None
    assert result.report.title == "第一版"
    assert result.report.history == History(START, 1)
    assert result.issue is not None
    assert result.issue.reason == "bad_two"


def test_a_withdrawn_page_keeps_its_report_and_says_when_it_went() -> None:
    result = outcome("第一版", "gone")
    assert result.report is not None
    assert result.report.history == History(START, 1, START + timedelta(hours=1))


def named(capture: Capture, source: Source, history: History | None) -> Report | Issue:
    """A report in which everybody between the marks took part."""
    said = process(capture, source, history)
    if isinstance(said, Issue):
        return said
    return replace(said, attendances=tuple(Attendance(name, (), (Role.ATTENDEE,)) for name in said.text.split("、")))


def edited(*bodies: str) -> History:
    one, read = page(*bodies)
    report = understand(one, SOURCE, read, named).report
    assert report is not None
    assert report.history is not None
    return report.history


def test_whom_an_edit_took_out_is_told_and_what_else_it_changed() -> None:
    history = edited("李明、王伟", "李明、赵强")
    assert history.unnamed == ("王伟",)
    assert [change.sentence for change in history.changes][:2] == [
        "王伟 is not named any more (attendee)",
        "赵强 is named now (attendee)",
    ]


def test_who_only_signed_the_report_was_not_taken_out_of_it() -> None:
    signed = Attendance("李记者", (), (Role.BYLINE,))

    def signing(capture: Capture, source: Source, history: History | None) -> Report | Issue:
        said = named(capture, source, history)
        assert isinstance(said, Report)
        return replace(said, attendances=(*said.attendances, signed)) if "赵强" in said.text else said

    one, read = page("李明、赵强", "李明")
    report = understand(one, SOURCE, read, signing).report
    assert report is not None
    assert report.history is not None
    assert report.history.unnamed == ("赵强",)


def test_whom_an_earlier_edit_took_out_stays_told_and_another_script_takes_nobody_out() -> None:
    history = edited("李明、王伟、赵强", "李明、赵强", "bad", "李明、趙強")
    assert history.unnamed == ("王伟",)
    assert edited("李明").changes == ()
    assert edited("李明", "李明、王伟").unnamed == ()


def test_a_page_that_never_was_there_is_missing() -> None:
    result = outcome("gone")
    assert result.report is None
    assert result.issue is not None
    assert result.issue.reason == "missing"
    assert "404" in result.issue.message


def test_a_damaged_record_is_an_issue_and_the_content_before_it_is_shown() -> None:
    result = outcome("第一版", "torn")
    assert result.report is not None
    assert result.issue is not None
    assert result.issue.reason == "archive_damaged"
    assert "f, offset 7" in result.issue.message


def test_an_earlier_content_that_cannot_be_read_is_told_though_the_latest_is_whole() -> None:
    result = outcome("torn", "第二版")
    assert result.report is not None
    assert "第二版" in result.report.text
    assert result.issue is not None
    assert result.issue.reason == "archive_damaged"


def test_a_fault_of_ours_is_an_issue_of_one_page_and_not_the_end_of_the_run() -> None:
    result = outcome("第一版", "fault")
    assert result.report is not None
    assert result.issue is not None
    assert (result.issue.stage, result.issue.reason) == ("understand", "our_fault")
    assert result.issue.message == "A fault of ours: RecursionError: too deep"


@dataclass
class FakeIndex:
    """An index in a dictionary, which may be away."""

    reports: dict[str, Report] = field(default_factory=dict)
    writes: list[int] = field(default_factory=list)
    away: bool = False

    def write(self, reports: Iterable[Report]) -> int:
        if self.away:
            raise EngineAway("the search engine does not answer")
        batch = list(reports)
        self.writes.append(len(batch))
        self.reports |= {report.id: report for report in batch}
        return len(batch)


def publisher(index: Any, ledger: Ledger, batch: int = 3) -> Publisher:
    return Publisher(index, ledger, batch)


def test_reports_are_written_in_batches_and_only_then_settled(tmp_path: Path) -> None:
    index = FakeIndex()
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        desk = publisher(index, ledger)
        for n in range(4):
            desk.publish(outcome("文", url=f"https://e.cn/{n}"))
        assert index.writes == [3]
        assert len(ledger.settled("s")) == 3
        desk.flush()
        assert index.writes == [3, 1]
        assert set(ledger.settled("s").values()) == {START}


def test_nothing_is_written_when_nothing_waits(tmp_path: Path) -> None:
    index = FakeIndex()
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        publisher(index, ledger).flush()
        desk = publisher(index, ledger)
        desk.publish(outcome("bad_one"))
        desk.flush()
        assert index.writes == []
        assert [issue.reason for issue in ledger.issues()] == ["bad_one"]


def test_an_engine_that_goes_away_leaves_its_pages_unsettled_for_the_next_run(tmp_path: Path) -> None:
    index = FakeIndex()
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        desk = publisher(index, ledger)
        for n in range(3):
            desk.publish(outcome("文", url=f"https://e.cn/{n}"))
        index.away = True
        for n in range(3, 9):
            desk.publish(outcome("文", url=f"https://e.cn/{n}"))
        assert isinstance(desk.error, EngineAway)
        assert len(ledger.settled("s")) == len(index.reports) == 3


def test_a_ledger_that_refuses_is_the_error_of_the_run_and_nothing_more_is_written(tmp_path: Path) -> None:
    index = FakeIndex()
    with closing(Ledger(tmp_path / "ledger.sqlite", patience=0.01)) as ledger:
        desk = publisher(index, ledger)
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for n in range(6):
                desk.publish(outcome("文", url=f"https://e.cn/{n}"))
        assert isinstance(desk.error, ArchiveError)
        assert "in use by another process" in str(desk.error)
        assert index.writes == [3]
        assert ledger.settled("s") == {}


def test_an_issue_is_closed_when_its_page_is_understood(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        desk = publisher(FakeIndex(), ledger, 1)
        desk.publish(outcome("bad_one"))
        assert len(list(ledger.issues("s", "bad_one"))) == 1
        desk.publish(outcome("bad_one", "好"))
        assert list(ledger.issues()) == []


def issue(reason: str, url: str = "https://e.cn/1") -> Issue:
    return Issue("s", url, START, "", "fetch", reason, "…")


def test_what_a_visit_could_not_fetch_does_not_cover_what_is_wrong_with_the_content(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        ledger.settle([Settled("s", "https://e.cn/1", START, issue("no_body"))])
        ledger.note(issue("server_error"))
        ledger.note(issue("server_error", "https://e.cn/2"))
        ledger.note(issue("unreachable", "https://e.cn/2"))
        assert sorted((one.url[-1], one.reason) for one in ledger.issues()) == [("1", "no_body"), ("2", "unreachable")]
        ledger.answered("s", "https://e.cn/2")
        ledger.answered("s", "https://e.cn/1")
        assert [one.reason for one in ledger.issues()] == ["no_body"]


def test_a_rebuild_rewrites_issues_of_contents_and_leaves_those_of_visits(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        ledger.settle([Settled("s", "https://e.cn/1", START, issue("no_body"))])
        ledger.note(issue("robots_refused", "https://e.cn/3"))
        ledger.rewrite([Settled("s", "https://e.cn/2", START, issue("soft_404", "https://e.cn/2"))], ["s"])
        assert sorted(one.reason for one in ledger.issues()) == ["robots_refused", "soft_404"]
        assert ledger.settled("s") == {"https://e.cn/2": START}


def test_a_ledger_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(ArchiveError, match=r"ledger\.sqlite: the ledger cannot be used") as caught:
        Ledger(tmp_path / "ledger.sqlite")
    assert "jiyao rebuild" in caught.value.advice
