"""How rows are packed, what is worth waiting for, and how long."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiyao.search.elastic_bulk import Pauses, Row, is_for_later, packed, refusals, row_of


def row(number: int, size: int = 10) -> Row:
    return Row(f"r-{number}", f"r-{number}", b"x" * size)


@given(st.lists(st.integers(1, 300), max_size=60))
def test_every_row_is_packed_once_in_its_order_and_no_request_is_too_large(sizes: list[int]) -> None:
    rows = [row(number, size) for number, size in enumerate(sizes)]
    requests = list(packed(rows, most=200))
    assert [one for request in requests for one in request] == rows
    for request in requests:
        assert len(request) == 1 or sum(len(one.lines) for one in request) <= 200


def test_a_row_is_two_lines_with_its_id_as_its_place() -> None:
    made = row_of(
        "r", "attendances", {"attendances": "a"}, {"id": "r:attendance:1", "name": "游錫堃"}, require_alias=True
    )
    action, values = made.lines.decode().split("\n")
    assert json.loads(action) == {"index": {"_index": "a", "_id": "r:attendance:1", "require_alias": True}}
    assert json.loads(values)["name"] == "游錫堃"


def test_what_a_request_refuses_is_told_row_by_row() -> None:
    answer = {
        "errors": True,
        "items": [
            {"index": {"_id": "r-0", "status": 201}},
            {"index": {"_id": "r-1", "status": 400, "error": {"type": "document_parsing_exception"}}},
        ],
    }
    assert [(one.row.id, one.status) for one in refusals([row(0), row(1)], answer)] == [("r-1", 400)]
    assert refusals([row(0)], {"errors": False, "items": []}) == []


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (429, {"type": "es_rejected_execution_exception"}, True),
        (503, "no master", True),
        (429, {"reason": "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block"}, False),
        (400, "bad", False),
        (403, {"reason": "blocked by: [FORBIDDEN/8/index write (api)]"}, False),
    ],
)
def test_a_full_disk_is_not_waited_for(status: int, said: object, expected: bool) -> None:
    assert is_for_later(status, said) is expected


@given(st.floats(0, 1), st.floats(1, 500))
def test_pauses_grow_up_to_the_longest_and_end(chance: float, patience: float) -> None:
    pauses = list(Pauses(patience=patience, chance=lambda: chance).seconds())
    assert pauses == sorted(pauses)
    assert all(pause <= 20 for pause in pauses)
    assert patience <= sum(pauses) <= patience + 20
