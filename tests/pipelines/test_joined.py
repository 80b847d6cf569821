"""Who is joined to whom, and what stands between: organs, posts, lists of earlier meetings; in texts of our own."""

from datetime import UTC, datetime

import pytest
from told import People, of, people

from jiyao.model import Article, Published, Report
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who came is said at the end of a list in any clause; a subject before an adverb presides
        (
            "臺中市長張文彥主持市政會報，環保局長李國樑、教育局長王怡君及衛生局長陳俊宏都通通現身。",
            {
                "張文彥": of("臺中市長", "chair"),
                "李國樑": of("環保局長", "attendee"),
                "王怡君": of("教育局長", "attendee"),
                "陳俊宏": of("衛生局長", "attendee"),
            },
        ),
        # a post behind who is addressed is his, whatever names seem to stand in it; 秘書長|孫 is no 長孫
        (
            "區議會會議紀錄\n列席者：\n蘇達榮先生　　警務處沙田警區交通主任\n黃小強先生　　運輸署馬鞍山及沙田區總工程師\n",
            {
                "蘇達榮": of("警務處沙田警區交通主任", "observer"),
                "黃小強": of("運輸署馬鞍山及沙田區總工程師", "observer"),
            },
        ),
        (
            "議會會議紀錄\n列席：副秘書長孫惠生、保安隊隊長孫正仲、分局局長曹祖\n榮 交通隊隊長劉全原 蘇澳\n分局局長李憲蒼\n",
            {
                "孫惠生": of("副秘書長", "observer"),
                "孫正仲": of("保安隊隊長", "observer"),
                "曹祖榮": of("分局局長", "observer"),
                "劉全原": of("交通隊隊長", "observer"),
                "李憲蒼": of("蘇澳分局局長", "observer"),
            },
        ),
        (
            "会议纪要 时间：2024/1/31 参与人：施新华、朱立国、黄思源,1.在升级流程中制造故障,2.增加健康检查",
            {name: of("", "attendee") for name in ("施新华", "朱立国", "黄思源")},
        ),
        (
            "学校举行座谈会。应邀参加座谈会的有六十年代入校的赵乐成、李象新、白凤海三位老校友。",
            {name: of("", "attendee") for name in ("赵乐成", "李象新", "白凤海")},
        ),
        (
            "研究所首席架构师肖新光在座谈会上发言。",
            {"肖新光": of("研究所首席架构师", "speaker")},
        ),
        (
            "市政协召开协商会。市政协委员陈芳、刘伟、王立等6位委员作了协商发言。",
            {name: of("市政协委员", "speaker") for name in ("陈芳", "刘伟", "王立")},
        ),
        # a county before a name, and offices that somebody was chosen for
        ("座談會由鄉長王大明主持，並函邀花蓮縣簡智明議員列席。", {"王大明": of("鄉長", "chair"), "簡智明": of("議員", "observer")}),
        (
            "大会选举王大明为县人大常委会主任，李志强、张小红为副主任。王大明、李志强、张小红出席会议。",
            {
                "王大明": of("县人大常委会主任", "attendee"),
                "李志强": of("副主任", "attendee"),
                "张小红": of("副主任", "attendee"),
            },
        ),
        (
            "委員會召開會議。經委員投票，李樂敏為市政諮詢委員會主席、高岸東為副主席。李樂敏、高岸東出席會議。",
            {"李樂敏": of("市政諮詢委員會主席", "attendee"), "高岸東": of("副主席", "attendee")},
        ),
        # who came instead of him is named by surname and office only
        (
            "會議紀錄\n主席：林局長大明\n出席：殷東成（陳副局長代）、王大同（林科長志豪代）\n",
            {
                "林大明": of("局長", "chair"),
                "殷東成": of("", "absent"),
                "王大同": of("", "absent"),
                "林志豪": of("科長", "attendee"),
            },
        ),
        ("而陳建文首度主持行政院會上，也睽違兩年再度邀請六都市長參與。", {"陳建文": of("", "chair")}),
        # an organ before 與 is no part of the title behind it; a verb is no part of a name of two characters
        ("縣府召開會議。據了解，促進會與民政司長林清文並未與會。", {"林清文": of("民政司長", "absent")}),
        ("局長王大明主持會議。主委雷倩帶著2名律師到場說明。", {"王大明": of("局長", "chair"), "雷倩": of("主委", "attendee speaker")}),
        ("研究所舉辦座談會，美國前國務卿李玄亦親自參加。", {"李玄": of("美國前國務卿", "attendee")}),
        # what looks like a surname and a post, or like a surname and a name
        ("委員會紀錄\n主席：王議長大文\n常委員志明：我只講一句。\n", {"王大文": of("議長", "chair"), "常志明": of("委員", "speaker")}),
        ("局長王大明主持會議，就「該公司董監事更迭、洩密」進行報告。", {"王大明": of("局長", "chair speaker")}),
        ("會議由副局長陳立文主持。香港特首顧問團就發展提供意見。", {"陳立文": of("副局長", "chair")}),
        # posts of an organ that a comma parts from his next one
        (
            "国家局党组书记、局长，总公司总经理凌成华，工会副主席李世华出席会议。",
            {
                "凌成华": of("国家局党组书记 局长 总公司总经理", "attendee"),
                "李世华": of("工会副主席", "attendee"),
            },
        ),
        (
            "县委第三巡察组副组长税明月及全体成员，纪检监察组组长娄山出席会议。",
            {"税明月": of("县委第三巡察组副组长", "attendee"), "娄山": of("纪检监察组组长", "attendee")},
        ),
        # a category is no title; who leads the study speaks; who is only seen on a screen did not come
        (
            "校知联会理事胡国华，无党派人士郝文健、陈捷、仲星明等先后发言。",
            {
                "胡国华": of("校知联会理事", "speaker"),
                "郝文健": of("", "speaker"),
                "陈捷": of("", "speaker"),
                "仲星明": of("", "speaker"),
            },
        ),
        ("分党组书记、副主任委员孟繁荣带领大家集体学习了全会精神。", {"孟繁荣": of("分党组书记 副主任委员", "speaker")}),
        ("局长杨于华主持会议。全体职工观看了省委骆惠文书记在动员会议上的讲话视频。", {"杨于华": of("局长", "chair")}),
        # whose talks are studied; to what several are elected; what somebody was once
        ("部长王文主持会议。徐军华同志领学习近平总书记同美国总统特朗普会谈精神。", {"王文": of("部长", "chair"), "徐军华": of("", "speaker")}),
        (
            "大会选举王胜华、万鄂文同志为全国人大常委会副委员长，周强文同志为最高人民法院院长。王胜华、周强文出席会议并讲话。"
            "周强文同志担任过地方重要领导职务，积累了经验。",
            {
                "王胜华": of("全国人大常委会副委员长", "attendee speaker"),
                "周强文": of("最高人民法院院长", "attendee speaker"),
            },
        ),
        # who comes for an exchange takes part, and has said nothing yet
        (
            "党委委员郭京华、研究中心主任马燕华等一行就编纂工作来我局交流。管理处主任汪劲文等参加座谈。",
            {
                "郭京华": of("党委委员", "attendee"),
                "马燕华": of("研究中心主任", "attendee"),
                "汪劲文": of("管理处主任", "attendee"),
            },
        ),
        # whom somebody met is no part of his title; who reports on an inspection speaks, and so does who appraises
        (
            "常务副书记王海文出席向电子大学党委书记王兴文的反馈会议。组长金连文代表巡视组向王兴文反馈了情况。王兴文主持会议。副理事长徐晓慧高度评价了办学水平。",
            {
                "王海文": of("常务副书记", "attendee"),
                "王兴文": of("电子大学党委书记", "chair"),
                "金连文": of("组长", "speaker"),
                "徐晓慧": of("副理事长", "speaker"),
            },
        ),
        # a name that ends in a joint, before those who came with him
        (
            "市政协副主席张庆和等市、区领导一行10人、学院党委书记赵兴文出席。",
            {"张庆和": of("市政协副主席", "attendee"), "赵兴文": of("学院党委书记", "attendee")},
        ),
        # a professor of a kind, behind his name
        ("研討會於7月20日在台北召開。侯文宗特聘教授以「創新」為題，介紹惜食模式。", {"侯文宗": of("特聘教授", "speaker")}),
        # guests of whom nothing else is told, where their hosts called a sitting
        (
            "中南大学中心主任闻亮文、教务处刘艳文副处长一行6人到我处调研。副处长黄亚文接待来访人员并主持召开座谈会。",
            {
                "闻亮文": of("中南大学中心主任", "attendee"),
                "刘艳文": of("副处长", "attendee"),
                "黄亚文": of("副处长", "chair"),
            },
        ),
        # groups and a person in one list that is introduced
        (
            "副县长张腊华主持会议。参加会议的有县发改局、科技局等相关单位负责人及农业大学生命学院郝文华教授等一行七人。",
            {"张腊华": of("副县长", "chair"), "郝文华": of("教授", "attendee")},
        ),
        # names that a station signs with; an intern beside an editor
        (
            "（民視新聞曾文彬、謝政國、SNG台中報導）市長林大文主持市政會議。",
            {"曾文彬": of("", "byline"), "謝政國": of("", "byline"), "林大文": of("市長", "chair")},
        ),
        ("局长王文主持会议。（责编：马葳（实习生）、曾伟文", {"王文": of("局长", "chair"), "马葳": of("", "byline"), "曾伟文": of("", "byline")}),
    ],
)  # fmt: skip
def test_who_is_joined_to_whom(text: str, expected: People) -> None:
    assert people(text) == expected


def test_a_list_without_numbers_ends_where_the_agenda_begins() -> None:
    found = people(
        "青溪县委统战部部务会会议记录\n主持：张道明\n列席人员：\n李国华、朱芳、丰明\n一、学习总书记同外国总统的会谈精神\n"
        "徐军华同志领学有关内容。\n"
    )
    assert found == {
        "张道明": of("", "chair"),
        "李国华": of("", "observer"),
        "朱芳": of("", "observer"),
        "丰明": of("", "observer"),
        "徐军华": of("", "speaker"),
    }


def test_minutes_name_who_presides_and_leads_through_who_keeps_them_and_who_reads() -> None:
    found = people(
        "學生自治會第三次大會會議記錄\n時間：民國九十六年三月二日\n出席：輔導員盧瑞明、會長古奕文\n列席人員：秘書長陳茂林\n"
        "主持人兼司儀：吳信安\n會議記錄：古奕文等幹部\n一、秘書長宣讀第二次會議議事錄。\n"
    )
    assert found == {
        "盧瑞明": of("輔導員", "attendee"),
        "古奕文": of("會長", "attendee recorder"),
        "陳茂林": of("秘書長", "observer speaker"),
        "吳信安": of("", "chair"),
    }


def test_a_list_out_of_a_pdf_file_is_read_over_its_empty_lines_and_its_page_heads() -> None:
    found = people(
        "都市計畫委員會第573次委員會議紀錄\n\n主席：林兼主任委員崇文            彙整：謝佩文\n\n出席委員：\n\n"
        "       張委員桂林 錢委員學文 郭委\n\n       員肇文 邊委員泰明 喻委員肇文 蔡\n\n       委員淑文 郭委員瓊文\n\n"
        "列席單位人員：\n\n發展局： 脫宗華、張立文 更新處： 簡裕文、賴芳文\n"
    )
    members = ("張桂林", "錢學文", "郭肇文", "邊泰明", "喻肇文", "蔡淑文", "郭瓊文")
    assert found == {
        "林崇文": of("主任委員", "chair"),
        "謝佩文": of("", "recorder"),
        **dict.fromkeys(members, of("委員", "attendee")),
        **dict.fromkeys(("脫宗華", "張立文", "簡裕文", "賴芳文"), of("", "observer")),
    }
    sat = people("出席議員：\n \n主席曾鈺文議員\n \n黃毓文議員 立法會 ─ 2012年11月21日 \n1495 \n \n毛孟文議員 \n")
    assert sat.keys() == {"曾鈺文", "黃毓文", "毛孟文"}


def _read(text: str) -> Report:
    return understand(Article("", "", text), Published(datetime(2024, 12, 5, tzinfo=UTC), "day", "given"))


def test_who_is_chosen_for_a_task_group_is_no_group_that_came() -> None:
    read = _read(
        "都市計畫委員會第974次會議紀錄\n日期:2020-08-11\n主席:徐國明\n本案由本會王前委員秀文(召集人)、彭委員光文、王委員靚文組成專案小組,"
        "於108年12月26日召開2次會議,獲致具體建議意見。"
    )
    assert [group.name for group in read.groups] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("管理局召开“改革创新 奋发有为”大讨论专题学习研讨会，局长杨于华主持会议。", "“改革创新奋发有为”大讨论专题学习研讨会"),
        ("研究所舉辦「林大文：生平與時代」研討會，館長陳大明致詞。", "「林大文：生平與時代」研討會"),
        ("县标准化促进会（以下简称“标促会”）第二届会员大会召开，局长王文参加会议。", "第二届会员大会"),
        ("組織之2023年「強化糧食體系、數位化」研討會於7月20-21日在台北展開，計有近百名學者參與。", "組織之2023年「強化糧食體系、數位化」研討會"),
        ("昨日，这次全省经济工作会议在省城召开，省长王文主持。", "全省经济工作会议"),
        ("在此次会议召开前夕，通过悬挂条幅营造氛围。会上，局长王文主持会议。", None),
    ],
)  # fmt: skip
def test_the_name_of_a_meeting_is_whole_and_points_to_none(text: str, name: str | None) -> None:
    meeting = _read(text).meeting
    assert meeting is not None
    assert meeting.name == name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "决议公告 公告日期：2024-11-29 某某股份有限公司第五届董事会第十四次会议于 2024 年 11 月 18 日以邮件方式通知，并于 2024 年 11 月 27 日"
            "上午以通讯方式召开。会议由董事长李良文主持，审议并通过了议案。特此公告。",
            (11, 27),
        ),
        ("環境品質委員會會議\n經出席委員審閱後，2024年9月3日會議紀要以75票贊成獲得通過。\n主席：王大明\n主席報告進度。", None),
        ("立法院委員會今天審查人事同意權，立委林玉華詢問被提名人。立法院會6月13日開會時，朝野無異議通過時程。", (12, 5)),
        ("水文化工作\n2024年12月3日上午，学院党委委员郭京华来我局交流。主任汪劲文等参加座谈。", (12, 3)),
    ],
)  # fmt: skip
def test_the_day_is_that_of_this_meeting(text: str, day: tuple[int, int] | None) -> None:
    meeting = _read(text).meeting
    assert meeting is not None
    found = meeting.held.interval.start if meeting.held and meeting.held.interval else None
    assert (found and (found.month, found.day)) == day


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我区联盟成立大会举行，区长杨文出席。历下区作为中心城区，将抢抓机遇，济南市大力支持。历下区联盟汇聚21家院所。", ["历下区"]),
        ("为落实陕西省普查精神，我县召开启动会，副县长张文主持会议。他说，吴堡县植物多，吴堡县要摸清家底。", ["吴堡县"]),
        ("12月1日，我县召开座谈会，县长王伟主持。会后赴寿阳县考察，寿阳县县长李强陪同。", []),
        ("在浙江省常山县东方大酒店，举行新闻发布会。发布会由副县长郑文主持。", ["浙江省", "常山县"]),
    ],
)  # fmt: skip
def test_the_place_is_the_one_that_the_report_calls_ours(text: str, places: list[str]) -> None:
    meeting = _read(text).meeting
    assert meeting is not None
    assert [place.name for place in meeting.places] == places


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "协会来我校调研交流",
            "3月5日，协会副理事长徐晓慧一行来校调研。学校召开座谈会，副校长周福文出席会议并讲话。与会双方进行了研讨。",
        ),
        ("校长莅临教务处调研指导工作", "校长王海文莅临教务处调研并和全体人员进行了座谈。副处长徐衡文等参加了座谈会。"),
    ],
)
def test_guests_and_hosts_who_sat_down_together_met(title: str, text: str) -> None:
    assert understand(Article("", title, text), None).is_meeting


def test_a_town_is_named_whole_though_its_name_ends_as_a_village_s() -> None:
    meeting = _read("12月3日，渑池县段村乡召开座谈会，乡长王文主持。").meeting
    assert meeting is not None
    assert [place.name for place in meeting.places] == ["渑池县", "段村乡"]
