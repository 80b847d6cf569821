"""What a page's captures say together: what is new in the latest, and its history. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus

from jiyao.model import Capture, History
from pipelines.archive.index import Entry, References, references

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class State(StrEnum):
    """What a visit found, beside what we knew."""

    NEW = "new"
    EDITED = "edited"
    COMPLETED = "completed"
    UNCHANGED = "unchanged"
    RETURNED = "returned"
    GONE = "gone"
    STILL_GONE = "still_gone"
    MISSING = "missing"

    @property
    def changes(self) -> bool:
        """Whether the page is another than it was, so that what is understood of it may have to change."""
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

        A later visit that changed nothing beside a capture that is left out goes with it.
        """
        kept: list[Entry] = []
        without = False
        for entry, state in zip(self.entries, self.states, strict=True):
            without = entry.captured_at in moments or (without and not state.changes)
            if not without:
                kept.append(entry)
        page = Page(tuple(kept))
        return page if page.changes else None

    def shows_one_of(self, moments: Collection[datetime]) -> bool:
        """Tell whether the site's page is as it was captured at one of these moments."""
        return bool(moments) and bool(self.changes) and self.changes[-1].captured_at in moments

    @property
    def changes(self) -> tuple[Entry, ...]:
        """The captures that changed something: contents, and the first of the answers that the page is gone.

        A revisit is one of them where a further page of the article is another than it was, or was not had before.
        """
        changes: list[Entry] = []
        for entry in self.entries:
            last = changes[-1] if changes else None
            if entry.status in GONE:
                changed = entry.type == "response" and not (last and last.status in GONE)
            else:
                changed = entry.type == "response" or not _goes_on(entry.further, last)
            if changed:
                changes.append(entry)
        return tuple(changes)

    @property
    def states(self) -> tuple[State, ...]:
        """What each visit found beside those before it."""
        states: list[State] = []
        last: Entry | None = None
        for entry in self.entries:
            is_same = entry.type == "revisit"
            states.append(_state(entry.status, entry.digest, entry.further, last, is_same=is_same))
            last = entry if states[-1].changes else last
        return tuple(states)

    @property
    def contents(self) -> tuple[Entry, ...]:
        """The captures that hold a content of the page, oldest first."""
        return tuple(entry for entry in self.changes if entry.status not in GONE)

    @property
    def versions(self) -> tuple[Entry, ...]:
        """The contents that the site made, oldest first: one that we had in part stands among them as we had most of it."""
        return _versions(self.changes)

    @property
    def different(self) -> int:
        """How many versions there are; one that came back counts once."""
        return len({entry.content for entry in self.versions})


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that the archive has, with what it means for its page.

    ``capture`` of an unchanged page holds no body when the site answered 304.
    """

    capture: Capture
    state: State
    page: Page


def found_again(capture: Capture, digest: str, entries: Sequence[Entry]) -> tuple[State, Entry | None]:
    """Return what a capture whose body has that digest says, given all earlier ones of its page.

    With it the earlier capture whose body it found again, None where it brings one of its own. Where only
    a further page is another, the article is edited and the body of its first page found again; where only
    pages came that we had not, it is completed.
    """
    changes = Page(tuple(entries)).changes
    last = changes[-1] if changes else None
    is_same = capture.status == HTTPStatus.NOT_MODIFIED or (last is not None and digest == last.digest)
    state = _state(capture.status, digest, references(capture), last, is_same=is_same)
    if last is None or state in (State.GONE, State.RETURNED) or not is_same:
        return state, None
    return state, next((one for one in reversed(entries) if one.type == "response" and one.digest == last.digest), None)


def state_of(capture: Capture, entries: Sequence[Entry]) -> State:
    """Return what ``capture`` says, given all earlier captures of its page."""
    return found_again(capture, capture.digest, entries)[0]


def _goes_on(further: References, last: Entry | None) -> bool:
    """Tell whether further pages are those of an earlier capture, or the first of them where a visit got no more."""
    return further == (last.further if last else ())[: len(further)]


def _versions(changes: Sequence[Entry]) -> tuple[Entry, ...]:
    versions: list[Entry] = []
    came_back = False
    for entry in changes:
        last = versions[-1] if versions else None
        if entry.status in GONE:
            came_back = True
        elif last and ((last.content == entry.content and not came_back) or last.is_part_of(entry)):
            versions[-1], came_back = entry, False
        elif last is None or not entry.is_part_of(last):
            versions.append(entry)
            came_back = False
    return tuple(versions)


def _state(status: int, digest: str, further: References, last: Entry | None, *, is_same: bool) -> State:
    if status in GONE:
        if last is None:
            return State.MISSING
        return State.STILL_GONE if last.status in GONE else State.GONE
    if last is None:
        return State.NEW
    if last.status in GONE:
        return State.RETURNED
    if not is_same and digest != last.digest:
        return State.EDITED
    if _goes_on(further, last):
        # A body that we had is kept once more where we could not read it any more.
        return State.UNCHANGED if is_same else State.COMPLETED
    return State.COMPLETED if last.further == further[: len(last.further)] else State.EDITED


def history_of(page: Page, shown: Entry) -> History:
    """Return the page's history as a report of ``shown``, one of its contents, has to tell it."""
    changes = [entry for entry in page.changes if entry.captured_at <= shown.captured_at]
    gone = (entry.captured_at for entry in page.changes if entry.status in GONE)
    return History(
        first_seen_at=page.contents[0].captured_at,
        versions=len({entry.content for entry in _versions(changes)}),
        withdrawn_at=next((at for at in gone if at > shown.captured_at), None),
    )
