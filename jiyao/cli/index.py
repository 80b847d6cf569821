"""index: generations built beside the one that serves, checked, switched to, left again; and the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from jiyao.cli.surroundings import JSON, LEAVE_OUT, day, err, out, print_json, settings, watched
from jiyao.errors import NotSound
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.runs.builds import Checked, Switched
    from jiyao.runs.index_status import IndexStatus

index = typer.Typer(rich_markup_mode="rich", no_args_is_help=True)
_NAME = typer.Argument(metavar="[GENERATION]", help="Its name; without, the latest that does not serve.")
_KEEP = typer.Option(min=0, help="So many former generations stay, for a rollback.")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(index, name="index")


@index.callback()
def _index() -> None:
    """Build, check and switch the generations of the index in Elasticsearch; `jiyao rebuild` does all three.

    A generation is built beside the one that serves, from the archive alone. What harvests publish meanwhile is
    in it too before it is switched to. One person, or one machine, works on them at a time.

    [bold]Examples[/bold]

    jiyao index status            what there is, who builds, what waits to be published
    jiyao index build             a new generation beside the one that serves
    jiyao index check             each gate with its figure; ends with 7 where one is not passed
    jiyao index switch            searches and writes go to it, at once
    jiyao index rollback          back to the one before, with what was published since
    jiyao index waiting           which pages wait to be published, since when and why
    jiyao index flush             publish what waited while the server was away
    """


@index.command("build")
def build_index(
    leave_out: Annotated[bool, LEAVE_OUT] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Build a generation from the archive beside the one that serves; one that fails is deleted again."""
    from jiyao.runs.builds import build

    with watched(err()) as watch:
        done = build(settings(), watch, leave_out=leave_out)
    if as_json:
        print_json({"generation": done.generation, "pages": done.pages, "reports": done.reports,
                    "seconds": done.seconds, "issues": dict(done.issues)})  # fmt: skip
        return
    built = f"{many(done.pages, 'page')}, {many(done.reports, 'report')}"
    out().print(
        f"{built} in {done.seconds:.1f} s: generation {done.generation}\n"
        "next: [cyan]jiyao index check[/cyan], [cyan]jiyao index switch[/cyan]"
    )


@index.command("check")
def check_index(
    generation: Annotated[str | None, _NAME] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Hold a generation against its gates and say each with its figure; ends with 7 where one is not passed."""
    from jiyao.runs.builds import check

    with watched(err()) as watch:
        checked = check(settings(), generation, watch)
    if as_json:
        said = [{"name": each.name, "ok": each.ok, "figure": each.figure} for each in checked.gates]
        print_json({"generation": checked.generation, "ok": checked.ok, "gates": said})
    else:
        _draw_gates(checked)
    if not checked.ok:
        raise NotSound(
            f"generation {checked.generation} does not pass",
            "`jiyao index switch --anyway` takes it all the same; `jiyao index prune` deletes it.",
        )


def _draw_gates(checked: Checked) -> None:
    for gate in checked.gates:
        out().print("[green]ok[/green]  " if gate.ok else "[red]no[/red]  ", end="")
        out().print(f"{gate.name:12}{gate.figure}", markup=False, soft_wrap=True)


@index.command("switch")
def switch_index(
    generation: Annotated[str | None, _NAME] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Though it was not checked, or did not pass.")] = False,
    keep: Annotated[int, _KEEP] = 1,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Let searches and writes go to a generation that passed its gates: three aliases in one request."""
    from jiyao.runs.builds import switch

    _tell(switch(settings(), generation, anyway=anyway, keep=keep), as_json=as_json)


@index.command("rollback")
def roll_back(as_json: Annotated[bool, JSON] = False) -> None:
    """Go back to the generation that served before; what was published since is put into it first."""
    from jiyao.runs.builds import rollback

    _tell(rollback(settings()), as_json=as_json)


def _tell(done: Switched, *, as_json: bool) -> None:
    if as_json:
        print_json({"generation": done.generation, "before": done.before, "caught_up": done.caught_up,
                    "deleted": list(done.deleted)})  # fmt: skip
        return
    caught_up = (
        f", with {many(done.caught_up, 'page that was', 'pages that were')} published meanwhile"
        if done.caught_up
        else ""
    )
    out().print(f"generation {done.generation} serves{caught_up}", markup=False)
    if done.before:
        kept = "was deleted" if done.before in done.deleted else "is kept: jiyao index rollback"
        out().print(f"{done.before}, which served before, {kept}", style="dim", markup=False)


@index.command("prune")
def prune_index(keep: Annotated[int, _KEEP] = 1, as_json: Annotated[bool, JSON] = False) -> None:
    """Delete generations that do not serve: former ones but the latest, and those that failed or were left half built.

    One that somebody walks through stays until the next time; one who was killed does so for five minutes more.
    Other indices are never touched.
    """
    from jiyao.runs.builds import prune

    done = prune(settings(), keep)
    if as_json:
        print_json({"deleted": list(done.deleted), "read": list(done.read)})
        return
    if done.deleted or not done.read:
        gone = ", ".join(done.deleted)
        out().print(f"deleted: {gone}" if gone else "there was nothing to delete", markup=False)
    if done.read:
        out().print(f"stays until the next time, since somebody walks through it: {', '.join(done.read)}", markup=False)


@index.command("flush")
def flush_outbox(
    since: Annotated[
        str | None,
        typer.Option(help="Publish again all that was captured since this day (UTC): after a snapshot was restored."),
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Publish the pages that wait because the search engine was away, or refused them.

    Every harvest and the schedule do so too. Ends as the search engine answers where it still refuses.
    """
    from jiyao.source_files import sources_of
    from pipelines.outbox import flush, publish_again

    given = settings()
    if first := day(since, "--since"):
        publish_again(given, first)
    done = flush(given, sources_of(given))
    if as_json:
        print_json({"published": done.published, "waiting": done.waiting,
                    "error": str(done.error) if done.error else None})  # fmt: skip
    else:
        out().print(
            f"{many(done.published, 'page is', 'pages are')} published, {many(done.waiting, 'waits', 'wait')}",
            markup=False,
        )
    if done.error:
        raise done.error


_REFUSED = (
    "refused pages come again with every flush: see what is in them (`jiyao archive show`, `jiyao parse`); "
    "after a change of the mapping `jiyao rebuild` takes them"
)


@index.command("waiting")
def list_waiting(
    source: Annotated[str | None, typer.Option(help="Only those of this source.")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List the pages that wait to be published, the longest first: source, address, since when, and why.

    `refused`: the server answered, and would not take this page for what is in it. `server`: it was away, full,
    locked, or let us do nothing; such pages are published when it is well again.
    """
    from pipelines.outbox import waiting_of
    from pipelines.publish import is_refused

    pages = waiting_of(settings(), source)
    if as_json:
        print_json({"source": page.source, "url": page.url, "since": page.since.isoformat(), "run": page.run,
                    "refused": is_refused(page), "reason": page.error} for page in pages)  # fmt: skip
        return
    for page in pages:
        kind = "refused" if is_refused(page) else "server "
        out().print(f"{page.since:%Y-%m-%d %H:%M} UTC  {kind}  {page.source}  {page.url}", markup=False, soft_wrap=True)
        out().print(f"    {page.error}", style="dim", markup=False, soft_wrap=True)
    if not pages:
        out().print("nothing waits to be published")
    elif any(map(is_refused, pages)):
        out().print(_REFUSED, style="dim", markup=False, soft_wrap=True)


@index.command("status")
def show_status(as_json: Annotated[bool, JSON] = False) -> None:
    """Show the generations, who works on them, and how many pages wait to be published and since when."""
    from jiyao.runs.index_status import index_status

    stands = index_status(settings())
    if as_json:
        print_json(stands.to_dict())
    else:
        _draw(stands)
    if stands.trouble:
        raise stands.trouble


def _draw(stands: IndexStatus) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("generation", "state", "reports", "people", "sayings", "size", "shards", "gates"):
        left = column in ("generation", "state", "gates")
        table.add_column(column, justify="left" if left else "right", no_wrap=column != "gates")
    for one in stands.generations:
        rows = (str(one.rows.get(name, "")) for name in ("reports", "attendances", "statements"))
        state = one.state if one.readable else f"{one.state}, of another version"
        table.add_row(
            one.name, state, *rows, _size(one.bytes), str(one.shards), _gates(one.gates),
            style="bold" if one.state == "current" else None,
        )  # fmt: skip
    engine = f"{stands.engine.name} {stands.engine.version}".strip()
    if table.row_count:
        out().print(table)
    if stands.trouble is None:  # else it is told as what the command ends with
        out().print(f"{engine}: {stands.engine.message or 'it answers'}", style="dim", markup=False, soft_wrap=True)
    if stands.builder:
        out().print(f"being built or switched by {stands.builder}", style="yellow", markup=False)
    waits = stands.outbox
    if not waits.total:
        out().print("nothing waits to be published")
        return
    by_source = ", ".join(f"{name} {count}" for name, count in sorted(waits.waiting.items()))
    waiting = f"{many(waits.total, 'page waits', 'pages wait')} to be published since {waits.since:%Y-%m-%d %H:%M} UTC"
    out().print(f"{waiting}: {by_source}", style="yellow", markup=False, soft_wrap=True)
    advice = "each page with its reason: jiyao index waiting\nwhen it answers: jiyao index flush"
    out().print(f"{waits.error}\n{advice}", style="dim", markup=False, soft_wrap=True)


def _gates(gates: Any) -> str:
    failed = [name for name, ok in gates.items() if not ok]
    return ("all passed" if not failed else f"not passed: {', '.join(failed)}") if gates else ""


def _size(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
