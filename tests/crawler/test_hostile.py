"""A site that wants no visitors, or means harm: each of its answers is told apart, none hurts."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from loopback import on_loopback, root_of

from jiyao.runs import SourceRun, harvest
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.ledger import Ledger, ledger_file

PARAGRAPH = "12月4日上午，县长王建军主持召开县政府第9次常务会议，研究部署冬季清洁取暖工作，听取有关部门的汇报。" * 5
ARTICLE = (
    "<html><head><meta charset=utf-8></head><body><h1>县政府召开第9次常务会议</h1><i>2024-12-05</i>"
    f"<div>{PARAGRAPH}</div></body></html>"
)
NAMES = [
    "good",
    "squeezed",
    "busy",
    "wall",
    "forbidden",
    "to_article",
    "to_home",
    "to_other",
    "loop",
    "to_file",
    "endless",
]

SOURCE = """\
title: 险县
language: zh-Hans
start: http://127.0.0.1:{port}/list.html
listing: {{items: li, link: "a::attr(href)", paging: {{formula: "list_{{n}}.html"}}}}
articles: {{allow: /a/\\w+\\.html$}}
article: {{title: h1, published: i, body: div}}
politeness: {{delay: 0, concurrency: 2}}
"""


class Hostile(BaseHTTPRequestHandler):
    tries: ClassVar[Counter[str]] = Counter()
    elsewhere: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2].removesuffix(".html")
        self.tries[name] += 1
        match name:
            case "robots.txt":
                self.answer(404)
            case "good" | "final":
                self.answer(200, ARTICLE.encode())
            case "squeezed":
                self.answer(200, gzip.compress(ARTICLE.encode()), ("Content-Encoding", "gzip"))
            case "busy" if self.tries[name] < 3:
                self.answer(503, b"", ("Retry-After", "0"))
            case "busy":
                self.answer(200, ARTICLE.encode())
            case "wall":
                self.answer(412, b"<script>go({})</script>")
            case "forbidden":
                self.answer(403)
            case "to_article":
                self.answer(302, b"", ("Location", "/a/final.html"))
            case "to_home":
                self.answer(302, b"", ("Location", "/index.html"))
            case "to_other":
                self.answer(302, b"", ("Location", f"http://127.0.0.2:{self.server.server_address[1]}/a/inside.html"))
            case "loop":
                self.answer(302, b"", ("Location", "/a/loop.html"))
            case "to_file":
                self.answer(302, b"", ("Location", "file:///etc/passwd"))
            case "endless":
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(10**9))
                self.end_headers()
            case "index":
                self.answer(200, b"<h1>home</h1>")
            case _ if self.path.startswith("/list"):
                # A calendar without an end: every page names the same articles, and there is always one more page.
                items = "".join(f'<li><a href="/a/{each}.html">x</a></li>' for each in NAMES)
                self.answer(200, f"<ul>{items}</ul>".encode())
            case _:
                self.elsewhere[self.path] += 1
                self.answer(404)

    def answer(self, status: int, body: bytes = b"", *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for header in (("Content-Type", "text/html"), ("Content-Length", str(len(body))), *headers):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, SourceRun, str]]:
    folder = tmp_path_factory.mktemp("hostile")
    with on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Hostile)) as server:
        port = server.server_address[1]
        (folder / "sources").mkdir()
        (folder / "sources/hostile.yaml").write_text(SOURCE.format(port=port), "utf-8")
        settings = Settings(data=folder / "data", sources=folder / "sources")
        [run] = harvest(settings)
        yield settings, run, root_of(server)


def test_every_answer_has_its_reason(visited: tuple[Settings, SourceRun, str]) -> None:
    settings, run, site = visited
    assert (run.ended, run.error) == ("finished", None)
    with closing(Ledger(ledger_file(settings))) as ledger:
        reasons = {
            issue.url.removeprefix(f"{site}/a/").removesuffix(".html"): issue.reason for issue in ledger.issues()
        }
    assert reasons == {
        "wall": "challenge",
        "forbidden": "refused",
        "to_home": "moved",
        "to_other": "off_site",
        "to_file": "moved",
        "loop": "redirect_loop",
        "endless": "too_large",
    }


def test_pages_behind_trouble_are_kept(visited: tuple[Settings, SourceRun, str]) -> None:
    settings, run, site = visited
    assert run.states == {"new": 4}
    with Archive(settings.archive_folder) as archive:
        pages = {page.url.removeprefix(f"{site}/a/"): archive.read(page.entries[0]) for page in archive.pages()}
    assert set(pages) == {"good.html", "squeezed.html", "busy.html", "final.html"}
    assert {capture.body for capture in pages.values()} == {ARTICLE.encode()}


def test_a_site_that_is_busy_is_asked_again_when_it_said(visited: tuple[Settings, SourceRun, str]) -> None:
    assert Hostile.tries["busy"] == 3
    assert Hostile.tries["wall"] == Hostile.tries["forbidden"] == 1  # a challenge is never tried again


def test_a_list_without_an_end_is_left_when_it_says_nothing_new_twice(visited: tuple[Settings, SourceRun, str]) -> None:
    assert Hostile.tries["list"] == 1
    assert Hostile.tries["list_1"] == 1
    assert Hostile.tries["list_2"] == 1
    assert Hostile.tries["list_3"] == 0


def test_no_page_leads_us_elsewhere(visited: tuple[Settings, SourceRun, str]) -> None:
    assert Hostile.elsewhere == Counter()
