"""Who presides over a verbatim record or convenes a meeting, and whether a chair speaks under his office alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import Mention
from pipelines.lexicon import starting

_CHAIR_IN_MINUTES = regex(
    starting(
        r" .、。主乡会区县召处局市指理部镇院，；\d",
        "(?:主席|指挥官|主任委员|召集人|主持人|县长|市长|乡长|镇长|区长|院长|部长|处长|局长|理事长|会长|主委)(?:综合)?(?:裁示|致词|指示|结论|宣布(?!\\s*(?:开会|散会|休会))|报告|提示|裁决|说明|回应|补充)|^ *主席：(?=现在|请|各位|谢谢|本席|[^\n（]{8,}[，。])"
        "|(?:^|[。；，、.])[ \\d]*主席(?:表示|指出|总结|询问|查询|要求|建议|补充|强调|认为|介绍|解释|重申|提醒|感谢|欢迎|请|宣读|希望|指示|告知)",
    ),
    re.M,
)


def chair_of_record(text: str, mentions: list[Mention]) -> None:
    """Give the chair to who speaks as 主席 in a verbatim record (主席甲：…)."""
    for mention in mentions:
        opens = mention.left == 0 or text[mention.left - 1] == "\n"
        if (
            opens
            and text[mention.right : mention.right + 1] == "："
            and any(text[a:b].endswith("主席") and not text[a:b].endswith("副主席") for a, b in mention.titles)
        ):
            mention.roles |= {Role.CHAIR, Role.SPEAKER}
        if (
            text.startswith(("）：", "代）："), mention.right)
            and text[max(0, mention.left - 3) : mention.left] == "主席（"
        ):
            mention.roles |= {Role.CHAIR, Role.SPEAKER}  # 主席（高议长某某）：


def chair_speaks(text: str) -> bool:
    """Tell whether a record lets its chair speak under his office (主席裁示)."""
    return bool(_CHAIR_IN_MINUTES.search(text))


#: As what somebody presides in a meeting (会议由|甲担任召集人), and not in a body.
_OF_THE_MEETING = regex("(?:会议|座谈会|协商会|活动)(?:均|分别)?由$")
_TAKES_CHAIR = regex("担任(?:(?:本次|此次)?会议的?)?(?P<office>召集人)")


def seat_conveners(text: str, mentions: Iterable[Mention], clause: str, end: int) -> None:
    """Let preside who is the convener of a meeting; it is his office where he has no other.

    ``clause`` stands before those named together, who end at ``end``.
    """
    if _OF_THE_MEETING.search(clause) and (takes := _TAKES_CHAIR.match(text, end)):
        for mention in mentions:
            mention.roles.add(Role.CHAIR)
            mention.titles = mention.titles or [takes.span("office")]
