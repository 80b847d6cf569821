"""Completeness as rows of a real Elasticsearch: made of the reports there, again where these change, and gone with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from engines import delete_indices
from invented_reports import CAPTURED, a_report

from index_mappings import load_for_kibana
from jiyao.errors import EngineError
from jiyao.model import Evidence, Held, Interval, Meeting, Place, Report
from jiyao.search import counts, elastic, elastic_rows, open_index
from jiyao.search.completeness import completeness_of
from jiyao.search.counts import count_rows, gap_rows, write_counts
from jiyao.search.elastic_rows import KibanaRows
from jiyao.settings import Settings

TODAY = date(2026, 3, 1)
COUNTY, CITY = "青溪县人民政府", "白河市人民政府"
PROOF = Evidence(0, 1, "test", sure=True)


def report(number: int | None, body: str = COUNTY, code: str | None = "140725", **more: Any) -> Report:
    held = Held(
        Interval(date(2025, 1, 1) + timedelta(days=30 * (number or 0)), date(2025, 12, 31)), "日", "test", PROOF
    )
    meeting = Meeting(
        f"第{number}次常务会议",
        kind="executive_meeting",
        body=body,
        ordinal=str(number) if number else None,
        held=held,
        places=(Place("青溪县", code, PROOF),) if code else (),
    )
    given = {"captured_at": CAPTURED + timedelta(seconds=number or 0), "meeting": meeting} | more
    return a_report(f"{body}-{code}-{number}", **given)


class Corpus:
    """Reports in a real Elasticsearch, and what is counted of them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.index = open_index(settings)
        self.kibana = KibanaRows(settings)
        self.kibana.prepare()

    def write(self, *, everything: bool = False) -> int:
        return write_counts(self.kibana, self.index, TODAY, everything=everything)

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        found = httpx.post(
            f"{self.settings.elasticsearch}/{self.settings.index_prefix}-counts/_search", json={"size": 1000}
        ).json()
        return {hit["_id"]: hit["_source"] for hit in found["hits"]["hits"]}

    def gaps_of(self, body: str) -> list[dict[str, Any]]:
        index = f"{self.settings.index_prefix}-gaps"
        found = httpx.post(f"{self.settings.elasticsearch}/{index}/_search", json={"size": 1000}).json()
        return [row for hit in found["hits"]["hits"] if (row := hit["_source"])["body"] == body]

    def of(self, body: str) -> list[dict[str, Any]]:
        return sorted((row for row in self.rows.values() if row["body"] == body), key=lambda row: row.get("kind", ""))


@pytest.fixture
def corpus(elasticsearch_url: str) -> Iterator[Corpus]:
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    made = Corpus(Settings(elasticsearch=elasticsearch_url, index_prefix=prefix))
    with closing(made.index), closing(made.kibana):
        yield made
    delete_indices(elasticsearch_url, prefix)


def test_a_row_says_what_is_here_and_what_is_missing(corpus: Corpus) -> None:
    corpus.index.write([report(3), report(4), report(7), report(None)])
    assert corpus.write() == 2
    without, numbered = corpus.of(COUNTY)
    assert (numbered["known"], numbered["between"], numbered["earlier"], numbered["missing"]) == (3, 2, 2, 4)
    assert (numbered["known_numbers"], numbered["missing_numbers"]) == (["3", "4", "7"], ["5", "6"])
    assert numbered["percent"] == numbered["percent_of_body"] == pytest.approx(100 * 3 / 7)
    assert numbered["percent_since_first"] == pytest.approx(100 * 3 / 5)
    assert (numbered["region"], numbered["regions"]) == ("140725", ["14", "1407", "140725"])
    assert (numbered["first_on"], numbered["last_on"], numbered["reports"]) == ("2025-04-01", "2025-07-30", 3)
    assert "silent_from" not in numbered  # three are too few for a rhythm
    assert (without["unnumbered"], without["reports"]) == (1, 1)
    assert "percent" not in without
    assert without["percent_of_body"] == numbered["percent"]


def test_each_missing_meeting_has_a_row_with_the_days_between_which_it_was_held(corpus: Corpus) -> None:
    corpus.index.write([report(3), report(4), report(7), report(None), report(5, CITY)])
    corpus.write()
    rows = sorted(corpus.gaps_of(COUNTY), key=lambda row: row["number"])
    shown = [(row["number"], row["earlier"], row.get("after_on"), row.get("before_on")) for row in rows]
    assert shown == [
        (1, True, None, "2025-04-01"),
        (2, True, None, "2025-04-01"),
        (5, False, "2025-05-01", "2025-07-30"),
        (6, False, "2025-05-01", "2025-07-30"),
    ]
    assert {(row["kind"], row["region"]) for row in rows} == {("executive_meeting", "140725")}
    assert len(corpus.gaps_of(CITY)) == 4
    corpus.index.write([report(6)])
    corpus.write()
    assert [row["number"] for row in sorted(corpus.gaps_of(COUNTY), key=lambda row: row["number"])] == [1, 2, 5]
    corpus.index.remove([report(5, CITY).id])
    corpus.write()
    assert corpus.gaps_of(CITY) == []


def test_a_number_that_is_read_wrong_makes_no_hundred_thousand_rows() -> None:
    one = {"id": "1", "body": COUNTY, "kind": "executive_meeting", "ordinal": "113000", "held_from": "2025-01-10"}
    [body] = completeness_of([one], TODAY)
    rows = gap_rows(body)
    assert (len(rows), rows[-1]["number"]) == (1000, 112_999)


def test_a_second_time_there_is_nothing_to_write_and_all_can_be_written_again(corpus: Corpus) -> None:
    corpus.index.write([report(1), report(2), report(5, CITY, None)])
    assert corpus.write() == 2
    before = corpus.rows
    assert {row["region"] for row in before.values()} == {"140725", "unknown"}
    assert corpus.write() == 0
    assert corpus.write(everything=True) == 2
    assert corpus.rows == before


def test_only_the_bodies_of_reports_that_came_are_counted_again(corpus: Corpus) -> None:
    corpus.index.write([report(1), report(5, CITY)])
    corpus.write()
    corpus.index.write([report(3)])
    assert corpus.write() == 1
    assert corpus.of(COUNTY)[0]["missing_numbers"] == ["2"]


def test_a_report_that_is_edited_or_taken_out_changes_the_rows_of_its_body(corpus: Corpus) -> None:
    corpus.index.write([report(1), report(2), report(3)])
    corpus.write()
    edited = report(3, captured_at=CAPTURED + timedelta(days=1))
    assert edited.meeting
    corpus.index.write([replace(edited, meeting=replace(edited.meeting, ordinal="4"))])
    assert corpus.write() == 1
    assert corpus.of(COUNTY)[0]["known_numbers"] == ["1", "2", "4"]
    corpus.index.remove([report(2).id])
    assert corpus.write() == 1
    assert corpus.of(COUNTY)[0]["known_numbers"] == ["1", "4"]


def test_a_body_without_reports_loses_its_rows(corpus: Corpus) -> None:
    corpus.index.write([report(1), report(2), report(4, CITY)])
    corpus.write()
    assert corpus.of(CITY)
    moved = report(4, CITY, captured_at=CAPTURED + timedelta(days=1))
    assert moved.meeting
    corpus.index.write([replace(moved, meeting=replace(moved.meeting, body=COUNTY))])
    assert corpus.write() == 1
    assert corpus.of(CITY) == []
    assert corpus.of(COUNTY)[0]["known_numbers"] == ["1", "2", "4"]
    corpus.index.remove([moved.id, report(1).id, report(2).id])
    assert corpus.write() == 0
    assert corpus.rows == {}


def test_a_rebuild_counts_everything_again(corpus: Corpus) -> None:
    corpus.index.write([report(1), report(2)])
    corpus.write()
    other = report(2)
    assert other.meeting
    with corpus.index.rebuild() as writer:  # the same captures, understood in another way
        writer.write([report(1), replace(other, meeting=replace(other.meeting, ordinal="3"))])
    assert corpus.write() == 1
    assert corpus.of(COUNTY)[0]["missing_numbers"] == ["2"]


def test_rows_of_which_some_were_not_written_are_written_again(corpus: Corpus) -> None:
    corpus.index.write([report(1), report(2), report(None)])
    corpus.write()
    before = corpus.rows
    lost = next(iter(before))
    url = f"{corpus.settings.elasticsearch}/{corpus.settings.index_prefix}-counts/_doc/{lost}?refresh=true"
    httpx.delete(url).raise_for_status()
    assert corpus.write() == 2
    assert corpus.rows == before


def test_two_scripts_of_a_name_are_one_body_and_two_regions_are_two(corpus: Corpus) -> None:
    corpus.index.write([report(1, "青溪縣人民政府"), report(3), report(2, code="410725")])
    assert corpus.write() == 2
    assert sorted((row["region"], row["known_numbers"]) for row in corpus.rows.values()) == [
        ("140725", ["1", "3"]),
        ("410725", ["2"]),
    ]
    assert corpus.write() == 0


def test_many_bodies_are_read_and_written_in_parts(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, few in ((elastic_rows, "_BODIES", 2), (elastic, "_TOLD", 2), (elastic_rows, "BATCH", 2)):
        monkeypatch.setattr(module, name, few)
    monkeypatch.setattr(counts, "_TOGETHER", 4)
    corpus.index.write([report(number, f"第{body}县政府") for body in range(7) for number in (2, 3, 5)])
    assert corpus.write() == 7
    assert {tuple(row["known_numbers"]) for row in corpus.rows.values()} == {("2", "3", "5")}
    assert corpus.write() == 0


def test_without_reports_there_are_no_rows_and_a_server_that_refuses_is_told(corpus: Corpus) -> None:
    assert corpus.write() == 0
    corpus.index.write([report(1)])
    url = f"{corpus.settings.elasticsearch}/{corpus.settings.index_prefix}-counts/_settings"
    httpx.put(url, json={"index.blocks.write": True}).raise_for_status()
    with pytest.raises(EngineError):
        corpus.write()
    httpx.put(url, json={"index.blocks.write": None}).raise_for_status()
    assert corpus.write() == 1


def test_a_row_tells_the_day_from_which_a_body_is_silent() -> None:
    monthly = [
        {"id": str(n), "body": COUNTY, "kind": "executive_meeting", "ordinal": str(n), "held_from": f"2025-0{n}-10"}
        for n in range(1, 5)
    ]
    for today, silent in ((date(2025, 7, 12), False), (date(2025, 7, 13), True)):
        [one] = completeness_of(monthly, today)
        assert one.counts[0].silent == silent
        assert one.counts[0].silent_from is not None
        assert (today.isoformat() >= one.counts[0].silent_from) == silent
        [row] = count_rows(one, "")
        assert row["silent_from"] == one.counts[0].silent_from


def test_every_field_of_a_row_is_mapped_and_every_mapped_field_is_written(corpus: Corpus) -> None:
    corpus.index.write([*(report(number) for number in (2, 3, 4, 6, 7)), report(None)])
    term = report(8)
    assert term.meeting
    corpus.index.write([replace(term, meeting=replace(term.meeting, ordinal="14.3", kind="standing_committee"))])
    corpus.write()
    written = {field for row in corpus.rows.values() for field in row}
    assert written == set(load_for_kibana("counts").properties)
