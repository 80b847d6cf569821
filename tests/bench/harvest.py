"""Pages a second from a loopback site: ours to archive and index, a bare Scrapy spider's, and news-please's.

    python tests/bench/harvest.py [--pages 2000] [--news-please PYTHON]

All read the same pages from the same server, a process of its own, one after the
other, with politeness off. The bare spider follows the same lists and only
downloads; ours archives (flushed, page by page), understands and indexes, process
start and closing included for both. news-please gets the addresses as a list
(``NewsPlease.from_urls``) and extracts; PYTHON is that of an environment where it
is installed (``pip install news-please``). Measured for ours too: the memory of
the harvest's processes together, at each tenth of the pages.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
# ruff: noqa: E402

import psutil
from changing_site import SOURCE, article

from jiyao.progress import Progress
from jiyao.runs import harvest
from jiyao.settings import Settings

A_LIST = 100
_BARE = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = [sys.argv[1] + "/list.html"]
    got = 0
    def parse(self, response):
        for href in response.css("li a::attr(href)").getall():
            yield response.follow(href, self.article)
        for href in response.css("a.next::attr(href)").getall():
            yield response.follow(href, self.parse, priority=10)
    def article(self, response):
        Bare.got += 1
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0,
                          "TELNETCONSOLE_ENABLED": False, "WARN_ON_GENERATOR_RETURN_VALUE": False})
process.crawl(Bare)
process.start()
print(Bare.got)
"""
_NEWS_PLEASE = """
import sys, json
from newsplease import NewsPlease
found = NewsPlease.from_urls(json.load(sys.stdin))
print(sum(1 for article in found.values() if article and article.maintext))
"""


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages = 0

    def do_GET(self) -> None:
        body = self.body().encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> str:
        if found := re.fullmatch(r"/a/(\d+)\.html", self.path):
            return article(int(found[1])).body.replace(
                "</p><p>", "</p><p>" + "全县各单位按照安排有序推进供暖管网改造和设备检修。" * 40 + "</p><p>"
            )
        if found := re.fullmatch(r"/list(?:_(\d+))?\.html", self.path):
            number = int(found[1] or 0)
            rows = range(number * A_LIST, min((number + 1) * A_LIST, self.pages))
            following = f'<a class=next href="/list_{number + 1}.html">next</a>' if rows.stop < self.pages else ""
            items = "".join(f"<li><a href=/a/{n}.html>{n}</a><span>2026-11-20</span></li>" for n in rows)
            return f"<ul>{items}</ul>{following}" if rows else ""
        return ""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(pages: int) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, __file__, "--pages", str(pages), "--serve", str(port)])
    try:
        while True:
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


class Memory:
    """What this process's children hold together, in MB, at each tenth of the pages."""

    def __init__(self, pages: int) -> None:
        self._tenth = max(pages // 10, 1)
        self.at: dict[int, float] = {}

    def __call__(self, progress: Progress) -> None:
        tenth = progress.done // self._tenth
        if tenth and tenth not in self.at:
            children = psutil.Process().children(recursive=True)
            crawl = (child for child in children if "--serve" not in child.cmdline())
            self.at[tenth] = sum(child.memory_info().rss for child in crawl) / 2**20


def ours(root: str, pages: int, memory: Memory) -> float:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", sources=Path(folder) / "sources")
        assert settings.sources
        settings.sources.mkdir()
        rules = SOURCE.replace("delay: 0}", "delay: 0, concurrency: 16}").replace(
            "date: span::text}}", "date: span::text, paging: {{link: a.next}}, pages: 100000}}"
        )
        (settings.sources / "county.yaml").write_text(rules.format(root=root), "utf-8")
        begun = time.perf_counter()
        [run] = harvest(settings, watch=memory)
        spent = time.perf_counter() - begun
        assert (run.states, run.verdict, run.reports) == ({"new": pages}, "published", pages), run
    return spent


def bare(root: str, pages: int) -> float:
    begun = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", _BARE, root], capture_output=True, text=True, check=True)
    assert int(said.stdout) == pages, said.stdout
    return time.perf_counter() - begun


def news_please(root: str, pages: int, python: str) -> float:
    addresses = json.dumps([f"{root}/a/{n}.html" for n in range(pages)])
    begun = time.perf_counter()
    said = subprocess.run([python, "-c", _NEWS_PLEASE], input=addresses, capture_output=True, text=True, check=True)
    print(f"    news-please extracted a text from {said.stdout.strip().splitlines()[-1]} of {pages}")
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--news-please", metavar="PYTHON", default=os.environ.get("JIYAO_TEST_NEWS_PLEASE"))
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        Site.pages = given.pages
        server = ThreadingHTTPServer(("127.0.0.1", given.serve), Site)
        server.daemon_threads = True
        server.serve_forever()
    with served(given.pages) as root:
        memory = Memory(given.pages)
        rounds = [(ours(root, given.pages, memory), bare(root, given.pages)) for _ in range(given.rounds)]
        our, their = (given.pages / statistics.median(times) for times in zip(*rounds, strict=True))
        print(f"ours, to archive and index:  {our:8.0f} pages/s")
        print(f"bare Scrapy, downloads only: {their:8.0f} pages/s; ours is {our / their:.2f} of it (goal .7)")
        if given.news_please:
            some = min(given.pages, 500)
            rate = some / news_please(root, some, given.news_please)
            print(f"news-please, {some} pages:      {rate:8.0f} pages/s; ours is {our / rate:.1f} times it (goal 5)")
        else:
            print("news-please was not measured: name a Python that has it (--news-please, JIYAO_TEST_NEWS_PLEASE)")
    told = ", ".join(f"{tenth}0 %: {held:.0f}" for tenth, held in sorted(memory.at.items()))
    print(f"memory of the harvest's processes together, MB, by pages done: {told}")


if __name__ == "__main__":
    main()
