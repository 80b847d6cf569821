"""Routes of a page's versions: when each came, and what one states otherwise than another."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from jiyao.api.given import Index, Installation
from jiyao.api.problems import problems
from jiyao.api.reports import ReportId
from jiyao.api.route import StrictRoute
from jiyao.errors import NotFound
from jiyao.model import Report
from jiyao.removals import report_of
from jiyao.settings import Settings
from jiyao.source_files import sources_of
from pipelines.archive import Archive, Entry, Page
from pipelines.comparing import compared_apart
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import vouched_page
from pipelines.versions import Compared, numbered

version_routes = APIRouter(prefix="/v1", tags=["reports"], route_class=StrictRoute, responses=problems(404, 410))
_Number = Annotated[int | None, Query(ge=1, description="A version by its number; without, the last two", examples=[1])]


class VersionAnswer(BaseModel):
    """One content of a page as the archive has it."""

    number: int = Field(description="Counted from 1, the oldest")
    captured_at: datetime
    digest: str = Field(description="Of the bytes received")
    file: str = Field(description="The archive's file that holds the record")
    offset: int = Field(description="Where in it the record begins, in bytes")
    length: int


class ChangeAnswer(BaseModel):
    """A fact that is another than it was."""

    what: str = Field(
        description="person, roles, titles, title, meeting, held, place, published, count, list or figure",
        examples=["person"],
    )
    about: str = Field(description="The person, where it is about one", examples=["李明"])
    was: str | None = Field(description="null where there was none", examples=["县长，chair"])
    now: str | None = Field(description="null where there is none", examples=[None])
    said: str = Field(description="The change in words", examples=["李明 is not named any more (县长，chair)"])


class PieceAnswer(BaseModel):
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "gone", "come"]
    text: str


class ComparedAnswer(BaseModel):
    """What changed between two versions: facts, figures, and the text in its order, all but what came being the old."""

    old: VersionAnswer
    new: VersionAnswer
    understood: bool = Field(description="Where one of them is not, all visible text was compared, and no facts")
    changes: list[ChangeAnswer]
    pieces: list[PieceAnswer]


@version_routes.get("/reports/{id}/versions", operation_id="list_versions")
def list_versions(index: Index, settings: Installation, id: ReportId) -> list[VersionAnswer]:
    """Return the versions of a report's page that the archive holds, the oldest first."""
    report = report_of(settings, index, id)
    with _archive(settings) as archive:
        page = _page_of(settings, archive, report)
    return [_version(entry, number) for entry, number in numbered(page).items()]


@version_routes.get("/reports/{id}/changes", operation_id="compare_versions")
def compare_versions(
    index: Index, settings: Installation, id: ReportId, old: _Number = None, new: _Number = None
) -> ComparedAnswer:
    """Say what changed between two versions of a report's page: who vanished from a list, which figure is another."""
    _, found = compared(settings, report_of(settings, index, id), old, new)
    return ComparedAnswer(
        old=_version(found.old.entry, found.old.number),
        new=_version(found.new.entry, found.new.number),
        understood=bool(found.old.report and found.new.report),
        changes=[
            ChangeAnswer(what=one.what, about=one.about, was=one.was, now=one.now, said=one.sentence)
            for one in found.changes
        ],
        pieces=[PieceAnswer(kind=piece.kind, text=piece.text) for piece in found.pieces],
    )


def compared(settings: Settings, report: Report, old: int | None, new: int | None) -> tuple[Page, Compared]:
    """Return the archived page of a report, and what changed between two versions, the last two without numbers."""
    with _archive(settings) as archive:
        page = _page_of(settings, archive, report)
    source = sources_of(settings).get(page.source)
    return page, compared_apart(settings.archive_folder, page, source, old, new)


def _archive(settings: Settings) -> Archive:
    if not settings.archive_folder.is_dir():
        raise NotFound(f"there is no archive at {settings.archive_folder}", "`jiyao doctor` examines the archive.")
    return Archive(settings.archive_folder)


def _page_of(settings: Settings, archive: Archive, report: Report) -> Page:
    """Return the archived page of a report without what is withheld; :class:`NotFound` where it is not here."""
    with closing(Ledger(ledger_file(settings))) as ledger:
        page = vouched_page(archive, ledger, report.source, report.url)
    if page is None:
        raise NotFound(f"the archive here does not hold {report.url}", "`jiyao doctor` examines the archive.")
    return page


def _version(entry: Entry, number: int) -> VersionAnswer:
    return VersionAnswer(
        number=number,
        captured_at=entry.captured_at,
        digest=entry.digest,
        file=entry.file,
        offset=entry.offset,
        length=entry.length,
    )
