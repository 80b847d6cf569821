"""Lines that a fixed width cut, made whole; and what only looks so, left alone."""

from told import people

from jiyao.model import Article
from pipelines.extract import extract_page
from pipelines.flow import understand
from pipelines.wrapped import made_whole, whole

PARAGRAPH = (
    "北竿鄉民代表會定期大會十一月廿二日上午正式開議，由鄉代會主席陳道文主持，副主席陳貽安、代表謝春明、鄭鴻文、曹端平全員到齊，"
    "鄉長王大安率同秘書及課室主管列席。陳道文希望代表嚴加督促鄉公所團隊，勇於面對問題、克服困難，提供鄉親最滿意的服務。"
)
WIDTH = 24
CUT = [PARAGRAPH[at : at + WIDTH] for at in range(0, len(PARAGRAPH), WIDTH)]


def test_a_paragraph_cut_at_a_width_is_one_again() -> None:
    assert len(CUT) > 4
    assert made_whole(CUT) == [PARAGRAPH]
    assert made_whole(["　　" + CUT[0][2:], *CUT[1:], "　　王大安隨後報告。"]) == [
        "　　" + PARAGRAPH[2:],
        "　　王大安隨後報告。",
    ]


def test_names_that_a_line_s_end_cut_are_read() -> None:
    for width in range(20, 34):
        lines = [PARAGRAPH[at : at + width] for at in range(0, len(PARAGRAPH), width)]
        html = f"<html><head><title>鄉代會開議</title></head><body><h1>鄉代會定期會開議</h1><div>{'<br>'.join(lines)}</div></body></html>"
        text = extract_page(html).text
        names = {person.name for person in understand(Article("", "", text), None).attendances}
        assert {"曹端平", "鄭鴻文", "陳貽安", "王大安"} <= names, width
        assert text.replace("。\n", "。") == PARAGRAPH, width  # a line that ends in a mark may end a paragraph


def test_paragraphs_lists_and_tables_are_left_alone() -> None:
    paragraphs = [CUT[0] + "。", CUT[1] + "。", CUT[2] + "。", CUT[3] + "。"]
    roster = ["溫毓仁　池國達　徐富城　陳雪芬　何思涵　蔡承祥"] * 5
    names = ["張大同、李四海、王小明、卓一平、丁二平、胡三平"] * 5
    offices = [
        "出席人员：",
        "县农业农村局局长张国强、副局长李明",
        "县自然资源局局长王卫东、副局长赵刚",
        "县生态环境局局长陈志华、副局长孙丽",
        "县市场监管局局长周建平、副局长吴敏",
    ]
    agenda = [f"{number}、关于春季植树，绿化工作的方案" for number in "一二三四五"]
    longer = [*CUT, PARAGRAPH]
    for lines in (paragraphs, roster, names, offices, agenda, longer, [], ["短"]):
        assert made_whole(lines) == lines


def test_a_text_stays_as_it_is_and_its_spans_are_in_it() -> None:
    for width in range(18, 32):
        text = "\n".join(PARAGRAPH[at : at + width] for at in range(0, len(PARAGRAPH), width))
        report = understand(Article("", "", text), None)
        assert report.text == text
        assert {"曹端平", "鄭鴻文", "陳貽安", "王大安"} <= {person.name for person in report.attendances}, width
        for person in report.attendances:
            for evidence in person.evidence:
                assert person.name in text[evidence.start : evidence.end].replace("\n", "")
        for said in report.statements:
            assert text[said.start : said.end].replace("\n", "") in PARAGRAPH


def test_an_uncut_text_is_not_looked_at_twice() -> None:
    assert whole(PARAGRAPH) is None
    assert whole("縣長：王大安\n出席：陳道文、陳貽安\n記錄：曹端平\n地點：二樓會議室") is None


def test_a_line_that_begins_with_a_closing_mark_goes_on() -> None:
    lines = [
        "县委副书记、县长步云天，县委常委、常务副县长师建勋，县委常委、组织部部长种丽君（女）",
        "，县委常委、宣传部部长游龙，县委常委、政法委书记郭岩松，县委常委、统战部部长白马才让",
        "（藏族），县委常委、人武部政委黎志平出席会议，会上传达学习了省委全会精神，研究了下一",
        "步工作安排，县农业农村局汇报了春耕备耕情况，县林业局汇报了防火隔离带建设的进展情况",
        "。",
    ]
    assert made_whole(lines) == ["".join(lines)]


def test_characters_set_apart_are_read_together_and_their_spans_are_in_the_text() -> None:
    plain = (
        "內務委員會\n首次會議紀要\n日期:二〇〇七年四月十二日(星期四)\n地點:會議廳A\n出席議員:\n梁智鴻議員(主席)\n王紹爾議員\n"
        "杜葉錫恩議員\n列席秘書:\n委員會助理秘書(2)      陳美卿小姐\nHouse Committee 2007\n"
    )
    apart = "\n".join(" ".join(line) if "House" not in line else line for line in plain.split("\n"))
    report = understand(Article("", "", apart), None)
    assert report.text == apart
    assert report.meeting
    assert report.meeting.name == "內務委員會首次會議"
    assert report.meeting.held
    assert str(report.meeting.held.interval.start) == "2007-04-12"
    assert {(p.name, p.titles) for p in report.attendances} == {
        ("梁智鴻", ("議員", "主席")),
        ("王紹爾", ("議員",)),
        ("杜葉錫恩", ("議員",)),
        ("陳美卿", ("委員會助理秘書(2)",)),
    }
    for person in report.attendances:
        for evidence in person.evidence:
            assert person.name in "".join(apart[evidence.start : evidence.end].split())


def test_names_set_apart_in_a_text_that_is_not_stay_as_they_are() -> None:
    assert whole("出席：王 伟　李 明　张 三\n" + PARAGRAPH) is None


def test_a_list_whose_lines_end_in_honours_was_not_cut() -> None:
    honours = "，大紫荊勳賢，G.B.S.，太平紳士"
    members = "\n".join(f"{name}議員{honours}" for name in ("主席梁君彥", "陳健波", "葉劉淑儀", "張宇人"))
    officials = "政務司司長陳國基先生，G.B.S.，I.D.S.M.，J.P.\n財政司副司長黃偉綸先生，J.P.\n"
    found = people(f"會議紀要\n出席議員：\n{members}\n吳永嘉議員，B.B.S.，太平紳士\n出席政府官員：\n{officials}")
    assert list(found) == ["梁君彥", "陳健波", "葉劉淑儀", "張宇人", "吳永嘉", "陳國基", "黃偉綸"]
    assert found["黃偉綸"][0] == ("財政司副司長",)
