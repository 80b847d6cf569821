"""Groups and units that attended, and whether a list of people is open (等)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.model import Role
from pipelines.attendees.mention import Mention

_ATTENDING = re.compile(
    r"(?:列席|出席|参加|参会|与会|到会|旁听|收听收看|收看)(?:了|本次|此次|今天的|上午的|下午的)?(?:会议|大会|座谈会|动员会|座谈|活动|培训|集中学习)?"
)
_SENTENCE = re.compile(r"[^。！？\n；]+")
_ENDS = re.compile(
    r"(?:负责人|负责同志|领导|代表|成员|人员|干部|书记|[㐀-鿿]长|主任|委员|委员会|学员|职工|教师|师生|同志|嘉宾|专家|学者|媒体|记者|单位|部门|企业|党员|主管|同仁|首长|军官|官兵|民众|居民|村民|群众|户|班子|副职|老干部|大使|使节|科室|局|委|办|院|会|公司|中心|厅|处|校|台|社|站|所|队|部|团|主席|议员|政府|里长|邻长|理事|监事|幕僚|人士|人|家属|用户|村干部|工作者|劳模|主要负责同志|负责人员|联络员)$"
)
_LEAD = re.compile(r"^(?:以及|及|和|与|还有|[^，]{0,8}的有|此外|另外|其中|来自)")
_OPEN = re.compile(
    r"等(?:\d+余?[人名位]|[^，。、；]{0,8})?(?:领导|同志|人|嘉宾|代表|委员|议员)?(?:分别|共同|一同|先后|应邀)?(?:出席|参加|列席|到会|与会|陪同|在主席台)"
)
_COUNTED = re.compile(r"(?:共|约|近|计)?[\d一二三四五六七八九十百千余多]+(?:余|多)?(?:名|位|人)")


def attending_groups(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, rule) of the groups in the lists that 出席 or 参加 close."""
    people = [(m.left, m.right) for m in mentions]
    for sentence in _SENTENCE.finditer(text):
        for verb in _ATTENDING.finditer(text, sentence.start(), sentence.end()):
            if verb.start() == sentence.start() or _object(text, verb):
                continue
            yield from _led(text, sentence.start(), verb.start())
            yield from _before(text, sentence.start(), verb.start(), people)
            break


def _led(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield whom somebody brought: 率各课室主管列席."""
    match = re.search(r"(?:率领?|带领|偕同?|会同)([^，。、率]{2,20})$", text[start:end])
    if match and _ENDS.search(match.group(1)):
        yield start + match.start(1), start + match.end(1), "brought by 率"


def _object(text: str, verb: re.Match[str]) -> bool:
    """Tell whether the verb does not close a list: 要求参加, 主持召开, 应邀出席."""
    return text[max(0, verb.start() - 2) : verb.start()].endswith(
        ("要求", "组织", "邀请", "通知", "鼓励", "积极", "动员")
    )


def _before(text: str, start: int, end: int, people: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    tail = re.search(
        r"(?:等)?(?:分别|共同|一同|共|约|近|[\d一二三四五六七八九十百千余多]+(?:余|多)?(?:名|位)?人|以视频[^，。]{0,6}|通过视频[^，。]{0,6}|在[^，。]{0,10}会场|线上|依次|应邀|也|均|还|皆|都|率[^，。]{0,6}|等\d+人)*$",
        text[start:end],
    )
    stop = start + tail.start() if tail else end
    for begin, close in _items(text, start, stop):
        inside = [b for a, b in people if begin < b and a < close]
        if inside:
            joint = re.match("等?(?:以及|[和与及暨])", text[max(inside) : close])
            if not joint:
                continue
            begin = max(inside) + joint.end()
        lead = _LEAD.match(text[begin:close])
        if lead and lead.end() < close - begin - 1:
            begin += lead.end()
        phrase = text[begin:close]
        if phrase.endswith("等"):
            close -= 1
            phrase = phrase[:-1]
        if (
            2 <= len(phrase) <= 40
            and _ENDS.search(re.sub("（[^（）]*）$", "", phrase))
            and not re.search(
                "召开|举行|会议(?!室)|指出|强调|主持|讲话|要求|在[^）]{2,}|今天|上午|下午|[月日]$", phrase
            )
        ):
            yield begin, close, "list of who attended"


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for at in range(start, end + 1):
        character = text[at] if at < end else "，"
        depth += (character == "（") - (character == "）")
        if character in "，、：" and depth <= 0:
            if at > begin:
                yield begin, at
            begin = at + 1


def list_is_open(text: str, mentions: list[Mention]) -> bool | None:
    """Return True where a list of who attended ends in 等, False where it names all, None without a list."""
    if not any(m.roles & {Role.ATTENDEE, Role.OBSERVER} for m in mentions):
        return True if _OPEN.search(text) else None
    return bool(_OPEN.search(text))
