"""What proves a report: where the archive holds the page it is of, and the citation that says so."""

from __future__ import annotations

from typing import Any

from jiyao.citation import CitationFormat, Proof, cite
from jiyao.model import Report
from jiyao.settings import Settings
from pipelines.archive import Archive, Entry


def archived(settings: Settings, report: Report) -> Entry | None:
    """Return where the archive holds the content of a report, None where it does not."""
    if not settings.archive_folder.is_dir():
        return None
    with Archive(settings.archive_folder) as archive:
        return next(iter(archive.by_digest(report.digest)), None)


def cited(settings: Settings, report: Report, form: CitationFormat) -> str | dict[str, Any]:
    """Return the citation of a report, with the record that proves it where the archive is here."""
    entry = archived(settings, report)
    return cite(report, proof_of(entry, _pages(settings, report)) if entry else None, form)


def proof_of(entry: Entry, pages: int = 1) -> Proof:
    """Return where the archive holds an entry, which is of an article over so many ``pages``."""
    return Proof(entry.file, entry.offset, entry.length, pages)


def _pages(settings: Settings, report: Report) -> int:
    """Return over how many pages the article went on that a report is of, as far as they were had."""
    with Archive(settings.archive_folder) as archive:
        page = archive.page(report.source, report.url)
        found = (
            1 + len(one.further) for one in (page.entries if page else ()) if one.captured_at == report.captured_at
        )
        return next(found, 1)
