"""Mentions without a title: before a form of address, before a verb of saying, in a list that begins a clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from jiyao.patterns import regex
from pipelines.attendees.ends import CONJUNCTION, FOLLOWERS, boundary
from pipelines.attendees.mention import Mention
from pipelines.attendees.names import USUAL_NAME, Likely, leaves_its_tail, likelihood, may_begin, name_at, surnames
from pipelines.attendees.phrases import note_end, phrase_starts
from pipelines.attendees.titles import ends_in_head, titles_left
from pipelines.attendees.uncommon import dotted_at, padded_at
from pipelines.lexicon import common_words, starting

_SAYING = "促(?![进成使销])|附和|不?同意|指出|强调|要求|表示|认为|说|提出|建议|指示|裁示|回应|答复|宣布|介绍|汇报|报告|通报|主持|提醒|质询|质疑|质问|询问|关注|直斥|痛批|(?:因[^，。]{1,8})?请假|因[^，。]{2,12}缺席|因[^，。]{2,16}(?:未克|未能|无法|不克)(?:出席|参加|到场|前来)|未出席|补充|解释|说明|反映|认|呼吁|希望|总结|承诺|感谢|提问|发言|讲话|提议|重申|坦言|透露|致词|致辞|宣读|出席|参加|列席|请假|缺席|关心|反问|追问|问(?!题|卷|责|政|鼎|候|讯)|直言|称|公布|争取|肯定|进行了?[^，。]{0,8}(?:宣誓|发言|点评|讲解|说明|报告|介绍)|登记发言|建请|期盼|力促|批评|提到|指责|指斥|[怒痛驳]斥|斥责|[怒反]?呛|[怒砲炮]轰|抨击|反驳|宣告|直呼|动议|喊话|高呼|高喊|指(?![导挥数标示定派责引控南战])|则?为[^，。]{2,14}(?:喉舌|发声|讨公道|抱不平|叫屈|说话)|还原|倡议|关切|主张|认同|则?为[^，。]{2,14}请命|以[^，。]{2,14}为例|代表[^，。]{2,16}(?:[作做]|致|宣读|发言|讲话|表态)|致了?[^，。]{0,6}[词辞]|[作做]了?[^，。]{0,6}(?:发言|讲话)|担任(?:会议的?)?(?:召集人|主持人)|在(?:大会)?主席台[^，。]{0,6}就[座坐]|用[^，。]{1,8}(?:发言|演讲|说明)"
_SAYS = regex(
    starting(
        "十两二三多作做担相促附用一不同怒痛驳斥呛砲炮抨宣直动喊高为主也争介仍代笑以会倡公关再出列则力参又反发同呼回因在坦宣希并建登进强当总感批承报指接提更最期未汇特痛直称答续缺肯致补表裁要解认讲问询说请质还追透逐通重随首亲",
        rf"(?:(?:也|还|又|则|并|再|同样|首[度次]|亲自|续|更|仍|最后|首先|随后|同时|接着|笑着?|特别|再次|逐一|当场|会中|会上|会后|在会上|强烈|高度|十分|相当|一再|[一两二三多再]次|在[^，。；：\n]{{1,8}}[中时])){{0,2}}(?:{_SAYING})",
    )
)
_CLAUSE_START = regex(r"(?:\A|[。；，：！？”“（、]|\n[ \t]*)(?=[㐀-鿿])")
_PRESIDED_BY = regex(r"[会议式动]由(?:[㐀-鿿]{0,6}(?:党委|党支部|党总支|村委会|居委会|办公室))?(?=[㐀-鿿])")
_LIST_START = regex(
    rf"(?:{_CLAUSE_START.pattern}|包括|由)(?=(?:[㐀-鿿] [㐀-鿿]|[㐀-鿿·\U00020000-\U000323af]{{2,14}})(?:（[^（）\n]{{1,40}}）)?(?:、|和|与|及|以及))"
)


_ADDRESS = regex("同志|先生|女士|小姐|老师")


def addressed(text: str, start: int) -> Iterator[Mention]:
    """Yield names before 同志, 先生, 女士, 小姐."""
    for match in _ADDRESS.finditer(text, start):
        end = match.start() - (text[match.start() - 1 : match.start()] == "等")  # 甲、乙等同志
        for length in (4, 3, 2):
            begin = end - length
            if begin < start or not phrase_starts(text, begin, start):
                continue
            likely = likelihood(text[begin:end])
            if likely is not None and likely > 1.0 and not _begins_word(text[begin:end]):
                mention = Mention(begin, end, [], "name before a form of address", likely)
                mention.right = match.end()
                if match.group() == "同志":
                    yield from _addressed_together(text, begin, start)
                yield mention
                break


def _addressed_together(text: str, at: int, start: int) -> Iterator[Mention]:
    """Yield the names before one in a list that a form of address closes: 米文、|尚利民同志."""
    while at > start + 2 and text[at - 1] in "、和":
        for length in (3, 2):
            begin = at - 1 - length
            likely = likelihood(text[begin : at - 1]) if begin >= start and phrase_starts(text, begin, start) else None
            if likely is not None and likely > 1.0 and text[begin : at - 1] not in common_words():
                yield Mention(begin, at - 1, [], "name before a form of address", likely)
                at = begin
                break
        else:
            return


#: A name in Latin letters, with a form of address or of two words and more, that begins a clause.
_LATIN_ACTOR = regex(
    r"(?:(?<=[。；，：\n！？”])|\A)[ 　]*(?:Dr|Mr|Ms|Mrs|Miss|Prof|Ir)?\.? ?(?P<name>[A-ZÀ-Þ][A-Za-zÀ-ÿ'-]+(?: [A-ZÀ-Þ]\.)?(?: [A-ZÀ-Þ][A-Za-zÀ-ÿ'-]+)+) ?(?=[㐀-鿿])"
)


def latin_actors(text: str, start: int) -> Iterator[Mention]:
    """Yield a name in Latin letters before a verb of saying: Dr. Michael Tse介紹了海外經驗."""
    for match in _LATIN_ACTOR.finditer(text, start):
        if _SAYS.match(text, match.end()) and any(word[1:].islower() for word in match["name"].split()):
            mention = Mention(*match.span("name"), [], "name before a verb of saying", 4.0, sure=False)
            mention.right = match.end()
            yield mention


#: What may stand before who begins a clause: 不过甲回应时指出….
_CLAUSE_OPENS = regex(
    "(?:不过|但是|但|其后|随后|对此|至于|另外|此外|最后|其中|之后|同时|结果|而|会上|席间|会中|会后)(?=[㐀-鿿])"
)


def actors(text: str, start: int) -> Iterator[Mention]:
    """Yield a name that begins a clause and is followed by a verb of saying or attending."""
    has_dots = "·" in text
    for clause in chain(_CLAUSE_START.finditer(text, start), _PRESIDED_BY.finditer(text, start)):
        at = clause.end()
        opened = _CLAUSE_OPENS.match(text, at)
        at = opened.end() if opened else at + (text[at] in "由请和与及")
        dotted = dotted_at(text, at) if has_dots else None
        if dotted:
            if _SAYS.match(text, dotted.end):
                yield Mention(at, dotted.end, [], "name before a verb of saying", dotted.score)
            continue
        if not may_begin(text, at):
            continue
        for length in (3, 2, 4):
            end = at + length
            name = text[at:end]
            likely = likelihood(name) if _SAYS.match(text, end) else None
            if (
                likely is not None
                and likely > (1.0 if _SEATED.match(text, end) else 2.2 if length == 3 else 3.2)
                and not is_wordy(name)
                and name[0] != "区"
                and name[-1] not in "县镇乡区等"  # 高坪县作表态发言, 甲、乙等|参加会议
                and not ends_in_head(name)
                and not (text.startswith("代表", end) and _UNITS.match(text, at - 2, end))
                and not (leaves_its_tail(name) and _SAYS.match(text, end - 1))
            ):
                yield Mention(at, end, [], "name before a verb of saying", likely, sure=likely > 4)
                break


_SEATED = regex("在(?:大会)?主席台[^，。]{0,6}就[座坐]")
#: Units of one kind in a list: 新龙村、|宝女村代表.
_UNITS = regex("(?P<kind>[村镇乡县区市社])、[㐀-鿿]{1,3}(?P=kind)")


#: Parties whose members are named behind them without an office: 自由党甲质疑.
_PARTY = regex(
    "(?:民建联|工联会|自由党|新民党|经民联|公民党|工党|民协|新民主同盟|街工|热血公民|职工盟|台湾基进|基进党|台联|新党|公民力量|民主党|社民连|人民力量|新思维|实政圆桌|劳联|选委界"
    "|国民党|民进党|民众党|时代力量|亲民党|无党籍(?:联盟)?|无党团结联盟|无属籍)籍?的?"
    "|(?:无党派|党外|宗教界|工商界|社会知名)(?:代表)?人士(?!代表)"
)


#: What a name behind a party's must be worth, in a list and alone.
_BEHIND_PARTY, _ALONE_BEHIND_PARTY = 4.5, 6.0
_LONGEST_OFFICE = 30


#: A group that has no office for its members: 专业动力的|甲指.
_OF_GROUP = regex(
    "(?<![㐀-鿿])[㐀-鿿“”「」]{1,8}(?:(?:力量|动力|联盟|阵线|连线|同行|行动|平台|社|党|派|会)[”」]?的|(?:力量|动力|联盟|阵线|连线)[”」]?)(?=[㐀-鿿]{3})"
)
_OF_GROUP_WORTH = 7.0


def _members(text: str, start: int) -> Iterator[Mention]:
    for group in _OF_GROUP.finditer(text, start):
        likely = name_at(text, group.end(), "title", threshold=_OF_GROUP_WORTH)
        if likely and likely.end - group.end() == USUAL_NAME and _SAYS.match(text, likely.end):
            yield Mention(group.end(), likely.end, [], "name behind a group's", likely.score, sure=False)


def partisans(text: str, start: int) -> Iterator[Mention]:
    """Yield a name behind a party's that begins a phrase and is followed by a mark or a verb."""
    yield from _members(text, start)
    for party in _PARTY.finditer(text, start):
        likely = name_at(text, party.end(), "title", threshold=_BEHIND_PARTY) if may_begin(text, party.end()) else None
        listed = likely is not None and text[likely.end : likely.end + 1] == "、"  # 新民党甲、工联会乙
        said = likely is not None and _SAYS.match(text, likely.end) is not None
        if likely and likely.score < (_BEHIND_PARTY if listed or said else _ALONE_BEHIND_PARTY):
            continue
        begins = phrase_starts(text, party.start(), start) or text[party.start() - 1] == "的"
        if likely and begins and boundary(text, likely.end) >= 0.9:
            mention = Mention(party.end(), likely.end, [], "name behind a party", likely.score, sure=likely.score > 8)
            mention.left, mention.right = party.start(), note_end(text, likely.end)
            if text[party.start() - 1 : party.start()] == "、":  # 区议会主席、民主党甲
                mention.titles = titles_left(text, party.start() - 1, max(start, party.start() - _LONGEST_OFFICE))
                mention.left = min([mention.left, *(begin for begin, _ in mention.titles)])
            yield mention


def _begins_word(name: str) -> bool:
    """Tell whether a word that hardly is a surname and more begins what looks like a name: 居民王|先生."""
    return len(name) > 2 and name[:2] in common_words() and surnames().get(name[0], -9) < 2


def is_wordy(name: str) -> bool:
    """Tell whether what looks like a name is a word, or holds one."""
    words = common_words()
    if name in words or _begins_word(name):
        return True
    count, tag = words.get(name[1:], (0, ""))
    return count > _A_WORD and not (
        # 李建国: hardly anything but a surname, and a word that names are made of
        surnames().get(name[0], -9) > _NO_WORD
        and (likelihood(name) or -9) > _NAMELIKE
        and tag[0] not in "vdp"
        and name[1:] not in FOLLOWERS
    )


_A_WORD, _NO_WORD, _NAMELIKE = 3000, 2.8, 5.0


#: What closes a list whose members are nobody: 绿城花园、东方明珠等小区.
_OF_THINGS = regex(
    r"等[\d一二三四五六七八九十]*[个家座处所条项]?[㐀-鿿]{0,4}?(?:小区|社区|企业|公司|商[户圈场店]|楼盘|学校|医院|酒店|单位|部门|项目|品牌|景区|园区|街道|[乡镇村县市区地]|路段|产业|系统|平台|节目|产品|作物)(?=[的，。；、]|$)"
)


#: An item of a list of so many names that no table knows for one: 问渠、.
_ODD, _FEWEST_AROUND, _WORTH_OF_ODD = (
    regex("[㐀-鿿]{2,3}(?<![局处科室部委办署院厅组队所会司校镇乡村社])(?=、)"),
    4,
    2.0,
)


def _names_ahead(text: str, at: int) -> int:
    """Return how many names a list goes on with, counted as far as it matters."""
    ahead = 0
    while ahead < _FEWEST_AROUND and (likely := name_at(text, at, "free", threshold=1.0)):
        ahead, at = ahead + 1, likely.end + 1
        if text[likely.end : at] != "、":
            break
    return ahead


def runs(text: str, start: int) -> Iterator[Mention]:
    """Yield the names of a list without titles that begins a clause: 张三、李四、王五出席."""
    done = start
    for clause in _LIST_START.finditer(text, start):
        if clause.end() < done:
            continue
        at, run = clause.end(), list[tuple[int, Likely]]()
        while at < len(text):
            plain = may_begin(text, at)
            likely = dotted_at(text, at) or (
                padded_at(text, at) or name_at(text, at, "free", threshold=1.0) if plain else None
            )
            odd = _ODD.match(text, at) if likely is None else None
            if odd and len(run) + _names_ahead(text, odd.end() + 1) >= _FEWEST_AROUND:
                likely = Likely(odd.end(), _WORTH_OF_ODD)
            if likely is None:
                break
            run.append((at, likely))
            at = note_end(text, likely.end)
            if at < len(text) and text[at] == "、":
                at += 1
                continue
            joint = CONJUNCTION.match(text, at)
            if joint and joint.end() < len(text) and may_begin(text, joint.end()):
                at = joint.end()
                continue
            break
        done = at
        if _OF_THINGS.match(text, at):
            continue
        if len(run) >= 2 and sum(likely.score for _, likely in run) / len(run) >= 5.0:
            for begin, likely in run:
                if text[begin : likely.end] not in common_words() or len(run) > 2:
                    mention = Mention(begin, likely.end, [], "list of names", likely.score, sure=likely.score > 6)
                    mention.right = note_end(text, likely.end)
                    yield mention
