"""Passages that new pages of a site have in common: a list of links, a banner, that came into their texts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from jiyao.model import Report
from jiyao.patterns import regex
from pipelines.extract.blocks import squeeze
from pipelines.reading import STAFF

#: Shorter ones, without blanks, stand in many reports: 会议还研究了其他事项。
_SHORTEST = 20
#: More new pages are no night's, and their passages would take memory.
_MOST_PAGES = 500
#: Lines that reports of one day or week share: who wrote, edited and checked them, who sat in the first row, and of
#: which day they are: （2025年1月8日县第十七届人民代表大会第五次会议通过） stands over all resolutions of a session.
_OF_STAFF = regex(rf"[（(【\[]?[^，。：]{{0,20}}?(?:{STAFF}|采写|拍摄|剪辑|视频|通联)")
_OF_A_LIST = regex("出席|列席|参加|就座|主席台")
_OF_A_DAY = regex(r"\d月\d{1,2}日|[一二三四五六七八九十]月[一二三四五六七八九十]{1,3}日")


def main_text(report: Report) -> str:
    """Return the text of a report, blanks where its sections stand: counters, links to other pages, who edited it."""
    text = list(report.text)
    for section in report.sections:
        text[section.start : section.end] = " " * (section.end - section.start)
    return "".join(text)


def passages_of(report: Report) -> frozenset[str]:
    """Return the paragraphs of a report, without blanks, that are long enough to be told from others.

    Lines of who wrote, edited and checked it are none, nor who came, nor on which day: other reports have them too.
    """
    lines = map(squeeze, main_text(report).split("\n"))
    return frozenset(line for line in lines if len(line) >= _SHORTEST and not _is_shared(line))


def _is_shared(line: str) -> bool:
    return any((_OF_STAFF.match(line), _OF_A_LIST.search(line), _OF_A_DAY.search(line)))


class Passages:
    """Counts in how many of a run's new pages each passage stands; ``pages`` are their addresses."""

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
