"""Reports of invented meetings, in both scripts, for the tests of search and its doors."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jiyao.model import (
    Attendance,
    CitedDocument,
    Evidence,
    Group,
    Held,
    History,
    Interval,
    Meeting,
    Place,
    Published,
    Report,
    Role,
    Statement,
    report_id,
)

FILE = Path(__file__).parent / "search" / "reports.jsonl"
#: Official codes for the invented: a county, its city and province; one in Taiwan; another province.
CODES = ("140725", "140700", "140000", "09007010", "410725", None)
CAPTURED = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def invented_reports() -> tuple[Report, ...]:
    """Return all of them, each with facts of every kind."""
    lines = FILE.read_text("utf-8").splitlines()
    return tuple(_report(number, json.loads(line)) for number, line in enumerate(lines))


def a_report(id: str, title: str = "", text: str = "", **facts: Any) -> Report:
    """Return a report of a meeting that says just this."""
    values: dict[str, Any] = {"script": "Hans", "is_meeting": True, "digest": "sha256:0", "captured_at": CAPTURED}
    values |= {"id": id, "source": "test", "url": f"https://www.example.gov.cn/{id}.html", "title": title, "text": text}
    return Report(**(values | facts))


def _report(number: int, row: dict[str, Any]) -> Report:
    text: str = row["text"]

    def evidence(words: str) -> Evidence:
        at = max(text.find(words), 0)
        return Evidence(at, at + len(words), "test", sure=number % 3 > 0)

    url = f"https://www.example.gov.cn/{row['id']}.html"
    source = ("huaiyin", "taiyuan", "yilan")[number % 3]
    return Report(
        id=report_id(source, url),
        source=source,
        url=url,
        title=row["title"],
        text=text,
        script=row["script"],
        is_meeting=row["is_meeting"],
        captured_at=CAPTURED + timedelta(minutes=number),
        digest=f"sha256:{number:064x}",
        published=Published(datetime.fromisoformat(row["published"] + "T09:12:00+08:00"), "minute", "meta"),
        publisher=("槐荫县融媒体中心", "槐蔭縣融媒體中心", None)[number % 3],
        meeting=_meeting(number, row, evidence) if row["meeting"] else None,
        attendances=tuple(
            Attendance(
                person["name"],
                tuple(person["titles"]),
                tuple(map(Role, person["roles"])),
                rank,
                sex="female" if rank == 3 else None,
                evidence=(evidence(person["name"]),),
            )
            for rank, person in enumerate(row["people"], 1)
        ),
        groups=tuple(Group(name, evidence(name)) for name in row["groups"]),
        attendance_open=row["attendance_open"],
        statements=_statements(row),
        cited_documents=tuple(CitedDocument(title, evidence(title)) for title in row["cited_documents"]),
        history=History(CAPTURED + timedelta(days=number % 7, seconds=number), 1 + number % 2),
    )


def _meeting(number: int, row: dict[str, Any], evidence: Any) -> Meeting:
    told = row["meeting"]
    held = None
    if told["date"]:
        start, end = (date.fromisoformat(told["date"][edge]) for edge in ("start", "end"))
        held = Held(Interval(start, end, told["date"]["precision"]), "日", "test", evidence("日"))
    ordinal = re.search(r"第(.{1,4}?)次", told["name"] or "")
    return Meeting(
        told["name"],
        kind=("executive_meeting", "symposium", "council_sitting")[number % 3],
        body=(told["places"] or ["槐荫县"])[-1] + "政府",
        level=("county", "city", "province")[number % 3],
        ordinal=ordinal[1] if ordinal else None,
        held=held,
        places=tuple(
            Place(name, CODES[(number + at) % len(CODES)], evidence(name)) for at, name in enumerate(told["places"])
        ),
        identity=f"meeting-{number // 2}",
    )


def _statements(row: dict[str, Any]) -> tuple[Statement, ...]:
    names = [person["name"] for person in row["people"]]
    found = []
    for match in re.finditer(r"([^，。\n]*?)(指出|强调|強調|要求)，?([^\n]*)", row["text"]):
        speaker = next((name for name in names if name in match[1]), None)
        evidence = Evidence(match.start(2), match.end(2), "test")
        found.append(Statement(speaker, match[2], match.start(3), match.end(3), evidence))
    return tuple(found)
