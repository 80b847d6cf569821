"""Rows on their way to Elasticsearch: packed by their bytes, and what became of each. Pure but for the pauses."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from index_mappings import IndexName
from jiyao.search.elastic_names import Indices

#: A request of so many bytes at most; a single row that is larger goes alone. Elasticsearch takes 100 MB.
MOST_BYTES = 4_000_000
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: It has too much to do, or no shard that answers: the same request may do later.
LATER = frozenset({429, 502, 503, 504})
_NEVER_LATER = ("flood-stage", "read-only-allow-delete", "read_only_allow_delete")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that shall be written: for ``report``, as two lines of the request."""

    report: str
    id: str
    lines: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was refused: with which status, and what was said."""

    row: Row
    status: int
    error: Any


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long one waits for a server that has too much to do: growing pauses, each with chance in it.

    For ``patience`` seconds in all. A harvest is ended as hung after 300 seconds of silence.
    """

    patience: float = 120.0
    first: float = 0.5
    longest: float = 20.0
    chance: Callable[[], float] = field(default=random.random)
    sleep: Callable[[float], None] = field(default=time.sleep)

    def seconds(self) -> Iterator[float]:
        """Yield the length of each pause, until patience ends. Two who wait do not come back at once."""
        waited, next_one = 0.0, self.first
        while waited < self.patience:
            pause = next_one * (0.5 + self.chance() / 2)
            yield pause
            waited += pause
            next_one = min(next_one * 2, self.longest)


def row_of(report: str, name: IndexName, indices: Indices, values: Mapping[str, Any], *, require_alias: bool) -> Row:
    """Return the row as the request has it. Its id is its place: written twice, it stands there once."""
    alias = ',"require_alias":true' if require_alias else ""
    action = f'{{"index":{{"_index":{_json(indices[name])},"_id":{_json(values["id"])}{alias}}}}}'
    return Row(report, values["id"], f"{action}\n{_json(values)}".encode())


def packed(rows: Iterable[Row], most: int = MOST_BYTES) -> Iterator[list[Row]]:
    """Yield the rows together, so many as ``most`` bytes hold, and one at least."""
    together: list[Row] = []
    size = 0
    for row in rows:
        if together and size + len(row.lines) > most:
            yield together
            together, size = [], 0
        together.append(row)
        size += len(row.lines) + 1
    if together:
        yield together


def refusals(rows: list[Row], answer: Mapping[str, Any]) -> list[Refusal]:
    """Return the rows that the answer to their request refuses."""
    if not answer.get("errors"):
        return []
    told = (next(iter(item.values())) for item in answer["items"])
    return [
        Refusal(row, int(one.get("status", 0)), one.get("error"))
        for row, one in zip(rows, told, strict=True)
        if one.get("error")
    ]


def is_for_later(status: int, said: object) -> bool:
    """Tell whether it is worth waiting: a disk that is full answers 429 too, and stays full."""
    return status in LATER and not any(word in str(said) for word in _NEVER_LATER)
