"""The versions of an archived page: which is meant, what each says, and what changed between two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiyao.changes import Change
from jiyao.errors import AskedWrongly, NotFound
from jiyao.model import Capture, Issue, Report
from jiyao.source import Source
from pipelines.archive import Entry, Page, history_of
from pipelines.decode import text_of
from pipelines.differences import Piece, changes, difference, figures, whole_text
from pipelines.extract.blocks import blocks, parse_html
from pipelines.flow import process
from pipelines.replay import Read
from pipelines.texts import Document, read_page, understood


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a page; ``html`` is its source. ``report`` is None where it cannot be understood."""

    number: int
    entry: Entry
    html: str
    report: Report | None

    @property
    def visible(self) -> str:
        """All its text."""
        root = parse_html(self.html)
        return "\n".join(block.text for block in blocks(root)) if root is not None else self.html


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, the pieces of their texts, and the facts that are others; what went before comes first."""

    old: Version
    new: Version
    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...]


def numbered(page: Page) -> dict[Entry, int]:
    """Return the number of each version of the page, from 1; a visit that found nothing new, or had only a part, has none."""
    return {entry: number for number, entry in enumerate(page.versions, 1)}


def version_at(page: Page, moment: datetime | None) -> Entry:
    """Return the content that stood at a moment, the latest without one; :class:`NotFound` where none did yet."""
    contents = [entry for entry in page.contents if moment is None or entry.captured_at <= moment]
    if contents:
        return contents[-1]
    if not page.contents:
        raise NotFound(f"{page.url} was never there: the site answered {page.entries[-1].status}")
    first = page.contents[0].captured_at
    raise NotFound(f"{page.url} was not archived before {first:%Y-%m-%d %H:%M:%S} UTC", "Name a later moment.")


def two_versions(page: Page, old: int | None, new: int | None) -> tuple[Entry, Entry]:
    """Return two versions by their numbers: the last two without any, one and the last with one."""
    contents = page.versions
    if len(contents) < 2:
        raise NotFound(f"{page.url} has {len(contents)} version: there is nothing to compare")
    first = len(contents) - 1 if old is None else old
    last = len(contents) if new is None else new
    for number in (first, last):
        if not 1 <= number <= len(contents):
            raise AskedWrongly(f"there is no version {number}", f"{page.url} has versions 1 to {len(contents)}.")
    return contents[first - 1], contents[last - 1]


def read_version(page: Page, capture: Capture, entry: Entry, source: Source | None) -> Version:
    """Return what one content of the page says, by its source's rules, or by the general ones without."""
    text = text_of(capture, source.article.encoding if source else None)
    if source:
        result = process(capture, source, history_of(page, entry))
        report = None if isinstance(result, Issue) else result
    else:
        article, published = read_page(capture.body, capture.captured_at)
        report = understood(Document(page.url, article, published)) if article.title and article.text else None
    return Version(numbered(page)[entry], entry, text, report)


def compared(page: Page, read: Read, source: Source | None, old: int | None, new: int | None) -> Compared:
    """Return what changed between two versions of a page by their numbers: the last two without, one and the last with one.

    :class:`NotFound` where there is one version, :class:`AskedWrongly` for a number that there is not.
    """
    entries = two_versions(page, old, new)
    return compare(*(read_version(page, read(entry), entry, source) for entry in entries))


def compare(old: Version, new: Version) -> Compared:
    """Return what changed: in the text of the article, or in all that is visible where one is not understood."""
    if old.report and new.report:
        pieces = difference(whole_text(old.report), whole_text(new.report))
        return Compared(old, new, pieces, changes(old.report, new.report, pieces))
    pieces = difference(old.visible, new.visible)
    return Compared(old, new, pieces, tuple(dict.fromkeys(figures(pieces))))
