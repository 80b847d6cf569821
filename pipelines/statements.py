"""Who said what: passages attributed by the sentence's own words, the meeting's own ones included."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiyao.model import Attendance, Evidence, Role, Statement
from jiyao.patterns import regex
from pipelines.lexicon import alternation, rows, starting
from pipelines.reading import QUOTES, Reading

_ONE_VERB = "指出|强调|要求|表示|认为|说明|说(?!法|服)|提出|建议|指示|裁示|回应|答[复覆]|宣布|介绍|提醒|质询|质疑|质问|呼吁|希望|重申|坦言|透露|补充|明确|号召|决定|通报|汇报|询问|直言|总结时说|允诺|承诺|解释|反映|主张|关注|关切|追问|批评|期勉|期许|期盼|促请|敦促|查询|提到|谈到|裁定|称(?!赞|职|号)|发言(?=：)"
_ONE_VERB = alternation(verb for verb, of in rows("says") if of == "clause") + "|" + _ONE_VERB
#: Two verbs in a row are one: 补充说明, 质询指出, 报告指出.
_VERBS = rf"(?:(?:报告|汇报|简报|质询|补充|答询|备询|答[复覆]|回应|总结|介绍|通报|解释|分析|讲话|致词|致辞|发言|提醒)(?=指出|强调|表示|说|提出|称|认为|建议|要求|提到|补充))?(?:{_ONE_VERB})(?:指(?=[，：]))?"
_LEAD = r"(?:(?:同志|也|还|又|则|并|再|最后|首先|随后|同时|接着|特别|进一步|再次|在[^，。时后中上]{1,12}[时后中上]|充分肯定[^，。]{0,30}，|(?:主持|出席|参加|到会|讲话|致[辞词]|发言|总结|点评|听取)[^，。；并时\n]{0,16}(?:并|时|后|，)|就[^，。]{1,40}|对[^，。]{1,30}|，))*"
#: On what he reported before he said more: 报告登革热疫情，|指出.
_REPORTED = "(?:(?:报告|汇报|介绍|通报|说明|分析|讲解|解读)[^，。；：并时对就\\n]{1,20}，)?"
_SAYS = regex(rf"{_LEAD}{_REPORTED}(?P<verb>{_VERBS})")
_OTHERS = regex(
    starting(
        "他会全大她座",
        rf"(?:^|(?<=[。！？；，”」\n\s])|(?<=[一二三四五六七八九十\d][、.．])|(?<=[一二三四五六七八九十\d]）))(?:(?P<meeting>(?:会议|大会|全会|座谈会)(?:还|又|同时|进一步)?)|(?P<pronoun>[他她])(?:还|并|同时|进一步|又|也|特别|续|亦|再)?)(?P<verb>{_VERBS}|原则同意|一致同意|议定(?!事项)|指(?=，))",
    ),
    re.M,
)
#: What a record says under a label at the begin of a line: what was decided, and what its chair said.
_LABEL = regex(
    starting(
        r" \t　（(一二三四五六七八九十\d决议会结审主召",
        r"^[ \t　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．][ \t　]*)?(?:(?P<decided>(?:会议)?(?:决议|决定|议决|议定|结论)(?:事项)?|审[议查](?:结果|结论))"
        r"|(?:会议)?(?:主席|主持人|召集人)(?:综合)?(?P<verb>裁示|指示|结论|总结|致[词辞]|宣布|报告)?)[ \t　]*：",
    ),
    re.M,
)
_GOES_ON = regex(
    "[ 　\t]*(?:要|[一二三四五]是|第[一二三四五]，|同时|坚持|进一步|切实|加强|深入|全面|（[一二三四五]）|[一二三四五]要)"
)
#: Sentences about others, or about the meeting itself, that belong to nobody's speech.
_ABOUT_OTHERS = regex(
    r"(?<=[。！？”\n])(?:(?![^。\n]{0,60}(?:(?<!主)要|应当|必须|组织|发动|引导|鼓励|积极))[^，。！？；\n“”]{2,60}(?:参加|列席|出席)(?:了)?(?:本次|此次)?(?:会议|大会|座谈会?|活动)?(?=[。\n])"
    # a list of who came, with commas; what others said; what the meeting went on to do
    r"|(?![^。\n]{0,160}(?:(?<!主)要|应当|必须|让|组织|发动|引导|鼓励|积极|邀请))[^。！？；\n“”]{2,160}(?:参加|列席|出席)(?:了)?(?:本次|此次)?(?:会议|大会|座谈会?|活动)(?=[。\n])"
    r"|(?![^。\n]{0,48}(?:(?<!主)要|应当|必须))[^，。！？；\n“”]{2,40}?(?:先后|分别|普遍|一致|依次|逐一)(?:认为|表示|[就围]|[作做]了?|汇报|发言|提出|介绍)|(?![^。\n]{0,48}(?:(?<!主)要|应当|必须))[^，。！？；\n“”]{2,30}[作做]了?[^，。]{0,8}(?:发言|汇报|说明|表态)(?=[。；\n])"
    r"|[^，。！？；\n“”]{2,16}(?:回答记者|答记者|提问|[问道]：)|[㐀-鿿]{2,14}记者[^，。]{0,6}：|会议(?:审议|听取|传达|学习|通过|讨论|研究|表决|书面|宣布|开始|同意|原则)|与会|参会|到会|大家|[代议委]?[表员]们|会前|会后|会上|随后|委员会(?:听取|通过|表决|同意|支持|备悉|知悉|察悉|议决)|会议(?:由|还|期间|结束|以)|[㐀-鿿]{2,6}会由(?=[^，。]{2,40}主持)|座谈会上|出席会议|参加会议)"
)
_SHORTEST = 2
#: The items below a verb that ends its line.
_ITEMS = regex(r"\s*\n(?P<items>(?:[ \t　]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])[^\n]+\n?)+)")
#: The verb that says what was said while something else was done.
_WHEN = regex(rf"[^，。；：“”\n]{{0,24}}?[时后](?:也|还|则|并|特别)?(?P<verb>{_ONE_VERB})[，：]?")
#: What was only reported on: 通报上半年事故情况，部署下步工作。
_TOLD_OF = "[^，。；：]{0,24}(?:情况|事宜|事项|意见书?|方案|议程|报告|说明|工作)"
_MATTER = regex(
    f"{_TOLD_OF}(?:，(?:并|还)?(?:答|回答)[^，。；：]{{0,10}}问题?[。]?|[，；]?|(?:，(?:并|还|同时|对)*(?:部署|安排|布置|介绍|通报|汇报|传达|宣读|提出|分析|总结|解读|说明|讲解){_TOLD_OF})+[，；。]?)"
)
_Named = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Attribution:
    """Words that say who speaks: ``speaker`` is None for the meeting, "" for a pronoun."""

    start: int
    verb: tuple[int, int]
    speaker: str | None


def statements(reading: Reading, people: Iterable[Attendance]) -> tuple[Statement, ...]:
    """Return the attributed passages of the body in order.

    A passage goes on until the next attribution, a sentence about somebody else,
    or the end of its paragraph; a paragraph that only goes on (要…) belongs to
    the one before, and all below a line that only names who speaks (甲议员：) to it.
    A pronoun is the one person named just before it.
    """
    people = tuple(people)
    marks = sorted(
        {*_by_name(reading, people), *_by_others(reading), *_by_label(reading, people)},
        key=lambda mark: (mark.verb, mark.start),
    )
    mentions = sorted((e.start, e.end, p.name) for p in people for e in p.evidence if e.part == "text")
    stops = _stops(reading, mentions)
    found: list[Statement] = []
    speech: _Attribution | None = None  # who is named alone on a line: what he says is below
    for start, end in reading.paragraphs():
        inside = marks[bisect_left(marks, start, key=_start) : bisect_right(marks, end, key=_start)]
        inside = [mark for mark in inside if mark.start >= start and mark.verb[1] <= end]
        if not inside and speech and (stop := _spoken_until(reading.folded, stops, start, end)):
            if found and found[-1].evidence.start == speech.start:
                found[-1] = replace(found[-1], end=stop)
            else:
                evidence = Evidence(speech.start, speech.verb[1], "verb of saying")
                found.append(Statement(speech.speaker, reading.text[slice(*speech.verb)], start, stop, evidence))
            continue
        above = bool(found) and not reading.folded[found[-1].end : start].strip()
        if not inside and above and _GOES_ON.match(reading.folded, start, end):
            found[-1] = replace(found[-1], end=end)
        speech = inside[-1] if inside and inside[-1].speaker and inside[-1].verb[1] == end else None
        for place, mark in enumerate(inside):
            speaker = _named_before(reading, mentions, mark.start, found) if mark.speaker == "" else mark.speaker
            if speaker == "":
                continue
            following = inside[place + 1].start if place + 1 < len(inside) else end
            after = bisect_left(stops, mark.verb[1])
            stop = min(following, stops[after] if after < len(stops) else end)
            begin = mark.verb[1]
            while begin < stop and (reading.folded[begin] in "，： 了" or reading.folded.startswith("说，", begin)):
                begin += 1
            if begin == end and (items := _ITEMS.match(reading.folded, begin, reading.end)):
                begin, stop = items.span("items")  # 会议决定：, and what on the lines below
            verb = mark.verb
            if when := _WHEN.match(reading.folded, begin, stop):  # 介绍意见书时|表示，…
                begin, verb = when.end(), when.span("verb")
            stop = _quoted_until(reading.folded, begin, stop)
            if stop - begin >= _SHORTEST and _says_something(reading.folded, begin, stop):
                evidence = Evidence(mark.start, verb[1], "verb of saying")
                found.append(Statement(speaker, reading.text[slice(*verb)], begin, stop, evidence))
    return tuple(found)


#: A line of what somebody says in a verbatim record, and what is none: （主席：…）, 散会：下午4时.
_SPOKEN_LINE = regex(
    "(?![ \\t　]*(?:[（(【]|[^，。：]{1,12}：|[一二三四五六七八九十]+、))[^\\n]{2,}[。？！…」”][ \\t　]*"
)


def _spoken_until(text: str, stops: list[int], start: int, end: int) -> int | None:
    """Return how far a paragraph goes on with the speech of who is named alone on a line above; None where it does not."""
    after = bisect_left(stops, start)
    stop = min(end, stops[after]) if after < len(stops) else end
    return stop if stop - start >= _SHORTEST and _SPOKEN_LINE.fullmatch(text, start, end) else None


def _quoted_until(text: str, begin: int, stop: int) -> int:
    """Return where a passage ends that is quoted whole, 「…。」: behind its closing mark, where a sentence ends there."""
    mark = QUOTES.get(text[begin : begin + 1])
    close = text.find(mark, begin, stop) if mark else -1
    if mark is None or close < 0 or text[begin + 1 : close].count(text[begin]):
        return stop
    return close + 1 if text[close - 1] in "。！？…" and text[close + 1 : close + 2] not in "，；、" else stop


#: What only counts or names what was said: 强调三点, 提出具体意见.
_COUNTED = regex(
    r"(?:[一二三四五六七八九十几两数\d]+[点项条个](?:方面)?(?:意见|要求|建议|问题|希望)?"
    r"|(?:具体|明确|相关|有关|工作|书面|以下|下列|若干|不少|宝贵|很好的?)+(?:意见|要求|建议|情况|问题|措施|内容)|(?:(?:有关|相关|近期|主要|基本)?(?:工作|情况)){1,2})(?=[。；！？\n]|$)"
)


#: What a record does not give: 主席致词：略。
_LEFT_OUT = regex("[（(]?(?:从?略|无|如附件?|见附件|详如附件)[）)]?[。]?\\s*")


def _says_something(text: str, begin: int, stop: int) -> bool:
    """Tell whether what stands behind a verb is what was said, and the verb is not its sentence's last word (作了说明。)."""
    if text[begin] in "。；！？、）”\n" or _MATTER.fullmatch(text, begin, stop):
        return False
    return not (_COUNTED.match(text, begin, stop) or _LEFT_OUT.fullmatch(text, begin, stop))


def _start(mark: _Attribution) -> int:
    return mark.verb[0]


def _stops(reading: Reading, mentions: list[_Named]) -> list[int]:
    """Return where sentences begin that are about somebody else than who spoke before."""
    begins = (_with_adverb(reading.folded, start) for start, _, _ in mentions)
    named = {start for start in begins if _opens_a_clause(reading.folded, start, reading.end)}
    around = {section.start for section in reading.sections if section.kind in ("byline", "footer", "caption")}
    patterns = (_ABOUT_OTHERS, _ASKED, _CREDITS)
    others = {match.start() for pattern in patterns for match in pattern.finditer(reading.folded, 0, reading.end)}
    return sorted(named | around | others)


#: What may stand before who acts next: 会中|副县长甲报告预算.
_MEANWHILE = regex(r"(?<=[。！？\n])(?:会[上中]|席间|随后|接着|最后|此外|期间)，?\Z")


def _with_adverb(text: str, start: int) -> int:
    adverb = _MEANWHILE.search(text, max(0, start - 4), start)
    return adverb.start() if adverb else start


#: Who asks or answers within the sentence: 村民老李问：“….
_ASKED = regex("(?<=，)[^，。：“”\\n]{2,10}(?:问|说|答)道?：[“「]")
#: Who signs and whence it comes, at the end of a line of text: …参加会议。 来源：县融媒体中心 记者：甲.
_CREDITS = regex("(?<=[。！？”])[ \\t　（(]*(?:来源|稿源|记者|编辑|责编|作者|供稿|监制|校对|审核|图|文)[：:／/ ]")


def _opens_a_clause(text: str, at: int, end: int) -> bool:
    """Tell whether a line, a sentence or a clause of the report begins at ``at``."""
    before = text[max(0, at - 2) : at]
    if before.endswith(("，", "；")):
        return True
    if before.endswith(("。", "！", "？")) or before in ("。”", "！”", "？”"):
        return at <= end
    line = at
    while line and text[line - 1] in " \t　":
        line -= 1
    return at <= end and (line == 0 or text[line - 1] == "\n")


def _named_before(reading: Reading, mentions: list[_Named], at: int, found: list[Statement]) -> str | None:
    """Return who a pronoun at ``at`` is: the only person of the sentence before, else who spoke last; "" if unknown."""
    before = reading.folded[:at].rstrip("。！？； \n　")
    line = max(before.rfind(mark) for mark in "。！？\n") + 1
    names = {name for _, _, name in mentions[bisect_left(mentions, (line,)) : bisect_left(mentions, (at,))]}
    if len(names) == 1:
        return names.pop()
    spoke = found[-1].speaker if found and found[-1].end >= line else None
    return spoke if spoke and not names else ""


def _by_name(reading: Reading, people: Iterable[Attendance]) -> Iterator[_Attribution]:
    for person in people:
        for evidence in person.evidence:
            says = _SAYS.match(reading.folded, evidence.end, reading.end) if evidence.part == "text" else None
            if says and "\n" not in says.group():
                yield _Attribution(evidence.start, says.span("verb"), person.name)
            elif _opens_a_speech(reading.folded, evidence):
                yield _Attribution(evidence.start, (evidence.end, evidence.end + 1), person.name)


#: What may stand on a line before who speaks: 教育处|李处长美华：….
_UNIT_OR_NOTHING = regex("[ \t　]*(?:[㐀-鿿]{1,14}[部会署司处局科课所院府队组中心])?")


def _opens_a_speech(text: str, evidence: Evidence) -> bool:
    """Tell whether a name begins a line and a colon follows, as in verbatim records (王小明委员：…)."""
    line = text.rfind("\n", 0, evidence.start) + 1
    opens = text[evidence.start - 1 : evidence.start] == " " or _UNIT_OR_NOTHING.fullmatch(text, line, evidence.start)
    return bool(opens) and evidence.part == "text" and text[evidence.end : evidence.end + 1] == "："


def _by_label(reading: Reading, people: Iterable[Attendance]) -> Iterator[_Attribution]:
    """Yield what stands behind the labels of a record: 决议：… is the meeting's, 主席裁示：… its chair's, where it had one."""
    chairs = {person.name for person in people if Role.CHAIR in person.roles and Role.ABSENT not in person.roles}
    listed = {one.start for person in people for one in person.evidence if one.rule == "labelled list"}
    for label in _LABEL.finditer(reading.folded, 0, reading.end):
        if label["decided"]:
            yield _Attribution(label.start("decided"), label.span("decided"), None)
        elif not listed.isdisjoint(range(label.end(), label.end() + _BLANKS)):
            continue  # 主席：陈庆平先生，JP
        elif len(chairs) == 1 and not _names_the_chair(reading.folded, label.end()):
            said = label.span("verb") if label["verb"] else (label.end() - 1, label.end())
            yield _Attribution(label.start(), said, next(iter(chairs)))


#: So many blanks may stand between a label and whom it names.
_BLANKS = 4


def _names_the_chair(text: str, at: int) -> bool:
    """Tell whether the line names the chair and says nothing: 主席：黄市长文明 纪录：李小芬."""
    end = text.find("\n", at)
    return not re.search("[，。？！；]", text[at : end if end >= 0 else len(text)])


def _by_others(reading: Reading) -> Iterator[_Attribution]:
    for match in _OTHERS.finditer(reading.folded, 0, reading.end):
        yield _Attribution(match.start(), match.span("verb"), None if match["meeting"] else "")
