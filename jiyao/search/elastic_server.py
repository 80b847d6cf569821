"""The line to an Elasticsearch server: the plain client, and what fails there in our errors.

The only module that imports ``elasticsearch``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar, cast

from elasticsearch import (
    ApiError,
    BadRequestError,
    ConflictError,
    Elasticsearch,
    NotFoundError,
    TransportError,
)

from jiyao.errors import IndexMismatch, SettingsError
from jiyao.model import Report
from jiyao.search import elastic_query as dialect
from jiyao.search.cursor import damaged, expired
from jiyao.search.elastic_bulk import Pauses, Refusal, Row, is_for_later, packed, refusals, row_of
from jiyao.search.elastic_errors import away, refused
from jiyao.search.elastic_names import Indices
from jiyao.settings import Settings

_TRIES, _SECONDS_BETWEEN = 100, 0.1
_MOST_TRIES = 2
_PAUSES = Pauses()
#: A single node cannot hold a replica beside its shard, and would be yellow for ever.
_SMALL = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Document:
    """What a document holds, and which change of it this is."""

    values: dict[str, Any]
    sequence: int
    term: int


@dataclass(slots=True)
class Written:
    """What became of reports: the rows beside the reports themselves that stand now, and why a report was refused."""

    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


class Server:
    """A server at ``url``, or a cluster at several with blanks between.

    Every method but :meth:`close_pit` may raise an :class:`~jiyao.errors.EngineError`.
    """

    def __init__(self, client: Elasticsearch, url: str, pauses: Pauses = _PAUSES) -> None:
        self.client = client
        self.url = url
        self.pauses = pauses
        #: Where we wait ourselves, it shall not ask again at once.
        self._once = client.options(retry_on_status=())

    @classmethod
    def from_settings(cls, settings: Settings) -> Server:
        """Return the server of the settings; nothing is asked of it yet."""
        url = settings.elasticsearch or ""
        hosts = url.split()
        # A node that does not answer is passed over: each of the others is asked once.
        tries = max(_MOST_TRIES, len(hosts))
        options: dict[str, Any] = {"request_timeout": 60, "max_retries": tries, "retry_on_timeout": False}
        if settings.elasticsearch_api_key:
            options["api_key"] = settings.elasticsearch_api_key
        elif settings.elasticsearch_user:
            options["basic_auth"] = (settings.elasticsearch_user, settings.elasticsearch_password or "")
        if settings.elasticsearch_ca:
            options["ca_certs"] = str(settings.elasticsearch_ca)
        try:
            return cls(Elasticsearch(hosts, **options), url)
        except ValueError as error:
            raise SettingsError(f"JIYAO_ELASTICSEARCH: {error}", "It looks like http://127.0.0.1:9200.") from None

    @contextmanager
    def troubles(self) -> Iterator[None]:
        """Say in our errors what the client says in its own."""
        try:
            yield
        except TransportError as error:
            raise away(self.url, error.message) from error
        except ApiError as error:
            raise refused(self.url, error.status_code, error.body) from error

    def aliases(self, names: Iterable[str]) -> Any:
        """Return the answer of ``GET _alias``, which has what it found beside what is missing."""
        with self.troubles():
            try:
                return self.client.indices.get_alias(name=list(names)).body
            except NotFoundError as error:
                return error.body

    def search(self, index: str, body: dict[str, Any]) -> Any:
        """Return the answer to a search: all of it, or an error."""
        with self.troubles():
            return self.client.search(index=index, body=body, allow_partial_search_results=False).body

    def walk(self, body: dict[str, Any]) -> Any:
        """Return the answer to a search at a point in time; our error of a cursor where that is gone, or none."""
        with self.troubles():
            try:
                return self.client.search(body=body, allow_partial_search_results=False).body
            except NotFoundError as error:
                raise expired(f"{dialect.KEPT_ALIVE} after each page") from error
            except BadRequestError as error:
                raise damaged() from error

    def open_pit(self, index: str) -> str:
        """Keep the index as it is now; return the name of this point in time."""
        with self.troubles():
            return str(self.client.open_point_in_time(index=index, keep_alive=dialect.KEPT_ALIVE)["id"])

    def close_pit(self, pit: str) -> None:
        """Let go of a point in time; where that fails it ends by itself, if later."""
        with suppress(Exception):
            self.client.close_point_in_time(id=pit)

    def is_read(self, index: str) -> bool:
        """Tell whether somebody walks through the index."""
        answer = self.client.indices.stats(index=index, metric="search")
        return bool(answer["_all"]["total"].get("search", {}).get("open_contexts"))

    def bulk(self, reports: Iterable[Report], indices: Indices, require_alias: bool = False) -> Written:
        """Write all rows of the reports, and wait where the server has too much to do.

        A report of which it refuses a row has failed, and the others have not.
        """
        written = Written()

        def rows() -> Iterator[Row]:
            for report in reports:
                for name, values in dialect.rows(report):
                    if name != "reports":
                        written.kept.append(values["id"])
                    yield row_of(report.id, name, indices, values, require_alias=require_alias)

        for together in packed(rows()):
            for refusal in self._sent(together):
                error = refused(self.url, refusal.status, refusal.error)
                if not _is_of_one_row(error, refusal.status):
                    raise type(error)(
                        f"some rows were not written; the first is {refusal.row.id}: {error}", error.advice
                    )
                written.failed.setdefault(refusal.row.report, f"{refusal.row.id}: {error}")
        return written

    def _sent(self, rows: list[Row]) -> list[Refusal]:
        """Send the rows, and again those that were refused for this moment; return what stays refused."""
        pauses = self.pauses.seconds()
        never: list[Refusal] = []
        while True:
            lines = [row.lines for row in rows]
            found = refusals(rows, self.patiently(partial(self._bulk, lines)))
            again = [one for one in found if is_for_later(one.status, one.error)]
            never += [one for one in found if not is_for_later(one.status, one.error)]
            pause = next(pauses, None) if again else None
            if pause is None:
                return never + again
            self.pauses.sleep(pause)
            rows = [one.row for one in again]

    def _bulk(self, lines: list[bytes]) -> Any:
        return self._once.bulk(operations=cast("list[dict[str, Any]]", list(lines))).body  # it takes lines, too

    def patiently(self, ask: Callable[[], _T]) -> _T:
        """Return the answer, waiting for a server that says to come later."""
        with self.troubles():
            for pause in self.pauses.seconds():
                try:
                    return ask()
                except ApiError as error:
                    if not is_for_later(error.status_code, error.body):
                        raise
                self.pauses.sleep(pause)
            return ask()

    def remove_rows(self, indices: Indices, reports: list[str], kept: list[str]) -> None:
        """Remove the rows of these reports that are not ``kept``: those of an older version."""
        query = {"bool": {"filter": [{"terms": {"report": reports}}], "must_not": [{"ids": {"values": kept}}]}}
        rows = [index for name, index in indices.items() if name != "reports"]
        if not rows:
            return
        self.patiently(
            lambda: self.client.delete_by_query(index=rows, query=query, conflicts="proceed", ignore_unavailable=True)
        )

    def remove_reports(self, indices: Indices, reports: list[str]) -> int:
        """Remove reports and all their rows; return how many reports there were. Some of the indices may be gone."""
        if "reports" not in indices:
            self.remove_rows(indices, reports, [])
            return 0
        gone = self.patiently(
            lambda: self.client.delete_by_query(
                index=indices["reports"],
                query={"terms": {"id": reports}},
                refresh=True,
                conflicts="proceed",
                ignore_unavailable=True,
            )
        )
        self.remove_rows(indices, reports, [])
        return int(gone["deleted"])

    def make_index(self, index: str, mappings: dict[str, Any]) -> None:
        """Make a small index where it is not there yet."""
        with self.troubles():
            if not self.client.indices.exists(index=index):
                with suppress(BadRequestError):  # another process made it in this moment
                    self.client.indices.create(index=index, mappings=mappings, settings=_SMALL)
            for _ in range(_TRIES):  # its shard may not answer yet, and health says green before it does (9.4)
                try:
                    self.client.search(index=index, size=0)
                    return
                except ApiError as error:
                    if error.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                        raise
                    time.sleep(_SECONDS_BETWEEN)

    def document(self, index: str, name: str) -> Document | None:
        """Return a document as it is now, None where it is not there."""
        with self.troubles():
            try:
                found = self.client.get(index=index, id=name)
            except NotFoundError:
                return None
        return Document(found["_source"], found["_seq_no"], found["_primary_term"])

    def swap(self, index: str, name: str, values: dict[str, Any], seen: Document | None) -> bool:
        """Write a document where it is still as it was ``seen`` (None: not there); return whether it was."""
        with self.troubles():
            try:
                if seen is None:
                    self.client.create(index=index, id=name, document=values)
                else:
                    self.client.index(
                        index=index, id=name, document=values,
                        if_seq_no=seen.sequence, if_primary_term=seen.term,
                    )  # fmt: skip
            except ConflictError:
                return False
        return True

    def refresh(self, indices: Indices) -> None:
        """Let searches see what was written."""
        self.patiently(lambda: self.client.indices.refresh(index=list(indices.values())))


def _is_of_one_row(error: Exception, status: int) -> bool:
    """Tell whether others of the same request may do all the same."""
    return isinstance(error, IndexMismatch) or status in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
