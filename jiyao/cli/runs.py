"""runs and alerts: what the harvests did, the decision about withheld pages, and which sources are in trouble."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from jiyao.cli.surroundings import JSON, known_source, out, print_json, settings
from jiyao.errors import JiyaoError
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.settings import Settings
    from pipelines.journal import Journal, Run

runs = typer.Typer(rich_markup_mode="rich")
alerts = typer.Typer(rich_markup_mode="rich")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(runs, name="runs")
    app.add_typer(alerts, name="alerts")


@runs.callback(invoke_without_command=True)
def list_runs(
    context: typer.Context,
    source: Annotated[str | None, typer.Option(help="Only of this source.")] = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that wait for a decision.")] = False,
    most: Annotated[int, typer.Option(min=1, help="At most so many, the latest first.")] = 20,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List the latest runs, and decide about those that brought less than their source expects.

    A run that misses an expectation is archived and not published: a site that changed its layout in the night
    puts no nonsense into the searches. [bold]show[/bold] says what was missed, [bold]publish[/bold] and
    [bold]discard[/bold] decide. Mend the source file first where the site has changed: the pages are then
    published as the mended file reads them.

    [bold]Examples[/bold]

    jiyao runs --waiting           what waits for a decision
    jiyao runs show 17             what run 17 did, what it missed, which pages wait
    jiyao runs publish 17          it was right after all, or the source file is mended
    jiyao runs discard 17          it was nonsense; the pages stay in the archive
    """
    if context.invoked_subcommand:
        return
    from pipelines.journal import Verdict

    with closing(_journal(settings())) as journal:
        found = journal.runs(most, source=source, verdict=Verdict.WITHHELD if waiting else None)
    if not found:
        known_source(source)
    if as_json:
        print_json(run.to_dict() for run in found)
        return
    if not found:
        out().print("no run waits for a decision" if waiting else "no run was noted yet")
        return
    out().print(_table(found))
    if any(run.verdict == Verdict.WITHHELD for run in found):
        out().print("withheld runs wait for you: [cyan]jiyao runs show RUN[/cyan]")


@runs.command("show")
def show_run(
    number: Annotated[int, typer.Argument(metavar="RUN", help="The run's number, as `jiyao runs` lists it.")],
    with_pages: Annotated[
        bool, typer.Option("--pages", help="Name the pages too that it found new, edited, gone or back.")
    ] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show what a run did, what it missed of its source's expectations, and which pages wait.

    [bold]Example[/bold]

    jiyao runs show 17 --pages     what it found new, edited, gone; `jiyao archive diff URL` shows an edit
    """
    from pipelines.ledger import Ledger, ledger_file
    from pipelines.release import run_of

    given = settings()
    with closing(_journal(given)) as journal:
        run = run_of(journal, number)
        changed = _changed(given, journal, run) if with_pages else []
    with closing(Ledger(ledger_file(given))) as ledger:
        pages = sorted(url for _, url in ledger.withheld(run=number))
        said = {issue.url: f"{issue.reason}: {issue.message}" for issue in ledger.issues(run.source)} if pages else {}
    if as_json:
        print_json([run.to_dict() | {"withheld": pages} | ({"pages": changed} if with_pages else {})])
        return
    console = out()
    console.print(_table([run]))
    for sentence in run.record.get("missed", ()):
        console.print(f"expected: {sentence}", style="yellow", markup=False)
    if run.record.get("error"):
        console.print(str(run.record["error"]), style="red", markup=False)
    for page in changed:
        console.print(f"{page['state']:>9}  {page['url']}", markup=False, soft_wrap=True)
    for url in pages:
        console.print(f"  {url}", style="cyan", markup=False)
        if url in said:
            console.print(f"      {said[url]}", style="dim", markup=False)
    if run.verdict == "withheld":
        console.print(
            f"{many(len(pages), 'page waits', 'pages wait')}: [cyan]jiyao runs publish {number}[/cyan], or discard"
        )


def _changed(given: Settings, journal: Journal, run: Run) -> list[dict[str, str]]:
    """Return the articles of a harvest that it found new or otherwise than before, by state and address."""
    from pipelines.archive import Archive

    if run.source is None:
        return []
    following = journal.runs(None, source=run.source, since=run.started_at)
    later = [one.started_at for one in following if one.id > run.id]
    until = min(later, default=datetime.now(UTC))
    with Archive(given.archive_folder) as archive:
        found = sorted((state, page.url) for state, page in archive.changed(run.source, run.started_at, until))
    return [{"state": state, "url": url} for state, url in found]


@runs.command("publish")
def publish_run(
    number: Annotated[int, typer.Argument(metavar="RUN", help="The run's number, as `jiyao runs` lists it.")],
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway", help="Though the source file still finds too few texts or days, or one text again and again."
        ),
    ] = False,
) -> None:
    """Publish what a withheld run brought, as the source file of today reads it. A discarded run can come back so."""
    from jiyao.oversight import keep_rows
    from jiyao.runs.harvests import decided
    from jiyao.source_files import sources_of
    from pipelines.release import publish_withheld

    given = settings()
    _journal(given).close()
    pages = publish_withheld(given, number, sources_of(given), anyway=anyway)
    decided(given, number, published=True)
    keep_rows(given)
    out().print(f"{many(pages, 'page')} of run {number} {'is' if pages == 1 else 'are'} published")


@runs.command("discard")
def discard_run(
    number: Annotated[int, typer.Argument(metavar="RUN", help="The run's number, as `jiyao runs` lists it.")],
) -> None:
    """Leave what a withheld run brought out of every index; the pages stay in the archive."""
    from jiyao.oversight import keep_rows
    from jiyao.runs.harvests import decided
    from pipelines.release import discard_withheld

    given = settings()
    _journal(given).close()
    pages, unseen = discard_withheld(given, number)
    decided(given, number, published=False)
    keep_rows(given)
    out().print(f"{many(pages, 'page')} of run {number} left unpublished; all stay in the archive")
    if unseen:
        out().print(
            f"{unseen} of them in no index; they come into one when their pages change, or by "
            f"`jiyao runs publish {number}` once the source file is mended"
        )


@alerts.callback(invoke_without_command=True)
def list_alerts(context: typer.Context, as_json: Annotated[bool, JSON] = False) -> None:
    """List the sources and the parts of the whole (@index, @space …) that are in trouble now, since when and why.

    Each is told once, to the addresses in JIYAO_ALERTS, and once more when it is well. An address is a
    web hook (https://…, gets a POST of JSON), a mailbox (mailtos://user:password@server?to=…), or any other that
    Apprise knows (Slack, Telegram, Matrix, WeCom, DingTalk, Feishu …).
    """
    if context.invoked_subcommand:
        return
    with closing(_journal(settings())) as journal:
        incidents = list(journal.incidents().values())
    if as_json:
        print_json(
            {"source": each.source, "opened_at": each.opened_at.isoformat(), "reasons": each.reasons, "told": each.told}
            for each in incidents
        )
        return
    for each in incidents:
        told = "told" if each.told else "nobody was told"
        out().print(f"[yellow]{each.source}[/yellow]  since {each.opened_at:%Y-%m-%d %H:%M} UTC, {told}")
        for reason in each.reasons:
            out().print(f"    {reason}", style="dim", markup=False)
    if not incidents:
        out().print("nothing is in trouble")


@alerts.command("test")
def send_test_alert() -> None:
    """Send one alert to every address in JIYAO_ALERTS, to see that it arrives."""
    from jiyao.alerts import send_test

    send_test(settings())
    out().print("sent to every address")


def _journal(given: Settings) -> Journal:
    from pipelines.journal import journal_file, read_journal

    if not journal_file(given).exists():
        raise JiyaoError(f"nothing was harvested into {given.data} yet", "Run `jiyao harvest` first.")
    return read_journal(given)


def _table(found: list[Run]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("run", "source", "began (UTC)", "seconds", "ended", "pages are", "pages"):
        table.add_column(column, justify="right" if column in ("run", "seconds") else "left", no_wrap=column != "pages")
    for run in found:
        states = ", ".join(f"{state} {number}" for state, number in run.record.get("states", {}).items() if number)
        table.add_row(
            str(run.id), run.source or run.kind, f"{run.started_at:%m-%d %H:%M}", _seconds(run.record), run.ended,
            "" if run.verdict == "none" else run.verdict.value, states or str(run.record.get("pages", "")),
            style=_STYLES.get(run.verdict),
        )  # fmt: skip
    return table


_STYLES = {"withheld": "yellow", "discarded": "dim"}


def _seconds(record: Mapping[str, Any]) -> str:
    return f"{record['seconds']:.1f}" if "seconds" in record else ""
