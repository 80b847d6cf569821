"""A small internet of real texts on loopback is crawled, changes, and is crawled again.

Runs where ``JIYAO_TEST_MIRROR`` names the folder that holds ``serve.py`` and ``manifest.json``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from engines import delete_indices

from jiyao.exports import export_articles
from jiyao.model import Issue, Report, Role
from jiyao.runs import SourceRun, harvest, rebuild
from jiyao.search import SearchIndex, SearchQuery, open_index
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.ledger import Ledger, ledger_file

MIRROR = os.environ.get("JIYAO_TEST_MIRROR", "")
SOURCES = Path(__file__).parent / "sources"

pytestmark = pytest.mark.skipif(not MIRROR, reason="JIYAO_TEST_MIRROR does not name the mirror's folder")


class Mirror:
    """The mirror's server, on a port of its own, and an installation that crawls it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.site = f"http://127.0.0.1:{self.port}"
        self.log = folder / "requests.jsonl"
        sources = folder / "sources"
        sources.mkdir(parents=True)
        for path in SOURCES.glob("*.yaml"):
            (sources / path.name).write_text(path.read_text("utf-8").replace("127.0.0.1:8765", self.site[7:]), "utf-8")
        self.settings = Settings(data=folder / "data", sources=sources)

    @contextmanager
    def serving(self, *options: str) -> Iterator[None]:
        self.log.write_text("")
        command = [sys.executable, str(Path(MIRROR) / "serve.py"), "--port", str(self.port), "--log", str(self.log)]
        server = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
        try:
            for _ in range(100):
                with socket.socket() as client:
                    if client.connect_ex(("127.0.0.1", self.port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait()

    def crawl(self, *options: str) -> dict[str, SourceRun]:
        with self.serving(*options):
            return {run.source: run for run in harvest(self.settings)}

    def statuses(self) -> Counter[int]:
        return Counter(json.loads(line)["status"] for line in self.log.read_text("utf-8").splitlines())

    def reports(self) -> dict[str, Report]:
        with closing(open_index(self.settings)) as index:
            return {hit.report.url: hit.report for hit in index.scan() if hit.report}

    def issues(self) -> dict[str, Issue]:
        with closing(Ledger(ledger_file(self.settings))) as ledger:
            return {issue.url: issue for issue in ledger.issues()}

    def index_files(self) -> dict[str, tuple[int, int]]:
        files = [path for path in self.settings.index_folder.rglob("*") if path.is_file() and path.name != "lock"]
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def manifest() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((Path(MIRROR) / "manifest.json").read_text("utf-8"))
    return rows


def states(runs: dict[str, SourceRun]) -> Counter[str]:
    total: Counter[str] = Counter()
    for run in runs.values():
        assert run.ended == "finished", run
        assert run.error is None
        total.update(run.states)
    return total


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mirror, dict[str, SourceRun]]:
    mirror = Mirror(tmp_path_factory.mktemp("mirror"))
    return mirror, mirror.crawl()


def test_every_article_of_the_manifest_is_archived(crawled: tuple[Mirror, dict[str, SourceRun]]) -> None:
    mirror, runs = crawled
    assert states(runs)["new"] == len(manifest()) + 3  # a challenge, a soft 404 and an empty page are pages too
    with Archive(mirror.settings.archive_folder) as archive:
        archived = {page.url for page in archive.pages() if page.contents}
        assert list(archive.verify()) == []
    assert {mirror.site + row["path"] for row in manifest()} <= archived


def test_every_title_and_date_is_right(crawled: tuple[Mirror, dict[str, SourceRun]]) -> None:
    mirror, _ = crawled
    articles = {line["url"]: line for line in export_articles(mirror.settings)}
    assert len(articles) == len(manifest())
    for row in manifest():
        article = articles[mirror.site + row["path"]]
        assert article["title"] == row["title"]
        at = str(article["published_at"])
        assert at.startswith(row["published"][:10]), (row, article)
        if "T" in row["published"]:
            assert at.startswith(row["published"][:16]), (row, article)
            assert at.endswith("+08:00")


def test_meetings_are_told_from_other_news(crawled: tuple[Mirror, dict[str, SourceRun]]) -> None:
    mirror, _ = crawled
    reports = mirror.reports()
    wrong = [
        row["title"]
        for row in manifest()
        if reports[mirror.site + row["path"]].is_meeting != (row["kind"] == "meeting")
    ]
    assert len(wrong) <= len(manifest()) // 10, wrong


def test_traps_are_told_apart_with_their_reasons(crawled: tuple[Mirror, dict[str, SourceRun]]) -> None:
    mirror, runs = crawled
    said = {url.removeprefix(mirror.site): issue for url, issue in mirror.issues().items()}
    assert {url: issue.reason for url, issue in said.items()} == {
        "/traps/challenge.html": "challenge",
        "/traps/notfound200.html": "soft_404",
        "/traps/empty.html": "empty",
        "/traps/missing.html": "missing",
        "/traps/private/secret.html": "robots_refused",
        "http://127.0.0.2:9/offsite.html": "off_site",
    }
    assert all(issue.message for issue in said.values())
    assert runs["mirror_traps"].reports == 1
    paths = [json.loads(line)["path"] for line in mirror.log.read_text("utf-8").splitlines()]
    assert "/traps/private/secret.html" not in paths
    agents = {json.loads(line)["agent"] for line in mirror.log.read_text("utf-8").splitlines()}
    assert all(agent.startswith("jiyao/") for agent in agents)


def test_expectations_of_healthy_sites_are_met(crawled: tuple[Mirror, dict[str, SourceRun]]) -> None:
    _, runs = crawled
    assert {name: run.missed for name, run in runs.items()} == dict.fromkeys(runs, ())


def test_a_second_crawl_fetches_only_what_changed_and_a_rebuild_makes_the_same_documents(
    crawled: tuple[Mirror, dict[str, SourceRun]],
) -> None:
    mirror, _ = crawled
    before = mirror.index_files()
    runs = mirror.crawl()
    assert states(runs) == {"unchanged": len(manifest()) + 3, "still_gone": 1}
    statuses = mirror.statuses()
    assert statuses[200] == len(runs)  # robots.txt, once a source
    assert mirror.index_files() == before

    reports, issues = mirror.reports(), mirror.issues()
    rebuilt = rebuild(mirror.settings)
    assert rebuilt.reports == len(manifest())
    assert mirror.reports() == reports
    assert mirror.issues() == issues

    runs = mirror.crawl("--edition", "2")
    changed = states(runs)
    assert (changed["edited"], changed["gone"], changed["new"]) == (1, 1, 1), changed
    after = mirror.reports()
    assert len(after) == len(reports) + 1
    edited = [url for url, report in reports.items() if after[url].digest != report.digest]
    assert len(edited) == 1
    history = after[edited[0]].history
    assert history is not None
    assert (history.versions, history.withdrawn_at) == (2, None)
    withdrawn = [url for url, report in after.items() if report.history and report.history.withdrawn_at]
    assert len(withdrawn) == 1
    assert after[withdrawn[0]].text == reports[withdrawn[0]].text
    rebuild(mirror.settings)
    assert mirror.reports() == after


def test_a_site_that_fails_a_third_of_the_time_is_harvested_whole(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path)
    runs = mirror.crawl("--fail", "0.3")
    assert states(runs)["new"] == len(manifest()) + 3
    assert len(mirror.reports()) == len(manifest())


SLOW = 2.0


def test_a_slow_site_is_harvested_whole_and_politely(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path)
    file = tmp_path / "sources" / "mirror_oldsite.yaml"
    rules = file.read_text("utf-8")
    assert "{delay: 0, concurrency: 2}" in rules
    file.write_text(rules.replace("{delay: 0, concurrency: 2}", "{delay: 0.1, concurrency: 2}"), "utf-8")
    articles = [row for row in manifest() if row["site"] == "oldsite"]
    with mirror.serving("--slow", str(SLOW)):
        [run] = harvest(mirror.settings, ["mirror_oldsite"])
    assert (run.ended, run.error, run.missed) == ("finished", None, ())
    assert run.states == {"new": len(articles)}
    assert len(mirror.reports()) == len(articles)
    assert not mirror.issues()

    asked = [json.loads(line) for line in mirror.log.read_text("utf-8").splitlines()]
    assert Counter(row["path"] for row in asked).most_common(1)[0][1] == 1, (
        "a slow answer is waited for, not asked again"
    )
    assert {row["status"] for row in asked} <= {200, 404}
    ended = sorted(row["at"] for row in asked)  # an answer is noted when it has been given
    begun = [at - SLOW for at in ended]
    assert max(sum(start <= at < end for start, end in zip(begun, ended, strict=True)) for at in begun) <= 2
    # The slower a site answers, the longer it is left alone: half of what an answer takes, give or take half of that.
    waits = [after - before for before, after in pairwise(begun[4:])]
    assert min(waits) > SLOW / 2 * 0.4, waits
    assert fmean(waits) > SLOW / 2 * 0.8, waits


ASKED: list[dict[str, Any]] = [
    {},
    {"text": "会议", "facets": ("source", "kind", "level", "places", "month"), "facet_size": 100},
    {"text": "會議", "facets": ("source", "kind", "level", "places", "month"), "facet_size": 100},
    {"text": '"常务会议"'},
    {"text": '"常務會議" -防汛', "sort": "held"},
    {"text": "書記 OR 县长", "source": ("mirror_county", "mirror_big5"), "facets": ("people", "chairs", "roles")},
    {"text": "资讯", "meetings_only": False},
    {"text": "工作", "script": ("Hant",), "facets": ("script", "publisher", "year")},
    {"text": "民生", "held_from": date(2015, 1, 1), "sort": "held", "oldest_first": True},
    {"role": Role.CHAIR, "sort": "published", "facets": ("chairs", "body"), "size": 50},
    {"meetings_only": False, "sort": "first_seen", "offset": 20, "size": 30},
    {"of": "attendances", "text": "書記", "role": Role.SPEAKER, "facets": ("people", "titles")},
    {"of": "attendances", "sort": "held", "size": 200},
    {"of": "statements", "text": "发展", "facets": ("people", "source")},
]


@pytest.fixture(scope="module")
def both(
    crawled: tuple[Mirror, dict[str, SourceRun]], elasticsearch_url: str
) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    """The embedded index that the crawls made, and an Elasticsearch that a rebuild made of their archive."""
    mirror, _ = crawled
    settings = mirror.settings.model_copy(update={"elasticsearch": elasticsearch_url, "index_prefix": "test_mirror"})
    delete_indices(elasticsearch_url, "test_mirror")
    assert rebuild(settings).reports >= len(manifest())
    with closing(open_index(mirror.settings)) as embedded, closing(open_index(settings)) as elastic:
        yield embedded, elastic
    delete_indices(elasticsearch_url, "test_mirror")


def test_a_rebuild_into_elasticsearch_holds_the_documents_of_the_embedded_index(
    both: tuple[SearchIndex, SearchIndex],
) -> None:
    crawled_reports, rebuilt_reports = (
        {hit.report_id: hit.report for hit in index.scan() if hit.report} for index in both
    )
    assert len(crawled_reports) >= len(manifest())
    assert rebuilt_reports.keys() == crawled_reports.keys()
    for id, report in crawled_reports.items():
        assert rebuilt_reports[id] == report, report.url
    for rows in ("attendances", "statements"):
        crawled_rows, rebuilt_rows = (
            [hit.values for hit in index.scan(SearchQuery(of=rows, meetings_only=False))]  # type: ignore[arg-type]
            for index in both
        )
        assert crawled_rows
        assert sorted(rebuilt_rows, key=repr) == sorted(crawled_rows, key=repr)


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_elasticsearch_answers_about_the_mirror_as_the_embedded_index_does(
    both: tuple[SearchIndex, SearchIndex], asked: dict[str, Any]
) -> None:
    embedded, elastic = (index.search(SearchQuery(**asked)) for index in both)
    assert embedded == elastic
    assert embedded.total > 0


@pytest.mark.parametrize(("simplified", "traditional"), [("会议", "會議"), ("书记", "書記"), ("发展", "發展")])
def test_a_query_in_either_script_finds_the_same_pages_of_the_mirror(
    both: tuple[SearchIndex, SearchIndex], simplified: str, traditional: str
) -> None:
    for index in both:
        found, also = (index.search(SearchQuery(text=words, size=200)) for words in (simplified, traditional))
        assert [hit.report_id for hit in found.hits] == [hit.report_id for hit in also.hits]
        assert found.total == also.total > 0
