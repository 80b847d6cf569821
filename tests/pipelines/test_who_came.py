"""Who came, who was away, who only handed something in, as reports and rosters word it; each in a text of our own."""

from datetime import datetime

import pytest
from told import People, of, people

from jiyao.model import Article, Published
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # away: by an excuse, abroad, through others; what is his has another subject
        (
            "县长王守成主持会议。前立委陳大文雖未到場，也託助理轉達關心。縣議員沈重明因出國考察請假，其質詢時間改以書面提出。委員林恩文致歉未能出席。",
            {
                "王守成": of("县长", "chair"),
                "陳大文": of("前立委", "absent"),
                "沈重明": of("縣議員", "absent"),
                "林恩文": of("委員", "absent"),
            },
        ),
        # others observed: those before the comma came, whatever stands between
        (
            "11月18日晚，梧桐镇召开会议。镇党委书记林卫华主持会议，镇长吴丽，镇人大主席叶茂林参加会议，镇机关全体干部、各站所负责人、"
            "各村（社区）党组织书记列席。被巡察单位代表、县民政局局长鱼海洋作表态发言。",
            {
                "林卫华": of("镇党委书记", "chair"),
                "吴丽": of("镇长", "attendee"),
                "叶茂林": of("镇人大主席", "attendee"),
                "鱼海洋": of("被巡察单位代表 县民政局局长", "speaker"),
            },
        ),
        # who keeps the record; what is quoted is said, however; who signs, and he said; whom honour is paid, who is given work
        (
            "院长谷建成与各科室主任签订了责任书。他指出，质量是生命线。居民代表于桂芝快人快语：“停车先得清走！”村委会委员贺龙作会议记录。"
            "市长程婉真主持会议。她向即将退休的参事冯耀南致意，并请政务委员史明哲召集相关部会检讨。",
            {
                "谷建成": of("院长", "speaker"),
                "于桂芝": of("居民代表", "speaker"),
                "贺龙": of("村委会委员", "recorder"),
                "程婉真": of("市长", "chair"),
            },
        ),
        # groups at the end of a list part nobody from what he did; a given name may be a word
        (
            "鄉長高美珍主持會議，民政課長宋國強、各村村長、村幹事及派出所所長戴文斌出席。余議員文華、劉議員順福均提出質詢；溫議員俊昇建請設立中心。",
            {
                "高美珍": of("鄉長", "chair"),
                "宋國強": of("民政課長", "attendee"),
                "戴文斌": of("派出所所長", "attendee"),
                "余文華": of("議員", "speaker"),
                "劉順福": of("議員", "speaker"),
                "溫俊昇": of("議員", "speaker"),
            },
        ),
        # one alone is introduced, too
        (
            "立法會第一常設委員會昨日召開會議。委員會主席林志昇主持會議，列席議員有鮑文亮。",
            {"林志昇": of("委員會主席", "chair"), "鮑文亮": of("議員", "observer")},
        ),
        # a circular's author, who is thanked by one who goes on, who is in the news: the new rules of speaking do not reach them
        (
            "县委书记王守成主持会议。会议传达了《通知》、省长李建国关于安全生产的批示。副县长赵明华向县政协主席周立向表示感谢，并指出，要抓紧落实。"
            "原县长孙大海因严重违纪被立案审查。他强调，要引以为戒。会议请县财政局局长钱进负责汇报预算情况。",
            {
                "王守成": of("县委书记", "chair"),
                "赵明华": of("副县长", "speaker"),
                "钱进": of("县财政局局长", "speaker"),
            },
        ),
        # another of his surname and office is not he; a building has no name of a person
        (
            "市财政局局长李建国出席会议。县交通局李局长缺席。縣長魏崇勳11月13日在石岡頂鄉老人文康中心主持座談會議。",
            {"李建国": of("市财政局局长", "attendee"), "魏崇勳": of("縣長", "chair")},
        ),
        # said elsewhere, handed out: nothing was said here
        (
            "县长王守成主持会议。前交通部長王永明日前在廣播節目稱工程「不可能如期」。县财政局局长熊文海所作的报告以书面形式印发。",
            {"王守成": of("县长", "chair")},
        ),
        # a long list of groups has a predicate of its own; a list of things names nobody; 笑 belongs to the verb
        (
            "副局长程凤英主持会议，局领导班子成员、机关各股室负责人、各中小学校长、各中心校校长、民办学校负责人共140余人参加会议。"
            "绿城花园、东方明珠、香樟苑等小区的经理发言。里長陳金水笑說，大家辛苦。",
            {"程凤英": of("副局长", "chair"), "陳金水": of("里長", "speaker")},
        ),
        # who is thanked though he was away; who was elsewhere; whose letter is told of
        (
            "縣長林安平主持會議。她也感謝因公未能與會的副縣長王惠明在會前致電關心。議長古天文上午赴臺北參加聯誼會，未在場主持。"
            "另據學者龔士文先前投書指出，統計應更透明。養殖漁民蔡石安率先發言。",
            {
                "林安平": of("縣長", "chair"),
                "王惠明": of("副縣長", "absent"),
                "古天文": of("議長", "absent"),
                "蔡石安": of("養殖漁民", "speaker"),
            },
        ),
        # whose office sent somebody did not come
        (
            "由區長黎燕平主持，陳亭美立委服務處張文明主任、議員洪玉芳及邱莉文議員服務處王信德秘書到場關心。",
            {
                "黎燕平": of("區長", "chair"),
                "張文明": of("主任", "attendee"),
                "洪玉芳": of("議員", "attendee"),
                "王信德": of("秘書", "attendee"),
            },
        ),
        # a list whose items are parted by semicolons
        (
            "原管理办主任张蜀文；农业大学教授、博士生导师蒋亚文；重点实验室主任陈学文出席并献策。",
            {
                "张蜀文": of("原管理办主任", "attendee speaker"),
                "蒋亚文": of("农业大学教授 博士生导师", "attendee speaker"),
                "陈学文": of("重点实验室主任", "attendee speaker"),
            },
        ),
        # a report of work is no part of a name; 令, 和 and 翻译 where they are a surname and a post
        (
            "交通警察隊隊長丁紹文工作報告指出，事故減少。县委书记令永明出席会议。大会执行主席和国文、杨文秀、和建军在主席台前排就座。"
            "杜马代表尼古拉·沃尔科夫、翻译崔英子等参加会谈。",
            {
                "丁紹文": of("交通警察隊隊長", "speaker"),
                "令永明": of("县委书记", "attendee"),
                "和国文": of("大会执行主席", "attendee"),
                "杨文秀": of("大会执行主席", "attendee"),
                "和建军": of("大会执行主席", "attendee"),
                "尼古拉·沃尔科夫": of("杜马代表", "attendee"),
                "崔英子": of("翻译", "attendee"),
            },
        ),
        # who takes part otherwise; delegates that are introduced; 对外 within an office
        (
            "農會總幹事鍾文明、雜誌總編輯宋瑞文擔任與談人，主持人由廣播人劉湘文擔綱。政府代表包括運輸司司長羅永文、副局長Sofia Mendes。"
            "旅遊局傳播及對外關係廳廳長岑慧文應邀出席。衞生署顧問醫生伍兆文向委員匯報進展。",
            {
                "鍾文明": of("農會總幹事", "attendee"),
                "宋瑞文": of("雜誌總編輯", "attendee"),
                "劉湘文": of("廣播人", "chair"),
                "羅永文": of("運輸司司長", "attendee"),
                "Sofia Mendes": of("副局長", "attendee"),
                "岑慧文": of("旅遊局傳播及對外關係廳廳長", "attendee"),
                "伍兆文": of("衞生署顧問醫生", "speaker"),
            },
        ),
        # rosters: an office that one holds is not shared; a post in a note, and before a speech; a vote is a speech
        (
            "出席：娄方明、谭莉莉\n列席：县人武部副部长安国文、县政府办公室主任谢江文、简明文、摆向前（派出所所长）\n谭莉莉（乡长）：截止昨天全乡收缴68%。\n娄方明：同意。",
            {
                "娄方明": of("", "attendee speaker"),
                "谭莉莉": of("乡长", "attendee speaker"),
                "安国文": of("县人武部副部长", "observer"),
                "谢江文": of("县政府办公室主任", "observer"),
                "简明文": of("", "observer"),
                "摆向前": of("派出所所长", "observer"),
            },
        ),
        # rosters: whom units sent is not of the committee; who left for one item came all the same
        (
            "主持人：顏主任委員啟明\n出席（列席）單位及人員：\n委員：江委員易文、毛委員淑文（請假）\n都市發展局（未派員）\n大坑里辦公處　褚里長春文\n"
            "開發單位：宏昇公司　協理施勝明\n迴避委員：江易文（第2案）\n伍、主席致詞：略",
            {
                "顏啟明": of("主任委員", "chair speaker"),
                "江易文": of("委員", "attendee"),
                "毛淑文": of("委員", "absent"),
                "褚春文": of("里長", "attendee"),
                "施勝明": of("協理", "attendee"),
            },
        ),
        # rosters: a bracket in a company's name, an address before a name in Latin letters, who speaks to the press
        (
            "出席者：\n馬仲文先生　九龍巴士（一九三三）有限公司經理（車務）\nHon Stephen Maurice YIP\n",
            {
                "馬仲文": of("九龍巴士（一九三三）有限公司經理（車務）", "attendee"),
                "Stephen Maurice YIP": of("", "attendee"),
            },
        ),
        (
            "发布人：海州区文体局局长 尹素文\n　　　　海州区柘林镇副镇长 仲晓文\n主持人：区委宣传部副部长 王明文",
            {
                "尹素文": of("海州区文体局局长", "attendee"),
                "仲晓文": of("海州区柘林镇副镇长", "attendee"),
                "王明文": of("区委宣传部副部长", "chair"),
            },
        ),
        # a deputy's title is of all on its line; names that look like honours or units, and units that are no names
        (
            "主　席：盧局長正文\n出　席：副县长　屈海文　白志文　党小文\n列　席：莊士賢、泰華工程顧問公司 趙翊文\n　鄧肇文先生　社會福利署大埔區助理福利專員\n"
            "（一）簡報請於二十六日前送主任秘書鄭聖文核閱。",
            {
                "盧正文": of("局長", "chair"),
                "屈海文": of("副县长", "attendee"),
                "白志文": of("副县长", "attendee"),
                "党小文": of("副县长", "attendee"),
                "莊士賢": of("", "observer"),
                "趙翊文": of("", "observer"),
                "鄧肇文": of("社會福利署大埔區助理福利專員", "observer"),
            },
        ),
        # who presides, by what stands before his post; who is called by a council; all were there; 村民 within another word
        (
            "主持會議的副議長游仁海請市府於兩週內答復。立委許閔文昨（15）日在美濃區公所召開協調會，邀集水利署。代表林金文、曹依海全員到齊。"
            "省气象局副局长杜晓文分析了天气趋势。推进乡村民宿集群发展。",
            {
                "游仁海": of("副議長", "chair speaker"),
                "許閔文": of("立委", "chair"),
                "林金文": of("代表", "attendee"),
                "曹依海": of("代表", "attendee"),
                "杜晓文": of("省气象局副局长", "speaker"),
            },
        ),
        # what they did: explain, mention; 和 as a surname before a preposition; 及 within the name of a department
        (
            "县长王守成主持会议。区住建局工程师付晓文现场作了解答。產業發展處長劉依文提及旅遊旺季。县应急管理局局长和丽文对物资储备提出要求。"
            "文化局副局长陈慧文、康乐及文化事务署署长谭国文亦有出席会议。",
            {
                "王守成": of("县长", "chair"),
                "付晓文": of("区住建局工程师", "speaker"),
                "劉依文": of("產業發展處長", "speaker"),
                "和丽文": of("县应急管理局局长", "speaker"),
                "陈慧文": of("文化局副局长", "attendee"),
                "谭国文": of("康乐及文化事务署署长", "attendee"),
            },
        ),
    ],
)
def test_who_came(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        # of which fields experts are parts no group
        ("会议邀请了机场规划、总图工程、供油工程等专业的多名专家参加评审会议。", "机场规划、总图工程、供油工程等专业的多名专家"),
        ("会议由县长王守成主持，县四套班子其他在家领导，各民主党派、无党派人士代表参加。", "县四套班子其他在家领导 各民主党派 无党派人士代表"),
        ("会议由县长王守成主持，各鄉鎮（街道）通過視頻參加會議。", "各鄉鎮（街道）"),
        ("会议由县长王守成主持，十八區民政事務專員透過視像參與。", "十八區民政事務專員"),
        ("会议由院长王志明主持。处长任小海，专项总体组、专项管理办公室等共计60余人参加调研交流。", "专项总体组 专项管理办公室"),
        ("会议由校党委书记王志明主持。王志明与近两年入职的辅导员进行了座谈。", "近两年入职的辅导员"),
        ("会议由市长王志明主持。各专项推进组组长分别作表态发言。", "各专项推进组组长"),
        # what a group is called by, where it comes from, how many of it; one group told twice, however shortly
        ("会议由市长王志明主持，“十带头、百入户”工作队代表、12名在职党员、3名积极分子参加会议。", "“十带头、百入户”工作队代表 12名在职党员 3名积极分子"),
        ("会议由市长王志明主持。来自杭州、湖州的30余名专家和代表出席会议。", "30余名专家和代表"),
        ("会议由院长王志明主持。各分公司经理、2023年度退役士兵及部分村联络员参加会议，分公司经理作了发言。", "各分公司经理 2023年度退役士兵 部分村联络员"),
        ("会议由院长王志明主持，教务处等科室、单位负责人参加会议。", "教务处等科室、单位负责人"),
        # who spoke, gave advice, bore witness; and whoever is there is no group
        ("会议由院长王志明主持。班子成员、科室负责人结合工作实际，谈了学习体会。与会代表就改革进行了讨论。", "班子成员 科室负责人"),
        ("会议由院长王志明主持。招生处负责人就专业设置、课程标准等议题进行了深入的交流和讨论。", "招生处负责人"),
        ("股东大会由董事长王志明主持。会议邀请律师事务所律师予以见证。", "律师事务所律师"),
        (
            "会议由副厅长王志明主持。在家副调研员及局直各部门负责人（副科以上民警），在山南分会场参加会议。",
            "在家副调研员及局直各部门负责人（副科以上民警）",
        ),
        ("会议由副县长王志明主持，物价等部门及有关乡镇、部分超市负责人参加。", "物价等部门 有关乡镇 部分超市负责人"),
        ("会议由镇长王志明主持，县安监局、村居书记、企业主会聚一堂，建言献策。", "县安监局 村居书记 企业主"),
        # what is asked of a group, and what it said before
        ("会议由县长王志明主持。会议要求，各乡镇负责人围绕重点任务，谈认识、谈体会。", ""),
        ("会议由县长王志明主持。会议希望，企业家就营商环境多提出意见建议。", ""),
        ("会议由县长王志明主持。会前，部分群众代表就拆迁问题提出意见。", ""),
        ("会议由县长王志明主持，在校师生代表、在职党员代表参加会议。", "在校师生代表 在职党员代表"),
        ("会议由县长王志明主持。招生办主任、各中学校长参加高考安全工作会议。", "招生办主任 各中学校长"),
        # one group of counties and districts, of companies of two kinds; whom a list of candidates names
        ("会议由主任王志明主持。各区、县人大常委会负责人，市人大各部门负责人列席会议。", "各区、县人大常委会负责人 市人大各部门负责人"),
        ("会议由董事长王志明主持，各全资、控股公司主要负责人参加会议。", "各全资、控股公司主要负责人"),
        ("会议由主席王志明主持。会议通过了副主任、秘书长候选人名单，我省出席全国人民代表大会代表候选人名单。", ""),
        ("会员代表大会由理事长王志明主持，有来自全县20乡镇农会的60几位会员代表参加。", "来自全县20乡镇农会的60几位会员代表"),
        # to have worked since then is no attending
        ("会议由院长王志明主持。任大海，男，汉族，湖南人，中共党员，1987年7月参加工作，现任副院长。", ""),
    ],
)  # fmt: skip
def test_groups_that_came(text: str, groups: str) -> None:
    report = understand(Article("", "县政府召开会议", text), None)
    assert [group.name for group in report.groups] == groups.split()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("近日，淅川县教体局在县一中召开全县校长会议。", ["淅川县"]),
        ("本报讯 8月28日，来宾市政协五届十四次常委会会议召开。", ["来宾市"]),
        ("岚皋县住房和城乡建设局召开动员会议，局长王明文主持会议。", ["岚皋县"]),
        ("10月15日晚，寿阳县平头镇党委书记石明亮主持召开党委会议。", ["寿阳县", "平头镇"]),
    ],
)
def test_an_office_is_no_place(text: str, places: list[str]) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting is not None
    assert [place.name for place in meeting.places] == places


def test_a_headline_names_no_group_and_a_quarter_dates_no_meeting() -> None:
    text = "民政局局長出席區議會會議\n民政局局長羅敏文近日出席區議會二季度聯席會議，區議會主席曾耀文主持。"
    report = understand(Article("", "民政局局長出席區議會會議", text), Published(datetime(2024, 7, 9), "day", "given"))
    assert report.groups == ()
    assert report.meeting
    assert report.meeting.held
    assert report.meeting.held.interval is None
