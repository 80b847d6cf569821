"""API keys: made once, shown once, kept as digests."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from jiyao.errors import NotFound, SettingsError

PER_MINUTE = 600
_RANDOM = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A key as we keep it. ``id`` may be seen by all; ``digest`` is SHA-256 of the secret, which is nowhere."""

    id: str
    name: str
    per_minute: int
    made_at: str
    digest: str
    revoked_at: str | None = None


class KeyRing:
    """The keys of an installation, in one file that only its owner reads; another process's changes are seen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: int | None = None
        self._keys: tuple[Key, ...] = ()
        self._valid: Mapping[str, Key] = {}

    def all(self) -> tuple[Key, ...]:
        """Return every key that was ever made, oldest first."""
        self._read()
        return self._keys

    def find(self, secret: str) -> Key | None:
        """Return the key of a secret, None where there is none or it was revoked."""
        self._read()
        return self._valid.get(_digest(secret))

    def make(self, name: str, now: datetime, per_minute: int = PER_MINUTE) -> tuple[Key, str]:
        """Return a new key and its secret, which cannot be had again."""
        secret = f"jy_{secrets.token_urlsafe(_RANDOM)}"
        key = Key(secrets.token_hex(4), name, per_minute, now.isoformat(timespec="seconds"), _digest(secret))
        self._write((*self.all(), key))
        return key, secret

    def revoke(self, id: str, now: datetime) -> Key:
        """Revoke a key; requests with it are refused from now on. :class:`NotFound` where there is none."""
        keys = self.all()
        found = next((key for key in keys if key.id == id), None)
        if found is None:
            raise NotFound(f"there is no key {id!r}", "`jiyao keys list` shows them.")
        revoked = replace(found, revoked_at=found.revoked_at or now.isoformat(timespec="seconds"))
        self._write(tuple(revoked if key.id == id else key for key in keys))
        return revoked

    def _read(self) -> None:
        try:
            seen = self._path.stat().st_mtime_ns
            if seen == self._seen:
                return
            self._keys = tuple(Key(**row) for row in json.loads(self._path.read_text("utf-8")))
            self._seen = seen
        except FileNotFoundError:
            self._keys, self._seen = (), None
        except (OSError, ValueError, TypeError) as error:
            raise SettingsError(f"{self._path} cannot be read: {error}", "Bring it back, or make new keys.") from None
        self._valid = {key.digest: key for key in self._keys if key.revoked_at is None}

    def _write(self, keys: tuple[Key, ...]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_suffix(".half")
        text = json.dumps([asdict(key) for key in keys], ensure_ascii=False, indent=1)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        half.replace(self._path)
        self._seen = None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
