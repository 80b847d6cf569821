"""What is taken out on request: from the index and from all that is shown; the archive says who did it, and why."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime

from jiyao.errors import AskedWrongly, EngineError, Forgotten, NotFound
from jiyao.model import Report, report_id
from jiyao.search import SearchIndex, alike, open_index
from jiyao.settings import Settings
from pipelines.archive import Archive, Page, Tombstone
from pipelines.ledger import Ledger, Settled, ledger_file
from pipelines.turns import Turns


def forget(settings: Settings, name: str, who: str, why: str, at: datetime) -> list[Tombstone]:
    """Take out the page of an address or of a report's id; return the tombstones, one a source that has it.

    First the archive is told, for it is the truth: where the index refuses, the same
    command goes on from there. A page that is out already gets no second tombstone.
    """
    _said(who, why)
    made = []
    with (
        closing(open_index(settings)) as index,
        Archive(settings.archive_folder, writable=True) as archive,
        closing(Ledger(ledger_file(settings))) as ledger,
    ):
        for page in _pages(archive, index, name):
            known = archive.tombstone(page.source, page.url)
            made.append(known or Tombstone(page.source, page.url, at, who, why))
            # A publisher that has just looked for tombstones must not write after us.
            with Turns(settings.data).switching():
                if known is None:
                    archive.entomb(made[-1])
                    for further in archive.further(page):
                        archive.entomb(replace(made[-1], url=further.url))
                index.remove([report_id(page.source, page.url)])
                ledger.settle([Settled(page.source, page.url, page.entries[-1].captured_at)])
    return made


def reprints(settings: Settings, name: str) -> list[Report]:
    """Return what other pages tell of the meeting, or in nearly the words, of the page of an address or a report's id.

    Taking it out leaves them. While the index does not answer there is nothing to say.
    """
    found: dict[str, Report] = {}
    with suppress(EngineError), closing(open_index(settings)) as index, Archive(settings.archive_folder) as archive:
        own = [report_id(page.source, page.url) for page in _pages(archive, index, name)]
        for id in own:
            with suppress(NotFound):  # it was no report, or is out already
                report = index.get(id)
                others = alike(index, report)
                for hit in (*others.meeting, *(copy.hit for copy in others.copies)):
                    if hit.report and hit.id not in own and _may_be_one(report, hit.report):
                        found.setdefault(hit.id, hit.report)
    return list(found.values())


def _may_be_one(report: Report, other: Report) -> bool:
    """Tell whether two reports may be of one meeting: two meetings may be told of in nearly the same words."""
    mine, theirs = report.meeting, other.meeting
    if not mine or not theirs:
        return True
    if mine.identity and theirs.identity:
        return mine.identity == theirs.identity
    days = [meeting.held.interval if meeting.held else None for meeting in (mine, theirs)]
    same_day = None in days or days[0] == days[1]
    return same_day and (None in (mine.ordinal, theirs.ordinal) or mine.ordinal == theirs.ordinal)


def bring_back(settings: Settings, name: str, who: str, why: str, at: datetime) -> list[Tombstone]:
    """Take back that a page was taken out; it is in the index again after the next rebuild."""
    _said(who, why)
    with Archive(settings.archive_folder, writable=True) as archive:
        found = [
            one for one in archive.tombstones() if one.taken_out and name in (one.url, report_id(one.source, one.url))
        ]
        if not found:
            raise NotFound(f"{name} was not taken out", "`jiyao forget --list` has all that were.")
        made = [Tombstone(one.source, one.url, at, who, why, taken_out=False) for one in found]
        for tombstone in made:
            archive.entomb(tombstone)
            page = archive.page(tombstone.source, tombstone.url)
            for further in archive.further(page) if page else ():
                archive.entomb(replace(tombstone, url=further.url))
    return made


def tombstones(settings: Settings) -> list[Tombstone]:
    """Return the latest tombstone of every page that ever had one."""
    if not settings.archive_folder.is_dir():
        return []
    with Archive(settings.archive_folder) as archive:
        return archive.tombstones()


def report_of(settings: Settings, index: SearchIndex, id: str) -> Report:
    """Return a report; :class:`Forgotten` where it was taken out, :class:`NotFound` where there never was one."""
    try:
        return index.get(id)
    except NotFound:
        found = _taken_out(settings, id)
        if found:
            raise Forgotten(str(found), "It is in no search and on no page any more.") from None
        raise


def _taken_out(settings: Settings, id: str) -> Tombstone | None:
    if not settings.archive_folder.is_dir():
        return None
    with Archive(settings.archive_folder) as archive:
        page = next((page for page in archive.forgotten() if report_id(*page) == id), None)
        return archive.tombstone(*page) if page else None


def _said(who: str, why: str) -> None:
    if not who.strip() or not why.strip():
        raise AskedWrongly("who decided it, and why, is kept for ever", "Say both: --by NAME --why REASON.")


def _shown_at(index: SearchIndex, id: str) -> tuple[str, str]:
    report = index.get(id)  # NotFound where it is no id either
    return report.source, report.url


def _pages(archive: Archive, index: SearchIndex, name: str) -> list[Page]:
    found = [page for page in archive.find(name) if page.entries[0].kind == "article"]
    if not found and "://" in name:
        raise NotFound(f"{name} is not archived", "`jiyao archive list` lists what there is.")
    if not found:
        out = next((page for page in archive.forgotten() if report_id(*page) == name), None)
        page = archive.page(*(out or _shown_at(index, name)))
        found = [page] if page else []
    if not found:
        raise NotFound(f"{name} is not archived", "`jiyao archive list` lists what there is.")
    return found
