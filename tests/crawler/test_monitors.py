"""A run is held against what its source expects."""

from collections import Counter

from crawler.monitors import missed_expectations
from jiyao.source import Expectations


def test_a_healthy_run_misses_nothing() -> None:
    counts = Counter({"listed": 20, "reports": 20, "dated": 20})
    assert missed_expectations(counts, Expectations(articles=20, dated=1.0, issues=0.0)) == []
    assert missed_expectations(Counter(), Expectations()) == []


def test_every_missed_expectation_is_a_sentence_with_its_figures() -> None:
    counts = Counter({"listed": 10, "reports": 6, "dated": 3, "issue/challenge": 3, "issue/no_body": 1})
    assert missed_expectations(counts, Expectations(articles=20, dated=0.9, issues=0.1)) == [
        "10 articles are listed, at least 20 are expected",
        "3 of 6 pages have a date, a share of 0.9 is expected",
        "4 of 10 pages are not understood, at most a share of 0.1 is expected",
    ]


def test_a_second_run_in_which_nothing_changed_is_healthy() -> None:
    assert missed_expectations(Counter({"listed": 20}), Expectations(articles=20, dated=1.0, issues=0.0)) == []
