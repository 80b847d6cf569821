"""backup: a copy of an installation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from jiyao.cli.surroundings import JSON, err, out, print_json, settings, watched
from jiyao.errors import ArchiveDamaged
from jiyao.plurals import many


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backup")(back_up_data)


def back_up_data(
    folder: Annotated[Path, typer.Argument(help="Where the copy lies: best on another disk.")],
    verify: Annotated[bool, typer.Option("--verify", help="Then read the copy; ends with 5 on damage.")] = False,
    only_verify: Annotated[bool, typer.Option("--only-verify", help="Only read the copy that is there.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Copy archive, ledger, journal, keys and sources into a folder; what is there already is not copied again.

    Works while a crawl writes. The search index is not copied: `jiyao rebuild` makes it again. Back from the
    copy: copy the folder to where JIYAO_DATA points, then `jiyao archive verify` and `jiyao rebuild`.

    [bold]Examples[/bold]

    jiyao backup /mnt/copies/jiyao --verify
    jiyao backup /mnt/copies/jiyao --only-verify
    """
    from jiyao import backups

    begun = datetime.now(UTC)
    if not only_verify:
        with watched(err()) as watch:
            done = backups.back_up(settings(), folder, watch)
        if as_json:
            print_json(asdict(done))
        else:
            kept = f"{many(done.captures, 'capture')} in {many(done.files, 'file')}"
            out().print(f"{kept}; {done.added} bytes were new", markup=False)
    if verify or only_verify:
        damages = backups.check(folder)
        for damage in damages:
            out().print(str(damage), markup=False, style="red", soft_wrap=True)
        if damages:
            raise ArchiveDamaged(
                f"the copy has {many(len(damages), 'damage')}",
                "Where `jiyao archive verify` finds the archive whole, delete the files named and copy again; "
                "where it does not, the damage was copied: keep the older copies.",
            )
        if not as_json:
            out().print("every record of the copy matches its digests")
    if not only_verify:
        backups.note(settings(), begun)
