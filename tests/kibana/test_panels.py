"""Each panel, asked of a real Elasticsearch as Lens will, shows what the reports themselves say, counted here by hand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from kibana_corpus import Corpus, Kept, Rows, present, top

from index_mappings.for_kibana import provinces
from jiyao.kibana import read_description, saved_objects
from jiyao.kibana.asking import chosen, control_requests, session_request
from jiyao.kibana.bundle import Bundle
from jiyao.kibana.requests import MISSING, OTHER, Asked, other_request, panel_requests, rows
from jiyao.model import Report, Role, report_id
from jiyao.search.tokens import comparable
from pipelines.archive import Archive
from pipelines.archive.pages import GONE, State
from pipelines.journal import Journal, Run, journal_file
from pipelines.ledger import Ledger, ledger_file

SINCE = date(1990, 1, 1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def shown(kept: Kept, asked: Asked) -> Rows:
    """Return the rows that a panel shows, without the empty stretches between bars."""
    answer = kept.ask(asked)
    again = other_request(asked, answer)
    found = rows(asked, answer, kept.ask(again) if again else None)
    assert asked.layer
    order = asked.layer["columnOrder"]
    is_over_time = any(
        column["dataType"] == "date" for column in asked.layer["columns"].values() if column["isBucketed"]
    )
    return [tuple(row[name] for name in order) for row in found if row["of0"] or not is_over_time]


def month(day: date) -> int:
    return milliseconds(datetime(day.year, day.month, 1, tzinfo=UTC))


def milliseconds(at: datetime | date) -> int:
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=UTC)
    return (moment - EPOCH) // timedelta(milliseconds=1)


def held(report: Report) -> date | None:
    return (
        report.meeting.held.interval.start
        if report.meeting and report.meeting.held and report.meeting.held.interval
        else None
    )


def codes(report: Report) -> set[str]:
    return {place.code for place in report.meeting.places if place.code} if report.meeting else set()


def is_taiwan(code: str) -> bool:
    return len(code) in (5, 8, 11)


# --- researchers


def identities(reports: Iterable[Report]) -> int:
    """How many meetings there are: one without an identity is counted by its report."""
    return len({(report.meeting.identity if report.meeting else None) or report.id for report in reports})


def both(reports: Iterable[Report], named: Callable[[Report], Iterable[str]], most: int) -> Rows:
    """Return for each name its meetings and its reports, those first that have most meetings."""
    found: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for name in set(named(report)):
            found[name].append(report)
    rows = [(name, identities(mine), len(mine)) for name, mine in found.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:most]


def meetings_over_time(corpus: Corpus, named: Callable[[Report], Iterable[str]]) -> Rows:
    found: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in corpus.meetings:
        if (day := held(report)) and day >= SINCE:
            for name in named(report):
                found[name, month(day)].append(report)
    return sorted((*key, count) for key, mine in found.items() if (count := identities(mine)))


def levels_over_time(corpus: Corpus) -> Rows:
    return meetings_over_time(corpus, lambda r: [r.meeting.level or MISSING if r.meeting else MISSING])


def provinces_of(report: Report) -> set[str]:
    return {"71" if is_taiwan(code) else code[:2] for code in codes(report)}


def provinces_over_time(corpus: Corpus) -> Rows:
    dated = [report for report in corpus.meetings if (day := held(report)) and day >= SINCE]
    shown = [row[0] for row in both(dated, lambda r: [provinces()[two] for two in provinces_of(r)], 8)]
    return meetings_over_time(corpus, lambda r: {provinces()[two] for two in provinces_of(r)} & set(shown))


def by_province(corpus: Corpus) -> Rows:
    return both(corpus.meetings, provinces_of, 34)


def cities_of(report: Report) -> set[str]:
    found = {code[:5] if is_taiwan(code) else code[:4] for code in codes(report)}
    return {city for city in found if not city.endswith("00") or len(city) == 5}


def by_city(corpus: Corpus) -> Rows:
    return both(corpus.meetings, cities_of, 20)


def kinds(corpus: Corpus) -> Rows:
    every = [report for report in corpus.meetings if report.meeting and report.meeting.kind]
    first = both(every, lambda r: [r.meeting.kind] if r.meeting and r.meeting.kind else [], 8)
    shown = {row[0] for row in first}
    others = [report for report in every if report.meeting and report.meeting.kind not in shown]
    return [*first, (OTHER, identities(others), len(others))]


def chairs(corpus: Corpus) -> Rows:
    return both(corpus.meetings, lambda r: [comparable(p.name) for p in r.attendances if Role.CHAIR in p.roles], 15)


def present_in(report: Report) -> set[str]:
    return {comparable(person.name) for person in present(report)}


def people(reports: Iterable[Report], most: int) -> Rows:
    return top((name for r in reports for name in present_in(r)), most)


def titles(corpus: Corpus) -> Rows:
    bodies: dict[str, set[str]] = defaultdict(set)
    found: list[str] = []
    for report in corpus.meetings:
        for title in {comparable(title) for person in report.attendances for title in person.titles}:
            found.append(title)
            if report.meeting and report.meeting.body:
                bodies[title].add(comparable(report.meeting.body))
    return [(title, count, len(bodies[title])) for title, count in top(found, 30)]


def together(corpus: Corpus) -> Rows:
    found: Rows = []
    for name, *_ in both(corpus.meetings, present_in, 15):
        with_them = [report for report in corpus.meetings if name in present_in(report)]
        found += [(name, *row) for row in both(with_them, present_in, 8)]
    return found


def documents(corpus: Corpus) -> Rows:
    latest: dict[str, int] = {}
    found = []
    for report in corpus.meetings:
        for title in {comparable(cited.title) for cited in report.cited_documents}:
            assert report.published
            found.append(title)
            at = report.published.at
            latest[title] = max(latest.get(title, 0), milliseconds(at if at.tzinfo else at.replace(tzinfo=UTC)))
    return [(title, count, latest[title]) for title, count in top(found, 20)]


# --- a person


def roles_over_time(corpus: Corpus) -> Rows:
    found = Counter(
        (role.value, month(day))
        for report, person in corpus.attendances
        if (day := held(report)) and day >= SINCE
        for role in set(person.roles)
    )
    return sorted((*key, count) for key, count in found.items())


def titles_over_time(corpus: Corpus) -> Rows:
    days: dict[str, list[int]] = defaultdict(list)
    found = []
    for report, person in corpus.attendances:
        for title in {comparable(title) for title in person.titles}:
            found.append(title)
            if day := held(report):
                days[title].append(milliseconds(day))
    return [(t, n, min(days[t], default=None), max(days[t], default=None)) for t, n in top(found, 30)]


def bodies(corpus: Corpus) -> Rows:
    return top((comparable(r.meeting.body) for r, _ in corpus.attendances if r.meeting and r.meeting.body), 15)


def verbs(corpus: Corpus) -> Rows:
    every = [comparable(said.verb) for _, said in corpus.statements]
    first = top(every, 8)
    rest = len(every) - sum(count for _, count in first)
    return [*first, *([(OTHER, rest)] if rest else [])]


# --- completeness


@dataclass(frozen=True)
class Part:
    """Numbers of one body, kind and term that rise with their days, and the first day of each that has one."""

    body: str
    region: str
    kind: str
    days: Mapping[int, date | None]

    @property
    def between(self) -> int:
        return max(self.days) - min(self.days) + 1 - len(self.days)

    @property
    def earlier(self) -> int:
        return max(min(self.days) - 1, 0)


def region_of(report: Report) -> str:
    code = ([place.code for place in report.meeting.places if place.code] if report.meeting else [])[-1:]
    if not code or is_taiwan(code[0]):
        return (code or ["unknown"])[0]
    if code[0][6:].strip("0"):  # a township or a village
        return code[0].removesuffix("000")
    return code[0][:4].removesuffix("00") if code[0][4:6] == "00" else code[0][:6]


def numbered(corpus: Corpus) -> tuple[list[Part], Rows]:
    """Return the parts, and (body, region, meeting) of what has no number: as the page does, in other steps."""
    found: dict[tuple[str, str, str, str], Rows] = defaultdict(list)
    without: Rows = []
    for report in corpus.meetings:
        meeting = report.meeting
        if meeting is None or meeting.body is None:
            continue
        whose = comparable(meeting.body), region_of(report)
        number = re.fullmatch(r"(?:(\d+)\.)?(\d+)", meeting.ordinal or "")
        if number and meeting.kind:
            found[*whose, meeting.kind, number[1] or ""].append((held(report), int(number[2])))
        else:
            without.append((*whose, meeting.identity or report.id))
    parts: list[Part] = []
    for (body, region, kind, _), meetings in found.items():
        risen: list[Rows] = []
        for day, number in sorted(one for one in meetings if one[0]):
            if not risen or not risen[-1][-1][1] <= number <= risen[-1][-1][1] + 60:
                risen.append([])
            risen[-1].append((day, number))
        risen += [[one] for one in meetings if one[0] is None]
        for part in risen:
            days: dict[int, date | None] = {}
            for day, number in part:
                days.setdefault(number, day)
            parts.append(Part(body, region, kind, days))
    return parts, sorted(set(without))


def by_body(corpus: Corpus) -> Rows:
    parts, without = numbered(corpus)
    bodies: dict[str, set[str]] = defaultdict(set)
    for body, region in [*((part.body, part.region) for part in parts), *(one[:2] for one in without)]:
        bodies[body].add(region)
    rows: Rows = []
    for body, regions in bodies.items():
        for region in regions:
            mine = [part for part in parts if (part.body, part.region) == (body, region)]
            known, between = sum(len(part.days) for part in mine), sum(part.between for part in mine)
            earlier = sum(part.earlier for part in mine)
            percents = [100 * known / (known + between), 100 * known / (known + between + earlier)] if mine else []
            last = max((milliseconds(day) for part in mine for day in part.days.values() if day), default=None)
            figures = [pytest.approx(percent, rel=1e-5) for percent in percents] or [None, None]
            unnumbered = sum(one[:2] == (body, region) for one in without)
            rows.append((body, region, between + earlier, known, earlier, *figures, unnumbered, last))
    return rows


def here_and_missing(corpus: Corpus, named: Callable[[Part], Iterable[str]], others: Iterable[str] = ()) -> Rows:
    here, missing = Counter[str](dict.fromkeys(others, 0)), Counter[str]()
    for part in numbered(corpus)[0]:
        for name in named(part):
            here[name] += len(part.days)
            missing[name] += part.between + part.earlier
    return sorted(((name, missing[name], here[name]) for name in here), key=lambda row: (-row[1], row[0]))


def province_of(region: str) -> list[str]:
    return [] if region == "unknown" else ["71" if is_taiwan(region) else region[:2]]


def silent(corpus: Corpus) -> int:
    found = 0
    for part in numbered(corpus)[0]:
        days = sorted((number, day) for number, day in part.days.items() if day)
        pauses = [(later - day).days / (after - number) for (number, day), (after, later) in pairwise(days)]
        if len(days) >= 4 and median(pauses):
            last = max(day for _, day in days)
            found += (datetime.now(UTC).date() - last).days > 3 * median(pauses)
    return found


COUNTS: dict[str, Callable[[Corpus], Rows]] = {
    "jiyao-completeness/bodies": lambda corpus: [(len({part.body for part in numbered(corpus)[0]}),)],
    "jiyao-completeness/silent": lambda corpus: [(silent(corpus),)],
    "jiyao-completeness/known": lambda corpus: [(sum(len(part.days) for part in numbered(corpus)[0]),)],
    "jiyao-completeness/missing": lambda corpus: [(sum(p.between + p.earlier for p in numbered(corpus)[0]),)],
    "jiyao-completeness/unnumbered": lambda corpus: [(len(numbered(corpus)[1]),)],
    "jiyao-completeness/by_body": by_body,
    "jiyao-completeness/by_province": lambda corpus: here_and_missing(
        corpus,
        lambda part: province_of(part.region),
        [province for _, region, _ in numbered(corpus)[1] for province in province_of(region)],
    ),
    "jiyao-completeness/by_kind": lambda corpus: here_and_missing(corpus, lambda part: [part.kind]),
}

REPORTS: dict[str, Callable[[Corpus], Rows]] = {
    "jiyao-researchers/reports": lambda corpus: [(len(corpus.meetings),)],
    "jiyao-researchers/meetings": lambda corpus: [(identities(corpus.meetings),)],
    "jiyao-researchers/levels_over_time": levels_over_time,
    "jiyao-researchers/provinces_over_time": provinces_over_time,
    "jiyao-researchers/by_province": by_province,
    "jiyao-researchers/by_city": by_city,
    "jiyao-researchers/kinds": kinds,
    "jiyao-researchers/chairs": chairs,
    "jiyao-researchers/attendees": lambda corpus: both(corpus.meetings, present_in, 15),
    "jiyao-researchers/titles": titles,
    "jiyao-researchers/together": together,
    "jiyao-researchers/documents": documents,
    "jiyao-person/meetings": lambda corpus: [(len(corpus.attendances),)],
    "jiyao-person/said": lambda corpus: [(len(corpus.statements),)],
    "jiyao-person/roles_over_time": roles_over_time,
    "jiyao-person/titles": titles_over_time,
    "jiyao-person/bodies": bodies,
    "jiyao-person/companions": lambda corpus: people(corpus.about, 15),
    "jiyao-person/verbs": verbs,
}


# --- operators


class Operation:
    """What journal, ledger and archive say, read here and not from the rows that were made of them."""

    def __init__(self, kept: Kept) -> None:
        settings = kept.settings
        assert settings.sources is not None
        self.files = sorted(settings.sources.glob("*.yaml"))
        self.pages: dict[tuple[str, str], list[tuple[State, datetime]]] = {}
        self.state: dict[tuple[str, str], str] = {}
        published = {report.id for report in kept.corpus.reports}
        with closing(Ledger(ledger_file(settings))) as ledger, closing(Journal(journal_file(settings))) as journal:
            self.issues = {(issue.source, issue.url): issue.reason for issue in ledger.issues()}
            self.runs: list[Run] = journal.runs(1000)
            held = {verdict: set[tuple[str, str]]() for verdict in ("withheld", "discarded")}
            for run in self.runs:
                if run.verdict.value in held:
                    held[run.verdict.value] |= set(ledger.withheld(run=run.id))
        with Archive(settings.archive_folder) as archive:
            for page in archive.pages():
                at = (page.source, page.url)
                moments = [entry.captured_at for entry in page.entries]
                self.pages[at] = list(zip(page.states, moments, strict=True))
                if at in held["withheld"]:
                    self.state[at] = "withheld"
                elif at in held["discarded"]:
                    self.state[at] = "discarded"
                elif report_id(*at) in published:
                    self.state[at] = "withdrawn" if page.changes[-1].status in GONE else "published"
                else:
                    self.state[at] = "refused" if page.contents else "missing"
        for at in self.issues:
            self.state.setdefault(at, "refused")

    @property
    def harvests(self) -> list[Run]:
        return [run for run in self.runs if run.kind == "harvest"]

    def freshness(self) -> Rows:
        """Return the stalest first; what never ran is as old as its file."""
        by_source: dict[str, list[Run]] = {path.stem: [] for path in self.files}
        for run in self.harvests:
            by_source[run.source or ""].append(run)
        found = []
        for path in self.files:
            runs = by_source[path.stem]
            newest = [milliseconds(date.fromisoformat(r.record["newest"])) for r in runs if r.record.get("newest")]
            last = max((milliseconds(r.started_at) for r in runs), default=None)
            written = milliseconds(datetime.fromtimestamp(path.stat().st_mtime, UTC))
            found.append((path.stem, written if last is None else last, last, max(newest, default=None)))
        return sorted(found, key=lambda row: (row[1], row[0]))

    def activity(self) -> Rows:
        by_source: dict[str, list[Run]] = defaultdict(list)
        for run in self.harvests:
            by_source[run.source or ""].append(run)

        def row(source: str, runs: list[Run]) -> tuple[Any, ...]:
            seconds = [r.record["seconds"] for r in runs if "seconds" in r.record]
            return (
                source, len(runs), sum(r.record.get("states", {}).get("new", 0) for r in runs),
                sum(sum(r.record.get("issues", {}).values()) for r in runs),
                pytest.approx(sum(seconds) / len(seconds), rel=1e-5),
            )  # fmt: skip

        return sorted((row(*each) for each in by_source.items()), key=lambda row: (-row[1], row[0]))

    def over_time(self, state: State) -> Rows:
        days = Counter(
            milliseconds(at.date()) for seen in self.pages.values() for found, at in seen if found is state
            for at in [at.astimezone(UTC)]
        )  # fmt: skip
        per_page = Counter(
            day
            for seen in self.pages.values()
            for day in {milliseconds(at.date()) for found, at in seen if found is state}
        )
        assert set(days) == set(per_page)
        return sorted(per_page.items())


OPERATORS: dict[str, Callable[[Operation], Rows]] = {
    "jiyao-operators/waiting": lambda told: [(sum(state == "withheld" for state in told.state.values()),)],
    "jiyao-operators/refused": lambda told: [(len(told.issues),)],
    "jiyao-operators/known": lambda told: [(len(told.state),)],
    "jiyao-operators/missed": lambda told: [(sum(bool(run.record.get("missed")) for run in told.runs),)],
    "jiyao-operators/freshness": Operation.freshness,
    "jiyao-operators/activity": Operation.activity,
    "jiyao-operators/runs_over_time": lambda told: sorted(
        (*key, count)
        for key, count in Counter(
            (
                run.verdict.value,
                milliseconds(
                    (run.started_at - timedelta(seconds=run.record["seconds"] if run.source is None else 0)).date()
                ),
            )
            for run in told.runs
        ).items()
    ),
    "jiyao-operators/how_ended": lambda told: top((run.ended for run in told.runs), 10),
    "jiyao-operators/states": lambda told: top(told.state.values(), 10),
    "jiyao-operators/states_by_source": lambda told: sorted(
        (source, state, count) for (source, state), count in Counter((at[0], s) for at, s in told.state.items()).items()
    ),
    "jiyao-operators/reasons": lambda told: top(told.issues.values(), 20),
    "jiyao-operators/edits": lambda told: told.over_time(State.EDITED),
    "jiyao-operators/withdrawals": lambda told: told.over_time(State.GONE),
}
NAMES = [asked.name for asked in panel_requests(Bundle(saved_objects(read_description())), datetime.now(UTC))]
#: Nested groups stand in the order of the outer one; they are compared as a whole.
UNORDERED = {"levels_over_time", "provinces_over_time", "roles_over_time", "runs_over_time", "states_by_source"}


def in_order(name: str, found: Rows) -> Rows:
    return sorted(found) if name.rpartition("/")[2] in UNORDERED else found


def test_every_panel_has_been_counted_by_hand() -> None:
    assert sorted(NAMES) == sorted([*REPORTS, *COUNTS, *OPERATORS])
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", REPORTS)
def test_a_panel_shows_what_the_reports_say(kept: Kept, name: str) -> None:
    [asked] = [asked for asked in panel_requests(kept.bundle, kept.now) if asked.name == name]
    found = shown(kept, asked)
    assert found
    assert in_order(name, found) == REPORTS[name](kept.corpus)


@pytest.mark.parametrize("name", COUNTS)
def test_a_panel_of_completeness_shows_what_the_numbers_in_the_reports_say(kept: Kept, name: str) -> None:
    [asked] = [asked for asked in panel_requests(kept.bundle, kept.now) if asked.name == name]
    found = shown(kept, asked)
    assert found
    counted = COUNTS[name](kept.corpus)
    if name.endswith("by_body"):
        of = {body: sum(row[2] for row in found if row[0] == body) for body in {row[0] for row in found}}
        assert [row[0] for row in found] == sorted((row[0] for row in found), key=lambda body: (-of[body], body))
        found, counted = sorted(found, key=lambda row: row[:2]), sorted(counted, key=lambda row: row[:2])
    assert found == counted


def test_each_missing_meeting_is_a_row_of_its_own(kept: Kept) -> None:
    [line] = [line for line in kept.bundle.of("search") if line["id"] == "jiyao-session-gaps"]
    asked = session_request(kept.bundle, line, kept.now)
    found = kept.ask(Asked(asked.name, asked.index, asked.body | {"size": 10_000}))["hits"]
    shown = [
        tuple(hit["fields"][name][0] for name in ("body.folded", "region", "kind", "number")) for hit in found["hits"]
    ]
    missing = [
        (part.body, part.region, part.kind, number)
        for part in numbered(kept.corpus)[0]
        for number in range(max(1, min(part.days) - 1000), max(part.days))
        if number not in part.days
    ]
    assert len(missing) > 20
    assert sorted(shown) == sorted(missing)
    between = [hit["fields"] for hit in found["hits"] if not hit["fields"]["earlier"][0]]
    assert between
    assert all(row["after_on"][0] <= row["before_on"][0] for row in between if "after_on" in row and "before_on" in row)


def test_a_body_that_is_chosen_narrows_every_panel_of_completeness(kept: Kept) -> None:
    [body, *_] = [row[0] for row in by_body(kept.corpus) if row[2]]
    asked = {each.name: each for each in panel_requests(kept.bundle, kept.now, [chosen("body.folded", [body])])}
    parts = [part for part in numbered(kept.corpus)[0] if part.body == body]
    assert shown(kept, asked["jiyao-completeness/known"]) == [(sum(len(part.days) for part in parts),)]
    assert shown(kept, asked["jiyao-completeness/missing"]) == [(sum(p.between + p.earlier for p in parts),)]
    assert {row[0] for row in shown(kept, asked["jiyao-completeness/by_body"])} == {body}
    assert {row[0] for row in shown(kept, asked["jiyao-completeness/by_kind"])} == {part.kind for part in parts}


@pytest.mark.parametrize("name", [name for name in REPORTS if name.startswith("jiyao-person")])
def test_a_panel_of_a_person_shows_what_the_reports_say_of_them(kept: Kept, name: str) -> None:
    spoken = top((comparable(said.speaker) for _, said in kept.corpus.statements if said.speaker), 1)
    [(person, statements)] = spoken
    assert statements > 1
    asked = {each.name: each for each in panel_requests(kept.bundle, kept.now, [chosen("person", [person])])}
    assert in_order(name, shown(kept, asked[name])) == REPORTS[name](Corpus(kept.corpus.reports, person))


@pytest.mark.parametrize("name", OPERATORS)
def test_a_panel_shows_what_journal_ledger_and_archive_say(kept: Kept, name: str) -> None:
    [asked] = [asked for asked in panel_requests(kept.bundle, kept.now) if asked.name == name]
    found = shown(kept, asked)
    assert found
    assert in_order(name, found) == OPERATORS[name](Operation(kept))


#: What tells of the time that is picked, and of nothing else.
OF_A_TIME = {"missed", "activity", "runs_over_time", "how_ended", "edits", "withdrawals"}


def test_pages_and_sources_that_nobody_visited_for_long_stay_in_the_operators_sight(kept: Kept) -> None:
    later = kept.now + timedelta(days=130)
    asked = {each.name: each for each in panel_requests(kept.bundle, later) if each.name in OPERATORS}
    assert {name.rpartition("/")[2] for name in asked} > OF_A_TIME
    told = Operation(kept)
    for name, each in asked.items():
        if name.rpartition("/")[2] in OF_A_TIME:
            assert set(shown(kept, each)) <= {(0,)}, name
        else:
            assert in_order(name, shown(kept, each)) == OPERATORS[name](told), name
    stalest = shown(kept, asked["jiyao-operators/freshness"])[0]
    assert (stalest[0], stalest[2]) == ("demo_silent", None), "it never ran, and is first"
    [dashboard] = [line for line in kept.bundle.of("dashboard") if line["id"] == "jiyao-operators"]
    [control] = control_requests(kept.bundle, dashboard, later)
    offered = {bucket["key"] for bucket in kept.ask(control)["aggregations"]["suggestions"]["buckets"]}
    assert offered == {path.stem for path in told.files}
    for session in ("issues", "quarantine"):
        [line] = [line for line in kept.bundle.of("search") if line["id"] == f"jiyao-session-{session}"]
        assert kept.ask(session_request(kept.bundle, line, later))["hits"]["hits"]


def test_a_province_that_is_chosen_narrows_every_panel(kept: Kept) -> None:
    [dashboard] = [line for line in kept.bundle.of("dashboard") if line["id"] == "jiyao-researchers"]
    [control] = [each for each in control_requests(kept.bundle, dashboard, kept.now) if each.name.endswith("/province")]
    names = [bucket["key"] for bucket in kept.ask(control)["aggregations"]["suggestions"]["buckets"]]
    [taiwan] = [name for name in names if "臺灣" in name]
    narrowed = Corpus(tuple(r for r in kept.corpus.reports if any(is_taiwan(code) for code in codes(r))))
    assert len(narrowed.meetings) > 1
    for asked in panel_requests(kept.bundle, kept.now, [chosen("province", [taiwan])]):
        if asked.name.startswith("jiyao-researchers"):
            # `kinds` has no others where there are few: the second request is not made.
            expected = [row for row in REPORTS[asked.name](narrowed) if row != (OTHER, 0, 0)]
            assert in_order(asked.name, shown(kept, asked)) == expected, asked.name


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_a_meeting_stands_in_its_own_month_where_the_clock_is_not_west_of_greenwich(kept: Kept, zone: str) -> None:
    [asked] = [
        a for a in panel_requests(kept.bundle, kept.now, zone=zone) if a.name.endswith("researchers/levels_over_time")
    ]
    months = Counter[str]()
    for _, begins, count in shown(kept, asked):
        months[f"{(EPOCH + timedelta(milliseconds=begins)).astimezone(ZoneInfo(zone)):%Y-%m}"] += count
    dated = [report for report in kept.corpus.meetings if (day := held(report)) and day >= SINCE]
    assert any(day.day == 1 for day in map(held, dated) if day)
    by_month = defaultdict(list)
    for report in dated:
        by_month[f"{held(report):%Y-%m}"].append(report)
    assert months == {name: identities(reports) for name, reports in by_month.items()}
