"""Days as a person writes them in a filter: a day, or a month or a year for all of its days."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

# A year of three digits is one of the Republic, one of two only where it says so (民國98年): 98年 could be 1998.
_WRITTEN = re.compile(
    r"(?:(?P<year>\d{4})|民[國国](?P<said>\d{2,3})|(?P<republic>\d{3}(?=[年/.-])))(?:年|(?P<mark>[-/.])(?=\d)|$)"
    r"(?:(?P<month>\d{1,2})(?:月份?|(?P=mark)(?=\d)|$)(?:(?P<day>\d{1,2})[日號号]?)?)?",
    re.ASCII,
)
_REPUBLIC = 1911
FORM = "a day is written like 2024-12-05, a month like 2024-12, a year like 2024, one of the Republic like 113年"


def first_day(written: str) -> date:
    """Return the first day of what is written; ValueError says how to write it."""
    return _days(written)[0]


def last_day(written: str) -> date:
    """Return the last day of what is written; ValueError says how to write it."""
    return _days(written)[1]


def _days(written: str) -> tuple[date, date]:
    match = _WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", written).split()))
    if match is None:
        raise ValueError(FORM)
    year = int(match["year"] or int(match["said"] or match["republic"]) + _REPUBLIC)
    month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
    try:
        if day is not None and month is not None:
            return (one := date(year, month, day)), one
        first, last = (1, 12) if month is None else (month, month)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:  # 2024-13, 2024-02-30
        raise ValueError(f"{FORM}; there is no {written.strip()}") from None
