"""When a page was published: its own dates weighed against each other, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jiyao.model import DateClue, Interval, Published
from jiyao.patterns import regex
from pipelines.dates.expressions import meaning
from pipelines.script import for_reading

_ORDER = ("line", "meta", "list", "url")
_REASON = {
    "line": "the line below the title",
    "meta": "the page's metadata",
    "list": "the list's date",
    "url": "the address",
}
#: No page is older; what a newspaper printed before may stand on one.
_EARLIEST, _FIRST = 1990, 1840
#: Days from which machines count, and write where they know none.
_NONE = (date(1900, 1, 1), date(1970, 1, 1), date(1980, 1, 1))
_TOLERANCE = timedelta(days=1)
#: A day that does not begin with its year.
_DAY_FIRST = regex(
    r"(?<!\d)(?P<first>\d{1,2})\s*[-/.]\s*(?P<second>\d{1,2})\s*[-/.]\s*(?P<year>(?:19|20)\d{2})(?!\d)"
    r"(?:\D{0,6}(?P<hour>\d{1,2})[:：](?P<minute>\d{2}))?"
)
_MONTHS = 12
_DAY_BEFORE_MONTH = ("Asia/Hong_Kong", "Asia/Macau", "Asia/Macao")
_ZONED = regex(r"(?:Z|[+-]\d\d:?\d\d)$")


def published_at(clues: Iterable[DateClue], timezone: str, captured_at: datetime) -> Published | None:
    """Return when the page says it was published, in the source's ``timezone``; None where no clue holds.

    The line below the title counts first, then metadata, the list, the address.
    A clue in the future of the capture is refused. One before 1990 counts where no later one does, as on the page
    of an old newspaper; not in an address, where it may be a number, and not where it is what a machine takes for
    none. A clue that knows the minute completes one that knows the same day only.
    """
    zone = ZoneInfo(timezone)
    now = captured_at.astimezone(zone)
    every: list[tuple[DateClue, datetime, bool]] = []
    for clue in clues:
        read = _read(clue.words, now)
        if read and read[0] <= now + _TOLERANCE:
            every.append((clue, *read))
    readings = [one for one in every if one[1].year >= _EARLIEST] or list(filter(_is_of_old, every))
    if not readings:
        return None
    readings.sort(key=lambda reading: _ORDER.index(reading[0].where))
    agreed = _agreed(readings)
    clue, at, exact = agreed
    if not exact:
        finer = next((other for other in readings if other[2] and other[1].date() == at.date()), None)
        if finer:
            return Published(finer[1], "minute", f"{_REASON[clue.where]}, with the hour from {_REASON[finer[0].where]}")
    return Published(at, "minute" if exact else "day", _REASON[clue.where])


def _is_of_old(reading: tuple[DateClue, datetime, bool]) -> bool:
    clue, at, _ = reading
    return clue.where != "url" and at.year >= _FIRST and not any(abs(at.date() - none) <= _TOLERANCE for none in _NONE)


def _agreed(readings: list[tuple[DateClue, datetime, bool]]) -> tuple[DateClue, datetime, bool]:
    """Return the strongest clue, unless two other places agree on another day."""
    first = readings[0]
    places: dict[str, set[str]] = {}
    for clue, at, _ in readings:
        places.setdefault(at.date().isoformat(), set()).add(clue.where)
    voices = places[first[1].date().isoformat()]
    for reading in readings[1:]:
        if len(places[reading[1].date().isoformat()]) > len(voices) + 1:
            return reading
    return first


def _read(words: str, now: datetime) -> tuple[datetime, bool] | None:
    """Return the moment and whether the minute is known; ours first, then dateparser for what other hands write."""
    words = words.strip().replace("∶", ":")
    if first := _DAY_FIRST.search(words):
        return _day_first(first, now)
    if _ZONED.search(words) and "T" in words.upper():
        try:
            return datetime.fromisoformat(words.replace("Z", "+00:00")).astimezone(now.tzinfo), True
        except ValueError:
            pass
    found = meaning(for_reading(words), now.replace(tzinfo=None))
    if (
        found
        and found.interval
        and found.interval.precision in ("day", "minute")
        and found.interval.start == found.interval.end
    ):
        return _moment(found.interval, now), found.interval.precision == "minute"
    if not re.search(r"[A-Za-z]", words):
        return None
    # Costs more to import than all of ours together, and few pages need it.
    import dateparser

    parsed = dateparser.parse(words, languages=["en"], settings={"STRICT_PARSING": True})
    if parsed is None:
        return None
    at = parsed.astimezone(now.tzinfo) if parsed.tzinfo else parsed.replace(tzinfo=now.tzinfo)
    return at, bool(re.search(r"\d{1,2}:\d{2}", words))


def _day_first(written: re.Match[str], now: datetime) -> tuple[datetime, bool] | None:
    """Read 20/11/2026 and 11/20/2026; which is meant where both could be, only Hong Kong and Macau tell."""
    first, second = int(written["first"]), int(written["second"])
    if first > _MONTHS or str(now.tzinfo) in _DAY_BEFORE_MONTH or first == second:
        day, month = first, second
    elif second > _MONTHS:
        month, day = first, second
    else:
        return None
    hour, minute = (int(written[name] or 0) for name in ("hour", "minute"))
    try:
        return datetime(int(written["year"]), month, day, hour, minute, tzinfo=now.tzinfo), written["hour"] is not None
    except ValueError:
        return None


def _moment(interval: Interval, now: datetime) -> datetime:
    day = interval.start
    hour = interval.at
    return datetime(
        day.year, day.month, day.day, hour.hour if hour else 0, hour.minute if hour else 0, tzinfo=now.tzinfo
    )
