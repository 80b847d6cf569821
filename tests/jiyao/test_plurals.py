"""One page is a page."""

import pytest

from jiyao.plurals import many, ranges


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((0, "page"), "0 pages"),
        ((1, "page"), "1 page"),
        ((2, "page"), "2 pages"),
        ((1, "page waits", "pages wait"), "1 page waits"),
        ((2, "page waits", "pages wait"), "2 pages wait"),
    ],
)
def test_a_count_has_its_words(given: tuple[int, str], said: str) -> None:
    assert many(*given) == said


def test_numbers_in_a_row_are_a_range() -> None:
    assert ranges([1, 2, 3, 5, 8, 9]) == ["1–3", "5", "8–9"]
    assert ranges([]) == []
