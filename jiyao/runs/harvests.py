"""Harvest sources: Scrapy in a child process, watched from here."""

from __future__ import annotations

import difflib
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import crawler
from jiyao import errors
from jiyao.alerts import alarm
from jiyao.errors import AskedWrongly, JiyaoError, NotFound
from jiyao.progress import Progress, Watch, nobody
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.journal import Verdict

AT_ONCE = 8
_log = logging.getLogger(__name__)
_ARTICLE_STATES = ("new", "edited", "unchanged", "returned", "gone", "still_gone", "missing", "resting")


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What the harvest of one source did.

    ``states`` counts article pages: new, edited, unchanged, returned, gone,
    still_gone, missing, resting. ``issues`` counts by reason. ``ended`` is
    ``finished`` where the run came to its end, ``shutdown`` where it was asked to
    stop, ``storage``, ``unreachable`` or ``failed``; ``error`` then says more.
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


def harvest(settings: Settings, names: Sequence[str] = (), watch: Watch = nobody) -> list[SourceRun]:
    """Harvest the named sources, or all that are enabled, and return what each run did, in the order they ended.

    SIGINT (``KeyboardInterrupt``) lets the pages on their way arrive, and returns;
    a second one ends at once. Nothing that the archive has is lost either way.
    """
    chosen = chosen_sources(sources_of(settings), names)
    started_at = datetime.now(UTC)
    order = {"settings": settings.model_dump(mode="json"), "sources": chosen, "at_once": AT_ONCE}
    runs: list[SourceRun] = []
    with _Child(order) as child:
        while True:
            try:
                told = child.line()
                if told is None:
                    break
                if progress := told.get("progress"):
                    watch(_progress(progress))
                elif finished := told.get("finished"):
                    runs.append(_run(finished, started_at))
                    watch(_finished(runs[-1]))
            except KeyboardInterrupt:
                if child.asked_to_stop:
                    raise
                child.stop()
    ended = "shutdown" if child.asked_to_stop or any(run.ended == "shutdown" for run in runs) else "failed"
    heard = {run.source for run in runs}
    runs += [_unheard(name, started_at, ended, settings) for name in chosen if name not in heard]
    undelivered = alarm(settings, [(run.source, troubles(run)) for run in runs if run.ended != "shutdown"], started_at)
    for said in undelivered:
        _log.warning("%s", said)
    return runs


def troubles(run: SourceRun) -> tuple[str, ...]:
    """Return a sentence for each thing that somebody has to look at."""
    said = [f"expected: {sentence}" for sentence in run.missed]
    if run.error:
        said.append(str(run.error))
    elif run.ended != "finished":
        said.append(f"the run ended early: {run.ended}")
    if run.verdict is Verdict.WITHHELD:
        said.append(f"the pages of run {run.number} wait to be published or discarded")
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


class _Child:
    """The process that harvests; it never outlives the block."""

    def __init__(self, order: dict[str, Any]) -> None:
        root = str(Path(crawler.__file__).parent.parent)
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        self.asked_to_stop = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crawler.harvest"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,  # a Ctrl-C reaches us alone, and we pass it on once
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        self._in.write(json.dumps(order) + "\n")
        self._in.flush()

    def __enter__(self) -> _Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    def line(self) -> dict[str, Any] | None:
        """Return the next thing the process tells, None when it has ended."""
        while text := self._out.readline():
            if text.startswith("{"):
                told: dict[str, Any] = json.loads(text)
                return told
        return None

    def stop(self) -> None:
        """Ask the process to end in good order."""
        self.asked_to_stop = True
        self._process.send_signal(signal.SIGINT)


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
    advice = f"Look at the newest file in {settings.data / 'logs'}."
    error = JiyaoError("the harvest ended before it said how", advice) if ended == "failed" else None
    return SourceRun(name, started_at, 0.0, ended, {}, 0, 0, {}, error=error)


def _progress(told: dict[str, Any]) -> Progress:
    counts: dict[str, int] = told["counts"]
    states = {state: counts[name] for state in _ARTICLE_STATES if (name := f"article/{state}") in counts}
    shown = {name: number for name, number in counts.items() if name.startswith("issue/")}
    shown |= {name: counts[name] for name in ("reports", "meetings") if name in counts}
    return Progress(told["source"], sum(states.values()), counts.get("listed"), states | shown)


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
