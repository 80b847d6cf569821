"""What Elasticsearch refuses, in our errors. Pure: nothing here speaks to a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from jiyao.errors import AccessDenied, EngineAway, EngineError, IndexMismatch, IndexMissing, StorageFull

REBUILD = "Run `jiyao rebuild`: it makes the index again from the archive."
FULL = "Make space on its nodes; what was acknowledged before is kept, and the same command goes on from there."
READ_ONLY = "The index or the cluster is blocked: take the block away (index.blocks.*), and the same command goes on."

UNSECURED = (
    "There is nobody in it whom a key or a password would let in. Start it with xpack.security.enabled: true "
    "(docs/operation.md), or go on without `jiyao setup access`: whoever reaches it may do everything."
)


def shown(url: str) -> str:
    """Return ``url``, or several with blanks between, without the passwords that may stand in them."""
    parts = [urlsplit(one) for one in url.split()]
    return " ".join(urlunsplit(each._replace(netloc=each.netloc.rpartition("@")[2])) for each in parts)


def away(url: str, error: object) -> EngineAway:
    """Return the error for a server that does not answer."""
    return EngineAway(
        f"Elasticsearch at {shown(url)} does not answer: {error}",
        "Start it, or mend JIYAO_ELASTICSEARCH; what was acknowledged is kept; the same command goes on from there.",
    )


def refused(url: str, status: int, body: object) -> EngineError | StorageFull:
    """Return the error for an answer of ``status``; ``body`` is the answer, or one failed item's ``error``."""
    error = body.get("error", body) if isinstance(body, Mapping) else {}
    kind, reason = _first(error) if isinstance(error, Mapping) else ("", str(error))
    said = f"Elasticsearch at {shown(url)} refused ({status} {kind}): {reason or body}"[:600]
    if reason.startswith("no handler found for uri [/_security/"):
        return EngineError(f"Elasticsearch at {shown(url)} has its security switched off", UNSECURED)
    if "flood-stage" in reason or "read-only-allow-delete" in reason:
        return StorageFull(said, FULL)
    if kind == "index_not_found_exception":
        return IndexMissing(said, REBUILD)
    if kind in ("search_context_missing_exception", "no_shard_available_action_exception"):
        return EngineError(said, "A rebuild has taken the index away that was being read: begin again.")
    if kind in ("strict_dynamic_mapping_exception", "document_parsing_exception", "mapper_parsing_exception"):
        return IndexMismatch(said, REBUILD)
    if kind == "cluster_block_exception":
        return EngineError(said, READ_ONLY)
    if status == 401:
        return AccessDenied(said, "Check JIYAO_ELASTICSEARCH_API_KEY, or _USER and _PASSWORD: a key may have ended.")
    if status == 403:
        return AccessDenied(said, "This key or user may not do that; docs/operation.md lists what each needs.")
    if status == 429:
        return EngineError(said, "It has too much to do: run the same command again later.")
    if status in (502, 503, 504):
        return away(url, said)
    return EngineError(said, "Its own log says more; the same command can be run again once that is mended.")


def _first(error: Mapping[str, Any]) -> tuple[str, str]:
    """Return the innermost cause's type and reason: the outer one is often only "all shards failed"."""
    causes = error.get("root_cause") or error.get("failed_shards") or []
    inner = causes[0].get("reason", causes[0]) if causes and isinstance(causes[0], Mapping) else error
    if not isinstance(inner, Mapping):
        inner = causes[0]
    return str(inner.get("type") or error.get("type") or ""), str(inner.get("reason") or error.get("reason") or "")
