"""Constructions of reports and minutes of Taiwan, Hong Kong and Macau, each in a text of our own, and what must come out of it."""

import pytest
from told import People, of, people

from jiyao.model import Article
from pipelines.flow import understand

COUNCIL = """深灣區議會第三次會議紀錄
出席者：
主席
梁嘉俊先生, JP
議員
區詠詩女士
何厚德博士, BBS, MH
秘書
黎穎珊女士 深灣民政事務處高級行政主任(區議會)
列席者：
曾志偉先生 深灣民政事務助理專員
何依琪女士(房屋署物業服務經理/北區(1))
缺席者：
湯國維先生 (因事請假)
1. 主席表示，秘書處沒有收到修訂建議。
2. 何厚德博士查詢工程進度。
"""
PANEL = """立法會衞生事務委員會會議紀要
出席委員 : 陳雪琳議員, JP (主席)
杜哲安議員, BBS, MH (副主席)
田海生議員
出席公職人員 : 議程第III項
醫務衞生局局長
石宏文教授, BBS, JP
"""
TABLE = """北灣區議會第三次會議記錄
出席者　　　　　　　　出席時間　　離席時間
主席　黃漢文先生, JP　　上午9:30　　會議結束
議員　鄭昌永先生, MH　　上午9:30　　會議結束
　　　吳霞婉女士　　　　上午9:34　　上午11:58
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a district council: offices alone on their line, honours, posts behind names, with a field or in brackets
        (
            COUNCIL,
            {
                "梁嘉俊": of("主席", "attendee chair speaker"),
                "區詠詩": of("議員", "attendee"),
                "何厚德": of("議員", "attendee speaker"),
                "黎穎珊": of("秘書 深灣民政事務處高級行政主任(區議會)", "attendee"),
                "曾志偉": of("深灣民政事務助理專員", "observer"),
                "何依琪": of("房屋署物業服務經理/北區(1)", "observer"),
                "湯國維": of("", "absent"),
            },
        ),
        # a panel: the note behind the honours is an office
        (
            PANEL,
            {
                "陳雪琳": of("議員 主席", "attendee chair"),
                "杜哲安": of("議員 副主席", "attendee"),
                "田海生": of("議員", "attendee"),
                "石宏文": of("醫務衞生局局長", "attendee"),
            },
        ),
        # a table with the hours of coming and going
        (
            TABLE,
            {
                "黃漢文": of("主席", "attendee chair"),
                "鄭昌永": of("議員", "attendee"),
                "吳霞婉": of("議員", "attendee"),
            },
        ),
        # the office also held; a proxy has only his own; a name that blanks fill up before its title
        (
            "主席：翁兼主任委員仁啟（公出，由劉委員坤培代理）\n出席人員：\n內聘委員：教育處處長 蔡瑛美（蘇督學宜靜代）、馮 帶 金委員\n紀錄彙整：社工員 邱涵芷\n",
            {
                "翁仁啟": of("主任委員", "absent"),
                "劉坤培": of("委員", "chair"),
                "蔡瑛美": of("內聘委員 教育處處長", "absent"),
                "蘇宜靜": of("督學", "attendee"),
                "馮帶金": of("內聘委員 委員", "attendee"),
                "邱涵芷": of("社工員", "recorder"),
            },
        ),
        # his superior is on leave, not he; on leave behind another note
        (
            "出席代表：代表 范松揚、湯 琴 秀、劉寶得\n列席人員：交通部政務次長 田倉晉（部長請假）、里長 田來福（布農族，未到）\n",
            {
                "范松揚": of("代表", "attendee"),
                "湯琴秀": of("代表", "attendee"),
                "劉寶得": of("代表", "attendee"),
                "田倉晉": of("交通部政務次長", "observer"),
                "田來福": of("里長", "absent"),
            },
        ),
        # who leads others does what they do
        (
            "市長邱言立19日率都發局長吳宏志、副秘書長黃卿麗等市府團隊與雲陽科大校長蘇遠文座談。",
            {
                "邱言立": of("市長", "attendee"),
                "吳宏志": of("都發局長", "attendee"),
                "黃卿麗": of("副秘書長", "attendee"),
                "蘇遠文": of("雲陽科大校長", "attendee"),
            },
        ),
        # who stands in for another, and who is only represented
        (
            "會議由副縣長洪銘啟代理縣長陳勳立主持，法務局局長高棋安因公未能列席，由副局長羅蓮美代表。縣長王苹惠因主持縣務會議不克前來。",
            {
                "洪銘啟": of("副縣長", "chair"),
                "高棋安": of("法務局局長", "absent"),
                "羅蓮美": of("副局長", "observer"),
                "王苹惠": of("縣長", "absent"),
            },
        ),
        # in what capacity he presides; what else he is, in brackets; a dotted name before its title
        (
            "行政長官閔德立以委員會主席身份主持會議。委員翟山青（國立海南大學運輸系副教授）指出，號誌時制應調整。路易斯‧施利華委員建議增加說明牌。",
            {
                "閔德立": of("行政長官 委員會主席", "chair"),
                "翟山青": of("委員 國立海南大學運輸系副教授", "speaker"),
                "路易斯‧施利華": of("委員", "speaker"),
            },
        ),
        # 各 names many, who are no title of his; who keeps the record; who was chosen to preside
        (
            "主席由委員互推吳儒佳擔任，吳儒佳說，調解貴在將心比心。秘書長孫雄家擔任紀錄，各鄉鎮市長、立法委員邱安信也應邀觀禮。",
            {
                "吳儒佳": of("", "chair speaker"),
                "孫雄家": of("秘書長", "recorder"),
                "邱安信": of("立法委員", "observer"),
            },
        ),
        # an introduced list that 以及 closes
        (
            "出席會議的官員包括發展局局長田康年、發展局副局長石振東，以及投資推廣署署長湯豪文。",
            {
                "田康年": of("發展局局長", "attendee"),
                "石振東": of("發展局副局長", "attendee"),
                "湯豪文": of("投資推廣署署長", "attendee"),
            },
        ),
        # professions in a list share the title before it; others are only shown care, or come to listen
        (
            "會議由柯永信主席主持，委員杜文彥、賀子軒、康雅琪教授及石志中博士先後提問。議員湯雪芬、田秋月等都出席關心，候選人林文世到場旁聽。",
            {
                "柯永信": of("主席", "chair"),
                "杜文彥": of("委員", "speaker"),
                "賀子軒": of("委員", "speaker"),
                "康雅琪": of("委員", "speaker"),
                "石志中": of("委員", "speaker"),
                "湯雪芬": of("議員", "attendee"),
                "田秋月": of("議員", "attendee"),
                "林文世": of("候選人", "observer"),
            },
        ),
        # a second introduction ends the list of the first; units that report are another subject
        (
            "市長邱言立主持市政會議，財政局、主計處專案報告。出席的還有政務司副司長湯永安、財政司副司長賀明哲；列席的有常任秘書長江佩琪。",
            {
                "邱言立": of("市長", "chair"),
                "湯永安": of("政務司副司長", "attendee"),
                "賀明哲": of("財政司副司長", "attendee"),
                "江佩琪": of("常任秘書長", "observer"),
            },
        ),
        # a verbatim record of a council: the chairman's name in brackets, thanks are no name
        (
            "主席（高議長聲振）：\n現在開會。\n林議員亨柏：\n請問捷運何時動工？\n邱市長言立：\n謝謝議員關心，預計明年底。\n",
            {
                "高聲振": of("議長", "chair speaker"),
                "林亨柏": of("議員", "speaker"),
                "邱言立": of("市長", "speaker"),
            },
        ),
        # who came for one on leave; a list that counts its people
        (
            "出席議員：顏敏聰　詹昌世等三十二人\n請假：胡郁文（由杜珍文代）\n指導：區長 方哲聖\n",
            {
                "顏敏聰": of("議員", "attendee"),
                "詹昌世": of("議員", "attendee"),
                "胡郁文": of("", "absent"),
                "杜珍文": of("", "attendee"),
                "方哲聖": of("區長", "attendee"),
            },
        ),
        # members of parties without an office; who is brought comes too
        (
            "立法會小組今早開會，工聯會梁慧珊、自由黨何柏霖質疑開支，民建聯的丁曉嵐則表示支持。會議由村長田守義主持，鄉長廖年富帶領秘書湯永昌出席。",
            {
                "梁慧珊": of("", "speaker"),
                "何柏霖": of("", "speaker"),
                "丁曉嵐": of("", "speaker"),
                "田守義": of("村長", "chair"),
                "廖年富": of("鄉長", "attendee"),
                "湯永昌": of("秘書", "attendee"),
            },
        ),
        # another who came stands before in the clause; offices that sent somebody stand between
        (
            "會報由江靜怡區長主持，縣府石文彬參事代表連縣長參加以及環保局杜雅萍局長列席。議員服務處賀志強主任、議員康麗華及立委服務處田少平秘書到場關心。",
            {
                "江靜怡": of("區長", "chair"),
                "石文彬": of("參事", "attendee"),
                "杜雅萍": of("局長", "observer"),
                "賀志強": of("主任", "attendee"),
                "康麗華": of("議員", "attendee"),
                "田少平": of("秘書", "attendee"),
            },
        ),
        # he both presides and brings others; names behind 由; a Mr without a given name is nobody
        (
            "說明會由市長柯宜君親自主持並偕同石文彬鎮長、康麗華議員還有鎮民代表田少平一同出席，地主代表郭先生也到場。由賀志強、杜雅萍等二位議員聯合質詢。",
            {
                "柯宜君": of("市長", "attendee chair"),
                "石文彬": of("鎮長", "attendee"),
                "康麗華": of("議員", "attendee"),
                "田少平": of("鎮民代表", "attendee"),
                "賀志強": of("議員", "speaker"),
                "杜雅萍": of("議員", "speaker"),
            },
        ),
        # whom he asked is not part of a title; an office that one of several members holds
        (
            "縣議員賀志強針對路燈汰換向工務處長杜雅萍提出質疑。委員律師公會理事長謝廷念與會，主任委員由消保官黃慧馨擔任。專委伊將·如拜代理出席，策展人林淳沛出席。",
            {
                "賀志強": of("縣議員", "speaker"),
                "謝廷念": of("委員 律師公會理事長", "attendee"),
                "黃慧馨": of("消保官", "chair"),
                "伊將·如拜": of("專委", "attendee"),
                "林淳沛": of("策展人", "attendee"),
            },
        ),
        # who is called by his whole post speaks; a name in two scripts is one person
        (
            "出席委員：伍花麗Ljalu Paval　邱峰翊\n出席官員：教育局局長 楊文蔚\n教育局局長：主席，我動議二讀。\n（委員邱峰翊、伍花麗質詢。）\n",
            {
                "伍花麗": of("委員", "attendee speaker"),
                "邱峰翊": of("委員", "attendee speaker"),
                "楊文蔚": of("教育局局長", "attendee speaker"),
            },
        ),
        # bylines of papers and of press offices
        (
            "【記者江妤昕雲林訊】縣長連志遠主持縣務會議。\n新聞聯絡人：秘書處公共關係科 康雅晴\n（林小聞 文／圖）",
            {
                "連志遠": of("縣長", "chair"),
                "江妤昕": of("", "byline"),
                "康雅晴": of("", "byline"),
                "林小聞": of("", "byline"),
            },
        ),
        # heads of offices that other words begin or end; who works for one who did not come; who sent others
        (
            "座談會由雲陽女中校長石宜靜主持，天主教雲陽教區代表田望若神父出席，市議員康華麗、田平少服務處助理江小姐與里長杜福安到場，主任賀志明亦派員關心。"
            "處長石佩芸亦有出席。",
            {
                "石宜靜": of("雲陽女中校長", "chair"),
                "田望若": of("天主教雲陽教區代表 神父", "attendee"),
                "康華麗": of("市議員", "attendee"),
                "杜福安": of("里長", "attendee"),
                "石佩芸": of("處長", "attendee"),
            },
        ),
        # who comes together with another
        (
            "小組會議由主席杜安永主持，社會福利署署長石敏慧連同副署長田平建出席聽取意見。",
            {
                "杜安永": of("主席", "chair"),
                "石敏慧": of("社會福利署署長", "attendee"),
                "田平建": of("副署長", "attendee"),
            },
        ),
        # who were called to consult; a meeting that he chairs is the subject; a second list in the sentence
        (
            "立委服務處邀集工務段段長石鈞大、鄉長洪水清及村長吳龍金等人，就號誌設置進行研商。次長陳博彥主持的「道安會報」在部內召開，內政部派員與會。"
            "外聘委員張惠千、府內委員勞青處長黃峰國等15位委員與會，列席的有科長田平志。",
            {
                "石鈞大": of("工務段段長", "attendee"),
                "洪水清": of("鄉長", "attendee"),
                "吳龍金": of("村長", "attendee"),
                "陳博彥": of("次長", "chair"),
                "張惠千": of("外聘委員", "attendee"),
                "黃峰國": of("府內委員 勞青處長", "attendee"),
                "田平志": of("科長", "observer"),
            },
        ),
        # a unit that begins like a name; units that were sent are another subject; the gavel
        (
            "（雲陽訊）會報由縣長翁人立主持，雲陽地檢署檢察長賀德文、雲陽看守所所長石遠致與會。副主委湯瑜宛、委員劉真慧出席，文化局、教育局均派員列席。"
            "局長謝衡展向委員簡介計劃，署長徐然浩亦出席了會議。議長高聲振敲槌，照案通過。",
            {
                "翁人立": of("縣長", "chair"),
                "賀德文": of("雲陽地檢署檢察長", "attendee"),
                "石遠致": of("雲陽看守所所長", "attendee"),
                "湯瑜宛": of("副主委", "attendee"),
                "劉真慧": of("委員", "attendee"),
                "謝衡展": of("局長", "speaker"),
                "徐然浩": of("署長", "attendee"),
                "高聲振": of("議長", "chair"),
            },
        ),
        # those present in a number are no role of the chair; who came and spoke, behind who only came
        (
            "院長游中建主持院會，出席委員113人。縣長翁人立、議長高聲振等均到場參與，與會農民代表湯木水表達疑慮。",
            {
                "游中建": of("院長", "chair"),
                "翁人立": of("縣長", "attendee"),
                "高聲振": of("議長", "attendee"),
                "湯木水": of("農民代表", "speaker"),
            },
        ),
        # ranks and further posts behind names; a list's item with its own head; who is quoted or has no given name
        (
            "指揮官郭昇力中將、旅長石中志少將出席會報，立委康華麗、綠委杜彥文及媒體人范強志出席，大律師公會主席杜淦城資深大律師列席。"
            "立委湯昌永引用教授張潔聖的研究指出，人力不足。居民王先生反對。由縣長翁人立所主持的會報結束。",
            {
                "郭昇力": of("指揮官 中將", "attendee"),
                "石中志": of("旅長 少將", "attendee"),
                "康華麗": of("立委", "attendee"),
                "杜彥文": of("綠委", "attendee"),
                "范強志": of("媒體人", "attendee"),
                "杜淦城": of("大律師公會主席", "observer"),
                "湯昌永": of("立委", "speaker"),
                "翁人立": of("縣長", "chair"),
            },
        ),
        # lists of a community's committee: posts at the head of lines, names behind blanks share them
        (
            "社區服務諮詢委員會第五次平常會議\n出席者：\n召集人 施雯綺\n副召集人 何宇振\n委員 梁月金 李明家 阮成達\n缺席者：\n委員 陳健子（合理缺席）\n記錄：高級技術員 區燕小\n",
            {
                "施雯綺": of("召集人", "attendee chair"),
                "何宇振": of("副召集人", "attendee"),
                "梁月金": of("委員", "attendee"),
                "李明家": of("委員", "attendee"),
                "阮成達": of("委員", "attendee"),
                "陳健子": of("委員", "absent"),
                "區燕小": of("高級技術員", "recorder"),
            },
        ),
        # a member's title for all on the line; honours between a name and the post behind it
        (
            "出席：\n市議員 康華麗 田平少（請假） 杜文岳\n里長 劉水金 謝鳳美\n列席：\n劉明焱女士,JP 庫務局常任秘書長\n",
            {
                "康華麗": of("市議員", "attendee"),
                "田平少": of("市議員", "absent"),
                "杜文岳": of("市議員", "attendee"),
                "劉水金": of("里長", "attendee"),
                "謝鳳美": of("里長", "attendee"),
                "劉明焱": of("庫務局常任秘書長", "observer"),
            },
        ),
        # lines that were joined
        (
            "市政會議紀錄 時間：113年9月24日 地點：市政大樓 主席：許市長信重 出席人員：黃副市長榮國 紀錄：杜萍雅 壹、報告事項 一、確認紀錄。",
            {
                "許信重": of("市長", "chair"),
                "黃榮國": of("副市長", "attendee"),
                "杜萍雅": of("", "recorder"),
            },
        ),
    ],
)
def test_people_of_a_traditional_construction(text: str, expected: People) -> None:
    assert people(text) == expected


def test_units_that_stand_apart_from_their_posts_came_unless_they_sent_nobody() -> None:
    text = """河川協調會會議紀錄
時間：113年5月2日上午10時
出席單位：經濟部水利署 副工程司 簡誠維；南灣市政府水利局 股長 邱霖政
東港區公所：課長 溫清子
北港鄉民代表會：主席 李耀明（請假）
大通電信南灣營運處：（未派員）
列席：研考處 許專員芝萱
"""
    groups = {group.name for group in understand(Article("", "", text), None).groups}
    assert groups == {"經濟部水利署", "南灣市政府水利局", "東港區公所"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("勞工局今天與電機工會、雲陽市總工會等團體舉行座談，局長葉良國主持會議。", "電機工會 雲陽市總工會等團體"),
        ("縣長林坤育主持工作會報，聽取氣象署、國軍、電力公司等單位報告。", "氣象署 國軍 電力公司等單位"),
        ("跨部會會議由政務委員石新明主持，內政部、交通部等相關部會皆派代表參加。", "內政部 交通部等相關部會"),
        ("里長座談會由區長方哲聖主持，各里里長踴躍出席。", "各里里長"),
        (
            "座談會由區長方哲聖主持，來自全縣的社區發展協會幹部、志工隊長約300人出席。",
            "全縣的社區發展協會幹部 志工隊長",
        ),
        ("會議由局長麥雅雯主持，與會者包括立法會議員、業界代表。", "立法會議員 業界代表"),
        ("座談會由縣長翁人立主持，他與近百名里長面對面座談。", "近百名里長"),
        ("次長賴平志邀集平台業者、消費者團體共同研商，並主持會議。", "平台業者 消費者團體"),
        ("治安會報由副縣長趙成建主持，農業處、衛生局分別報告執行情形。", ""),  # offices that report are no guests
        ("里長座談會由市長方哲聖主持，並率警察局局長石新明及縣府一級主管列席。", "縣府一級主管"),
        ("工作會報由縣長林坤育主持，衛生局長許可及三十八區區長（視訊）出席。", "三十八區區長"),
        ("主管會報由縣長翁人立主持，各單位一級主管、各鄉鎮市公所主任秘書出席。", "各單位一級主管 各鄉鎮市公所主任秘書"),
        ("會報由縣長翁人立主持，警察局長莊豪志，以及各鄉鎮市長、國軍代表等150人參與。", "各鄉鎮市長 國軍代表"),
        ("處長劉清明主持專案會議，邀請相關部會、地方政府及學者專家出席。", "相關部會 地方政府及學者專家"),
        ("鎮公所十九日於圖書館舉辦鎮政座談會，鎮長廖富年主持，各里里長參加。", "各里里長"),
    ],
)
def test_groups_of_a_traditional_construction(text: str, groups: str) -> None:
    assert {group.name for group in understand(Article("", "", text), None).groups} == set(groups.split())


@pytest.mark.parametrize(
    "text",
    [
        "立法會財務委員會審查興建醫院的撥款。議員林蔚素關注造價，財委會最終通過撥款。",
        "監察院財政及經濟委員會20日舉行會議，通過監察委員林誠文提案。",
        "行政院長陳昌啟今(16)日在行政院會聽取農業部報告後表示，請持續擴大承保範圍。",
        "衛生局今日舉辦長照交流座談，局長葉良國與32家機構負責人對話，承諾簡化核銷。",
        "立法院第11屆第1會期第14次會議今天處理國會改革法案，院長游中建主持。",
        "縣議會臨時會今起一連五天，議長高聲振主持開幕式。",
        "縣政府主辦的「青年事務諮詢會第3屆第1次大會」，19日在青創基地舉行，副縣長趙成建頒發聘書。",
    ],
)
def test_a_body_that_sits_has_met(text: str) -> None:
    assert understand(Article("", "", text), None).is_meeting


@pytest.mark.parametrize(
    "text",
    [
        "南坪區公所　開會通知單\n受文者：如出席單位\n開會事由：研商健走活動籌備會\n主持人：方區長哲聖\n出席者：各里里長、農會總幹事吳崑山\n列席者：市議員服務處\n",
        "曾任議長的林火順先生清晨辭世，享壽八十九歲。現任議長高聲振說，他任內主持定期會無數，許多議事規則都是他教的。",
        "《骨灰安置所條例草案》委員會\n第五次會議議程\n日期：2024年5月27日\n地點：立法會綜合大樓\nI. 與政府當局舉行會議\n（主席：簡勤志議員；秘書：陳信以先生）\n",
        "縣長翁人立今天偕同立委江翔子、議員嚴卿淑會勘農路，要求在雨季前完成修復。",
        "新任警察局長布達典禮20日舉行，由縣長翁人立監交，議長高聲振觀禮。",
        "行政長官李華達今日出席行政會議前會見傳媒，就施政報告諮詢回應提問。",
        "縣議會將於5月25日召開第8次臨時會，議長高聲振表示，會期五天。",
        "行政院長陳昌啟前往視察水庫，聽取簡報後表示，將投入50億元。縣長翁人立陪同。",
    ],
)
def test_calls_agendas_mourning_and_visits_are_no_meetings(text: str) -> None:
    assert not understand(Article("", "", text), None).is_meeting


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("縣議會第20屆第4次定期會昨天上午舉行第3次會議，由副議長康財進主持。", "縣議會第20屆第4次定期會"),
        ("國土管理署今天舉行「功能分區審議會第12次會議」，審議兩案。", "功能分區審議會第12次會議"),
        ("由司長羅雄遠主持的城市規劃委員會第六次全體會議於昨日下午舉行。", "城市規劃委員會第六次全體會議"),
        ("主委吳聰政20日出席行政院召開的「半導體產業諮議會議」，並進行報告。", "半導體產業諮議會議"),
        ("區公所於5月15日辦理「113年度里鄰長業務座談會」，區長方哲聖主持。", "113年度里鄰長業務座談會"),
        ("行政院食品安全會報20日召開第30次會議，會議由院長主持。", "第30次會議"),
        ("南灣縣毒品危害防制會報20日由縣長主持，檢察長出席。", "南灣縣毒品危害防制會報"),
        ("縣議會第20屆第6次臨時會昨天進行第3天議程，議長主持。", "縣議會第20屆第6次臨時會"),
        ("台北市政會議20日通過自治條例修正案。副市長林賢奕說明。", "台北市政會議"),
        (
            "縣府今日召開「113年度強化社會安全網計畫推動小組會議」，副縣長主持。",
            "113年度強化社會安全網計畫推動小組會議",
        ),
        ("縣長王惠苹請假，市政會議改由副市長黃榮國代為主持。", "市政會議"),
        ("鎮公所一一二年度里鄰建設座談會，首場在山腳村舉行，鄉長主持。", "鎮公所一一二年度里鄰建設座談會"),
        ("縣府主辦的「青年事務諮詢會第1次大會」，19日在青創基地舉行。", "青年事務諮詢會第1次大會"),
    ],
)
def test_the_meetings_name_in_a_traditional_construction(text: str, name: str) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting
    assert meeting.name == name
