"""What a run needs to know of a page that was understood: what it counts of it, and the bytes that wait."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiyao.model import Issue, Role
from jiyao.report_notes import UNRULED
from pipelines.replay import Outcome
from pipelines.waiting import line_of


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page comes to: its issue, the names under which a run counts it, its day, and ``line``, which is all.

    ``text`` is a digest of what it says, empty where it is not understood.
    """

    url: str
    issue: Issue | None
    facts: tuple[str, ...]
    published: date | None
    line: bytes
    text: bytes = b""


def summary_of(outcome: Outcome) -> Summary:
    """Return what a run needs to know of an outcome."""
    report = outcome.report
    day = report.published.at.date() if report and report.published else None
    text = hashlib.blake2b("".join(report.text.split()).encode(), digest_size=8).digest() if report else b""
    return Summary(outcome.page.url, outcome.issue, tuple(_facts(outcome)), day, line_of(outcome), text)


def _facts(outcome: Outcome) -> Iterator[str]:
    """Yield what a run counts of an outcome: its issue; that it is a report, of a meeting, dated, ruled, attended."""
    if outcome.issue:
        yield f"issue/{outcome.issue.reason}"
    report = outcome.report
    if report is None:
        return
    yield "reports"
    if report.published:
        yield "dated"
    if UNRULED not in report.notes:
        yield "ruled"
    if report.is_meeting:
        yield "meetings"
        if any(set(person.roles) - {Role.BYLINE} for person in report.attendances):
            yield "attended"
