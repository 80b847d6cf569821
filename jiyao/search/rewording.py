"""What could be asked instead of words that find nothing: fewer of them, one word as two, no foreign signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiyao.errors import AskedWrongly
from jiyao.search.syntax import HAN, All, AnyOf, Node, Not, Phrase, parse_query

#: So many words are each left out in turn, and a word so long is cut in two at each place.
MOST_LEFT_OUT, LONGEST_CUT = 8, 12
_SHORTEST_PART = 2
#: What other searches take for signs, and ours for words.
_SIGNS = re.compile(r"(?<!\S)(?:and|or|not|And|Or|Not|&&|\+|\|\|?)(?!\S)|[*?]")
#: What other searches take for a field, title:防汛, and how ours is told.
_FIELD = re.compile(r"(?<!\S)-?([a-z][a-z_]{2,15})[:：](?=\S)(?!//)")


def foreign_signs(text: str) -> list[str]:
    """Return what other searches take for signs (and, |, *) and ours for words, each once."""
    return list(dict.fromkeys(_SIGNS.findall(text)))


def foreign_field(text: str) -> str | None:
    """Return what other searches take for a field (title of title:防汛), None where nothing is one."""
    found = _FIELD.search(text)
    return found[1] if found else None


def with_fewer(text: str) -> Iterator[tuple[str, str]]:
    """Yield each of several words that all must match, with the query without it; nothing for what is refused."""
    try:
        node = parse_query(text)
    except AskedWrongly:
        return
    parts = node.parts if isinstance(node, All) else ()
    for place, part in enumerate(parts[:MOST_LEFT_OUT]):
        rest = " ".join(written(one) for at, one in enumerate(parts) if at != place)
        if _is_asked(rest):  # a quotation mark within another cannot be written again
            yield written(part), rest


def _is_asked(text: str) -> bool:
    try:
        return parse_query(text) is not None
    except AskedWrongly:
        return False


def apart(text: str) -> Iterator[str]:
    """Yield one word of Han characters as two, the most even first: 寿阳防汛 as 寿阳 防汛."""
    word = text.strip()
    if all(map(HAN.match, word)) and 2 * _SHORTEST_PART <= len(word) <= LONGEST_CUT:
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        for cut in sorted(cuts, key=lambda at: abs(2 * at - len(word))):
            yield f"{word[:cut]} {word[cut:]}"


def written(node: Node) -> str:
    """Return what a person types for a query."""
    match node:
        case Phrase(text, exact=True):
            return f"“{text}”" if '"' in text else f'"{text}"'
        case Phrase(text):
            return text
        case Not(part):
            return f"-{written(part)}"
        case All(parts):
            return f"({' '.join(map(written, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(written, parts))})"
