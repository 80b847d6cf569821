"""Names in a row with no mark or blank between them: 陈素月李鸿钧, 议员黄绍庭汤咏瑜李雅静."""

from __future__ import annotations

import re
from itertools import accumulate

from jiyao.model import Role
from jiyao.patterns import regex
from pipelines.attendees.ends import COURTESIES
from pipelines.attendees.mention import Mention, Taken
from pipelines.attendees.names import NO_TAIL, USUAL_NAME, likelihood
from pipelines.attendees.padding import segment
from pipelines.attendees.titles import HEAD, titles_left
from pipelines.lexicon import common_words

#: What each of a row must be worth; of three and more behind a title nothing else marks where one ends.
_IN_LIST, _IN_PROSE = 2.0, 3.0
#: A row of more than three names is read as a whole: what each of it must be worth, beside what all of them are worth.
_LONGEST_OF_THREE, _LONGEST_ROW, _IN_LONG_ROW = 9, 120, 0.0
_ROW = regex("(?:[㐀-鿿]{3}){3,8}(?=[，。；、）\n]|$)")


def names_in(phrase: str) -> list[int]:
    """Return the lengths of the names that make up a phrase of five characters or more, empty if it is none."""
    if not 5 <= len(phrase) <= _LONGEST_ROW or HEAD.search(phrase):
        return []
    lengths = segment(phrase)
    ends = list(accumulate(lengths))
    names = [phrase[end - length : end] for end, length in zip(ends, lengths, strict=True)]
    least = _IN_LIST if len(phrase) <= _LONGEST_OF_THREE else _IN_LONG_ROW
    plain = all(_is_name(name, least) for name in names)
    return lengths if plain and sum(map(_worth, names)) >= _IN_LIST * len(names) else []


def glued(phrase: str, places: list[int], roles: frozenset[Role]) -> list[Mention]:
    """Return the people of a list's item in which the blanks between names are lost, with the title before them."""
    head = HEAD.match(phrase)
    at = head.end() if head and _ROW.fullmatch(phrase, head.end()) else 0
    titles = [(places[0], places[at - 1] + 1)] if at else []
    found = []
    for length in _threes(phrase, at) if at else names_in(phrase):
        mention = Mention(
            places[at], places[at + length - 1] + 1, list(titles), "names without a blank", 2.0, sure=False
        )
        mention.roles = set(roles)
        found.append(mention)
        at += length
    return found


def behind_title(text: str, head: re.Match[str], last: int, taken: Taken) -> list[Mention]:
    """Return three and more people behind a title of running text, which is of each."""
    row = _ROW.match(text, head.end())
    if row is None or not taken.free(*row.span()):
        return []
    lengths = _threes(row.group(), 0)
    titles = titles_left(text, head.end(), last) if lengths else []
    found: list[Mention] = []
    for at in range(*row.span(), USUAL_NAME) if titles else ():
        mention = Mention(at, at + USUAL_NAME, list(titles), "names without a blank", _IN_PROSE, sure=False)
        mention.left = at if found else mention.left
        found.append(mention)
    return found


def _threes(words: str, at: int) -> list[int]:
    names = [words[begin : begin + USUAL_NAME] for begin in range(at, len(words), USUAL_NAME)]
    plain = all(_is_name(name, _IN_PROSE) for name in names)
    return [USUAL_NAME] * len(names) if plain else []


def _is_name(name: str, least: float) -> bool:
    none = name[-1] in NO_TAIL or name in common_words() or name in COURTESIES  # 安海镇|尤靖雯
    return not none and _worth(name) >= least


def _worth(name: str) -> float:
    likely = likelihood(name)
    return -9.0 if likely is None else likely
