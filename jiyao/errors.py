"""Everything that can go wrong, sorted by who has to act.

    JiyaoError
    ├── AskedWrongly            the person who typed the command or the query
    │   ├── NotFound            there is no such report, source or run
    │   │   └── Forgotten       there was one; it was taken out on request
    │   └── CursorExpired       what a walk through pages began on is not kept any more
    ├── SettingsError           the person who set the environment or jiyao.toml
    ├── SourceError             the author of a source file
    ├── ArchiveError            the operator: the archive on disk
    │   └── ArchiveDamaged      a record that does not verify
    ├── StorageFull             the operator: no space where we write
    ├── Busy                    nobody: another process is at it already
    ├── TooCostly               nobody: an answer would take more time or memory than one may
    ├── ExpectationMissed       the author of a source: a run brought less than its source expects
    └── EngineError             the operator: the search engine
        ├── EngineAway          it does not answer
        ├── AccessDenied        it does not know our key or user, or these may not do that
        ├── WriterBusy          another process writes at this moment
        ├── NotWritten          it refused some reports and took the others
        ├── NotSound            a generation did not pass its gates
        ├── IndexMissing        nothing has been built yet
        └── IndexMismatch       it was built for another mapping

Which exit code and which HTTP status an error has is decided at the doors
(:mod:`jiyao.cli`, :mod:`jiyao.api`), in one table each.
"""

from __future__ import annotations

from collections.abc import Mapping


class JiyaoError(Exception):
    """What happened, in one sentence, and what to do about it.

    ``advice`` is a sentence for the person who has to act; may be empty.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class AskedWrongly(JiyaoError):
    """A command or a query that cannot be meant."""


class NotFound(AskedWrongly):
    """Something was named that does not exist."""


class Forgotten(NotFound):
    """A page was taken out on request; the message says when, by whom and why."""


class CursorExpired(AskedWrongly):
    """A walk through pages went on too late: what it began on is not kept any more."""


class SettingsError(JiyaoError):
    """The environment or the settings file is wrong."""


class SourceError(JiyaoError):
    """A source file is wrong; the message names file and key."""


class ArchiveError(JiyaoError):
    """The archive cannot be read or written."""


class ArchiveDamaged(ArchiveError):
    """A record is cut off or does not match its digest."""


class StorageFull(JiyaoError):
    """No space is left where we write; what was acknowledged before is kept."""


class Busy(JiyaoError):
    """Another process does the same already."""


class TooCostly(JiyaoError):
    """What was asked takes more time or memory than an answer may; it was given up."""


class ExpectationMissed(JiyaoError):
    """A run brought less than its source expects; what it did bring is kept."""


class EngineError(JiyaoError):
    """The search engine refuses."""


class AccessDenied(EngineError):
    """The engine does not know who asks, or does not let them do that."""


class EngineAway(EngineError):
    """The search engine does not answer."""


class WriterBusy(EngineError):
    """Another process writes the index at this moment."""


class NotWritten(EngineError):
    """The engine refused some reports and took the others; ``failed`` tells why, by the report's id."""

    def __init__(self, message: str, advice: str = "", failed: Mapping[str, str] | None = None) -> None:
        super().__init__(message, advice)
        self.failed: Mapping[str, str] = failed or {}


class NotSound(EngineError):
    """A generation of the index did not pass its gates, or was not checked."""


class IndexMissing(EngineError):
    """There is no index yet."""


class IndexMismatch(EngineError):
    """The index was built for another mapping than this version's."""
