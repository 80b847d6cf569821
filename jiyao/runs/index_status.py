"""How the index stands: its generations, who works on them, and what waits to be published."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jiyao.errors import EngineError, JiyaoError
from jiyao.search import EngineHealth, open_index
from jiyao.search.elastic_generations import Generation, Generations, Size
from jiyao.search.elastic_leases import INDEX, Leases
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings
from pipelines.outbox import Outbox, outbox_of


@dataclass(frozen=True, slots=True)
class GenerationState:
    """A generation: ``state`` is current, former, or what its builder noted; ``gates`` which it passed."""

    name: str
    state: str
    readable: bool
    rows: Mapping[str, int]
    bytes: int
    shards: int
    gates: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """``generations`` the latest first; ``builder`` who builds or switches now; ``trouble`` why more is not known."""

    engine: EngineHealth
    generations: tuple[GenerationState, ...]
    outbox: Outbox
    builder: str | None
    trouble: JiyaoError | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "engine": self.engine.name,
            "version": self.engine.version,
            "ok": self.engine.ok,
            "message": self.engine.message,
            "reports": self.engine.documents,
            "builder": self.builder,
            "generations": [
                {
                    "name": one.name, "state": one.state, "readable": one.readable, "rows": dict(one.rows),
                    "bytes": one.bytes, "shards": one.shards, "gates": dict(one.gates),
                }
                for one in self.generations
            ],
            "outbox": {
                "waiting": self.outbox.total,
                "since": self.outbox.since.isoformat() if self.outbox.since else None,
                "refused": self.outbox.refused,
                "error": self.outbox.error,
                "by_source": dict(self.outbox.waiting),
            },
        }  # fmt: skip


def index_status(settings: Settings) -> IndexStatus:
    """Return how the index of an installation stands; it raises nothing where the server is away."""
    with closing(open_index(settings)) as index:
        health = index.health()
    generations: list[GenerationState] = []
    builder, trouble = None, None
    if settings.elasticsearch:
        try:
            generations, builder = _told(settings)
        except EngineError as error:
            trouble = error
    else:
        generations = _embedded(settings, health)
    return IndexStatus(health, tuple(generations), outbox_of(settings), builder, trouble)


def _told(settings: Settings) -> tuple[list[GenerationState], str | None]:
    server = Server.from_settings(settings)
    with closing(Leases.of(server, settings.index_prefix)) as leases:
        generations = Generations(server, settings.index_prefix)
        states = [_state(one, generations.size(one)) for one in generations.all()]
        return states, leases.holder(INDEX, datetime.now(UTC))


def _state(one: Generation, size: Size) -> GenerationState:
    state = "current" if one.current else "former" if one.former is not None else one.state.value
    return GenerationState(one.name, state, one.is_ours, size.rows, size.bytes, size.shards, one.meta.get("gates", {}))


def _embedded(settings: Settings, health: EngineHealth) -> list[GenerationState]:
    folder = settings.index_folder
    try:
        name = (folder / "current").read_text("utf-8").strip()
    except OSError:
        return []
    size = sum(path.stat().st_size for path in (folder / name).rglob("*") if path.is_file())
    return [GenerationState(name, "current", health.ok, {"reports": health.documents}, size, 1, {})]
