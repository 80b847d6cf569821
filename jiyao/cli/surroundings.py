"""What commands share: the settings of this run, the engine, bars of progress, and lines of JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from jiyao.errors import AskedWrongly
from jiyao.search import SearchIndex, open_index
from jiyao.search.stretches import first_day, last_day

if TYPE_CHECKING:
    from jiyao.progress import Progress, Watch
    from jiyao.settings import Settings

#: Columns of a console that is no terminal; a table is as wide as what stands in it.
_WIDE = 1 << 20
JSON = typer.Option("--json", help="Print JSON for a program: one object, or one a line.")
LEAVE_OUT = typer.Option("--leave-out-missing", help="Leave out pages without a source file or a readable record.")


#: What would command a terminal; tab and new line stay.
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\ufffd")


def plain(text: str) -> str:
    """Return the words of a page as a terminal may show them, of the same length: what would command it is replaced."""
    return text.translate(_CONTROL)


def settings() -> Settings:
    """Return the settings of the environment, over those of ./jiyao.toml."""
    from jiyao.settings import read_settings

    return read_settings(os.environ, Path("jiyao.toml"))


def known_source(name: str | None) -> None:
    """Raise :class:`NotFound` where there is no source of a name that was asked for, with the nearest."""
    from jiyao.runs.harvests import chosen_sources
    from jiyao.source_files import sources_of

    if name is not None:
        chosen_sources(sources_of(settings()), [name])


def out() -> Console:
    """Return the console of standard output."""
    return _console(stderr=False)


def err() -> Console:
    """Return the console of standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    """Return a console; lines that no terminal shows stay whole, for grep and its like, unless COLUMNS says a width."""
    console = Console(stderr=stderr, highlight=False, soft_wrap=False)
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console.width = _WIDE
    return console


@contextmanager
def index_of(given: Settings) -> Iterator[SearchIndex]:
    """Open the engine for the block."""
    index = open_index(given)
    try:
        yield index
    finally:
        index.close()


def print_json(records: Iterable[Any] | Any) -> None:
    """Print one record a line, as JSON in UTF-8; a mapping counts as one record."""
    for record in [records] if isinstance(records, dict) else records:
        sys.stdout.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def day(written: str | None, option: str, *, last: bool = False) -> date | None:
    """Read a day of an option, of a month or a year its first or last; a mistake is said with the form it needs."""
    if written is None:
        return None
    try:
        return last_day(written) if last else first_day(written)
    except ValueError as error:
        raise AskedWrongly(f"{option} {written}", f"{error}.") from None


class Lines:
    """Tells how far each source is, at most a line each in ten seconds, and what keeps it waiting, one in five."""

    def __init__(self, console: Console, now: Callable[[], float] = time.monotonic) -> None:
        self._console, self._now = console, now
        self._told: dict[str, float] = {}
        self._noted: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        """Print a line where it is time for one; none at the end, for then comes what is said of the whole."""
        now = self._now()
        told = self._told.setdefault(progress.name, now)
        if progress.note and now - self._noted.get(progress.name, -_SECONDS_NOTED) >= _SECONDS_NOTED:
            self._noted[progress.name] = self._told[progress.name] = now
            self._console.print(f"{progress.name}: {progress.note}", markup=False)
        elif now - told >= _SECONDS_TOLD and not progress.finished:
            self._told[progress.name] = now
            of = f" of {progress.total}" if progress.total is not None else ""
            self._console.print(f"{progress.name}: {progress.done}{of}  {_counts(progress)}".rstrip(), markup=False)


_SECONDS_TOLD, _SECONDS_NOTED = 10.0, 5.0


def _counts(progress: Progress) -> str:
    return "  ".join(f"{name} {count}" for name, count in sorted(progress.counts.items()) if "/" not in name)


@contextmanager
def watched(console: Console) -> Iterator[Watch]:
    """Draw a bar for each source while the block runs; where there is no terminal, print a line now and then."""
    if not console.is_terminal:
        yield Lines(console)
        return
    bars = Bars(
        TextColumn("{task.description:20}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("{task.fields[counts]}"),
        console=console, transient=False,
    )  # fmt: skip
    tasks: dict[str, TaskID] = {}

    def watch(progress: Progress) -> None:
        if progress.name not in tasks:
            tasks[progress.name] = bars.add_task(progress.name, total=None, counts="")
        task = tasks[progress.name]
        total = progress.done if progress.finished else progress.total
        bars.update(task, completed=progress.done, total=total, counts=_counts(progress))
        if progress.note:
            console.print(f"{progress.name}: {progress.note}", style="yellow", markup=False)

    with bars:
        yield watch
