"""Notes in brackets behind a name in a list: an office, on leave, or who came in his stead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of, split_titles
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.names import USUAL_NAME, likelihood, surnames
from pipelines.attendees.padding import FILLER, WHY_AWAY, put_back, without_fillers
from pipelines.attendees.titles import ends_in_head
from pipelines.lexicon import common_words

_OFFICE_IN_NOTE = regex("(?:主席|召集人|主持人|主委|主任委员|会长|秘书)$")
#: An office of so many characters says of what it is one: （镇团委书记）.
_WHOLE_OFFICE = 5
_LONGEST_OFFICE = 10
_CHAIR_IN_NOTE = regex("(?<!副)(?:主席|召集人|主持人|召集委员)$")
AWAY = regex(
    "请假|已?申请缺席|公假|病假|事假|休假|婚假|产假|缺席|未派员|未出席|未到|出国|公出|公差|因公|因病|因事|不克|丧假|差假|出差"
)
_PROXY = regex(r"(?:由|请|委托)?([^，；、（）由请]{2,24}?)(?:代理?|代表|代为)(?:出席|列席|参加|主持)?(?:$|[，；。])")
#: （委託吳若蕙）: whom he gave his vote.
_ENTRUSTED = regex("委托 ?([㐀-鿿·]{2,8})$")
_SENT_INSTEAD = regex("委托([^，；、（）]{2,24}?)(?:参加|出席|列席|与会)$")
PROXY_RULE = "proxy in a note"
#: What somebody is, and nobody in his stead: （市民代表）.
_OF_A_KIND = regex(
    "[㐀-鿿]{0,6}(?:市民|村民|居民|选民|群众|党员|职工|员工|教师|学生|家长|企业|业主|商户|用户|社区|单位|媒体|专家|公众|人大|党|师生)代表"
)
_FURTHER = regex("[，；]")
_FIRST_NOTE = regex("[^、，；\n（]*（(?P<words>[^（）\n]*)）")


def came(text: str, at: int) -> bool:
    """Tell whether no note behind the first item from ``at`` on says that it sent nobody: （未派员）, 主席 甲（请假）."""
    if text.startswith(("未派员", "未到", "请假"), at):
        return False
    note = _FIRST_NOTE.match(text, at)
    return note is None or not is_away(note["words"]) or _PROXY.search(note["words"]) is not None


def in_stead(text: str, note: Span, roles: frozenset[Role]) -> list[Mention]:
    """Return who came instead of an office named without a person: 财经课长（请假，技士甲代）."""
    readers = (_PROXY.search, _ENTRUSTED.match, _SENT_INSTEAD.match)
    proxy = next((found for read in readers if (found := read(text, *note))), None)
    phrase, places = without_fillers(proxy.group(1), proxy.start(1)) if proxy else ("", [])
    other = person_of(phrase.rstrip(), 0) or _rarely_named(phrase.rstrip())
    if other is None:
        return []
    other = put_back(other, places)
    other.roles, other.rule = set(roles - {Role.ABSENT}) or {Role.ATTENDEE}, PROXY_RULE
    return [other]


#: Who is named with the one in his stead, or why he stayed away, and no bracket: 郭吉仁陈华泰代, 游锡泾公假.
_GLUED_NOTE = regex(f"(?P<names>[㐀-鿿]{{4,8}})代|(?P<away>[㐀-鿿]{{2,4}})(?:{WHY_AWAY})")


def with_note(phrase: str, places: Sequence[int]) -> list[Mention]:
    """Return who is named in an item with who came in his stead, or with why he did not come, and no mark between."""
    glued = _GLUED_NOTE.fullmatch(phrase)
    if glued is None:
        return []
    if away := glued["away"]:
        lengths = [len(away)] if (likelihood(away) or 0.0) > _NAMED else []
    else:
        lengths = _two_names(glued["names"])
    return [
        Mention(places[end - length], places[end - 1] + 1, [], PROXY_RULE, 2.0, sure=False, roles={role})
        for role, length, end in zip((Role.ABSENT, Role.ATTENDEE), lengths, accumulate(lengths), strict=False)
    ]


#: What a name of such an item must be worth.
_NAMED = 2.0


def _two_names(words: str) -> list[int]:
    """Return the lengths of the two names that make up words, the likeliest; empty where none do."""
    cuts = [
        (first + second, at)
        for at in (3, 2, 4)
        if min(first := likelihood(words[:at]) or -9, second := likelihood(words[at:]) or -9) > _NAMED
    ]
    return [max(cuts)[1], len(words) - max(cuts)[1]] if cuts else []


def _rarely_named(phrase: str) -> Mention | None:
    """Read who came instead where his name is rare, but nothing else stands there: （連豊力代）."""
    if len(phrase) != USUAL_NAME or phrase[0] not in surnames() or phrase[1:] in common_words() or not phrase.isalpha():
        return None
    return Mention(0, USUAL_NAME, [], PROXY_RULE, 1.0, sure=False)


def noted(text: str, person: Mention, note: Span, roles: frozenset[Role]) -> list[Mention]:
    """Read the note behind a name: a title, on leave, or somebody else in his stead."""
    words = text[note[0] : note[1]].replace(FILLER, "").strip()
    person.right = min(note[1] + 1, len(text))  # a bracket may never be closed
    further = _FURTHER.search(text, note[0], note[1])
    before = text[note[0] : further.start()].replace(FILLER, "").strip() if further else ""
    if further and not is_away(words) and ends_in_head(before):
        note = (note[0], further.start())  # （教务处处长；议题一）
        words = text[note[0] : note[1]].replace(FILLER, "").strip()
    of_a_kind = _OF_A_KIND.fullmatch(words) is not None
    found = [] if of_a_kind else in_stead(text, note, roles)
    if found or (not of_a_kind and _by_an_office(words)):
        person.roles = {Role.ABSENT}
    elif ends_in_head(words) and (not person.titles or len(words) >= _WHOLE_OFFICE or _OFFICE_IN_NOTE.search(words)):
        start = text.index(text[note[0] : note[1]].lstrip()[:1], note[0])
        person.titles += (
            split_titles(words, 0, len(words), start) if FILLER not in text[slice(*note)] else [(start, note[1])]
        )
        if _CHAIR_IN_NOTE.search(words) and Role.ATTENDEE in person.roles:
            person.roles.add(Role.CHAIR)
    if is_away(words) and Role.RECORDER not in roles:
        person.roles = {Role.ABSENT}
    return found


def _by_an_office(words: str) -> bool:
    """Tell whether a note names who came in his stead by surname and office only: （陈副局长代）, （由副处长代理）."""
    proxy = _PROXY.fullmatch(words)
    return proxy is not None and ends_in_head(proxy[1]) and len(proxy[1]) < _LONGEST_OFFICE


def is_away(words: str) -> bool:
    """Tell whether a note says that its person did not come; （部长请假） says it of his superior."""
    for part in re.split("[，、；]", words):
        away = AWAY.search(part)
        if away and away.start() <= 2 and not ends_in_head(part[: away.start()].strip()):
            return True
    return False
