"""How far a walk through the pages of a list has come."""

from __future__ import annotations

from crawler.listing import ListPage

#: So few of the newest may leave a list without a word.
_FEWEST_NEWEST = 3


class Walk:
    """One walk through the pages of one list; ``number`` counts pages from 1.

    ``may_be_empty`` where the list is one of many that a year or a day in the
    start page's address stands for. ``framed`` once its iframe was followed.
    """

    def __init__(self, start: str, *, may_be_empty: bool = False) -> None:
        self.start = start
        self.number = 1
        self.first: ListPage | None = None
        self.may_be_empty = may_be_empty
        self.frame: str | None = None
        self.known_to_its_end = False  # what stands behind a page that names nothing new is known then
        self.ended_before = False  # the last walk came to its end
        self.newest: list[str] = []  # what came last, by the walks before: where it stands, what is new does
        self.named: dict[str, None] = {}  # in order
        self.fresh: list[str] = []  # those of them that nobody knew before this run
        self.seen: set[str] = set()  # whatever its pages led to so far
        self.repeated = 0  # pages in a row that led to nothing else
        self.ended = False
        self.whole = False  # no further page stands behind the last

    @property
    def missed_the_newest(self) -> bool:
        """Whether no page so far named one of those that came last."""
        return bool(self.newest) and self.named.keys().isdisjoint(self.newest)

    @property
    def is_lost(self) -> bool:
        """Whether a list has nothing new, and nothing any more of what came last: it is another one."""
        if not self.ended_before or not self.ended:
            return False
        return not self.fresh and len(self.newest) >= _FEWEST_NEWEST and self.missed_the_newest
