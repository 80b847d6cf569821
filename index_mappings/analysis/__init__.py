r"""How text is compared: the tables of this folder, and the analyzers made of them.

    fold.tsv      script and width: 壽 → 寿, Ａ → A           (generated from OpenCC)
    marks.tsv     letter case and marks: A → a, 「 → ", — → -  (generated from Unicode's letters and the list below)
    regional.tsv  words that differ by region: 信息, 资讯       (generated from OpenCC, less ``regional_dropped.txt``)
    spellings.tsv words that are spelled in two ways (计划, 计画) or named by region (质量, 品质), kept by hand

A token is one Han character, one mark, or a run of letters and digits. Blanks and the dots of names
have no token, so 张　正 is the phrase 张正; a line's end has one, so that no
phrase crosses from paragraph to paragraph. Elasticsearch, tantivy and Python
cut alike (a property test compares them): every class below is spelled out,
because the three disagree about ``\w``, ``\s`` and lower case.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

#: Letters and digits that make a run: Latin, Greek, Cyrillic.
RUN = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u034e\u0350-\u03ff\u0400-\u052f\u1e00-\u1eff"
#: Blanks, controls and what has no width (variation selectors stand behind Han characters in names).
SKIPPED = (
    "\x00-\x09\x0b-\x20\x7f-\xa0\xad\xb7\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u202a-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
#: A run is cut after 64: Lucene refuses a document with a token over 32,766 bytes.
TOKEN = f"[{RUN}]{{1,64}}|[^{SKIPPED}{RUN}]"


def read_table(name: str) -> list[list[str]]:
    """Return the rows of ``name`` in this folder, cut at tabs."""
    text = files(__name__).joinpath(name).read_text("utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


@cache
def comparable_characters() -> dict[str, str]:
    """Return every character that comparing changes, with what it becomes (one to one)."""
    fold = {row[0]: row[1] for row in read_table("fold.tsv")}
    marks = {chr(int(before, 16)): chr(int(after, 16)) for before, after in read_table("marks.tsv")}
    once = marks | {before: marks.get(after, after) for before, after in fold.items()}
    # 薴 is the traditional form of 苧, and 苧 that of 苎: compared, the three are one.
    return {before: once.get(after, after) for before, after in once.items()}


def analysis_settings() -> dict[str, Any]:
    """Return ``settings.analysis`` of our indices: analyzer ``han``, normalizer ``folded``."""
    return {
        "char_filter": {"comparable": {"type": "mapping", "mappings": list(_rules())}},
        "tokenizer": {"characters": {"type": "simple_pattern", "pattern": TOKEN}},
        "analyzer": {"han": {"type": "custom", "char_filter": ["comparable"], "tokenizer": "characters"}},
        "normalizer": {"folded": {"type": "custom", "char_filter": ["comparable"]}},
    }


@cache
def _rules() -> tuple[str, ...]:
    return tuple(
        f"{_escaped(before)} => {_escaped(after)}" for before, after in sorted(comparable_characters().items())
    )


def _escaped(character: str) -> str:
    # A mapping rule is trimmed and knows ``\\uXXXX`` only, so blanks and what lies beyond U+FFFF need this.
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))
