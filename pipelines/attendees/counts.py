"""How many attended, where a report says it in one number, and whether its list names all."""

from __future__ import annotations

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import Mention
from pipelines.numerals import CLASS, number

_N = f"(?P<n>[{CLASS}千]{{1,6}})"
_STATED = (
    regex(rf"实(?:际)?到(?:会|席)?[^，。；\n{CLASS}]{{0,10}}{_N} *[人名位]"),
    regex(
        rf"(?:一共|共计|总共|合计|总计|共)(?:有)? *{_N} *[人名位](?!次)[^，。；\n]{{0,10}}?(?:出席|参加|参会|与会|到会)"
    ),
)


def stated_count(text: str) -> int | None:
    """Return how many attended by the report's own count, of those who came where it counts the invited too.

    None where it gives no number, or only an estimate (30余人).
    """
    for pattern in _STATED:
        match = pattern.search(text)
        if match:
            try:
                return number(match["n"])
            except ValueError:
                return None
    return None


_OPEN = regex(
    r"等(?:\d+余?[人名位]|[^，。、；]{0,8})?(?:领导|同志|人|嘉宾|代表|委员|议员)?(?:分别|共同|一同|先后|应邀)?(?:出席|参加|列席|到会|与会|陪同|在主席台)"
    r"|(?:出席|参加|到会|与会|列席)[^。；\n]{0,24}?(?:包[括含]|有|为)[^。；\n]{2,400}?等(?:人|嘉宾|领导|代表)?(?=[。；\n]|\Z)"
)


def list_is_open(text: str, mentions: list[Mention]) -> bool | None:
    """Return True where a list of who attended ends in 等, False where it names all, None without a list."""
    if not any(m.roles & {Role.ATTENDEE, Role.OBSERVER} for m in mentions):
        return True if _OPEN.search(text) else None
    return bool(_OPEN.search(text))
