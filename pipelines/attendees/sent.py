"""Whom a unit sent, in a list of people in running text: 社會保障基金|陳綺玲|顧問高級技術員, 外埔農會|李錦東."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.attendees.items import behind_unit
from pipelines.attendees.mention import Mention, Taken

_ITEM = re.compile("(?<=[、：])[㐀-鿿]{5,40}?(?=[、，。；]|[均皆都](?:出席|参加|到场|列席|与会)|等)")
_FEWEST = 2


def sent(text: str, start: int, found: Sequence[Mention], taken: Taken) -> Iterator[Mention]:
    """Yield who stands behind a unit in a list in which others with their titles were found."""
    for item in _ITEM.finditer(text, start) if len(found) >= _FEWEST else ():
        if taken.free(*item.span()) and _among(text, item.start(), found):
            person = behind_unit(item.group(), item.start())
            if person:
                taken.add(*item.span())
                yield person


def _among(text: str, at: int, found: Sequence[Mention]) -> bool:
    """Tell whether two and more people with titles are named in the sentence."""
    first, last = text.rfind("。", 0, at), text.find("。", at)
    near = (mention for mention in found if first < mention.start < (last if last >= 0 else len(text)))
    return sum(bool(mention.titles) for mention in near) >= _FEWEST
