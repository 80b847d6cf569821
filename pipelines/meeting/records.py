"""Whether a text is the record of a meeting: by its labels, or taken down as people spoke."""

from __future__ import annotations

import re

from jiyao.patterns import regex
from pipelines.lexicon import starting

#: A line of minutes that says when, where, who presides, who came or who keeps the record.
_LABEL = regex(
    starting(
        r" \t　•·●一二三四五六七八九十壹贰叁、.会开时日地主出记纪",
        r"(?:^|(?<=[ 　：。]))[ \t　•·●一二三四五六七八九十壹贰叁、.]*(?:会议|开会)?(?:时 *间|日 *期|地 *点|主 *席|主 *持 *人?|出 *席(?:者|人员|委员)?|记 *录|纪 *录|开会时间|开会日期)[^\n]{0,12}?[：　 \t]",
    ),
    re.M,
)
#: The lines of a transcript that name who speaks.
_SPEECHES = regex(r"^ *[㐀-鿿]{2,4}：[ ]*$", re.M)
#: What minutes say of who presides, who needs no name there: 主席表示, 主席于4时宣布会议结束.
_CHAIR_ACTS = regex("(?<![㐀-鿿])主席(?:[于在][^，。]{2,12})?(?:表示|指出|报告|宣布|裁示|询问|建议|总结|请)")
#: Lines of who speaks, or acts of the chair, that make a text the record of what its title names.
_FEWEST_ACTS = 2


def is_record(body: str) -> bool:
    """Tell whether the begin of a text has such a label."""
    return _LABEL.search(body[:800]) is not None


def is_kept(body: str) -> bool:
    """Tell whether a text was taken down as people spoke, or as the chair led through a meeting."""
    return any(len(acts.findall(body)) >= _FEWEST_ACTS for acts in (_SPEECHES, _CHAIR_ACTS))
