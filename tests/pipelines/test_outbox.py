"""What waits in the outbox: only what is newer than what is published."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from installation import identity, keep, publish, source_of, titles

from jiyao.demo import demo_sources
from jiyao.errors import EngineError
from jiyao.settings import Settings
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import flush, outbox_of
from pipelines.publish import queued, settled
from pipelines.release import queue_run
from pipelines.waiting import Waiting, line_of

NOW = datetime.now(UTC)


def test_what_a_run_could_not_publish_does_not_wait_where_another_run_has_published_a_newer_content(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path / "data", sources=demo_sources(), workers=1)
    brought = Waiting(tmp_path / "1.waiting")
    for outcome in keep(settings, [0, 1], version=1):
        brought.add(line_of(outcome))
    assert publish(settings, [0], version=2) is None
    with closing(Ledger(ledger_file(settings))) as ledger:
        assert queue_run(ledger, 1, brought, NOW, EngineError("it was away", "")) == 1
    brought.delete()
    assert outbox_of(settings).total == 1
    assert flush(settings, source_of(settings)).published == 1
    assert titles(settings) == {identity(0): 2, identity(1): 1}


def test_a_page_that_is_published_waits_when_a_rebuild_is_refused_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", sources=demo_sources(), workers=1)
    [outcome] = keep(settings, [0])
    with closing(Ledger(ledger_file(settings))) as ledger:
        ledger.settle([settled(outcome)])
        ledger.queue([queued(settled(outcome), None, NOW, "refused")])
    assert outbox_of(settings).total == 1
