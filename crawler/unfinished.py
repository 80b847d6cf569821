"""An article whose further pages are still being fetched: held back until it is whole, or breaks off."""

from __future__ import annotations

from dataclasses import replace

from jiyao.model import Capture
from jiyao.source import Source
from jiyao.source_listing import MOST_PAGES
from pipelines.extract.further import Leaf, following, leaf_of


class Unfinished:
    """The first page of an article as received, and the further pages so far."""

    def __init__(self, first: Capture, source: Source) -> None:
        self._first = first
        self._source = source
        self._leaves: list[Leaf] = []
        self._further: list[Capture] = []

    def take(self, page: Capture) -> str | None:
        """Take the next page, with its body; return the address of the one behind it, None behind the last."""
        if self._leaves:
            self._further.append(page)
        self._leaves.append(leaf_of(page, self._source, self._first.url))
        return following(self._leaves, self._source)

    @property
    def is_long(self) -> bool:
        """Whether the article has as many pages as we take."""
        paging = self._source.article.paging
        return len(self._leaves) >= (paging.most if paging else MOST_PAGES)

    def ended(self, why: str = "") -> Capture:
        """Return the article with the pages that were had; ``why`` says what kept the next one away."""
        return replace(self._first, further=tuple(self._further), broken_off=" ".join(why.split()))
