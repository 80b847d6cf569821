"""serve, doctor: the running system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from jiyao.cli.surroundings import JSON, out, print_json, settings


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve)
    app.command("doctor")(doctor)


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; JIYAO_HOST without.")] = None,
    port: Annotated[int | None, typer.Option(help="The port; JIYAO_PORT without.")] = None,
) -> None:
    """Serve the search API: /api/search, /api/reports/ID, /api/health; its description at /docs."""
    import uvicorn

    from jiyao.web.site import create_site

    given = settings()
    out().print(f"http://{host or given.host}:{port or given.port}/docs")
    uvicorn.run(create_site(given), host=host or given.host, port=port or given.port, log_level="warning")


def doctor(as_json: Annotated[bool, JSON] = False) -> None:
    """Say whether this installation is sound: Python, packages, names, settings, sources, archive, engine.

    Ends with 1 where something is wrong; each finding says what to do.
    """
    from jiyao.doctor import examine

    findings = examine(os.environ, Path("jiyao.toml"))
    if as_json:
        print_json({"name": f.name, "ok": f.ok, "message": f.message, "advice": f.advice} for f in findings)
    else:
        for finding in findings:
            mark = "[green]ok[/green]  " if finding.ok else "[red]bad[/red] "
            out().print(f"{mark} [bold]{finding.name:14}[/bold]", end="")
            out().print(finding.message, markup=False)
            if finding.advice and not finding.ok:
                out().print(f"                   {finding.advice}", style="dim", markup=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
