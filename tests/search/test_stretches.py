"""A day, a month or a year in a filter."""

from datetime import date

import pytest

from jiyao.search.stretches import first_day, last_day


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-02-05", date(2024, 2, 5), date(2024, 2, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2024 ", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_month_and_a_year_are_all_of_their_days(written: str, first: date, last: date) -> None:
    assert (first_day(written), last_day(written)) == (first, last)


@pytest.mark.parametrize(
    "written", ["", "24", "2024-13", "2024-02-30", "2024-00", "0000", "2024/02", "２０２４", "5月"]
)
def test_what_is_no_day_says_how_to_write_one(written: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(ValueError, match="a month like 2024-12"):
            read(written)
