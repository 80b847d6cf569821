"""What days written in English come to: 20 November 2024, Nov 20-22, 2024."""

from __future__ import annotations

import re
from datetime import date, datetime

from jiyao.model import Interval
from pipelines.dates.meanings import clock
from pipelines.numerals import number

#: English months: the short form and what the long one adds.
ENGLISH_MONTHS = (
    ("Jan", "uary"), ("Feb", "ruary"), ("Mar", "ch"), ("Apr", "il"), ("May", ""), ("Jun", "e"), ("Jul", "y"),
    ("Aug", "ust"), ("Sep", "t|tember"), ("Oct", "ober"), ("Nov", "ember"), ("Dec", "ember"),
)  # fmt: skip


def _english_month(match: re.Match[str]) -> int:
    return [short for short, _ in ENGLISH_MONTHS].index(match["month"][:3].capitalize()) + 1


def read_english(match: re.Match[str], published: datetime) -> Interval:
    """Return a day written in English: 20 November 2024, Nov 20, 2024."""
    return clock(match, date(number(match["y"]), _english_month(match), number(match["d"])))


def read_english_range(match: re.Match[str], published: datetime) -> Interval | None:
    """Return the days from one to another of a month in English: November 20-22, 2024; None where the second comes first."""
    start, end = (date(number(match["y"]), _english_month(match), number(match[day])) for day in ("d", "d2"))
    return Interval(start, end) if start <= end else None
