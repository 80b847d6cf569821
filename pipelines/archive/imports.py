"""WARC files of other tools, read into the archive; what is passed over is counted and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from jiyao.errors import ArchiveDamaged
from jiyao.model import Capture
from pipelines.archive.records import read_date
from pipelines.archive.store import Archive


@dataclass(frozen=True, slots=True)
class Imported:
    """How many captures were taken, and how many records passed over for which reason."""

    captures: int
    passed_over: Counter[str] = field(default_factory=Counter)


def import_warc(archive: Archive, path: Path, source_of: Callable[[str], str | None]) -> Imported:
    """Keep the responses of a WARC file (of any tool, compressed or not) that belong to a source.

    ``source_of`` names the source of an address, None where none wants it. The
    bodies are taken decoded, as our own are. A file that ends in the middle of a
    record is :class:`ArchiveDamaged`; what came before is kept.
    """
    taken = 0
    passed_over: Counter[str] = Counter()
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                capture, why = _capture(record, source_of)
                if capture is None:
                    passed_over[why] += 1
                else:
                    archive.keep(capture)
                    taken += 1
    except ArchiveLoadFailed as error:
        said = str(error).strip().splitlines()[0]
        raise ArchiveDamaged(f"{path}: {taken} captures were taken, then: {said}") from None
    except OSError as error:
        raise ArchiveDamaged(f"{path}: {error.strerror or error}") from None
    return Imported(taken, passed_over)


def _capture(record: ArcWarcRecord, source_of: Callable[[str], str | None]) -> tuple[Capture | None, str]:
    if record.rec_type != "response":
        return None, f"{record.rec_type} record"
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not url.startswith(("http://", "https://")) or record.http_headers is None:
        return None, "not an HTTP response"
    status = record.http_headers.get_statuscode()
    if status not in ("200", "404", "410"):
        return None, f"status {status}"
    source = source_of(url)
    if source is None:
        return None, "of no source"
    body = record.content_stream().read()
    record.raw_stream.read()
    if record.raw_stream.limit > 0:  # warcio hands out a cut record without a word
        raise ArchiveLoadFailed(f"the record of {url} is cut off")
    return (
        Capture(
            source=source,
            url=url,
            captured_at=read_date(record.rec_headers.get_header("WARC-Date")),
            status=int(status),
            headers=tuple(record.http_headers.headers),
            body=body,
        ),
        "",
    )
