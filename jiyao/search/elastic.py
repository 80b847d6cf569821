"""The Elasticsearch engine: servers 8.19 and 9.x through the plain client.

A generation is three indices behind three aliases (:mod:`~jiyao.search.elastic_names`),
which move in one request. This is the only module that imports ``elasticsearch``.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers

from index_mappings import IndexName, load
from jiyao.errors import EngineAway, EngineError, IndexMissing, NotFound, SettingsError, StorageFull
from jiyao.model import Report
from jiyao.record import report_from_dict
from jiyao.search import elastic_names as names
from jiyao.search import elastic_query as dialect
from jiyao.search.conditions import understood
from jiyao.search.elastic_errors import REBUILD, away, refused
from jiyao.search.elastic_names import Indices
from jiyao.search.facets import Counted, Counts, facets, first_sizes
from jiyao.search.index import EngineHealth
from jiyao.search.query import Hit, Page, SearchQuery
from jiyao.settings import Settings

NAME = "elasticsearch"
_BATCH = 500
_SCANNED = 500
_AT_ONCE = 2
_KEPT_ALIVE = "10m"
_T = TypeVar("_T")


class ElasticIndex:
    """A :class:`~jiyao.search.index.SearchIndex` in the indices of ``prefix`` behind ``client``."""

    def __init__(self, client: Elasticsearch, url: str, prefix: str) -> None:
        self._client = client
        self._url = url
        self._prefix = prefix
        self._aliases = names.aliases(prefix)
        self._guard = threading.RLock()
        self._checked = False

    @classmethod
    def from_settings(cls, settings: Settings) -> ElasticIndex:
        """Return the engine at the URL of the settings; nothing is asked of it yet."""
        options: dict[str, Any] = {"request_timeout": 60, "max_retries": 2, "retry_on_timeout": False}
        if settings.elasticsearch_api_key:
            options["api_key"] = settings.elasticsearch_api_key
        elif settings.elasticsearch_user:
            options["basic_auth"] = (settings.elasticsearch_user, settings.elasticsearch_password or "")
        if settings.elasticsearch_ca:
            options["ca_certs"] = str(settings.elasticsearch_ca)
        url = settings.elasticsearch or ""
        try:
            client = Elasticsearch(url, **options)
        except ValueError as error:
            raise SettingsError(f"JIYAO_ELASTICSEARCH: {error}", "It looks like http://127.0.0.1:9200.") from None
        return cls(client, url, settings.index_prefix)

    def write(self, reports: Iterable[Report]) -> int:
        """Put the reports in, five hundred at a time; an acknowledged one stays where a later one fails."""
        written = 0
        with self._guard:
            for batch in _batches(reports, _BATCH):
                if not self._generation():
                    self._first_generation()
                latest = {report.id: report for report in batch}
                with self._troubles():
                    kept = _bulk(self._client, self._url, latest.values(), self._aliases, require_alias=True)
                    self._client.indices.refresh(index=list(self._aliases.values()))
                    _remove_rows(self._client, self._aliases, list(latest), kept)
                    self._client.indices.refresh(index=list(self._aliases.values()))
                written += len(batch)
        return written

    def remove(self, ids: Iterable[str]) -> int:
        """Take the reports out, and their rows after them."""
        removed = 0
        with self._guard, self._troubles():
            if not self._generation():
                return 0
            for batch in _batches(dict.fromkeys(ids), _BATCH):
                query = {"terms": {"id": batch}}
                answer = self._client.delete_by_query(index=self._aliases["reports"], query=query, refresh=True)
                removed += int(answer["deleted"])
                _remove_rows(self._client, self._aliases, batch, [])
                self._client.indices.refresh(index=list(self._aliases.values()))
        return removed

    def search(self, query: SearchQuery) -> Page:
        """Return the page; facets ask again only where equal counts stand at the end of their list."""
        node, added = understood(query)
        sizes = first_sizes(query)
        answer = self._ask(query.of, dialect.search_body(query, node, sizes))

        def count(counted: Counted, size: int) -> Counts:
            if size <= sizes[counted]:
                return dialect.counts(counted, answer)[:size]
            more = dialect.search_body(query, node, {counted: size}) | {"size": 0, "from": 0}
            return dialect.counts(counted, self._ask(query.of, more))

        found = dialect.page(query, node, added, answer)
        return Page(found.total, found.hits, facets(query, count), added)

    def get(self, id: str) -> Report:
        """Return the report of the un-indexed record."""
        answer = self._ask("reports", {"query": {"term": {"id": id}}, "_source": ["record"]})
        found = next(iter(answer["hits"]["hits"]), None)
        if found is None:
            raise NotFound(f"there is no report {id!r}", "Its id stands beside every hit of a search.")
        return report_from_dict(found["_source"]["record"])

    def scan(self, query: SearchQuery | None = None) -> Iterator[Hit]:
        """Yield everything that matches at a point in time."""
        asked = query or SearchQuery(meetings_only=False)
        node, _ = understood(asked)
        self._open()
        body: dict[str, Any] = {"query": dialect.matching(asked, node), "sort": [{"id": "asc"}], "size": _SCANNED}
        body["track_total_hits"] = False
        with self._troubles():
            pit = self._client.open_point_in_time(index=self._aliases[asked.of], keep_alive=_KEPT_ALIVE)["id"]
        try:
            while True:
                body["pit"] = {"id": pit, "keep_alive": _KEPT_ALIVE}
                with self._troubles():
                    answer = self._client.search(**body)
                pit, found = answer["pit_id"], answer["hits"]["hits"]
                for one in found:
                    yield dialect.hit(asked.of, one["_source"], [])
                if len(found) < _SCANNED:
                    return
                body["search_after"] = found[-1]["sort"]
        finally:
            with suppress(Exception):
                self._client.close_point_in_time(id=pit)

    @contextmanager
    def rebuild(self) -> Iterator[GenerationWriter]:
        """Build a generation in indices of its own, and move the three aliases in the end."""
        with self._troubles():
            writer = GenerationWriter(self._client, self._url, self._create())
        try:
            yield writer
            with self._troubles():
                writer.finish()
                self._point_to(writer.indices)
        except BaseException:
            # Where the server is away too, the next rebuild clears up.
            with suppress(Exception):
                self._client.indices.delete(index=list(writer.indices.values()), ignore_unavailable=True)
            raise
        with self._troubles():
            self._clear_up(writer.indices)

    def count(self) -> int:
        """Return how many reports there are."""
        with self._troubles():
            if not self._generation():
                return 0
            return int(self._client.count(index=self._aliases["reports"])["count"])

    def health(self) -> EngineHealth:
        """Return how the server and our indices are."""
        number = ""
        try:
            with self._troubles():
                number = self._client.info()["version"]["number"]
            if not self._generation():
                return EngineHealth(NAME, number, 0, False, f"There is no index yet. {REBUILD}")
            return EngineHealth(NAME, number, self.count(), True)
        except (EngineError, StorageFull) as error:
            return EngineHealth(NAME, number, 0, False, f"{error}. {error.advice}")

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _generation(self) -> Indices | None:
        """Return the indices behind our aliases, None where there are none; checks that their mapping is ours."""
        with self._troubles():
            try:
                answer = self._client.indices.get_alias(name=list(self._aliases.values())).body
            except NotFoundError as error:
                answer = error.body
        self._checked = False
        indices = names.behind_aliases(self._prefix, answer)
        self._checked = indices is not None
        return indices

    def _open(self) -> None:
        if not self._checked and not self._generation():
            raise IndexMissing(f"there is no index {self._aliases['reports']} at {self._url} yet", REBUILD)

    def _ask(self, of: IndexName, body: dict[str, Any]) -> Any:
        self._open()
        try:
            return self._post(of, body)
        except IndexMissing:
            # A rebuild ended between the alias and the search; the alias points to the new index now.
            self._checked = False
            self._open()
            return self._post(of, body)

    def _post(self, of: IndexName, body: dict[str, Any]) -> Any:
        with self._troubles():
            return self._client.search(index=self._aliases[of], body=body)

    def _create(self) -> Indices:
        indices = names.new_indices(self._prefix, datetime.now(UTC))
        for name, index in indices.items():
            body = load(name).body
            settings = body["settings"] | {"refresh_interval": "-1"}
            self._client.indices.create(index=index, settings=settings, mappings=body["mappings"])
        return indices

    def _first_generation(self) -> None:
        with self._troubles():
            writer = GenerationWriter(self._client, self._url, self._create())
            writer.finish()
            self._point_to(writer.indices)

    def _point_to(self, indices: Indices) -> None:
        self._client.indices.update_aliases(actions=names.alias_actions(self._prefix, indices))
        self._checked = True

    def _clear_up(self, current: Indices) -> None:
        """Delete what was begun before the generation that is searched now."""
        for name, alias in self._aliases.items():
            found = self._client.indices.get(index=f"{alias}-*", features="aliases")
            for older in names.older_than(alias, current[name], found):
                self._client.indices.delete(index=older, ignore_unavailable=True)

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            with _troubles(self._url):
                yield
        except EngineAway:
            self._checked = False
            raise


@contextmanager
def _troubles(url: str) -> Iterator[None]:
    """Say in our errors what the client says in its own."""
    try:
        yield
    except TransportError as error:
        raise away(url, error.message) from error
    except ApiError as error:
        raise refused(url, error.status_code, error.body) from error


class GenerationWriter:
    """Writes into indices that no alias points to yet."""

    def __init__(self, client: Elasticsearch, url: str, indices: Indices) -> None:
        self.indices = indices
        self._client = client
        self._url = url
        self._written: set[int] = set()

    def write(self, reports: Iterable[Report]) -> int:
        """Add the reports and their rows, in place of what this writer wrote of them before.

        Rows are made while the server is at work on others.
        """
        written = 0
        running: deque[Future[None]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for batch in _batches(reports, _BATCH // 4):
                latest = {report.id: report for report in batch}
                again = [id for id in latest if hash(id) in self._written]
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
        with _troubles(self._url):
            kept = _bulk(self._client, self._url, latest.values(), self.indices)
            if again:
                self._client.indices.refresh(index=list(self.indices.values()))
                _remove_rows(self._client, self.indices, again, kept)

    def finish(self) -> None:
        """Let searches see what was written, now and from now on."""
        self._client.indices.put_settings(index=list(self.indices.values()), settings={"refresh_interval": None})
        self._client.indices.refresh(index=list(self.indices.values()))


def _bulk(
    client: Elasticsearch, url: str, reports: Iterable[Report], indices: Indices, require_alias: bool = False
) -> list[str]:
    """Write all rows of the reports; return the ids of the rows beside the reports themselves."""
    kept: list[str] = []

    def actions() -> Iterator[dict[str, Any]]:
        for report in reports:
            for name, row in dialect.rows(report):
                if name != "reports":
                    kept.append(row["id"])
                yield {"_index": indices[name], "_id": row["id"], "_source": row}

    failed, first = 0, None
    # A node that has too much to do answers 429: four more tries, after half a second, 1, 2 and 4.
    for ok, item in helpers.streaming_bulk(
        client, actions(), raise_on_error=False, max_retries=4, initial_backoff=0.5, require_alias=require_alias
    ):
        if not ok:
            failed, first = failed + 1, first or next(iter(item.values()))
    if first is not None:
        error = refused(url, int(first.get("status", 0)), first.get("error", first))
        raise type(error)(f"{failed} rows were not written; the first is {first.get('_id')}: {error}", error.advice)
    return kept


def _remove_rows(client: Elasticsearch, indices: Indices, reports: list[str], kept: list[str]) -> None:
    """Remove the rows of these reports that are not ``kept``: those of an older version."""
    query = {"bool": {"filter": [{"terms": {"report": reports}}], "must_not": [{"ids": {"values": kept}}]}}
    client.delete_by_query(index=[indices["attendances"], indices["statements"]], query=query, conflicts="proceed")


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
