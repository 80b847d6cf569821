"""Visits sources when they are due, for months: bounded, once each, over restarts, with source files as they change."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jiyao.alerts import alarm
from jiyao.errors import Busy, EngineAway, JiyaoError, SourceError
from jiyao.locks import SCHEDULE, Lock, holder_of, lock_file
from jiyao.logs import about
from jiyao.plurals import many
from jiyao.runs import SourceRun, harvest
from jiyao.schedule.plan import plan
from jiyao.search.elastic_leases import Leases
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_folder, sources_of
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.outbox import flush

_log = logging.getLogger(__name__)
_SECONDS = 1.0
_WAITED = "pages that waited for the search engine are"
_SECONDS_BETWEEN_FLUSHES = 60.0
_NEARLY = 59 / 60  # of an hour: a line of cron that comes once an hour may come a second early

Told = Callable[[str], None]
#: Returns how each part of the whole stands: its name, and what is wrong with it.
Whole = Callable[[Settings, datetime], Sequence[tuple[str, Sequence[str]]]]
Clock = Callable[[], datetime]
Stamp = tuple[tuple[str, int, int], ...]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many sources are visited at once, and how many seconds pass between two looks at the clock, and at the whole.

    The first look at the whole is a twelfth of that after the begin: what starts beside us has time to come up.
    """

    at_once: int = 4
    seconds: float = _SECONDS
    seconds_of_whole: float = 3600.0


class Keeper:
    """Keeps the schedule of one installation; ``tell`` gets a line for everything that happens.

    What ``whole`` returns once an hour, whichever process asked it last, is told as an alert, each trouble once
    and its end once. ``clock`` returns the moment (UTC).

    What it has to remember is in the journal and in locks, so that one that was
    killed leaves nothing behind that the next would have to mend.
    """

    def __init__(
        self,
        settings: Settings,
        limits: Limits = Limits(),
        tell: Told = print,
        whole: Whole | None = None,
        clock: Clock = _now,
    ) -> None:
        self._settings = self._given = settings
        self._limits = limits
        self._tell = tell
        self._sources: Mapping[str, Source] = {}
        self._read: Stamp | None = None
        self._running: dict[str, threading.Thread] = {}
        self._stop = threading.Event()
        self._ever = False
        self._flush_at = 0.0
        self._flushing: threading.Thread | None = None
        self._whole = whole
        self._clock = clock
        self._began: datetime | None = clock()
        self._looking: threading.Thread | None = None

    def stop(self) -> None:
        """Begin no run any more, and end those that are under way in good order."""
        self._stop.set()

    def run(self, *, once: bool = False) -> None:
        """Visit sources until :meth:`stop`; with ``once``, those that are due now, and return when they have ended.

        :class:`Busy` where another process keeps this schedule.
        """
        lock = Lock.take(lock_file(self._settings, SCHEDULE))
        if lock is None:
            holder = holder_of(lock_file(self._settings, SCHEDULE))
            raise Busy(f"this schedule is kept already: {holder or 'by another process'}", "`jiyao schedule status`")
        try:
            self._reload()
            moment = self._clock() if once else None  # what becomes due while it runs is for the next time
            if once:
                self._began = None
            begun = self._look(moment)
            while not self._stop.is_set() and not (once and not self._running and not begun):
                self._stop.wait(self._limits.seconds)
                begun = self._look(moment)
            if once and not self._ever:
                self._tell("nothing is due; `jiyao schedule status` tells what is next")
            if self._running and self._stop.is_set():
                self._tell(f"stopping: {', '.join(sorted(self._running))} may finish the pages on their way")
            for thread in filter(None, [*self._running.values(), self._flushing, self._looking]):
                thread.join()
        finally:
            lock.leave()

    def _look(self, moment: datetime | None) -> int:
        """Look at files and clock, and begin what is due; trouble with a file or a disk is told and passes."""
        try:
            self._reload()
            self._flush()
            self._look_at_the_whole()
            return self._begin_what_is_due(moment or self._clock())
        except (OSError, JiyaoError) as error:
            self._tell(f"{error}")
            self._stop.wait(10 * self._limits.seconds)
            return 0

    def _begin_what_is_due(self, now: datetime) -> int:
        """Begin as many runs as are due and allowed at once; return how many sources were looked at for it."""
        self._running = {name: thread for name, thread in self._running.items() if thread.is_alive()}
        room = self._limits.at_once - len(self._running)
        if room <= 0 or self._stop.is_set():
            return 0
        with closing(Journal(journal_file(self._settings))) as journal:
            latest = {name: run.started_at for name, run in journal.latest().items()}
        due = [each.source for each in plan(self._sources, latest, now) if each.at <= now]
        self._ever = self._ever or bool(due)
        chosen = [name for name in due if name not in self._running and not self._held(name)][:room]
        elsewhere = self._began_elsewhere(chosen)
        late = {each.source for each in plan(self._sources, latest | elsewhere, now) if each.at <= now}
        for name, at in elsewhere.items():
            if name not in late:
                self._note_elsewhere(name, at)
        for name in [name for name in chosen if name in late]:
            thread = threading.Thread(target=self._visit, args=(name,), name=name)
            self._running[name] = thread
            thread.start()
        return len(chosen)

    def _began_elsewhere(self, names: Sequence[str]) -> dict[str, datetime]:
        """Return when the latest runs of these sources began elsewhere; nothing where the server is away."""
        if not self._settings.elasticsearch or not names:
            return {}
        with closing(Leases(self._settings)) as leases:
            try:
                return leases.began(names)
            except EngineAway as error:
                self._tell(f"{error}; sources are visited without asking who else did")
                return {}

    def _flush(self) -> None:
        """Publish what waits for the search engine once a minute: its sources may not be due for days."""
        now = time.monotonic()
        if now < self._flush_at or (self._flushing and self._flushing.is_alive()):
            return
        self._flush_at = now + _SECONDS_BETWEEN_FLUSHES
        # A server that does not answer for a minute shall not keep the schedule waiting.
        self._flushing = threading.Thread(target=self._flush_now, name="flush", daemon=True)
        self._flushing.start()

    def _flush_now(self) -> None:
        try:
            done = flush(self._given, self._sources)
        except JiyaoError as error:
            self._tell(f"what waits for the search engine: {error} {error.advice}")
            return
        if done.published:
            waited = many(done.published, "page that waited for the search engine is", _WAITED)
            self._tell(f"{waited} published")
        if done.error:
            self._tell(f"{many(done.waiting, 'page waits', 'pages wait')} for the search engine: {done.error}")

    def _look_at_the_whole(self) -> None:
        """Look once an hour how everything stands, beside the schedule: what does not answer shall not hold it up."""
        if self._whole is None or (self._looking and self._looking.is_alive()):
            return
        now, seconds = self._clock(), self._limits.seconds_of_whole
        if _is_within(now, self._began, seconds / 12):
            return
        with closing(Journal(journal_file(self._settings))) as journal:
            if _is_within(now, journal.looked_at(), seconds * _NEARLY):
                return
            journal.note_look(now)
        self._looking = threading.Thread(
            target=self._tell_of_the_whole, args=(self._whole, now), name="whole", daemon=True
        )
        self._looking.start()

    def _tell_of_the_whole(self, whole: Whole, now: datetime) -> None:
        try:
            for undelivered in alarm(self._settings, whole(self._settings, now), now):
                self._tell(undelivered)
        except JiyaoError as error:
            self._tell(f"{error} {error.advice}")
        except Exception:  # what only looks must not end the schedule
            _log.exception("the look at the whole")

    def _note_elsewhere(self, name: str, at: datetime) -> None:
        """Note that another harvester visited the source, so that it is not asked about again until it is due."""
        with closing(Journal(journal_file(self._settings))) as journal:
            journal.end(journal.begin("harvest", name, at), "elsewhere", Verdict.NONE, {})

    def _held(self, name: str) -> bool:
        return holder_of(lock_file(self._settings, name)) is not None

    def _visit(self, name: str) -> None:
        with about(source=name):
            self._visit_once(name)

    def _visit_once(self, name: str) -> None:
        self._tell(f"{name}: begins")
        try:
            [run] = harvest(self._given, [name], stop=self._stop)
        except JiyaoError as error:
            self._tell(f"{name}: {error} {error.advice}")
            self._note_that_it_failed(name, error)
        except Exception as error:  # one source must not end the schedule of a thousand
            _log.exception("%s", name)
            self._note_that_it_failed(name, error)
        else:
            with about(run=run.number):
                self._tell(told(run))

    def _note_that_it_failed(self, name: str, error: Exception) -> None:
        """Note a run that could not even begin, so that it is not tried again at once, and tell of it."""
        now = datetime.now(UTC)
        try:
            with closing(Journal(journal_file(self._settings))) as journal:
                journal.fail("harvest", name, now, str(error))
            alarm(self._settings, [(name, (str(error),))], now)
        except JiyaoError as worse:
            self._tell(f"{name}: {worse} {worse.advice}")
            self._stop.wait(60)

    def _copied(self, stamp: Stamp) -> Settings:
        """Return settings that read a copy of the source files as they are: later mistakes do not reach the runs."""
        folder = sources_folder(self._settings)
        copy = self._settings.data / "schedule" / hashlib.sha256(repr(stamp).encode()).hexdigest()[:16]
        if not self._running:
            shutil.rmtree(copy.parent, ignore_errors=True)
        for path in folder.rglob("*.yaml"):
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            written = path.stat()  # what a source that never ran is told by; its permissions are no use of a copy
            os.utime(target, ns=(written.st_atime_ns, written.st_mtime_ns))
        copy.mkdir(parents=True, exist_ok=True)
        return self._settings.model_copy(update={"sources": copy})

    def _reload(self) -> None:
        """Read the source files again where one of them changed; files with mistakes leave the sources as they were."""
        stamp = _stamp(sources_folder(self._settings))
        if stamp == self._read:
            return
        first = self._read is None
        self._read = stamp
        given = self._copied(stamp)
        try:
            self._sources, self._given = sources_of(given), given
        except SourceError as error:
            if first:
                raise
            self._tell(f"the source files changed and have mistakes; the sources stay as they were:\n{error}")
            return
        enabled = sum(source.enabled for source in self._sources.values())
        self._tell(f"{many(len(self._sources), 'source')}, {enabled} of them enabled")


def _is_within(now: datetime, since: datetime | None, seconds: float) -> bool:
    """Tell whether so little has passed since; a moment yet to come (the clock was set back) is none to wait for."""
    return since is not None and since <= now < since + timedelta(seconds=seconds)


def told(run: SourceRun) -> str:
    """Return a line about a run that has ended."""
    states = ", ".join(f"{state} {number}" for state, number in run.states.items()) or "no page"
    pages = "" if run.verdict == "none" else f"; pages are {run.verdict}"
    missed = "".join(f"; expected: {sentence}" for sentence in run.missed)
    error = f"; {run.error}" if run.error else ""
    return f"{run.source}: {run.ended} after {run.seconds:.0f} s: {states}{pages}{missed}{error}"


def _stamp(folder: Path) -> Stamp:
    files = ((path, path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return tuple((str(path), info.st_mtime_ns, info.st_size) for path, info in files)
