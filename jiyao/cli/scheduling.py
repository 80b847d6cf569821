"""schedule: visits sources by their cron lines, for months."""

from __future__ import annotations

import logging
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from jiyao.cli.surroundings import JSON, out, print_json, settings
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.schedule.status import SourceState

_log = logging.getLogger("jiyao.schedule")
schedule = typer.Typer(rich_markup_mode="rich")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(schedule, name="schedule")


@schedule.callback(invoke_without_command=True)
def keep_schedule(
    context: typer.Context,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="So many sources at once, a process each.")] = 4,
    once: Annotated[bool, typer.Option("--once", help="Visit what is due now, and end: for cron.")] = False,
) -> None:
    """Visit every enabled source when its file says so, until told to stop.

    Once an hour it looks at what `jiyao status` looks at, and tells what is wrong to JIYAO_ALERTS.

    A source's file names a cron line, its time zone, a jitter, and hours of rest. A run that was missed is made
    up for once. Source files are read again when they change. Stop it with Ctrl-C or SIGTERM: the pages on their
    way arrive first; a second one ends it at once. After a crash, start it again: there is nothing to mend.

    [bold]Examples[/bold]

    jiyao schedule                          keep the schedule (deploy/ has a systemd unit)
    jiyao schedule status                   next, last, running, overdue
    */10 * * * *  jiyao schedule --once     the same from plain cron
    """
    if context.invoked_subcommand:
        return
    from jiyao.logs import start_logs
    from jiyao.schedule.keeper import Keeper, Limits
    from jiyao.status import troubles

    given = settings()
    start_logs(given.log, logging.INFO if given.log == "json" else logging.WARNING)
    keeper = Keeper(given, Limits(at_once), _log.info if given.log == "json" else _tell, troubles)

    def stop(number: int, frame: Any) -> None:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        keeper.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    keeper.run(once=once)


def _tell(line: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}", flush=True)


@schedule.command("status")
def show_status(as_json: Annotated[bool, JSON] = False) -> None:
    """Show who keeps the schedule, and of each source when it is next, how it went last, whether it runs or is overdue.

    Ends with 1 where something is overdue or in trouble, for whoever watches.
    """
    from jiyao.schedule.status import schedule_of

    now = datetime.now(UTC)
    stands = schedule_of(settings(), now)
    if as_json:
        print_json(_record(state) for state in stands.sources)
    else:
        _draw(stands.sources)
        kept = f"kept by {stands.keeper}" if stands.keeper else "kept by nobody: `jiyao schedule` keeps it"
        out().print(kept, markup=False)
    if any(state.overdue or state.incident for state in stands.sources):
        raise typer.Exit(1)


def _draw(states: tuple[SourceState, ...]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("source", "cron", "zone", "next (UTC)", "last (UTC)", "ended", "now"):
        table.add_column(column, no_wrap=column != "now")
    for state in states:
        if not state.enabled:
            continue
        last = f"{state.last.started_at:%m-%d %H:%M}" if state.last else "never"
        table.add_row(
            state.name, state.cron, state.timezone, f"{state.next_at:%m-%d %H:%M}" if state.next_at else "", last,
            state.last.ended if state.last else "", "; ".join(_now(state)), style="yellow" if _wrong(state) else None,
        )  # fmt: skip
    out().print(table if table.row_count else "no source is enabled")
    if off := sum(not state.enabled for state in states):
        out().print(f"{many(off, 'more source is', 'more sources are')} not enabled (jiyao sources)", style="dim")


def _wrong(state: SourceState) -> bool:
    return state.overdue or state.incident is not None


def _now(state: SourceState) -> list[str]:
    said = ["running"] if state.running else []
    if state.overdue:
        said.append("overdue")
    elif state.next_at and state.next_at <= datetime.now(UTC) and not state.running:
        said.append("due")
    if state.incident:
        said.append("; ".join(state.incident.reasons))
    return said


def _record(state: SourceState) -> dict[str, Any]:
    return {
        "source": state.name,
        "enabled": state.enabled,
        "cron": state.cron,
        "timezone": state.timezone,
        "next_at": state.next_at.isoformat() if state.next_at else None,
        "last": state.last.to_dict() if state.last else None,
        "running": str(state.running) if state.running else None,
        "overdue": state.overdue,
        "trouble": list(state.incident.reasons) if state.incident else [],
    }
