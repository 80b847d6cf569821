"""Everything again from the archive, with no network, on all cores: the same documents that the crawls made."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from jiyao.errors import ArchiveDamaged, SourceError
from jiyao.oversight import keep_rows
from jiyao.plurals import many
from jiyao.progress import Progress, Watch, nobody
from jiyao.runs.spool import Spool, fingerprint
from jiyao.runs.understanding import chunks, outcomes
from jiyao.search import Writer, open_index
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.archive import Archive
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.ledger import Ledger, Settled, ledger_file
from pipelines.publish import settled
from pipelines.release import judged
from pipelines.replay import DAMAGED, Outcome

NAME = "rebuild"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made. ``of_no_source`` counts archived pages whose source file is not there any more."""

    pages: int
    reports: int
    meetings: int
    seconds: float
    issues: Mapping[str, int] = field(default_factory=dict)
    of_no_source: Mapping[str, int] = field(default_factory=dict)
    generation: str | None = None


def rebuild(settings: Settings, watch: Watch = nobody, *, leave_out: bool = False) -> Rebuilt:
    """Understand every archived page again and put a new index in the old one's place, and the ledger's issues too.

    An interrupted rebuild leaves the old index as it was; what it had understood
    lies in a spool, and the next one goes on from there unless the code changed.
    Archived pages whose source file is not there are a SourceError, those whose record cannot be read
    an ArchiveDamaged, since the new index would lack them, unless ``leave_out`` says that it shall. On
    Elasticsearch it is :func:`jiyao.runs.builds.build`, checked and switched; :class:`NotSound` where a
    gate is not passed.
    """
    if settings.elasticsearch:
        from jiyao.runs.builds import build_and_switch

        result = build_and_switch(settings, watch, leave_out=leave_out)
    else:
        sources = sources_of(settings)
        marks: list[Settled] = []
        pages = pages_of(settings, sources, leave_out=leave_out)
        with closing(open_index(settings)) as index, index.rebuild() as writer:
            result = fill(
                settings, sources, writer, watch, lambda understood: marks.extend(map(settled, understood)), pages
            )  # fmt: skip
            if not leave_out:
                _all_readable(result)
        with closing(Ledger(ledger_file(settings))) as ledger:
            ledger.rewrite(marks, sources)
        Spool(settings.spool_folder / fingerprint(sources)).clear()
    _note(settings, result)
    keep_rows(settings)
    return result


def _all_readable(result: Rebuilt) -> None:
    if damaged := result.issues.get(DAMAGED):
        raise ArchiveDamaged(
            f"{many(damaged, 'archived page is', 'archived pages are')} unreadable; the index stays as it was",
            "`jiyao archive verify` names the damage: bring the files back from a copy, or say --leave-out-missing.",
        )


def pages_of(settings: Settings, sources: Mapping[str, Source], *, leave_out: bool) -> Counter[str]:
    """Return how many pages of each source there are to understand; SourceError where a source file is missing."""
    with (
        Archive(settings.archive_folder) as archive,
        closing(Ledger(ledger_file(settings))) as ledger,
        closing(Journal(journal_file(settings))) as journal,
    ):
        pages = Counter(page.source for page in judged(archive, ledger, journal))
    missing = sorted(pages.keys() - sources.keys())
    if missing and not leave_out:
        raise SourceError(
            f"there is no source file for {sum(pages[name] for name in missing)} archived pages"
            f" ({', '.join(missing)}); the index stays as it was",
            "Set JIYAO_SOURCES to the folder that holds them, or say --leave-out-missing.",
        )
    return pages


def fill(
    settings: Settings,
    sources: Mapping[str, Source],
    writer: Writer,
    watch: Watch,
    written: Callable[[Sequence[Outcome]], None],
    pages: Counter[str],
) -> Rebuilt:
    """Understand every archived page and write its report; ``written`` is told of the pages once they are.

    ``pages`` is what :func:`pages_of` says.
    """
    started = time.monotonic()
    total = sum(count for name, count in pages.items() if name in sources)
    spool = settings.spool_folder / fingerprint(sources)
    counts: Counter[str] = Counter()
    done = 0
    with (
        Archive(settings.archive_folder) as archive,
        closing(Ledger(ledger_file(settings))) as ledger,
        closing(Journal(journal_file(settings))) as journal,
        closing(outcomes(chunks(archive, ledger, journal, sources), settings, sources, spool, total)) as understood,
    ):
        for some in understood:
            writer.write([outcome.report for outcome in some if outcome.report])
            written(some)
            done += len(some)
            _count(some, counts)
            watch(Progress(NAME, done, total, dict(counts)))
    watch(Progress(NAME, done, total, dict(counts), finished=True))
    return Rebuilt(
        pages=done,
        reports=counts["reports"],
        meetings=counts["meetings"],
        seconds=round(time.monotonic() - started, 3),
        issues={name.removeprefix("issue/"): n for name, n in counts.items() if name.startswith("issue/")},
        of_no_source={name: pages[name] for name in sorted(pages.keys() - sources.keys())},
    )


def _count(some: Sequence[Outcome], counts: Counter[str]) -> None:
    for outcome in some:
        if outcome.report:
            counts["reports"] += 1
            counts["meetings"] += outcome.report.is_meeting
        if outcome.issue:
            counts[f"issue/{outcome.issue.reason}"] += 1


def _note(settings: Settings, result: Rebuilt) -> None:
    record = {
        "seconds": result.seconds,
        "pages": result.pages,
        "reports": result.reports,
        "meetings": result.meetings,
        "issues": dict(result.issues),
    }
    with closing(Journal(journal_file(settings))) as journal:
        journal.end(journal.begin(NAME, None, datetime.now(UTC)), "finished", Verdict.PUBLISHED, record)
