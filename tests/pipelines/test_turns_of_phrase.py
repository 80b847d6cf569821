"""Turns of phrase of real reports, in sentences of our own: who came, spoke, presided or stayed away by them."""

import pytest
from told import People, of, people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a name before what is quoted: the verb is no part of it, nor is its end
        ("副主席裴曉彤反問：「規則是死的？」里長尤秀華舉手搶話：「誰補路？」", {"裴曉彤": of("副主席", "speaker"), "尤秀華": of("里長", "speaker")}),
        (
            "委員利德昌不同意，稱法律不應如此。商會會長塚本志郎未出席，由副會長羅玉芝宣讀建言。",
            {"利德昌": of("委員", "speaker"), "塚本志郎": of("商會會長", "absent"), "羅玉芝": of("副會長", "speaker")},
        ),
        # a title between surname and given name before what goes on; a married woman who is called up
        (
            "漁業署沈副署長世傑請各地方政府嚴格要求。教育處江處長寶月口頭報告業務。首先，請登記發言的藍委員思齊發言。",
            {"沈世傑": of("副署長", "speaker"), "江寶月": of("處長", "speaker"), "藍思齊": of("委員", "speaker")},
        ),
        ("委員會紀錄\n主席：王議長大文\n涂陳委員秀蘭：我只講一句。\n", {"王大文": of("議長", "chair"), "涂陳秀蘭": of("委員", "speaker")}),
        ("隊長姚秋雄說明進度。請清潔隊姚隊長來報告。", {"姚秋雄": of("隊長", "speaker")}),
        # a name that begins as a post, in a list
        (
            "議會昨進行總質詢，由議員許華玉、洪麗萍、林長耕、李誠智輪流上場進行質詢。",
            dict.fromkeys(("許華玉", "洪麗萍", "林長耕", "李誠智"), of("議員", "speaker")),
        ),
        # a joint, and no surname
        ("湯美茵議員和利達文議員詢問班次。", {"湯美茵": of("議員", "speaker"), "利達文": of("議員", "speaker")}),
        (
            "委員包括副議長蘇芷文、楊家旺及伊瓦‧諾明出席。",
            {"蘇芷文": of("副議長", "attendee"), "楊家旺": of("副議長", "attendee"), "伊瓦‧諾明": of("副議長", "attendee")},
        ),
        # what leads up to a title without a mark is no part of it
        (
            "議員朱正平建議增加綠地及公設台南市議員朱正平針對民政業務質詢,指出公墓位於市區中心。",
            {"朱正平": of("議員 台南市議員", "speaker")},
        ),
        ("議員陳怡瑄追蹤公車取消時間表市議員陳怡瑄今日於議會質詢時指出，進度落後。", {"陳怡瑄": of("議員 市議員", "speaker")}),
        (
            "委員會審查時，總計有民進黨立委尤秀蘭、蔡易昌、國民黨立委許毓文質疑此案。",
            {"尤秀蘭": of("民進黨立委", "speaker"), "蔡易昌": of("民進黨立委", "speaker"), "許毓文": of("國民黨立委", "speaker")},
        ),
        ("王志文：怎麼有權決定別人 立法院司法委員會召委王志文今天主持會議。", {"王志文": of("立法院司法委員會召委", "chair speaker")}),
        (
            "国家税务总局寿阳县税务局局长李志强、中建三局太原市分公司经理王大明出席会议。",
            {"李志强": of("国家税务总局寿阳县税务局局长", "attendee"), "王大明": of("中建三局太原市分公司经理", "attendee")},
        ),
        ("自治区政府副秘书长韩飞、自治州政协副主席马玉兰出席会议。", {"韩飞": of("自治区政府副秘书长", "attendee"), "马玉兰": of("自治州政协副主席", "attendee")}),
        # who presided said so, too; a list goes on behind 等; units and who comes from them; who is spoken of
        ("会议由司长李志超主持。他说，要做好三方面工作。", {"李志超": of("司长", "chair speaker")}),
        (
            "公司副总经理胡凯文、总监艾亚明等，我校副校长韩江宇等参加座谈会。",
            {"胡凯文": of("公司副总经理", "attendee"), "艾亚明": of("总监", "attendee"), "韩江宇": of("副校长", "attendee")},
        ),
        (
            "湖北工程学院黄晔、江西师范大学赵家晨、三峡大学黄威分别就先秦歌谣、“东塞”还是“西塞”等进行交流探讨。",
            dict.fromkeys(("黄晔", "赵家晨", "黄威"), of("", "speaker")),
        ),
        ("议长陈文主持会议。至于局长冯世民曾答应前往却反悔一事，陈文表示不了解。", {"陈文": of("议长", "chair speaker")}),
        (
            "出席官員包括律政司司長鄭若明、保安局局長李家和，以及廣播處長梁家豪等各部門首長等。",
            {"鄭若明": of("律政司司長", "attendee"), "李家和": of("保安局局長", "attendee"), "梁家豪": of("廣播處長", "attendee")},
        ),
        (
            "学校人事处莫明副处长，学院院长吴建国、党委副书记王文清参加座谈会。",
            {"莫明": of("副处长", "attendee"), "吴建国": of("学院院长", "attendee"), "王文清": of("党委副书记", "attendee")},
        ),
        ("率領代表團嘅市長龔大正指出，交流超過20年。", {"龔大正": of("市長", "speaker")}),
        # where he met somebody is none of that one's title; a post goes on in brackets on the next line
        ("特首李志超今日在广州与广东省委书记黄明坤会面，并主持联席会议。", {"李志超": of("特首", "chair"), "黄明坤": of("广东省委书记", "attendee")}),
        (
            "會議紀要\n日期：1999年3月9日\n出席公職人員：\n社會福利署助理署長\n（家庭及兒童福利）\n唐陸思嫻女士\n\n總社會保障主任\n李覺銘先生\n",
            {"唐陸思嫻": of("社會福利署助理署長（家庭及兒童福利）", "attendee"), "李覺銘": of("總社會保障主任", "attendee")},
        ),
        # whom one speaks to is nobody's name; a name that is a word; a unit before a name and its post
        ("會議由鎮長林志明主持，王大立所長向里民報告治安狀況。", {"林志明": of("鎮長", "chair"), "王大立": of("所長", "speaker")}),
        ("县委召开座谈会，李建国主持会议并讲话。", {"李建国": of("", "chair speaker")}),
        ("生命事業科許柏森科長表示，將待評估。", {"許柏森": of("科長", "speaker")}),
        # verbs of saying, however rare
        (
            "公民黨黨魁楊岳文感慨，今屆最不容易。代主席李慧文警告議員要保持安靜，大法官被提名人蕭文德坦承仍有不足。",
            {"楊岳文": of("公民黨黨魁", "speaker"), "李慧文": of("代主席", "speaker"), "蕭文德": of("大法官被提名人", "speaker")},
        ),
        # what a report gave is no clause of what he said; taking part in an exchange is no speech
        (
            "党委书记马顺利出席并讲话，党委副书记、校长林建刚作学校工作报告并主持第二次全体会议，工会主席陈军作工会工作报告，并主持闭幕会。",
            {"马顺利": of("党委书记", "speaker attendee"), "林建刚": of("党委副书记 校长", "chair speaker"), "陈军": of("工会主席", "chair speaker")},
        ),
        ("会议由院长王志明主持。处长任小海等60余人参加调研交流。", {"王志明": of("院长", "chair"), "任小海": of("处长", "attendee")}),
        # those of a body who are at home, and our own school's
        (
            "市委常委、公安局党委书记龚小兵及在家局班子成员洛桑坚参、张玉明出席会议，我校副校长韩江列席。",
            {
                "龚小兵": of("市委常委 公安局党委书记", "attendee"),
                "洛桑坚参": of("局班子成员", "attendee"),
                "张玉明": of("局班子成员", "attendee"),
                "韩江": of("副校长", "observer"),
            },
        ),
        # a verb that is part of a name, an instruction of which a meeting hears, somebody asked for a post
        ("县委书记王明主持会议。县盐务管理局局长郑恩合说：“大可不必抢购。”", {"王明": of("县委书记", "chair"), "郑恩合": of("县盐务管理局局长", "speaker")}),
        ("省委书记周远山日前作出重要指示，强调要抓紧。全省工作会议召开，副省长范长青出席会议并讲话。", {"范长青": of("副省长", "speaker attendee")}),
        ("市長王大明主持市政會議，提示請謝銘文先生擔任市政顧問，藉由其專業的素養，加強行銷。", {"王大明": of("市長", "chair speaker")}),
        ("市長王大明主持會議。大天后宮、武廟、大仙寺、碧雲寺已納入計畫，並針對西羅殿提出。", {"王大明": of("市長", "chair")}),
        # whom the chair of a record calls is not the chair
        (
            "主席：黃毓文議員，請你進行宣誓。\n黃毓文議員：我謹祈禱。\n主席：黃議員，立即返回座位。\n謝偉文議員：我想請你裁定。\n",
            {"黃毓文": of("議員", "speaker"), "謝偉文": of("議員", "speaker")},
        ),
        # several before who is named with his unit are others; 外 closes a list
        (
            "總統、副總統、行政院蘇正文院長、國安會李大文秘書長外，今天出席會議的首長還有行政院副院長陳其文等。",
            {"蘇正文": of("院長", "attendee"), "李大文": of("秘書長", "attendee"), "陳其文": of("行政院副院長", "attendee")},
        ),
        # an office before a party; a teacher; a post that is asked; what somebody once said
        (
            "中西區區議會主席、民主黨鄭麗文要求掛上委任證。山頂區議員、自由黨楊哲文，發言時聚焦修補關係。",
            {"鄭麗文": of("中西區區議會主席", "speaker"), "楊哲文": of("山頂區議員", "speaker")},
        ),
        ("會議由院長王明主持。陳卓文老師大致認同內容。然而教師在教授普世價值外，難免分享觀點。", {"王明": of("院長", "chair"), "陳卓文": of("", "speaker")}),
        (
            "總質詢時，市議員林大明指出問題，他問市長黃偉文敢不敢跟進？李文俊問地政局如何劃定？黃偉文說，會研議。",
            {"林大明": of("市議員", "speaker"), "黃偉文": of("市長", "speaker"), "李文俊": of("", "speaker")},
        ),
        ("副總統陳建文出席研討會並致詞。執行長林大明曾說，人工智慧最重要。", {"陳建文": of("副總統", "attendee speaker")}),
        # a post before and behind one name
        (
            "教育部政務次長蔡清文次長、技職司科長張惠文科長、規劃師韓善文出席。",
            {"蔡清文": of("教育部政務次長 次長", "attendee"), "張惠文": of("技職司科長 科長", "attendee"), "韓善文": of("規劃師", "attendee")},
        ),
        # whose bill is dealt with
        (
            "委員尤秀蘭主持會議，審查民進黨立委蔡易昌、國民黨立委許毓文、時代力量黨團各自提出的修正草案，法務部長邱太文列席備詢。",
            {"尤秀蘭": of("委員", "chair"), "邱太文": of("法務部長", "observer")},
        ),
        # who opens, and whom he welcomes as new; a number behind the field of a post
        ("委員會開會，主席余漢文開場時歡迎新任助理專員劉明文。", {"余漢文": of("主席", "chair speaker"), "劉明文": of("助理專員", "attendee")}),
        (
            "會議紀錄\n列席者\n陳康文先生     房屋署高級房屋事務經理（西區及中區）二\n李文浩先生     民政事務助理專員1\n",
            {"陳康文": of("房屋署高級房屋事務經理（西區及中區）二", "observer"), "李文浩": of("民政事務助理專員1", "observer")},
        ),
        # what is done to who holds an office; a day right behind a name; names that end in 文
        (
            "縣議會昨進行縣政總質詢，議員陳文賢槓上縣長林姿文，質疑企業掛零。原民會主委曾智文‧伊斯坦大昨（6）日出席部落會議，交通局長謝銘文兩週內提出改善方案。",
            {"陳文賢": of("議員", "speaker"), "曾智文‧伊斯坦大": of("原民會主委", "attendee"), "謝銘文": of("交通局長", "speaker")},
        ),
        # who was heard of several
        (
            "市長聽取警察局科長汪啟文「暑期飆車防制」及少年隊隊長呂佳芳關於輔導的專題報告。",
            {"汪啟文": of("警察局科長", "speaker"), "呂佳芳": of("少年隊隊長", "speaker")},
        ),
        # who sat there, was new in office, was called, or whom the list names
        (
            "列席的主計處長賴明文僅答覆依法編列，坐在備詢席的教育處長葉子文沒有開口。",
            {"賴明文": of("主計處長", "observer speaker"), "葉子文": of("教育處長", "observer")},
        ),
        ("鎮長在會中介紹新任主管─主任秘書溫碧文、工務課長黎少文。", {"溫碧文": of("主任秘書", "attendee"), "黎少文": of("工務課長", "attendee")}),
        (
            "團體今天邀請新竹縣議員羅美文,基隆市議員呂南文等,針對這個議題召開記者會。",
            {"羅美文": of("新竹縣議員", "attendee"), "呂南文": of("基隆市議員", "attendee")},
        ),
        (
            "多位議員均到場聆聽簡報,包括:縣議員周子文、許藍月文。",
            {"周子文": of("縣議員", "attendee"), "許藍月文": of("縣議員", "attendee")},
        ),
        ("他重申，到會的主要是管制人員，即署長焦永文及主任韋浩文。", {"焦永文": of("署長", "attendee"), "韋浩文": of("主任", "attendee")}),
        (
            "卢大川、郝云、章一帆、党如海、柴扉、仝心、邰达、问渠、井芳在主席台前排就坐。",
            {name: of("", "attendee") for name in ("卢大川", "郝云", "章一帆", "党如海", "柴扉", "仝心", "邰达", "问渠", "井芳")},
        ),
        # a group's without an office; who speaks for a discussion
        ("專業動力的柏子文指，超支已成常態。民主力量的莫穎文附和。", {"柏子文": of("", "speaker"), "莫穎文": of("", "speaker")}),
        (
            "首節由副主席鮑凱文主持，講者為海峽局助理局長林蘇文以及能源總裁曲長文。第二節的主持是律師公會會長尹德文。",
            {
                "鮑凱文": of("副主席", "chair"),
                "林蘇文": of("海峽局助理局長", "speaker"),
                "曲長文": of("能源總裁", "speaker"),
                "尹德文": of("律師公會會長", "chair"),
            },
        ),
        ("工商联界委员彭小满、农业界委员石阿公先后登台。", {"彭小满": of("工商联界委员", "speaker"), "石阿公": of("农业界委员", "speaker")}),
        ("米文、尚利民同志作了供职报告。会议由镇党委葛大同主持。", {"米文": of("", "speaker"), "尚利民": of("", "speaker"), "葛大同": of("", "chair")}),
        ("在代表會主席鍾玉文宣布臨時會正式開議後，市長致詞。", {"鍾玉文": of("代表會主席", "chair speaker")}),
        # who stayed away, by himself or by who came for him
        (
            "縣長張育文未到。代表顏天文今天請喪假。書記長李中文則因感冒由副書記長羅永文代為出席。幹事長何采文則不在議場，透過臉書批評。",
            {
                "張育文": of("縣長", "absent"),
                "顏天文": of("代表", "absent"),
                "李中文": of("書記長", "absent"),
                "羅永文": of("副書記長", "attendee"),
                "何采文": of("幹事長", "absent"),
            },
        ),
        ("公司副总经理黎天文（代董事长魏长文出席）发言。", {"黎天文": of("公司副总经理", "speaker"), "魏长文": of("董事长", "absent")}),
        ("二级调研员、原副局长凌文志（列席）作了补充发言。", {"凌文志": of("二级调研员 原副局长", "observer speaker")}),
        # who is only spoken of
        ("他已拜訪企業工會理事長曹世文。爰請政務委員龐士文召集研商。下次會議將邀請理事長盧志文到場。", {}),
        ("邬局长还借老局长黄伯文的一句话，要求拢起来。费主任引用老书记冯大文当年的话说，报告宁短勿长。", {}),
        ("他把信交予民政專員甘凱文，並轉達了縣委部長杜丕文的問候。", {}),
        ("議員聽聽里長怎麼說。總召江豪文幾度想發言。", {}),
    ],
)  # fmt: skip
def test_who_did_what_by_a_turn_of_phrase(text: str, expected: People) -> None:
    assert people(text) == expected


def test_minutes_call_those_of_their_list_by_surname_and_form_of_address() -> None:
    found = people(
        "灣東區議會會議記錄\n出席者\t出席時間\t離席時間\n鄒銘文議員, MH（主席）\t會議開始\t會議結束\n練國文議員, BBS, JP\t會議開始\t下午三時十分\n"
        "民選議員　龔麗文女士、邱淑文女士、\n　　　　　樊偉文先生\n列席者\n漁農自然護理署農林督察\t車詠文女士\n4. 練議員查詢樹種。\n5. 車女士答覆，樹種已列入名錄。\n"
    )
    assert found == {
        "鄒銘文": of("議員 主席", "attendee chair"),
        "練國文": of("議員", "attendee speaker"),
        "龔麗文": of("民選議員", "attendee"),
        "邱淑文": of("民選議員", "attendee"),
        "樊偉文": of("民選議員", "attendee"),
        "車詠文": of("漁農自然護理署農林督察", "observer speaker"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县委书记王大明在网络安全和信息化工作会议上强调，要守牢底线。", {"王大明": of("县委书记", "speaker")}),
        ("县长李志强通过网络视频参加会议并讲话。", {"李志强": of("县长", "attendee speaker")}),
        ("县委书记王大明围绕生态文明思想主讲专题党课。", {"王大明": of("县委书记", "speaker")}),
        (
            "会议由县“五水共治”和“美丽乡村”工作领导小组组长王大明主持。",
            {"王大明": of("县“五水共治”和“美丽乡村”工作领导小组组长", "chair")},
        ),
        ("副县长张伟为介绍情况的村干部点赞，并讲话。", {"张伟": of("副县长", "speaker")}),
        ("大连市长陈志强出席会议，就业率提升领导小组组长张文华列席。", {"陈志强": of("大连市长", "attendee"), "张文华": of("就业率提升领导小组组长", "observer")}),
        ("金石镇长王芳主持会议。", {"王芳": of("金石镇长", "chair")}),
        ("董事长张志强因公司重组由副县长王大明陪同参加座谈会。", {"王大明": of("副县长", "attendee")}),
        ("会议决定成立工作专班，成员包括：县长王大明、副县长李志强。", {}),
        ("因故不能出席的局长张伟提交了材料。拒絕出席的局長張文華沒有回應。", {}),
        ("多名議員未到場，包括議員王大明、李志強。", {"王大明": of("議員", "absent"), "李志強": of("議員", "absent")}),
        ("市長王大明說，將於下週介紹新任局長張文華。", {"王大明": of("市長", "speaker")}),
        ("县委书记王大明不在座谈会上念稿，而是与企业家面对面交流。财政局局长李志强汇报了资金未到。", {"王大明": of("县委书记", "attendee speaker"), "李志强": of("财政局局长", "speaker")}),
        ("原定主持会议的县长王大明临时赴省城，由副县长李志强主持会议。", {"李志强": of("副县长", "chair")}),
        (
            "會議紀錄\n出席：張三豐、李四海\n缺席：王明、李華\n無\n",
            {
                "張三豐": of("", "attendee"),
                "李四海": of("", "attendee"),
                "王明": of("", "absent"),
                "李華": of("", "absent"),
            },
        ),
        # whom somebody thanked, several of them too, and a name before 向 that is no part of an office
        ("县长李明主持会议。李明县长特别向即将退休的黄杰男处长、林武宏秘书及詹登灿副局长表达诚挚感谢。", {"李明": of("县长", "chair")}),
        ("县长李明主持会议。李明向处长黄杰男、秘书林武宏和副局长詹登灿表示感谢。", {"李明": of("县长", "chair")}),
        (
            "县长李明主持会议。李明向处长黄杰男、秘书林武宏表示慰问，副局长詹登灿作了汇报。",
            {"李明": of("县长", "chair"), "詹登灿": of("副局长", "speaker")},
        ),
        # whom a member questions is the one asked, with his own office, and who writes the record down
        (
            "議員江和樹質詢交通局長葉昭文，要求改善路口安全；議員陳淑華追問教育局長蔣偉文：「何時完成？」蔣偉文答覆，明年完成。",
            {"江和樹": of("議員", "speaker"), "陳淑華": of("議員", "speaker"), "蔣偉文": of("教育局長", "speaker")},
        ),
        (
            "所长黄建国主持会议。会议由科研秘书陈静记录，董事会秘书林冲纪录。秘书王芳记录了意见的落实情况。",
            {"黄建国": of("所长", "chair"), "陈静": of("科研秘书", "recorder"), "林冲": of("董事会秘书", "recorder")},
        ),
        # a unit stands before who is called by his name, behind 和 too; 执行秘书长 is one office
        (
            "省政府办公厅孟强副秘书长、省经信委林华副巡视员和省公司钟天成总经理等领导出席年会。绿色发展联盟执行秘书长郭文青列席年会。",
            {
                "孟强": of("副秘书长", "attendee"),
                "林华": of("副巡视员", "attendee"),
                "钟天成": of("总经理", "attendee"),
                "郭文青": of("绿色发展联盟执行秘书长", "observer"),
            },
        ),
        # each speaks on a theme of his own
        (
            "中山大学原校长黄大仁以“内涵建设的思考”、省青年学院党委书记陆文桢以“领会精神”为题，与大家交流。",
            {"黄大仁": of("中山大学原校长", "speaker"), "陆文桢": of("省青年学院党委书记", "speaker")},
        ),
        # who comes behind him are others; what colleagues call one is no name
        (
            "镇党委书记林波主持召开推进会，镇班子成员、各村（社区）书记、镇水利站全体人员参会。记录：办公室小孙\n",
            {"林波": of("镇党委书记", "chair")},
        ),
        ("会议由党支部张罗主持。全村最美的金银花说明产业兴旺。", {}),
        # what a motion asks somebody to do is not done
        (
            "紀錄\n主席：游院長錫堃\n主題：建請作成決議：「請蔡文英總統至立法院進行國情報告，向國人說明清楚。」\n主席：各位早安。\n",
            {"游錫堃": of("院長", "chair speaker")},
        ),
        # who came and went on elsewhere came; what he exchanges; branches and grounds are nobody
        ("县长李国强、副县长赵大海等出席，会后参观了展览。", {"李国强": of("县长", "attendee"), "赵大海": of("副县长", "attendee")}),
        ("县政协副主席赵大海围绕主题交流学习心得体会。", {"赵大海": of("县政协副主席", "speaker")}),
        ("县长王志明主持会议。市公安局马家湾、市林业局白云山、市水务局金沙江分别作汇报。", {"王志明": of("县长", "chair")}),
        ("县长王志明主持会议。中国移动公司高雄、中国联通公司安阳、中国电信公司林芝分别作汇报。", {"王志明": of("县长", "chair")}),
        ("县委书记王志明主持会议，传达省委书记张国强在全省党代会上提出的要求。", {"王志明": of("县委书记", "chair speaker")}),
        (
            "會議紀要\n日期：1999年3月9日\n出席人士：\n陳大文先生\n李小明女士\n王志遠\n張國強先生\n",
            dict.fromkeys(("陳大文", "李小明", "王志遠", "張國強"), of("", "attendee")),
        ),
        # who was honoured did not speak; who came after the meeting did not come to it; a society over its delegate
        ("縣長王志發主持會議。表揚有功人員，計有洪大山先生、國立甲大學，各頒發感謝狀乙幀。", {"王志發": of("縣長", "chair")}),
        (
            "商会召开理事大会。市政协主席杨文明等领导，会后出席我会晚会。会长梁洪伟出席会议。",
            {"梁洪伟": of("会长", "attendee")},
        ),
        (
            "會議紀要\n日期：1999年3月9日\n應邀列席人士：\n公法協會\n薄志度先生\n\n新婦女協進會\n林美霞女士\n\n紫荊\n陳欣儀女士\n",
            dict.fromkeys(("薄志度", "林美霞", "陳欣儀"), of("", "observer")),
        ),
        ("副市長張文華出席會議。張女士是住戶代表，張女士說電梯壞了。", {"張文華": of("副市長", "attendee")}),
    ],
)  # fmt: skip
def test_what_only_looks_like_such_a_turn(text: str, expected: People) -> None:
    assert people(text) == expected


def test_a_heading_like_that_of_links_ends_no_report() -> None:
    assert people(
        "3月5日，县长王大明主持召开县政府常务会议，研究部署春耕生产和防汛工作。\n更多新闻\n会议指出，副县长李志强汇报了防汛工作。"
    ) == {"王大明": of("县长", "chair"), "李志强": of("副县长", "speaker")}
