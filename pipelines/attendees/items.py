"""One item of a list of people: a name with the title, the organ and the note around it."""

from __future__ import annotations

import re

from jiyao.patterns import regex
from pipelines.attendees.ends import COURTESIES, FOLLOWERS, is_han
from pipelines.attendees.mention import Mention, Span
from pipelines.attendees.names import (
    DOTTED,
    NO_TAIL,
    USUAL_NAME,
    given_characters,
    is_verb,
    likelihood,
    may_begin,
    surnames,
)
from pipelines.attendees.titles import HEAD, HEADS, ends_in_head, head_of
from pipelines.attendees.uncommon import LATIN_WORD, is_whole_name
from pipelines.lexicon import common_words

_INSIDE = regex(
    r"(?P<surname>[㐀-鿿\U00020000-\U000323af]{1,2}?) ?兼?(?P<title>(?:人事|主计|会计|政风|总务|教务|学务|民政|财政|社会|建设|农业|行政)?(?:常务副|政务副|政务|代理|副|代|总)?(?:"
    + HEAD.pattern
    + r")(?:兼(?:[㐀-鿿]{0,4}?)(?:"
    + HEAD.pattern
    + r"))?) ?(?P<given>[㐀-鿿\U00020000-\U000323af]{1,2})$"
)
_BEHIND = regex(r"(?P<title>(?:常务副|政务|副|代理|代|总)?(?:" + HEAD.pattern + r"))$")
#: Forms of address behind a name; in lists they are no titles of office.
_COURTESY = regex(
    "(?<=[㐀-鿿])(?:[A-Z]{2,4}(?=太平绅士))?(?:同志|先生|女士|小姐|太太|姑娘|太平绅士|博士|医生|教授|(?:资深)?大律师|律师)$"
)
#: Honours behind a name in Hong Kong, as they stand behind a comma: JP, G.B.S.
_HONOURS = regex(r"(?:(?<! ) *，[ ]*|(?<![A-Za-z ]) +)(?:[A-Z]{2,6}|(?:[A-Z]\.){2,5})(?![A-Za-z])")
_ADDRESSED = regex(r"[㐀-鿿·]{2,8}?(?:先生|女士|小姐|太太|博士|医生|教授|议员|委员)")
#: A name in Latin letters: two words or more, no honours (G.B.S.).
_WORDS = rf"{LATIN_WORD}(?: [A-Z]\.?)?(?: (?:d[aeo]s? )?{LATIN_WORD})+"
_LATIN_COURTESY = regex(r"(?:Mr|Ms|Mrs|Miss|Dr|Prof|Ir|Hon)\.? ")
#: The same with a title before or behind it: 副總經理Peter Wong, Starry KWOK議員.
_TITLED_LATIN = regex(rf"(?P<before>[㐀-鿿、（）/]*?) ?(?P<name>{_WORDS}) ?(?P<behind>[㐀-鿿]*)")
_WITH_LATIN = regex(r"(?P<han>[㐀-鿿·]{1,30}[㐀-鿿]) ?·?[A-Za-z][A-Za-z' .·-]+")
#: What closes a list behind its last name: 甲等三十二人.
_AND_OTHERS = regex(
    r"(?<=[㐀-鿿]{2})等(?: ?[㐀-鿿]{0,14}?[\d一二三四五六七八九十百]+ ?余?[人名位][㐀-鿿]{0,4}|人|[㐀-鿿]{0,4}(?:干部|同仁|同学|人员)|(?<=[㐀-鿿]{3}等))$"
    r"|(?<=[㐀-鿿]{2})(?:[两三四五六七八九十]|\d{1,2})[位名](?:[老新]?[㐀-鿿]{2})$"  # 甲、乙、丙三位老校友
)
_IN_HIS_STEAD = regex(r"(?<=[㐀-鿿])[ ]*代理?$")


_LATIN = regex("[A-Za-zÀ-ÿ]{2}")


def person_of(phrase: str, offset: int) -> Mention | None:
    """Return the person a list's item names, or None when it names none; ``offset`` is where the item stands."""
    phrase = _AND_OTHERS.sub("", phrase.rstrip())
    if phrase in HEADS:
        return None  # 秘书长, 顾问: whoever holds it is named elsewhere
    if _LATIN.search(phrase):
        if addressed := _LATIN_COURTESY.match(phrase):
            phrase, offset = phrase[addressed.end() :], offset + addressed.end()
        if found := _in_latin(phrase, offset):
            return found
    if both := _WITH_LATIN.fullmatch(phrase):  # 巴兰·巴尚Balan Pasang
        person = _read(both["han"], offset)
        if person and person.end == offset + len(both["han"]):
            person.end = person.right = offset + len(phrase)
            return person
    if len(phrase) > USUAL_NAME:  # a name of four is rarer than one of three and 代 behind it (甲某某代)
        phrase = _IN_HIS_STEAD.sub("", phrase).rstrip()
    plain = _COURTESY.sub("", phrase).rstrip()
    if plain != phrase:
        person = _read(plain, offset) or _addressed(plain, offset)
        if person:
            person.right = offset + len(phrase)
            return person
    return _read(phrase, offset)


def _in_latin(phrase: str, offset: int) -> Mention | None:
    match = _TITLED_LATIN.fullmatch(phrase)
    if match is None or match["name"].isupper():
        return None
    titles = []
    for side in ("before", "behind"):
        words = match[side]
        if ends_in_head(words):
            titles += split_titles(phrase, *match.span(side), offset)
        elif words and words not in COURTESIES and not (side == "before" and _SENT_BY.search(words)):
            return None
    start, end = match.span("name")
    return Mention(offset + start, offset + end, titles, score=4.0)


def is_latin_name(phrase: str) -> bool:
    """Tell whether a phrase is a name in Latin letters, and not honours (SBS JP)."""
    return re.fullmatch(_WORDS, phrase) is not None and not phrase.isupper()


def without_honours(line: str) -> str:
    """Return a line without the honours behind names (…議員, BBS, JP)."""
    return _HONOURS.sub("", line)


def is_addressed(line: str) -> bool:
    """Tell whether a line is one person by name and form of address, with nothing behind but honours, a note or a post."""
    words = without_honours(line).strip()
    who = _ADDRESSED.match(words)
    if who is None or person_of(who.group(), 0) is None:
        return False
    rest = words[who.end() :]
    return not rest.strip() or rest[0] == "（" or (rest[0] == " " and ends_in_head(rest))


def _addressed(name: str, offset: int) -> Mention | None:
    """Read a name that is unlikely by itself, but for the form of address behind it (區詠詩女士)."""
    if len(name) not in (2, 3) or name[0] not in surnames():
        return None
    given = sum(given_characters().get(c, -1.5) for c in name[1:])
    return Mention(offset, offset + len(name), [], score=2.0, sure=False) if given > -3 else None


def _read(phrase: str, offset: int) -> Mention | None:
    lead = len(phrase) - len(phrase.lstrip())
    return (
        _dotted(phrase, offset)
        or _inside(phrase, offset)
        or _posts_behind(phrase, offset)
        or _behind(phrase, offset)
        or _at_end(phrase, offset, lead)
        or (behind_unit(phrase, offset) if ends_in_head(phrase) else None)
    )


_SENT_BY = regex("(?:会|局|署|处|院|基金|公司|部|团|社|校|学|中心|公所|银行|集团|室|课|科)$")
#: Characters of the longest of these, and a line's end.
_LONGEST_END = 3
#: The rule of a name that is told by the unit before it.
BEHIND_UNIT = "name behind a unit"
#: What a name is worth that a post follows, and one that stands alone behind its unit.
_WITH_POST, _BARE = 3.0, 5.0


def behind_unit(phrase: str, offset: int) -> Mention | None:
    """Read a name of three characters behind its unit, with its post behind it or none: 社会保障基金陈绮玲顾问高级技术员."""
    for at in range(2, len(phrase) - 2):
        likely = likelihood(phrase[at : at + 3]) if _SENT_BY.search(phrase, max(0, at - _LONGEST_END), at) else None
        post = phrase[at + 3 :]
        if likely is None or likely < (_WITH_POST if post else _BARE) or phrase[at : at + 2] in common_words():
            continue
        if not post or (ends_in_head(post) and post not in HEADS):
            begin = offset + at
            titles = [(begin + 3, offset + len(phrase))] if post else []
            mention = Mention(begin, begin + 3, titles, BEHIND_UNIT, likely, sure=False)
            mention.right = offset + len(phrase)
            return mention
    return None


_NAME_AND_POST = regex(r"(?P<name>[㐀-鿿\U00020000-\U000323af]{2,4}) +(?:(?P<unit>[^ ]{3,24}) +)?(?P<post>[^ ]{2,24})")


def _posts_behind(phrase: str, offset: int) -> Mention | None:
    """Read a name with a post set apart behind it, and a unit between them: 魏丰 县公安局局长, 索明 邯郸学院 副教授."""
    match = _NAME_AND_POST.fullmatch(phrase)
    if match is None or not ends_in_head(match["post"]) or ends_in_head(match["name"]):
        return None
    if match["unit"] and not _UNIT_ENDS.search(match["unit"].rstrip()):
        return None
    likely = likelihood(match["name"])
    listed = likely is not None and likely > -2
    odd = len(match["name"]) < 4 and match["name"] not in common_words() and match["name"][-1] not in NO_TAIL
    if not (listed or odd) or _UNIT_ENDS.search(match["name"]) or _read(match["post"], 0):
        return None
    titles = split_titles(phrase, match.start("post"), match.end("post"), offset)
    return Mention(offset, offset + match.end("name"), titles, score=6.0 if listed else 2.0, sure=listed)


_UNIT_ENDS = regex("[部会署司处局科室课组所院校厅委社站队厂府办团班级学馆]$|公司$|中心$|[一二三四]中$|集团$|银行$")


_AROUND_TITLE = regex(
    rf"(?P<surname>[㐀-鿿]{{1,2}})(?P<title>副?(?:{HEAD.pattern}))(?P<given>[㐀-鿿]{{1,3}}(?:·[㐀-鿿]{{1,6}})+)"
)


def _dotted(phrase: str, offset: int) -> Mention | None:
    around = _AROUND_TITLE.fullmatch(phrase) if "·" in phrase else None
    if around and around["surname"] in surnames():  # 马代表耀·基朗
        title, given = around.span("title"), around.span("given")
        mention = Mention(offset, offset + title[0], [(offset + title[0], offset + title[1])], score=8.0)
        mention.given, mention.right = (offset + given[0], offset + given[1]), offset + given[1]
        return mention
    match = DOTTED.search(phrase) if "·" in phrase else None
    if not match:
        return None
    start, end = match.span()
    dot = match.group().index("·")
    last = max(HEAD.finditer(match.group(), 0, dot), key=re.Match.end, default=None)
    inner = last if last and last.end() < dot else HEAD.search(match.group())
    titles: list[Span] = []
    if inner:  # 处长撒古流·巴瓦瓦隆, 撒古流·巴瓦瓦隆处长
        if inner.start() == 0 or "·" not in match.group()[: inner.start()]:
            titles, start = [(offset, offset + start + inner.end())], start + inner.end()
        else:
            rank = inner.start() - (1 if match.group()[inner.start() - 1] in "副代" else 0)
            titles, end = [(offset + start + rank, offset + end)], start + rank
    before = phrase[:start].strip()
    if not titles and before and ends_in_head(before):
        titles = [(offset, offset + len(phrase[:start].rstrip()))]
    behind = phrase[end:].strip()
    if not titles and behind and ends_in_head(behind):
        titles = [(offset + end, offset + len(phrase))]
    return Mention(offset + start, offset + end, titles, score=8.0) if end > start else None


def _inside(phrase: str, offset: int) -> Mention | None:
    near = any(ends_in_head(phrase[:-given]) for given in (1, 2, 3))  # a blank may stand before two characters
    if near and ends_in_head(phrase):
        return None  # 渔业主任 is an office
    match = _INSIDE.search(phrase) if near else None
    if not match:
        return None
    surname, given = match["surname"], match["given"]
    start = match.start()
    married = not start and all(surnames().get(one, -9) > 0 for one in surname)  # 陈李议员金枝
    if len(surname) == 2 and surname not in surnames() and not married:
        surname, start = surname[1], start + 1
    if surnames().get(surname[:1] if married else surname, -9) < -1 or (start and not _organ_before(phrase[:start])):
        return None
    if sum(given_characters().get(c, -1.5) for c in given) < -3 or HEAD.fullmatch(given) or given in FOLLOWERS:
        return None  # 请朱副局长说明: what he is asked to do
    if phrase[match.start("given") - 1] == " " and (likelihood(given) or -9) > 3:
        return None  # 张课长 王明 are two
    before = phrase[:start].strip()
    titles = [(offset + match.start("title"), offset + match.end("title"))]
    if before and ends_in_head(before):
        titles.insert(0, (offset + phrase.index(before), offset + phrase.index(before) + len(before)))
    mention = Mention(offset + start, offset + match.end("surname"), titles, score=6.0)
    mention.given = (offset + match.start("given"), offset + match.end("given"))
    mention.right = offset + match.end("given")
    return mention


def _organ_before(before: str) -> bool:
    return (
        before.endswith(" ")
        or before[-1] in "部局处厅院委会府司署科课室组队所社团县市区乡镇里村员）长"
        or ends_in_head(before)
    )


def _behind(phrase: str, offset: int) -> Mention | None:
    """Read 曾玉林议员, 主席曾玉林议员, 高清远副处长."""
    match = _BEHIND.search(phrase) if ends_in_head(phrase) else None
    if not match or match.start() < 2:
        return None
    body = phrase[: match.start()].rstrip()
    if body[-1] == match["title"][0]:
        return None  # 水利站|站长
    if len(body) == 2 and body[1] == "前":
        return None  # 蔡前政务委员 is called by a former post
    person = _at_end(body, offset, 0)
    if person is None or (person.titles and not ends_in_head(phrase[: person.start - offset].strip() or "x")):
        return None
    person.titles.append((offset + match.start("title"), offset + match.end("title")))
    person.right = offset + len(phrase)
    return person


_APART = regex(r"[㐀-鿿\U00020000-\U000323af] +[㐀-鿿\U00020000-\U000323af]")
_LISTED = regex("([、 ])")
_ALONE = regex(r"(?:^|\s)([㐀-鿿\U00020000-\U000323af]{2,4})$")


def _at_end(phrase: str, offset: int, lead: int) -> Mention | None:
    """Read a name at the end of an item, a title or an organ before it."""
    best: tuple[float, int] | None = None
    inside = len(phrase) - len(head_of(phrase) or "")  # 总工|程司 is an office, and nobody in it
    for start in range(max(lead, len(phrase) - 5), len(phrase) - 1):
        name = phrase[start:]
        tight = name.replace(" ", "")
        if " " in name and not _APART.fullmatch(name):
            continue
        likely = likelihood(tight)
        if (
            likely is None
            or tight[-1] in NO_TAIL
            or tight in HEADS
            or HEAD.search(tight, 1)
            or start > inside
            or is_verb(tight)
            or (tight[0] == "长" and start > 0 and not may_begin(phrase, start))
        ):
            continue
        before = phrase[:start].rstrip()
        worth = likely + _worth(before, gap=len(before) < start)
        if best is None or worth > best[0]:
            best = (worth, start)
    if best is None or best[0] < 1.8:
        return _unlisted(phrase, offset)
    worth, start = best
    before = phrase[:start].strip()
    titles = []
    if before and ends_in_head(before):
        titles = split_titles(phrase, phrase.index(before), phrase.index(before) + len(before), offset)
    return Mention(offset + start, offset + len(phrase), titles, score=worth, sure=worth > 3)


def _worth(before: str, *, gap: bool) -> float:
    if not before or ends_in_head(before):
        return 4.0 if before else 2.5
    if before[-2:-1] in ("", " "):
        return -3.0  # 技術員 區|小燕: no unit is called 區
    if before[-1] in "局部委厅院会府办处司团社队站所县市区镇乡街村校厂公科课室组店行库馆股学":
        return 2.0 if not gap else 2.5
    return 1.5 if gap else -3.0


def split_titles(phrase: str, begin: int, end: int, offset: int) -> list[Span]:
    """Return the spans of the posts in ``phrase[begin:end]``, cut at 、; ``offset`` is where the phrase stands."""
    spans, at = [], begin
    for part in _LISTED.split(phrase[begin:end]):
        if part and part not in "、 " and len(part) >= 2:
            spans.append((offset + at, offset + at + len(part)))
        at += len(part)
    return [span for span in spans if ends_in_head(phrase[span[0] - offset : span[1] - offset])] or [
        (offset + begin, offset + end)
    ]


def _unlisted(phrase: str, offset: int) -> Mention | None:
    """Read a name no surname begins: behind a title and a blank (课长 浦忠勇), or whole by its elements."""
    if is_whole_name(phrase):
        return Mention(offset, offset + len(phrase), [], score=3.0, sure=False)
    match = _ALONE.search(phrase)
    if not match or not all(map(is_han, match.group(1))):
        return None
    before, name = phrase[: match.start(1)].strip(), match.group(1)
    if not ends_in_head(before) or ends_in_head(name) or _UNIT_ENDS.search(name) or name[1:] in COURTESIES:
        return None
    begin = phrase.index(before)
    titles = split_titles(phrase, begin, begin + len(before), offset)
    return Mention(offset + match.start(1), offset + match.end(1), titles, score=3.0, sure=False)
