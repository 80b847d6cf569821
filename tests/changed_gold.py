"""Gold texts changed in what means nothing to a reader: other names, blanks, indents, 同志, cut lines.

Whoever reads the changed text states the same facts. What the rules then lose, they knew by the text and not by the
language: `python tests/changed_gold.py` prints how much that is for each change.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from quality import GOLD, SETS

from jiyao.gold import Score, evaluate, gold_record
from jiyao.search.fold import fold
from pipelines.attendees.names import surname_of, surnames
from pipelines.texts import read_documents, understood

Row = dict[str, Any]
Change = Callable[[Row, random.Random], Row]
_NAME = re.compile("[㐀-鿿]{2,4}")
#: What only lists and minutes have, whose lines mean something.
_LISTED = re.compile(
    "[出列缺][ 　]*席[^\n]{0,6}[：:]|主[ 　]*席[：:]|主[ 　]*持[ 　]*人[：:]|参[会加]人员|[记紀][ 　]*[录錄]"
)
_COLUMNS = 72


def rows() -> list[Row]:
    """Return the reports of meetings of our own gold."""
    lines = [line for name in SETS for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [row for row in map(json.loads, lines) if row["gold"].get("is_meeting", True) and row["gold"].get("people")]


def _surname(name: str) -> str:
    return name[: len(surname_of(fold(name)))]


@cache
def _given_names(script: str, length: int) -> list[str]:
    people = [person["name"] for row in rows() if _script(row) == script for person in row["gold"]["people"]]
    usual = [name for name in people if _NAME.fullmatch(name) and fold(_surname(name)) in surnames()]
    return sorted({given for name in usual if len(given := name.removeprefix(_surname(name))) == length})


def _script(row: Row) -> str:
    return "Hant" if row["gold"].get("script") == "Hant" else "Hans"


def other_names(row: Row, chance: random.Random) -> Row:
    """Give everybody another given name of the same length, which somebody else of the gold has."""
    written = json.dumps(row, ensure_ascii=False)
    for name in {person["name"] for person in row["gold"]["people"]}:
        given = name.removeprefix(_surname(name))
        others = _given_names(_script(row), len(given))
        if not _NAME.fullmatch(name) or name not in row["text"] or not others or len(given) > 2:
            continue
        new = next(
            (one for one in chance.sample(others, min(20, len(others))) if one not in row["text"]),
            given,
        )
        written = re.sub(
            f"{name[: -len(given)]}([ 　]*){'([ 　]*)'.join(given)}", _padded_like(name, given, new), written
        )
        if len(given) > 1:
            written = written.replace(given, new)
    return dict(json.loads(written))


def _padded_like(name: str, given: str, new: str) -> Callable[[re.Match[str]], str]:
    surname = name.removesuffix(given)
    return lambda found: surname + "".join(blank + one for blank, one in zip(found.groups(), new, strict=True))


def blanks_before_names(row: Row, chance: random.Random) -> Row:
    """Put a blank between office and name, as many pages do."""
    text = row["text"]
    for person in row["gold"]["people"]:
        for title in person["titles"]:
            if chance.random() < 0.6:
                text = text.replace(title + person["name"], f"{title} {person['name']}")
    return {**row, "text": text}


def comrades(row: Row, chance: random.Random) -> Row:
    """Call half of those who have no other form of address 同志."""
    text = row["text"]
    for person in row["gold"]["people"]:
        if person["titles"] and re.fullmatch("[㐀-鿿]+", person["name"]) and chance.random() < 0.5:
            named = person["titles"][0] + person["name"]
            text = re.sub(f"{named}(?=[、，。；：\n]|主持|出席|参加|汇报|$)", f"{named}同志", text)
    return {**row, "text": text}


def indented(row: Row, chance: random.Random) -> Row:
    """Indent every paragraph by two wide blanks, with an empty line before it."""
    return {
        **row,
        "text": "\n\n".join(f"　　{line.strip()}" if line.strip() else "" for line in row["text"].split("\n")),
    }


def padded_names(row: Row, chance: random.Random) -> Row:
    """Write names of two characters as wide as those of three."""
    text = row["text"]
    for person in row["gold"]["people"]:
        if re.fullmatch("[㐀-鿿]{2}", person["name"]):
            text = text.replace(person["name"], "　".join(person["name"]))
    return {**row, "text": text}


def cut_lines(row: Row, chance: random.Random) -> Row:
    """Cut the paragraphs of running text at a fixed width."""
    if _LISTED.search(row["text"]):
        return row
    return {**row, "text": "\n".join(part for line in row["text"].split("\n") for part in _cut(line))}


def _cut(line: str) -> Iterator[str]:
    start, columns = 0, 0
    for at, character in enumerate(line):
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns + wide > _COLUMNS:
            yield line[start:at]
            start, columns = at, 0
        columns += wide
    yield line[start:]


def wide_digits(row: Row, chance: random.Random) -> Row:
    """Write numbers in full-width digits."""
    return {**row, "text": row["text"].translate(str.maketrans("0123456789", "０１２３４５６７８９"))}


#: Every change, and how much F1 of persons (name, all titles, all roles) may go with it.
CHANGES: dict[str, tuple[Change, float]] = {
    "other names": (other_names, 0.008),
    "blanks before names": (blanks_before_names, 0.004),
    "comrades": (comrades, 0.005),
    "indented": (indented, 0.003),
    "padded names": (padded_names, 0.008),
    "cut lines": (cut_lines, 0.015),
    "wide digits": (wide_digits, 0.001),
}


def persons(records: Iterable[Row]) -> Score:
    """Return how well the persons of these records are read."""
    wanted = {row["id"]: row for row in records}
    lines = "\n".join(
        json.dumps({key: row[key] for key in ("id", "text", "title", "published") if row.get(key)}, ensure_ascii=False)
        for row in wanted.values()
    )
    texts = read_documents(lines.encode(), "changed", None, datetime(2026, 1, 1, tzinfo=UTC))
    return evaluate(
        {key: row["gold"] for key, row in wanted.items()}, {text.id: gold_record(understood(text)) for text in texts}
    ).scores["person exact"]


def changed(name: str, records: Iterable[Row]) -> list[Row]:
    """Return the records with a change of :data:`CHANGES`, the same at each call."""
    chance, change = random.Random(7), CHANGES[name][0]
    return [change(row, chance) for row in records]


def main() -> None:
    everything = rows()
    before = persons(everything)
    print(f"{'unchanged':22}{before.f1:.4f}")
    for name in CHANGES:
        after = persons(changed(name, everything))
        print(f"{name:22}{after.f1:.4f}  {after.f1 - before.f1:+.4f}")


if __name__ == "__main__":
    main()
