"""Reports as the rows that are indexed: plain JSON values, named as in ``index_mappings``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from jiyao.model import CHINA, Attendance, Report, Role
from jiyao.search.likeness import likeness
from jiyao.search.tokens import comparable

Document = dict[str, Any]
#: What completeness is told from; a whole report is a hundred times as long.
TOLD = ("id", "body", "kind", "ordinal", "held_from", "level", "regions", "source", "meeting_identity")


def report_document(report: Report) -> Document:
    """Return the row of a report, as a hit has it."""
    people = report.attendances
    meeting = report.meeting
    return without_empty(
        {
            "id": report.id,
            "title": report.title,
            "text": report.text,
            **_context(report),
            # Who only signed the report was not at the meeting for it: found by role, not among the people.
            "people": _unique(person.name for person in report.took_part),
            "titles": _unique(title for person in people for title in person.titles),
            "chairs": _unique(person.name for person in people if Role.CHAIR in person.roles),
            "roles": _unique(role.value for person in people for role in person.roles),
            "person_roles": _unique(person_role(role, person.name) for person in people for role in person.roles),
            "groups": _unique(group.name for group in report.groups),
            "cited_documents": _unique(cited.title for cited in report.cited_documents),
            "attendance_count": len(report.took_part) if meeting else None,
            "attendance_open": report.attendance_open,
            "stated_count": report.stated_count,
            "statement_count": len(report.statements) if meeting else None,
            "has_statements": bool(report.statements),
            "digest": report.digest,
            "versions": report.history.versions if report.history else None,
            "unnamed": list(report.history.unnamed) if report.history else [],
            "notes": list(report.notes),
        }
    )


def indexed_report(report: Report) -> Document:
    """Return the row of a report with what only filters use: keys of its text, which take longest to make."""
    return {**report_document(report), "likeness": list(likeness(report.text))}


def attendance_documents(report: Report) -> list[Document]:
    """Return a row for each person of the report; their ids are the report's and a number."""
    context = _context(report)
    return [
        without_empty(
            {
                "id": f"{report.id}:attendance:{number}",
                "report": report.id,
                "title": report.title,
                "name": person.name,
                "titles": list(person.titles),
                "roles": [role.value for role in person.roles],
                "rank": person.rank,
                "sex": person.sex,
                "ethnic_group": person.ethnic_group,
                "note": person.note,
                "sure": all(evidence.sure for evidence in person.evidence),
                **context,
            }
        )
        for number, person in enumerate(report.attendances, 1)
    ]


def statement_documents(report: Report) -> list[Document]:
    """Return a row for each passage that was said, with the titles and roles of who said it."""
    known: Mapping[str, Attendance] = {person.name: person for person in report.attendances}
    context = _context(report)
    rows = []
    for number, said in enumerate(report.statements, 1):
        speaker = known.get(said.speaker) if said.speaker else None
        rows.append(
            without_empty(
                {
                    "id": f"{report.id}:statement:{number}",
                    "report": report.id,
                    "title": report.title,
                    "text": report.text[said.start : said.end],
                    "speaker": said.speaker,
                    "titles": list(speaker.titles) if speaker else [],
                    "roles": [role.value for role in speaker.roles] if speaker else [],
                    "verb": said.verb,
                    "number": number,
                    "start": said.start,
                    "end": said.end,
                    **context,
                }
            )
        )
    return rows


def _context(report: Report) -> Document:
    meeting, published, history = report.meeting, report.published, report.history
    held = meeting.held.interval if meeting and meeting.held else None
    codes = _unique(place.code for place in meeting.places if place.code) if meeting else []
    where = codes or ([meeting.region] if meeting and meeting.region else [])
    return {
        "source": report.source,
        "url": report.url,
        "script": report.script,
        "is_meeting": report.is_meeting,
        "published_at": moment(published.at) if published else None,
        "published_precision": published.precision if published else None,
        "publisher": report.publisher,
        "meeting_name": meeting.name if meeting else None,
        "meeting_identity": meeting.identity if meeting else None,
        "kind": meeting.kind if meeting else None,
        "body": meeting.body if meeting else None,
        "level": meeting.level if meeting else None,
        "ordinal": meeting.ordinal if meeting else None,
        "held_from": held.start.isoformat() if held else None,
        "held_to": held.end.isoformat() if held else None,
        "held_precision": held.precision if held else None,
        "places": _unique(place.name for place in meeting.places) if meeting else [],
        "place_codes": codes,
        "regions": _unique(part for code in where for part in regions_around(code)),
        "captured_at": moment(report.captured_at),
        "first_seen_at": moment(history.first_seen_at) if history else None,
        "changed_at": moment(_changed_at(report)),
        "withdrawn_at": moment(history.withdrawn_at) if history and history.withdrawn_at else None,
    }


def _changed_at(report: Report) -> datetime:
    """Return when something last happened to the page: first seen, edited, completed, or withdrawn."""
    moments = [report.captured_at]
    if report.history:
        moments += [report.history.first_seen_at, report.history.withdrawn_at or report.captured_at]
    return max(moments)


def moment(at: datetime) -> str:
    """Return ``at`` in UTC to the millisecond, ``2024-12-05T01:12:00.000Z``; without a zone it is China's hour."""
    aware = at if at.tzinfo else at.replace(tzinfo=CHINA)
    try:
        aware = aware.astimezone(UTC)
    except OverflowError:  # the first hours of the year 1
        aware = datetime.min.replace(tzinfo=UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


#: The regions that have no codes below them but ours (hk-wan-chai), by how ours begin.
CODED_BY_US = {"hk": "81", "mo": "82"}


def region(code: str) -> str:
    """Return the part of an official code that all below it share: 140000 → 14, 140700 → 1407.

    The mainland's codes (GB/T 2260) have 6, 9 or 12 digits and end in noughts;
    Taiwan's have 5, 8 or 11 and stand as they are. Ours for Hong Kong and Macau
    begin with ``hk`` and ``mo``.
    """
    if code in CODED_BY_US:
        return CODED_BY_US[code]
    if len(code) not in (6, 9, 12):
        return code
    return re.sub(r"(?:00)+$", "", code[:6]) if not code[6:].strip("0") else re.sub(r"000$", "", code)


def regions_around(code: str) -> list[str]:
    """Return the region of a code and those around it: 140725 → 14, 1407, 140725; 09007010 → 71, 09007, 09007010."""
    own = region(code)
    if (whole := CODED_BY_US.get(code.partition("-")[0])) is not None:
        return [whole, own] if own != whole else [whole]
    if len(code) in (5, 8, 11):
        return ["71", *(own[:length] for length in (5, 8, 11) if length <= len(own))]
    return [own[:length] for length in (2, 4, 6, 9, 12) if length < len(own)] + [own]


def person_role(role: Role, name: str) -> str:
    """Return what stands for a person in a role, whichever script the name is written in."""
    return f"{role.value} {comparable(name)}"


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(values))


def without_empty(document: Document) -> Document:
    """Return a row without the fields that hold nothing."""
    return {field: value for field, value in document.items() if value is not None and value != []}
