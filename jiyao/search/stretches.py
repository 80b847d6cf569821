"""Days as a person writes them in a filter: a day, or a month or a year for all of its days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII)
FORM = "a day is written like 2024-12-05, a month like 2024-12, a year like 2024"


def first_day(written: str) -> date:
    """Return the first day of what is written; ValueError says how to write it."""
    return _days(written)[0]


def last_day(written: str) -> date:
    """Return the last day of what is written; ValueError says how to write it."""
    return _days(written)[1]


def _days(written: str) -> tuple[date, date]:
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        raise ValueError(FORM)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            return (one := date(year, month, day)), one
        first, last = (1, 12) if month is None else (month, month)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:  # 2024-13, 2024-02-30
        raise ValueError(f"{FORM}; there is no {written.strip()}") from None
