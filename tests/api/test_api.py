"""The API over HTTP, on each engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.responses import StreamingResponse
from invented_reports import a_report, invented_reports
from servers import problem, serve, serve_app

import jiyao.errors
from jiyao.api.application import create_app
from jiyao.api.problems import KIND_OF, KINDS, PROBLEM
from jiyao.errors import JiyaoError
from jiyao.record import report_from_dict
from jiyao.search import Page, SearchQuery, open_index
from jiyao.settings import Settings


@pytest.fixture
def empty(new_settings: Callable[[], Settings]) -> Iterator[httpx.Client]:
    yield from serve(new_settings())


def test_a_search_in_either_script_answers_with_highlights_in_the_original(client: httpx.Client) -> None:
    answers = [client.get("/v1/reports", params={"q": q, "facet": ["script", "people"]}) for q in ("縣長", "县长")]
    simplified, traditional = (answer.json() for answer in answers)
    assert simplified == traditional
    assert simplified["total"] > 10
    marked = {value["html"] for hit in simplified["hits"] for mark in hit["highlights"] for value in mark["fragments"]}
    assert any("<em>縣長</em>" in html for html in marked) or any("<em>县长</em>" in html for html in marked)
    assert {value["value"] for value in simplified["facets"][0]["values"]} >= {"Hans", "Hant"}


def test_every_parameter_reaches_the_search(client: httpx.Client) -> None:
    one = next(report for report in invented_reports() if report.meeting and report.meeting.held and report.attendances)
    assert one.meeting
    assert one.published
    day = one.published.at.date().isoformat()
    person = one.attendances[0]
    parameters = {
        "q": one.title[:2], "published_from": day, "published_to": day, "source": one.source,
        "place": one.meeting.places[0].name, "level": one.meeting.level, "kind": one.meeting.kind,
        "person": person.name,
        "body": one.meeting.body, "role": person.roles[0].value, "title": person.titles[0], "script": one.script,
        "meetings_only": "true", "regional": "false", "sort": "held", "oldest_first": "true", "offset": 0, "size": 5,
        "facet": "people", "facet_size": 3, "held_from": "1949-10-01", "held_to": "2100-01-01",
    }  # fmt: skip
    answer = client.get("/v1/reports", params=parameters)
    assert answer.status_code == 200, answer.text
    assert [hit["id"] for hit in answer.json()["hits"]] == [one.id]


def test_attendances_and_statements_can_be_searched(client: httpx.Client) -> None:
    rows = client.get("/v1/attendances", params={"role": "chair"}).json()
    assert rows["total"]
    assert all("chair" in row["values"]["roles"] and row["values"]["name"] for row in rows["hits"])
    said = client.get("/v1/statements", params={"q": "工作"}).json()
    assert all("工作" in row["values"]["text"] for row in said["hits"])


def test_a_report_is_answered_without_loss(client: httpx.Client) -> None:
    for report in invented_reports()[:10]:
        answer = client.get(f"/v1/reports/{report.id}")
        assert report_from_dict(answer.json()) == report


def test_an_unknown_report_is_a_problem(client: httpx.Client) -> None:
    for id in ("nothing", "%00", "<script>", "𠀀"):
        assert "there is no report" in problem(client.get(f"/v1/reports/{id}"), 404)["detail"]


@pytest.mark.parametrize(
    ("parameters", "detail", "advice"),
    [
        ({"querry": "会议"}, "there is no parameter 'querry'", "Known are"),
        ({"perso": "王"}, "there is no parameter 'perso'", "Did you mean 'person'?"),
        ({"cited_documents": "报告"}, "there is no parameter 'cited_documents'", "Did you mean 'cites'?"),
        ({"limit": "5"}, "there is no parameter 'limit'", "Did you mean 'size'?"),
        ({"q": "(会议"}, "this bracket is not closed (character 1): ⟪(⟫会议", "quotation marks"),
        ({"q": "会" * 1001}, "q: ", ""),
        ({"sort": "date"}, "sort: 'date'", "Known are"),
        ({"held_from": "2024-13-01"}, "held_from: ", ""),
        ({"held_from": "1717200000"}, "held_from: ", ""),
        ({"held_from": "2024-02-01", "held_to": "2024-01-01"}, "the end is before the beginning", ""),
        ({"facet": "xyz"}, "unknown facet 'xyz'", "Known are"),
        ({"facet": "peopel"}, "unknown facet 'peopel'", "Did you mean people?"),
        ({"person_as": "king:王某"}, "'king:王某' is no role", ""),
        ({"first_seen_since": "gestern"}, "first_seen_since: ", ""),
        ({"after": "nonsense"}, "", "after=*"),
        ({"size": "1001"}, "size: ", ""),
        ({"offset": "-1"}, "offset: ", ""),
        ({"offset": "9999", "size": "2"}, "pages end at hit 10000", "export"),
        ({"role": "king"}, "role: ", ""),
        ({"person": ""}, "", ""),
    ],
)
def test_what_cannot_be_meant_is_a_problem(
    client: httpx.Client, parameters: dict[str, str], detail: str, advice: str
) -> None:
    said = problem(client.get("/v1/reports", params=parameters), 422)
    assert detail in said["detail"]
    assert advice in said["advice"]


def test_an_unknown_path_or_method_is_a_problem(client: httpx.Client) -> None:
    problem(client.get("/v1/nothing"), 404)
    assert "POST" in problem(client.post("/v1/reports"), 405)["detail"]


def test_without_an_index_the_answer_says_how_to_make_one(empty: httpx.Client) -> None:
    for path in ("/v1/reports", "/v1/reports/r-1"):
        assert "jiyao rebuild" in problem(empty.get(path), 503)["advice"]
    health = empty.get("/readyz")
    assert health.status_code == 503
    assert "jiyao rebuild" in health.json()["not_ready"][0]


def test_health_counts_the_reports(client: httpx.Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["engine"]["documents"] == len(invented_reports())


def test_what_is_written_later_is_found_by_a_running_server(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    index = open_index(settings)
    index.write([a_report("r-1", text="会议")])
    serving = serve(settings)
    running = next(serving)
    assert running.get("/v1/reports", params={"q": "會議"}).json()["total"] == 1
    with index.rebuild() as writer:
        writer.write([a_report("r-2", text="会议"), a_report("r-3", text="会议")])
    assert running.get("/v1/reports", params={"q": "會議"}).json()["total"] == 2
    index.close()
    serving.close()


class BrokenIndex:
    """An index with a fault that nobody thought of."""

    def search(self, query: SearchQuery) -> Page:
        raise ZeroDivisionError("a secret of the inside")

    def close(self) -> None:
        """Nothing to let go of."""


def test_a_fault_of_ours_is_a_problem_too_that_tells_nothing_of_the_inside_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    serving = serve_app(create_app(Settings(data=tmp_path), index=BrokenIndex()))  # type: ignore[arg-type]
    client = next(serving)
    answer = client.get("/v1/reports", params={"q": "会议"})
    assert "fault of ours" in problem(answer, 500)["detail"]
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in problem(answer, 500)["advice"]
    assert "a secret of the inside" in caplog.text
    [line] = [line for line in caplog.messages if line.startswith("a fault of ours")]
    assert answer.headers["x-request-id"] in line
    answer = client.head("/v1/reports", headers={"X-Request-ID": "mine-1"})
    assert (answer.status_code, answer.headers["x-request-id"], answer.content) == (500, "mine-1", b"")
    serving.close()


def test_what_fails_on_the_server_is_in_its_log_with_the_id_of_the_request(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    serving = serve_app(create_app(Settings(data=tmp_path)))
    answer = next(serving).get("/v1/reports", headers={"X-Request-ID": "mine-2"})
    assert (problem(answer, 503)["type"], answer.headers["x-request-id"]) == ("urn:jiyao:problem:no-index", "mine-2")
    [line] = [record for record in caplog.records if record.getMessage().startswith("no-index")]
    assert "there is no index in" in line.getMessage()
    assert "mine-2" in line.getMessage()
    serving.close()


def test_a_fault_of_ours_goes_out_through_the_door_of_other_origins_too(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, cors="https://desk.example")
    serving = serve_app(create_app(settings, index=BrokenIndex()))  # type: ignore[arg-type]
    answer = next(serving).get("/v1/reports", headers={"Origin": "https://desk.example"})
    problem(answer, 500)
    assert answer.headers["access-control-allow-origin"] == "https://desk.example"
    serving.close()


def test_an_answer_that_breaks_off_is_no_whole_one_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(data=tmp_path))

    def half() -> Iterator[bytes]:
        yield b"x" * 10_000
        raise ZeroDivisionError("a secret of the inside")

    app.add_api_route("/half", lambda: StreamingResponse(half()))
    serving = serve_app(app)
    with pytest.raises(httpx.RemoteProtocolError):
        next(serving).get("/half")
    serving.close()
    assert "a secret of the inside" in caplog.text


def test_the_description_names_every_operation_and_problem(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    operations = {path: methods["get"] for path, methods in document["paths"].items()}
    assert len({one["operationId"] for one in operations.values()}) == len(operations)
    assert {"/v1/reports", "/v1/reports/{id}/capture", "/v1/people/{name}", "/v1/feed", "/metrics"} <= set(operations)
    for path in ("/v1/reports", "/v1/reports/{id}"):
        told = operations[path]["responses"]
        assert {"200", "304", "401", "422", "429", "500", "502", "503", "507"} <= set(told)
        assert all(list(told[status]["content"]) == [PROBLEM] for status in told if status not in ("200", "304"))
    assert "advice" in document["components"]["schemas"]["Problem"]["properties"]


def test_every_kind_of_error_has_a_status() -> None:
    kinds = [kind for kind in vars(jiyao.errors).values() if isinstance(kind, type) and issubclass(kind, JiyaoError)]
    for kind in kinds:
        name = next(name for known, name in KIND_OF if issubclass(kind, known))
        assert 400 <= KINDS[name][0] < 600


def test_every_kind_of_problem_is_in_the_docs_with_its_status() -> None:
    text = (Path(__file__).parents[2] / "docs/searching.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[a-z`, -]+`) \| (\d{3}) \|", text, re.M)
    told = {kind: int(status) for kinds, status in rows for kind in re.findall("`([a-z-]+)`", kinds)}
    assert told == {kind: status for kind, (status, _) in KINDS.items()}
