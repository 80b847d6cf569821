"""The pages of our own gold, and what the general rules make of such a page."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jiyao.model import Article, Capture, Issue
from jiyao.source import Source
from pipelines.dates.published import published_at
from pipelines.extract import extract

PAGES = Path(__file__).parent / "gold" / "pages"
GOLD: list[dict[str, Any]] = [json.loads(line) for line in (PAGES / "gold.jsonl").read_text("utf-8").splitlines()]
NOW = datetime(2026, 11, 28, tzinfo=UTC)
_SOURCE = Source.model_validate(
    {
        "name": "anywhere", "title": "任何网站", "language": "zh-Hans", "start": ("http://www.example.gov.cn/",),
        "listing": {"items": "li", "link": "a::attr(href)"},
    }
)  # fmt: skip

#: Title, day and text; title and text without blanks.
Parts = tuple[str, str | None, str]


def extracted(page: bytes) -> Article | Issue:
    return extract(Capture("anywhere", "http://www.example.gov.cn/a", NOW, 200, (), page), _SOURCE)


def parts(article: Article) -> Parts:
    published = published_at(article.clues, _SOURCE.timezone, NOW)
    day = published.at.date().isoformat() if published else None
    return "".join(article.title.split()), day, "".join(article.text.split())


def wanted(gold: dict[str, Any]) -> Parts:
    return "".join(gold["title"].split()), gold["published"] and gold["published"][:10], "".join(gold["body"].split())
