"""A small site on loopback that a test changes while it stands: lists, articles, walls, moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from loopback import on_loopback, root_of

from jiyao.settings import Settings

SOURCE = """\
title: 变县
publisher: 变县人民政府
language: zh-Hans
start: {root}/list.html
listing: {{items: li, link: "a::attr(href)", title: a, date: span::text}}
articles: {{allow: /a/}}
article: {{title: h1, published: .date, body: .text}}
politeness: {{delay: 0}}
"""


@dataclass
class Answer:
    """What the site answers at a path."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def article(number: int, chair: str = "卢正明", *, body: str = "text") -> Answer:
    """A report of a meeting; ``body`` is the class of the element that holds its text."""
    day = number % 28 + 1
    text = f"11月{day}日上午，县委副书记、县长{chair}主持召开县政府第{number}次常务会议，研究冬季供暖保障工作。副县长何立春参加。"
    return Answer(
        f"<html><head><meta charset=utf-8></head><body><h1>县政府召开第{number}次常务会议</h1>"
        f"<p class=date>2026-11-{day:02}</p><div class={body}><p>{text}</p><p>会议听取了有关部门的汇报，提出了要求。</p></div></body></html>"
    )


@dataclass
class ChangingSite:
    """``answers`` by path; ``asked`` counts what was asked for. Its source lies in ``settings.sources``.

    ``respond`` is given the path and what was posted, and answers before ``answers`` do.
    """

    root: str
    settings: Settings
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    on_request: Callable[[str], None] | None = None
    respond: Callable[[str, str], Answer | None] | None = None

    def describe(self, more: str = "", rules: str = SOURCE, name: str = "county") -> None:
        """Write the source file, with more lines; each name has an address of its own for the same list."""
        assert self.settings.sources is not None
        self.settings.sources.mkdir(exist_ok=True)
        if name != "county":
            rules = rules.replace("/list.html", f"/{name}/list.html").replace("allow: /a/", f"allow: /a/|/{name}/a/")
        (self.settings.sources / f"{name}.yaml").write_text(rules.format(root=self.root) + more, "utf-8")

    def list(self, *names: str, **titles: str) -> None:
        """Let the list name these articles, ``a/{name}.html`` each."""
        rows = "".join(f'<li><a href="/a/{name}.html">{name}</a><span>2026-11-20</span></li>' for name in names)
        self.answers["/list.html"] = Answer(f"<html><body><ul>{rows}</ul></body></html>")

    def publish(self, numbers: range, **more: Any) -> None:
        """Let the site show the reports of these numbers, and list them all."""
        for number in numbers:
            self.answers[f"/a/{number}.html"] = article(number, **more)
        self.list(*map(str, numbers))

    def url(self, number: int | str) -> str:
        """The address of an article."""
        return f"{self.root}/a/{number}.html"


@contextmanager
def changing_site(folder: Path) -> Iterator[ChangingSite]:
    """Serve an empty site; its data and sources lie below ``folder``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode())

        def do_GET(self) -> None:
            self._answer("")

        def _answer(self, posted: str) -> None:
            path = self.path.split("#")[0]
            site.asked[path] += 1
            site.headers.setdefault(path, []).append({name.lower(): value for name, value in self.headers.items()})
            if site.on_request:
                site.on_request(path)
            responded = site.respond(path, posted) if site.respond else None
            if path.endswith("/list.html"):
                path = "/list.html"
            answer = responded or site.answers.get(path, Answer("<h1>404</h1>", 404))
            self.send_response(answer.status)
            data = answer.body.encode()
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
            for header in (headers | answer.headers).items():
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with on_loopback(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        site = ChangingSite(root_of(server), Settings(data=folder / "data", sources=folder / "sources"))
        site.describe()
        yield site


@pytest.fixture
def site(tmp_path: Path, warm: None) -> Iterator[ChangingSite]:
    """A site with five reports."""
    with changing_site(tmp_path) as standing:
        standing.publish(range(1, 6))
        yield standing
