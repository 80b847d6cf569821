"""Who was heard one after the other, who sat where, and whose posts stand before a comma; in sentences of our own."""

import pytest
from told import People, of, people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what one gave ends before the office of the next
        (
            "会议听取了市人大内司委副主任委员唐国材所作的《治安条例（草案）》的说明和市人大法制委副主任委员朱言武所作的审议结果的报告。",
            {"唐国材": of("市人大内司委副主任委员", "speaker"), "朱言武": of("市人大法制委副主任委员", "speaker")},
        ),
        (
            "会议听取了县住建局副局长洛海涛的工程进展汇报和施工单位负责人蔺双林的情况说明。",
            {"洛海涛": of("县住建局副局长", "speaker"), "蔺双林": of("施工单位负责人", "speaker")},
        ),
        # posts before a comma, inside a sentence
        (
            "会议由部党组副书记、副部长，部学习活动领导小组副组长翁孟勋主持。指导组组长梁金权，部党组成员、副部长，部学习活动领导小组成员高宏锋、徐祖元参加了会议。",
            {
                "翁孟勋": of("部党组副书记 副部长 部学习活动领导小组副组长", "chair"),
                "梁金权": of("指导组组长", "attendee"),
                "高宏锋": of("部党组成员 副部长 部学习活动领导小组成员", "attendee"),
                "徐祖元": of("部党组成员 副部长 部学习活动领导小组成员", "attendee"),
            },
        ),
        # who guided, sat there, presided by the way, or left before the end
        (
            "镇党委副书记王奖新、组织委员张金丽、组织干事田艳如指导会议。",
            {
                "王奖新": of("镇党委副书记", "attendee"),
                "张金丽": of("组织委员", "attendee"),
                "田艳如": of("组织干事", "attendee"),
            },
        ),
        ("王楠在主席台前排就座。", {"王楠": of("", "attendee")}),
        ("在县政协副主席张传霖的主持下，举行了选举大会。", {"张传霖": of("县政协副主席", "chair")}),
        ("工联会陈友海两次发言提出反对。", {"陈友海": of("", "speaker")}),
        ("乡委会主席刘业刚亦在默哀期间离席。", {"刘业刚": of("乡委会主席", "attendee")}),
        # a name that no table has, among others before it and behind
        (
            "王建军、张光荣、鸟成云、吴海昆、贾应忠出席会议。",
            dict.fromkeys(("王建军", "张光荣", "鸟成云", "吴海昆", "贾应忠"), of("", "attendee")),
        ),
        ("市府鍾孟達副秘書長率領市府團隊傾聽里民意見。", {"鍾孟達": of("副秘書長", "attendee")}),
        # whose people came, and not he
        ("區長唐世雄主持會議。立委施佩琪及岳明遠服務團隊、議員古振興、溫書明服務團隊與會。", {"唐世雄": of("區長", "chair")}),
        ("縣議會臨時會16日上午在議長何勝豐主持下開幕。", {"何勝豐": of("議長", "chair")}),
        ("第一次籌備會議紀念照，前排左起：黃慶聲、何澄祥、賴英錫。", dict.fromkeys(("黃慶聲", "何澄祥", "賴英錫"), of("", "attendee"))),
        ("不在席的3名议员包括张宇人、刘业强、刘国勋。", dict.fromkeys(("张宇人", "刘业强", "刘国勋"), of("议员", "absent"))),
        ("会议执行主席是：辛耀雄、敖登其其格、李贤、崔忠义。", dict.fromkeys(("辛耀雄", "敖登其其格", "李贤", "崔忠义"), of("执行主席", "attendee"))),
        ("镇组织委员周雷对换届流程进行培训。", {"周雷": of("镇组织委员", "speaker")}),
        ("副司令刘建新出席座谈会。他说，要总结经验。", {"刘建新": of("副司令", "attendee speaker")}),
        ("纪委书记刘胡同对新任命的副主任提出了要求。", {"刘胡同": of("纪委书记", "speaker")}),
        (
            "会议纪要\n时间：3月5日\n到席：黄彦颖、谢君柔、赖嘉伦\n",
            dict.fromkeys(("黄彦颖", "谢君柔", "赖嘉伦"), of("", "attendee")),
        ),
        (
            "大会应到代表52名，实到49名，请假2名（李大明、陈远贵）。",
            dict.fromkeys(("李大明", "陈远贵"), of("代表", "absent")),
        ),
        (
            "会议听取了上秦镇黄兴军、北街街道陈昭明、水务局曾顺利、卫生局王敬忠4名党政主要负责人述职报告。",
            dict.fromkeys(("黄兴军", "陈昭明", "曾顺利", "王敬忠"), of("党政主要负责人", "speaker")),
        ),
        (
            "参加会议的会长层、咨委会代表和换届筹备事务相关校友代表有（按姓氏拼音首字母先后排序）：安红军、陈启宇、丁磊。",
            dict.fromkeys(("安红军", "陈启宇", "丁磊"), of("", "attendee")),
        ),
        (
            "多名政界人士陆续抵达，包括中联办副主任刘光元、立法会议员谭镇邦、邵家明等。",
            {"刘光元": of("中联办副主任", "attendee"), "谭镇邦": of("立法会议员", "attendee"), "邵家明": of("立法会议员", "attendee")},
        ),
        (
            "天津市科协白景梅副主席、市青少年科技中心孙志强主任、南开大学数学科学学院郭军毅院长出席开幕式。",
            {"白景梅": of("副主席", "attendee"), "孙志强": of("主任", "attendee"), "郭军毅": of("院长", "attendee")},
        ),
        ("协会理事长蔡西明、民政处副处长许一杰等贵宾共聚一堂。", {"蔡西明": of("协会理事长", "attendee"), "许一杰": of("民政处副处长", "attendee")}),
        ("副主任胡秀芬，党组成员吴建国以及委员共28人出席了会议。", {"胡秀芬": of("副主任", "attendee"), "吴建国": of("党组成员", "attendee")}),
        (
            "會議議事錄\n時間：112年4月13日\n列席官員：交通部部長 王國財\n行政院人事行政總處常務副人事長 懷 敍\n外交部人事處專門委員 黃群芬\n",
            {"王國財": of("交通部部長", "observer"), "黃群芬": of("外交部人事處專門委員", "observer")},
        ),
        ("会上，该镇党委书记李劲涛作了讲话。", {"李劲涛": of("镇党委书记", "speaker")}),
        ("这是县委书记张继业讲话。", {"张继业": of("县委书记", "speaker")}),
        ("市長與信義里長有約。富台里長羅至祐在與市長有約座談會中提出意見。", {"羅至祐": of("富台里長", "speaker")}),
    ],
)  # fmt: skip
def test_turn(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the posts of two organs are of two people, one of whom is not named
        (
            "县长王志明主持会议，县委办主任、督查室主任，乡镇书记李大伟参加会议。",
            {"王志明": of("县长", "chair"), "李大伟": of("乡镇书记", "attendee")},
        ),
        # by which means, and on what, is nothing that he said; nor is what he was given
        (
            "县人大常委会主任吕瑛参加活动，通过实地察看、听取汇报、现场交流等方式，就代表建议办理情况进行现场督办。",
            {"吕瑛": of("县人大常委会主任", "attendee")},
        ),
        ("县委书记黄茂君，区长谢冬等应邀出席并在主席台就座，祝贺大会召开。", {"黄茂君": of("县委书记", "attendee"), "谢冬": of("区长", "attendee")}),
        ("里長陳弘烈出席，將於本月28日接受內政部資深里長表揚。", {"陳弘烈": of("里長", "attendee")}),
        # whom a document's title tells of
        (
            "纪委书记郝曼茵领学了《中央召开会议强调 锲而不舍落实精神 总书记赵大明主持会议并发表讲话》。",
            {"郝曼茵": of("纪委书记", "speaker")},
        ),
        ("县长王志明主持会议。新龙村、宝女村代表分别发言。", {"王志明": of("县长", "chair")}),
        (
            "议长韩大玉主持会议。韩大玉说，感谢行政院长卓泰荣，以及相关部会首长今天列席院会的答询。",
            {"韩大玉": of("议长", "chair speaker")},
        ),
        ("省委常委会召开会议，研究讨论王儒林在省委全会上的讲话。省委书记王儒林主持会议。", {"王儒林": of("省委书记", "chair")}),
        ("議長林世昌主持會議。人選可望在原秘書長洪瑞智退休時宣布。", {"林世昌": of("議長", "chair")}),
        ("王志明主持会议。高翔、廖允成、张雅林等3位同志当选为出席学校第二次党代会代表。", {"王志明": of("", "chair")}),
        ("县长王志明主持会议。由副县长卓永明主持的“治理专组”会继续推进项目。", {"王志明": of("县长", "chair")}),
        ("县长王志明主持会议。旅游局、司法警察局、市政署代表出席。", {"王志明": of("县长", "chair")}),
        ("县长王志明主持会议。全国政协委员今午（3日）到县里座谈交流。", {"王志明": of("县长", "chair")}),
        # who came with others did not say what he did; who was trained; who studied or left, and came all the same
        (
            "县委书记王建国主持会议并讲话，县领导李大明、陈志强出席会议。他指出，要抓好落实。",
            {"王建国": of("县委书记", "chair speaker"), "李大明": of("县领导", "attendee"), "陈志强": of("县领导", "attendee")},
        ),
        ("新录用干部李大明进行了岗前培训。县长王志明主持会议。", {"王志明": of("县长", "chair")}),
        ("会议听取县长李大明在开幕式上的讲话，审议了报告。", {"李大明": of("县长", "speaker")}),
        ("局长李大明上任时出席会议并讲话。", {"李大明": of("局长", "attendee speaker")}),
        ("由县委书记王建国主持的县委农村工作领导小组会正式召开。", {"王建国": of("县委书记", "chair")}),
        ("该院院长李大明讲话。", {"李大明": of("院长", "speaker")}),
        ("党支部书记阿力木·买买提激动地说：好。", {"阿力木·买买提": of("党支部书记", "speaker")}),
        ("局长李大明就如何组织指导座谈会，提出三点意见。", {"李大明": of("局长", "speaker")}),
        ("藍綠議員出席人數不足。議長林世昌主持會議。", {"林世昌": of("議長", "chair")}),
    ],
)  # fmt: skip
def test_what_only_looks_like_it(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（通讯员李盼吴丽李诗华）7月23日，县长王大明主持会议。", ["李盼", "吴丽", "李诗华"]),
        ("县长王大明主持会议。\n编 辑：余晨\n责 编：方晓\n", ["余晨", "方晓"]),
        ("县长王大明主持会议。（杭锦旗 王裴）", ["王裴"]),
        ("本报讯（通讯员县委宣传部）7月23日，县长王大明主持会议。", []),
        ("县长王大明主持会议。（记者 马海木呷）", ["马海木呷"]),
    ],
)
def test_bylines(text: str, names: list[str]) -> None:
    assert [name for name, (_, roles) in people(text).items() if roles == {"byline"}] == names
