"""How minutes set out who came, layout by layout, in texts of our own."""

import pytest
from told import Person, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the posts behind the names, apart, on lines of their own
        (
            "县长办公会议纪要\n主　　持：史建平　县委副书记、县长\n出　　席：郝　明　县委常委、副县长\n　　　　　毋　瑞　县政府党组成员\n"
            "请　　假：权大军　副县长（在市委党校学习）\n记　　录：芮　心\n",
            {
                ("史建平", "县委副书记 县长", "chair"),
                ("郝明", "县委常委 副县长", "attendee"),
                ("毋瑞", "县政府党组成员", "attendee"),
                ("权大军", "副县长", "absent"),
                ("芮心", "", "recorder"),
            },
        ),
        # 董事 is what all are, and whom he gave his vote; an office and its holder in brackets speak
        (
            "董事會議紀錄\n主席：董事長　江博文\n出席董事：吳若蕙、阮氏金（委託吳若蕙）、徐貴和\n缺席董事：林德明\n"
            "教務處（李主任曉青）：學測考場服務將於本週末進行。\n董事徐貴和所提意見列入紀錄。\n",
            {
                ("江博文", "董事長", "chair"),
                ("吳若蕙", "董事", "attendee"),
                ("阮氏金", "董事", "absent"),
                ("徐貴和", "董事", "attendee speaker"),
                ("林德明", "董事", "absent"),
                ("李曉青", "主任", "speaker"),
            },
        ),
        # a list of a fixed width, cut within places, posts and names, longer than any line of prose
        (
            "第20次會議\n列席人員：縣府—消防局局長陳大明 政風室主任陳孟安 宜\n蘭市衛生所主任林志明 羅東鎮衛生所主任張慧珍 蘇\n澳鎮衛生所主任李彥文 "
            "頭城鎮衛生所主任林秋香 礁\n溪鄉衛生所主任羅文惠 員山鄉衛生所主任吳錦文 壯\n圍鄉衛生所主任顏瑞文 冬山鄉衛生所主任呂明文 五\n結鄉衛生所主任王三元\n"
            "本會—秘書長陳茂文\n答復人員：黃科長曉\n珍 郭科\n長姿文\n散會：下午5時\n",
            {
                ("陳大明", "消防局局長", "observer"),
                ("陳孟安", "政風室主任", "observer"),
                ("林志明", "宜蘭市衛生所主任", "observer"),
                ("張慧珍", "羅東鎮衛生所主任", "observer"),
                ("李彥文", "蘇澳鎮衛生所主任", "observer"),
                ("林秋香", "頭城鎮衛生所主任", "observer"),
                ("羅文惠", "礁溪鄉衛生所主任", "observer"),
                ("吳錦文", "員山鄉衛生所主任", "observer"),
                ("顏瑞文", "壯圍鄉衛生所主任", "observer"),
                ("呂明文", "冬山鄉衛生所主任", "observer"),
                ("王三元", "五結鄉衛生所主任", "observer"),
                ("陳茂文", "秘書長", "observer"),
                ("黃曉珍", "科長", "speaker"),
                ("郭姿文", "科長", "speaker"),
            },
        ),
        # minutes in Markdown, of the committee of a house
        (
            "**時間**: 114/2/11 19:00~21:00<br>\n**主席**: 郭子文<br>\n**記錄**: 許志文<br>\n\n"
            "**出席委員**: 主委郭子文、財委張麗文、設委陳重文(請假)、棟委林翠文 (3位出席)<br>\n",
            {
                ("郭子文", "主委", "attendee chair"),
                ("許志文", "", "recorder"),
                ("張麗文", "財委", "attendee"),
                ("陳重文", "設委", "absent"),
                ("林翠文", "棟委", "attendee"),
            },
        ),
        # a deputy's post apart before several; a unit that sent nobody
        (
            "校长办公会纪要\n主持人：校长 范思远\n出席：副校长 宋启明、魏 嵘、贺兰芝，总会计师 车晓东\n县供电公司：未派员\n记录：屈雯雯\n",
            {
                ("范思远", "校长", "chair"),
                ("宋启明", "副校长", "attendee"),
                ("魏嵘", "副校长", "attendee"),
                ("贺兰芝", "副校长", "attendee"),
                ("车晓东", "总会计师", "attendee"),
                ("屈雯雯", "", "recorder"),
            },
        ),
        # the item of the agenda that officials came for stands beside their label, or is it
        (
            "房屋事務委員會會議紀要\n出席委員：梁靜文議員（主席）\n出席公職人員：議程第III項\n房屋局副局長　曾浩邦先生, JP\n"
            "房屋署高級屋宇裝備工程師　甘文達先生\n列席者：總議會秘書　沈靄玲女士\n出席議程第3項\n潘淑芬女士　　建築署高級物業事務經理\n",
            {
                ("梁靜文", "議員 主席", "attendee chair"),
                ("曾浩邦", "房屋局副局長", "attendee"),
                ("甘文達", "房屋署高級屋宇裝備工程師", "attendee"),
                ("沈靄玲", "總議會秘書", "observer"),
                ("潘淑芬", "建築署高級物業事務經理", "attendee"),
            },
        ),
        # who speaks at the begin of a line, his office in brackets; a unit stands before who is called by his office
        (
            "村民会议记录\n主持人：柳春生（村党支部书记）\n列席：农业课 胡金水课长\n柳春生：今天请大家来主要商量收益怎么用。\n"
            "柳满屯（三组代表）：公益岗位要优先照顾有病人的家庭。\n田翠花：保洁员不能光挂名，要有人考核。\n农业课胡课长：保险受理至本月底。\n",
            {
                ("柳春生", "村党支部书记", "chair speaker"),
                ("胡金水", "课长", "observer speaker"),
                ("柳满屯", "三组代表", "speaker"),
                ("田翠花", "", "speaker"),
            },
        ),
        # units, letter-spaced, before whom they sent
        (
            "专题会议纪要\n参加会议单位及人员：\n　　县　文　旅　局　谈雪\n　　县城市管理执法局　杭小雨\n记录：芮　心\n",
            {("谈雪", "", "attendee"), ("杭小雨", "", "attendee"), ("芮心", "", "recorder")},
        ),
        # a letter-spaced label; the kind of delegate is the title, also of who stayed away
        (
            "代表會會議紀錄\n主席：林　明\n出 席 代 表：古明心　吳張秀月\n請 假 代 表：潘月心（病假）\n",
            {
                ("林明", "", "chair"),
                ("古明心", "代表", "attendee"),
                ("吳張秀月", "代表", "attendee"),
                ("潘月心", "代表", "absent"),
            },
        ),
        (
            "村民代表会议记录\n主持人：村党支部书记　牟永\n缺席村民代表：孙占山（外出务工）、靳万年（住院）\n",
            {
                ("牟永", "村党支部书记", "chair"),
                ("孙占山", "村民代表", "absent"),
                ("靳万年", "村民代表", "absent"),
            },
        ),
        # the post in brackets, far behind the name; what a note says besides
        (
            "會議記錄\n出席：\n梅達先生, MH　　　　（主席）\n伍玲女士　　　　　　（委員）\n",
            {("梅達", "主席", "attendee chair"), ("伍玲", "委員", "attendee")},
        ),
        (
            "办公会议纪要\n主持人：鲍怡（校长）\n列席人：冷　芳（ 教务处处长；议题一）\n",
            {("鲍怡", "校长", "chair"), ("冷芳", "教务处处长", "observer")},
        ),
        # a married woman's two surnames around her title; who took the chair
        (
            "議會議事錄\n主席：葉議長龍\n出席：陳李議員金花　羅議員明德\n",
            {
                ("葉龍", "議長", "chair"),
                ("陳李金花", "議員", "attendee"),
                ("羅明德", "議員", "attendee"),
            },
        ),
        (
            "委員會紀錄\n主席（陸委員國安代）：接下來請曾委員冠文發言。\n曾委員冠文：（上午九時）謝謝主席，本席有三個問題要請教局長。\n",
            {("陸國安", "委員", "chair speaker"), ("曾冠文", "委員", "speaker")},
        ),
        # each post above its holder, and who came in somebody's stead
        (
            "主管會報紀錄\n出席人員：\n秘書\n薛　玲\n民政課課長\n歐陽明\n建設課課長\n呂志（公出，技士 洪　文 代）\n",
            {
                ("薛玲", "秘書", "attendee"),
                ("歐陽明", "民政課課長", "attendee"),
                ("呂志", "建設課課長", "absent"),
                ("洪文", "技士", "attendee"),
            },
        ),
        # numbered units under a numbered heading
        (
            "公聽會會議紀錄\n伍、出席單位及人員之姓名：\n　　（一）永康區公所：課員　利穎\n　　（二）網寮里辦公處：里長　薛清\n"
            "陸、出席之土地所有權人：\n　　王　吉　　陳葉金花\n",
            {
                ("利穎", "課員", "attendee"),
                ("薛清", "里長", "attendee"),
                ("王吉", "土地所有權人", "attendee"),
                ("陳葉金花", "土地所有權人", "attendee"),
            },
        ),
    ],
)
def test_who_came_is_read_from_the_layout(text: str, expected: set[Person]) -> None:
    assert told(text) == expected
