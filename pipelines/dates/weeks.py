"""What weeks, weekdays and quarters come to, as the readers of :mod:`pipelines.dates.meanings` do for days and months."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from jiyao.model import Interval
from pipelines.dates.meanings import clock, last_day, weekday_of, year_and_month
from pipelines.numerals import number

#: How many weeks or quarters on from this one.
_ON = {"上上": -2, "上": -1, "下": 1}


def _monday(now: date) -> date:
    return now - timedelta(days=now.weekday())


def read_weekday(match: re.Match[str], published: datetime) -> Interval:
    """Return a day of a week: 上周五, 星期三."""
    now, word = published.date(), match["week"] or ""
    day = _monday(now) + timedelta(days=weekday_of(match["wd"]))
    if word:
        day += timedelta(weeks=_ON.get(word, 0))
    elif day > now:
        day -= timedelta(weeks=1)
    return clock(match, day)


def read_weekdays(match: re.Match[str], published: datetime) -> Interval | None:
    """Return from one weekday to another: 周二至周四, 上周日至周二; None for the days on which people work."""
    now, word = published.date(), match["week"] or ""
    start, end = (_monday(now) + timedelta(days=weekday_of(match[name])) for name in ("wd", "wd2"))
    end += timedelta(weeks=int(end <= start))
    earlier = _ON.get(word, 0) if word else -int(end > now)
    moved, at_work = timedelta(weeks=earlier), not word and (match["wd"], match["wd2"]) == ("一", "五")
    return None if at_work else Interval(start + moved, end + moved)


def read_week(match: re.Match[str], published: datetime) -> Interval:
    """Return a whole week, or its end: 上周, 本周末."""
    start = _monday(published.date()) + timedelta(weeks=_ON.get(match["week"], 0))
    if match["end"]:
        return Interval(start + timedelta(days=5), start + timedelta(days=6))
    return Interval(start, start + timedelta(days=6))


def read_weekday_of_month(match: re.Match[str], published: datetime) -> Interval:
    """Return a weekday counted within a month: 11月第二个星期三; ValueError where there is none."""
    year, month = year_and_month(match, published.date())
    weekday = weekday_of(match["wd"])
    if match["nth"]:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number(match["nth"]) - 1))
        if day.month != month:
            raise ValueError("no such day")
    else:
        last = last_day(year, month)
        day = last - timedelta(days=(last.weekday() - weekday) % 7)
    return clock(match, day)


def read_quarter(match: re.Match[str], published: datetime) -> Interval:
    """Return a quarter counted from the publication's: 上季度, 本季度."""
    now = published.date()
    quarters = now.year * 4 + (now.month - 1) // 3 + _ON.get(match["which"], 0)
    year, first = quarters // 4, quarters % 4 * 3 + 1
    return Interval(date(year, first, 1), last_day(year, first + 2))
