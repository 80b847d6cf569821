"""The columns of tables that are exported: which there are, in their order, and what each says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from index_mappings import IndexName

#: ``day`` is a date, ``moment`` is UTC, ``texts`` are several, in the order of the report.
Kind = Literal["text", "texts", "day", "moment", "number", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; it is named as the field of the index it comes from."""

    name: str
    kind: Kind
    says: str


_WHO = (
    Column("titles", "texts", "titles of office, as written"),
    Column("roles", "texts", "chair, speaker, attendee, observer, absent, recorder, byline"),
)
_MEETING = (
    Column("meeting_name", "text", "the meeting, as written"),
    Column("kind", "text", "its kind"),
    Column("body", "text", "the body that met, as written"),
    Column("level", "text", "the level of government"),
    Column("ordinal", "text", "which meeting of its body it was"),
    Column("held_from", "day", "the first day it may have been held on"),
    Column("held_to", "day", "the last"),
    Column("held_precision", "text", "minute, day, month or year"),
    Column("places", "texts", "where, as written"),
    Column("place_codes", "texts", "the official codes of these places, where they are known"),
    Column("meeting_identity", "text", "equal in reports of one meeting"),
)
_PAGE = (
    Column("source", "text", "the source's name"),
    Column("publisher", "text", "who published it, as the page says"),
    Column("url", "text", "where the page stands"),
    Column("published_at", "moment", "when the page says that it was published; a mere day is that day"),
    Column("published_precision", "text", "minute or day"),
    Column("script", "text", "Hans, Hant or mixed"),
    Column("first_seen_at", "moment", "when we saw the page first"),
    Column("captured_at", "moment", "when what is understood here was captured"),
    Column("withdrawn_at", "moment", "when the site first said that the page is gone"),
)
_REPORT = (Column("report", "text", "the report's id"), Column("title", "text", "the report's headline"))

COLUMNS: Mapping[IndexName, tuple[Column, ...]] = {
    "reports": (
        Column("id", "text", "the report's id"),
        Column("title", "text", "the headline"),
        *_MEETING,
        Column("chairs", "texts", "who chaired"),
        Column("people", "texts", "everybody named, in the order of naming"),
        *_WHO,
        Column("groups", "texts", "groups and units that attended"),
        Column("cited_documents", "texts", "titles of documents that are cited"),
        Column("attendance_count", "number", "how many persons are named"),
        Column("attendance_open", "flag", "whether the list of who attended ends in 等"),
        Column("stated_count", "number", "how many the report itself counts"),
        Column("statement_count", "number", "how many passages somebody said"),
        Column("is_meeting", "flag", "whether the page reports a meeting"),
        *_PAGE,
        Column("versions", "number", "how many different contents of the page we saw"),
        Column("unnamed", "texts", "people whom earlier versions named and this one does not"),
        Column("digest", "text", "the digest of the page, as archived"),
        Column("notes", "texts", "what is odd about it"),
        Column("text", "text", "the text of the page, a paragraph a line"),
    ),
    "attendances": (
        Column("id", "text", "the row's id"),
        *_REPORT,
        Column("name", "text", "the person, as written"),
        *_WHO,
        Column("rank", "number", "the place in the order of naming, from 1"),
        Column("sex", "text", "female or male, where the report says so"),
        Column("ethnic_group", "text", "as the report says"),
        Column("note", "text", "what stands in brackets behind the name"),
        Column("sure", "flag", "whether rules found this that are right 98 times in 100"),
        *_MEETING,
        *_PAGE,
    ),
    "statements": (
        Column("id", "text", "the row's id"),
        *_REPORT,
        Column("speaker", "text", "who said it; empty where the meeting did"),
        *_WHO,
        Column("verb", "text", "the verb of saying, as written"),
        Column("text", "text", "what was said"),
        Column("number", "number", "the place in the report, from 1"),
        Column("start", "number", "where it begins in the report's text, in characters"),
        Column("end", "number", "where it ends"),
        *_MEETING,
        *_PAGE,
    ),
}


def cells(columns: tuple[Column, ...], row: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the row's value of each column, None where it has none: str, list[str], date, datetime, int or bool.

    A moment of which only the day is known is its midnight, without a zone.
    """
    for column in columns:
        value = row.get(column.name)
        if value is None:
            yield [] if column.kind == "texts" else None
        elif column.kind == "day":
            yield date.fromisoformat(value)
        elif column.kind == "moment":
            yield datetime.fromisoformat(value)
        else:
            yield value
