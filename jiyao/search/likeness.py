"""Texts that are nearly one: reprints, cut a little, with another headline or another last line.

Two texts are nearly one where at least half of all their shingles (runs of six
compared characters; marks and blanks have no part) are in both. To find them
without comparing all with all, one in four of a text's shingles is thrown into 63 bins by
its hash, and the least of each bin is kept; an empty bin borrows from the next
(one-permutation MinHash: Li, Owen and Zhang 2012). Three bins together make a
key, which is indexed: texts that share half of their shingles share one of the
21 keys 94 times in 100, and nearly always where they share more. What shares a
key is then compared in full.
"""

from __future__ import annotations

import re
from itertools import compress
from zlib import crc32

from jiyao.search.tokens import comparable

#: Of less than this share, texts are not nearly one.
NEARLY_ONE = 0.5
_RUN = 6
_BINS = 63
_TOGETHER = 3
#: One shingle in so many is looked at, chosen by its first character: in both texts the same ones.
_SAMPLE = 4
_CHOSEN = bytes(not byte % _SAMPLE for byte in range(256))
#: A shorter text says too little to be anybody's copy.
_SHORTEST = 40
_NO_WORD = re.compile(r"[\W_]+")


def likeness(text: str) -> tuple[str, ...]:
    """Return the keys of a text, of which near-copies share one; none for a text that is too short."""
    words = _words(text).encode("utf-16-le", "surrogatepass")
    starts = words[: 2 - 2 * _RUN : 2].translate(_CHOSEN)  # the low byte of each first character
    places = compress(range(0, len(words), 2), starts)
    hashes = [crc32(words[at : at + 2 * _RUN]) for at in places]
    # Of each bin the least stays: it comes last.
    least = {hashed % _BINS: hashed for hashed in sorted(hashes, reverse=True)}
    if not least:
        return ()
    kept: list[int] = []
    for place in reversed(range(2 * _BINS)):
        kept.append(least.get(place % _BINS, kept[-1] if kept else 0))
    groups = [kept[at : at + _TOGETHER] for at in range(_BINS, 2 * _BINS, _TOGETHER)]
    return tuple(f"{number}-{crc32(repr(group).encode()):08x}" for number, group in enumerate(groups))


def shingles(text: str) -> frozenset[str]:
    """Return the runs of characters that a text is compared by; none where it is too short."""
    words = _words(text)
    return frozenset(words[at : at + _RUN] for at in range(len(words) - _RUN + 1))


def _words(text: str) -> str:
    words = _NO_WORD.sub("", comparable(text))
    return words if len(words) >= _SHORTEST else ""


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of all shingles of two texts that both have, from 0 to 1."""
    return len(one & other) / (len(one | other) or 1)
