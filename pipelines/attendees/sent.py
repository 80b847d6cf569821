"""Whom a unit sent, and for whom somebody came: 社會保障基金|陳綺玲|顧問高級技術員, 副總經理黎天潤（代董事長魏長河出席）."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import BEHIND_UNIT, behind_unit, person_of
from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import likelihood
from pipelines.lexicon import common_words
from pipelines.lexicon.regions import is_place

_ITEM = regex("(?<=[、：])[㐀-鿿]{5,40}?(?=[、，。；]|[均皆都](?:出席|参加|到场|列席|与会)|等)")
_FEWEST = 2


def sent(text: str, start: int, found: Sequence[Mention], taken: Taken) -> Iterator[Mention]:
    """Yield who stands behind a unit in a list in which others with their titles were found."""
    titled = sorted(mention.start for mention in found if mention.titles)
    for item in _ITEM.finditer(text, start) if len(titled) >= _FEWEST else ():
        if taken.free(*item.span()) and _among(text, item.start(), titled):
            person = behind_unit(item.group(), item.start())
            if person:
                taken.add(*item.span())
                yield person


#: A list of units, each with who comes from it and no post: 甲大学张三、乙学院李四、丙研究所王五分别就….
_ROW = regex(
    "(?:(?<=[。；，：\n])|\\A|(?<=听取)了?)(?:[㐀-鿿]{5,24}、){2,}[㐀-鿿]{5,24}?(?=等|\\d+[名位人]|分别|先后|依次|逐一|围绕|就|[作做]|发言|参加|出席|介绍|[，。；])"
)
_ITS_UNIT = regex(
    "(?:大学|学院|学校|[中小]学|研究[院所]|科学院|医院|公司|集团|中心|协会|学会|街道|社区|[局处所队馆社镇乡])$"
)
_NAMES_WORTH = 0.5
#: What a branch or a campus is called by: 某公司|高雄, 某中学|白马湖.
_OF_GROUNDS = frozenset("山湖江河湾岛港桥园城")


def _is_person(words: str) -> bool:
    """Tell whether what stands behind a unit is a name, and no place or word that says which branch of it."""
    named = words[-1] not in _OF_GROUNDS and not is_place(words) and words not in common_words()
    return named and (likelihood(words) or 0) > _NAMES_WORTH


def of_units(text: str, start: int, taken: Taken) -> Iterator[Mention]:
    """Yield who stands behind the units of a list that has nobody else."""
    for row in _ROW.finditer(text, start):
        found, at = [], row.start()
        for item in row.group().split("、"):
            end = at + len(item)
            lengths = (n for n in (3, 2) if _ITS_UNIT.search(item[:-n]) and _is_person(item[-n:]))
            if (length := next(lengths, None)) is None or not taken.free(at, end):
                break
            mention = Mention(end - length, end, [], BEHIND_UNIT, likelihood(item[-length:]) or 0, sure=False)
            mention.left = at
            found.append(mention)
            at = end + 1
        else:
            taken.add(*row.span())
            yield from found


#: For whom somebody came, in a note behind his name.
_IN_STEAD_OF = regex("（代(?:表|理)?(?P<who>[㐀-鿿·]{4,24}?)(?:出席|参加|列席|与会|参会|发言)?）")


def stood_for(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield those who were away, whom the notes behind others' names say that these stood in for."""
    for mention in found:
        note = _IN_STEAD_OF.match(text, mention.end)
        away = person_of(note["who"], note.start("who")) if note else None
        if note and away and away.titles and away.right == note.end("who"):
            away.roles, away.rule = {Role.ABSENT}, "stood in for"
            yield away


def _among(text: str, at: int, titled: list[int]) -> bool:
    """Tell whether two and more people with titles, who stand where ``titled`` says, are named in the sentence."""
    first, last = text.rfind("。", 0, at), text.find("。", at)
    return bisect_left(titled, last if last >= 0 else len(text)) - bisect_right(titled, first) >= _FEWEST
