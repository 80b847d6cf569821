"""The folder of an installation's secrets. Each service is given its own part of it, and no other.

authority/       ca.crt, ca.key           signs the servers' certificates; no service sees the key
elasticsearch/   ca.crt, http.crt, http.key, elastic_password
kibana/          ca.crt, kibana.yml       written once Elasticsearch has given Kibana its token
schedule/        ca.crt, api_key          may read and write our indices
serve/           ca.crt, api_key          may read them
people/          researcher, operator     passwords for who logs in to Kibana
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jiyao.errors import SettingsError
from jiyao.setup.certificates import is_foreign, make_authority, make_server, serves

_PARTS = ("authority", "elasticsearch", "kibana", "schedule", "serve", "people")
_RANDOM = 24
PEOPLE = ("researcher", "operator")
SERVICES = ("schedule", "serve")


class Secrets:
    """The secrets in ``folder``; only its owner may read what is written there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, hosts: Sequence[str], now: datetime) -> list[str]:
        """Make what is missing, and a server's certificate that ends soon; return what was made, by its path.

        ``hosts`` are the names by which Elasticsearch is reached. What is there
        stays as it is, a certificate of another authority too: a second call makes nothing.
        """
        made = []
        try:
            for part in _PARTS:
                (self.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            made += self._authority(now)
            made += self._server(hosts, now)
            for name in ("elasticsearch/elastic_password", *(f"people/{person}" for person in PEOPLE)):
                if not self.has(name):
                    self.write(name, secrets.token_urlsafe(_RANDOM))
                    made.append(name)
        except OSError as error:
            raise SettingsError(
                f"{error.filename or self.folder}: {error.strerror}", "Name a folder that this user may write to."
            ) from None
        return made

    def has(self, name: str) -> bool:
        """Tell whether there is such a file, and something in it."""
        path = self.folder / name
        return path.is_file() and path.stat().st_size > 0

    def read(self, name: str) -> str:
        """Return what a file holds; :class:`SettingsError` where it is not there."""
        try:
            return (self.folder / name).read_text("utf-8").strip()
        except OSError as error:
            raise SettingsError(
                f"{self.folder / name}: {error.strerror}", "Run `jiyao setup secrets` with this folder first."
            ) from None

    def write(self, name: str, value: str) -> None:
        """Put a value into a file, whole or not at all; only the owner may read it."""
        path = self.folder / name
        # mkstemp gives the file to its owner alone (0600), as the servers' images ask for.
        handle, written = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(value.rstrip("\n") + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(written).replace(path)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise

    def _authority(self, now: datetime) -> list[str]:
        made = []
        if self.has("authority/ca.crt") and not self.has("authority/ca.key"):
            raise SettingsError(
                f"{self.folder / 'authority/ca.key'} is not there: no certificate can be made with this authority",
                "Bring it back from a copy; or delete ca.crt beside it, and every certificate is made anew.",
            )
        if not self.has("authority/ca.crt"):
            certificate, key = make_authority(now)
            self.write("authority/ca.key", key.decode())
            self.write("authority/ca.crt", certificate.decode())
            made.append("authority/ca.crt")
        own = self.read("authority/ca.crt")
        for part in ("elasticsearch", "kibana", *SERVICES):
            if not self.has(f"{part}/ca.crt") or self.read(f"{part}/ca.crt") != own:
                self.write(f"{part}/ca.crt", own)
        return made

    def _server(self, hosts: Sequence[str], now: datetime) -> list[str]:
        own = self.read("authority/ca.crt").encode()
        if self.has("elasticsearch/http.crt") and self.has("elasticsearch/http.key"):
            shown = self.read("elasticsearch/http.crt").encode()
            key = self.read("elasticsearch/http.key").encode()
            if is_foreign(shown) or serves(shown, key, own, hosts, now):
                return []
        certificate, key = make_server(own, self.read("authority/ca.key").encode(), hosts, now)
        self.write("elasticsearch/http.key", key.decode())
        self.write("elasticsearch/http.crt", certificate.decode())
        return ["elasticsearch/http.crt"]
