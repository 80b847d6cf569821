"""Sessions, controls and what a person types, asked of a real Elasticsearch as Kibana does: either script finds both."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from commands import jiyao
from kibana_corpus import Corpus, Kept, top

from index_mappings import INDEX_NAMES, KIBANA_INDICES, load
from index_mappings.for_kibana import cities, provinces
from jiyao.kibana import read_description
from jiyao.kibana.asking import BEGINS, ENDS, SHOWN, control_requests, session_request
from jiyao.kibana.bundle import VIEWS, Bundle, Line
from jiyao.kibana.fields import mapping
from jiyao.kibana.proving import unanswered
from jiyao.kibana.requests import Asked
from jiyao.model import Report, Role
from jiyao.search.elastic_server import Server
from jiyao.search.tokens import comparable

DASHBOARDS = list(read_description().dashboards)
#: Two persons of the demo whose names the scripts write differently; their pages have the one, and the other.
SIMPLIFIED, TRADITIONAL = "邢恩泽", "邢恩澤"
COUNTY = "寿阳县"
OTHER_SIMPLIFIED, OTHER_TRADITIONAL = "范国强", "範國強"


def session(kept: Kept, name: str) -> Line:
    return kept.bundle.objects["search", f"jiyao-session-{name}"]


def found(kept: Kept, name: str, typed: str = "") -> dict[str, Any]:
    hits: dict[str, Any] = kept.ask(session_request(kept.bundle, session(kept, name), kept.now, typed))["hits"]
    return hits


def is_taiwan(code: str) -> bool:
    return len(code) in (5, 8, 11)


def controls(kept: Kept, name: str, typed: str = "") -> dict[str, list[tuple[str, int]]]:
    """Return what each control of a dashboard lists."""
    dashboard = kept.bundle.objects["dashboard", f"jiyao-{name}"]
    listed = {}
    for asked in control_requests(kept.bundle, dashboard, kept.now, typed):
        told = kept.ask(asked)["aggregations"]
        told = told.get("filteredSuggestions", told)
        listed[asked.name.rpartition("/")[2]] = [(b["key"], b["doc_count"]) for b in told["suggestions"]["buckets"]]
    return listed


# --- fields


@pytest.mark.parametrize("name", VIEWS)
def test_every_field_is_what_the_server_says_it_is(kept: Kept, name: str) -> None:
    view = kept.bundle.views[f"jiyao-{name}"]
    told = httpx.get(f"{kept.settings.elasticsearch}/{view.index}/_field_caps?fields=*").json()["fields"]
    for field, kind in view.fields.items():
        assert list(told[field]) == [kind.es_type], field
        assert told[field][kind.es_type]["aggregatable"] == kind.aggregatable, field
        assert told[field][kind.es_type]["searchable"] == kind.searchable, field
    ours = {field for field, kinds in told.items() if not any(each["metadata_field"] for each in kinds.values())}
    assert ours - {"record"} == set(view.fields)


def test_no_field_is_of_two_kinds_in_two_views() -> None:
    assert len(VIEWS) == len(INDEX_NAMES) + len(KIBANA_INDICES)
    dates = [
        field
        for name in VIEWS
        for field, told in mapping(name).items()
        if field.endswith("_at") and told["type"] != "date"
    ]
    assert dates == []


def test_every_request_is_answered_and_a_missing_field_is_told(kept: Kept) -> None:
    server = Server.from_settings(kept.settings)
    assert unanswered(kept.bundle, server, kept.now) == []
    others = {name: dict(mapping(name)) for name in VIEWS}
    others["reports"]["weather"] = {"type": "keyword"}
    others["reports"]["kind"] = {"type": "integer"}
    told = unanswered(Bundle(kept.bundle.lines, others), server, kept.now)
    assert any("has no field weather" in each for each in told)
    assert any("kind is keyword, not integer" in each for each in told)
    elsewhere = json.loads(json.dumps(kept.bundle.lines).replace(kept.settings.index_prefix, "test_nobody"))
    [said] = unanswered(Bundle(elsewhere), server, kept.now)
    assert said.startswith("there is no index test_nobody-reports, test_nobody-attendances, ")


# --- sessions


def counted(corpus: Corpus) -> dict[str, int]:
    roles = [role for report in corpus.reports for person in report.attendances for role in person.roles]
    return {
        "reports": len(corpus.reports),
        "chaired": sum(role is Role.CHAIR for role in roles),
        "statements": sum(said.speaker is not None for _, said in corpus.statements),
        "attendances": len(corpus.attendances),
    }


def test_each_session_shows_the_rows_that_the_reports_have(kept: Kept) -> None:
    for name, number in counted(kept.corpus).items():
        assert found(kept, name)["total"]["value"] == number > 0, name
    assert found(kept, "issues")["total"]["value"] == 2
    rows = found(kept, "counts")["hits"]
    assert rows
    assert all(hit["fields"]["known"][0] for hit in rows)
    missing = [hit["fields"]["missing"][0] for hit in rows]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] > 0
    assert {hit["fields"]["state"][0] for hit in found(kept, "quarantine")["hits"]} == {"withheld", "discarded"}
    assert found(kept, "runs")["total"]["value"] >= 8


def test_rows_come_newest_first_with_the_columns_that_are_shown(kept: Kept) -> None:
    reports = {report.id: report for report in kept.corpus.reports}
    hits = found(kept, "reports")["hits"]
    moments = [hit["fields"]["published_at"][0] for hit in hits]
    assert moments == sorted(moments, reverse=True)
    assert len(hits) == len(reports)
    for hit in hits:
        fields, report = hit["fields"], reports[hit["fields"]["id"][0]]
        assert fields["capture"] == [report.id]
        assert fields["title"] == [report.title]
        assert "likeness" not in fields
        assert "_source" not in hit or "likeness" not in hit["_source"]
        chairs = [person.name for person in report.attendances if Role.CHAIR in person.roles]
        assert set(fields.get("chairs", [])) == set(chairs)


def test_a_phrase_in_either_script_is_found_and_marked_as_it_is_written(kept: Kept) -> None:
    simplified, traditional = (found(kept, "reports", f'text: "{word}"') for word in ("会议强调", "會議強調"))
    assert simplified["total"] == traditional["total"]
    assert [hit["_id"] for hit in simplified["hits"]] == [hit["_id"] for hit in traditional["hits"]]
    written = ""
    for hit in simplified["hits"]:
        for piece in hit["highlight"]["text"]:
            assert BEGINS in piece
            # Kibana looks for the piece without its marks in the value, and puts the marked one in its place.
            assert piece.replace(BEGINS, "").replace(ENDS, "") in hit["fields"]["text"][0]
            written += piece.replace(f"{ENDS}{BEGINS}", "")
    assert f"{BEGINS}会议强调{ENDS}" in written
    assert f"{BEGINS}會議強調{ENDS}" in written, "what is marked is as its page has it"


@pytest.mark.parametrize("name", ["reports", "chaired", "statements", "attendances"])
@pytest.mark.parametrize(
    ("written", "other"), [(SIMPLIFIED, TRADITIONAL), (OTHER_TRADITIONAL, OTHER_SIMPLIFIED)], ids=["Hans", "Hant"]
)
def test_a_person_in_either_script_is_found_in_every_session(kept: Kept, name: str, written: str, other: str) -> None:
    simplified, traditional = (found(kept, name, f'person: "{word}"') for word in (written, other))
    ids = [hit["_id"] for hit in simplified["hits"]]
    assert ids == [hit["_id"] for hit in traditional["hits"]]
    assert ids
    field = {"reports": "people", "statements": "speaker"}.get(name, "name")
    for hit in simplified["hits"]:
        assert written in hit["fields"][field], "the name stands as its page has it"


def test_chinese_without_quotation_marks_finds_what_holds_any_part_of_it(kept: Kept) -> None:
    quoted, loose = (
        found(kept, "reports", query)["total"]["value"] for query in ('title: "民生会议"', "title: 民生会议")
    )
    assert loose > 3 * max(quoted, 1)


# --- controls


def test_each_control_lists_the_commonest_values_of_what_its_dashboard_shows(kept: Kept) -> None:
    listed = controls(kept, "researchers")
    meetings = kept.corpus.meetings
    assert listed["source"] == top((report.source for report in meetings), SHOWN)
    assert listed["script"] == top((report.script for report in meetings), SHOWN)
    assert listed["body"] == top((comparable(r.meeting.body) for r in meetings if r.meeting and r.meeting.body), SHOWN)
    roles = (role.value for r in meetings for role in {role for person in r.attendances for role in person.roles})
    assert listed["role"] == top(roles, SHOWN)
    names = (comparable(person.name) for report in meetings for person in report.attendances)
    assert listed["person"] == top(names, SHOWN)

    def of(report: Report) -> set[str]:
        codes = [place.code for place in report.meeting.places if place.code] if report.meeting else []
        return {provinces()["71" if is_taiwan(code) else code[:2]] for code in codes}

    assert listed["province"] == top((name for report in meetings for name in of(report)), SHOWN)

    def cities_of(report: Report) -> set[str]:
        codes = [place.code for place in report.meeting.places if place.code] if report.meeting else []
        return {cities()[short] for code in codes if (short := code[: 5 if is_taiwan(code) else 4]) in cities()}

    assert listed["city"] == top((name for report in meetings for name in cities_of(report)), SHOWN)
    assert listed["city"]
    assert listed["place"]
    bodies = {comparable(r.meeting.body) for r in meetings if r.meeting and r.meeting.body}
    listed = controls(kept, "completeness")
    assert {body for body, _ in listed["body"]} <= bodies
    assert len(listed["body"]) == min(SHOWN, len(bodies))
    assert {name for name, _ in listed["province"]} <= {name for report in meetings for name in of(report)}
    assert listed["province"]
    assert listed["kind"]


@pytest.mark.parametrize("typed", [SIMPLIFIED, TRADITIONAL, TRADITIONAL[:2]])
def test_a_name_that_is_typed_into_a_control_is_found_in_either_script_and_alone(kept: Kept, typed: str) -> None:
    for dashboard in ("researchers", "person"):
        names = [value for value, _ in controls(kept, dashboard, typed)["person"]]
        assert SIMPLIFIED in names
        assert all(comparable(typed) in name for name in names)


@pytest.mark.parametrize("typed", ["广东", "廣東", "guangdong"])
def test_a_province_is_found_by_each_of_its_names(kept: Kept, typed: str) -> None:
    assert any(name == "广东 廣東 · Guangdong" for name, _ in controls(kept, "researchers", typed)["province"])


@pytest.mark.parametrize("typed", ["晋中", "晉中"])
def test_a_city_is_found_in_either_script(kept: Kept, typed: str) -> None:
    assert any(name == "晋中市 晉中市" for name, _ in controls(kept, "researchers", typed)["city"])


@pytest.mark.parametrize("typed", [COUNTY, "寿阳"])
def test_a_county_is_found_among_the_places(kept: Kept, typed: str) -> None:
    assert COUNTY in [name for name, _ in controls(kept, "researchers", typed)["place"]]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_what_cannot_be_found_empties_a_control_and_breaks_none(kept: Kept, name: str) -> None:
    assert all(values == [] for values in controls(kept, name, 'no*thing?"\\').values())


def test_a_request_names_its_panel_where_it_is_refused(kept: Kept) -> None:
    asked = session_request(kept.bundle, session(kept, "reports"), datetime.now(UTC))
    broken = Asked(asked.name, asked.index, asked.body | {"sort": [{"text": "desc"}]})
    with pytest.raises(AssertionError, match="jiyao-session-reports"):
        kept.ask(broken)


def test_the_commands_ask_the_elasticsearch_of_the_settings(kept: Kept) -> None:
    environment = {
        "JIYAO_ELASTICSEARCH": str(kept.settings.elasticsearch), "JIYAO_INDEX_PREFIX": kept.settings.index_prefix,
        "JIYAO_SOURCES": str(kept.settings.sources),
    }  # fmt: skip
    done = jiyao("kibana", "check", data=kept.settings.data, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Elasticsearch answers every request" in " ".join(done.stdout.split())
    done = jiyao("kibana", "rows", "--all", "--json", data=kept.settings.data, environment=environment)
    told = json.loads(done.stdout)
    assert told["counts"] == found_rows(kept, "counts")
    assert told["pages"] == found_rows(kept, "pages")
    assert told["runs"] == found_rows(kept, "runs")


def found_rows(kept: Kept, name: str) -> int:
    answer = httpx.get(f"{kept.settings.elasticsearch}/{kept.settings.index_prefix}-{name}/_count")
    return int(answer.json()["count"])


def test_a_text_of_more_than_a_million_characters_is_found_and_marked(kept: Kept) -> None:
    index, body = f"{kept.settings.index_prefix}-reports-long", load("reports").body
    place = f"{kept.settings.elasticsearch}/{index}"
    httpx.put(place, json={"settings": body["settings"], "mappings": body["mappings"]}).raise_for_status()
    try:
        row = {
            "id": "long",
            "text": "县长主持会议。" + "研究民生工作。" * 170_000,
            "published_at": "2024-12-05T00:00:00Z",
        }
        httpx.put(f"{place}/_doc/long?refresh=true", json=row, timeout=60).raise_for_status()
        asked = session_request(kept.bundle, session(kept, "reports"), kept.now, 'text: "主持会议"')
        [hit] = kept.ask(Asked(asked.name, index, asked.body))["hits"]["hits"]
        assert BEGINS in hit["highlight"]["text"][0]
    finally:
        httpx.delete(place).raise_for_status()
