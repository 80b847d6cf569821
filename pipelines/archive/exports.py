"""The whole history of a page as a WARC file that other tools read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipelines.archive.pages import Page
from pipelines.archive.records import info_member
from pipelines.archive.store import SOFTWARE, Archive


def export_page(archive: Archive, page: Page, name: str, at: datetime) -> Iterator[bytes]:
    """Yield the members of a WARC file called ``name``: every visit of the page as it lies in the archive, oldest first.

    Behind them those of the article's further pages, but for one that was taken out with another article.
    Raises ArchiveDamaged where one does not verify.
    """
    yield info_member(name, at, SOFTWARE)
    for one in (page, *archive.further(page)):
        if one is not page and archive.tombstone(one.source, one.url):
            continue
        for entry in one.entries:
            members, _ = archive.group(entry)
            yield members
