"""What the API has beyond a page of hits: walks, suggestions, people, captures, citations, feeds, sources."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import socket
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from invented_reports import CAPTURED, a_report, invented_reports
from lxml import etree
from servers import problem, serve, serve_app

from jiyao.api.application import create_app
from jiyao.api.problems import KIND_OF, KINDS
from jiyao.changes import Change
from jiyao.errors import CursorExpired, Forgotten
from jiyao.keys import KeyRing
from jiyao.model import History
from jiyao.search import open_index
from jiyao.settings import Settings

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_a_walk_yields_every_report_once(client: httpx.Client) -> None:
    seen, after = [], "*"
    while after:
        page = client.get("/v1/reports", params={"after": after, "size": 7, "meetings_only": "false"}).json()
        seen += [hit["id"] for hit in page["hits"]]
        after = page["after"]
    assert len(seen) == len(set(seen)) == page["total"] == len(invented_reports())


def test_a_changed_cursor_is_refused(client: httpx.Client) -> None:
    after = client.get("/v1/reports", params={"after": "*", "size": 3}).json()["after"]
    changed = after[:-2] + ("AA" if not after.endswith("AA") else "BB")
    assert "after=*" in problem(client.get("/v1/reports", params={"after": changed, "size": 3}), 422)["advice"]
    problem(client.get("/v1/reports", params={"after": after, "q": "会议", "size": 3}), 422)


def test_suggestions_in_either_script_name_what_they_are_of(client: httpx.Client) -> None:
    name = next(person.name for report in invented_reports() for person in report.attendances)
    values = client.get("/v1/suggest", params={"q": name[:1], "size": 100}).json()["values"]
    assert {"people"} <= {value["of"] for value in values}
    assert name in {value["label"] for value in values} | {value["value"] for value in values}
    only = client.get("/v1/suggest", params={"q": name[:1], "of": "bodies"}).json()["values"]
    assert all(value["of"] == "bodies" for value in only)
    problem(client.get("/v1/suggest", params={"q": "会", "of": "fish"}), 422)


def test_facets_come_without_hits(client: httpx.Client) -> None:
    answer = client.get("/v1/facets", params={"facet": ["kind", "year"]}).json()
    assert [facet["name"] for facet in answer["facets"]] == ["kind", "year"]
    assert sum(value["count"] for value in answer["facets"][0]["values"]) <= answer["total"]
    assert "facet=" in problem(client.get("/v1/facets"), 422)["advice"]


def test_a_facet_says_whether_there_are_further_values(client: httpx.Client) -> None:
    def people(size: int) -> dict[str, Any]:
        answer = client.get("/v1/facets", params={"facet": "people", "facet_size": size}).json()
        found: dict[str, Any] = answer["facets"][0]
        return found

    whole = people(1000)
    every = len(whole["values"])
    assert (every > 10, whole["more"]) == (True, False)
    assert (people(every)["more"], people(every - 1)["more"]) == (False, True)


def test_a_persons_meetings_are_kept_apart_and_an_unknown_name_is_not_found(client: httpx.Client) -> None:
    name = next(person.name for report in invented_reports() if report.is_meeting for person in report.attendances)
    answer = client.get(f"/v1/people/{name}").json()
    assert answer["people"][0]["meetings"] == len(answer["people"][0]["rows"]) >= 1
    assert all(row["name"] for row in answer["people"][0]["rows"])
    problem(client.get("/v1/people/查无此人"), 404)


def test_an_answer_that_is_known_already_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get(f"/v1/reports/{invented_reports()[0].id}")
    again = client.get(f"/v1/reports/{invented_reports()[0].id}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    whatever = client.get(f"/v1/reports/{invented_reports()[0].id}", headers={"If-None-Match": "*"})
    assert (whatever.status_code, whatever.content) == (304, b"")
    other = client.get(f"/v1/reports/{invented_reports()[1].id}", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_every_answer_has_an_id_and_large_ones_are_packed(client: httpx.Client) -> None:
    assert client.get("/v1/reports", headers={"X-Request-ID": "mine-1"}).headers["x-request-id"] == "mine-1"
    assert client.get("/v1/reports", headers={"X-Request-ID": "<bad id>"}).headers["x-request-id"] != "<bad id>"
    with client.stream("GET", "/v1/reports", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert json.loads(gzip.decompress(b"".join(answer.iter_raw())))["total"]


def test_the_probes_and_what_was_counted(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}
    client.get("/v1/reports")
    counted = client.get("/metrics").text
    assert re.search(r'jiyao_requests_total\{route="/v1/reports",status="200"\} [1-9]', counted)
    assert f"jiyao_reports {float(len(invented_reports()))}" in counted


def test_everything_that_is_found_can_be_exported_in_three_forms(client: httpx.Client) -> None:
    total = client.get("/v1/attendances", params={"role": "chair"}).json()["total"]
    asked = {"of": "attendances", "role": "chair"}
    answers = {form: client.get("/v1/export", params=asked | {"format": form}) for form in ("ndjson", "csv", "parquet")}
    assert len(answers["ndjson"].text.splitlines()) == total
    assert len(list(csv.reader(answers["csv"].text.splitlines()))) == total + 1
    assert answers["parquet"].content[:4] == answers["parquet"].content[-4:] == b"PAR1"
    assert answers["csv"].headers["content-disposition"] == 'attachment; filename="jiyao-attendances.csv"'
    assert "Did you mean" in problem(client.get("/v1/export", params={"persn": "王"}), 422)["advice"]


@pytest.mark.parametrize(
    "path", ["/v1/suggest?q=王&siz=3", "/v1/reports/x/citation?fromat=text", "/v1/sources?x=1", "/v1/feed?persn=王"]
)
def test_no_parameter_is_passed_over(client: httpx.Client, path: str) -> None:
    said = problem(client.get(path), 422)
    assert "there is no parameter" in said["detail"]
    assert said["advice"].startswith(("Did you mean", "Known are"))


def test_clients_that_hang_or_send_too_much_cost_little(client: httpx.Client) -> None:
    address = (client.base_url.host, client.base_url.port or 80)
    hanging = [socket.create_connection(address) for _ in range(60)]
    for one in hanging:
        one.sendall(b"GET /v1/reports HTTP/1.1\r\nHost: ")
    started = time.perf_counter()
    assert client.get("/v1/reports").status_code == 200
    problem(client.post("/v1/reports", content=b"x" * 10_000_000), 405)
    with socket.create_connection(address) as long:  # httpx sends no such address
        long.sendall(b"GET /v1/reports?q=" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: here\r\n\r\n")
        assert long.recv(1000).startswith(b"HTTP/1.1 422 ")
    problem(client.get("/v1/reports", params={"q": "(" * 900}), 422)
    assert client.get("/v1/reports", params={"q": "(a+)+$ .*.*.*" * 30}).status_code == 200
    assert time.perf_counter() - started < 10
    for one in hanging:
        one.close()


def test_the_capture_is_the_page_as_received_in_a_sandbox(archive: httpx.Client) -> None:
    for hit in archive.get("/v1/reports", params={"size": 60}).json()["hits"]:
        answer = archive.get(f"/v1/reports/{hit['id']}/capture")
        digest = archive.get(f"/v1/reports/{hit['id']}").json()["digest"]
        assert "sha256:" + hashlib.sha256(answer.content).hexdigest() == digest == answer.headers["x-archive-digest"]
        assert answer.headers["content-security-policy"].startswith("sandbox;")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_citation_names_the_page_its_digest_and_the_record_that_proves_it(archive: httpx.Client) -> None:
    hit = archive.get("/v1/reports", params={"q": "县委常委会"}).json()["hits"][0]
    report = archive.get(f"/v1/reports/{hit['id']}").json()
    forms = {
        form: archive.get(f"/v1/reports/{hit['id']}/citation", params={"format": form})
        for form in ("text", "bibtex", "csl-json")
    }
    for form in ("text", "bibtex"):
        for part in (report["title"], report["url"], report["digest"], ".warc.gz, byte"):
            assert part in forms[form].text.replace("\\_", "_")
    item = forms["csl-json"].json()[0]
    assert (item["title"], item["URL"]) == (report["title"], report["url"])
    assert forms["bibtex"].text.count("{") == forms["bibtex"].text.count("}")
    problem(archive.get(f"/v1/reports/{hit['id']}/citation", params={"format": "word"}), 422)


def test_the_sources_tell_how_fresh_they_are(archive: httpx.Client) -> None:
    sources = {source["name"]: source for source in archive.get("/v1/sources").json()}
    assert sources["demo_county"]["reports"] > 10
    assert sources["demo_county"]["last_run"]["ended"] == "finished"
    assert sum(sum(source["issues"].values()) for source in sources.values()) == 2


def test_without_the_archive_a_capture_is_not_found_and_a_citation_still_has_the_digest(client: httpx.Client) -> None:
    one = invented_reports()[0]
    assert "jiyao doctor" in problem(client.get(f"/v1/reports/{one.id}/capture"), 404)["advice"]
    assert one.digest in client.get(f"/v1/reports/{one.id}/citation").text


def test_a_feed_tells_what_is_new_edited_and_withdrawn_latest_first(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    index = open_index(settings)
    day = timedelta(days=1)
    index.write(
        [
            a_report("new", "新会议 <b>&", "会议\x0b召开", captured_at=CAPTURED, history=History(CAPTURED)),
            a_report("edited", "改过", "会议", captured_at=CAPTURED + day, history=History(CAPTURED - day, 2)),
            a_report("gone", "撤下", "会议", captured_at=CAPTURED, history=History(CAPTURED, 1, CAPTURED + 2 * day)),
            a_report("other", "别的", "无关"),
        ]
    )
    serving = serve(settings)
    answer = next(serving).get("/v1/feed", params={"q": "會議"})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("//a:entry/a:category/@term", namespaces=names) == ["withdrawn", "edited", "new"]
    assert "新会议 <b>&" in feed.xpath("//a:entry/a:title/text()", namespaces=names)[2]
    updated = feed.xpath("//a:updated/text()", namespaces=names)
    assert updated[0] == updated[1] == max(updated)
    assert len(set(feed.xpath("//a:id/text()", namespaces=names))) == 4
    index.close()
    serving.close()


def test_a_report_that_was_completed_is_the_same_entry_of_a_feed(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    told: list[tuple[str, str]] = []
    for days in (0, 1):
        with closing(open_index(settings)) as index:
            captured_at = CAPTURED + timedelta(days=days)
            index.write([a_report("long", "会议", "会议", captured_at=captured_at, history=History(CAPTURED))])
        serving = serve(settings)
        feed = etree.fromstring(next(serving).get("/v1/feed").content)
        [entry] = feed.iterchildren("{*}entry")
        id, updated = (entry.findtext(f"{{*}}{name}", "") for name in ("id", "updated"))
        told.append((id.partition("/reports/")[2], updated))
        serving.close()
    assert told[0][0] == told[1][0]
    assert told[0][1] < told[1][1]


def test_who_follows_a_person_is_told_that_an_edit_took_him_out(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    gone = Change("person", "市长，chair", None, "王伟")
    history = History(CAPTURED, 2, changes=(gone,), unnamed=("王伟",))
    with closing(open_index(settings)) as index:
        index.write([a_report("edited", "改过", "会议召开", history=history), a_report("other", "别的", "会议")])
    serving = serve(settings)
    client = next(serving)
    feed = etree.fromstring(client.get("/v1/feed", params={"person": "王偉"}).content)
    [summary] = feed.xpath("//a:entry/a:summary/text()", namespaces={"a": "http://www.w3.org/2005/Atom"})
    assert summary == "王伟 is not named any more (市长，chair)\n会议召开"
    assert client.get("/v1/reports", params={"person": "王偉"}).json()["total"] == 0
    assert client.get("/v1/reports", params={"person": "王偉", "formerly": True}).json()["total"] == 1
    serving.close()


def test_with_keys_only_their_holders_are_answered_and_only_so_often(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with closing(open_index(settings)) as index:
        index.write([a_report("r-1", text="会议")])
    keys = KeyRing(settings.keys_file)
    key, secret = keys.make("a newsroom", datetime.now(UTC), per_minute=3)
    _, other = keys.make("another", datetime.now(UTC))
    assert secret not in settings.keys_file.read_text("utf-8")
    assert settings.keys_file.stat().st_mode & 0o077 == 0
    serving = serve_app(create_app(settings, keys))
    client = next(serving)
    assert "jiyao keys make" in problem(client.get("/v1/reports"), 401)["advice"]
    problem(client.get("/v1/reports", headers={"Authorization": "Bearer jy_wrong"}), 401)
    assert client.get("/healthz").status_code == 200
    answers = [client.get("/v1/reports", headers={"Authorization": f"Bearer {secret}"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert 1 <= int(answers[3].headers["retry-after"]) <= 60
    assert client.get("/v1/reports", headers={"X-API-Key": other}).status_code == 200
    KeyRing(settings.keys_file).revoke(key.id, datetime.now(UTC))  # as another process would
    problem(client.get("/v1/reports", headers={"Authorization": f"Bearer {secret}"}), 401)
    serving.close()


def test_an_engine_that_is_away_or_of_another_version_is_named_at_every_door(tmp_path: Path) -> None:
    older = tmp_path / "older"
    (older / "index" / "0123456789abe1-20240101T000000").mkdir(parents=True)
    (older / "index" / "current").write_text("0123456789abe1-20240101T000000\n", "utf-8")
    for settings, said in (
        (Settings(data=tmp_path, elasticsearch="http://127.0.0.1:9"), "Elasticsearch"),
        (Settings(data=older), "another mapping"),
    ):
        serving = serve(settings)
        client = next(serving)
        assert said in problem(client.get("/v1/reports"), 503)["detail"]
        assert client.get("/readyz").json()["not_ready"]
        assert client.get("/healthz").status_code == 200
        page = client.get("/", headers={"Accept-Language": "en"})
        assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert said in page.text
        serving.close()


def test_other_origins_may_ask_only_as_configured(tmp_path: Path) -> None:
    for cors, allowed in (("https://desk.example https://b.example", "https://desk.example"), ("", None)):
        serving = serve_app(create_app(Settings(data=tmp_path, cors=cors)))
        answer = next(serving).get("/healthz", headers={"Origin": "https://desk.example"})
        assert answer.headers.get("access-control-allow-origin") == allowed
        serving.close()


def test_a_browsers_question_beforehand_is_answered_for_what_the_api_reads_and_refused_as_a_problem(
    tmp_path: Path,
) -> None:
    serving = serve_app(create_app(Settings(data=tmp_path, cors="https://desk.example")))
    client = next(serving)
    asks = {
        "Origin": "https://desk.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,if-none-match",
    }
    assert client.options("/v1/reports", headers=asks).status_code == 200
    read = client.get("/healthz", headers=asks).headers["access-control-expose-headers"]
    assert {"Retry-After", "Content-Disposition", "ETag"} <= set(read.split(", "))
    for changed in ({"Origin": "https://evil.example"}, {"Access-Control-Request-Method": "DELETE"}):
        said = problem(client.options("/v1/reports", headers=asks | changed), 400)
        assert said["type"] == "urn:jiyao:problem:origin-refused"
        assert "JIYAO_CORS" in said["advice"]
    serving.close()


def test_kinds_of_problems_are_told_apart_by_a_program(client: httpx.Client) -> None:
    assert problem(client.get("/v1/nothing"), 404)["type"] == "urn:jiyao:problem:no-such-address"
    assert problem(client.get("/v1/reports/nothing"), 404)["type"] == "urn:jiyao:problem:not-found"
    assert problem(client.get("/v1/reports?size=x"), 422)["type"] == "urn:jiyao:problem:asked-wrongly"
    assert problem(client.post("/v1/reports"), 405)["type"] == "urn:jiyao:problem:no-such-method"


def test_a_walk_that_has_expired_and_a_page_that_was_taken_out_are_two_kinds() -> None:
    names = {
        error: next(kind for known, kind in KIND_OF if issubclass(error, known)) for error in (Forgotten, CursorExpired)
    }
    assert [KINDS[kind][0] for kind in names.values()] == [410, 410]
    assert len(set(names.values())) == 2


def links(feed: etree._Element) -> dict[str, str]:
    return {str(link.get("rel")): str(link.get("href")) for link in feed.xpath("/a:feed/a:link", namespaces=ATOM)}


@pytest.mark.parametrize("path", ["/v1/feed", "/feed"])
def test_a_feed_in_pages_has_every_entry_once_in_the_order_of_change(
    new_settings: Callable[[], Settings], path: str
) -> None:
    settings = new_settings()
    many = [
        a_report(f"r-{number:03}", "会议", "县委常委会", history=History(CAPTURED + timedelta(hours=number), 1))
        for number in range(123)
    ]
    with closing(open_index(settings)) as index:
        index.write(many)
    serving = serve(settings)
    client = next(serving)
    address, seen, ids, pages = f"{client.base_url}{path}?q=%E4%BC%9A%E8%AE%AE&meetings_only=false", [], set(), []
    while address:
        feed = etree.fromstring(client.get(address).content)
        ids |= set(feed.xpath("/a:feed/a:id/text()", namespaces=ATOM))
        assert feed.xpath("string(/a:feed/a:title)", namespaces=ATOM) == "Jiyao · 会议 · false"
        seen += feed.xpath("//a:entry/a:id/text()", namespaces=ATOM)
        assert links(feed)["self"] == address
        pages.append(set(links(feed)) - {"self"})
        address = links(feed).get("next", "")
    assert pages == [{"first", "next"}, {"first", "previous", "next"}, {"first", "previous"}]
    assert [one.rpartition("/r-")[2][:3] for one in seen] == [f"{number:03}" for number in reversed(range(123))]
    assert len(ids) == 1
    second = etree.fromstring(client.get(f"{links(feed)['previous']}").content)
    assert links(second)["previous"] == links(feed)["first"] == ids.pop()
    assert set(links(etree.fromstring(client.get(f"{path}?q=nobody").content))) == {"self"}
    serving.close()


def test_a_feed_goes_as_far_as_pages_of_a_search(client: httpx.Client) -> None:
    last = etree.fromstring(client.get("/v1/feed?offset=9950").content)
    assert set(links(last)) == {"self", "first", "previous"}
    assert "the most that it can be" in problem(client.get("/v1/feed?offset=9951"), 422)["detail"]
