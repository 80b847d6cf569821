"""What a person types: words, "phrases", -not, OR and brackets.

    寿阳 会议            both words, anywhere in title, names or text
    "民生工作会议"        exactly these characters in a row; “ ”, 「 」 and 『 』 do the same
    寿阳 OR 祁县         either
    (寿阳 OR 祁县) -水利   brackets, and not
    《应急预案》           the title of a document, whatever follows it within its marks

AND and NOT, in capitals, may stand for a blank and a minus. Marks between words
(寿阳、防汛, 寿阳 | 防汛) part them as blanks do: only OR means either, and or is a word.

One rule for mistakes: what cannot be meant (a quotation mark or a bracket
without its other half, an OR or a minus with nothing to act on) is refused, and
the message marks the place with ⟪ ⟫. A bracket inside a word belongs to it, so
that 常委会（扩大）会议 can be searched as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from jiyao.errors import AskedWrongly
from jiyao.search.tokens import comparable, tokens

LONGEST = 1000
MOST_PHRASES = 64
DEEPEST = 16
_CLOSERS = {'"': '"＂', "＂": '"＂', "“": "”“", "”": "”“", "„": "”“", "「": "」", "『": "』", "〝": "〞〟", "«": "»"}
_MINUS = "-－﹣"
#: Marks that part words, and those that do by themselves or beside a Han character (寿阳/防汛, R & D, and not 3/15).
_PARTS, _PARTS_HAN = frozenset("、，；。！？"), frozenset(",;/|&+")
_ALONE = re.compile(r"(?<!\S)[,;/|&+]+(?!\S)")
HAN = re.compile("[㐀-鿿\U00020000-\U000323af]")
_OPERATORS = {"OR": ("OR", "ＯＲ"), "AND": ("AND", "ＡＮＤ"), "NOT": ("NOT", "ＮＯＴ")}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that must stand in a row; ``also`` are regional words that do as well."""

    text: str
    exact: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every part must match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part must match."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match."""

    part: Node


Node = Phrase | All | AnyOf | Not


def parse_query(text: str) -> Node | None:
    """Return what ``text`` asks for, None where it is blank; :class:`AskedWrongly` as the module says."""
    if len(text) > LONGEST:
        raise AskedWrongly(f"the query has {len(text)} characters", f"Ask with at most {LONGEST}.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise AskedWrongly("the query has half a surrogate pair, which is no character", "Type it again.")
    if not comparable(text).strip():
        return None
    return _Parser(text).query()


def phrases(node: Node | None) -> list[Phrase]:
    """Return the phrases that a hit may contain: all but those behind a minus."""
    match node:
        case Phrase():
            return [node]
        case All(parts) | AnyOf(parts):
            return [phrase for part in parts for phrase in phrases(part)]
        case _:
            return []


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = comparable(text)
        self.at = 0
        self.opened: list[int] = []
        self.count = 0
        self.alone = {at for run in _ALONE.finditer(self.plain) for at in range(*run.span())}
        # Of a query of marks alone the marks are what is asked for.
        self.parted = any(not one.isspace() and one not in _PARTS | _PARTS_HAN for one in text)

    def query(self) -> Node:
        found = self.either()
        if self.at < len(self.text):
            self.refuse(self.at, "this bracket closes nothing")
        return found

    def either(self) -> Node:
        parts = [self.every()]
        while (at := self.skip()) < len(self.text) and self.is_operator("OR"):
            self.at += 2
            if self.ended() or self.is_operator("OR"):
                self.refuse(at, "OR needs something on both sides", 2)
            parts.append(self.every())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def every(self) -> Node:
        parts: list[Node] = []
        while not self.ended() and not self.is_operator("OR"):
            if self.is_operator("AND"):
                at, self.at = self.at, self.at + 3
                if not parts or self.ended() or self.is_operator("OR") or self.is_operator("AND"):
                    self.refuse(at, "AND needs something on both sides", 3)
            parts.append(self.one())
        if not parts:
            self.refuse(self.at, "OR needs something on both sides", 2)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self) -> Node:
        start = self.skip()
        if self.is_operator("NOT"):
            self.at += 3
            if self.ended() or self.text[self.at] in _MINUS or any(map(self.is_operator, _OPERATORS)):
                self.refuse(start, "NOT needs a word behind it", 3)
            return Not(self.one())
        if self.text[start] in _MINUS:
            self.at += 1
            if self.at == len(self.text) or self.plain[self.at].isspace() or self.text[self.at] in _MINUS + ")）":
                self.refuse(start, "a minus needs a word right behind it")
            if self.is_operator("NOT"):
                self.refuse(self.at, "NOT needs a word behind it, and no minus before it", 3)
            return Not(self.one())
        if self.plain[start] == "(":
            return self.group(start)
        self.count += 1
        if self.count > MOST_PHRASES:
            self.refuse(start, f"a query can have {MOST_PHRASES} words")
        return self.quoted(start) if self.text[start] in _CLOSERS else self.word(start)

    def group(self, start: int) -> Node:
        self.opened.append(start)
        if len(self.opened) > DEEPEST:
            self.refuse(start, f"brackets can stand {DEEPEST} deep")
        self.at += 1
        if self.ended():
            self.refuse(
                start, "these brackets hold nothing" if self.at < len(self.text) else "this bracket is not closed"
            )
        found = self.either()
        if self.skip() == len(self.text):
            self.refuse(start, "this bracket is not closed")
        self.opened.pop()
        self.at += 1
        return found

    def quoted(self, start: int) -> Phrase:
        closers = _CLOSERS[self.text[start]]
        end = next((at for at in range(start + 1, len(self.text)) if self.text[at] in closers), None)
        if end is None:
            self.refuse(start, "this quotation mark is not closed")
        self.at = end + 1
        return self.phrase(start, start + 1, end, exact=True)

    def word(self, start: int) -> Phrase:
        inside: list[int] = []
        while self.at < len(self.text) and self.text[self.at] not in _CLOSERS:
            if self.plain[self.at].isspace() or (not inside and self.is_blank(self.at)):
                break  # a mark inside a bracket belongs to the word: 会议（扩大、公开）
            if self.plain[self.at] == "(":
                inside.append(self.at)
            elif self.plain[self.at] == ")":
                if not inside:
                    break
                inside.pop()
            self.at += 1
        if inside:
            self.refuse(inside[-1], "this bracket is not closed")
        return self.phrase(start, start, self.at, exact=False)

    def phrase(self, start: int, begin: int, end: int, *, exact: bool) -> Phrase:
        if not exact and end - begin > len("《》") and self.text[begin] in "《〈" and self.text[end - 1] in "》〉":
            end -= 1  # 《应急预案（2026年修订）》
        if not tokens(self.text[begin:end]):
            self.refuse(start, "there is nothing to search for here")
        return Phrase(self.text[begin:end], exact)

    def skip(self) -> int:
        while self.at < len(self.text) and self.is_blank(self.at):
            self.at += 1
        return self.at

    def is_blank(self, at: int) -> bool:
        if self.plain[at].isspace():
            return True
        if not self.parted:
            return False
        beside = self.text[max(at - 1, 0) : at] + self.text[at + 1 : at + 2]
        return (
            self.text[at] in _PARTS
            or at in self.alone
            or (self.text[at] in _PARTS_HAN and HAN.search(beside) is not None)
        )

    def ended(self) -> bool:
        return self.skip() == len(self.text) or self.plain[self.at] == ")"

    def is_operator(self, name: str) -> bool:
        # The case counts: OR is the operator, or a word. Full-width letters are the same key on a Chinese keyboard.
        behind = self.at + len(name)
        found = self.text[self.at : behind] in _OPERATORS[name]
        return found and (behind == len(self.text) or self.plain[behind].isspace() or self.plain[behind] in '()"')

    def refuse(self, at: int, why: str, length: int = 1) -> NoReturn:
        marked = f"{self.text[:at]}⟪{self.text[at : at + length]}⟫{self.text[at + length :]}"
        raise AskedWrongly(
            f"{why} (character {at + 1}): {marked}", "To search for the sign itself, put it in quotation marks."
        )
