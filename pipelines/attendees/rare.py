"""Names in lists that no table knows for names: by those around them, by how they are written, by a unit or an office."""

from __future__ import annotations

from collections.abc import Sequence

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.names import BEYOND_LISTS, NO_TAIL, given_characters, likelihood, surnames
from pipelines.attendees.notes import noted
from pipelines.attendees.phrases import IS_UNIT
from pipelines.attendees.titles import HEAD, ends_in_head
from pipelines.lexicon import common_words

_RULE = "among names"
#: What stands among so many names, made of so few characters and no word, is one: 区頴晗.
_FEWEST_AROUND = 4
_MAY_BE_NAME = regex("[㐀-鿿]{2,4}(?<![局处科室部委办署院厅组队所会司校镇乡村社股])")
#: What the characters of such a name must be worth as given ones.
_LEAST_GIVEN, _LEAST_NOTED, _LONGEST_RARE = -1.0, -2.0, 4
_SECTIONS = frozenset("股班组站队所科室社")
_OF_UNIT = regex("(?P<unit>[㐀-鿿]{2,12}[局办部处科室委院])(?P<name>[㐀-鿿]{2,3})")


def rare_name(phrase: str, places: Sequence[int], found: int, shared: list[Span]) -> Mention | None:
    """Return who is named by an item of a list in which so many are found already; ``shared`` is their title.

    ``places`` says where each character of the phrase stands in the text.
    """
    if found >= _FEWEST_AROUND and _may_be_name(phrase):
        return Mention(places[0], places[-1] + 1, list(shared), _RULE, 2.0, sure=False)
    return _set_apart(phrase, places) or _of_unit(phrase, places) if found else None


#: What stands in the place of who holds an office.
_NOBODY = frozenset(("从缺", "出缺", "悬缺", "空缺", "请假", "缺席", "公出", "差假", "未到", "待补", "兼任", "未派员"))


def rare_holder(phrase: str, places: Sequence[int]) -> Mention | None:
    """Return who is named by two or three characters that an office leaves nothing else to be."""
    given = sum(given_characters().get(one, BEYOND_LISTS) for one in phrase[1:])
    named = _MAY_BE_NAME.fullmatch(phrase) and len(phrase) < _LONGEST_RARE and phrase[-1] not in NO_TAIL
    if not named or phrase in common_words() or phrase in _NOBODY or HEAD.search(phrase) or given < _LEAST_NOTED:
        return None
    return Mention(places[0], places[-1] + 1, [], _RULE, 2.0, sure=False)


def holder_noted(text: str, phrase: str, places: Sequence[int], note: Span, roles: frozenset[Role]) -> Mention | None:
    """Return who is named with his office in the note behind: 摆向前（派出所所长）."""
    given = sum(given_characters().get(one, BEYOND_LISTS) for one in phrase[1:])
    named = phrase[0] in surnames() or given > _LEAST_NOTED
    if len(phrase) != 3 or not named or phrase in common_words() or phrase[-1] in NO_TAIL:
        return None  # 台電（經理）, 人大（主任）, 市政府（秘書長） are units
    if not ends_in_head(text[slice(*note)]) or IS_UNIT.search(phrase) or HEAD.search(phrase):
        return None
    holder = Mention(places[0], places[-1] + 1, [], _RULE, 2.0, sure=False, roles=set(roles))
    noted(text, holder, note, roles)
    return holder


def _may_be_name(phrase: str) -> bool:
    """Tell whether what stands among names may be one: of four characters only with two surnames (高金月桃)."""
    two = len(phrase) < 4 or all(surnames().get(one, -9) > 0 for one in phrase[:2])
    return _MAY_BE_NAME.fullmatch(phrase) is not None and two and phrase not in common_words()


def _of_unit(phrase: str, places: Sequence[int]) -> Mention | None:
    """Return who no surname of the tables begins, right behind a unit in a list of people: 經濟發展局明玥."""
    match = _OF_UNIT.fullmatch(phrase)
    name = match["name"] if match else ""
    section = name[-1:] in NO_TAIL or name[-1:] in _SECTIONS
    if not match or IS_UNIT.search(phrase) or name in common_words() or section or HEAD.search(name):
        return None
    if sum(given_characters().get(one, BEYOND_LISTS) for one in name) < _LEAST_GIVEN:
        return None
    return Mention(places[match.start("name")], places[-1] + 1, [], _RULE, 2.0, sure=False)


def _set_apart(phrase: str, places: Sequence[int]) -> Mention | None:
    """Return who is named by two characters set apart to fill a column, however rare (展　驰)."""
    apart = len(phrase) == 2 and places[1] - places[0] > 1
    if not apart or phrase in common_words() or likelihood(phrase) is None:
        return None
    return Mention(places[0], places[1] + 1, [], _RULE, 2.0, sure=False)
