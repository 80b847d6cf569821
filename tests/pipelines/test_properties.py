"""What holds for any text whatever: spans prove facts, folding keeps lengths, nothing depends on how a text is dressed."""

import json
import time
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiyao.model import Article, Evidence, Published, Report, Section, Statement
from pipelines.flow import understand
from pipelines.script import for_reading

GOLD = Path(__file__).parent.parent / "gold"
TEXTS = [
    row["text"]
    for name in ("synthetic", "synthetic2")
    for row in map(json.loads, (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines())
]
PUBLISHED = Published(datetime(2024, 12, 5, 10, tzinfo=UTC), "minute", "given")
#: What reports are made of, so that the rules are reached, and what they are never made of.
PIECES = (
    "县委书记", "副县长", "王小明", "欧阳静", "阿不都·买买提", "、", "，", "。", "；", "：", "\n", " ", "　", "（", "）", "《", "》", "“", "”",
    "主持", "出席", "列席", "请假", "主席：", "出席人员：", "会议", "召开", "指出", "12月4日", "昨日下午", "民國113年", "县人民政府", "等", "和",
    "廳長", "議員", "記者", "通讯员", "第3次", "\u200b", "\ue000", "😀", "𠮷", "a", "1", ".", "|", "\t", "\r\n", "\x00",
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
MANY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str, title: str = "") -> Report:
    return understand(Article("", title, text), PUBLISHED)


def spans(value: object) -> list[tuple[str, int, int]]:
    """Return (part, start, end) of all that points into the text."""
    if isinstance(value, Evidence):
        return [(value.part, value.start, value.end)]
    found: list[tuple[str, int, int]] = []
    if isinstance(value, (Statement, Section)):
        found.append(("text", value.start, value.end))
    if is_dataclass(value):
        for field in fields(value):
            found += spans(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            found += spans(item)
    return found


def facts(report: Report) -> object:
    """Return what a report states, without where it stands."""
    held = report.meeting.held if report.meeting else None
    return (
        report.is_meeting,
        report.meeting and (report.meeting.name, report.meeting.kind, report.meeting.ordinal, held and held.interval),
        [(person.name, person.titles, person.roles) for person in report.attendances],
        [group.name for group in report.groups],
        [document.title for document in report.cited_documents],
    )


@MANY
@given(ANY_TEXT, st.text(max_size=20))
def test_no_text_fails_and_every_span_lies_within_it(text: str, title: str) -> None:
    report = read(text, title)
    for part, start, end in spans(report):
        assert 0 <= start <= end <= len(text if part == "text" else title)


@MANY
@given(st.text())
def test_reading_keeps_the_length(text: str) -> None:
    assert len(for_reading(text)) == len(text)


@MANY
@given(ANY_TEXT)
def test_the_same_text_says_the_same(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize("text", TEXTS[::9])
def test_line_endings_and_trailing_blanks_change_nothing(text: str) -> None:
    assert facts(read(text + "\n\n  \n")) == facts(read(text))


@pytest.mark.parametrize("text", [text for text in TEXTS[::7] if "，" in text])
def test_narrow_punctuation_changes_nothing(text: str) -> None:
    narrow = text.translate(str.maketrans("，：；？！", ",:;?!"))

    def as_wide(value: object) -> str:
        return repr(value).translate(str.maketrans(",:;?!", "，：；？！"))

    assert as_wide(facts(read(narrow))) == as_wide(facts(read(text)))


@pytest.mark.parametrize("text", TEXTS[::9])
def test_a_notice_of_rights_below_changes_nothing(text: str) -> None:
    notice = "\n版权声明：本网所有内容，未经书面授权不得转载。联系人：张小明。"
    assert facts(read(text + notice)) == facts(read(text))


@pytest.mark.parametrize(
    "piece",
    ["，", "县长王小明、", "（", "（（）", "出席：王小明、李大海\n", "王小明、", "会议指出，要抓紧。", "12月4日"],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        read(text)
        return time.process_time() - started

    seconds(1_000)
    short, long = max(seconds(20_000), 0.002), seconds(160_000)
    assert long < 8 * short * 4  # eight times the text, with room for a busy machine
