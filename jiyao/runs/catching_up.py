"""What the ledger says is published, and a generation lacks, is put into it out of the archive."""

from __future__ import annotations

from datetime import UTC, datetime

from jiyao.model import report_id
from jiyao.runs.index_work import Work
from jiyao.search.elastic_generations import Generation, GenerationWriter
from pipelines.archive import Archive
from pipelines.flow import process
from pipelines.ledger import Settled
from pipelines.outbox import page_until
from pipelines.publish import queued, settled
from pipelines.replay import Outcome, understand

_TOGETHER = 64


def catch_up(work: Work, generation: Generation, writer: GenerationWriter) -> int:
    """Bring the generation up to the ledger; return how many pages it took.

    Pages of which the server refuses the report are passed over, and wait in the outbox.
    """
    done, refused = 0, set[tuple[str, str]]()
    sources = work.sources.keys() - set(generation.meta.get("left_out", ()))
    with Archive(work.settings.archive_folder) as archive:
        _take_back(work, generation, writer, archive)
        while True:
            behind = work.built.behind(generation.name, sources, _TOGETHER + len(refused))
            outcomes: list[tuple[Settled, Outcome | None]] = []
            for source, url, until in behind:
                if (source, url) not in refused:
                    page = page_until(archive, work.built, source, url, until)
                    one = understand(page, work.sources[source], archive.read, process) if page else None
                    outcomes.append((Settled(source, url, until, one.issue if one else None), one))
            if not outcomes:
                return done
            writer.write([one.report for _, one in outcomes if one and one.report])
            if gone := [report_id(page.source, page.url) for page, one in outcomes if not (one and one.report)]:
                writer.remove(gone)
            failed = [page for page, one in outcomes if one and one.report and one.report.id in writer.failed]
            refused.update((page.source, page.url) for page in failed)
            why = {page: writer.failed[report_id(page.source, page.url)] for page in failed}
            work.built.queue(queued(page, None, datetime.now(UTC), said) for page, said in why.items())
            kept = [(page, bool(one and one.report)) for page, one in outcomes if page not in failed]
            work.built.add(generation.name, kept)
            done += len(kept)


def _take_back(work: Work, generation: Generation, writer: GenerationWriter, archive: Archive) -> None:
    """Put the contents before them in the place of those that were withheld since, and take out what was taken out."""
    out = [page for page in archive.forgotten() if work.built.has(generation.name, *page)]
    for source, url in [*work.built.doubted(generation.name), *out]:
        page = archive.page(source, url)
        page = page_until(archive, work.built, source, url, page.entries[-1].captured_at) if page else None
        outcome = (
            understand(page, work.sources[source], archive.read, process) if page and source in work.sources else None
        )
        if outcome and outcome.report:
            writer.write([outcome.report])
            work.built.add(generation.name, [(settled(outcome), True)])
        else:
            writer.remove([report_id(source, url)])
            work.built.remove(generation.name, source, url)
