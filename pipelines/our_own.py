"""The unit that a report calls its own, 我县 or 我区: the only one of that level that it names, and more than once."""

from __future__ import annotations

import re

from jiyao.patterns import regex
from pipelines.lexicon.units import unit_names

_OUR = regex("(?:我|本)(?P<level>[县区市旗])(?![㐀-鿿]?(?:场|民营))")
#: Where a report says whose it is, in characters, and how far names are looked for.
_LEAD, _WITHIN = 600, 4000
#: To where somebody went, with whom, and from where he came.
_ANOTHER = regex("(?:赴|到|往|与|和|同|来自|对口|援)$")
_SHORTEST, _LONGEST = 3, 8
_FEWEST = 2


def our_unit(body: str) -> tuple[int, int] | None:
    """Return where the unit is named that a folded text calls 我县; None where it names none, several, or one in passing."""
    our = _OUR.search(body, 0, _LEAD)
    if our is None:
        return None
    places: dict[str, list[tuple[int, int]]] = {}
    for level in re.finditer(our["level"], body[:_WITHIN]):
        end = level.end()
        for begin in range(max(0, end - _LONGEST), end - _SHORTEST + 1):
            name = body[begin:end]
            if name in unit_names():
                if _ANOTHER.search(body, max(0, begin - _SHORTEST), begin):
                    return None
                places.setdefault(name, []).append(_with_outer(body, begin, end))
                break
    [spans, *others] = places.values() or [[]]
    return max(spans, key=lambda span: span[1] - span[0]) if not others and len(spans) >= _FEWEST else None


def _with_outer(body: str, begin: int, end: int) -> tuple[int, int]:
    """Let the span begin with the units that stand before its own: 哈尔滨市|呼兰区."""
    lengths = range(_SHORTEST, _LONGEST + 1)
    while outer := next((begin - n for n in lengths if body[max(0, begin - n) : begin] in unit_names()), 0):
        begin = outer
    return begin, end
