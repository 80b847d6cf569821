"""Harvest sources: Scrapy in a child process, watched from here."""

from __future__ import annotations

import difflib
import logging
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from jiyao import errors
from jiyao.alerts import alarm, teller
from jiyao.errors import AskedWrongly, JiyaoError, NotFound
from jiyao.locks import Lock, busy, lock_file
from jiyao.oversight import ARTICLE_STATES, keep_rows
from jiyao.progress import Progress, Watch, nobody
from jiyao.runs.child import Child, Hung
from jiyao.runs.shared import shared
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.journal import RUNNING, Journal, Verdict, journal_file
from pipelines.ledger import Ledger, ledger_file

AT_ONCE = 8
_SECONDS_BETWEEN = 0.2
_MOST_RUNS = 10_000
_EXPECTED = "expected: "
_OVERTAKEN = "of what run {} brought the site has nothing any more, and what it has is published: jiyao runs discard {}"
_WAITS = "the pages of run {} wait to be published or discarded"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What the harvest of one source did.

    ``states`` counts article pages: new, edited, completed, unchanged, returned, gone,
    still_gone, missing, resting. ``issues`` counts by reason. ``ended`` is
    ``finished`` where the run came to its end, ``shutdown`` where it was asked to
    stop, ``busy`` where somebody else harvests it, ``rest`` where its site's hours of
    rest began, ``storage``, ``unreachable``, ``hung`` or ``failed``; ``error`` then says more.
    ``missed`` has a sentence for each expectation of the source that was not met;
    the ``verdict`` on its pages is then ``withheld``, until a person decides about run ``number``.
    """

    source: str
    started_at: datetime
    seconds: float
    ended: str
    states: Mapping[str, int]
    reports: int
    meetings: int
    issues: Mapping[str, int]
    missed: tuple[str, ...] = ()
    verdict: Verdict = Verdict.NONE
    number: int | None = None
    error: JiyaoError | None = None

    @property
    def pages(self) -> int:
        """How many article pages were visited."""
        return sum(self.states.values())


def harvest(
    settings: Settings, names: Sequence[str] = (), watch: Watch = nobody, stop: threading.Event | None = None
) -> list[SourceRun]:
    """Harvest the named sources, or all that are enabled, and return what each run did, in the order they ended.

    SIGINT (``KeyboardInterrupt``), or ``stop``, lets the pages on their way arrive, and returns;
    a second one ends at once. Nothing that the archive has is lost either way. A source that
    somebody harvests already is left to them: its run has ``ended`` as ``busy``. What is wrong
    with a source is told to the addresses in ``settings.alerts``.
    """
    chosen = chosen_sources(sources_of(settings), names)
    teller(settings)  # an address that alerts cannot go to is told before anything is fetched
    started_at = datetime.now(UTC)
    mine: dict[str, Lock] = {}
    try:
        for name in chosen:
            if lock := Lock.take(lock_file(settings, name)):
                mine[name] = lock
        with shared(settings, list(mine)) as (free, lost):
            runs = [
                SourceRun(name, started_at, 0.0, "busy", {}, 0, 0, {}, error=busy(settings, name))
                for name in chosen
                if name not in free
            ]
            if free:
                stops = (lost, stop) if stop else (lost,)
                runs += _harvested(settings, {name: mine[name] for name in free}, started_at, watch, stops)
    finally:
        for lock in mine.values():
            lock.leave()
    _alarm(settings, runs, started_at)
    keep_rows(settings)
    return runs


def _alarm(settings: Settings, runs: Sequence[SourceRun], at: datetime) -> None:
    seen = [(run.source, troubles(run)) for run in runs if run.ended not in ("shutdown", "busy", "rest")]
    try:
        waiting = _waiting(settings)
        seen = [(source, tuple(dict.fromkeys([*said, *waiting.get(source, ())]))) for source, said in seen]
        undelivered = alarm(settings, seen, at)
    except JiyaoError as error:
        undelivered = [str(error)]  # what the runs brought is worth more than that it could not be told
    for said in undelivered:
        _log.warning("%s", said)


def decided(settings: Settings, number: int, *, published: bool) -> None:
    """Note in what is known to be wrong with a source that a person decided about one of its runs.

    Once its last run is published nothing that this run missed is wrong any more: somebody looked, and it is well.
    """
    waits = (_WAITS.format(number), _OVERTAKEN.format(number, number))
    try:
        with closing(Journal(journal_file(settings))) as journal:
            run = journal.run(number)
            incident = journal.incidents().get(run.source or "") if run else None
            last = next(iter(journal.runs(1, source=run.source, kind="harvest")), None) if run else None
        if incident is None:
            return
        well = published and last is not None and last.id == number and not _waiting(settings).get(incident.source)
        left = [said for said in incident.reasons if said not in waits and not (well and said.startswith(_EXPECTED))]
        undelivered = alarm(settings, [(incident.source, left)], datetime.now(UTC))
    except JiyaoError as error:
        undelivered = [str(error)]  # the decision is made, and worth more than that it could not be told
    for said in undelivered:
        _log.warning("%s", said)


def _waiting(settings: Settings) -> dict[str | None, list[str]]:
    """Return, by source, a sentence for each run whose pages still wait for a person."""
    said: dict[str | None, list[str]] = {}
    published: dict[str, dict[str, datetime]] = {}
    with closing(Journal(journal_file(settings))) as journal, closing(Ledger(ledger_file(settings))) as ledger:
        for run in journal.runs(_MOST_RUNS, verdict=Verdict.WITHHELD):
            source = run.source or ""
            if source not in published:
                published[source] = ledger.settled(source)
            settled = published[source]
            pages = ledger.withheld(run=run.id).items()
            overtaken = all(url in settled and settled[url] > max(moments) for (_, url), moments in pages)
            said.setdefault(run.source, []).append(
                _OVERTAKEN.format(run.id, run.id) if overtaken else _WAITS.format(run.id)
            )
    return said


def _harvested(
    settings: Settings, locks: Mapping[str, Lock], started_at: datetime, watch: Watch, stops: Sequence[threading.Event]
) -> list[SourceRun]:
    order = {"settings": settings.model_dump(mode="json"), "sources": list(locks), "at_once": AT_ONCE}
    runs: list[SourceRun] = []
    ended = "failed"
    begun: dict[str, Progress] = {}
    with Child(order, settings.hang_seconds, [lock.descriptor for lock in locks.values()]) as child:
        while True:
            try:
                told = child.line(_SECONDS_BETWEEN)
                if told is None:
                    break
                if progress := told.get("progress"):
                    begun[progress["source"]] = _progress(progress)
                    watch(begun[progress["source"]])
                elif finished := told.get("finished"):
                    runs.append(_run(finished, started_at))
                    begun.pop(runs[-1].source, None)
                    watch(_finished(runs[-1]))
                else:  # it lives, and may wait for a site
                    for still in begun.values():
                        watch(replace(still, note=""))
                if any(stop.is_set() for stop in stops) and not child.asked_to_stop:
                    child.stop()
            except Hung:
                ended = "hung"
                break
            except KeyboardInterrupt:
                if child.asked_to_stop:
                    raise
                child.stop()
    if child.asked_to_stop or any(run.ended == "shutdown" for run in runs):
        ended = "shutdown"
    heard = {run.source for run in runs}
    unheard = [_unheard(name, started_at, ended, settings) for name in locks if name not in heard]
    unnoted = [*unheard, *(run for run in runs if run.number is None)]
    _note_broken(settings, [run for run in unnoted if run.ended != "shutdown"])
    return runs + unheard


def _note_broken(settings: Settings, runs: Sequence[SourceRun]) -> None:
    """Note in the journal how runs ended whose process could not do so itself."""
    with closing(Journal(journal_file(settings))) as journal:
        for run in runs:
            begun = journal.runs(1, source=run.source, kind="harvest")
            number = begun[0].id if begun and begun[0].ended == RUNNING else None
            number = number or journal.begin("harvest", run.source, run.started_at)
            journal.end(number, run.ended, Verdict.NONE, {"error": str(run.error)} if run.error else {})


def troubles(run: SourceRun) -> tuple[str, ...]:
    """Return a sentence for each thing that somebody has to look at."""
    said = [f"{_EXPECTED}{sentence}" for sentence in run.missed]
    if run.error:
        said.append(str(run.error))
    elif run.ended != "finished":
        said.append(f"the run ended early: {run.ended}")
    if run.verdict is Verdict.WITHHELD:
        said.append(_WAITS.format(run.number))
    return tuple(said)


def chosen_sources(sources: Mapping[str, Source], names: Sequence[str]) -> list[str]:
    """Return the names to harvest; :class:`NotFound` where there is no such source, with the nearest."""
    for name in names:
        if name not in sources:
            near = difflib.get_close_matches(name, sources, 1, 0.5)
            known = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sources) or 'none'}."
            raise NotFound(f"there is no source {name}", known)
    chosen = list(dict.fromkeys(names)) or [name for name, source in sources.items() if source.enabled]
    if not chosen:
        raise AskedWrongly(
            "no source is enabled", "Name the sources to harvest, or set JIYAO_SOURCES to a folder of them."
        )
    return chosen


def _run(told: dict[str, Any], started_at: datetime) -> SourceRun:
    return SourceRun(
        source=told["source"],
        number=told.get("run"),
        started_at=datetime.fromisoformat(told["started_at"]) if "started_at" in told else started_at,
        seconds=told.get("seconds", 0.0),
        ended=told.get("ended", "failed"),
        verdict=Verdict(told.get("verdict", Verdict.NONE)),
        states=told.get("states", {}),
        reports=told.get("reports", 0),
        meetings=told.get("meetings", 0),
        issues=told.get("issues", {}),
        missed=tuple(told.get("missed", ())),
        error=_error(told["error"]),
    )


def _unheard(name: str, started_at: datetime, ended: str, settings: Settings) -> SourceRun:
    """Return the run of a source that the process said nothing of: it had not begun, or the process broke."""
    where = "the lines before" if settings.log == "json" else f"the newest file in {settings.data / 'logs'}"
    advice = f"Look at {where}. What the archive has is published by the next run."
    said = {
        "failed": "the harvest ended before it said how; perhaps it was killed for want of memory",
        "hung": f"the harvest said nothing for {settings.hang_seconds:g} s and was ended",
    }
    error = JiyaoError(said[ended], advice) if ended in said else None
    return SourceRun(name, started_at, 0.0, ended, {}, 0, 0, {}, error=error)


def _progress(told: dict[str, Any]) -> Progress:
    counts: dict[str, int] = told["counts"]
    states = {state: counts[name] for state in ARTICLE_STATES if (name := f"article/{state}") in counts}
    shown = {name: number for name, number in counts.items() if name.startswith("issue/")}
    shown |= {name: counts[name] for name in ("reports", "meetings") if name in counts}
    return Progress(told["source"], sum(states.values()), counts.get("listed"), states | shown, note=told["note"])


def _finished(run: SourceRun) -> Progress:
    shown = {**run.states, "reports": run.reports, "meetings": run.meetings}
    shown |= {f"issue/{reason}": number for reason, number in run.issues.items()}
    return Progress(run.source, run.pages, run.pages, shown, finished=True)


def _error(told: dict[str, str] | None) -> JiyaoError | None:
    if told is None:
        return None
    kind = getattr(errors, told["type"], None)
    if isinstance(kind, type) and issubclass(kind, JiyaoError):
        return kind(told["message"], told["advice"])
    return JiyaoError(f"{told['type']}: {told['message']}", "This is a fault of ours: please report it with the log.")
