"""Which meetings of a body are missing here, as far as their own numbers tell.

A body that reports its seventeenth meeting has held sixteen before. That is all
that is known for certain, and all that is counted: of meetings without a number
nobody can say how many there should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from jiyao.search.series import Numbered, Series, series_of
from jiyao.search.tokens import comparable

Row = Mapping[str, Any]
#: Whose body one is: a region, or else a source; neither of those of the state.
Owner = tuple[str | None, str | None]
#: A rhythm is told from so many meetings with a day.
_FEWEST = 4
#: A body is silent when it has not met for so many times its usual pause.
_PAUSES = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that no report tells of, held ``after`` one day and ``before`` another (ISO), where these are known."""

    number: int
    after: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """Meetings that a body counts together: one ``kind``, and one ``term`` where the numbers name it.

    ``known`` are the numbers that we have, ``gaps`` those missing between them,
    ``earlier`` how many came before the first of them. ``pause`` is the usual
    number of days between two, None where too few are known; ``silent`` whether
    none came for three times as long (of a count that is over it is too), which is
    so from ``silent_from`` on. ``reports`` are how many tell of these meetings.
    """

    kind: str
    term: int | None
    known: tuple[int, ...]
    gaps: tuple[Gap, ...]
    earlier: int
    first_on: str | None
    last_on: str | None
    pause: float | None
    silent: bool
    silent_from: str | None
    reports: int

    @property
    def percent(self) -> float:
        """What part we have of the meetings that must have been held up to the last we know."""
        return 100 * len(self.known) / (len(self.known) + len(self.gaps) + self.earlier)

    @property
    def percent_since_first(self) -> float:
        """What part we have of those from the first that we know on: what was before our time is left out."""
        return 100 * len(self.known) / (len(self.known) + len(self.gaps))


@dataclass(frozen=True, slots=True)
class Completeness:
    """A body in a region, its counts, and how many meetings have no number; ``unnumbered_reports`` tell of these.

    ``region`` is a code, None where it is unknown: then ``source`` is the one whose reports these are, None
    where it is a body of the state.
    """

    body: str
    region: str | None
    source: str | None
    counts: tuple[Count, ...]
    unnumbered: int
    unnumbered_reports: int

    @property
    def percent(self) -> float | None:
        """As that of a count, over all; None where nothing is counted."""
        held = self._known() + sum(len(count.gaps) + count.earlier for count in self.counts)
        return 100 * self._known() / held if held else None

    @property
    def percent_since_first(self) -> float | None:
        """As that of a count, over all; None where nothing is counted."""
        held = self._known() + sum(len(count.gaps) for count in self.counts)
        return 100 * self._known() / held if held else None

    def _known(self) -> int:
        return sum(len(count.known) for count in self.counts)


def completeness_of(rows: Iterable[Row], today: date) -> list[Completeness]:
    """Return every body among rows of reports of meetings, those with most missing first.

    Two bodies of one name in two regions are two, and where no region is known those of two sources: 县政府 is many.
    """
    groups: dict[tuple[str, Owner], list[Row]] = {}
    for row in rows:
        if row.get("body"):
            groups.setdefault((comparable(row["body"]), owner_of(row)), []).append(row)
    found = [_one(owner, group, today) for (_, owner), group in groups.items()]
    return sorted(found, key=lambda one: (-_missing(one), one.body))


def owner_of(row: Row) -> Owner:
    """Return the region of a report's body and its source, each as far as it tells bodies of one name apart."""
    if regions := row.get("regions"):
        return regions[-1], None
    return None, None if row.get("level") == "national" else row.get("source")


def _missing(one: Completeness) -> int:
    return sum(len(count.gaps) + count.earlier for count in one.counts)


def _one(owner: Owner, rows: list[Row], today: date) -> Completeness:
    series = [one for one in series_of(rows) if one.kind != "None"]
    numbered = {row["id"] for one in series for meeting in one.meetings for row in meeting.rows}
    others = [row for row in rows if row["id"] not in numbered]
    held = {row.get("meeting_identity") or row["id"] for row in others}
    return Completeness(rows[0]["body"], *owner, tuple(_count(one, today) for one in series), len(held), len(others))


def _count(series: Series, today: date) -> Count:
    known = [meeting for meeting in series.meetings if meeting.rows]
    days = {meeting.number: day for meeting in known if (day := _day(meeting))}
    gaps = tuple(_gap(number, days) for number in series.missing)
    pause = _pause(days)
    last = max(days.values(), default=None)
    silent_from = _silent_from(date.fromisoformat(last), pause) if pause and last else None
    silent = silent_from is not None and today >= silent_from
    numbers = tuple(meeting.number for meeting in known)
    return Count(
        series.kind, series.term, numbers, gaps, max(numbers[0] - 1, 0), min(days.values(), default=None), last,
        pause, silent, silent_from.isoformat() if silent_from else None, sum(len(meeting.rows) for meeting in known),
    )  # fmt: skip


def _silent_from(last: date, pause: float) -> date | None:
    """Return the first day that is more than so many pauses after the last; None where the calendar has none."""
    try:
        return last + timedelta(days=int(_PAUSES * pause) + 1)
    except OverflowError:
        return None


def _day(meeting: Numbered) -> str | None:
    return min((str(row["held_from"]) for row in meeting.rows if row.get("held_from")), default=None)


def _gap(number: int, days: Mapping[int, str]) -> Gap:
    before = [days[known] for known in sorted(days) if known < number]
    after = [days[known] for known in sorted(days) if known > number]
    return Gap(number, before[-1] if before else None, after[0] if after else None)


def _pause(days: Mapping[int, str]) -> float | None:
    """Return the usual days from one number to the next."""
    numbers = sorted(days)
    if len(numbers) < _FEWEST:
        return None
    dated = [(number, date.fromisoformat(days[number])) for number in numbers]
    return median((later - day).days / (after - number) for (number, day), (after, later) in pairwise(dated)) or None
