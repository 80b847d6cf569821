"""Names for codes: kinds, levels and roles in two languages, provinces and cities by their official codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from index_mappings.for_kibana import provinces
from jiyao.kibana.description import FieldText
from jiyao.web.language import Words
from pipelines.lexicon import rows

_PROVINCE, _CITY = 2, 4
_TAIWAN = "71"


def lookup(field: FieldText) -> dict[str, str]:
    """Return the label of each code of a field, none for a field without codes."""
    if field.words:
        return _words(field.words)
    if field.regions:
        return dict(regions())
    return dict(field.lookup)


def _words(prefix: str) -> dict[str, str]:
    """Return the labels that the page has for the codes below ``prefix``: Chinese · English."""
    chinese, english = Words("zh-Hans").below(prefix), Words("en").below(prefix)
    return {code: f"{chinese[code]} · {english[code]}" for code in chinese}


@cache
def regions() -> Mapping[str, str]:
    """Return the name of each province and city by the digits that all below it share.

    What lies right below a province, without a city, is called after it (重庆 直辖).
    """
    found: dict[str, str] = dict(provinces())
    for code, name, *_ in rows("places"):
        short = code[:_CITY]
        if short.endswith("00"):
            continue
        if code.endswith("00"):
            found[short] = name
        else:
            found.setdefault(short, f"{_short_name(code)} 直辖")
    for code, name, *_ in rows("taiwan"):
        if len(code) == len("10002"):
            found[code] = name
    return found


def _short_name(code: str) -> str:
    return provinces()[code[:_PROVINCE]].split(" ")[0]
