"""Whether a text tells of a meeting that is still to come, or of something else than a meeting that was held."""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.lexicon import starting

#: 将 as the word for what is to come: not in 上将, 麻将, 名将, 将近, and no county (将乐).
_WILL = "(?<![上中少大麻名干老主女武])将(?![至届近到领士]|乐[县人])"
#: What is to come, and by which verb.
_FUTURE = regex(
    starting(
        "下兹即后定将拟明订谨预",
        f"(?:(?:{_WILL}[于在]?|即将)(?!(?:(?!召开|举行|举办)[^。，\n]){{0,60}}，[^。\n]{{0,12}}(?:率先|今|昨|上午|下午)[^。\n]{{0,10}}(?:召开|举行|举办))|定[于在]|拟[于在]?|预定|预计[于在]|谨订于|兹定于|订于|(?<!证)明(?:天|日|（)|后天|下周)(?:(?!昨[天日晚（]|今[天日（]|日前|近日)[^。\n]){{0,60}}?(?:召开|举行|举办|办理|开议|登场|出席|到访|访问|率[团领])(?!的)",
    )
)
#: 蘭展將於3月2日登場，市府今（22）日舉行記者會: what is to come is another thing.
_HELD_TODAY = regex(
    "[，。][^，。]{0,16}[今昨](?:[天日]|（)[^。]{0,40}(?:召开|举行|举办)[^，。]{0,30}(?:会议|大会|[^机]会)"
    "|[，。](?:[一二三四五六七八九十]{1,3}|\\d{1,2})日(?:[上下]午)?(?:已由[^，。]{2,16}|由[^，。]{2,16}亲自)主持"
)
#: The same before it: 今日举行首次会议，专家将分组开会.
_MET_TODAY = regex(
    "[今昨](?:[天日]|（)[^，。将拟定]{0,30}(?:召开|举行|举办)[^，。将]{0,30}(?:会议|大会|座谈会)(?=，)"
    "|会议?(?:于|在)?(?:\\d{1,2}月)?[〇一二三四五六七八九十廿卅\\d]{1,3}[日号][^，。将拟定]{0,30}(?:召开|举行|举办)(?=，)"
)
#: What somebody said when it was over.
_AFTER_IT = regex("(?<!议)会后(?:表示|指出|指|说|称|会见|[接受]{1,2}访|见记者|见传媒)")
#: A title that tells what a body is to do: 立法会将辩论….
_PLANNED_BY_TITLE = regex(
    "[㐀-鿿]{2,14}(?<![上中少大])将(?:[于在][^，。]{2,12})?(?:辩论|讨论|审议|举行|召开|举办|出席|开会|公开聆讯)"
)
#: Such a title stands over a meeting that decided it, too.
_WAS_CHAIRED = regex("主持召开|召开了|举行了|主持会议")
#: Those who are to sit are called on: 看望出席县人民代表大会会议的人大代表.
_VISITED_DEPUTIES = regex(
    "(?:看望|慰问){1,2}了?(?:出席|参加|列席)[^。，]{2,40}的[^。，]{0,12}(?:代表|委员)(?![^。]*(?:[并后]|参加|主持|召开)[^。]*(?:会|座谈|讨论))"
)
#: What a kind of meeting is (校长办公会议是由校长主持的学校最高行政会议), and not which one this was.
_DEFINED = regex(
    "[^，。；\n]{2,16}(?:会议?|大会)是(?![^。\n]*(?:召开|举行|一次|[这本此]次|重要会议))[^。\n]{4,80}(?:会议|机构|形式|制度|组织)(?=[，。]|$)"
)

#: What is to come, day by day: 议程安排如下.
PROGRAMME = regex(
    "(?:议程|日程|会期)表?(?:的)?(?:安排|规划|说明|预定)+(?:如[下后]|排定)|第[^，。]{1,6}次[^，。]{0,8}会(?:议事?)?(?:议程|日程)[^，。]{0,4}(?:已经?|业已)(?:排定|排妥|敲定|出炉)"
)
#: A meeting that is not held, or not now: 市政会议暂缓办理.
CALLED_OFF = regex(
    "(?:会议?|大会|论坛)[^，。]{0,6}(?:暂缓|暂停|取消|停止|延期|改期)(?:办理|举行|举办|召开|至)|取消原[订定][^，。]{0,10}会议|会[^，。]{0,4}无法如期(?:开议|召开|举行|开会)"
)


def is_planned(title: str, first: str, lead: str) -> bool:
    """Tell whether the title or the first sentence announces a meeting to come, and the lead none of today beside it."""
    planned = _FUTURE.search(first)
    if planned:
        return not (
            _AFTER_IT.search(lead, planned.end())
            or _MET_TODAY.search(first, 0, planned.start())
            or _HELD_TODAY.search(lead, planned.end())
        )
    titled = _PLANNED_BY_TITLE.match(title)
    return titled is not None and not (_HELD_TODAY.search(lead) or _WAS_CHAIRED.search(lead))


#: What its own clause says of a meeting that was not held yet, or not on its day.
_NOT_YET = regex(
    f"(?:{_WILL}(?![于在]?今[早晨晚])|即将|(?<![固稳锁])定[于在](?!今[早晨晚])|[暂预]定|订于|拟于|(?:如何|怎样)(?=召开|举行|举办|开会|运作)|原定|无法如期|未能如期)"
)
#: What says in such a clause that it was held: a day that is past, or 的 that ends what the word belongs to (即将卸任的|市长).
_WAS_HELD = regex(
    "(?<![于在起])(?:昨|今[天日（]|日前|近日|前天)|了|已|(?:提前|顺延|延)至|\\A(?:(?!召开|举行|举办|开幕|登场|主办)[^，]){1,24}的"
)
#: The days of a meeting to come, before the comma: 将于2月2日至4日，|一连三天召开临时会.
_DAYS_TO_COME = regex(f"(?:{_WILL}|定|拟|订)[于在]?[^，。；：！？昨今\\n]{{0,24}}[日号]起?，\\Z")
_CLAUSE = regex("[，。；：\n]")
_LONGEST_CLAUSE = 80


def is_to_come(text: str, end: int) -> bool:
    """Tell whether the words up to ``end`` say in their clause that something is to be held, or could not be."""
    begin = max(0, end - _LONGEST_CLAUSE)
    marks = [mark.end() for mark in _CLAUSE.finditer(text, begin, end - 1)]
    begin = marks[-1] if marks else begin
    if _DAYS_TO_COME.search(text, max(0, begin - _LONGEST_CLAUSE), begin):
        return True
    word = _NOT_YET.search(text, begin, end)
    return (
        word is not None
        and not _WAS_HELD.search(text[word.end() : end])
        and not _DAY_BEFORE.search(text, begin, word.start())
    )


#: A day that is past, before the word: 昨日召开将于明年启动的项目推进会.
_DAY_BEFORE = regex("昨[天日晚]|今[天日]|日前|近日")


def is_of_another(first: str) -> bool:
    """Tell whether a text is about another thing by its first sentence: a visit to deputies, the rules of a kind of meeting."""
    return _VISITED_DEPUTIES.search(first) is not None or _DEFINED.match(first.lstrip()) is not None
