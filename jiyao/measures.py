"""What an installation holds and how its latest runs went, in numbers: for status and for Prometheus."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.journal import Run, Verdict, journal_file, read_journal
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import outbox_of

_MOST_WAITING = 1_000


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers of a moment.

    ``captures`` in ``files`` of ``archive_bytes``; ``free_bytes`` of ``disk_bytes`` where the data lie; open ``issues``
    by reason; the ``latest`` harvest of each source; runs ``waiting`` for a person, the oldest last; pages
    that are ``unpublished`` because the engine did not take them.
    """

    captures: int
    files: int
    archive_bytes: int
    free_bytes: int
    disk_bytes: int
    issues: Counter[str]
    latest: Mapping[str, Run]
    waiting: tuple[Run, ...]
    unpublished: int


def measures_of(settings: Settings) -> Measures:
    """Measure an installation; nothing is changed. What is not there yet counts as nothing."""
    captures, sizes = 0, []
    if settings.archive_folder.is_dir():
        with Archive(settings.archive_folder, untouched=True) as archive:
            captures = archive.count()
        sizes = [path.stat().st_size for path in settings.archive_folder.rglob("*.warc.gz")]
    folder = next(path for path in (settings.data.resolve(), *settings.data.resolve().parents) if path.is_dir())
    disk = shutil.disk_usage(folder)
    issues: Counter[str] = Counter()
    if ledger_file(settings).exists():
        with closing(Ledger(ledger_file(settings))) as ledger:
            issues = ledger.reasons()
    latest: Mapping[str, Run] = {}
    waiting: tuple[Run, ...] = ()
    if journal_file(settings).exists():
        with closing(read_journal(settings)) as journal:
            latest = journal.latest()
            waiting = tuple(journal.runs(_MOST_WAITING, verdict=Verdict.WITHHELD))
    return Measures(
        captures, len(sizes), sum(sizes), disk.free, disk.total, issues, latest, waiting, outbox_of(settings).total
    )
