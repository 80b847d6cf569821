"""What a rule for one form leaves alone in another: each text looks like one that the rule was made for."""

from datetime import UTC, datetime

import pytest
from told import People, of, people

from jiyao.model import Article, Published, Report
from pipelines.attendees import find_attendees
from pipelines.flow import understand
from pipelines.reading import read
from pipelines.statements import statements

PUBLISHED = datetime(2024, 3, 6, tzinfo=UTC)


def told(text: str, title: str = "", published: datetime = PUBLISHED) -> Report:
    return understand(Article("https://example.invalid/", title, text, ()), Published(published, "day", "given"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 宣布休会期 opens no sitting; what one speaks of is another's, what he says is his own
        ("会议由市长陈大勇主持，副市长林国栋宣布休会期的安排。", {"陈大勇": of("市长", "chair"), "林国栋": of("副市长", "speaker")}),
        ("县委书记张建国讲话要求，各级各部门要抓好落实。", {"张建国": of("县委书记", "speaker")}),
        # a name that ends in 前, and one like a town's
        ("李向前校長、張向前委員出席會議。", {"李向前": of("校長", "attendee"), "張向前": of("委員", "attendee")}),
        ("王萬里里長、林國棟里長出席會議。", {"王萬里": of("里長", "attendee"), "林國棟": of("里長", "attendee")}),
        # who is appointed holds the post; a panel's makers came, who is chosen for it did not
        ("会议决定任命：刘文岭为白河市人民政府副市长。会上，刘文岭进行了宪法宣誓并作表态发言。", {"刘文岭": of("白河市人民政府副市长", "speaker")}),
        # who was absent does not preside, whatever his post
        (
            "座谈会由副部长主持，部长王海峰讲话。统战部副部长刘晓东请假。",
            {"王海峰": of("部长", "speaker"), "刘晓东": of("统战部副部长", "absent")},
        ),
        # a team is a unit; what somebody reports on may be a project; who is seated came
        (
            "清潔隊謝隊長文棋報告：回收成果良好。民政處長林立國專案報告「防災」。副市長林美文、秘書長王德全也在座。",
            {
                "謝文棋": of("隊長", "speaker"),
                "林立國": of("民政處長", "speaker"),
                "林美文": of("副市長", "attendee"),
                "王德全": of("秘書長", "attendee"),
            },
        ),
        # lines of offices and names below a roster's label are no headings of speeches
        (
            "出席人员名单\n县委书记张建国\n县长李志明\n会议研究了关于进一步加强安全生产工作的若干意见，并就有关事项作出了安排部署，要求各部门认真落实。\n"
            "副县长王海峰\n会议还听取了县应急局关于全县防汛工作准备情况的汇报，并就下一步工作进行了研究部署，提出要求。\n",
            {},
        ),
        # the chair calls on somebody and says no name of his own
        (
            "主席：徐委員欣瑩\n主席：請李委員柏毅發言。\n李委員柏毅：謝謝主席。請問部長，預算執行如何？\n",
            {"徐欣瑩": of("委員", "chair speaker"), "李柏毅": of("委員", "speaker")},
        ),
        # a tab, and a blank behind an address, before the post
        (
            "列席者：\n何曉嵐女士\t高級行政主任（區議會）\n余國強博士\t運輸署總運輸主任\n未克出席者：\n葉榮先生\n",
            {
                "何曉嵐": of("高級行政主任（區議會）", "observer"),
                "余國強": of("運輸署總運輸主任", "observer"),
                "葉榮": of("", "absent"),
            },
        ),
        (
            "列席者：\n何曉嵐女士 高級行政主任\n余國強博士 運輸署總運輸主任\n",
            {"何曉嵐": of("高級行政主任", "observer"), "余國強": of("運輸署總運輸主任", "observer")},
        ),
    ],
)  # fmt: skip
def test_people(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("市長陳大勇今（5）日主持市政會議表示，原訂3月10日舉行的說明會取消舉辦，改以書面方式進行。", True),
        ("市議會第3次定期會因颱風延期至5日舉行，議長陳大勇主持，市長林國棟列席報告。", True),
        ("3月5日，县人大常委会召开第12次会议，听取代表履职情况报告：代表李志明出席率100%，代表王海峰出席率90%，代表刘晓东出席率80%。会议指出要加强代表履职。", True),
        ("3月5日，县委召开过渡期衔接工作推进会，县长李志明讲话。", True),
        ("3月5日，县委书记张建国、县长李志明参与全县清洁家园大会战，参加义务劳动。", False),
        ("县人大三次会议将于12月20日召开，县委宣传部昨天举行文艺演出。县委书记王守成出席。", False),
    ],
)  # fmt: skip
def test_whether_it_is_a_meeting(text: str, met: bool) -> None:
    assert told(text).is_meeting is met


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3月5日，市长曾志明主持召开市政府常务会议，会议强调抓好落实。", "市政府常务会议"),
        ("3月5日，县政府在去年建成的新楼召开全县教育工作会议，县长李志明主持。", "全县教育工作会议"),
        ("3月5日，市主計處主計召開年度會計工作會議，處長林國棟主持。", "年度會計工作會議"),
        ("3月5日，县政府召开所有权改革工作会议，县长李志明主持。", "所有权改革工作会议"),
        ("3月5日，县委召开两场专题会议，县委书记张建国主持。", "两场专题会议"),
        ("高雄市政府今第12次市政會議召開，市長陳大勇主持。", "高雄市政府今第12次市政會議"),
        ("3月5日，县政府召开“双减”工作推进会”，县长李志明主持。", "“双减”工作推进会"),
    ],
)  # fmt: skip
def test_the_name_of_a_meeting(text: str, name: str) -> None:
    meeting = told(text).meeting
    assert meeting is not None
    assert meeting.name == name


@pytest.mark.parametrize(
    ("title", "text", "places"),
    [
        ("", "根据教育部部署，安岳县召开春季开学工作会议，县长李志明主持会议。", "安岳县"),
        ("", "国务院电视电话会议结束后，安岳县随即召开全县安全生产工作会议，县长李志明主持会议。", "安岳县"),
        ("行政院核定補助", "3月5日，彰化縣召開說明會，縣長陳大勇主持。", "彰化縣"),
        ("", "衛福部5日在彰化縣舉行座談會，部長陳大勇主持。", ""),
        # the units of heads who spoke did not convene; the unit of one who presided did
        ("", "12月3日，全市安全生产会议召开。会上，临淄区区长韩雪、沂源县县长卜凡作了发言。", ""),
        ("", "12月5日，临淄区区长韩雪主持召开会议并发言。", "临淄区"),
    ],
)  # fmt: skip
def test_where(title: str, text: str, places: str) -> None:
    meeting = told(text, title).meeting
    assert meeting is not None
    assert " ".join(place.name for place in meeting.places) == places


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("局長黃志明主持會議，在3月5日的課程研討會上表示，將改善。", PUBLISHED, "2024-03-05"),
        # minutes may be published long after
        (
            "立法會房屋事務委員會第5次會議紀錄\n日期：2024年3月4日（星期一）\n主席：梁文廣議員\n",
            datetime(2025, 4, 20, tzinfo=UTC),
            "2024-03-04",
        ),
    ],
)  # fmt: skip
def test_when(text: str, published: datetime, day: str) -> None:
    meeting = told(text, published=published).meeting
    assert meeting is not None
    assert meeting.held is not None
    assert meeting.held.interval is not None
    assert meeting.held.interval.start.isoformat() == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # what is quoted whole ends with its mark
        ("市長楊大川說：「我們會努力。」媒體詢問行程安排，發言人未回應。", ("楊大川", "「我們會努力。」")),
        ("市長楊大川說：「我們會努力」，並請各局處配合。", ("楊大川", "「我們會努力」，並請各局處配合。")),
        ("縣長楊大川在會上表示，要加強防災。", ("楊大川", "要加強防災。")),
        ("縣長楊大川致詞時表示，感謝大家。", ("楊大川", "感謝大家。")),
        ("教育局長李美華答覆說，預算已經編列。", ("李美華", "預算已經編列。")),
        ("二、会议强调，要聚焦关键小事。", (None, "要聚焦关键小事。")),
        ("（三）会议决定，通过方案。", (None, "通过方案。")),
    ],
)
def test_who_says(text: str, said: tuple[str | None, str]) -> None:
    reading = read("", text)
    (one,) = statements(reading, find_attendees(reading).attendances)
    assert (one.speaker, text[one.start : one.end]) == said


@pytest.mark.parametrize(
    ("text", "body", "kind"),
    [
        ("3月5日，市委常委会召开会议。市委书记陆远航主持会议。", "市委常委会", "standing_committee"),
        ("3月5日，安岳县政府党组召开会议，县长李志明主持。", "安岳县政府党组", "party_group"),
        ("3月5日，县长李志明主持召开会议，研究防汛。", None, "work_conference"),
    ],
)
def test_whose_meeting_without_a_name_it_is(text: str, body: str | None, kind: str) -> None:
    meeting = told(text).meeting
    assert meeting is not None
    assert (meeting.name, meeting.body, meeting.kind) == (None, body, kind)


def test_ours_names_no_body() -> None:
    meeting = told("3月5日，我县召开乡村振兴工作专班会议。县长李志明主持。").meeting
    assert meeting is not None
    assert meeting.body is None
