"""Names that no surname of the tables begins: with a middle dot, in Latin letters, of Tibetan, Yi, Mongolian or Japanese speech.

Most are read only behind a title, which says that a name must follow.
"""

from __future__ import annotations

from functools import cache

from jiyao.patterns import regex
from pipelines.attendees.ends import (
    CONJUNCTION,
    CONJUNCTIONS,
    COURTESIES,
    FOLLOWERS,
    MARKS,
    boundary,
    is_han,
    is_honorific,
)
from pipelines.attendees.names import (
    BEYOND_LISTS,
    DOTTED,
    USUAL_NAME,
    Likely,
    given_characters,
    likelihood,
    name_at,
    surnames,
)
from pipelines.attendees.titles import HEAD
from pipelines.lexicon import common_words, rows
from pipelines.lexicon.regions import is_place

#: What names of other tongues are written to end with.
_TRANSCRIBING = frozenset("提尔江木孜汗别克依")
#: Elements of Tibetan, Yi and Mongolian names, which no surname begins.
_ELEMENT = regex(
    "(?<![㐀-鿿])三郎|扎西|嘎玛|贡布|泽仁|泽旺|甲央|益西|洛绒|拥忠|邓珠|降央|四郎|阿旺|强巴|曲珍|措姆|赤列|罗让|根呷|顿珠|次仁|次旺|卓玛|巴桑|旦增|丹增|格桑|索朗|德吉|央宗|央金|白玛|洛桑|尼玛|达娃|平措|才让|加措|多杰|拉毛|旺堆|旺姆|罗布|仓曲|坚赞|贡嘎|土登|桑杰|桑吉|才旦|才仁|夏吾|公保|索南|仁青|仁增|尖措|当智|东智|昂毛|拉加|群培"
    "|木呷|拉者|有铁|阿牛|依伙|木果|尔布|伍呷|阿木|俄里|比布|沙玛|苏呷|曲别|马海|加巴|约古|莫色|吉克|吉狄|阿苦|阿约|阿尔|阿侯|马黑|曲比|曲木|俄木|沙马|木乃|立克|勒勒|热柯|海来|巴久|吉木|尔古|拉龙|伍各|史古|拉曲|石布|吉哈|瓦铁|乌力吉|其木格|高娃|娜仁|托娅|乌云|图门|额尔敦|阿古拉|青格勒|苏日娜|朝克图|吉日嘎拉|道尔吉|敖特根|莫日根|呼格吉勒|萨仁|巴雅尔|哈斯|巴图|那顺|布和|阿斯楞|那生|苏和|乌兰|其其格|照日格|布仁|满都|呼和|格日|斯琴|宝音|额尔|乌日|苏荣|图雅|巴特|朝鲁|敖登|孟和|那仁|阿拉|特木尔|毕力格"
)
ELEMENT_SCORE = 5.0
_SHORT_FOLLOWERS = frozenset("就在对向说为作做等和与及率赴已将也还则均")
#: A word of a name in Latin letters: Thapa, O'Hara, KWOK.
LATIN_WORD = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'’-]+"
_LATIN_WORD = rf"(?:{LATIN_WORD}|[A-Z]\.)"
#: A name in Latin letters, of two words or more, or of one before a Chinese name: João do Rosário, Natalie 涂思恩.
_LATIN_NAME = regex(
    rf"{_LATIN_WORD}(?: (?:(?:d[aeo]s?|e|y|van|von|bin|binti) )?{_LATIN_WORD}){{0,5}}(?P<han> ?[㐀-鿿]{{2,4}})?"
)


@cache
def japanese_surnames() -> frozenset[str]:
    """Return Japanese surnames in folded characters."""
    return frozenset(name for (name,) in rows("japanese"))


def dotted_at(text: str, at: int) -> Likely | None:
    """Return a name whose parts are joined by a middle dot (阿不都热合曼·买买提), or None."""
    match = DOTTED.match(text, at) if text.find("·", at, at + 9) > 0 else None
    if not match:
        return None
    dot = text.index("·", at)
    if HEAD.search(text, at, dot) or _joined(text, at, dot) or _OF_MANY.match(text, at, dot):
        return None
    last = text.rindex("·", at, match.end()) + 1
    for end in range(last + 1, match.end() + 1):
        ending = boundary(text, end)
        if text[end : end + 1] in _TRANSCRIBING and boundary(text, end + 1) >= 1.6:
            continue  # 买买提|出席, not 买买|提出|席
        behind = text[end : end + 1] in ("昨", "今") and text[end + 1 : end + 2] in _OF_DAY
        behind = behind or _HOW.match(text, end) is not None
        behind = behind or (
            _VERB in common_words().get(text[end : end + 2], _NO_WORD) and text[end] not in _TRANSCRIBING
        )
        if end - last >= 2 and (ending >= 1.6 or behind or text[end : end + 1] in _SHORT_FOLLOWERS):
            return Likely(end, 9.0)
    verbs = (end for end in range(last + 3, match.end()) if boundary(text, end) >= 0.6)  # 买买提|布置了
    return Likely(next(verbs, match.end()), 6.0)


_VERB, _NO_WORD = "v", (0, "")
#: What somebody is one of, before his name: “四老”人员|肉色台木·阿西木.
_OF_MANY = regex("人员|村民|居民|群众|干部|党员|职工|学生|牧民|农民|同学|代表")
#: How somebody says what follows: 激动地说.
_HOW = regex("[㐀-鿿]{2}地(?:说|表示|介绍|告诉|回忆)")
#: What may stand behind 昨 or 今, which is no end of a name then: 伊斯坦大|昨（6）日.
_OF_DAY = frozenset("（天日晚早晨上下")


def _joined(text: str, at: int, dot: int) -> bool:
    """Tell whether a whole name and a joint stand before the dotted one: 楊家旺及|伊瓦·諾明."""
    joint = CONJUNCTION.search(text, at + 2, dot)
    return joint is not None and (likelihood(text[at : joint.start()]) or -9) > _WHOLE_NAME


#: What a name before a joint must be worth.
_WHOLE_NAME = 1.5


#: A name of the sounds of Mongolian that ends in 图, before a mark or what its bearer did: 苏雅拉图|主持.
_MONGOLIAN = regex("[㐀-鿿]{1,3}[拉勒尔吉斯雅日古格克都木宝布和仁]图")


def mongolian_at(text: str, at: int) -> Likely | None:
    """Return a Mongolian name in 图 for use after a title, or None."""
    match = _MONGOLIAN.match(text, at)
    whole = match and match.group()[:2] not in common_words() and boundary(text, match.end()) >= 1.6
    return Likely(match.end(), ELEMENT_SCORE) if match and whole and match.end() - at > 3 else None


def latin_at(text: str, at: int) -> Likely | None:
    """Return a name in Latin letters (Rajesh Gurung, Natalie 涂思恩), or None; for use after a title."""
    match = _LATIN_NAME.match(text, at) if "A" <= text[at : at + 1] <= "Þ" else None
    if not match:
        return None
    if match["han"]:
        begin = match.start("han") + match["han"].startswith(" ")
        named = None if is_honorific(text, begin) else name_at(text, begin, "title")
        if named:
            return Likely(named.end, 8.0)
    words = match.group()[: match.start("han") - at if match["han"] else None]
    several = " " in words or is_honorific(text, at + len(words) + text.startswith(" ", at + len(words)))
    whole = several and any(word[1:].islower() for word in words.split())
    return Likely(at + len(words), 8.0) if whole else None


_IN_LATIN_TOO = regex(r"·?[A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]*[a-zà-ÿ](?: [A-ZÀ-Þ][A-Za-zÀ-ÿ.'’-]*[a-zà-ÿ])*")


def with_latin(text: str, likely: Likely | None) -> Likely | None:
    """Return a name with its form in Latin letters, where that stands right behind it: 巴士泉Yosin.Batu, 古志偉・Lavakaw."""
    behind = _IN_LATIN_TOO.match(text, likely.end) if likely else None
    return Likely(behind.end(), likely.score) if likely and behind else likely


def has_element(name: str) -> bool:
    """Tell whether a name holds an element of Tibetan, Yi or Mongolian names."""
    return _ELEMENT.search(name) is not None


_WHOLE = regex("[㐀-鿿]{3,6}")


def is_whole_name(words: str) -> bool:
    """Tell whether words are a name of such a tongue from end to end, and no place of theirs: 敖登其其格."""
    elements = _ELEMENT.match(words) or any(one.end() == len(words) for one in _ELEMENT.finditer(words))
    return bool(_WHOLE.fullmatch(words) and elements and not HEAD.search(words) and not is_place(words))


def _are_given(characters: str) -> bool:
    return all(given_characters().get(c, BEYOND_LISTS) > 0 for c in characters)


def unlisted_at(text: str, at: int) -> Likely | None:
    """Return a name that no surname begins (岩三木, 多杰东智), if marks or verbs bound it; for use after a title."""
    japanese = japanese_surnames()
    for surname_length in (4, 3, 2):
        if text[at : at + surname_length] in japanese:
            for length in (5, 4, 3):
                end = at + length
                if (
                    end <= len(text)
                    and text[end - 1] not in _NOT_LAST
                    and boundary(text, end) >= 1.6
                    and not any(c in MARKS for c in text[at:end])
                ):
                    return Likely(end, 4.0)
    end = at
    while end < len(text) and end - at < 7 and is_han(text[end]) and not (end - at >= 2 and _ends(text, at, end)):
        end += 1
    towards = end - at > USUAL_NAME and text[at + USUAL_NAME] in "对就" and _are_given(text[at + 1 : at + USUAL_NAME])
    end = at + USUAL_NAME if towards else end  # 皇勤鹏|对2010年的工作作了总结
    name = text[at:end]
    if (
        (name[-1:] in _NOT_LAST and not (_ELEMENT.match(name) and boundary(text, end) >= 2.5))
        or not 2 <= len(name) <= 6
        or not (towards or _ends(text, at, end))
        or name in common_words()
        or name in FOLLOWERS
    ):
        return None
    if name[0] in _NEVER_FIRST or name[1:] in COURTESIES or name[:2] in FOLLOWERS:
        return None  # 里长|荣获市府
    addressed = text[end : end + 2] in COURTESIES and not text.startswith("同志", end)
    if addressed and name[-1] in surnames() and not has_element(name):
        return None  # 特助|刘先生
    given = sum(given_characters().get(c, BEYOND_LISTS) for c in name)
    inner = sum(name[i : i + 2] in common_words() for i in range(len(name) - 1))
    if len(name) == 3 and name[0] not in KINDS and _is_given(name[1:]) and name[:2] not in common_words():
        inner = 0  # 夭建国: a word that many are given for a name
    bound = boundary(text, end) >= 2.5
    last = 0
    while element := _ELEMENT.match(name, last):
        last = element.end()
    if last:  # 旺堆|作的报告: a verb behind it ends the name, however short
        closed = name[:-1] if name[-1] in _NOT_LAST else name  # 沙马拉则，: a mark behind it makes it a name's last
        ends = (at + n for n in range(last, len(closed)) if boundary(text, at + n) >= 0.9 or text[at + n] == "以")
        return Likely(next(ends, end), ELEMENT_SCORE)
    if _ELEMENT.search(name) and name[0] not in NOT_INITIAL:
        return Likely(end, ELEMENT_SCORE)
    if len(name) <= 3:
        return Likely(end, 3.4) if not inner and (given > 0.5 or (bound and given > -2.5)) else None
    named = given > -4 if bound else given > -3 and len(name) == 4
    return Likely(end, 3.3) if not inner and named and name[0] not in NOT_INITIAL else None


def _ends(text: str, at: int, end: int) -> bool:
    """Tell whether a name may end here: at a mark or a verb, or before a verb of one character where it is long enough."""
    ending = boundary(text, end)
    return ending >= 1.6 or (end - at >= 4 and ending >= 0.9 and text[end] in _SHORT_VERBS)


#: What a given name must be worth that is a word as well, and what such a word is not.
_GIVEN_TOO, _ACTS = 2.0, ("v", "d", "p", "c", "r")


#: What kind of people they are: 老英雄, 新青年.
KINDS = frozenset("老小新大优好女男名")


def _is_given(word: str) -> bool:
    worth = sum(given_characters().get(one, BEYOND_LISTS) for one in word)
    return worth > _GIVEN_TOO and not common_words().get(word, (0, "n"))[1].startswith(_ACTS)


_SHORT_VERBS = frozenset("作做就对向在为说致")
#: What begins no name, however short: joints and adverbs (委员亦备悉).
_NEVER_FIRST = CONJUNCTIONS | frozenset("亦皆俱也都均的给让被将把对")
_NOT_LAST = frozenset("指说称上则采未不后")
NOT_INITIAL = frozenset(
    "亦也均都皆则要的和与及等是在有为们会中上下内外各全该本其此这那后前并也还将已不分负指办领团工组带抓听审成通报一二三四五六七八九十多名位约近共个以因由被让将把对向从到来去说"
)


_PADDED = regex(
    r"([㐀-鿿\U00020000-\U000323af]) {1,2}([㐀-鿿\U00020000-\U000323af])(?P<another>(?=[㐀-鿿\U00020000-\U000323af]{2}[ 、，）]))?"
)


def padded_at(text: str, at: int) -> Likely | None:
    """Return a name of two characters set apart to fill three places (张　正), or None."""
    match = _PADDED.match(text, at)
    if not match or (match["another"] is not None and text[match.end() : match.end() + 2] not in FOLLOWERS):
        return None
    likely = likelihood(match.group(1) + match.group(2))
    ending = 3.0 if text[match.end() : match.end() + 1] == " " else boundary(text, match.end())
    if likely is None or ending < 0.9 or likely < -1:
        return None
    return Likely(match.end(), likely + ending + 2.0)
