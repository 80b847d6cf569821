"""Who is only quoted, or only wrote: he was not at the meeting."""

from __future__ import annotations

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import Mention

_QUOTE_ONLY = regex("(?:总书记|主席|总理)$")
_DOES = regex("[作做]|主持|报告|致[词辞]|发言|宣布|介绍|汇报|说明|总结")
#: Who wrote instead of coming: 向大会致贺信, 作出批示.
_WROTE = regex(
    "(?:同志)?(?:专门|专程|还)?(?:向[^，。]{1,14}|对[^，。]{1,24}|就[^，。]{1,24}|为[^，。]{1,14})?(?:致|发来|发|作出?了?|做出?了?)(?:了|重要)*(?:贺信|贺电|批示|致信|来信)"
)


def drop_quoted(text: str, mentions: list[Mention]) -> None:
    """Take the speaker's role from who is only quoted (习近平总书记强调 in a county's report) or only wrote."""
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_name.setdefault(mention.name(text), []).append(mention)
    for same in by_name.values():
        if set().union(*(m.roles for m in same)) != {Role.SPEAKER}:
            continue
        titled = [span for m in same for span in m.titles]
        behind = all(span[0] >= m.end for m in same for span in m.titles)
        if any(_WROTE.match(text, m.right) for m in same):
            for mention in same:
                mention.roles.clear()
        did = [m for m in same if m.roles]
        if any(all(is_said(text, m) for m in did) for is_said in (_is_asked_in_quotation, _is_told_of)):
            for mention in same:
                mention.roles.clear()
        if titled and behind and all(_QUOTE_ONLY.search(text[a:b]) for a, b in titled):
            if any(m.roles and _DOES.match(text, m.right) for m in same):
                continue  # 家教会欧阳主席作财务报告
            for mention in same:
                mention.roles.clear()


#: What somebody had done before, in a speech of another: …强调：书记甲亲自安排部署此项工作.
_HAD_DONE = regex(
    "(?:同志)?(?:(?:亲自|多次|先后)(?:安排部署|部署|过问|批示|督办|协调|调度)|(?:专门|多次|先后)(?:主持)?召开)"
)
_SAYS, _SAYS_WITHIN = regex("(?:强调|指出|要求|表示|认为|说)[：，]"), 400


def _is_told_of(text: str, mention: Mention) -> bool:
    """Tell whether somebody is named in the speech that a paragraph begins with, for what he had done before."""
    line = max(text.rfind("\n", 0, mention.left) + 1, mention.left - _SAYS_WITHIN)
    return _HAD_DONE.match(text, mention.right) is not None and _SAYS.search(text, line, mention.left) is not None


#: What a motion asks somebody to do, in quotation marks: 作成决议：「请|总统甲至立法院报告」.
_ASKED = regex("[：，]?[“「『](?:建?请|促请|要求|责成)$")
_ASKED_WITHIN = 8


def _is_asked_in_quotation(text: str, mention: Mention) -> bool:
    return _ASKED.search(text, max(0, mention.left - _ASKED_WITHIN), mention.left) is not None
