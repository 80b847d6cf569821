"""The unit that a report calls its own, 我县 or 全省: the only one of that level that it names, and more than once."""

from __future__ import annotations

import re
from functools import cache

from jiyao.model import Evidence, Place
from pipelines.lexicon.units import unit_names, units
from pipelines.reading import Reading

_OUR = re.compile("(?:我|本)(?P<level>[县区市旗])(?![㐀-鿿]?(?:场|民营))")
#: Where a report says whose it is, in characters, and how far names are looked for.
_LEAD, _WITHIN = 600, 4000
#: To where somebody went, with whom, and from where he came.
_ANOTHER = re.compile("(?:赴|到|往|与|和|同|来自|对口|援)$")
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


#: A province met: 省委召开会议, 召开全省会议, 全省电视电话会议召开.
_PROVINCE_MET = re.compile(
    "(?<![㐀-鿿])(?:我省|省[㐀-鿿、]{1,24}?)(?:召开|举行)|召开了?全省|(?<![㐀-鿿])全省[^，。]{2,40}会议?[^，。]{0,24}(?:召开|举行)"
)
#: What a province's name is part of: 贵州大学, 江苏银行.
_NOT_ITSELF = "(?![㐀-鿿]{0,4}(?:大学|学院|师范|日报|银行|医院|公司|集团|电视台))"


def our_province(reading: Reading) -> tuple[Place, ...]:
    """Return the province that a report calls its own without its name, where it names but one, and more than once."""
    body = reading.body
    if not _PROVINCE_MET.search(body, 0, _LEAD):
        return ()
    pattern, codes = _provinces()
    named = [
        found
        for found in pattern.finditer(body, 0, _WITHIN)
        if not _ANOTHER.search(body, max(0, found.start() - _SHORTEST), found.start())
    ]
    if len(named) < _FEWEST or len({found["stem"] for found in named}) > 1:
        return ()
    start, end = named[0].span()
    evidence = Evidence(start, end, "the only place of its level", sure=False)
    return (Place(reading.text[start:end], codes[named[0]["stem"]], evidence),)


@cache
def _provinces() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds the provinces of the mainland, with 省 or without, and their codes by the name without."""
    named = ((name, unit) for name, bearing in units().items() for system, unit in bearing if system == "mainland")
    codes = {_KIND.sub("", name): unit.code for name, unit in named if unit.code.endswith("0000") and unit.last is None}
    stems = "|".join(sorted(codes, key=len, reverse=True))
    return re.compile(f"(?P<stem>{stems})(?:省|(?:壮族|回族|维吾尔)?自治区|{_NOT_ITSELF})"), codes


_KIND = re.compile("(?:壮族|回族|维吾尔)?自治区$|[省市]$")
