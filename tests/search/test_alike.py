"""What belongs to a report, on every engine; and what makes two texts nearly one."""

from __future__ import annotations

import random
from datetime import date

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_reports import a_report, invented_reports

from jiyao.model import Evidence, Held, Interval, Meeting, Place, Report
from jiyao.search import SearchIndex, SearchQuery, alike, folded
from jiyao.search.likeness import NEARLY_ONE, likeness, shared, shingles

to_traditional = opencc.OpenCC("s2t").convert
SOMEWHERE = Evidence(0, 0, "test")
TEXTS = [report.text for report in invented_reports() if len(report.text) > 150]


def share(one: str, other: str) -> float:
    return shared(shingles(one), shingles(other))


def edited(text: str, edits: int, chance: random.Random) -> str:
    """The text with so many places of it rewritten, at most six characters each."""
    for _ in range(edits):
        at = chance.randrange(len(text))
        text = text[:at] + "".join(chance.choices("甲乙丙丁戊己庚辛", k=3)) + text[at + chance.randrange(7) :]
    return text


def test_a_reprint_in_the_other_script_with_other_marks_and_a_footer_is_nearly_one() -> None:
    for text in TEXTS:
        reprint = "本報訊\n" + to_traditional(text).replace("，", ",").replace("。", "。\n") + "\n（責任編輯：某某）"
        assert share(text, reprint) > 0.8
        assert set(likeness(text)) & set(likeness(reprint))


def test_different_reports_are_not_nearly_one() -> None:
    for number, text in enumerate(TEXTS):
        for other in TEXTS[number + 1 :]:
            assert share(text, other) < NEARLY_ONE


def test_texts_that_are_nearly_one_share_a_key_as_often_as_the_module_says() -> None:
    chance = random.Random(7)
    found = []
    for _ in range(60):
        for text in TEXTS:
            other = edited(text, chance.randrange(1, 9), chance)
            if share(text, other) >= NEARLY_ONE:
                found.append(bool(set(likeness(text)) & set(likeness(other))))
    assert len(found) > 1000
    assert sum(found) / len(found) > 0.97


@given(st.text(max_size=300), st.text(max_size=300))
def test_keys_are_21_or_none_and_equal_texts_have_equal_ones(one: str, other: str) -> None:
    assert len(set(likeness(one))) in (0, 21)
    assert likeness(one) == likeness(one.replace("\n", "\r\n"))
    assert 0 <= share(one, other) <= 1
    assert share(one, one) == (1 if shingles(one) else 0)


@pytest.mark.parametrize("text", ["", "。，！" * 100, "会议", "\ud800" * 60])
def test_odd_texts_are_nobodys_copy(text: str) -> None:
    assert share(text, "另一篇报道" * 20) == 0


def meeting(identity: str | None, body: str = "槐荫县人民政府", day: str = "2024-03-05") -> Meeting:
    held = Held(Interval(date.fromisoformat(day), date.fromisoformat(day)), "3月5日", "test", SOMEWHERE)
    place = Place("槐荫县", "140799", SOMEWHERE)
    return Meeting("县政府常务会议", body=body, held=held, places=(place,), identity=identity)


@pytest.fixture
def together() -> list[Report]:
    text = TEXTS[0]
    return [
        a_report("first", "县政府召开常务会议", text, meeting=meeting("same")),
        a_report("reprint", "常务会议召开", to_traditional(text) + "\n来源：某报", meeting=meeting("same")),
        a_report("own-words", "县政府开会研究农业", TEXTS[1], meeting=meeting("same")),
        a_report("copy", "无关栏目", text[:-10], is_meeting=False),
        a_report("next", "县政府常务会议", TEXTS[2], meeting=meeting("later", day="2024-04-05")),
        a_report("next-again", "又一次", TEXTS[3], meeting=meeting("later", day="2024-04-05")),
        a_report("before", "上一次", TEXTS[4], meeting=meeting(None, day="2024-02-05")),
        a_report("elsewhere", "别处", TEXTS[5], meeting=meeting("else", body="别县人民政府")),
    ]


def test_what_belongs_to_a_report(index: SearchIndex, together: list[Report]) -> None:
    index.write(together)
    found = alike(index, together[0])
    assert {hit.id for hit in found.meeting} == {"reprint", "own-words"}
    assert [copy.hit.id for copy in found.copies] == ["reprint", "copy"]
    assert all(NEARLY_ONE < copy.shared < 1 for copy in found.copies)
    assert [hit.id for hit in found.body][1:] == ["before"]
    assert found.body[0].id in ("next", "next-again")
    of_no_identity = alike(index, together[6])
    assert not of_no_identity.meeting
    assert len(of_no_identity.body) == 2


def test_a_page_folds_the_reports_of_one_meeting(index: SearchIndex, together: list[Report]) -> None:
    index.write(together)
    hits = index.search(SearchQuery(sort="held", oldest_first=True)).hits
    assert sorted(len(group) for group in folded(hits)) == [1, 1, 2, 3]
    assert {hit.id for group in folded(hits) for hit in group} == {hit.id for hit in hits}


def test_rows_of_a_meetings_people_stay_apart(corpus: SearchIndex) -> None:
    hits = corpus.search(SearchQuery(of="attendances", size=100)).hits
    assert all(len(group) == 1 for group in folded(hits))
