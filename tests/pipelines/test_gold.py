"""Floors under what was measured on our own gold; a change that loses facts fails here."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jiyao.gold import evaluate, gold_record
from pipelines.texts import read_documents, understood

GOLD = Path(__file__).parent.parent / "gold"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: Precision and F1 of each measure, a little below what was measured.
FLOORS = {
    "synthetic": {"name": (0.98, 0.96), "title": (0.97, 0.93), "role": (0.98, 0.95), "person exact": (0.88, 0.87), "meeting name": (0.99, 0.98), "meeting date": (0.97, 0.97), "place": (0.94, 0.95), "group": (0.90, 0.88), "cited document": (0.99, 0.99)},
    "synthetic2": {"name": (0.98, 0.94), "title": (0.96, 0.92), "role": (0.97, 0.92), "person exact": (0.87, 0.84), "meeting name": (0.91, 0.91), "meeting date": (0.97, 0.96), "place": (0.81, 0.85), "group": (0.90, 0.77), "cited document": (0.99, 0.99)},
    "constructions": {"name": (0.99, 0.99), "title": (0.98, 0.96), "role": (0.97, 0.98), "person exact": (0.92, 0.92), "byline": (0.99, 0.99)},
}  # fmt: skip
KIND = {"synthetic": 0.98, "synthetic2": 0.95}


def result_on(name: str):
    body = (GOLD / f"{name}.jsonl").read_bytes()
    gold = {row["id"]: row.get("gold") or row for row in map(json.loads, body.decode().splitlines())}
    said = {document.id: gold_record(understood(document)) for document in read_documents(body, name, None, NOW)}
    return evaluate(gold, said)


@pytest.mark.parametrize("name", FLOORS)
def test_no_measure_falls_below_what_was_once_reached(name: str) -> None:
    result = result_on(name)
    reached = {m: (result.scores[m].precision, result.scores[m].f1) for m in FLOORS[name]}
    fallen = {m: both for m, both in reached.items() if any(a < b for a, b in zip(both, FLOORS[name][m], strict=True))}
    assert not fallen
    assert result.kind_accuracy >= KIND.get(name, 0)


def test_facts_marked_sure_are_right_more_often_than_the_others() -> None:
    right, wrong = {True: 0, False: 0}, {True: 0, False: 0}
    for name in ("synthetic", "synthetic2"):
        body = (GOLD / f"{name}.jsonl").read_bytes()
        rows = {row["id"]: row["gold"] for row in map(json.loads, body.decode().splitlines())}
        for document in read_documents(body, name, None, NOW):
            if not rows[document.id]["is_meeting"]:
                continue
            names = {person["name"] for person in rows[document.id]["people"]}
            for person in understood(document).attendances:
                sure = all(evidence.sure for evidence in person.evidence[:1])
                (right if person.name in names else wrong)[sure] += 1
    share = {sure: right[sure] / (right[sure] + wrong[sure]) for sure in (True, False)}
    assert share[True] >= 0.96
    assert share[True] > share[False]
