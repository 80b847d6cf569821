"""The labels of lists in minutes and records: 出席：, 列席單位、人員：, 主席：, an office with a colon."""

from __future__ import annotations

import re

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.titles import HEAD
from pipelines.lexicon import starting

#: Of whom a delegate may be one, where a label says it: 缺席村民代表.
OF_WHOM = "(?:村民|职工|党员|居民|学生|家长|教师)"
_WHO = f"{OF_WHOM}代表|董事|理事|监事|股东|校董|会员代表|召集委员|职员|公职人员|政府代表|部门代表|机构代表|应邀人士|人士|嘉宾|专家|人员|人|者|议员|委员|代表|单位|名单|情况|同志|领导|列席人员|政府官员|官员|秘书"
LABELS = {
    Role.CHAIR: "听证会?主持人|评审会?主持人|部落会议主席|大会主席|会议主席|会议主持人|会议主持|主持人员|主持人|主持者|主持兼召集人|主持人?兼(?:司仪|[记纪]录)|主持|会议召集人|主席|召集人",
    Role.ATTENDEE: f"到 *席(?:人员|者)?|出 *（列） *席(?:人员|单位|者)?|出 *、?列席(?:人员|单位|者)|(?:评审|评估|验收|论证|审查|鉴定)(?:专家|委员)(?:组|会)?(?:成员|名单)?|应出席人员|实到人员|(?:出席|参加|参会|与会)对象|参加会议(?:的)?(?:单位及?)?(?:人员|领导|同志)|出席(?:讨论)?议程(?:第[^。，\\n]{{1,8}}项)?|出席之[㐀-鿿]{{2,8}}|出席单位及人员之?姓名|出席会议(?:人员|领导|同志)?|会议出席人员|会议人员|(?:本[府所会校局院处镇乡县市区]|[县市]府|机关|应邀|特邀|受邀|其他)?出席(?:单位)?[及暨、]?(?:{_WHO})?|参加(?:会议人员|{_WHO})?|参[会与](?:{_WHO})?|与会(?:{_WHO})?|到会(?:{_WHO})?|听证会?(?:参加人员?|陈述人|代表)|听证(?:员|人)|参(?:加|会)(?:单位|部门)(?:及|和|与)(?:参会)?人员|参加人员?|(?:定价)?(?:成本)?监审人|出席(?:者|是次会议|会议)还?包括|(?:政府部门|其他机构|政府|部门|机构)代表(?= *(?:：|\n))|(?:新闻)?发布(?:人|嘉宾)|学者专家|专家学者|嘉宾|来 *宾|(?:上级)?指导(?:人员|长官)?|司仪",
    Role.OBSERVER: f"(?:应邀|线上)?列席(?:单位|会议)?[及暨、]?(?:{_WHO}|成员|对象|住户|业主|居民|村民|民众)?|旁听(?:人员|者)?",
    Role.ABSENT: f"请假(?:{_WHO})?|缺席(?:{_WHO})?|(?:因事|因故)?(?:未能|未克|未)出席(?:{_WHO})?|未到会?(?:{_WHO})?|因故(?:缺席|请假)(?:{_WHO})?|因事缺席者?|公假(?:人员)?",
    Role.SPEAKER: "(?:质询|发言|提问|答询|备询|答[复覆])(?:议员|委员|代表|官员|人员|人|者)|说明(?:单位)?(?:人员|官员)|[汇报]告?报?人|陈 *述 *人|主讲人|主讲",
    Role.RECORDER: "汇整(?= *：)|(?:会议|文字|现场|总)?[记纪] *录(?:人员|汇整|整理|人|员|者)?|速记(?:整理|员)?",
}
DIGIT = r"[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d]"
_NUMBER = rf"(?:[（(]?{DIGIT}{{1,3}}[）)、.．][ ]*)?"


def _spaced(pattern: str) -> str:
    """Let blanks stand between the characters of a label (出　席)."""
    return re.sub(r"([㐀-鿿])(?=[㐀-鿿(])", r"\1 *", pattern)


_CLOSE = r"[ ]*(?:\d+[人名位])?(?:（[^（）\n]{1,16}）)?(?P<close>[ ]*：[ ]*|[ \t]+(?=\S)|[ \t]*(?=\n)|[ ]*$)"
#: What these labels begin with.
_BEGINS = " *新文现部大验论审鉴听评会主召应实本县市机特受其出参与到学专嘉上指司备答线列旁请缺因未公质发提说汇报记纪速总政部机定成监陈来"
_ROLE = starting(
    _BEGINS,
    "|".join(f"(?P<{role.name}>{_spaced(pattern)})" for role, pattern in LABELS.items()),
)
_TITLE = (
    rf"(?P<TITLE>(?:(?<=[.．、] )|(?<=[.．、]))[㐀-鿿、]{{0,12}}?{HEAD.pattern}(?=：)|(?<=[\n ])[㐀-鿿]{{5,18}}?{HEAD.pattern}(?=：)"
    rf"|[㐀-鿿]{{0,4}}{HEAD.pattern}|[㐀-鿿] {{1,4}}[㐀-鿿](?=[ ]*：))"
)
#: Whose officials a label lists: 县府列席人员, 本会列席人员.
_OF_BODY = "(?:[㐀-鿿]{0,8}(?:[县市]府|[本议]会|公所)(?=[列请出缺]))?"
#: A number that begins a part of minutes whose lines were joined: …等十四名。五、主席：….
INLINE = r"(?<=[㐀-鿿）。． ])(?:[一二三四五六七八九十]{1,3}|[壹贰叁参肆伍陆柒捌玖拾]{1,2})、[ ]*|(?<=[要录])(?=[出列缺] *席)|(?<=[厅室堂楼])(?=[出列缺]席(?:议员|委员|者|人员)：)"
LABEL = regex(
    rf"(?:^[ \t]*{_NUMBER}{_OF_BODY}|(?:{INLINE})|(?<=[ \t])(?! )|(?<=[）；。，]))(?:{_ROLE}|{_TITLE}){_CLOSE}", re.M
)
#: The same without offices: only a text with such a label holds labelled lists.
ROLE_LABEL = regex(
    starting(
        rf"\s（(*，；。）府所一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾\d{_BEGINS}",
        rf"(?:(?:\A|\n)[ \t]*{_NUMBER}|[ \t](?! )|[）；。，府会所]|(?:{INLINE}))(?:{_ROLE}){_CLOSE}",
    ),
    re.M,
)
