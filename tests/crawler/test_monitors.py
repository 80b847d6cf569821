"""A run is held against what its source expects."""

from collections import Counter
from datetime import date

from crawler.expectations import NAMES, Tally, missed
from crawler.walk import Walk
from jiyao.source import Expectations, Fresh
from pipelines.release import OF_KNOWN_PAGES

TODAY = date(2026, 11, 24)


def said(counts: Counter[str], expect: Expectations, **more: object) -> list[str]:
    tally = Tally(TODAY, counts, **more)  # type: ignore[arg-type]
    return [sentence for name in NAMES if (sentence := missed(name, tally, expect))]


def test_a_healthy_run_misses_nothing() -> None:
    counts = Counter({"listed": 20, "reports": 20, "dated": 20, "ruled": 20})
    assert said(counts, Expectations(articles=20, dated=1.0, issues=0.0)) == []
    assert said(Counter(), Expectations()) == []


def test_the_expectation_that_puts_pages_in_doubt_is_one() -> None:
    assert OF_KNOWN_PAGES in NAMES


def test_every_missed_expectation_is_a_sentence_with_its_figures() -> None:
    counts = Counter({"listed": 10, "reports": 6, "dated": 3, "ruled": 6, "issue/broken": 3, "issue/no_body": 1})
    assert said(counts, Expectations(articles=20, dated=0.9, issues=0.1)) == [
        "10 articles are listed, at least 20 are expected",
        "3 of 6 pages have a date, a share of 0.9 is expected",
        "4 of 10 pages have issues (broken 3, no_body 1), at most a share of 0.1 is expected",
    ]


def test_a_second_run_in_which_nothing_changed_is_healthy() -> None:
    counts = Counter({"listed": 20, "article/unchanged": 20})
    assert said(counts, Expectations(articles=20, dated=1.0, issues=0.0)) == []


def test_a_layout_that_changed_is_seen_though_every_page_was_understood() -> None:
    counts = Counter({"listed": 20, "article/new": 3, "article/unchanged": 17, "reports": 3, "dated": 3})
    assert said(counts, Expectations()) == [
        "0 of 3 pages have their text where `article.body` says (a new layout?), a share of 0.5 is expected"
    ]


def test_one_odd_page_among_few_is_no_news_and_one_page_alone_is_judged() -> None:
    expect = Expectations(dated=1.0)
    assert said(Counter({"reports": 2, "ruled": 2, "dated": 1}), expect) == []
    assert said(Counter({"reports": 1, "ruled": 1}), expect) == ["0 of 1 pages have a date, a share of 1 is expected"]
    assert len(said(Counter({"reports": 40, "ruled": 40, "dated": 39}), expect)) == 1


def test_a_wall_and_pages_that_vanish_together_are_seen_without_a_word_in_the_source_file() -> None:
    wall = Counter({"listed": 20, "article/unchanged": 10, "issue/challenge": 8, "issue/refused": 2})
    assert said(wall, Expectations()) == [
        "10 of 20 answers are challenges or refusals, at most a share of 0.2 is expected"
    ]
    gone = Counter({"listed": 20, "article/unchanged": 10, "article/gone": 10})
    assert said(gone, Expectations()) == ["10 of 20 known pages are gone at once, at most a share of 0.3 is expected"]


def test_a_site_that_falls_silent_is_seen_by_its_newest_article_and_by_what_was_new_lately() -> None:
    expect = Expectations(newest_days=14, fresh=Fresh(articles=2, days=30))
    assert said(Counter(), expect, newest=date(2026, 11, 1), lately=1) == [
        "1 new article in 30 days, at least 2 are expected",
        "the newest article is of 2026-11-01, 23 days ago; at most 14 are expected",
    ]
    assert said(Counter(), expect, newest=date(2026, 11, 20), lately=2) == []


def test_meetings_in_which_nobody_is_named_and_pages_without_a_title_are_seen() -> None:
    counts = Counter({"reports": 10, "ruled": 10, "meetings": 10, "attended": 4, "issue/no_title": 10})
    assert said(counts, Expectations(attended=0.8, titled=0.9)) == [
        "10 of 20 pages have a title, a share of 0.9 is expected",
        "4 of 10 meetings name who attended, a share of 0.8 is expected",
    ]


def test_a_run_that_was_told_to_stop_owes_no_number_of_articles_but_its_pages_have_to_be_sound() -> None:
    expect = Expectations(articles=20, newest_days=1, dated=1.0)
    counts = Counter({"listed": 10, "reports": 10, "ruled": 10})
    assert said(counts, expect, complete=False, newest=date(2026, 1, 1)) == [
        "0 of 10 pages have a date, a share of 1 is expected"
    ]


def test_a_run_to_which_nothing_came_is_not_measured_by_a_share_of_no_pages() -> None:
    counts = Counter({"issue/unreachable": 4, "issue/server_error": 1})
    assert said(counts, Expectations(issues=0.2)) == ["nothing came of its lists: server_error 1, unreachable 4"]
    assert said(counts, Expectations()) == []


def test_known_pages_that_all_say_something_else_are_seen_and_a_few_edits_are_none() -> None:
    known = Counter({"listed": 20, "article/new": 2, "article/edited": 6, "article/unchanged": 12, "retold": 5})
    assert said(known, Expectations()) == []
    told = "known pages say something else than before"
    assert said(known + Counter({"retold": 1}), Expectations()) == [
        f"6 of 18 {told}, at most a share of 0.3 is expected"
    ]
    assert said(known + Counter({"retold": 12}), Expectations(edited=1)) == []
    assert said(Counter({"article/edited": 2, "retold": 2}), Expectations()) == []
    held_back = Counter({"article/unchanged": 5, "held_back": 5})
    assert said(held_back, Expectations()) == [
        f"5 of 5 {told}, 5 of them as when their run was withheld, at most a share of 0.3 is expected"
    ]


def test_one_title_and_one_passage_for_all_that_is_new_are_seen_once_something_is_known() -> None:
    counts = Counter({"article/new": 3, "reports": 3, "ruled": 3})
    assert said(counts, Expectations(), title=("变县人民政府", 3)) == []
    known = counts + Counter({"article/unchanged": 9})
    assert said(known, Expectations(), title=("变县人民政府", 2)) == []
    assert said(known, Expectations(), title=("变县人民政府", 3)) == [
        "3 of 3 pages have one title (变县人民政府), at most a share of 0.5 is expected"
    ]
    assert said(known, Expectations(), passage=("友情链接" * 20, 3)) == [
        f"3 of 3 new pages hold what known ones do not ({('友情链接' * 20)[:30]}…; `article.drop` can take it out), "
        "at most a share of 0.5 is expected"
    ]


def test_a_list_on_which_nothing_stands_any_more_that_was_new_is_seen() -> None:
    assert said(Counter({"lost_lists": 1}), Expectations(), complete=False) == []
    [told] = said(Counter({"lost_lists": 1}), Expectations())
    assert told.startswith("1 list names nothing new, and none of the articles that came last: ")
    walk = Walk("/list.html")
    walk.ended, walk.ended_before, walk.newest = True, True, ["/a/3.html", "/a/2.html", "/a/1.html"]
    assert walk.is_lost
    walk.fresh = ["/a/9.html"]
    assert not walk.is_lost, "many came at once, and pushed all others out"
    walk.fresh, walk.named = [], {"/a/1.html": None}
    assert not walk.is_lost
    walk.named, walk.newest = {}, ["/a/2.html", "/a/1.html"]
    assert not walk.is_lost, "two may be taken down"


def test_a_page_with_two_issues_is_one_and_a_challenge_that_was_kept_one_answer() -> None:
    counts = Counter({"listed": 4, "article/unchanged": 2, "issue/moved": 2, "issue/unlisted": 2})
    assert said(counts, Expectations(issues=0.4), troubled=2) == [
        "2 of 4 pages have issues (moved 2, unlisted 2), at most a share of 0.4 is expected"
    ]
    wall = Counter({"article/edited": 18, "issue/challenge": 18, "kept_challenges": 18})
    assert said(wall, Expectations()) == [
        "18 of 18 answers are challenges or refusals, at most a share of 0.2 is expected"
    ]
