"""Lists whose lines were cut in the middle of a person, as texts taken out of PDF files have them."""

from __future__ import annotations

import re

from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.names import surnames
from pipelines.attendees.padding import FILLER
from pipelines.attendees.phrases import IS_UNIT
from pipelines.attendees.titles import HEAD, ends_in_head

#: The last item of a line behind another one, and the first of the next line.
_CUT = regex(
    r"(?<=[、，—：\- ])(?P<last>[㐀-鿿\U00020000-\U000323af]{1,14})(?P<gap> *\n(?: *\n)? *)(?![甲乙丙丁戊己庚辛壬癸一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾]+、|[^\n、，；]{0,16}：)(?P<first>[㐀-鿿\U00020000-\U000323af]{1,12})(?![㐀-鿿])"
)
#: Characters of the shortest name, the item behind a blank, and what the name of a unit goes on with.
_SHORTEST, _NEXT_ITEM, _HALF_UNIT = 2, regex(" [㐀-鿿]{3,}"), regex("分[局处署队所行会校院]")
#: An honour, with which a line ends that is whole.
_HONOUR = regex("(?:太平绅士|[勋奖]章|勋贤|勋衔)$")
#: What stands behind the last person of a list.
_AND_OTHERS = regex("[暨及与和等]")


def mended(text: str) -> str:
    """Return the text with a filler for each end of a line that cuts a person in two: 鄭林清 / 志、; its length stays."""
    return _CUT.sub(_without_gap, text)


def _without_gap(cut: re.Match[str]) -> str:
    last, first = cut["last"], _AND_OTHERS.split(cut["first"], maxsplit=1)[0]
    post = any(head.start() < len(last) < head.end() for head in HEAD.finditer(last + first))  # 救護科科 / 長甲
    apart = ends_in_head(last) or _HONOUR.search(last) or (IS_UNIT.search(last) and not post)
    whole = person_of(last + first, 0) if first and not apart else None
    if whole is None:
        return cut.group()
    filled = f"{last}{FILLER * len(cut['gap'])}{cut['first']}"
    if begun := person_of(last, 0):  # a name of two characters or a double surname; the third stands alone
        half = begun.given is not None and begun.given[1] - begun.given[0] == 1  # 黄科长晓 / 扬 游科长淑静
        after = cut.string[cut.end() : cut.end() + 1]
        short = bool(begun.titles) and begun.end - begun.start == _SHORTEST  # 分局局长曹祖 / 荣 罗东分局局长邱显良
        beside = after == " " and (half or (short and _NEXT_ITEM.match(cut.string, cut.end()) is not None))
        cuts = post or (len(first) == 1 and (after in ("、", "，", "；") or beside))
        cuts = cuts or (_HALF_UNIT.match(first) is not None and not begun.titles)  # 苏澳 / 分局局长李宪苍
    elif person_of(first, 0):
        surname = last[-1] in surnames() and ends_in_head(last[:-1])  # 救护科科长吴 / 文祯
        cuts = surname or any(begin < len(last) < end for begin, end in whole.titles)
    else:
        cuts = True
    return filled if cuts else cut.group()
