"""Lists that are more than a page with a link, walked by the spider: a form, an iframe, a day, a year, a scheme."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from loopback import on_loopback, root_of

from jiyao.runs import SourceRun, harvest
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.ledger import Ledger, ledger_file

pytestmark = pytest.mark.usefixtures("warm")

TEXT = "3月4日上午，县长骆青禾主持召开县政府第21次常务会议，研究春灌用水、校舍维修等工作，听取县水务局的汇报。" * 3
ARTICLE = f"<html><head><meta charset=utf-8></head><body><h1>县政府召开常务会议</h1><i>2025-03-04</i><div>{TEXT}</div></body></html>"
HEAD = (
    "title: 走县\nlanguage: zh-Hans\npoliteness: {delay: 0}\narticles: {allow: /a/}\narticle: {title: h1, body: div}\n"
)

Answer = Callable[[str, str], str | None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """Serve what ``answer`` (a function of path and posted body) returns; None is a 404, an article is always there."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send(ARTICLE if self.path.startswith("/a/") else answer(self.path, ""))

        def do_POST(self) -> None:
            self.send(answer(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def send(self, text: str | None) -> None:
            body = (text or "").encode()
            self.send_response(200 if text is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Site)) as server:
        yield root_of(server)


def crawl(
    folder: Path, source: str, site: str = "", lists: Sequence[str] = ()
) -> tuple[SourceRun, list[str], dict[str, str]]:
    """Harvest a source; return its run, which of the lists were archived, and the issues."""
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "walk.yaml").write_text(HEAD + source, "utf-8")
    settings = Settings(data=folder / "data", sources=folder / "sources")
    [run] = harvest(settings)
    with Archive(settings.archive_folder) as archive:
        kept = [path for path in lists if archive.page("walk", f"{site}/{path}", "listing")]
    with closing(Ledger(ledger_file(settings))) as ledger:
        return run, kept, {issue.url: issue.reason for issue in ledger.issues()}


def links(*numbers: int) -> str:
    return "<ul>" + "".join(f"<li><a href=/a/{n}.html>会议{n}</a></li>" for n in numbers) + "</ul>"


def test_a_form_is_posted_page_by_page_and_each_page_is_archived(tmp_path: Path) -> None:
    def answer(path: str, body: str) -> str | None:
        n = int(parse_qs(body).get("page", ["0"])[0])
        return json.dumps({"pages": 3, "rows": [{"u": f"/a/{n}{i}.html"} for i in (1, 2)]}) if n else None

    with serving(answer) as site:
        run, kept, issues = crawl(
            tmp_path,
            f"start: {site}/list\nlisting:\n  kind: json\n  items: rows[*]\n  link: u\n  request: {{form: 'page={{n}}'}}\n"
            "  paging: {first: 2, count: '\"pages\": (\\d+)'}\n",
            site,
            asked := ["list#page=1", "list#page=2", "list#page=3"],
        )
    assert run.states["new"] == 6
    assert kept == asked
    assert issues == {}


@pytest.mark.parametrize("href", ["http://[x", "javascript:void(0)", "http://x:99999/"])
def test_a_link_that_leads_to_no_next_page_breaks_the_list_off_and_is_said(tmp_path: Path, href: str) -> None:
    shown = {"/list.html": links(1, 2) + "<a class=n href=/list_2.html>下一页</a>", "/list_2.html": links(3, 4)}
    with serving(lambda path, _: shown.get(path)) as site:
        source = f"start: {site}/list.html\nlisting:\n  items: li\n  link: a\n  paging: {{link: a.n}}\n"
        assert crawl(tmp_path, source, site)[0].states["new"] == 4
        shown["/list.html"] = links(2, 5) + f"<a class=n href='{href}'>下一页</a>"
        run, _, issues = crawl(tmp_path, source, site)
        assert (run.ended, run.states["new"]) == ("finished", 1)
        assert run.issues.get("unreadable_list") == 1
        assert issues[f"{site}/list.html"] == "unreadable_list"
        assert "unlisted" not in run.states
        with closing(Ledger(ledger_file(Settings(data=tmp_path / "data")))) as ledger:
            [said] = [issue.message for issue in ledger.issues() if issue.reason == "unreadable_list"]
            assert href in said
            assert not ledger.begin_walk("walk", f"{site}/list.html"), "it was not walked to its end"
        shown["/list.html"] = links(2, 5)
        assert "unreadable_list" not in crawl(tmp_path, source, site)[2].values()


def test_rows_that_lead_to_no_address_are_told(tmp_path: Path) -> None:
    lost = "<li><a href='javascript:show(7)'>县政府召开第三次常务会议</a></li><li><a href='#'>更多</a></li>"
    with serving(lambda path, _: {"/list.html": links(1, 2) + lost}.get(path)) as site:
        source = f"start: {site}/list.html\nlisting: {{items: li, link: a, title: a}}\n"
        run, _, issues = crawl(tmp_path, source, site)
    assert run.states["new"] == 2
    assert issues == {f"{site}/list.html": "no_address"}
    with closing(Ledger(ledger_file(Settings(data=tmp_path / "data")))) as ledger:
        [said] = [issue.message for issue in ledger.issues()]
    assert said.startswith("1 row of 4 lead to no address, such as “县政府召开第三次常务会议” (javascript:show(7))")


def test_an_answer_without_records_behind_the_last_page_ends_the_list(tmp_path: Path) -> None:
    records = [f"<record><![CDATA[<li><a href=/a/{n}.html>会议</a></li>]]></record>" for n in range(1, 5)]

    def answer(path: str, body: str) -> str | None:
        if not body:
            return None
        at = int(parse_qs(body)["page"][0]) * 2
        return f"<datastore>{''.join(records[at - 2 : at])}</datastore>"

    with serving(answer) as site:
        source = (
            f"start: {site}/proxy\nlisting: {{inside: {{tag: record}}, items: li, link: a, request: {{form: 'page={{n}}'}}, "
            "paging: {first: 2}}\nexpect: {issues: 0, alike: 1}\n"
        )
        for states in ({"new": 4}, {"unchanged": 4}):
            run, _, issues = crawl(tmp_path, source, site)
            assert (run.states, issues, run.missed) == (states, {}, ())
    with closing(Ledger(ledger_file(Settings(data=tmp_path / "data")))) as ledger:
        assert ledger.begin_walk("walk", f"{site}/proxy"), "it was walked to its end"


def test_a_list_in_an_iframe_is_followed_once_and_then_walked(tmp_path: Path) -> None:
    pages = {
        "/index.html": "<iframe id=list src=/frame/list.html></iframe>",
        "/frame/list.html": links(1, 2),
        "/frame/list_2.html": links(3),
    }
    with serving(lambda path, _: pages.get(path)) as site:
        run, kept, issues = crawl(
            tmp_path,
            f"start: {site}/index.html\nlisting:\n  frame: iframe#list\n  items: li\n  link: a\n"
            "  paging: {formula: 'list_{n}.html', first: 2}\n",
            site,
            asked := ["frame/list.html", "frame/list_2.html", "index.html"],
        )
    assert run.states["new"] == 3
    assert kept == asked
    assert issues == {}


def test_a_frame_that_leads_to_itself_or_away_ends_with_a_reason(tmp_path: Path) -> None:
    for place, source in enumerate(("/index.html", "https://elsewhere.example/list.html")):
        folder = tmp_path / str(place)
        folder.mkdir()
        with serving(lambda _path, _body, source=source: f"<iframe src={source}></iframe>") as site:  # type: ignore[misc]
            run, _, issues = crawl(
                folder, f"start: {site}/index.html\nlisting: {{frame: iframe, items: li, link: a}}\n"
            )
        assert run.ended == "finished"
        assert list(issues.values()) == ["unreadable_list"]


def test_a_list_for_each_day_may_be_missing_or_empty(tmp_path: Path) -> None:
    today = date.today()
    days = [f"{today - timedelta(days=back):%Y%m/%d}" for back in range(-1, 6)]  # a test may run across midnight

    def answer(path: str, _: str) -> str | None:
        day = path.removeprefix("/d/").removesuffix("c.htm")
        return links(days.index(day)) if day in days[1::2] else "<ul></ul>" if day == days[2] else None

    with serving(answer) as site:
        run, _, issues = crawl(
            tmp_path, f"start: '{site}/d/{{yyyy}}{{mm}}/{{dd}}c.htm'\ndays: 4\nlisting: {{items: li, link: a}}\n"
        )
    assert run.states["new"] == 2
    assert issues == {}


def test_archives_by_year_are_walked_from_the_newest(tmp_path: Path) -> None:
    pages = {f"/{year}/index.html": links(year) for year in (2022, 2023)}
    with serving(lambda path, _: pages.get(path)) as site:
        run, kept, issues = crawl(
            tmp_path,
            f"start: '{site}/{{year}}/index.html'\nyears: {{first: 2021, last: 2023}}\nlisting: {{items: li, link: a}}\n",
            site,
            ["2021/index.html", "2022/index.html", "2023/index.html"],
        )
    assert run.states["new"] == 2
    assert kept == ["2022/index.html", "2023/index.html"]
    assert issues == {}
