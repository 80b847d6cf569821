"""Minutes of councils as their PDF files give them: nested lists, cut lines, units before a dash; in texts of our own."""

import pytest
from told import Person, told

from jiyao.model import Article
from pipelines.flow import understand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # offices as labels, under the bodies that sent their holders; 代 came for him who holds it
        (
            "竹安市議會第8屆第2次臨時大會第3次會議紀錄\n\n出席議員：方世昌　張傅秀英　計2位\n\n列席：\n\n市政府：\n\n秘書長：蘇文琪\n\n"
            "環境保護局局長：劉明龍\n\n都市發展局局長：張維剛代\n\n都市計畫委員會執行秘書：陳銘德\n\n內河區公所區長：林　英\n\n審計部：\n\n"
            "竹安市審計處審計官兼處長：李香雲\n\n本會：\n\n  秘書長：王金水                   法規室主任：洪樹德\n\n"
            "                                     總紀錄：王興銓\n\n主席：吳議長家珠\n",
            {
                ("方世昌", "議員", "attendee"),
                ("張傅秀英", "議員", "attendee"),
                ("蘇文琪", "秘書長", "observer"),
                ("劉明龍", "環境保護局局長", "observer"),
                ("張維剛", "", "observer"),
                ("陳銘德", "都市計畫委員會執行秘書", "observer"),
                ("林英", "內河區公所區長", "observer"),
                ("李香雲", "竹安市審計處審計官兼處長", "observer"),
                ("王金水", "秘書長", "observer"),
                ("洪樹德", "法規室主任", "observer"),
                ("王興銓", "", "observer recorder"),
                ("吳家珠", "議長", "chair"),
            },
        ),
        # a unit before a dash, and a name that the end of the line cuts
        (
            "第 01 次會議\n出席議員：黃定安 張建國 林錫坤 孫湯玉珍\n列席人員：縣府—工務處處長陳春旺\n"
            "本會—秘書長陳茂林 秘書吳國棟 議事組主任陳\n進財 法制室主任徐明志\n主 席：陳議長文旺\n記 錄：林育仁\n",
            {
                ("黃定安", "議員", "attendee"),
                ("張建國", "議員", "attendee"),
                ("林錫坤", "議員", "attendee"),
                ("孫湯玉珍", "議員", "attendee"),
                ("陳春旺", "工務處處長", "observer"),
                ("陳茂林", "秘書長", "observer"),
                ("吳國棟", "秘書", "observer"),
                ("陳進財", "議事組主任", "observer"),
                ("徐明志", "法制室主任", "observer"),
                ("陳文旺", "議長", "chair"),
                ("林育仁", "", "recorder"),
            },
        ),
        # 等 62 人 behind the first of them; an office that the end of the line cuts; who explains
        (
            "第2屆第1次定期大會預備會議紀錄\n出 席：議長康裕民 副議長蔡昌明\n議員林武雄等 62 人（如簽到簿）\n列 席：市政府－市長陳蘭等（如簽到簿）\n"
            "本 會－副秘書長兼議事組代理主任黃錦德、法規研究\n室主任許進財、議事組專門委員林清吉\n主 席：康議長裕民\n甲、報告事項\n"
            "說明人員：\n衛生局何局長啟明\n主計處張處長素芬\n乙、散會：上午 10 時 41 分。\n",
            {
                ("康裕民", "議長", "attendee chair"),
                ("蔡昌明", "副議長", "attendee"),
                ("林武雄", "議員", "attendee"),
                ("陳蘭", "市長", "observer"),
                ("黃錦德", "副秘書長兼議事組代理主任", "observer"),
                ("許進財", "法規研究室主任", "observer"),
                ("林清吉", "議事組專門委員", "observer"),
                ("何啟明", "局長", "speaker"),
                ("張素芬", "處長", "speaker"),
            },
        ),
        # the council's own below the government's, by section
        (
            "第10次臨時會第1次會議紀錄\n主席：郭副議長信義\n出席：本會議員(詳議員出缺席表)\n列席：市 府：一級單位首長(詳簽到簿)\n"
            "本 會：郭秘書長伊文\n法規研究室 傅編審然明\n議事組 汪主任啟宏\n記錄：蔡鳳芬、沈怡君\n",
            {
                ("郭信義", "副議長", "chair"),
                ("郭伊文", "秘書長", "observer"),
                ("傅然明", "編審", "observer"),
                ("汪啟宏", "主任", "observer"),
                ("蔡鳳芬", "", "recorder"),
                ("沈怡君", "", "recorder"),
            },
        ),
        # posts and holders in columns under the name of the body; a deputy speaker's post is not everybody's
        (
            "第一次會議紀要\n出席議員：宋議長瑋文、蔡副議長旺來、蘇仁義、鄭林清\n志、呂美\n珍、韓良方\n請假議員：無\n雞安市府列席人員：\n"
            "市 長 林右明 秘書長 許清山\n民政處長 王榆木 財政處長 翁利民\n市立醫院院長 江耀文\n市府請假人員：稅捐局長 歐秋月\n"
            "本會列席人員：秘書長葉景文（請假）黃連城主任代理 議事主任 葉銘山\n主 席：議 長 宋瑋文\n記 錄：議事組 范麗芬\n甲、開會報告\n",
            {
                ("宋瑋文", "議長", "attendee chair"),
                ("蔡旺來", "副議長", "attendee"),
                ("蘇仁義", "議員", "attendee"),
                ("鄭林清志", "議員", "attendee"),
                ("呂美珍", "議員", "attendee"),
                ("韓良方", "議員", "attendee"),
                ("林右明", "市長", "observer"),
                ("許清山", "秘書長", "observer"),
                ("王榆木", "民政處長", "observer"),
                ("翁利民", "財政處長", "observer"),
                ("江耀文", "市立醫院院長", "observer"),
                ("歐秋月", "稅捐局長", "absent"),
                ("葉景文", "秘書長", "absent"),
                ("黃連城", "主任", "observer"),
                ("葉銘山", "議事主任", "observer"),
                ("范麗芬", "", "recorder"),
            },
        ),
        # posts and names that the end of a line cuts, people set apart by one blank
        (
            "第 20 次會議\n時 間：中華民國 105 年 5 月 17 日\n列席人員：縣府—消防局局長徐松文 災害管理科科長李榮昌 災害預防\n"
            "科科長陳立明 災害搶救科科長林文福 教育訓練科科\n長黃登發 火災調查科科長朱志明 緊急救護科科長吳\n"
            "文禎 救災救護指揮中心主任吳省吾\n本會—秘書長陳茂盛 秘書吳國棟 議事組主任\n陳進福\n主 席：陳議長文德\n"
            "答復人員：徐局長松文 李科長榮\n昌 吳主任省吾\n",
            {
                ("徐松文", "消防局局長 局長", "observer speaker"),
                ("李榮昌", "災害管理科科長 科長", "observer speaker"),
                ("陳立明", "災害預防科科長", "observer"),
                ("林文福", "災害搶救科科長", "observer"),
                ("黃登發", "教育訓練科科長", "observer"),
                ("朱志明", "火災調查科科長", "observer"),
                ("吳文禎", "緊急救護科科長", "observer"),
                ("吳省吾", "救災救護指揮中心主任 主任", "observer speaker"),
                ("陳茂盛", "秘書長", "observer"),
                ("吳國棟", "秘書", "observer"),
                ("陳進福", "議事組主任", "observer"),
                ("陳文德", "議長", "chair"),
            },
        ),
        # marks within a label, a part behind the list, who keeps the record among those who sit beside
        (
            "委員會議紀錄\n主席：歐兼主任委員晉文\n列席單位、人員：\n新建工程處：趙定文\n      公園處：楊淑玉\n壹、宣讀上 ( 四九九 ) 次會議紀錄：\n",
            {("歐晉文", "主任委員", "chair"), ("趙定文", "", "observer"), ("楊淑玉", "", "observer")},
        ),
        (
            "談話會紀錄\n時間：104年1月5日\n列席：\n  市政府：\n    民政局局長：藍世明\n    人事處處長：懷敍\n    政風處處長：從缺\n"
            "                    總紀錄：王銓明\n主席：吳議長碧文\n",
            {
                ("藍世明", "民政局局長", "observer"),
                ("懷敍", "人事處處長", "observer"),
                ("王銓明", "", "observer recorder"),
                ("吳碧文", "議長", "chair"),
            },
        ),
        # a transcript whose speakers stand on lines of their own
        (
            "### 李彥文：\n謝謝各位，請大家發言。\n\n### 吳志明：\n我認為產業非常有潛力。\n\n### 張旭文：\n這個話題不是我們主動提的。\n",
            {("李彥文", "", "speaker"), ("吳志明", "", "speaker"), ("張旭文", "", "speaker")},
        ),
        (
            "立法會會議\n易志文議員：主席，局長提到法援。\n民政局局長：陳議員剛才提及的案例很嚴重。\n陳健明議員：律師費佔三成。\n",
            {("易志文", "議員", "speaker"), ("陳健明", "議員", "speaker")},
        ),
    ],
)
def test_who_came_to_the_council(text: str, expected: set[Person]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "※第 1 屆第 2 次臨時會\n預備會議 會議紀錄\n時間：104 年 2 月 5 日\n主席：邱議長奕明\n",
            "第1屆第2次臨時會預備會議",
        ),
        (
            "新安市議會第12屆104年1月5日談話會紀錄\n時間：104年1月5日\n主席：吳議長碧文\n",
            "新安市議會第12屆104年1月5日談話會",
        ),
        (
            "新安市議會第1屆第5次定期會第1次會議摘要紀錄\n時間：101年12月24日\n主席：陳議長幸文\n壹、主席宣告開會\n貳、第1次會議\n",
            "新安市議會第1屆第5次定期會第1次會議",
        ),
    ],
)
def test_the_heading_names_the_meeting(text: str, name: str) -> None:
    meeting = understand(Article("", "", text), None).meeting
    assert meeting is not None
    assert "".join((meeting.name or "").split()) == name


def test_other_reports_below_a_report_are_none_of_it() -> None:
    text = (
        "3日，县长林大明主持召开县政府第98次常务会议。副县长王小华出席，会议听取了全县防汛工作汇报。\n\n相关链接\n县委书记李国强主持召开常委会会议\n\n【延伸阅读】\n"
        "县长张建华调研"
    )
    assert told(text) == {("林大明", "县长", "chair"), ("王小华", "副县长", "attendee")}
