"""Who is there and who is only spoken of, where a title begins, and rare names in rosters; each in a text of our own."""

import pytest
from told import People, of, people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # somebody else came for him; he travels; his deputy stands in
        (
            "會議由鄉長汪守成主持。代表葉金鳳、杜成和到場旁聽；議員胡貴田由助理代表。主計員宋惠雯因出差，書面報告另送。",
            {
                "汪守成": of("鄉長", "chair"),
                "葉金鳳": of("代表", "observer"),
                "杜成和": of("代表", "observer"),
                "胡貴田": of("議員", "absent"),
                "宋惠雯": of("主計員", "absent"),
            },
        ),
        # who is asked about, whose time in office it was, who is given a prize: none of them is there
        (
            "會議由市長方慧敏主持。被問及前市長童立仁的評論，方慧敏表示尊重。前局長石大鈞任內核定的計畫，她強調依約辦理。"
            "方慧敏頒獎表揚績優人員環保局科長柯美珠，勉勵同仁。",
            {"方慧敏": of("市長", "chair speaker")},
        ),
        # others come behind whom a comma stands
        (
            "會議由區長戴文彬主持，全區21位里長及里幹事均出席與會。",
            {"戴文彬": of("區長", "chair")},
        ),
        (
            "会议由县妇联副主席石慧兰主持，县妇联执委37人参加会议，县直机关女工委主任代表列席会议。",
            {"石慧兰": of("县妇联副主席", "chair")},
        ),
        # a unit's other name in brackets belongs to it; lessons, opinions, written reports; what he was asked to do is no name
        (
            "海州市市场监管局（知识产权局）党组书记、局长何东林，滨江县知识产权保护中心主任王红霞作经验交流。市专利局审查员殷若兰应邀授课。"
            "财政所所长韩秀梅向大会书面报告了预算执行情况。副局长林广发发表了意见。",
            {
                "何东林": of("海州市市场监管局（知识产权局）党组书记 局长", "speaker"),
                "王红霞": of("滨江县知识产权保护中心主任", "speaker"),
                "殷若兰": of("市专利局审查员", "speaker"),
                "韩秀梅": of("财政所所长", "speaker"),
                "林广发": of("副局长", "speaker"),
            },
        ),
        # a post behind another is of the same body: he is no chairman of the meeting; what was passed is no part of a title
        (
            "会议由秘书长林广发主持，审议通过了县妇联党组书记、主席方静兰代表常委会所作的工作报告。另一委员、公会总干事关淑仪指出，手续过于繁复。",
            {
                "林广发": of("秘书长", "chair"),
                "方静兰": of("县妇联党组书记 主席", "speaker"),
                "关淑仪": of("委员 公会总干事", "speaker"),
            },
        ),
        # he is abroad and another presides; who calls a meeting presides
        (
            "縣長梁志豪出國招商，由秘書長陳季如代理主持。處長許文昌十日上午緊急召開防汛會議。",
            {
                "梁志豪": of("縣長", "absent"),
                "陳季如": of("秘書長", "chair"),
                "許文昌": of("處長", "chair"),
            },
        ),
        # what a meeting does that somebody calls is not what he says, unless he speaks
        (
            "县委书记王明义主持召开县委常委会会议，传达学习上级精神，研究部署防汛工作，并讲话。"
            "县长李国华主持召开县政府常务会议，听取防汛工作汇报，安排部署下步工作。",
            {"王明义": of("县委书记", "chair speaker"), "李国华": of("县长", "chair")},
        ),
        # to what posts somebody is appointed
        (
            "县长李国华主持会议。程文远同志任市委委员、常委、书记。程文远作了表态发言。",
            {"李国华": of("县长", "chair"), "程文远": of("市委委员 常委 书记", "speaker")},
        ),
        # verbs of those who were there
        (
            "县长王守义主持会议。村民龙世根不同意从祠堂门口过。处长郑芸当场鞠躬致歉。致公党市委会主委国永清提交了书面发言。"
            "省农科院专家虞珍教授应邀作了专题讲座。",
            {
                "王守义": of("县长", "chair"),
                "龙世根": of("村民", "speaker"),
                "郑芸": of("处长", "speaker"),
                "国永清": of("致公党市委会主委", "speaker"),
                "虞珍": of("省农科院专家", "speaker"),
            },
        ),
        # where a title begins: a place with 和, a council called 代表會, a verb before it, an article within it
        (
            "和平區區長吳建松出席。代表會秘書李國棟表示已安排。下午場議員賴宜萱質詢。縣長並邀農業處科員邱湘如說明。",
            {
                "吳建松": of("和平區區長", "attendee"),
                "李國棟": of("代表會秘書", "speaker"),
                "賴宜萱": of("議員", "speaker"),
                "邱湘如": of("農業處科員", "speaker"),
            },
        ),
        (
            "党的二十大代表罗二梅作了发言。无党派人士代表计晓然发言。巴音苏木达孟克作了发言。",
            {
                "罗二梅": of("党的二十大代表", "speaker"),
                "计晓然": of("无党派人士代表", "speaker"),
                "孟克": of("巴音苏木达", "speaker"),
            },
        ),
        # the last of a list that shares a title, before another title; a post with a field and a number
        (
            "考試委員沈柏松、賀建德、倪永順及秘書長杜雲庭出席。衛生署助理署長（行動）2屠文華亦有發言。",
            {
                "沈柏松": of("考試委員", "attendee"),
                "賀建德": of("考試委員", "attendee"),
                "倪永順": of("考試委員", "attendee"),
                "杜雲庭": of("秘書長", "attendee"),
                "屠文華": of("衛生署助理署長（行動）2", "speaker"),
            },
        ),
    ],
)
def test_prose(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names in Latin letters, with a title, an address or their Chinese form; honours are none
        (
            "時間：2024年3月1日\n主席：林國禮議員\n出席委員：\n　許毓芬委員\n　Lavuras Kui委員\n　Starry MOK議員, JP\n　Dr Asha NAIR\n"
            "　Michael O'Hara\n　鄭天佑Sra Kumu\n會議開始。",
            {
                "林國禮": of("議員", "chair"),
                "許毓芬": of("委員", "attendee"),
                "Lavuras Kui": of("委員", "attendee"),
                "Starry MOK": of("議員", "attendee"),
                "Asha NAIR": of("委員", "attendee"),
                "Michael O'Hara": of("委員", "attendee"),
                "鄭天佑Sra Kumu": of("委員", "attendee"),
            },
        ),
        # two rare characters set apart; a rare surname behind a unit; an office in brackets; a posts whose holder sent another
        (
            "会议纪要\n时　间：2025年5月26日\n主　持：边　江　党工委副书记\n出　席：冉志国　党工委委员\n　　　　展　驰　党工委委员\n"
            "列　席：党政办龚自强、经济发展局明玥、包村干部 张宇（镇团委书记）\n记　录：阮小琪",
            {
                "边江": of("党工委副书记", "chair"),
                "冉志国": of("党工委委员", "attendee"),
                "展驰": of("党工委委员", "attendee"),
                "龚自强": of("", "observer"),
                "明玥": of("", "observer"),
                "张宇": of("包村干部 镇团委书记", "observer"),
                "阮小琪": of("", "recorder"),
            },
        ),
        # counts behind the last name, whom he brought, units of one kind of letters, a dot between blanks
        (
            "主席：林國禮\n出席代表：徐代表運昌、黎代表萬福、賴代表佳琪　共計3名\n請假代表：涂代表錦堂　共計1名\n"
            "列席：水利局局長宋德全暨各科主管、計財股高小隆、第三中學雷建昌、巴燕 · 依林",
            {
                "林國禮": of("", "chair"),
                "徐運昌": of("代表", "attendee"),
                "黎萬福": of("代表", "attendee"),
                "賴佳琪": of("代表", "attendee"),
                "涂錦堂": of("代表", "absent"),
                "宋德全": of("水利局局長", "observer"),
                "高小隆": of("", "observer"),
                "雷建昌": of("", "observer"),
                "巴燕·依林": of("", "observer"),
            },
        ),
        # columns: name, unit, post; unit, post, name
        (
            "评审专家组\n组长：耿殿臣　海州工程大学　教授\n成员：\n霍树林　滨江市地方志办公室　副编审\n牛贵山　海州一中　退休教师\n评审意见如下。",
            {
                "耿殿臣": of("教授", "attendee"),
                "霍树林": of("副编审", "attendee"),
                "牛贵山": of("退休教师", "attendee"),
            },
        ),
        (
            "主持人：洪若梅\n出（列）席人員：\n大安托嬰中心　主任　潘韻文\n育兒基金會　執行長　屠明玉、研究員　尹杰\n家長代表　石先生\n壹、致詞：略。",
            {
                "洪若梅": of("", "chair"),
                "潘韻文": of("主任", "attendee"),
                "屠明玉": of("執行長", "attendee"),
                "尹杰": of("研究員", "attendee"),
            },
        ),
        (
            "列席官員：農業部漁業署署長　　　　（請假，由副署長繆建基代理）\n　　　　　水利署總工程司　　　　田弘義\n主席：江宗明\n紀錄：李小芬",
            {
                "繆建基": of("副署長", "observer"),
                "田弘義": of("水利署總工程司", "observer"),
                "江宗明": of("", "chair"),
                "李小芬": of("", "recorder"),
            },
        ),
    ],
)
def test_rosters(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("会议审议了方案。\n（艾克拜尔 摄影报道）", "艾克拜尔"),
        ("會議通過決議。\n（攝影：Sayun Temu）", "Sayun Temu"),
        ("會議通過決議。\n（記者何思瑩、攝影黃國樑）", "黃國樑"),
        ("鎮代會昨天召開定期大會。（圖文：記者黃聰德）", "黃聰德"),
    ],
)
def test_bylines(text: str, name: str) -> None:
    assert people(text)[name] == of("", "byline")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 和 joins two, and what comes behind it is no part of a name
        (
            "市委书记王明义和县委书记李国华出席会议。",
            {"王明义": of("市委书记", "attendee"), "李国华": of("县委书记", "attendee")},
        ),
        ("县长王刚和与会代表座谈。", {"王刚": of("县长", "attendee")}),
        # who calls a meeting and speaks, in one clause; who hands over prizes
        ("县长王明义主持召开座谈会，听取企业意见并提出要求。", {"王明义": of("县长", "chair speaker")}),
        ("县长王明义出席会议，为20名先进个人颁奖，并作了讲话。", {"王明义": of("县长", "attendee speaker")}),
        ("颁奖仪式由副县长李国华主持。", {"李国华": of("副县长", "chair")}),
        # what is no post, and whom a question is put to
        (
            "县长王明义主持会议。县长王明义任命李国华为财政局局长，并讲话。",
            {"王明义": of("县长", "chair speaker")},
        ),
        ("法律顾问及副县长李国华列席会议。", {"李国华": of("副县长", "observer")}),
        (
            "會議由主席林大同主持。立委王小明對外交部長林佳龍提出質詢。民進黨的立委陳美惠表示支持。",
            {"林大同": of("主席", "chair"), "王小明": of("立委", "speaker"), "陳美惠": of("立委", "speaker")},
        ),
        ("本市派副市長林大同出席會議。", {"林大同": of("副市長", "attendee")}),
        # a reason to speak is none to stay away; meetings about speaking are no speeches
        (
            "县长王明义主持会议。居民代表陈桂英因住院费用过高，在会上提出意见。鎮長林大同出席反毒宣導會議。",
            {"王明义": of("县长", "chair"), "陈桂英": of("居民代表", "speaker"), "林大同": of("鎮長", "attendee")},
        ),
        ("县长李国华出席述职评议会议。", {"李国华": of("县长", "attendee")}),
        # sections and places are nobody; dots between people are marks
        (
            "会议纪要\n时间：2024年3月1日\n主持：王明义\n列席：张大海、教育局基教股、财政局社保股",
            {"王明义": of("", "chair"), "张大海": of("", "observer")},
        ),
        ("会议听取了进展。\n温岭：完成投资十亿元整。\n黄岩：完成投资八亿元整。\n武义：完成投资六亿元整。", {}),
        (
            "會議紀錄\n主席：王守成\n出席：王小明．林大華．張三德",
            {
                "王守成": of("", "chair"),
                "王小明": of("", "attendee"),
                "林大華": of("", "attendee"),
                "張三德": of("", "attendee"),
            },
        ),
    ],
)
def test_what_only_looks_like_it_is_not_read_so(text: str, expected: People) -> None:
    assert people(text) == expected
