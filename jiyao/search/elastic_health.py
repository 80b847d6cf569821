"""How a cluster is that others answer for too: its colour, the space on its nodes, what is locked."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from jiyao.errors import EngineError
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings

Colour = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of ``nodes`` that hold data, at a moment.

    ``colour`` is of all that is in it; ``not_green`` and ``locked`` are names of our own indices, with their
    colour or their blocks; ``fullest`` is the node with the smallest part of its disk free,
    ``free_bytes`` of ``disk_bytes``.
    """

    colour: Colour
    nodes: int
    not_green: dict[str, Colour]
    locked: dict[str, tuple[str, ...]]
    fullest: str
    free_bytes: int
    disk_bytes: int


def holds_data(roles: Collection[str]) -> bool:
    """Tell whether a node of these roles holds indices such as ours; a frozen one fills its disk on purpose."""
    return any(role == "data" or (role.startswith("data_") and role != "data_frozen") for role in roles)


def cluster_of(settings: Settings) -> Cluster:
    """Return how the cluster of the settings is; :class:`~jiyao.errors.EngineError` where it does not say so."""
    ours = f"{settings.index_prefix}-"
    server = Server.from_settings(settings)
    client = server.client
    with closing(client), server.troubles():
        health = client.cluster.health(level="indices")
        nodes = client.nodes.stats(metric="fs")["nodes"].values()
        blocks = client.indices.get_settings(index=f"{ours}*", name="index.blocks.*", flat_settings=True)
    disks = [(node["name"], node["fs"]["total"]) for node in nodes if holds_data(node["roles"])]
    if not disks:
        raise EngineError("no node of the cluster holds data", "Start one that has the role data, or data_content.")
    name, disk = min(disks, key=lambda each: each[1]["available_in_bytes"] / each[1]["total_in_bytes"])
    colours = {name: index["status"] for name, index in health["indices"].items() if name.startswith(ours)}
    locked = {
        name: tuple(sorted(block for block, value in told["settings"].items() if str(value) == "true"))
        for name, told in blocks.items()
    }
    return Cluster(
        health["status"],
        len(disks),
        {name: colour for name, colour in sorted(colours.items()) if colour != "green"},
        {name: found for name, found in sorted(locked.items()) if found},
        name,
        disk["available_in_bytes"],
        disk["total_in_bytes"],
    )
