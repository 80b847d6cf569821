"""Days of the Chinese calendar, out of a table of 1900 to 2099."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from pipelines.lexicon import rows


@cache
def _years() -> dict[int, tuple[date, int, str]]:
    return {int(year): (date.fromisoformat(start), int(leap), months) for year, start, leap, months in rows("lunar")}


def solar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """Return the day of the Western calendar; None where there is no such day (a leap month, a 30th)."""
    if year not in _years() or not 1 <= month <= 12:
        return None
    start, leap_month, lengths = _years()[year]
    place = month - 1 + (1 if leap_month and (month > leap_month or (leap and month == leap_month)) else 0)
    if (leap and month != leap_month) or not 1 <= day <= 29 + int(lengths[place]):
        return None
    return start + timedelta(days=sum(29 + int(length) for length in lengths[:place]) + day - 1)


def latest_day(month: int, day: int, before: date, *, leap: bool = False) -> date | None:
    """Return the last such day that is not after ``before``."""
    found = (solar_day(year, month, day, leap=leap) for year in (before.year, before.year - 1))
    return next((found_day for found_day in found if found_day and found_day <= before), None)


def eve_of(year: int) -> date | None:
    """Return the New Year's Eve (除夕) of a year: the day before its first, which most call so."""
    first = solar_day(year, 1, 1)
    return first - timedelta(days=1) if first else None


def last_of_year(before: date) -> date | None:
    """Return the last New Year's Eve (除夕) that is not after ``before``."""
    eves = map(eve_of, (before.year + 1, before.year, before.year - 1))
    return next((eve for eve in eves if eve and eve <= before), None)
