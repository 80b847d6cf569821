"""What belongs to a report: others of the same meeting, near-copies of its text, other meetings of the same body."""

from __future__ import annotations

from dataclasses import dataclass

from jiyao.model import Report
from jiyao.search.index import SearchIndex
from jiyao.search.likeness import NEARLY_ONE, likeness, shared, shingles
from jiyao.search.query import LARGEST_PAGE, Hit, SearchQuery


@dataclass(frozen=True, slots=True)
class Copy:
    """A report of nearly the same text; ``shared`` is the share of all shingles that both have, up to 1."""

    hit: Hit
    shared: float


@dataclass(frozen=True, slots=True)
class Alike:
    """What belongs to a report, itself left out.

    ``meeting`` are other reports of the same meeting, ``copies`` texts that are nearly its own (a reprint
    may be both), the most alike first; ``body`` the latest other meetings of the same body, reprints of one shown once.
    """

    meeting: tuple[Hit, ...]
    copies: tuple[Copy, ...]
    body: tuple[Hit, ...]


def alike(index: SearchIndex, report: Report, size: int = 20) -> Alike:
    """Return what belongs to ``report``, of each at most ``size``."""
    meeting = report.meeting
    identity = meeting.identity if meeting else None
    reprints = _others(index, report, SearchQuery(meeting=(identity,), size=size + 1)) if identity else []
    return Alike(tuple(reprints[:size]), tuple(_copies(index, report)[:size]), tuple(_of_body(index, report, size)))


def folded(hits: tuple[Hit, ...]) -> list[list[Hit]]:
    """Return hits with the reports of one meeting together, where the first of them stood."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        identity = hit.values.get("meeting_identity") if hit.of == "reports" else None
        groups.setdefault(identity or hit.id, []).append(hit)
    return list(groups.values())


def _copies(index: SearchIndex, report: Report) -> list[Copy]:
    keys = likeness(report.text)
    if not keys:
        return []
    own = shingles(report.text)
    hits = _others(index, report, SearchQuery(like=keys, meetings_only=False, size=LARGEST_PAGE))
    copies = [Copy(hit, round(shared(own, shingles(hit.report.text)), 3)) for hit in hits if hit.report]
    return sorted((copy for copy in copies if copy.shared >= NEARLY_ONE), key=lambda copy: (-copy.shared, copy.hit.id))


def _others(index: SearchIndex, report: Report, query: SearchQuery) -> list[Hit]:
    return [hit for hit in index.search(query).hits if hit.id != report.id]


def _of_body(index: SearchIndex, report: Report, size: int) -> list[Hit]:
    """Return the latest other meetings of the body; 常务会议 is a body of many regions, so the region counts too."""
    meeting = report.meeting
    if not meeting or not meeting.body:
        return []
    regions = (meeting.region,) if meeting.region else ()
    sources = () if regions or meeting.level == "national" else (report.source,)
    query = SearchQuery(
        body=(meeting.body,), place=regions, source=sources, sort="held", size=min(size * 5, LARGEST_PAGE)
    )
    hits = tuple(_others(index, report, query))
    groups = folded(hits)
    return [hit for hit, *_ in groups if hit.values.get("meeting_identity") != (meeting.identity or hit.id)][:size]
