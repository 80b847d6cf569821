"""Words that differ by region (資訊 / 信息) and other ways to write a number (第98次 / 第九十八次) join a query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice, permutations, product

from index_mappings.analysis import read_table
from jiyao.search.numerals import NUMBER, other_numbers
from jiyao.search.syntax import All, AnyOf, Node, Not, Phrase
from jiyao.search.tokens import comparable

#: A word of several regional words has this many forms at most.
MOST_FORMS = 8


@dataclass(frozen=True, slots=True)
class Added:
    """A word or number of the query, as typed, and its other forms that were searched as well."""

    word: str
    also: tuple[str, ...]


def _whole(word: str) -> str:
    """Return a pattern for a word; one of Latin letters stands in no other (II, and not in Hawaii)."""
    return rf"(?<![A-Za-z]){word}(?![A-Za-z])" if word.isascii() and word.isalpha() else re.escape(word)


@cache
def _words() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    others: dict[str, list[str]] = {}
    for mainland, *elsewhere in read_table("regional.tsv"):
        for word in map(comparable, elsewhere):
            others.setdefault(comparable(mainland), []).append(word)
            others.setdefault(word, []).append(comparable(mainland))
    for row in read_table("spellings.tsv"):  # each is another form of all the others
        for one, other in permutations(map(comparable, row), 2):
            others.setdefault(one, []).append(other)
    longest_first = sorted(others, key=lambda word: (-len(word), word))
    pattern = "|".join([*map(_whole, longest_first), NUMBER])
    return re.compile(pattern), {word: tuple(dict.fromkeys(also)) for word, also in others.items()}


def with_regional_words(node: Node) -> tuple[Node, tuple[Added, ...]]:
    """Return the query with the regional forms of its words and the other forms of its numbers, and which were added.

    A "phrase" in quotation marks is exact and gets none.
    """
    match node:
        case Phrase(text, exact=False):
            return _phrase(text)
        case All(parts) | AnyOf(parts):
            done = [with_regional_words(part) for part in parts]
            added = dict.fromkeys(word for _, words in done for word in words)
            return type(node)(tuple(part for part, _ in done)), tuple(added)
        case Not(part):
            found, added_words = with_regional_words(part)
            return Not(found), added_words
        case _:
            return node, ()


def _phrase(text: str) -> tuple[Phrase, tuple[Added, ...]]:
    pattern, others = _words()
    plain = comparable(text)
    pieces: list[tuple[str, ...]] = []
    at = 0
    for match in pattern.finditer(plain):
        also = others.get(match[0]) or other_numbers(match[0])
        if also:
            pieces += [(text[at : match.start()],), (text[match.start() : match.end()], *also)]
            at = match.end()
    pieces.append((text[at:],))
    forms = list(islice(product(*pieces), MOST_FORMS + 1))
    added = [
        Added(word, tuple(one for one in also if one in joined))
        for (word, *also), joined in zip(pieces, map(set, zip(*forms, strict=True)), strict=True)
        if also
    ]
    return Phrase(text, also=tuple(map("".join, forms[1:]))), tuple(one for one in added if one.also)
