"""KQL as we write it becomes the query that Kibana makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from jiyao.errors import AskedWrongly
from jiyao.kibana.fields import fields_of
from jiyao.kibana.kql import fields_named, kql

FIELDS = fields_of(
    {
        "title": {"type": "text"}, "kind": {"type": "keyword"}, "held_from": {"type": "date"},
        "is_meeting": {"type": "boolean"}, "rank": {"type": "integer"},
    }
)  # fmt: skip
TERM = {"term": {"kind": {"value": "hearing"}}}
PHRASE = {"match_phrase": {"title": "民生 工作"}}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", {"match_all": {}}),
        ('kind: "hearing"', TERM),
        ("kind:hearing", TERM),
        ("kind: *", {"exists": {"field": "kind"}}),
        ("kind: hear*", {"wildcard": {"kind": {"value": "hear*"}}}),
        ('kind: "*"', {"term": {"kind": {"value": "*"}}}),
        ('title: "民生 工作"', PHRASE),
        ("title: 民生 工作", {"match": {"title": "民生 工作"}}),
        ("title: 民*", {"query_string": {"fields": ["title"], "query": "民*"}}),
        ("is_meeting: true", {"match": {"is_meeting": "true"}}),
        ('held_from: "2024-12-05"', {"range": {"held_from": {"gte": "2024-12-05", "lte": "2024-12-05"}}}),
        ("held_from >= 2024-01-01", {"range": {"held_from": {"gte": "2024-01-01"}}}),
        ("rank < 3", {"range": {"rank": {"lt": "3"}}}),
        ('"民生"', {"multi_match": {"type": "phrase", "query": "民生", "lenient": True}}),
        ("民生", {"multi_match": {"type": "best_fields", "query": "民生", "lenient": True}}),
        ("民*", {"query_string": {"query": "民*"}}),
        ("not kind: hearing", {"bool": {"must_not": [TERM]}}),
        ('kind: hearing AND title: "民生 工作"', {"bool": {"filter": [TERM, PHRASE]}}),
        ('kind: hearing or title: "民生 工作"', {"bool": {"should": [TERM, PHRASE], "minimum_should_match": 1}}),
        ('kind: ("hearing" or "congress")', {"bool": {"should": [TERM, {"term": {"kind": {"value": "congress"}}}], "minimum_should_match": 1}}),
        ('title: "他说\\"好\\""', {"match_phrase": {"title": '他说"好"'}}),
        (
            'kind: hearing or kind: hearing and title: "民生 工作"',
            {"bool": {"should": [TERM, {"bool": {"filter": [TERM, PHRASE]}}], "minimum_should_match": 1}},
        ),
        ('(kind: hearing or kind: hearing) and title: "民生 工作"', {"bool": {"filter": [{"bool": {"should": [TERM, TERM], "minimum_should_match": 1}}, PHRASE]}}),
    ],
)  # fmt: skip
def test_a_query_is_what_kibana_makes_of_it(text: str, query: dict[str, Any]) -> None:
    assert kql(text, FIELDS) == query


@pytest.mark.parametrize(
    "text", ["kind:", "(kind: x", "kind: x)", 'kind: "x', "and", "kind: x y: z : w", "a: {b: c}", "or x", "x and"]
)
def test_a_query_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(AskedWrongly, match="KQL"):
        kql(text, FIELDS)


def test_the_fields_that_a_query_names_are_told() -> None:
    assert fields_named('a: "x" and (b.c > 3 or not d: ("e" or f))') == ["a", "b.c", "d"]
