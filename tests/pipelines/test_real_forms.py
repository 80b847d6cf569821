"""Forms that reports of Taiwan, Hong Kong, Macau and the mainland take on their sites, each in a text of our own."""

import pytest
from told import People, of, people

from jiyao.model import Article, Role
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an idiom behind surname and office is no name; nor is what a county head inspects
        (
            "會議由縣長陳福田主持。資源得來不易 地方須展現效率 陳縣長開宗明義指出，經費要用在刀口上。",
            {"陳福田": of("縣長", "chair")},
        ),
        ("饒縣長視察白鹿颱風應變中心。縣長饒慶玲主持工作會報。", {"饒慶玲": of("縣長", "chair")}),
        # anger and blame are said; 怒 is no given name
        (
            "議長張俊嵐怒嗆「不要護航」。包括議員吳建文、吳東生指責議長不照規則。議員李小海砲轟縣府，主席林大明反駁。",
            {
                "張俊嵐": of("議長", "speaker"),
                "吳建文": of("議員", "speaker"),
                "吳東生": of("議員", "speaker"),
                "李小海": of("議員", "speaker"),
                "林大明": of("主席", "chair speaker"),
            },
        ),
        # a clause may be opened; members of parties move, and say
        (
            "財委會舉行會議。不過陳健文回應時指，任何人都會有意見。工黨張超文動議休會，民建聯陳志文指時間不足。",
            {"陳健文": of("", "speaker"), "張超文": of("", "speaker"), "陳志文": of("", "speaker")},
        ),
        # a district is nobody, and 於 before a time is no surname
        ("立法會議員同屯灣區議員都把握機會交流意見。多名區議員於原定時間前宣讀聲明。", {}),
        # who is praised, telephoned or chosen for a panel does nothing
        (
            "立委楊文嵐肯定北河農會理事長劉文祥帶領團隊。",
            {"楊文嵐": of("立委", "speaker")},
        ),
        ("總署署長謝小芬致電區議會主席鄭麗明，要求他們離開。", {"謝小芬": of("總署署長", "speaker")}),
        ("本案由王前委員秀文（召集人）、彭委員光明、王委員靚琇組成專案小組，召開2次會議，獲致具體建議意見。", {}),
        # who put his name to a bill is not thereby there
        ("審查委員高文梅等22人擬具「發展條例草案」案。主席：高文梅委員\n", {"高文梅": of("委員", "chair")}),
        # what else somebody is; who brings others; whose office closes the sitting
        (
            "由副分局長章仙文率分局相關業務單位及所長林建文等，以及各科室長官前往與會，大隊長亦是村長賴俊文主持會議。",
            {
                "章仙文": of("副分局長", "attendee"),
                "林建文": of("所長", "attendee"),
                "賴俊文": of("大隊長 村長", "chair"),
            },
        ),
        ("議長張俊文喊話「看好了」，台下吵鬧不休，議長直接宣布散會。", {"張俊文": of("議長", "chair speaker")}),
        ("委員會主席楊浩文隨即宣布於走廊就地開會。", {"楊浩文": of("委員會主席", "chair speaker")}),
        ("會議由立法會議員周浩文擔任召集人，就地區議題交換意見。", {"周浩文": of("立法會議員", "chair")}),
        # 司儀 has a label, numbered labels follow names without a blank, and a bill's 請審議 is no speech to the chair
        (
            "一、時間：民國108年12月19日二、出席人：蔡主席文得、許代表珍文，計2名。三、主席：許代表珍文四、紀錄：組員吳文美五、"
            "司儀：臨僱洪小文六、一讀會：(另載)  1 茲修正自治條例部份條文，請審議。",
            {
                "蔡文得": of("主席", "attendee"),
                "許珍文": of("代表", "attendee chair"),
                "吳文美": of("組員", "recorder"),
                "洪小文": of("臨僱", "attendee"),
            },
        ),
        # a surname and a post of the staff are nobody else's title
        (
            "列席：李鎮長誠文、許主任秘書世文、黃人事管理員、邱主計靜文",
            {
                "李誠文": of("鎮長", "observer"),
                "許世文": of("主任秘書", "observer"),
                "邱靜文": of("主計", "observer"),
            },
        ),
        # cells with bars, each post above its holder; a note may hold a full stop
        (
            "列席官員 |\n行政院院長 |\n蘇文昌 |\n國防部部長 |\n邱國文(請假，由柏副部長鴻文代表列席。) |\n教育部部長 |\n潘文中 |\n",
            {
                "蘇文昌": of("行政院院長", "observer"),
                "邱國文": of("國防部部長", "absent"),
                "柏鴻文": of("副部長", "observer"),
                "潘文中": of("教育部部長", "observer"),
            },
        ),
        (
            "答詢官員 原民會主任委員曾智文Ljaucu‧Zingrur\n",
            {"曾智文Ljaucu‧Zingrur": of("原民會主任委員", "speaker")},
        ),
        # unit, name and post without a mark, and a unit with a name alone
        (
            "出席會議的還包括：社工局區志文副局長、社會保障基金陳綺文顧問高級技術員、紅十字會黃麗文中央委員會委員、林翠文女士。",
            {
                "區志文": of("副局長", "attendee"),
                "陳綺文": of("顧問高級技術員", "attendee"),
                "黃麗文": of("中央委員會委員", "attendee"),
                "林翠文": of("", "attendee"),
            },
        ),
        (
            "立委楊文嵐、市議員陳本文、大甲農會總幹事黃瑞文、外埔農會李錦文均出席。",
            {
                "楊文嵐": of("立委", "attendee"),
                "陳本文": of("市議員", "attendee"),
                "黃瑞文": of("大甲農會總幹事", "attendee"),
                "李錦文": of("", "attendee"),
            },
        ),
        # the title of all is 代表, and 包括 is none of a title
        (
            "議程由主席方文洋主持，代表林長文、洪雅文等全體代表與會。一同出席的主要官員有20位，包括政務司司長陳國文、財政司司長林茂文、署理律政司司長張國文等。",
            {
                "方文洋": of("主席", "chair"),
                "林長文": of("代表", "attendee"),
                "洪雅文": of("代表", "attendee"),
                "陳國文": of("政務司司長", "attendee"),
                "林茂文": of("財政司司長", "attendee"),
                "張國文": of("署理律政司司長", "attendee"),
            },
        ),
        ("以下是保安局局長李家文今日在立法會會議的開場發言全文：", {"李家文": of("保安局局長", "speaker")}),
        # whose instructions are studied, and what he said elsewhere
        (
            "会议传达学习吴贤文市长批示要求，以及副总理张国文出席峰会和在闽调研时的讲话精神。会议由县长施家文主持，选拔自三级法院的27名成员参加会议。",
            {"施家文": of("县长", "chair")},
        ),
        # with whom somebody met came; what is said of somebody is nothing that he did
        (
            "17區正副主席與民政局局長徐英文會面。主席鍾錦文表示，指徐英文無正面回應，批評政府無意改善。",
            {"徐英文": of("民政局局長", "attendee"), "鍾錦文": of("主席", "chair speaker")},
        ),
        # who was called to a meeting came to it
        (
            "望海分局於11日邀集澎南縣議會夏晨文議員、七山鄉代表會葉明文主席及在地主管，於活動中心召開治安座談會。",
            {"夏晨文": of("議員", "attendee"), "葉明文": of("主席", "attendee")},
        ),
        # the heading of a question and its answer, with the colon of Hong Kong's pages
        (
            "以下是今日在立法會會議上容海文議員的提問和商務局局長邱騰文的答覆︰",
            {"容海文": of("議員", "speaker"), "邱騰文": of("商務局局長", "speaker")},
        ),
        # whom somebody asks, by his office; what else he is; whom he stands for
        (
            "議員朱凱文詢問廣播處長梁家文，梁家文重申立場。立法會議員(新界東)楊岳文：「問題如何解決？」",
            {
                "朱凱文": of("議員", "speaker"),
                "梁家文": of("廣播處長", "speaker"),
                "楊岳文": of("立法會議員", "speaker"),
            },
        ),
        ("身兼行政會議召集人的新民黨劉淑文質疑電台冗員多。", {"劉淑文": of("行政會議召集人", "speaker")}),
        ("由各里長向市長胡志文提出問題，胡志文表示會處理。仁德里里長洪炳文說，請市府盡速辦理，請仁德里里長提出方案。",
         {"胡志文": of("市長", "speaker"), "洪炳文": of("仁德里里長", "speaker")}),
        # 習近平同志为核心 holds no post; whom a vote made something does
        (
            "会议强调，坚持以李文海同志为核心的集体领导。委員包括許樂文、高岸文等出席會議。經投票，許樂文為諮詢委員會主席，高岸文為副主席。",
            {"許樂文": of("諮詢委員會主席", "attendee"), "高岸文": of("副主席", "attendee")},
        ),
        # leave of the chair is no vote of his; who was away is named behind
        (
            "涂謹文議員提名未有出席會議的吳靄文議員。委員會同意，倘獲主席吳靄文議員同意，日後會議在星期二舉行。",
            {},
        ),
        # headings over speeches
        (
            "水利署河川組科長林宏文\n\n我們補助地方政府做水質與景觀改善，計畫中要列績效指標，審查時會有諮詢。\n\n水利規劃試驗所課長蔡展文\n\n"
            "談到水庫，要先了解它的型態，一開始從溪的上游引水進來，已經辦了多場說明會。\n",
            {"林宏文": of("水利署河川組科長", "speaker"), "蔡展文": of("水利規劃試驗所課長", "speaker")},
        ),
        # a rare name in a note came in another's stead
        (
            "出席：李嗣文(趙永文代) 羅清文 孫雅文(連豊力代)\n主席：羅清文\n",
            {
                "李嗣文": of("", "absent"),
                "趙永文": of("", "attendee"),
                "羅清文": of("", "chair attendee"),
                "孫雅文": of("", "absent"),
                "連豊力": of("", "attendee"),
            },
        ),
        # who leaves office; the office of several; whose name a verb seems to shorten; another subject before the next
        (
            "各曾任4屆市議員的民進黨籍資深議員謝文源、邱文貞質詢，將卸任資深議員李文山壓軸質詢。",
            {
                "謝文源": of("民進黨籍資深議員", "speaker"),
                "邱文貞": of("民進黨籍資深議員", "speaker"),
                "李文山": of("資深議員", "speaker"),
            },
        ),
        (
            "立委邱志文及林岱文服務團隊、議員陳明文、黃太文服務團隊與會。另薛茂文區長感謝里長。",
            {"薛茂文": of("區長", "speaker")},
        ),
        (
            "市長侯友文於九日主持會報。侯友文強調，治安是各局處責任。",
            {"侯友文": of("市長", "chair speaker")},
        ),
        (
            "會報由區長姜家文主持，民政局林副局長蒞臨指導，並邀請各里里長，共同討論問題。",
            {"姜家文": of("區長", "chair")},
        ),
        # what a meeting heard, and passed
        (
            "会议听取并审议通过了场长段江文作的题为《乘势而上》的报告，卢庆文副书记作的《鼓干劲》的报告。会议由辛力院长主持。",
            {
                "段江文": of("场长", "speaker"),
                "卢庆文": of("副书记", "speaker"),
                "辛力": of("院长", "chair"),
            },
        ),
        ("财委会复会，曾代表议员向政府提出更改议程的主席吴亮文在会议开始时宣布照旧。", {"吴亮文": of("主席", "chair speaker")}),
        # who was invited; another speaks in the next clause; a place and a surname are no name
        (
            "邀請到霧山鄉鄉長秘書巴仁文、議員杜仁文一同參加與會，過程中分駐所所長針對轄區治安做簡介。",
            {"巴仁文": of("霧山鄉鄉長秘書", "attendee"), "杜仁文": of("議員", "attendee")},
        ),
        (
            "會議由所長吳南文主持，分局長曾慶文、福德里陳里長、白雲里蘇里長熱烈參與。",
            {"吳南文": of("所長", "chair"), "曾慶文": of("分局長", "attendee")},
        ),
        # whose post presides is named elsewhere; what is passed on, and what is taken as a guide
        (
            "会议由镇党委书记主持召开。镇党委书记王冬文强调，要加强领导。会议传达了区委书记杨博文同志听取汇报时的讲话要求。"
            "他希望大家能以县委书记杨宝文在座谈会上提出的要求为指针。",
            {"王冬文": of("镇党委书记", "chair speaker")},
        ),
        ("县人大常委会主任王晋文出席会议，并组织新任命人员进行了宪法宣誓。", {"王晋文": of("县人大常委会主任", "attendee")}),
        ("上午一節由副主席郭榮文主持選舉正副主席程序。張議員亦坦言未參與討論。", {"郭榮文": of("副主席", "chair")}),
        ("会议邀请了市博物馆原馆长翟文建作辅导报告。", {"翟文建": of("市博物馆原馆长", "speaker")}),
    ],
)  # fmt: skip
def test_people_of_a_form(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("title", "text", "met"),
    [
        ("預算審查 修正負責委員會", "立法院會二十日通過決議，修正通過審查程序第三條條文，由會議主席、立法院副院長蔡文昌宣告決議通過。", True),
        ("司局長落區諮詢市民意見", "行政長官李文超18日率領司局長出席施政報告地區諮詢會，聽取市民意見。諮詢會在小學舉行，政務司司長陳國文出席。", True),
        ("保安局局長開場發言", "以下是保安局局長李家文今日（十一月三日）在立法會保安事務委員會會議就《施政報告》措施的開場發言全文：主席：我簡介如下。", True),
        ("", "一、辦理市場公聽會，廣泛蒐集意見。二、時間：112年7月24日下午2時。三、議程：（一）13:45~14:00 報到（二）主席致詞。公聽會當日若遇天災，另行通知。", False),
        ("區議員出席率", "不少缺席會議的議員均有請假，區議員邱文雄在17次會議中缺席8次；區議員羅文琳缺席7次；區議員陳文在18次會議中缺席5次。出席率不得低於八成。", False),
        ("", "因應疫情升溫，市府行動市政會議暫緩辦理。研考會主委吳皇文表示，均於市府內舉行市政會議。", False),
        ("", "鄉代會主席方駿文說明，臨時會將於11日起召開，歡迎鄉民們能夠踴躍針對建設提出建言，會議日程如下。", False),
        ("", "區議會正副主席早上與民政局局長徐英文會面，會議以閉門形式進行。", True),
        ("立法會一題：電台管治", "以下是今日在立法會會議上容海文議員的提問和商務局局長邱騰文的答覆︰問題：報告何時公布？", True),
        ("", "鄉民代表會第八屆第二次定期大會於4月27日登場，大會議程安排如下：4月27日代表報到。4月28日停會。", False),
        ("", "颱風將襲台，市府將舉行第一次工作會議。今（9）日中午應變中心開設，下午召開「應變中心第一次工作會議」。", True),
        ("行政院第3640次院會決議", "院長提示：\n民國108年2月14日第3640次會議\n一、有關市長所提意見，請內政部研議解決。", True),
        ("", "代理縣長陳金文今（14）日在望海縣議會第 18 屆第 7 次大會作施政總報告，提出多項規劃。", True),
        ("立會二期結束7法案待議", "立法會第二會期休會，立法會主席賀文誠總結時表示，本會期共舉行卅七次全體會議，委員會會議一百二十九次。", False),
    ],
)  # fmt: skip
def test_whether_a_form_tells_of_a_meeting(title: str, text: str, met: bool) -> None:
    assert understand(Article("https://example.invalid/", title, text, ()), None).is_meeting is met


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("石嶼鄉民代表會第12屆第4次定期大會，審議總預算案，議程由主席方文洋主持。", "石嶼鄉民代表會第12屆第4次定期大會"),
        ("立法會全體會議昨日通過修改質詢程序。議員何文生表示，官員出席口頭質詢會議時答非所問。", "立法會全體會議"),
        ("市八届人大二次会议主席团举行第一次会议，由主席余文豹主持。", "市八届人大二次会议主席团举行第一次会议"),
        ("台山縣九十九年度第一次「三合一會報」於八日舉行，由縣長主持。", "台山縣九十九年度第一次「三合一會報」"),
        ("議員何文海在議會質詢時表示，農業局曾於5月辦理12場次地方說明會。主席林大明主持會議。", None),
        ("東嶼鄉代會定期大會，第二天的鄉政總質詢，四位代表提出質詢。主席林文建指出，公所去年辦理員工尾牙餐會。", "東嶼鄉代會定期大會"),
    ],
)  # fmt: skip
def test_the_name_in_a_form(text: str, name: str | None) -> None:
    meeting = understand(Article("https://example.invalid/", "", text, ()), None).meeting
    assert meeting is not None
    assert meeting.name == name


READ_OUT = """時  間 105年5月2日(星期一)14時30分

主  席 段委員宜文

主席:出席委員已足法定人數,現在開會。

一、宣讀上次會議議事錄。

立法院第9屆第1會期司法委員會第19次全體委員會議議事錄

時  間:105年4月28日(星期四)上午9時3分

出席委員:林德文  柯建文  段宜文

列席官員:

法務部次長

陳明文

主席:請問各位,上次會議議事錄有無錯誤或遺漏?(無)議事錄確定。
"""


@pytest.mark.parametrize("text", [READ_OUT, " ".join(READ_OUT.split("\n"))], ids=["in lines", "in one run"])
def test_minutes_of_another_meeting_that_are_read_out_are_none_of_this_one(text: str) -> None:
    title = "立法院第9屆第1會期司法委員會第20次全體委員會議紀錄"
    told = understand(Article("https://example.invalid/", title, text, ()), None)
    (chair,) = told.attendances
    assert chair.name == "段宜文"
    assert Role.CHAIR in chair.roles
    assert told.meeting is not None
    assert told.meeting.name == "立法院第9屆第1會期司法委員會第20次全體委員會議"
    (section,) = (one for one in told.sections if one.kind == "read_out")
    assert text[section.start : section.end].startswith("立法院第9屆")
    assert "請問各位" not in text[section.start : section.end]


def test_the_headline_says_in_which_county_a_district_lies() -> None:
    text = "路竹區公所於8月22日下午舉行業務會報，區長薛茂文主持。"
    told = understand(Article("https://example.invalid/", "高雄市路竹區113年里業務會報", text, ()), None)
    assert told.meeting is not None
    assert [place.name for place in told.meeting.places] == ["高雄市", "路竹區"]


def test_a_day_between_strokes_takes_its_year_from_the_meetings_name() -> None:
    text = "本公所於今日(5/29)召開108年度上半年里長業務聯繫會報，由區長姜家文主持。"
    told = understand(Article("https://example.invalid/", "", text, ()), None)
    assert told.meeting is not None
    assert told.meeting.held is not None
    assert told.meeting.held.interval is not None
    assert told.meeting.held.interval.start.isoformat() == "2019-05-29"


def test_a_bare_title_of_minutes_names_the_meeting_and_its_day() -> None:
    text = (
        "水利署河川組科長林宏文\n\n我們補助地方政府做水質與景觀改善，計畫中要列績效指標，審查時會有諮詢。\n\n規劃試驗所課長蔡展文\n\n"
        "談到水庫，要先了解它的型態，一開始從溪的上游引水進來，已經辦了多場說明會。\n"
    )
    title = "106/04/25中區河川平台座談會會議紀錄(二)"
    told = understand(Article("https://example.invalid/", title, text, ()), None)
    assert told.meeting is not None
    assert told.meeting.name == "中區河川平台座談會"
    assert told.meeting.held is not None
    assert told.meeting.held.interval is not None
    assert told.meeting.held.interval.start.isoformat() == "2017-04-25"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("台中市政府今天舉辦烏日區里參訪市政建設座談會，市長胡志文主持。", "台中市"),
        ("農委會昨（18）日假花蓮縣政府召開農業首長座談會，主任委員陳保文主持。", ""),
        ("市政諮詢委員會昨日召開會議，由代主席陳文海主持，根據《澳門特別行政區設立市政署》的規定選出主席。", ""),
    ],
)
def test_whose_place_a_form_names(text: str, places: str) -> None:
    meeting = understand(Article("https://example.invalid/", "", text, ()), None).meeting
    assert meeting is not None
    assert [place.name for place in meeting.places] == places.split()


def test_what_somebody_said_is_no_list_of_who_came() -> None:
    told = understand(
        Article(
            "https://example.invalid/",
            "",
            "立法會舉行會議。議員何文生表示，政府官員出席質詢會議走過場。各局代表列席會議。",
            (),
        ),
        None,
    )
    assert [group.name for group in told.groups] == ["各局代表"]
