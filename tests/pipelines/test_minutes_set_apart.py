"""Minutes whose blanks and lines are no plain ones, units below a list, and what a report says around its meeting."""

from __future__ import annotations

from time import perf_counter

import pytest
from told import people, understood

HEAD = "會議紀錄\n時間：2010年12月6日\n"


def test_a_blank_before_a_form_of_address_belongs_to_the_name() -> None:
    found = people(f"{HEAD}主席：陳大同\n委員：林美珠女士、 黃秋雲 女士、 吳志遠 先生\n列席：何家豪 先生\n")
    assert found["黃秋雲"] == (("委員",), {"attendee"})
    assert found["吳志遠"] == (("委員",), {"attendee"})
    assert found["何家豪"] == ((), {"observer"})


def test_units_below_who_stayed_away_or_kept_the_record_sent_people_who_came() -> None:
    found = people(
        f"{HEAD}主席：陳大同\n請假：黃秋雲\n宏興管理有限公司  ：林美珠女士 高級經理\n吳志遠先生    保養工程師\n"
    )
    assert found["黃秋雲"] == ((), {"absent"})
    assert found["林美珠"] == (("高級經理",), {"attendee"})
    assert found["吳志遠"] == (("保養工程師",), {"attendee"})
    found = people(f"{HEAD}主席：陳大同\n紀錄：黃秋雲\n民政處：林志強 科長\n教育局：吳美芬科長\n")
    assert found["黃秋雲"] == ((), {"recorder"})
    assert found["林志強"] == (("科長",), {"attendee"})
    assert found["吳美芬"] == (("科長",), {"attendee"})


def test_a_list_of_units_that_stayed_away_goes_on() -> None:
    found = people(f"{HEAD}主席：陳大同\n請假：\n民政處：林志強 科長\n教育局：吳美芬科長\n")
    assert {one for one, (_, roles) in found.items() if roles == {"absent"}} == {"林志強", "吳美芬"}


def test_minutes_set_letter_by_letter_are_cut_into_names_under_their_labels() -> None:
    spaced = " ".join(
        "南山大學99學年度第2學期第4次行政會議紀錄時間:100年5月18日上午地點:行政大樓會議廳主席:傅文利校長"
        "出席:顏志明黃奇周兆華沈季平葉建國趙蕙如黃有德請假:周義成柯明遠紀錄:張雅雯壹報告事項一主席報告感謝各位主管的辛勞"
    )
    found = people(spaced)
    assert found["傅文利"][1] >= {"chair"}
    came = {one for one, (_, roles) in found.items() if roles == {"attendee"}}
    assert came == {"顏志明", "黃奇", "周兆華", "沈季平", "葉建國", "趙蕙如", "黃有德"}
    assert {one for one, (_, roles) in found.items() if roles == {"absent"}} == {"周義成", "柯明遠"}


def test_letters_set_apart_are_cut_where_somebody_came_in_the_stead_of_another() -> None:
    found = people(
        "市政府第963次市政會議\n開會日期\n1998-06-16\n主席\n林市長文山\n紀錄\n鄧 雅 婷\n出席\n"
        "陳 志 明 王 啟 文     卓  藤 陳 發 生     許 仁 傑 郭 瑤 芬 林 錦 榮張起文代 李 作 民陳慧如代 姚 秋 生     游 錫 文公假\n列席\n林 得 勝\n"
    )
    assert {one for one, (_, roles) in found.items() if roles == {"absent"}} == {"林錦榮", "李作民", "游錫文"}
    came = {"陳志明", "王啟文", "卓藤", "陳發生", "許仁傑", "郭瑤芬", "張起文", "陳慧如", "姚秋生"}
    assert {one for one, (_, roles) in found.items() if roles == {"attendee"}} == came
    assert found["林得勝"][1] == {"observer"}


def test_no_delegate_of_a_town_is_a_name() -> None:
    found = people(
        "今日立委林志強邀集議員蔡永昌、陳俊明、土庫鎮民代表會副主席李學文及鄉親至東山鄉一號圳、西河鄉二號圳等地召開施工說明會。"
    )
    assert found.keys() == {"蔡永昌", "陳俊明", "李學文"}
    assert found["李學文"] == (("土庫鎮民代表會副主席",), {"attendee"})


@pytest.mark.parametrize(
    ("text", "name", "titles"),
    [
        ("會議由會長林志強主持。去年立委吳美芬接獲陳情，表示要改善。", "吳美芬", ("立委",)),
        ("會議由會長林志強主持。經費不足，加上區長吳美芬表示要改善。", "吳美芬", ("區長",)),
        ("會議由會長林志強主持。▲▼花蓮縣長吳美芬表示要改善。", "吳美芬", ("花蓮縣長",)),
        ("会议由会长林志强主持。经表决，通过学会秘书长吴美芬为学会发言人，吴美芬作说明。", "吴美芬", ("学会秘书长",)),
    ],
)
def test_what_stands_before_a_title_is_none_of_it(text: str, name: str, titles: tuple[str, ...]) -> None:
    assert people(text)[name][0] == titles


@pytest.mark.parametrize(
    ("text", "name", "roles"),
    [
        ("会上，杨林秀委员聚焦新发展格局提出建议。", "杨林秀", {"speaker"}),
        ("会议由主任李简明主持。随后，片区刘仲文主任组织学习了讲话。", "刘仲文", {"speaker"}),
        ("会议由会长李简明主持，副会长马建文担任大会秘书。", "马建文", {"attendee"}),
        ("会议由会长李简明主持，理事长胡景明作本年度工作重点。", "胡景明", {"speaker"}),
        (
            "会议由会长李简明主持。会议特别邀请了监事长刘世文指导和监督相关工作，秘书处相关人员列席会议。",
            "刘世文",
            {"attendee"},
        ),
        # who presides in the stead of another, who is on a list by its label, who signs
        ("立法院會議紀錄\n主席（李委員麗文代）\n現在繼續開會。\n主席：請部長報告。", "李麗文", {"chair"}),
        ("社區治安會議由分局長林樹國主持，督察長沈炳文也率領警察局團隊指導。", "沈炳文", {"attendee"}),
        ("家委会会议纪要\n时间：2025年2月27日\n主持人：李明\n出席对象：孙锦文、李绮云\n列席成员：顾坚文", "孙锦文", {"attendee"}),
        ("家委会会议纪要\n时间：2025年2月27日\n主持人：李明\n出席对象：孙锦文、李绮云\n列席成员：顾坚文", "顾坚文", {"observer"}),
        ("会议由主任李建国主持。\n二 审：杨 俊\n制作人：魏雄燕", "杨俊", {"byline"}),
        ("会议由主任李建国主持。\n（报道：尹天明）", "尹天明", {"byline"}),
    ],
)  # fmt: skip
def test_what_was_done_in_a_meeting(text: str, name: str, roles: set[str]) -> None:
    assert people(text)[name][1] == roles


def test_whom_one_addresses_is_nobody() -> None:
    assert people("會議由會長林志強主持，也向農民朋友說明工程。").keys() == {"林志強"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("青溪县于8月28日至29日召开经济工作会议，县长张伟主持。", "8月28日至29日"),
        ("青溪县昨天上午召开经济工作会议，县长张伟主持。", "昨天上午"),
        ("会议纪要\n时间：8月28日\n主席：张三丰\n出席：李大同", "8月28日"),
    ],
)
def test_a_day_without_a_year_is_quoted_where_nobody_says_when_it_was_published(text: str, words: str) -> None:
    meeting = understood(text).meeting
    assert meeting is not None
    assert meeting.held is not None
    assert (meeting.held.interval, meeting.held.words) == (None, words)


def test_a_full_date_goes_before_a_day_that_does_not_tell() -> None:
    meeting = understood("8月28日，县长张伟主持召开预备会议。2024年9月1日，青溪县召开经济工作会议，张伟主持。").meeting
    assert meeting is not None
    assert meeting.held is not None
    assert meeting.held.words == "2024年9月1日"


def test_what_a_press_conference_is_about_is_no_day_of_it() -> None:
    report = understood(
        "青溪县举行发布会介绍上半年经济运行情况。县统计局局长李明介绍情况，县长张伟主持。", "2024-07-20"
    )
    assert report.meeting is not None
    assert (report.meeting.kind, report.meeting.body, report.meeting.held) == ("press_conference", "青溪县", None)
    assert [place.name for place in report.meeting.places] == ["青溪县"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("县八届人大常委会召开第20次会议\n3月5日，王明主任主持会议。日前召开的县八届人大常委会第20次会议表决通过了报告。", "县八届人大常委会第20次会议"),
        ("乡公所每年定期召开四次村长暨村干事业务会报。今年第一季会议召开，由乡长游淑芬主持。", "村长暨村干事业务会报"),
        ("警区于3月5日举行「行动计划简报会」，回顾成果。区议会主席李国明出席。", "行动计划简报会"),
        ("3月5日，省交通学会召开2021年度科技进步与创新计划项目（第一批）中期评估会。处长廖毅参加会议。", "2021年度科技进步与创新计划项目（第一批）中期评估会"),
    ],
)  # fmt: skip
def test_the_name_of_a_meeting(text: str, name: str) -> None:
    meeting = understood(text, "2021-03-06").meeting
    assert meeting is not None
    assert meeting.name == name


def test_headlines_at_the_end_of_a_text_are_of_other_reports() -> None:
    text = (
        "12月3日，青溪县召开安全生产会议。县长张伟出席会议并讲话，强调要压实责任，加强隐患排查，确保平安过冬。\n"
        "·县委书记李明主持召开常委会会议\n·副县长王强主持召开防汛工作会议\n"
    )
    assert people(text).keys() == {"张伟"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("会上，县应急局局长马骏通报了一季度事故情况，部署了下步工作。", []),
        ("会上，卫生局长朱家祥报告登革热疫情，指出本周新增三例。", ["本周新增三例。"]),
    ],
)
def test_a_matter_only_reported_on_is_nothing_that_was_said(text: str, said: list[str]) -> None:
    report = understood(f"12月3日，青溪县召开工作会议。{text}", "2024-12-05")
    assert [report.text[one.start : one.end] for one in report.statements] == said


def test_groups_set_apart_by_semicolons_came_with_those_named_before() -> None:
    found = people(
        "县委召开会议。县委书记李明主持会议。县委副书记雷德用，县委常委雷超等县四班子领导；各乡镇党委书记；县人武部干部参加会议。"
    )
    assert found["雷德用"] == (("县委副书记",), {"attendee"})
    assert found["雷超"] == (("县委常委",), {"attendee"})


@pytest.mark.parametrize(
    "text",
    [
        "邱志明長老表示，族人散居在慶豐、福興、南華、干城村、博愛新村及吉安等部落，人數眾多，感謝鄉長。",
        "手冊也特別用羅馬拼音翻譯成阿美、排灣、布農、魯凱、卑南族等語言，協助長者了解說明。",
        "會議也針對失智失蹤老人關懷等時事問題加強宣導。",
        "縣長傅志明常說，要救人一命。",
        "主席告知議員，陳志林議員及楊文森議員曾要求加入委員會。",
    ],
)
def test_places_tongues_and_matters_are_nobody_and_neither_is_who_is_only_quoted(text: str) -> None:
    named = people(f"會議由處長林志強主持。{text}").keys()
    assert "林志強" in named
    assert named <= {"林志強", "邱志明"}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("我会市委委员蔡晓方传达全会精神。", ("市委委员",)),
        ("上届区妇联主席蔡晓方传达全会精神。", ("区妇联主席",)),
    ],
)
def test_our_own_body_and_the_term_before_are_no_part_of_a_title(text: str, titles: tuple[str, ...]) -> None:
    assert people(f"会议由主任李建国主持。{text}")["蔡晓方"][0] == titles


def test_the_year_that_a_meeting_looks_back_on_is_not_taken_for_its_own() -> None:
    meeting = understood("1月21日上午，青溪法院召开2024年度工作总结表彰大会。院长王德军主持会议。").meeting
    assert meeting is not None
    assert meeting.held is not None
    assert meeting.held.interval is None


def test_a_session_whose_days_are_to_come_was_not_held() -> None:
    text = "金門縣鄉民代表會宣布，將於2026年2月2日至4日，一連三天召開第13屆第17次臨時會。主席林長明呼籲鄉親關心，表示監督鄉政是最重要的職責。"
    assert not understood(text, "2026-01-28").is_meeting


def test_when_a_body_meets_by_its_rules_is_no_meeting_that_was_held() -> None:
    rules = "（四）讨论通过规章；\n市政府常务会议一般每月召开1-2次，可安排有关负责同志列席。\n十四、市长办公会议根据需要不定期召开，由市长召集并主持，市长、副市长、秘书长参加会议。"
    assert not understood(rules).is_meeting


def test_delegates_of_a_meeting_to_come_have_not_come() -> None:
    report = understood(
        "3月5日，县人大常委会召开会议。主任王明主持会议。将于3月10日召开的县人大三次会议，共有382名代表参加。",
        "2024-03-06",
    )
    assert not report.groups


def test_units_that_took_part_are_groups() -> None:
    report = understood("3月5日，河川局召开联系会议，局长王明主持。参加单位包含青溪县政府、电力公司等。", "2024-03-06")
    assert [group.name for group in report.groups] == ["青溪县政府", "电力公司"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        # what is much like the rules above, and must stay as it is
        (f"{HEAD}主席：陳大同\n請假：如下\n財政局：林志強局長\n民政處：吳美芬處長", {"陳大同": "chair", "林志強": "absent", "吳美芬": "absent"}),
        (f"{HEAD}主席：陳大同\n請假：教育局：何家豪\n財政局：林志強局長", {"陳大同": "chair", "何家豪": "absent", "林志強": "absent"}),
        (f"{HEAD}主席：陳大同\n請假人員：黃秋雲（教育局）\n財政局：林志強", {"陳大同": "chair", "黃秋雲": "absent", "林志強": "absent"}),
        ("12月3日，青溪縣召開安全生產會議，研究部署今冬明春各項安全生產工作任務的落實。\n◆縣長張偉主持會議並作重要講話\n◆副縣長李明出席會議並通報有關情況\n", {"張偉": "chair speaker", "李明": "speaker attendee"}),
        ("会议由县长张伟主持。会议通报了原局长李明、原副局长王小明等干部；受处分人员；各单位负责人参加会议。", {"张伟": "chair"}),
        ("会议由县长张伟主持。慰问了老领导李明、王小明等同志；各乡镇书记参加会议。", {"张伟": "chair"}),
        ("会议由县长张伟主持。县委要求县长李明指导相关部门工作。", {"张伟": "chair"}),
        ("会议由县长张伟主持。局长李明等议题发言人参加会议。", {"张伟": "chair", "李明": "speaker attendee"}),
        ("会议由县长张伟主持。局长李明曾建议，今年在会上又要求落实。", {"张伟": "chair", "李明": "speaker"}),
        ("会议由县长张伟主持。会议期望在座委员李明发言。", {"张伟": "chair", "李明": "speaker"}),
    ],
)  # fmt: skip
def test_what_looks_like_it_stays_as_it_is(text: str, roles: dict[str, str]) -> None:
    assert {one: had for one, (_, had) in people(text).items()} == {one: set(had.split()) for one, had in roles.items()}


def test_letters_set_apart_keep_their_words_whole() -> None:
    lines = (
        "南山大學99學年度第2學期第4次行政會議紀錄時間:100年5月18日上午地點:行政大樓會議廳", "主席:傅文利校長", "副主席:陳大同",
        "出席:顏志明、黃奇", "未出席:周義成、柯明遠", "紀錄:張雅雯",
    )  # fmt: skip
    found = people("\n".join(" ".join(line) for line in lines))
    assert {one for one, (_, roles) in found.items() if "chair" in roles} == {"傅文利"}
    assert {one for one, (_, roles) in found.items() if roles == {"absent"}} == {"周義成", "柯明遠"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("会议强调即将召开的党代会十分重要，教育局、财政局负责人参加会议。", ["教育局", "财政局负责人"]),
        ("会议研究将于3月召开的两会筹备工作，各乡镇党委书记参加会议。", ["各乡镇党委书记"]),
        (
            "符合条件的村民代表、并网企业负责人、居民大会代表参加会议。",
            ["符合条件的村民代表", "并网企业负责人", "居民大会代表"],
        ),
    ],
)
def test_groups_beside_a_meeting_to_come_or_with_words_like_verbs_came(text: str, groups: list[str]) -> None:
    assert [one.name for one in understood(f"会议由县长张伟主持。{text}").groups] == groups


def test_a_day_of_another_meeting_is_not_quoted_and_a_year_of_its_own_is_kept() -> None:
    other = understood("2024年上半年，青溪县召开经济工作会议，县长张伟主持。8月28日举行预备会。").meeting
    assert other is not None
    assert other.held is None or other.held.words != "8月28日"
    own = understood("8月28日，县委召开2024年教师节表彰大会，县长张伟主持。").meeting
    assert own is not None
    assert own.held is not None
    assert own.held.interval is not None
    assert own.held.interval.start.isoformat() == "2024-08-28"


@pytest.mark.parametrize(
    "text", ["3月5日，参观团一行来到龙门镇召开座谈会，县长张伟主持。", "3月5日，旅行社跨区召开座谈会，县长张伟主持。"]
)
def test_who_went_somewhere_is_no_body_that_convened(text: str) -> None:
    meeting = understood(text, "2024-03-06").meeting
    assert meeting is not None
    assert meeting.body is None


@pytest.mark.parametrize("text", ["对甲报告乙，" * 300, "及" * 3000, "各单位参加" * 4000, "林 錦 榮張起文代 " * 800])
def test_what_repeats_takes_time_in_step_with_its_length(text: str) -> None:
    begun = perf_counter()
    understood(f"会议由县长张伟主持。局长李明{text}表示同意。")
    assert perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (f"{HEAD}出席者：\n黃昆明先生 JP（主席）\n陳寶怡女士 MH", "黃昆明", (("主席",), {"chair", "attendee"})),
        (f"{HEAD}出席者：\n黃昆明先生 JP（主席）\n陳寶怡女士 MH", "陳寶怡", ((), {"attendee"})),
        ("会上宣读了关于李刚同志任市委书记、免去王强同志市委书记职务的决定。会议由县长张伟主持。王强、李刚分别作表态发言。", "李刚", (("市委书记",), {"speaker"})),
    ],
)  # fmt: skip
def test_honours_behind_a_blank_and_the_post_of_another(text: str, name: str, expected: object) -> None:
    assert people(text)[name] == expected


def test_to_whom_one_turns_is_no_part_of_a_name() -> None:
    assert "向李强" not in people("会议由县长张伟主持。因故不能参加的，请向副县长李强请假。")


@pytest.mark.parametrize(
    ("end", "is_open"), [("副主任谭惠明、副主任刘光文等。", True), ("副主任谭惠明、副主任刘光文。", False)]
)
def test_a_list_that_ends_in_others_is_open(end: str, is_open: bool) -> None:
    assert understood(f"研讨会由县长张伟主持。出席研讨会的嘉宾包括：{end}").attendance_open is is_open


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ("县财政局局长 郭峰 县发改局 陈列 县水利局副局长 赵敏", {"郭峰": "县财政局局长", "陈列": "", "赵敏": "县水利局副局长"}),
        ("县财政局 郭峰 民政办 陈列 水利站站长 赵敏", {"郭峰": "", "陈列": "", "赵敏": "水利站站长"}),
        ("城关镇党委书记 李建国 河口乡 赵敏 县人社局局长 周立新", {"李建国": "城关镇党委书记", "赵敏": "", "周立新": "县人社局局长"}),
        ("水利署 林明德 副工程司 交通部 陈列", {"陈列": ""}),
    ],
)  # fmt: skip
def test_blanks_alone_set_units_posts_and_names_apart(listed: str, found: dict[str, str]) -> None:
    text = f"县人民政府常务会议纪要\n时间：2024年3月5日\n主持人：王守成\n列席人员：{listed}\n会议听取了汇报。"
    assert {
        name: " ".join(titles) for name, (titles, roles) in people(text).items() if "observer" in roles
    }.items() >= found.items()
    assert "交通部" not in people(text)


def test_each_line_of_columns_has_its_own_office_and_tabs_part_labels_from_what_they_say() -> None:
    found = people(
        "街坊會第二屆第三次會議記錄\n日期：2019年7月8日 (星期一)\n出席：\n主席    陳大文先生\n副主席  李小芳女士\n司庫    何志強先生\n委員    周國華先生、鄭美儀女士\n列席：  社工 梁詠詩姑娘\n"
    )
    assert found["何志強"] == (("司庫",), {"attendee"})
    assert found["鄭美儀"] == (("委員",), {"attendee"})
    assert found["梁詠詩"] == (("社工",), {"observer"})
    report = understood(
        "村民代表会议记录\n会议时间\t2023年6月18日上午\n会议地点\t村委会\n主持人\t王守成\n记录人\t李秀英"
    )
    assert report.meeting
    assert report.meeting.name == "村民代表会议"
    assert report.meeting.held
    assert str(report.meeting.held.interval and report.meeting.held.interval.start) == "2023-06-18"


@pytest.mark.parametrize(
    ("heading", "name"), [("党支部会议记录", "党支部会议"), ("会议记录", None), ("工作会议纪要", None)]
)
def test_a_record_may_be_of_a_body_with_a_short_name(heading: str, name: str | None) -> None:
    meeting = understood(f"{heading}\n时间：2024年3月5日14:00\n主持人：李明\n参会人员：张华、陈立").meeting
    assert meeting
    assert meeting.name == name


def test_who_speaks_may_stand_in_brackets_on_a_line_with_where_he_is_from() -> None:
    record = (
        "學生代表大會三常逐字稿\n[主席]\n現在時間是中華民國104年3月30日 6:52宣布開會\n[法學院周易]\n提議將預算移到最後一案\n"
        "[主席]\n附議?\n[法學院謝宇修]\n提案討論預算案，應該是抽出案。\n[電資學院吳軒宇]\n副議長沒來，由我代為報告。\n"
    )
    found = {name: ((), {"speaker"}) for name in ("周易", "謝宇修", "吳軒宇")}
    assert people(record) == found
    assert people(record.replace("[", "").replace("]", "：")) == found


def test_a_list_may_tell_on_which_day_who_came() -> None:
    found = people(
        "委員會第7次全體委員會議議事錄\n時間：中華民國107年10月17日\n出席委員：羅致和 蔡適應 江啟明（出席委員3人）\n\n列席人員：(10月17日)上午\n\n外交部部長吳釗文及所屬人員\n\n"
        "經濟部常務次長王美花\n\n(10月18日)下午\n\n國防部副部長沈一明\n\n主席：邱召集委員志偉\n"
    )
    assert found["吳釗文"] == (("外交部部長",), {"observer"})
    assert found["沈一明"] == (("國防部副部長",), {"observer"})
