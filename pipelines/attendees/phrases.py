"""Where a phrase about a person begins and ends."""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.attendees.ends import MARKS
from pipelines.attendees.titles import ends_in_head

NOTE = regex(r"（[^（）\n]{1,40}）")
_ORGAN_END = frozenset("部局处厅院委会府署司课科股所站室组里村党团学校队系厂馆社协")
_ORGANS_END = (
    "会上",
    "议上",
    "席上",
    "中心",
    "集团",
    "公司",
    "银行",
    "委办",
    "府办",
    "人大办",
    "政协办",
    "贫办",
    "治办",
    "访办",
    "防办",
    "侨办",
    "编办",
    "长办",
    "建办",
    "外办",
    "台办",
    "片区",
    "园区",
    "管区",
    "街道",
    "社区",
)


#: Words that join a clause to what came before: 由于|甲局长请假.
_JOINTS = (
    "由于", "因为", "鉴于", "对于", "关于", "至于", "针对", "感谢", "欢迎", "首先", "随后", "接着", "此外", "另外",
    "同时", "其中", "最后", "因", "而", "但", "若", "听取", "听取了",
)  # fmt: skip
_STAND_BEFORE = (*_ORGANS_END, *_JOINTS)


def phrase_starts(text: str, at: int, last: int) -> bool:
    """Tell whether a person may be named from ``at`` on; ``last`` is where the mention before ends."""
    if at == 0 or at == last or text[at - 1] in MARKS or text[at - 1] in "由请经向对为与和及跟同听有着著换另惟":
        return True
    if text.endswith(_STAND_BEFORE, 0, at):
        return True  # 在立法会会议上|容议员, 科技中心|孙志敏主任
    return text[at - 1] in _ORGAN_END or ends_in_head(text[max(0, at - 6) : at])


def note_end(text: str, end: int) -> int:
    """Return where the note in brackets behind ``end`` closes, ``end`` itself where there is none."""
    note = NOTE.match(text, end)
    return note.end() if note else end


#: A unit alone on its line, above the post and the name of who came from it.
IS_UNIT = regex("[部会署司处局科室课组所院校厅委社站场行库队厂]$|公司$|中心$|政府$|大学$|法人$|银行$|公所$")
#: Whose office sent somebody, who did not come himself: 邱莉文议员服务处|王信文秘书.
HIS_OFFICE = regex("的?(?:办公室|服务处|国会办公室|办事处|服务团队)")


#: The unit of who is called by his name and his post behind it: 孟强副秘书长和|省公司|钟天成总经理.
OF_UNIT = regex(
    "(?<=[，、和与及暨])[我本该][校院所局县市区镇乡村司厂](?:的)?|(?<=[、和与及暨])[㐀-鿿]{1,16}(?:部|会|署|司|处|局|院|厅|委|办|公司|中心|政府|大学|银行|集团|协会)"
)
#: Forms of address behind a name: those that lists have, and those of running text.
COURTESY = regex("先生|女士|小姐|姑娘")
ADDRESSED = regex("先生|女士|小姐|同志|太平绅士")


def behind_blanks(text: str, at: int) -> int:
    """Return where the first character stands that is no blank, from ``at`` on."""
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at
