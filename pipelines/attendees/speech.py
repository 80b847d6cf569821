"""Who holds the speech that a page is the text of: the line under its title, 王志明 or 市长 王志明."""

from __future__ import annotations

import re

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.mention import Mention
from pipelines.reading import Reading

#: The lines between a speech's title and its first sentence.
_HEADING = regex("^[^。，！？：\n]{2,40}$", re.M)
_FEWEST_LINES, _WITHIN = 6, 300
#: What stands around a name in such a line.
_AROUND = regex("^[ （—-]*|[ ）]*$")


def held_speech(reading: Reading) -> list[Mention]:
    """Return who holds the speech, as the lines under its title name him; nobody where the page is no speech."""
    if not reading.is_speech():
        return []
    if told := reading.whose_speech():
        who = person_of(told["who"].removesuffix("同志"), told.start("who"))
        if who is None:
            return []
        who.roles, who.rule = {Role.SPEAKER}, "heading of a speech"
        return [who]
    for line in list(_HEADING.finditer(reading.body, 0, _WITHIN))[:_FEWEST_LINES]:
        words = _AROUND.sub("", line.group())
        person = person_of(words, line.start() + line.group().index(words)) if words else None
        if person and person.right == line.start() + len(line.group().rstrip(" ）")):
            person.roles, person.rule = {Role.SPEAKER}, "heading of a speech"
            return [person]
    return []
