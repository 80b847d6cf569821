"""The demo's corpus in a real Elasticsearch, with what operators have to see: an edit, a withdrawal, pages that wait."""

from __future__ import annotations

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from engines import delete_indices

from jiyao.kibana import read_description, saved_objects
from jiyao.kibana.bundle import Bundle
from jiyao.kibana.requests import Asked
from jiyao.model import Attendance, Listed, Report, Role, Statement
from jiyao.runs import rebuild
from jiyao.search import open_index
from jiyao.search.tokens import comparable
from jiyao.settings import Settings
from pipelines.archive import Archive
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.ledger import Ledger, Settled, ledger_file

SOURCE = "demo_county"
Rows = list[tuple[Any, ...]]


def top(values: Iterable[Any], most: int) -> Rows:
    """Return the commonest with their counts, equal ones in the order of their characters."""
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[:most]


@dataclass(frozen=True)
class Corpus:
    """What was published, as reports; ``person`` narrows it as a control does."""

    reports: tuple[Report, ...]
    person: str | None = None

    @property
    def meetings(self) -> list[Report]:
        return [report for report in self.about if report.is_meeting]

    @property
    def about(self) -> list[Report]:
        return [
            r for r in self.reports if self.person is None or self.person in {comparable(p.name) for p in present(r)}
        ]

    @property
    def attendances(self) -> list[tuple[Report, Attendance]]:
        rows = [(report, person) for report in self.reports for person in report.attendances]
        return [row for row in rows if self.person in (None, comparable(row[1].name))]

    @property
    def statements(self) -> list[tuple[Report, Statement]]:
        rows = [(report, said) for report in self.reports for said in report.statements]
        return [row for row in rows if self.person is None or comparable(row[1].speaker or "") == self.person]


def present(report: Report) -> list[Attendance]:
    """Return who was there, and not only signed the report."""
    return [person for person in report.attendances if person.roles != (Role.BYLINE,)]


@dataclass(frozen=True)
class Kept:
    """An installation whose corpus is in a real Elasticsearch, and the objects made for it."""

    settings: Settings
    bundle: Bundle
    corpus: Corpus
    now: datetime

    def ask(self, asked: Asked) -> dict[str, Any]:
        """Return the answer; every request has to be answered by every shard."""
        answer = httpx.post(f"{self.settings.elasticsearch}/{asked.index}/_search", json=asked.body, timeout=60)
        assert answer.status_code == 200, f"{asked.name}: {answer.text[:800]}"
        told: dict[str, Any] = answer.json()
        assert told["_shards"]["failed"] == 0, f"{asked.name}: {told['_shards']}"
        return told


@pytest.fixture(scope="session")
def kept(demo: tuple[Path, str], elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("kibana") / "data"
    shutil.copytree(demo[0], folder)
    prefix = f"test_{uuid.uuid4().hex[:8]}"
    settings = Settings(
        data=folder, sources=folder / "sources", elasticsearch=elasticsearch_url, index_prefix=prefix, workers=1
    )
    silent = (folder / "sources" / f"{SOURCE}.yaml").read_text("utf-8").replace("/county/", "/silent/")
    (folder / "sources" / "demo_silent.yaml").write_text(silent, "utf-8")
    os.utime(folder / "sources" / "demo_silent.yaml", (0, 1_700_000_000))
    _live_on(settings)
    rebuild(settings)
    with closing(open_index(settings)) as index:
        reports = tuple(hit.report for hit in index.scan() if hit.report)
    bundle = Bundle(saved_objects(read_description(), prefix=prefix))
    yield Kept(settings, bundle, Corpus(reports), datetime.now(UTC))
    delete_indices(elasticsearch_url, prefix)


def _meet_every_week(archive: Archive, at: datetime) -> None:
    """Let a county that has told of its 17th meeting tell of four before, not of all, and of none for long."""
    held = "3月12日", "第17次常务会议"
    for page in [page for page in archive.pages(SOURCE) if page.contents]:
        found = archive.read(page.contents[-1])
        if all(words.encode() in found.body for words in held):
            for number, day in ((11, "1月8日"), (12, "1月15日"), (13, "1月22日"), (15, "2月5日")):
                body = found.body.decode().replace(held[0], day).replace("第17次", f"第{number}次")
                url = page.url.replace(".html", f"{number}.html")
                archive.keep(replace(found, url=url, captured_at=at, body=body.encode(), listed=Listed(), fetch=None))
            return
    raise AssertionError("no page of the demo tells of that meeting")


def _live_on(settings: Settings) -> None:
    """Let the county edit a page and take one down, and let a run bring pages that nobody vouched for."""
    began = datetime.now(UTC)
    with closing(Ledger(ledger_file(settings))) as ledger:
        refused = {issue.url for issue in ledger.issues(SOURCE)}
    with Archive(settings.archive_folder, writable=True) as archive:
        first, second, third, fourth, *_ = [page for page in archive.pages(SOURCE) if page.url not in refused]
        bodies = {page.url: archive.read(page.contents[-1]) for page in (first, second, third, fourth)}

        def visit(url: str, later: int, body: bytes, status: int = 200) -> datetime:
            at = began + timedelta(milliseconds=later)
            archive.keep(replace(bodies[url], captured_at=at, status=status, body=body, fetch=None))
            return at

        visit(first.url, 1, bodies[first.url].body + b"<!-- once more -->")
        visit(first.url, 2, bodies[first.url].body + b"<!-- and again -->")
        visit(second.url, 3, b"", 404)
        waits = visit(third.url, 4, bodies[third.url].body + b"<!-- other -->")
        discarded = visit(fourth.url, 5, bodies[fourth.url].body + b"<!-- other -->")
        _meet_every_week(archive, began)
    with closing(Journal(journal_file(settings))) as journal, closing(Ledger(ledger_file(settings))) as ledger:
        journal.fail("harvest", SOURCE, began - timedelta(minutes=90), "no route to host")
        for url, at, verdict in ((third.url, waits, Verdict.WITHHELD), (fourth.url, discarded, Verdict.DISCARDED)):
            run = journal.begin("harvest", SOURCE, at - timedelta(microseconds=500))
            record = {"seconds": 12.5, "states": {"edited": 1}, "issues": {}, "missed": ["at least 50 articles"]}
            journal.end(run, "finished", verdict, record)
            ledger.withhold(run, [Settled(SOURCE, url, at)])
