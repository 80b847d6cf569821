"""Roles, people, keys and Kibana's settings: who may do what in a secured Elasticsearch."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

import yaml

from index_mappings import security
from jiyao.errors import AccessDenied, NotFound, SettingsError
from jiyao.search.elastic_security import KnownKey, MadeKey, Security, takes_key, takes_password, takes_token
from jiyao.settings import Settings
from jiyao.setup.secrets import PEOPLE, SERVICES, Secrets

_TRIES = 10
_KIBANA = "kibana/kibana.yml"
_TOKEN = "elasticsearch.serviceAccountToken"
#: Kibana asks for 32 characters at least.
_KEY_BYTES = 32
#: A day is kept as its midnight in UTC: the same day in China. Without a time of ours Kibana shows the last 15 minutes.
_SHOWN = {
    "dateFormat:tz": "Asia/Shanghai",
    "timepicker:timeDefaults": '{"from":"1990-01-01T00:00:00.000Z","to":"now"}',
}
_KIBANA_KEYS = (
    "xpack.encryptedSavedObjects.encryptionKey",
    "xpack.reporting.encryptionKey",
    "xpack.security.encryptionKey",
)


def set_up(
    settings: Settings, folder: Secrets, kibana_url: str | None, authority: str, *, renew: bool = False
) -> Iterator[str]:
    """Make what is missing, and say what was made; a second call makes nothing.

    ``settings`` are of somebody who may manage security (``elastic`` at first).
    ``kibana_url`` is where people reach Kibana (None: as it was), ``authority`` where
    Kibana finds the authority's certificate. With ``renew`` every key and token
    and the passwords of people are made anew, and the old ones end; keys of
    :func:`make_reader` end without a new one. The password of ``elastic`` stays.
    """
    if kibana_url and urlsplit(kibana_url).scheme not in ("http", "https"):
        raise SettingsError(
            f"{kibana_url!r} is no address of Kibana", "It looks like https://archive.example.org/kibana."
        )
    server = Security(settings)
    try:
        _wait_until_known(server)
        yield from _roles(server, settings.index_prefix)
        yield from _people(server, settings, folder, renew=renew)
        if renew and (ended := server.revoke_keys(f"{_reader(settings)}*")):
            yield f"an end of {ended} keys of other services"
        yield from _services(server, settings, folder, renew=renew)
        yield from _kibana(server, settings, folder, kibana_url, authority, renew=renew)
    finally:
        server.close()


def _wait_until_known(server: Security) -> None:
    """Wait a little: a server that has just started knows nobody for a second (seen with 9.4, 2026-11)."""
    for _ in range(_TRIES):
        try:
            server.who()
            return
        except AccessDenied:
            time.sleep(1)
    server.who()


def make_reader(settings: Settings, name: str, days: int) -> MadeKey:
    """Return a new API key for a service that reads Elasticsearch itself; it ends after so many days."""
    with closing(Security(settings)) as server:
        return server.make_key(_reader(settings) + name, _may(settings, "reader"), days)


def readers(settings: Settings) -> list[KnownKey]:
    """Return the keys of :func:`make_reader` that are taken now, by the names that were given, the latest first."""
    with closing(Security(settings)) as server:
        known = server.keys(f"{_reader(settings)}*")
    return [replace(key, name=key.name.removeprefix(_reader(settings))) for key in known]


def revoke_reader(settings: Settings, id: str) -> KnownKey:
    """End a key of :func:`make_reader`, and return which it was; :class:`NotFound` where none has this id."""
    key = next((key for key in readers(settings) if key.id == id), None)
    if key is None:
        raise NotFound(
            f"no key of another service has the id {id}",
            "`jiyao setup keys` lists them; those of the schedule and the server: `jiyao setup access FOLDER --renew`.",
        )
    with closing(Security(settings)) as server:
        server.revoke(id)
    return key


def _reader(settings: Settings) -> str:
    return f"{settings.index_prefix}-reader-"


def _roles(server: Security, prefix: str) -> Iterator[str]:
    for name, role in security(prefix)["roles"].items():
        if server.put_role(f"{prefix}_{name}", role):
            yield f"role {prefix}_{name}"


def _people(server: Security, settings: Settings, folder: Secrets, *, renew: bool) -> Iterator[str]:
    for person in PEOPLE:
        name, role = f"people/{person}", f"{settings.index_prefix}_{person}"
        roles = server.roles_of(person)
        if roles is not None and role not in roles:
            raise SettingsError(
                f"Elasticsearch has a user {person} already, who is not ours (roles: {', '.join(roles) or 'none'})",
                f"Give that user the role {role}, or another name; then run this again.",
            )
        if not renew and roles and folder.has(name) and takes_password(settings, person, folder.read(name)):
            continue
        if renew or not folder.has(name):
            folder.write(name, secrets.token_urlsafe(24))
        server.put_user(person, folder.read(name), [role], person.capitalize())
        yield f"user {person}, whose password is in {folder.folder / name}"


def _services(server: Security, settings: Settings, folder: Secrets, *, renew: bool) -> Iterator[str]:
    for service in SERVICES:
        file, name = f"{service}/api_key", f"{settings.index_prefix}-{service}"
        if not renew and folder.has(file) and takes_key(settings, folder.read(file)):
            continue
        key = server.make_key(name, _may(settings, service))
        folder.write(file, key.secret)
        server.revoke_keys(name, but=key.id)
        yield f"API key {name}, in {folder.folder / file}"


def _may(settings: Settings, key: str) -> dict[str, object]:
    return dict(security(settings.index_prefix)["keys"][key])


def _kibana(
    server: Security, settings: Settings, folder: Secrets, given: str | None, authority: str, *, renew: bool
) -> Iterator[str]:
    """Write kibana.yml: the settings that hold a secret or depend on the installation; the image brings the rest."""
    old = yaml.safe_load(folder.read(_KIBANA)) if folder.has(_KIBANA) else {}
    token = old.get(_TOKEN)
    if renew or not token or not takes_token(settings, token):
        token = server.make_kibana_token(settings.index_prefix)
    url = given or old.get("server.publicBaseUrl") or "http://localhost:5601"
    path = urlsplit(url).path.rstrip("/")
    values = {
        "server.host": "0.0.0.0",
        "server.publicBaseUrl": url.rstrip("/"),
        **({"server.basePath": path, "server.rewriteBasePath": True} if path else {}),
        "elasticsearch.hosts": [settings.elasticsearch],
        "elasticsearch.ssl.certificateAuthorities": [authority],
        _TOKEN: token,
        **{name: old.get(name) or secrets.token_urlsafe(_KEY_BYTES) for name in _KIBANA_KEYS},
        "uiSettings.overrides": _SHOWN,
        "telemetry.optIn": False,
    }
    if values != old:
        folder.write(_KIBANA, yaml.safe_dump(values, sort_keys=False))
        yield f"settings of Kibana, in {folder.folder / _KIBANA}"
