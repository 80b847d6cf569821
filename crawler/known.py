"""What we know of a source's pages before we ask for them: which are due to be visited again, which left their list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property

from jiyao.errors import ArchiveDamaged, Forgotten
from jiyao.model import Capture
from jiyao.settings import Settings
from jiyao.source import Source
from pipelines.addresses import variants
from pipelines.archive import Archive, Entry, Page
from pipelines.ledger import Ledger, ledger_file
from pipelines.replay import DAMAGED, INCOMPLETE

MOST_UNLISTED = 50
#: By so many of the pages that came last it is seen whether a list still begins with what is new.
MOST_NEWEST = 5
MOST_REMEMBERED = 2_000
PASSING = frozenset({DAMAGED, INCOMPLETE, "challenge", "refused", "server_error", "unexpected_status", "unreachable"})
_YOUNG = timedelta(days=3)
_SHARE_OF_AGE = 0.25


class Known:
    """The archive and the ledger as the spider of one source asks them."""

    def __init__(self, settings: Settings, source: Source, began_at: datetime) -> None:
        self._archive = Archive(settings.archive_folder)
        self._ledger_file = ledger_file(settings)
        self._source = source
        self._began_at = began_at

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def page(self, url: str, kind: str = "article") -> Page | None:
        """Return what is archived of an address."""
        return self._archive.page(self._source.name, url, kind)

    def is_forgotten(self, url: str) -> bool:
        """Tell whether the page was taken out on request: it is not asked for any more."""
        return self._archive.tombstone(self._source.name, url) is not None

    def read(self, entry: Entry) -> Capture:
        """Return a capture as it was kept."""
        return self._archive.read(entry)

    def has_lost(self, page: Page) -> bool:
        """Tell whether the archive cannot read any more what it last had of a page."""
        try:
            for entry in page.contents[-1:]:
                self.read(entry)
        except ArchiveDamaged:
            return True
        except Forgotten:
            return False
        return False

    def address(self, url: str) -> str | None:
        """Return the address by which the archive has the page already, None where it has it by none."""
        return next((each for each in variants(url) if self.page(each)), None)

    @cached_property
    def incomplete(self) -> frozenset[str]:
        """The addresses of articles of which a further page was not had before the run began."""
        return self._with(INCOMPLETE)

    @cached_property
    def damaged(self) -> frozenset[str]:
        """The addresses of articles of which a version could not be read from the archive when it was last tried."""
        return self._with(DAMAGED)

    def _with(self, reason: str) -> frozenset[str]:
        with closing(Ledger(self._ledger_file)) as ledger:
            return frozenset(issue.url for issue in ledger.issues(self._source.name, reason))

    def due(self) -> list[str]:
        """Return the addresses, not visited since the run began, of young pages that are due to be visited again."""
        since = self._began_at - timedelta(days=self._source.revisit_days)
        pages = {url: self.page(url) for url in self._archive.recent(self._source.name, since)}
        return sorted(url for url, page in pages.items() if page and self._is_due(page))

    def _is_due(self, page: Page) -> bool:
        visited = page.entries[-1].captured_at >= self._began_at
        return not visited and not rests(page, self._began_at, self._source.revisit_days)

    def failed(self) -> list[str]:
        """Return the addresses of articles that earlier runs asked for in vain and that may answer another time."""
        with closing(Ledger(self._ledger_file)) as ledger:
            issues = [issue for issue in ledger.issues(self._source.name) if issue.reason in PASSING]
        return sorted({i.url for i in issues if i.captured_at < self._began_at and self._source.articles.accept(i.url)})

    def begin_walk(self, start: str) -> bool:
        """Return whether that list was walked to its end the last time, and note that it is being walked."""
        with closing(Ledger(self._ledger_file)) as ledger:
            return ledger.begin_walk(self._source.name, start)

    def newest(self, start: str) -> list[str]:
        """Return the addresses that the last walks through a list found new, the newest first."""
        with closing(Ledger(self._ledger_file)) as ledger:
            return ledger.newest(self._source.name, start)

    def end_walk(self, start: str, named: Sequence[str], fresh: Sequence[str], whole: bool) -> tuple[list[str], int]:
        """Note what a list names; return the pages that left it, and how many stand behind where the walk ended.

        ``fresh`` are those named that nobody knew before; ``whole`` tells that there was no further page: nothing
        stands behind it then.
        """
        with closing(Ledger(self._ledger_file)) as ledger:
            left, behind = compare_lists(ledger.listed(self._source.name, start), named)
            behind = [] if whole else behind[:MOST_REMEMBERED]
            newest = dict.fromkeys([*fresh, *ledger.newest(self._source.name, start)] or named)
            ledger.end_walk(self._source.name, start, [*named, *behind], list(newest)[:MOST_NEWEST])
        return left, len(behind)


def compare_lists(before: Sequence[str], now: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what left a list, and what may stand behind the page at which the walk ended.

    A page has left where one that stood behind it is still named.
    """
    named = set(now)
    last = max((place for place, url in enumerate(before) if url in named), default=-1)
    left = [url for url in before[: last + 1] if url not in named]
    return left, [url for url in before[last + 1 :] if url not in named]


def rests(page: Page, now: datetime, revisit_days: int, *, whole: bool = True) -> bool:
    """Return whether there is no need to visit the page now.

    In its first days it is visited by every run, then ever more rarely, when a
    quarter of its age has passed since the last visit, and after ``revisit_days``
    not any more. A page that was never seen to stand is always tried. One that is
    not ``whole`` is visited by every run until then, and behind it ever more rarely.
    """
    if not page.contents:
        return False
    age = now - page.contents[0].captured_at
    if whole and age > timedelta(days=revisit_days):
        return True
    if not whole and age <= timedelta(days=revisit_days):
        return False
    return age > _YOUNG and now - page.entries[-1].captured_at < age * _SHARE_OF_AGE
