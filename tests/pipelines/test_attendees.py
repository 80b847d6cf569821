"""How the language of reports says who met: one construction a test, invented people throughout."""

import pytest

from jiyao.model import Role
from pipelines.attendees import find_attendees
from pipelines.reading import read


def people(text: str) -> dict[str, tuple[tuple[str, ...], set[str]]]:
    found = find_attendees(read("", text))
    return {person.name: (person.titles, {str(role) for role in person.roles}) for person in found.attendances}


def test_a_title_in_front_belongs_to_the_name_and_the_predicate_gives_the_role() -> None:
    found = people("县委书记钟怀远主持会议并讲话。")
    assert found == {"钟怀远": (("县委书记",), {"chair", "speaker"})}


def test_two_posts_joined_by_a_mark_are_two_titles() -> None:
    assert people("县委副书记、县长田雨禾出席会议。")["田雨禾"][0] == ("县委副书记", "县长")


def test_a_title_in_front_of_a_list_is_given_to_each() -> None:
    found = people("副县长刘娉（女）、唐跃飞、岳喜良参加会议。")
    assert list(found) == ["刘娉", "唐跃飞", "岳喜良"]
    assert all(titles == ("副县长",) and roles == {"attendee"} for titles, roles in found.values())


def test_several_clauses_give_several_roles() -> None:
    found = people("市委书记高明远主持会议，市长陆文舟、副市长沈克勤出席，市政协主席顾思源列席。")
    assert {name: roles for name, (_, roles) in found.items()} == {
        "高明远": {"chair"},
        "陆文舟": {"attendee"},
        "沈克勤": {"attendee"},
        "顾思源": {"observer"},
    }


def test_names_of_two_characters_padded_to_three_are_read() -> None:
    found = people("县政协主席 昝　敏 主持会议，副主席何丛林、向　晖出席会议。")
    assert list(found) == ["昝敏", "何丛林", "向晖"]


def test_names_with_a_middle_dot_are_read_whole_whichever_dot_it_is() -> None:
    found = people("县长叶尔肯‧巴合提，副县长阿曼太·哈布勒、迪丽达尔•玉苏甫出席会议。")
    assert list(found) == ["叶尔肯‧巴合提", "阿曼太·哈布勒", "迪丽达尔•玉苏甫"]
    assert found["迪丽达尔•玉苏甫"][0] == ("副县长",)


def test_names_that_no_surname_begins_are_read_after_a_title() -> None:
    assert list(people("县委书记多杰东智（藏族）出席会议，县长岩三木（佤族）主持会议。")) == ["多杰东智", "岩三木"]


def test_compound_and_double_surnames_are_read() -> None:
    found = people("市长欧阳振华主持会议，立法會議員葉劉淑貞發言，鎮長賴胡秀琴列席。")
    assert list(found) == ["欧阳振华", "葉劉淑貞", "賴胡秀琴"]


def test_a_title_between_surname_and_given_name_is_read_as_both() -> None:
    found = people("會議由林副縣長文哲主持，陳處長敏慧列席說明。")
    assert found["林文哲"] == (("副縣長",), {"chair"})
    assert found["陳敏慧"][0] == ("處長",)


def test_a_title_behind_the_name_counts() -> None:
    assert people("李红梅委员发言，王志强部长介绍了有关情况。") == {
        "李红梅": (("委员",), {"speaker"}),
        "王志强": (("部长",), {"speaker"}),
    }


def test_who_is_represented_is_absent_and_the_proxy_is_there() -> None:
    found = people("主席：潘縣長志遠\n出席人員：陳處長敏慧、曾處長冠儒（請假，林副處長聖凱代）\n")
    assert found["曾冠儒"][1] == {"absent"}
    assert found["林聖凱"] == (("副處長",), {"attendee"})
    assert "chair" in found["潘志遠"][1]


def test_leave_is_absence() -> None:
    found = people("县长孟繁星主持会议。常委唐开富、蒋 毅因病请假。")
    assert found["唐开富"][1] == {"absent"}
    assert found["蒋毅"][1] == {"absent"}


def test_whoever_is_heard_speaks_and_the_subject_goes_on() -> None:
    found = people("县长简政文听取县统计局局长肖湘云的汇报后指出，形势稳中向好。")
    assert found["肖湘云"][1] == {"speaker"}
    assert found["简政文"][1] == {"speaker"}


def test_whom_a_report_only_quotes_did_not_attend() -> None:
    assert people("会议学习了习近平总书记关于农业的重要论述。县委书记钟怀远主持会议。").keys() == {"钟怀远"}


def test_who_sent_somebody_did_not_attend() -> None:
    found = people("受县委书记符永健委托，县长王琼珍主持会议。")
    assert found == {"王琼珍": (("县长",), {"chair"})}


def test_a_labelled_list_is_read_with_titles_organs_and_notes() -> None:
    found = people(
        "新河县人民政府第12次常务会议纪要\n主持人：周　正\n出席：陈建军  李 敏  王海涛\n列席：县财政局刘 强、县审计局局长何 平\n请假：吴国栋（出差）\n记录：郑小燕\n"
    )
    assert {name: roles for name, (_, roles) in found.items()} == {
        "周正": {"chair"}, "陈建军": {"attendee"}, "李敏": {"attendee"}, "王海涛": {"attendee"},
        "刘强": {"observer"}, "何平": {"observer"}, "吴国栋": {"absent"}, "郑小燕": {"recorder"},
    }  # fmt: skip
    assert found["何平"][0] == ("县审计局局长",)


def test_members_of_a_council_with_honours_behind_their_names_are_read() -> None:
    found = people("出席議員：\n主席梁啟昇議員, G.B.S., J.P.\n涂敏兒議員\n缺席議員：\n張子傑議員, J.P.\n")
    assert found["梁啟昇"][1] == {"chair", "attendee"}
    assert found["涂敏兒"] == (("議員",), {"attendee"})
    assert found["張子傑"][1] == {"absent"}


def test_reporters_are_bylines_and_nobody_else() -> None:
    found = people("县长孟繁星主持会议。\n（记者 王 丽 通讯员 赵文静）")
    assert found["王丽"][1] == {"byline"}
    assert found["赵文静"][1] == {"byline"}


@pytest.mark.parametrize(
    "text",
    [
        "各镇党委书记、镇长要高度重视，县委书记、县长要靠前指挥。",
        "青石县、柏树区作交流发言。",
        "局长通报情况，主任要求各单位上报。",
    ],
)
def test_titles_and_places_without_a_name_name_nobody(text: str) -> None:
    assert people(text) == {}


def test_sex_and_ethnic_group_are_kept_as_stated() -> None:
    [person] = find_attendees(read("", "副县长娜米（女，拉祜族）参加会议。")).attendances
    assert (person.sex, person.ethnic_group) == ("female", "拉祜族")


def test_every_person_has_evidence_that_holds_the_name() -> None:
    text = "县委书记钟怀远出席会议并讲话。鐘懷遠强调，要抓紧。副县长唐跃飞参加会议。"
    for person in find_attendees(read("", text)).attendances:
        assert person.evidence
        assert all(person.name in text[e.start : e.end] for e in person.evidence[:1])


def test_groups_and_an_open_list_are_told() -> None:
    found = find_attendees(
        read("", "县长孟繁星主持会议，副县长唐跃飞等参加会议。县直各部门负责人，各乡镇党委书记、镇长参加会议。")
    )
    assert [group.name for group in found.groups] == ["县直各部门负责人", "各乡镇党委书记", "镇长"]
    assert found.open is True


@pytest.mark.parametrize(("text", "groups"), [
    ("民政局、教育局负责同志，基层工作者代表作了发言。", "民政局 教育局负责同志 基层工作者代表"),
    ("民政局、教育局负责同志同党外人士进行了协商交流。", "民政局 教育局负责同志"),
    ("会议听取了县农业农村局关于春耕情况的汇报，柳河镇作了检讨发言。", ""),
    ("领导班子全体成员和科级中层干部、护士长以及各科室主诊医师近300人出席会议。",
     "领导班子全体成员 科级中层干部 护士长 各科室主诊医师"),
    ("村干部和群众代表参加会议。", "村干部和群众代表"),
])  # fmt: skip
def test_groups_are_named_as_the_report_joins_them(text: str, groups: str) -> None:
    found = find_attendees(read("", "县长王建国主持会议。" + text))
    assert {group.name for group in found.groups} == set(groups.split())


def test_rank_is_the_order_of_naming() -> None:
    found = find_attendees(read("", "县长孟繁星，副县长唐跃飞、岳喜良出席会议。"))
    assert [(person.name, person.rank) for person in found.attendances] == [("孟繁星", 1), ("唐跃飞", 2), ("岳喜良", 3)]
    assert all(Role.ATTENDEE in person.roles for person in found.attendances)


@pytest.mark.parametrize(("text", "count"), [
    ("应到委员31人，实到28人，符合法定人数。", 28),
    ("会议应到代表二百一十名，实到会代表二百零三名。", 203),
    ("副主任何丛林及委员共27人出席会议。", 27),
    ("各乡镇负责人等30余人参加会议。", None),
    ("共30余人参加会议。", None),
    ("会议表彰3名先进个人。", None),
    ("共120人次参加培训。", None),
])  # fmt: skip
def test_the_count_is_the_reports_own_or_none(text: str, count: int | None) -> None:
    assert find_attendees(read("", f"县人大常委会会议12月3日召开。主任王小明主持会议。{text}")).stated == count


def test_a_name_that_ends_like_an_and_is_one_name_wherever_it_stands() -> None:
    text = "11月5日，青溪县召开防汛会议，副县长薛清和主持会议，汤明礼参加。薛清和强调，要抓好落实。"
    found = find_attendees(read("会议", text))
    assert [person.name for person in found.attendances] == ["薛清和", "汤明礼"]
