"""Whether a text reports a meeting, which, when, where, and what identifies it."""

from __future__ import annotations

import re

from jiyao.model import Evidence, Held, Meeting, Place
from jiyao.patterns import regex
from pipelines.lexicon import starting
from pipelines.meeting.kinds import (
    body_of,
    committee_in,
    convener_of,
    identity_of,
    is_numbered,
    is_organ,
    kind_of,
    level_of,
    ordinal_of,
)
from pipelines.meeting.names import meeting_name
from pipelines.meeting.planned import CALLED_OFF, PROGRAMME, is_of_another, is_planned, is_to_come
from pipelines.meeting.regions import region_of
from pipelines.meeting.trimming import Named, with_whole_titles
from pipelines.numerals import number
from pipelines.reading import SAT_DOWN, Reading
from pipelines.script import for_reading
from pipelines.unnamed import OF_ASSOCIATION

__all__ = ["Named", "describe", "is_meeting", "meeting_name"]

_HELD = regex(
    r"(?<!以)(?<!前后)(?<!先后)(?<!累计)(?<!共)(?:召开|举行|举办|参与(?=[^，。；\n]{0,24}(?:会议|座谈))|开展(?=[^，。；\n]{0,20}集体学习)|展开(?=[^，。；\n]{0,20}座谈会)|办理|主持召开|[开闭]幕(?![式礼])|召集|出席(?![^，。]{0,4}[开闭]幕[式礼])|参加|列席|主持|收听收看)(?:了|的)?[^，。；\n]{0,44}?(?:会议|大会|集体学习|座谈(?=[，。])|座谈会|(?:(?<!运)动|[^委协学商工议社机动乐唱奏园游览销易聘晚庙灯舞画花与到参赴府])会(?![庆员徽旗址馆]))|(?:会议|大会|座谈会|[^委协学商工议社机]会(?![期庆]))[^，。；\n]{0,40}?(?:召开|举行|开幕|揭幕|闭幕|(?:圆满)?落幕|登场|展开|来到|移师|开议|开讲|[今昨]起|起一连)|(?:座谈会|恳谈会|协商会)(?:热议|聚焦|共话|共商)|(?:会议|座谈会?|会报|[^委协学商工议社机]会)[^，。；\n由]{0,10}由[^，。]{2,40}(?:主持|召集)|主持会议|日[^，。；\n]{2,20}(?:成立大会|会员大会|座谈会)(?=[。，])|(?:朝野|党团|议会|立法院)[^，。；\n]{0,16}进行[^，。；\n]{0,8}协商(?=[，。])|会议以[^，。]{2,12}形式进行|在[^，。；\n]{0,6}分会场[^，。；\n]{0,6}(?:收[看听]|聆听|观看|参加)[^，。；\n]{0,24}(?:会(?!员)|讲座|报告)|(?:到|赴|至|前往|邀请?|约请)[^，。；\n]{2,30}座谈(?=[，。])|(?:邀请?|[今昨日]）?日?(?:上午|下午)?请|邀集|约集)[^，。；\n]{4,60}开会(?=[，。])"
)
_SAID = regex(
    starting(
        "与主会先全决大散相裁踊轮告谈员进署流院座",
        "(?:会议|大会|全会|[告谈员进署流]会)(?:指出|强调|认为|要求|组织|观看|学习|听取|审议|传达|研究|决定|通过|通报|宣布|讨论|表决|号召|集中|还|原则)|与会(?:人员|者|代表)|会上[，,]|座谈会中[，,]|会中(?:作[成出]|裁示|指示|决议|强调|表示|决定)|主席(?:裁示|致词|宣布)|决议：|裁示|[院主][长席]提示：|散会|(?:先后|相继|轮番|踊跃)发言",
    )
)
_RECORD = regex(
    r"^[ \t　]*(?:[一二三四五六七八九十壹贰叁肆伍]、)?(?:出 *席|列 *席|主 *席|主 *持 *人?|记 *录|纪 *录|出席(?:者|人员|委员|议员|代表))[^\n：]{0,10}：",
    re.M,
)
_RECORD_TITLE = regex("录音[纪记]录|(?<!通过)(?<!确认)会议(?:纪要|记录|纪录|议事录)|议事录|会议过程正式纪录")
#: A speaker's line of a verbatim record: 杨议员肃明：
_SPEECH = regex(r"^[ \t]*[㐀-鿿]{2,12}：", re.M)
_COUNCIL_SPEECH = regex(r"^[ \t]*[㐀-鿿]{2,12}(?:议员|委员|主席|代表|议长)[㐀-鿿]{0,3}：", re.M)
#: A reception of guests is no meeting.
_RECEIVED = regex("(?:会见|会晤|接见)了?(?!传媒|媒体|记者)[㐀-鿿]{2,}")
_VISIT = regex(
    "调研|实勘|勘查|视导|考察|慰问|走访|会见|会晤|检查|督导|督查|巡查|看望|视察|访问|参观|通话|抵达|致电|贺信"
)
#: What a board makes known is what it has passed: 审议通过了….
_PASSED = regex("(?:审议|表决)(?:并|后)?(?:一致)?通过")
#: Ceremonies, whoever presides over them.
_CEREMONY = regex(
    "(?:动土|开工|通车|启用|落成|揭牌|剪彩|上梁|颁奖|毕业|授旗|布达|欢迎|赠勋|捐赠|签约)(?:典礼|仪式)|颁[发赠授]?[^，。]{0,16}(?:聘书|证书|奖牌|奖状|当选证书)"
)
#: The number of an official paper: 市政办发〔2005〕56号.
_NUMBERED, _NUMBER_WITHIN = regex(r"[〔\[（]20\d\d[〕\]）]\d+号"), 120
#: What was held is a ceremony, whatever else its name holds: 举行理事会就职典礼.
_CELEBRATED = regex(
    "(?:举行|举办|主持|出席)(?:(?!大会|会议|年会)[^，。；\n]){0,30}(?:就职|交接|颁奖|剪彩|动土|[节展赛周月营]开幕)(?:典礼|礼|仪式)"
)
_NOTICE = regex(
    "(?:公告|通知|启事|公示|预告|招标|简历|任免|讣告|说明书|办法|条例|(?:关于[^。\n]*|实施|指导|处理|审查|审核|参考|若干|工作)意见|决定|方案|招聘|甄选|征求|通告|声明|答记者问|评论|社论|述评|综述|解读|观察|(?<=[会议])议程|制度|规则|细则|名单|须知)(?:（[^）]*）|》)?$"
)
#: What somebody did elsewhere than in a meeting: 来到驻地，看望….
_VISITED = regex(
    r"^[^。]{0,80}(?:来到|前往|赴|深入|到)[^。]{0,36}(?:看望|慰问|走访|调研|考察|视察|检查|督导|督查|参观)"
)
_APPOINTED = regex("(?:委任|任命|获任)(?!书)")
_SPOKE_AT_IT = regex("(?:在|于)[^，。；\n]{0,24}会(?:议)?(?:上|中)?(?:指示|强调|表示|指出|提出|要求)")
#: How minutes are written, and minutes of nobody: 会议纪要格式, XX区政府第X次会议记录.
_TEMPLATE = regex(
    "会议(?:[记纪]录|纪要|通知)的?(?:标准|规范|写作|基本)?(?:格式|范文|模板|范本|样本|写法)|[X×]{2,}(?:省|市|县|区|镇|局)(?:人民政府|政府|委|第|会议)|第[X×]+次"
)
#: The articles of a statute: the first, or others that follow each other.
_RULES = regex(
    r"(?<![㐀-鿿])第一条(?![㐀-鿿]{0,2}(?:经验|措施|意见|建议|消息|理由|原因))"
    r"|\A\s*(?:[^\s。，][^\n。，]{0,39}\n\s*){0,3}[^\s，。]{0,4}关于[^\n，。]{2,24}(?:制度|办法|规则|规程|细则)[ ]*$|法规名称：|本(?:办法|规程|准则|条例|规则|细则|要点)依[^，。]{2,40}(?:订定|制定|规定)",
    re.M,
)
#: What a record says too whose board passed them: articles that follow each other, and who must come for how many to decide.
_BY_LAWS = regex(
    r"^[ \t]*第[二三四五六七八九十]+[条章][、 　][^\n]*\n(?:[^\n]*\n){0,12}?[ \t]*第[二三四五六七八九十百]+条[、 　]"
    r"|特制定本(?:制度|办法|规定|规则|规章|细则|章程)|须[^，。]{0,8}(?:三分之二|半数|[12]/[23])以上[^，。]{0,12}(?:出席|到会)[^，。]{0,6}方[能可得为]|不得无故缺席"
    r"|(?:每个?(?:月|季度|半年)[^，。；]{0,10}召开|不定期召开)[\s\S]{0,160}?(?:根据需要[^，。；]{0,8}召开|由[^，。；]{2,24}召集(?:并|和)主持)",
    re.M,
)
#: What calls to a meeting or rules one, unless a text tells who presided over it.
_CALLS_OR_RULES = regex(
    "决定(?:[于在][^，。\n]{2,24})?(?:召开|举行|举办)[^，。\n]{2,40}会议?[，。][^。\n]{0,24}如下|会议安排如下"
    "|应当?有[^，。]{0,10}(?:三分之二|半数)以上[^，。]{0,16}才能|(?:会议|大会|理事会|委员会)由下列(?:成员|人员)组成"
)
#: A record names those who met before what they passed, in at least so many characters.
_HEAD = 80
#: A report says within so many characters that somebody met.
_TOLD_SOON = 250
#: A call to a meeting: 特此通知, 开会通知单.
_CALL = regex(
    starting(
        "会公开敬特现请谨欢受报",
        "欢迎[^。，\n]{0,16}踊跃(?:参加|报名|参与)|受理报名|报名(?:方式|表|截止)|敬邀|谨邀|公告事项|特此(?:通知|函告|公告)|(?:开会|会议)通知|开会事由|现将[^。\n]{0,20}通知如下|敬请[^。，\n]{0,14}(?:出席|参加|与会)|请[^。，\n]{0,14}(?:准时|务必)(?:出席|参加|与会)",
    )
)
#: What a programme says to who may come, and reports of meetings say too: 10：00 报到, 时间另行通知.
_INVITES = regex(
    r"诚挚?邀请?[^，。\n]{0,20}(?:出席|参加)|欢迎[^。，\n]{0,20}踊跃(?:针对|提出)|另行(?:通知|公告)|\d{1,2}：\d{2}[ 　]*(?:报到|签到)"
)
#: What a body that sits does with a bill or a vote.
_DECIDED = regex(
    "(?:议会|立法会|委员会|财委会|院会|大会)(?:[今昨][天日晚]?|(?:\\d{1,2}|[一二三四五六七八九十]{1,3})日|（\\d{1,2}）日?|最终|最后|其后|举行会议，|以[^，。]{2,16})*(?:[三二]读)?(?:通过|否决|议决)(?=[^，。]{2})"
)
#: The form that calls to a meeting, and who is mourned: no meeting was held yet, or none is told of.
_CALL_FORM = regex(
    r"开会通知单|请[^，。\n]{0,14}(?:准时|务必)(?:出席|参加|与会)|受文者：|\A[^：。]{0,80}会议议程[ \t]*\n"
)
_MET_PRESS = regex("(?:会议|行会|开会|议会)前[^，。]{0,4}会?见(?:传媒|记者|媒体)")
#: Who called a meeting of his own, and questions that are put in a council.
_CALLED_BY = regex("[㐀-鿿]{2,4}[^，。；]{0,30}(?:再次|亲自)?组织召开[^，。；]{0,30}(?:会议|座谈会|会)(?=[，。])")
#: A body that met and did something there: 委员会昨（2）日召开会议并选出主席.
_BODY_MET = regex(
    "(?:委员会|理事会|董事会|议会|常委会)(?:（[^（）]{2,16}）)?[^，。；]{0,20}(?:召开|举行)(?:全体)?会议(?=并|，(?:选|讨论|通过|审议|审查|根据|就))"
)
_QUESTIONED = regex("(?:总|业务|部门|市政|县政|施政|议会)质询")
_MOURNED = regex("享[年寿]|告别式|辞世|公祭")
#: The line of a day and a sitting over what was decided: 民国113年6月6日第3907次会议.
_HEADED_BY_DAY = regex(r"^[ \t]*(?:中华民国|民国)\d{2,3}年\d{1,2}月\d{1,2}日第\d+次(?:会议|院会)[ \t]*$", re.M)
#: What a meeting is to deal with, under its own heading, before anybody met.
_AGENDA = regex(r"^[ \t]*议[ \t]*程[ \t]*$", re.M)
#: Who met on that day, whatever the report is about: 今早与区议员举行会议.
_MET_THAT_DAY = regex("[今昨][天日早晚晨][^。]{0,60}[与和同][^。，]{2,24}举行[^，。]{0,6}会议(?=[，。])")
#: How often somebody came, told of many meetings: 出席率, 缺席9次.
_COUNTS_OF_MANY = regex("出席率|出勤率|[\\d两]次会议[^，。]{0,6}[中均都]|(?:出席|缺席)[^，。]{0,4}\\d+次")
#: Sentences in which a meeting is where something happens: 在民主生活会上, 参加座谈会的还有, 与…座谈.
_AT_IT = regex(
    starting(
        "一共邀定临以与于今代会参同和在大委本此立第行议该财这院",
        "于[今昨]?[^，。]{0,8}(?:[市县政院务]会议|会报)(?:中|上)?(?:进行)?(?:专题|专案)?(?:报告|简报|提报|说明)|(?:在|于|本次|此次|这次|该次|今次)[^，。；\n]{0,24}(?:会议|大会|[^委协学商工议社机都]会)(?:(?:上|中|里)?[，,]|(?:上|中)?(?:指示|强调|表示|指出|提出|要求|裁示|听取|质询|备询))|参加[^，。]{0,6}(?:会议|座谈会?)的|(?:一同|一起|同场|共同)出席的(?=[^，。]{2,16}(?:有|包括))|(?:在|于)[^，。；\n]{0,24}会(?:议)?(?:上|中)?(?:就|以)[^，。\n]{2,60}(?:发言|致辞|致词|讲话)|[在于][^，。；\n]{0,24}会(?:上|中)?[作做][^，。\n]{0,8}(?:报告|说明)|以下[是为][^。\n]{0,40}[在于][^。\n]{2,40}会(?:议)?(?:上|中)?[^。\n]{0,60}(?:提问|答[复覆]|发言|致辞|致词|讲话|总结)|(?:与|和|同)[^，。；\n]{2,40}座谈(?!会)|大?会(?:于|在)?[^，。]{0,12}(?:继续|进行|进入|展开)[^，。]{0,10}质询|(?:议员|立委|立法委员|代表)[^，。\n]{2,40}质询(?!稿)|(?:议会|代表会)[^，。；\n]{0,12}总质询|邀集[^。；\n]{4,60}(?:研商|会商|协商|共商)(?=[，。])|(?:议会|代表会)[今昨](?:[天日]|（[^）]*）日?)?(?:上午|下午)?(?:继续)?进行[^。\n]{2,40}(?:报告|质询)|(?:定期大?会|临时大?会)[^。，\n]{0,8}的质询|委员会(?:[今昨][日天]?)?(?:[上下]午)?邀请?[^。；\n]{2,60}(?:列席报告|备询|备质询|专题报告|专案报告)|委员会(?:继续|今[日天]?|昨[日天]?)讨论|第[^，。]{1,8}次会议[^，。]{0,8}(?:处理|审查|讨论|通过|继续)|(?:议会|立法会|委员会|财委会|院会|行政会)[^。\n]{0,40}(?:审议|审查|辩论|复会|续会|二读|三读)",
    )
)


#: What puts a meeting off to a day to come: 将|于11月7日起召开三天临时会，.
_TO_COME = frozenset("将拟订定")
#: A body that sits, and what is done in its sittings: 区议会今日（14日）开会讨论, 总质询时质疑.
_SITS = "(?<!要求)(?<!呼吁)(?:议会|立法会|委员会|财委会|代表会|理事会|董事会|院会)"
_ON_DAY = "(?:[今昨噚㖊][天日早晚]?|[上下]午|（\\d{1,2}日?）|\\d{1,2}[日月])"
_SAT = regex(
    f"{_SITS}{_ON_DAY}{{1,4}}开(?:首次|第[一二三四五六七八九十\\d]+次)?会(?![㐀-鿿]?时间|[㐀-鿿]?日期)|{_SITS}{_ON_DAY}{{0,4}}(?:复会|续会|开议)(?!时间|日期)"
    f"|(?:定期|临时)(?:大?会|大会){_ON_DAY}{{1,4}}(?:[续继]+)?(?:进行|展开|审议|审查)[^，。]{{0,8}}(?:质询|审议|审查|报告|考察|议程|议?案|预算)"
    "|(?:出席|列席|到访)[^，。]{0,12}(?:(?<![评审协合商])议会|立法会|委员会)(?:会议)?时|(?:多名|多位|有|数名)(?:区?议员|委员|代表)们?[在于]会上"
    "|(?:委员会|院会|理事会|董事会)会议(?:原定|期间|今|昨)|(?<!去年)(?<!上次)(?<!前年)(?:总|业务|施政)质询(?:时|中|[^，。]{0,4}(?:指出|质疑))(?!的)"
)


def is_meeting(reading: Reading, named: Named | None, *, people: int, chaired: bool) -> bool:
    """Tell whether a text reports a meeting that was held.

    ``named`` is the name found in it, ``people`` counts those with a part in it,
    ``chaired`` says that one of them presided.
    """
    body, title = with_whole_titles(reading.body), reading.folded_title
    lead = body[:500]
    told = named if named is not None and named.part == "text" and named.start < len(lead) else None
    held = told is not None and told.rule == "subject of 召开" and not is_to_come(lead, told.end)
    held = held or any(not is_to_come(lead, place.end()) for place in _HELD.finditer(lead))
    first = lead.split("。")[0]
    planned = is_planned(title, first, lead)
    said = len(_SAID.findall(body))
    visited = _VISIT.search(title) and not _HELD.search(title)
    score = 2.0 if held else 0.0
    score += 1.2 if told and told.start < 400 and not is_to_come(body, told.end) else 0.0
    at_it = any(lead[at.start() - 1] not in _TO_COME and not is_to_come(lead, at.end()) for at in _AT_IT.finditer(lead))
    score += 2.0 if (planned or not held) and at_it else 0.0
    score += 2.0 if not held and not planned and _SAT.search(lead) else 0.0
    score -= 4.0 * _calls(body, decided=chaired and held and _PASSED.search(body) is not None)
    score -= 4.0 if not chaired and _CALLS_OR_RULES.search(lead) else 0.0
    score -= 4.0 if not chaired and said < 2 and _INVITES.search(body[:300] + body[-200:]) else 0.0
    score -= 2.0 if _MET_PRESS.search(lead) and said < 2 else 0.0
    score -= 4.0 if not people and not said and _AGENDA.search(body[:300]) else 0.0
    score += 0.7 if _happened(lead, first) or (at_it and _QUESTIONED.search(lead)) else 0.0
    score -= 2.5 if not chaired and _MOURNED.search(title if title and held else lead) else 0.0
    told_only = not chaired and not said
    elsewhere = told_only and (_VISITED.search(lead) or _APPOINTED.search(title or lead[:60]))
    score -= 2.0 if elsewhere else 0.0
    score += 1.5 if (_HELD.search(title) and not planned) or _RECORD_TITLE.search(title) else 0.0
    score += min(said, 3) * 0.7
    score += 2.5 if _HEADED_BY_DAY.search(body[:300]) else 0.0
    score -= _of_others(body, lead, first, people) if told_only else 0.0
    score += 2.6 if named and named.rule == "where somebody spoke" and reading.is_speech() else 0.0
    if named and named.rule == "heading of a record":  # a title says so of a text that was taken down
        score += 2.0 if named.part == "title" else 1.0 if people >= 2 else 0.0
    score += 1.2 if _DECIDED.search(body) else 0.0
    score += 2.5 if len(_RECORD.findall(body)) >= 2 or _RECORD_TITLE.search(lead) else 0.0
    score += (2.7 if len(_SPEECH.findall(body)) >= 4 else 1.2) if chaired else 0.0
    score += 0.6 if people >= 2 else 0.0
    score += 0.8 if not title and people else 0.0
    score -= (-0.6 if SAT_DOWN.search(lead) else 0.8 if chaired and held else 1.5) if visited else 0.0
    score -= 2.5 if _CEREMONY.search(title) and not (held and (chaired or said)) else 0.0
    score -= _of_paper(title, lead, held=held and chaired)
    rules = _RULES.search(lead) or _BY_LAWS.search(lead, 0, _HEAD if chaired and held else len(lead))
    score -= 8.0 if _TEMPLATE.search(lead) else 4.0 if rules or is_of_another(first) else 0.0
    score -= 3.5 if planned and not _SPOKE_AT_IT.search(lead) and said < 2 else 0.0
    score -= 1.5 if not chaired and _RECEIVED.search(lead[:100]) else 0.0
    score += 2.0 if len(_COUNCIL_SPEECH.findall(body)) >= 2 else 0.0
    return score >= 2.55


def _happened(lead: str, first: str) -> bool:
    """Tell whether somebody called a meeting, a body met to do something, or two met on that day."""
    return any((_CALLED_BY.search(lead), _MET_THAT_DAY.search(lead), _BODY_MET.search(first)))


def _of_others(body: str, lead: str, first: str, people: int) -> float:
    """Weigh signs that a text without a chair or a word said there tells of a programme, of no sitting, or of many."""
    weight = 2.5 if PROGRAMME.search(lead) else 0.0
    weight += 3.0 if CALLED_OFF.search(first) else 0.0
    feast = _CELEBRATED.search(lead)
    weight += 2.5 if feast and not _HELD.search(lead, 0, feast.start()) else 0.0
    late = not people and _HELD.search(lead, _TOLD_SOON) and not _HELD.search(lead, 0, _TOLD_SOON)
    weight += 1.0 if late else 0.0
    return weight + (3.0 if len(_COUNTS_OF_MANY.findall(body)) >= 3 else 0.0)


def _of_paper(title: str, lead: str, *, held: bool) -> float:
    """Weigh that a title is a paper's, which a meeting may have passed; one with a number of its own reports none."""
    if not _NOTICE.search(title) or _RECORD_TITLE.search(title):
        return 0.0
    return 2.5 * (not held) + 2.5 * (_NUMBERED.search(lead, 0, _NUMBER_WITHIN) is not None)


def _calls(body: str, *, decided: bool) -> int:
    """Return how many signs there are that a text calls to a meeting; what one has decided is made known in such words too."""
    called = _CALL.search(body[:300]) or _CALL.search(body[-200:])
    return bool(called and not decided) + bool(_CALL_FORM.search(body[:200]))


#: What a name begins with that tells the level of who met: 全县|安全生产工作会议.
_SHORTEST_UNIT = 2


def describe(
    reading: Reading, named: Named | None, held: Held | None, places: tuple[Place, ...], home: str | None = None
) -> Meeting:
    """Return what the text says of the meeting of that name; ``home`` is the code of its source's region."""
    words = _folded(reading, named) if named else ""
    name = _written(reading, named) if named else None
    units = [for_reading(place.name) for place in places]
    governing = tuple(place for place in places if place.evidence.rule != OF_ASSOCIATION)
    unnamed = _HELD_ONE.search(reading.body, 0, _LEAD) if name is None else None
    body = _body(reading, named, words, name, units, unnamed) or (governing[-1].name if governing else None)
    folded = for_reading(body) if body else None
    called = words or (unnamed["sort"] if unnamed else "") or reading.folded_title
    kind = kind_of(f"{folded}{words}" if folded and is_numbered(words) else called)
    if kind == "work_conference" and folded and not words:
        kind = kind_of(f"{folded}会议")  # 市委常委会召开会议
    if kind == "work_conference" and folded and folded.endswith("委员会"):
        kind = "committee"  # 谘询委员会举行第八次会议
    ordinal = ordinal_of(words)
    if ordinal and "." not in ordinal and folded and (term := _OF_TERM.search(folded)):
        ordinal = f"{number(term['term'])}.{ordinal}"  # 县十六届人大常委会召开第三十四次会议
    level = level_of(folded, [for_reading(place.name) for place in governing])
    if level == "city" and places and re.fullmatch(r"\d{4}(?!00)\d\d", places[-1].code or ""):
        level = "county"  # 如皋市, by its code
    start = held.interval.start if held and held.interval and held.interval.precision in ("day", "minute") else None
    where = (places[-1].code or units[-1]) if places else "national" if level == "national" else home
    return Meeting(
        name=name,
        kind=kind,
        body=body,
        level=level,
        ordinal=ordinal,
        held=held,
        places=places,
        region=places[-1].code if places else region_of(level or level_of(words[:_SHORTEST_UNIT], []), home),
        identity=identity_of(where, _without(units, (folded if ordinal else words) or folded), kind, ordinal, start),
        evidence=Evidence(named.start, named.end, named.rule, named.part, sure=False) if named else None,
    )


def _body(
    reading: Reading,
    named: Named | None,
    words: str,
    name: str | None,
    units: list[str],
    unnamed: re.Match[str] | None,
) -> str | None:
    """Return the convening body as written: the subject of 召开, else what the name begins with."""
    if not named or name is None:
        return _convener(reading, unnamed.start("sort")) if unnamed else None
    term = _TERM.match(words)
    if term:  # 十六届|祁县县委常委会
        words, name = words[term.end() :], name[term.end() :]
    found = body_of(words, units)
    if named.part == "text":
        convener = _convener(reading, named.start)
        if convener and not (found and is_organ(found) and for_reading(convener) in units):
            return convener  # 祁县召开县委常委会会议 is of the committee, not of the county
    if not found:
        return None
    committee = committee_in(words, len(found))
    return name[: len(found)] + (name[slice(*committee)] if committee else "")


#: A meeting that has no name of its own, but whom it is of: 市委常委会召开会议; in the first characters of a text.
_HELD_ONE, _LEAD = (
    regex(
        "(?:召开|举行)了?(?:一次)?(?=(?:专题|扩大|全体|紧急)?会议(?!室)|(?:[人党职教团学]代|座谈|恳谈|茶话|见面|发布|吹风|通气|记者|听证|协调|动员|推进|调度|碰头|例|年)会)"
        "(?P<sort>(?:[^会，。；\\n]{0,4}会)议?)"
    ),
    300,
)


def _convener(reading: Reading, at: int) -> str | None:
    """Return the body, as written, that is the subject of the 召开 which ends at ``at``."""
    line = max(*(reading.folded.rfind(mark, 0, at) + 1 for mark in "。\n"), at - 60)
    span = convener_of(reading.folded[line:at])
    return re.sub(r"\s", "", reading.text[line + span[0] : line + span[1]]) if span else None


_OF_TERM = regex(r"第?(?P<term>[〇零一二三四五六七八九十\d]+)届")
#: The term of the body that a name begins with is none of the body's name.
_TERM = regex(_OF_TERM.pattern + "(?=[㐀-鿿]{4})")


def _without(units: list[str], body: str | None) -> str | None:
    """Drop the units' names from the front of a body's: reprints write 寿阳县委 and 县委."""
    for unit in units:
        if body and body.startswith(unit):
            body = (unit[-1] if unit == units[-1] else "") + body[len(unit) :]
    return body


def _folded(reading: Reading, named: Named) -> str:
    text = reading.folded if named.part == "text" else reading.folded_title
    return re.sub(r"\s", "", text[named.start : named.end])


def _written(reading: Reading, named: Named) -> str:
    text = reading.text if named.part == "text" else reading.title
    return _PADDING.sub("", _BETWEEN_WORDS.sub(" ", text[named.start : named.end]))


#: Blanks that fill a line, and those that part words of another tongue: Smart City专题推进会.
_PADDING, _BETWEEN_WORDS = regex(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])"), regex(r"(?<=[A-Za-z])\s+(?=[A-Za-z])")
