"""What every engine promises (see jiyao/search/index.py), on each of them."""

from __future__ import annotations

import random
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import opencc
import pytest
from engines import let_snapshot_end
from invented_reports import CAPTURED, a_report, invented_reports

from jiyao.errors import AskedWrongly, CursorExpired, IndexMissing, NotFound
from jiyao.model import Attendance, CitedDocument, Evidence, Group, History, Meeting, Place, Report, Role, Statement
from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.search.cursor import read_cursor, write_cursor
from jiyao.search.documents import TOLD
from jiyao.search.query import SORTS, START
from jiyao.search.suggest import SUGGESTED, Suggested
from jiyao.search.tokens import comparable
from jiyao.settings import Settings
from pipelines.lexicon.regions import places_meant

to_simplified = opencc.OpenCC("t2s", include_tofu_risk_dictionaries=False).convert
to_traditional = opencc.OpenCC("s2t").convert
REPORTS = invented_reports()


def plain(text: str) -> str:
    return to_simplified(unicodedata.normalize("NFKC", text)).lower()


def words_of(report: Report) -> list[str]:
    """The texts that words are searched in, one for each paragraph and name."""
    meeting = report.meeting
    names = [person.name for person in report.attendances if person.roles != (Role.BYLINE,)]
    names += [title for person in report.attendances for title in person.titles]
    names += [group.name for group in report.groups] + [cited.title for cited in report.cited_documents]
    if meeting:
        names += [meeting.name or "", meeting.body or "", *(place.name for place in meeting.places)]
    return [plain(part) for part in (report.title, *report.text.split("\n"), *names)]


WORDS = {report.id: words_of(report) for report in REPORTS}


def has(phrase: str) -> Callable[[Report], bool]:
    """The brute force: the characters in a row, blanks aside, not inside a longer number or Latin word."""
    letters = [re.escape(letter) for letter in plain(phrase) if not letter.isspace()]
    pattern = re.compile(r"(?<![0-9a-z])" * letters[0].isalnum() * letters[0].isascii() + r"\s*".join(letters))
    if letters[-1].isascii() and letters[-1].isalnum():
        pattern = re.compile(pattern.pattern + r"(?![0-9a-z])")
    return lambda report: any(pattern.search(words) for words in WORDS[report.id])


def ids(reports: Iterable[Report]) -> set[str]:
    return {report.id for report in reports}


def found(index: SearchIndex, **asked: object) -> set[str]:
    query = SearchQuery(**({"meetings_only": False, "regional": False} | asked))  # type: ignore[arg-type]
    rows = [hit.id for hit in index.scan(query)]
    assert len(rows) == len(set(rows))
    page = index.search(replace(query, size=1000))
    assert [page.total, {hit.id for hit in page.hits}] == [len(rows), set(rows)]
    return set(rows)


def phrases_of_the_corpus() -> list[str]:
    chance = random.Random(4)
    phrases = []
    for _ in range(120):
        text = chance.choice(REPORTS).text
        at, length = chance.randrange(len(text) - 8), chance.choice((1, 2, 2, 3, 4, 6))
        words = re.sub(r"[^一-鿿]", "", text[at : at + length])
        if words:
            phrases.append(chance.choice((str, to_simplified, to_traditional))(words))
    return phrases


def test_every_phrase_finds_what_brute_force_finds(corpus: SearchIndex) -> None:
    for phrase in phrases_of_the_corpus():
        assert found(corpus, text=f'"{phrase}"') == ids(filter(has(phrase), REPORTS)), phrase


MEET, COUNTY, PEOPLE, ODD = has("会议"), has("县"), has("民生"), has("簡以謙")
ASKED: dict[str, Callable[[Report], bool]] = {
    "会议 县": lambda r: MEET(r) and COUNTY(r),
    "會議　縣": lambda r: MEET(r) and COUNTY(r),
    "會議 -縣": lambda r: MEET(r) and not COUNTY(r),
    "-会议": lambda r: not MEET(r),
    "民生 OR 簡以謙": lambda r: PEOPLE(r) or ODD(r),
    "县 (民生 OR 简以谦)": lambda r: COUNTY(r) and (PEOPLE(r) or ODD(r)),
    "会议 -(民生 OR 縣)": lambda r: MEET(r) and not (PEOPLE(r) or COUNTY(r)),
    "（民生 OR 簡以謙） -「縣」": lambda r: (PEOPLE(r) or ODD(r)) and not COUNTY(r),
    "县 民生 OR 簡以謙": lambda r: (COUNTY(r) and PEOPLE(r)) or ODD(r),
    "“民生”会议": lambda r: PEOPLE(r) and MEET(r),
    "民生 OR -会议": lambda r: PEOPLE(r) or not MEET(r),
}


@pytest.mark.parametrize("text", ASKED)
def test_words_and_operators_mean_what_they_say(corpus: SearchIndex, text: str) -> None:
    assert found(corpus, text=text) == ids(filter(ASKED[text], REPORTS))


def test_a_query_finds_the_same_in_either_script(corpus: SearchIndex) -> None:
    for phrase in ("縣長 主持會議", "乡村振兴", "书记"):
        pages = [corpus.search(SearchQuery(text=turn(phrase))) for turn in (to_simplified, to_traditional)]
        assert pages[0].hits == pages[1].hits
        assert pages[0].total


def test_highlights_are_the_originals_own_characters(corpus: SearchIndex) -> None:
    page = corpus.search(SearchQuery(text="县长", script=("Hant",), size=100))
    marked = [fragment.text[start:end] for hit in page.hits for highlight in hit.highlights
              for fragment in highlight.fragments for start, end in fragment.marks]  # fmt: skip
    assert set(marked) == {"縣長"}
    for hit in page.hits:
        assert hit.highlights
        for highlight in hit.highlights:
            value = hit.values[highlight.field]
            whole = value if isinstance(value, str) else "\n".join(value)
            assert all(fragment.text in whole for fragment in highlight.fragments)


EXACT = [
    # the text, what finds it, what does not
    ("甲。乙", "甲。乙", "甲乙"),
    ("甲\n乙", "甲", "甲乙"),
    ("张　正", "张正", "正张"),
    ("張 正", "张正", "張。正"),
    ("第98次", "98", "9"),
    ("2024年", "2024", "024"),
    ("ＧＤＰ增长", "gdp", "GD"),
    ("G20峰会", "g20峰会", "20"),
    ("New  York", "new york", "newyork"),
    ("〇三年", "〇三", "零三"),
    ("𠀀𲎯乙", "𠀀𲎯", "𲎯𠀀"),
    ("撒古流‧巴瓦瓦隆", "撒古流·巴瓦瓦隆", "巴瓦瓦隆撒古流"),
    ("阿不都·热合曼", "阿不都热合曼", "阿不都、热合曼"),
    ("António Lobo", "antonio lobo", "anton"),
    ("葛\U000e0100城", "葛城", "葛。城"),
    ("紧盯“双碳”目标", "「紧盯「双碳」", "紧盯双碳"),
    ("2021—2025年", "2021-2025", "20212025"),
    ("常委会（扩大）会议", "常委会(扩大)会议", "常委会扩大"),
    ("《條例》", "《条例》", "《条例"[::-1]),
    ("a" * 100, "a" * 100, "a" * 99),
]


@pytest.mark.parametrize("part", ["title", "text"])
def test_phrases_are_exact(index: SearchIndex, part: str) -> None:
    index.write(a_report(f"r-{number}", **{part: text}) for number, (text, _, _) in enumerate(EXACT))
    for number, (text, right, wrong) in enumerate(EXACT):
        assert f"r-{number}" in found(index, text=right), (text, right)
        assert f"r-{number}" not in found(index, text=f"『{wrong}』"), (text, wrong)


def test_names_are_found_though_the_text_splits_them_and_phrases_do_not_cross_them(index: SearchIndex) -> None:
    people = (Attendance("潘志遠", ("縣長",)), Attendance("張正", ("局長",)))
    index.write([a_report("r-1", text="潘縣長志遠、張局長正", attendances=people)])
    assert found(index, text="潘志远") == found(index, text="局长") == {"r-1"}
    assert not found(index, text="志远县长")
    assert not found(index, text="县长张正")


def people_of(report: Report, *roles: Role) -> set[str]:
    took_part = [p for p in report.attendances if p.roles != (Role.BYLINE,)]
    return {to_simplified(p.name) for p in took_part if not roles or set(roles) & set(p.roles)}


def held(report: Report) -> tuple[date, date]:
    interval = report.meeting.held.interval if report.meeting and report.meeting.held else None
    return (interval.start, interval.end) if interval else (date.max, date.min)


def published(report: Report) -> date:
    assert report.published
    return report.published.at.date()


def place_names(report: Report) -> set[str]:
    return {to_simplified(place.name) for place in report.meeting.places} if report.meeting else set()


def codes(report: Report) -> list[str]:
    return [place.code for place in report.meeting.places if place.code] if report.meeting else []


def meeting_of(report: Report) -> Meeting:
    return report.meeting or Meeting(None)


def cited_by(report: Report) -> set[str]:
    return {to_simplified(cited.title) for cited in report.cited_documents}


CHAIRS = [name for report in REPORTS for name in people_of(report, Role.CHAIR)]
PAIR = next(
    (chair, other)
    for report in REPORTS
    for chair in sorted(people_of(report, Role.CHAIR))
    for other in sorted(people_of(report, Role.ATTENDEE) - people_of(report, Role.CHAIR))
)
GROUP = next(group.name for report in REPORTS for group in report.groups)
CITED = next(cited.title for report in REPORTS for cited in report.cited_documents)
DAY = date(2024, 6, 1)
SINCE = CAPTURED + timedelta(days=3)
FILTERS: list[tuple[dict[str, object], Callable[[Report], bool]]] = [
    ({"meetings_only": True}, lambda r: r.is_meeting),
    ({"source": ("yilan",)}, lambda r: r.source == "yilan"),
    ({"source": ("yilan", "huaiyin")}, lambda r: r.source != "taiyuan"),
    ({"script": ("Hant",)}, lambda r: r.script == "Hant"),
    ({"level": ("county",)}, lambda r: meeting_of(r).level == "county"),
    ({"kind": ("symposium",)}, lambda r: meeting_of(r).kind == "symposium"),
    ({"ordinal": ("98",)}, lambda r: meeting_of(r).ordinal == "98"),
    ({"body": ("屏东县政府",)}, lambda r: to_simplified(meeting_of(r).body or "") == "屏东县政府"),
    ({"place": ("宜兰县", "山西省")}, lambda r: bool(place_names(r) & {"宜兰县", "山西省"})),
    (
        {"place": ("宜兰县", "140000")},
        lambda r: "宜兰县" in place_names(r) or any(code.startswith("14") for code in codes(r)),
    ),
    ({"place": ("140000",)}, lambda r: any(code.startswith("14") for code in codes(r))),
    ({"place": ("140700",)}, lambda r: any(code.startswith("1407") for code in codes(r))),
    ({"place": ("140725",)}, lambda r: "140725" in codes(r)),
    ({"place": ("09007",)}, lambda r: any(code.startswith("09007") for code in codes(r))),
    ({"place": ("710000",)}, lambda r: any(code.startswith("09007") for code in codes(r))),
    ({"person": ("簡以謙",)}, lambda r: "简以谦" in people_of(r)),
    ({"person": ("简以谦", "游珮瑜")}, lambda r: {"简以谦", to_simplified("游珮瑜")} <= people_of(r)),
    ({"person": (CHAIRS[0],), "role": Role.CHAIR}, lambda r: CHAIRS[0] in people_of(r, Role.CHAIR)),
    ({"person": (CHAIRS[0],), "role": Role.RECORDER}, lambda r: CHAIRS[0] in people_of(r, Role.RECORDER)),
    ({"role": Role.RECORDER}, lambda r: bool(people_of(r, Role.RECORDER))),
    (
        {"person_as": ((Role.CHAIR, CHAIRS[0]), (Role.SPEAKER, CHAIRS[0]))},
        lambda r: CHAIRS[0] in people_of(r, Role.CHAIR) & people_of(r, Role.SPEAKER),
    ),
    (
        {"person_as": ((Role.CHAIR, PAIR[0]), (Role.ATTENDEE, PAIR[1]))},
        lambda r: PAIR[0] in people_of(r, Role.CHAIR) and PAIR[1] in people_of(r, Role.ATTENDEE),
    ),
    ({"person_as": ((Role.CHAIR, PAIR[1]), (Role.ATTENDEE, PAIR[0]))}, lambda r: False),
    ({"group": (GROUP,)}, lambda r: any(to_simplified(group.name) == to_simplified(GROUP) for group in r.groups)),
    ({"cites": (to_traditional(CITED),)}, lambda r: to_simplified(CITED) in cited_by(r)),
    ({"cites": (CITED, "无此文件")}, lambda r: False),
    ({"has_statements": True}, lambda r: bool(r.statements)),
    ({"has_statements": False}, lambda r: not r.statements),
    ({"publisher": ("槐蔭縣融媒體中心",)}, lambda r: to_simplified(r.publisher or "") == "槐荫县融媒体中心"),
    ({"first_seen_since": SINCE}, lambda r: bool(r.history and r.history.first_seen_at >= SINCE)),
    ({"captured_since": REPORTS[9].captured_at}, lambda r: r.captured_at >= REPORTS[9].captured_at),
    ({"withdrawn_since": SINCE}, lambda r: False),
    ({"title": ("县长",)}, lambda r: any(to_simplified(t) == "县长" for p in r.attendances for t in p.titles)),
    ({"held_from": DAY}, lambda r: held(r)[1] >= DAY),
    ({"held_to": DAY}, lambda r: held(r)[0] <= DAY),
    (
        {"held_from": DAY, "held_to": DAY + timedelta(90)},
        lambda r: held(r)[1] >= DAY and held(r)[0] <= DAY + timedelta(90),
    ),
    ({"published_from": DAY}, lambda r: published(r) >= DAY),
    ({"published_to": DAY}, lambda r: published(r) <= DAY),
    (
        {"text": "會議", "script": ("Hans",), "held_from": DAY},
        lambda r: MEET(r) and r.script == "Hans" and held(r)[1] >= DAY,
    ),
]


@pytest.mark.parametrize("number", range(len(FILTERS)))
def test_every_filter_finds_what_brute_force_finds(corpus: SearchIndex, number: int) -> None:
    asked, holds = FILTERS[number]
    expected = ids(report for report in REPORTS if holds(report))
    assert found(corpus, **asked) == expected
    assert expected or "ordinal" in asked or asked.get("role") == Role.RECORDER or holds(REPORTS[0]) is False


def test_whom_an_edit_took_out_is_found_where_that_is_asked(index: SearchIndex) -> None:
    took_part = (Attendance("王偉", (), (Role.CHAIR,)),)
    history = History(CAPTURED, 2, unnamed=("王偉",))
    index.write(
        [a_report("in", attendances=took_part), a_report("out", history=history, is_meeting=False), a_report("other")]
    )
    for asked in (
        {"person": ("王伟",)},
        {"person": ("王伟",), "role": Role.CHAIR},
        {"person_as": ((Role.CHAIR, "王伟"),)},
    ):
        assert found(index, meetings_only=True, **asked) == {"in"}
        assert found(index, meetings_only=True, formerly=True, **asked) == {"in", "out"}
    assert found(index, meetings_only=True, formerly=True) == {"in", "other"}


def test_days_of_publication_are_days_in_china(index: SearchIndex) -> None:
    published = REPORTS[0].published
    assert published
    day = published.at.date()
    edges = [
        published.at.replace(hour=0, minute=0),
        published.at.replace(hour=23, minute=59, second=59, microsecond=999999),
    ]
    index.write(a_report(f"r-{n}", published=replace(published, at=at)) for n, at in enumerate(edges))
    assert len(found(index, published_from=day, published_to=day)) == 2
    assert not found(index, published_to=day - timedelta(1))
    assert not found(index, published_from=day + timedelta(1))


@pytest.mark.parametrize("sort", ["held", "published", "first_seen"])
@pytest.mark.parametrize("oldest_first", [False, True])
def test_sorts_are_total_and_pages_add_up(corpus: SearchIndex, sort: str, oldest_first: bool) -> None:
    query = SearchQuery(sort=sort, oldest_first=oldest_first, meetings_only=False, size=7)  # type: ignore[arg-type]

    def key(report: Report) -> tuple[bool, str, str]:
        moments = {
            "published": report.published and report.published.at,
            "first_seen": report.history and report.history.first_seen_at,
        }
        day = held(report)[0]
        told = str(moments[sort] or "") if sort != "held" else "" if day == date.max else str(day)
        return (bool(told) is not oldest_first, told, report.id)  # what has no day stands last

    paged = [hit.id for at in range(0, len(REPORTS), 7) for hit in corpus.search(replace(query, offset=at)).hits]
    assert paged == [report.id for report in sorted(REPORTS, key=key, reverse=not oldest_first)]


def test_relevance_is_the_title_first_then_names_then_the_newest(index: SearchIndex) -> None:
    told = REPORTS[0].published
    assert told
    made = {
        "text-new": {"text": "供热", "published": told},
        "text-old": {"text": "供热", "published": replace(told, at=told.at - timedelta(1))},
        "name-old": {
            "attendances": (Attendance("某人", ("供热公司经理",)),),
            "published": replace(told, at=told.at - timedelta(9)),
        },
        "title-old": {"title": "供热", "published": replace(told, at=told.at - timedelta(99))},
        "title-undated": {"title": "供热"},
    }
    index.write(a_report(id, **facts) for id, facts in made.items())
    expected = ["title-old", "title-undated", "name-old", "text-new", "text-old"]
    assert [hit.id for hit in index.search(SearchQuery(text="供热")).hits] == expected
    assert [index.search(SearchQuery(text="供熱", offset=at, size=1)).hits[0].id for at in range(5)] == expected


def test_facets_count_what_brute_force_counts(corpus: SearchIndex) -> None:
    query = SearchQuery(
        text="会议", facets=("people", "titles", "source", "script", "year", "month", "roles"), facet_size=12
    )
    page = corpus.search(query)
    facets = {facet.name: [(value.value, value.count) for value in facet.values] for facet in page.facets}
    hits = [report for report in REPORTS if report.is_meeting and MEET(report)]
    assert page.total == len(hits)

    def top(values: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
        counted = Counter(value for one in values for value in set(one))
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:12]

    assert facets["people"] == top(map(people_of, hits))
    assert facets["titles"] == top([to_simplified(t) for p in r.attendances for t in p.titles] for r in hits)
    assert facets["source"] == top([r.source] for r in hits)
    assert facets["script"] == top([r.script] for r in hits)
    assert facets["roles"] == top([role.value for p in r.attendances for role in p.roles] for r in hits)
    for name, length in (("year", 4), ("month", 7)):
        days = Counter(str(held(r)[0])[:length] for r in hits if held(r)[0] != date.max)
        assert facets[name] == sorted(days.items())


#: Each facet with a value of it, the filter that the value stands for, and how a report has it.
CHOICES: list[tuple[str, dict[str, object], Callable[[Report], set[str]]]] = [
    ("source", {"source": ("yilan",)}, lambda r: {r.source}),
    ("script", {"script": ("Hant",)}, lambda r: {r.script}),
    ("kind", {"kind": ("symposium",)}, lambda r: {meeting_of(r).kind or ""} - {""}),
    ("level", {"level": ("county",)}, lambda r: {meeting_of(r).level or ""} - {""}),
    ("body", {"body": ("宜蘭縣政府",)}, lambda r: {to_simplified(meeting_of(r).body or "")} - {""}),
    ("places", {"place": ("宜兰县", "山西省")}, place_names),
    ("has_statements", {"has_statements": True}, lambda r: {str(bool(r.statements)).lower()}),
    ("roles", {"role": Role.OBSERVER}, lambda r: {role.value for p in r.attendances for role in p.roles}),
    ("year", {"held_from": DAY}, lambda r: {str(held(r)[0].year)} - {"9999"}),
    ("published_day", {"published_to": DAY}, lambda r: {str(published(r))}),
    ("seen_day", {"first_seen_since": SINCE},
     lambda r: {str((r.history.first_seen_at + timedelta(hours=8)).date())} if r.history else set()),
    ("people", {"person": (CHAIRS[0],)}, people_of),
    ("chairs", {"person_as": ((Role.CHAIR, CHAIRS[0]),)}, lambda r: people_of(r, Role.CHAIR)),
    ("cited_documents", {"cites": (CITED,)}, cited_by),
]  # fmt: skip
ALL_MUST = {"people", "chairs", "titles", "groups", "cited_documents"}


@pytest.mark.parametrize("name", [name for name, _, _ in CHOICES])
def test_a_facet_counts_what_choosing_its_value_would_find(corpus: SearchIndex, name: str) -> None:
    """It honours the other filters; its own only where several of its values must all hold."""
    chosen, values = next((chosen, values) for facet, chosen, values in CHOICES if facet == name)
    other = {"text": "會議"} if name == "has_statements" else {"text": "會議", "has_statements": True}
    page = corpus.search(SearchQuery(**(other | chosen), facets=(name, "publisher"), facet_size=200, size=1000))  # type: ignore[arg-type]
    fitting = ids(corpus_hits(corpus, **other))
    honoured = ids(corpus_hits(corpus, **(other | chosen)))
    assert {hit.id for hit in page.hits} == honoured < fitting
    assert page.total == len(honoured)
    wanted = honoured if name in ALL_MUST else fitting
    expected = Counter(value for report in REPORTS if report.id in wanted for value in values(report))
    assert {value.value: value.count for value in page.facets[0].values} == expected
    publishers = Counter(to_simplified(r.publisher) for r in REPORTS if r.id in honoured and r.publisher)
    assert {value.value: value.count for value in page.facets[1].values} == publishers


def corpus_hits(index: SearchIndex, **asked: object) -> list[Report]:
    page = index.search(SearchQuery(**asked, size=1000))  # type: ignore[arg-type]
    return [hit.report for hit in page.hits if hit.report]


def test_filters_that_only_reports_have_are_refused_for_other_things() -> None:
    given: dict[str, object]
    for given in ({"cites": ("a",)}, {"group": ("a",)}, {"has_statements": False}, {"person_as": ((Role.CHAIR, "a"),)}):
        with pytest.raises(AskedWrongly, match=f"attendances have no filter '{next(iter(given))}'"):
            SearchQuery(of="attendances", **given)  # type: ignore[arg-type]


def test_whatever_words_match_is_highlighted(index: SearchIndex) -> None:
    evidence = REPORTS[0].attendances[0].evidence[0]
    index.write([
        a_report("r-1", groups=(Group("縣水利局", evidence),), cited_documents=(CitedDocument("防汛條例", evidence),),
                 meeting=Meeting("春耕會議", places=(Place("壽陽縣", None, evidence),)))
    ])  # fmt: skip
    for text, field in (("县水利局", "groups"), ("防汛条例", "cited_documents"), ("寿阳县", "places")):
        [found] = index.search(SearchQuery(text=text)).hits[0].highlights
        assert found.field == field
        assert to_simplified(found.fragments[0].html) == f"<em>{text}</em>"


def test_a_facet_counts_both_scripts_as_one_and_shows_the_commoner_form(index: SearchIndex) -> None:
    names = ["趙宏鐘", "趙宏鐘", "赵宏钟", "李强"]
    index.write(a_report(f"r-{n}", attendances=(Attendance(name),)) for n, name in enumerate(names))
    facet = index.search(SearchQuery(facets=("people",), size=0)).facets[0]
    assert [(value.value, value.label, value.count) for value in facet.values] == [
        ("赵宏钟", "趙宏鐘", 3),
        ("李强", "李强", 1),
    ]


@pytest.mark.parametrize("size", [5, 50, 51, 200])
@pytest.mark.parametrize("narrowed", [{}, {"source": ("huaiyin",)}, {"person": ("刘一钟",)}])
def test_values_are_shown_as_they_are_most_often_written_in_what_is_counted(
    many_forms: tuple[SearchIndex, list[Report]], size: int, narrowed: dict[str, tuple[str, ...]]
) -> None:
    index, reports = many_forms
    sources, needed = narrowed.get("source", ("huaiyin", "yilan")), set(narrowed.get("person", ()))
    counts: dict[str, Counter[str]] = {}
    for report in reports:
        names = {person.name for person in report.attendances if report.source in sources}
        for name in names if needed <= set(map(comparable, names)) else ():
            counts.setdefault(comparable(name), Counter())[name] += 1
    expected = [
        (value, min(forms, key=lambda form: (-forms[form], form)), sum(forms.values()))
        for value, forms in counts.items()
    ]
    expected.sort(key=lambda one: (-one[2], one[0]))
    [facet] = index.search(SearchQuery(facets=("people",), facet_size=size, size=0, **narrowed)).facets  # type: ignore[arg-type]
    assert [(value.value, value.label, value.count) for value in facet.values] == expected[:size]


@pytest.fixture(scope="module")
def many_forms(new_settings: Callable[[], Settings]) -> Iterator[tuple[SearchIndex, list[Report]]]:
    """An index of 90 persons, each written in up to six ways, of which some are rare."""
    chance = random.Random(11)
    surnames, last = ("趙赵", "劉刘", "陳陈", "張张", "黃黄"), ("鐘鍾钟", "國国", "龍龙")
    persons = [(s, m, g) for s in surnames for m in "一二三四五六" for g in last]
    reports = []
    for number in range(400):
        names = {
            "".join(chance.choice(forms) if chance.random() < 0.4 else forms[0] for forms in person)
            for person in chance.sample(persons, chance.randint(1, 6))
        }
        source = chance.choice(("huaiyin", "yilan"))
        reports.append(a_report(f"r-{number}", source=source, attendances=tuple(map(Attendance, sorted(names)))))
    index = open_index(new_settings())
    index.write(reports)
    yield index, reports
    index.close()


def test_writing_again_replaces_the_report_and_all_its_rows(index: SearchIndex) -> None:
    old = a_report("r-1", text="旧", attendances=(Attendance("甲"), Attendance("乙"), Attendance("丙")))
    new = a_report("r-1", text="新", attendances=(Attendance("丁"),))
    assert index.write([old, a_report("r-2")]) == 2
    assert index.write([old]) == 1
    assert len(found(index, of="attendances")) == 3
    assert index.write([new]) == 1
    assert index.count() == 2
    assert not found(index, text="旧")
    rows = [hit.values["name"] for hit in index.search(SearchQuery(of="attendances")).hits]
    assert rows == ["丁"]
    assert index.write([old, new]) == 2
    assert [hit.values["name"] for hit in index.search(SearchQuery(of="attendances")).hits] == ["丁"]


def test_removing_takes_the_rows_along_and_passes_over_unknown_ids(index: SearchIndex) -> None:
    assert index.remove(["r-1"]) == 0
    index.write([a_report("r-1", attendances=(Attendance("甲"),)), a_report("r-2", attendances=(Attendance("乙"),))])
    assert index.remove(["r-1", "r-1", "r-9", ""]) == 1
    assert found(index) == {"r-2"}
    assert [hit.report_id for hit in index.scan(SearchQuery(of="attendances"))] == ["r-2"]


def test_a_report_comes_back_without_loss(corpus: SearchIndex) -> None:
    assert all(corpus.get(report.id) == report for report in REPORTS)
    assert {hit.id: hit.report for hit in corpus.scan()} == {report.id: report for report in REPORTS}


@pytest.mark.parametrize("id", ["r-0", "", "*", '" OR "', "x" * 5000, "\x00", "𠀀"])
def test_an_unknown_id_is_not_found(corpus: SearchIndex, id: str) -> None:
    with pytest.raises(NotFound, match="there is no report"):
        corpus.get(id)


def test_without_an_index_searches_say_how_to_make_one(no_index: SearchIndex) -> None:
    for ask in (lambda: no_index.search(SearchQuery()), lambda: no_index.get("r-1"), lambda: list(no_index.scan())):
        with pytest.raises(IndexMissing) as caught:
            ask()
        assert "jiyao rebuild" in caught.value.advice
    assert no_index.count() == 0
    assert not no_index.health().ok
    assert "jiyao rebuild" in no_index.health().message


def test_a_rebuild_is_seen_when_it_has_ended_well(index: SearchIndex) -> None:
    index.write([a_report("old")])
    with index.rebuild() as writer:
        assert writer.write([a_report("new", attendances=(Attendance("甲"), Attendance("乙")))]) == 1
        assert writer.write([a_report("new", attendances=(Attendance("丙"),))]) == 1
        assert found(index) == {"old"}
    assert found(index) == {"new"}
    assert [hit.values["name"] for hit in index.scan(SearchQuery(of="attendances"))] == ["丙"]
    assert index.health().ok
    index.write([a_report("newer")])
    assert found(index) == {"new", "newer"}


def test_a_rebuild_that_fails_leaves_the_old_generation(index: SearchIndex) -> None:
    index.write([a_report("old")])

    class SomethingError(Exception):
        pass

    def reports() -> Iterable[Report]:
        yield a_report("new")
        raise SomethingError

    with pytest.raises(SomethingError), index.rebuild() as writer:
        writer.write(reports())
    assert found(index) == {"old"}
    index.write([a_report("more")])
    assert found(index) == {"old", "more"}


def test_an_error_of_the_callers_stays_the_callers(index: SearchIndex) -> None:
    def reports() -> Iterable[Report]:
        yield a_report("r-1")
        raise ValueError("the archive ends here")

    with pytest.raises(ValueError, match="the archive ends here"):
        index.write(reports())
    with pytest.raises(ValueError, match="the archive ends here"), index.rebuild() as writer:
        writer.write(reports())
    assert index.write([a_report("r-2")]) == 1
    assert "r-2" in found(index)


def test_searches_never_fail_while_generations_change(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    writing, reading = open_index(settings), open_index(settings)
    writing.write([a_report("r-1", text="会议")])
    totals: list[int] = []
    failures: list[Exception] = []
    ended = threading.Event()

    def search() -> None:
        while not ended.is_set():
            try:
                totals.append(reading.search(SearchQuery(text="会议", facets=("people",))).total)
            except Exception as error:
                failures.append(error)

    searching = threading.Thread(target=search)
    searching.start()
    for _ in range(4):
        with writing.rebuild() as writer:
            writer.write([a_report("r-1", text="会议")])
    ended.set()
    searching.join()
    writing.close()
    reading.close()
    assert not failures
    assert set(totals) == {1}


def test_another_reader_sees_what_was_written(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    writing, reading = open_index(settings), open_index(settings)
    for number in range(1, 4):
        writing.write([a_report(f"r-{number}")])
        assert reading.count() == number
        assert reading.search(SearchQuery()).total == number
    with writing.rebuild() as writer:
        writer.write([a_report("r-9")])
    assert reading.get("r-9").id == "r-9"
    assert reading.count() == 1
    writing.close()
    reading.close()


def test_a_scan_yields_each_once_beyond_ten_thousand_whatever_is_written_meanwhile(index: SearchIndex) -> None:
    many = 10_300
    with index.rebuild() as writer:
        writer.write(a_report(f"r-{number}", text="会议") for number in range(many))
    assert index.search(SearchQuery(text="会议")).total == many
    scanned = []
    for hit in index.scan(SearchQuery(text="會議")):
        if len(scanned) == 600:
            index.write([a_report("late", text="会议"), a_report("r-1", text="会议，改")])
            index.remove(["r-2", "r-10000"])
        scanned.append(hit.id)
    assert sorted(scanned) == sorted(f"r-{number}" for number in range(many))
    facet = index.search(SearchQuery(facets=("source",), size=0)).facets[0]
    assert facet.values[0].count == index.count() == many - 1
    with pytest.raises(AskedWrongly, match="pages end at hit 10000"):
        SearchQuery(offset=9_995, size=10)


SUGGESTABLE: dict[Suggested, Callable[[Report], Iterable[str]]] = {
    "people": lambda r: [person.name for person in r.attendances if person.roles != (Role.BYLINE,)],
    "bodies": lambda r: [meeting_of(r).body or ""],
    "places": lambda r: [place.name for place in meeting_of(r).places],
    "meeting_names": lambda r: [meeting_of(r).name or ""],
    "titles": lambda r: [title for person in r.attendances for title in person.titles],
}


def expected_suggestions(reports: Iterable[Report], text: str, of: Suggested) -> list[tuple[str, str, int]]:
    counts, forms = Counter[str](), Counter[str]()
    for report in reports:
        values = {value for value in SUGGESTABLE[of](report) if value and report.is_meeting}
        forms.update(values)
        counts.update({comparable(value) for value in values})
    begun = sorted((-count, value) for value, count in counts.items() if value.startswith(comparable(text)))
    return [(value, min((-n, form) for form, n in forms.items() if comparable(form) == value)[1], -count)
            for count, value in begun]  # fmt: skip


def suggested(index: SearchIndex, text: str, of: Suggested, size: int = 100) -> list[tuple[str, str, int]]:
    return [(value.value, value.label, value.count) for value in index.suggest(text, of, size)]


def test_what_completeness_is_told_from_is_that_of_the_reports_latest_first(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("elastic", "generation"):
        monkeypatch.setattr(f"jiyao.search.{module}._TOLD", 7)  # in several pages
    index.write(REPORTS)
    for query in (SearchQuery(), SearchQuery(place=("140000",)), SearchQuery(kind=("symposium",), meetings_only=False)):
        expected = {hit.id: {f: hit.values[f] for f in TOLD if f in hit.values} for hit in index.scan(query)}
        told = list(index.meetings(query))
        assert {row["id"]: row for row in told} == expected
        assert len(told) == len(expected) > 7
        days = [row.get("held_from", "") for row in told]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("of", SUGGESTED)
def test_suggestions_are_the_commonest_that_begin_so_in_either_script(corpus: SearchIndex, of: Suggested) -> None:
    values = sorted({value for report in REPORTS for value in SUGGESTABLE[of](report) if value})
    begins = {value[:length] for value in values[:: len(values) // 50 + 1] for length in (1, 2, 5)}
    several = 0
    for begin in begins:
        expected = expected_suggestions(REPORTS, begin, of)[:100]
        several += len(expected) > 1
        for text in (begin, to_simplified(begin), f" {begin} "):
            assert suggested(corpus, text, of) == expected, text
        assert suggested(corpus, begin, of, 2) == expected[:2]
    assert several


def test_suggestions_follow_what_is_written_and_removed(index: SearchIndex) -> None:
    def report(id: str, *names: str, is_meeting: bool = True) -> Report:
        return a_report(id, attendances=tuple(map(Attendance, names)), is_meeting=is_meeting)

    index.write(
        [report("r-1", "鍾文", "鐘文"), report("r-2", "鍾文"), report("r-3", "钟离", "钟一"), report("r-4", "钟离")]
    )
    index.write([report("r-5", "钟离", "Ａ座", "a.*", "[a]"), report("r-6", "钟未", is_meeting=False)])
    assert suggested(index, "鐘", "people") == [("钟离", "钟离", 3), ("钟文", "鍾文", 2), ("钟一", "钟一", 1)]
    assert suggested(index, "A", "people") == [("a.*", "a.*", 1), ("a座", "Ａ座", 1)]
    assert suggested(index, "a.", "people") == [("a.*", "a.*", 1)]
    index.remove(["r-1"])
    index.write([report("r-3", "钟一"), report("r-4")])
    assert suggested(index, "钟", "people") == [("钟一", "钟一", 1), ("钟文", "鍾文", 1), ("钟离", "钟离", 1)]


def test_suggestions_go_on_from_anything_that_can_be_typed(corpus: SearchIndex) -> None:
    for text in ("", "  ", "\u3000"):
        assert corpus.suggest(text, "places") == ()
    for text in [one for one in NASTY if len(one) < 100]:
        assert not corpus.suggest(text, "people")
    asked: list[tuple[Any, ...]] = [
        ("a" * 101,),
        ("a", "people", 0),
        ("a", "people", 101),
        ("a", "persons"),
        ("\ud800",),
    ]
    for given in asked:
        with pytest.raises(AskedWrongly):
            corpus.suggest(*given)
    with pytest.raises(AskedWrongly) as caught:
        corpus.suggest("a", "place")  # type: ignore[arg-type]
    assert "places" in caught.value.advice


def walk(index: SearchIndex, query: SearchQuery, between: Callable[[int], None] = lambda page: None) -> list[str]:
    """The ids of all pages; ``between`` is called behind each page but the last."""
    found, number, after = list[str](), 0, START
    while True:
        page = index.search(replace(query, after=after))
        assert len(page.hits) == query.size or page.after is None
        found += [hit.id for hit in page.hits]
        if page.after is None:
            assert page.total == len(found)
            return found
        after, number = page.after, number + 1
        between(number)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize("of", ["reports", "attendances", "statements"])
def test_a_walk_is_all_pages_in_the_order_of_the_query(
    corpus: SearchIndex, sort: str, oldest_first: bool, of: str
) -> None:
    asked = {"sort": sort, "oldest_first": oldest_first, "of": of, "meetings_only": False}
    for text, size in (("", 31), ("县 OR 会议", 17)):
        query = SearchQuery(text=text, size=size, **asked)  # type: ignore[arg-type]
        whole = [hit.id for hit in corpus.search(replace(query, size=1000)).hits]
        assert walk(corpus, query) == whole
        assert [hit.id for hit in corpus.scan(replace(query, offset=3))] == whole
        assert walk(corpus, replace(query, size=max(len(whole), 1))) == whole


def test_pages_of_a_walk_have_highlights_and_facets_as_others(corpus: SearchIndex) -> None:
    query = SearchQuery(text="会议", facets=("source",), size=5)
    plain_page, first = corpus.search(query), corpus.search(replace(query, after=START))
    assert (first.hits, first.facets, first.total) == (plain_page.hits, plain_page.facets, plain_page.total)
    second = corpus.search(replace(query, after=first.after))
    assert (second.facets, second.total) == (first.facets, first.total)
    assert second.hits == corpus.search(replace(query, offset=5)).hits
    assert plain_page.after is None


@pytest.mark.parametrize("sort", ["relevance", "held"])
def test_a_walk_sees_what_was_there_when_it_began(index: SearchIndex, sort: str) -> None:
    """Written, edited, removed and rebuilt between the pages: none missed, none twice, none new."""
    there = [a_report(f"r-{number:03}", text="会议", title="会议" * (number % 3 == 0)) for number in range(60)]
    index.write(there)
    query = SearchQuery(text="会议", size=7, sort=sort)  # type: ignore[arg-type]
    whole = [hit.id for hit in index.search(replace(query, size=100)).hits]

    def between(page: int) -> None:
        if page == 2:
            with index.rebuild() as writer:
                writer.write([*there[:30], a_report("rebuilt", text="会议")])
            return
        index.write([a_report(f"new-{page}", title="会议"), a_report(f"r-{page:03}", title="会议", text="改")])
        index.remove([f"r-{50 + page:03}", f"r-{20 + page:03}"])

    assert walk(index, query, between) == whole
    assert {"rebuilt", "new-3"} <= found(index, text="会议")
    assert index.count() < 45


def test_two_walks_do_not_disturb_each_other(index: SearchIndex) -> None:
    index.write(a_report(f"r-{number}") for number in range(10))
    query = SearchQuery(size=4, sort="held")
    first = index.search(replace(query, after=START))
    index.write([a_report("r-10")])
    second = index.search(replace(query, after=START))
    assert (first.total, second.total) == (10, 11)
    rest = [index.search(replace(query, after=page.after)) for page in (first, second)]
    assert [page.total for page in rest] == [10, 11]
    # A page can be asked for again, for a client whose line broke.
    assert index.search(replace(query, after=first.after)) == rest[0]


def test_a_walk_passes_ids_of_any_letters(index: SearchIndex) -> None:
    odd = [
        "r-1",
        "r 1",
        'r"1',
        "r(1)",
        "r[1]^{1}",
        "r\\1",
        "r~1",
        "r*",
        "r:1",
        "R-1",
        "寿阳",
        "𠀀",
        "r|1",
        "r\n1",
        "a TO b",
    ]
    index.write(a_report(id) for id in odd)
    for oldest_first in (False, True):
        query = SearchQuery(size=1, sort="held", oldest_first=oldest_first)
        assert walk(index, query) == sorted(odd, reverse=not oldest_first)


def test_a_cursor_that_was_changed_or_is_of_another_query_is_refused(corpus: SearchIndex) -> None:
    query = SearchQuery(text="会议", size=3)
    token = corpus.search(replace(query, after=START)).after
    assert token
    assert corpus.search(replace(query, after=token, size=5, facets=("source",))).hits
    changed = [token[:-5], token[5:], token[:40] + ("A" if token[40] != "A" else "B") + token[41:], token + "AAAA", "",
               "x", "会议", "*" * 3, "A" * 1_000_000, "\x00", token[:20] + " " + token[20:], "\ud800"]  # fmt: skip
    for other in changed:
        with pytest.raises(AskedWrongly, match="cut off or was changed") as caught:
            corpus.search(replace(query, after=other))
        assert "after=*" in caught.value.advice
    others: list[dict[str, object]] = [
        {"text": "会"}, {"sort": "held"}, {"source": ("yilan",)}, {"oldest_first": True}, {"of": "statements"}]  # fmt: skip
    for given in others:
        with pytest.raises(AskedWrongly, match="another query"):
            corpus.search(replace(query, after=token, **given))  # type: ignore[arg-type]
    with pytest.raises(AskedWrongly, match="no offset"):
        replace(query, after=token, offset=1)


def test_a_forged_cursor_breaks_nothing(corpus: SearchIndex) -> None:
    """The checksum is no secret: whoever makes one of their own is told so as well."""
    query = SearchQuery(text="会议", size=3)
    token = corpus.search(replace(query, after=START)).after
    assert token
    honest = read_cursor(query, token)
    places: list[tuple[object, ...]] = [(), (1,), ("x", "y"), (9, "x!y"), (-1, "-!r"), (0, "x} OR *"), (0, 'a"'), ("a",) * 9,
              (1e308, 2, 3), (0, "2024!" + "a" * 9000), ("a", "b", "c", "d"), (0, 10**40, "r", 1), (0, 1, 2, -(10**30))]  # fmt: skip
    for place in places:
        with suppress(AskedWrongly):  # a place that could be one is one
            corpus.search(replace(query, after=write_cursor(query, replace(honest, place=place))))  # type: ignore[arg-type]
    for snapshot in ("", "x", "../../etc", "AAAA"):
        with pytest.raises(AskedWrongly):
            corpus.search(replace(query, after=write_cursor(query, replace(honest, snapshot=snapshot))))


def test_a_walk_that_goes_on_too_late_is_told_so(index: SearchIndex) -> None:
    index.write(a_report(f"r-{number}") for number in range(10))
    query = SearchQuery(size=4)
    token = index.search(replace(query, after=START)).after
    index.write([a_report("r-10")])
    assert token
    let_snapshot_end(index, read_cursor(query, token).snapshot)
    with pytest.raises(CursorExpired, match="not kept any more") as caught:
        index.search(replace(query, after=token))
    assert "Begin again with after=*" in caught.value.advice
    assert len(walk(index, query)) == 11


def test_attendances_and_statements_are_searched_on_their_own(corpus: SearchIndex) -> None:
    rows = [(report, person) for report in REPORTS if report.is_meeting for person in report.attendances]
    chairs = [(report, person) for report, person in rows if Role.CHAIR in person.roles]
    assert corpus.search(SearchQuery(of="attendances")).total == len(rows)
    page = corpus.search(SearchQuery(of="attendances", role=Role.CHAIR, size=1000))
    assert sorted((hit.report_id, hit.values["name"]) for hit in page.hits) == sorted((r.id, p.name) for r, p in chairs)
    name = chairs[0][1].name
    one = corpus.search(SearchQuery(of="attendances", text=to_traditional(name), facets=("people", "titles")))
    assert {to_simplified(hit.values["name"]) for hit in one.hits} == {to_simplified(name)}
    assert one.hits[0].highlights[0].fragments[0].html == f"<em>{one.hits[0].values['name']}</em>"
    said = [
        (r, s)
        for r in REPORTS
        if r.is_meeting
        for s in r.statements
        if has("工作")(r) and "工作" in plain(r.text[s.start : s.end])
    ]
    found_statements = corpus.search(SearchQuery(of="statements", text="工作", size=1000))
    assert sorted(hit.values["text"] for hit in found_statements.hits) == sorted(
        r.text[s.start : s.end] for r, s in said
    )
    assert said


def test_a_statement_row_has_its_speakers_titles_and_roles(index: SearchIndex) -> None:
    text = "县长王建国强调，要抓好春耕。"
    evidence = REPORTS[0].attendances[0].evidence[0]
    people = (Attendance("王建国", ("县长",), (Role.SPEAKER,)),)
    said = (Statement("王建国", "强调", 8, 14, evidence),)
    index.write([a_report("r-1", text=text, meeting=Meeting(None), attendances=people, statements=said)])
    values = (
        index.search(SearchQuery(of="statements", person=("王建國",), title=("縣長",), role=Role.SPEAKER))
        .hits[0]
        .values
    )
    assert (values["text"], values["verb"], values["titles"]) == ("要抓好春耕。", "强调", ["县长"])


NASTY = [
    *(
        "*",
        "?",
        "title:会议",
        "text:*",
        "会*",
        "会~2",
        "/会.*/",
        "[a TO z]",
        "{a TO z}",
        "^2",
        "会^9",
        "\\",
        "\\u4f1a",
        "&& ||",
    ),
    *("_exists_:id", '{"match_all":{}}', "<script>", "'; DROP TABLE reports; --", "%00", "$where", "${jndi:ldap://x}"),
    *(
        "AND",
        "NOT",
        "AND OR",
        "((((会))))",
        "----",
        '"" ""',
        "+*",
        "!会",
        ":",
        "|",
        "．．／",
        "a" * 999,
        "会" * 999,
    ),
    *("\x01", "a\x00b", "会\u202e议", "🀄", "👨\u200d👩\u200d👧"),
]


@pytest.mark.parametrize("text", NASTY)
def test_no_query_is_more_than_words(corpus: SearchIndex, text: str) -> None:
    try:
        query = SearchQuery(text=text, meetings_only=False, size=1000)
    except AskedWrongly:
        return
    bare = re.sub(r"[()\s\u202e]", "", plain(text))
    for hit in corpus.search(query).hits:
        assert any(bare in re.sub(r"[()\s]", "", words) for words in WORDS[hit.id])


def test_values_of_filters_are_only_values(corpus: SearchIndex) -> None:
    for nasty in NASTY:
        assert not found(corpus, person=(nasty,))
        assert not found(corpus, source=(nasty,), place=(nasty,), body=(nasty,))


def test_highlights_are_safe_as_html(index: SearchIndex) -> None:
    hostile = '<img src=x onerror="alert(1)">会议</em><script>会议&amp;'
    index.write([a_report("r-1", title=hostile, text=hostile * 3, attendances=(Attendance("<b>会议"),))])
    for query in ("会议", "<script>", "img", '「"」', "&amp;", ">会议<"):
        hit = index.search(SearchQuery(text=query)).hits[0]
        assert hit.highlights
        for highlight in hit.highlights:
            for fragment in highlight.fragments:
                without = fragment.html.replace("<em>", "").replace("</em>", "")
                assert not set('<>"') & set(without)
                assert "<em>" in fragment.html


@pytest.mark.parametrize(
    ("typed", "written", "added"),
    [
        ("第98次", "縣務會議第九十八次會議", {"98": "九十八"}), ("第九十八次会议", "召開第98次會議", {"九十八": "98"}),
        ("第103次", "第一百〇三次会议", {"103": "一百〇三"}), ("113年度", "民國一百十三年度總預算", {"113": "一百十三"}),
        ("二〇二四年", "2024年工作会议", {"二〇二四": "2024"}), ("2024年", "二○二四年會議", {"2024": "二○二四"}),
        ("第20屆第4次", "第二十届第四次全会", {"20": "二十", "4": "四"}),
    ],
)  # fmt: skip
def test_a_number_is_found_in_its_other_forms(
    index: SearchIndex, typed: str, written: str, added: dict[str, str]
) -> None:
    index.write(
        [a_report("so", text=written), a_report("other", text="第三百九十八次、第981次、二〇二四〇年、第十九次")]
    )
    page = index.search(SearchQuery(text=typed, meetings_only=False))
    assert [hit.id for hit in page.hits] == ["so"]
    said = {one.word: one.also for one in page.added}
    assert said.keys() == added.keys()
    assert all(form in said[word] for word, form in added.items())
    assert "<em>" in page.hits[0].highlights[0].fragments[0].html
    assert found(index, text=typed) == set()
    assert found(index, text=f"“{typed}”", regional=True) == set()


def test_regional_words_join_and_the_page_says_so(index: SearchIndex) -> None:
    index.write([a_report("cn", text="信息化软件"), a_report("tw", text="資訊化軟體", script="Hant")])
    page = index.search(SearchQuery(text="資訊"))
    assert {hit.id for hit in page.hits} == {"cn", "tw"}
    assert [(added.word, added.also) for added in page.added] == [("資訊", ("信息",))]
    assert {hit.highlights[0].fragments[0].html for hit in page.hits} == {"<em>信息</em>化软件", "<em>資訊</em>化軟體"}
    assert {hit.id for hit in index.search(SearchQuery(text="信息化软件")).hits} == {"cn", "tw"}
    for exact in (SearchQuery(text="資訊", regional=False), SearchQuery(text="「資訊」")):
        page = index.search(exact)
        assert [hit.id for hit in page.hits] == ["tw"]
        assert not page.added
    assert [hit.id for hit in index.search(SearchQuery(text="化 -資訊 ")).hits] == []


def test_a_word_is_found_however_a_region_spells_it(index: SearchIndex) -> None:
    spelled = [
        ("卫生署", "衞生署"), ("着手办理", "著手辦理"), ("接著", "接着"), ("年度计划", "年度計畫"), ("規畫", "规划"), ("了解", "瞭解"),
        ("凭借", "憑藉"), ("答复", "答覆"), ("化妆品", "化粧品"), ("部分", "部份"), ("致辞", "致詞"), ("会议记录", "會議紀錄"), ("什么", "甚麼"),
        ("II类", "Ⅱ类"), ("教育", "敎育"),
    ]  # fmt: skip
    index.write([a_report(typed, text=f"主席表示{written}等事項") for typed, written in spelled])
    assert {typed: found(index, text=typed, regional=True) for typed, _ in spelled} == {
        typed: {typed} for typed, _ in spelled
    }
    assert found(index, text="衛生署", regional=True) == {"卫生署"}


def test_hong_kong_and_macau_are_regions_of_their_own(index: SearchIndex) -> None:
    for id, name, code in (
        ("wc", "灣仔區", "hk-wan-chai"),
        ("hk", "香港特別行政區", "810000"),
        ("tw", "花蓮縣", "10015"),
    ):
        index.write([a_report(id, meeting=Meeting("會議", places=(Place(name, code, Evidence(0, 2, "test")),)))])
    for asked, ids in (("香港", {"wc", "hk"}), ("hk", {"wc", "hk"}), ("810000", {"wc", "hk"}), ("灣仔", {"wc"})):
        assert found(index, place=places_meant([asked])) == ids
    assert found(index, place=places_meant(["臺灣"])) == {"tw"}


def test_filters_take_the_marks_and_counters_that_one_copies(index: SearchIndex) -> None:
    meeting = Meeting("第42次会议", ordinal="42")
    index.write(
        [a_report("r-1", meeting=meeting, cited_documents=(CitedDocument("災害防救法", Evidence(0, 2, "test")),))]
    )
    assert found(index, cites=("《災害防救法》",)) == found(index, cites=("灾害防救法",)) == {"r-1"}
    assert found(index, ordinal=("第42次",)) == found(index, ordinal=("42",)) == {"r-1"}


def test_a_number_of_a_meeting_is_found_with_any_term_or_the_one_that_is_typed(index: SearchIndex) -> None:
    numbers = ("98", "16.98", "5.98", "16.9", "1.698", "16")
    index.write(a_report(number, meeting=Meeting(f"第{number}次会议", ordinal=number)) for number in numbers)
    for typed in ("98", "第98次", "第九十八次", "第98次會議", "９８", "县委常委会第98次会议"):
        assert found(index, ordinal=(typed,)) == {"98", "16.98", "5.98"}, typed
    for typed in ("16.98", "第十六届第98次", "十六屆九十八次", "第16届县委常委会第九十八次会议"):
        assert found(index, ordinal=(typed,)) == {"16.98"}, typed
    assert found(index, ordinal=("第十六届",)) == {"16"}
    page = index.search(SearchQuery(facets=("ordinal",)))
    for value in page.facets[0].values:
        assert index.search(SearchQuery(ordinal=(f'"{value.value}"',))).total == value.count


def test_odd_reports_are_written_and_come_back(index: SearchIndex) -> None:
    odd = [
        a_report("empty"),
        a_report("long-token", text="x" * 100_000),
        a_report("long-name", attendances=(Attendance("名" * 40_000, ("官" * 2_000,)),)),
        a_report("controls", text="a\x00b\x0bc\x85d\u2028e\ufefff", title="\u202e会"),
        a_report("beyond", text="𠀀👨‍👩‍👧\U0010ffff"),
        a_report("many", attendances=tuple(Attendance(f"人{number}", rank=number) for number in range(2_000))),
    ]
    assert index.write(odd) == len(odd)
    assert all(index.get(report.id) == report for report in odd)
    assert index.search(SearchQuery(of="attendances")).total == 2_001
    assert found(index, text="x" * 64) == {"long-token"}
