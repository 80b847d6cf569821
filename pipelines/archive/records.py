"""A capture as a WARC record and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, Literal

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from jiyao.errors import ArchiveDamaged
from jiyao.model import Capture, Listed

OUR_HEADER = "Jiyao-Capture"
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
# What Scrapy hands over is already decoded; a reader that trusted these headers would decode it again.
_TRANSFER_HEADERS = ("content-encoding", "transfer-encoding", "content-length")
_ORIGINAL = "X-Archive-Orig-"
_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True)
class Record:
    """What one member holds. ``digest`` is that of the page's body, of a revisit too, which has none itself."""

    type: Literal["response", "revisit", "other"]
    capture: Capture | None = None
    digest: str = ""


def response_member(capture: Capture) -> bytes:
    """Return the capture as one gzip member that holds a ``response`` record."""
    return _member(capture, "response", {})


def revisit_member(capture: Capture, digest: str) -> bytes:
    """Return a member that says: the page was visited and still has the body of ``digest``."""
    profile = _NOT_MODIFIED if capture.status == HTTPStatus.NOT_MODIFIED else _SAME_PAYLOAD
    return _member(capture, "revisit", {"WARC-Profile": profile}, digest)


def info_member(name: str, at: datetime, software: str) -> bytes:
    """Return the ``warcinfo`` member that opens a file."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warcinfo_record(
        name,
        {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        },
    )
    record.rec_headers.replace_header("WARC-Date", at.astimezone(UTC).strftime(_DATE))
    writer.write_record(record)
    return out.getvalue()


def _member(capture: Capture, kind: str, headers: dict[str, str], digest: str | None = None) -> bytes:
    out = BytesIO()
    body = capture.body if kind == "response" else b""
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        capture.url,
        kind,
        payload=BytesIO(body),
        length=len(body),  # known, or warcio would copy the body through a file
        http_headers=StatusAndHeaders(_status_line(capture.status), _archived_headers(capture), protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": capture.captured_at.astimezone(UTC).strftime(_DATE),
            OUR_HEADER: json.dumps(
                {
                    "source": capture.source,
                    "kind": capture.kind,
                    "digest": digest or capture.digest,
                    "listed": [capture.listed.title, capture.listed.published],
                }
            ),
            **headers,
        },
    )
    writer.write_record(record)
    return out.getvalue()


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _archived_headers(capture: Capture) -> list[tuple[str, str]]:
    kept = [
        (_ORIGINAL + name if name.lower() in _TRANSFER_HEADERS else name, value.replace("\r", " ").replace("\n", " "))
        for name, value in capture.headers
        if not name.startswith(_ORIGINAL)
    ]
    kept += [(name, value) for name, value in capture.headers if name.startswith(_ORIGINAL)]
    return [*kept, ("Content-Length", str(len(capture.body)))]


def read_record(data: bytes, where: str) -> Record:
    """Return what the uncompressed bytes of one member hold; ``where`` names them in errors.

    :class:`ArchiveDamaged` when the record is cut off or its body has another digest.
    """
    try:
        record = next(ArchiveIterator(BytesIO(data)))
        body = record.raw_stream.read()
    except (ArchiveLoadFailed, StopIteration, EOFError) as error:
        raise ArchiveDamaged(f"{where}: not a WARC record: {error or 'nothing in it'}") from None
    said = record.rec_headers.get_header(OUR_HEADER)
    if record.rec_type not in ("response", "revisit") or said is None:
        return Record("other")
    try:
        ours: dict[str, Any] = json.loads(said)
        capture = _capture(record, body, ours)
        digest: str = ours["digest"]
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveDamaged(f"{where}: the header {OUR_HEADER} cannot be read: {error}") from None
    if record.rec_type == "response" and capture.digest != digest:
        raise ArchiveDamaged(f"{where}: {capture.url}: the body does not match its digest")
    return Record(record.rec_type, capture, digest)


def _capture(record: ArcWarcRecord, body: bytes, ours: dict[str, Any]) -> Capture:
    return Capture(
        source=ours["source"],
        url=record.rec_headers.get_header("WARC-Target-URI"),
        captured_at=read_date(record.rec_headers.get_header("WARC-Date")),
        status=int(record.http_headers.get_statuscode()),
        headers=original_headers(record.http_headers.headers),
        body=body,
        kind=ours["kind"],
        listed=Listed(*ours["listed"]),
    )


def original_headers(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers as the site sent them: without ours, and with their own names again."""
    return tuple(
        (name.removeprefix(_ORIGINAL), value)
        for name, value in headers
        if name.lower() != "content-length" or name.startswith(_ORIGINAL)
    )


def read_date(text: str) -> datetime:
    """Return the moment of a ``WARC-Date``, with or without a fraction of a second."""
    return datetime.fromisoformat(text)
