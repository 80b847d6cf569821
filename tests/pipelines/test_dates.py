from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from jiyao.model import Article, DateClue, Interval, Published
from pipelines.dates import lunar, written_meaning
from pipelines.dates.feasts import clear_and_bright
from pipelines.dates.held import held_on
from pipelines.dates.published import published_at
from pipelines.flow import understand
from pipelines.numerals import number
from pipelines.reading import read

THURSDAY = datetime(2024, 12, 5, 10)
TABLE = [
    line.split("\t")
    for line in (Path(__file__).parent.parent / "gold" / "dates.tsv").read_text("utf-8").splitlines()
    if line
]


def said(interval: Interval | None) -> str:
    if interval is None:
        return "none"
    if interval.precision == "minute" and interval.at:
        return f"{interval.start} {interval.at:%H:%M}"
    if interval.precision == "month" and interval.start.month == interval.end.month:
        return f"{interval.start:%Y-%m}"
    if interval.precision == "year" and interval.start.year == interval.end.year:
        return f"{interval.start:%Y}"
    return str(interval.start) if interval.start == interval.end else f"{interval.start}..{interval.end}"


def meaning(text: str, published: datetime = THURSDAY) -> str:
    found = written_meaning(text, published)
    return said(found.interval if found else None)


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_an_expression_of_the_trade_means_what_the_table_says(text: str, expected: str) -> None:
    assert meaning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今（4）日上午", "2024-12-04"),
        ("昨（十三）日下午", "2024-11-13"),
        ("民國113年國慶日", "2024-10-10"),
        ("2024年11月28日（农历小年）至12月1日（农历正月初八）", "2024-11-28..2024-12-01"),
        ("第3季", "2024-07-01..2024-09-30"),
        ("3月龄", "none"),
        ("公所（3）日召开", "2024-12-03"),
        ("本（9）月11日", "2024-09-11"),
        ("昨午", "2024-12-04"),
        ("1月8-10日", "2024-01-08..2024-01-10"),
        ("2023年12月30日至2024年1月2日", "2023-12-30..2024-01-02"),
        ("12月30日至1月2日", "2023-12-30..2024-01-02"),
        ("113.05.20", "2024-05-20"),
        ("112-11-28", "2023-11-28"),
        ("98年5月20日", "2009-05-20"),
        ("民國元年", "1912"),
        ("中華民國113年3月5日（星期二）上午9時30分", "2024-03-05 09:30"),
        ("農曆八月十五", "2024-09-17"),
        ("腊月廿三", "2024-02-02"),
        ("除夕", "2024-02-09"),
        ("上上周三", "2024-11-20"),
        ("大前天", "2024-12-02"),
        ("昨晚8时", "2024-12-04 20:00"),
        ("上月28日至本月2日", "2024-11-28..2024-12-02"),
        ("11月26日至明年1月5日", "2024-11-26..2025-01-05"),
        ("2022年10月至2023年3月", "2022-10-01..2023-03-31"),
        ("2024.10.20-10.22", "2024-10-20..2024-10-22"),
        ("2024/10/30～2024/11/02", "2024-10-30..2024-11-02"),
        ("2024年10月20日9:00至22日17:00", "2024-10-20..2024-10-22"),
        ("9月中下旬", "2024-09-11..2024-09-30"),
        ("上季度", "2024-07-01..2024-09-30"),
        ("3 Dec 2024 (Tue) 3:30 pm", "2024-12-03 15:30"),
        ("12月11日（周三）", "2024-12-11"),
        ("12月12日（周二）", "2023-12-12"),
        ("8月以来", "2024-08-01..2024-12-05"),
        ("2024-12-03T07:20:00Z", "2024-12-03 15:20"),
        ("噚日", "2024-12-04"),
        ("周二至周四", "2024-12-03..2024-12-05"),
        ("上周一至周三", "2024-11-25..2024-11-27"),
        ("星期五到星期日", "2024-11-29..2024-12-01"),
        ("尋日下午3时", "2024-12-04 15:00"),
        ("上周日至周二", "2024-12-01..2024-12-03"),
        ("钢琴日常训练", "none"),
        ("找寻日本市场", "none"),
        ("12月3日晚7点半", "2024-12-03 19:30"),
        ("中旬", "none"),
        ("10月中旬", "2024-10-11..2024-10-20"),
        ("去年底", "2023-12-31"),
        ("民國8年5月4日", "1919-05-04"),
        ("民國十年三月", "1921-03"),
        ("民前1年3月", "none"),
        ("昭和20年8月15日", "1945-08-15"),
        ("大正九年", "1920"),
        ("令和元年5月1日", "2019-05-01"),
        ("一月十五", "2024-01-15"),
        ("三月十五", "none"),
        ("一月廿五", "none"),
        ("甲辰年三月初三", "2024-04-11"),
        ("癸卯年正月初一", "2023-01-22"),
        ("2023年正月初一", "2023-01-22"),
        ("2024年三月初三", "2024-04-11"),
        ("民國113年正月初一", "2024-02-10"),
        ("昭和70年1月1日", "none"),
        ("前一日", "none"),
        ("此前3月2日", "2024-03-02"),
        ("国庆节前10月2日", "2024-10-02"),
        ("次年的1月5日", "none"),
        ("次年1月", "none"),
        ("黄帝纪元4609年", "none"),
        ("5-Mar-2024", "2024-03-05"),
        ("农历正月初十", "2024-02-19"),
        ("農曆十月初十上午9時", "2024-11-10 09:00"),
        ("腊月初十", "2024-01-20"),
        ("农历十三月初十", "none"),
        ("2023年除夕", "2023-01-21"),
        ("2024年清明节", "2024-04-04"),
        ("清明节当天", "2024-04-04"),
        ("清明节期间", "none"),
        ("2024年中元节", "2024-08-18"),
        ("2024年13月", "none"),
        ("同年8月", "none"),
        ("同月8日", "none"),
        ("第三季度", "2024-07-01..2024-09-30"),
        ("1至11月", "2024-01-01..2024-11-30"),
        ("半小时前", "2024-12-05 09:30"),
        ("两天前", "2024-12-03"),
        ("二月二十九日", "2024-02-29"),
        ("明年春節", "2025-01-29"),
        ("去年中秋节", "2023-09-29"),
        ("民國百年五月三日", "2011-05-03"),
        ("民國百零三年", "2014"),
        ("(113)年4月19日", "2024-04-19"),
        ("11月中旬至下旬", "2024-11-11..2024-11-30"),
        ("中華民國 1 0 1 年 5 月 24 日", "2012-05-24"),
        ("中華民國 1 0 1 年 1 1 月 2 4 日下午 3 時 30 分", "2012-11-24 15:30"),
        ("2 0 2 4 年 1 1 月 3 日", "2024-11-03"),
        ("日昨，縣府召開會議", "2024-12-04"),
        ("去年今日", "2023-12-05"),
        ("11月20日下午两点一刻", "2024-11-20 14:15"),
        ("11月20日9时三刻", "2024-11-20 09:45"),
        ("11月20日、21日、22日", "2024-11-20..2024-11-22"),
        ("11/30~12/2", "2024-11-30..2024-12-02"),
        ("五一劳动节当天上午9时", "2024-05-01 09:00"),
        ("八一当晚", "2024-08-01"),
        ("行憲紀念日當天", "2023-12-25"),
        ("近两日", "none"),
        ("2024-12-03 09:00-11:30", "2024-12-03 09:00"),
        ("2024-12-03T09:00:00-05:00", "2024-12-03 22:00"),
        ("12月30日上午9时至次日凌晨", "2023-12-30..2023-12-31"),
        ("昨今两天", "2024-12-04..2024-12-05"),
        ("12月2、3两日", "2024-12-02..2024-12-03"),
        ("12月2、3、4日", "2024-12-02..2024-12-04"),
        ("2024.12.2-3", "2024-12-02..2024-12-03"),
        ("2024/12/02-03", "2024-12-02..2024-12-03"),
        ("2024.12.2-5人", "2024-12-02"),
        ("2024-12-2-5", "2024-12-02"),
        ("December 2-4, 2024", "2024-12-02..2024-12-04"),
        ("2 to 4 December 2024", "2024-12-02..2024-12-04"),
        ("3rd of December 2024", "2024-12-03"),
        ("昭和2024年3月5日", "none"),
    ],
)
def test_what_no_table_holds_is_read_by_the_same_rules(text: str, expected: str) -> None:
    assert meaning(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年2月30日",
        "13月1日",
        "每年3月5日",
        "每月5日",
        "周一至周五上班",
        "电话：0851-20241203",
        "超过2/3的代表",
        "2035年远景目标",
        "去年同期",
        "去年冬天",
        "杨立周一行",
        "12月3日前",
        "3日内",
        "2/3以上",
        "一日之计",
        "3年行动",
        "第十四届",
        "三中全会",
        "五年规划",
        "24小时",
        "12.3%",
        "七一表彰大会",
        "三八妇女节座谈会",
    ],
)
def test_bounds_habits_and_impossible_days_are_no_dates(text: str) -> None:
    assert meaning(text) == "none"


def test_a_day_of_february_29_is_the_last_leap_year() -> None:
    assert meaning("2月29日", datetime(2023, 6, 1)) == "2020-02-29"


def test_the_chinese_calendar_refuses_what_does_not_exist() -> None:
    assert lunar.solar_day(2023, 2, 1, leap=True) == date(2023, 3, 22)
    assert lunar.solar_day(2024, 2, 1, leap=True) is None
    assert lunar.solar_day(2024, 1, 30) is None  # the first month of 2024 had 29 days
    assert lunar.solar_day(2024, 13, 1) is None


@pytest.mark.parametrize(
    ("text", "value"), [("廿三", 23), ("卅", 30), ("一百零三", 103), ("二○二四", 2024), ("元", 1), ("十", 10)]
)
def test_numbers_are_read_as_reports_write_them(text: str, value: int) -> None:
    assert number(text) == value


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        number("第三")


# --- when a page was published

CAPTURED = datetime(2026, 11, 22, 4, tzinfo=UTC)


def test_the_line_below_the_title_completes_the_metadata() -> None:
    clues = [DateClue("meta", "2025-01-17"), DateClue("line", "2025-01-17 17:20:31")]
    found = published_at(clues, "Asia/Shanghai", CAPTURED)
    assert found is not None
    assert found.at.isoformat() == "2025-01-17T17:20:00+08:00"
    assert found.precision == "minute"


def test_a_date_after_the_capture_is_refused() -> None:
    assert published_at([DateClue("line", "2031-01-01")], "Asia/Shanghai", CAPTURED) is None


@pytest.mark.parametrize(
    ("clues", "day"),
    [
        ([DateClue("line", "1957年5月23日")], "1957-05-23"),
        ([DateClue("line", "1957年5月23日"), DateClue("meta", "2008-03-01")], "2008-03-01"),
        ([DateClue("meta", "1970-01-01"), DateClue("list", "1957-05-23")], "1957-05-23"),
        ([DateClue("meta", "1970-01-01 08:00")], None),
        ([DateClue("url", "https://example.gov.cn/19570523/1.html")], None),
    ],
)
def test_the_day_of_an_old_newspaper_counts_where_the_page_tells_no_other(
    clues: list[DateClue], day: str | None
) -> None:
    found = published_at(clues, "Asia/Shanghai", CAPTURED)
    assert (found.at.date().isoformat() if found else None) == day


def test_two_places_that_agree_outvote_the_line() -> None:
    clues = [
        DateClue("line", "2019-01-01"),
        DateClue("meta", "2025-01-17"),
        DateClue("list", "2025-01-17"),
        DateClue("url", "2025-01-17"),
    ]
    found = published_at(clues, "Asia/Shanghai", CAPTURED)
    assert found is not None
    assert found.at.date() == date(2025, 1, 17)


def test_english_dates_of_feeds_are_read_by_dateparser() -> None:
    found = published_at([DateClue("list", "Fri, 17 Jan 2025 09:30:00 GMT")], "Asia/Hong_Kong", CAPTURED)
    assert found is not None
    assert found.at.isoformat() == "2025-01-17T17:30:00+08:00"


# --- when a meeting was held


def held(text: str, title: str = "", published: datetime | None = datetime(2024, 12, 6, 9)) -> str:
    found = held_on(read(title, text), published)
    return "nothing" if found is None else said(found.interval)


def test_the_day_before_the_verb_of_holding_wins() -> None:
    assert held("12月4日上午，甲县召开县委常委会会议，传达学习12月1日全市会议精神。") == "2024-12-04"


def test_the_day_beside_what_a_page_counts_is_no_meetings() -> None:
    text = "聯合總會 主席團交接 |2022.03.01 語音朗讀 1922觀看次 字級 大 中 小 聯合總會昨日於金光市舉辦會員大會，主席李明主持。"
    assert held(text, published=datetime(2022, 3, 1, 9)) == "2022-02-28"


def test_a_label_may_name_two_sittings_on_its_line() -> None:
    text = "委員會第7次全體委員會議議事錄\n時間：中華民國107年10月17日(星期三)上午9時1分至11時53分;10月18日(星期四)下午1時至2時17分\n主席：邱志偉"
    assert held(text, published=None) == "2018-10-17..2018-10-18"


def test_a_label_wins_over_everything() -> None:
    assert held("甲县县长办公会议纪要\n时间：2024年3月29日\n会议于4月1日起施行的办法作了讨论。") == "2024-03-29"


def test_a_dateline_is_the_day_from_which_relative_days_count() -> None:
    assert held("新华社北京11月20日电 全国政协昨日召开座谈会。") == "2024-11-19"


def test_a_dateline_is_of_any_paper_and_dates_no_meeting() -> None:
    day = datetime(2024, 11, 28, 9)
    assert (
        held("江城在线11月27日讯（记者 刘平）26日至27日，省委利用两天时间，举行专题学习会。", published=day)
        == "2024-11-26..2024-11-27"
    )
    assert held("11月27日消息：昨天下午，县政府召开食盐供应工作会议。", published=day) == "2024-11-26"
    assert held("11月27日通讯员王明报道，县政府召开工作会议。", published=day) == "2024-11-27"


def test_the_second_at_which_a_page_was_put_out_is_no_meetings() -> None:
    text = "江城报 2024-02-21 07:27:47 江城报讯 (记者 田平)2月20日，江城市委召开工作部署会议。"
    assert held(text, published=datetime(2024, 2, 21, 9)) == "2024-02-20"


def test_a_day_that_somebody_speaks_of_is_not_the_meeting_s() -> None:
    text = "兩地其後舉行合作會議，市長陳吉明出席。市委書記蔡文表示：「昨天主席出席大橋開通儀式，是大喜訊。」"
    assert held(text, published=datetime(2018, 10, 24, 9)) == "nothing"


def test_recently_stays_open_and_says_so() -> None:
    found = held_on(read("", "近日，甲县召开民生工作会议。"), None)
    assert found is not None
    assert found.interval is None
    assert found.words == "近日"


def test_without_a_date_of_publication_a_day_without_year_stays_unknown() -> None:
    assert held("4月26日，甲县召开工作会议。", published=None) == "none"
    assert held("2018年4月26日，甲县召开工作会议。", published=None) == "2018-04-26"


def test_a_time_of_day_is_kept() -> None:
    found = held_on(read("", "12月3日下午3时，甲县召开工作会议。"), datetime(2024, 12, 6, 9))
    assert found is not None
    assert found.interval is not None
    assert found.interval.at == time(15, 0)


def test_what_was_since_a_year_began_is_no_day_of_a_meeting() -> None:
    text = "6月18日晚7点，一场居民议事会正在进行。今年以来，石桥社区召开会议多次，书记王守成主持会议。"
    report = understand(Article("", "", text), Published(datetime(2025, 6, 20), "day", "given"))
    assert report.meeting
    assert report.meeting.held
    assert report.meeting.held.interval == Interval(date(2025, 6, 18), date(2025, 6, 18), "minute", time(19, 0))


def test_a_day_that_is_later_than_the_publication_is_named_in_a_note() -> None:
    text = "2024年5月31日，青溪县召开防汛工作会议，县长王守成主持。"
    report = understand(Article("", "", text), Published(datetime(2023, 1, 1), "day", "given"))
    assert report.meeting
    assert report.meeting.held is None
    assert report.notes == ("it states 2024年5月31日, which is later than its publication",)
    planned = "县长王守成主持召开防汛工作会议。下次会议将于5月31日召开。"
    assert understand(Article("", "", planned), Published(datetime(2023, 1, 1), "day", "given")).notes == ()


@pytest.mark.parametrize("words", ["当天", "当日下午", "當晚八時"])
def test_a_day_that_was_told_before_is_not_that_of_the_publication(words: str) -> None:
    assert meaning(words) == "none"


@pytest.mark.parametrize(
    ("year", "day"),
    [(1949, 5), (1976, 4), (1999, 5), (2000, 4), (2008, 4), (2019, 5), (2023, 5), (2024, 4), (2027, 5), (2050, 4)],
)
def test_the_day_that_the_sun_decides_is_right(year: int, day: int) -> None:
    assert clear_and_bright(year) == date(year, 4, day)
