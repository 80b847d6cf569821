"""Constructions seen in reports and minutes, each in a text of our own, and what must come out of it."""

import pytest
from told import People, of, people

from jiyao.model import Article
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a list that a clause introduces; the office stands behind the name
        (
            "座談會由主任丁懷玉主持。到會的還包括：社會局郭志遠副局長、街坊總會陸小雲理事長、潘家樂女士與何思敏處長。",
            {
                "丁懷玉": of("主任", "chair"),
                "郭志遠": of("副局長", "attendee"),
                "陸小雲": of("理事長", "attendee"),
                "潘家樂": of("", "attendee"),
                "何思敏": of("處長", "attendee"),
            },
        ),
        # who speaks right behind what another said; an example is nobody
        (
            "“我们不缺订单，缺的是工人。”华泽农业总经理童远说。青年教师周转房等问题也有人提出。",
            {"童远": of("华泽农业总经理", "speaker")},
        ),
        # a meeting whose name holds a verb of saying
        ("工程说明会上，县长古明远出席说明会。", {"古明远": of("县长", "attendee")}),
        # reports on one's own work; what was given has a title
        (
            "会上，柳河乡党委书记程刚、白塔镇镇长冉海现场述职。县政协委员会主任裴树 作《关于助餐服务的报告》。",
            {
                "程刚": of("柳河乡党委书记", "speaker"),
                "冉海": of("白塔镇镇长", "speaker"),
                "裴树": of("县政协委员会主任", "speaker"),
            },
        ),
        # who sat on the platform, and padded names in a list without titles
        (
            "大会执行主席：马维远、王 平、孔令章（女）在主席台前排就座。",
            {name: of("大会执行主席", "attendee") for name in ("马维远", "王平", "孔令章")},
        ),
        (
            "邓 毅、龙 军、徐超然、公孙永平参加学习。",
            {name: of("", "attendee") for name in ("邓毅", "龙军", "徐超然", "公孙永平")},
        ),
        # face to face; who brings others is there as they are
        (
            "镇党委书记何娟、镇长任子轩与15家企业负责人面对面。",
            {"何娟": of("镇党委书记", "attendee"), "任子轩": of("镇长", "attendee")},
        ),
        # what somebody raised; what he is besides his post stands in brackets
        (
            "針對光明里里長李來旺所提路燈問題，發展局常任秘書長（工務）區兆銘允諾改善。",
            {"李來旺": of("光明里里長", "speaker"), "區兆銘": of("發展局常任秘書長（工務）", "speaker")},
        ),
        # a surname and an office before a given name, where somebody answers
        ("村民反映路燈不亮。\n包鄉長國明答：\n已經會勘。", {"包國明": of("鄉長", "speaker")}),
        # the noun of the introduction is everyone's title
        (
            "會上，發言的委員有葉知秋、簡明遠和白浩然等，主要討論道路工程。",
            {name: of("委員", "speaker") for name in ("葉知秋", "簡明遠", "白浩然")},
        ),
        # groups and units stand between two people of one list
        (
            "区政协副主席邵明娟，区规划局、区农业农村委有关领导，镇长张宏远出席会议。",
            {"邵明娟": of("区政协副主席", "attendee"), "张宏远": of("镇长", "attendee")},
        ),
        # a label behind the names
        (
            "惠建国、王子飏、秦卫东等市领导出席会议。",
            {name: of("市领导", "attendee") for name in ("惠建国", "王子飏", "秦卫东")},
        ),
        # executive chairmen
        (
            "本次会议执行主席由林茂森、何积玉、高孝先担任，会议由高孝先主持。",
            {
                "林茂森": of("执行主席", "attendee"),
                "何积玉": of("执行主席", "attendee"),
                "高孝先": of("执行主席", "attendee chair"),
            },
        ),
        # designate, and who only wrote
        (
            "省委书记俞正平向大会致贺信。县委常委、组织部长提名人选姚锦云就有关事宜作了说明。",
            {"姚锦云": of("县委常委 组织部长提名人选", "speaker")},
        ),
        # appointed at the meeting, not present by that
        ("县长马文博主持会议。会议决定任命徐加明、付晓阳2名同志为副县长。", {"马文博": of("县长", "chair")}),
        # a deputy called by the short form only where no head is
        (
            "市长林佳慧出席会议，副市长林书豪主持会议。林市长指出，要抓紧落实。",
            {"林佳慧": of("市长", "attendee speaker"), "林书豪": of("副市长", "chair")},
        ),
        # one name, two endings
        (
            "县长周增应出席会议。周增应指出，要抓紧。周增应肯定了大家的工作。",
            {"周增应": of("县长", "attendee speaker")},
        ),
        # verbs of the words before a title do not belong to it
        (
            "会议安排省台协会长李政明作报告，是副会长何玉成主持会议。",
            {"李政明": of("省台协会长", "speaker"), "何玉成": of("副会长", "chair")},
        ),
    ],
)
def test_prose(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # columns padded with blanks
        (
            "市政會議紀錄\n會議時間：2018-06-19\n本府出席人員：\n市           長   朱立德\n副    市   長   李四海      副   市    長   呂衛平\n農業局局長   張   玟      城鄉局局長   杜宏達\n\n壹、主席宣布開會",
            {
                "朱立德": of("市長", "attendee"),
                "李四海": of("副市長", "attendee"),
                "呂衛平": of("副市長", "attendee"),
                "張玟": of("農業局局長", "attendee"),
                "杜宏達": of("城鄉局局長", "attendee"),
            },
        ),
        # the post stands on the line above
        (
            "會議紀錄\n時間：113年3月5日\n列席官員：\n\n司法院秘書長\n\n林錦秋\n\n法務部政務次長\n\n陳明德\n\n主席：林召集委員為海\n",
            {
                "林錦秋": of("司法院秘書長", "observer"),
                "陳明德": of("法務部政務次長", "observer"),
                "林為海": of("召集委員", "chair"),
            },
        ),
        # every character stands apart
        (
            "會 議 紀 要\n日期：1997年4月12日\n出 席 議 員 ：\n\n何 世 明 議 員\n杜 葉 詠 恩 議 員\n田 北 辰 議 員\n\n缺 席 議 員 ：\n\n朱 幼 安 議 員\n",
            {
                "何世明": of("議員", "attendee"),
                "杜葉詠恩": of("議員", "attendee"),
                "田北辰": of("議員", "attendee"),
                "朱幼安": of("議員", "absent"),
            },
        ),
        # lines joined, parts told apart by their numbers
        (
            "代表會議事錄一、開會時間：民國108年12月19日二、出席人：蔡主席詠德、許代表珍妮，計2名。三、列席人：鎮長蕭永安。四、主席：蔡主席詠德五、紀錄：組員吳育秀",
            {
                "蔡詠德": of("主席", "attendee chair"),
                "許珍妮": of("代表", "attendee"),
                "蕭永安": of("鎮長", "observer"),
                "吳育秀": of("組員", "recorder"),
            },
        ),
        # posts with numbers, offices in notes
        (
            "會議紀要\n日期：1998年7月24日\n出席委員：\n劉慧文議員（主席）\n楊耀明議員（副主席）\n\n列席秘書：\n總主任（2）3\n馬雪履女士\n",
            {
                "劉慧文": of("議員 主席", "attendee chair"),
                "楊耀明": of("議員 副主席", "attendee"),
                "馬雪履": of("總主任（2）3", "observer"),
            },
        ),
        # marks behind names, the council's own heading, posts below their holders
        (
            "某區議會\n第三次會議紀錄\n日期：2018年5月17日\n出席者：\n主席\n楊玉明議員*\n副主席\n陳哲文議員*\n嘉賓\n第5項\n高韻文女士\n發展局\n樹木辦事處總監\n李健新博士\n發展局\n助理秘書長（樹木）1\n",
            {
                "楊玉明": of("主席 議員", "attendee chair"),
                "陳哲文": of("副主席 議員", "attendee"),
                "高韻文": of("樹木辦事處總監", "attendee"),
                "李健新": of("助理秘書長（樹木）1", "attendee"),
            },
        ),
        # posts above their holders, by items of the agenda; professions where there is no office
        (
            "會議紀要\n日期：1998年7月24日\n主席：梁智明\n出席公職人員：\n\n議程項目III至IV\n\n副教育統籌司\n楊立文先生\n\n議程項目IV\n\n衛生署署長\n余國青醫生\n\n學者專家：賴文詳律師（某會推薦）、林裕安教授\n",
            {
                "梁智明": of("", "chair"),
                "楊立文": of("副教育統籌司", "attendee"),
                "余國青": of("衛生署署長", "attendee"),
                "賴文詳": of("律師", "attendee"),
                "林裕安": of("教授", "attendee"),
            },
        ),
        # proxies and leave in a list without titles
        (
            "市政會議\n開會日期\n2020-12-22 09:00:00\n主席\n柯文遠\n出席\n彭振東（公假）、蔡炳榮、張澤民（余念青代）\n列席\n陳智涵\n壹、報告",
            {
                "柯文遠": of("", "chair"),
                "彭振東": of("", "absent"),
                "蔡炳榮": of("", "attendee"),
                "張澤民": of("", "absent"),
                "余念青": of("", "attendee"),
                "陳智涵": of("", "observer"),
            },
        ),
        # a committee's minutes: labels without a colon, members apart by single blanks, posts and holders in columns
        (
            "時　　間　114年3月5日（星期三）9時\n出席委員　林安平　陳靜文　李大海　王小萍\n　　　　　委員出席4人\n請假委員　周明德\n"
            "列席官員　農業部部長　　　　高文遠\n　　　　　水利署署長　　　　鄭秀英\n主　　席　林召集委員安平\n紀　　錄　簡任編審　何美文\n\n報告事項\n",
            {
                "林安平": of("委員 召集委員", "attendee chair"),
                "陳靜文": of("委員", "attendee"),
                "李大海": of("委員", "attendee"),
                "王小萍": of("委員", "attendee"),
                "周明德": of("委員", "absent"),
                "高文遠": of("農業部部長", "observer"),
                "鄭秀英": of("水利署署長", "observer"),
                "何美文": of("簡任編審", "recorder"),
            },
        ),
        # who should have presided and who did, without a blank between them; honours glued to a name
        (
            "時間：113年8月11日\n主席：林國平邱委員昌文代\n紀錄彙整：莊主明\n",
            {"林國平": of("", "absent"), "邱昌文": of("委員", "chair"), "莊主明": of("", "recorder")},
        ),
        (
            "出席者\n主席\n林偉文BBS太平紳士\n副主席\n周秀平太平紳士\n議員\n方來文先生\n",
            {
                "林偉文": of("主席", "attendee chair"),
                "周秀平": of("副主席", "attendee"),
                "方來文": of("議員", "attendee"),
            },
        ),
        # a padded name before its post and a note that is no reason in the tables
        (
            "主持：王守成 县委副书记、县长\n列席：李大海 县水利局局长\n请假：周　明 副县长（外出招商）\n记录：何　洁\n",
            {
                "王守成": of("县委副书记 县长", "chair"),
                "李大海": of("县水利局局长", "observer"),
                "周明": of("副县长", "absent"),
                "何洁": of("", "recorder"),
            },
        ),
    ],
)
def test_minutes(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "is_meeting"),
    [
        ("县政府将于12月20日在礼堂召开工作会议，县领导将出席。", False),
        ("现将召开会议有关事项通知如下。请各单位准时参加。特此通知。", False),
        ("县长王小明来到敬老院，看望慰问老人。", False),
        ("省长会见了来访的代表团一行。", False),
        ("12月5日，县长王小明主持召开县政府常务会议。会议指出，要抓紧。", True),
        ("行政院長林明遠今（11）日於行政院會指示，要加速推動。", True),
    ],
)
def test_a_meeting_that_was_held_is_told_from_one_that_was_not(text: str, is_meeting: bool) -> None:
    assert understand(Article("", "", text), None).is_meeting is is_meeting


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("县第十一届人民代表大会第四次会议举行主席团第二次会议，县委书记王小明出席会议。", "主席团第二次会议"),
        ("26日，市五届人大常委会第三十一次会议接受李某辞去职务的请求。主任王小明主持会议。", "市五届人大常委会第三十一次会议"),
        ("安平區公所本年度第二次里業務會報，十九日下午在公所召開，由區長陳靜文主持。", "安平區公所本年度第二次里業務會報"),
        ("立法會房屋事務委員會\n第5次會議紀要\n日期：1998年9月11日\n出席議員：\n梁智明議員（主席）\n", "立法會房屋事務委員會第5次會議"),
        ("在全省安全生产会议召开后，副市长王小明主持召开全市安全生产紧急会议。", "全市安全生产紧急会议"),
        ("市長林安平今（15）日主持「108年度某市防汛整備會議」，會中要求各局處配合。", "108年度某市防汛整備會議"),
        ("7日「第26次四縣市分區治安會報」在縣府大禮堂召開，縣長林安平參加。", "第26次四縣市分區治安會報"),
        ("市議會今（26）日召開程序委員會，由議長林安平主持。", "程序委員會"),
        ("县政府114年第11次主管周报，县长林安平主持，副县长李大海列席参加。", "县政府114年第11次主管周报"),
        ("由甲研究中心与乙基金会共同主办的两岸智库论坛周二在城东举行，主任林安平致辞。", "两岸智库论坛"),
        ("行政院長林明遠今（11）日於行政院會指示，要加速推動。", "行政院會"),
        ("会议名称：桂花社区第3次居民议事会\n时间：2024年5月31日\n主持人：桂小兰\n", "桂花社区第3次居民议事会"),
    ],
)  # fmt: skip
def test_the_meeting_reported_is_named(text: str, name: str) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting
    assert meeting.name == name


def test_a_group_that_two_rules_read_is_listed_once() -> None:
    report = understand(Article("", "", "縣務會議今日召開，縣長林安平主持，副縣長李大海率領各課室主管列席。"), None)
    assert [group.name for group in report.groups] == ["各課室主管"]


def test_minutes_are_named_by_their_title_and_a_number_by_the_body_in_the_headline() -> None:
    minutes = "一、時間：110年12月17日9時\n二、出席：陳主席天明、蘇副主席碧玉\n三、主席：陳主席天明 紀錄：何美文\n"
    sitting = "市議會今（5）日舉行第2屆成立大會，由議長林安平主持。"
    for title, text, name in (
        ("某鎮民代表會第12屆第15次臨時大會第4次會議紀錄", minutes, "某鎮民代表會第12屆第15次臨時大會第4次會議"),
        ("市議會第2屆成立大會 府會相見歡", sitting, "市議會第2屆成立大會"),
    ):
        meeting = understand(Article("", title, text), None).meeting
        assert meeting
        assert meeting.name == name


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("里業務會報在公所召開，區長林安平率領各課室主管，與全區十九里里長、里幹事齊聚一堂。", "各課室主管 全區十九里里長 里幹事"),
        ("市政座談會今日召開，由副市長李大海主持，市長林安平與超過30位工商界代表和近90位里長會面。", "超過30位工商界代表 近90位里長"),
        ("會議由縣長林安平主持，參議及縣府一、二級主管列席。", "參議 縣府一、二級主管"),
        ("省人大常委会第九次会议今日举行，主任王小明主持会议。各市、县人大常委会负责人列席会议。", "各市、县人大常委会负责人"),
        ("縣府22日召開治安會報，本次會議由各鄉鎮市公所代表、縣府各局處主管參加，縣長林安平主持，37區區長則以視訊方式參加。", "各鄉鎮市公所代表 縣府各局處主管 37區區長"),
        ("时间：2024年5月31日\n主持人：桂小兰\n参加人员：社区两委成员、网格长、居民代表\n记录人：计雯\n", "社区两委成员 网格长 居民代表"),
        ("县长王小明主持会议。12家物业服务企业项目经理参加会议。局长李大海向委员简介文件的重点。", "12家物业服务企业项目经理"),
        ("副县长李大海围绕教育、民政、人社等工作作了部署；与会人员观看了专题片。会议由县长王小明主持。", ""),
        # counted members, those of another meeting, who a screen linked, whom the chair talked with
        ("县人大常委会举行会议。副主任王大明、李志强及委员共27人出席会议。", "委员"),
        (
            "县人大会议开幕。出席县政协十一届一次会议的全体委员、县直单位负责人列席会议。",
            "出席县政协十一届一次会议的全体委员 县直单位负责人",
        ),
        ("市长王大明主持召开调度会，视频连线东山县、西河县和石门水库管理处，调度防范工作。", "东山县 西河县 石门水库管理处"),
        ("省长王大明23日主持召开座谈会，与企业家代表、院校负责人深入交流。", "企业家代表 院校负责人"),
        ("市长王大明召集市住建局、市城管局，就积水整治召开专题会议。会议指出，要加快进度。", "市住建局 市城管局"),
        # what two groups are that 和 and 及 join, and what a count stands behind
        ("局长王大明主持会议，有关部门负责人和各分院（副）书记参加会议。", "有关部门负责人 各分院（副）书记"),
        ("會議由局長王大明主持，工務處、交通處、警察局等14個單位與會。", "工務處 交通處 警察局"),
        ("镇长王大明主持会议，各村党支部书记、村级会计，全体组员参加会议。", "各村党支部书记 村级会计 全体组员"),
        ("副校长王大明，组织人事部、教务处负责人参加了会议。", "组织人事部 教务处负责人"),
        ("市議會定期會今日召開，議長李志強主持，市長王大明率市府一、二級主管列席備詢。", "市府一、二級主管"),
    ],
)  # fmt: skip
def test_groups_are_brought_met_and_kept_whole(text: str, groups: str) -> None:
    assert {group.name for group in understand(Article("", "", text), None).groups} == set(groups.split())


def test_a_list_that_names_fewer_than_the_report_counts_is_noted() -> None:
    report = understand(
        Article("", "", "12月5日，县委书记王小明、县长李大海参加会议，共计3人参加会议。王小明主持会议。"), None
    )
    assert report.stated_count == 3
    assert any("counts 3 people and names 2" in note for note in report.notes)
