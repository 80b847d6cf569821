"""The records of a WARC file of ours in their groups: what the index shall know of each, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from jiyao.errors import ArchiveDamaged
from jiyao.model import Fetch
from pipelines.archive.index import Entry
from pipelines.archive.members import TORN, Member, members
from pipelines.archive.reading import Record, read_record

_ODD = "the gzip header is not the one we write; what it holds is whole"


@dataclass(frozen=True, slots=True)
class Found:
    """Bytes from ``offset``: a whole group with its entry, or what is wrong with them; ``said`` is empty where nothing is.

    A group that the end of the file cuts off is :data:`TORN` from its first record
    on, whatever of it can be read: nobody was told of it. ``url`` where it is known.
    """

    offset: int
    length: int
    entry: Entry | None = None
    said: str = ""
    url: str = ""
    fetch: Fetch | None = None


def walk(file: BinaryIO, name: str, start: int, end: int) -> Iterator[Found]:
    """Yield what lies between two offsets of the file called ``name``, over damage to the end."""
    readings = _Readings(_read(member, name) for member in members(file, start, end))
    lost_answer = False
    while reading := readings.take():
        member, record = reading.member, reading.record
        if reading.member.odd:
            yield Found(member.offset, member.length, said=_ODD)
        if record is None:
            yield Found(member.offset, member.length, said=reading.said)
        elif record.capture:
            yield from _group(reading, readings, name, end)
        elif record.type in ("request", "metadata"):
            said = "" if lost_answer else f"a {record.type} record without the response it belongs to"
            yield Found(member.offset, member.length, said=said)
            continue
        else:
            said = "" if record.type == "warcinfo" else "a record of another tool"
            yield Found(member.offset, member.length, said=said)
        lost_answer = record is None


def _group(first: _Reading, readings: _Readings, name: str, end: int) -> Iterator[Found]:
    """Yield the group that begins with an answer, and what is wrong with the records that belong to it."""
    record, begin = first.record, first.member.offset
    assert record is not None
    assert record.capture is not None
    kind: Literal["response", "revisit"] = "revisit" if record.type == "revisit" else "response"
    url, fetch, until = record.capture.url, None, begin + first.member.length
    sound = True
    for _ in range(record.followers):
        following = readings.ahead
        if sound and (following is None or following.member.problem == TORN):
            readings.take()
            yield Found(begin, end - begin, said=TORN, url=url)
            return
        if following is None or (following.record and following.record.concurrent_to != record.id):
            if sound:
                yield Found(begin, until - begin, said="a record that belongs to it is missing", url=url)
            break
        readings.take()
        until = following.member.offset + following.member.length
        if following.record is None or following.member.odd:
            sound = False
            yield Found(following.member.offset, following.member.length, said=following.said or _ODD, url=url)
        if following.record:
            fetch = following.record.fetch or fetch
    entry = Entry.of(record.capture, kind, record.digest, name, begin, first.member.length, record.further)
    yield Found(begin, until - begin, entry, url=url, fetch=fetch)


class _Readings:
    """Readings one after the other, with a look at the next."""

    def __init__(self, readings: Iterator[_Reading]) -> None:
        self._readings = readings
        self.ahead = next(readings, None)

    def take(self) -> _Reading | None:
        """Return the next, None at the end."""
        taken, self.ahead = self.ahead, next(self._readings, None) if self.ahead else None
        return taken


@dataclass(frozen=True, slots=True)
class _Reading:
    member: Member
    record: Record | None
    said: str


def _read(member: Member, name: str) -> _Reading:
    if member.data is None:
        return _Reading(member, None, member.problem)
    where = f"{name}, offset {member.offset}"
    try:
        return _Reading(member, read_record(member.data, where), "")
    except ArchiveDamaged as error:
        return _Reading(member, None, str(error).removeprefix(f"{where}: "))
