"""Routes of a page's versions: when each came, and what one states otherwise than another."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

from fastapi import APIRouter, Query

from jiyao.api.given import Index, Installation
from jiyao.api.problems import problems
from jiyao.api.reports import ReportId
from jiyao.api.route import StrictRoute
from jiyao.api.version_answers import ComparedAnswer, VersionAnswer, compared_answer, version_answers
from jiyao.errors import NotFound
from jiyao.model import Report
from jiyao.removals import report_of
from jiyao.settings import Settings
from jiyao.source_files import sources_of
from pipelines.archive import Archive, Page
from pipelines.comparing import compared_apart
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import vouched_page
from pipelines.versions import Compared

version_routes = APIRouter(prefix="/v1", tags=["reports"], route_class=StrictRoute, responses=problems(404, 410))
_Number = Annotated[int | None, Query(ge=1, description="A version by its number; without, the last two", examples=[1])]


@version_routes.get("/reports/{id}/versions", operation_id="list_versions")
def list_versions(index: Index, settings: Installation, id: ReportId) -> list[VersionAnswer]:
    """Return the versions of a report's page that the archive holds, the oldest first."""
    report = report_of(settings, index, id)
    with _archive(settings) as archive:
        page = _page_of(settings, archive, report)
    return list(version_answers(page).values())


@version_routes.get("/reports/{id}/changes", operation_id="compare_versions")
def compare_versions(
    index: Index, settings: Installation, id: ReportId, old: _Number = None, new: _Number = None
) -> ComparedAnswer:
    """Say what changed between two versions of a report's page: who vanished from a list, which figure is another."""
    return compared_answer(*compared(settings, report_of(settings, index, id), old, new))


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
