"""Who took a page out of what is shown, and why: kept beside the page, which stays where it was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from jiyao.model import Capture
from pipelines.archive.records import TOMBSTONE

#: What a tombstone has for a status: the page is taken out, or was brought back.
TAKEN_OUT, BROUGHT_BACK = int(HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS), int(HTTPStatus.OK)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """``who`` decided at a moment (UTC), and ``why``; ``taken_out`` is False where the page was brought back.

    ``article`` is the address of the one with which a further page of it was taken out, empty where it was for itself.
    """

    source: str
    url: str
    at: datetime
    who: str
    why: str
    taken_out: bool = True
    article: str = ""

    def __str__(self) -> str:
        done = "taken out" if self.taken_out else "brought back"
        joined = f" with {self.article}" if self.article else ""
        return f"{self.url} was {done}{joined} on {self.at:%Y-%m-%d} by {self.who}: {self.why}"

    def capture(self) -> Capture:
        """Return it as the archive keeps it."""
        said = {"who": self.who, "why": self.why} | ({"article": self.article} if self.article else {})
        body = json.dumps(said, ensure_ascii=False).encode()
        status = TAKEN_OUT if self.taken_out else BROUGHT_BACK
        return Capture(self.source, self.url, self.at, status, (), body, TOMBSTONE)

    @classmethod
    def of(cls, capture: Capture) -> Tombstone:
        """Return what the archive kept."""
        said = json.loads(capture.body)
        taken_out = capture.status == TAKEN_OUT
        article = said.get("article", "")
        return cls(capture.source, capture.url, capture.captured_at, said["who"], said["why"], taken_out, article)
