"""The meetings of a body by number, and the numbers that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
#: More missing in a row is the end of a count, unless a second meeting says that the count went on.
_LONGEST_GAP = 60


@dataclass(frozen=True, slots=True)
class Numbered:
    """One number of a series; ``rows`` are the reports of that meeting, none where we have no report of it."""

    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings that are counted together: one ``kind``, and one ``term`` (届) where the numbers name it."""

    kind: str
    term: int | None
    meetings: tuple[Numbered, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers between the first and the last that no report tells of."""
        return tuple(meeting.number for meeting in self.meetings if not meeting.rows)


def series_of(rows: Iterable[Row]) -> list[Series]:
    """Return the numbered meetings among reports of a body, the latest series first.

    A body that counts anew with its term does not always say so: where the
    numbers, in the order of days, fall, another series begins.
    """
    counted: dict[tuple[str, int | None], list[tuple[str, int, Row]]] = {}
    for row in rows:
        term, number = _number(row.get("ordinal"))
        if number is not None:
            day = str(row.get("held_from") or "")
            counted.setdefault((str(row.get("kind")), term), []).append((day, number, row))
    found = []
    for (kind, term), meetings in counted.items():
        dated = sorted((one for one in meetings if one[0]), key=lambda one: one[:2])
        found += [(part[-1][0], Series(kind, term, _with_holes(part))) for part in _rising(dated)]
        undated = [one for one in meetings if not one[0]]
        found += [("", Series(kind, term, (Numbered(number, (row,)),))) for _, number, row in undated]
    return [series for _, series in sorted(found, key=lambda one: one[0], reverse=True)]


def _number(ordinal: object) -> tuple[int | None, int | None]:
    """Return term and number: 14.5 is the fifth of the fourteenth, 17 the seventeenth."""
    parts = str(ordinal or "").split(".")
    if not all(part.isdigit() for part in parts) or len(parts) > 2:
        return None, None
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 else (None, int(parts[0]))


def _rising(meetings: list[tuple[str, int, Row]]) -> list[list[tuple[str, int, Row]]]:
    parts: list[list[tuple[str, int, Row]]] = []
    for place, one in enumerate(meetings):
        last = parts[-1][-1][1] if parts else None
        confirmed = any(one[1] < other[1] <= one[1] + _LONGEST_GAP for other in meetings[place + 1 : place + 2])
        if last is not None and last <= one[1] and (confirmed or one[1] <= last + _LONGEST_GAP):
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts


def _with_holes(meetings: list[tuple[str, int, Row]]) -> tuple[Numbered, ...]:
    by_number: dict[int, list[Row]] = {}
    for _, number, row in meetings:
        by_number.setdefault(number, []).append(row)
    return tuple(
        Numbered(number, tuple(by_number.get(number, ()))) for number in range(min(by_number), max(by_number) + 1)
    )
