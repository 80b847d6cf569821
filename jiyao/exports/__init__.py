"""What the index holds, as files for other programs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

from jiyao.errors import AskedWrongly
from jiyao.exports import formats
from jiyao.exports.columns import COLUMNS
from jiyao.progress import Progress, Watch, nobody
from jiyao.search import Hit, SearchIndex, SearchQuery, open_index
from jiyao.settings import Settings

Format = Literal["ndjson", "csv", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
_TOLD = 100


def export(index: SearchIndex, query: SearchQuery, format: str, watch: Watch = nobody) -> Iterator[bytes]:
    """Return everything that ``query`` finds, in its order, as the pieces of one file.

    The memory it takes does not grow with what it finds. What cannot be meant is
    refused before the first piece.
    """
    if format not in FORMATS:
        near = difflib.get_close_matches(format, FORMATS, 1, 0.4)
        advice = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(FORMATS)}."
        raise AskedWrongly(f"unknown format {format!r}", advice)
    if format == "parquet":
        formats.parquet_module()
    total = index.search(replace(query, size=0, offset=0, after=None, facets=())).total
    hits = _watched(index.scan(query), query.of, total, watch)
    if format == "ndjson":
        return formats.as_ndjson(hits)
    return (formats.as_csv if format == "csv" else formats.as_parquet)(COLUMNS[query.of], hits)


def _watched(hits: Iterator[Hit], name: str, total: int, watch: Watch) -> Iterator[Hit]:
    done = 0
    for done, hit in enumerate(hits, 1):
        yield hit
        if not done % _TOLD:
            watch(Progress(name, done, total))
    watch(Progress(name, done, total, finished=True))


def export_articles(settings: Settings) -> Iterator[dict[str, str | bool | None]]:
    """Yield ``url``, ``title``, ``published_at``, ``is_meeting``, ``source`` and ``digest`` of every article."""
    index = open_index(settings)
    try:
        for hit in index.scan():
            report = hit.report
            assert report is not None  # a scan without a query yields reports
            yield {
                "url": report.url,
                "title": report.title,
                "published_at": report.published.stated if report.published else None,
                "is_meeting": report.is_meeting,
                "source": report.source,
                "digest": report.digest,
            }
    finally:
        index.close()
