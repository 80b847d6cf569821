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
from pipelines.archive.reading import read_date
from pipelines.archive.store import Archive

_MOST_CAPTURES = 200
_MOST_BYTES = 1 << 23


@dataclass(frozen=True, slots=True)
class Imported:
    """How many captures were taken, and how many records passed over for which reason."""

    captures: int
    passed_over: Counter[str] = field(default_factory=Counter)


def import_warc(archive: Archive, path: Path, place_of: Callable[[str], tuple[str, str] | None]) -> Imported:
    """Keep the responses of a WARC file (of any tool, compressed or not) that belong to a source.

    ``place_of`` names the source of an address and the address under which it is
    archived, None where no source wants it. The bodies are taken decoded, as our own
    are. A file that ends in the middle of a record is :class:`ArchiveDamaged`; what
    came before is kept.
    """
    batch = _Batch(archive)
    passed_over: Counter[str] = Counter()
    said = ""
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                capture, why = _capture(record, place_of)
                if capture is None:
                    passed_over[why] += 1
                else:
                    batch.take(capture)
    except ArchiveLoadFailed as error:
        said = str(error).strip().splitlines()[0]
    except OSError as error:
        said = error.strerror or str(error)
    batch.write()
    if said:
        raise ArchiveDamaged(f"{path}: {batch.kept} captures were taken, then: {said}")
    return Imported(batch.kept, passed_over)


class _Batch:
    """Captures that are written together, with one flush."""

    def __init__(self, archive: Archive) -> None:
        self.kept = 0
        self._archive = archive
        self._waiting: list[Capture] = []
        self._bytes = 0

    def take(self, capture: Capture) -> None:
        """Take one more; write when it is enough."""
        self._waiting.append(capture)
        self._bytes += len(capture.body)
        if len(self._waiting) >= _MOST_CAPTURES or self._bytes >= _MOST_BYTES:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        if self._waiting:
            self.kept += len(self._archive.keep_all(self._waiting))
            self._waiting, self._bytes = [], 0


def _capture(record: ArcWarcRecord, place_of: Callable[[str], tuple[str, str] | None]) -> tuple[Capture | None, str]:
    if record.rec_type != "response":
        return None, f"{record.rec_type} record"
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not url.startswith(("http://", "https://")) or record.http_headers is None:
        return None, "not an HTTP response"
    status = record.http_headers.get_statuscode()
    if status not in ("200", "404", "410"):
        return None, f"status {status}"
    place = place_of(url)
    if place is None:
        return None, "of no source"
    body = record.content_stream().read()
    record.raw_stream.read()
    if record.raw_stream.limit > 0:  # warcio hands out a cut record without a word
        raise ArchiveLoadFailed(f"the record of {url} is cut off")
    return (
        Capture(
            source=place[0],
            url=place[1],
            captured_at=read_date(record.rec_headers.get_header("WARC-Date")),
            status=int(status),
            headers=tuple((name, _as_bytes(value)) for name, value in record.http_headers.headers),
            body=body,
        ),
        "",
    )


def _as_bytes(value: str) -> str:
    """Return a header as its bytes in latin-1, as Scrapy's headers are held; warcio reads them as UTF-8."""
    return value.encode("utf-8", "replace").decode("latin-1")
