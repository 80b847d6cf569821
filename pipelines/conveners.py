"""Whether a unit that is named convened nothing: others only met its people, or an organ of the whole country met there."""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.reading import Reading

#: Who holds a meeting convened it, whatever table has the unit: 青溪县|召开座谈会.
HOLDS = regex(
    "(?:(?:[县市区州旗乡镇]?委|(?:人民)?政府)、?){0,2}(?:召开|举行|举办)(?:了)?[^，。；\\n]{0,24}会(?![员议]室)"
)
#: Organs of the whole country, which convene in any place.
_NATIONAL = regex(
    "国务院|中共中央|中央[^，。]{0,8}[部委办]|全国(?:人大|政协|总工会|妇联)|国家[㐀-鿿]{2,8}[局委署](?!长)|行政院|立法院|监察院|考试院|农委会|国发会|原民会|客委会|陆委会|金管会|公平会|中选会|国科会|海委会|环保署|卫福部|劳动部|中央(?:灾害)?应变中心|中央前进|(?:原住民族|客家|国家发展|海洋|公平交易|中央选举|大陆|侨务|金融监督管理|国家科学及技术)委员会|农田水利署|中央气象[署局]|国土管理署"
    "|(?:外交|国防|教育|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境|住房和?城乡建设|交通运输|交通|水利|农业农村|商务|文化和?旅游|应急管理|退役军人事务|内政|经济|卫生福利|农业|劳动|环境|文化|数位发展)部(?!长|门)"
)
#: What an organ only decided, or what went before, keeps nobody else from convening: 根据教育部部署，….
_ORDERED = regex("(?:根据|按照|依照|依据|依|经|遵照|落实|贯彻|传达|学习|针对|响应|因应|配合)[^，。]{0,12}\\Z")
_WENT_BEFORE = regex("[^，。]{0,20}后，")
_CONVENES = regex("[^，。]*?(?:召开|举行|举办|办理|主持|会议|院会|座谈|说明会|公听会|视察|[今昨]|前进)")


#: With whom somebody met: 与|元朗区议会议员会面.
_WITH = regex("(?:(?<![参给赠])与|联同|会同)\\Z")
_MET = regex("[^，。]{0,40}?(?:会面|会晤|举行会议|开会|共同主持)")


def others_convened(reading: Reading, start: int, unit: int) -> bool:
    """Tell whether people of the unit named at ``unit`` were only met, or an organ of the whole country met there.

    ``start`` is where the words begin in which such an organ is looked for.
    """
    with_them = _WITH.search(reading.body, max(0, unit - 2), unit) and _MET.match(reading.body, unit)
    return bool(with_them) or _nation_convened(reading, start, unit)


def _nation_convened(reading: Reading, start: int, stop: int) -> bool:
    """Tell whether an organ of the whole country met there: named before the unit, or first in the title."""
    headed = _NATIONAL.match(reading.folded_title)
    if headed and _CONVENES.match(reading.folded_title, headed.end()):
        return True
    return any(
        not _ORDERED.search(reading.body, start, organ.start()) and not _WENT_BEFORE.match(reading.body, organ.end())
        for organ in _NATIONAL.finditer(reading.body, start, stop)
    )
