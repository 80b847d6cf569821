"""Roles: what the words around a run of names say that these people did.

A run is a list of people joined by separators. The predicate of its clause
goes to everyone in it: 县长甲，副县长乙、丙出席会议.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from jiyao.model import Role
from pipelines.attendees.mention import Mention
from pipelines.attendees.titles import HEAD

#: How far from a name its verb may stand, and how long a sentence may be (rosters are one sentence), in characters.
_REACH, _LONGEST_SENTENCE = 400, 4000
_SENTENCE_END = re.compile("[。！？；\n]")
_JOINT = re.compile(
    r"(?:[、，；和与及暨 \t]|以及|等(?:领导|人|同志|县领导|市领导|区领导|有关领导)?|同志|女士|先生|并由|（[^（）]{0,20}）)*"
)
#: Words that may stand between the start of a clause and its subject.
_ADVERBIAL = re.compile(
    r"(?:会上|会中|会后|会前|席间|随后|最后|首先|接着|同时|期间|其中|近日|日前|今日|今天|昨日|昨天|当天|当日|上午|下午|晚上|[\d一二三四五六七八九十]+[月日]|会议(?:期间|开始|结束)?|此外|另外|图[^：]{0,3}：?|在会上"
    r"|在[^，。]{2,30}(?:主持)?下|出席|由|经|先由|再由|则由|并由|并|而|但|与|和|及|后由|改由|分别由|委托|责成|请|指派|派|听取|听取了|根据|据|应|全县|全市|全区|全省|第[一二三四五六七八九十]+[次阶段项个]|[”」）]|会议由|：|-|—|\s)*$"
)
_QUOTED = re.compile(
    "(?:学习|传达|贯彻|落实|按照|根据|围绕|领会|遵照|对照|践行|感悟|重温|聆听|观看|领学|遵循|牢记|坚持|转达|以|在|关于|深入|把|将|对于|体现|印发|引用|宣传|领悟|拥护|学深悟透|认真"
    "|(?:介绍|阐述|论述|讲述|回顾|讲解|剖析|评价|缅怀|追忆|重读|朗读|诵读|研读|援引|转述|梳理)了?)$"
)
#: The rest of a list whose first name we do not know is quoted with it.
_QUOTED_LIST = re.compile(
    "(?:学习|传达|贯彻|落实|领会|重温|介绍了?|阐述了?|回顾了?|评价了?)[^，、]{2,16}(?:、[^，、]{2,16})*、$"
)
_DATELINE = re.compile(r"^[^，]*?\d日[电讯] *(?:（[^（）]*）)?")
#: Who begins what somebody else said is only spoken of: 县长甲说，省长乙指出….
_IN_SPEECH = re.compile("(?:说|指出|强调|表示|认为|提到|称)[，：]“?$")
_HEARD = re.compile(
    "(?:听取|审议|听取和审议|听取并审议|研究|讨论|听|观看|收听|阅看|听取并讨论|听取审议)了?(?:和?审议了?)?$"
)
_HANDED = re.compile("(?:由|请|委托|责成|指派|派|邀请|改由|今邀|特邀|授权|推举|推选)了?(?:[^，。、]{2,16}的)?$")
_SENT_BY = re.compile(r"受[^，。（）]{0,12}$")
_MET = re.compile(
    "(?:会见|会晤|接见|看望|慰问|欢迎|感谢|对|向|陪同|同|与|和|为|给|跟|祝贺|悼念|纪念|任命|免去|补选|选举|接受|罢免|决定任命)了?$"
)
#: Who is elected or appointed is not thereby at the meeting: 补选甲、乙2名同志为代表.
_APPOINTED = re.compile(
    "(?:等)?(?:\\d+|[一二两三四五六七八九十]+)?[人名位]?(?:同志|女士|先生)?(?:为(?!期|了)|担任|出任)"
)
_APPOINTS = re.compile("(?:任命|决定|补选|选举|推选|选出|提名|推荐|聘任|聘请|增补|改选)[^，。；]*$")
_INTRODUCED = [
    (Role.CHAIR, re.compile(r"(?:会议主席|主持人|主持会议的(?:是|有|领导)?|主持|主席)\s*(?:为|是|：)\s*$")),
    (Role.OBSERVER, re.compile(r"(?:列席|旁听)[^，。]{0,12}?(?:有|为|是|人员|：|包括)[^，。：]{0,4}：?\s*$")),
    (
        Role.ATTENDEE,
        re.compile(
            r"(?:出席|参加|参会|与会|到会|到场|列席并|莅临)[^，。]{0,14}?(?:有|为|是|人员|：|包括|名单)[^，。：]{0,4}：?\s*$"
        ),
    ),
    (Role.ABSENT, re.compile(r"(?:请假|缺席|未出席)[^，。]{0,10}?(?:有|为|是|人员|：|包括)[^，。：]{0,4}：?\s*$")),
]
_SAY = (
    "指出|裁定|宣称|强调|要求|表示|认为|裁示|指示|回应|答复|回答|说明|补充|提出|建议|提醒|质询|质疑|质问|询问|追问|反映|公布|提到|谈及|分享|责成|叮咛|叮嘱|报以|允诺|争取|倡议|力促|^[则亦也续又]?指(?![导挥数标示定派责引控南战证])|讨论热烈|热烈讨论|呼吁|希望|承诺|允诺|感谢|提问|提议|重申|坦言|透露|直言|致了?[^，。]{0,6}[词辞]|致欢迎|讲话|发言|表态|汇报|报告|通报"
    "|介绍|解读|解释|传达|部署|安排|宣读|宣布|总结|点评|讲授|辅导|作了?[^，。]{0,20}(?:报告|说明|讲话|发言|汇报|解读|部署|动员|总结)|做了?[^，。]{0,20}(?:报告|说明|讲话|发言|汇报|解读|部署|总结)|领学|主讲|(?<![座商会洽访约])谈(?:了|到|及|起|道)|交流|关心|关注|主张|专题演讲|演讲(?!比赛|稿|会)|反问|发问|质问|期许|期盼|期勉|勉励|肯定|坚持要|请[^，。]{1,12}(?:说明|研议|提出|加强|配合|协助)"
    "|说(?!明会|法|服)|称(?!号|职|赞)|引介|致以|祝贺(?!大会|会议)(?=[^，。]{3})|问候|代读|宣誓|转述|关切|忧心|痛批|批评|抱怨|坦承|认同|赞同|反对|附议|动议|盼|忆|吁|(?<![慰访咨过询顾学疑责讯])问(?!题|责|卷|候|政|鼎)|(?<![报解])答(?!案|卷|谢)|(?<![演宣])讲(?!座|解员|师|台|堂|究|稿)"
)
_ATTEND = r"出席(?!者|的|率|人数|情况|会议的?(?:有|还有|领导|人员))|参加(?!工作|革命|过|的)|与会(?!人员|者|代表|同志|各|单位|官员|来宾|领导)|到会(?!人员|代表)|到场|莅会|莅临|赴会|参会(?=[，。、；并]|会议|$)|亲临|在(?:主|分|县|市|省|区|各)?[^，。]{0,6}会场|就座|列(?:于|坐)主席台|主席台(?:前排)?就[座坐]|共同出席|参与(?!者|度)|座谈(?!会|交流会)|陪同(?!下)"
_VERBS = [
    (
        Role.ABSENT,
        re.compile(
            r"请假|缺席|未(?:能|克|曾|有)?(?:出席|到会|参加|列席|到场|与会)|不克(?:出席|前来|参加)?|没有(?:出席|参加|到会)|公假|病假|事假|因[^，。]{0,16}(?:未能?|不能|无法)(?:出席|参加|列席|到会|与会)|无法(?:出席|参加|与会)"
        ),
    ),
    (
        Role.CHAIR,
        re.compile(r"主持(?!人|词|正义)|担任(?:会议|大会)?(?:执行)?主席(?!团)|任主席(?!团)|召集并|召集(?!人)|恢复会议"),
    ),
    (Role.OBSERVER, re.compile(r"列席|旁听")),
    (Role.ATTENDEE, re.compile(_ATTEND)),
    (Role.SPEAKER, re.compile(_SAY)),
]
#: What makes a verb say that something was not done, or is still to be done.
_UNDONE = re.compile(
    r"(?:没有?|并?未(?:能|曾|予)?|[并绝]?不(?:能|会|再|予|便|得|曾|愿|肯|可)?|无法|否认(?:曾|有)?|拒绝|免于|(?:将|即将|拟|计划|准备|原定|预定|有望)(?:[于在][^，。的]{1,8}|要|会|继续|亲自|共同|分别|再次|应邀)?)$"
)
#: A verb of saying whose object is a clause: what follows is content, not what the speaker did.
_CONTENT = re.compile(
    r"(?:指出|裁定|宣称|强调|要求|表示|认为|裁示|指示|回应|答复|提出|建议|提醒|质询|质疑|质问|询问|反映|呼吁|希望|承诺|允诺|提议|重申|坦言|透露|直言|说|称|反问|宣布|介绍|说明|补充|报告|汇报|通报|致词时说|感谢|主张|总结|肯定|认同|^[则亦也续又]?指(?![导挥数标示定派责引控南战证])|盼|吁|问|关心|关注)(?:了)?(?:[，：,“「]|(?=[^，。；]{6,}))"
)
_OTHER_SUBJECT = re.compile(
    r"，(?:会议(?!由|并|上|就)|大会|全会|与会|大家|全体|各[乡镇县市区村里部单级有地局处]|座谈会?由|[^，]{0,8}由[^，]{2,}主持|让|我们|(?:并|更)?邀(?:请|集)(?=[^，]{4})|(?:上午|下午|当天)?座谈会|部分|有关|相关|双方|委员们|代表们|议员们|市府|县府|区公所|常委会|主席团|法案|议案|该|本案|并由|由|后由|改由)"
)
_LISTED_SUBJECT = re.compile("，(?:各|有关|相关|部分|全体)")
#: Others who did something: behind a verb they are its next subject, without one they end the list.
_OTHERS = re.compile(
    rf"，(?!对|向|为|给|与|和|同|请|以|作为|受|要|希望|代表|听取|感谢|欢迎|勉励|并)(?:[㐀-鿿]{{1,10}}们|各[㐀-鿿]{{1,8}}|[㐀-鿿]{{0,8}}(?:{HEAD.pattern}))等?(?:也|均|都|一同|一起|共同|分别|先后|依次)?(?:出席|参加|列席|陪同|发言|到会|与会|莅临|莅会|到场|共同参与|表示|认为|提出)"
)
#: 列席参加 is one act, and so is 列席与会.
_OBSERVES = re.compile("列席(?:参加|与会|出席|会议并参与)|(?:参加|出席)列席")
#: 列席说明 says why they came, not that they spoke.
_TO_EXPLAIN = re.compile("列席(?!会议并|并)(?:会议)?(?:引介及|说明|解释|介绍|备询|答询|引介|答复|报告)[^，。]*")
_LISTED_ON = re.compile(r"(?:、[^，。、]{2,24}、?|[，、][^，。、]{0,10})")
_AWAY_NOTE = re.compile("（(?:因[^）]{1,8})?(?:请假|公假|病假|事假|出国|公出|公差|缺席|未出席|休假|出差)")
_COUNTED = re.compile(
    "等?(?:(?:\\d+|[一二两三四五六七八九十]+)[位名]|(?<=等))(?P<title>[㐀-鿿]{0,8}?(?:代表|委员|议员|专家|学者|教授|院士|领导|企业家|老干部|负责人))(?!小组|组|班子|干部)"
)
#: What makes a stretch between two runs more than a list.
_ACTS = re.compile("[由请就将对向把被]|会议|了|通过|选举|任命|决定")
#: Labels that say more of a man than a title he would share: 副议长甲及乙、丙等议员.
_ELECTED = re.compile("(?:议员|委员|里长|理事|监事)$")
_DOES = re.compile("[作做]|主持|报告|致[词辞]|发言|宣布|介绍|汇报|说明|总结")
_QUOTE_ONLY = re.compile("(?:总书记|主席|总理)$")
_CHAIR_IN_MINUTES = re.compile(
    "(?:主席|指挥官|主任委员|召集人|主持人|县长|市长|乡长|镇长|区长|院长|部长|处长|局长|理事长|会长|主委)(?:综合)?(?:裁示|致词|指示|结论|宣布(?!开会|散会|休会)|报告|提示|裁决|说明|回应|补充)|^ *主席：(?=[^\n]{8,}[，。])",
    re.M,
)


@dataclass(slots=True)
class _Run:
    mentions: list[Mention]
    left: int
    right: int


def assign_roles(text: str, mentions: list[Mention]) -> None:
    """Give the mentions, in order of the text, the roles that their clauses state."""
    free = [m for m in mentions if not m.roles]
    runs = _runs(text, free)
    waiting: list[Mention] = []
    subject: _Run | None = None
    introduced: tuple[int, Role] | None = None
    for place, run in enumerate(runs):
        sentence_start = _sentence_start(text, run.left)
        sentence_end = _sentence_end(text, run.right)
        following = runs[place + 1].left if place + 1 < len(runs) else len(text)
        predicate = text[run.right : min(following, sentence_end, run.right + _REACH)]
        counted = _COUNTED.match(text, run.right)
        if counted:
            for mention in run.mentions:
                own = mention.titles and not (mention.rule == "shared title" and _ELECTED.search(counted["title"]))
                mention.titles = mention.titles if own else [counted.span("title")]  # 甲、乙等6位代表先后发言
        left = waiting[0].left if waiting else run.left
        before = text[max(sentence_start, left - _REACH) : left]
        if subject and subject.right <= sentence_start:
            subject = None
        if introduced and introduced[0] < sentence_start:
            introduced = None
        role = _introduction(before)
        if role:
            introduced = (sentence_start, role)
        if introduced and not re.match(r"(?:[^，。]{0,6})?(?:主持|列席|缺席|请假)", predicate):
            _give(run.mentions, {introduced[1]})
            _give(run.mentions, _roles_of(predicate) & {Role.SPEAKER, Role.CHAIR})
            continue
        run.mentions[:0] = waiting
        waiting = []
        if following < sentence_end and (_LISTED_ON.fullmatch(predicate) or _only_listed(predicate)):
            waiting = run.mentions  # an item we do not know stands between; the clause's predicate comes later
            continue
        subject = _one_run(text, run, before, predicate, subject)
    _chair_of_record(text, mentions)
    for mention in free:
        if Role.SPEAKER in mention.roles and any(
            text[a:b] in _BARE_CHAIR and b == mention.start for a, b in mention.titles
        ):
            mention.roles.add(Role.CHAIR)  # 主席叶俊豪裁决: the sitting's, since no body is named
    _drop_quoted(text, mentions)
    for mention in mentions:
        note = _AWAY_NOTE.match(text, mention.right if mention.right == mention.end else mention.end)
        if note and mention.roles != {Role.ABSENT}:
            mention.roles.clear()
            mention.roles.add(Role.ABSENT)
        if Role.ABSENT in mention.roles:
            mention.roles -= {Role.ATTENDEE, Role.OBSERVER}


_BARE_CHAIR = frozenset(("主席", "会议主席", "大会主席"))


def _only_listed(predicate: str) -> bool:
    """Tell whether only groups and units, listed, stand between two runs: 甲，区委有关领导，镇长乙."""
    listed = predicate.startswith(("，", "、")) and predicate.endswith(("，", "、"))
    return listed and not _ACTS.search(predicate) and not any(pattern.search(predicate) for _, pattern in _VERBS)


def _one_run(text: str, run: _Run, before: str, predicate: str, subject: _Run | None) -> _Run | None:
    """Give one run its roles, and return who is the subject of what follows in the sentence."""
    if subject and _IN_SPEECH.search(before):
        return subject
    clause = _DATELINE.sub("", re.split("[，；：]", before)[-1])
    if _SENT_BY.search(clause) and "委托" in predicate[:12]:
        return subject
    heard = _HEARD.search(clause)
    if heard:
        _give(
            run.mentions,
            {Role.SPEAKER}
            if re.search("汇报|报告|介绍|说明|意见|发言|通报|解读|讲|述职|述责|述廉|情况", predicate)
            else set(),
        )
        rest = re.split("(?:汇报|报告|介绍|说明|意见|发言|通报)(?:情况)?后?|，", predicate, maxsplit=1)
        if subject and len(rest) > 1:
            _give(subject.mentions, _roles_of(rest[1]))
        return subject
    if _APPOINTED.match(predicate) and _APPOINTS.search(before):
        return subject
    if clause and not _HANDED.search(clause):
        if _QUOTED.search(clause) or _QUOTED_LIST.search(clause):
            return subject
        if _MET.search(clause) and not _ADVERBIAL.fullmatch(clause):
            if subject:
                _give(subject.mentions, _roles_of(predicate))
            return subject
        if (
            not _ADVERBIAL.fullmatch(clause)
            and len(clause) > 14
            and "、" not in clause
            and not re.search("[由请]$", clause)
        ):
            return subject
    roles = _roles_of(predicate)
    if clause.endswith("由") and not roles and re.match("(?:先后|分别)?(?:代表|作|就)", predicate):
        roles = {Role.SPEAKER}
    _give(run.mentions, roles)
    return run


def _introduction(before: str) -> Role | None:
    return next((role for role, pattern in _INTRODUCED if pattern.search(before)), None)


def _roles_of(predicate: str) -> set[Role]:
    """Return the roles that a predicate states, up to where it becomes what was said or has another subject."""
    for other in chain(_OTHER_SUBJECT.finditer(predicate), _OTHERS.finditer(predicate)):
        listed = other.re is _OTHERS or _LISTED_SUBJECT.match(other.group())
        if not listed or any(pattern.search(predicate, 0, other.start()) for _, pattern in _VERBS):
            predicate = predicate[: other.start()]
            break
    predicate = _OBSERVES.sub("列席", predicate)
    predicate = re.sub(
        "《[^》]*》|“[^”]*”|听取[^，。；]*(?:汇报|报告|介绍|说明|意见|发言)|的(?:系列)?(?:重要)?(?:讲话|指示|批示|论述|报告)(?:和[^，。]{0,6}(?:指示|批示))?精?神?",
        "",
        predicate,
    )
    if predicate.startswith("："):
        return {Role.SPEAKER} if len(predicate) > 3 or predicate == "：" else set()
    content = _first_done(_CONTENT, predicate)
    said = bool(content)
    if content:
        predicate = predicate[: content.start()] + content.group().rstrip("，：,“「")
    found = {Role.SPEAKER} if said else set()
    negated = _VERBS[0][1].search(predicate)
    if negated:
        found.add(Role.ABSENT)
        predicate = predicate.replace(negated.group(), "")
    if _TO_EXPLAIN.search(predicate):
        found.discard(Role.SPEAKER)
        predicate = _TO_EXPLAIN.sub("列席", predicate)
    for role, pattern in _VERBS[1:]:
        if _first_done(pattern, predicate):
            found.add(role)
    if predicate.startswith(("答：", "问：")) and len(predicate) > 3:
        found.add(Role.SPEAKER)
    return found


def _first_done(pattern: re.Pattern[str], predicate: str) -> re.Match[str] | None:
    """Return the first match that no word denies or puts off (没有主持, 将主持)."""
    return next(
        (m for m in pattern.finditer(predicate) if not _UNDONE.search(predicate[max(0, m.start() - 16) : m.start()])),
        None,
    )


def _runs(text: str, mentions: list[Mention]) -> list[_Run]:
    runs: list[_Run] = []
    for mention in mentions:
        if runs and (joint := _JOINT.match(text, runs[-1].right)) and joint.end() >= mention.left >= runs[-1].right:
            runs[-1].mentions.append(mention)
            runs[-1].right = max(runs[-1].right, mention.right)
        else:
            runs.append(_Run([mention], mention.left, mention.right))
    return runs


def _sentence_start(text: str, at: int) -> int:
    lowest = max(0, at - _LONGEST_SENTENCE)
    return max(lowest, *(text.rfind(mark, lowest, at) + 1 for mark in "。！？；\n"))


def _sentence_end(text: str, at: int) -> int:
    end = min(len(text), at + _LONGEST_SENTENCE)
    match = _SENTENCE_END.search(text, at, end)
    return match.start() if match else end


def _give(mentions: Iterable[Mention], roles: set[Role]) -> None:
    for mention in mentions:
        mention.roles |= roles


def _chair_of_record(text: str, mentions: list[Mention]) -> None:
    """Give the chair to who speaks as 主席 in a verbatim record (主席甲：…)."""
    for mention in mentions:
        opens = mention.left == 0 or text[mention.left - 1] == "\n"
        if (
            opens
            and text[mention.right : mention.right + 1] == "："
            and any(text[a:b].endswith("主席") and not text[a:b].endswith("副主席") for a, b in mention.titles)
        ):
            mention.roles |= {Role.CHAIR, Role.SPEAKER}


#: Who wrote instead of coming: 向大会致贺信, 作出批示.
_WROTE = re.compile(
    "(?:同志)?(?:专门|专程|还)?(?:向[^，。]{1,14}|对[^，。]{1,24}|就[^，。]{1,24}|为[^，。]{1,14})?(?:致|发来|发|作出?了?|做出?了?)(?:了|重要)*(?:贺信|贺电|批示|致信|来信)"
)


def _drop_quoted(text: str, mentions: list[Mention]) -> None:
    """Take the speaker's role from who is only quoted (习近平总书记强调 in a county's report) or only wrote."""
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_name.setdefault(mention.name(text), []).append(mention)
    for same in by_name.values():
        roles = set().union(*(m.roles for m in same))
        titled = [span for m in same for span in m.titles]
        behind = all(span[0] >= m.end for m in same for span in m.titles)
        wrote = any(_WROTE.match(text, m.right) for m in same)
        if roles == {Role.SPEAKER} and wrote:
            for mention in same:
                mention.roles.clear()
        if roles == {Role.SPEAKER} and titled and behind and all(_QUOTE_ONLY.search(text[a:b]) for a, b in titled):
            if any(m.roles and _DOES.match(text, m.right) for m in same):
                continue  # 家教会欧阳主席作财务报告
            for mention in same:
                mention.roles.clear()


def chair_speaks(text: str) -> bool:
    """Tell whether a record lets its chair speak under his office (主席裁示)."""
    return bool(_CHAIR_IN_MINUTES.search(text))
