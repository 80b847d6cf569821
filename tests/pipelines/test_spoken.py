"""Texts that were taken down as people spoke: transcripts, speeches, and whom these greet and introduce."""

from datetime import date

import pytest
from told import Person, told

from jiyao.model import Article
from pipelines.flow import understand
from pipelines.texts import when_published

PUBLISHED = when_published("2024-12-05")
HEARING = """### 李彥文：
現在來介紹今天到場的貴賓，首先是衛生福利部次長陳大明、社會及家庭署署長林秋香，還有財團法人康寧基金會執行長王三元。

### 李彥文：
再介紹教育部政務次長林志明次長、技職司楊玉珍司長。先請陳次長說明。

### 陳大明：
主席、各位委員，大家早安，本部報告如下。
"""
ADDRESS = """在全市人才工作座谈会上的讲话
（2024年3月5日）
王志明
同志们：
今天我们召开全市人才工作座谈会，主要任务是总结工作。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who is introduced is there, also where the introduction goes on behind another's line
        (
            HEARING,
            {
                ("李彥文", "", "speaker"),
                ("陳大明", "衛生福利部次長", "attendee speaker"),
                ("林秋香", "社會及家庭署署長", "attendee"),
                ("王三元", "財團法人康寧基金會執行長", "attendee"),
                ("林志明", "教育部政務次長 次長", "attendee"),
                ("楊玉珍", "司長", "attendee"),
            },
        ),
        # who is greeted is; several, and who is called by an office alone, are nobody
        (
            "本院陳麗美秘書長、教育部潘文正部長、各位青年委員、各位媒體朋友們，大家好！謝謝你們參加會議。",
            {("陳麗美", "秘書長", "attendee"), ("潘文正", "部長", "attendee")},
        ),
        ("尊敬的王建国会长，各位嘉宾：\n大家上午好！", {("王建国", "会长", "attendee")}),
        (
            "財政司司長陳文波先生、立法會主席梁彥華議員、各位嘉賓、女士們、先生們：\n大家好！很高興出席論壇。",
            {("陳文波", "財政司司長", "attendee"), ("梁彥華", "立法會主席 議員", "attendee")},
        ),
        ("各位记者朋友、各位来宾，大家下午好！", set()),
        ("主持人：各位來賓、各位媒體記者朋友們，大家好！", set()),
        # 蔡前政務委員 is called by a surname and a former office
        ("蔡前政務委員、林文華署長、各位學者，大家好。", {("林文華", "署長", "attendee")}),
        # what is said behind an introduction is no part of it
        (
            "容我先介紹我們的研究團隊：陳重文教授，張懿文院長、邱文惠教授，可見除了我較年長外，他們都是青壯的學者，都在大學任教，成績很好。",
            {("陳重文", "教授", "attendee"), ("張懿文", "院長", "attendee"), ("邱文惠", "教授", "attendee")},
        ),
        # one who is only spoken of is not introduced
        ("我介绍人文社区的做法，感谢王建国会长、李文华局长的支持。", set()),
        # a clause may begin behind what joins it to the one before
        (
            "由于湯美蘭老師因公務未克出席會議，故以電郵通知。因陈秋生局长出差，由副局长林文贵代为汇报。",
            {("湯美蘭", "老師", "absent"), ("陈秋生", "局长", "absent"), ("林文贵", "副局长", "speaker")},
        ),
        # whom the chair asks is not called 请林, and does not speak for who stayed away
        ("鉴于陈大文议员不克出席，主席请林议员代为说明。", {("陈大文", "议员", "absent")}),
    ],
)
def test_who_is_there(text: str, expected: set[Person]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("title", "text", "name", "held", "speaker"),
    [
        ("在全市人才工作座谈会上的讲话", ADDRESS, "全市人才工作座谈会", date(2024, 3, 5), ("王志明", ())),
        (
            "市长李明华在2024年全市经济工作会议上的讲话",
            "2024年2月18日\n市长 李明华\n同志们：\n这次会议是市委决定召开的。今天上午，我们参观了园区。",
            "2024年全市经济工作会议",
            date(2024, 2, 18),
            ("李明华", ("市长",)),
        ),
        # an editor says whose speech it is
        (
            "改革论",
            "改革论\n（一九四五年六月十一日）\n这是李大明在全国农业代表大会上的闭幕词。\n我们开了一个很好的大会。我们做了三件事。",
            "全国农业代表大会",
            date(1945, 6, 11),
            ("李大明", ()),
        ),
        # a speech says 今天 of its own day, which the page does not tell
        (
            "在产业发展大会上的致辞",
            "会长 李明华\n大家上午好！今天，我们在此召开产业发展大会。",
            "产业发展大会",
            None,
            ("李明华", ("会长",)),
        ),
    ],
)
def test_speech(title: str, text: str, name: str, held: date | None, speaker: tuple[str, tuple[str, ...]]) -> None:
    report = understand(Article("", title, text), PUBLISHED)
    assert report.is_meeting
    assert report.meeting
    assert report.meeting.name == name
    assert (
        report.meeting.held.interval.start if report.meeting.held and report.meeting.held.interval else None
    ) == held
    assert speaker in [(person.name, person.titles) for person in report.attendances]


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("2016-10-14 「長期照顧」公聽會", HEARING, "「長期照顧」公聽會"),
        (
            "技術委員會全會會議",
            "通過2014年9月3日全會會議紀要\n主席報告本院已成立工作小組。\n主席表示同意。",
            "技術委員會全會會議",
        ),
        ("永新市政府第369次市政會議紀錄107/12/26", "市長提示：一、請各局處加強防疫。", "永新市政府第369次市政會議"),
    ],
)
def test_a_title_names_what_was_taken_down(title: str, text: str, name: str) -> None:
    report = understand(Article("", title, text), PUBLISHED)
    assert report.is_meeting
    assert report.meeting
    assert report.meeting.name == name


def test_minutes_that_are_passed_are_of_another_day() -> None:
    text = "技術委員會會議紀錄\n一、通過2014年9月3日全會會議紀要。\n主席報告工作。"
    held = understand(Article("", "", text), PUBLISHED).meeting
    assert held is None or held.held is None
