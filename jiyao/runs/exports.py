"""What the index holds, as lines for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from jiyao.search import open_index
from jiyao.settings import Settings


def export_articles(settings: Settings) -> Iterator[dict[str, str | bool | None]]:
    """Yield ``url``, ``title``, ``published_at``, ``is_meeting``, ``source`` and ``digest`` of every article."""
    index = open_index(settings)
    try:
        for hit in index.scan():
            report = hit.report
            assert report is not None  # a scan without a query yields reports
            yield {
                "url": report.url,
                "title": report.title,
                "published_at": report.published.at.isoformat() if report.published else None,
                "is_meeting": report.is_meeting,
                "source": report.source,
                "digest": report.digest,
            }
    finally:
        index.close()
