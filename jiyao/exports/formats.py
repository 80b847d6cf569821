"""Rows as files: lines of JSON, a table for spreadsheets, a table for data tools. Each is streamed.

NDJSON   a line a row; of reports the whole record, every fact with its evidence
CSV      UTF-8 with a byte order mark, a head of column names; lists joined by ``|``, moments in China's hour
Parquet  the same columns with their types: lists, days, moments in UTC; needs pyarrow (``jiyao[parquet]``).
         A publication of which only the day is known is that day's 00:00 in UTC.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from jiyao.errors import AskedWrongly
from jiyao.exports.columns import Column, Kind, cells
from jiyao.model import CHINA
from jiyao.search.query import Hit

if TYPE_CHECKING:
    import pyarrow

#: Spreadsheets take what begins so for a formula, full-width signs too; blanks before it do not help.
_FORMULA = tuple("=+-@＝＋－＠\t\r")
#: Rows of a group of a Parquet file, all of which are in memory at once.
_GROUP = 1_000


def as_ndjson(hits: Iterable[Hit]) -> Iterator[bytes]:
    """Yield a line for each row."""
    from jiyao.record import report_to_dict

    for hit in hits:
        record = report_to_dict(hit.report) if hit.report else hit.told
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def as_csv(columns: tuple[Column, ...], hits: Iterable[Hit]) -> Iterator[bytes]:
    """Yield the head, then a line for each row; no cell is a formula."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)

    def written(row: Iterable[str]) -> bytes:
        line.seek(0)
        line.truncate()
        writer.writerow(row)
        return line.getvalue().encode()

    yield "\ufeff".encode() + written(column.name for column in columns)
    for hit in hits:
        yield written(map(_cell, cells(columns, hit.told)))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if value.tzinfo else f"{value:%Y-%m-%d}"
    text = ("|".join(value) if isinstance(value, list) else str(value)).replace("\0", "\ufffd")
    return f"'{text}" if text.lstrip(" \u3000\n").startswith(_FORMULA) else text


class _Sink(io.RawIOBase):
    """A file that is written and taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(self.pieces[-1])

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def parquet_module() -> Any:
    """Return pyarrow's module for Parquet; :class:`AskedWrongly` where it is not installed."""
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        advice = "Install it with `pip install 'jiyao[parquet]'`, or export NDJSON or CSV."
        raise AskedWrongly("Parquet needs pyarrow, which is not installed", advice) from None
    return parquet


def as_parquet(columns: tuple[Column, ...], hits: Iterable[Hit]) -> Iterator[bytes]:
    """Yield the file, a group of rows at a time."""
    import pyarrow

    parquet = parquet_module()
    schema = pyarrow.schema([_field(column) for column in columns])
    sink = _Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        rest = iter(hits)
        while group := list(islice(rest, _GROUP)):
            rows = [list(cells(columns, hit.told)) for hit in group]
            writer.write_batch(_batch(schema, list(zip(*rows, strict=True))))
            yield sink.taken()
    yield sink.taken()


def _field(column: Column) -> pyarrow.Field:
    import pyarrow as arrow

    types: dict[Kind, Any] = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "day": arrow.date32(),
        "moment": arrow.timestamp("ms", "UTC"),
        "number": arrow.int32(),
        "flag": arrow.bool_(),
    }
    return arrow.field(column.name, types[column.kind], metadata={"says": column.says})


def _batch(schema: pyarrow.Schema, values: Sequence[Sequence[Any]]) -> pyarrow.RecordBatch:
    import pyarrow as arrow

    arrays = [arrow.array(column, field.type) for column, field in zip(values, schema, strict=True)]
    return arrow.record_batch(arrays, schema)
