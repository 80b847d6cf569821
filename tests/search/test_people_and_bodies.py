"""People of one name, and the meetings of a body by number: what pages are made of."""

from typing import Any

from jiyao.search.namesakes import kept_apart
from jiyao.search.series import series_of


def row(id: str, *titles: str, region: str = "", day: str = "2024-03-05", source: str = "one") -> dict[str, Any]:
    regions = [region[:length] for length in (2, 4) if length < len(region)] + [region] if region else []
    return {"id": id, "titles": titles, "regions": regions, "held_from": day, "source": source, "places": [region]}


def people(*rows: dict[str, Any]) -> list[set[str]]:
    return [{one["id"] for one in person.rows} for person in kept_apart(rows)]


def test_one_county_is_one_person_whatever_the_post() -> None:
    assert people(row("a", "县长", region="140725"), row("b", "县委书记", region="140725")) == [{"a", "b"}]


def test_the_same_post_in_two_counties_is_two_people() -> None:
    assert people(row("a", "县长", region="140725"), row("b", "县长", region="340102")) == [{"a"}, {"b"}]


def test_a_post_of_the_province_is_one_person_within_it() -> None:
    found = people(
        row("a", "省委书记", region="140725"),
        row("b", "省委書記", region="140926"),
        row("c", "省委书记", region="340102"),
    )
    assert found == [{"a", "b"}, {"c"}]


def test_one_meeting_is_one_person_and_a_post_with_the_name_of_its_place_is_the_post() -> None:
    same = {"meeting_identity": "m"}
    assert people(row("a", region="44") | same, row("b", region="810000") | same) == [{"a", "b"}]
    named = row("a", "晋中市副市长", region="140725") | {"places": ["山西省", "晋中市", "寿阳县"]}
    assert people(named, row("b", "副市長", region="1407"), row("c", "副市长", region="1406")) == [{"a", "b"}, {"c"}]


def test_a_post_of_the_state_is_one_person_everywhere_and_at_home() -> None:
    found = people(row("a", "国务院副总理"), row("b", "国务院副总理", region="140725"), row("c", region="140725"))
    assert found == [{"a", "b", "c"}]


def test_without_a_place_the_source_tells_and_the_latest_stands_first() -> None:
    found = kept_apart([row("a", day="2023-01-01"), row("b", day="2024-01-01"), row("c", source="other")])
    assert [[one["id"] for one in person.rows] for person in found] == [["b", "a"], ["c"]]
    assert found[0].posts == ()


def test_posts_stand_with_their_days_the_latest_first() -> None:
    rows = [
        row("a", "副县长", region="140725", day="2020-01-01"),
        row("b", "县长", region="140725", day="2022-01-01"),
        row("c", "县长", region="140725", day="2023-01-01"),
    ]
    (found,) = kept_apart(rows)
    assert [(post.title, post.first, post.last) for post in found.posts] == [
        ("县长", "2022-01-01", "2023-01-01"),
        ("副县长", "2020-01-01", "2020-01-01"),
    ]


def meeting(ordinal: str | None, day: str, kind: str = "executive_meeting") -> dict[str, Any]:
    return {"id": f"{ordinal}-{day}", "ordinal": ordinal, "held_from": day, "kind": kind}


def test_the_numbers_between_the_first_and_the_last_that_nobody_reports_are_missing() -> None:
    (found,) = series_of([meeting("17", "2024-03-01"), meeting("20", "2024-06-01"), meeting("18", "2024-04-01")])
    assert [one.number for one in found.meetings] == [17, 18, 19, 20]
    assert found.missing == (19,)


def test_a_count_that_begins_anew_is_another_series() -> None:
    found = series_of([meeting("98", "2021-12-01"), meeting("99", "2022-01-01"), meeting("2", "2022-05-01")])
    assert [[one.number for one in series.meetings] for series in found] == [[2], [98, 99]]
    assert not any(series.missing for series in found)


def test_terms_and_kinds_are_counted_apart_and_reprints_together() -> None:
    rows = [
        meeting("14.5", "2024-01-01", "party_plenary"),
        meeting("14.5", "2024-01-02", "party_plenary"),
        meeting("13.9", "2020-01-01", "party_plenary"),
        meeting("5", "2024-01-01"),
        meeting(None, "2024-01-01"),
    ]
    found = series_of(rows)
    assert {(one.kind, one.term, len(one.meetings)) for one in found} == {
        ("party_plenary", 14, 1),
        ("party_plenary", 13, 1),
        ("executive_meeting", None, 1),
    }
    assert max(len(one.meetings[0].rows) for one in found) == 2


def test_odd_numbers_are_no_numbers_and_undated_ones_stand_alone() -> None:
    assert series_of([meeting("1.2.3", "2024-01-01"), meeting("甲", "2024-01-01")]) == []
    assert len(series_of([meeting("5", ""), meeting("9", "")])) == 2


def test_a_wild_number_makes_no_thousand_holes() -> None:
    found = series_of([meeting("3", "2024-01-01"), meeting("20240105", "2024-01-05"), meeting("4", "2024-02-01")])
    assert sum(len(series.missing) for series in found) == 0


def test_reprints_are_one_meeting_and_both_scripts_one_place_and_one_post() -> None:
    one = row("a", "副縣長", region="140725") | {"meeting_identity": "m", "places": ["壽陽縣"]}
    reprint = row("b", "副县长", region="140725") | {"meeting_identity": "m", "places": ["寿阳县"]}
    other = row("c", "副县长", region="140725") | {"places": ["寿阳县"]}
    [found] = kept_apart([one, reprint, other])
    assert found.meetings == 2
    assert [post.title for post in found.posts] == ["副县长"]
    assert found.places == ("寿阳县",)
