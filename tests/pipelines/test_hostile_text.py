"""Text that nobody writes: whatever comes, understanding ends, in time that grows with the text, and invents nothing."""

import json
import time
from pathlib import Path

import pytest
from quality import REPORTS

from jiyao.model import Article
from pipelines.flow import understand

GOLD = Path(__file__).parent.parent / "gold"
REPEATED = (
    "、", "（", "（请假）", "主任", "会议", "1", " ", "　", "王小明、", "县长王小明，", "出席：王小明\n", "：", "3月5日", "《", "\n", "召开", "和",
    "出席是", "与10名代表", "主办的", "邀请", "王小明\n处长\n", "第5项\n", "县委书记、", "买买提·", "“”", "山西省", "a", "长", "近日，", "王小明和李大海", "王 小 明 ", "主席：", "指出，", "听取", "民国一一三年", "一二三", "😀", "\r\n", "张伟说，", "出席  张伟  ", "县长张伟指出“",
    "局长张伟说，", "出 席 ： ", "出席\t张伟\t", "秘书\n张伟\n", "主席：张伟 ", "《张伟", "各单位、", "县长张伟在张伟时", "县长张伟主持并", "容我介绍、", "容我介绍，大家", "我介绍！我介绍！王，李，",
)  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_no_repetition_takes_long(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    started = time.process_time()
    understand(Article("", "", text), None)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("县长", "王伟主持会议。"),
        ("出席：王伟", "李明"),
        ("会议记录", "\n出席：王伟、李明"),
        ("会议记录\n", "出席：王伟、李明"),
    ],
)
@pytest.mark.parametrize("blank", [" ", "　", "\t"])
def test_many_blanks_within_a_report_do_not_take_long(before: str, blank: str, after: str) -> None:
    started = time.process_time()
    understand(Article("", "", before + blank * 30_000 + after), None)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("县委副书记范克俭，县委常", "和", "委、政法委书记单广林出席会议。"),
        ("县水利局、县统计局等单位主", "1", "要负责人，各乡镇主要领导参加会议。"),
        ("县水利局、县统计局", "约一", "负责人参加会议。"),
        ("四、出席委员：\n周荣昌\n", "|", "许文彦\n黄淑慎\n邱景堂\n"),
        ("会议记录\n列　席：县", "导、", "人大常委会副主任　任天喜\n"),
        ("会议记录\n列　席：县", "导 ", "人大常委会副主任　任天喜\n"),
        ("协会总干事锺文辉、月光山杂", "-19 20", "志总编辑宋瑞梅担任与谈人"),
    ],
)
def test_a_run_within_a_report_does_not_take_long(before: str, piece: str, after: str) -> None:
    started = time.process_time()
    understand(Article("", "", before + piece * (10_000 // len(piece)) + after), None)
    assert time.process_time() - started < 5


def test_an_item_without_an_end_is_read_at_once() -> None:
    text = "出席：\n主席：" + "市议员：主席" * 8_000
    started = time.process_time()
    understand(Article("", "会议纪录", text), None)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text", ["", "。", "，，，：：：", "😀👍", "\ufffd\u200b\ufeff", "和", "·", "（）《》“”", "\x00\x01"]
)
def test_odd_text_reports_no_meeting_and_names_nobody(text: str) -> None:
    report = understand(Article("", text, text), None)
    assert not report.is_meeting
    assert not report.attendances


@pytest.mark.parametrize("name", REPORTS)
def test_every_offset_points_at_what_it_proves(name: str) -> None:
    for row in map(json.loads, (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()):
        report = understand(Article("", row["title"], row["text"]), None)
        parts = {"title": row["title"], "text": row["text"]}
        for person in report.attendances:
            for evidence in person.evidence:
                assert 0 <= evidence.start < evidence.end <= len(row["text"])
            shown = "".join(row["text"][person.evidence[0].start : person.evidence[0].end].split())
            assert all(character in shown for character in person.name if not character.isspace())
        for document in report.cited_documents:
            assert row["text"][document.evidence.start : document.evidence.end].strip() == document.title
        if report.meeting:
            for place in report.meeting.places:
                assert parts[place.evidence.part][place.evidence.start : place.evidence.end] == place.name
            if report.meeting.evidence and report.meeting.name:
                evidence = report.meeting.evidence
                assert "".join(parts[evidence.part][evidence.start : evidence.end].split()) == report.meeting.name
        for statement in report.statements:
            assert statement.verb in row["text"][statement.evidence.start : statement.evidence.end]
