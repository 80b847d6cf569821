"""Places: the administrative units that convened, as written, with their official codes where they can be known.

Mainland codes are GB/T 2260 (six digits; nine for the townships of a known
county, as the Ministry of Civil Affairs has them), Taiwan's the Ministry of the
Interior's (five for counties, eight for towns), Hong Kong's and Macau's
districts carry ids of our own. A name that fits several units keeps no code.
"""

from __future__ import annotations

import re

from jiyao.model import Evidence, Place
from jiyao.patterns import regex
from pipelines.conveners import HOLDS, others_convened
from pipelines.lexicon import common_words
from pipelines.lexicon.regions import TOWN, UNIT
from pipelines.lexicon.units import System, Unit, townships, unit_names, units
from pipelines.our_own import our_unit
from pipelines.reading import Reading
from pipelines.script import for_reading
from pipelines.unnamed import unnamed_unit
from pipelines.venues import is_venue, top_end

_NO_STEM = regex(
    r"^(?:建|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|全|本|首|我|各|该|两|几|多|有关|县|市|省|区|州|旗|乡|镇|分管|相关|部分|重点|示范|试验|开发|高新|经济|工业|旅游|景|社|灾|山|牧|农|林|库|矿|小|新|老|主城|城|郊|辖|校|园|片|街|一|二|三|四|十|百|这|那|在|全国|跨|邻|外|沿|到|由|对|向|从|是|为|就|把|让|使|将|与|和|及|以|各级)*"
    + UNIT
    + "$"
)
_LEAD = regex(
    r"^(?:.*(?:对口支援|召开|举行|主持|出席|参加|组织|传达|贯彻|到|至|在|由|日|于|月|[时点分]假|上午|下午|晚上?|今天|昨天|昨日|今日|近日|日前|记者|通讯员|，|：|、|了|和|与|及|对|将|赴|来|应|为|从|本报讯|中共|中国共产党|中国人民政治协商会议|政协|共青团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|台湾|年度?|向|会议由|领导|组成|书记|主席|团|全|研商))(?=.{2})"
)
_DATE = regex(r"[〇零一二三四五六七八九十\d]+(?:年度?|[月日号届次])(?:于(?=.{2}))?")


#: Grounds whose parts are called as districts are.
_GROUNDS = ("校区", "园区", "厂区", "院区", "馆区")


def find_places(
    reading: Reading,
    *,
    home: str | None,
    year: int | None,
    meeting: tuple[int, int] | None,
    titled: int | None = None,
) -> tuple[Place, ...]:
    """Return the places of the body that convened, outermost first.

    ``home`` is the code of the source's region, ``year`` when the report was
    published, ``meeting`` the span of the meeting's name in the text, ``titled`` where in the title it begins.
    Read are the name and its clause first, then the first sentences.
    """
    body = reading.body
    system = _system(reading, home)
    for rule, (start, end) in _where(reading, meeting):
        chain = _convening(body, _chain(body, start, end))
        if not chain or body[: chain[0][0]].endswith(_GROUNDS):
            continue  # 长安校区|西区办公楼
        first, last = chain[0][0], chain[-1][1]
        if rule in _NEEDS_TABLE and (_SPOKE.match(body, last) or is_venue(body, first, last)):
            continue  # 高新区、滨海新区作交流发言
        if rule in _OUTSIDE_THE_NAME and others_convened(reading, start, first):
            continue
        names = [body[a:b] for a, b in chain]
        codes = _resolve(names, system, home, year)
        if rule not in _NEEDS_TABLE or HOLDS.match(body, last) or any(codes) or not unit_names().isdisjoint(names):
            whole = _in_title(reading, system, home, year, titled)
            if len(whole) > len(names) and names == [for_reading(place.name) for place in whole[-len(names) :]]:
                return whole  # 路竹区…举行, under the headline 高雄市路竹区…
            return tuple(
                Place(reading.text[a:b], code, Evidence(a, b, rule, sure=False))
                for (a, b), code in zip(chain, codes, strict=True)
            )
    return _in_title(reading, system, home, year, titled) or (() if home else unnamed_unit(reading, system))


def _in_title(
    reading: Reading, system: System | None, home: str | None, year: int | None, named: int | None
) -> tuple[Place, ...]:
    title = reading.folded_title
    chain = [
        (a, b)
        for a, b in _chain(title, 0, len(title))
        if title[a:b] in unit_names() or a == named or (a == 0 and title.startswith(("召开", "举行", "举办"), b))
    ]
    codes = _resolve([title[a:b] for a, b in chain], system, home, year)
    return tuple(
        Place(reading.title[a:b], code, Evidence(a, b, "place in the title", "title", sure=False))
        for (a, b), code in zip(chain, codes, strict=True)
    )


#: Where a name that no table holds is more often no place than one.
_NEEDS_TABLE = frozenset(("place in the first sentence", "place near the top"))
_OUTSIDE_THE_NAME = _NEEDS_TABLE | {"place before the meeting's name"}


#: Units that spoke did not convene, nor those of their heads: 临淄区|区长甲、沂源县县长乙作了发言.
_SPOKE = regex(
    "(?:、[㐀-鿿]{2,8}){0,6}(?:等[^，。]{0,6})?(?:先后|分别|依次|负责人|主要负责同志)*(?:[作做]了?[^，。]{0,8}(?:发言|汇报|介绍|表态|报告|检讨)|发言|汇报|表态)"
    "|(?:[㐀-鿿]{0,6}(?:[县市区镇乡州]长|书记|主席|主任|局长)[㐀-鿿·]{2,4})(?:、[㐀-鿿·]{2,16}){0,6}(?:等[^，。]{0,6})?(?:先后|分别|依次|[也并])*(?:[作做]了?[^，。]{0,6}(?:发言|汇报|表态|检讨|介绍)|发言|汇报|表态)"
)


def _where(reading: Reading, meeting: tuple[int, int] | None) -> list[tuple[str, tuple[int, int]]]:
    body = reading.body
    places: list[tuple[str, tuple[int, int]]] = []
    stop = body.find("。") + 1
    first = (body.rfind("\n", 0, stop) + 1, stop) if stop else (0, min(len(body), 120))
    if meeting:
        line = max(body.rfind("\n", 0, meeting[0]), body.rfind("。", 0, meeting[0])) + 1
        named = ("place in the meeting's name", meeting), ("place before the meeting's name", (line, meeting[0]))
        convener = _CONVENER.search(body, line, meeting[0])
        own = convener and _chain(body, meeting[0], meeting[1])
        within = own and any(body[a:b] in body[own[0][0] : own[0][1]] for a, b in _chain(body, line, meeting[0]))
        places += reversed(named) if convener and not within else named
    if ours := our_unit(body):
        places.insert(bool(places) and places[0][1] == meeting, ("the only place of its level", ours))
    near_the_top = ("place near the top", (0, top_end(body)))
    return [*places, ("place in the first sentence", first), near_the_top]


#: Who convened stands right before the name of the meeting, that may name another place: 台中市政府举办|乌日区参访座谈会.
_CONVENER = regex("(?:政府|公所|议会|[县市区]府)(?:[今昨][天日])?(?:举办|举行|召开|办理)了?\\Z")


#: The title of a town's head, whose unit convened only where he presided.
_TOWN_HEAD = regex("(?:党委|党工委|镇|乡|街道)*副?(?:书记|镇长|乡长|主任)(?P<presides>[㐀-鿿·]{2,8}主持)?[㐀-鿿·]{2,4}")


def _convening(text: str, chain: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop the town of somebody who only spoke: 宁远县|关羽镇党委书记甲作汇报."""
    if chain and TOWN.search(text[slice(*chain[-1])]):
        head = _TOWN_HEAD.match(text, chain[-1][1])
        if head and not head["presides"]:
            return chain[:-1]
    return chain


#: Names of districts that are words: 城区集中供热 is of any town, 城区区委 of the district.
_COMMON_NOUNS = frozenset(("城区", "郊区", "矿区", "新区", "市区"))
_ITS_ORGANS = regex("区?委(?!员)|区?政府|人民|区?人大|区?政协|第[一二三四五六七八九十]+届|纪委|法院|检察")


def _chain(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the first run of units that stand side by side, outermost first."""
    for ending in re.finditer(UNIT, text[start:end]):
        stop = start + ending.end()
        found = _unit_at(text, start, stop)
        if found is None:
            continue
        begin, stop = found
        if text.count("《", start, begin) > text.count("》", start, begin):
            continue  # the title of a law
        if stop - begin == 2 and text[stop : stop + 1] == "长":
            continue  # 林|县长; the head of a county of one character is 林县|县长
        unknown = text[begin:stop].endswith(("地区", "同乡")) and text[begin:stop] not in unit_names()
        if unknown or (text[begin:stop] in _COMMON_NOUNS and not _ITS_ORGANS.match(text, stop)):
            continue
        if not (text[begin:stop] in unit_names() or _convenes(text, stop) or _INNER.match(text[stop:end])):
            continue
        chain = [(begin, stop)]
        while True:
            inner = _INNER.match(text[stop:end])
            if (
                not inner
                or _NO_STEM.match(inner.group())
                or _OUTER.search(inner.group())
                or (
                    inner.group() not in unit_names()
                    and (inner.group()[0] in _ORGAN_INITIAL or _OFFICES.search(inner.group()))
                )
            ):
                return chain
            close = _longest(text, stop, stop + inner.end(), end)
            close += text[close - 1 : close + 1] in ("村乡", "村镇")  # 段村乡
            if _inside_word(text, stop, close):
                return chain
            chain.append((stop, close))
            stop = close
    return []


#: A unit that follows another directly: 山西省|晋中市, 大埔县|茶阳镇, 岭下乡|葛畲村.
_INNER = regex(
    r"(?![乡农]村)[㐀-鿿]{1,7}?(?:自治州|自治县|自治旗|市|州|县|旗|区|镇|乡|苏木|街道|盟|地区|村(?!民|委|干)|社区)"
)
#: What no name of a unit holds: an office, or a day (嘉雲縣|公所十九日於鎮).
_OUTER = regex(
    f"公所|议会|对口|^[省市州盟县旗区镇乡]委|{_DATE.pattern}|(?:小|景|灾|厂|校|库|片|牧|警|选|派|保护|园)区$|同乡$|[联同]盟$|都市$|(?:文明|卫生|园林|森林|示范|创新|智慧|海绵|宜居)城市$"
)
#: What no unit's name holds that is in no table: 教体局在县, 市长某某在市, 住房和城乡.
_OFFICES = regex("[局委部厅办院署长]|在|住房|城(?=市|乡)")
_ORGAN_INITIAL = frozenset("委府人政党纪法检各有和与及直的级第召举全领开主工安常防办农扶")


def _unit_at(text: str, lowest: int, stop: int) -> tuple[int, int] | None:
    """Return the unit that ends at ``stop`` or a little behind: a known one, else what reaches back to a boundary."""
    limit = max(lowest, stop - 26)
    begin = stop - 1
    while begin > limit and "㐀" <= text[begin - 1] <= "鿿":
        begin -= 1
    whole = begin
    joint = text[whole] in "和与及" and text[max(0, whole - 1) : whole] in tuple("”」》、）")
    if text[whole:stop] in unit_names() and not joint:
        return whole, _longest(text, whole, stop, len(text))  # 来宾市, 应县, 从江县
    lead = _LEAD.match(text[begin:stop])
    if lead:
        begin += lead.end()
    dated = next(reversed(list(_DATE.finditer(text[begin:stop]))), None)
    if dated and dated.end() < stop - begin - 1:
        begin += dated.end()
    for inner in range(begin, stop - 1):
        if text[inner:stop] in unit_names() and (
            inner == begin or _splits_no_word(text, inner) or _stands_out(text, inner, stop)
        ):
            if text[inner] in "和与及" and inner and text[inner - 1] not in "\n。":
                continue  # 政协和|县妇联
            return inner, _longest(text, inner, stop, len(text))
    longest = _longest(text, begin, stop, len(text))
    name = text[begin:longest]
    if name in unit_names():
        return None if joint else (begin, longest)
    if not _may_be_unknown(name) or _inside_word(text, begin, longest) or len(text[whole:begin]) > 14:
        return None
    return begin, longest


def _may_be_unknown(name: str) -> bool:
    """Tell whether a name that no table holds may be one: a stem of two to five characters that is no verb."""
    stem = re.sub(f"{UNIT}$", "", name)
    pairs = [common_words().get(stem[at : at + 2], (0, "n")) for at in range(len(stem) - 1)]
    if any(tag[0] in "vdpcrm" or (count > 3000 and len(stem) > 3 and tag != "ns") for count, tag in pairs):
        return False
    none = _FUNCTION.search(stem) or _NO_STEM.match(name) or _OUTER.search(name)
    return 2 <= len(stem) <= 5 and not none


_FUNCTION = regex(
    "[了的在由受对向把被将和与及等所是我各全该本其此据委府]|召开|举行|举办|主持|传达|会议|领导|书记|主席|委员|政府|部门|代表|代理|试点|示范|换届|贫困|先进|[春夏秋冬]季|[今昨明当][天日]|近日|日前|宣导|宣传|检讨|感谢|拜托|落实|贯彻|学习|推进|深化|部署|围绕"
)


def _splits_no_word(text: str, at: int) -> bool:
    """Tell whether a known name may begin inside a run of characters: not 开县 in 召开县委, not 宁县 in 崇宁县."""
    return text[at - 1] in "省市州区县盟国在于由到赴向"


def _stands_out(text: str, at: int, stop: int) -> bool:
    """Tell whether a known name of three characters or more stands in a sentence (全面提升|鄠邑区)."""
    return stop - at >= 3 and text[at - 1 : at + 1] not in common_words() and text[at - 1 : at + 2] not in unit_names()


def _longest(text: str, begin: int, stop: int, limit: int) -> int:
    """Return the longest end that makes a known unit: 仫佬族自治县 beyond 仫佬族自治区 and the like."""
    best = stop
    for end in range(stop + 1, min(limit, begin + 16) + 1):
        if text[begin:end] in unit_names():
            best = end
    return best


_ORGAN_AFTER = regex(
    "委|政府|人民|人大|政协|第[一二三四五六七八九十\\d]+届|[一二三四五六七八九十\\d]+届|召开|举行|举办|组织|\\d{2,4}年|二〇|议会|代表会|公所|府|党|纪委|法院|检察|工作|全[体市县区]|安全|领导|会议|副?[市县区镇乡旗州]长|应急|防|经济|农村|乡村|“|都市|社区|民|县|区|镇|乡|市|旗|信访|卫生|教育|城|贯彻|学习|开展|专题|重点|项目|三级|四套|新|民生|产业|代表|秋冬|春|夏|今冬|生态|环境|文化|庆祝|纪念|机关|各|常|管|森林|河|总|一季|上半年|三季|招商|企|发展|脱贫|巩固|扫黑|疫情|信息|稳|\\s"
)


def _convenes(text: str, at: int) -> bool:
    return bool(_ORGAN_AFTER.match(text, at))


def _inside_word(text: str, begin: int, stop: int) -> bool:
    """Tell whether the ending belongs to a longer word: 地区|经济, 小区, 市场, 区别, 州长."""
    return (
        bool(
            re.match(
                "场(?!长)|别|政(?!府|协|务)|长(?![㐀-鿿]{2,3}[，主出]|办|江|沙|春|治|乐)|民(?!政|生|族|营|宗|代)|域|块|容|价|值|委会主任|际|直各|直有|直机",
                text[stop : stop + 4],
            )
        )
        and text[begin:stop] not in unit_names()
    )


def _system(reading: Reading, home: str | None) -> System | None:
    """Return whose units a report names: by the source's home, else by words only one system uses."""
    if home:
        if home.startswith(("hk", "81")):
            return "hongkong"
        if home.startswith(("mo", "82")):
            return "macau"
        return "taiwan" if len(home) in (5, 8) else "mainland"
    if re.search("县府|乡公所|镇公所|市公所|县议会|市议会|代表会第|行政院|立法院|里长|民国", reading.folded[:800]):
        return "taiwan"
    if re.search("澳门特别行政区|澳门特区", reading.folded[:300]):
        return "macau"
    if re.search("区议会|立法会|特区政府|民政事务", reading.folded[:600]):
        return "hongkong"
    return None


def _resolve(names: list[str], system: System | None, home: str | None, year: int | None) -> list[str | None]:
    """Give each name of a chain its code, the outer ones deciding for the inner; None where several fit.

    A name that units of ``system`` bear means one of them, any other whoever bears it: 山西省 on a page from Taiwan.
    """
    codes: list[str | None] = []
    above: str | None = None
    for name in names:
        bearing = units().get(name, [])
        own = [unit for place, unit in bearing if system in (None, place)]
        named = own if own and not above else [unit for _, unit in bearing]
        # Without a date a name means the unit of now, though the same place or another once had it under an older code.
        fitting = [unit for unit in named if _alive(unit, year)] if year else _of_now(named)
        if above:
            fitting = [unit for unit in fitting if unit.code.startswith(_stem(above))]
        elif home and len(fitting) > 1:
            fitting = _nearest(fitting, home)
        code = fitting[0].code if len({unit.code for unit in fitting}) == 1 else None
        if code is None and (above or system in (None, "mainland")):
            code = townships(above or home or "").get(name)
        codes.append(code)
        above = code or above
    return codes


def _alive(unit: Unit, year: int) -> bool:
    return unit.first <= year + 1 and (unit.last is None or unit.last >= year - 1)


def _of_now(units: list[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.last is None] or units


def _stem(code: str) -> str:
    if len(code) != 6:
        return code.rstrip("0")
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def _nearest(fitting: list[Unit], home: str) -> list[Unit]:
    for length in (len(home), 4, 2):
        near = [unit for unit in fitting if unit.code[:length] == home[:length]]
        if near:
            return near
    return fitting
