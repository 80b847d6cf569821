"""Units in minutes, each on a line with whom it sent: 教育局：乙科长; below a list that is of one line, they are a list of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.lists import Block
from pipelines.attendees.phrases import IS_UNIT

#: A unit on the list of which nobody came: 都市发展局（未派员）.
_SENT_NOBODY = regex("[ ]*[㐀-鿿]{2,20}（(?:未派员|请假|未出席|缺席|未到|书面意见)[^（）]*）")
_OF_UNIT = regex("[ ]*(?P<unit>[㐀-鿿]{2,20}|[本县市] *[会府])[ ]*(?:：|[—-]+)[ ]*(?P<sent>[^：]*)")


def of_unit(line: str) -> bool:
    """Tell whether a line names a unit and whom it sent, or that it sent nobody: 东港区公所：课长 甲."""
    unit = _OF_UNIT.fullmatch(line)
    if _SENT_NOBODY.fullmatch(line):
        return True
    if unit is None or not (IS_UNIT.search(unit["unit"]) or unit["unit"].endswith(("单位", "会", "府"))):
        return False
    sent = unit["sent"].strip()
    first = re.split("[、，；（]", sent)[0].strip()
    return sent.startswith("（") or any(person_of(one, 0) is not None for one in (first, first.split(" ")[0]))


def without_units_below(text: str, block: Block) -> Iterator[Block]:
    """Yield a list, and apart from it the units below, whose people came: 缺席：甲 / 教育局：乙科长."""
    first = text.find("\n", block.start, block.end)
    apart = block.roles <= _OF_ONE_LINE and first >= 0 and _names_people(text[block.start : first])
    at = first + 1 if apart else block.end
    while at < block.end:
        line = text[at : text.find("\n", at) if text.find("\n", at) >= 0 else len(text)]
        if _OF_UNIT.fullmatch(line) and not _SENT_NOBODY.fullmatch(line) and of_unit(line):
            yield replace(block, end=at - 1)
            yield Block(frozenset((Role.ATTENDEE,)), at, block.end)
            return
        at += len(line) + 1
    yield block


#: What lists with these roles hold stands on their first line, where they say anything there.
_OF_ONE_LINE = frozenset((Role.CHAIR, Role.RECORDER, Role.ABSENT))


def _names_people(line: str) -> bool:
    """Tell whether a line names people, and nobody's unit: 请假：甲, and not 请假：如下, 教育局：甲, 甲（教育局）."""
    words = line.strip()
    first = re.split("[、，； ]", words)[0]
    return "（" not in words and not _OF_UNIT.fullmatch(words) and person_of(first, 0) is not None
