"""Where a body governs that is named without its place (县政府): by its level, within its source's home region. Pure."""

from __future__ import annotations

#: How many figures of a mainland code say the unit of a level; those of whole cities end with their province.
_FIGURES = {"province": 2, "city": 4, "county": 6, "township": 9}
_WHOLE_CITIES = frozenset(("11", "12", "31", "50"))
#: The same of Taiwan's, which are shorter by one and have no provinces.
_TAIWAN = {"city": 5, "county": 5, "township": 8}


def region_of(level: str | None, home: str | None) -> str | None:
    """Return the code of the unit of ``level`` in which a source speaks, None where its ``home`` says less than that.

    ``home`` is the code of the source's region: a county's site that tells of 县政府 means
    its own county, and with 市政府 the city around it.
    """
    if level is None or home is None or level not in _FIGURES:
        return None
    if not home.isdecimal():
        return home  # our codes of Hong Kong and Macau
    if len(home) in (5, 8, 11):
        figures = _TAIWAN.get(level, len(home) + 1)
        return home[:figures] if len(home) >= figures else None
    figures = _FIGURES[level] if level != "city" or home[:2] not in _WHOLE_CITIES else 2
    unit = home[:figures]
    known = len(unit) == figures and unit[-2:].strip("0") != ""
    return unit.ljust(6, "0") if known else None
