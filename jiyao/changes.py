"""What one version of a page states otherwise than another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that another version of a page states otherwise; ``was`` or ``now`` is None where there is none.

    ``what`` is person, roles, titles, title, meeting, held, place, published,
    count, list or figure; ``about`` the person.
    """

    what: str
    was: str | None
    now: str | None
    about: str = ""

    @property
    def sentence(self) -> str:
        """The change in words."""
        if self.what == "person":
            verb, facts = ("is not named any more", self.was) if self.now is None else ("is named now", self.now)
            return f"{self.about} {verb}{f' ({facts})' if facts else ''}"
        about = f" of {self.about}" if self.about else ""
        return f"{self.what}{about}: {self.was or 'nothing'} → {self.now or 'nothing'}"
