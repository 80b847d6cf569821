"""forget: takes a page out on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from jiyao.cli.surroundings import JSON, out, print_json, settings
from jiyao.errors import AskedWrongly
from jiyao.model import Report


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("forget")(forget_page)


def forget_page(
    name: Annotated[
        str | None, typer.Argument(metavar="URL|ID", help="The page's address, or its report's id.")
    ] = None,
    who: Annotated[str, typer.Option("--by", help="Who decided it.")] = "",
    why: Annotated[str, typer.Option("--why", help="On what ground: it is shown to whoever asks for the page.")] = "",
    bring_back: Annotated[bool, typer.Option("--bring-back", help="Take it back: the page is shown again.")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="List all that was taken out or brought back.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Take a page out on request: it is in no search, no export and no page any more, and never fetched again.

    The archive keeps a tombstone that says when, by whom and why, so that a rebuild leaves the page out too. The
    bytes stay in their WARC file, which is never rewritten, and nothing of ours reads them any more. What other
    pages tell of the same meeting stays, and is listed: decide about each.

    [bold]Examples[/bold]

    jiyao forget https://www.example.gov.cn/xwzx/t20250117_12.html --by "the archivist" --why "names a minor"
    jiyao forget --list
    """
    from jiyao import removals
    from jiyao.oversight import keep_rows

    now, left, shared = datetime.now(UTC), list[Report](), list[str]()
    if list_all:
        found = removals.decisions(settings())
    elif name is None:
        raise AskedWrongly("which page?", "Name its address or its report's id, or say --list.")
    elif bring_back:
        found = removals.bring_back(settings(), name, who, why, now)
    else:
        left = removals.reprints(settings(), name)
        found = removals.forget(settings(), name, who, why, now)
        shared = removals.sharing(settings(), found)
        keep_rows(settings())
    for tombstone in found:
        if as_json:
            others = {"reprints": [report.id for report in left], "shared": shared}
            print_json(asdict(tombstone) | {name: value for name, value in others.items() if value})
        else:
            out().print(str(tombstone), markup=False, soft_wrap=True)
    if not as_json:
        _tell_of_others(shared, left)
    if not found and not as_json:
        out().print("nothing was ever taken out", style="dim")
    if bring_back and not as_json:
        out().print("`jiyao rebuild` puts it into the index again", style="dim")


def _tell_of_others(shared: Sequence[str], left: Sequence[Report]) -> None:
    for url in shared:
        said = f"{url} has a page of it: it is in the index again, without that, after `jiyao rebuild`"
        out().print(said, style="yellow", markup=False, soft_wrap=True)
    if not left:
        return
    out().print("the same meeting, or nearly the same text, still stands in", style="yellow")
    for report in left:
        line = f"  {report.id}  {report.source}  {report.title}\n      {report.url}"
        out().print(line, markup=False, soft_wrap=True)
    out().print("`jiyao forget ID` takes out each of these too", style="dim")
