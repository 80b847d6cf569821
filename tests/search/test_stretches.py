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
        ("2024/2/5", date(2024, 2, 5), date(2024, 2, 5)),
        ("2024.02", date(2024, 2, 1), date(2024, 2, 29)),
        ("２０２４年", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024年2月5日", date(2024, 2, 5), date(2024, 2, 5)),
        ("113年", date(2024, 1, 1), date(2024, 12, 31)),
        ("民國 113 年 2 月", date(2024, 2, 1), date(2024, 2, 29)),
        ("113年2月5日", date(2024, 2, 5), date(2024, 2, 5)),
        ("113/02/05", date(2024, 2, 5), date(2024, 2, 5)),
        ("民國98年12月", date(2009, 12, 1), date(2009, 12, 31)),
        ("民國98", date(2009, 1, 1), date(2009, 12, 31)),
    ],
)
def test_a_month_and_a_year_are_all_of_their_days(written: str, first: date, last: date) -> None:
    assert (first_day(written), last_day(written)) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        "", "24", "113", "98-12", "98年", "24年3月", "2024-13", "2024-02-30", "2024-00", "0000", "5月", "2024-", "2024-2-", "2024-2/5",
        "20240205", "民國2024年", "113年13月", "2024年2月30日", "二月", "2024-02-05-01",
    ],
)  # fmt: skip
def test_what_is_no_day_says_how_to_write_one(written: str) -> None:
    for read in (first_day, last_day):
        with pytest.raises(ValueError, match="a month like 2024-12"):
            read(written)
