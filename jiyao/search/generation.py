"""One generation of the embedded engine: a tantivy index in a folder, opened for reading or for writing."""

from __future__ import annotations

import errno
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from index_mappings import IndexName
from jiyao.errors import EngineError, StorageFull
from jiyao.model import Report
from jiyao.record import report_from_json, report_to_json
from jiyao.search import embedded_query as dialect
from jiyao.search.documents import Document, attendance_documents, indexed_report, report_document, statement_documents
from jiyao.search.facets import Counted, Counts, Sizes, most_frequent
from jiyao.search.query import SearchQuery

REBUILD = "Run `jiyao rebuild`: it makes the index again from the archive."
_SCANNED, _TOLD = 500, 5_000
#: How many values each segment tells at first, and a number that no field has values for.
_ROUGH, _EVERYTHING = 250, 1_000_000
#: Of so many rows it takes longer to count every value than the commonest twice.
_MANY = 5_000
_HEAP = 64_000_000
#: What the number of matching rows is called in an answer.
_ROWS = "rows"


#: The number of an error of the disk in tantivy's words: (os error 13), Os { code: 13, kind: PermissionDenied, … }.
_CODE = re.compile(r"(?:os error |Os \{ code: )(\d+)")


def _code(error: OSError | ValueError) -> int | None:
    """Return the number of an error of the disk, which tantivy says in words; None where it is another."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    said = _CODE.search(str(error))
    return int(said[1]) if said else None


def denied(folder: Path, error: OSError | ValueError) -> EngineError | None:
    """Return our error for a file that may not be opened, None where ``error`` says something else."""
    if _code(error) not in (errno.EACCES, errno.EPERM, errno.EROFS):
        return None
    advice = "Check its permissions: reading it writes a lock there."
    return EngineError(f"the index in {folder} may not be read: {error}", advice)


@contextmanager
def troubles(folder: Path) -> Iterator[None]:
    """Say in our errors what the disk and tantivy say in theirs."""
    try:
        yield
    except (OSError, ValueError) as error:
        if _code(error) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            advice = "Make space; what was acknowledged before is kept, and the same command goes on from there."
            raise StorageFull(f"no space is left in {folder}: {error}", advice) from error
        if refused := denied(folder, error):
            raise refused from error
        raise EngineError(f"the index in {folder} failed: {error}", REBUILD) from error


#: A tier and what is stored of a row in it; a tier and where in it a row stands.
Found = tuple[int, bytes]
Place = tuple[int, str]


class GenerationReader:
    """A generation, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._meta = folder / "meta.json"
        self._index = tantivy.Index.open(str(folder))
        dialect.register(self._index)
        self._seen: tuple[int, int] | None = None
        self._commit = self._newest()

    def last_commit(self) -> Commit:
        """Return the last commit of any process, which later ones do not change."""
        state = self._meta.stat()
        seen = (state.st_ino, state.st_mtime_ns)
        if seen != self._seen:
            self._commit, self._seen = self._newest(), seen
        return self._commit

    def _newest(self) -> Commit:
        """Return what stands in the folder now, with the name that it has in every process."""
        while True:
            stamp = self._stamp()
            self._index.reload()
            searcher = self._index.searcher()
            if stamp == self._stamp():
                return Commit(f"{self.name}/{stamp}", self._index, searcher)

    def _stamp(self) -> int:
        # Grows with each commit; what tantivy merges behind one keeps its stamp.
        stamp: int = json.loads(self._meta.read_text("utf-8"))["opstamp"]
        return stamp


@dataclass(frozen=True, slots=True)
class Commit:
    """All that one commit holds. What is written, merged or rebuilt meanwhile does not reach it."""

    name: str
    index: tantivy.Index
    searcher: tantivy.Searcher

    @property
    def schema(self) -> tantivy.Schema:
        """The fields."""
        return self.index.schema

    def total(self, query: Query) -> int:
        """Return how many rows match."""
        return _total(self.searcher.search(query, 1))

    def page(
        self, query: SearchQuery, tiers: list[Query], size: int, behind: Place | None = None, field: str = "stored"
    ) -> list[Found]:
        """Return ``size`` rows from the query's offset on, or behind a place: a tier and where in it."""
        rows = list[Found]()
        first, place = behind or (0, None)
        skipped = query.offset
        for number, tier in list(enumerate(tiers))[first:]:
            if len(rows) == size:
                break
            if place is not None and number == first:
                tier = dialect.beyond(self.index, query, tier, place)
            found = self.searcher.search(
                tier,
                size - len(rows),
                offset=skipped,
                count=skipped > 0,
                order_by_field=dialect.order_field(query),
                order=Order.Asc if query.oldest_first else Order.Desc,
            )
            rows += [(number, self._stored(address, field)) for _, address in found.hits]
            if skipped:
                skipped = max(skipped - _total(found), 0)
        return rows

    def one(self, id: str) -> bytes | None:
        """Return the stored report as JSON."""
        parts = [Query.term_query(self.schema, name, value) for name, value in (("of", "reports"), ("id", id))]
        hits = self.searcher.search(Query.boolean_query([(Occur.Must, part) for part in parts]), 1).hits
        return zlib.decompress(self._stored(hits[0][1])) if hits else None

    def count(self, of: IndexName) -> int:
        """Return how many rows of a kind there are."""
        return self.total(Query.term_query(self.schema, "of", of))

    def counts(self, query: Query, sizes: Sizes) -> tuple[dict[Counted, Counts], int]:
        """Return the commonest values of each field in what ``query`` matches, exactly, and how many rows match.

        Each segment tells its commonest only at first, so a count may lack up to ``error``. All that may belong to
        the commonest all the same are counted once more by name; where that could be any, everything is.
        """
        rough = {one: {"size": (most := max(_ROUGH, size * 4)), "segment_size": most} for one, size in sizes.items()}
        counted, matched = self._counted(query, rough)
        found: dict[Counted, Counts] = {}
        again: dict[Counted, Mapping[str, Any]] = {}
        for one, (counts, error) in counted.items():
            least = counts[sizes[one] - 1][1] if len(counts) >= sizes[one] else 0
            near = [value for value, count in counts if count + error >= least]
            if not error:
                found[one] = counts[: sizes[one]]
            elif matched >= _MANY and error < least and len(near) < len(counts):
                again[one] = {"size": len(near), "segment_size": len(near), "include": near}
            else:
                again[one] = {"size": sizes[one], "segment_size": _EVERYTHING}
        exactly = self._counted(query, again)[0] if again else {}
        return found | {one: counts[: sizes[one]] for one, (counts, _) in exactly.items()}, matched

    def _counted(
        self, query: Query, how: Mapping[Counted, Mapping[str, Any]]
    ) -> tuple[dict[Counted, tuple[Counts, int]], int]:
        """Return counts in descending order, with how much each may lack, and how many rows match."""
        asked: dict[str, Any] = {
            one.field: {"terms": {"field": one.field, "order": {"_count": "desc"}, **told}} for one, told in how.items()
        }
        answer = self.searcher.aggregate(query, asked | {_ROWS: {"value_count": {"field": dialect.IN_EVERY_ROW}}})
        counts = {
            one: (
                [(bucket.get("key_as_string", bucket["key"]), bucket["doc_count"]) for bucket in told["buckets"]],
                told.get("doc_count_error_upper_bound") or 0,
            )
            for one in how
            for told in [answer[one.field]]
        }
        return counts, int(answer[_ROWS]["value"])

    def begun_with(self, field: str, prefix: str, size: int) -> Counts:
        """Return the commonest values of a field that begin so, in reports of meetings."""
        meetings = dialect.meetings(self.schema)
        return self.searcher.terms_with_prefix(f"{field}.folded", prefix, meetings, size)

    def forms(self, field: str, value: str) -> Counts:
        """Return in which ways a value is written, in reports of meetings."""
        return self._forms(field, value, dialect.meetings(self.schema, self._has(field, value)))

    def most_written(self, field: str, value: str, query: Query) -> str:
        """Return how a value is most often written in what ``query`` matches; of equals the first by its characters."""
        forms = self._forms(field, value)
        if len(forms) > 1:
            forms = self._forms(field, value, query)
        return most_frequent(forms) if forms else value

    def _has(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, f"{field}.folded", value)

    def _forms(self, field: str, value: str, query: Query | None = None) -> Counts:
        """Return how often each form stands in what ``query`` matches; without one also those of rows that are gone."""
        written = self.searcher.terms_with_prefix(f"{field}.written", dialect.written(value, ""), query)
        return [(form.partition(dialect.BEHIND)[2], count) for form, count in written]

    def walk(self, query: SearchQuery, tiers: list[Query]) -> Iterator[tuple[Document, Report | None]]:
        """Yield every row that the tiers have, in their order."""
        behind: Place | None = None
        while True:
            page = self.page(query, tiers, _SCANNED, behind)
            row: Document = {}
            for row, report in self.rows(query.of, (stored for _, stored in page)):
                yield row, report
            if len(page) < _SCANNED:
                return
            behind = (page[-1][0], dialect.place(query, row))

    def told(self, query: SearchQuery, tiers: list[Query]) -> Iterator[Document]:
        """Yield what completeness is told from of every report that the tiers have; the query's order is by day."""
        behind: Place | None = None
        while True:
            page = self.page(query, tiers, _TOLD, behind, "told")
            row: Document = {}
            for _, told in page:
                row = json.loads(told)
                yield row
            if len(page) < _TOLD:
                return
            behind = (page[-1][0], dialect.place(query, row))

    def rows(self, of: IndexName, stored: Iterable[bytes]) -> Iterator[tuple[Document, Report | None]]:
        """Yield each row as it was indexed, and the report where it is one.

        Of attendances and statements only the id is stored: the report has the rest.
        """
        if of == "reports":
            for line in stored:
                report = report_from_json(zlib.decompress(line))
                yield report_document(report), report
            return
        last, rows = "", list[Document]()
        make = attendance_documents if of == "attendances" else statement_documents
        for line in stored:
            id, _, number = dialect.row_parts(line.decode())
            if id != last:
                found = self.one(id)
                last, rows = id, make(report_from_json(found)) if found else []
            yield rows[number - 1], None

    def _stored(self, address: tantivy.DocAddress, field: str = "stored") -> bytes:
        found = self.searcher.doc(address).get_first(field)
        assert isinstance(found, bytes)
        return found


def stored_report(report: Report) -> bytes:
    """Return what is kept of a report. tantivy would keep a fifth more: it cannot be told to compress better."""
    return zlib.compress(report_to_json(report))


class GenerationWriter:
    """Writes into one generation; ``rewrites`` is False where nothing in it can be older than this writer."""

    def __init__(self, folder: Path, threads: int = 1, rewrites: bool = True) -> None:
        self._folder = folder
        with troubles(folder):
            folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(dialect.schema(), path=str(folder))
            dialect.register(index)
            self._writer = index.writer(_HEAP * threads, threads)
        self._written: set[int] | None = None if rewrites else set()

    def write(self, reports: Iterable[Report]) -> int:
        """Add the reports and their rows to the next commit, in place of older ones."""
        written = 0
        for report in reports:
            if self._written is None or (key := hash(report.id)) in self._written:
                self.remove(report.id)
            else:
                self._written.add(key)
            self._add("reports", indexed_report(report), stored_report(report))
            for row in attendance_documents(report):
                self._add("attendances", row, row["id"].encode())
            for row in statement_documents(report):
                self._add("statements", row, row["id"].encode())
            written += 1
        return written

    def _add(self, of: IndexName, row: Document, stored: bytes) -> None:
        document = dialect.tantivy_document(of, row, stored)
        with troubles(self._folder):
            try:
                self._writer.add_document(document)
            except ValueError as error:
                if "was killed" in str(error):  # tantivy tells the cause only to the next commit
                    self._writer.commit()
                raise

    def remove(self, id: str) -> None:
        """Take a report and its rows out at the next commit."""
        with troubles(self._folder):
            self._writer.delete_documents_by_term("report", id)

    def commit(self) -> None:
        """Put all that was written on disk and in view."""
        with troubles(self._folder):
            self._writer.commit()

    def close(self) -> None:
        """End once tantivy has merged what it is merging."""
        with troubles(self._folder):
            self._writer.wait_merging_threads()

    def abandon(self) -> None:
        """End without what was not committed."""
        # After a failed commit tantivy's writer may be of no more use; what is on disk is the last commit.
        with suppress(OSError, ValueError):
            self._writer.rollback()
            self._writer.wait_merging_threads()


def _total(found: tantivy.SearchResult) -> int:
    # tantivy's type hints do not know this property.
    total: int = found.count  # type: ignore[attr-defined]
    return total
