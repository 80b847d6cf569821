"""People of one name, kept apart as far as their meetings tell: by where they met and what they held.

A name is all that a report gives, so this is a guess, and whoever shows it says
so. Two rows are of one person where they tell of one meeting, where their meetings
were in one county, or where both give a title that is of one office: of the state
(国务院副总理), in one province (省委书记), in one prefecture (副市长, 晋中市副市长).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiyao.search.documents import CODED_BY_US
from jiyao.search.tokens import comparable

Row = Mapping[str, Any]
_NATIONAL = re.compile("中共中央|中央|全国|国务院|国家|行政院|立法院")
_OF_PROVINCE = re.compile("(?:常务)?副?(?:省|自治区)")
_OF_PREFECTURE = re.compile("(?:常务)?副?(?:市|州|盟|地委|行署)")


@dataclass(frozen=True, slots=True)
class Post:
    """A title as written, and the days of the first and the last meeting that gives it; None where none has a day."""

    title: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """What is likely one person: rows of attendances, the latest first; the latest post first, the commonest place."""

    rows: tuple[Row, ...]
    posts: tuple[Post, ...]
    places: tuple[str, ...]

    @property
    def meetings(self) -> int:
        """How many meetings the rows tell of; reprints tell of one."""
        return meetings_of(self.rows)


def meetings_of(rows: Iterable[Row]) -> int:
    """Return of how many meetings rows of attendances tell; a meeting without an identity is one by itself."""
    return len({row.get("meeting_identity") or row["id"] for row in rows})


def kept_apart(rows: Iterable[Row]) -> list[Namesake]:
    """Return the rows of one name as likely persons, who has most rows first. Rows that tell nothing join nobody."""
    given = list(rows)
    owner: dict[object, int] = {}
    above = list(range(len(given)))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = at = above[above[at]]
        return at

    for at, row in enumerate(given):
        for key in _keys(row):
            above[root(at)] = root(owner.setdefault(key, at))
    groups: dict[int, list[Row]] = {}
    for at, row in enumerate(given):
        groups.setdefault(root(at), []).append(row)
    people = [_namesake(group) for group in groups.values()]
    return sorted(people, key=lambda person: (-len(person.rows), str(person.rows[0].get("id"))))


def _keys(row: Row) -> Iterator[object]:
    regions = row.get("regions") or []
    innermost = max(regions, key=len, default="")
    # Mainland counties have six digits, Taiwan's five: within one, or within Hong Kong or Macau, a name is one person.
    county = next((region for region in regions if len(region) in (5, 6) or region in CODED_BY_US.values()), None)
    if county:
        yield county
    elif not innermost:
        yield "source", row.get("source")
    if meeting := row.get("meeting_identity"):
        yield "meeting", meeting
    places = [comparable(place) for place in row.get("places") or []]
    for title in map(comparable, row.get("titles") or []):
        title = next((title[len(place) :] for place in places if title.startswith(place) and title != place), title)
        if _NATIONAL.search(title):
            yield "title", "", title
        elif _OF_PROVINCE.match(title) and innermost:
            yield "title", innermost[:2], title
        elif _OF_PREFECTURE.match(title) and len(innermost) >= 4:
            yield "title", innermost[:4], title


def _namesake(rows: list[Row]) -> Namesake:
    latest = sorted(rows, key=lambda row: (str(row.get("held_from") or ""), str(row.get("id"))), reverse=True)
    places = Counter(place for row in rows for place in row.get("places") or [])
    written: dict[str, str] = {}  # 壽陽縣 and 寿阳县 are one place, as it is most often written
    for place, _ in places.most_common():
        written.setdefault(comparable(place), place)
    return Namesake(tuple(latest), _posts(latest), tuple(written.values()))


def _posts(latest: list[Row]) -> tuple[Post, ...]:
    days: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for row in latest:
        for title in row.get("titles") or []:
            title = written.setdefault(comparable(title), title)
            days.setdefault(title, []).extend([row["held_from"]] if row.get("held_from") else [])
    return tuple(Post(title, min(held, default=None), max(held, default=None)) for title, held in days.items())
