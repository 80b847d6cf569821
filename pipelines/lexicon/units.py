"""The administrative units of all tables, by name: the mainland's with their years, Taiwan's, Hong Kong's and Macau's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from jiyao.search.fold import fold
from pipelines.lexicon import rows

System = Literal["mainland", "taiwan", "hongkong", "macau"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its official code and the years of its life; ``last`` is None for one of today."""

    code: str
    name: str
    first: int
    last: int | None


@cache
def units() -> dict[str, list[tuple[System, Unit]]]:
    """Return all units by name, in folded characters, each with the system whose it is."""
    found: dict[str, list[tuple[System, Unit]]] = {}
    for code, name, first, last in rows("places"):
        found.setdefault(name, []).append(("mainland", Unit(code, name, int(first), int(last) if last else None)))
    for code, name, first, last in rows("taiwan"):
        unit = Unit(code, name, int(first or 0), int(last) if last else None)
        found.setdefault(fold(name), []).append(("taiwan", unit))
    for code, name, above in rows("hongkong_macau"):
        system: System = "hongkong" if above == "810000" else "macau"
        found.setdefault(name, []).append((system, Unit(above if "-" not in code else code, name, 1997, None)))
    return found


@cache
def is_code(code: str) -> bool:
    """Tell whether a region has this official code, today or in its time: a province, city, county or township."""
    known = {unit.code for named in units().values() for _, unit in named}
    return (
        code in known
        or (len(code) in (2, 4) and code.ljust(6, "0") in known)
        or code in townships(code[:6]).values()
        or code in ("hk", "mo", "810000", "820000")
    )


@cache
def townships(county: str) -> dict[str, str]:
    """Return the townships of a county of the mainland by name; their names alone tell too little (82 are 城关镇)."""
    below = next((line for code, line in rows("townships") if code == county), "")
    return {entry[3:]: county + entry[:3] for entry in below.split(" ") if entry}


@cache
def unit_names() -> frozenset[str]:
    """Return the names that units bear."""
    return frozenset(units())
