"""Constructions of reports and minutes of Taiwan, Hong Kong and Macau, each in a text of our own, and what must come out of it."""

import pytest

from jiyao.model import Article
from pipelines.flow import understand

People = dict[str, tuple[tuple[str, ...], frozenset[str]]]


def people(text: str) -> People:
    report = understand(Article("", "", text), None)
    return {p.name: (p.titles, frozenset(map(str, p.roles))) for p in report.attendances}


def of(titles: str, roles: str) -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(titles.split()), frozenset(roles.split())


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
袁國強先生 (因事請假)
1. 主席表示，秘書處沒有收到修訂建議。
2. 何厚德博士查詢工程進度。
"""
PANEL = """立法會衞生事務委員會會議紀要
出席委員 : 陳凱琳議員, JP (主席)
林哲瑞議員, BBS, MH (副主席)
尚海龍議員
出席公職人員 : 議程第III項
醫務衞生局局長
盧寵文教授, BBS, JP
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
                "袁國強": of("", "absent"),
            },
        ),
        # a panel: the note behind the honours is an office
        (
            PANEL,
            {
                "陳凱琳": of("議員 主席", "attendee chair"),
                "林哲瑞": of("議員 副主席", "attendee"),
                "尚海龍": of("議員", "attendee"),
                "盧寵文": of("醫務衞生局局長", "attendee"),
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
            "出席代表：代表 范松揚、湯 琴 秀、劉寶得\n列席人員：交通部政務次長 何倉晉（部長請假）、里長 田來福（布農族，未到）\n",
            {
                "范松揚": of("代表", "attendee"),
                "湯琴秀": of("代表", "attendee"),
                "劉寶得": of("代表", "attendee"),
                "何倉晉": of("交通部政務次長", "observer"),
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
            "出席會議的官員包括發展局局長何康世、發展局副局長葉東振，以及投資推廣署署長傅豪冠。",
            {
                "何康世": of("發展局局長", "attendee"),
                "葉東振": of("發展局副局長", "attendee"),
                "傅豪冠": of("投資推廣署署長", "attendee"),
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
