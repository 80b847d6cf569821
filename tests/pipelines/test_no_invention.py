"""What a report does not say is not stated: no role, title, date, place or body that its words do not bear."""

from datetime import UTC, datetime

import pytest

from jiyao.model import Article, DateClue, Report
from pipelines.dates.published import published_at
from pipelines.flow import understand


def report_of(text: str, published: str = "2024-12-28") -> Report:
    at = published_at([DateClue("meta", published)], "Asia/Shanghai", datetime(2026, 1, 1, tzinfo=UTC))
    return understand(Article("", "", text), at)


def people(text: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {a.name: (a.titles, tuple(map(str, a.roles))) for a in report_of(text).attendances}


@pytest.mark.parametrize("text", [
    "县长张志强没有主持会议，副县长李文华主持会议。",
    "县长张志强并未主持会议，副县长李文华主持会议。",
    "县长张志强否认主持会议，副县长李文华主持会议。",
    "县长张志强将于下月主持会议，副县长李文华主持会议。",
])  # fmt: skip
def test_what_was_denied_or_put_off_was_not_done(text: str) -> None:
    assert people(text) == {"李文华": (("副县长",), ("chair",))}


@pytest.mark.parametrize("others", ["副县长们出席", "村长们参加", "各局局长参加", "副乡长列席"])
def test_a_verb_of_others_is_not_the_chairs(others: str) -> None:
    assert people(f"乡长张志强主持会议，{others}。") == {"张志强": (("乡长",), ("chair",))}


def test_a_list_that_ends_in_offices_shares_its_verb() -> None:
    assert people("局长张志强，各乡镇书记，有关部门负责人参加会议。") == {"张志强": (("局长",), ("attendee",))}


@pytest.mark.parametrize("text", [
    "会议学习贯彻李克强同志、朱镕基同志关于农业工作的讲话精神。县长张志强说，要抓落实。",
    "县长张志强说，省长李文华指出要抓好春耕。",
    "会上，县长张志强介绍了苏东坡、王安石等人的主张。",
])  # fmt: skip
def test_who_is_spoken_of_did_not_speak(text: str) -> None:
    assert people(text) == {"张志强": (("县长",), ("speaker",))}


@pytest.mark.parametrize(("lead", "title"), [
    ("新华社北京12月4日电 ", "国务院总理"), ("中新社香港12月4日电（记者 何平）", "行政长官"), ("本报12月4日讯 ", "县长"),
    ("图为", "县委书记"), ("图片中", "县委书记"),
])  # fmt: skip
def test_a_dateline_or_a_caption_is_no_part_of_a_title(lead: str, title: str) -> None:
    assert people(f"{lead}{title}张志强主持召开会议。")["张志强"] == ((title,), ("chair",))


@pytest.mark.parametrize(
    "line", ["主席：張志強　紀錄：李文華", "主持人：張志強 記錄人：李文華", "主席：張志強\t記錄：李文華"]
)
def test_one_blank_sets_two_labels_apart(line: str) -> None:
    found = people(f"{line}\n出席：王小明、陳大文\n")
    assert {name: roles for name, (_, roles) in found.items()} == {
        "張志強": ("chair",),
        "李文華": ("recorder",),
        "王小明": ("attendee",),
        "陳大文": ("attendee",),
    }


def test_headings_alone_on_their_lines_say_what_those_below_them_are() -> None:
    found = people(
        "出席者：\n主席\n陳志明議員, MH\n副主席\n李國強議員\n議員\n黃偉文議員\n周麗珊女士\n"
        "因事缺席者：\n何俊傑先生\n列席者\n司徒文先生　運輸署高級工程師\n秘書\n羅慧敏女士\n"
    )
    assert {name: roles for name, (_, roles) in found.items()} == {
        "陳志明": ("chair", "attendee"),
        "李國強": ("attendee",),
        "黃偉文": ("attendee",),
        "周麗珊": ("attendee",),
        "何俊傑": ("absent",),
        "司徒文": ("observer",),
        "羅慧敏": ("attendee",),
    }
    assert found["羅慧敏"][0] == ("秘書",)
    assert found["司徒文"][0] == ("運輸署高級工程師",)


def test_a_chair_without_a_title_is_found() -> None:
    assert people("12月3日，座谈会由王小明主持召开。") == {"王小明": ((), ("chair",))}
