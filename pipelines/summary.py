"""What a run needs to know of a page that was understood: what it counts of it, and the bytes that wait."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from jiyao.model import Issue, Report, Role
from jiyao.patterns import regex
from jiyao.report_notes import UNRULED
from jiyao.search.fold import fold
from pipelines.extract.blocks import squeeze
from pipelines.passages import main_text, passages_of
from pipelines.replay import Outcome
from pipelines.waiting import line_of


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page comes to: its issue, the names under which a run counts it, its day, and ``line``, which is all.

    ``text`` is a digest of what it says, empty where it is not understood, and ``title`` what it is called;
    ``passages`` are those of a page that was not there before.
    """

    url: str
    issue: Issue | None
    facts: tuple[str, ...]
    published: date | None
    line: bytes
    text: bytes = b""
    title: str = ""
    passages: frozenset[str] = frozenset()

    def without(self, fact: str) -> Summary:
        """Return the same without one of the facts."""
        return replace(self, facts=tuple(one for one in self.facts if one != fact))


def summary_of(outcome: Outcome) -> Summary:
    """Return what a run needs to know of an outcome."""
    report = outcome.report
    day = report.published.at.date() if report and report.published else None
    text = hashlib.blake2b(squeeze(report.text).encode(), digest_size=8).digest() if report else b""
    title = report.title if report else ""
    passages = passages_of(report) if report and len(outcome.page.contents) == 1 else frozenset()
    return Summary(
        outcome.page.url, outcome.issue, tuple(_facts(outcome)), day, line_of(outcome), text, title, passages
    )


#: What may change on a page while it says the same: counters, and the day of the visit.
_PASSING = regex(
    r"\s+|\d+(?:分钟|小时|天)前|\d[\d.,:：]*[万千亿]?|(?:星期|周|礼拜)[一二三四五六日天](?![㐀-鿿])|农历[^，。；\s]{2,8}"
)


def _told(report: Report) -> tuple[str, str, date | None]:
    """Return what a report says, by which two versions of a page are told apart: title, text (in either script), day."""
    day = report.published.at.date() if report.published else None
    return _PASSING.sub("", fold(report.title)), _PASSING.sub("", fold(main_text(report))), day


def _facts(outcome: Outcome) -> Iterator[str]:
    """Yield what a run counts of an outcome: its issue; that it is a report, retold, dated, ruled, of a meeting, attended."""
    report = outcome.report
    if report is None:
        return
    yield "reports"
    if outcome.before and _told(outcome.before) != _told(report):
        yield "retold"
    if report.published:
        yield "dated"
    if UNRULED not in report.notes:
        yield "ruled"
    if report.is_meeting:
        yield "meetings"
        if any(set(person.roles) - {Role.BYLINE} for person in report.attendances):
            yield "attended"
