"""Offices behind names, counted and clerical; who is heard, goes along or is only spoken of; what a dateline dates."""

from __future__ import annotations

import pytest
from told import people, understood


def named(text: str, title: str = "") -> str | None:
    meeting = understood(text, title=title).meeting
    return meeting.name if meeting else None


def test_a_monk_has_a_name_of_his_own_kind_behind_his_offices() -> None:
    found = people(
        "10月16日，省佛教协会理事会会议召开。省佛教协会副会长、教务委员会主任明觉法师，省佛教协会秘书长何健先生，云台市佛教协会会长静渊法师；"
        "省宗教局巡视员裴立出席会议。会议由静渊法师主持。"
    )
    assert found["明觉"] == (("省佛教协会副会长", "教务委员会主任", "法师"), {"attendee"})
    assert found["静渊"] == (("云台市佛教协会会长", "法师"), {"attendee", "chair"})
    assert found["何健"] == (("省佛教协会秘书长",), {"attendee"})
    assert found["裴立"] == (("省宗教局巡视员",), {"attendee"})


def test_an_office_counted_behind_names_is_that_of_each_though_a_name_is_a_word() -> None:
    found = people("3月2日，理事会会议召开。管理学院严太清党委书记及高山、黄河、刘心3位副院长列席会议。")
    assert found == {
        "严太清": (("党委书记",), {"observer"}),
        "高山": (("副院长",), {"observer"}),
        "黄河": (("副院长",), {"observer"}),
        "刘心": (("副院长",), {"observer"}),
    }


def test_the_others_of_an_office_have_it_too_and_those_before_them_came_with_them() -> None:
    found = people(
        "8月10日，我校召开党委中心组学习会。党委书记胡明亭，副校长杜根生、王仁义，其他中心组成员王朗、马小军及党政办工作人员参加会议。"
    )
    assert found["胡明亭"] == (("党委书记",), {"attendee"})
    assert found["王仁义"] == (("副校长",), {"attendee"})
    assert found["马小军"] == (("中心组成员",), {"attendee"})
    assert people("3月2日，县政府召开工作会议。县长张伟和其他14名代表参加会议。").keys() == {"张伟"}


@pytest.mark.parametrize(
    ("text", "who", "titles"),
    [
        ("县总工会副主席、新当选工会主席刘晨同志作表态发言。", "刘晨", ("县总工会副主席", "工会主席")),
        ("苗山县/苗山县议会议长李文山（中）表示，要交流经验。", "李文山", ("苗山县议会议长",)),
        ("会议是县长张伟主持的。", "张伟", ("县长",)),
        ("[某某今日新闻] 县长卓文山主持会议。", "卓文山", ("县长",)),
        ("从江县县长张伟出席会议。", "张伟", ("从江县县长",)),
    ],
)
def test_what_stands_before_an_office_is_no_part_of_it(text: str, who: str, titles: tuple[str, ...]) -> None:
    assert people(f"3月2日，县政府召开工作会议。{text}")[who][0] == titles


@pytest.mark.parametrize(
    ("text", "who", "roles"),
    [
        ("委员们听取了乌兰山副主任关于设立委员会的说明后，作出决定。", "乌兰山", {"speaker"}),
        ("会议是刘少华主任主持的。他宣布：报到的代表有一千人。", "刘少华", {"chair", "speaker"}),
        ("州长施明（彝族）在大会上的讲话中回顾了三十年成就。", "施明", {"speaker"}),
        ("学习会由所长张涛同志主持，所党委委员、纪委委员，党员干部等12位同志参加了学习。", "张涛", {"chair"}),
        ("陈子明局长带领各科室干部出席，会中由各单位提出业务报告。", "陈子明", {"attendee"}),
        ("县移动公司副总经理赖合未按程序履行请假手续，擅自安排他人代会。", "赖合", {"absent"}),
        ("镇党委委员皇勤鹏对2010年工作作了客观总结。", "皇勤鹏", {"speaker"}),
    ],
)
def test_who_does_what_in_the_meeting(text: str, who: str, roles: set[str]) -> None:
    assert people(f"3月2日，县人大常委会举行会议。{text}")[who][1] == roles


@pytest.mark.parametrize(
    "text",
    [
        "会前，中院院长文红看望了编写组全体成员，专职委员梅山，法院院长吴刚陪同。",
        "县长何立作总结，他从省委书记王国华在省委全会上讲话的内涵等方面谈了体会。",
    ],
)
def test_who_went_along_before_it_or_is_quoted_was_not_there(text: str) -> None:
    assert people(f"3月2日，县政府召开工作会议。{text}").keys() <= {"何立"}


def test_a_unit_that_a_report_is_from_wrote_nothing_and_its_writer_did() -> None:
    found = people("3月2日，县政府召开工作会议。县长张伟出席会议。\n来源：王家镇党政办公室 欧明")
    assert found["欧明"][1] == {"byline"}
    assert people("3月2日，县政府召开工作会议。县长张伟出席会议。\n作者：立案一庭 发布时间：2023-03-23").keys() == {
        "张伟"
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("新华社某市2月23日电 第五届市人大常委会第六次会议今天下午闭会。", "第五届市人大常委会第六次会议"),
        ("新华社某市二月二十三日电 第五届市人大常委会第六次会议今天下午闭会。", "第五届市人大常委会第六次会议"),
        ("某市2月23日电（记者张三）第五届市人大常委会第六次会议今天下午闭会。", "第五届市人大常委会第六次会议"),
        ("2025年3月1日云山县/2025年县政协第3次座谈会1日举行。", "2025年县政协第3次座谈会"),
        ("受到豪雨影响顺延的云山市议会第3届第3次临时会14日召开。", "云山市议会第3届第3次临时会"),
        ("今天的治安会报在警局举行。", "治安会报"),
        ("云山镇召开春季动员大会\n2月21日，镇党委书记冀万山参加了此次会议。", "春季动员大会"),
        ("2月21日，春季动员大会在镇政府三楼拉开帷幕。", "春季动员大会"),
        ("云山市政府\n\n市政会议纪录\n云山市政府387次市政会议纪录\n出席：王小明局长\n", "云山市政府387次市政会议"),
        ("强化沟通效能推动政策 花山办部落联席会报\n记者：张三\n地点：花山县\n花山县政府16日举办110年度事务组长联席会报。", "110年度事务组长联席会报"),
        ("云山县农会24日在酒店举办第19届会员代表大会。理事长今天现身云山县农会第19届会员代表大会。", "云山县农会第19届会员代表大会"),
        ("青年事务委员会全体会议举行\n青年事务委员会12月13日下午在二楼召开全体会议。", "青年事务委员会全体会议"),
        ("定稿云山区议会会议记录日期：2009年8月17日时间：下午2时地点：会议室出席者主席林伟先生", "云山区议会会议"),
        ("今日，两年一度的治安联席会议在县政府举行。", "治安联席会议"),
        ("3月2日，旨在加强沟通交流的前厅联谊座谈会举行。", "前厅联谊座谈会"),
        ("3月2日，县政府召开“改作风，提效能”工作会议。县长张伟参加。", "“改作风，提效能”工作会议"),
        ("会议纪要\n会议主题 | 学生会全体干部第十五次会议纪要 |\n会议地点 | 会议室\n主持人 | 周雨欣 | 记录人 | 李明\n", "学生会全体干部第十五次会议"),
    ],
)  # fmt: skip
def test_a_meeting_is_named_in_full_and_with_nothing_beside(text: str, name: str) -> None:
    assert named(text) == name


def test_a_day_counts_from_the_dateline_wherever_the_head_of_the_page_ends() -> None:
    head = "某某日报 第1版\n\n第1版（要闻）\n专栏：\n\n" + "市人大常委会会议闭会 决定设立委员会\n" * 4
    told = understood(f"{head}新华社某市二月二十三日电 市人大常委会第六次会议今天下午闭会。", "1979-02-24")
    assert told.meeting is not None
    assert told.meeting.held is not None
    assert told.meeting.held.interval is not None
    assert told.meeting.held.interval.start.isoformat() == "1979-02-23"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("日前，四川北路街道召开夏季社区安全工作会议。街道党工委书记李鹏山出席会议。", ["四川北路街道"]),
        ("今日县政府召开工作会议，县长张伟参加。", []),
    ],
)
def test_a_place_is_no_season_and_no_day(text: str, places: list[str]) -> None:
    meeting = understood(text).meeting
    assert meeting is not None
    assert [place.name for place in meeting.places] == places


def test_what_a_meeting_elects_is_no_group_that_came_and_how_they_came_none_of_its_name() -> None:
    told = understood("7月1日，云山村召开选举大会，公推直选该村党总支部书记、副书记和委员，64名党员参加了大会。")
    assert [group.name for group in told.groups] == ["64名党员"]
    told = understood("7月1日，公司召开职工代表大会。103名职工代表通过现场和视频方式参加了本次大会。")
    assert [group.name for group in told.groups] == ["103名职工代表"]


@pytest.mark.parametrize(
    "text",
    [
        "二届六次理事会\n会议文件之五\n关于会长办公会制度\n我会现行的会议有理事会。会长办公会由会长主持，秘书长参加。\n一、会议时间：一般在两次理事会之间召开。",
        "云山、石门乡代会定期会15日开议\n云山乡民代表会第七届第五次定期大会议事日程已经排定，乡代表在十一月十五日报到后，十六日正式开议，议程安排依序是乡长施政报告。",
    ],
)
def test_a_rule_and_a_programme_report_no_meeting(text: str) -> None:
    assert understood(text).meeting is None


HEAD = "学生代表大会第六次定期大会纪录\n时间：2016年5月23日\n"


def test_units_before_a_comma_group_the_names_of_a_list_that_ends_in_a_stop() -> None:
    found = people(
        f"{HEAD}出席者：文学院，吴音宁、刘昱明、吴政山；理学院，黄泊文、许皓天。\n出席者共5人。\n请假者：文学院，许钧文；理学院，张祯明。\n主席：议长 高绍山。\n"
    )
    assert {who for who, (_, roles) in found.items() if roles == {"attendee"}} == {
        "吴音宁",
        "刘昱明",
        "吴政山",
        "黄泊文",
        "许皓天",
    }
    assert {who for who, (_, roles) in found.items() if roles == {"absent"}} == {"许钧文", "张祯明"}
    assert found["高绍山"] == (("议长",), {"chair"})


def test_a_label_may_say_members_of_the_meeting() -> None:
    found = people(
        "方案讨论\n1. 会议人员：霍琳明、关胜文、李亚山\n2. 会议时间：2024-05-29 15:30\n3. 会议记录人：关胜文\n"
    )
    assert found == {
        "霍琳明": ((), {"attendee"}),
        "关胜文": ((), {"attendee", "recorder"}),
        "李亚山": ((), {"attendee"}),
    }


@pytest.mark.parametrize(
    ("text", "who", "roles"),
    [
        ("议员陈昭文今召开「环评实务问题与制度改革公听会」进行总体检。", "陈昭文", {"chair"}),
        ("区议会第六十六次会议举行。（由李志明议员动议，方平山议员、林翠文议员和议）", "林翠文", {"attendee"}),
        ("众多贵宾莅临，包括社会局局长洪明文、商业会副理事长蔡嘉山及多位友会理事长等。", "蔡嘉山", {"attendee"}),
        ("县长余松山就资金拨付慢的问题点名三个乡镇。", "余松山", {"speaker"}),
    ],
)
def test_who_does_what_there(text: str, who: str, roles: set[str]) -> None:
    assert people(f"3月2日，县政府举行座谈会。{text}")[who][1] == roles


@pytest.mark.parametrize(
    "text",
    ["同乡会许理事长敬敬业业，感谢一切。", "让党员同志冲在防疫一线。", "书记从提高认识、把握重点两个方面作了讲话。"],
)
def test_words_behind_an_office_are_no_name(text: str) -> None:
    assert people(f"3月2日，同乡会会员大会举行。{text}") == {}


def test_bylines_stand_behind_a_bar_or_beside_the_hour() -> None:
    assert people("3月2日，县政府召开工作会议。（文、编/周圆山 图/王丽君 审/谭秋文）").keys() == {
        "周圆山",
        "王丽君",
        "谭秋文",
    }
    assert people("2024-10-14 18:33:00 / 柯皇文 沈丽山 报导 /\n县政府3月2日召开工作会议。").keys() == {
        "柯皇文",
        "沈丽山",
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024年3月5日（星期三）上午", True),
        ("民國113年3月5日（三）上午", True),
        ("2024年3月5日（星期二）上午", False),
        ("昨（四）日上午", False),
        ("周三上午", False),
    ],
)
def test_a_weekday_that_is_not_that_days_is_noted(day: str, said: bool) -> None:
    told = understood(f"{day}，县政府召开第3次常务会议。县长张伟主持会议。", "2024-03-05")
    assert (told.notes == (f"the weekday that it states for {day} is not that day's",)) is said


# --- what looks alike and must stay as it is


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3月2日，县长张伟主持第12次会议。\n县政协常委会第12次会议将于下月召开。", "第12次会议"),
        ("县长张伟3月2日主持召开第20次会议。\n另讯：县总工会第20次会议昨天闭幕。", "第20次会议"),
        ("3月2日，中日/韩国三方合作研讨会在县政府举行。", "中日/韩国三方合作研讨会"),
        ("3月2日，因特网管理的联席会议在县政府举行。", "因特网管理的联席会议"),
        ("3月2日，定稿工作专题会议在县政府举行。", "定稿工作专题会议"),
    ],
)
def test_what_belongs_to_a_name_stays(text: str, name: str) -> None:
    assert named(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "3月2日，市政府召开第5次常务会议，市长张伟主持会议，副市长李强出席。会议审议通过：\n一、关于公务用车管理办法\n二、其他\n",
        "县人大常委会第5次会议3月2日举行。会议表决通过了草案。\n关于预算管理的办法\n",
        "县人大常委会会议3月2日举行。县长张伟出席。会议议程已经排定，各代表分组讨论。",
    ],
)
def test_a_meeting_that_was_held_is_one_whatever_it_passed_or_arranged(text: str) -> None:
    assert understood(text).meeting is not None


@pytest.mark.parametrize(
    "below",
    ["\n相关新闻：\n新华社北京11月1日电 国务院召开会议。", "会议学习了人民日报11月28日刊发的消息。"],
)
def test_news_further_down_dates_nothing(below: str) -> None:
    told = understood(
        "县政府昨天召开常务会议，县长张伟主持会议。" + "会议强调，要抓好安全生产。" * 10 + below, "2024-12-05"
    )
    assert told.meeting is not None
    assert told.meeting.held is not None
    assert told.meeting.held.interval is not None
    assert told.meeting.held.interval.start.isoformat() == "2024-12-04"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("会议邀请各寺法师出席。本寺法师、居士参加会议。", set()),
        ("座谈会由从严管理监督科科长李强主持。", {"李强"}),
        ("会前，县长张伟走访企业，副县长李强陪同参加会议并讲话。", {"李强"}),
        ("县长王伟安排专人负责。", {"王伟"}),
    ],
)
def test_who_is_no_person_and_who_was_there(text: str, who: set[str]) -> None:
    assert people(f"3月2日，县政府召开工作会议。{text}").keys() - {"张伟"} == who


def test_a_place_beside_the_hour_reports_nothing() -> None:
    assert people("2024-03-02 10：20 / 高雄 综合报道\n3月2日，县政府召开工作会议。") == {}


def test_a_surname_and_a_post_is_nobodys_title_and_whom_to_ask_did_not_come() -> None:
    found = people("党委会会议纪要\n时间：2024年3月5日\n参会：张主任、李科长、陈明、王芳。联系人：刘洋，电话：123。\n")
    assert found == {"陈明": ((), {"attendee"}), "王芳": ((), {"attendee"})}


@pytest.mark.parametrize(
    ("text", "who", "titles", "roles"),
    [
        ("大会由协会副会长彭真致开幕词。", "彭真", ("协会副会长",), {"speaker"}),
        ("中国人民反对侵略委员会副主席李明致闭幕词。", "李明", ("中国人民反对侵略委员会副主席",), {"speaker"}),
        ("有份出席的自由黨中西區區議員楊哲安表示，會面融洽。", "楊哲安", ("自由黨中西區區議員",), {"attendee", "speaker"}),
        ("由于县长李建国出差，会议由副县长赵敏主持。", "李建国", ("县长",), {"absent"}),
        ("張偉明縣長因公由副縣長李建國代為主持。", "張偉明", ("縣長",), {"absent"}),
        ("专家张伟明教授、赵敏高级工程师先后发表意见。", "赵敏", ("高级工程师",), {"speaker"}),
        ("会议确定了领导小组组长张坚，新入会副会长陈华参加会议。", "陈华", ("副会长",), {"attendee"}),
        ("内政部部长徐国勇、云门山住持心保和尚莅临与会。", "徐国勇", ("内政部部长",), {"attendee"}),
        ("陈立、王刚等参加会议。", "王刚", (), {"attendee"}),
        ("赵明、李强、王刚等同志出席了开幕式，热烈祝贺全县政协会议的召开。", "王刚", (), {"attendee"}),
        ("委员朱妙丽、百强、吴慧群、李汝荣列席会议。", "吴慧群", ("委员",), {"observer"}),
    ],
)  # fmt: skip
def test_who_has_which_office_and_what_he_did(text: str, who: str, titles: tuple[str, ...], roles: set[str]) -> None:
    assert people(f"3月2日，县政府召开工作会议。{text}")[who] == (titles, roles)


def test_a_mountain_with_a_temple_is_nobody() -> None:
    assert "云门山" not in people("3月2日，佛教协会召开会员大会。内政部部长徐国勇、云门山住持心保和尚莅临与会。")


def test_whom_a_text_calls_by_the_last_part_of_his_name_is_the_same() -> None:
    found = people("11月17日，双方举行会谈。澳大利亚总理罗伯特·霍克举行欢迎会，并主持会议。霍克总理表示，关系很好。")
    assert set(found) == {"罗伯特·霍克"}
    assert found["罗伯特·霍克"][1] == {"chair", "speaker"}


def test_a_meeting_named_in_short_is_named_as_the_text_spells_it_out() -> None:
    text = "县政协七届一次会议开幕\n3月2日，中国人民政治协商会议青溪县第七届委员会第一次会议在县会堂开幕。县政协主席张伟主持开幕式。"
    assert named(text) == "中国人民政治协商会议青溪县第七届委员会第一次会议"
    assert (
        named("3月2日，县政协七届一次会议在县会堂开幕。此前召开了第六届委员会第五次会议。张伟主持开幕式。")
        == "县政协七届一次会议"
    )
