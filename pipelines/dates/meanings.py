"""What a date expression comes to: a reader for each kind that :mod:`pipelines.dates.expressions` finds.

Each takes the match of its pattern and when the text was published; ValueError where there is no such day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from jiyao.model import Interval
from jiyao.patterns import regex
from pipelines.numerals import number

#: The year before the first of an era that is not the Republic's (民国), and how many it has.
ERAS = {"大正": (1911, 15), "昭和": (1925, 64), "平成": (1988, 31), "令和": (2018, 99)}
_LAST_OF_REPUBLIC = 289
#: No report tells of a later year; 黄帝纪元4609年 is none of ours.
_LAST = 2200


def _parse_year(written: str, era: str | None, now: date) -> int:
    year = 1 if written == "元" else number(written)
    if era:
        before, last = ERAS.get(era, (1911, _LAST_OF_REPUBLIC))
        if year > last:
            raise ValueError(f"{era}{written}")
        return before + year
    if 1000 <= year <= _LAST:
        return year
    if 60 <= year <= 150 and year + 1911 <= now.year + 1 and len(written) <= 5:
        return year + 1911
    if year < 100:
        return 2000 + year if 2000 + year <= now.year + 1 else 1900 + year
    raise ValueError(written)


_YEAR_SHIFT = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}


def year_of(match: re.Match[str], now: date) -> int | None:
    """Return the year that an expression states, in figures or by a word (去年)."""
    groups = match.groupdict()
    if groups.get("y"):
        return _parse_year(groups["y"], groups.get("era"), now)
    if groups.get("yw"):
        return now.year + _YEAR_SHIFT[groups["yw"]]
    return None


def month_of(match: re.Match[str], now: date) -> tuple[int | None, int | None]:
    """Return (year, month) where the month is stated; the year only when it follows from the word."""
    groups = match.groupdict()
    if groups.get("m"):
        return None, 1 if groups["m"] in ("正", "元") else number(groups["m"])
    if groups.get("mw"):
        shift = {"上": -1, "下": 1}.get(groups["mw"][0], 0)
        months = now.year * 12 + now.month - 1 + shift
        return months // 12, months % 12 + 1
    return None, None


def latest(month: int, day: int, now: date) -> date:
    """Return the last such day that is not after ``now``; ValueError where there is none."""
    for year in range(now.year, now.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            if month == 2 and day == 29:
                continue
            raise
        if found <= now:
            return found
    raise ValueError("no such day")


def _latest_in_month(day: int, now: date) -> date:
    """Return the last day of that number that is not after ``now``, in this month or the one before."""
    if day <= now.day:
        return now.replace(day=day)
    return (now.replace(day=1) - timedelta(days=1)).replace(day=day)


def _day_of(match: re.Match[str], now: date) -> date:
    day = number(match["d"])
    year, (month_year, month) = year_of(match, now), month_of(match, now)
    if month is None:
        return _latest_in_month(day, now)
    if year is None:
        year = month_year
    return date(year, month, day) if year else latest(month, day, now)


def clock(match: re.Match[str], day: date) -> Interval:
    """Return the day, with the hour and minute that the expression states."""
    groups = match.groupdict()
    if not groups.get("h"):
        return Interval(day, day)
    hour = number(groups["h"])
    minute = 30 if groups.get("half") else number(groups["mi"]) if groups.get("mi") else 0
    minute = 15 * number(groups["quarters"]) if groups.get("quarters") else minute
    part = groups.get("part") or ""
    if hour < 12 and (
        (groups.get("half_day") or "").lower().startswith("p")
        or part in ("下午", "午后", "傍晚")
        or part.startswith(("晚", "夜", "深夜"))
        or (part in ("中午", "晌午") and hour < 3)
    ):
        hour += 12
    if hour == 24 or (groups.get("sec") and hour == minute == 0):
        return Interval(day, day)  # 00:00:00 is what a machine writes where it knows the day only
    return Interval(day, day, "minute", time(hour, minute))


def read_day(match: re.Match[str], published: datetime) -> Interval:
    """Return a day: 12月5日上午9时, 5日; without a year the latest such day, or the next where its weekday says so."""
    now = published.date()
    day = _day_of(match, now)
    stated = STATED_WEEKDAY.search(match.group()) if match.groupdict().get("m") and not year_of(match, now) else None
    if stated and weekday_of(stated["wd"]) != day.weekday():
        ahead = day.replace(year=day.year + 1)
        if ahead.weekday() == weekday_of(stated["wd"]) and (ahead - now).days <= _SOON:
            day = ahead  # 12月12日（周四） in an announcement
    return clock(match, day)


def read_no_unit(match: re.Match[str], published: datetime) -> Interval:
    """Return a day said without its unit, 一月十五; ValueError of other months, which the farmers' calendar has too."""
    if match["m"] != "一":
        raise ValueError(match.group())
    return clock(match, latest(1, number(match["d"]), published.date()))


#: The weekday beside a day: 星期三, （三）.
STATED_WEEKDAY = regex("(?:星期|礼拜|周|（)(?P<wd>[一二三四五六日天])(?![㐀-鿿])")
_CHINA = timezone(timedelta(hours=8))
#: A meeting is announced so many days before, at most.
_SOON = 60


def weekday_of(word: str) -> int:
    """Return the weekday from 0, Monday: 三, 日, 天."""
    return "一二三四五六日".index(word.replace("天", "日"))


def read_range(match: re.Match[str], published: datetime) -> Interval | None:
    """Return from one day to another: 11月29日至12月1日, 12月30日至次年1月2日; None where the second comes first."""
    now = published.date()
    start = _day_of(match, now)
    last = match.groupdict()
    month = number(last["m2"]) if last.get("m2") else start.month
    if last.get("mw2"):  # 上月28日至本月2日
        month = (now.month + {"上": -2, "下": 0}.get(last["mw2"][0], -1)) % 12 + 1
    year = _parse_year(last["y2"], last.get("era2"), now) if last.get("y2") else start.year + bool(last.get("next"))
    end = date(year, month, number(last["d2"]))
    if end < start and not last.get("y2") and month < start.month:
        end = end.replace(year=start.year + 1)
    return Interval(start, end) if start <= end else None


def read_to_day_after(match: re.Match[str], published: datetime) -> Interval:
    """Return a day and the one after it: 12月30日至次日."""
    start = _day_of(match, published.date())
    return Interval(start, start + timedelta(days=1))


#: 噚日 and 尋日 are the Cantonese yesterday.
_NEAR = {"大前": -3, "前": -2, "昨": -1, "噚": -1, "㖊": -1, "寻": -1, "今": 0, "当": 0, "明": 1, "后": 2}


#: So many days after the day that it calls today a page may be put out.
_A_PAGE_LATER = 10


def read_near(match: re.Match[str], published: datetime) -> Interval | None:
    """Return a day counted from the publication: 昨天, 今（20）日."""
    stated = match.groupdict().get("d")
    if match["near"] == "当" and not stated:
        return None  # 当天 is a day that was told before, not that of the publication
    day = published.date() + timedelta(days=_NEAR[match["near"]])
    if stated and number(stated) != day.day:
        # 今（20）日 states the day itself; the page may be a day or two later.
        day = _latest_in_month(number(stated), published.date())
        if (published.date() - day).days > _A_PAGE_LATER:
            return None  # 今日（十六日） on the 5th contradicts it
    return clock(match, day)


def read_two_days(match: re.Match[str], published: datetime) -> Interval:
    """Return two days beside each other, counted from the publication: 昨今两天."""
    start, end = (published.date() + timedelta(days=_NEAR[match[name]]) for name in ("near", "near2"))
    return Interval(start, end)


def read_same_day(match: re.Match[str], published: datetime) -> Interval | None:
    """Return the day of the publication in another year: 去年今日; ValueError on February 29."""
    year = year_of(match, published.date())
    day = published.date().replace(year=year) if year else None
    return Interval(day, day) if day else None


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def next_end(day: int, published: datetime) -> datetime:
    """Return the end of the month in which the next such day lies: of this month or of the next."""
    month = published.replace(day=1) + timedelta(days=0 if day >= published.day else 32)
    return month.replace(day=last_day(month.year, month.month).day)


def read_part_of_month(match: re.Match[str], published: datetime) -> Interval:
    """Return a third, the first or the last day of a month: 12月上旬, 月底."""
    now = published.date()
    year, (month_year, month) = year_of(match, now), month_of(match, now)
    year, month = year or month_year or now.year, month or now.month
    if match.groupdict().get("m") and not year_of(match, now) and date(year, month, 1) > now:
        year -= 1
    last = last_day(year, month)
    first_to_last = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day), "初": (1, 1)}
    first_to_last |= {"上中旬": (1, 20), "中下旬": (11, last.day)}
    start, end = first_to_last.get(match["piece"], (last.day, last.day))
    if further := match.groupdict().get("piece2"):
        end = first_to_last.get(further, (last.day, last.day))[1]
    return Interval(date(year, month, start), date(year, month, end))


def year_and_month(match: re.Match[str], now: date) -> tuple[int, int]:
    """Return the month that is stated, without a year the latest such; ValueError where none is."""
    year, (month_year, month) = year_of(match, now), month_of(match, now)
    if not month:
        raise ValueError("no month")
    return year or month_year or (now.year if month <= now.month else now.year - 1), month


def read_month(match: re.Match[str], published: datetime) -> Interval:
    """Return a month: 今年8月, 上月."""
    year, month = year_and_month(match, published.date())
    return Interval(date(year, month, 1), last_day(year, month), "month")


def read_months(match: re.Match[str], published: datetime) -> Interval | None:
    """Return from one month to another: 3月至5月; None where the second comes first."""
    now = published.date()
    first, last = number(match["m"]), number(match["m2"])
    year = year_of(match, now) or (now.year if first <= now.month else now.year - 1)
    end = last_day(number(match["y2"]) if match["y2"] else year, last)
    return Interval(date(year, first, 1), end, "month") if date(year, first, 28) < end.replace(day=28) else None


def read_year(match: re.Match[str], published: datetime) -> Interval:
    """Return a year: 2024年, 去年."""
    year = year_of(match, published.date())
    if not year:
        raise ValueError("no year")
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def read_years(match: re.Match[str], published: datetime) -> Interval:
    """Return from one year to another: 2021—2025年."""
    return Interval(date(number(match["from"]), 1, 1), date(number(match["to"]), 12, 31), "year")


def read_part_of_year(match: re.Match[str], published: datetime) -> Interval:
    """Return a quarter, a half, the first or the last day of a year: 第三季度, 年底."""
    now = published.date()
    year = year_of(match, now)
    months = _part_of_year(match["piece"])
    if year is None:
        year = now.year if date(now.year, months[0], 1) <= now else now.year - 1
    if match["piece"].endswith(("底", "末")):
        return Interval(date(year, 12, 31), date(year, 12, 31))
    if match["piece"].endswith("初"):
        return Interval(date(year, 1, 1), date(year, 1, 1))
    return Interval(date(year, months[0], 1), last_day(year, months[1]))


def _part_of_year(piece: str) -> tuple[int, int]:
    if "半年" in piece:
        return (1, 6) if piece.startswith("上") else (7, 12)
    if "季" in piece:
        quarter = number(piece.strip("前第季度个头"))
        return (1 if piece[0] in "前头" else quarter * 3 - 2, quarter * 3)
    return (1, 12)


def read_since(match: re.Match[str], published: datetime) -> Interval | None:
    """Return from a day until the publication: 今年以来."""
    now = published.date()
    year, (month_year, month) = year_of(match, now), month_of(match, now)
    start = date(year or month_year or now.year, month or 1, number(match["d"]) if match.groupdict().get("d") else 1)
    return Interval(start, now) if start <= now else None


def read_iso(match: re.Match[str], published: datetime) -> Interval:
    """Return a day in digits: 2024-12-05 10:00, 113.12.03; a moment with its zone in that of the publication."""
    year = number(match["y"])
    day = date(year + 1911 if year < 1000 else year, number(match["m"]), number(match["d"]))
    told = clock(match, day)
    zone = match.groupdict().get("zone")
    # 09:00-11:30 is until when it lasted
    if zone and told.at and (zone[0] != "-" or match["sec"] or "T" in match.group().upper()):
        there = "+00:00" if zone in "Zz" else zone.replace("：", ":")
        moment = datetime.fromisoformat(f"{day} {told.at:%H:%M}{there}").astimezone(published.tzinfo or _CHINA)
        told = Interval(moment.date(), moment.date(), "minute", moment.time())
    return told


def read_day_first(match: re.Match[str], published: datetime) -> Interval | None:
    """Return a day written 20/11/2024, or 11/20/2024; None where it could be either."""
    first, second = number(match["d"]), number(match["m"])
    if max(first, second) <= 12 and first != second:
        return None
    day, month = max(first, second), min(first, second)
    return clock(match, date(number(match["y"]), month, day))


def read_month_day(match: re.Match[str], published: datetime) -> Interval:
    """Return a month and a day in digits: 12/3."""
    return clock(match, latest(number(match["m"]), number(match["d"]), published.date()))


def read_ago(match: re.Match[str], published: datetime) -> Interval:
    """Return a moment counted back from the publication: 三天前, 刚刚."""
    if match["now"]:
        return Interval(published.date(), published.date(), "minute", _minute(published))
    count = 0.5 if match["n"] == "半" else number(match["n"])
    unit = match["unit"].removeprefix("个")
    if unit in ("分钟", "小时"):
        at = published - timedelta(minutes=count * (60 if unit == "小时" else 1))
        return Interval(at.date(), at.date(), "minute", _minute(at))
    day = published.date() - timedelta(days=int(count) * {"天": 1, "日": 1, "周": 7, "星期": 7}[unit])
    return Interval(day, day)


def _minute(at: datetime) -> time:
    return at.time().replace(second=0, microsecond=0)
