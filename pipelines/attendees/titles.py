"""Titles of office: their heads (书记, 县长 …) and how far to the left a title reaches."""

from __future__ import annotations

from functools import cache

from jiyao.patterns import regex
from jiyao.search.fold import fold
from pipelines.attendees.anchors import anchored
from pipelines.lexicon import alternation, rows, starting
from pipelines.lexicon.regions import is_place
from pipelines.reading import QUOTES

HEADS = frozenset(head for (head,) in rows("heads"))
#: 蓝委 and 监委 are posts; in 蓝委员 and 财委会 they are none.
HEAD = regex(rf"(?:{alternation(HEADS)})(?!(?<=委)[员会])")
#: The same with what may stand before it: 副县长, 代理院长.
RANK = regex(r"(?:常务副|第一副|代理|副|代)?(?:" + HEAD.pattern + ")")
#: Heads that running text uses for anything; a name behind them needs more certainty.
WEAK_HEADS = frozenset(head for (head,) in rows("weak_heads"))
#: Their lengths by the character they end in.
_LENGTHS: dict[str, list[int]] = {}
for _last, _length in sorted({(head[-1], len(head)) for head in HEADS}):
    _LENGTHS.setdefault(_last, []).append(_length)
_NOTE_BEHIND = regex(
    r"(?:（[^（）]{1,16}）|(?<=[㐀-鿿）]) ?\d{1,2}[.．]?|(?<=）)[一二三四五]|[／/][㐀-鿿A-Z\d]{1,12})+$"
)
#: What a head is part of when this follows: 主任会议, 书记处, 代表团, 局长级.
NOT_A_HEAD = regex(
    "察[局官署厅院长队员部所]|会(?!长|计)|宿|施政|[齐欢共汇]聚|团(?!长)|部(?!长)|处(?!长)|级|室(?!主任)|站(?!长)|台(?!长)|席(?!位)|办公|制|信箱|热线|接待日|约谈|大会|助理(?![㐀-鿿]{2,3}[，、。）])|们|员额|联席|督战|负责制|培训|论坛|讲坛|单位|小组|大队|令(?![㐀-鿿]{2}(?:出席|主持|讲话|参加|列席|指出|强调|要求|表示|[作就在、，]))|职务|职责|候选(?!人)|人选|任期|岗位|讲堂|驿站|工作室|之家"
)

_PREFIX_CUT = regex(
    r"^.*(?:通过了|(?:议程|议题|环节)[是为](?=.{2})|(?:突然|临时|当场|马上)要(?=.{2})|(?:确定|明确|推选|产生|聘请|选出|增补|成立)了(?=.{2})|本(?:协会|学会|商会|公司|集团)(?=.{2})|(?<![一-鿿])通过(?=.{3})|(?<![一-鿿])[去今前]年(?!度)(?=.{2})|加上(?=.{2})|期[盼许]在(?![座场])(?=.{2})|(?:强烈|严词)?质疑(?=.{2})|不满(?!意)|沿用|逼问|点名(?!册)|约见|想起|忆起|感念|怀念|代读|受到|促请|去信|致电|要(?=[市县镇乡区局处院部]长)|[A-Za-z]*[ ]*\d{4}-\d{1,2}-\d{1,2}[ ]*(?=[㐀-鿿])|(?:(?<!代表)大会|(?<!协商)会议|会报|座谈会|说明会|定期会|临时会)[ ]+|(?:对|就)[^，]{2,30}向|会议[由是]|活动由|仪式由|大会由|并由|改由|分别由|(?<![自理缘事])由(?!于)|(?<![一-鿿])经(?![济贸信开营理管纪建研发社合费验]|民联)|受|会见了?|会晤|(?:听取|审议|审查)(?!中心|委员|小组|组|局|处|院|办|会)(?:和审议|并审议)?了?|来访的|回[复覆]|答[复覆]了?|以下[是为]|致[电函信](?=[该省市县区州])|(?:[㐀-鿿]{2,4})?肯定(?=.{4})|询问了?|追问|质问|提问[和及与](?=.{2})|[她他](?:也|还|又)?问(?=.{2})|[㐀-鿿]{0,6}把(?![节手关柄])(?=.{2})|[长员表众人里](?<!委员)向(?=.{3})|针对|质询议员|约询|约谈|拜会|就(?!业)|接受|委托|新任命的|任命|免去|决定|其中|随后|会上|会中"
    r"|会议中|(?:开|闭|散|休)?会[前后]|席间|最后|同时|期间|近日|日前|今日|今天|昨日|昨天|上午场?|下午场?|晚上|中午|早上|今早|昨晚|当天|当日|请到?|(?<!特)邀[请集]?到?|传达(?:学习|贯彻)?(?=[省市县区州]委|中央|国务院|全国)|(?:传达(?:学习)?|领学|领读|学习|宣讲|解读)了|宣读了|[能要应须]以(?=.{3})|颁(?:赠|发(?!证))|(?:被|经)?(?<![顾访慰])问[及到]|(?:本次|此次|该次)?会议有(?!关)|(?:颁奖)?表扬|(?<![应反])对(?!外(?:贸|经|联|宣|关系|事务|交流|传播|推广|合作|友好|发放|发言))|分别向|(?:出席|参加)向|(?<![一-鿿])向|到访|我(?:[县市区省乡镇](?=[县市区])|(?:[校院系所厂社局厅处行]|会(?!计))(?=.{2}))|(?<![一-鿿A-Za-z])上届(?=.{2})|本[县市区](?=[县市区])|与来自|有关(?=[㐀-鿿]{2,4}[里村镇乡区]长)|欢迎|感谢|(?:即|遂)?遭到(?=.{2})|引起(?=.{2})|(?:全程)?坐在?(?=[县市乡镇区]长)|要求(?=.{2})|就要(?=[县市乡镇][府长])|(?<![㐀-鿿])连(?=[议县市乡镇院部局处][员长])|休息时间|让(?=部分)|\[?[^\]]{1,16}\] ?|(?<![效汇税利比概频速倍费业功心生合死])率(?!队|先|真)(?:领|同)?(?=[^，。、]{0,16}[局处署部委厅]长)|人员(?:有|包括|是)(?=.{2})|(?:[炮砲]轰|痛批|怒轰)(?=.{2})|要(?=[市县]府)|代为向(?=.{3})|悼念(?:已故)?|转[达述]了?|引[用述]了?|借用?了?(?=[老前原])|[左右中][一二三]?[为是]|(?:[㐀-鿿]{2,4})?不满(?=.{3})|[㐀-鿿]{0,4}(?:交[予给]|递交|呈交)(?=.{3})|(?:主持人?|(?:讲|主讲|发表|报告|演讲|分享)者|主讲人?|(?:报告|与谈|引言|评论|分享)人|讲师|主席|召集人)[是为](?=.{3})|成员有|包[括含]|带领|以及|\d日[电讯] *|\d[日时分]|召开|举行|陪同|表示|(?<![一-鿿])图片?[为中]"
    r"|还有|的有|(?:(?<=[邀场席会礼])的?|^)(?:嘉宾|来宾(?!市)|贵宾)(?:有|为|包括)?(?!主持|代表|[楼厅室馆路])(?=.{2})|来自|应邀|并请|首先|接着|另外|此外|先由|再由|后由|则由|责成|指派|(?<!无党)派出(?!所|机构|机关)|(?<!无党)派(?!出所|驻|出机构|督导|巡[察视])|偕同|偕|会同|连同|至于(?=.{2})|[先亦也]同(?![志仁学乡安心江里德])(?=.{4})|嘅(?=.{2})|身兼|兼任|现任|时任|原任|前任|新任|新当选|新一届|的(?!(?<=党的)(?:[一二三四五六七八九十]{1,3}[大届]|[㐀-鿿]{0,10}(?:建设|工作|活动|教育)|组织|纪律|宣传))|(?<![局办委部室会院处社署司厅区国])）|：)(?=.{2})"
)
_LEAD = regex(
    r"^(?:等[㐀-鿿]{2,8}?(?:团队|官员|主管|首长|人员|成员|代表|人)?[与和同](?=.{2})|(?:并|亲自|亲|亦|也)?日?率(?:领|同)?|以及|(?:设计|施工|监造|承包|规划|主办|承办|协办|执行|建设|开发|申请|监理|幕僚)(?:单位|厂商)(?=.{4})|[一二三四五六七八九十]是(?=.{3})|与会的?(?=.{2})|(?:并|也|亦|还)?(?P<joint>[和与及暨同跟])|\d{2,4}年度(?=.{3})|(?:模范|绩优|优秀|资深|特优|杰出)[㐀-鿿]{2,5}?(?:人员|员工|同仁|教师|志工|团队)(?=.{3})|并由|由(?!于)|及|了(?=.{2})|代表(?!会|团|处|大会)(?=.{3})|[他她](?:[也亦还]?代表)?|即?将?卸任(?=.{2})|[㐀-鿿]{2,4}向(?=[省市县区州乡镇旗])|来自)"
)
#: What no title begins with: 是全国政协副主席, 称台办主任, 继行政院长, 推选地委书记.
_VERB_BEFORE = regex(
    "(?:[这图](?=是.{3})|该[部会](?=[上中少大][校将尉]|副?(?:召集人|主席|主任委员|理事长|会长|秘书长|部长|委员长))|该(?:(?P<kind>[镇乡县区市局校院村社所厂州旗省])(?=(?P=kind))|(?=[镇乡县区市局校院村社所厂州旗省]|公司))|本次(?:会议|大会)(?=.{3})|除(?=.{4})|遭遇|获得|只要|只有|并[向对](?=.{4})|然而|提议|主张|众多|但是|不过|因为|由于|如果|虽然|而且|所以|因此|尤其|甚至|引[用述]|(?:会议|大会|座谈会|论坛)?(?:另?一(?=[委议代成嘉专])|[送呈](?=(?:主任)?秘书|[局处科]长|首长)|计有|据(?!点)(?=学者|专家|[㐀-鿿]{4,})|将?邀集?|安排|邀请|听取|拜访|推选|推举|选举|推荐|提名|任命|决定|指定|聘请|增补|补选|更换|罢免|免去|表彰|介绍|欢迎|宣布|报请|委派|委任(?!议员|委员)|改选|选派|抽调|组织(?!部|委员|干事|员|处|科|人事)|号召|要求|指示|责令)(?:了|由|出|产生)?"
    "|(?:(?:全体|其他|所有)?在家的?|是|并?称(?!多)|继|均?经(?![济贸信开营理管纪建研发社合费验]|民联)|另有?|原来是|(?:主动|特别|共同)?邀集|(?!数位发展)(?:[几多数两]|\\d+|[一二三四五六七八九十]+)[名位]|而|但|却|嘱|仅有?|即|只有|连同|听完|获|为(?!民)|有(?!关)|被(?!(?:巡[察视]|检查|督[查导]|考[察核]|帮扶|测评|审计|约谈|问责|征[地收]|告)[㐀-鿿]{0,4}?(?:单位|部门|方|党组|地区|企业|人|户))|把|与|乃|跟|从(?![业医教政事化江严优军])|因|倘获?|由于|要?(?:按照|根据|依照|围绕)|并?在(?![任职野京台沪港澳校])|于(?=副?主席))(?=.{2}))"
)
#: 和 and its like inside the names of offices, where they do not join two posts.
_OFFICE_WITH_AND = regex(
    "发展和改革|人力资源和社会保障|人力资源与社会保障|工业和信息化|住房和城乡|住房与城乡|文化和旅游|文化与旅游|卫生和计划生育|卫生和健康|自然资源和规划|自然资源与规划|民族和宗教|民族与宗教"
    "|经济和信息化|教育和体育|教育与体育|农业和农村|监察和司法|财政和|水利和|社会和法制|城乡和|医疗和|交通和|应急和|运输及物流|食物及卫生|商务及经济|政制及内地|财经事务及库务|环境及生态|劳工及福利"
    "|民政及青年|创新科技及|发展和|规划和|规划及|科学和|商务和|国土和|退役和|统战和|观光及|环境及|工商及|产业及|民政及|康乐及|文娱康乐及|社会及|都市及|新闻及|研究及|管理和|管理及|保护和|保护及|建设和|安全和|文化及|经济及|交通及|医疗及|科技及|艺术及|教育及|资讯及|地政及|法制及|食品及|畜牧及|渔业及|林业和|体育和|旅游和|数据和|政务和|消防和|灾害和|人口和|环境和|计划和|服务和|疾病预防和|群众和"
)
#: Posts that are followed by another without a mark: 执行秘书消防局长, 医疗院所代表精神科主任.
_DOUBLE = regex(
    starting(
        "专代会兼内召外委学府总成执指",
        "(?:执行秘书|(?<![㐀-鿿])(?:府[内外]|[内外]聘|专家|学者)?委员(?!会)(?=[㐀-鿿]{3,})|委员会主席(?=[㐀-鿿]{2,}[司局部厅处院]长)|会议主席(?=[㐀-鿿]{0,6}(?:议长|[县市区省乡镇]长|主任|书记|委员长))|召集人|总指挥(?!部)|指挥官|(?<!人大)代表(?!会|团|处|大会|组|工[作委]|联络|资格|选举|人事|议案|建议)|执行长|召集委员|成员(?!兼))(?=[㐀-鿿]{2,})|兼(?:任)?(?=[㐀-鿿]{2,})",
    )
)
#: What else somebody is, said in passing: 大队长亦是村长甲.
_IS_ALSO = regex("(?:同时)?[亦也]是")
_MARK = frozenset("。！？；\n，：“”《》「」『』…—|□■【】▲▼△▽◆◇●★☆※")


_JOINT = regex("以及|[和与及暨]|同(?![志仁学乡])")
_NOTE_ENDS = frozenset("）0123456789一二三四五")


#: Hong Kong's offices until 2002, whose holders were called as what they headed: 副政务司, 署理首席助理工商司.
_COLONIAL = regex("(?:署理)?(?:首席助理|首席|副|助理)[㐀-鿿]{2,8}(?<!公)司")
_OTHERS = frozenset(("其他", "其余"))


#: What stands before an office and is no part of it: 其他委员甲、乙, 副总经理、新当选工会主席甲, 苗栗县/县长甲.
_NO_PART = regex(
    "(?:其[他余](?!\\d|[一二三四五六七八九十两几]+[名位个])|新当选的?|新任|新(?:入会|增补?|聘)的?|[^、，]{0,12}[㐀-鿿][县市省][/／])(?=.{2})"
)


def ends_in_head(words: str) -> bool:
    """Tell whether words end in the head of a title; a note, a number or a field may stand behind: 总主任（2）3, 工程师/西区.

    其他14名代表 are several, and nobody's title.
    """
    if words[:2] in _OTHERS:
        return False
    if (words[-1:] in _NOTE_ENDS or "/" in words or "／" in words) and (note := _NOTE_BEHIND.search(words)):
        words = words[: note.start()].rstrip()
    if words[-1:] == "司" and _COLONIAL.fullmatch(words):
        return True
    lengths = _LENGTHS.get(words[-1:])
    return lengths is not None and any(words[-length:] in HEADS for length in lengths)


def head_of(title: str) -> str | None:
    """Return the longest head that a title ends in: 常务副县长 gives 县长."""
    return next(
        (title[-length:] for length in reversed(_LENGTHS.get(title[-1:], ())) if title[-length:] in HEADS), None
    )


def office_and(text: str, at: int) -> bool:
    """Tell whether the 和 or 及 at ``at`` stands inside the name of an office."""
    return any(match.start() <= at < match.end() for match in _OFFICE_WITH_AND.finditer(text, max(0, at - 8), at + 6))


_SPEECH = regex("[。！？，；：]|[^”」』]{20}")
#: What opens a quotation, by what closes it.
_OPENED = {after: before for before, after in QUOTES.items()}


def _heard_before(text: str, opened: int, closed: int) -> bool:
    """Tell whether a quotation is what somebody before was heard on: 听取科长甲“…”及|队长乙关于…的报告."""
    return text[closed : closed + 1] in _JOINS and "听取" in text[max(0, opened - _HEARD_WITHIN) : opened]


_HEARD_WITHIN = 40
_JOINS = frozenset("及和与暨、")
#: What begins so names many, who are listed before him: 各乡镇市长、立法委员甲.
_MANY = regex("各(?=.{2})|全体")


#: No office asks whether or not: 挺不挺|局长.
_DENIED = regex("([㐀-鿿])不\\1")


def _listed(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of what 、 parts."""
    marks = [at for at in range(begin, end) if text[at] == "、"]
    return list(zip([begin, *(at + 1 for at in marks)], [*marks, end], strict=True))


def titles_left(text: str, head_end: int, lowest: int) -> list[tuple[int, int]]:
    """Return the spans of the titles that end at ``head_end``, in order.

    Separate posts are joined by 、 (县委副书记、县长). The text is not read
    before ``lowest``. The list is empty when only words that are no title stand
    there.
    """
    start = head_end
    lowest = max(lowest, head_end - 90)
    depth = 0
    while start > lowest:
        character = text[start - 1]
        if character == "）":
            depth += 1
        elif character == "（":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and character in _OPENED and (opened := text.rfind(_OPENED[character], lowest, start - 1)) >= 0:
            if _SPEECH.search(text, opened + 1, start - 1) or _heard_before(text, opened, start):
                break  # “……缺的是工人。”甲公司总经理
            start = opened  # “放管服”改革协调小组组长
            continue
        elif depth == 0 and character in _MARK:
            break
        start -= 1
    spans = _listed(text, start, head_end)
    kept: list[tuple[int, int]] = []
    for begin, end in reversed(spans):
        if more := _NO_PART.match(text, begin, end):
            begin = more.end()
        if _DENIED.search(text, begin, end):
            break
        many = _MANY.match(text, begin, end) and _MANY.match(text, _trim(text, begin, end), end)
        if not ends_in_head(text[begin:end]) or many:
            break
        kept.append((begin, end))
    kept.reverse()
    if not kept:
        return []
    begin = _trim(text, *kept[0])
    if begin == kept[0][0] and text[begin - 1 : begin] == "，":
        kept[:0] = _posts_before(text, begin - 1, lowest)
        begin = kept[0][0]
    first = _trim(text, kept[0][0], begin - 1) if text[begin - 1 : begin] == "暨" else begin
    beside = text[first : begin - 1]  # 委员会委员|暨|联席会议主席甲: he is both
    kept[0] = (begin, kept[0][1])
    if len(beside) > _SHORTEST_OFFICE and ends_in_head(beside) and not _ENDS_IN_MANY.search(beside):
        kept[:0] = [(first, begin - 1)] if not _MANY.match(beside) else []
    return [part for a, b in kept for part in _split_double(text, a, b) if part[1] - part[0] >= 2]


_SENTENCE_BEGINS = frozenset("。！？；\n")
#: What begins so is said of several, or of somebody who did not come.
_NOT_HIS = regex("各|有关|相关|部分|全体|原|两|[^，]{0,8}[由请与和及]")
#: Posts of an organ, and no bare ones, are so long.
_OF_ORGAN = 5


def _holds_more(post: str) -> bool:
    """Tell whether an office stands inside what ends in one: 副组长甲及全体成员 names somebody."""
    return any(head.end() < len(post) and head.group() != "领导" for head in HEAD.finditer(post))


def _posts_before(text: str, comma: int, lowest: int) -> list[tuple[int, int]]:
    """Return the posts that begin a sentence and end in the comma before another post of who is named behind it.

    国家局党组书记、局长，总公司总经理甲: all three are his.
    """
    before = text.rfind("，", 0, comma)
    sentence = max(text.rfind(mark, before + 1, comma) for mark in _SENTENCE_BEGINS) + 1
    by = text.rfind("由", max(before, sentence), comma) + 1
    begin = by or sentence or before + 1
    if begin < lowest:
        return []  # 莫明副处长，|院长甲
    posts = _listed(text, begin, comma)
    first_clause = not by and (sentence or before < 0)
    if not first_clause and (len(posts) < 2 or text[begin] != text[comma + 1]):
        return []  # within a sentence only posts of the same organ: 部党组成员、副部长，|部领导小组成员甲
    whole = all(ends_in_head(text[a:b]) and not _holds_more(text[a:b]) for a, b in posts)
    long = posts[0][1] - posts[0][0] >= _OF_ORGAN
    return posts if whole and long and not _NOT_HIS.match(text, begin, comma) else []


def _split_double(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    also = _IS_ALSO.search(text, begin, end)
    if also and ends_in_head(text[begin : also.start()]) and ends_in_head(text[also.end() : end]):
        return [(begin, also.start()), (also.end(), end)]
    match = _DOUBLE.search(text, begin, end)
    if not match or match.end() >= end or not ends_in_head(text[match.end() : end]):
        return [(begin, end)]
    first = (begin, match.end())
    if not ends_in_head(text[first[0] : first[1]]):
        return [(begin, end)]
    return [first, *_split_double(text, match.end(), end)]


@cache
def _places_with_joint() -> frozenset[str]:
    """Return the places whose names begin as if they were joined to what is before them: 和平区."""
    names = (fold(row[1]) for table in ("places", "taiwan") for row in rows(table))
    return frozenset(name for name in names if name[0] in "和与及暨同跟")


def _begins_place(words: str) -> bool:
    return any(words[:length] in _places_with_joint() for length in range(3, 8))  # 和县委书记 joins


#: What somebody does to whom he stands before, who does nothing by it himself: 质询|局长甲.
FACES = ("杠上", "对上", "力挺", "拦下", "质询", "质问", "追问", "询问")
#: What somebody does to who holds an office, right before it: 痛批县长甲, 槓上县长甲.
_SAID_FIRST = regex(
    alternation([*(verb for verb, of in rows("says") if of == "clause"), *FACES, "直面", "赞许", "感激", "恭喜"])
)
_SHORTEST_OFFICE = 2
_ITEM_NUMBER = regex("\\d{1,3}[.．、](?=[㐀-鿿])")
#: People named together before 与 or 及, who hold no title of those behind it: 各单位主管与议长甲.
_ENDS_IN_MANY = regex(
    "(?:首长|主管|主官|官员|干部|人员|人士|同仁|群众|民众|师生|家属|专家|学者|企业|单位|部门|代表团|访问团|考察团|团队|一行|先生|女士|小姐)$"
)

#: What another gave before: 听取局长甲所作的说明和|主任乙所作的报告.
_ENDS_IN_REPORT = regex("(?<!情况)(?:说明|报告|汇报|通报)$")

#: An organ, of whom 与 tells beside somebody of another one: 促进会与|民政司长甲.
ENDS_OF_ORGANS = "[会局部处院署司厅]"
_ENDS_IN_ORGAN = regex(f"[㐀-鿿]{ENDS_OF_ORGANS}$")


_STAYS = frozenset("在于到赴")


def _trim(text: str, begin: int, end: int) -> int:
    """Move the start of the first title behind verbs, times and what belongs to somebody else."""
    cut = _PREFIX_CUT.match(text[begin:end])
    if cut and cut.end() < end - begin:
        begin += cut.end()
    while begin < end - 2:
        rest = text[begin:end]
        lead = _LEAD.match(rest) or _VERB_BEFORE.match(rest) or _ITEM_NUMBER.match(rest)
        if lead and not (lead.groupdict().get("joint") == lead.group() and _begins_place(rest)):
            begin += lead.end()
        elif text[begin] in " -）（·我▲△▼■●◆◎":
            begin += 1
        else:
            break
    said = _SAID_FIRST.match(text, begin, end)
    if said and end - said.end() >= _SHORTEST_OFFICE and ends_in_head(text[said.end() : end]):
        begin = said.end()  # 痛批|县长甲
    if rank := next((match for match in RANK.finditer(text, begin, end) if match.end() == end), None):
        moved = anchored(text, begin, rank.start(), end)
        double = _DOUBLE.search(text, begin, moved + _SHORTEST_OFFICE)
        begin = begin if double and double.end() == moved else moved  # 副召集人|台东县后备指挥部指挥官
    for match in reversed(list(_JOINT.finditer(text[begin:end]))):
        at = begin + match.start()
        before = text[begin:at]
        stay = text[begin - 1 : begin] in _STAYS and is_place(before)  # 在广州与|广东省委书记甲会面
        apart = stay or ends_in_head(before) or _ENDS_IN_MANY.search(before) or _ENDS_IN_REPORT.search(before)
        if not office_and(text, at) and (apart or (match.group() == "与" and _ENDS_IN_ORGAN.search(before))):
            return begin + match.end()
    return begin


#: Titles that all the names of a list share, though a blank stands behind: 代表 甲、乙.
SHARED_BY_MANY = regex(
    "(?:[县市省区乡镇州旗]|[县市区]政府|乡|镇)?副(?:[县市省区乡镇州旗]长|主任|书记|局长|主席)|(?:[县市省区乡镇]|立法)?(?:委员|代表|议员)|[㐀-鿿]{1,6}(?:代表|干部|组员|队员|社工|工作者|志愿者|[监联网]?[督络格]员)|理事|监事|里长|村长|邻长|顾问|立委"
)
_DEPUTY = regex("副[㐀-鿿]{1,3}$")
#: Offices that one holds: 县政府办公室主任谢江南、简明远 are of two offices.
_OF_ONE, _NOT_ALONE = regex("(?:办公室主任|秘书长|董事长|总经理)$"), regex("副|各|助理|前任|历任")


def held_by_many(title: str) -> bool:
    """Tell whether several hold an office, so that it may stand apart before all of them: 副校长 甲、乙."""
    return SHARED_BY_MANY.fullmatch(title) is not None or _DEPUTY.search(title) is not None


def held_by_one(title: str) -> bool:
    """Tell whether a title is an office that one holds, and no deputy's."""
    return _OF_ONE.search(title) is not None and _NOT_ALONE.search(title) is None
