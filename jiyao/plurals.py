"""Counts in English sentences."""

from __future__ import annotations


def many(count: int, one: str, several: str = "") -> str:
    """Return the count with its words: ``many(1, "page is", "pages are")`` is ``1 page is``; an s makes the plural."""
    return f"{count} {one if count == 1 else several or one + 's'}"
