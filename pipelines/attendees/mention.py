"""A mention of a person, as the readers of prose and of minutes hand it to the roles."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiyao.model import Role
from jiyao.patterns import regex

Span = tuple[int, int]
#: The rule of who stands in a labelled list.
LISTED = "labelled list"
#: The rule of who is called by surname and office (余乡长), where his name does not stand.
CALLED = "surname and office"
#: Blanks that fill a column; 郑天福Sra Kumud keeps his.
_PADDING = regex(r"(?<![A-Za-zÀ-ÿ])\s+|\s+(?![A-Za-zÀ-ÿ])")


@dataclass(slots=True)
class Mention:
    """A name in the folded text with what stands around it.

    ``left`` and ``right`` bound the whole phrase: titles, name, note behind.
    """

    start: int
    end: int
    titles: list[Span] = field(default_factory=list)
    rule: str = ""
    score: float = 0.0
    left: int = -1
    right: int = -1
    roles: set[Role] = field(default_factory=set)
    sure: bool = True
    given: Span | None = None
    """Where a title stands between surname and given name (潘县长志远), the given name's span."""

    def __post_init__(self) -> None:
        if self.left < 0:
            self.left = min([self.start, *(a for a, _ in self.titles)]) if self.titles else self.start
        if self.right < 0:
            self.right = max([self.end, *(b for _, b in self.titles)]) if self.titles else self.end

    @property
    def tight(self) -> bool:
        """Whether a title stands right before the name, without a blank: such lists share titles as prose does."""
        return bool(self.titles) and self.titles[-1][1] == self.start

    def name(self, text: str) -> str:
        """Return the name as the given text writes it, inner padding dropped."""
        written = text[self.start : self.end]
        if self.given:
            written += text[self.given[0] : self.given[1]]
        if written.isalpha():
            return written
        if "A" <= written[:1] <= "Þ":  # Rajesh Gurung keeps his blank
            return " ".join(written.split())
        return _PADDING.sub("", written)


class Taken:
    """Which stretches of a text of ``length`` characters already belong to a mention."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, start: int, end: int) -> None:
        """Mark a stretch as taken."""
        self._marks[start:end] = b"\x01" * len(self._marks[start:end])

    def free(self, start: int, end: int) -> bool:
        """Tell whether nothing of a stretch is taken."""
        return self._marks.find(1, start, end) < 0
