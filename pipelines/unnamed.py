"""The province, city or county whose organ met, where the report says only 省委 or 市政协 and yet speaks of 浙江 or 绍兴.

It is taken where it is the only one of its level that is named, more than once, and at least once as one's own (推动绍兴高质量发展,
湖北省); a report that learns from another (学习深圳经验, 浙江考察时) is told no place at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jiyao.model import Evidence, Place
from jiyao.patterns import regex
from pipelines.lexicon import common_words
from pipelines.lexicon.units import System, units
from pipelines.reading import Reading

#: Whose organ the first clauses name without the name of the unit: 省委, 市政协, 全县, 我市. Districts, towns, schools and others are
#: not looked for: what they speak of is more often the city around them.
_ORGAN = regex(
    "(?<![㐀-鿿])(?:[我全](?P<ours>[省市县区州旗盟镇乡校院])|(?P<of>[省市县区州旗盟镇乡校院])(?!场|民|域|级)(?:委(?!员)|政府|人民政府|政协|人大|第?[〇一二三四五六七八九十]+届|纪委|领导|直|长(?!期)|[㐀-鿿]{1,8}[局厅办会院]))"
)
#: Where a report says whose it is, in characters, and how far names are looked for.
_LEAD, _WITHIN = 600, 4000
_FEWEST = 2
#: How often as one's own: the names of counties are other words more often.
_FEWEST_OWN = {"省": 1, "市": 1, "县": 2}
#: What the names of units of a level end in, and the word for their kind.
_ENDINGS = {
    "省": regex("(?:(?:壮族|回族|维吾尔)?自治区|省)$"),
    "市": regex("市$"),
    "县": regex("(?:(?:[㐀-鿿]{1,4}族|各族)*自治县|县)$"),
}
_KIND = regex("[省市县](?![场民域级])")
#: What is said of one's own unit, before its name and behind it.
_OWN_BEFORE = regex(
    "(?:建设|打造|推动|推进|促进|助力|服务|加快|实现|谱写|书写|奋进|振兴|法治|平安|美丽|幸福|健康|绿色|数字|文明|让|为|把|使)[“的]?$"
)
_OWN_BEHIND = regex(
    "[”]?(?:第[〇一二三四五六七八九十]+届(?:人民代表大会|委员会)|人民代表大会|人大常委会|高质量|经济|实际|发展|振兴|人民|群众|儿女|新篇章|崛起|建设|特色|各项|在[“”])"
)
#: What is said of another's: where somebody went or came from, whom one learns from.
_OTHERS_BEFORE = regex(
    "(?:赴|到|往|与|和|同|来自|对口|援|学习|学|对标|借鉴|传达|弘扬|传承|吸取|通报|对接|推广|考察|参观|视察|调研)$"
)
_OTHERS_BEHIND = regex(
    "(?:的)?(?:[㐀-鿿]{0,2})(?:经验|精神|模式|做法|教训|作风|自由贸易|考察|视察|调研|工作时|工作期间|实践经验|案例|灾情|疫情|暴雨)"
)
#: What a name is part of: 贵州大学, 江苏银行.
_PART_OF = regex("[㐀-鿿]{0,4}(?:大学|学院|师范|日报|晚报|银行|医院|公司|集团|电视台|高速|铁路|分会场)")


def unnamed_unit(reading: Reading, system: System | None) -> tuple[Place, ...]:
    """Return the unit whose organ met and that no name of a body tells; nothing where two, or another's, are named.

    ``system`` is whose units the report names, where it is known: only the mainland's are looked for.
    """
    body = reading.body[:_WITHIN]
    if system in (None, "hongkong", "macau") and (special := _special_region(reading)):
        return (special,)
    organ = _ORGAN.search(body, 0, _LEAD)
    if organ is None or system not in (None, "mainland"):
        return ()
    level = organ["ours"] or organ["of"]
    if level not in _ENDINGS:
        return ()
    own, spans, stems = 0, [], set()
    for begin, end, stem in _mentions(body, level):
        before, whole = body[max(0, begin - 6) : begin], begin + len(stem) < end
        if _OTHERS_BEFORE.search(before) or _OTHERS_BEHIND.match(body, end):
            return ()
        if not _PART_OF.match(body, end):
            spans.append((begin, end))
            stems.add(stem)
            own += bool(whole or _OWN_BEFORE.search(before) or _OWN_BEHIND.match(body, end))
    if own < _FEWEST_OWN[level] or len(stems) != 1 or len(spans) < _FEWEST:
        return ()
    stem = stems.pop()
    begin, end = next((span for span in spans if span[1] - span[0] > len(stem)), spans[0])  # 湖北省 before 湖北
    return (
        Place(
            reading.text[begin:end],
            _names(level)[stem],
            Evidence(begin, end, "the only place of its level", sure=False),
        ),
    )


#: A special region as part of the name of who met: 香港特区立法会, 澳门特区政府.
_SPECIAL = regex(
    "(?P<place>(?P<which>香港(?!仔)|澳门)(?:特别行政区|特区)?)(?:(?:特区)?政府(?!入口|网|新闻|总部)|立法会|行政长官|特首|行政会|代表团|(?P<club>[㐀-鿿]{2,12}?(?:总商会|总会|联合会|协会|联谊会|商会|同乡会)))"
)
#: The rule of the region of an association, which governs nothing.
OF_ASSOCIATION = "region of an association"
_SPECIAL_CODES = {"香港": "810000", "澳门": "820000"}
#: No first sentence is shorter, nor is it read further, in characters.
_SHORTEST, _SPECIAL_WITHIN = 20, 300


def _special_region(reading: Reading) -> Place | None:
    first = reading.body.find("。", _SHORTEST, _SPECIAL_WITHIN)
    found = _SPECIAL.search(reading.body, 0, first) if first > 0 else None
    if found is None or reading.body.count("《", 0, found.start()) > reading.body.count("》", 0, found.start()):
        return None
    begin, end = found.span("place")
    evidence = Evidence(begin, end, OF_ASSOCIATION if found["club"] else "region of who met", sure=False)
    return Place(reading.text[begin:end], _SPECIAL_CODES[found["which"]], evidence)


def _mentions(body: str, level: str) -> Iterator[tuple[int, int, str]]:
    """Yield the names of units that are no part of other words, with the word for their kind where it stands behind."""
    begins = _begins(level)
    for at in range(len(body) - 1):
        for stem in begins.get(body[at : at + 2], ()):
            end = at + len(stem)
            if body.startswith(stem, at) and not _inside_word(body, at, end):
                yield at, end + bool(_KIND.match(body, end)), stem
                break


def _inside_word(body: str, begin: int, end: int) -> bool:
    """Tell whether a name is made of the parts of other words: 发展|和安|全, 重|大庆|典, 投|资兴|业."""
    words = common_words()
    crossing = [body[begin - 1 : begin + 1], body[begin - 1 : begin + 2]]
    if not _KIND.match(body, end):  # 杭|州市
        crossing += [body[end - 1 : end + 1], body[end - 1 : end + 2]]
    return any(word in words for word in crossing if len(word) > 1)


@cache
def _begins(level: str) -> dict[str, list[str]]:
    """Return the names of a level by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for stem in sorted(_names(level), key=len, reverse=True):
        found.setdefault(stem[:2], []).append(stem)
    return found


@cache
def _names(level: str) -> dict[str, str]:
    """Return the codes of the mainland's units of a level by their names without the word for their kind."""
    codes: dict[str, str] = {}
    for name, bearing in units().items():
        stem = _ENDINGS[level].sub("", name)
        living = {unit.code for system, unit in bearing if system == "mainland" and unit.last is None}
        if stem != name and len(living) == 1 and _is_name(stem):
            codes[stem] = living.pop()
    return codes


def _is_name(stem: str) -> bool:
    """Tell whether the name of a unit without the word for its kind is no other word: 绍兴, but not 和平."""
    return len(stem) > 1 and common_words().get(stem, (0, "ns"))[1].startswith("ns")
