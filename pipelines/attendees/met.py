"""Who met: with whom somebody talked, whom he called together, who led a delegation that met another."""

from __future__ import annotations

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.mention import Mention
from pipelines.attendees.named_only import MET
from pipelines.attendees.predicates import roles_of

#: With whom somebody met: 与|局长甲会面; whom he called to the meeting: 邀集|议员甲及…召开座谈会.
_TALKED = regex("(?:等[^，。、]{0,8})?(?:会面|会谈|座谈(?!会)|面对面|交换意见|对话)")
_CALLED = regex("(?:邀集|约集|召集|邀请|邀)了? {0,2}(?:[㐀-鿿]{2,14}[会局处府所院司])?$")
_CALLED_TO = regex(
    " {0,2}(?:[、及和与等][^，。]{0,30})?(?:，?以及[^，。]{2,40}?)?，?(?:[于在假至到赴][^。]{2,120}?|(?:针对|就|为)[^，。]{2,20})?(?:召开|举行|举办|座谈|会商|研商|会勘|共商|指导(?:和监督)?[^，。；]{0,8}工作)"
)
#: What two and more did: 市长甲与市长乙和官员，昨日在上海举行会议.
_HELD_TOGETHER = regex(
    "(?:[和与及][^，。]{2,12}(?:官员|代表|人员|团))?，?(?=[^，。；]{0,14}[今昨日在于])[^，。；将拟未不没无拒取应]{0,14}(?:举行|进行)[^，。；]{0,24}(?:会议|会谈|座谈|会商|磋商)"
)
#: Who leads those who meet others: 司长甲率领的代表团，与副市长乙率领的代表团，今日在深圳举行会议.
_LED_TO_TALKS = regex(
    "(?:[昨今]?[天日]|日前)?(?:率领?|带领)的?[^，。；将拟]{2,40}?(?:代表团|访问团|团队|官员)(?:，?(?:[与和同今昨在]|日前)[^，。；将拟未]{0,60}?){1,4}(?:举行|召开|进行)[^，。；]{0,40}?(?:会议|座谈|会谈|磋商|会商)"
)


def met_others(clause: str, predicate: str, rest: str, *, several: bool) -> bool:
    """Tell whether those named met others: ``clause`` stands before them, ``predicate`` behind, ``rest`` is more of the text behind them.

    ``several`` says that more than one is named.
    """
    beside = MET.search(clause) is not None
    return (
        ((several or beside) and _HELD_TOGETHER.match(predicate) is not None)
        or (beside and _TALKED.match(predicate) is not None)
        or (_CALLED.search(clause) is not None and _CALLED_TO.match(predicate) is not None)
        or _LED_TO_TALKS.match(rest) is not None
    )


#: In whose company somebody met others: 在指挥官甲、乙陪同下，召集各局处开会.
_IN_COMPANY = regex("陪同下，?(?P<did>[^，。]{0,8}(?:召[集开]|出席|主持|参加|举行|列席|与会|步入).*)")


def in_company(predicate: str, company: list[Mention], principals: list[Mention]) -> bool:
    """Tell whether a predicate says that ``principals`` met in the company of others, and give both their roles."""
    met = _IN_COMPANY.match(predicate)
    if met is None:
        return False
    roles = roles_of(met["did"])
    if met["did"].startswith("召集"):
        roles -= {Role.ATTENDEE, Role.OBSERVER}  # 召集各局处代表与会: those he called came
    for mention in company:
        mention.roles.add(Role.ATTENDEE)
    for mention in principals:
        mention.roles |= roles
    return True
