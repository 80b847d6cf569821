"""What is taken out on request: from the index and from all that is shown; the archive says who did it, and why."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime

from jiyao.errors import AskedWrongly, EngineError, Forgotten, NotFound
from jiyao.model import Issue, Report, report_id
from jiyao.search import SearchIndex, alike, open_index
from jiyao.settings import Settings
from pipelines.archive import Archive, Page, Tombstone
from pipelines.ledger import Ledger, Settled, ledger_file
from pipelines.turns import Turns

_BRING_BACK = "`jiyao forget {} --bring-back` brings it back with all its pages."


def forget(settings: Settings, name: str, who: str, why: str, at: datetime) -> list[Tombstone]:
    """Take out the page of an address or of a report's id; return the tombstones, one a source that has it.

    First the archive is told, for it is the truth: where the index refuses, the same
    command goes on from there. A page that is out already gets no second tombstone. The further pages
    of an article go with it. Another article that has one of them too leaves the index until the next rebuild,
    which shows it up to that page.
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
            if known and known.article:
                known = None  # it went with an article, which may be brought back
            made.append(known or Tombstone(page.source, page.url, at, who, why))
            # A publisher that has just looked for tombstones must not write after us.
            with Turns(settings.data).switching():
                if known is None:
                    archive.entomb(made[-1])
                    for further in archive.further(page):
                        if archive.tombstone(page.source, further.url) is None:
                            archive.entomb(replace(made[-1], url=further.url, article=page.url))
                urls = [page.url, *_sharing(archive, page)]
                index.remove([report_id(page.source, url) for url in urls])
                ledger.settle([Settled(page.source, page.url, page.entries[-1].captured_at)])
    shutil.rmtree(settings.spool_folder, ignore_errors=True)  # an interrupted rebuild has understood it already
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


def sharing(settings: Settings, made: Sequence[Tombstone]) -> list[str]:
    """Return the addresses of articles that have a page of what was taken out, and are not out themselves."""
    with Archive(settings.archive_folder) as archive:
        pages = [archive.page(one.source, one.url) for one in made]
        urls = ((page.source, url) for page in pages if page for url in _sharing(archive, page))
        return [url for source, url in urls if archive.tombstone(source, url) is None]


def _sharing(archive: Archive, page: Page) -> list[str]:
    """Return the addresses of other reports that show a page of this article: the page's own, and whose it is too."""
    urls = [page.url, *(further.url for further in archive.further(page))]
    articles = [url for url in urls if archive.page(page.source, url)]
    articles += [article for _, article in archive.articles_of(page.source, *urls)]
    return [url for url in dict.fromkeys(articles) if url != page.url]


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
    """Take back that a page was taken out; it is in the index again after the next rebuild.

    Its further pages come with it, but for those that were taken out for themselves or belong to another article
    that is out: they stay, as does a page that is a further page of such an article itself.
    """
    _said(who, why)
    with Archive(settings.archive_folder, writable=True) as archive:
        found = [
            one for one in archive.tombstones() if one.taken_out and name in (one.url, report_id(one.source, one.url))
        ]
        if not found:
            raise NotFound(f"{name} was not taken out", "`jiyao forget --list` has all that were.")
        joined = next((one for one in found if one.article), None)
        if joined:
            raise AskedWrongly(f"{joined.url} was taken out with {joined.article}", _BRING_BACK.format(joined.article))
        made = []
        for one in found:
            back = Tombstone(one.source, one.url, at, who, why, taken_out=False)
            made.append(_held_by_another(archive, back, one.url) or back)
            archive.entomb(made[-1])
            page = archive.page(one.source, one.url)
            for further in archive.further(page) if page else ():
                tombstone = archive.tombstone(one.source, further.url)
                if tombstone and tombstone.article == one.url:
                    held = _held_by_another(archive, back, further.url)
                    archive.entomb(held or replace(back, url=further.url, article=one.url))
    return made


def _held_by_another(archive: Archive, back: Tombstone, url: str) -> Tombstone | None:
    """Return the tombstone by which a page stays out as a further page of another article, None where there is none."""
    for _, article in archive.articles_of(back.source, url):
        held = archive.tombstone(back.source, article) if article != back.url else None
        if held and not held.article:
            return replace(held, url=url, at=back.at, article=article)
    return None


def decisions(settings: Settings) -> list[Tombstone]:
    """Return everything that was taken out or brought back, by page, each page's oldest first."""
    if not settings.archive_folder.is_dir():
        return []
    with Archive(settings.archive_folder) as archive:
        return archive.decisions()


def report_of(settings: Settings, index: SearchIndex, id: str) -> Report:
    """Return a report; :class:`Forgotten` where it was taken out, :class:`NotFound` where there is none.

    What keeps a known page from being one is named.
    """
    try:
        return index.get(id)
    except NotFound:
        found = _taken_out(settings, id)
        if found:
            raise Forgotten(str(found), "It is in no search and on no page any more.") from None
        issue = _open_issue(settings, id)
        if issue:
            raise NotFound(
                f"there is no report {id!r}: {issue.url} has an open issue ({issue.reason})",
                f"`jiyao issues --reason {issue.reason}` says why; `jiyao archive show {issue.url}` shows the page.",
            ) from None
        raise


def _open_issue(settings: Settings, id: str) -> Issue | None:
    source = id.rpartition("-")[0]
    if not source or not ledger_file(settings).is_file():
        return None
    with closing(Ledger(ledger_file(settings))) as ledger:
        issues = ledger.issues(source)
        return next((issue for issue in issues if report_id(issue.source, issue.url) == id), None)


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
    known = archive.find(name)
    found = [page for page in known if page.entries[0].kind == "article"]
    if not found:
        further = [page for page in known if page.entries[0].kind == "further"]
        articles = [article for page in further for _, article in archive.articles_of(page.source, page.url)]
        if articles:
            advice = f"`jiyao forget {articles[0]}` takes the article out with all its pages."
            raise AskedWrongly(f"{name} is a further page of {' and '.join(articles)}", advice)
        found = further  # its article never came, for a run was killed
    if not found and "://" in name:
        raise NotFound(f"{name} is not archived", "`jiyao archive list` lists what there is.")
    if not found:
        out = next((page for page in archive.forgotten() if report_id(*page) == name), None)
        page = archive.page(*(out or _shown_at(index, name)))
        found = [page] if page else []
    if not found:
        raise NotFound(f"{name} is not archived", "`jiyao archive list` lists what there is.")
    return found
