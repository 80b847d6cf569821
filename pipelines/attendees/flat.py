"""A roll whose lines and columns were run together: 出席者主席林偉SBS太平紳士議員周玉先生李峰女士列席者許坤先生助理處長勞工處….

Such are records of councils that were taken out of a PDF. Each person is a name and how he is addressed, honours
perhaps, and in the lists of guests his post and the unit that sent him; nothing stands between one and the next.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.names import likelihood
from pipelines.attendees.phrases import IS_UNIT
from pipelines.attendees.titles import HEAD, NOT_A_HEAD, ends_in_head

RULE = "roll without lines"
#: What heads the lists of a roll, and whom it says it lists.
_LABEL = regex(
    "(?:(?P<absent>(?:因事|因故)?(?:缺席|请假)(?:者|人员|议员|委员))|(?P<beside>列席(?:者|人员))|(?P<came>(?:应邀|获邀)?出席(?:者|人员)))：?"
)
_ROLES = {"absent": Role.ABSENT, "beside": Role.OBSERVER, "came": Role.ATTENDEE}
_HOW = "太平绅士|先生|女士|小姐|法师|大和尚|博士|教授|医生"
_HONOURS = "(?:[，、 ]?(?<![A-Z])[A-Z]{2,4}(?![A-Za-z])){0,6}"
#: How somebody is addressed, with what may stand between it and his name, and the honours behind it.
_ADDRESSED = regex(
    rf"(?:（[^（）]{{1,6}}）)?{_HONOURS}(?:{_HOW})(?:[，、 ]?(?:(?<![A-Z])[A-Z]{{2,4}}(?![A-Za-z])|太平绅士)){{0,6}}"
)
#: What all behind it are, and what one is.
_ALL_ARE, _ONE_IS = regex("(?:议员|委员|增选委员|成员)"), regex("(?:候任|署理|当然)?副?主席|秘书")
_UNIT_ENDS = regex("(?:[部署局处司院会厅府队组所社馆学]|公司|中心|机构|大学|集团)$")
#: Departments whose officers are called by the district they serve too: 城市规划师/大屿山及离岛|规划署.
_DEPARTMENT = regex(
    "(?:规划|运输|水务|渠务|路政|屋宇|土木工程拓展|土木工程|拓展|环境保护|渔农自然护理|建筑|机电工程|食物环境卫生|康乐及文化事务|社会福利|房屋|卫生|消防|入境事务|地政总|民政事务总|地政|民政事务|警务)[署处]$"
)
_UNIT = regex("(?![处署局])[㐀-鿿]{2,14}?(?:总署|[署处局会]|公司)")
_NOTES = regex(r"(?:（[^（）]{1,16}）|\d{1,2}(?!\d))*")
#: No post with its unit is longer, and no roll has fewer people, than so many.
_LONGEST, _FEWEST = 60, 6
#: How far behind the last one the next is addressed: his post, his name and his honours.
_REACH = _LONGEST + 60
#: Between the parts of a roll that lost its lines no sentence ends, and none is labelled.
_NO_ROLL = regex("[。：；？]")


def flat_roll(text: str) -> tuple[list[Mention], Span | None]:
    """Return the people of a folded text's roll that has no lines, and its span; nothing where it has none."""
    for label in _LABEL.finditer(text):
        line = text.find("\n", label.end())
        end = line if line >= 0 else len(text)
        if label.lastgroup == "came" and "㐀" <= text[label.end() : label.end() + 1] <= "鿿":
            found = list(_people(text, label.start(), end))
            if len(found) >= _FEWEST:
                _give_posts(text, found, end)
                return found, (label.start(), found[-1].right)
    return [], None


def _people(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the people of a roll from ``start`` on with what stands before their names, up to where it is no roll."""
    role, shared, at = Role.ATTENDEE, None, start
    while how := _ADDRESSED.search(text, at, min(end, at + _REACH)):
        close = how.start()
        for label in _LABEL.finditer(text, at, close):
            role, shared, at = _ROLES[str(label.lastgroup)], None, label.end()
        if close - at > _LONGEST or _NO_ROLL.search(text, at, close):
            break
        begin, titles, shared = _name_before(text, at, close, shared)
        if begin is None:
            break
        is_secretary = any(text[a:b] == "秘书" for a, b in titles)  # he stands behind those who were away
        roles = {Role.ATTENDEE if is_secretary and role == Role.ABSENT else role}
        if any(text[a:b].endswith("主席") and "副" not in text[a:b] for a, b in titles):
            roles.add(Role.CHAIR)
        own_left = min([begin, *(a for a, b in titles if b == begin)])
        yield Mention(begin, close, titles, RULE, 4.0, left=own_left, right=how.end(), roles=roles, sure=False)
        at = how.end()


def _give_posts(text: str, people: list[Mention], end: int) -> None:
    """Give those their posts behind whose names they stand: who has none before his, and who sits beside the members."""
    for person, following in zip(people, [*people[1:], None], strict=True):
        if not person.titles or Role.ATTENDEE not in person.roles:
            label = _LABEL.search(text, person.right, following.left if following else person.right)
            close = label.start() if label else following.left if following else None
            close = _last_end(text, person.right, min(end, person.right + _LONGEST)) if close is None else close
            _give_post(text, person, close)


def _name_before(text: str, at: int, close: int, shared: Span | None) -> tuple[int | None, list[Span], Span | None]:
    """Return where the name begins that ends at ``close``, its titles, and what those behind it share."""
    one, many = _ONE_IS.match(text, at, close), _ALL_ARE.match(text, at, close)
    if many and 1 < close - many.end() <= 4:
        return many.end(), [many.span()], many.span()
    if one and 1 < close - one.end() <= 4:
        return one.end(), [one.span()], None
    if 1 < close - at <= 4:
        return at, [shared] if shared else [], shared
    lengths = (n for n in (3, 2, 4) if _UNIT_ENDS.search(text, at, close - n) and likelihood(text[close - n : close]))
    length = next(lengths, None)
    return (close - length if length else None), [], None


def _last_end(text: str, start: int, end: int) -> int:
    """Return where the unit of the roll's last person ends, behind which the record goes on."""
    for head in HEAD.finditer(text, start, end):
        if unit := _UNIT.match(text, _behind_notes(text, head.end(), end), end):
            return unit.end()
    return end if end == len(text) else start


def _behind_notes(text: str, at: int, end: int) -> int:
    """Return where the notes end that stand behind a post: 总监（九龙西）1."""
    notes = _NOTES.match(text, at, end)
    return notes.end() if notes else at


def _give_post(text: str, person: Mention, end: int) -> None:
    """Give a person the post that stands behind him, up to the unit that ends at ``end``."""
    start = person.right
    for head in reversed(list(HEAD.finditer(text, start, end))):  # 署理助理处长: the last of its heads
        close = _behind_notes(text, head.end(), end)
        if text[close : close + 1] in "/／":
            department = _DEPARTMENT.search(text, close, end)
            close = department.start() if department else end
        elif NOT_A_HEAD.match(text, head.end()) or (close < end and not IS_UNIT.search(text[close:end])):
            continue
        if ends_in_head(text[start : head.end()]):
            person.titles, person.right = [(start, close)], close
            return
