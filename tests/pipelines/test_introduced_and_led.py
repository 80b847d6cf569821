"""Lists that an office introduces, counts or goes on with, delegations, nested labels, plans; each in a text of our own."""

from datetime import date, datetime

import pytest
from told import People, of, people

from jiyao.model import Article, Published
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the office that introduces a list is of all in it; what guests are called is none
        (
            "3月3日，商会召开例会。参加会议的副会长有王立新、赵晓光、钱宏宇，应邀出席会议的市领导还有：孙志强、周文静。出席会议的领导还有吴国平、郑海燕。",
            {
                "王立新": of("副会长", "attendee"),
                "赵晓光": of("副会长", "attendee"),
                "钱宏宇": of("副会长", "attendee"),
                "孙志强": of("市领导", "attendee"),
                "周文静": of("市领导", "attendee"),
                "吴国平": of("", "attendee"),
                "郑海燕": of("", "attendee"),
            },
        ),
        (
            "大会由县人大常委会主任孙志强主持。担任此次大会执行主席的有：孙志强、周文静、吴国平。",
            {
                "孙志强": of("县人大常委会主任 执行主席", "chair attendee"),
                "周文静": of("执行主席", "attendee"),
                "吴国平": of("执行主席", "attendee"),
            },
        ),
        # two offices before one list
        (
            "县人民代表大会召开。大会主席团常务主席、大会执行主席：孙志强、周文静、吴国平以及全体主席团成员在主席台就坐。",
            {
                "孙志强": of("大会主席团常务主席 大会执行主席", "attendee"),
                "周文静": of("大会主席团常务主席 大会执行主席", "attendee"),
                "吴国平": of("大会主席团常务主席 大会执行主席", "attendee"),
            },
        ),
        # how many hold an office, and who; those at home share none
        (
            "市府18日举行交流会，财政局局长王立新，以及三位副局长，赵晓光、钱宏宇、孙志强出席。周文静、吴国平等在家县级领导出席了会议。",
            {
                "王立新": of("财政局局长", "attendee"),
                "赵晓光": of("副局长", "attendee"),
                "钱宏宇": of("副局长", "attendee"),
                "孙志强": of("副局长", "attendee"),
                "周文静": of("", "attendee"),
                "吴国平": of("", "attendee"),
            },
        ),
        # sentences that are lists only go on with the one before
        (
            "座谈会在市文化馆召开。与会人员有主编王立新、副主编赵晓光。执行主编钱宏宇、孙志强。编辑部主任周文静、编审吴国平共计6人。会议开得热烈。",
            {
                "王立新": of("主编", "attendee"),
                "赵晓光": of("副主编", "attendee"),
                "钱宏宇": of("执行主编", "attendee"),
                "孙志强": of("执行主编", "attendee"),
                "周文静": of("编辑部主任", "attendee"),
                "吴国平": of("编审", "attendee"),
            },
        ),
        # who leads a delegation that meets another, and who meets
        (
            "由財政局局長王立新率領的市政府代表團，與鄰市副市長趙曉光率領的代表團，今日在本市舉行合作會議。",
            {"王立新": of("財政局局長", "attendee"), "趙曉光": of("鄰市副市長", "attendee")},
        ),
        (
            "市長王立新率領市政府代表團與鄰市市長趙曉光和市政府官員，昨日在鄰市舉行第三次合作會議。",
            {"王立新": of("市長", "attendee"), "趙曉光": of("鄰市市長", "attendee")},
        ),
        # who takes the chair of one meeting is called so
        (
            "議員昨日在議會大樓召開會議。是次會議由王立新擔任召集人，共有22位議員出席。",
            {"王立新": of("召集人", "chair")},
        ),
        # those who came to the place; what others expect is theirs
        (
            "座談會昨日在會展中心舉行。官員及商界人士相繼抵達會場，當中包括，發展局局長王立新、民政局局長趙曉光。"
            "市長錢宏宇率領秘書長孫志強早上在市府集合，有與會者預料，將提出新的期許。",
            {"王立新": of("發展局局長", "attendee"), "趙曉光": of("民政局局長", "attendee")},
        ),
        # whom a sitting means to hear another day
        (
            "議長王立新主持協商。各黨團同意第4會期於9月19日開議，9月30日下午邀市長趙曉光施政報告並備詢。",
            {"王立新": of("議長", "chair")},
        ),
        # a commission's whole name; an autonomous county's
        (
            "5月24日，自治县人大常委会主任王立新，县党的群众路线教育实践活动第五督导组副组长赵晓光出席会议。",
            {
                "王立新": of("自治县人大常委会主任", "attendee"),
                "赵晓光": of("县党的群众路线教育实践活动第五督导组副组长", "attendee"),
            },
        ),
        # in what capacity, where it is no office; a report with its title between quotation marks
        (
            "党委书记王立新以普通党员身份参加会议。支部书记赵晓光代表支部作“党支部书记述职报告”。",
            {"王立新": of("党委书记", "attendee"), "赵晓光": of("支部书记", "speaker")},
        ),
        # whom a committee heard that day
        (
            "立法院財政委員會3月12日邀請財政部部長王立新列席報告並備詢，召集委員趙曉光主持。",
            {"王立新": of("財政部部長", "observer"), "趙曉光": of("召集委員", "chair")},
        ),
        # what is no list that goes on; who is to convene a body
        (
            "出席会议的有县长王立新、副县长赵晓光。缺席副县长钱宏宇、孙志强。会议决定成立治理小组，由周文静担任召集人。",
            {"王立新": of("县长", "attendee"), "赵晓光": of("副县长", "attendee")},
        ),
        # how many there are is none of their office; what others were asked to hold
        (
            "参加会议的两位副局长有王立新、赵晓光。会议邀请了两位来自北京大学的教授钱宏宇、孙志强参加。有委员批评科长周文静、处长吴国平未按规定举行听证会议。",
            {
                "王立新": of("副局长", "attendee"),
                "赵晓光": of("副局长", "attendee"),
                "钱宏宇": of("教授", "attendee"),
                "孙志强": of("教授", "attendee"),
            },
        ),
        # who has no office here gives a talk; a county that does is nobody; another office before 的; what might be asked of somebody
        (
            "市委召开全委会议，宣布省委决定。市委书记王立新主持会议。赵晓光在会上作表态发言，高坪县作典型发言。荣升议会秘书长的钱宏宇参议与会。"
            "教育局可配合活动，邀请孙志强教授到市里专题演讲。",
            {
                "王立新": of("市委书记", "chair"),
                "赵晓光": of("", "speaker"),
                "钱宏宇": of("参议", "attendee"),
            },
        ),
        # who sits down with others in a meeting that he presides over; a list of leaders of all organs has no office for each
        (
            "县委书记王立新主持召开座谈会，同学员进行座谈并讲话。赵晓光、钱宏宇等县四大班子领导出席。",
            {
                "王立新": of("县委书记", "chair speaker"),
                "赵晓光": of("", "attendee"),
                "钱宏宇": of("", "attendee"),
            },
        ),
        # a township's head is nobody's name
        (
            "县长王立新主持座谈会。议员赵晓光、寿丰乡长钱宏宇到场参与，广邀议员、寿丰乡长一同与会。",
            {
                "王立新": of("县长", "chair"),
                "赵晓光": of("议员", "attendee"),
                "钱宏宇": of("寿丰乡长", "attendee"),
            },
        ),
    ],
)
def test_prose(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # labels within a list, padded or not: an office of who follows, or the unit they are of
        (
            "会议记录\n时间：2013年3月22日\n地点：和平酒店\n主持人：王立新\n出 席：第二季度轮值小组成员：\n组 长：王立新\n副组长：赵晓光、钱宏宇\n"
            "成 员：孙志强、周文静\n秘书处：吴国平、郑海燕\n记录：郑海燕\n一、讨论轮值安排。",
            {
                "王立新": of("组长", "chair attendee"),
                "赵晓光": of("副组长", "attendee"),
                "钱宏宇": of("副组长", "attendee"),
                "孙志强": of("成员", "attendee"),
                "周文静": of("成员", "attendee"),
                "吴国平": of("", "attendee"),
                "郑海燕": of("", "attendee recorder"),
            },
        ),
        (
            "会议纪要\n时间：2019年1月19日\n参加人：校友顾问：王立新、赵晓光\n        我校：钱宏宇、孙志强\n一、关于校庆安排",
            {
                "王立新": of("校友顾问", "attendee"),
                "赵晓光": of("校友顾问", "attendee"),
                "钱宏宇": of("", "attendee"),
                "孙志强": of("", "attendee"),
            },
        ),
        # who is away said nothing, whatever others say of him; an office that ends as what it heads
        (
            "會議紀要\n出席委員：\n王立新議員（主席）\n趙曉光議員\n缺席委員：\n錢宏宇議員\n出席公職人員：\n副政務司（署任）\n孫志強先生\n首席助理工商司\n周文靜女士\n"
            "議程\n1. 趙議員表示，錢議員同意接受提名。",
            {
                "王立新": of("議員 主席", "chair attendee"),
                "趙曉光": of("議員", "attendee speaker"),
                "錢宏宇": of("議員", "absent"),
                "孫志強": of("副政務司（署任）", "attendee"),
                "周文靜": of("首席助理工商司", "attendee"),
            },
        ),
    ],
)
def test_minutes(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("title", "text", "met"),
    [
        (
            "",
            "第二次定期會預定將於十一月一日召開，十四日由議長王立新親自主持預備會以確認議程及各項提案。",
            True,
        ),
        ("局長率代表團赴鄰市", "局長王立新將於四月二日下午率領代表團前往鄰市，與市長趙曉光共同主持合作會議。", False),
        (
            "立法會將辯論「修補裂痕」的議案",
            "立法會星期三（九月八日）上午十一時在會議廳舉行會議。在會議上，議員將辯論議案，該議案由王立新提出。",
            False,
        ),
        (
            "「合作成果展」舉行",
            "為紀念合作會議機制建立20周年，成果展今日於商場開幕。主任王立新在開幕式致辭時表示，成果豐碩。出席開幕式的其他嘉賓包括合作會議機制下的代表。",
            False,
        ),
        (
            "",
            "12月28日，县委书记王立新，县长赵晓光集中看望出席县第十九届人民代表大会第四次会议的人大代表。县人大常委会主任钱宏宇主持看望活动。",
            False,
        ),
        ("", "校长办公会议是由校长主持的学校最高行政会议。校长办公会议一般在星期一下午举行。", False),
        (
            "",
            "專家組今日（16日）在政府總部舉行首次會議，56名專家將按組別分成三組開會，由組長王立新主持。組長王立新致辭時表示，會認真梳理意見。",
            True,
        ),
        (
            "全县经济工作会议召开",
            "县委经济工作会议是我县在新形势下召开的一次重要会议，县委书记王立新出席并讲话。县长赵晓光主持会议。",
            True,
        ),
        (
            "",
            "县委书记王立新看望参加县政协十届二次会议的教育界委员，并参加联组会，听取意见和建议。县政协主席赵晓光主持联组会。",
            True,
        ),
        ("", "3月3日，县政府研究将旧校舍改建为养老院事宜，会议由副县长王立新主持。副县长赵晓光出席。", True),
        (
            "市人大常委会将举行第12次会议",
            "11月3日上午，市人大常委会主任王立新主持召开第20次主任会议。会议决定，常委会会议于11月底举行。副主任赵晓光出席。",
            True,
        ),
        (
            "",
            "昨日下午，业主与物业公司就电梯维修费用进行协商，未能达成一致。业主王立新表示，将向法院起诉。物业经理赵晓光说，愿意再谈。",
            False,
        ),
        ("", "立法院今日下午進行朝野協商，院長王立新表示，持續溝通。黨團總召趙曉光說，尊重各方意見。", True),
    ],
)
def test_whether_somebody_met(title: str, text: str, met: bool) -> None:
    assert understand(Article("", title, text), None).is_meeting is met


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "县政府今天召开「木瓜溪护岸及一号堤段环境改善工程」第二次地方说明会，邀集居民与会。",
            "「木瓜溪护岸及一号堤段环境改善工程」第二次地方说明会",
        ),
        (
            "市議會 28 日下午由議長王立新主持召開第 4 屆第 9 次臨時會第 1 次程序委員會，會中討論通過議程。",
            "第4屆第9次臨時會第1次程序委員會",
        ),
        ("28号上午市政府第3次常务会议召开，市长王立新主持。", "市政府第3次常务会议"),
        ("市委书记王立新主持召开市委常委会，市长赵晓光出席会议。", "市委常委会"),
        ("街道召开以爱我家园为主题的2018年基层民主自治建设推进会，书记王立新出席。", "2018年基层民主自治建设推进会"),
        (
            "商会2013年第一届第二季度轮值小组会议，于2013年3月22日下午17:30，在和平酒店召开。会长王立新主持。",
            "商会2013年第一届第二季度轮值小组会议",
        ),
    ],
)
def test_names(text: str, name: str) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting is not None
    assert meeting.name == name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("顾问团在7月22日、7月23日和今日（7月25日）举行会议，由市长王立新主持。", date(2024, 7, 22), date(2024, 7, 25)),
        (
            "小组会议纪要\n间：2024年7月19日下午4:00\n参加人：王立新、赵晓光\n一、会议通过9月27日校庆活动当日宣布成立的安排。",
            date(2024, 7, 19),
            date(2024, 7, 19),
        ),
    ],
)
def test_days(text: str, first: date, last: date) -> None:
    published = Published(datetime(2024, 7, 25, 12, 0), "given", None)
    meeting = understand(Article("", "", text), published).meeting
    assert meeting is not None
    assert meeting.held is not None
    assert meeting.held.interval is not None
    assert (meeting.held.interval.start, meeting.held.interval.end) == (first, last)


def test_a_part_of_a_month_somewhere_in_the_text_is_no_day_of_the_meeting() -> None:
    text = "市长王立新主持咨询会。他说，七月底听取了意见，会继续讨论。"
    meeting = understand(Article("", "", text), Published(datetime(2024, 8, 20, 12, 0), "given", None)).meeting
    assert meeting is not None
    assert meeting.held is None


def test_a_list_may_begin_on_the_line_below_and_go_on_over_lines() -> None:
    found = people(
        "3月27日，县委召开党外人士座谈会。县委副书记方平主持了座谈会。\n出席座谈会的还有：\n县政协副主席刘明、程志、杨武；\n县人大常委会副主任李明。\n会议要求抓好落实。"
    )
    assert {name: titles for name, (titles, roles) in found.items() if roles == {"attendee"}} == {
        "刘明": ("县政协副主席",),
        "程志": ("县政协副主席",),
        "杨武": ("县政协副主席",),
        "李明": ("县人大常委会副主任",),
    }


def test_who_hears_others_for_those_who_called_them_is_there() -> None:
    found = people(
        "3月2日，县委召开党外人士座谈会。县委常委李明、王刚和县政府党组成员陈立，代表县委听取了党外人士的意见。"
    )
    assert found == {
        "李明": (("县委常委",), {"attendee"}),
        "王刚": (("县委常委",), {"attendee"}),
        "陈立": (("县政府党组成员",), {"attendee"}),
    }
    assert people("3月2日，县政府召开会议。县长张伟主持会议，听取了党外人士的意见。")["张伟"][1] == {"chair"}


def test_an_office_behind_others_is_theirs_alone_whom_a_joint_sets_apart() -> None:
    found = people(
        "3月2日，县政协召开主席会议。县政协主席杜宏、副主席王纯兰、陈建明、罗维及叶勉等委员对工作进行了点评。"
    )
    assert {name: " ".join(titles) for name, (titles, _) in found.items()} == {
        "杜宏": "县政协主席", "王纯兰": "副主席", "陈建明": "副主席", "罗维": "副主席", "叶勉": "委员",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "who", "titles"),
    [
        ("第一项议程是党委书记王跃同志做动员讲话。", "王跃", ("党委书记",)),
        ("本协会代会长王仕明作工作报告。", "王仕明", ("代会长",)),
        ("孙国文副会长宣读新的《会员费标准》（草案）。", "孙国文", ("副会长",)),
        ("会议主席议长张建荣要求各单位配合。", "张建荣", ("会议主席", "议长")),
        ("随后突然要秘书长林茂盛报告。", "林茂盛", ("秘书长",)),
    ],
)
def test_what_leads_up_to_an_office_is_no_part_of_it(text: str, who: str, titles: tuple[str, ...]) -> None:
    assert people(f"3月2日，乡政府召开工作会议。{text}")[who][0] == titles


def test_tags_that_a_text_kept_are_no_words_of_it() -> None:
    found = people(
        '<p class="a">2022年3月15日，中学教职工代表大会召开。</p><p class="a b">校党委书记、校长夏华瑜同志，副校长<b style="color:red">柴国华</b>同志出席会议。</p>'
        "<p>大会由副书记曹华红同志主持</p>"
    )
    assert found == {
        "夏华瑜": (("校党委书记", "校长"), {"attendee"}),
        "柴国华": (("副校长",), {"attendee"}),
        "曹华红": (("副书记",), {"chair"}),
    }
