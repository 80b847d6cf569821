"""Pages in the shapes of real sites, their texts invented, through the general rules alone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jiyao.model import Article, Capture
from jiyao.source import Source
from pipelines.dates.published import published_at
from pipelines.extract import extract

PAGES = Path(__file__).parent.parent / "gold" / "pages"
GOLD = [json.loads(line) for line in (PAGES / "gold.jsonl").read_text("utf-8").splitlines()]
SOURCE = Source.model_validate(
    {
        "name": "anywhere", "title": "任何网站", "language": "zh-Hans", "start": ("http://www.example.gov.cn/",),
        "listing": {"items": "li", "link": "a::attr(href)"},
    }
)  # fmt: skip
NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"].removesuffix(".html"))
def test_a_page_gives_its_title_its_day_and_its_text_and_nothing_else(gold: dict[str, Any]) -> None:
    body = (PAGES / gold["file"]).read_bytes()
    found = extract(Capture("anywhere", "http://www.example.gov.cn/a", NOW, 200, (), body), SOURCE)
    assert isinstance(found, Article), found
    published = published_at(found.clues, SOURCE.timezone, NOW)
    assert "".join(found.title.split()) == "".join(gold["title"].split())
    assert (published and published.at.date().isoformat()) == (gold["published"] and gold["published"][:10])
    assert "".join(found.text.split()) == "".join(gold["body"].split())
