"""The official codes that a name stands for, as a person types it: 山西省, 山西 or 壽陽, of today or of its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from jiyao.patterns import regex
from jiyao.search.fold import fold
from jiyao.search.query import Facet
from pipelines.lexicon import rows

#: The word for its kind that the name of a unit ends in.
UNIT = "(?:特别行政区|自治区|自治州|自治县|自治旗|省|盟|地区|市|州|县|旗|区|镇|乡|苏木|街道|林区)"
TOWN = regex("(?:镇|乡|苏木|街道)$")
_KIND = regex(f"{UNIT}$")
_PEOPLES = (
    "阿昌 白 保安 布朗 布依 藏 朝鲜 达斡尔 傣 德昂 侗 东乡 独龙 鄂伦春 鄂温克 仡佬 哈尼 回 基诺 景颇 拉祜 黎 傈僳 珞巴 满 毛南 门巴 蒙古 苗 "
    "仫佬 纳西 怒 普米 羌 撒拉 畲 水 塔吉克 土 土家 佤 锡伯 瑶 彝 裕固 壮 各"
)
_NAMES_OF_PEOPLES = "|".join([f"{name}族" for name in _PEOPLES.split()] + ["维吾尔", "哈萨克", "柯尔克孜", "蒙古"])
_OF_PEOPLES = regex(rf"(?<=..)(?:{_NAMES_OF_PEOPLES})+$")
_QUOTED = regex(r"[\"“「](.+)[\"”」]")


def places_meant(typed: Iterable[str]) -> tuple[str, ...]:
    """Return what a filter of places takes for names as typed: each name, and the codes of all regions that bear it.

    A name in quotation marks means a place that is written so, and nothing below it; a code stays what it is.
    """
    meant: list[str] = []
    for name in typed:
        if quoted := _QUOTED.fullmatch(name.strip()):
            meant.append(quoted[1])
            continue
        meant.append(name)
        for unit in _regions().get(fold(name.strip()), ()):
            meant += unit
    return tuple(dict.fromkeys(meant))


def is_place(name: str) -> bool:
    """Tell whether a region is called so, with or without the word for its kind; ``name`` is folded."""
    return name in _regions()


def with_names_of_regions(facets: Iterable[Facet]) -> tuple[Facet, ...]:
    """Return facets in which regions, that are codes, are labelled by the names of today: 1407 is 晋中市."""
    return tuple(
        replace(facet, values=tuple(replace(value, label=region_name(value.value)) for value in facet.values))
        if facet.name == "regions"
        else facet
        for facet in facets
    )


def region_name(region: str) -> str:
    """Return the last name of a region (14, 1407, 140725, 10002): the official one; of one that nobody knows its code."""
    names = _names()
    # 3101 is no unit: the districts of a municipality stand right below it.
    return names.get(region) or names.get(region.ljust(6, "0")) or names.get(f"{region[:2]}0000", region)


@cache
def _names() -> dict[str, str]:
    until: dict[str, int] = {}
    names = {"71": "台湾"}
    for table in ("places", "taiwan"):
        for code, name, _, last in rows(table):
            if until.get(code, 0) <= (now := int(last or 9999)):
                until[code], names[code] = now, name
    for name, code in _units():
        names.setdefault(code, name)
    return names


@cache
def _regions() -> dict[str, list[tuple[str, str]]]:
    """Return, by name with and without the word for its kind, each name in full with its code."""
    units = list(_units())
    wholes = fold("\n".join(name for name, _ in units)).split("\n")  # in one call: there are 45,000
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    short: list[tuple[str, tuple[str, str]]] = []
    for whole, (_, code) in zip(wholes, units, strict=True):
        unit = whole, code
        found[whole].append(unit)
        called = _OF_PEOPLES.sub("", _KIND.sub("", whole))
        if 1 < len(called) < len(whole):
            short.append((called, unit))
    high = {called for called, (whole, _) in short if not TOWN.search(whole)}
    for called, unit in short:
        if called not in high or not TOWN.search(unit[0]):  # 北京 is no 街道 of Guangzhou
            found[called].append(unit)
    return dict(found)


def _units() -> Iterator[tuple[str, str]]:
    for table in ("places", "taiwan"):
        for code, name, *_ in rows(table):
            yield name, code
    for code, name, above in rows("hongkong_macau"):
        yield name, code
        if "-" not in code:
            yield name, above
    for county, below in rows("townships"):
        for entry in below.split(" "):
            yield entry[3:], county + entry[:3]
