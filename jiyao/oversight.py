"""What Kibana sees beside the reports: for operators each run, known page and source, of journal, ledger and archive.

For everybody there is what each body counts, of the reports (:mod:`jiyao.search.counts`).
The rows are a view: nothing depends on them, each is written by its id, and all can be made again. A run's row
is written behind the rows of the pages that it may have changed, so a run without its row is what has to be
written the next time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from jiyao.errors import JiyaoError
from jiyao.model import Issue, report_id
from jiyao.search import open_index
from jiyao.search.counts import write_counts
from jiyao.search.documents import moment, without_empty
from jiyao.settings import Settings
from jiyao.source_files import sources_folder, sources_of, written_at
from pipelines.archive import Archive, Page
from pipelines.archive.pages import GONE, State
from pipelines.journal import Journal, Run, Verdict, journal_file, read_journal
from pipelines.ledger import Ledger, ledger_file

if TYPE_CHECKING:
    from jiyao.search.elastic_rows import KibanaRows

Row = dict[str, Any]
#: What became of captures that nobody vouched for, by source and address: ``withheld`` or ``discarded``.
Quarantine = Mapping[tuple[str, str], Mapping[datetime, str]]
_BATCH = 500
_REBUILD = "rebuild"
#: What a visit of an article can find, as a run counts it.
ARTICLE_STATES = ("new", "edited", "completed", "unchanged", "returned", "gone", "still_gone", "missing", "resting")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were written."""

    runs: int = 0
    pages: int = 0
    counts: int = 0
    sources: int = 0


def keep_rows(settings: Settings) -> None:
    """Write what is new; where that fails it is told, and written the next time. Nothing without an Elasticsearch."""
    try:
        write_rows(settings)
    except JiyaoError as error:  # what a run brought is worth more than the operators' view of it
        _log.warning("the rows of runs, pages and counts were not written; the next run writes them: %s", error)


def write_rows(settings: Settings, *, everything: bool = False) -> Written:
    """Write the rows of runs that are not written as they are now, and of the pages these may have changed.

    Then those of completeness, of bodies whose reports are others than before. ``everything`` writes all rows
    again. A page that was taken out has no row. Nothing is written where the settings name no Elasticsearch, or
    nothing was harvested yet.
    """
    if not settings.elasticsearch or not (journal_file(settings).is_file() and settings.archive_folder.is_dir()):
        return Written()
    from jiyao.search.elastic_rows import KibanaRows

    with (
        closing(KibanaRows(settings)) as rows,
        closing(open_index(settings)) as index,
        closing(read_journal(settings)) as journal,
        closing(Ledger(ledger_file(settings))) as ledger,
        Archive(settings.archive_folder) as archive,
    ):
        made = rows.prepare()
        runs = list(_unwritten(rows, journal, everything=everything or bool(made - {"counts", "gaps", "sources"})))
        every = everything or "pages" in made or any(run.source is None for run in runs)
        sources = _sources(archive, ledger) if every else sorted({run.source for run in runs if run.source})
        held = _quarantine(journal, ledger)
        forgotten = {(one.source, one.url) for one in archive.tombstones() if one.taken_out}
        for some in _batches(sorted(forgotten)):
            rows.remove("pages", [report_id(*page) for page in some])
        written = 0
        for source in sources:
            began = None if every else min(run.started_at for run in runs if run.source == source)
            known = _pages(archive, ledger, source, began)
            pages = ((url, page) for url, page in known if (source, url) not in forgotten)
            written += _write_pages(rows, ledger, source, pages, held)
        for batch in _batches(runs):
            rows.write("runs", map(run_row, batch))
        told = everything or "sources" in made
        sources_written = _write_sources(settings, rows, journal, archive, everything=told)
        # By stamps of the reports there: what an earlier run could not write is seen, too.
        counts = write_counts(rows, index, datetime.now(UTC).date(), everything=everything or "gaps" in made)
        return Written(len(runs), written, counts, sources_written)


def run_row(run: Run) -> Row:
    """Return the row of a run. Its id is of its source and moment: several machines number their runs alike."""
    told = run.record
    states: Mapping[str, int] = told.get("states", {})
    issues: Mapping[str, int] = told.get("issues", {})
    began, ended = _span(run)
    return without_empty(
        {
            "id": f"{run.source or run.kind}-{run.started_at.isoformat(timespec='microseconds')}",
            "number": run.id,
            "kind": run.kind,
            "source": run.source,
            "started_at": moment(began),
            "ended_at": moment(ended) if ended else None,
            "ended": run.ended,
            "verdict": run.verdict.value,
            "seconds": told.get("seconds"),
            "pages": told.get("pages", sum(states.values())),
            **{state: states.get(state, 0) for state in ARTICLE_STATES},
            "reports": told.get("reports", 0),
            "meetings": told.get("meetings", 0),
            "issues": sum(issues.values()),
            "reasons": sorted(issues),
            "missed": list(told.get("missed", ())),
            "newest": told.get("newest"),
            "error": told.get("error"),
        }
    )


def _span(run: Run) -> tuple[datetime, datetime | None]:
    """Return when a run began and ended; a rebuild is noted when it has ended."""
    if "seconds" not in run.record:
        return run.started_at, None
    lasted = timedelta(seconds=run.record["seconds"])
    if run.kind == _REBUILD:
        return run.started_at - lasted, run.started_at
    return run.started_at, run.started_at + lasted


def source_row(name: str, last: datetime | None, written: datetime | None, newest: str | None, *, enabled: bool) -> Row:
    """Return the row of a source; one that never ran was not visited since its file was ``written``."""
    return without_empty(
        {
            "id": name,
            "source": name,
            "enabled": enabled,
            "not_since": moment(since) if (since := last or written) else None,
            "last_run_at": moment(last) if last else None,
            "newest": newest,
        }
    )


def _write_sources(
    settings: Settings, rows: KibanaRows, journal: Journal, archive: Archive, *, everything: bool
) -> int:
    """Write the row of each source that has a file, with what another machine knows of it.

    One that we know and whose file is gone has none; those of other machines stay. Return how many were not as
    they are now.
    """
    sources, written = sources_of(settings), written_at(sources_folder(settings))
    latest, there = journal.latest(), rows.rows("sources", list(sources))
    made = []
    for name, source in sources.items():
        before = there.get(name, {})
        runs = journal.runs(_BATCH, source=name, kind="harvest") if everything else []
        runs += [latest[name]] if name in latest else []
        days = [run.record["newest"] for run in runs if run.record.get("newest")]
        moments = [latest[name].started_at] if name in latest else []
        if "last_run_at" in before:
            moments.append(datetime.fromisoformat(before["last_run_at"]))
        newest = max([*days, *([before["newest"]] if "newest" in before else [])], default=None)
        row = source_row(name, max(moments, default=None), written.get(name), newest, enabled=source.enabled)
        if everything or row != before:
            made.append(row)
    for batch in _batches(made):
        rows.write("sources", batch)
    rows.remove("sources", sorted((set(latest) | set(archive.sources())) - set(sources)))
    return len(made)


def page_row(source: str, url: str, page: Page | None, issue: Issue | None, *, state: str, is_report: bool) -> Row:
    """Return the row of a page; one that never answered is no page of the archive, and has its issue alone."""
    states = page.states if page else ()
    entries = page.entries if page else ()
    seen = [entry.captured_at for entry in entries] + ([issue.captured_at] if issue else [])
    id = report_id(source, url)

    def when(wanted: State) -> list[str]:
        found = zip(entries, states, strict=True)
        return [moment(entry.captured_at) for entry, state in found if state is wanted]

    return without_empty(
        {
            "id": id,
            "source": source,
            "url": url,
            "state": state,
            "visit": states[-1].value if states else None,
            "status": entries[-1].status if entries else None,
            "report": id if is_report else None,
            "reason": issue.reason if issue else None,
            "stage": issue.stage if issue else None,
            "message": issue.message if issue else None,
            "issue_at": moment(issue.captured_at) if issue else None,
            "first_seen_at": moment(min(seen)),
            "last_seen_at": moment(max(seen)),
            "edited_at": when(State.EDITED),
            "withdrawn_at": when(State.GONE),
            "returned_at": when(State.RETURNED),
            "versions": page.different if page else 0,
            "visits": len(entries),
        }
    )


def page_state(page: Page | None, issue: Issue | None, held: Mapping[datetime, str], *, is_report: bool) -> str:
    """Return how a page stands.

    ``withheld`` and ``discarded`` (its latest content, by what became of its run) come first; then
    ``published``, ``withdrawn`` (its report stays, its site took it down), ``refused`` (no report, an open
    issue), ``missing`` (the site never had it), ``waiting`` (archived, not published yet).
    """
    last = page.changes[-1] if page and page.changes else None
    if last and last.captured_at in held:
        return held[last.captured_at]
    if is_report:
        return "withdrawn" if last and last.status in GONE else "published"
    if page and not page.contents:
        return "missing"
    return "refused" if issue else "waiting"


def _unwritten(rows: KibanaRows, journal: Journal, *, everything: bool) -> Iterator[Run]:
    """Yield the runs whose rows are not there as they should be: newest first, up to five hundred that all are."""
    before: int | None = None
    while batch := journal.runs(_BATCH, before=before):
        before = batch[-1].id
        made = {row["id"]: row for row in map(run_row, batch)}
        there = {} if everything else rows.rows("runs", list(made))
        late = [run for run, row in zip(batch, made.values(), strict=True) if there.get(row["id"]) != row]
        yield from late
        if not late and not everything:
            return


def _sources(archive: Archive, ledger: Ledger) -> list[str]:
    return sorted({*archive.sources()} | {issue.source for issue in ledger.issues()})


def _pages(archive: Archive, ledger: Ledger, source: str, began: datetime | None) -> Iterator[tuple[str, Page | None]]:
    """Yield the pages of a source that were visited since a moment, or have an issue, or are withheld; all without."""
    known: set[str] = {issue.url for issue in ledger.issues(source)} | {url for _, url in ledger.withheld(source)}
    if began is None:
        for page in archive.pages(source):
            known.discard(page.url)
            yield page.url, page
    else:
        known |= archive.recent(source, began)
    for url in sorted(known):
        yield url, archive.page(source, url)


def _write_pages(
    rows: KibanaRows, ledger: Ledger, source: str, pages: Iterable[tuple[str, Page | None]], held: Quarantine
) -> int:
    issues = {issue.url: issue for issue in ledger.issues(source)}
    written = 0
    for batch in _batches(pages):
        reports = rows.reports([report_id(source, url) for url, _ in batch])
        made = []
        for url, page in batch:
            issue, is_report = issues.get(url), report_id(source, url) in reports
            state = page_state(page, issue, held.get((source, url), {}), is_report=is_report)
            made.append(page_row(source, url, page, issue, state=state, is_report=is_report))
        rows.write("pages", made)
        written += len(made)
    return written


def _quarantine(journal: Journal, ledger: Ledger) -> Quarantine:
    found: dict[tuple[str, str], dict[datetime, str]] = {}
    for verdict in (Verdict.DISCARDED, Verdict.WITHHELD):
        for run in journal.runs(_MOST_RUNS, verdict=verdict):
            for page, moments in ledger.withheld(run=run.id).items():
                found.setdefault(page, {}).update(dict.fromkeys(moments, verdict.value))
    return found


_MOST_RUNS = 10_000


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
