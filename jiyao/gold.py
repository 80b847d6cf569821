"""A report in the format in which gold records are written, and the scorer over that format."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiyao.model import Report
from jiyao.search.fold import fold

MEASURES = (
    "name", "title", "role", "person exact", "byline", "meeting name", "meeting date", "place", "group", "cited document",
)  # fmt: skip
_DROPPED = re.compile(r"[\s　“”\"'‘’「」『』《》〈〉（）()]")
_DOTS = re.compile(r"[·•・‧∙⋅.．]")
Record = Mapping[str, Any]


def gold_record(report: Report) -> dict[str, Any]:
    """Return what a report states, with the keys of a gold record (``id`` is the report's)."""
    meeting = report.meeting
    held = meeting.held if meeting else None
    interval = held.interval if held else None
    return {
        "id": report.id,
        "is_meeting": report.is_meeting,
        "script": report.script,
        "meeting": {
            "name": meeting.name if meeting else None,
            "date": {
                "start": interval.start.isoformat(),
                "end": interval.end.isoformat(),
                "precision": "day" if interval.precision == "minute" else interval.precision,
            }
            if interval
            else None,
            "date_text": held.words if held else None,
            "places": [place.name for place in meeting.places] if meeting else [],
        },
        "people": [
            {"name": person.name, "titles": list(person.titles), "roles": [str(role) for role in person.roles]}
            for person in report.attendances
        ],
        "groups": [group.name for group in report.groups],
        "attendance_open": report.attendance_open,
        "cited_documents": [document.title for document in report.cited_documents],
    }


@dataclass(frozen=True, slots=True)
class Score:
    """Right, said and wanted facts of one measure, over all meetings of the gold."""

    right: int
    said: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was said."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What one record has wrong: (measure, missed or wrong, the fact) each."""

    id: str
    facts: tuple[tuple[str, str, object], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by measure, the share of records told rightly whether they are meetings, and mistakes, worst record first."""

    scores: dict[str, Score]
    kind_right: int
    records: int
    mistakes: tuple[Mistakes, ...]

    @property
    def kind_accuracy(self) -> float:
        """The share of records told rightly whether they report a meeting."""
        return self.kind_right / self.records if self.records else 0.0


def evaluate(gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> Evaluation:
    """Compare predicted records with gold ones, by id; a missing record counts as empty."""
    counts = {measure: [0, 0, 0] for measure in MEASURES}
    kind_right = 0
    mistakes = []
    for key, row in gold.items():
        answer = predicted.get(key, {})
        kind_right += bool(answer.get("is_meeting", bool(answer))) == bool(row.get("is_meeting", True))
        if not row.get("is_meeting", True):
            continue
        want, got = _facts(row), _facts(answer)
        wrong: list[tuple[str, str, object]] = []
        for measure in MEASURES:
            right = want[measure] & got[measure]
            for place, amount in enumerate((right, got[measure], want[measure])):
                counts[measure][place] += len(amount)
            wrong += [(measure, "missed", fact) for fact in sorted(want[measure] - right, key=repr)]
            wrong += [(measure, "wrong", fact) for fact in sorted(got[measure] - right, key=repr)]
        mistakes.append(Mistakes(key, tuple(wrong)))
    mistakes.sort(key=lambda record: len(record.facts), reverse=True)
    return Evaluation({m: Score(*counts[m]) for m in MEASURES}, kind_right, len(gold), tuple(mistakes))


def _comparable(text: str | None) -> str:
    return _DOTS.sub("·", _DROPPED.sub("", fold(text or "")))


def _facts(row: Record) -> dict[str, set[object]]:
    meeting = row.get("meeting") or {}
    date = meeting.get("date") or {}
    found: dict[str, set[object]] = defaultdict(set)
    for person in row.get("people") or []:
        name, roles = _comparable(person["name"]), set(person.get("roles") or [])
        if "byline" in roles:
            found["byline"].add(name)
        if not roles - {"byline"}:
            continue
        titles = frozenset(map(_comparable, person.get("titles") or []))
        found["name"].add(name)
        found["title"] |= {(name, title) for title in titles}
        found["role"] |= {(name, role) for role in roles - {"byline"}}
        found["person exact"].add((name, titles, frozenset(roles - {"byline"})))
    if meeting.get("name"):
        found["meeting name"].add(_comparable(meeting["name"]))
    if date.get("start"):
        found["meeting date"].add((date["start"], date.get("end") or date["start"]))
    for key, measure in (("groups", "group"), ("cited_documents", "cited document")):
        found[measure] |= {_comparable(words) for words in row.get(key) or []}
    found["place"] |= {_comparable(words) for words in meeting.get("places") or []}
    return found
