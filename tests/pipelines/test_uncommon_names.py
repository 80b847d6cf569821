"""Names that no common surname begins, and what stands around them, each in a text of our own."""

import pytest
from told import Person, told

from jiyao.model import Article
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Latin letters: two words and more, with a particle, before a Chinese name, in a list
        (
            "諮詢會由主席陸允行主持。委員Anil Thapa以自身經歷指出，表格應有多種語文；委員Grace 凌可兒則建議延長限期。",
            {("陸允行", "主席", "chair"), ("Anil Thapa", "委員", "speaker"), ("Grace 凌可兒", "委員", "speaker")},
        ),
        (
            "市政署管理委員會委員Paulo da Costa Nunes和交通廳廳長Rita Ferreira出席會議。",
            {("Paulo da Costa Nunes", "市政署管理委員會委員", "attendee"), ("Rita Ferreira", "交通廳廳長", "attendee")},
        ),
        # of Mongolian, Yi and Tibetan speech, before a verb and in a list
        ("政协副主席乌力吉图主持会议。", {("乌力吉图", "政协副主席", "chair")}),
        ("副州长勒伍尔布通报近期情况。", {("勒伍尔布", "副州长", "speaker")}),
        (
            "县领导毕小舟、母其长雅出席会议。",
            {("毕小舟", "县领导", "attendee"), ("母其长雅", "县领导", "attendee")},
        ),
        # a surname that joins words elsewhere; a name that is a word elsewhere
        (
            "校长寸文举，副校长和丽生、者青云出席会议。",
            {("寸文举", "校长", "attendee"), ("和丽生", "副校长", "attendee"), ("者青云", "副校长", "attendee")},
        ),
        (
            "总会计师甘露露、总工程师原野、纪委书记冀明出席会议。",
            {
                ("甘露露", "总会计师", "attendee"),
                ("原野", "总工程师", "attendee"),
                ("冀明", "纪委书记", "attendee"),
            },
        ),
        # of Yi and Mongolian speech, before a verb of one character and at the end of a list
        (
            "县委常委、组织部部长沙马拉则，乐山镇党委书记勒古阿衣作交流发言。苏木人大主席包格日勒作《人大主席团工作报告》。",
            {
                ("沙马拉则", "县委常委 组织部部长", "speaker"),
                ("勒古阿衣", "乐山镇党委书记", "speaker"),
                ("包格日勒", "苏木人大主席", "speaker"),
            },
        ),
        # among names: no surname that the tables know, and before what they did
        (
            "县委常委封振华、左文山、岐宏远、赵　颖出席会议。市政协委员余跃文、胡诗琪、江淼围绕厂房活化建言献策。村妇联主席于秀兰打圆场，建议再议。",
            {
                ("封振华", "县委常委", "attendee"),
                ("左文山", "县委常委", "attendee"),
                ("岐宏远", "县委常委", "attendee"),
                ("赵颖", "县委常委", "attendee"),
                ("余跃文", "市政协委员", "speaker"),
                ("胡诗琪", "市政协委员", "speaker"),
                ("江淼", "市政协委员", "speaker"),
                ("于秀兰", "村妇联主席", "speaker"),
            },
        ),
        # with a dot and Latin letters; a line of speech
        (
            "上午質詢的有議員陳英珠、古志明・Lavakaw、吳景文。\n馬武山・瓦旦：鐵線橋舊址不能動土，要先做儀式。",
            {
                ("陳英珠", "議員", "speaker"),
                ("古志明・Lavakaw", "議員", "speaker"),
                ("吳景文", "議員", "speaker"),
                ("馬武山・瓦旦", "", "speaker"),
            },
        ),
        # before a group
        (
            "县委第二巡察组副组长税明轩及全体成员参加会议。",
            {("税明轩", "县委第二巡察组副组长", "attendee")},
        ),
        # his staff is another
        (
            "立法委員簡以庭服務處主任胡金水、縣議員洪聖元出席說明會。",
            {("胡金水", "立法委員簡以庭服務處主任", "attendee"), ("洪聖元", "縣議員", "attendee")},
        ),
    ],
)
def test_a_name_of_another_kind_is_read_whole(text: str, expected: set[Person]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("全市防火会议召开。\n（记者 吉克木呷 阿苦子里）", "吉克木呷"),
        ("全市防火会议召开。\n编辑：马海尔子", "马海尔子"),
        ("全市防火会议召开。\n来源：执行局　作者：邢一舟　值班编委：仇玉成", "仇玉成"),
        ("（記者凃心珊彰化報導）鎮公所召開里長會報。", "凃心珊"),
        ("全市防火会议召开。\n（责任编辑：方圆　校对：马玉秀）", "方圆"),
        ("医院召开警示教育大会。\n（纪检监察室　费玥）", "费玥"),
        ("县府召开会议。\n本报记者：张建军 李志强 王晓明", "李志强"),
        ("县府召开会议。\n海州日报记者：刘志强 王晓明", "刘志强"),
        ("本报记者 张建军：县里召开会议，部署工作。", "张建军"),
        ("縣府召開縣務會議。（圖文：行政處 新聞科 池心）", "池心"),
    ],
)
def test_a_byline_is_read_whole(text: str, name: str) -> None:
    report = understand(Article("", "", text), None)
    assert name in {p.name for p in report.attendances if "byline" in map(str, p.roles)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张县长和李强、王伟出席会议。", "李强 王伟"),  # the county head has no name here
        ("县长王力主持会议，两位发展改革局副局长李强、王伟参加。", "王力 李强 王伟"),
        ("居民冯太说路灯不亮。", ""),
        ("村民王芳等产业带头人参加座谈。", "王芳"),
    ],
)
def test_what_looks_like_a_name_of_another_kind_is_none(text: str, names: str) -> None:
    assert {name for name, _, _ in told(text)} <= set(names.split())
    assert not [title for _, title, _ in told(text) if title.startswith(("两位", "张县长"))]


RECORD = """主持人、省政府新闻办发布处处长 裘明：
各位记者朋友，欢迎参加“渔村振兴”新闻发布会。
东海日报记者 宁可：请问渔船更新有哪些支持政策？
厅长 古平川：这个问题很好，我来回答。
潮头新闻记者：想问问海岛的经验。
"""


def test_who_asks_at_a_press_conference_speaks_and_signs_nothing() -> None:
    record = told(RECORD)
    assert ("宁可", "东海日报记者", "speaker") in record
    assert ("裘明", "省政府新闻办发布处处长", "chair speaker") in record
    assert not [name for name, _, roles in record if "byline" in roles or name.startswith("潮")]
