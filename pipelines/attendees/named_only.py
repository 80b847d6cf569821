"""Who is named in a clause and does nothing of it: met, thanked, elected, tasked, honoured, spoken of, asked for leave, to come another day."""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.attendees.predicates import CHOSEN, FORMED, SAID_OF
from pipelines.attendees.titles import ENDS_OF_ORGANS, FACES

MET = regex(
    "(?:会见|会晤|接见|看望|慰问|欢迎|感谢|对|向|陪同|(?<![会偕连率])同|与|和|(?<![人席长员书者])为|给|予|跟|祝贺|悼念|拜访|拜会|纪念|任命|免去|补选|选举|接受|罢免|决定任命|肯定|称[赞许]|赞[许扬]|嘉许|致电|致函|联络|交[予给]|递交|呈交)了?(?:已故|前)?$"
)
#: Who is elected or appointed is not thereby at the meeting: 补选甲、乙2名同志为代表.
_APPOINTED = regex("(?:等)?(?:\\d+|[一二两三四五六七八九十]+)?[人名位]?(?:同志|女士|先生)?(?:为(?!期|了)|担任|出任)")
_APPOINTS = regex("(?:任命|决定|补选|选举|推选|选出|提名|推荐|聘任|聘请|增补|改选)[^，。；]*$")
#: Whose leave is needed or was got: 倘获|主席甲同意.
_GRANTED, _GRANTS = regex("(?:获|征得|取得|得到|须经|报请)$"), regex("同意|批准|许可|授权|支持|核准|首肯")
#: Whose talks with somebody else are only studied: 学习总书记同美国总统|甲会谈精神.
_STUDIED_OF = regex("(?:学习|领学|传达|贯彻|宣讲|解读|关于)[^，。]*[同与和]$")
_THEIR_TALKS = regex("会谈|会晤|会见|通话|互致")
#: Who is asked to do something after the meeting: 他请|政务委员甲召集相关部会; to whom honour is paid: 向|参事甲致意.
_TASKED = regex("(?:[他她并也亦][^，。]{0,4}请|[爰故尚另惠已将]请|责成|指派|委请)$")
_TASKS = regex("(?:召集|督导|督促|牵头|研议|会勘|勘查|处理|改善|了解|追踪)(?!.*并(?:指出|强调|要求|表示|讲话))")
#: Who is to come another time: 下次会议将邀请|会长甲到场.
_INVITED = regex("将会?(?:邀请?|安排|请)$")
#: Whom a sitting resolves to hear another day: 同意…，9月30日下午邀院长|甲报告.
_IS_TO_COME = regex(
    "(?:同意|决议|议定|商定|达成共识)(?:(?!召开|举行)[^；。])*?(?:\\d日|将|拟)(?:(?!召开|举行)[^；。])*?邀请?[^，。、]{0,10}$|(?:(?<![许认])可|不妨)(?:(?!召开|举行)[^；。]){0,16}邀请[^；。]{0,30}$"
)
_IS_HEARD = regex(
    "(?:到|来|赴)[^，。]{1,8}(?:演讲|演奏|讲座|授课|分享)|(?:率同?[^，。]{2,16})?(?:列席|到会|到院|进行|[作做])?(?:施政|专案|业务|专题)?(?:报告|备询|备质询|说明|列席)"
)
#: Who went along where others called before the meeting: 会前，院长甲看望了编写组，院长乙陪同.
_CALLED_BEFORE = regex(
    r"^\s*会前，(?:(?!会议由|主持|出席|参加)[^。；])*(?:看望|慰问|会见|接见|考察|参观|调研|走访|巡察|视察)"
)
_WENT_ALONG = regex("(?:等[^，。]{0,10})?(?:全程)?陪同(?![^。；]{0,8}(?:参加|出席|与会|参会|列席))")
_TOWARDS = regex("(?:向|对)[^，。、]{0,16}$")
_HONOURED = regex(
    "(?:致[意谢敬哀]|道[贺谢别]|表[示达](?:感谢|祝贺|慰问|敬意|谢意|肯定|欢迎|哀悼))(?!.*[并还](?!.*感谢))"
)
#: To whom honour is paid with others: 向即将退休的处长甲、|秘书乙及局长丙表达诚挚感谢.
_TOWARDS_SEVERAL = regex("(?<![方面定导志意走])(?:向|对)[^，。]{2,40}[、和与及暨]$")
_HONOURED_SO = regex("(?:致以?|表[示达])[^，。、；]{0,6}?(?:感谢|祝贺|慰问|敬意|谢意|肯定|欢迎|哀悼|问候|道贺)")
#: Who is given something does not act: 县长甲颁奖表扬科长乙, 勉励….
_AWARDED = regex("(?<!受)(?:颁[发奖赠授]|表[扬彰])(?!大会|会|的|仪式|典礼|环节|决定|文件|名单)[^，。由]{0,30}$")
#: Whom somebody takes on, so that what follows is the other's: 议员甲槓上|县长乙，质疑….
_FACED = regex(f"(?:{'|'.join(FACES)}|槓上|怒[怼呛批轰]|[痛狠]批|[炮砲]轰|点名|直[斥批]|堵到|狂?轰)$")
#: An organ that did the same as he: 促进会与|民政司长甲.
_ORGAN_TOO = regex(f"[㐀-鿿]{{1,12}}{ENDS_OF_ORGANS}与")
#: What he raised is answered: 针对里长甲所提问题，….
_RAISED = regex("所[提询问述陈]|所?(?:提出|提问|质询|质疑|询问|反映|关心|关切|建议)")


def is_object(clause: str, predicate: str, *, adverbial: bool) -> bool:
    """Tell whether somebody is whom others met, thanked or honoured, so that the predicate is theirs."""
    if _AWARDED.search(clause):
        return True
    if _ORGAN_TOO.fullmatch(clause):
        return False
    raised = clause.endswith("针对") and _RAISED.match(predicate)
    faced = _FACED.search(clause) is not None
    return (bool(MET.search(clause)) or faced) and not adverbial and not raised


def only_named(clause: str, before: str, predicate: str) -> bool:
    """Tell whether somebody is elected, tasked, honoured, spoken of, asked for leave or to come another day, and does nothing here."""
    return (
        SAID_OF.search(clause) is not None
        or clause.endswith("至于")  # 至于局长甲反悔一事，…
        or _INVITED.search(clause) is not None
        or any(
            stands.search(where) and follows.match(predicate)
            for stands, where, follows in (
                (_APPOINTS, before, _APPOINTED),
                (_TASKED, clause, _TASKS),
                (_IS_TO_COME, before, _IS_HEARD),
                (_GRANTED, clause, _GRANTS),
                (_STUDIED_OF, clause, _THEIR_TALKS),
                (_TOWARDS, clause, _HONOURED),
                (_CALLED_BEFORE, before, _WENT_ALONG),
                (_TOWARDS_SEVERAL, clause, _HONOURED_SO),
                (CHOSEN, clause, FORMED),
            )
        )
    )
