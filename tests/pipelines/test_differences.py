"""What changed between two texts is shown character by character, where a reader would cut."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyao.model import Attendance, Evidence, Held, Interval, Meeting, Report, Role
from pipelines.differences import difference, facts, figures


def marked(old: str, new: str) -> str:
    marks = {"same": "{}", "gone": "[-{}-]", "come": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("会议定于12月3日召开。", "会议定于12月5日召开。", "会议定于12月[-3-]{+5+}日召开。"),
        ("投入1200万元。", "投入1350万元。", "投入[-1200-]{+1350+}万元。"),
        ("李明、李强、李刚参加。", "李明、李刚参加。", "李明[-、李强-]、李刚参加。"),
        ("李明、李强、张刚。", "李强、张刚。", "[-李明、-]李强、张刚。"),
        ("参加的有李明、王强。", "参加的有李明。", "参加的有李明[-、王强-]。"),
        ("李明、王强、赵刚参加。", "李明、张强、赵刚参加。", "李明、[-王强-]{+张强+}、赵刚参加。"),
        ("一。\n二。\n三。", "一。\n三。", "一。\n[-二。\n-]三。"),
        ("一。", "一。\n新的一段。", "一。{+\n新的一段。+}"),
        ("共三十二人。", "共三十三人。", "共[-三十二-]{+三十三+}人。"),
        ("", "新", "{+新+}"),
        ("旧", "", "[-旧-]"),
        ("同", "同", "同"),
    ],
)
def test_a_change_is_cut_where_a_reader_would_cut(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_each_figure_that_changed_is_told_inside_its_own_text() -> None:
    pieces = difference("3月5日至6日，共35.5%。", "4月6日至8日，共38%。")
    assert [(one.was, one.now) for one in figures(pieces)] == [
        ("3月5日至", "4月6日至"),
        ("3月5日至6日", "4月6日至8日"),
        ("月5日至6日", "月6日至8日"),
        ("共35.5%", "共38%"),
    ]


TEXTS = st.text(alphabet="一二三李明王强、，。12\n", max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_old_text_without_what_came_and_the_new_without_what_went(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(one.text for one in pieces if one.kind != "come") == old
    assert "".join(one.text for one in pieces if one.kind != "gone") == new
    assert all(one.text for one in pieces)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("的一是了" * 20_000, "一的了是" * 20_000),
        ("会\n" * 60_000, "会\n" * 30_000 + "议\n" + "会\n" * 30_000),
        ("a" * 400_000, "b" * 400_000),
        ("1、" * 50_000, "2、" * 50_000),
    ],
    ids=["one long line", "many equal lines", "one long word", "many figures"],
)
def test_a_hostile_text_takes_seconds_and_not_hours(old: str, new: str) -> None:
    begun = time.process_time()
    pieces = difference(old, new)
    list(figures(pieces))
    assert time.process_time() - begun < 20
    assert "".join(one.text for one in pieces if one.kind != "come") == old


def report(day: int, *people: Attendance, count: int | None = None, open_list: bool | None = False) -> Report:
    held = Held(Interval(date(2024, 12, day), date(2024, 12, day)), f"{day}日", "", Evidence(0, 1, "r"))
    return Report(
        "s-1", "s", "https://e.cn/", "标题", "正文", "Hans", True, datetime(2024, 12, 4, tzinfo=UTC), "sha256:0",
        meeting=Meeting("会议", held=held), attendances=people, attendance_open=open_list, stated_count=count,
    )  # fmt: skip


def test_who_vanished_who_is_new_and_what_else_is_stated_otherwise_is_said_in_sentences() -> None:
    chair = Attendance("邢恩泽", ("县长",), (Role.CHAIR,), 1)
    old = report(3, chair, Attendance("王海", ("副县长",), (Role.ATTENDEE,), 2), count=32)
    new = report(5, Attendance("邢恩泽", ("县长",), (Role.SPEAKER,), 1), Attendance("张强"), count=31, open_list=None)
    assert [one.sentence for one in facts(old, new)] == [
        "王海 is not named any more (副县长，attendee)",
        "张强 is named now",
        "roles of 邢恩泽: chair → speaker",
        "held: 2024-12-03 → 2024-12-05",
        "count: 32 → 31",
        "list: closed → nothing",
    ]
    assert list(facts(old, old)) == []
