"""What proves a report: where the archive holds the page it is of, and the citation that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiyao.citation import CitationFormat, Proof, cite
from jiyao.errors import ArchiveDamaged
from jiyao.model import Report
from jiyao.settings import Settings
from pipelines.archive import Archive, Entry


def archived(settings: Settings, report: Report) -> Entry | None:
    """Return where the archive holds the content of a report so that it can be read, None where it never did.

    :class:`ArchiveDamaged` where it did, and no record of it verifies any more.
    """
    if not settings.archive_folder.is_dir():
        return None
    damage: ArchiveDamaged | None = None
    with Archive(settings.archive_folder) as archive:
        for entry in sorted(archive.by_digest(report.digest), key=lambda one: one.url != report.url):
            found = archive.damage_of(entry)
            if found is None:
                return entry
            damage = damage or found
    if damage:
        raise damage
    return None


def cited(
    settings: Settings, report: Report, form: CitationFormat, tell: Callable[[ArchiveDamaged], None] | None = None
) -> str | dict[str, Any]:
    """Return the citation of a report, with the record that proves it where the archive is here.

    One whose record cannot be read proves nothing and is left out, which ``tell`` is told.
    """
    try:
        entry = archived(settings, report)
    except ArchiveDamaged as error:
        entry = None
        if tell:
            tell(error)
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
