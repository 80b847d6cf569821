"""A capture as WARC records.

    response (or revisit)   what the site answered; says how many records belong to it and follow
    request                 what was asked, where that is known
    metadata                what no header has: state, list, and what could not be kept byte for byte
    resource                a tombstone: no answer of a site, but who took a page out, and why

The first three are one group: concurrent, written at once. Archives of earlier
versions have responses and revisits alone.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Literal

import deflate

from jiyao.model import Capture, Fetch
from pipelines.archive.index import references

OUR_HEADER = "Jiyao-Capture"
TOMBSTONE: Literal["tombstone"] = "tombstone"
#: What each of our gzip members opens with: no name, no time, packed as small as it goes, written on Unix.
GZIP_HEADER = bytes.fromhex("1f8b08000000000002" + "03")
#: libdeflate's 7 makes pages a little smaller than zlib's 9, in half the time (2026-11).
LEVEL = 7
Pairs = list[tuple[str, str]]
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
_BODYLESS = hashlib.sha256().hexdigest()
# What Scrapy hands over is already decoded; a reader that trusted these headers would decode it again.
_TRANSFER_HEADERS = ("content-encoding", "transfer-encoding", "content-length")
ORIGINAL = "X-Archive-Orig-"
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


def group_members(capture: Capture, state: str, digest: str, refers_to: Referred | None = None) -> list[bytes]:
    """Return the gzip members of a capture whose body has that digest, the ``response`` first.

    It is a ``revisit`` where it found the body of an earlier capture again.
    """
    identity = _identity()
    opening = _text([("WARC-Date", _written(capture.captured_at)), ("WARC-Target-URI", capture.url)])
    if capture.kind == TOMBSTONE:
        return [_tombstone(capture, digest, opening, identity)]
    joined = opening + f"WARC-Concurrent-To: {identity}\r\n"
    companions = [_request(capture.fetch, joined)] if capture.fetch else []
    companions.append(_metadata(capture, state, joined))
    return [_answer(capture, digest, refers_to, opening, identity, len(companions)), *companions]


def info_member(name: str, at: datetime, software: str) -> bytes:
    """Return the ``warcinfo`` member that opens a file."""
    block = _text([("software", software), ("format", "WARC File Format 1.1"), ("conformsTo", _CONFORMS_TO)])
    headers = _text([("WARC-Filename", name), ("WARC-Date", _written(at))])
    return _member("warcinfo", _identity(), headers, "application/warc-fields", block.encode())


def _answer(
    capture: Capture, digest: str, refers_to: Referred | None, opening: str, identity: str, followers: int
) -> bytes:
    known = refers_to.digest if refers_to else digest
    ours: dict[str, Any] = {
        "source": capture.source,
        "kind": capture.kind,
        "digest": known,
        "listed": [capture.listed.title, capture.listed.published],
        "followers": followers,
    }
    if capture.further:
        ours["further"] = references(capture)
    if capture.broken_off:
        ours["broken_off"] = capture.broken_off
    headers = [("WARC-Payload-Digest", known), (OUR_HEADER, json.dumps(ours))]
    if capture.fetch and capture.fetch.address:
        headers.append(("WARC-IP-Address", capture.fetch.address))
    if refers_to:
        headers += [
            ("WARC-Profile", _NOT_MODIFIED if capture.status == HTTPStatus.NOT_MODIFIED else _SAME_PAYLOAD),
            ("WARC-Refers-To-Target-URI", capture.url),
            ("WARC-Refers-To-Date", _written(refers_to.captured_at)),
        ]
    http = _http(f"HTTP/1.1 {_status_line(capture.status)}", _archived_headers(capture))
    kind = "revisit" if refers_to else "response"
    body = b"" if refers_to else capture.body
    return _member(kind, identity, opening + _text(headers), "application/http; msgtype=response", http, body)


def _tombstone(capture: Capture, digest: str, opening: str, identity: str) -> bytes:
    ours = {"source": capture.source, "kind": capture.kind, "digest": digest, "status": capture.status}
    headers = opening + _text([("WARC-Payload-Digest", digest), (OUR_HEADER, json.dumps(ours))])
    return _member("resource", identity, headers, "application/json", capture.body)


def _request(fetch: Fetch, opening: str) -> bytes:
    headers = [("WARC-Payload-Digest", _sha256(fetch.body))]
    if fetch.address:
        headers.append(("WARC-IP-Address", fetch.address))
    host, _, path = fetch.url.partition("://")[2].partition("#")[0].partition("/")
    sent = [(name, value) for name, value in fetch.headers if name.lower() not in _SECRET_HEADERS]
    if not any(name.lower() == "host" for name, _ in sent):
        sent.insert(0, ("Host", host.rpartition("@")[2]))
    http = _http(f"{fetch.method} /{path} HTTP/1.1", sent)
    kind = "application/http; msgtype=request"
    return _member("request", _identity(), opening + _text(headers), kind, http, fetch.body)


def _metadata(capture: Capture, state: str, opening: str) -> bytes:
    fetch, listed = capture.fetch, capture.listed
    said = [
        ("source", capture.source),
        ("kind", capture.kind),
        ("state", state),
        ("listedTitle", listed.title),
        ("listedPublished", listed.published),
        ("requestedUri", fetch.url if fetch and fetch.url != capture.url else None),
        *(("furtherPage", page.url) for page in capture.further),
        ("brokenOff", capture.broken_off),
        ("fetchTimeMs", str(round(fetch.seconds * 1000)) if fetch and fetch.seconds is not None else None),
        *(("altered", sentence) for sentence in _altered(capture)),
    ]
    block = _text([(name, value) for name, value in said if value]).encode("utf-8", "replace")
    return _member("metadata", _identity(), opening, "application/warc-fields", block)


def _altered(capture: Capture) -> tuple[str, ...]:
    """Return a sentence for each thing that is not byte for byte as it came."""
    coded = [f"{name}: {value}" for name, value in capture.headers if name.lower() in _TRANSFER_HEADERS[:2]]
    body = (f"the body was received under {', '.join(coded)} and is kept decoded",) if coded else ()
    return (*body, *(_ALTERED if capture.fetch else ("the request is not known",)))


def _member(kind: str, identity: str, headers: str, content_type: str, *block: bytes) -> bytes:
    """Return one gzip member that holds one record, with the digest and the length of its block."""
    digest = hashlib.sha256()
    for part in block:
        digest.update(part)
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {identity}\r\n{headers}"
        f"WARC-Block-Digest: sha256:{digest.hexdigest()}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {sum(map(len, block))}\r\n\r\n"
    )
    packed = deflate.gzip_compress(b"".join((head.encode("utf-8", "replace"), *block, b"\r\n\r\n")), LEVEL)
    return GZIP_HEADER + packed[len(GZIP_HEADER) :]


def _http(first: str, headers: Pairs) -> bytes:
    # Scrapy's headers are bytes, which we hold as latin-1: they go back as they came.
    return f"{first}\r\n{_text(headers)}\r\n".encode("latin-1", "backslashreplace")


def _text(fields: Pairs) -> str:
    return "".join([f"{name}: {value if value.isprintable() else _one_line(value)}\r\n" for name, value in fields])


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
        (ORIGINAL + name if name.lower() in _TRANSFER_HEADERS else name, value)
        for name, value in capture.headers
        if not name.startswith(ORIGINAL)
    ]
    kept += [(name, value) for name, value in capture.headers if name.startswith(ORIGINAL)]
    return [*kept, ("Content-Length", str(len(capture.body)))]
