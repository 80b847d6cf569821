"""Who has a source, or the index, now, in an index that all share: one that dies loses it when its time is over.

A clock may be wrong. One that is ahead takes over from somebody alive, who then
cannot keep the lease and ends; one that was ahead leaves a lease that lasts longer than
anybody asks for, which is not believed.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jiyao.errors import WriterBusy
from jiyao.search.elastic_server import Document, Server
from jiyao.settings import Settings

#: What one has who makes, switches or deletes a generation; no source is named so.
INDEX = "@index"
_FIRST_SECONDS = 30.0

_MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "source": {"type": "keyword"},
        "holder": {"type": "keyword"},
        "began_at": {"type": "date"},
        "until": {"type": "date"},
    },
}


@dataclass(frozen=True, slots=True)
class Lease:
    """``holder`` has ``source`` until that moment (UTC); ``began_at`` is when the latest run of anybody began."""

    source: str
    holder: str
    began_at: datetime
    until: datetime


class Leases:
    """The leases of an installation; every change is made only where nobody else made one in between."""

    def __init__(self, settings: Settings) -> None:
        self._begin(Server.from_settings(settings), settings.index_prefix)

    @classmethod
    def of(cls, server: Server, prefix: str) -> Leases:
        """Return those of a prefix, over a line that is there already."""
        leases = cls.__new__(cls)
        leases._begin(server, prefix)
        return leases

    def _begin(self, server: Server, prefix: str) -> None:
        self._server = server
        self._index = f"{prefix}-leases"
        self._made = False

    @contextmanager
    def of_index(self, why: str) -> Iterator[None]:
        """Have the index for a moment; :class:`WriterBusy` where somebody builds or switches it."""
        holder = f"{why} of {socket.gethostname()}:{os.getpid()}:{id(self)}"
        if not self.take(INDEX, holder, datetime.now(UTC), _FIRST_SECONDS):
            raise busy(self.holder(INDEX, datetime.now(UTC)))
        try:
            yield
        finally:
            self.leave(INDEX, holder, datetime.now(UTC))

    def close(self) -> None:
        """Let go of the connection."""
        self._server.client.close()

    def take(self, source: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take the source where nobody has it, or whoever had it is dead; return whether it is ours."""
        if not self._made:
            self._server.make_index(self._index, _MAPPINGS)
            self._made = True
        found = self._server.document(self._index, source)
        if found and found.values["holder"] != holder and _stands(found, now, seconds):
            return False
        lease = Lease(source, holder, now, now + timedelta(seconds=seconds))
        return self._server.swap(self._index, source, _values(lease), found)

    def keep(self, source: str, holder: str, now: datetime, seconds: float) -> bool:
        """Have the source for longer; False where it is not ours any more."""
        while True:
            found = self._server.document(self._index, source)
            if not found or found.values["holder"] != holder:
                return False
            lease = Lease(source, holder, _lease(found.values).began_at, now + timedelta(seconds=seconds))
            if self._server.swap(self._index, source, _values(lease), found):
                return True
            # Somebody changed it in between: another thread of ours, or who has it now.

    def leave(self, source: str, holder: str, now: datetime) -> None:
        """Give the source back."""
        self.keep(source, holder, now, 0)

    def began(self, sources: Iterable[str]) -> dict[str, datetime]:
        """Return when the latest run of each source began, whoever made it."""
        found = ((source, self._server.document(self._index, source)) for source in sources)
        return {source: _lease(document.values).began_at for source, document in found if document}

    def holder(self, source: str, now: datetime) -> str | None:
        """Return who has the source now."""
        found = self._server.document(self._index, source)
        return found.values["holder"] if found and _lease(found.values).until > now else None


def busy(holder: str | None) -> WriterBusy:
    """Return the error where somebody else has the index."""
    return WriterBusy(
        f"the index is being built or switched by {holder or 'another process'}",
        "Wait until that has ended. One that was killed is forgotten after 90 seconds.",
    )


def _stands(found: Document, now: datetime, seconds: float) -> bool:
    """Tell whether a lease stands at this moment; nobody asks for ten times as long as we do."""
    return now < _lease(found.values).until < now + timedelta(seconds=10 * max(seconds, _FIRST_SECONDS))


def _lease(values: dict[str, str]) -> Lease:
    moments = (datetime.fromisoformat(values[name]).astimezone(UTC) for name in ("began_at", "until"))
    return Lease(values["source"], values["holder"], *moments)


def _values(lease: Lease) -> dict[str, str]:
    return {
        "source": lease.source,
        "holder": lease.holder,
        "began_at": lease.began_at.isoformat(),
        "until": lease.until.isoformat(),
    }
