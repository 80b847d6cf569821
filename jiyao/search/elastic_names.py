"""The names of our indices and aliases in Elasticsearch. Pure: nothing here speaks to a server.

{prefix}-reports                        the alias that is searched
{prefix}-reports-{fingerprint}-{begun}  an index behind it, once its building has ended
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from index_mappings import INDEX_NAMES, IndexName, load
from jiyao.errors import IndexMismatch
from jiyao.search.elastic_errors import REBUILD

Indices = dict[IndexName, str]


def aliases(prefix: str) -> Indices:
    """Return the alias of each kind of row."""
    return {name: f"{prefix}-{name}" for name in INDEX_NAMES}


def new_indices(prefix: str, begun: datetime) -> Indices:
    """Return what the indices of a generation begun now are called."""
    moment = f"{begun:%Y%m%dt%H%M%S%f}"
    return {name: f"{alias}-{load(name).fingerprint}-{moment}" for name, alias in aliases(prefix).items()}


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


def older_than(alias: str, index: str, others: Iterable[str]) -> list[str]:
    """Return those of ``others`` that are generations of ours begun before ``index``."""
    ours = re.compile(re.escape(alias) + r"-[0-9a-f]{10}-(\d{8}t\d{12})")
    begun = index.rsplit("-", 1)[1]
    return [other for other in others if (match := ours.fullmatch(other)) and match[1] < begun]
