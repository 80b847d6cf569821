"""Whom a unit sent, in a list of people in running text: 社會保障基金|陳綺玲|顧問高級技術員, 外埔農會|李錦東."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipelines.attendees.items import behind_unit
from pipelines.attendees.mention import Mention, Taken

_ITEM = re.compile("(?<=[、：])[㐀-鿿]{5,40}?(?=[、，。；]|[均皆都](?:出席|参加|到场|列席|与会)|等)")
_FEWEST = 2


def sent(text: str, start: int, found: Sequence[Mention], taken: Taken) -> Iterator[Mention]:
    """Yield who stands behind a unit in a list in which others with their titles were found."""
    titled = sorted(mention.start for mention in found if mention.titles)
    for item in _ITEM.finditer(text, start) if len(titled) >= _FEWEST else ():
        if taken.free(*item.span()) and _among(text, item.start(), titled):
            person = behind_unit(item.group(), item.start())
            if person:
                taken.add(*item.span())
                yield person


def _among(text: str, at: int, titled: list[int]) -> bool:
    """Tell whether two and more people with titles, who stand where ``titled`` says, are named in the sentence."""
    first, last = text.rfind("。", 0, at), text.find("。", at)
    return bisect_left(titled, last if last >= 0 else len(text)) - bisect_right(titled, first) >= _FEWEST
