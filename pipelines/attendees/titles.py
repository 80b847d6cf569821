"""Titles of office: their heads (书记, 县长 …) and how far to the left a title reaches."""

from __future__ import annotations

import re

_HEADS = [
    "候选人",
    "主任委员",
    "副主任委员",
    "执行秘书",
    "召集委员",
    "书记长",
    "总召",
    "立委",
    "蓝委",
    "绿委",
    "总河长",
    "河长",
    "林长",
    "路长",
    "田长",
    "湖长",
    "链长",
    "片长",
    "警长",
    "楼栋长",
    "楼长",
    "店主",
    "大户",
    "民警",
    "辅警",
    "文书",
    "主计员",
    "主计",
    "视察",
    "督学",
    "工程师",
    "训导长",
    "副署长",
    "总台长",
    "专门委员会主任",
    "秘书组",
    "记者",
    "通讯员",
    "特派员",
    "总书记",
    "第一书记",
    "书记员",
    "书记",
    "支书",
    "委员长",
    "县长",
    "市长",
    "省长",
    "区长",
    "州长",
    "镇长",
    "乡长",
    "旗长",
    "盟长",
    "村长",
    "里长",
    "邻长",
    "屯长",
    "街长",
    "保长",
    "司库",
    "主席",
    "主任",
    "局长",
    "部长",
    "厅长",
    "处长",
    "科长",
    "课长",
    "股长",
    "司长",
    "署长",
    "关长",
    "院长",
    "校长",
    "所长",
    "行长",
    "社长",
    "台长",
    "站长",
    "场长",
    "厂长",
    "矿长",
    "店长",
    "馆长",
    "园长",
    "庭长",
    "室长",
    "班长",
    "组长",
    "会长",
    "议长",
    "团长",
    "连长",
    "营长",
    "师长",
    "军长",
    "舰长",
    "排长",
    "大队长",
    "中队长",
    "支队长",
    "总队长",
    "分队长",
    "队长",
    "理事长",
    "董事长",
    "监事长",
    "总经理",
    "经理",
    "总裁",
    "检察长",
    "检察官",
    "审判长",
    "秘书长",
    "主任秘书",
    "主秘",
    "秘书",
    "委员",
    "常委",
    "总理",
    "总统",
    "首相",
    "国务卿",
    "大臣",
    "外长",
    "总领事",
    "领事",
    "大使",
    "公使",
    "参赞",
    "专员",
    "巡视员",
    "调研员",
    "研究员",
    "督察长",
    "督察专员",
    "督查专员",
    "督学",
    "督导员",
    "督导",
    "政治委员",
    "政委",
    "副司令员",
    "司令员",
    "司令",
    "参谋长",
    "参谋",
    "指挥长",
    "指挥官",
    "总指挥",
    "副指挥",
    "指挥",
    "教授",
    "讲师",
    "院士",
    "总工程师",
    "工程师",
    "工程司",
    "总会计师",
    "总经济师",
    "总农艺师",
    "农艺师",
    "会计师",
    "总编辑",
    "主编",
    "总监",
    "监督",
    "董事",
    "监事",
    "理事",
    "特首",
    "行政长官",
    "议员",
    "代表",
    "次长",
    "干事长",
    "总干事",
    "里干事",
    "村干事",
    "干事",
    "发言人",
    "成员",
    "领导人",
    "领导",
    "负责人",
    "负责同志",
    "联络员",
    "指导员",
    "教导员",
    "教育长",
    "总设计师",
    "设计师",
    "建筑师",
    "技师",
    "技正",
    "技士",
    "技佐",
    "参议",
    "参事",
    "网格员",
    "主委",
    "执行长",
    "执行官",
    "营运长",
    "运营官",
    "财务长",
    "法务长",
    "医务长",
    "总教官",
    "教官",
    "教练",
    "博士",
    "法官",
    "律师",
    "医师",
    "医生",
    "护士长",
    "药师",
    "国王",
    "王储",
    "酋长",
    "宣传委员",
    "组织委员",
    "召集人",
    "主持人",
    "主讲人",
    "报告人",
    "汇报人",
    "课员",
    "科员",
    "组员",
    "办事员",
    "工程员",
    "管理员",
    "专门委员",
    "简任秘书",
    "秘书处长",
    "专家",
    "顾问",
    "助理",
    "特助",
    "襄理",
    "协理",
    "副理",
    "助理员",
    "约雇人员",
    "教师",
    "老师",
    "班主任",
    "校监",
    "村医",
    "讲解员",
    "专干",
    "社工师",
    "社工",
    "头目",
    "长老",
    "耆老",
    "族人",
    "理事主席",
    "部落主席",
    "上将",
    "中将",
    "少将",
    "上校",
    "中校",
    "少校",
    "上尉",
    "中尉",
    "学者",
    "企业家",
    "法律顾问",
    "首席执行官",
    "首席代表",
    "董事局主席",
    "会首",
    "主祭",
    "馆员",
    "队员",
    "团员",
    "驻村干部",
    "志愿者",
    "农艺师",
    "党员",
    "村民",
    "居民",
    "农户",
    "业主",
    "家长",
    "学生",
    "委员会主席",
    "组成人员",
    "长官",
    "政务委员",
    "政务司长",
    "海关关长",
    "廉政专员",
    "审计长",
    "审计师",
    "干部",
    "同学",
    "站务员",
    "驾驶员",
    "总长",
    "次席",
    "首席",
    "议事组长",
    "秘书组长",
    "议事主任",
    "研究生",
    "博导",
    "所长",
    "分局长",
    "总局长",
    "小组长",
    "副手",
    "分管领导",
    "第一副书记",
    "副职",
    "政协委员",
    "人大代表",
]
#: Heads that many trades form (主计员, 建筑师); names behind them need more certainty.
_OPEN_HEAD = "(?<=[㐀-鿿])[㐀-鿿](?:员|师|长)"
HEADS = tuple(sorted(dict.fromkeys(_HEADS), key=len, reverse=True))
HEAD = re.compile("|".join(HEADS))
#: Heads that running text uses for anything; a name behind them needs more certainty.
WEAK_HEADS = frozenset(
    [
        "代表",
        "领导",
        "成员",
        "负责人",
        "指挥",
        "领导人",
        "教练",
        "国王",
        "医生",
        "负责同志",
        "主持人",
        "村民",
        "居民",
        "学生",
        "家长",
        "党员",
        "干部",
        "专家",
        "学者",
        "老师",
        "教师",
        "农户",
        "业主",
        "志愿者",
        "长官",
        "同学",
        "首席",
        "监督",
        "督导",
        "族人",
        "顾问",
        "店主",
        "大户",
        "民警",
        "辅警",
        "文书",
        "主计",
        "视察",
        "队员",
        "团员",
        "企业家",
        "次席",
        "总长",
        "副职",
    ]
)
ENDS_IN_HEAD = re.compile(rf"(?:{HEAD.pattern})(?:（[^（）]{{1,10}}）)?$")
#: What a head is part of when this follows: 主任会议, 书记处, 代表团, 局长级.
NOT_A_HEAD = re.compile(
    "会(?!长|计)|团(?!长)|部(?!长)|处(?!长)|级|室(?!主任)|站(?!长)|台(?!长)|席(?!位)|办公|制|信箱|热线|接待日|约谈|大会|助理(?![㐀-鿿]{2,3}[，、。）])|们|员额|联席|督战|负责制|培训|论坛|讲坛|单位|小组|大队|令|职务|职责|候选(?!人)|人选|任期|岗位"
)

_PREFIX_CUT = re.compile(
    r"^.*(?:会议由|活动由|仪式由|大会由|并由|改由|分别由|由|(?<![一-鿿])经(?![济贸信开营理管])|受|会见了?|会晤|(?:听取|审议|审查)(?:和审议|并审议)?了?|来访的|回复|答复了?|针对|质询议员|就|接受|委托|新任命的|任命|免去|决定|其中|随后|会上|会中"
    r"|席间|最后|同时|期间|近日|日前|今日|今天|昨日|昨天|上午|下午|晚上|中午|当天|当日|请|邀请|对|到访|与来自|欢迎|感谢|转达|成员有|包括|以及|\d[日时分]|召开|举行|陪同|表示"
    r"|来自|应邀|率|并请|首先|接着|另外|此外|先由|再由|后由|则由|责成|指派|派|偕同|偕|会同|连同|身兼|兼任|现任|时任|原任|前任|新任|的(?=.{3})|[）：])(?=.{2})"
)
_LEAD = re.compile(r"^(?:以及|[和与及暨同跟]|并由|由|及|代表(?=.{3})|来自)")
#: 和 and its like inside the names of offices, where they do not join two posts.
_OFFICE_WITH_AND = re.compile(
    "发展和改革|人力资源和社会保障|人力资源与社会保障|工业和信息化|住房和城乡|住房与城乡|文化和旅游|文化与旅游|卫生和计划生育|卫生和健康|自然资源和规划|自然资源与规划|民族和宗教|民族与宗教"
    "|经济和信息化|教育和体育|教育与体育|农业和农村|监察和司法|财政和|水利和|社会和法制|城乡和|医疗和|交通和|应急和|运输及物流|食物及卫生|商务及经济|政制及内地|财经事务及库务|环境及生态|劳工及福利"
    "|民政及青年|创新科技及|发展和|规划和|规划及|科学和|商务和|国土和|退役和|统战和|观光及|环境及|工商及|产业及|民政及|社会及|都市及|新闻及|研究及|管理和|管理及|保护和|保护及|建设和|安全和|文化及|经济及|交通及|医疗及|科技及|艺术及|教育及|资讯及|地政及|法制及|食品及|畜牧及|渔业及|林业和|体育和|旅游和|数据和|政务和|消防和|灾害和|人口和|环境和|计划和|服务和|疾病预防和|群众和"
)
#: Posts that are followed by another without a mark: 执行秘书消防局长, 医疗院所代表精神科主任.
_DOUBLE = re.compile(
    "(?:执行秘书|召集人|总指挥|指挥官|(?<!人大)代表(?!会|团|处|大会|组)|执行长|召集委员|成员)(?=[㐀-鿿]{2,})|兼(?:任)?(?=[㐀-鿿]{2,})"
)
_MARK = frozenset("。！？；\n，：“”《》「」『』…—|□■【】")


def office_and(text: str, at: int) -> bool:
    """Tell whether the 和 or 及 at ``at`` stands inside the name of an office."""
    return any(match.start() <= at < match.end() for match in _OFFICE_WITH_AND.finditer(text, max(0, at - 8), at + 6))


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
        elif depth == 0 and character in _MARK:
            break
        start -= 1
    spans = []
    at = start
    for part in re.split("(、)", text[start:head_end]):
        if part != "、":
            spans.append((at, at + len(part)))
        at += len(part)
    kept: list[tuple[int, int]] = []
    for begin, end in reversed(spans):
        if not ENDS_IN_HEAD.search(text[begin:end]):
            break
        kept.append((begin, end))
    kept.reverse()
    if not kept:
        return []
    begin = _trim(text, *kept[0])
    kept[0] = (begin, kept[0][1])
    return [part for a, b in kept for part in _split_double(text, a, b) if part[1] - part[0] >= 2]


def _split_double(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    match = _DOUBLE.search(text, begin, end)
    if not match or match.end() >= end or not ENDS_IN_HEAD.search(text[match.end() : end]):
        return [(begin, end)]
    first = (begin, match.start() if match.group().startswith("兼") else match.end())
    if not ENDS_IN_HEAD.search(text[first[0] : first[1]]):
        return [(begin, end)]
    return [first, *_split_double(text, match.end(), end)]


def _trim(text: str, begin: int, end: int) -> int:
    """Move the start of the first title behind verbs, times and what belongs to somebody else."""
    cut = _PREFIX_CUT.match(text[begin:end])
    if cut and cut.end() < end - begin:
        begin += cut.end()
    while begin < end - 2:
        lead = _LEAD.match(text[begin:end])
        if lead:
            begin += lead.end()
        elif text[begin] in " ）（·":
            begin += 1
        else:
            break
    for match in reversed(list(re.finditer("以及|[和与及暨]", text[begin:end]))):
        at = begin + match.start()
        if not office_and(text, at) and ENDS_IN_HEAD.search(text[begin:at]):
            return begin + match.end()
    return begin
