"""A capture as WARC records and back.

    response (or revisit)   what the site answered; says how many records belong to it and follow
    request                 what was asked, where that is known
    metadata                what no header has: state, list, and what could not be kept byte for byte

The three are one group: concurrent, written at once. Archives of earlier
versions have responses and revisits alone.
"""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Literal

from jiyao.errors import ArchiveDamaged
from jiyao.model import Capture, Fetch, Listed

OUR_HEADER = "Jiyao-Capture"
#: What each of our gzip members opens with: no name, no time, level 9, written on Unix.
GZIP_HEADER = bytes.fromhex("1f8b08000000000002" + "03")
Pairs = list[tuple[str, str]]
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
_BODYLESS = hashlib.sha256().hexdigest()
# What Scrapy hands over is already decoded; a reader that trusted these headers would decode it again.
_TRANSFER_HEADERS = ("content-encoding", "transfer-encoding", "content-length")
_ORIGINAL = "X-Archive-Orig-"
# A proxy's password is no part of what was asked of the site.
_SECRET_HEADERS = frozenset({"proxy-authorization"})
_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_ALTERED = (
    "the reason phrase of the status line is the standard one",
    "names of headers are spelled and ordered as the client hands them over, not as they were sent",
    "the request has a Host that we added, and lacks what the client adds on the way (Connection)",
)


@dataclass(frozen=True, slots=True)
class Referred:
    """The earlier capture whose body a revisit found again."""

    captured_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """What one member holds.

    ``digest`` is that of the page's body, of a revisit too, which has none itself;
    ``followers`` how many records of its group come after it.
    """

    type: Literal["warcinfo", "response", "revisit", "request", "metadata", "other"]
    id: str = ""
    capture: Capture | None = None
    digest: str = ""
    followers: int = 0
    concurrent_to: str = ""
    fetch: Fetch | None = None


def group_members(capture: Capture, state: str, refers_to: Referred | None = None) -> list[bytes]:
    """Return the gzip members of a capture, the ``response`` first; a ``revisit`` where it found a known body again."""
    identity = _identity()
    companions = [_request(capture, identity)] if capture.fetch else []
    companions.append(_metadata(capture, state, identity))
    return [_answer(capture, refers_to, identity, len(companions)), *companions]


def info_member(name: str, at: datetime, software: str) -> bytes:
    """Return the ``warcinfo`` member that opens a file."""
    block = _lines([("software", software), ("format", "WARC File Format 1.1"), ("conformsTo", _CONFORMS_TO)])
    headers = [("WARC-Type", "warcinfo"), ("WARC-Record-ID", _identity()), ("WARC-Filename", name)]
    return _member([*headers, ("WARC-Date", _written(at))], "application/warc-fields", block)


def _answer(capture: Capture, refers_to: Referred | None, identity: str, followers: int) -> bytes:
    body = capture.body if refers_to is None else b""
    digest = refers_to.digest if refers_to else capture.digest
    ours = {
        "source": capture.source,
        "kind": capture.kind,
        "digest": digest,
        "listed": [capture.listed.title, capture.listed.published],
        "followers": followers,
    }
    headers = _opening(capture, "revisit" if refers_to else "response", identity)
    headers += [("WARC-Payload-Digest", digest), (OUR_HEADER, json.dumps(ours))]
    if refers_to:
        headers += [
            ("WARC-Profile", _NOT_MODIFIED if capture.status == HTTPStatus.NOT_MODIFIED else _SAME_PAYLOAD),
            ("WARC-Refers-To-Target-URI", capture.url),
            ("WARC-Refers-To-Date", _written(refers_to.captured_at)),
        ]
    http = _http(f"HTTP/1.1 {_status_line(capture.status)}", _archived_headers(capture))
    return _member(headers, "application/http; msgtype=response", http, body)


def _request(capture: Capture, answer: str) -> bytes:
    fetch = capture.fetch
    assert fetch is not None
    headers = [*_opening(capture, "request", _identity()), ("WARC-Concurrent-To", answer)]
    headers.append(("WARC-Payload-Digest", _sha256(fetch.body)))
    host, _, path = fetch.url.partition("://")[2].partition("#")[0].partition("/")
    sent = [(name, value) for name, value in fetch.headers if name.lower() not in _SECRET_HEADERS]
    if not any(name.lower() == "host" for name, _ in sent):
        sent.insert(0, ("Host", host.rpartition("@")[2]))
    http = _http(f"{fetch.method} /{path} HTTP/1.1", sent)
    return _member(headers, "application/http; msgtype=request", http, fetch.body)


def _metadata(capture: Capture, state: str, answer: str) -> bytes:
    fetch, listed = capture.fetch, capture.listed
    said = [
        ("source", capture.source),
        ("kind", capture.kind),
        ("state", state),
        ("listedTitle", listed.title),
        ("listedPublished", listed.published),
        ("requestedUri", fetch.url if fetch and fetch.url != capture.url else None),
        ("fetchTimeMs", str(round(fetch.seconds * 1000)) if fetch and fetch.seconds is not None else None),
        *(("altered", sentence) for sentence in _altered(capture)),
    ]
    block = _lines([(name, value) for name, value in said if value])
    headers = [*_opening(capture, "metadata", _identity()), ("WARC-Concurrent-To", answer)]
    return _member(headers, "application/warc-fields", block)


def _altered(capture: Capture) -> tuple[str, ...]:
    """Return a sentence for each thing that is not byte for byte as it came."""
    coded = [f"{name}: {value}" for name, value in capture.headers if name.lower() in _TRANSFER_HEADERS[:2]]
    body = (f"the body was received under {', '.join(coded)} and is kept decoded",) if coded else ()
    return (*body, *(_ALTERED if capture.fetch else ("the request is not known",)))


def _opening(capture: Capture, kind: str, identity: str) -> Pairs:
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", identity),
        ("WARC-Date", _written(capture.captured_at)),
        ("WARC-Target-URI", capture.url),
    ]
    if capture.fetch and capture.fetch.address and kind != "metadata":
        headers.append(("WARC-IP-Address", capture.fetch.address))
    return headers


def _member(headers: Pairs, content_type: str, *block: bytes) -> bytes:
    """Return one gzip member that holds one record, with the digest and the length of its block."""
    digest = hashlib.sha256()
    for part in block:
        digest.update(part)
    last = [
        ("WARC-Block-Digest", f"sha256:{digest.hexdigest()}"),
        ("Content-Type", content_type),
        ("Content-Length", str(sum(map(len, block)))),
    ]
    deflate = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    packed = [deflate.compress(part) for part in (b"WARC/1.1\r\n", _lines([*headers, *last]), b"\r\n", *block)]
    packed += [deflate.compress(b"\r\n\r\n"), deflate.flush()]
    return GZIP_HEADER + b"".join(packed)[len(GZIP_HEADER) :]


def _http(first: str, headers: Pairs) -> bytes:
    # Scrapy's headers are bytes, which we hold as latin-1: they go back as they came.
    lines = [first, *(f"{name}: {_one_line(value)}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "backslashreplace")


def _lines(fields: Pairs) -> bytes:
    return "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _identity() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _sha256(data: bytes) -> str:
    return "sha256:" + (hashlib.sha256(data).hexdigest() if data else _BODYLESS)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_DATE)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _archived_headers(capture: Capture) -> Pairs:
    kept = [
        (_ORIGINAL + name if name.lower() in _TRANSFER_HEADERS else name, value)
        for name, value in capture.headers
        if not name.startswith(_ORIGINAL)
    ]
    kept += [(name, value) for name, value in capture.headers if name.startswith(_ORIGINAL)]
    return [*kept, ("Content-Length", str(len(capture.body)))]


def read_record(data: bytes, where: str) -> Record:
    """Return what the uncompressed bytes of one member hold; ``where`` names them in errors.

    :class:`ArchiveDamaged` when the record is cut off or does not match its digests.
    """
    head, end, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    headers = _fields(lines)
    length = headers.get("content-length", "")
    if not first.startswith("WARC/1.") or not end or not length.isdecimal():
        raise ArchiveDamaged(f"{where}: not a WARC record")
    if len(rest) != int(length) + 4:
        raise ArchiveDamaged(f"{where}: the record is not as long as it says")
    block = rest[:-4]
    said = headers.get("warc-block-digest", "")
    if said.startswith("sha256:") and said != _sha256(block):
        raise ArchiveDamaged(f"{where}: {headers.get('warc-target-uri', '')}: the record does not match its digest")
    kind, identity = headers.get("warc-type", ""), headers.get("warc-record-id", "")
    match kind:
        case "response" | "revisit" if OUR_HEADER.lower() in headers:
            return _read_answer(kind, headers, block, where)
        case "request":
            fetch = _read_fetch(headers, block)
            return Record("request", identity, concurrent_to=headers.get("warc-concurrent-to", ""), fetch=fetch)
        case "metadata":
            return Record("metadata", identity, concurrent_to=headers.get("warc-concurrent-to", ""))
        case "warcinfo":
            return Record("warcinfo", identity)
        case _:
            return Record("other", identity)


def _read_answer(kind: Literal["response", "revisit"], headers: dict[str, str], block: bytes, where: str) -> Record:
    http, _, body = block.partition(b"\r\n\r\n")
    first, *lines = http.decode("latin-1").split("\r\n")
    try:
        ours: dict[str, Any] = json.loads(headers[OUR_HEADER.lower()])
        capture = Capture(
            source=ours["source"],
            url=headers["warc-target-uri"],
            captured_at=read_date(headers["warc-date"]),
            status=int(first.split(" ")[1]),
            headers=_original_headers(lines),
            body=body,
            kind=ours["kind"],
            listed=Listed(*ours["listed"]),
        )
        digest, followers = str(ours["digest"]), int(ours.get("followers", 0))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ArchiveDamaged(f"{where}: the header {OUR_HEADER} cannot be read: {error}") from None
    if kind == "response" and capture.digest != digest:
        raise ArchiveDamaged(f"{where}: {capture.url}: the body does not match its digest")
    return Record(kind, headers.get("warc-record-id", ""), capture, digest, followers)


def _read_fetch(headers: dict[str, str], block: bytes) -> Fetch:
    http, _, body = block.partition(b"\r\n\r\n")
    first, *lines = http.decode("latin-1").split("\r\n")
    sent = tuple(_pair(line) for line in lines)
    scheme = headers.get("warc-target-uri", "").partition("://")[0]
    host = next((value for name, value in sent if name.lower() == "host"), "")
    method, path, *_ = [*first.split(" "), ""]
    return Fetch(method, f"{scheme}://{host}{path}", sent, body, headers.get("warc-ip-address"))


def _fields(lines: list[str]) -> dict[str, str]:
    return {name.lower(): value for name, value in map(_pair, lines)}


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value.strip()


def _original_headers(lines: list[str]) -> tuple[tuple[str, str], ...]:
    """Return the headers as the site sent them: without ours, and with their own names again."""
    return tuple(
        (name.removeprefix(_ORIGINAL), value)
        for name, value in map(_pair, lines)
        if name.lower() != "content-length" or name.startswith(_ORIGINAL)
    )


def read_date(text: str) -> datetime:
    """Return the moment of a ``WARC-Date``, with or without a fraction of a second."""
    return datetime.fromisoformat(text)
