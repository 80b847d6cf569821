"""Who speaks in a verbatim record: by the line that begins or heads what he said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.items import person_of
from pipelines.attendees.mention import Mention
from pipelines.attendees.names import likelihood
from pipelines.attendees.phrases import IS_UNIT
from pipelines.attendees.titles import ends_in_head
from pipelines.attendees.untitled import is_wordy
from pipelines.lexicon import common_words
from pipelines.lexicon.regions import is_place

#: A reporter's line in the record of a press conference, with or without his name: 浙江日报记者 甲：请问….
_ASKS = regex(
    r"^[ \t]*(?P<title>(?!(?:本[报网台刊社]|融?全?媒体|见习|实习|特约)+记者)[㐀-鿿《》“”A-Za-z]{2,14}记者)[ \t]*"
    r"(?P<name>[㐀-鿿]{2,4})?[ \t]*[问提]?：(?=[^\n]{6})(?![ \t]*[㐀-鿿]{2,4}(?:[ \t、]|\n|$))",
    re.M,
)


def questioners(text: str, start: int) -> Iterator[Mention]:
    """Yield who asks in the record of a press conference, each at the begin of a line."""
    for line in _ASKS.finditer(text, start) if "记者" in text else ():
        likely = likelihood(line["name"]) if line["name"] else None
        if likely is not None and likely > -1:
            mention = Mention(*line.span("name"), [line.span("title")], "speaker of a line", likely, sure=likely > 1)
            mention.roles = {Role.SPEAKER}
            yield mention


#: A line of a verbatim record, an office at most in brackets: 许文奎：井去年修过一次…, 柳满屯（三组代表）：….
#: What he said may stand on the lines below.
_LINE_OF_SPEECH = regex(
    "^[ \t]*(?:[一二三四五六七八九十\\d]{1,3}[、.．][ \t]*)?(?P<name>[㐀-鿿]{2,4}|[㐀-鿿]{1,6}(?:·[㐀-鿿]{1,8})+)"
    r"(?:（(?P<post>[^（）\n]{2,20})）)?[ \t]*：(?=[^\n]{6}|[ \t]*\n\s*[^\n]{4})",
    re.M,
)
_FEWEST_LINES, _SPEAKERS_NAME = 3, 1.5
#: Lines that hold nothing but who speaks next, as transcripts have them; a name is there what hardly is one elsewhere.
_ALONE, _FEWEST_ALONE, _NAME_ALONE = regex("^[ \t]*[㐀-鿿]{2,4}：[ ]*$", re.M), 2, -2.0


def speakers(text: str, start: int) -> Iterator[Mention]:
    """Yield who speaks at the begin of a line, where several lines begin so and each with what looks like a name."""
    found = []
    transcript = len(_ALONE.findall(text)) >= _FEWEST_ALONE
    for line in _LINE_OF_SPEECH.finditer(text, start):
        if "·" in line["name"]:
            if common_words().keys() & set(line["name"].split("·")):
                continue  # 知识·链接：
            yield Mention(*line.span("name"), [], "speaker of a line", 8.0, roles={Role.SPEAKER})
            continue
        likely = likelihood(line["name"])
        if (
            likely is not None
            and likely > (_NAME_ALONE if transcript and len(line["name"]) > 2 else _SPEAKERS_NAME)
            and not is_wordy(line["name"])
            and not ends_in_head(line["name"])
        ):
            posts = [line.span("post")] if line["post"] and ends_in_head(line["post"]) else []
            mention = Mention(*line.span("name"), posts, "speaker of a line", likely, sure=likely > 4)
            mention.right = max(mention.end, line.end("post") + 1)
            found.append(mention)
    found += _of_units(text, start)
    if transcript or len(found) >= _FEWEST_LINES:
        for mention in found:
            if is_place(mention.name(text)):
                continue  # 温岭：完成投资…
            mention.roles = {Role.SPEAKER}
            yield mention


#: Who speaks, and from where, alone on a line: 法学院周易：.
_OF_UNIT_ALONE = regex("^[ \\t]*(?P<who>[㐀-鿿]{4,18})：[ ]*$", re.M)


def _of_units(text: str, start: int) -> Iterator[Mention]:
    for line in _OF_UNIT_ALONE.finditer(text, start):
        person = person_of(line["who"], line.start("who"))
        whole = person is not None and not person.titles and person.end == line.end("who")
        if person and whole and IS_UNIT.search(text, line.start("who"), person.start):
            yield Mention(person.start, person.end, [], "speaker of a line", person.score, sure=False)


#: A line with one office and who holds it, above what he said: 水利署科长甲 / 我们补助地方….
_HEADING = regex(
    r"^[ \t]*(?P<who>[㐀-鿿（）·]{5,40})[ \t]*\n\s*(?=[^\n]{30,})(?![㐀-鿿（）·]{5,40}[ \t]*(?:\n|$))", re.M
)
_FEWEST_HEADINGS = 2
#: Lines of offices and names below such a label are who came, not who spoke.
_ROSTER = regex("名单|(?:出席|参加|列席|与会)(?:人员|者|领导|委员)")


def headed(text: str, start: int) -> Iterator[Mention]:
    """Yield who is named with his office on a line of its own above a paragraph, where several are: they spoke."""
    found = []
    for heading in _HEADING.finditer(text, start):
        person = person_of(heading["who"], heading.start("who"))
        if person and person.titles and person.right - person.left == len(heading["who"]):
            found.append(person)
    if len(found) >= _FEWEST_HEADINGS and not _ROSTER.search(text):
        for person in found:
            person.rule, person.sure, person.roles = "heading over a speech", False, {Role.SPEAKER}
            yield person


def asks(text: str, at: int) -> bool:
    """Tell whether the 记者 at ``at`` is one who asks in a record, and no byline."""
    line = _ASKS.match(text, text.rfind("\n", 0, at) + 1)
    return line is not None and line.start("title") <= at < line.end("title")
