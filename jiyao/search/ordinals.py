"""The number of a meeting as a person types it, and the ordinals that it means. Pure.

    98   第98次   第九十八次会议      that number, with a term (届) before it or without: 98, 16.98, 5.98 …
    16.98   第十六届第98次          that meeting of that term
    第十六届                        the term's own, where nothing else was counted
    "98"                           in quotation marks: as it is written, which is what the facet counts

A county's committee counts 98 meetings in its sixteenth term, and its reports often leave out the term.
"""

from __future__ import annotations

import re
import unicodedata

from jiyao.search.numerals import WRITTEN, number_of

#: No body of state or party has sat for more terms.
_TERMS = range(1, 100)
_N = rf"[0-9]{{1,4}}|[{WRITTEN}]{{1,8}}"
_TYPED = re.compile(
    rf"(?:第?(?P<term>{_N})[届屆])?(?:(?:[0-9]{{4}}年度?)?[^0-9第]{{0,24}}第)?(?:(?P<number>{_N})[次期]?)?(?:[^\W\d]{{0,12}}[会會][议議]?)?"
)
#: What is no part of a number: blanks, and how the meeting was held (扩大).
_BESIDE = re.compile(r"\s+|[(（][^()（）]*[)）]")
_QUOTED = re.compile(r"[\"“「](.+)[\"”」]")


def ordinals_meant(typed: str) -> tuple[str, ...]:
    """Return the ordinals that any of is meant; what is no number stands as it is typed."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if quoted := _QUOTED.fullmatch(plain):
        return (quoted[1],)
    found = _TYPED.fullmatch(_BESIDE.sub("", plain))
    term, number = (number_of(found[part] or "") if found else None for part in ("term", "number"))
    if number is None:
        return (plain if term is None else str(term),)
    return (f"{term}.{number}",) if term else (str(number), *(f"{term}.{number}" for term in _TERMS))
