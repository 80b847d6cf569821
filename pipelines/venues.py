"""Places that convened nothing: where a meeting was held, and of where one of those who came is."""

from __future__ import annotations

from jiyao.patterns import regex

#: Where it met, where somebody went, and of where one of several is: 在清流县召开, 地点：清流县, 、大湖乡长甲.
_AT_LABEL = regex("地 *点：[ ]*\\Z")
#: The house of who convened, most likely: 地点：南通市行政中心.
_ITS_SEAT = regex("行政中心|人民政府|政府")
_AT, _AT_PLACE = regex("[在于到赴]\\Z"), regex("召开|举行|调研|考察|开会")
_BESIDE, _WHO_CAME = (
    regex("[、：与]\\Z|邀请\\Z"),
    regex(
        "(?:议会|政协|人大(?:常委会)?)?(?:议员|副?议长|副?主席(?!会议|团)|副?主任(?!会议)|代表)|长[㐀-鿿]{2,3}[、出列参]"
    ),
)


def is_venue(body: str, start: int, end: int) -> bool:
    """Tell whether a place is where the meeting was held, or of one of those who came, and so not of who convened."""
    before = body[max(0, start - 8) : start]
    if (_AT_LABEL.search(before) and not _ITS_SEAT.match(body, end)) or (
        _AT.search(before) and _AT_PLACE.match(body, end)
    ):
        return True
    return _BESIDE.search(before) is not None and _WHO_CAME.match(body, end) is not None


#: Where what was said begins, and how far from the top of a text places are looked for, in characters.
_SAID = regex("(?:会议|[㐀-鿿]{2,4})(?:指出|强调|要求|认为|表示)[，：]")
_TOP = 220


def top_end(body: str) -> int:
    """Return where the top of a text ends: before what was said, which names any place."""
    said = _SAID.search(body, 0, _TOP)
    return said.start() if said else min(len(body), _TOP)
