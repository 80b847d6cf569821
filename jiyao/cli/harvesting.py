"""demo, harvest, rebuild, issues: what fills the archive and the index."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from jiyao.cli import draw
from jiyao.cli.surroundings import JSON, LEAVE_OUT, err, index_of, known_source, out, print_json, settings, watched
from jiyao.demo import PORT, demo_sources, serve_demo_site
from jiyao.errors import EngineError, ExpectationMissed, JiyaoError, NotFound
from jiyao.model import Role
from jiyao.plurals import many
from jiyao.search import SearchQuery

if TYPE_CHECKING:
    from jiyao.runs import SourceRun
    from jiyao.settings import Settings


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("demo")(demo)
    app.command("harvest")(harvest_sources)
    app.command("rebuild")(rebuild_index)
    app.command("issues")(list_issues)


def demo(
    folder: Annotated[Path, typer.Option(help="Where everything is written; a data folder like any other.")] = Path(
        "demo"
    ),
    port: Annotated[int, typer.Option(help="The port of loopback that the demo site is served on.")] = PORT,
) -> None:
    """Harvest an invented site on this machine, and search what came of it.

    Serves four small sites of invented reports on loopback, harvests them politely, archives every page,
    understands it, and indexes it into the embedded engine. Ends with three searches. Run again, it fetches
    only what changed.
    """
    from jiyao.runs import harvest
    from jiyao.settings import Settings

    console = out()
    given = Settings(data=folder, sources=_demo_sources(folder, port))
    console.print("[bold]Jiyao demo[/bold]: four invented sites on this machine, from page to search\n")
    with serve_demo_site(port) as address:
        console.print(f"serving {address}, harvesting with 0.05 s between two requests of a site")
        with watched(console) as watch:
            runs = harvest(given, watch=watch)
    _tell(console, runs)
    _end_well(runs)
    _rebuild_if_older(console, given)
    with index_of(given) as index:
        for words, why, query in _DEMO_SEARCHES:
            console.print(f"\n[bold]{why}[/bold]  [dim]jiyao search {words}[/dim]")
            found = index.search(query)
            draw.page(console, found, offset=0)
    if not found.hits:
        raise EngineError(f"the index in {folder} holds nothing of the demo", f"Run JIYAO_DATA={folder} jiyao rebuild.")
    _next_steps(console, folder, found.hits[0].report_id)


def _rebuild_if_older(console: Console, given: Settings) -> None:
    """Rebuild what an older version made: there is nothing new to harvest, and this one cannot read that index."""
    from jiyao.runs import rebuild

    with index_of(given) as index:
        health = index.health()
    if not health.ok:
        console.print(f"\n{health.message}\nThe demo does that now.", style="dim")
        with watched(console) as watch:
            rebuild(given, watch)


_DEMO_SEARCHES = (
    ("县务会议", "Typed in Simplified, found in Traditional:", SearchQuery(text="县务会议", size=2)),
    ("縣委書記", "Typed in Traditional, found in Simplified too:", SearchQuery(text="縣委書記", size=3)),
    ("--person 邢恩澤 --role chair", "A person and a role:", SearchQuery(person=("邢恩澤",), role=Role.CHAIR, size=2)),
)


def _demo_sources(folder: Path, port: int) -> Path:
    """Return the folder of the demo's source files, written for that port into its data folder."""
    target = folder / "sources"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in demo_sources().glob("*.yaml"):
        (target / path.name).write_text(path.read_text("utf-8").replace(f":{PORT}/", f":{port}/"), "utf-8")
    return target


def _as_typed() -> str:
    """Return what starts this program in the folder where it was started."""
    if shutil.which("jiyao"):
        return "jiyao"
    program, module = (sys.executable, " -m jiyao") if Path(sys.argv[0]).stem == "__main__" else (sys.argv[0], "")
    return (os.path.relpath(program) if Path(program).is_absolute() else program) + module


def _next_steps(console: Console, folder: Path, report_id: str) -> None:
    console.print("\n[bold]Go on from here[/bold] (nothing is left running)")
    jiyao = _as_typed()
    for command, why in (
        (f"JIYAO_DATA={folder} {jiyao} search 民生 --facet chairs", "who chairs meetings about it"),
        (
            f"JIYAO_DATA={folder} {jiyao} show {report_id}",
            "one report with its facts marked, and the bytes that prove it",
        ),
        (f"JIYAO_DATA={folder} {jiyao} issues", "the pages that were no reports, and why"),
        (f"JIYAO_DATA={folder} {jiyao} serve", "the page on http://127.0.0.1:8777, with the search API behind it"),
        (f"{jiyao} parse FILE", "understand a report of your own"),
    ):
        console.print(f"  {command}", style="cyan", markup=False, soft_wrap=True)  # to be copied
        console.print(f"      {why}", style="dim")


def harvest_sources(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Sources to harvest; all that are enabled without."),
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Visit sources, archive what is new or changed, understand it and index it.

    Known pages are asked for only if they changed. Run it as often as you like; an interrupted run goes on.
    Stop it with Ctrl-C or SIGTERM: the pages on their way arrive first; a second one ends it at once.
    Ends with 10 where a source brought less than it expects, and says what is missing.

    [bold]Examples[/bold]

    jiyao harvest                        every enabled source
    jiyao harvest shouyang               one source
    JIYAO_SOURCES=my/ jiyao harvest      sources of your own
    """
    from jiyao.runs import harvest

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = err()
    with watched(console) as watch:
        runs = harvest(settings(), names or (), watch)
    if as_json:
        print_json(map(_run_record, runs))
    else:
        _tell(out(), runs)
        if any(run.issues.keys() - {"unreachable"} for run in runs):
            out().print("pages that could not be understood: [cyan]jiyao issues[/cyan]")
    _end_well(runs)


def _run_record(run: SourceRun) -> dict[str, object]:
    return {
        "source": run.source, "run": run.number, "started_at": run.started_at.isoformat(), "seconds": run.seconds,
        "ended": run.ended, "verdict": run.verdict.value,
        "states": dict(run.states), "reports": run.reports, "meetings": run.meetings, "issues": dict(run.issues),
        "missed": list(run.missed), "error": str(run.error) if run.error else None,
    }  # fmt: skip


def _table_of(runs: Iterable[SourceRun]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("source", "pages", "new", "edited", "unchanged", "gone", "meetings", "seconds", "issues"):
        table.add_column(
            column, justify="left" if column in ("source", "issues") else "right", no_wrap=column != "issues"
        )
    for run in runs:
        states = run.states
        issues = ", ".join(f"{reason} {count}" for reason, count in sorted(run.issues.items()))
        table.add_row(
            run.source, str(run.pages), *(str(states.get(name, 0)) for name in ("new", "edited", "unchanged", "gone")),
            str(run.meetings), f"{run.seconds:.1f}", issues or "none",
        )  # fmt: skip
    return table


def _tell(console: Console, runs: Sequence[SourceRun]) -> None:
    """Print a row for each run, and below them what was missed: a sentence is wider than a column."""
    console.print(_table_of(runs))
    for run in runs:
        if run.ended in _STOPPED:
            console.print(f"{run.source}: {_STOPPED[run.ended]}", style="yellow", markup=False)
        for sentence in _shortfalls(run):
            console.print(f"{run.source}: {sentence}", style="yellow", markup=False)


_STOPPED = {"shutdown": "interrupted", "rest": "the site's hours of rest, in its source file, have begun"}


_NO_ANSWER = (
    "the site did not answer, on any try; nothing is lost: what was published stays, and the next run asks again. "
    "Is it down, or is this machine without a network?"
)


def _shortfalls(run: SourceRun) -> tuple[str, ...]:
    """Return a sentence for each thing that a run did not bring."""
    said = [f"expected: {sentence}" for sentence in run.missed]
    if run.ended not in ("finished", "shutdown", "rest"):
        said.append(f"ended early: {run.ended}")
    elif not run.pages and run.issues.keys() == {"unreachable"}:
        said.insert(0, _NO_ANSWER)
    elif not run.pages and run.issues and not said and run.ended == "finished":
        said.append(f"no article was visited: {', '.join(sorted(run.issues))}")
    if run.verdict == "withheld":
        said.append(f"its pages are archived and not published: jiyao runs show {run.number}")
    return tuple(said)


_WAITS = " `jiyao runs --waiting` shows what waits to be published or discarded."


def _end_well(runs: Sequence[SourceRun]) -> None:
    """Return only where every run came to its end with what its source expects; else end the command as it went."""
    for run in runs:
        if run.error:
            raise run.error
    short = [run for run in runs if _shortfalls(run)]
    if short:
        names = ", ".join(run.source for run in short)
        said = f"{len(short)} of {len(runs)} sources brought less than expected: {names}"
        if all(_NO_ANSWER in _shortfalls(run) for run in short):
            raise ExpectationMissed(said, "Run it again when the site answers: what is new meanwhile comes then.")
        raise ExpectationMissed(
            said,
            "Every page is in the archive. `jiyao issues` tells why pages were refused; where a site has changed, "
            f"change its source file.{_WAITS if any(run.verdict == 'withheld' for run in runs) else ''}",
        )
    if any(run.ended == "shutdown" for run in runs):
        raise KeyboardInterrupt


def rebuild_index(
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Understand on Dask: tcp://… of a scheduler, or local. JIYAO_DASK too."),
    ] = None,
    leave_out: Annotated[bool, LEAVE_OUT] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Understand every archived page again, with no network, on all cores, and put a new index in place.

    The searches go on with the old index until the new one is whole. An interrupted rebuild goes on from where
    it was. JIYAO_WORKERS says how many processes. On Dask it may use many machines that share the data folder; what
    comes out is the same, byte for byte.
    """
    from jiyao.runs import rebuild
    from pipelines.replay import DAMAGED

    console = err()
    with watched(console) as watch:
        given = settings()
        done = rebuild(given.model_copy(update={"dask": dask}) if dask else given, watch, leave_out=leave_out)
    record = {
        "pages": done.pages, "reports": done.reports, "meetings": done.meetings, "seconds": done.seconds,
        "issues": dict(done.issues), "of_no_source": dict(done.of_no_source),
    }  # fmt: skip
    if as_json:
        print_json(record)
    else:
        seen = f"{many(done.pages, 'page')}, {many(done.reports, 'report')} ({done.meetings} of meetings)"
        out().print(f"{seen} in {done.seconds:.1f} s; the new index is live")
        for source, count in done.of_no_source.items():
            out().print(f"[yellow]{many(count, 'page')} of {source} left out: its source file is not there[/yellow]")
        if damaged := done.issues.get(DAMAGED):
            out().print(
                f"[yellow]{many(damaged, 'page')} unreadable in the archive: left out, or as known before[/yellow]"
            )


def list_issues(
    source: Annotated[str | None, typer.Option(help="Only of this source.")] = None,
    reason: Annotated[str | None, typer.Option(help="Only with this reason (challenge, soft_404, no_body …).")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List the pages that want a look: not understood, not fetched, taken off their list; each with its reason.

    What was fetched of them stays in the archive. An issue ends when the page is well again.
    """
    from jiyao.record import issue_to_dict
    from pipelines.ledger import Ledger, ledger_file

    given = settings()
    if not ledger_file(given).exists():
        raise JiyaoError(f"nothing was harvested into {given.data} yet", "Run `jiyao harvest` first.")
    with closing(Ledger(ledger_file(given))) as ledger:
        issues = list(ledger.issues(source, reason))
        others = sorted({issue.reason for issue in ledger.issues(source, None)} if reason and not issues else ())
    if not issues:
        known_source(source)
    if others:
        raise NotFound(f"no issue has the reason {reason}", f"There are: {', '.join(others)}.")
    if as_json:
        print_json(map(issue_to_dict, issues))
        return
    for issue in issues:
        out().print(f"[yellow]{issue.reason}[/yellow]  {issue.source}  {issue.url}\n    [dim]{issue.message}[/dim]")
    counts = Counter((issue.source, issue.reason) for issue in issues)
    out().print(
        many(len(issues), "issue") + "".join(f"; {name}: {why} {n}" for (name, why), n in sorted(counts.items()))
    )
