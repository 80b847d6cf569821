"""Everything that a search finds, as a file; from each engine."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from invented_reports import a_report, invented_reports

from index_mappings import INDEX_NAMES, load
from jiyao.api.schemas import hit_values
from jiyao.errors import AskedWrongly
from jiyao.exports import FORMATS, export
from jiyao.exports.columns import COLUMNS
from jiyao.model import Attendance, Published, Role
from jiyao.progress import Progress
from jiyao.record import report_to_dict
from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.settings import Settings

ROOT = Path(__file__).parents[2]
QUERY = SearchQuery(text="会议", sort="held", size=3, offset=2)
LIKE_A_FORMULA = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "  =1", "\n=1", "　=1")


def whole(index: SearchIndex, query: SearchQuery, format: str) -> bytes:
    return b"".join(export(index, query, format))


def table(told: bytes) -> list[dict[str, str]]:
    assert told.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig"), newline="")))


def test_lines_of_json_are_whole_reports_in_the_order_of_the_search(corpus: SearchIndex) -> None:
    lines = [json.loads(line) for line in whole(corpus, QUERY, "ndjson").splitlines()]
    page = corpus.search(SearchQuery(text="会议", sort="held", size=1000))
    assert lines == [report_to_dict(hit.report) for hit in page.hits if hit.report]
    assert len(lines) == page.total > 10


@pytest.mark.parametrize("of", INDEX_NAMES)
def test_csv_and_parquet_have_the_same_rows_with_every_column(corpus: SearchIndex, of: Any) -> None:
    query = SearchQuery(of=of, meetings_only=False)
    hits = list(corpus.scan(query))
    names = [column.name for column in COLUMNS[of]]
    rows = table(whole(corpus, query, "csv"))
    told = pyarrow.parquet.read_table(io.BytesIO(whole(corpus, query, "parquet")))
    assert told.column_names == list(rows[0]) == names
    assert told.schema.field("held_from").metadata[b"says"] == b"the first day it may have been held on"
    records = told.to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in records] == [hit.id for hit in hits]
    for hit, row, record in zip(hits, rows, records, strict=True):
        for name in names:
            value, written, kept = hit.values.get(name), row[name], record[name]
            match kept:
                case None:
                    assert value is None
                    assert written == ""
                case list():
                    assert kept == (value or [])
                    assert written == "|".join(kept)
                case bool():
                    assert kept is value
                    assert written == str(kept).upper()
                case datetime():
                    assert kept == datetime.fromisoformat(str(value))
                    assert written == f"{kept + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"
                case date():
                    assert (written, value) == (kept.isoformat(), kept.isoformat())
                case _:
                    assert kept == value
                    assert written.removeprefix("'") == str(kept)


def test_columns_are_fields_of_the_index_and_are_documented() -> None:
    documented = (ROOT / "docs" / "searching.md").read_text("utf-8")
    for of, columns in COLUMNS.items():
        fields = load(of).properties
        assert len({column.name for column in columns}) == len(columns)
        for column in columns:
            types = {"text": "keyword text", "texts": "keyword", "day": "date", "moment": "date", "number": "integer"}
            assert fields[column.name]["type"] in types.get(column.kind, "boolean"), column
            assert f"| `{column.name}` | {column.kind} | {column.says} |" in documented


def test_no_cell_is_a_formula_and_no_letter_is_lost(index: SearchIndex) -> None:
    titles = [*LIKE_A_FORMULA, 'he said "no", then\nleft; 壽陽', "a|b", "普通", "1-2", "'x", "\u202e会"]
    index.write(
        a_report(f"r-{number:02}", title=title, attendances=(Attendance(title, (title, "县长"), (Role.CHAIR,)),))
        for number, title in enumerate(titles)
    )
    rows = table(whole(index, SearchQuery(sort="held", oldest_first=True), "csv"))
    assert [row["title"] for row in rows] == ["'" + title for title in LIKE_A_FORMULA] + titles[len(LIKE_A_FORMULA) :]
    for row, title in zip(rows, titles, strict=True):
        quoted = "'" if title in LIKE_A_FORMULA else ""
        assert (row["people"], row["titles"]) == (quoted + title, f"{quoted}{title}|县长")


def test_a_publication_of_which_only_the_day_is_known_is_no_moment(index: SearchIndex) -> None:
    midnight = datetime.fromisoformat("2024-12-05T00:00+08:00")
    for number, precision in enumerate(("day", "minute")):
        index.write([a_report(f"r-{number}", published=Published(midnight, precision, "meta"), title="会")])
    query = SearchQuery(sort="held", oldest_first=True)
    assert [row["published_at"] for row in table(whole(index, query, "csv"))] == ["2024-12-05", "2024-12-05 00:00:00"]
    records = pyarrow.parquet.read_table(io.BytesIO(whole(index, query, "parquet"))).to_pylist()
    assert [f"{row['published_at']:%m-%d %H:%M}" for row in records] == ["12-05 00:00", "12-04 16:00"]
    told = [hit_values(hit)["values"]["published_at"] for hit in index.search(query).hits]
    assert [told[0], told[1][:16]] == ["2024-12-05", "2024-12-04T16:00"]


def test_a_table_of_nothing_has_its_head(corpus: SearchIndex) -> None:
    nothing = SearchQuery(source=("nowhere",))
    assert whole(corpus, nothing, "ndjson") == b""
    assert len(whole(corpus, nothing, "csv").splitlines()) == 1
    assert pyarrow.parquet.read_table(io.BytesIO(whole(corpus, nothing, "parquet"))).num_rows == 0


def test_progress_is_told_with_the_total(index: SearchIndex) -> None:
    index.write(a_report(f"r-{number}") for number in range(250))
    seen: list[Progress] = []
    pieces = export(index, SearchQuery(), "csv", seen.append)
    assert len(list(pieces)) == 251
    assert [(one.done, one.total, one.finished) for one in seen] == [
        (100, 250, False),
        (200, 250, False),
        (250, 250, True),
    ]


def test_an_unknown_format_is_refused_before_anything_is_written(corpus: SearchIndex) -> None:
    with pytest.raises(AskedWrongly) as caught:
        export(corpus, SearchQuery(), "cvs")
    assert caught.value.advice == "Did you mean csv?"


@pytest.fixture(scope="module")
def two_lengths(new_settings: Callable[[], Settings]) -> Iterator[SearchIndex]:
    """2,000 reports of one source and 4,000 of another, of 2,000 characters each."""
    made = open_index(new_settings())
    with made.rebuild() as writer:
        for source, count in (("short", 2_000), ("long", 4_000)):
            writer.write(a_report(f"{source}-{number}", source=source, text="会议" * 1000) for number in range(count))
    yield made
    made.close()


@pytest.mark.parametrize("format", FORMATS)
def test_the_memory_of_an_export_does_not_grow_with_its_length(two_lengths: SearchIndex, format: str) -> None:
    def peak(source: str) -> int:
        tracemalloc.start()
        for _ in export(two_lengths, SearchQuery(source=(source,)), format):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak("long") < peak("short") + 3_000_000  # the texts of 2,000 reports more take 8 MB


def test_parquet_without_pyarrow_says_how_to_get_it_and_the_rest_needs_none(tmp_path: Path) -> None:
    program = """
import sys
sys.modules["pyarrow"] = None
from pathlib import Path
from jiyao.errors import AskedWrongly
from jiyao.exports import export
from jiyao.search import SearchQuery
from jiyao.search.embedded import EmbeddedIndex
index = EmbeddedIndex(Path(sys.argv[1]))
index.write([])
print(len(list(export(index, SearchQuery(), "csv"))))
try: export(index, SearchQuery(), "parquet")
except AskedWrongly as error: print(error, "|", error.advice)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0] == "1"
    assert "pip install 'jiyao[parquet]'" in done.stdout


def test_every_report_of_the_tests_goes_through_every_format(corpus: SearchIndex) -> None:
    everything = SearchQuery(meetings_only=False)
    counts: list[Callable[[bytes], int]] = [
        lambda told: len(told.splitlines()), lambda told: len(table(told)),
        lambda told: pyarrow.parquet.read_table(io.BytesIO(told)).num_rows]  # fmt: skip
    for format, count in zip(FORMATS, counts, strict=True):
        assert count(whole(corpus, everything, format)) == len(invented_reports())
