"""The order of understanding, once: from a capture to a report, or to an issue with its reason.

    decode → extract → read → attendees → is it a meeting? → date, name, places → statements → report

The crawl and the rebuild both call :func:`process`; ``jiyao parse`` begins in
the middle, with :func:`understand`. Nothing here reads a file, the network or
the clock.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jiyao.model import Article, Capture, History, Issue, Published, Report, Role, report_id
from jiyao.report_notes import UNRULED, note
from pipelines.attendees import Attendees, find_attendees
from pipelines.cited import cited_documents
from pipelines.dates.held import has_another_weekday, held_on, later_than
from pipelines.dates.published import published_at
from pipelines.meeting import Named, describe, is_meeting, meeting_name
from pipelines.places import find_places
from pipelines.reading import Reading, read
from pipelines.script import script_of
from pipelines.statements import statements
from pipelines.wrapped import as_it_was, whole

if TYPE_CHECKING:
    from jiyao.source import Source


def process(capture: Capture, source: Source, history: History | None = None) -> Report | Issue:
    """Turn one capture into the report it holds, or into the issue that says why it holds none."""
    # Reading pages takes half of the time of import (lxml, pydantic); who understands plain texts needs none of it.
    from pipelines.extract import extract

    article = extract(capture, source)
    if isinstance(article, Issue):
        return article
    published = published_at(article.clues, source.timezone, capture.captured_at)
    report = understand(article, published, home=source.home)
    return replace(
        report,
        id=report_id(source.name, capture.url),
        source=source.name,
        url=capture.url,
        captured_at=capture.captured_at,
        digest=capture.digest,
        publisher=article.publisher or source.publisher,
        history=history,
        notes=report.notes
        + (() if article.ruled else (UNRULED,))
        + (() if published else (note("undated"),))
        + ((note("incomplete", **asdict(article.lacks)),) if article.lacks else ()),
    )


def understand(article: Article, published: Published | None, *, home: str | None = None) -> Report:
    """State what an article says, every fact with its evidence; ``home`` is the code of its source's region."""
    cut = whole(article.text)
    if cut:  # names and offices that a line's end cut are read whole; the text stays as it is
        report = _understood(replace(article, text=cut.text), published, home)
        return as_it_was(report, article.text, cut.places)
    return _understood(article, published, home)


def _understood(article: Article, published: Published | None, home: str | None) -> Report:
    reading = read(article.title, article.text)
    attendees = find_attendees(reading)
    present = [person for person in attendees.attendances if set(person.roles) - {Role.BYLINE}]
    chaired = any(Role.CHAIR in person.roles for person in present)
    named = meeting_name(reading)
    report = Report(
        id="",
        source="",
        url=article.url,
        title=article.title,
        text=article.text,
        script=script_of(article.title + article.text),
        is_meeting=is_meeting(reading, named, people=len(present), chaired=chaired),
        captured_at=datetime.min,
        digest="",
        published=published,
        publisher=article.publisher,
        byline=article.byline,
        attendances=attendees.attendances,
        cited_documents=cited_documents(reading),
        sections=reading.sections,
    )
    return _of_meeting(report, reading, named, attendees, home) if report.is_meeting else report


def _of_meeting(
    report: Report, reading: Reading, named: Named | None, attendees: Attendees, home: str | None
) -> Report:
    published = report.published.at if report.published else None
    span = (named.start, named.end) if named and named.part == "text" else None
    held = held_on(reading, published, span)
    titled = named.start if named and named.part == "title" else None
    year = published.year if published else None
    places = find_places(reading, home=home, year=year, meeting=span, titled=titled)
    came = [p for p in report.attendances if set(p.roles) - {Role.BYLINE, Role.ABSENT, Role.RECORDER}]
    stated = attendees.stated
    refused = later_than(reading, published) if held is None and published else None
    miscounted = stated is not None and attendees.open is False and not attendees.groups and stated != len(came)
    return replace(
        report,
        notes=report.notes
        + ((note("miscounted", stated=stated, named=len(came)),) if miscounted else ())
        + ((note("later", day=refused),) if refused else ())
        + ((note("weekday", day=held.words),) if held and has_another_weekday(held) else ()),
        meeting=describe(reading, named, held, places, home),
        groups=attendees.groups,
        attendance_open=attendees.open,
        stated_count=stated,
        statements=statements(reading, attendees.attendances),
    )
