"""The Elasticsearch engine: servers 8.19 and 9.x through the plain client.

A generation is three indices behind three aliases (:mod:`~jiyao.search.elastic_names`),
which move in one request, and are made, switched and deleted by
:mod:`~jiyao.search.elastic_generations`. A generation that somebody still walks
through stays until the next write or rebuild.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from index_mappings import IndexName
from jiyao.errors import EngineAway, EngineError, IndexMissing, NotFound, NotWritten, StorageFull
from jiyao.model import Report
from jiyao.record import report_from_dict
from jiyao.search import elastic_names as names
from jiyao.search import elastic_query as dialect
from jiyao.search.conditions import understood
from jiyao.search.cursor import Cursor, Place, damaged, read_cursor, write_cursor
from jiyao.search.documents import TOLD, Document
from jiyao.search.elastic_errors import shown
from jiyao.search.elastic_generations import BATCH, Generation, Generations, GenerationWriter, batches
from jiyao.search.elastic_labels import Send, forms_of, labels_of
from jiyao.search.elastic_leases import Leases
from jiyao.search.elastic_names import Indices
from jiyao.search.elastic_server import Server
from jiyao.search.facets import Counted, Counts, facets, first_sizes
from jiyao.search.index import NO_INDEX, EngineHealth
from jiyao.search.query import START, Facet, FacetValue, Hit, Page, SearchQuery
from jiyao.search.regional import Added
from jiyao.search.suggest import SUGGEST_FIELDS, Suggested, prefix_of, suggestions
from jiyao.search.syntax import Node, phrases
from jiyao.settings import Settings

NAME = "elasticsearch"
_SCANNED = 500
#: So many are read at once where a row is short.
_TOLD = 5_000


class ElasticIndex:
    """A :class:`~jiyao.search.index.SearchIndex` in the indices of ``prefix``.

    With ``only`` it is that generation, whatever the aliases point to, and for reading alone.
    """

    def __init__(self, server: Server, prefix: str, only: Generation | None = None) -> None:
        self._server = server
        self._client = server.client
        self._prefix = prefix
        self._only = only
        self._aliases = only.indices if only else names.aliases(prefix)
        self._generations = Generations(server, prefix)
        self._guard = threading.RLock()
        self._checked = False

    @classmethod
    def from_settings(cls, settings: Settings) -> ElasticIndex:
        """Return the engine at the URL of the settings; nothing is asked of it yet."""
        return cls(Server.from_settings(settings), settings.index_prefix)

    def write(self, reports: Iterable[Report]) -> int:
        """Put the reports in, five hundred at a time; an acknowledged one stays where a later one fails.

        :class:`NotWritten` where some were refused, once all others are in.
        """
        written, failed = 0, dict[str, str]()
        with self._guard:
            for batch in batches(reports, BATCH):
                if not self._generation():
                    self._first_generation()
                latest = {report.id: report for report in batch}
                with self._troubles():
                    done = self._server.bulk(latest.values(), self._aliases, require_alias=True)
                    self._server.refresh(self._aliases)
                    self._server.remove_rows(self._aliases, [id for id in latest if id not in done.failed], done.kept)
                    self._server.refresh(self._aliases)
                failed |= done.failed
                written += len(batch)
            self._clear_up()
        if failed:
            first = next(iter(failed.values()))
            advice = "They are kept for another try: `jiyao index status`. The others are written."
            raise NotWritten(f"{len(failed)} reports were not written; the first: {first}", advice, failed)
        return written

    def remove(self, ids: Iterable[str]) -> int:
        """Take the reports out, and their rows after them; also of generations that do not serve."""
        removed = 0
        with self._guard, self._troubles():
            if not self._generation():
                return 0
            for batch in batches(dict.fromkeys(ids), BATCH):
                removed += self._server.remove_reports(self._aliases, batch)
                for other in self._generations.all():
                    if not other.current:  # of another mapping too: people may read it by its name
                        self._server.remove_reports(other.indices, batch)
                self._server.refresh(self._aliases)
            self._clear_up()
        return removed

    def search(self, query: SearchQuery) -> Page:
        """Return the page; its facets are counted while its hits are read.

        What is written in between may be in the one and not in the others.
        """
        node, added = understood(query)
        if query.after is not None:
            return self._walk(query, node, added)
        ask = partial(self._ask, query.of)
        with ThreadPoolExecutor(1) as beside:
            counting = beside.submit(_facets, query, node, ask) if query.facets else None
            found = ask(dialect.page_body(query, node))["hits"]
            hits = _hits(query, node, found["hits"])
            counted = counting.result() if counting else ()
        return Page(int(found["total"]["value"]), hits, counted, added)

    def _walk(self, query: SearchQuery, node: Node | None, added: tuple[Added, ...]) -> Page:
        """Return the page at a point in time, with how many matched when the walk began, and what leads on."""
        body = dialect.page_body(query, node)
        cursor = None if query.after == START else read_cursor(query, query.after or "")
        if cursor and len(cursor.place) != len(body["sort"]) + 1:  # Elasticsearch adds a tie-breaker of its own
            raise damaged()
        pit = cursor.snapshot if cursor else self._open_pit(query.of)
        try:
            counted = _facets(query, node, lambda asked: self._asked_at(dialect.at(asked, pit)))
            # One more than the page has tells whether there is another page.
            answer = self._asked_at(dialect.walking(body, pit, query.size + 1, cursor.place if cursor else ()))
        except BaseException:
            if not cursor:  # nobody knows of it
                self._server.close_pit(pit)
            raise
        total = cursor.total if cursor else int(answer["hits"]["total"]["value"])
        found, after = answer["hits"]["hits"][: query.size], None
        if len(answer["hits"]["hits"]) > query.size:
            after = write_cursor(query, Cursor(answer["pit_id"], tuple(found[-1]["sort"]), total))
        else:
            self._server.close_pit(answer["pit_id"])
        return Page(total, _hits(query, node, found), counted, added, after)

    def suggest(self, text: str, of: Suggested = "people", size: int = 10) -> tuple[FacetValue, ...]:
        """Return the commonest; a second request asks how those are written that can be in several ways."""
        prefix = prefix_of(text, of, size)
        field = SUGGEST_FIELDS[of]
        if not prefix:
            return ()

        def forms(values: list[str]) -> list[Counts]:
            return forms_of(partial(self._ask, "reports"), [(field, value) for value in values], dialect.MEETINGS)

        answer = self._ask("reports", dialect.suggest_body(field, prefix, size))
        return suggestions(dialect.counted(answer["aggregations"]), forms)

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
        for source in self._sources(asked, {}, _SCANNED):
            yield dialect.hit(asked.of, source, [])

    def meetings(self, query: SearchQuery) -> Iterator[Document]:
        """Yield a few fields of what matches at a point in time."""
        asked = replace(query, of="reports", sort="held", oldest_first=False)
        return self._sources(asked, {"_source": list(TOLD)}, _TOLD)

    def _sources(self, asked: SearchQuery, more: dict[str, Any], size: int) -> Iterator[Document]:
        node, _ = understood(asked)
        body = dialect.page_body(asked, node) | {"track_total_hits": False} | more
        pit, place = self._open_pit(asked.of), Place()
        try:
            while True:
                answer = self._asked_at(dialect.walking(body, pit, size, place))
                pit, found = answer["pit_id"], answer["hits"]["hits"]
                for one in found:
                    yield one["_source"]
                if len(found) < size:
                    return
                place = tuple(found[-1]["sort"])
                del answer, found  # not two pages at once
        finally:
            self._server.close_pit(pit)

    def _open_pit(self, of: IndexName) -> str:
        self._open()
        with self._troubles():
            return self._server.open_pit(self._aliases[of])

    def _asked_at(self, body: dict[str, Any]) -> Any:
        with self._troubles():
            return self._server.walk(body)

    @contextmanager
    def rebuild(self) -> Iterator[GenerationWriter]:
        """Build a generation in indices of its own, and move the three aliases in the end."""
        with self._troubles():
            generation = self._generations.create(0)
        writer = self._generations.writer(generation)
        try:
            yield writer
            if writer.failed:
                raise NotWritten(f"{len(writer.failed)} reports were not written", "", writer.failed)
            with self._troubles():
                writer.finish()
                self._point_to(generation)
        except BaseException:
            # Where the server is away too, the next rebuild clears up.
            with suppress(Exception):
                self._generations.delete(generation)
            raise
        self._clear_up()

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
                return EngineHealth(NAME, number, 0, IndexMissing("There is no index yet", NO_INDEX))
            return EngineHealth(NAME, number, self.count())
        except (EngineError, StorageFull) as error:
            return EngineHealth(NAME, number, 0, error)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _generation(self) -> Indices | None:
        """Return the indices behind our aliases, None where there are none; checks that their mapping is ours."""
        if self._only:
            return self._only.indices
        with self._troubles():
            answer = self._server.aliases(self._aliases.values())
        self._checked = False
        indices = names.behind_aliases(self._prefix, answer)
        self._checked = indices is not None
        return indices

    def _open(self) -> None:
        if not self._checked and not self._generation():
            raise IndexMissing(
                f"there is no index {self._aliases['reports']} at {shown(self._server.url)} yet", NO_INDEX
            )

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
            return self._server.search(self._aliases[of], body)

    def _first_generation(self) -> None:
        """Make an empty one to write into; of two that do so at once the second would hide what the first has."""
        with Leases.of(self._server, self._prefix).of_index("the first write"), self._troubles():
            if self._generation():
                return
            generation = self._generations.create(0)
            self._generations.writer(generation).finish()
            self._point_to(generation)

    def _point_to(self, generation: Generation) -> None:
        self._generations.point_to(generation)
        self._checked = True

    def _clear_up(self) -> None:
        """Delete what served before and is not read any more; not what a builder made, or keeps for a rollback.

        One who may only write leaves it to one who may do more.
        """
        with suppress(EngineError), self._troubles():
            found = self._generations.all()
            serving = next((one for one in found if one.current), None)
            for one in found:
                if serving and one.name < serving.name and not one.current and not one.meta:
                    for index in one.indices.values():
                        if not self._server.is_read(index):
                            self._client.indices.delete(index=index, ignore_unavailable=True)

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            with self._server.troubles():
                yield
        except EngineAway:
            self._checked = False
            raise


def _hits(query: SearchQuery, node: Node | None, found: Iterable[Mapping[str, Any]]) -> tuple[Hit, ...]:
    looked_for = phrases(node)
    return tuple(dialect.hit(query.of, one["_source"], looked_for) for one in found)


def _facets(query: SearchQuery, node: Node | None, ask: Send) -> tuple[Facet, ...]:
    """Return the facets; more is asked for equal counts at the end of a list, and for how values are written."""
    if not query.facets:
        return ()
    sizes = first_sizes(query)
    answer = ask(dialect.counting_body(query, node, sizes))

    def count(counted: Counted, size: int) -> Counts:
        if size <= sizes.get(counted, 0):
            return dialect.counts(counted, answer)[:size]
        return dialect.counts(counted, ask(dialect.counting_body(query, node, {counted: size})))

    return facets(query, count, lambda values: labels_of(ask, query, node, values, count))
