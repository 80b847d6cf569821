"""Where a title begins that running text leads up to without a mark: …增加綠地|台南市議員, 總計有|民進黨立委.

A title is anchored by the place, the party or the organ that it names, and by the level of its office (市議員). What
stands before the anchor belongs to it where it can be a name (國家稅務總局|壽陽縣…), and not where it reads as text.
"""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.lexicon import common_words
from pipelines.lexicon.units import unit_names

_PARTY = regex(
    "(?:中国)?国民党|民进党|民主进步党|(?:台湾)?民众党|时代力量|亲民党|台联|社民党|绿党|台湾基进|无党团结联盟|无党籍"
    "|公民党|民主党|自由党|民建联|工联会|新民党|经民联|新思维|中共|共青团|民革|民盟|民建|农工党|致公党|九三学社|台盟"
)
_ORGAN = regex(
    "立法院|行政院|监察院|考试院|司法院|总统府|立法会|国务院|全国(?:人大|政协)|国会|最高(?:人民)?(?:法院|检察院)"
    "|(?:内政|外交|国防|财政|教育|法务|司法|经济|交通(?:运输)?|劳动|卫(?:生)?福(?:利)?|农业(?:农村)?|环境|文化|数位发展|公安|国家安全|民政|商务|科技|自然资源|生态环境|水利)部(?![门队长])"
)
#: An office with its level: 市議員, 縣委副書記.
_OF_LEVEL = regex(
    "[市县乡镇](?:议员|代表|(?:党?委|人大常委会|人大|政协|政府|议会|代表会)副?(?:书记|主任|主席|议长|秘书长|[市县乡镇]长))$"
)
_SHORTEST_PLACE, _LONGEST_PLACE, _PLACE_ENDS = 3, 8, frozenset("省市县区州旗盟乡镇")
#: What ends so before an anchor is above it: 營建署下水道工程處|中區分處.
_ORGAN_ENDS = frozenset("局部厅处署司委会院室社行网党团校队所站科组厂司库公团")
#: So much can be a name that no table knows.
_SHORTEST_TEXT = 4
#: What no name of an office holds, by the parts of speech of common words: verbs, adverbs, prepositions, pronouns.
_TEXT_TAGS = frozenset(("v", "d", "p", "c", "r", "ad", "u", "vd", "vi"))
_LED = regex("[㐀-鿿]{2,4}(?:率领?|偕同?|带领|陪同)$")
_TEXT_CHARACTERS = frozenset("的了着是在有将被把从向为所之而")


def anchored(text: str, begin: int, rank: int, end: int) -> int:
    """Return where the title really begins that may begin at ``begin``; its last word (議員) stands at ``rank``."""
    if rank - begin <= _SHORTEST_TEXT:
        return begin
    starts = [at for at in (_place(text, begin, rank), _named(text, begin, rank)) if at is not None]
    if not starts and (of_level := _OF_LEVEL.search(text[begin:end])):
        starts = [begin + of_level.start()]
    at = max(starts, default=begin)
    belongs = text[at - 1] in _ORGAN_ENDS or text[begin:at].endswith("自治") or not reads_as_text(text[begin:at])
    return begin if belongs else at


def reads_as_text(words: str) -> bool:
    """Tell whether words are running text and no name: they hold a verb, an adverb, a preposition."""
    known = common_words()
    return (
        _LED.fullmatch(words) is not None
        or any(character in _TEXT_CHARACTERS for character in words)
        or any(known.get(words[at : at + 2], (0, ""))[1] in _TEXT_TAGS for at in range(len(words) - 1))
    )


def _place(text: str, begin: int, rank: int) -> int | None:
    """Return where the last place of a title begins, with those above it: 山西省晋中市寿阳县."""
    for end in range(rank, begin + 1, -1):
        if text[end - 1] in _PLACE_ENDS and (start := _place_ending(text, begin, end)) is not None:
            while (above := _place_ending(text, begin, start)) is not None:
                start = above
            return start
    return None


def _place_ending(text: str, begin: int, end: int) -> int | None:
    if text[end - 1 : end] not in _PLACE_ENDS:
        return None
    lengths = range(min(_LONGEST_PLACE, end - begin), _SHORTEST_PLACE - 1, -1)
    return next((end - length for length in lengths if text[end - length : end] in unit_names()), None)


def _named(text: str, begin: int, rank: int) -> int | None:
    """Return where the last party or organ of a title begins."""
    return max((m.start() for one in (_PARTY, _ORGAN) for m in one.finditer(text, begin, rank)), default=None)
