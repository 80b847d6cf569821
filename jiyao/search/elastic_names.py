"""The names of our indices and aliases in Elasticsearch. Pure: nothing here speaks to a server.

{prefix}-reports                        the alias that is searched
{prefix}-reports-{fingerprint}-{begun}  an index behind it, once its building has ended
{prefix}-reports-…-filled               the alias through which it is filled
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from index_mappings import INDEX_NAMES, IndexName, load
from jiyao.errors import IndexMismatch
from jiyao.search.elastic_errors import REBUILD

Indices = dict[IndexName, str]
_MOMENT = "%Y%m%dt%H%M%S%f"


def aliases(prefix: str) -> Indices:
    """Return the alias of each kind of row."""
    return {name: f"{prefix}-{name}" for name in INDEX_NAMES}


def new_indices(prefix: str, begun: datetime) -> Indices:
    """Return what the indices of a generation begun now are called."""
    return {name: f"{alias}-{load(name).fingerprint}-{moment(begun)}" for name, alias in aliases(prefix).items()}


def moment(begun: datetime) -> str:
    """Return a moment (UTC) as it stands in a name; texts of later ones are greater."""
    return f"{begun:{_MOMENT}}"


def later_than(latest: str, now: datetime) -> datetime:
    """Return ``now``, or a microsecond after the moment of a name where a clock jumped back."""
    if moment(now) > latest:
        return now
    return datetime.strptime(latest, _MOMENT).replace(tzinfo=UTC) + timedelta(microseconds=1)


def moment_of(alias: str, index: str) -> str | None:
    """Return the moment in the name of an index of ours, None for one that is not."""
    ours = re.fullmatch(re.escape(alias) + r"-[0-9a-f]{10}-(\d{8}t\d{12})", index)
    return ours[1] if ours else None


def written_through(index: str) -> str:
    """Return the alias through which an index is filled: Elasticsearch makes an index that is missing, but no alias."""
    return f"{index}-filled"


def behind_aliases(prefix: str, answer: Mapping[str, Any]) -> Indices | None:
    """Return the indices that ``answer`` (of ``GET _alias``) has behind our aliases, None where it has none.

    :class:`IndexMismatch` where one is missing or of another mapping. An answer
    that some are missing has the others beside its error.
    """
    found = {
        alias: index
        for index, told in answer.items()
        if isinstance(told, Mapping) and "aliases" in told
        for alias in told["aliases"]
    }
    if not found:
        return None
    indices: Indices = {}
    for name, alias in aliases(prefix).items():
        indices[name] = found.get(alias, "")
        if not indices[name].startswith(f"{alias}-{load(name).fingerprint}-"):
            raise IndexMismatch(f"the index {indices[name] or alias} was built for another mapping", REBUILD)
    return indices


def alias_actions(prefix: str, indices: Indices) -> list[dict[str, Any]]:
    """Return the one request that moves the aliases from whatever they point to."""
    actions: list[dict[str, Any]] = []
    for name, alias in aliases(prefix).items():
        actions.append({"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}})
        actions.append({"add": {"index": indices[name], "alias": alias}})
    return actions
