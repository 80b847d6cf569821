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


@pytest.mark.parametrize("text", [
    "经研究，定于12月20日召开全县经济工作会议。县长张志强主持会议。",
    "县委常委会会议召开，决定12月30日召开全县经济工作会议。县委书记张志强主持会议。",
    "全县经济工作会议召开。县长张志强主持会议。下一次会议拟于12月29日召开。",
])  # fmt: skip
def test_a_day_to_come_is_not_the_day_it_was_held(text: str) -> None:
    meeting = report_of(text).meeting
    assert meeting is None or meeting.held is None


def test_a_meeting_that_plans_another_was_held() -> None:
    report = report_of("12月27日，县委召开会议，研究部署将于12月30日召开的全县经济工作会议。县委书记张志强主持会议。")
    assert report.meeting
    assert report.meeting.held
    assert report.meeting.held.words == "12月27日"


def test_a_plenum_spoken_of_is_not_the_meeting() -> None:
    report = report_of(
        "党的二十届三中全会于7月15日至18日在北京举行。12月24日，宁远县委理论学习中心组举行集体学习。县委书记张志强主持会议。"
    )
    assert report.meeting
    assert report.meeting.held
    assert report.meeting.held.words == "12月24日"
    assert report.meeting.name is None


@pytest.mark.parametrize(("text", "body"), [
    ("12月20日，市政府召开城市管理工作会议。", "市政府"),
    ("12月20日，山西省壽陽縣委召開常委會會議。", "山西省壽陽縣委"),
    ("12月20日，南雄市召开防汛工作会议。", "南雄市"),
    ("12月20日，城市管理工作会议召开。", None),
    ("12月20日，全县安全生产工作会议召开。", None),
    ("12月20日，2024年第三次民政工作会议召开。", None),
    ("12月20日，校区建设推进会召开。", None),
    ("【特讯】宁远县第十八届人民代表大会第四次会议12月20日开幕。", "宁远县第十八届人民代表大会"),
])  # fmt: skip
def test_the_convening_body_is_a_body_and_as_written(text: str, body: str | None) -> None:
    meeting = report_of(text + "县长张志强主持会议。").meeting
    assert meeting
    assert meeting.body == body


@pytest.mark.parametrize("text", [
    "12月20日，县委召开县委农村工作会议。县长张志强主持会议。",
    "12月20日，城市管理工作会议召开。县长张志强主持会议。",
])  # fmt: skip
def test_a_verb_or_a_common_word_makes_no_place(text: str) -> None:
    meeting = report_of(text).meeting
    assert meeting
    assert meeting.places == ()


def test_the_town_of_who_spoke_did_not_convene() -> None:
    meeting = report_of("12月20日，宁远县关羽镇党委书记张三丰在会上汇报。县长张志强主持会议。").meeting
    assert meeting
    assert [place.name for place in meeting.places] == ["宁远县"]


def test_meetings_of_two_counties_are_two_and_of_no_known_county_none() -> None:
    identities = [
        meeting.identity
        if (meeting := report_of(f"12月20日，{county}县委常委会会议召开。县委书记张志强主持。").meeting)
        else ""
        for county in ("寿阳", "宁远", "")
    ]
    assert None not in identities[:2]
    assert identities[0] != identities[1]
    assert identities[2] is None
