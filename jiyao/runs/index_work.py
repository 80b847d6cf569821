"""Work on the generations of the index: one at a time, in this data folder and at the server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from jiyao.errors import AskedWrongly, EngineAway, JiyaoError
from jiyao.locks import Lock, holder_of, lock_file
from jiyao.runs.shared import holder_of_leases
from jiyao.search.elastic import ElasticIndex
from jiyao.search.elastic_generations import Generation, Generations
from jiyao.search.elastic_leases import INDEX, Leases, busy
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.built import Built
from pipelines.ledger import ledger_file
from pipelines.turns import Turns

SECONDS = 90.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """What one works with who has the index: its generations, and what the ledger knows of them."""

    settings: Settings
    sources: Mapping[str, Source]
    server: Server
    generations: Generations
    built: Built
    leases: Leases
    holder: str
    lost: threading.Event

    def must_be_ours(self) -> None:
        """Raise :class:`~jiyao.errors.WriterBusy` where somebody has taken the index over."""
        if self.lost.is_set() or not self.leases.keep(INDEX, self.holder, datetime.now(UTC), SECONDS):
            raise busy(self.leases.holder(INDEX, datetime.now(UTC)))

    def opened(self, generation: Generation) -> ElasticIndex:
        """Return the generation for reading, whether it serves or not."""
        return ElasticIndex(self.server, self.settings.index_prefix, generation)

    def current(self) -> Generation | None:
        """Return the generation that serves."""
        return next((one for one in self.generations.all() if one.current), None)


def only_elasticsearch(settings: Settings) -> None:
    """Raise :class:`AskedWrongly` where the embedded engine serves."""
    if not settings.elasticsearch:
        raise AskedWrongly(
            f"the embedded engine in {settings.index_folder} builds and switches in one, and keeps no former index",
            "Run `jiyao rebuild`; or set JIYAO_ELASTICSEARCH to use a server.",
        )


@contextmanager
def at_work(settings: Settings, seconds: float = SECONDS) -> Iterator[Work]:
    """Have the index while the block lasts; :class:`~jiyao.errors.WriterBusy` where somebody else has it.

    A lock on a file keeps others of this data folder away, and ends with its
    process; a lease at the server others of other machines, and ends when nobody
    keeps it any more. One of this folder that was killed is known by its lock.
    """
    only_elasticsearch(settings)
    sources = sources_of(settings)
    path = lock_file(settings, INDEX)
    lock = Lock.take(path)
    if lock is None:
        raise busy(str(holder_of(path) or "another process"))
    try:
        holder = holder_of_leases(settings)
        server = Server.from_settings(settings)
        with (
            closing(Built(ledger_file(settings))) as built,
            closing(Leases.of(server, settings.index_prefix)) as leases,
        ):
            if not leases.take(INDEX, holder, datetime.now(UTC), seconds):
                raise busy(leases.holder(INDEX, datetime.now(UTC)))
            generations = Generations(server, settings.index_prefix)
            work = Work(settings, sources, server, generations, built, leases, holder, threading.Event())
            with _kept(work, seconds):
                _finish_switch(work)
                yield work
    finally:
        lock.leave()


def _finish_switch(work: Work) -> None:
    """Let the ledger know of a switch whose process was killed when the aliases had moved.

    What the generation before had is not known any more: a rollback to it looks at every page.
    """
    current = work.current()
    if current and work.built.holding(current.name).pages:
        with Turns(work.built.path.parent).switching():
            left_out = set(current.meta.get("left_out", ()))
            work.built.finish(current.name, work.sources.keys() - left_out)


@contextmanager
def _kept(work: Work, seconds: float) -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=_keep, args=(work, seconds, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        with suppress(JiyaoError):  # it is free when its time is over
            work.leases.leave(INDEX, work.holder, datetime.now(UTC))


def _keep(work: Work, seconds: float, done: threading.Event) -> None:
    while not done.wait(seconds / 4):
        try:
            if not work.leases.keep(INDEX, work.holder, datetime.now(UTC), seconds):
                work.lost.set()
                return
        except EngineAway:  # nobody can take it over either
            continue
        except JiyaoError as error:
            _log.warning("%s", error)
