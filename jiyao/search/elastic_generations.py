"""Generations of the index in Elasticsearch: made, filled, known again, switched, deleted.

What is known of a generation stands in its own mapping (``_meta``), so that it
is restored and deleted with it, whatever else is lost:

    building ──► built ──► checked or failed       a switch gives it the aliases
                                                   and leaves the one before it as a former one

Only indices named as :mod:`~jiyao.search.elastic_names` does, which have a
fingerprint and a moment, are ever looked at or deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from index_mappings import INDEX_NAMES, IndexName, load
from jiyao.model import Report
from jiyao.search import elastic_names as names
from jiyao.search.elastic_names import Indices
from jiyao.search.elastic_server import Server
from jiyao.search.elastic_sizes import sized

BATCH = 500
_AT_ONCE = 2
_META = "jiyao"
_T = TypeVar("_T")


class State(StrEnum):
    """What has happened to a generation that no alias points to."""

    BUILDING = "building"
    BUILT = "built"
    CHECKED = "checked"
    FAILED = "failed"
    UNKNOWN = "unknown"  # made by the first write, or by an older version


@dataclass(frozen=True, slots=True)
class Generation:
    """Indices that were made together. ``name`` is the moment when (UTC), which is never that of another.

    ``former`` is greater the later it was left for another one, None where it never served. ``meta`` is what its
    builder noted.
    """

    name: str
    indices: Indices
    current: bool = False
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """What has happened to it."""
        return State(self.meta.get("state", State.UNKNOWN))

    @property
    def former(self) -> int | None:
        """Where it stands among those that have served."""
        return None if self.current else self.meta.get("left")

    @property
    def is_ours(self) -> bool:
        """Whether this version can read it: all three indices, with our mappings."""
        return all(self.indices.get(name, "").split("-")[-2:-1] == [load(name).fingerprint] for name in INDEX_NAMES)


@dataclass(frozen=True, slots=True)
class Size:
    """How much a generation holds: documents by index, bytes on disk with replicas, shards."""

    rows: Mapping[str, int]
    bytes: int
    shards: int


class Generations:
    """The generations of one prefix. Every method may raise an :class:`~jiyao.errors.EngineError`."""

    def __init__(self, server: Server, prefix: str) -> None:
        self._server = server
        self._prefix = prefix
        self._aliases = names.aliases(prefix)

    def all(self) -> list[Generation]:
        """Return them, the latest first; also those of which an index is missing."""
        found: dict[str, dict[IndexName, str]] = {}
        metas: dict[str, dict[str, Any]] = {}
        current: set[str] = set()
        for index, told in self._told().items():
            for name, alias in self._aliases.items():
                if moment := names.moment_of(alias, index):
                    found.setdefault(moment, {})[name] = index
                    metas.setdefault(moment, {}).update(told.get("mappings", {}).get("_meta", {}).get(_META, {}))
                    if alias in told.get("aliases", {}):
                        current.add(moment)
        return [Generation(one, found[one], one in current, metas[one]) for one in sorted(found, reverse=True)]

    def _told(self) -> Any:
        wanted = [f"{alias}-*" for alias in self._aliases.values()]
        with self._server.troubles():
            return self._server.client.indices.get(
                index=wanted, features="aliases,mappings", filter_path="*.aliases,*.mappings._meta"
            ).body

    def size(self, generation: Generation) -> Size:
        """Return how much it holds."""
        with self._server.troubles():
            told = self._server.client.indices.stats(index=list(generation.indices.values()), metric="docs,store").body
        rows: dict[str, int] = {
            name: int(told["indices"][index]["primaries"]["docs"]["count"])
            for name, index in generation.indices.items()
            if index in told["indices"]
        }
        return Size(rows, int(told["_all"]["total"]["store"]["size_in_bytes"]), int(told["_shards"]["total"]))

    def create(self, reports: int, meta: Mapping[str, Any] | None = None) -> Generation:
        """Make one for so many reports; its name is later than those of all others, whatever the clock says."""
        latest = max((one.name for one in self.all()), default="")
        begun = names.later_than(latest, datetime.now(UTC))
        made = Generation(names.moment(begun), names.new_indices(self._prefix, begun), meta=dict(meta or {}))
        try:
            for name, index in made.indices.items():
                self._create(name, index, reports, made.meta)
        except BaseException:
            with suppress(Exception):  # where the server is away too, the next build clears up
                self.delete(made)
            raise
        return made

    def _create(self, name: IndexName, index: str, reports: int, meta: Mapping[str, Any]) -> None:
        body = load(name).body
        with self._server.troubles():
            self._server.client.indices.create(
                index=index,
                settings=sized(name, body["settings"], reports),
                mappings={**body["mappings"], **({"_meta": {_META: meta}} if meta else {})},
                aliases={names.written_through(index): {}},
            )

    def note(self, generation: Generation, **values: Any) -> Generation:
        """Note something about it, over what is noted, and return it so."""
        meta = {**generation.meta, **values}
        with self._server.troubles():
            self._server.client.indices.put_mapping(index=list(generation.indices.values()), meta={_META: meta})
        return Generation(generation.name, generation.indices, generation.current, meta)

    def point_to(self, generation: Generation) -> None:
        """Let the three aliases point to it, in one request."""
        with self._server.troubles():
            actions = names.alias_actions(self._prefix, generation.indices)
            self._server.client.indices.update_aliases(actions=actions)

    def is_read(self, generation: Generation) -> bool:
        """Tell whether somebody walks through it."""
        with self._server.troubles():
            return any(self._server.is_read(index) for index in generation.indices.values())

    def delete(self, generation: Generation) -> None:
        """Delete its indices."""
        with self._server.troubles():
            self._server.client.indices.delete(index=list(generation.indices.values()), ignore_unavailable=True)

    def writer(self, generation: Generation, *, fresh: bool = True) -> GenerationWriter:
        """Return what writes into it; ``fresh`` where nothing in it was written by another one."""
        return GenerationWriter(self._server, generation.indices, fresh=fresh)

    def mapping_digest(self, generation: Generation) -> str:
        """Return a digest of the mappings as the server tells them, without what is noted there.

        It tells them otherwise than they were given: a field that is copied to another has a list of them.
        """
        with self._server.troubles():
            told = self._server.client.indices.get_mapping(index=list(generation.indices.values())).body
        mappings = {index: {**one["mappings"], "_meta": None} for index, one in told.items()}
        return hashlib.sha256(json.dumps(mappings, sort_keys=True).encode()).hexdigest()[:16]


class GenerationWriter:
    """Writes into indices that no alias points to yet. ``failed`` tells why a report was refused, by its id."""

    def __init__(self, server: Server, indices: Indices, *, fresh: bool = True) -> None:
        self.indices = indices
        self._doors: Indices = {name: names.written_through(index) for name, index in indices.items()}
        self.failed: dict[str, str] = {}
        self._server = server
        self._fresh = fresh
        self._written: set[int] = set()

    def write(self, reports: Iterable[Report]) -> int:
        """Add the reports and their rows, in place of what this writer wrote of them before.

        Rows are made while the server is at work on others.
        """
        written = 0
        running: deque[Future[None]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for batch in batches(reports, BATCH // 4):
                latest = {report.id: report for report in batch}
                again = [id for id in latest if not self._fresh or hash(id) in self._written]
                self._written.update(map(hash, latest))
                # What is replaced must have been written before.
                while len(running) > (0 if again else _AT_ONCE):
                    running.popleft().result()
                running.append(pool.submit(self._put, latest, again))
                written += len(batch)
            while running:
                running.popleft().result()
        return written

    def _put(self, latest: dict[str, Report], again: list[str]) -> None:
        written = self._server.bulk(latest.values(), self._doors, require_alias=True)
        for id in latest:
            self.failed.pop(id, None)
        self.failed |= written.failed
        if again:
            self._server.refresh(self.indices)
            self._server.remove_rows(self.indices, [id for id in again if id not in written.failed], written.kept)

    def remove(self, ids: list[str]) -> None:
        """Take reports and their rows out."""
        self._server.refresh(self.indices)
        self._server.remove_reports(self.indices, ids)

    def finish(self) -> None:
        """Let searches see what was written, now and from now on."""
        indices = list(self.indices.values())
        with self._server.troubles():
            self._server.client.indices.put_settings(index=indices, settings={"refresh_interval": None})
        self.refresh()

    def refresh(self) -> None:
        """Let searches see what was written until now."""
        self._server.refresh(self.indices)


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Yield the items together, so many at once."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
