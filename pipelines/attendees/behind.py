"""Titles behind names: 李四委员, 张三、李四委员, and between surname and given name: 潘县长志远."""

from __future__ import annotations

import re

from jiyao.patterns import regex
from pipelines.attendees.ends import FOLLOWERS, MARKS, boundary, is_han
from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import NO_TAIL, given_characters, likelihood, surnames
from pipelines.attendees.phrases import HIS_OFFICE, phrase_starts
from pipelines.attendees.titles import NOT_A_HEAD, ends_in_head, titles_left
from pipelines.attendees.uncommon import japanese_surnames
from pipelines.lexicon import common_words
from pipelines.lexicon.regions import is_place
from pipelines.numerals import number

#: Who speaks for others is no delegate: 甲代表调研组作主题发言.
_FOR_OTHERS = regex(
    "(?![就对在提表认建询质发指强说先分也亦均都相依])[^，。；：]{2,20}?(?:[作做](?!为)|致[词辞]|宣读|发言|讲话|表态|汇报)"
)
#: What somebody was heard on: 听取张副主席关于…的说明.
_HEARD_ON, _HEARD_WITHIN = (
    regex("(?:同志)?(?:受[^，。；]{2,20}委托)?(?:代表[^，。；]{2,20})?(?:所?[作做]的?)?(?:关于|《)"),
    10,
)
_DOTTED_BEFORE = regex(
    r"(?:(?<![㐀-鿿])|(?<=[由请和与及经对向]))(?:(?![由请和与及经对向])[㐀-鿿]){1,7}(?:·[㐀-鿿]{1,8})+\Z"
)
_LONGEST_DOTTED = 20
#: What may stand between the names of several and their title: 甲、乙等委员, 甲、乙、丙3位副院长.
_COUNTED = regex(r"(?:等|(?:等|(?<=[㐀-鿿]))(?P<n>\d{1,2}|[两二三四五六七八九十]{1,2})[位名])\Z")
_LONGEST_COUNT = 6
#: A place, or one and a surname: 宝女村|代表, 白云里苏|里长.
_OF_A_PLACE = regex("..[村乡县]$|...镇$|..[里村镇乡县区].$")
_HEADS_OF_TOWNS = frozenset(("里长", "村长", "镇长", "乡长", "区长", "县长", "市长", "里干事", "村干事"))


def before_title(text: str, head: re.Match[str], last: int, taken: Taken) -> list[Mention]:
    """Return the person whose title stands behind (李四委员) or inside the name (潘县长志远)."""
    heard = _HEARD_ON.match(text, head.end()) and "听取" in text[max(last, head.start() - _HEARD_WITHIN) : head.start()]
    if (boundary(text, head.end()) < 0.9 and not heard) or NOT_A_HEAD.match(text, head.end()):
        return []
    if head.group() == "代表" and _FOR_OTHERS.match(text, head.end()):
        return []
    monk = _monk(text, head, last, taken)
    if monk:
        return [monk]
    doubled = head.group() in _HEADS_OF_TOWNS and text[head.start() - 1] == head.group()[0]
    if doubled and text[head.start() - 2 : head.start()] not in ("万里", "千里", "百里"):
        return []  # 仁德里|里长
    rank = _with_party(text, head, rank_start(text, head, last), last)
    dotted = _DOTTED_BEFORE.search(text, max(last, rank - _LONGEST_DOTTED), rank)
    if dotted and phrase_starts(text, dotted.start(), last) and taken.free(dotted.start(), rank):
        return [Mention(dotted.start(), rank, [(rank, head.end())], "title behind name", 8.0)]
    best: Mention | None = None
    counted = _COUNTED.search(text, max(last, rank - _LONGEST_COUNT), rank)
    stop = counted.start() if counted else rank
    for length in (4, 3, 2):
        start = stop - length
        if start < last or not taken.free(start, rank):
            continue
        his = text[start - 1] == "是" and text.startswith("主持的", head.end())  # 会议是张委员长主持的
        if not his and not phrase_starts(text, start, last) and not _behind_unit_or_office(text, start, last):
            continue
        name = text[start:stop]
        likely = likelihood(name) or _of_japan(name)
        if head.group() in _HEADS_OF_TOWNS and is_place(text[start : head.start() + 1]):
            continue  # 寿丰|乡长
        if likely is None or name[-1] in NO_TAIL or any(c in MARKS for c in name) or _OF_A_PLACE.search(name):
            continue
        likely -= (
            (3 if name in common_words() else 0) + (0.6 if length == 2 else 0) + (4 if name[0] in "和与及但" else 0)
        )
        short = 0.3 if text[start - 1 : start] == "由" and text.startswith("主持", head.end()) else 1.5
        if likely < (0.5 if length == 3 else short) or (_organ_inside(name) and likely < 5.5):
            continue
        if best is None or likely > best.score + 1:
            best = Mention(start, stop, [(rank, head.end())], "title behind name", likely, sure=likely > 3)
    if best:
        _with_office_before(text, best, last)
    several = number(counted["n"]) if counted and counted["n"] else 0
    return [*_names_before(text, best, last, taken, several), best] if best else []


def _monk(text: str, head: re.Match[str], last: int, taken: Taken) -> Mention | None:
    """Return a monk or nun, whose name is no surname and given name: 副会长圣辉法师, 释永信法师."""
    start = head.start() - 2
    if text[start - 1 : start] == "释":
        start -= 1
    if head.group() != "法师" or start < last or not taken.free(start, head.start()):
        return None
    name = text[start : head.start()]
    if name[0] in "各本诸众该贵某两多" or name[-1] in "寺山庵院庙位名":
        return None
    offices = titles_left(text, start, last)
    if not all(map(is_han, name)) or name in common_words() or not (offices or phrase_starts(text, start, last)):
        return None
    return Mention(start, head.start(), [*offices, (head.start(), head.end())], "title behind name", _OF_ITS_KIND)


def _of_japan(name: str) -> float | None:
    """Return what a Japanese name is worth whose surname a table holds: 山本真义|教授."""
    given = name[2:]
    listed = len(given) in (1, 2) and name[:2] in japanese_surnames() and given not in common_words()
    return _OF_ITS_KIND if listed and all(map(is_han, given)) else None


#: What a name is worth that has the form of its kind: a Japanese one, a monk's.
_OF_ITS_KIND = 2.5


def _behind_unit_or_office(text: str, start: int, last: int) -> bool:
    """Tell whether the name of a county or a city ends at ``start``, or another office: 花莲县|简智明议员."""
    if text[start - 1 : start] == "的":
        return ends_in_head(text[max(last, start - _OFFICE_REACH) : start - 1])  # 荣升议会秘书长的|翁自保参议
    return start - _COUNTY >= last and text[start - 1] in "县市" and is_place(text[start - _COUNTY : start])


#: Characters of the names of counties and cities that stand before a name.
_COUNTY = 3
_OFFICE_REACH = 12
_BARE_OFFICE = 3
_UNIT_BEFORE = regex("、(?P<unit>[㐀-鿿]{2,16})$")


def _with_office_before(text: str, person: Mention, last: int) -> None:
    """Add the office that stands before the unit of 委员会副主席、文化局|韩立群局长."""
    unit = _UNIT_BEFORE.search(text[last : person.start])
    if unit and text[person.start - 1] in _ORGAN:
        offices = titles_left(text, last + unit.start(), last)
        if any(end - begin > _BARE_OFFICE for begin, end in offices):
            person.titles = [*offices, *person.titles]  # 总统、副总统、行政院|甲院长 are three
        person.left = min([person.start, *(start for start, _ in person.titles)])


#: What a name that ends in 前 must be worth.
_NAMED_SO = 1.9
#: What of a title stands before its head, the longest first: 常务副|主任.
_RANKS = ("常务副", "第一副", "特聘", "讲座", "客座", "荣誉", "名誉", "政务", "副总", "副", "助理", "代理", "代", "总", "前")  # fmt: skip
_LONGEST_PARTY = 3
_PARTY = regex(r"(?:党(?:委|组|工委|总支|支部)|总支|支部|纪委)\Z")
_RANK_ENDS = frozenset(rank[-1] for rank in _RANKS)


def rank_start(text: str, head: re.Match[str], last: int) -> int:
    """Return where the title begins that stands behind a name: before 副, 代, 常务副."""
    if text[head.start() - 1 : head.start()] not in _RANK_ENDS:
        return head.start()
    former = head.start() - 1
    if text[former] == "前" and (likelihood(text[max(last, former - 2) : former + 1]) or -9) > _NAMED_SO:
        return head.start()  # 李向前|校长
    for prefix in _RANKS:
        start = head.start() - len(prefix)
        if start >= last and text.startswith(prefix, start):
            return start
    return head.start()


def _with_party(text: str, head: re.Match[str], rank: int, last: int) -> int:
    """Return where the office of a party's secretary begins, with what of the party he leads: 党委副|书记."""
    party = _PARTY.search(text, max(last, rank - _LONGEST_PARTY), rank) if head.group() == "书记" else None
    return party.start() if party else rank


_ORGAN = frozenset("县市省区州镇乡局部委厅院党会府办组副总支村工队司科处站社校署长室组厂")


def _organ_inside(name: str) -> bool:
    return any(c in _ORGAN for c in name[1:])


def _names_before(text: str, last_name: Mention, lowest: int, taken: Taken, several: int) -> list[Mention]:
    """Return the names before it in a list that share the title behind: 张三、李四委员.

    Where it says that they are ``several``, so many are names though they may be words: 但斌、黄河、刘辛3位副院长.
    """
    found: list[Mention] = []
    at = last_name.start
    while at > lowest + 2 and text[at - 1] == "、":
        for length in (3, 2, 4):
            start = at - 1 - length
            if start < lowest or not taken.free(start, at - 1) or not phrase_starts(text, start, lowest):
                continue
            likely = likelihood(text[start : at - 1])
            if ends_in_head(text[start : at - 1]):
                continue  # 陈里长、苏里长
            counted = len(found) < several - 1
            if likely is not None and (counted or (likely > 1.0 and text[start : at - 1] not in common_words())):
                mention = Mention(start, at - 1, list(last_name.titles), "shared title behind", likely)
                mention.left, mention.right = start, at - 1
                found.insert(0, mention)
                at = start
                break
        else:
            break
    return found


#: The place whose office somebody holds, right before his surname.
_LONGEST_PLACE = 8
_OF_PLACE = regex(r"[㐀-鿿]{2,4}[县市区乡镇](?:政府|议会|公所)?\Z")
#: What a surname and a given name that is a word are worth where it is one: 余議員文華.
_SURE_OF_WORD = 3.0
#: The boundary that a verb makes, and what goes on so behind a whole name: 沈副署长世杰|请各地方政府.
_GOES_ON, _ASKS = (
    1.6,
    regex("请(?=各|该|贵|[㐀-鿿]{2,12}(?:加强|配合|协助|说明|注意|研议|提供|检讨|严格))|就(?!职|任|读)"),
)
_SPEAKS = regex("[答问说]?：|代）")


#: The rest of a name of another tongue: 马代表|耀·基朗.
_GIVEN_DOTTED = regex("[㐀-鿿]{1,3}(?:·[㐀-鿿]{1,6})+")
#: What may stand between a subject and what he says.
_WHEN_OR_HOW = frozenset(
    (
        "刚才",
        "刚刚",
        "今天",
        "今日",
        "昨天",
        "昨日",
        "上午",
        "下午",
        "首先",
        "最后",
        "随后",
        "特别",
        "当场",
        "日前",
        "先前",
    )
)
#: What two characters must be worth that are a whole name, and not the given one of somebody called 向.
_WHOLE_NAME = 2.0
#: 董事 and 监事 in short, which look like a surname and a post.
_POSTS_TOGETHER = "董监事"
#: Who is called up in a council.
_MEMBERS = frozenset(("议员", "委员", "代表"))
#: What a surname must be worth; and where that of a married woman may stand: 涂陈委员秀丽：, 请|涂陈委员秀丽发言.
_LEAST_SURNAME, _REACH_BEFORE = -0.5, 4
_CALLED_UP = regex("(?:(?:\\A|\n)[ \t]*|请)\\Z")


def _surname(words: str) -> float:
    """Return what a surname is worth, two of a married woman by the lesser."""
    if words in surnames() or len(words) == 1:
        return surnames().get(words, -9)
    worth = min(surnames().get(one, -9) for one in words)
    return worth if worth > 0 and words not in common_words() else -9


def _is_no_surname(text: str, at: int, surname: str, head: str) -> bool:
    """Tell whether what stands before an office is a part of another word, or a word of its own."""
    if text[at - 1 : at + 1] in common_words() or surname in "由请派偕原前代副新时现任":
        return True
    towards = surname == "向" and ends_in_head(text[max(0, at - 4) : at])  # 里长|向|市长甲
    return towards or surname + head == _POSTS_TOGETHER  # 董监事更迭


def _is_no_given(surname: str, given: str) -> bool:
    """Tell whether what seems a surname is the word for towards: 向农民|朋友, 请向|副县长李强请假."""
    return likelihood(surname + given) is None or (surname == "向" and (likelihood(given) or 0.0) > _WHOLE_NAME)


def inside(text: str, head: re.Match[str], rank: int, last: int) -> Mention | None:
    """Return a person whose title stands between surname and given name: 游副院长世昌."""
    for start in (rank - 2, rank - 1):
        surname = text[start:rank]
        if start < last or _surname(surname) < _LEAST_SURNAME:
            continue
        married = surname not in surnames()
        if married and head.group() not in _MEMBERS:
            continue
        if married and not _CALLED_UP.search(text, max(0, start - _REACH_BEFORE), start):
            continue
        of_place = _OF_PLACE.search(text, max(last, start - _LONGEST_PLACE), start)  # 宜蘭縣|林副縣長國誠
        if not (phrase_starts(text, start, last) or text[start - 1] == "的") and not (
            of_place and phrase_starts(text, of_place.start(), last)
        ):
            continue
        if _is_no_surname(text, start, surname, head.group()):
            continue
        if (dotted := _GIVEN_DOTTED.match(text, head.end())) and boundary(text, dotted.end()) >= 0.9:
            mention = Mention(start, rank, [(rank, head.end())], "title inside name", 8.0)
            mention.given, mention.right = dotted.span(), dotted.end()
            return mention
        for length in (2, 1):
            end = head.end() + length
            given = text[head.end() : end]
            if length == 1 and married:
                continue
            if len(given) < length or not all(map(is_han, given)) or given in FOLLOWERS:
                continue
            if given in _WHEN_OR_HOW or (not married and _is_no_given(surname, given)):
                continue  # 陈议员|刚才|提及
            if length == 1 and (
                given in "亦也均都皆仍又再即便已则来去请讲说回" or text[end - 1 : end + 1] in FOLLOWERS
            ):
                continue  # 康议长|笑称
            likely = _surname(surname) + sum(given_characters().get(c, -1.5) for c in given)
            ending = boundary(text, end)
            if ending < _GOES_ON and length > 1 and _ASKS.match(text, end):
                ending = _GOES_ON
            if length > 1 and HIS_OFFICE.match(text, end):
                ending = _GOES_ON  # 苏立委芝芬办公室|黄秘书: he did not come himself
            speaks = _SPEAKS.match(text, end) is not None  # 方代表水万：… in a verbatim record, 包乡长国强答：
            of_unit = length > 1 and ending >= _GOES_ON and text[start - 1] in _ORGAN
            needed = -3.0 if speaks else 0.5 if ending >= 2.5 else 1.0 if of_unit else 2.0
            plain = given not in common_words() or (ending >= 1.6 and likely > _SURE_OF_WORD)
            if ending >= 0.9 and likely > needed and (speaks or plain):
                mention = Mention(start, rank, [(rank, head.end())], "title inside name", likely + ending)
                mention.given = (head.end(), end)
                mention.right = end
                return mention
    return None
