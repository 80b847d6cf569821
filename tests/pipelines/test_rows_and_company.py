"""Names in a row, who came in another's company or was brought along, what was only planned; each in a text of our own."""

from datetime import date, datetime

import pytest
from told import People, of, people

from jiyao.model import Article, Published
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the blank or the mark between names is lost
        (
            "委员会第6次会议议事录\n时间：2024年3月29日\n出席委员：王立新 赵晓光 钱宏宇孙志强 周文静\n主席：王召集委员立新",
            {
                "王立新": of("委员 召集委员", "chair attendee"),
                "赵晓光": of("委员", "attendee"),
                "钱宏宇": of("委员", "attendee"),
                "孙志强": of("委员", "attendee"),
                "周文静": of("委员", "attendee"),
            },
        ),
        (
            "商会今天召开会员大会。前来参加来宾有前议长吴国平，议员赵晓光钱宏宇孙志强。",
            {
                "吴国平": of("前议长", "attendee"),
                "赵晓光": of("议员", "attendee"),
                "钱宏宇": of("议员", "attendee"),
                "孙志强": of("议员", "attendee"),
            },
        ),
        (
            "座谈会上，议员赵晓光钱宏宇孙志强，以及代表王立新发言。",
            {
                "赵晓光": of("议员", "speaker"),
                "钱宏宇": of("议员", "speaker"),
                "孙志强": of("议员", "speaker"),
                "王立新": of("代表", "speaker"),
            },
        ),
        # a town before a name is no name of its own, and neither is what somebody is called
        (
            "会议纪要\n时间：2024年3月29日\n参加人员：公安局王立新、赵晓光，平安镇钱宏宇、孙志强，吴国平小姐。",
            {
                "王立新": of("", "attendee"),
                "赵晓光": of("", "attendee"),
                "钱宏宇": of("", "attendee"),
                "孙志强": of("", "attendee"),
                "吴国平": of("", "attendee"),
            },
        ),
        # commas part the names of one office
        (
            "我县召开调度会。副县长王立新，赵晓光，钱泽，吴振，各乡镇主要负责人参加会议。",
            {
                "王立新": of("副县长", "attendee"),
                "赵晓光": of("副县长", "attendee"),
                "钱泽": of("副县长", "attendee"),
                "吴振": of("副县长", "attendee"),
            },
        ),
        # in whose company it was called; who is brought along does not preside
        (
            "市府召开业务会报，由市长王立新主持，在指挥部指挥官赵晓光上校、副指挥官钱宏宇少校陪同下，召集各局处代表与会。",
            {
                "王立新": of("市长", "chair"),
                "赵晓光": of("指挥部指挥官 上校", "attendee"),
                "钱宏宇": of("副指挥官 少校", "attendee"),
            },
        ),
        (
            "县长王立新率团队偕同赵晓光镇长召开座谈会，倾听民意。",
            {"王立新": of("县长", "chair"), "赵晓光": of("镇长", "attendee")},
        ),
        # whom others brought to another occasion; members who come in numbers
        (
            "委员会召开会议，由主席王立新主持。王立新回应指，去年的赛事曾邀请明星到场，效果甚佳。会员踊跃出席。",
            {"王立新": of("主席", "chair speaker")},
        ),
        # he goes on in his speech
        (
            "会议于8月15日举行，各级校长齐聚，会议由教育局长王立新主持。他在致词中表示，大家一起努力。",
            {"王立新": of("教育局长", "chair speaker")},
        ),
        # guests, who speak first, and the sounds of other tongues
        (
            "座谈会邀请到议员王立新、赵晓光担任嘉宾。首位发表者为联合大学教授Maria Ramirez女士，讲题为「科技」。",
            {
                "王立新": of("议员", "attendee"),
                "赵晓光": of("议员", "attendee"),
                "Maria Ramirez": of("联合大学教授", "speaker"),
            },
        ),
        (
            "座谈会由会长王立新主持，名古屋大学山本真义教授进行专题演讲。",
            {"王立新": of("会长", "chair"), "山本真义": of("教授", "speaker")},
        ),
        # what only looks like a name: a verb behind a surname, who came where, an office and its head
        (
            "会议由议长王立新主持。王议长笑称，府会同心。副省长赵晓光传达汪主席来青视察讲话精神。报告由部长钱宏宇及路政司 司长 孙志强提出。",
            {
                "王立新": of("议长", "chair speaker"),
                "赵晓光": of("副省长", "speaker"),
                "钱宏宇": of("部长", "speaker"),
                "孙志强": of("路政司司长", "speaker"),
            },
        ),
        # what others had done before is told in a speech; who is met gives nobody his office
        (
            "研讨会召开，区委办王泽主任强调：问题已引起重视，赵晓光书记亲自安排部署此项工作。",
            {"王泽": of("主任", "speaker")},
        ),
        (
            "会见区议员 王立新：走下去\n行政长官王立新与区议员举行对话会，表示会聆听意见。",
            {"王立新": of("行政长官", "speaker")},
        ),
        # both are his: what 暨 joins, and an office right before that of a unit
        (
            "会上，委员会委员暨联席会议主席王立新呼吁齐心合力。副召集人台东县后备指挥部指挥官赵晓光上校指出，由该部中校钱宏宇提出报告。",
            {
                "王立新": of("委员会委员 联席会议主席", "speaker"),
                "赵晓光": of("副召集人 台东县后备指挥部指挥官 上校", "speaker"),
                "钱宏宇": of("中校", "speaker"),
            },
        ),
        # a sentence that is nothing but a list; who was elected is in none of those
        (
            "联席会议召开，州委书记王立新致辞。\n市委副书记、市长赵晓光，州委副书记、州长钱宏宇，州政府副州长孙志强。",
            {
                "王立新": of("州委书记", "speaker"),
                "赵晓光": of("市委副书记 市长", "attendee"),
                "钱宏宇": of("州委副书记 州长", "attendee"),
                "孙志强": of("州政府副州长", "attendee"),
            },
        ),
        (
            "会员大会召开，主席王立新主持。会议选举如下。会长赵晓光，副会长钱宏宇，监事孙志强。",
            {"王立新": of("主席", "chair")},
        ),
        # names that no table knows: of Mongolian sounds, with a rare surname, counted behind, called by the given name
        (
            "侨代会召开，会议由统战部副部长苏雅拉图主持。州人大副主任夭建国出席会议。副局长束梁两名考察对象在会上述职。",
            {
                "苏雅拉图": of("统战部副部长", "chair"),
                "夭建国": of("州人大副主任", "attendee"),
                "束梁": of("副局长", "speaker"),
            },
        ),
        (
            "会议由副主任王立新主持。首先，立新主任讲了会议纪律。",
            {"王立新": of("副主任", "chair speaker")},
        ),
        # who is named in the text is known in its list too
        (
            "专题会议纪要\n会议听取了自然资源局局长依建平关于征地的汇报。\n出席：王立新　赵晓光\n列席：依建平　钱宏宇　孙志强\n记录：吴国平",
            {
                "依建平": of("自然资源局局长", "speaker observer"),
                "王立新": of("", "attendee"),
                "赵晓光": of("", "attendee"),
                "钱宏宇": of("", "observer"),
                "孙志强": of("", "observer"),
                "吴国平": of("", "recorder"),
            },
        ),
        # what a guest is, in a note, sends nobody in his stead
        (
            "会议记录\n时间：2023年5月10日\n出席人员：王立新（副区长）、赵晓光（财政局局长）\n缺席人员：无\n列席人员：钱宏宇（市民代表）、孙志强",
            {
                "王立新": of("副区长", "attendee"),
                "赵晓光": of("财政局局长", "attendee"),
                "钱宏宇": of("市民代表", "observer"),
                "孙志强": of("", "observer"),
            },
        ),
        # a lecture followed in another hall
        (
            "市里召开报告会。县领导王立新、赵晓光等在分会场集中听取了讲座。",
            {"王立新": of("县领导", "attendee"), "赵晓光": of("县领导", "attendee")},
        ),
    ],
)
def test_people(text: str, expected: People) -> None:
    assert people(text) == expected


def test_a_roll_whose_lines_were_run_together() -> None:
    text = (
        "离岛区议会会议记录日期：2009年8月17日地点：会议室出席者主席王立新SBS，BBS太平绅士副主席赵晓光太平绅士议员钱宏宇先生，BBS"
        "孙志强先生释智明大和尚应邀出席者谢凌洁贞太平绅士处长劳工处周文静女士助理秘书长（政策及发展）2发展局吴国平先生工程师/客户服务大屿山水务署"
        "列席者郑海燕女士城市规划师/大屿山及离岛规划署冯国强先生大屿山警区副指挥官香港警务处欢迎辞主席欢迎各位出席会议。孙志强先生表示同意。"
    )
    assert people(text) == {
        "王立新": of("主席", "chair attendee"),
        "赵晓光": of("副主席", "attendee"),
        "钱宏宇": of("议员", "attendee"),
        "孙志强": of("议员", "attendee speaker"),
        "释智明": of("议员", "attendee"),
        "谢凌洁贞": of("处长", "attendee"),
        "周文静": of("助理秘书长（政策及发展）2", "attendee"),
        "吴国平": of("工程师/客户服务大屿山", "attendee"),
        "郑海燕": of("城市规划师/大屿山及离岛", "observer"),
        "冯国强": of("大屿山警区副指挥官", "observer"),
    }


@pytest.mark.parametrize(
    ("title", "text", "met"),
    [
        # what is still to come, or could not be held
        ("", "因豪雨停班，本会原定今天开议之第3次临时会无法如期开议，将在14日下午再召开程序委员会，日期顺延。", False),
        ("", "由议员王立新牵头的协会将于下月举行「校长论坛」，促进交流。王立新表示，期待各界参与。", False),
        # ceremonies, and papers with a number of their own
        ("", "联谊会日前于国际宾馆举行第五届理事会就职典礼，会长王立新、副会长赵晓光等出席。", False),
        (
            "市人民政府办公室关于调整会议制度的通知",
            "市政办发〔2005〕56号\n一、市政府常务会议由市长召集和主持，市长王立新主持召开。副市长赵晓光参加会议。",
            False,
        ),
        # the articles of a statute, and a meeting that is background only
        (
            "",
            "各村村民大会实施条例修正如下：\n第二条、村民大会由县政府督导办理。\n第四条、村民大会每年召开一次，由村长王立新召集。",
            False,
        ),
        (
            "",
            "法规名称：市议会质询办法\n时间：2012年3月30日\n本办法依市议会议事规则第三十一条规定订定之。议员质询分为总质询及业务质询，由市长王立新答复。",
            False,
        ),
        # how minutes are written, and how a body meets
        (
            "",
            "政府会议记录的格式\n1. 标题\n出席人员：以列表形式排列，如主持人：王立新。\n缺席人员：无\n记录：赵晓光",
            False,
        ),
        ("", "XX区政府第X次会议记录\n时间：2023年5月10日\n主持人：王立新（区长）\n出席人员：赵晓光（副区长）", False),
        ("", "本章论述各委员会的运作，即委员会如何举行会议、议事规则如何适用于委员会决定议程和审议事项的方式。", False),
        # a body that met and did something; who spoke when it was over
        ("", "市政咨询委员会（下称市咨会）昨（2）日召开会议并投票选出正、副主席。王立新当选主席。", True),
        (
            "",
            "第十七次前厅交流会将于今早（8日）举行，官员和议员就旅游议题展开讨论。副司长王立新在会后表示，会优化形式。",
            True,
        ),
        # a meeting, although another one was to follow; a lecture followed in another hall
        ("", "协会理监事会议28日召开，理事长王立新主持。他说，五月间将举办庆祝大会。", True),
        (
            "",
            "扬子市开展专题讲座，我市干部在分会场集中收看了副书记王立新所作的报告。县领导赵晓光等听取了讲座。",
            True,
        ),
    ],
)
def test_whether_somebody_met(title: str, text: str, met: bool) -> None:
    assert understand(Article("", title, text), None).is_meeting is met


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "商会理监事联席会议廿八日下午四时三十分在饭店召开，理事长王立新表示将于五月举办庆祝大会。",
            "商会理监事联席会议",
        ),
        ("青年会主办，并由基金会资助的「青年施政座谈会」于16日在会展中心举办，王立新出席。", "青年施政座谈会"),
        ("教师会于五月二十八日在产业中心举办「第三次留学人座谈会」，会长王立新主持。", "第三次留学人座谈会"),
        (
            "区管委会召开了河道整治工程可行性研究报告专家评审会。主任王立新参加了会议。",
            "河道整治工程可行性研究报告专家评审会",
        ),
        ("在全省两会召开之前，中共江海省委在省城召开民主协商会，书记王立新主持会议。", "民主协商会"),
        (
            "▲王立新议长敲下议事槌定期大会圆满闭幕。\n县议会第4届第5次定期大会今（2）日举行闭幕典礼。",
            "县议会第4届第5次定期大会",
        ),
    ],
)
def test_names(text: str, name: str) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting is not None
    assert meeting.name == name


def test_a_name_has_its_number_where_the_lead_tells_it() -> None:
    text = (
        "县长王立新出席村长联系会议。\n第二十二届第三次南山县各乡村长联系会议昨（29）日上午在草屯举行，县长王立新到场。"
    )
    meeting = understand(Article("", "", text), None).meeting
    assert meeting is not None
    assert meeting.name == "第二十二届第三次南山县各乡村长联系会议"


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("会议召开，主任王立新、主席赵晓光等区四套班子领导参加。", ["区四套班子领导"]),
        (
            "省委召开民主协商会，邀请各民主党派主委，省工商联主席，无党派人士代表座谈，听取意见。书记王立新主持会议。",
            ["各民主党派主委", "省工商联主席", "无党派人士代表"],
        ),
        (
            "由司长王立新率领的特区政府代表团，与副市长赵晓光率领的深圳市政府代表团，今日在深圳举行会议。",
            ["特区政府代表团", "深圳市政府代表团"],
        ),
        ("大会开幕，书记王立新出席。在沪全国政协委员应邀列席会议。", ["在沪全国政协委员"]),
        ("座谈会今天举办，吸引近200名青年参加，会长王立新主持。", ["近200名青年"]),
    ],
)
def test_groups(text: str, groups: list[str]) -> None:
    assert [group.name for group in understand(Article("", "", text), None).groups] == groups


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # what is said in a meeting names any place, and so does the office of who came
        ("我县召开调度会，县长王立新主持。会议强调，保定市新增病例，时刻不能放松。", []),
        ("市供销社召开民主生活会。出席会议的领导有：修武县政协主席王立新，市监察局主任赵晓光。", []),
        # the organ's whole name in what it passed
        (
            "市十二届人大常委会举行第四十三次会议，主任王立新主持。会议通过了《关于杭州市第十三届人民代表大会人选的办法》和《杭州市人民代表大会常务委员会工作规则》。",
            ["杭州市"],
        ),
        ("香港特区立法会20日举行前厅交流会，主席王立新主持。与会者畅所欲言。", ["香港特区"]),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting is not None
    assert [place.name for place in meeting.places] == places


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the page's own day over it
        (
            "2024年3月17日星期日\n\n市府召开会议\n消防局于3月16日召开全民防卫业务会报，由市长王立新主持。",
            date(2024, 3, 16),
        ),
        # a sitting of two days, each on its line
        (
            "议会第2次会议议事录\n时间：2024年3月14日（星期四）上午9时至11时\n3月18日（星期一）上午9时至12时\n出席委员：王立新 赵晓光 钱宏宇",
            date(2024, 3, 14),
        ),
        # without its 日
        ("县人民代表大会会议3月4下午3:00开幕，主任王立新主持会议。", date(2024, 3, 4)),
    ],
)
def test_days(text: str, day: date) -> None:
    meeting = understand(Article("", "", text), Published(datetime(2024, 3, 18, 12, 0), "given", None)).meeting
    assert meeting is not None
    assert meeting.held is not None
    assert meeting.held.interval is not None
    assert meeting.held.interval.start == day
    assert meeting.held.interval.end == (date(2024, 3, 18) if "3月18日" in text else day)
