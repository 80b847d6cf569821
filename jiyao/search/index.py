"""What every search engine promises. One contract suite holds each of them to it (tests/search/test_contract.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from jiyao.errors import JiyaoError
from jiyao.model import Report
from jiyao.search.documents import Document
from jiyao.search.query import FacetValue, Hit, Page, SearchQuery
from jiyao.search.suggest import Suggested

#: What to do where there is no index.
NO_INDEX = (
    "Run `jiyao rebuild` where there is an archive; `jiyao demo` or `jiyao harvest` makes both. "
    "Or is another folder meant (JIYAO_DATA)?"
)


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """How an engine is, with how many reports; ``trouble`` is what a search would fail with, None where it would do."""

    name: str
    version: str
    documents: int
    trouble: JiyaoError | None = None

    @property
    def ok(self) -> bool:
        """Whether a search would do."""
        return self.trouble is None

    @property
    def message(self) -> str:
        """What is wrong and what to do, empty where nothing is."""
        return f"{self.trouble}. {self.trouble.advice}".strip() if self.trouble else ""


class Writer(Protocol):
    """Takes reports into a generation that nobody sees yet."""

    def write(self, reports: Iterable[Report]) -> int:
        """Take the reports, a later one of an id in place of the earlier; return how many were given."""


class SearchIndex(Protocol):
    """The reports, attendances and statements, searchable.

    Every method may raise an :class:`~jiyao.errors.EngineError`; after one that
    was raised in the middle of writing, the same call can be made again.
    """

    def write(self, reports: Iterable[Report]) -> int:
        """Put the reports in place of what had their ids, with all their rows; return how many were given.

        On return they are on disk and every search sees them. Without an index
        one is made.
        """

    def remove(self, ids: Iterable[str]) -> int:
        """Take reports and all their rows away; return how many there were. Unknown ids are passed over."""

    def search(self, query: SearchQuery) -> Page:
        """Return the page that ``query`` asks for.

        Ids, order, counts and highlights are the same in every engine. Hits
        that the sort leaves equal stand by descending id. With ``after`` it is a
        page of a walk, on what was there when the walk began:
        :class:`~jiyao.errors.CursorExpired` where the engine does not keep that
        any more (Elasticsearch: five minutes after each page; embedded: ten
        minutes after each page in the process that answered it, and in every
        process as long as nothing is written).
        """

    def get(self, id: str) -> Report:
        """Return the report as it was written, without loss; :class:`~jiyao.errors.NotFound` where there is none."""

    def suggest(self, text: str, of: Suggested = "people", size: int = 10) -> tuple[FacetValue, ...]:
        """Return the commonest names that begin with ``text`` in either script, none for a blank text.

        The count is of the reports of meetings in which the name stands; those of
        one count stand in the order of their compared characters.
        """

    def scan(self, query: SearchQuery | None = None) -> Iterator[Hit]:
        """Yield everything that matches, each once, however many; without a query, every report.

        It walks what was there when it began, in constant memory and in the
        order of the query; ``offset``, ``after``, ``size``, ``facets`` and
        highlights have no part in it.
        """

    def meetings(self, query: SearchQuery) -> Iterator[Document]:
        """Yield of each report that :meth:`scan` finds what completeness is told from, many times as fast.

        The latest meeting comes first, whatever the query's order: see
        :data:`~jiyao.search.documents.TOLD`.
        """

    def rebuild(self) -> AbstractContextManager[Writer]:
        """Return a block that builds a new generation beside the one that is searched.

        Where the block ends well the new one takes the old one's place at once,
        otherwise it is thrown away and the old one stays. What :meth:`write` is
        given meanwhile is refused, or goes to the old one and with it: a rebuild
        and a harvest take turns.
        """

    def count(self) -> int:
        """Return how many reports there are; 0 where there is no index yet."""

    def health(self) -> EngineHealth:
        """Return how the engine is; never raises."""

    def close(self) -> None:
        """Let go of files and connections."""
