from jiyao.gold import evaluate

GOLD = {
    "a": {
        "is_meeting": True,
        "meeting": {"name": "縣務會議", "date": {"start": "2024-12-05", "end": "2024-12-05"}, "places": ["寿阳县"]},
        "people": [
            {"name": "張　正", "titles": ["縣長"], "roles": ["chair"]},
            {"name": "王丽", "titles": [], "roles": ["byline"]},
        ],
        "groups": ["各乡镇"],
        "cited_documents": [],
    },
    "b": {"is_meeting": False},
}


def test_a_right_answer_in_the_other_script_counts() -> None:
    said = {
        "a": GOLD["a"]
        | {"people": [{"name": "张正", "titles": ["县长"], "roles": ["chair"]}, {"name": "王丽", "roles": ["byline"]}]},
        "b": {"is_meeting": False},
    }
    result = evaluate(GOLD, said)
    assert all(score.f1 == 1.0 for score in result.scores.values() if score.wanted)
    assert result.kind_accuracy == 1.0
    assert not result.mistakes[0].facts


def test_what_is_missed_and_what_is_wrong_are_told_apart() -> None:
    said = {
        "a": {"is_meeting": True, "people": [{"name": "张正", "titles": ["局长"], "roles": ["chair"]}]},
        "b": {"is_meeting": True},
    }
    result = evaluate(GOLD, said)
    assert result.scores["name"].f1 == 1.0
    assert result.scores["person exact"].f1 == 0.0
    assert ("title", "missed", ("张正", "县长")) in result.mistakes[0].facts
    assert ("title", "wrong", ("张正", "局长")) in result.mistakes[0].facts
    assert result.kind_accuracy == 0.5


def test_a_record_that_is_missing_counts_as_empty() -> None:
    assert evaluate(GOLD, {}).scores["name"].recall == 0.0
