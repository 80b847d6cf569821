"""What means nothing to a reader changes nothing that is understood: names, blanks, indents, cut lines."""

import pytest
from changed_gold import CHANGES, changed, persons, rows

from jiyao.gold import Score

#: Every third report: the whole gold would take a minute (`python tests/changed_gold.py` takes it).
SAMPLE = rows()[::3]


@pytest.fixture(scope="module")
def unchanged() -> Score:
    return persons(SAMPLE)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_without_meaning_loses_no_persons(name: str, unchanged: Score) -> None:
    after = persons(changed(name, SAMPLE))
    assert after.wanted > 0.99 * unchanged.wanted
    assert after.f1 >= unchanged.f1 - CHANGES[name][1], f"{unchanged.f1:.4f} before, {after.f1:.4f} after"


def test_the_changes_are_made() -> None:
    for name in CHANGES:
        pairs = zip(SAMPLE, changed(name, SAMPLE), strict=True)
        assert sum(before["text"] != after["text"] for before, after in pairs) > 0.1 * len(SAMPLE), name
