"""The operators' rows in Elasticsearch: an index a kind behind an alias, made again where its mapping changed.

{prefix}-pages                the alias that Kibana reads
{prefix}-pages-{fingerprint}  the index behind it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index_mappings import OPERATORS_INDICES, OperatorsIndex, load_operators
from jiyao.search.elastic_errors import refused
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings

Row = dict[str, Any]
#: So many rows are read or written with one request.
BATCH = 500


class OperatorsRows:
    """The rows of an installation. Every method may raise an :class:`~jiyao.errors.EngineError`."""

    def __init__(self, settings: Settings) -> None:
        self._server = Server.from_settings(settings)
        self._prefix = settings.index_prefix

    def close(self) -> None:
        """Let go of the connection."""
        self._server.client.close()

    def prepare(self) -> set[OperatorsIndex]:
        """Make the indices that are not there with today's mapping; return which were made and are empty."""
        behind = self._server.aliases(map(self._alias, OPERATORS_INDICES))
        made: set[OperatorsIndex] = set()
        for name in OPERATORS_INDICES:
            if self._index(name) not in behind:
                self._make(name)
                made.add(name)
        return made

    def rows(self, name: OperatorsIndex, ids: Sequence[str]) -> dict[str, Row]:
        """Return the rows that are there, by id."""
        return self._found(self._alias(name), ids, source=True)

    def reports(self, ids: Sequence[str]) -> set[str]:
        """Return which of the ids are reports that can be searched; none where there is no index yet."""
        return set(self._found(f"{self._prefix}-reports", ids, source=False))

    def write(self, name: OperatorsIndex, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put rows there, each in place of the one of its id, and let searches see them."""
        operations: list[Any] = []
        for row in rows:
            operations += [{"index": {"_id": row["id"]}}, row]
        if not operations:
            return
        with self._server.troubles():
            answer = self._server.client.bulk(index=self._alias(name), operations=operations, refresh=True)
        failed = [item["index"] for item in answer["items"] if "error" in item["index"]]
        if failed:
            raise refused(self._server.url, int(failed[0]["status"]), failed[0]["error"])

    def remove(self, name: OperatorsIndex, ids: Sequence[str]) -> None:
        """Take rows away; one that is not there is none the worse."""
        if ids:
            query = {"ids": {"values": list(ids)}}
            with self._server.troubles():
                self._server.client.delete_by_query(
                    index=self._alias(name), query=query, conflicts="proceed", refresh=True
                )

    def _found(self, index: str, ids: Sequence[str], *, source: bool) -> dict[str, Row]:
        if not ids:
            return {}
        with self._server.troubles():
            answer = self._server.client.mget(index=index, ids=list(ids), source=source)
        return {found["_id"]: found.get("_source", {}) for found in answer["docs"] if found.get("found")}

    def _make(self, name: OperatorsIndex) -> None:
        index, alias, body = self._index(name), self._alias(name), load_operators(name).body
        client = self._server.client
        with self._server.troubles():
            # 400: another process made it in this moment.
            client.options(ignore_status=400).indices.create(
                index=index, settings=body["settings"], mappings=body["mappings"]
            )
        self._server.make_index(index, body["mappings"])  # it is there, and is waited for until it answers
        with self._server.troubles():
            client.indices.update_aliases(
                actions=[
                    {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
                    {"add": {"index": index, "alias": alias}},
                ]
            )
            ours = re.compile(re.escape(alias) + r"-[0-9a-f]{10}")
            found = client.indices.get(index=f"{alias}-*", features="aliases")
            if older := [each for each in found if each != index and ours.fullmatch(each)]:
                client.indices.delete(index=older, ignore_unavailable=True)

    def _alias(self, name: OperatorsIndex) -> str:
        return f"{self._prefix}-{name}"

    def _index(self, name: OperatorsIndex) -> str:
        return f"{self._alias(name)}-{load_operators(name).fingerprint}"
