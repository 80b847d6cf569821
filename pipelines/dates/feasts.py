"""Feasts and days of the farmers' calendar: 中秋节, 农历正月初八, 五一当天.

Each reader takes the match of its pattern and when the text was published; ValueError where there is no such day.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from jiyao.model import Interval
from pipelines.dates import lunar
from pipelines.dates.meanings import clock, latest, year_of
from pipelines.numerals import number


def read_lunar(match: re.Match[str], published: datetime) -> Interval | None:
    """Return a day of the farmers' calendar, or a feast of it: 农历正月初八, 中秋节."""
    groups, now = match.groupdict(), published.date()
    feast = groups.get("feast") or groups.get("feast2")
    found: date | None
    if feast and feast.startswith("清明"):
        found = clear_and_bright(year_of(match, now) or now.year - (clear_and_bright(now.year) > now))
    elif feast:
        month, day = (FEASTS | SEASONS)[_SHORT.get(feast, feast)]
        year = year_of(match, now)
        if year:
            found = lunar.solar_day(year, month, day) if month else lunar.eve_of(year)
        else:
            found = lunar.last_of_year(now) if month == 0 else lunar.latest_day(month, day, now)
    else:
        name = groups["lm"]
        month = {"正": 1, "冬": 11, "腊": 12}.get(name) or number(name)
        leap = bool(groups.get("leap"))
        day = number(groups["ld"].removeprefix("初"))
        year = year_of(match, now) or _year_of_cycle(groups.get("cycle"), now)
        found = lunar.solar_day(year, month, day, leap=leap) if year else lunar.latest_day(month, day, now, leap=leap)
    return clock(match, found) if found else None


#: The cycle of sixty years: 甲子, 乙丑 …; the year 4 was its first.
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def _year_of_cycle(name: str | None, now: date) -> int | None:
    """Return the last year called so (甲辰: 2024), None without a name; ValueError where no year is called so."""
    if name is None:
        return None
    for year in range(now.year, now.year - 60, -1):
        if name == STEMS[(year - 4) % 10] + BRANCHES[(year - 4) % 12]:
            return year
    raise ValueError(f"no year is called {name}")


def clear_and_bright(year: int) -> date:
    """Return 清明, which the sun decides: April 4, 5 or 6; by the usual formula, right from 1900 to 2099.

    ValueError in other years.
    """
    if not 1900 <= year <= 2099:
        raise ValueError(f"no table of the sun for {year}")
    of_century = year % 100
    return date(year, 4, int(of_century * 0.2422 + (5.59 if year < 2000 else 4.81)) - of_century // 4)


FEASTS = {
    "除夕": (0, 0), "大年三十": (0, 0), "大年初一": (1, 1), "元宵节": (1, 15), "端午节": (5, 5), "七夕": (7, 7),
    "中秋节": (8, 15), "重阳节": (9, 9), "腊八节": (12, 8),
} | {f"大年初{digit}": (1, day) for day, digit in enumerate("二三四五六七八九十", start=2)}  # fmt: skip
_SHORT = {"中秋": "中秋节", "端午": "端午节"}
#: Feasts whose names are those of seasons and meetings too: days with a year or 当天 only.
SEASONS = {"春节": (1, 1), "中元节": (7, 15), "清明节": (0, 0), "清明": (0, 0)}


#: Feasts of the common calendar that fall on one day wherever they are kept; most name meetings too, so that only
#: 五一当天 is a day, and 七一表彰大会 is none.
SOLAR_FEASTS = {
    "元旦": (1, 1), "国庆": (10, 1), "国庆节": (10, 1), "五一": (5, 1), "五一劳动节": (5, 1), "五一国际劳动节": (5, 1), "劳动节": (5, 1),
    "六一": (6, 1), "六一儿童节": (6, 1), "七一": (7, 1), "建党节": (7, 1), "八一": (8, 1), "八一建军节": (8, 1), "建军节": (8, 1),
    "三八": (3, 8), "三八妇女节": (3, 8), "妇女节": (3, 8), "双十节": (10, 10), "双十国庆": (10, 10), "圣诞节": (12, 25),
    "平安夜": (12, 24), "跨年夜": (12, 31), "行宪纪念日": (12, 25), "和平纪念日": (2, 28), "二二八": (2, 28),
}  # fmt: skip


def read_solar_feast(match: re.Match[str], published: datetime) -> Interval:
    """Return a feast of the common calendar: 今年元旦, 国庆节当天."""
    groups = match.groupdict()
    feast = groups.get("feast") or groups["feast2"]
    month, day = SOLAR_FEASTS[
        "双十国庆" if (groups.get("era") or "").endswith("国") and feast.startswith("国庆") else feast
    ]
    year = year_of(match, published.date())
    return clock(match, date(year, month, day) if year else latest(month, day, published.date()))
