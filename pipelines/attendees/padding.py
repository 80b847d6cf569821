"""Padding: blanks inside titles and names that fill a column (副  秘書  長   邱敬文, 張   玟)."""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.attendees.ends import is_han
from pipelines.attendees.mention import Mention
from pipelines.attendees.names import likelihood
from pipelines.attendees.titles import HEADS, ends_in_head

#: Stands where a blank of padding stood, so that offsets stay what they are.
FILLER = "\u2060"
_TOKEN = regex(r"[^\s、，；：。（）]+")
_RANKS = regex("^(?:常务副|第一副|代理|副|代)")
_MOST_TOKENS, _FEWEST_APART = 5, 4
#: So many characters of a line that is spaced letter by letter are read together.
_LONGEST_RUN = 120
#: The longest office before names that are spaced so.
_LONGEST_OFFICE = 20
_COURTESIES = frozenset(("先生", "女士", "小姐", "太太", "博士"))


def close_up(text: str) -> str:
    """Return the text with the blanks inside padded titles and names replaced by fillers; its length stays."""
    characters = list(text)
    line_start = 0
    for line in text.split("\n"):
        if "  " in line or " " in line.strip():
            for start, end in _padded(line):
                for at in range(line_start + start, line_start + end):
                    if characters[at] in " \t":
                        characters[at] = FILLER
        line_start += len(line) + 1
    return "".join(characters)


def _padded(line: str) -> list[tuple[int, int]]:
    """Return the spans of the titles and names of a line that hold blanks."""
    tokens = [match.span() for match in _TOKEN.finditer(line)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        count = _title(line, tokens, at) or _addressed(line, tokens, at)
        parts = [count] if count else _letter_spaced(line, tokens, at) or [_name(line, tokens, at)]
        for count in parts:
            if count:
                found.append((tokens[at][0], tokens[at + count - 1][1]))
            at += count or 1
    return found


def _addressed(line: str, tokens: list[tuple[int, int]], at: int) -> int:
    """Return 2 where a name is followed by its form of address, a blank between (陈爱美 女士), else 0."""
    if at + 1 == len(tokens) or line[slice(*tokens[at + 1])] not in _COURTESIES or _apart(line, tokens, at, 2):
        return 0
    name = line[slice(*tokens[at])]
    return 2 if (likelihood(name) or 0.0) > 0 and not _SCHOOL.search(name) else 0


#: Whom she is from stands before her form of address too: 中山高中 女士.
_SCHOOL = regex("(?:[高国初]中|[中小大]学|学校)$")


def _letter_spaced(line: str, tokens: list[tuple[int, int]], at: int) -> list[int]:
    """Return how many tokens from ``at`` on make each word, where every character stands apart (何 世 柱 議 員)."""
    run = 0
    while run < _LONGEST_RUN and at + run < len(tokens) and _single(line, tokens[at + run]):
        if run and line[tokens[at + run - 1][1] : tokens[at + run][0]] not in (" ", "\t"):
            break
        run += 1
    if run < _FEWEST_APART:
        return []
    run += at + run < len(tokens) and _ends_with_note(line, tokens, at + run)
    joined = "".join(line[start] for start, _ in tokens[at : at + run])
    return segment(joined) or (
        [run]
        if ends_in_head(joined) or joined[-1] in "局委办处院厅站队部"
        else _behind_office(joined) or segment(joined, partly=True)
    )


#: Why somebody stayed away, in a word behind his name.
WHY_AWAY = "公假|请假|公出|出国|病假|事假"
#: What stands right behind a name that is set letter by letter: who came in his stead, or why he did not.
_NOTED = regex(f"[㐀-鿿]{{2,4}}代|{WHY_AWAY}")


def _ends_with_note(line: str, tokens: list[tuple[int, int]], at: int) -> bool:
    """Tell whether a token is the last letter of a name with its note: 郭 吉|仁陈华泰代."""
    start, end = tokens[at]
    return line[tokens[at - 1][1] : start] in (" ", "\t") and _NOTED.fullmatch(line, start + 1, end) is not None


def _behind_office(joined: str) -> list[int]:
    """Return the lengths of an office that no table holds whole, and of the names behind it (临时立法会秘书|吴文秀|女士)."""
    for length in range(min(len(joined) - 2, _LONGEST_OFFICE), 3, -1):
        if ends_in_head(joined[:length]) and (names := segment(joined[length:])):
            return [length, *names]
    return []


def segment(joined: str, *, partly: bool = False) -> list[int]:
    """Return the lengths of the names, titles and forms of address that make up ``joined``.

    Empty if they do not; ``partly`` asks for those that make up its beginning.
    """
    best: list[tuple[float, list[int]] | None] = [(0.0, [])] + [None] * len(joined)
    for end in range(2, len(joined) + 1):
        for length in range(2, min(7, end) + 1):
            before = best[end - length]
            if before is None:
                continue
            worth = _worth(joined[end - length : end])
            reached = best[end]
            if worth is not None and (reached is None or before[0] + worth > reached[0]):
                best[end] = before[0] + worth, [*before[1], length]
    last = best[-1]
    if last is None and partly:
        last = next((reached for reached in reversed(best) if reached), None)
    return last[1] if last else []


def _worth(word: str) -> float | None:
    if word in HEADS or word in _COURTESIES or _RANKS.sub("", word) in HEADS:
        return 6.0
    likely = likelihood(word) if len(word) <= 5 else None
    return None if likely is None or likely < -1 else likely - {2: 1.5, 3: 0.0, 4: 2.0, 5: 2.0}[len(word)]


def _title(line: str, tokens: list[tuple[int, int]], at: int) -> int:
    """Return how many tokens from ``at`` on make one title, 0 where none do."""
    for count in range(min(_MOST_TOKENS, len(tokens) - at), 1, -1):
        if _apart(line, tokens, at, count):
            continue
        joined = "".join(line[a:b] for a, b in tokens[at : at + count])
        if joined in HEADS or _RANKS.sub("", joined) in HEADS:
            return count
    return 0


#: A run of so many single characters is longer than any that is a name and one more.
_LONGER_RUN = 5


def _name(line: str, tokens: list[tuple[int, int]], at: int) -> int:
    """Return how many single characters from ``at`` on make one name, 0 where none do."""
    run = 0
    while run < _LONGER_RUN and at + run < len(tokens) and _single(line, tokens[at + run]):
        run += 1
    if run == 2 and at + 2 < len(tokens) and not _apart(line, tokens, at, 3):
        third = line[slice(*tokens[at + 2])]
        titled = (third[1:] in HEADS and third[0] not in "副代") or third[1:] in _COURTESIES  # 马 得 好委员
        if titled or _NOTED.fullmatch(third[1:]):
            likely = likelihood("".join(line[a:b] for a, b in tokens[at : at + 2]) + third[0])
            if likely is not None and likely > 0:
                return 3
            if not ends_in_head(third):
                return 0
    if run == 1 and at + 1 < len(tokens) and not _apart(line, tokens, at, 2):
        second = line[slice(*tokens[at + 1])]
        if second[1:] in _COURTESIES or second[1:] in ("议员", "委员"):  # 简 慧议员
            likely = likelihood(line[slice(*tokens[at])] + second[0])
            return 2 if likely is not None and likely > 0 else 0
    wide = run > 2 and _gap(line, tokens, at) > _gap(line, tokens, at + 1)  # 卓  藤 陈 发 身
    for count in (2, 3) if wide else (3, 2):
        if run >= count and run - count != 1 and not _apart(line, tokens, at, count):
            likely = likelihood("".join(line[a:b] for a, b in tokens[at : at + count]))
            if likely is not None and likely > -4:
                return count
    return 0


def _gap(line: str, tokens: list[tuple[int, int]], at: int) -> int:
    return tokens[at + 1][0] - tokens[at][1]


def _single(line: str, token: tuple[int, int]) -> bool:
    return token[1] - token[0] == 1 and is_han(line[token[0]])


def _apart(line: str, tokens: list[tuple[int, int]], at: int, count: int) -> bool:
    """Tell whether something other than blanks stands between the tokens."""
    return any(line[tokens[n][1] : tokens[n + 1][0]].strip() for n in range(at, at + count - 1))


def without_fillers(phrase: str, offset: int) -> tuple[str, list[int]]:
    """Return the phrase without its fillers, and where each of its characters stands in the text."""
    kept = [place for place, character in enumerate(phrase) if character != FILLER]
    return "".join(phrase[place] for place in kept), [offset + place for place in kept]


def put_back(mention: Mention, places: list[int]) -> Mention:
    """Move a mention read in a phrase without fillers to where its parts stand in the text."""

    def span(start: int, end: int) -> tuple[int, int]:
        return places[start], places[end - 1] + 1

    mention.start, mention.end = span(mention.start, mention.end)
    mention.titles = [span(*title) for title in mention.titles]
    mention.left, mention.right = span(mention.left, mention.right)
    if mention.given:
        mention.given = span(*mention.given)
    return mention
