"""The pages of the demo site, as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Literal

SiteName = Literal["county", "oldtown", "gate", "assembly"]


@dataclass(frozen=True, slots=True)
class DemoPage:
    """One invented page. ``published`` is ``YYYY-MM-DD``, with ``THH:MM`` where its site shows the hour."""

    site: SiteName
    number: int
    title: str
    published: str
    publisher: str | None
    text: str

    @property
    def at(self) -> datetime:
        """The moment of publication, at midnight where only the day is known."""
        return datetime.fromisoformat(self.published)

    @property
    def path(self) -> str:
        """The page's address on the demo site."""
        match self.site:
            case "county":
                return f"/county/xwzx/{self.at:%Y%m}/t{self.at:%Y%m%d}_{self.number}.html"
            case "oldtown":
                return f"/oldtown/show.asp?id={self.number}"
            case "gate":
                return f"/gate/{self.at:%Y%m%d}/a{self.number}.html"
            case "assembly":
                return f"/assembly/article/{self.number}"

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the text."""
        return [line.strip() for line in self.text.split("\n") if line.strip()]


def demo_pages() -> tuple[DemoPage, ...]:
    """Return all pages, the newest first; a page has its number by its line, so that its address stays."""
    lines = (files("jiyao.demo") / "pages.jsonl").read_text("utf-8").splitlines()
    pages = (DemoPage(number=1001 + index, **json.loads(line)) for index, line in enumerate(lines))
    return tuple(sorted(pages, key=lambda page: page.at, reverse=True))
