"""Who said what: passages attributed by the sentence's own words, the meeting's own ones included."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jiyao.model import Evidence, Statement
from pipelines.reading import Reading

_VERB = "指出|强调|要求|表示|认为|说|提出|建议|指示|裁示|回应|答复|宣布|介绍|提醒|质询|质疑|质问|呼吁|希望|重申|坦言|透露|补充|说明|明确|号召|决定|通报|汇报|询问|直言|总结时说|称"
_LEAD = r"(?:(?:也|还|又|则|并|再|最后|首先|随后|同时|接着|特别|进一步|再次|在[^，。]{1,12}[时后中]|充分肯定[^，。]{0,30}，|就[^，。]{1,40}|对[^，。]{1,30}|，)*)"
_MEETING = rf"(?P<meeting>(?:会议|大会|全会|座谈会|会上)(?:还|又|同时|进一步)?)(?P<mverb>{_VERB})"
_PRONOUN = rf"(?P<pronoun>他|她)(?:还|并|同时|进一步|又|也|特别)?(?P<pverb>{_VERB})"


def statements(reading: Reading, names: Mapping[str, str]) -> tuple[Statement, ...]:
    """Return the attributed passages of the body in order.

    ``names`` maps each person's folded name to the name as written. A passage
    goes on until the next attribution or the end of its paragraph; a paragraph
    that only goes on (要…) belongs to the one before.
    """
    pattern = _pattern(names)
    found: list[Statement] = []
    speaker: str | None = None
    for start, end in reading.paragraphs():
        marks = list(pattern.finditer(reading.folded, start, end))
        if not marks and found and _continues(reading.folded[start:end]):
            last = found[-1]
            found[-1] = Statement(last.speaker, last.verb, last.start, end, last.evidence)
        for place, mark in enumerate(marks):
            stop = marks[place + 1].start() if place + 1 < len(marks) else end
            verb = reading.text[slice(*mark.span(_verb_group(mark)))]
            if mark["name"]:
                speaker = names["".join(mark["name"].split())]
            elif mark["meeting"]:
                speaker = None
            elif speaker is None:
                continue
            begin = mark.end()
            while begin < stop and reading.folded[begin] in "，：,: “":
                begin += 1
            if stop - begin >= 4:
                found.append(
                    Statement(speaker, verb, begin, stop, Evidence(mark.start(), mark.end(), "verb of saying"))
                )
    return tuple(found)


def _verb_group(mark: re.Match[str]) -> str:
    return next(group for group in ("verb", "mverb", "pverb") if mark[group])


def _pattern(names: Mapping[str, str]) -> re.Pattern[str]:
    known = "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True)) or "(?!)"
    by_name = rf"(?P<name>{known})(?:同志|议员|委员|局长|县长|市长)?{_LEAD}(?P<verb>{_VERB})"
    return re.compile(
        rf"(?:(?<=[。！？；，\n、”」])|(?<=^)|(?<=\s)|(?<=[长记任员席]))(?:{by_name})|(?:(?<=[。！？；，\n])|(?<=^)|(?<=\s))(?:{_MEETING}|{_PRONOUN})",
        re.M,
    )


def _continues(paragraph: str) -> bool:
    return bool(
        re.match(
            r"[ 　\t]*(?:要|一是|二是|三是|四是|五是|第[一二三四五]，|同时|坚持|进一步|切实|加强|深入|全面|（[一二三四五]）|[一二三四五]要)",
            paragraph,
        )
    )
