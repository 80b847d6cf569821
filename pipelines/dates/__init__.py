"""Dates: what an expression means, when a page was published, when a meeting was held."""

from __future__ import annotations

from datetime import datetime

from pipelines.dates.expressions import Expression, meaning
from pipelines.script import for_reading

#: The time of texts that name no zone, and of no source: all of China keeps it.
TIMEZONE = "Asia/Shanghai"


def written_meaning(text: str, published: datetime) -> Expression | None:
    """Return what a date expression means as written, in either script; None where there is none."""
    return meaning(for_reading(text), published)
