"""Who said what: passages end where somebody else begins, pronouns are who stands before them, or nobody."""

import pytest

from jiyao.model import Article
from pipelines.flow import understand


def said(text: str) -> list[tuple[str | None, str, str]]:
    report = understand(Article("", "", text), None)
    assert report.is_meeting
    return [(s.speaker, s.verb, text[s.start : s.end]) for s in report.statements]


def test_a_passage_ends_where_others_begin() -> None:
    text = "会议由张志强主持。他指出，要抓好落实。参会人员认为，成效显著。李文华局长表示支持。他说，明年再来。"
    assert said(text) == [
        ("张志强", "指出", "要抓好落实。"),
        ("李文华", "表示", "支持。"),
        ("李文华", "说", "明年再来。"),
    ]


@pytest.mark.parametrize("act", ["主持会议并强调，", "出席会议并讲话，强调，", "在总结时强调，", "强调，"])
def test_who_presides_and_speaks_is_the_speaker(act: str) -> None:
    text = f"县委书记张志强{act}要抓好春耕。要确保安全。县长李文华参加会议。会议由副县长王小明主持。"
    assert said(text) == [("张志强", "强调", "要抓好春耕。要确保安全。")]


def test_a_pronoun_that_may_be_two_people_is_nobody() -> None:
    assert said("张志强县长、李文华局长出席会议。会议由王小明主持召开。") == []
    assert said("会议由王小明主持。张志强县长、李文华局长出席会议。他说，要抓好落实。") == []


def test_the_lines_of_a_verbatim_record_are_statements() -> None:
    text = "第三次会议记录\n主席：張志強\n出席：王小明、李文華\n王小明委員：今年預算太少，請說明。\n李文華局長：明年再編列。"
    assert said(text) == [("王小明", "：", "今年預算太少，請說明。"), ("李文華", "：", "明年再編列。")]


def test_verbs_of_traditional_reports_begin_a_statement() -> None:
    text = "縣務會議由縣長張志強主持。張志強回應說，不會。王小明議員追問經費來源。李文華說：「成長百分之二。」他續指，將審慎理財。"
    assert said(text) == [
        ("張志強", "回應說", "不會。"),
        ("王小明", "追問", "經費來源。"),
        ("李文華", "說", "「成長百分之二。」"),
        ("李文華", "指", "將審慎理財。"),
    ]


def test_the_meetings_own_words_are_nobodys() -> None:
    assert said("县委常委会会议召开。县委书记张志强主持。会议强调，要抓好春耕。") == [(None, "强调", "要抓好春耕。")]


@pytest.mark.parametrize(("rest", "passage"), [
    ("投资下滑。县直各部门负责人列席会议。", "投资下滑。"),
    ("投资下滑。县统计局、财政局负责人参加会议。", "投资下滑。"),
    ("“要抓项目。”会议由副县长马兰主持。", "“要抓项目。”"),
    ("情况很好，石门镇党委书记白雪作了表态发言。", "情况很好，"),
])  # fmt: skip
def test_others_acts_are_not_put_into_a_speakers_mouth(rest: str, passage: str) -> None:
    text = f"县委常委会会议召开，县委书记李文华主持会议。县长张志强指出，{rest}"
    assert said(text) == [("张志强", "指出", passage)]


def test_two_verbs_are_one_and_an_explanation_that_was_given_is_no_quotation() -> None:
    text = (
        "县长李文华主持会议。副县长张志强就预算作了说明。会议决定，同意安排。局长王小明补充说明，将动支预备金。李文华强调三点。"
        "王小明报告指出，进度良好。张志强首先发言：“我同意。”"
    )
    assert said(text) == [
        (None, "决定", "同意安排。"),
        ("王小明", "补充说明", "将动支预备金。"),
        ("王小明", "报告指出", "进度良好。"),
        ("张志强", "发言", "“我同意。”"),
    ]


def test_under_the_labels_of_minutes_the_chair_speaks_and_the_meeting_decides() -> None:
    text = (
        "第6次市政會議紀錄\n主席：黃市長文明　　紀錄：李小芬\n出席：王局長大同\n一、報告事項\n主席裁示：請於五月底前完成清淤。\n"
        "二、討論事項\n第1案　案由：修正條例案。\n決議：照案通過，送議會審議。\n主席：各位還有意見嗎？散會。"
    )
    assert said(text) == [
        ("黃文明", "裁示", "請於五月底前完成清淤。"),
        (None, "決議", "照案通過，送議會審議。"),
        ("黃文明", "：", "各位還有意見嗎？散會。"),
    ]


def test_a_decision_goes_on_over_its_items() -> None:
    text = (
        "2024年4月16日，县长郝建文主持召开县政府第3次常务会议。会议决定：\n（一）同意方案，由住建局实施。\n（二）财政局落实资金。\n"
        "会议原则同意《整治方案》，由县市场监管局牵头。"
    )
    assert said(text) == [
        (None, "决定", "（一）同意方案，由住建局实施。\n（二）财政局落实资金。"),
        (None, "原则同意", "《整治方案》，由县市场监管局牵头。"),
    ]


@pytest.mark.parametrize(
    ("rest", "passage"),
    [
        ("各乡镇党委副书记，相关部门主要负责人参加会议。 来源：某县融媒体中心 记者：祁文 编辑：李文", "要抓好落实。"),
        ("会议审议通过了考核办法。", "要抓好落实。"),
        ("组成人员普遍认为，成效显著。", "要抓好落实。"),
        ("县发改局、县科工局先后就分管指标作了汇报。", "要抓好落实。"),
        ("石桥镇、大湾镇主要负责人作了表态发言。", "要抓好落实。"),
        ("新华社记者：请问下半年走势如何？", "要抓好落实。"),
        ("要发动群众广泛参加。各级干部要带头参加会议。", "要抓好落实。要发动群众广泛参加。各级干部要带头参加会议。"),
    ],
)
def test_others_words_lists_and_credits_are_nobodys_speech(rest: str, passage: str) -> None:
    assert said(f"会议由县长王守成主持。王守成强调，要抓好落实。{rest}")[0] == ("王守成", "强调", passage)


def test_what_was_said_while_something_was_done_has_the_later_verb_and_a_matter_is_no_speech() -> None:
    text = (
        "會議由議長王守成主持。局長黎文介紹意見書時表示，小組會走訪。副局長臧文海通报上半年事故情况，局長李文通報有關情況。"
        "局長江海文介紹方案，村民老李問：「一戶要出多少錢？」"
    )
    assert said(text) == [("黎文", "表示", "小組會走訪。")]


def test_what_stands_below_a_line_that_names_who_speaks_is_his() -> None:
    text = (
        "主席：林議長明和\n方議員力文：\n請問捷運何時動工？\n民眾都在等。\n捷運局李局長美華：\n謝謝議員關心，預計明年底。\n"
        "（議員離席）\n會議紀錄：李小華。\n"
    )
    said = understand(Article("", "", text), None).statements
    assert [(one.speaker, text[one.start : one.end]) for one in said] == [
        ("方力文", "請問捷運何時動工？\n民眾都在等。"),
        ("李美華", "謝謝議員關心，預計明年底。"),
    ]


@pytest.mark.parametrize("text", ["县长李志明主持会议。县长李志明强调", "县长李志明：", "县长李志明：\n"])
def test_a_text_that_ends_with_who_says_says_nothing(text: str) -> None:
    assert understand(Article("", "", text), None).statements == ()


def test_whom_a_label_names_says_nothing_and_a_meeting_that_decides_goes_on_with_nobodys_speech() -> None:
    text = "房屋工作小組第三次會議記錄\n主席：　陳慶平先生，JP\n成員：　李世隆先生，MH\n主席：請各位發言，謝謝。"
    assert said(text) == [("陳慶平", "：", "請各位發言，謝謝。")]
    text = "委員會昨日舉行第五次會議，由主席呂東孩主持。總監鄭偉文回應指，署方已加強滅鼠。委員會通過支持文件。"
    assert said(text) == [("鄭偉文", "回應指", "署方已加強滅鼠。")]


@pytest.mark.parametrize(
    "named", ["副县长李志远汇报工作。", "副县长李志远介绍有关情况。", "副县长李志远通报工作情况。"]
)
def test_what_only_names_the_matter_is_no_statement(named: str) -> None:
    assert said(f"县长王大明主持会议。{named}") == []
