from datetime import UTC, datetime

import pytest

from jiyao.model import KINDS, LEVELS, Article
from pipelines.dates.published import published_at
from pipelines.flow import understand
from pipelines.lexicon import rows
from pipelines.meeting.kinds import body_of, kind_of, level_of, ordinal_of
from pipelines.meeting.names import meeting_name
from pipelines.places import find_places
from pipelines.reading import read

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def meeting_of(text: str, title: str = ""):
    return understand(Article("", title, text), published_at([], "Asia/Shanghai", NOW)).meeting


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("5月27日，富平县2024年“三夏”工作动员会召开。县长屈向军主持会议。", "富平县2024年“三夏”工作动员会"),
        ("12月4日，县委书记邢恩泽主持召开县委常委会第98次会议。", "县委常委会第98次会议"),
        ("臺南市政府第608次市政會議15日上午舉行，由市長鍾予衡主持。", "臺南市政府第608次市政會議"),
        ("北區社區服務諮詢委員會昨日舉行第九次平常會議，會議由該會召集人梁順成主持。", "第九次平常會議"),
        ("市政府今（22）日舉行「蘭展行前記者會」，市長柯景嵐主持。蘭展將於3月2日登場。", "蘭展行前記者會"),
        ("县政府召开三轮车专项整治工作会议，县长王守成主持。", "三轮车专项整治工作会议"),
        ("縣政府召開都市計畫會，縣長王守成主持。", "都市計畫會"),
        # what is done for another meeting, decided of one to come, held by duty, or wished
        (
            "县安委会召开第一次全体（扩大）会议，防范各类事故发生，切实为全国“两会”胜利召开营造良好环境。",
            "第一次全体（扩大）会议",
        ),
        ("市人大常委会昨天举行第十六次主任会议，决定市人大常委会第九次会议于12月27日举行。", "第十六次主任会议"),
        ("县委召开切实做好冬季供暖工作会议，县长李大明主持。", "切实做好冬季供暖工作会议"),
        ("县议会第3届第5次定期大会今下午终于闭幕，议长曾丽艳主持。", "县议会第3届第5次定期大会"),
        ("市長今日出席「112年市長訪視基層：大溪區座談會」，里長李大明發言。", "112年市長訪視基層：大溪區座談會"),
        (
            "县政府秘书长林德公昨在道安会报表扬绩优人员。（杨水勇摄）\n县交通安全联席会报，105年第四季道安会议昨日召开，由秘书长林德公主持。",
            "105年第四季道安会议",
        ),
        ("会议记录\n会议名称：柳家坪村第二次村民代表会议\n主持人：柳春生", "柳家坪村第二次村民代表会议"),
        ("会议名称：校务会议会议记录\n时间：2024年4月15日\n主持人：柳春生", "校务会议"),
        ("会议名称：村民代表会议记录\n时间：2024年4月15日\n主持人：柳春生", "村民代表会议"),
        (
            "本三月三日，甲县安全生产委员会2025年第二次全体（扩大）会议召开。会议指出要抓紧。",
            "甲县安全生产委员会2025年第二次全体（扩大）会议",
        ),
        (
            "屏東縣政府112年度第9次縣務會議紀錄\n時間：112年9月26日\n主席：潘縣長志遠\n出席：李國賓\n",
            "屏東縣政府112年度第9次縣務會議",
        ),
        ("3月27日，中共中央政治局召开会议，审议条例。会议指出要抓紧。", None),
        # a year behind it, a morning's meal, a purpose in its name; called a meeting twice; who held it before 的
        (
            "由运输局与港口局合办的「绿色航运高峰论坛2025」今日（十一月十九日）在会展中心举行，局长陈思远致辞。",
            "绿色航运高峰论坛2025",
        ),
        ("5月26日上午，我市举行2023年第六场政企早餐会。副市长简云生与企业家交流。", "2023年第六场政企早餐会"),
        ("昨日，调查小组召开「为了解山区救护业务」专案小组会议，议员颜德主持。", "「为了解山区救护业务」专案小组会议"),
        ("此行重头戏「两地合作座谈会」会议于昨天下午三时假日光饭店举行，县长陈立主持。", "两地合作座谈会"),
        (
            "環境事務委員會\n第三次會議（二零一七年）會議記錄\n日期：二零一七年五月二日\n主席：陳大文議員\n",
            "環境事務委員會第三次會議（二零一七年）",
        ),
        ("青川县的油菜机械化生产现场会昨日在双凤镇召开，县长周立群出席。", "油菜机械化生产现场会"),
        (
            "10月27日，一场以“步道怎么连”为主题的“请你来谈”专题协商会，在松涛厅开了三个小时。区政协主席荣归主持。",
            "“请你来谈”专题协商会",
        ),
        # what was said at it, in full; a session that no verb calls held
        (
            "以下为行政长官司马文澜今日（五月三日）上午在立法会答问会的答问内容：\n尹慧娴议员：主席，谢谢。\n",
            "立法会答问会",
        ),
        ("桃溪县议会第17届第21次临时会，今天由审计室提案，报告决算，议员曾大明质询。", "桃溪县议会第17届第21次临时会"),
        # what the name begins with is quoted; the year of its number; a plain word for a sitting
        (
            "2月26日，林场开展了“改革创新、奋发有为”大讨论动员部署会，场长董军主持会议。",
            "“改革创新、奋发有为”大讨论动员部署会",
        ),
        ("委员会5月19日在会议厅举行本年度第二次全体会议，由主席黄艳主持。", "本年度第二次全体会议"),
        ("市委常委会召开扩大会议，市委书记陈敏主持。", None),
        (
            "4月13日，市委书记王福明在市委中心组理论学习会上指出，要增强信心。会议集中学习了《文件选编》、《论发展》、甲某在纪念全会召开30周年大会上的讲话。",
            "市委中心组理论学习会",
        ),
        ("12月3日，县委书记王志明主持会议，传达学习总书记在全国两会上强调的重要精神。", None),
        ("县长王志明主持会议。会议要求，各支部要开展专题组织生活会。", None),
        ("12月3日，会议产业发展大会在成都举行，市长王志明主持。", "会议产业发展大会"),
        ("近日，Smart City专题推进会召开，市长李明主持会议。", "Smart City专题推进会"),
        # another meeting, later
        ("鄉公所昨天舉行座談會，鄉長岳竹松主持。公所預告，下月將召開里鄰長聯繫會報。", None),
    ],
)
def test_the_name_is_what_the_text_calls_the_meeting(text: str, name: str | None) -> None:
    meeting = meeting_of(text)
    assert meeting is not None
    assert meeting.name == name


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        (
            "2016-11-14 「擔保法草案可行性之研究」專家會議",
            "### 謝在文：\n大家好，感謝各位參加。\n\n### 吳家文：\n各位老師大家好。\n\n### 陳重文：\n我先做一個開場，本案係大學舉辦之專家會議。\n",
            "「擔保法草案可行性之研究」專家會議",
        ),
        (
            "8/19 課發會第八次會議紀錄",
            "柯文：\n大家午安。\n\n張旭文：\n當然可以。\n\n李彥文：\n我想詢問。\n",
            "課發會第八次會議",
        ),
        (
            "江北市政府第369次市政會議紀錄107/12/26",
            "時間：107年12月26日\n主席：黃市長文德\n市長提示：請農業局加強防疫。",
            "江北市政府第369次市政會議",
        ),
        (
            "讓民眾好行",
            "民政局局長王大明與交通局局長李文德今(9)日在市政會議簡報改善方案。民政局指出，請主辦單位提出規劃，並召開協調會議，務必遵守規範。",
            "市政會議",
        ),
        (
            "水情",
            "水利局於今(5)日市政會議報告「水情概況」，水利局局長李文德指出水情正常。黃市長表示，未來不樂觀。",
            "市政會議",
        ),
        ("", "警務處處長鄧文德首次出席換屆後的江北區區議會會議。區議會主席鄭麗文主持會議。", "江北區區議會會議"),
    ],
)
def test_the_meeting_of_a_transcript_and_of_a_report_to_it(title: str, text: str, name: str) -> None:
    assert meeting_of(text, title).name == name


def test_a_sitting_goes_on_whatever_the_headline_ends_with() -> None:
    text = "縣議會第四屆第八次定期會昨日續進行縣政總質詢，由第二組議員上場質詢。議員洪麗萍提議，提前結束當日議程，經議長謝宜璋裁示後得以提早結束。"
    assert understand(Article("", "洪麗萍提議提前結束議程", text), None).is_meeting
    assert not understand(
        Article("", "縣議會第四屆第八次定期會議程", "一、報到。二、預備會議。三、縣政總質詢。"), None
    ).is_meeting


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("打造独具特色的支柱产业", "围绕两大命题，市长陈金龙11月19日再次组织召开专题会议，讨论研究有关政策文件。"),
        (
            "严朝明到我州调研水果产业",
            "省委常委严朝明到我州进行实地调研，并于26日下午召开工作座谈会。州委书记桑维明、州长罗强出席座谈会，罗强主持座谈会。",
        ),
        (
            "駭客來自境外",
            "交易所於今（9）日上午請周邊單位及公會代表開會，資安處等單位均列席指導。董事長施俊文會中作成指示。",
        ),
        ("區議員與立法會議員交流", "主席梁文彥表示，今早議員展開首場交流，率先與兩區區議員舉行會議，就民生議題互動。"),
        ("議員追蹤公車時刻表", "市議員陳怡瑄今日於議會質詢時指出，公車脫班嚴重。"),
    ],
)
def test_what_tells_of_a_meeting_in_passing_is_one(title: str, text: str) -> None:
    assert understand(Article("", title, text), None).is_meeting


def test_a_council_that_only_sits_is_named_by_the_title_and_a_committee_is_whom_a_sentence_lets_meet() -> None:
    text = "彰化縣埔心鄉民代表會昨天開議，主席張俊彥主持，鄉長張乘瑜率各課室主管列席備詢。代表黃淑芬質詢時指出，公所應重視道路安全。"
    assert meeting_of(text, "彰化縣埔心鄉民代表會第22屆第3次定期會").name == "彰化縣埔心鄉民代表會第22屆第3次定期會"
    text = "觀塘區議會轄下房屋及環境衞生委員會於昨日舉行第五次會議，由主席呂東孩主持。委員鄧咏駿發言。"
    assert meeting_of(text).body == "觀塘區議會轄下房屋及環境衞生委員會"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("县委书记到乡镇调研夏粮生产", "5月26日，县委书记项雅琴到乡镇调研夏粮生产，她指出要颗粒归仓。"),
        ("青年創業再升級", "市府持續推動青年創業。承辦人員表示，籌備期間前後召開7次工作會議，從場地到備案都仔細推演。"),
        ("柳溪镇举办第3届农民丰收运动会", "近日，柳溪镇的广场上笑声不断，325名村民参加了一场别开生面的运动会。"),
        ("人大三次会议将召开", "县人大三次会议将于12月20日召开，县委宣传部昨天举行文艺演出。县委书记王守成出席。"),
        ("关于召开第二十二次会议的通知", "县人大常委会定于6月30日召开第二十二次会议，请准时出席。"),
        ("县政府会议制度", "第一条　为规范会议，制定本制度。\n第二条　常务会议由县长主持，副县长出席。"),
        ("干部任前公示", "拟任县财政局局长人选：吴国栋，男，现任副局长。"),
        (
            "總統參加歡迎儀式並頒贈勳章",
            "總統王大明今(25)日上午前往政府大樓，參加歡迎儀式暨頒贈勳章，並出席晚間舉行的音樂會。外交部長李文雄等亦出席。",
        ),
        (
            "內政部頒新任副議長當選證書",
            "內政部次長陳宗文7日到市議會頒發當選證書予副議長李文德，議長郭信文到場陪同。市議會10月24日召開第14次臨時會補選副議長。",
        ),
        (
            "秋北縣議會拜會",
            "議員連盟10日由會長鶴田有文帶領至市議會參訪，秘書長顏昇文代表接見。陳秋文及沈震文議員出席與會，雙方就農業進行經驗分享。",
        ),
        ("特首見傳媒", "特首林鄭文今早主持行會前見記者，回應了三個提問。教育局昨日與考評局開會，會上未有結論。"),
        (
            "",
            "經濟事務委員會會議\n\n日 期：2004年1月9日\n地 點：立法會會議廳\n\n議 程\n\nI.確認通過會議紀要\n\nII.局長就施政報告舉行簡報會\n",
        ),
        ("浙江高速公路车辆因大雾相撞", "昨日清晨，高速公路上三十多辆车因大雾相撞，无人死亡。"),
    ],
)
def test_what_reports_no_meeting_is_told_apart(title: str, text: str) -> None:
    report = understand(Article("", title, text), None)
    assert not report.is_meeting
    assert report.meeting is None


@pytest.mark.parametrize(
    ("name", "kind", "ordinal", "body"),
    [
        ("霍山县人民政府第17次常务会议", "executive_meeting", "17", "霍山县人民政府"),
        ("十四届县委常委会第五次会议", "standing_committee", "14.5", "十四届县委常委会"),
        ("臺南市政府第608次市政会议", "executive_meeting", "608", "臺南市政府"),
        ("立法院第11届第2会期内政委员会第9次全体委员会议", "council_sitting", "11.9", None),
        ("全县安全生产电视电话会议", "teleconference", None, None),
        ("县委理论学习中心组2024年第九次集体学习会", "study_session", "9", None),
        ("民营企业家座谈会", "symposium", None, None),
    ],
)
def test_kind_and_number_are_read_from_the_name(name: str, kind: str, ordinal: str | None, body: str | None) -> None:
    assert kind_of(name) == kind
    assert ordinal_of(name) == ordinal
    if body:
        assert body_of(name) == body


@pytest.mark.parametrize(
    ("text", "body", "ordinal"),
    [
        ("2025年3月12日，十四届祁县县委常委会第五次会议召开，县委书记汪启明主持。", "祁县县委常委会", "14.5"),
        ("2025年3月12日，祁县政协十六届十三次常委会会议召开，政协主席汪启明主持。", "祁县政协", "16.13"),
    ],
)
def test_the_term_of_a_body_is_none_of_its_name(text: str, body: str, ordinal: str) -> None:
    meeting = meeting_of(text)
    assert (meeting.body, meeting.ordinal) == (body, ordinal)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("文化遺產委員會今日（4日）於塔石廣場會議室舉行本年度第三次平常全體會議。", "文化遺產委員會"),
        ("都市更新委員會今（4）日在政府總部舉行第二次平常會議，由主席陳偉文主持。", "都市更新委員會"),
        ("北區社區服務諮詢委員會日前在北區市民服務中心舉行第十二次平常會議。", "北區社區服務諮詢委員會"),
        ("社會工作委員會於12月3日在社會工作局召開第三次全體大會。", "社會工作委員會"),
        ("福利事務委員會會議今日舉行，主席王大明主持。", "福利事務委員會"),
        ("十四届全国人大常委会第七次会议今日在北京开幕。", "全国人大常委会"),
        ("县安委会2024年第四次全体会议今日召开，县长王大明主持。", "县安委会"),
        ("县委第三巡察组巡察县供销社党组工作动员会今日召开。", "县委第三巡察组"),
        ("县长办公会议今日召开，县长王大明主持。", None),
        ("县委书记王大明在县防汛指挥部主持召开第二次调度会。", None),
    ],
)
def test_the_body_is_who_called_it_not_when_or_where(text: str, body: str | None) -> None:
    assert meeting_of(text).body == body


def test_reprints_of_one_meeting_have_one_identity_and_others_another() -> None:
    first = meeting_of("2025年3月12日，霍山县人民政府第17次常务会议召开，县长汪启明主持会议。")
    reprint = meeting_of("國際在線消息：霍山縣人民政府第17次常務會議2025年3月12日召開，縣長汪啟明主持會議。")
    other = meeting_of("2025年4月12日，霍山县人民政府第18次常务会议召开，县长汪启明主持会议。")
    assert first.identity == reprint.identity is not None
    assert other.identity not in (first.identity, None)


# --- places


def places(text: str, home: str | None = None, year: int | None = 2024) -> list[tuple[str, str | None]]:
    return [(place.name, place.code) for place in find_places(read("", text), home=home, year=year, meeting=None)]


def test_a_chain_of_places_resolves_from_the_outside_in() -> None:
    found = places("近日，山西省晋中市寿阳县召开民生工作会议。")
    assert found == [("山西省", "140000"), ("晋中市", "140700"), ("寿阳县", "140725")]


@pytest.mark.parametrize(
    "text",
    [
        # where it met
        "3月5日，全省丘区农田建设现场推进会在南充市仪陇县召开。",
        "會議紀錄\n時間：3月5日\n地點：花蓮縣瑞穗鄉中山路本會會議室\n主席：陳文華",
        # of where one is who came
        "市经信局局长费明、鄉長陳文、大湖鄉長羅明輝出席會議。",
        "今天邀請新竹縣議員羅美文、基隆市議員呂文出席。",
    ],
)
def test_a_venue_and_where_somebody_is_from_convened_nothing(text: str) -> None:
    assert places(text) == []


def test_places_in_traditional_script_are_kept_as_written() -> None:
    assert places("近日，山西省晉中市壽陽縣召開民生工作會議。")[-1] == ("壽陽縣", "140725")


def test_a_name_that_several_units_bear_has_no_code_without_a_home() -> None:
    assert places("3月5日，朝阳区召开工作会议。") == [("朝阳区", None)]
    assert places("3月5日，朝阳区召开工作会议。", home="110000") == [("朝阳区", "110105")]


def test_a_unit_is_one_of_its_time() -> None:
    assert places("3月5日，北京市宣武区召开工作会议。", year=2008) == [("北京市", "110000"), ("宣武区", "110104")]
    assert places("3月5日，北京市宣武区召开工作会议。", year=2020)[-1] == ("宣武区", None)


def test_a_township_has_a_code_where_its_county_is_known() -> None:
    assert places("近日，寿阳县平头镇召开工作会议。") == [("寿阳县", "140725"), ("平头镇", "140725103")]
    assert places("近日，平头镇召开工作会议。", home="140725") == [("平头镇", "140725103")]
    assert places("近日，平头镇召开工作会议。", home="140000") == [("平头镇", None)]
    assert places("近日，济源市召开工作会议。") == [("济源市", "419001")]


def test_a_unit_that_got_another_code_has_that_of_its_time_and_without_a_date_that_of_now() -> None:
    assert [places("近日，寿阳县召开工作会议。", year=year)[0][1] for year in (1995, 2024, None)] == [
        "142427",
        "140725",
        "140725",
    ]


def test_the_counties_of_taiwan_that_became_municipalities_are_of_their_time() -> None:
    assert places("臺北縣政府今日召開縣務會議。", home="65000", year=2008) == [("臺北縣", "10001")]
    assert places("臺北縣政府今日召開縣務會議。", home="65000", year=2020) == [("臺北縣", None)]
    assert places("新北市政府今日召開市政會議。", home="65000", year=2020) == [("新北市", "65000")]
    assert places("宜蘭縣政府今日召開縣務會議。", home="10002", year=2003) == [("宜蘭縣", "10002")]


def test_the_tables_of_divisions_hold_what_the_state_counts() -> None:
    now = {(code, name) for code, name, _, last in rows("places") if not last}
    assert sum(code.endswith("0000") for code, _ in now) == 34  # with Taiwan, Hong Kong and Macau
    assert sum(code.endswith("00") for code, _ in now) == 34 + 333
    assert sum(not code.endswith("00") for code, _ in now) == 2847
    assert all(not last or int(first) <= int(last) for _, _, first, last in rows("places"))
    towns = [(county, town) for county, below in rows("townships") for town in below.split(" ") if town]
    assert len(towns) > 38_000
    assert all(county.isdigit() and town[:3].isdigit() and len(town) > 4 for county, town in towns)
    assert {county for county, _ in towns} <= {code for code, _ in now}


@pytest.mark.parametrize(
    "text",
    [
        "112年度鄉鎮市公所十九日於鎮公所召開聯繫會報，鎮長李小明主持。",
        "內政部昨（3）日召開都市計畫委員會第1050次會議，由部長劉文成主持。",
    ],
)
def test_a_day_an_office_or_a_word_with_a_unit_in_it_is_no_place(text: str) -> None:
    assert places(text) == []


def test_a_party_is_no_place() -> None:
    meeting = meeting_of("12月3日，民革市委会召开参政议政工作座谈会，主委唐丽华主持会议。")
    assert not meeting.places
    assert meeting.body != "民革市"


def test_a_tribe_is_no_ministry() -> None:
    meeting = meeting_of("12月6日，花北縣召開花北縣部落會議，部落會議主席王成文主持會議。")
    assert meeting.name == "花北縣部落會議"
    assert meeting.body != "花北縣部"


def test_a_part_of_a_campus_is_no_district() -> None:
    text = "3月13日，学校在长安校区西区办公楼召开座谈会，副校长王大明主持会议。"
    assert not meeting_of(text).places


def test_taiwan_has_codes_of_its_own() -> None:
    assert places("宜蘭縣政府今日召開縣務會議。", home="10002") == [("宜蘭縣", "10002")]


@pytest.mark.parametrize(
    "text",
    [
        "报告议员，高县长上周已召开协调会。",
        "县委书记主持召开县委常委会会议。",
        "会议传达全市有关精神，各县区要抓好落实。",
        "国务院召开常务会议。",
        "会议听取关于城区集中供热工程的汇报，决定启动建设。",
        "昨天，召开全市贯彻落实省委大宣讲部署会，市委书记李强主持。",
        "立法会议员今天与元朗区议会议员会面，会议由田北明议员主持。",
        "行政院举行院会。院长提示：有关桃园市郑市长所提意见，请内政部研议。",
        "乡村振兴局党支部召开组织生活会，支部书记李明主持。",
        "省教育厅召开全省教育工作会议。会议要求学习浙江经验，推广江苏做法。",
        "今日召开“九德地区区段征收”开发案说明会。",
        "建州60周年座谈会昨日召开。",
    ],
)
def test_no_place_is_made_of_other_words(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省委深改委召开第十二次会议。会议指出，要为湖北加快建成支点提供动力，审议《湖北省工作细则》。湖北大学参加。", [("湖北省", "420000")]),
        ("市政协召开主席会议，主席黄明主持。会议指出，要推动绍兴高质量发展，努力使文明成为绍兴的风景。", [("绍兴", "330600")]),
        ("县委召开推进会，县委书记黄明主持。他强调，要把建设“法治苍南”抓好，让苍南更美。", [("苍南", "330327")]),
        ("市委召开会议，市委书记黄明主持。会议要求学绍兴、学临沂，绍兴有办法，临沂有干劲。", []),
        ("县委召开会议，书记黄明主持。会议研究和平建设，推进和平社区改造，加强合作，深化合作。", []),
        ("10月6日，市公安局召开会议，局长龚明主持，在山南分会场参加会议的有山南分会场的民警。", []),
        ("区委召开会议，区委书记王明主持。市委书记李明强调，要推动绍兴高质量发展，建设绍兴。", []),
        # parts of other words; another's, of whom one learns
        *(
            (f"{organ}召开会议，书记王明主持。会议要求，{words}。", [])
            for organ, said in (
                ("县委", "统筹发展和安全，坚持发展和安全并重|加快创新和科技创新，推进创新和改革|方正做人，方正做事|弘扬兰考精神，兰考的经验"),
                ("市委", "投资兴业，让企业投资兴业|提高平安建设，提高平台能力|重大庆典、重大庆祝活动|学习深圳经验，为深圳鼓掌|六安瓜片，六安茶叶"),
                ("省委", "在浙江考察时的讲话，浙江的实践经验|对接海南自由贸易港，用好海南政策|通报河南灾情，吸取河南教训"),
            )
            for words in said.split("|")
        ),
    ],
)  # fmt: skip
def test_whose_organ_met_is_the_only_unit_of_its_level_that_is_named(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    report = understand(Article("", "", text), None)
    assert report.meeting
    assert [(place.name, place.code) for place in report.meeting.places] == expected


def test_the_home_of_a_source_says_more_than_what_a_report_speaks_of() -> None:
    text = "市委召开会议，市委书记王明主持。会议要求，推动绍兴高质量发展，建设绍兴。"
    report = understand(Article("", "", text), None, home="330100")
    assert report.meeting
    assert (report.meeting.places, report.meeting.region) == ((), "330100")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("省教育厅与长沙市召开座谈会，厅长王志明主持。", ["长沙市"]),
        ("我校与江苏省无锡市举行座谈会，校长王志明主持。", ["江苏省", "无锡市"]),
        ("昨日同安区区长王志明主持召开会议。", ["同安区"]),
        ("12月3日同心县县委书记王志明主持召开会议。", ["同心县"]),
    ],
)
def test_who_convened_with_another_met_there(text: str, names: list[str]) -> None:
    assert [name for name, _ in places(text)] == names


def test_an_article_of_praise_is_no_rule_of_law() -> None:
    text = "4月11日，我校召开党委常委会。校党委书记石佑明主持会议。他指出，百年奋斗的第一条宝贵经验，就是坚持领导。"
    assert understand(Article("", "校党委专题学习", text), None).is_meeting


# --- statements


def test_what_was_said_belongs_to_whom_the_sentence_names() -> None:
    text = "县长孟繁星主持会议。\n会议指出，民生是根本。\n孟繁星强调，要抓紧落实。他要求，各部门按月报送。"
    report = understand(Article("", "", text), None)
    said = [(s.speaker, s.verb, text[s.start : s.end]) for s in report.statements]
    assert said == [
        (None, "指出", "民生是根本。"),
        ("孟繁星", "强调", "要抓紧落实。"),
        ("孟繁星", "要求", "各部门按月报送。"),
    ]


def test_a_paragraph_that_only_goes_on_belongs_to_the_one_before() -> None:
    text = "县长孟繁星主持会议。\n孟繁星强调，要抓紧落实。\n要压实责任，一级抓一级。"
    report = understand(Article("", "", text), None)
    assert text[report.statements[0].start : report.statements[0].end].endswith("一级抓一级。")


def test_documents_are_cited_once_each_and_nested_titles_stay_inside() -> None:
    text = "会议审议《关于贯彻〈条例〉的意见》和《办法》，并通过《办法》。"
    report = understand(Article("", "", text), None)
    assert [document.title for document in report.cited_documents] == ["关于贯彻〈条例〉的意见", "办法"]


def test_the_kinds_and_levels_that_are_told_apart_are_those_that_can_be_asked_for() -> None:
    from pipelines.meeting import kinds

    assert sorted(KINDS) == sorted(kind for kind, _ in kinds._KINDS)
    assert sorted(LEVELS) == sorted(level for level, _ in kinds._LEVELS)


@pytest.mark.parametrize(
    ("body", "places", "level"),
    [
        ("新乡市人民政府", ["新乡市"], "city"),
        ("镇江市委", ["镇江市"], "city"),
        ("道里区政府", ["道里区"], "county"),
        ("县委乡村振兴工作领导小组", [], "county"),
        ("县农村工作领导小组", [], "county"),
        ("临江社区", [], "township"),
        ("乡宁县政府", ["乡宁县"], "county"),
    ],
)
def test_a_level_is_told_by_the_unit_and_not_by_a_character_of_its_name(
    body: str, places: list[str], level: str
) -> None:
    assert level_of(body, places) == level


def test_a_meeting_named_by_a_chain_of_places_is_the_innermosts() -> None:
    places = ["山西省", "晋中市", "寿阳县"]
    assert body_of("山西省晋中市寿阳县经济工作会议", places) == "山西省晋中市寿阳县"
    assert level_of("山西省晋中市寿阳县", places) == "county"


def test_two_committees_of_a_council_hold_two_meetings_of_one_number_and_day() -> None:
    minutes = "時間：113年3月4日\n主席：王大明\n出席：李小華、陳文德\n"
    met = []
    for committee in ("內政", "財政"):
        name = f"立法院第11屆第2會期{committee}委員會第8次全體委員會議"
        met.append(understand(Article("https://example.invalid/", f"{name}紀錄", minutes), None).meeting)
    assert [meeting and meeting.body for meeting in met] == ["立法院內政委員會", "立法院財政委員會"]
    first, second = (meeting and meeting.identity for meeting in met)
    assert first is not None
    assert first != second


def test_a_standing_committee_behind_its_term_is_named_once() -> None:
    text = (
        "浙江省第十四届人民代表大会常务委员会第八次会议纪要\n时间：2024年3月4日\n主持：王大明\n出席：李小华、陈文德\n"
    )
    meeting = understand(Article("https://example.invalid/", "", text), None).meeting
    assert meeting is not None
    assert meeting.body == "浙江省第十四届人民代表大会常务委员会"


def test_a_name_without_its_place_is_completed_by_the_title() -> None:
    held = "7月26日，市十三届人大常委会第二十次会议召开。市人大常委会主任刘运耕主持会议。"
    assert meeting_of(held, "上海市十三届人大常委会第二十次会议召开").name == "上海市十三届人大常委会第二十次会议"
    assert meeting_of(held, "昨日召开市十三届人大常委会第二十次会议").name == "市十三届人大常委会第二十次会议"


def test_the_hour_before_a_name_is_none_of_it() -> None:
    reading = read("", "2008年3月14日下午16:00共青团大同大学代表会议在活动中心隆重举行。")
    named = meeting_name(reading)
    assert named
    assert reading.text[named.start : named.end] == "共青团大同大学代表会议"


@pytest.mark.parametrize(
    ("text", "home", "region"),
    [
        ("县政府第30次常务会议今日召开，县长王大明主持。", "350125", "350125"),
        (
            "县政府第30次常务会议今日召开，县长王大明主持。",
            "350100",
            None,
        ),  # a city's site tells of one of its counties
        ("市政府第30次常务会议今日召开，市长王大明主持。", "350125", "350100"),
        ("市政府第30次常务会议今日召开，市长王大明主持。", "110105", "110000"),
        ("省政府第30次常务会议今日召开，省长王大明主持。", "350125", "350000"),
        ("全县安全生产工作会议今日召开，副县长王大明主持。", "350125", "350125"),
        ("镇党委会议今日召开，镇党委书记王大明主持。", "350125", None),
        ("縣政府第30次縣務會議今日召開，縣長王大明主持。", "10008", "10008"),
        ("寿阳县政府第30次常务会议今日召开，县长王大明主持。", "350125", "140725"),
        ("国务院常务会议今日召开，总理王大明主持。", "350125", None),
        ("县政府第30次常务会议今日召开，县长王大明主持。", None, None),
    ],
)
def test_a_body_without_its_place_governs_where_its_source_is_at_home(
    text: str, home: str | None, region: str | None
) -> None:
    meeting = understand(Article("", "", text), None, home=home).meeting
    assert meeting
    assert meeting.region == region


def test_the_term_that_the_body_names_is_of_the_meeting_s_number() -> None:
    meeting = meeting_of("11月20日，县十六届人大常委会召开第三十四次会议。主任王大明主持。")
    assert (meeting.body, meeting.ordinal) == ("县十六届人大常委会", "16.34")
