"""setup: secrets, certificates and rights of an installation with a secured Elasticsearch."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from jiyao.cli.surroundings import JSON, out, print_json, settings
from jiyao.errors import SettingsError
from jiyao.plurals import many
from jiyao.settings import Settings

_FOLDER = typer.Argument(help="The folder of the secrets; made where it is missing.")
_group = typer.Typer(help="Secrets and rights of an installation with a secured Elasticsearch.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_group, name="setup")


@_group.command("secrets")
def make_secrets(
    folder: Annotated[Path, _FOLDER],
    host: Annotated[
        list[str] | None, typer.Option(help="A name or address of Elasticsearch; may be given again.")
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Make passwords, an authority and Elasticsearch's certificate, where they are missing or end soon.

    What is there stays, but for a certificate of ours that ends soon or lacks a --host: run it at every start,
    with the same hosts. Keep a copy of the folder where nobody else reads.

    [bold]Example[/bold]

    jiyao setup secrets secrets --host localhost --host 127.0.0.1
    """
    from jiyao.setup.secrets import Secrets

    made = Secrets(folder).make(host or ["elasticsearch", "localhost", "127.0.0.1"], datetime.now(UTC))
    _tell([f"made {folder / name}" for name in made], "every secret is there", as_json=as_json)


@_group.command("access")
def give_access(
    folder: Annotated[Path, _FOLDER],
    kibana_url: Annotated[
        str | None, typer.Option(help="Where people reach Kibana; without, as it was, at first http://localhost:5601.")
    ] = None,
    authority: Annotated[
        str, typer.Option(help="Where Kibana finds the authority's certificate.")
    ] = "/run/jiyao/ca.crt",
    renew: Annotated[bool, typer.Option("--renew", help="Make keys and passwords anew; the old ones end.")] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Make roles, people and keys in Elasticsearch, and Kibana's settings, where they are missing.

    JIYAO_ELASTICSEARCH and _USER, _PASSWORD name the server and somebody who may manage its security; at
    first that is the user elastic. A second run makes nothing.

    [bold]Example[/bold]

    JIYAO_ELASTICSEARCH_USER=elastic JIYAO_ELASTICSEARCH_PASSWORD_FILE=secrets/elasticsearch/elastic_password
    jiyao setup access secrets
    """
    from jiyao.setup.access import set_up
    from jiyao.setup.secrets import Secrets

    given = _secured()
    made = []
    for line in set_up(given, Secrets(folder), kibana_url, authority, renew=renew):
        made.append(line)
        if not as_json:
            out().print(f"made {line}", markup=False, soft_wrap=True)
    if as_json or not made:
        _tell(made, "every role, user and key is there", as_json=as_json)


@_group.command("key")
def make_key(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days it lasts.")] = 365,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Make a key for a service that asks Elasticsearch itself: it may read reports, attendances, statements and counts.

    It is shown once. For our own API there are keys of its own: jiyao keys make.
    """
    from jiyao.setup.access import make_reader

    made = make_reader(_secured(), name, days)
    if as_json:
        print_json({"id": made.id, "name": name, "days": days, "key": made.secret})
        return
    out().print(made.secret, markup=False, soft_wrap=True)
    out().print(
        f"the key of {name} ({made.id}), for {many(days, 'day')}; it is not shown again", style="dim", markup=False
    )


@_group.command("keys")
def list_keys(as_json: Annotated[bool, JSON] = False) -> None:
    """List the keys that other services ask Elasticsearch with, without their secrets and without those that ended."""
    from jiyao.setup.access import readers

    keys = readers(_secured())
    if as_json:
        print_json({"id": key.id, "name": key.name, "made_at": key.made_at.isoformat(),
                    "ends_at": key.ends_at.isoformat() if key.ends_at else None} for key in keys)  # fmt: skip
        return
    for key in keys:
        ends = f"ends {key.ends_at:%Y-%m-%d}" if key.ends_at else "does not end"
        out().print(f"{key.id}  {key.name}  made {key.made_at:%Y-%m-%d}  {ends}", markup=False, soft_wrap=True)
    if not keys:
        out().print("no other service has a key; `jiyao setup key NAME` makes one", style="dim")


@_group.command("revoke")
def revoke_key(id: Annotated[str, typer.Argument(help="The key's id, as `jiyao setup keys` shows it.")]) -> None:
    """Revoke a key of another service: Elasticsearch refuses it at once."""
    from jiyao.setup.access import revoke_reader

    key = revoke_reader(_secured(), id)
    out().print(f"the key of {key.name} ({key.id}) is revoked", markup=False, soft_wrap=True)


def _secured() -> Settings:
    given = settings()
    if not given.elasticsearch:
        raise SettingsError("JIYAO_ELASTICSEARCH is not set", "Name the server whose security is to be set up.")
    return given


def _tell(made: list[str], nothing: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"made": made})
        return
    for line in made or [nothing]:
        out().print(line, markup=False, soft_wrap=True)
