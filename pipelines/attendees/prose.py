"""Mentions in running text: a title and the names behind it, a name and the title behind it, a name that acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import (
    CONJUNCTION,
    CONJUNCTIONS,
    ELEMENT_SCORE,
    FOLLOWERS,
    MARKS,
    NO_TAIL,
    Likely,
    boundary,
    dotted_at,
    given_characters,
    is_han,
    likelihood,
    name_at,
    padded_at,
    surnames,
    unlisted_at,
)
from pipelines.attendees.phrases import NOTE, note_end, phrase_starts
from pipelines.attendees.titles import HEAD, NOT_A_HEAD, WEAK_HEADS, ends_in_head, titles_left
from pipelines.attendees.untitled import actors, addressed, partisans, runs
from pipelines.lexicon import common_words

_RANK = re.compile(r"(?:常务副|第一副|代理|副|代)?(?:" + HEAD.pattern + ")")
_ADDRESS = re.compile("先生|女士|小姐|同志|太平绅士")
_PROFESSION = re.compile("(?:博士|教授|医生|医师|律师)(?=[、，。和与及]|先后|分别|出席)")
_BETWEEN = re.compile(r"[ \t]*(?:、|，|和|与|及|以及|暨|；)?[ \t]*")


def prose_mentions(text: str, taken: Taken, start: int, end: int) -> list[Mention]:
    """Return the mentions of ``text[start:end]``, in order of the text."""
    body = text[:end]
    found: list[Mention] = []
    last = start
    for head in HEAD.finditer(body, start):
        if head.start() < last or not taken.free(head.start(), head.end()):
            continue
        between = _inside(body, head, _rank_start(body, head, last), last)
        mentions = [between] if between else list(_behind_title(body, head, last, taken))
        mentions = mentions or _before_title(body, head, last, taken)
        for mention in mentions:
            taken.add(min(mention.left, mention.start), mention.right)
            last = max(last, mention.right)
        found += mentions
    for reader in (addressed, partisans, actors, runs):
        for mention in reader(body, start):
            if taken.free(mention.start, mention.end):
                taken.add(mention.start, mention.end)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _behind_title(text: str, head: re.Match[str], last: int, taken: Taken) -> Iterator[Mention]:
    """Yield the names that stand behind a title; names in a list share it."""
    at = head.end()
    note = NOTE.match(text, at) if text[at : at + 1] == "（" else None
    if note and len(note.group()) <= 10 and text[note.end() : note.end() + 1] not in MARKS:
        at = note.end()  # 副县长（挂职）甲
    while at < len(text) and text[at] in " \t":
        at += 1
    likely = _name_behind(text, head, at)
    if likely is None or not taken.free(at, likely.end) or _unit_ahead(text, likely.end):
        return
    spans = titles_left(text, head.end(), last)
    weak = head.group() in WEAK_HEADS
    if (not spans and likely.score < 5.5) or (weak and not _trusted(text, at, likely, spans)):
        return
    first = Mention(at, likely.end, spans, "title before name", likely.score)
    title_behind(text, first)
    yield first
    yield from _sharing(text, first, taken)


def _unit_ahead(text: str, end: int) -> bool:
    """Tell whether what looks like a name is a unit whose head is named behind it: 委员|劳青处长|甲."""
    head = HEAD.match(text, end) if text[end : end + 1] in _UNIT_HEADS else None
    return head is not None and name_at(text, head.end(), "title") is not None


_UNIT_HEADS = frozenset("处局科课室署厅")
_TITLE_RUNS_ON = re.compile(rf"[㐀-鿿]{{1,5}}?{HEAD.pattern}")


def _trusted(text: str, at: int, likely: Likely, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a name behind a word that anyone may be called (代表) is one."""
    joined = text[likely.end : likely.end + 1] in CONJUNCTIONS
    if boundary(text, likely.end) < 1.6 and not joined and _TITLE_RUNS_ON.match(text, likely.end):
        return False  # 优秀单位代表|延中居民区书记
    longer = bool(spans) and spans[-1][1] - spans[-1][0] > 2
    return likely.score >= (5.0 if longer else 5.8) and text[at : likely.end] not in common_words()


def _name_behind(text: str, head: re.Match[str], at: int) -> Likely | None:
    if at >= len(text) or text[at] in MARKS:
        return None
    if at == head.end() and NOT_A_HEAD.match(text, at):
        strict = name_at(text, at, "title", threshold=7.5)
        return strict if strict and boundary(text, strict.end) >= 1.6 else None
    lead = text[max(0, head.start() - 1) : head.start()]
    named = head.group() not in WEAK_HEADS or (head.group() == "领导" and lead in "县市区州旗省校")
    return (
        dotted_at(text, at)
        or padded_at(text, at)
        or _longer(name_at(text, at, "title"), unlisted_at(text, at) if named else None)
        or name_at(text, at, "title", threshold=5.0, loose=True)
    )


def _longer(listed: Likely | None, unlisted: Likely | None) -> Likely | None:
    """Prefer a name that no surname begins only where it holds an element of such names (桑杰当智)."""
    if listed and unlisted and unlisted.score >= ELEMENT_SCORE and unlisted.end > listed.end:
        return unlisted
    return listed or unlisted


def title_behind(text: str, mention: Mention) -> None:
    """Add a further title that stands right behind the name (周立德上校), and the note."""
    match = _RANK.match(text, mention.end)
    stands_in = match is not None and match.group() == "代表" and text[mention.left - 1 : mention.left] in ("由", "派")
    if match and not stands_in and _closes(text, match) and not NOT_A_HEAD.match(text, match.end()):
        mention.titles = [*mention.titles, match.span()]
        mention.right = match.end()
    capacity = _CAPACITY.match(text, mention.right)
    if capacity and ends_in_head(capacity["title"]):
        mention.titles = [*mention.titles, capacity.span("title")]
    courtesy = _ADDRESS.match(text, mention.right)
    end = courtesy.end() if courtesy else mention.right
    mention.right = note_end(text, end)
    office = _OFFICE_NOTE.match(text, end, mention.right)
    if office and ends_in_head(office["title"]):
        mention.titles = [*mention.titles, office.span("title")]


#: In what capacity somebody acts, and what else he is: 行政长官甲以委员会主席身份主持; 委员甲（市立大学副教授）指出.
_CAPACITY = re.compile("[^，。]{0,10}?以(?P<title>[㐀-鿿]{2,16})的?身[份分]")
_OFFICE_NOTE = re.compile("（(?P<title>[㐀-鿿]{4,24})）")


def _closes(text: str, title: re.Match[str]) -> bool:
    if title.group() in WEAK_HEADS:  # 副处长甲代表回应: he answers for somebody
        after = text[title.end() : title.end() + 1]
        return not after or after in MARKS or bool(CONJUNCTION.match(text, title.end()))
    return boundary(text, title.end()) >= 0.9


def _sharing(text: str, first: Mention, taken: Taken) -> Iterator[Mention]:
    """Yield the names behind ``first`` in a list, which share its titles."""
    at = first.right
    commas = False
    while True:
        between = _BETWEEN.match(text, at)
        if not between or between.end() == at:
            return
        joined = between.group().strip()
        start = between.end()
        likely = None if HEAD.match(text, start) else _listed(text, start, joined)
        if likely is None or not taken.free(start, likely.end) or _has_own_title(text, likely.end):
            return
        # A name that a title follows has its own; a comma joins lists only between plain names.
        if (_title_follows(text, likely.end) and not _PROFESSION.match(text, likely.end)) or (
            joined in ("，", "；") and not (_plain(text, likely.end) or commas)
        ):
            return
        commas = commas or joined == "，"
        mention = Mention(start, likely.end, list(first.titles), "shared title", likely.score)
        mention.left, mention.right = start, likely.end
        courtesy = _ADDRESS.match(text, likely.end) or _PROFESSION.match(text, likely.end)
        mention.right = note_end(text, courtesy.end() if courtesy else likely.end)
        yield mention
        at = mention.right


_REST_OF_ITEM = re.compile("[^、，。；：！？（）\n]{2,20}")


def _has_own_title(text: str, end: int) -> bool:
    """Tell whether what looks like a name begins a unit with whose title somebody is named: 、云阳看守所所长甲."""
    rest = _REST_OF_ITEM.match(text, end) if boundary(text, end) < 0.9 else None
    head = HEAD.search(text, end, rest.end()) if rest else None
    return head is not None and name_at(text, head.end(), "title") is not None


_ITEM_END = re.compile("[、，（。；等和及与]")


def _listed(text: str, at: int, joined: str) -> Likely | None:
    """Return the name of a list's next item; one that no surname begins only where marks bound it."""
    strict = 5.5 if joined in ("，", "；", "") else None
    found = dotted_at(text, at) or padded_at(text, at) or name_at(text, at, "list", threshold=strict)
    if found or joined != "、":
        return found
    close = _ITEM_END.search(text, at, at + 5)
    item = text[at : close.start()] if close else ""
    if 2 <= len(item) <= 3 and (likelihood(item) or -9) > 0.3 and not HEAD.search(item) and item[-1] not in NO_TAIL:
        return Likely(at + len(item), 3.0)  # a common word (边疆), but between the marks of a list of names
    odd = unlisted_at(text, at)
    bound = odd and (odd.end >= len(text) or text[odd.end] in "、，（。；等")
    return odd if odd and bound and not HEAD.search(text[at : odd.end]) else None


def _title_follows(text: str, at: int) -> bool:
    head = _RANK.match(text, at)
    return bool(head) and (head.end() >= len(text) or boundary(text, head.end()) >= 1.0)  # type: ignore[union-attr]


def _plain(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in "、，等和及与（" or bool(NOTE.match(text, at))


_DOTTED_BEFORE = re.compile(
    r"(?:(?<![㐀-鿿])|(?<=[由请和与及经对向]))(?:(?![由请和与及经对向])[㐀-鿿]){1,7}(?:·[㐀-鿿]{1,8})+\Z"
)
_LONGEST_DOTTED = 20


def _before_title(text: str, head: re.Match[str], last: int, taken: Taken) -> list[Mention]:
    """Return the person whose title stands behind (李四委员) or inside the name (潘县长志远)."""
    if boundary(text, head.end()) < 0.9 or NOT_A_HEAD.match(text, head.end()):
        return []
    rank = _rank_start(text, head, last)
    dotted = _DOTTED_BEFORE.search(text, max(last, rank - _LONGEST_DOTTED), rank)
    if dotted and phrase_starts(text, dotted.start(), last) and taken.free(dotted.start(), rank):
        return [Mention(dotted.start(), rank, [(rank, head.end())], "title behind name", 8.0)]
    best: Mention | None = None
    for length in (4, 3, 2):
        start = rank - length
        if start < last or not taken.free(start, rank) or not phrase_starts(text, start, last):
            continue
        name = text[start:rank]
        likely = likelihood(name)
        if likely is None or any(c in MARKS for c in name):
            continue
        likely -= (3 if name in common_words() else 0) + (0.6 if length == 2 else 0) + (4 if name[0] in "和与及" else 0)
        if likely < (0.5 if length == 3 else 1.5) or (_organ_inside(name) and likely < 5.5):
            continue
        if best is None or likely > best.score + 1:
            best = Mention(start, rank, [(rank, head.end())], "title behind name", likely, sure=likely > 3)
    if best:
        _with_office_before(text, best, last)
    return [*_names_before(text, best, last, taken), best] if best else []


_UNIT_BEFORE = re.compile("、(?P<unit>[㐀-鿿]{2,16})$")


def _with_office_before(text: str, person: Mention, last: int) -> None:
    """Add the office that stands before the unit of 委员会副主席、文化局|韩立群局长."""
    unit = _UNIT_BEFORE.search(text[last : person.start])
    if unit and text[person.start - 1] in _ORGAN:
        person.titles = [*titles_left(text, last + unit.start(), last), *person.titles]
        person.left = min([person.start, *(start for start, _ in person.titles)])


_RANK_ENDS = frozenset("副务理代总")


def _rank_start(text: str, head: re.Match[str], last: int) -> int:
    """Return where the title begins that stands behind a name: before 副, 代, 常务副."""
    if text[head.start() - 1 : head.start()] not in _RANK_ENDS:
        return head.start()
    for prefix in ("常务副", "第一副", "政务", "副总", "副", "助理", "代理", "代", "总"):
        start = head.start() - len(prefix)
        if start >= last and text.startswith(prefix, start):
            return start
    return head.start()


_ORGAN = frozenset("县市省区州镇乡局部委厅院党会府办组副总支村工队司科处站社校署长室组厂")


def _organ_inside(name: str) -> bool:
    return any(c in _ORGAN for c in name[1:])


def _names_before(text: str, last_name: Mention, lowest: int, taken: Taken) -> list[Mention]:
    """Return the names before it in a list that share the title behind: 张三、李四委员."""
    found: list[Mention] = []
    at = last_name.start
    while at > lowest + 2 and text[at - 1] == "、":
        for length in (3, 2, 4):
            start = at - 1 - length
            if start < lowest or not taken.free(start, at - 1) or not phrase_starts(text, start, lowest):
                continue
            likely = likelihood(text[start : at - 1])
            if likely is not None and likely > 1.0 and text[start : at - 1] not in common_words():
                mention = Mention(start, at - 1, list(last_name.titles), "shared title behind", likely)
                mention.left, mention.right = start, at - 1
                found.insert(0, mention)
                at = start
                break
        else:
            break
    return found


def _inside(text: str, head: re.Match[str], rank: int, last: int) -> Mention | None:
    """Return a person whose title stands between surname and given name: 游副院长世昌."""
    for start in (rank - 2, rank - 1):
        surname = text[start:rank]
        if start < last or surnames().get(surname, -9) < -0.5 or not phrase_starts(text, start, last):
            continue
        if text[start - 1 : start + 1] in common_words() or surname in "由请派原前代副新时现任":
            continue
        for length in (2, 1):
            end = head.end() + length
            given = text[head.end() : end]
            if len(given) < length or not all(map(is_han, given)) or given in FOLLOWERS:
                continue
            likely = surnames()[surname] + sum(given_characters().get(c, -1.5) for c in given)
            ending = boundary(text, end)
            speaks = text[end : end + 1] == "："  # 方代表水万：… in a verbatim record
            needed = -3.0 if speaks else 0.5 if ending >= 2.5 else 2.0
            if ending >= 0.9 and likely > needed and (speaks or given not in common_words()):
                mention = Mention(start, rank, [(rank, head.end())], "title inside name", likely + ending)
                mention.given = (head.end(), end)
                mention.right = end
                return mention
    return None
