"""Counts in English sentences."""

from __future__ import annotations

from collections.abc import Iterable


def many(count: int, one: str, several: str = "") -> str:
    """Return the count with its words: ``many(1, "page is", "pages are")`` is ``1 page is``; an s makes the plural."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def ranges(numbers: Iterable[int]) -> list[str]:
    """Return ascending numbers as a person writes them: 1, 2, 3 and 5 are ``["1–3", "5"]``."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in found]
