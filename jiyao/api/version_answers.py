"""A page's versions and what changed between two, described; it can be imported without the server."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from pipelines.archive import Entry, Page
from pipelines.archive.index import References
from pipelines.versions import Compared, numbered


class VersionAnswer(BaseModel):
    """One content of a page as the archive has it."""

    number: int = Field(description="Counted from 1, the oldest")
    captured_at: datetime
    digest: str = Field(description="Of the bytes received")
    file: str = Field(description="The archive's file that holds the record")
    offset: int = Field(description="Where in it the record begins, in bytes")
    length: int
    same_as: int | None = Field(
        None,
        description="The first version with the very same bytes, those of all further pages of an article too, where "
        "the page came back to them; null where none was. What a report counts as `history.versions` are those of null",
    )


class ChangeAnswer(BaseModel):
    """A fact that is another than it was."""

    what: str = Field(
        description="person, roles, titles, title, meeting, held, place, published, count, list or figure",
        examples=["person"],
    )
    about: str = Field(description="The person, where it is about one", examples=["李明"])
    was: str | None = Field(description="null where there was none", examples=["县长，chair"])
    now: str | None = Field(description="null where there is none", examples=[None])
    said: str = Field(description="The change in words", examples=["李明 is not named any more (县长，chair)"])


class PieceAnswer(BaseModel):
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "gone", "come"]
    text: str


class ComparedAnswer(BaseModel):
    """What changed between two versions: facts, figures, and the text in its order, all but what came being the old."""

    old: VersionAnswer
    new: VersionAnswer
    understood: bool = Field(description="Where one of them is not, all visible text was compared, and no facts")
    changes: list[ChangeAnswer]
    pieces: list[PieceAnswer]


def version_answers(page: Page) -> dict[Entry, VersionAnswer]:
    """Return what is told of each version of a page, the oldest first."""
    first: dict[tuple[str, References], int] = {}
    answers = {}
    for entry, number in numbered(page).items():
        answers[entry] = VersionAnswer(
            number=number,
            captured_at=entry.captured_at,
            digest=entry.digest,
            file=entry.file,
            offset=entry.offset,
            length=entry.length,
            same_as=first.get(entry.content),
        )
        first.setdefault(entry.content, number)
    return answers


def compared_answer(page: Page, found: Compared) -> ComparedAnswer:
    """Return what is told of two versions of the page."""
    versions = version_answers(page)
    return ComparedAnswer(
        old=versions[found.old.entry],
        new=versions[found.new.entry],
        understood=bool(found.old.report and found.new.report),
        changes=[
            ChangeAnswer(what=one.what, about=one.about, was=one.was, now=one.now, said=one.sentence)
            for one in found.changes
        ],
        pieces=[PieceAnswer(kind=piece.kind, text=piece.text) for piece in found.pieces],
    )
