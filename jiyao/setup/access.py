"""Roles, people, keys and Kibana's settings: who may do what in a secured Elasticsearch."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import yaml

from index_mappings import security
from jiyao.errors import AccessDenied, SettingsError
from jiyao.search.elastic_security import Security, takes_key, takes_token
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
    settings: Settings, folder: Secrets, kibana_url: str, authority: str, *, renew: bool = False
) -> Iterator[str]:
    """Make what is missing, and say what was made; a second call makes nothing.

    ``settings`` are of somebody who may manage security (``elastic`` at first).
    ``kibana_url`` is where people reach Kibana, ``authority`` where Kibana finds the
    authority's certificate. With ``renew`` every key, token and password of
    ours is made anew and the old ones end.
    """
    if urlsplit(kibana_url).scheme not in ("http", "https"):
        raise SettingsError(
            f"{kibana_url!r} is no address of Kibana", "It looks like https://archive.example.org/kibana."
        )
    server = Security(settings)
    try:
        _wait_until_known(server)
        yield from _roles(server, settings.index_prefix)
        yield from _people(server, settings.index_prefix, folder, renew=renew)
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


def make_reader(settings: Settings, name: str, days: int) -> str:
    """Return a new API key for a service that reads Elasticsearch itself; it ends after so many days."""
    server = Security(settings)
    try:
        return server.make_key(f"{settings.index_prefix}-reader-{name}", _may(settings, "reader"), days).secret
    finally:
        server.close()


def _roles(server: Security, prefix: str) -> Iterator[str]:
    for name, role in security(prefix)["roles"].items():
        if server.put_role(f"{prefix}_{name}", role):
            yield f"role {prefix}_{name}"


def _people(server: Security, prefix: str, folder: Secrets, *, renew: bool) -> Iterator[str]:
    for person in PEOPLE:
        name = f"people/{person}"
        known = server.has_user(person)
        if known and not renew:
            continue
        if renew or not folder.has(name):
            folder.write(name, secrets.token_urlsafe(24))
        server.put_user(person, folder.read(name), [f"{prefix}_{person}"], person.capitalize())
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
    server: Security, settings: Settings, folder: Secrets, url: str, authority: str, *, renew: bool
) -> Iterator[str]:
    """Write kibana.yml: the settings that hold a secret or depend on the installation; the image brings the rest."""
    old = yaml.safe_load(folder.read(_KIBANA)) if folder.has(_KIBANA) else {}
    token = old.get(_TOKEN)
    if renew or not token or not takes_token(settings, token):
        token = server.make_kibana_token(settings.index_prefix)
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
