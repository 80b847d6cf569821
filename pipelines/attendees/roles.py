"""Roles: what the words around a run of names say that these people did.

The predicate of a clause goes to everyone in its list: 县长甲，副县长乙、丙出席会议.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.groups import beyond_groups
from pipelines.attendees.introduced import introduction
from pipelines.attendees.mention import Mention
from pipelines.attendees.met import in_company, met_others
from pipelines.attendees.named_only import is_object, only_named
from pipelines.attendees.phrases import OF_UNIT
from pipelines.attendees.predicates import HIS_WORK, VERBS, roles_of
from pipelines.attendees.presiding import chair_of_record, seat_conveners
from pipelines.attendees.quoted import drop_quoted
from pipelines.attendees.settling import (
    BRINGS,
    bare_lists,
    come_along,
    guests,
    he_said,
    hosts,
    is_bare_chair,
    opens_by_office,
    stayed_away,
)

#: How far from a name its verb may stand, and how long a sentence may be (rosters are one sentence), in characters.
_REACH, _LONGEST_SENTENCE = 400, 4000
_SENTENCE_END = regex("[。！？；\n]")
_JOINT = regex(
    r"(?:[、，；和与及暨 \t]|以及|还有|等(?:[省市县区乡镇校、]{0,5}(?:有关)?(?:领导|人|同志|干部))?(?:一行)?(?:\d{1,3}余?人)?|同志|女士|先生|并由|(?:全体|其他|所有)?在家的?|（[^（）]{0,20}）)*"
)
#: Whom the chair of a verbatim record calls is not the chair: 主席：甲议员，请你进行宣誓.
_ADDRESSED_BY_CHAIR = regex(
    "，(?:[^，。]{0,4}(?:请|你|您|我|现在|谢)|(?:立即|马上|先|继续|坐|返回|不要|注意|时间)[^，。：]{0,16}(?:[。！]|$))"
)
#: Words that may stand between the start of a clause and its subject.
_ADVERBIAL = regex(
    r"(?:会上|会中|会后|会前|席间|随后|最后|首先|接着|同时|期间|其中|近日|日前|今日|今天|昨日|昨天|当天|当日|上午|下午|晚上|[\d一二三四五六七八九十]+[月日]|会议(?:期间|开始|结束)?|此外|另外|图[^：]{0,3}：?|在会上"
    r"|在[^，。]{2,30}(?:主持)?下|出席|由|经|先由|再由|则由|并由|并|而|但|与|和|及|后由|改由|分别由|委托|责成|请|指派|派|听取|听取了|根据|据|应|全县|全市|全区|全省|第[一二三四五六七八九十]+[次阶段项个]|[”」）]|会议由|：|-|—|\s)*$"
)
_QUOTED = regex(
    "(?:学习|传达|贯彻|落实|按照|根据|围绕|领会|遵照|对照|践行|感悟|重温|聆听|观看|领学|遵循|牢记|坚持|转达|传达了|宣读了|学习了|以|从|在|关于|深入|把|将|对于|体现|印发|引用|宣传|领悟|拥护|学深悟透|认真"
    "|(?:介绍|阐述|论述|讲述|回顾|讲解|剖析|评价|缅怀|追忆|重读|朗读|诵读|研读|援引|引用|引述|想起|忆起|怀念|感念|转述|还借用?|梳理)了?|(?<![顾访慰])[问谈提][及到]|[他她][也亦还]?代表)$"
)
#: The rest of a list whose first name we do not know is quoted with it.
_QUOTED_LIST = regex(
    "(?:学习|传达|贯彻|落实|领会|重温|介绍了?|阐述了?|回顾了?|评价了?)[^，、]{2,16}(?:、[^，、]{2,16})*、$"
)
_DATELINE = regex(
    r"^[^，]*?\d日[电讯] *(?:（[^（）]*）)?|^[^，]{0,12}\d{4}-\d{1,2}-\d{1,2}[ ]*|^[^，]{0,16}[县市省][/／]"
)
#: Who begins what somebody else said is only spoken of: 县长甲说，省长乙指出….
_IN_SPEECH = regex("(?:说|指出|强调|表示|认为|提到|称)[，：]“?$")
_IN_THE_MEETING = regex("在?(?:会[上中议]|席间|议?场[上中])")
_HEARD = regex(
    "(?:听取|审议|听取[并和、]?审议(?:并?通过)?|审议并?通过|研究|讨论|听|观看|收听|阅看|听取并讨论|听取审议)了?(?:和?审议了?)?$"
)
_HANDED = regex("(?:由|请|委托|责成|指派|派|邀请|邀集|改由|今邀|特邀|授权|推举|推选)了?(?:[^，。、]{2,16}的)?$")
_SENT_BY = regex(r"受[^，。（）]{0,12}$")
_LISTED_ON = regex(r"(?:、[^，。、]{2,24}、?|[，、](?!并)[^，。、]{0,10})")
#: A list whose items are parted by semicolons, up to the next name.
_GOES_ON_BEHIND = regex("；(?:[㐀-鿿、（）]{0,30}，)?[㐀-鿿]")
#: Who brings others does what they do: 市长甲昨日率局长乙列席; 局长乙等市府团队与校长丙座谈.
_LEADS = regex(
    "[^，。、]{0,10}?(?:率同|率领|率|偕同|偕|会同|带同|带领|协同|连同|联同)(?:[^，。、]{2,20}[、及和与])?|[等及和与](?:(?!出席|参[加与]|到场|列席)[^，。、]){2,16}，?[与和同]|(?:[、，及和与]|以及)(?:[^，。、]{2,16}[处会室局所团队社组校院部]|(?:身兼|兼任|担任)[^，。、]{2,24}的)"
)
_COUNTED = regex(
    "等?(?:(?:\\d+|[一二两三四五六七八九十]+)(?:[位名]|人(?=当选|获选|出任))|(?<=等)(?!在家|[㐀-鿿]{0,4}班子))(?:当选为?|获选为?|出任)?(?:全体|各位|多位)?(?P<title>[㐀-鿿]{0,8}?(?:代表|委员|常委|里长|村长|理事|监事|议员|专家|学者|教授|院士|领导|企业家|老干部|负责人))(?!小组|组|班子|干部|会|人)"
)
#: What makes a stretch between two runs more than a list.
_ACTS = regex("[由请就将对向把被]|会议|了|通过|选举|任命|决定")
#: Labels that say more of a man than a title he would share: 副议长甲及乙、丙等议员.
_ELECTED = regex("(?:议员|委员|里长|理事|监事)$")


@dataclass(slots=True)
class _Run:
    mentions: list[Mention]
    left: int
    right: int


def assign_roles(text: str, mentions: list[Mention]) -> None:
    """Give the mentions, in order of the text, the roles that their clauses state."""
    free = [m for m in mentions if not m.roles]
    runs = _runs(text, free)
    ends = [mark.start() for mark in _SENTENCE_END.finditer(text)]
    waiting: list[Mention] = []
    leaders: list[Mention] = []
    subject: _Run | None = None
    introduced: tuple[int, Role] | None = None
    for place, run in enumerate(runs):
        sentence_start = _sentence_start(ends, run.left)
        sentence_end = _sentence_end(ends, run.right, len(text))
        following = runs[place + 1].left if place + 1 < len(runs) else len(text)
        predicate = text[run.right : min(following, sentence_end, run.right + _REACH)]
        predicate = beyond_groups(text, run.left, run.right, following) or predicate
        _count(text, run)
        left = waiting[0].left if waiting else run.left
        before = text[max(sentence_start, left - _REACH) : left]
        if subject and subject.right <= sentence_start:
            subject = None
        if role := introduction(before):
            if role == Role.CHAIR and _ADDRESSED_BY_CHAIR.match(predicate):
                continue
            introduced = (sentence_start, role)
        elif introduced and (introduced[0] < sentence_start or introduced[1] == Role.CHAIR):
            introduced = None  # one presides; who follows in the sentence does not
        if introduced and not re.match(r"(?:[^，。]{0,6})?(?:主持|列席|缺席|请假)", predicate):
            _give(run.mentions, {introduced[1]})
            _give(run.mentions, roles_of(predicate) & {Role.SPEAKER, Role.CHAIR})
            continue
        run.mentions[:0] = waiting
        waiting = []
        if _GOES_ON_BEHIND.fullmatch(text, run.right, following + 1):
            waiting = run.mentions  # 主任甲；教授、博士生导师乙；…丙出席
            continue
        goes_on = _LISTED_ON.fullmatch(predicate) or _LEADS.fullmatch(predicate) or _only_listed(predicate)
        if (
            following < sentence_end
            and goes_on
            and run.mentions[-1].name(text) != runs[place + 1].mentions[0].name(text)
        ):
            _give(run.mentions, roles_of(predicate))  # 亲自主持并偕同
            waiting = run.mentions  # an item we do not know stands between; the clause's predicate comes later
            leaders = waiting if BRINGS.match(predicate) else []
            continue
        subject = _one_run(text, run, before, predicate, subject)
        come_along(run.mentions, leaders)
        leaders = []
    _settle(text, free, mentions)


def _settle(text: str, free: list[Mention], mentions: list[Mention]) -> None:
    """Give and take the roles that the text as a whole states; ``free`` had none before."""
    chair_of_record(text, mentions)
    for mention in free:
        if Role.SPEAKER in mention.roles and is_bare_chair(text, mention):
            mention.roles.add(Role.CHAIR)  # 主席叶俊豪裁决: the sitting's, since no body is named
    he_said(text, free)
    opens_by_office(text, free)
    hosts(text, mentions)
    guests(text, free)
    bare_lists(text, mentions)
    drop_quoted(text, mentions)
    stayed_away(text, mentions)


def _count(text: str, run: _Run) -> None:
    """Give those of a run who have no title of their own what they are counted as: 甲、乙等6位代表先后发言."""
    if counted := _COUNTED.match(text, run.right):
        joint = max((one.left for one in run.mentions if text[one.left - 1] in "及和与暨"), default=0)
        for mention in run.mentions:
            shares = mention.rule == "shared title" and mention.left >= joint and _ELECTED.search(counted["title"])
            # 副议长甲及乙、丙等议员; 副主席甲、乙及|丙等委员; 市政协委员甲、乙等6位委员
            own = mention.titles and not (shares and not text[slice(*mention.titles[-1])].endswith(counted["title"]))
            mention.titles = mention.titles if own else [counted.span("title")]


def _only_listed(predicate: str) -> bool:
    """Tell whether only groups and units, listed, stand between two runs: 甲，区委有关领导，镇长乙."""
    joints = ("，", "、", "及", "和", "与", "暨")
    listed = predicate.startswith((*joints, "以及")) and predicate.endswith(joints)
    return listed and not _ACTS.search(predicate) and not any(pattern.search(predicate) for _, pattern in VERBS)


#: The heading of a speech or of a question and its answer: 以下是…议员甲的提问和|局长乙的答覆.
_TEXT_OF = regex(
    "的(?:口头)?(?:提问|质询|答[复覆]|回[复覆]|(?:开场|总结)?(?:发言|致[辞词]|讲话))(?=[和及与：，。]|全文|如下|$)|[^，。：]{0,40}的(?:答问|发言|讲话|致[辞词]|谈话)(?:内容|全文)"
)
_HEADS_TEXT = regex("以下[是为]")
#: Whom others miss: 议员不满|局长甲没有出席.
_BLAMED = regex("(?:不满|批评|质疑|抗议|遗憾)$")
_CLAUSE_END = regex("[，；：]")
#: Whom somebody thanks came, or those named with him did: 感谢院长乙，以及部会首长今天列席.
_THANKED, _CAME = regex("(?:感谢|谢谢|欢迎)[^，。]{0,12}$"), {Role.ATTENDEE, Role.OBSERVER}
#: A speech at another meeting, which this one only studied: 研究讨论|甲在省委全会上的讲话.
_STUDIED = regex("(?:研究|讨论)了?$")
_SPEECH_ELSEWHERE = regex("在(?!会上|会议上|大会上|座谈会上|[开闭]幕)[^，。；]{2,50}?[上中]的(?:重要)?讲话")


def _one_run(text: str, run: _Run, before: str, predicate: str, subject: _Run | None) -> _Run | None:
    """Give one run its roles, and return who is the subject of what follows in the sentence."""
    clause = _DATELINE.sub("", _CLAUSE_END.split(before)[-1])
    if subject and _IN_SPEECH.search(before) and not _IN_THE_MEETING.match(predicate):
        return subject
    if _SENT_BY.search(clause) and "委托" in predicate[:12]:
        return subject
    if in_company(predicate, run.mentions, subject.mentions if subject else []):
        return subject
    work = HIS_WORK.match(predicate)
    if _TEXT_OF.match(predicate) and _HEADS_TEXT.search(before):
        _give(run.mentions, {Role.SPEAKER})
        return run
    if work and subject:
        _give(subject.mentions, roles_of(predicate[work.end() :]))
        return subject
    if _HEARD.search(clause) or (_HEARD_TOO.search(clause) and predicate.startswith(("关于", "就", "的", "“", "《"))):
        _hear(run, clause, predicate, subject)
        return subject
    if _REPORTED.match(predicate) and _OTHERS_REPORT.search(before) and _HEARING.search(before):
        _give(run.mentions, {Role.SPEAKER})  # 听取了局长甲作的《…》、|局长乙作的《…》
        return subject
    if _AWAY_WHO.search(clause) or (_BLAMED.search(clause) and roles_of(predicate) == {Role.ABSENT}):
        _give(run.mentions, {Role.ABSENT})
        return subject
    if _PRESENTED.search(clause) and not _BEFOREHAND.search(before):
        _give(run.mentions, {Role.ATTENDEE} | (roles_of(predicate) & {Role.SPEAKER, Role.ABSENT}))
        return subject
    if only_named(clause, before, predicate):
        return subject
    if met_others(clause, predicate, text[run.right : run.right + _REACH], several=len(run.mentions) > 1):
        _give(run.mentions, {Role.ATTENDEE})
    if clause and not _HANDED.search(clause):
        by_his_word = clause.endswith("在") and _ON_HIS_WORD.match(predicate)
        if (_QUOTED.search(clause) and not by_his_word) or _QUOTED_LIST.search(clause):
            return subject
        if is_object(clause, predicate, adverbial=bool(_ADVERBIAL.fullmatch(clause))):
            if subject:
                _give(subject.mentions, roles_of(predicate) - (_CAME if _THANKED.search(clause) else set()))
            return subject
        if (
            not _ADVERBIAL.fullmatch(clause)
            and len(clause) > 14
            and "、" not in clause
            and not _ANOTHER_CAME.search(clause)
            and not clause.endswith(("由", "请", "的"))
        ):
            return subject
    _give(run.mentions, _roles_in(clause, before, predicate))
    seat_conveners(text, run.mentions, clause, run.right)
    return run


def _hear(run: _Run, clause: str, predicate: str, subject: _Run | None) -> None:
    """Give a role to whom a meeting heard (听取|局长甲汇报…后), and to its subject what it did then."""
    if _STUDIED.search(clause) and _SPEECH_ELSEWHERE.match(predicate):
        return
    if re.search("汇报|报告|介绍|说明|意见|发言|通报|解读|讲|述职|述责|述廉|情况", predicate) or _HIS_REPORT.match(
        predicate
    ):
        _give(run.mentions, {Role.SPEAKER})
    rest = re.split("(?:汇报|报告|介绍|说明|意见|发言|通报)(?:情况)?后?|，", predicate, maxsplit=1)
    if subject and len(rest) > 1:
        _give(subject.mentions, roles_of(rest[1]))


def _roles_in(clause: str, before: str, predicate: str) -> set[Role]:
    """Return what a predicate states of its subject, as what stands before him has it (由…代表)."""
    roles = roles_of(predicate)
    presiding, sitting = _PRESIDING.search(clause), _SITTING.search(clause)
    if presiding and not _NOT_SO.search(clause, 0, presiding.start()):
        roles.add(Role.CHAIR)  # 主持会议的副议长甲
    if sitting and not _NOT_SO.search(clause, 0, sitting.start()):
        roles.add(Role.OBSERVER if sitting["beside"] else Role.ATTENDEE)
    if clause.endswith(("由", "派")) and _STANDS_IN.match(predicate):
        roles |= {Role.OBSERVER if "列席" in before else Role.ATTENDEE}
    elif clause.endswith("由") and not roles and re.match("(?:先后|分别)?(?:代表|作|就)", predicate):
        roles = {Role.SPEAKER}
    if _CHAIR_BY.search(before) and predicate.startswith(("担任", "担纲")):
        roles.add(Role.CHAIR)
    if _RECORD_BY.search(before) and predicate.startswith("担任"):
        roles.add(Role.RECORDER)
    return roles


#: When somebody had done so: 在|主席甲宣布开会后，….
_ON_HIS_WORD = regex(
    "的?(?:宣[布告]|主持|致[词辞]|带领|率领|陪同)[^，。]{0,16}(?:后|下|时)(?=[，。]|$|召开|举行|开[幕议会]|进行|展开|登场|审议|通过)"
)
#: What was heard of several: 听取科长甲“…”及|队长乙关于…的报告.
_HIS_REPORT, _HEARD_TOO = regex("[“《「][^”》」]*[”》」]"), regex("听取[^，。]*[”》」](?:[及和与、]|以及)$")
_REPORTED, _HEARING = (
    regex("(?:受[^，。]{2,20}委托)?所?[作做]的|的[^，。]{0,16}(?:说明|报告|汇报|介绍|通报)"),
    regex("听取|审议"),
)
_OTHERS_REPORT = regex("(?:》|报告)[、，]$|(?:》|报告|说明|汇报)(?:[和与及]|以及)$")
#: Who is new in office and shown to the meeting: 向代表介绍新任|处长甲.
_PRESENTED = regex(
    "(?:(?:(?<!将)向[^，。]{1,10}|会[中上])(?!未)[^，。]{0,2}介绍[^，。、]{0,12}|欢迎)(?:新任|新科|新进|新到任|到任)[^，。、]{0,12}$"
)
_BEFOREHAND = regex("(?:开始|开会|会议?)前")
#: Who sat there: 列席的|局长甲, 坐在备询席的|局长乙.
_SITTING = regex(
    "(?P<beside>列席(?:会议)?|备询[席台](?:上|前)?|旁听席?)的[^，。、]{0,6}$|(?:到场|受邀|应邀|到会|与会|出席)(?:会议)?的[^，。、]{0,6}$"
)
#: What denies it, puts it off, or tells of another day.
_NOT_SO = regex(
    "(?:[不未没绝应]|[未没]有|未[能克曾获]|不能|无法|拒绝|将|原定|下[周次]|上[周次]|昨[天日]?|曾经?)[^，。]{0,6}$"
)
_PRESIDING = regex("主持(?:会议|座谈|[^，。的]{0,12}[会报])的[^，。、]{0,6}$")
#: Who is thanked though he was away: 感谢因公未能与会的县长甲.
_AWAY_WHO = regex(
    "(?:未能?|^(?:未有|没有)|无法|不克)(?:前来)?(?:与会|出席|到场|参加|列席)(?:(?:本次|此次|这次)?(?:会议|大会))?的[^，。]{0,10}$"
)
#: Another who came stands before him in the clause: 顾问甲代表市长出席以及工务局|局长乙列席.
_ANOTHER_CAME = regex("(?:出席|列席|参加|到场|与会)(?:以及|及|和)[^，。]{0,12}$")
#: Who came for another: 因公未能列席，由副局长甲代表.
_STANDS_IN = regex("(?:代理|代表|代为)(?:(?:出席|列席|参加|与会)?(?:$|[，。；）])|处理|履行|行使)")
_RECORD_BY = regex("[记纪]录由[^，。]{0,8}$")
_CHAIR_BY = regex("(?<!副)(?:主席|主任委员|召集人|主持人)由[^，。]{0,8}$")


def _runs(text: str, mentions: list[Mention]) -> list[_Run]:
    runs: list[_Run] = []
    for mention in mentions:
        if runs and _represented(text, runs[-1].right, mention):
            runs[-1].right = max(runs[-1].right, mention.right)
        elif (
            runs
            and (joint := _JOINT.match(text, runs[-1].right))
            and (joint.end() >= mention.left or OF_UNIT.fullmatch(text, joint.end(), mention.left))
            and mention.left >= runs[-1].right
            and not ("，" in joint.group() and runs[-1].mentions[-1].name(text) == mention.name(text))
        ):
            runs[-1].mentions.append(mention)
            runs[-1].right = max(runs[-1].right, mention.right)
        else:
            runs.append(_Run([mention], mention.left, mention.right))
    return runs


def _represented(text: str, at: int, mention: Mention) -> bool:
    """Tell whether who is named before ``at`` stands for this person, who did not come: 副县长甲代理县长乙主持."""
    return text.startswith(("代表", "代理"), at) and mention.left <= at + 2 < mention.start


def _sentence_start(ends: list[int], at: int) -> int:
    before = bisect_left(ends, at)
    return max(0, at - _LONGEST_SENTENCE, ends[before - 1] + 1 if before else 0)


def _sentence_end(ends: list[int], at: int, length: int) -> int:
    behind = bisect_left(ends, at)
    return min(length, at + _LONGEST_SENTENCE, ends[behind] if behind < len(ends) else length)


def _give(mentions: Iterable[Mention], roles: set[Role]) -> None:
    for mention in mentions:
        mention.roles |= roles
