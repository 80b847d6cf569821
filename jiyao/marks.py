"""A report's facts where they stand in its text, for doors that show both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from jiyao.model import Evidence, Report, Role

MarkKind = Literal["person", "byline", "date", "place", "meeting", "document", "group", "saying", "aside"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, in code points, half open. ``fact`` is what was read there, ``rule`` what read it."""

    start: int
    end: int
    kind: MarkKind
    fact: str
    rule: str
    sure: bool = True


def marks(report: Report) -> list[Mark]:
    """Return the marks of a report's text; those of its title are left out. They may lie over each other."""
    found = [Mark(aside.start, aside.end, "aside", aside.kind, "not the report itself") for aside in report.sections]
    meeting = report.meeting
    if meeting and meeting.evidence:
        found += _marks("meeting", meeting.name or "", [meeting.evidence])
    if meeting and meeting.held:
        found += _marks("date", meeting.held.words, [meeting.held.evidence])
    for place in meeting.places if meeting else ():
        found += _marks("place", place.name, [place.evidence])
    for group in report.groups:
        found += _marks("group", group.name, [group.evidence])
    for cited in report.cited_documents:
        found += _marks("document", cited.title, [cited.evidence])
    for person in report.attendances:
        kind: MarkKind = "byline" if person.roles == (Role.BYLINE,) else "person"
        found += _marks(kind, person.name, person.evidence)
    for said in report.statements:
        found += _marks("saying", said.speaker or "", [said.evidence])
    return found


def stretches(report: Report) -> list[tuple[str, tuple[Mark, ...]]]:
    """Return the text cut wherever a mark begins or ends, each piece with the marks that lie over it."""
    found = [mark for mark in marks(report) if mark.start < mark.end]
    edges = sorted({0, len(report.text), *(edge for mark in found for edge in (mark.start, mark.end))})
    opening: dict[int, list[Mark]] = {}
    for mark in found:
        opening.setdefault(mark.start, []).append(mark)
    pieces = []
    over: list[Mark] = []
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start] + opening.get(start, [])
        pieces.append((report.text[start:end], tuple(over)))
    return pieces


def _marks(kind: MarkKind, fact: str, evidence: Iterable[Evidence]) -> list[Mark]:
    return [Mark(one.start, one.end, kind, fact, one.rule, one.sure) for one in evidence if one.part == "text"]
