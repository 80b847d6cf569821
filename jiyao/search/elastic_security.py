"""Roles, people and keys in a secured Elasticsearch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jiyao.errors import AccessDenied
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings


@dataclass(frozen=True, slots=True)
class MadeKey:
    """An API key that was just made. ``secret`` cannot be had again; ``ends_at`` is None for one that does not end."""

    id: str
    secret: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownKey:
    """An API key that somebody has: what it is called, when it was made and when it ends, if it does."""

    id: str
    name: str
    made_at: datetime
    ends_at: datetime | None


class Security:
    """What the user of the settings may change of a server's security.

    Every method may raise an :class:`~jiyao.errors.EngineError`.
    """

    def __init__(self, settings: Settings) -> None:
        self._server = Server.from_settings(settings)
        self._client = self._server.client

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def who(self) -> str:
        """Return the name of who asks."""
        with self._server.troubles():
            return str(self._client.security.authenticate()["username"])

    def put_role(self, name: str, role: Mapping[str, Any]) -> bool:
        """Make a role, or make it what it should be; return whether it is new."""
        with self._server.troubles():
            answer = self._client.security.put_role(name=name, **role)
        return bool(answer["role"]["created"])

    def roles_of(self, name: str) -> list[str] | None:
        """Return the roles of a person, None where there is none of that name."""
        with self._server.troubles():
            found = self._client.options(ignore_status=404).security.get_user(username=name).body.get(name)
        return None if found is None else list(found["roles"])

    def put_user(self, name: str, password: str, roles: list[str], full_name: str) -> None:
        """Make a person, or make them what they should be."""
        with self._server.troubles():
            self._client.security.put_user(username=name, password=password, roles=roles, full_name=full_name)

    def make_key(self, name: str, may: Mapping[str, Any], days: int | None = None) -> MadeKey:
        """Make an API key that may do ``may`` and nothing else, for so many days."""
        with self._server.troubles():
            answer = self._client.security.create_api_key(
                name=name, role_descriptors={name: may}, expiration=f"{days}d" if days else None
            )
        return MadeKey(str(answer["id"]), str(answer["encoded"]), _moment(answer.get("expiration")))

    def keys(self, name: str) -> list[KnownKey]:
        """Return the keys of this name that are taken now, the latest first; an asterisk stands for any letters."""
        with self._server.troubles():
            found = self._client.security.get_api_key(name=name, active_only=True)["api_keys"]
        keys = [
            KnownKey(
                key["id"],
                key["name"],
                datetime.fromtimestamp(key["creation"] / 1000, UTC),
                _moment(key.get("expiration")),
            )
            for key in found
        ]
        return sorted(keys, key=lambda key: (key.made_at, key.id), reverse=True)

    def revoke(self, id: str) -> None:
        """End the key of that id: it is refused at once."""
        with self._server.troubles():
            self._client.security.invalidate_api_key(ids=[id])

    def revoke_keys(self, name: str, but: str | None = None) -> int:
        """Revoke every key of this name but the one of id ``but``; return how many there were."""
        ids = [key.id for key in self.keys(name) if key.id != but]
        with self._server.troubles():
            if ids:
                self._client.security.invalidate_api_key(ids=ids)
        return len(ids)

    def make_kibana_token(self, name: str) -> str:
        """Return a token of this name for Kibana's own account, in place of the one that had the name."""
        with self._server.troubles():
            found = self._client.security.get_service_credentials(namespace="elastic", service="kibana")
            if name in found["tokens"]:
                self._client.security.delete_service_token(namespace="elastic", service="kibana", name=name)
            made = self._client.security.create_service_token(namespace="elastic", service="kibana", name=name)
        return str(made["token"]["value"])


def _moment(milliseconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None


def takes_key(settings: Settings, key: str) -> bool:
    """Tell whether the server takes this API key; :class:`~jiyao.errors.EngineAway` where it does not answer."""
    return _takes(Server.from_settings(settings.model_copy(update={"elasticsearch_api_key": key})))


def takes_password(settings: Settings, user: str, password: str) -> bool:
    """Tell whether the server lets this person in with this password."""
    person = {"elasticsearch_api_key": None, "elasticsearch_user": user, "elasticsearch_password": password}
    return _takes(Server.from_settings(settings.model_copy(update=person)))


def takes_token(settings: Settings, token: str) -> bool:
    """Tell whether the server takes this token of a service."""
    none = {"elasticsearch_api_key": None, "elasticsearch_user": None}
    server = Server.from_settings(settings.model_copy(update=none))
    return _takes(Server(server.client.options(bearer_auth=token), server.url))


def _takes(server: Server) -> bool:
    try:
        with server.troubles():
            server.client.security.authenticate()
    except AccessDenied:
        return False
    finally:
        server.client.close()
    return True
