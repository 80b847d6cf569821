"""The rows that Kibana alone shows: an index a kind behind an alias, made again where its mapping changed.

{prefix}-pages                the alias that Kibana reads
{prefix}-pages-{fingerprint}  the index behind it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from index_mappings import KIBANA_INDICES, KibanaIndex, load_for_kibana
from jiyao.search.elastic_errors import refused
from jiyao.search.elastic_server import Server
from jiyao.settings import Settings

Row = dict[str, Any]
#: So many rows are read or written with one request.
BATCH = 500
_BODIES = 1_000
_OF_MEETINGS: Row = {"bool": {"filter": [{"term": {"is_meeting": True}}, {"exists": {"field": "body"}}]}}


class KibanaRows:
    """The rows of an installation. Every method may raise an :class:`~jiyao.errors.EngineError`."""

    def __init__(self, settings: Settings) -> None:
        self._server = Server.from_settings(settings)
        self._prefix = settings.index_prefix

    def close(self) -> None:
        """Let go of the connection."""
        self._server.client.close()

    def prepare(self) -> set[KibanaIndex]:
        """Make the indices that are not there with today's mapping; return which were made and are empty."""
        behind = self._server.aliases(map(self._alias, KIBANA_INDICES))
        made: set[KibanaIndex] = set()
        for name in KIBANA_INDICES:
            if self._index(name) not in behind:
                self._make(name)
                made.add(name)
        return made

    def rows(self, name: KibanaIndex, ids: Sequence[str]) -> dict[str, Row]:
        """Return the rows that are there, by id."""
        return self._found(self._alias(name), ids, source=True)

    def reports(self, ids: Sequence[str]) -> set[str]:
        """Return which of the ids are reports that can be searched; none where there is no index yet."""
        return set(self._found(f"{self._prefix}-reports", ids, source=False))

    def write(self, name: KibanaIndex, rows: Iterable[Mapping[str, Any]]) -> None:
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

    def remove(self, name: KibanaIndex, ids: Sequence[str]) -> None:
        """Take rows away; one that is not there is none the worse."""
        if ids:
            query = {"ids": {"values": list(ids)}}
            with self._server.troubles():
                self._server.client.delete_by_query(
                    index=self._alias(name), query=query, conflicts="proceed", refresh=True
                )

    def stamps(self) -> dict[str, tuple[str, int]]:
        """Return each body (compared) that met, with a stamp of its reports, and how many they are.

        A report that is written, taken out or understood of a newer capture changes the stamp, and a rebuild
        changes all, as the index is another. None where there is no index yet.
        """
        of = {"captured": {"stats": {"field": "captured_at"}}}
        begin = f"{self._prefix}-reports-"
        behind = self._server.aliases([f"{self._prefix}-reports"])
        generation = " ".join(sorted(name.removeprefix(begin) for name in behind if name.startswith(begin)))
        found = {}
        for bucket in self._buckets(f"{self._prefix}-reports", ["body.folded"], _OF_MEETINGS, of):
            number, captured = bucket["doc_count"], bucket["captured"]
            stamp = f"{generation} {number} {captured['max'] or 0:.0f} {captured['sum']:.0f}"
            found[bucket["key"]["body.folded"]] = stamp, number
        return found

    def counted(self) -> dict[str, dict[str, int]]:
        """Return the stamps that the counts of each body bear, each with how many rows bear it."""
        found: dict[str, dict[str, int]] = {}
        for bucket in self._buckets(self._alias("counts"), ["body.folded", "stamp"], {"match_all": {}}, {}):
            found.setdefault(bucket["key"]["body.folded"], {})[bucket["key"]["stamp"]] = bucket["doc_count"]
        return found

    def replace(self, name: Literal["counts", "gaps"], bodies: Sequence[str], rows: Sequence[Row]) -> None:
        """Put rows there as all that these bodies have."""
        for first in range(0, len(rows), BATCH):
            self.write(name, rows[first : first + BATCH])
        if bodies:
            others = [{"ids": {"values": [row["id"] for row in rows]}}]
            query = {"bool": {"filter": [{"terms": {"body.folded": list(bodies)}}], "must_not": others}}
            with self._server.troubles():
                self._server.client.delete_by_query(
                    index=self._alias(name), query=query, conflicts="proceed", refresh=True
                )

    def _buckets(self, index: str, fields: Sequence[str], query: Row, of: Row) -> Iterator[Row]:
        """Yield what there is of each combination of values, however many; none where there is no index."""
        sources = [{field: {"terms": {"field": field}}} for field in fields]
        after: Row = {}
        while True:
            grouped = {"composite": {"sources": sources, "size": _BODIES, **after}, "aggs": of}
            with self._server.troubles():
                answer = self._server.client.search(
                    index=index, query=query, aggs={"each": grouped}, size=0, ignore_unavailable=True
                )
            found = answer.get("aggregations", {}).get("each", {"buckets": []})
            yield from found["buckets"]
            if "after_key" not in found:
                return
            after = {"after": found["after_key"]}

    def _found(self, index: str, ids: Sequence[str], *, source: bool) -> dict[str, Row]:
        if not ids:
            return {}
        with self._server.troubles():
            answer = self._server.client.mget(index=index, ids=list(ids), source=source)
        return {found["_id"]: found.get("_source", {}) for found in answer["docs"] if found.get("found")}

    def _make(self, name: KibanaIndex) -> None:
        index, alias, body = self._index(name), self._alias(name), load_for_kibana(name).body
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

    def _alias(self, name: KibanaIndex) -> str:
        return f"{self._prefix}-{name}"

    def _index(self, name: KibanaIndex) -> str:
        return f"{self._alias(name)}-{load_for_kibana(name).fingerprint}"
