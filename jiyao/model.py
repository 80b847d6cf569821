"""The words of the corpus: one frozen type for each state of knowledge. No I/O.

    Capture    one answer of a site, byte for byte
    Article    what the page says, in its own words
    Report     what we state about it, every fact with its evidence
    Issue      what we could not understand, and why

Offsets count code points of the original ``title`` or ``text``, half open.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Literal

from jiyao.changes import Change

Part = Literal["title", "text"]
Precision = Literal["minute", "day", "month", "year"]
Script = Literal["Hans", "Hant", "mixed"]
#: The hour of the mainland, Taiwan, Hong Kong and Macau: a page states its hour without a zone, and means this one.
CHINA = timezone(timedelta(hours=8))


class Role(StrEnum):
    """What a person did in a meeting, or for its report."""

    CHAIR = "chair"
    SPEAKER = "speaker"
    ATTENDEE = "attendee"
    OBSERVER = "observer"
    ABSENT = "absent"
    RECORDER = "recorder"
    BYLINE = "byline"


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list said of an article: its link's title and date, as written."""

    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """How a capture was asked for, as far as the client tells.

    ``url`` is what was asked in the end; ``address`` the IP address that answered, ``seconds`` how long it took.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    address: str | None = None
    seconds: float | None = None


#: The kinds of meeting that are told apart, and the levels of government.
KINDS = (
    "press_conference", "standing_committee", "executive_meeting", "office_meeting", "chairmens_meeting",
    "council_sitting", "congress", "party_plenary", "study_session", "party_group", "democratic_life",
    "mobilisation", "teleconference", "dispatch", "hearing", "symposium", "report_meeting", "commendation",
    "working_group", "committee", "training", "work_conference",
)  # fmt: skip
LEVELS = ("national", "province", "city", "county", "township")

#: What a capture is of: ``further`` is a page behind an article's first; a ``tombstone`` says that one was taken out.
Kind = Literal["article", "listing", "further", "tombstone"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a site as Scrapy received it; ``captured_at`` is UTC.

    ``fetch`` lies in a record of its own: two captures that differ in it alone are equal, and who reads a capture
    from the archive asks for it by itself. ``further`` are the other pages of an article, in order, as they stood
    at this visit; ``broken_off`` says why the one behind them was not had.
    """

    source: str
    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    kind: Kind = "article"
    listed: Listed = Listed()
    fetch: Fetch | None = field(default=None, compare=False)
    further: tuple[Capture, ...] = ()
    broken_off: str = ""

    @property
    def digest(self) -> str:
        """``sha256:`` and the hexadecimal digest of the body."""
        return "sha256:" + hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class History:
    """What the archive knows of a page over time (moments in UTC).

    ``versions`` counts different contents, one that came back once; ``withdrawn_at`` is when the site first answered
    that the page is gone. ``changes`` is what this version states otherwise than the one before it; ``unnamed`` are
    the people whom earlier versions named, as written there, and this one does not.
    """

    first_seen_at: datetime
    versions: int = 1
    withdrawn_at: datetime | None = None
    changes: tuple[Change, ...] = ()
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateClue:
    """Words that may date the page, and where they stood."""

    where: Literal["meta", "line", "url", "list"]
    words: str


@dataclass(frozen=True, slots=True)
class Lack:
    """A page of an article that is not here: its number from 1, its address, and why."""

    page: int
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """What the page says, in its own words. Nothing is guessed, all is text.

    ``text`` has one paragraph a line. ``publisher`` is what stands behind 来源,
    ``byline`` what stands behind 作者 or 记者, both as written or None. ``ruled``
    is False where the source has rules for the text and none of them found it.
    ``lacks`` is the further page that could not be had, None where the text is whole.
    """

    url: str
    title: str
    text: str
    clues: tuple[DateClue, ...] = ()
    publisher: str | None = None
    byline: str | None = None
    encoding: str = "utf-8"
    ruled: bool = True
    lacks: Lack | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands and which rule found it.

    ``sure`` is True where the rule has been right at least 98 times in 100 on
    our gold reports, False where likelihood decided or the rule errs more often.
    """

    start: int
    end: int
    rule: str
    part: Part = "text"
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both included; ``at`` when precision is minute."""

    start: date
    end: date
    precision: Precision = "day"
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """When the page says that it was published; ``reason`` tells which clue won."""

    at: datetime
    precision: Literal["minute", "day"]
    reason: str

    @property
    def stated(self) -> str:
        """As ISO 8601, no finer than the page says it: a day, or a moment with its offset."""
        return self.at.date().isoformat() if self.precision == "day" else self.at.isoformat()


@dataclass(frozen=True, slots=True)
class Held:
    """When a meeting was held. ``interval`` is None where the words do not tell (近日)."""

    interval: Interval | None
    words: str
    how: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written; ``code`` is its official code, None where it cannot be known."""

    name: str
    code: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting a report is about. ``identity`` is equal in reprints of one meeting.

    ``region`` is the code of where its body governs: the innermost place's, or else by its source's home.
    """

    name: str | None
    kind: str | None = None
    body: str | None = None
    level: str | None = None
    ordinal: str | None = None
    held: Held | None = None
    places: tuple[Place, ...] = ()
    region: str | None = None
    identity: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person in a meeting. ``rank`` is the place in the order of naming, from 1."""

    name: str
    titles: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    rank: int = 0
    sex: Literal["female", "male"] | None = None
    ethnic_group: str | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group or unit that attended, as written."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage somebody said; ``speaker`` is None where the meeting itself says it.

    ``verb`` is the verb of saying as written; ``start`` and ``end`` span the
    passage in the text.
    """

    speaker: str | None
    verb: str
    start: int
    end: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """The title of a document cited inside 《》."""

    title: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text that is not the report itself; ``read_out`` are minutes of an earlier meeting within it."""

    kind: Literal["caption", "byline", "boilerplate", "footer", "read_out"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """What we state about one page. ``id`` is the source's name and a digest of the URL.

    ``captured_at`` and ``digest`` name the capture that proves it. ``byline`` is who
    wrote it by the page's head; whom the text names so is one of the ``attendances``.
    ``attendance_open`` tells whether the list of who attended ends in 等,
    ``stated_count`` how many the report itself counts; None where it does not say.
    """

    id: str
    source: str
    url: str
    title: str
    text: str
    script: Script
    is_meeting: bool
    captured_at: datetime
    digest: str
    published: Published | None = None
    publisher: str | None = None
    byline: str | None = None
    meeting: Meeting | None = None
    attendances: tuple[Attendance, ...] = ()
    groups: tuple[Group, ...] = ()
    attendance_open: bool | None = None
    stated_count: int | None = None
    statements: tuple[Statement, ...] = ()
    cited_documents: tuple[CitedDocument, ...] = ()
    sections: tuple[Section, ...] = ()
    history: History | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def took_part(self) -> tuple[Attendance, ...]:
        """Everybody but who only signed the report."""
        return tuple(person for person in self.attendances if person.roles != (Role.BYLINE,))


@dataclass(frozen=True, slots=True)
class Issue:
    """A page that is not as its source declares, or that we cannot understand.

    ``reason`` is a word to count by (challenge, soft_404, …); ``message`` a sentence for whom looks at it.
    """

    source: str
    url: str
    captured_at: datetime
    digest: str
    stage: Literal["fetch", "decode", "extract", "date", "understand"]
    reason: str
    message: str


def report_id(source: str, url: str) -> str:
    """Return the identity of a page: the source's name and 16 digits of the URL's digest."""
    return f"{source}-{hashlib.sha256(url.encode()).hexdigest()[:16]}"
