"""The gzip members of a WARC file, one after the other, over damaged ones too."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipelines.archive.records import GZIP_HEADER

TORN = "the record is cut off"
_GZIP = GZIP_HEADER[:3]
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Member:
    """Bytes from ``offset``; ``data`` is what they hold, None where ``problem`` says why they cannot be read.

    ``odd`` where the header of the member, which no checksum covers, is not the one that we write.
    """

    offset: int
    length: int
    data: bytes | None
    problem: str = ""
    odd: bool = False


def members(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[Member]:
    """Yield the members from offset ``start`` on; a damaged one is said, and the next readable one follows.

    The problem of a member that the file's end cuts off is :data:`TORN`. Nothing
    from ``end`` on is looked at.
    """
    offset = start
    size = file.seek(0, 2) if end is None else end
    while offset < size:
        member = _read_member(file, offset, size)
        yield member
        offset += member.length


def read_member(file: BinaryIO, offset: int, length: int) -> Member:
    """Return the one member at ``offset`` that is said to be ``length`` bytes long."""
    return _read_member(file, offset, offset + length)


def _read_member(file: BinaryIO, offset: int, size: int) -> Member:
    file.seek(offset)
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    taken = 0
    try:
        while not inflate.eof:
            chunk = file.read(min(_CHUNK, size - offset - taken))
            if not chunk:
                return Member(offset, size - offset, None, TORN)
            taken += len(chunk)
            parts.append(inflate.decompress(chunk))
    except zlib.error as error:
        following = _next_start(file, offset + 1, size)
        return Member(offset, following - offset, None, f"the gzip member is damaged ({error})")
    file.seek(offset)
    odd = file.read(len(GZIP_HEADER)) != GZIP_HEADER
    return Member(offset, taken - len(inflate.unused_data), b"".join(parts), odd=odd)


def _next_start(file: BinaryIO, offset: int, size: int) -> int:
    """Return where the next member begins that opens with a WARC record, or ``size``."""
    overlap = len(_GZIP) - 1
    while offset < size:
        file.seek(offset)
        chunk = file.read(min(_CHUNK, size - offset))
        at = chunk.find(_GZIP)
        while at >= 0:
            if _opens_a_record(file, offset + at):
                return offset + at
            at = chunk.find(_GZIP, at + 1)
        if len(chunk) <= overlap:
            break
        offset += len(chunk) - overlap
    return size


def _opens_a_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(file.read(4096), 5) == b"WARC/"
    except zlib.error:
        return False
