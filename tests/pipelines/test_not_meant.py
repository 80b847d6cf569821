"""What only looks like an absence, a title, a chair or a name: ordinary sentences that the rules must leave alone."""

import pytest
from told import People, of, people

from jiyao.model import Article
from pipelines.flow import understand

HELD = "会议由县长石守成主持。"
CHAIR = {"石守成": of("县长", "chair")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # why somebody speaks is no reason to be away
        (
            "教师代表李秀云因在乡村教育中成绩突出，作典型发言。委員林志文因在地方服務多年，提出三項建議。",
            {"李秀云": of("教师代表", "speaker"), "林志文": of("委員", "speaker")},
        ),
        # he went there, and so he was there
        (
            "县委书记李明海赴石桥镇讲党课，由镇党委书记王建海主持。局長王大文另有說明，由科長林志海補充。",
            {
                "李明海": of("县委书记", "speaker"),
                "王建海": of("镇党委书记", "chair"),
                "王大文": of("局長", "speaker"),
                "林志海": of("科長", "speaker"),
            },
        ),
        ("里長陳志文到場會勘，市議員林文海也到場勘查。", {"陳志文": of("里長", "attendee"), "林文海": of("市議員", "attendee")}),
        # 送 and 呈 begin names of places, too
        (
            "呈贡区委书记张文强、送桥镇党委书记王文强、送变电公司经理李文强参加会议。",
            {
                "张文强": of("呈贡区委书记", "attendee"),
                "王文强": of("送桥镇党委书记", "attendee"),
                "李文强": of("送变电公司经理", "attendee"),
            },
        ),
        # 课 and 研究 within other words
        (
            "院长王建文带领课题组参加座谈会。副县长王建海邀请科研院所研究人员参加。",
            {"王建文": of("院长", "attendee"), "王建海": of("副县长", "attendee")},
        ),
        # he is the subject still
        (
            "局長王大文出席會議，其表示將加強管理。副市长王文芳出席活动，针对窗口工作人员提出要求。县长王文强出席会议，结合各方人员提出的建议，强调要抓好落实。",
            {
                "王大文": of("局長", "attendee speaker"),
                "王文芳": of("副市长", "attendee speaker"),
                "王文强": of("县长", "attendee speaker"),
            },
        ),
        ("局長王大文在會中拜託同仁落實查核，並感謝大家的支持。", {"王大文": of("局長", "speaker")}),
        # who calls the press, the family, or a meeting over which another presides
        (
            "議員陳大文日前召開記者會，批評市府施政。县委书记王文强召开党组会议，会议由副书记李文明主持。县长王文海召开家庭会议。",
            {"陳大文": of("議員", "speaker"), "李文明": of("副书记", "chair")},
        ),
        # kinds of people are no persons; the officer that interprets is one
        (
            "书记李文明、王文强、老英雄、道德模范等在主席台就座。首席翻译官于文谦参加会议。科长于谦文和先后发言的代表交流。",
            {
                "李文明": of("书记", "attendee"),
                "王文强": of("书记", "attendee"),
                "于文谦": of("首席翻译官", "attendee"),
                "于谦文": of("科长", "speaker"),
            },
        ),
    ],
)  # fmt: skip
def test_prose(text: str, expected: People) -> None:
    assert people(HELD + text) == CHAIR | expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a title that a list shares
        (
            "参加人员：村党支部书记张建文、李富文、王有文",
            {name: of("村党支部书记", "attendee") for name in ("张建文", "李富文", "王有文")},
        ),
        # units with whom they sent in brackets; a name before an office in brackets
        ("出席：台電（經理）、王大文（里長）、人大（主任）、市政府（秘書長）", {"王大文": of("里長", "attendee")}),
        (
            "出席：王大文（主任委員）  林志文（副主任委員）台灣客家協會  陳文海",
            {
                "王大文": of("主任委員", "attendee"),
                "林志文": of("副主任委員", "attendee"),
                "陳文海": of("", "attendee"),
            },
        ),
    ],
)
def test_rosters(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "line", ["校对：平安", "供稿：东风", "图片：高空", "作者：春熙街道", "（新聞聯絡人：衛生局 洪科長）"]
)
def test_words_and_units_sign_nothing(line: str) -> None:
    report = understand(Article("", "", f"全市防火会议召开，市长石守成主持会议。\n{line}"), None)
    assert [person.name for person in report.attendances] == ["石守成"]
