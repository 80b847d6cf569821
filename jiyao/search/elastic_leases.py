"""Which harvester has a source now, in an index that all share: one that dies loses it when its time is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jiyao.search.elastic_server import Server
from jiyao.settings import Settings

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
        self._server = Server.from_settings(settings)
        self._index = f"{settings.index_prefix}-leases"
        self._made = False

    def close(self) -> None:
        """Let go of the connection."""
        self._server.client.close()

    def take(self, source: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take the source where nobody has it, or whoever had it is dead; return whether it is ours."""
        if not self._made:
            self._server.make_index(self._index, _MAPPINGS)
            self._made = True
        found = self._server.document(self._index, source)
        if found and _lease(found.values).until > now and found.values["holder"] != holder:
            return False
        lease = Lease(source, holder, now, now + timedelta(seconds=seconds))
        return self._server.swap(self._index, source, _values(lease), found)

    def keep(self, source: str, holder: str, now: datetime, seconds: float) -> bool:
        """Have the source for longer; False where it is not ours any more."""
        found = self._server.document(self._index, source)
        if not found or found.values["holder"] != holder:
            return False
        lease = Lease(source, holder, _lease(found.values).began_at, now + timedelta(seconds=seconds))
        return self._server.swap(self._index, source, _values(lease), found)

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
