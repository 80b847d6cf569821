"""When they met, as bars: the shapes of an inline SVG that prints."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HEIGHT = 60
WIDTH = 600
_MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: its label, how many meetings, its days, and its shape in a view of WIDTH by HEIGHT."""

    label: str
    count: int
    first: date
    last: date
    x: float
    y: float
    width: float
    height: float


def timeline(counts: Iterable[tuple[str, int]]) -> list[Bar]:
    """Return a bar for every year or month from the first to the last of ``counts`` (2024, or 2024-03)."""
    known = {label: count for label, count in counts if len(label) in (4, 7)}
    labels = _all_between(min(known), max(known)) if known else []
    labels = labels[-_MOST_BARS:]
    highest = max((known.get(label, 0) for label in labels), default=0) or 1
    step = WIDTH / (len(labels) or 1)
    bars = []
    for place, label in enumerate(labels):
        count = known.get(label, 0)
        # What is there is seen, however few.
        height = max(HEIGHT * count / highest, 2) if count else 0
        first, last = _days(label)
        x, width = round(place * step, 2), round(max(step - 1, 0.5), 2)
        bars.append(Bar(label, count, first, last, x, round(HEIGHT - height, 2), width, round(height, 2)))
    return bars


def _all_between(first: str, last: str) -> list[str]:
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    start, end = (int(label[:4]) * 12 + int(label[5:]) - 1 for label in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]


def _days(label: str) -> tuple[date, date]:
    year, month = int(label[:4]), int(label[5:] or 0)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
