"""One page of the archive, understood: the same for the crawl that just kept it and for a rebuild years later."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from jiyao.errors import ArchiveDamaged
from jiyao.model import Capture, History, Issue, Listed, Report
from jiyao.report_notes import of_kind
from jiyao.search.fold import fold
from jiyao.source import Source
from pipelines.archive import Entry, Page, history_of
from pipelines.differences import changes, difference, whole_text
from pipelines.extract.further import MORE_THAN_WE_TAKE

_log = logging.getLogger(__name__)

Read = Callable[[Entry], Capture]
Process = Callable[[Capture, Source, History | None], Report | Issue]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page comes to. ``report`` is of the latest content that can be understood.

    ``issue`` says why the latest content is not that one, or not whole; with no
    report at all there is always an issue. ``before`` is what the content before it said.
    """

    page: Page
    report: Report | None
    issue: Issue | None
    before: Report | None = None


def understand(page: Page, source: Source, read: Read, process: Process) -> Outcome:
    """Return what the page comes to: a broken latest content never takes the place of a good one, nor a part of a whole."""
    latest: Issue | None = None
    part: tuple[int, Report] | None = None
    for number, entry in reversed(list(enumerate(page.contents))):
        if part and number < part[0] - _MOST_EARLIER:
            break
        result = _result(page, entry, source, read, process)
        if isinstance(result, Issue):
            latest = latest or result
            continue
        lacks = of_kind("incomplete", result.notes)
        if lacks is None:
            return _compared(page, (number, result), latest, source, read, process)
        part = part or (number, result)
        latest = latest or not_whole(page.source, page.url, entry.captured_at, entry.digest, lacks)
    if part:
        return _compared(page, part, latest, source, read, process)
    return Outcome(page, None, latest or _missing(page))


#: The reason of a page whose record in the archive cannot be read.
DAMAGED = "archive_damaged"
#: The reason of an article of which a further page could not be had, and of one that has more pages than we take.
INCOMPLETE, TOO_LONG = "incomplete", "too_long"
#: So many versions before the latest are read for what was edited, and for one that is whole: some pages change at
#: every visit.
_MOST_EARLIER = 5
#: A larger record, in bytes as it lies in the archive, is not read for that.
_LARGEST = 500_000


def not_whole(source: str, url: str, at: datetime, digest: str, said: str) -> Issue:
    """Return the issue of an article that is not whole; asking again helps unless it has more pages than we take."""
    return Issue(source, url, at, digest, "fetch", TOO_LONG if MORE_THAN_WE_TAKE in said else INCOMPLETE, said)


def _compared(
    page: Page, latest: tuple[int, Report], issue: Issue | None, source: Source, read: Read, process: Process
) -> Outcome:
    """Return the outcome of the content with that place among all, with what was edited since those before it."""
    number, report = latest
    shown = page.contents[number]
    contents = [one for one in page.contents[:number] if _is_another(one, shown) and one.length < _LARGEST]
    results = [_result(page, one, source, read, process) for one in contents[-_MOST_EARLIER:]]
    earlier = [one for one in results if isinstance(one, Report)]
    issue = issue or next((one for one in results if isinstance(one, Issue) and one.reason == DAMAGED), None)
    return Outcome(page, _with_edits(report, earlier), issue, earlier[-1] if earlier else None)


def _is_another(one: Entry, shown: Entry) -> bool:
    """Tell whether the site made two contents, and not we had more of one at another visit."""
    return one.content != shown.content and not one.is_part_of(shown) and not shown.is_part_of(one)


def _with_edits(report: Report, earlier: list[Report]) -> Report:
    """Return the report with what it states otherwise than the versions before it, oldest first."""
    if not earlier or report.history is None:
        return report
    try:
        pieces = difference(whole_text(earlier[-1]), whole_text(report))
        edits = changes(earlier[-1], report, pieces)
    except Exception:  # as above: the report stands without what was edited
        _log.exception("what was edited in %s cannot be told", report.url)
        return report
    named = {fold(person.name) for person in report.took_part}
    before = [person.name for one in earlier for person in one.took_part if fold(person.name) not in named]
    return replace(report, history=replace(report.history, changes=edits, unnamed=tuple(dict.fromkeys(before))))


def _result(page: Page, entry: Entry, source: Source, read: Read, process: Process) -> Report | Issue:
    try:
        return process(_listed(page, entry, read), source, history_of(page, entry))
    except ArchiveDamaged as error:
        return Issue(page.source, page.url, entry.captured_at, entry.digest, "fetch", DAMAGED, str(error))
    except Exception as error:  # a fault of ours on one page must not end the run of a million
        _log.exception("%s cannot be understood", page.url)
        said = f"A fault of ours: {type(error).__name__}: {error}"
        return Issue(page.source, page.url, entry.captured_at, entry.digest, "understand", "our_fault", said)


def _listed(page: Page, entry: Entry, read: Read) -> Capture:
    """Return a capture with what a list said of its page, though at this visit none was walked so far."""
    capture = read(entry)
    if capture.listed != Listed():
        return capture
    for one in reversed(page.contents):
        if one.captured_at < entry.captured_at:
            try:
                said = read(one).listed
            except ArchiveDamaged:
                continue  # an older record that is broken takes nothing from a newer one
            if said != Listed():
                return replace(capture, listed=said)
    return capture


def _missing(page: Page) -> Issue:
    entry = page.changes[-1]
    message = f"A list names this page, but the site answers {entry.status}: it is not there."
    return Issue(page.source, page.url, entry.captured_at, entry.digest, "fetch", "missing", message)
