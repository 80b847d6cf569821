"""Golden pages: what a source must make of a page as received, beside the source's file.

One folder is one page, under ``NAME.pages`` beside ``NAME.yaml``: ``page.html``
(or another ending), ``request.json`` (``url``, ``status``, and where they
matter ``kind``, ``content_type``, ``listed_title``, ``listed_date``,
``captured_at``), and what must come of it: ``article.json``, ``listing.json``
for a list page, or ``issue.json`` for a page that must be refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.listing import ListingError, judge, read_listing
from crawler.paging import next_ask
from jiyao.errors import SourceError
from jiyao.model import Article, Capture, Issue, Listed
from jiyao.source import Source
from pipelines.dates.published import published_at
from pipelines.extract import extract

_WHEN = "2026-11-22T00:00:00+00:00"
_EXPECTATIONS = ("article", "listing", "issue")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was expected of a golden page and what came: the kind (article, listing, issue) and its values."""

    source: str
    page: str
    expected: tuple[str, dict[str, Any]] | None
    came: tuple[str, dict[str, Any]]

    @property
    def as_expected(self) -> bool:
        """Whether the page came out as its folder says."""
        return self.expected == self.came

    def differences(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield each value that differs: its name, what was expected, what came."""
        if self.expected is None or self.expected[0] != self.came[0]:
            yield "what it is", self.expected and _in_short(self.expected), _in_short(self.came)
            return
        (_, expected), (_, came) = self.expected, self.came
        for name in dict.fromkeys([*expected, *came]):
            if expected.get(name) != came.get(name):
                yield from _apart(name, expected.get(name), came.get(name))


def golden_folders(source_file: Path) -> list[Path]:
    """Return the folders of a source's golden pages, by name."""
    pages = source_file.with_suffix(".pages")
    return sorted(path for path in pages.iterdir() if path.is_dir()) if pages.is_dir() else []


def judge_page(folder: Path, source: Source) -> Judgement:
    """Return what comes of a golden page, beside what is expected; :class:`SourceError` where the folder is broken."""
    expected = [(kind, _json(folder / f"{kind}.json")) for kind in _EXPECTATIONS if (folder / f"{kind}.json").exists()]
    if len(expected) > 1:
        raise SourceError(f"{folder}: expects several things: {', '.join(kind for kind, _ in expected)}", "Keep one.")
    came = _came(_capture(folder, source), source)
    return Judgement(source.name, folder.name, expected[0] if expected else None, came)


def accept(folder: Path, judgement: Judgement) -> None:
    """Write what came as what is expected from now on."""
    for kind in _EXPECTATIONS:
        (folder / f"{kind}.json").unlink(missing_ok=True)
    kind, values = judgement.came
    (folder / f"{kind}.json").write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", "utf-8")


def begin(source_file: Path, capture: Capture, source: Source) -> tuple[Path, Judgement]:
    """Make a golden page of a capture, with what comes of it now as what is expected; return its folder and that.

    :class:`SourceError` where the source has a page of that name already, or the folder cannot be written.
    """
    folder = _free(source_file.with_suffix(".pages") / _name_of(capture), capture.url)
    told = {
        "url": capture.url,
        "status": capture.status,
        "captured_at": capture.captured_at.isoformat(),
        "kind": capture.kind if capture.kind != "article" else None,
        "content_type": capture.header("Content-Type"),
        "listed_title": capture.listed.title,
        "listed_date": capture.listed.published,
    }
    request = {name: value for name, value in told.items() if value}
    try:
        folder.mkdir(parents=True)
        (folder / f"page.{_ending(capture)}").write_bytes(capture.body)
        (folder / "request.json").write_text(json.dumps(request, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except FileExistsError:
        raise SourceError(f"{folder}: is a golden page already", "Delete the folder to keep the page anew.") from None
    except OSError as error:
        raise SourceError(f"{folder}: {error.strerror}", "Name a folder of yours with JIYAO_SOURCES.") from None
    judgement = judge_page(folder, source)
    accept(folder, judgement)
    return folder, judgement


_LONGEST_NAME, _MOST_ALIKE = 60, 99


def _free(folder: Path, url: str) -> Path:
    """Return the folder, with a number where another address has that name already."""
    numbered = (folder, *(folder.with_name(f"{folder.name}-{number}") for number in range(2, _MOST_ALIKE)))
    return next((one for one in numbered if not one.exists() or _json(one / "request.json").get("url") == url), folder)


def _name_of(capture: Capture) -> str:
    """Return a folder's name of an address: xwzx-202501-t20250117-1; a list begins with list."""
    asked = urlsplit(capture.url)
    words = re.sub(r"\.(?:s?html?|jsp|aspx?|php|json|xml)$", "", unquote(asked.path)) + " " + asked.query
    name = re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]+", "-", words).strip("-")[-_LONGEST_NAME:].strip("-")
    return "-".join(part for part in ("list" if capture.kind == "listing" else "", name) if part) or "page"


def _ending(capture: Capture) -> str:
    said = (capture.header("Content-Type") or "").lower()
    return next((ending for ending in ("json", "xml") if ending in said and "html" not in said), "html")


def _capture(folder: Path, source: Source) -> Capture:
    request = _json(folder / "request.json")
    bodies = [path for path in folder.iterdir() if path.stem == "page"]
    if len(bodies) != 1:
        raise SourceError(f"{folder}: holds {len(bodies)} files page.*, not one", "Add the page as received.")
    content_type = request.get("content_type")
    return Capture(
        source.name,
        request["url"],
        datetime.fromisoformat(request.get("captured_at", _WHEN)),
        request.get("status", 200),
        (("Content-Type", content_type),) if content_type else (),
        bodies[0].read_bytes(),
        request.get("kind", "article"),
        Listed(request.get("listed_title"), request.get("listed_date")),
    )


def _came(capture: Capture, source: Source) -> tuple[str, dict[str, Any]]:
    if capture.kind == "listing":
        return _list(capture, source)
    found = extract(capture, source)
    if isinstance(found, Issue):
        return "issue", {"reason": found.reason}
    return "article", _article(found, capture, source)


def _list(capture: Capture, source: Source) -> tuple[str, dict[str, Any]]:
    try:
        said = read_listing(capture, source.listing)
    except ListingError:
        return "issue", {"reason": "unreadable_list"}
    if not said.links and not said.frame:
        return "issue", {"reason": "empty_list"}
    links = []
    for link in said.links:
        judged = judge(link, capture.url, source)
        values = {"url": judged.url or link.href, "title": link.listed.title, "published": link.listed.published}
        links.append(values if judged.verdict == "article" else values | {"not_taken": judged.verdict})
    try:
        following = next_ask(source.listing, capture.url, capture.url, 1, said, said)
    except ListingError:
        return "issue", {"reason": "unreadable_list"}
    after = following and ({"url": following.url} | ({"body": following.body} if following.body else {}))
    return "listing", {"links": links, "next": after} | ({"frame": said.frame} if said.frame else {})


def _article(found: Article, capture: Capture, source: Source) -> dict[str, Any]:
    published = published_at(found.clues, source.timezone, capture.captured_at)
    return {
        "title": found.title,
        "text": found.text,
        "published": published and published.at.isoformat(),
        "publisher": found.publisher,
        "byline": found.byline,
    }


def _json(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}", "Add the file.") from None
    except ValueError as error:
        raise SourceError(f"{path}: not JSON: {error}", "Mend the file.") from None
    if not isinstance(values, dict):
        raise SourceError(f"{path}: not a mapping", "Mend the file.")
    return values


def _in_short(said: tuple[str, dict[str, Any]]) -> str:
    kind, values = said
    return f"{kind}: {values.get('reason') or values.get('title') or len(values.get('links', ()))}"


def _apart(name: str, expected: Any, came: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the rows or lines that differ, for a list of links and for a text."""
    if name == "text" and expected and came:
        expected, came = expected.split("\n"), came.split("\n")
    if not (isinstance(expected, list) and isinstance(came, list)):
        yield name, expected, came
        return
    for place in range(max(len(expected), len(came))):
        old, new = (each[place] if place < len(each) else None for each in (expected, came))
        if old != new:
            yield f"{name}[{place + 1}]", old, new
