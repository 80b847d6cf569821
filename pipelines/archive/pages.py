"""What a page's captures say together: what is new in the latest, and its history. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus

from jiyao.model import Capture, History
from pipelines.archive.index import Entry

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class State(StrEnum):
    """What a visit found, beside what we knew."""

    NEW = "new"
    EDITED = "edited"
    UNCHANGED = "unchanged"
    RETURNED = "returned"
    GONE = "gone"
    STILL_GONE = "still_gone"
    MISSING = "missing"

    @property
    def changes(self) -> bool:
        """Whether the archive has to keep the body, and the index may have to change."""
        return self not in (State.UNCHANGED, State.STILL_GONE)


@dataclass(frozen=True, slots=True)
class Page:
    """All captures of one address, oldest first."""

    entries: tuple[Entry, ...]

    @property
    def source(self) -> str:
        """The name of the source."""
        return self.entries[0].source

    @property
    def url(self) -> str:
        """The address."""
        return self.entries[0].url

    def without(self, moments: Collection[datetime]) -> Page | None:
        """Return the page as if nothing had been captured at these moments, None where nothing is left to show.

        A later visit that found the same body again stands for a capture that is left out, and goes with it.
        """
        out = {entry.digest for entry in self.entries if entry.captured_at in moments}
        kept = tuple(
            entry
            for entry in self.entries
            if entry.captured_at not in moments and not (entry.type == "revisit" and entry.digest in out)
        )
        return Page(kept) if any(entry.type == "response" for entry in kept) else None

    @property
    def changes(self) -> tuple[Entry, ...]:
        """The captures that hold a body of their own: contents and answers that the page is gone."""
        return tuple(entry for entry in self.entries if entry.type == "response")

    @property
    def contents(self) -> tuple[Entry, ...]:
        """The captures that hold a content of the page, oldest first."""
        return tuple(entry for entry in self.changes if entry.status not in GONE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that the archive has, with what it means for its page.

    ``capture`` of an unchanged page holds no body when the site answered 304.
    """

    capture: Capture
    state: State
    page: Page


def state_of(capture: Capture, entries: Sequence[Entry]) -> State:
    """Return what ``capture`` says, given all earlier captures of its page."""
    changes = Page(tuple(entries)).changes
    if capture.status in GONE:
        if not changes:
            return State.MISSING
        return State.STILL_GONE if changes[-1].status in GONE else State.GONE
    if not changes:
        return State.NEW
    last = changes[-1]
    if last.status in GONE:
        return State.RETURNED
    unchanged = capture.status == HTTPStatus.NOT_MODIFIED or capture.digest == last.digest
    return State.UNCHANGED if unchanged else State.EDITED


def history_of(page: Page, shown: Entry) -> History:
    """Return the page's history as a report of ``shown``, one of its contents, has to tell it."""
    contents = [entry for entry in page.contents if entry.captured_at <= shown.captured_at]
    gone = (entry.captured_at for entry in page.changes if entry.status in GONE)
    return History(
        first_seen_at=contents[0].captured_at,
        versions=len({entry.digest for entry in contents}),
        withdrawn_at=next((at for at in gone if at > shown.captured_at), None),
    )
