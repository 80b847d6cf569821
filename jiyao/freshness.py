"""What the pages of sources tell: how fresh each is, its runs, what it withdrew or edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiyao.errors import NotFound
from jiyao.model import report_id
from jiyao.search import SearchIndex, SearchQuery
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.archive import Archive, history_of
from pipelines.journal import journal_file, read_journal
from pipelines.ledger import Ledger, ledger_file
from pipelines.release import vouched

_RUNS = 400
_SHOWN = 20
_CHANGED = 100


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, what is known of it, and its latest run; ``source`` is None where its file is not there any more."""

    name: str
    source: Source | None
    reports: int
    issues: Mapping[str, int]
    runs: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A page that its site edited or withdrew, last seen at ``last_at``; ``id`` is of its report if it was edited."""

    id: str | None
    url: str
    versions: int
    withdrawn_at: datetime | None
    last_at: datetime


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source with the pages that changed, latest first."""

    row: SourceRow
    changed: tuple[Changed, ...]


def source_rows(settings: Settings, index: SearchIndex) -> list[SourceRow]:
    """Return every source that has a file or a report, by name."""
    found = index.search(SearchQuery(meetings_only=False, size=0, facets=("source",), facet_size=1000))
    reports = {value.value: value.count for value in found.facets[0].values}
    sources = sources_of(settings)
    runs: dict[str, list[Mapping[str, Any]]] = {}
    issues: dict[str, Counter[str]] = {}
    if journal_file(settings).is_file():
        with closing(read_journal(settings)) as journal:
            for run in journal.runs(_RUNS, kind="harvest"):
                runs.setdefault(str(run.source), []).append(run.to_dict())
    if ledger_file(settings).is_file():
        with closing(Ledger(ledger_file(settings))) as ledger:
            for issue in ledger.issues():
                issues.setdefault(issue.source, Counter())[issue.reason] += 1
    rows = []
    for name in sorted({*sources, *reports}):
        latest = tuple(runs.get(name, ())[:_SHOWN])
        rows.append(SourceRow(name, sources.get(name), reports.get(name, 0), issues.get(name, Counter()), latest))
    return rows


def source_page(settings: Settings, index: SearchIndex, name: str) -> SourcePage:
    """Return the page of one source; :class:`NotFound` where there is none."""
    row = next((row for row in source_rows(settings, index) if row.name == name), None)
    if row is None:
        raise NotFound(f"there is no source {name!r}", "They are all listed at /sources.")
    changed: list[Changed] = []
    if settings.archive_folder.is_dir():
        with Archive(settings.archive_folder) as archive, closing(Ledger(ledger_file(settings))) as ledger:
            for page in vouched(archive, ledger, name):
                history = history_of(page, page.contents[-1]) if page.contents else None
                if history and (history.versions > 1 or history.withdrawn_at):
                    last = page.changes[-1].captured_at
                    changed.append(Changed(None, page.url, history.versions, history.withdrawn_at, last))
    changed.sort(key=lambda page: page.last_at, reverse=True)
    return SourcePage(row, tuple(replace(one, id=_report_of(index, name, one)) for one in changed[:_CHANGED]))


def _report_of(index: SearchIndex, source: str, page: Changed) -> str | None:
    """Return the id of an edited page's report, None where it has none."""
    try:
        return index.get(report_id(source, page.url)).id if page.versions > 1 else None
    except NotFound:
        return None
