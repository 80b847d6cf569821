"""serve, keys, doctor: the running system."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import asdict
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from jiyao.cli.surroundings import JSON, out, print_json, settings
from jiyao.errors import AskedWrongly, SettingsError
from jiyao.plurals import many

if TYPE_CHECKING:
    from jiyao.doctor import Finding
    from jiyao.keys import KeyRing


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve")(serve)
    app.add_typer(_keys, name="keys")
    app.command("status")(show_status)
    app.command("doctor")(doctor)


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; JIYAO_HOST without.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="The port; JIYAO_PORT without.")] = None,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Answer everybody, on an address that others reach too.")
    ] = False,
    with_keys: Annotated[bool, typer.Option("--with-keys", help="Ask for a key on loopback too.")] = False,
) -> None:
    """Serve the page and the search API (/v1); the API's description is at /docs.

    On loopback everybody is answered. On any other address the API (/v1) asks for a key, and it starts only
    once there is one (jiyao keys make NAME), or with --without-keys. The page is open to who reaches it.
    """
    import uvicorn

    from jiyao.keys import KeyRing
    from jiyao.logs import start_logs
    from jiyao.web.site import create_site, server_of

    given = settings()
    address = host or given.host
    if with_keys and without_keys:
        raise AskedWrongly("--with-keys and --without-keys say the opposite", "Say one of them.")
    keys = KeyRing(given.keys_file) if with_keys or not (without_keys or _is_loopback(address)) else None
    if keys:
        _need_a_key(keys, address, asked_for=with_keys)
    start_logs(given.log, logging.INFO if given.log == "json" else logging.WARNING)
    listening = _listen(address, port or given.port)
    site = create_site(given, keys)
    out().print(f"http://{address}:{port or given.port}/  (the API's description is at /docs; Ctrl-C ends it)")
    uvicorn.Server(server_of(site, address, port or given.port)).run(sockets=[listening])


def _need_a_key(keys: KeyRing, address: str, *, asked_for: bool) -> None:
    if any(key.revoked_at is None for key in keys.all()):
        return
    lack = "every key is revoked" if keys.all() else "there is no key yet"
    why = "--with-keys answers holders of keys only" if asked_for else f"{address} can be reached by others"
    otherwise = "" if asked_for else ", or say --without-keys to answer everybody"
    raise SettingsError(f"{why}, and {lack}", f"Make one with `jiyao keys make NAME`{otherwise}.")


def _listen(address: str, port: int) -> socket.socket:
    try:
        family, _, _, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(place[:2], family=family)
    except OSError as error:
        raise SettingsError(
            f"nothing can listen on {address}:{port}: {error.strerror}", "Choose another with --host or --port."
        ) from None
    # asyncio sends at once (TCP_NODELAY) only on a socket that says it is TCP; without, each answer waits 40 ms.
    return socket.socket(listening.family, listening.type, socket.IPPROTO_TCP, fileno=listening.detach())


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_keys = typer.Typer(help="Keys for the API: made once, shown once, kept as digests.", no_args_is_help=True)


@_keys.command("make")
def make_key(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    per_minute: Annotated[int, typer.Option(min=1, max=1_000_000, help="Requests a minute.")] = 600,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Make a key and print it; it cannot be shown again."""
    from jiyao.keys import KeyRing

    if not name.strip():
        raise AskedWrongly("a key needs a name", 'Say whose it is: `jiyao keys make "a newsroom"`.')
    key, secret = KeyRing(settings().keys_file).make(name, datetime.now(UTC), per_minute)
    if as_json:
        print_json({"id": key.id, "name": key.name, "per_minute": key.per_minute, "key": secret})
        return
    out().print(secret, markup=False)
    out().print(f"the key of {name} ({key.id}), {per_minute} requests a minute; it is not shown again", style="dim")


@_keys.command("list")
def list_keys(as_json: Annotated[bool, JSON] = False) -> None:
    """List the keys, without their secrets."""
    from jiyao.keys import KeyRing

    keys = KeyRing(settings().keys_file).all()
    if as_json:
        print_json({name: value for name, value in asdict(key).items() if name != "digest"} for key in keys)
        return
    for key in keys:
        state = f"revoked {key.revoked_at}" if key.revoked_at else f"{key.per_minute} a minute"
        out().print(f"{key.id}  {key.name}  made {key.made_at}  {state}", markup=False)
    if not keys:
        out().print("there is no key yet; `jiyao keys make NAME` makes one", style="dim")


@_keys.command("revoke")
def revoke_key(id: Annotated[str, typer.Argument(help="The key's id, as `jiyao keys list` shows it.")]) -> None:
    """Revoke a key: requests with it are refused at once."""
    from jiyao.keys import KeyRing

    key = KeyRing(settings().keys_file).revoke(id, datetime.now(UTC))
    out().print(f"the key of {key.name} ({key.id}) is revoked", markup=False)


def doctor(as_json: Annotated[bool, JSON] = False) -> None:
    """Say whether this installation is sound: Python, packages, names, settings, sources, archive, engine.

    Ends with 1 where something is wrong; each finding says what to do.
    """
    from jiyao.doctor import examine

    _tell(examine(os.environ, Path("jiyao.toml")), as_json=as_json)


def show_status(
    only: Annotated[str | None, typer.Option(help="Only this one: schedule, sources, quarantine, index …")] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Say whether all is well with the running system, and what to do where it is not.

    Ends with 1 where something is wrong, for whoever watches. `jiyao doctor` looks at the installation itself.

    [bold]Examples[/bold]

    jiyao status
    jiyao status --only schedule            for a health check
    """
    from jiyao.status import LOOKS, look

    if only is not None and only not in LOOKS:
        raise AskedWrongly(f"nothing is called {only!r}", f"There are: {', '.join(LOOKS)}.")
    _tell(look(settings(), datetime.now(UTC), only), as_json=as_json)


def _tell(findings: list[Finding], *, as_json: bool) -> None:
    wrong = sum(not finding.ok for finding in findings)
    if as_json:
        print_json({"name": f.name, "ok": f.ok, "message": f.message, "advice": f.advice} for f in findings)
    else:
        table = Table.grid(padding=(0, 2))
        for finding in findings:
            said = Text(finding.message)
            if finding.advice:
                said.append(f"\n{finding.advice}", "dim")
            mark = Text("bad", "bold red") if not finding.ok else Text("hint" if finding.advice else "ok", "green")
            table.add_row(mark, Text(finding.name, "bold"), said)
        out().print(table)
        hints = sum(bool(finding.ok and finding.advice) for finding in findings)
        well = f"nothing is wrong; {many(hints, 'hint')}" if hints else "all is well"
        out().print(f"{wrong} of {len(findings)} need you" if wrong else well, style="bold")
    if wrong:
        raise typer.Exit(1)
