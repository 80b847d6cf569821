"""Who presided in another's stead, and who only serves the chair, in the list of a meeting's chair."""

from __future__ import annotations

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.mention import LISTED, Mention
from pipelines.attendees.padding import put_back

_STANDS_IN = regex("代理?$")
#: Posts of those who serve a meeting, named behind its chair.
_STAFF = frozenset(
    ("专门委员", "主任秘书", "秘书", "秘书长", "副秘书长", "编审", "简任编审", "科长", "科员", "专员", "书记")
)


def beside_chair(text: str, first: Mention, person: Mention, phrase: str, places: list[int]) -> None:
    """Settle the roles of two whom a list of who presided names: one stands in for the other, or serves him."""
    surname_first = person.given is not None and person.start == places[0]
    if surname_first and _STANDS_IN.search(phrase):
        first.roles = {Role.ABSENT}  # 主席：王主任委员某  洪副主任委员某代
    if any(text[a:b] in _STAFF for a, b in person.titles):
        person.roles = {Role.ATTENDEE}  # 主席：甲 秘书长 乙: who serves the chair


def stood_in_chair(roles: frozenset[Role], whole: Mention | None, phrase: str, places: list[int]) -> list[Mention]:
    """Return who should have presided and who did in his stead, where no blank parts them: 林国平邱委员昌文代.

    ``whole`` is whom the phrase names when it is read as one person's.
    """
    if whole is None or whole.given or roles != {Role.CHAIR} or not _STANDS_IN.search(phrase):
        return []
    for length in (3, 2, 4):
        first, second = person_of(phrase[:length], 0), person_of(phrase[length:], length)
        if first and second and second.titles and not first.titles and second.start == length:
            first, second = put_back(first, places), put_back(second, places)
            first.roles, second.roles = {Role.ABSENT}, {Role.CHAIR}
            first.rule = second.rule = LISTED
            return [first, second]
    return []
