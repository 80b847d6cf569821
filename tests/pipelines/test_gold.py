"""Floors under what was reached on our own gold; a change that loses facts fails here and names the texts."""

from collections import Counter

import pytest
from quality import REPORTS, SETS, documents, gold, measured, reached, worse

from jiyao.gold import gold_record
from pipelines.texts import understood

#: How far a measure may fall before the test fails.
SLACK = 0.004


@pytest.fixture(scope="module")
def now():
    return measured()


@pytest.mark.parametrize("name", SETS)
def test_no_measure_falls_below_what_was_reached(name: str, now) -> None:
    before = reached()
    fallen = {
        measure: (figures, now[name]["measures"][measure])
        for measure, figures in before[name]["measures"].items()
        if any(new < old - SLACK for old, new in zip(figures, now[name]["measures"][measure], strict=True))
    }
    assert not fallen, f"worse texts: {worse(name, now, before)}; see make quality"
    assert (now[name]["is_meeting"] or 0) >= (before[name]["is_meeting"] or 0) - SLACK


def test_of_names_titles_and_roles_marked_sure_98_in_100_are_right() -> None:
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for name in REPORTS:
        facts = gold(name)
        for document in documents(name):
            if not facts[document.id]["is_meeting"]:
                continue
            people = {person["name"].replace(" ", ""): person for person in facts[document.id]["people"]}
            report = understood(document)
            for person, record in zip(report.attendances, gold_record(report)["people"], strict=True):
                if not person.evidence[0].sure or "byline" in record["roles"]:
                    continue
                wanted = people.get(person.name)
                said["name"] += 1
                right["name"] += wanted is not None
                for kind in ("titles", "roles"):
                    said[kind] += len(record[kind]) if wanted else 0
                    right[kind] += len(set(record[kind]) & set(wanted[kind])) if wanted else 0
    assert said["name"] > 1000
    assert {kind: right[kind] / said[kind] >= 0.98 for kind in said} == {"name": True, "titles": True, "roles": True}
