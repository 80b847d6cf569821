"""WARC records of ours, of this version and of earlier ones, read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from jiyao.errors import ArchiveDamaged
from jiyao.model import Capture, Fetch, Listed
from pipelines.archive.index import References
from pipelines.archive.records import ORIGINAL, OUR_HEADER


@dataclass(frozen=True, slots=True)
class Record:
    """What one member holds.

    ``digest`` is that of the page's body, of a revisit too, which has none itself;
    ``followers`` how many records of its group come after it; ``further`` names the
    further pages of an article, which lie in records of their own.
    """

    type: Literal["warcinfo", "response", "revisit", "resource", "request", "metadata", "other"]
    id: str = ""
    capture: Capture | None = None
    digest: str = ""
    followers: int = 0
    concurrent_to: str = ""
    fetch: Fetch | None = None
    further: References = ()


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
    if said.startswith("sha256:") and said != f"sha256:{hashlib.sha256(block).hexdigest()}":
        raise ArchiveDamaged(f"{where}: {headers.get('warc-target-uri', '')}: the record does not match its digest")
    kind, identity = headers.get("warc-type", ""), headers.get("warc-record-id", "")
    match kind:
        case "response" | "revisit" if OUR_HEADER.lower() in headers:
            return _read_answer(kind, headers, block, where)
        case "resource" if OUR_HEADER.lower() in headers:
            return _read_tombstone(headers, block, where)
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
            broken_off=str(ours.get("broken_off", "")),
        )
        further = tuple((str(url), str(its)) for url, its in ours.get("further", ()))
        digest, followers = str(ours["digest"]), int(ours.get("followers", 0))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ArchiveDamaged(f"{where}: the header {OUR_HEADER} cannot be read: {error}") from None
    if kind == "response" and capture.digest != digest:
        raise ArchiveDamaged(f"{where}: {capture.url}: the body does not match its digest")
    return Record(kind, headers.get("warc-record-id", ""), capture, digest, followers, further=further)


def _read_tombstone(headers: dict[str, str], block: bytes, where: str) -> Record:
    try:
        ours: dict[str, Any] = json.loads(headers[OUR_HEADER.lower()])
        at = read_date(headers["warc-date"])
        capture = Capture(ours["source"], headers["warc-target-uri"], at, ours["status"], (), block, ours["kind"])
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveDamaged(f"{where}: the header {OUR_HEADER} cannot be read: {error}") from None
    if capture.digest != ours.get("digest"):
        raise ArchiveDamaged(f"{where}: {capture.url}: the tombstone does not match its digest")
    return Record("resource", headers.get("warc-record-id", ""), capture, capture.digest)


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
        (name.removeprefix(ORIGINAL), value)
        for name, value in map(_pair, lines)
        if name.lower() != "content-length" or name.startswith(ORIGINAL)
    )


def read_date(text: str) -> datetime:
    """Return the moment of a ``WARC-Date``, with or without a fraction of a second."""
    return datetime.fromisoformat(text)
