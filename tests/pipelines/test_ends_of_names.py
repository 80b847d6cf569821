"""Where names end and lists go on, whatever the names are: two characters, rare ones, blanks, 同志, tags."""

import pytest
from told import People, of, people

from jiyao.model import Article
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a preposition or an adverb behind a name of two characters is no part of it
        ("警察局局長高芸以「高齡者交通安全」為題報告。", {"高芸": of("警察局局長", "speaker")}),
        ("居民代表应云因住院请假。会议由镇长王强主持。", {"应云": of("居民代表", "absent"), "王强": of("镇长", "chair")}),
        ("議員石靖則針對營養午餐提出質疑。", {"石靖": of("議員", "speaker")}),
        ("鎮長黃彬偕主任秘書鄭崑出席會議。", {"黃彬": of("鎮長", "attendee"), "鄭崑": of("主任秘書", "attendee")}),
        ("检察院检察长秦松在检察院工作报告中指出，要坚持。秦松在报告中强调，要抓好。", {"秦松": of("检察院检察长", "speaker")}),
        ("會議由市長馬淼主持。市長馬淼強調，要顧好老屋。", {"馬淼": of("市長", "chair speaker")}),
        ("交通組組長許瀚中亦提供宣導。委員曾麗珠亦表示支持。", {"許瀚中": of("交通組組長", "speaker"), "曾麗珠": of("委員", "speaker")}),
        ("局长邝玮向议员介绍计划。邝玮感谢议员的意见。", {"邝玮": of("局长", "speaker")}),
        ("县长汪睿、副县长程彬出席会议。", {"汪睿": of("县长", "attendee"), "程彬": of("副县长", "attendee")}),
        ("代表郭正一同志出席会议。", {"郭正一": of("代表", "attendee")}),
        # 区 is a surname, and 长孙 none behind an office
        ("區諾軒議員建議加強巡查。", {"區諾軒": of("議員", "speaker")}),
        ("镇长孙玉主持会议。", {"孙玉": of("镇长", "chair")}),
        # a list goes on beyond an item that no table knows; who stands before 等委员
        (
            "副县长赵国梁、万好、欧阳维军、邢三妹出席会议。",
            {name: of("副县长", "attendee") for name in ("赵国梁", "万好", "欧阳维军", "邢三妹")},
        ),
        ("付燕鹏、牛国凯、周碧等委员围绕标准提问。", {name: of("委员", "speaker") for name in ("付燕鹏", "牛国凯", "周碧")}),
        ("副镇长张远帆，杨巧玲参加会议。", {name: of("副镇长", "attendee") for name in ("张远帆", "杨巧玲")}),
        # blanks, notes, padding
        (
            "民政处昨日召开会议，主席 陶锡昌、副主席 何国威、苏炳南，警区指挥官 谢振权出席。",
            {
                "陶锡昌": of("主席", "attendee"), "何国威": of("副主席", "attendee"), "苏炳南": of("副主席", "attendee"),
                "谢振权": of("警区指挥官", "attendee"),
            },
        ),
        ("常任秘書長（工務） 岑永年出席會議。", {"岑永年": of("常任秘書長（工務）", "attendee")}),
        ("立法會議員（建築、測量、都市規劃及園境界）鄔卓文：「搬去哪裡都沒有寫。」", {"鄔卓文": of("立法會議員", "speaker")}),
        ("县人大常委会主任闻　扉主持会议。闻　扉说，要抓紧。", {"闻扉": of("县人大常委会主任", "chair speaker")}),
        ("出席：县长王强同志、副县长李明同志\n", {"王强": of("县长", "attendee"), "李明": of("副县长", "attendee")}),
        ("县人大常委会主任次仁多吉同志主持会议。", {"次仁多吉": of("县人大常委会主任", "chair")}),
        ("參加人員：村民代表 賴春林、鍾桂平\n", {name: of("村民代表", "attendee") for name in ("賴春林", "鍾桂平")}),
        ("出席會議還包括：土生葡人足球會André Rosário理事、António Xavier Leong先生。\n",
         {"André Rosário": of("理事", "attendee"), "António Xavier Leong": of("", "attendee")}),
        ("於今日邀集 #代表會主席溫玉蘭 及 #南興村長彭秀英 等，以及 #中華電信 召開會議。", {"溫玉蘭": of("代表會主席", "attendee"), "彭秀英": of("南興村長", "attendee")}),
        # whose words are passed on, who stands before another's office, who only came
        ("会上，区党工委副书记宁秋领学了省委书记王大明在河南考察时的重要讲话精神。", {"宁秋": of("区党工委副书记", "speaker")}),
        ("街道办事处副主任柯勇作独居老人用电安全相关工作提示。", {"柯勇": of("街道办事处副主任", "speaker")}),
        ("会议期间，穆怀德和市委副书记、市长覃世昌分别作了讲话。", {"穆怀德": of("", "speaker"), "覃世昌": of("市委副书记 市长", "speaker")}),
        ("縣警局長郝志強列席及各相關單位與會，鎮公所也作專案報告。", {"郝志強": of("縣警局長", "observer")}),
        ("市长王大明亲临主持会议。", {"王大明": of("市长", "chair")}),
        ("县长郑彦主持召开县长办公会议，听取一季度工作情况汇报，并就堵点问题进行研究部署。", {"郑彦": of("县长", "chair")}),
        ("镇党委书记鲁俊出席会议，镇长郝丽琴担任会议主持人。", {"鲁俊": of("镇党委书记", "attendee"), "郝丽琴": of("镇长", "chair")}),
        ("區議員鄺柏謙對港鐵沒有派人表示遺憾，指上次會議港鐵已經缺席。", {"鄺柏謙": of("區議員", "speaker")}),
        ("議員范綱怡質疑水務局長施文淵帶不動底下的人。她想起前局長鄧家祥說的一句話。", {"范綱怡": of("議員", "speaker")}),
    ],
)  # fmt: skip
def test_who_came(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what looks like one of the forms above, and is not
        ("省长王强昨晚在全省电视电话会议上强调，要抓好防汛。", {"王强": of("省长", "speaker")}),
        ("市長王強早上受訪，下午主持市政會議。", {"王強": of("市長", "chair")}),
        ("局长李伟离任时作表态发言。", {"李伟": of("局长", "speaker")}),
        ("密云区不老屯镇镇长李伟主持会议。", {"李伟": of("密云区不老屯镇镇长", "chair")}),
        ("新任局长的李伟明确指出问题。局长给李娟回应。", {}),
        ("县长王大明、副县长李伟、妇联、张志强、陈明参加会议。", {
            "王大明": of("县长", "attendee"), "李伟": of("副县长", "attendee"), "张志强": of("", "attendee"), "陈明": of("", "attendee"),
        }),
        ("議員王強質疑教育局局長李偉，局長李偉回應，會改善。", {"王強": of("議員", "speaker"), "李偉": of("教育局局長 局長", "speaker")}),
        ("本报讯 2024-12-05 县长王强主持会议，副县长李伟出席。", {"王强": of("县长", "chair"), "李伟": of("副县长", "attendee")}),
        ("会议由县人民代表大会 常务委员会副主任王强主持。", {"王强": of("县人民代表大会常务委员会副主任", "chair")}),
        ("理事长李永续致辞。局长王永续主持会议。", {"李永续": of("理事长", "speaker"), "王永续": of("局长", "chair")}),
        ("局长王强欣然接受建议并发言。", {"王强": of("局长", "speaker")}),
        ("多名議員不滿發展局局長岑樂天沒有出席。", {"岑樂天": of("發展局局長", "absent")}),
    ],
)  # fmt: skip
def test_what_only_looks_so(text: str, expected: People) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "工會要求理事會再度開會，理事長王強表示會安排。",
        "立法会今日休会，议员王强表示遗憾，要求立法会再度开会讨论。",
        "记者专访议员王强，他回忆去年总质询时的往事。",
        "鄉代會宣布，將於11月7日至11日召開臨時會。鄉代會將於11月7日起召開三天臨時會，歡迎鄉親注意。",
    ],
)
def test_a_sitting_wished_for_or_past_is_no_meeting(text: str) -> None:
    assert not understand(Article("", "", text), None).is_meeting
