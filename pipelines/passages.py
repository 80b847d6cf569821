"""Passages that new pages have in common and known pages do not: a list of links, a banner, that came into the text."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator

from jiyao.model import Report
from jiyao.patterns import regex
from jiyao.source import Source
from pipelines.archive import Archive, Page
from pipelines.decode import text_of

#: Shorter ones, without blanks, stand in many reports: 会议还研究了其他事项。
_SHORTEST = 20
#: More new pages are no night's, and their passages would take memory.
_MOST_PAGES = 500
#: So many known pages are read for a passage, and so many addresses looked at to find them.
_KNOWN, _LOOKED_AT = 3, 50
_BLANKS, _TAGS = regex(r"\s+"), regex(r"<[^<>]*>|\s+")


def passages_of(report: Report) -> frozenset[str]:
    """Return the paragraphs of a report, without blanks, that are long enough to be told from others.

    Lines of who wrote, edited and checked it are none: the same people do so for a week.
    """
    text = list(report.text)
    for section in report.sections:
        text[section.start : section.end] = " " * (section.end - section.start)
    lines = (_BLANKS.sub("", line) for line in "".join(text).split("\n"))
    return frozenset(line for line in lines if len(line) >= _SHORTEST)


class Passages:
    """Counts in how many of a run's new pages each passage stands."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self._count: Counter[str] = Counter()

    def add(self, url: str, passages: Iterable[str]) -> None:
        """Count those of one more page."""
        if len(self.pages) < _MOST_PAGES:
            self.pages.append(url)
            self._count.update(passages)
        else:
            self._count.clear()

    def most(self) -> tuple[str, int]:
        """Return the passage that most new pages have, and how many do."""
        return max(self._count.items(), key=lambda one: (one[1], one[0]), default=("", 0))


def is_known(passage: str, archive: Archive, source: Source, new: Iterable[str]) -> bool:
    """Tell whether pages that were there before those at the ``new`` addresses have a passage, or there are none."""
    pages = list(_before(archive, source, frozenset(new)))
    return not pages or any(passage in _text(archive, page, source) for page in pages)


def _before(archive: Archive, source: Source, new: frozenset[str]) -> Iterator[Page]:
    found = 0
    for url in sorted(archive.addresses(source.name) - new, reverse=True)[:_LOOKED_AT]:
        page = archive.page(source.name, url)
        if page and page.contents:
            yield page
            found += 1
        if found == _KNOWN:
            return


def _text(archive: Archive, page: Page, source: Source) -> str:
    return _TAGS.sub("", html.unescape(text_of(archive.read(page.contents[-1]), source.article.encoding)))
