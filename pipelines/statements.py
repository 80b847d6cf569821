"""Who said what: passages attributed by the sentence's own words, the meeting's own ones included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jiyao.model import Attendance, Evidence, Statement
from pipelines.reading import Reading

_VERBS = "指出|强调|要求|表示|认为|说|提出|建议|指示|裁示|回应|答复|宣布|介绍|提醒|质询|质疑|质问|呼吁|希望|重申|坦言|透露|补充|说明|明确|号召|决定|通报|汇报|询问|直言|总结时说|称"
_LEAD = r"(?:(?:同志|也|还|又|则|并|再|最后|首先|随后|同时|接着|特别|进一步|再次|在[^，。]{1,12}[时后中]|充分肯定[^，。]{0,30}，|就[^，。]{1,40}|对[^，。]{1,30}|，))*"
_SAYS = re.compile(rf"{_LEAD}(?P<verb>{_VERBS})")
_OTHERS = re.compile(
    rf"(?:^|(?<=[。！？；，\n\s]))(?:(?P<meeting>(?:会议|大会|全会|座谈会)(?:还|又|同时|进一步)?)|(?P<pronoun>[他她])(?:还|并|同时|进一步|又|也|特别)?)(?P<verb>{_VERBS})",
    re.M,
)
_GOES_ON = re.compile(
    "[ 　\t]*(?:要|[一二三四五]是|第[一二三四五]，|同时|坚持|进一步|切实|加强|深入|全面|（[一二三四五]）|[一二三四五]要)"
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class _Attribution:
    """Words that say who speaks: ``speaker`` is None for the meeting, "" for a pronoun."""

    start: int
    verb: tuple[int, int]
    speaker: str | None


def statements(reading: Reading, people: Iterable[Attendance]) -> tuple[Statement, ...]:
    """Return the attributed passages of the body in order.

    A passage goes on until the next attribution or the end of its paragraph; a
    paragraph that only goes on (要…) belongs to the one before. A pronoun is who
    spoke last.
    """
    marks = sorted({*_by_name(reading, people), *_by_others(reading)}, key=lambda mark: (mark.verb, mark.start))
    found: list[Statement] = []
    speaker: str | None = None
    for start, end in reading.paragraphs():
        inside = [mark for mark in marks if start <= mark.start and mark.verb[1] <= end]
        if not inside and found and _GOES_ON.match(reading.folded, start, end):
            last = found[-1]
            found[-1] = Statement(last.speaker, last.verb, last.start, end, last.evidence)
        for place, mark in enumerate(inside):
            if mark.speaker == "":
                if speaker is None:
                    continue
            else:
                speaker = mark.speaker
            stop = inside[place + 1].start if place + 1 < len(inside) else end
            begin = mark.verb[1]
            while begin < stop and reading.folded[begin] in "，： “":
                begin += 1
            if stop - begin >= _SHORTEST:
                verb = reading.text[slice(*mark.verb)]
                found.append(
                    Statement(speaker, verb, begin, stop, Evidence(mark.start, mark.verb[1], "verb of saying"))
                )
    return tuple(found)


def _by_name(reading: Reading, people: Iterable[Attendance]) -> Iterator[_Attribution]:
    for person in people:
        for evidence in person.evidence:
            says = _SAYS.match(reading.folded, evidence.end, reading.end) if evidence.part == "text" else None
            if says and "\n" not in says.group():
                yield _Attribution(evidence.start, says.span("verb"), person.name)


def _by_others(reading: Reading) -> Iterator[_Attribution]:
    for match in _OTHERS.finditer(reading.folded, 0, reading.end):
        yield _Attribution(match.start(), match.span("verb"), None if match["meeting"] else "")
