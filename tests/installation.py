"""An installation without a site: pages put into the archive and published as a harvest would, in one process."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jiyao.demo import demo_pages, demo_sources
from jiyao.demo.layouts import county_article
from jiyao.errors import JiyaoError
from jiyao.model import Capture, Report, report_id
from jiyao.search import SearchIndex, open_index
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.archive import Archive
from pipelines.flow import process
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.ledger import Ledger, ledger_file
from pipelines.publish import Publisher, borrow_index, return_index
from pipelines.release import queue_run
from pipelines.replay import Outcome, understand
from pipelines.waiting import Waiting, line_of

SOURCE = "demo_county"
ROOT = "http://127.0.0.1:8766/county"
_COUNTY = [page for page in demo_pages() if page.site == "county"]
_guard = threading.Lock()


def installation(folder: Path, url: str, prefix: str) -> Settings:
    """Settings of an installation at a server, with the demo's source files."""
    return Settings(data=folder / "data", sources=demo_sources(), elasticsearch=url, index_prefix=prefix, workers=1)


def send(url: str, path: str, method: str = "GET", body: Any = None) -> Any:
    """Ask the server at ``url`` something in its own words."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/{path}", data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def address(number: int) -> str:
    return f"{ROOT}/t{number}.html"


def identity(number: int) -> str:
    return report_id(SOURCE, address(number))


def capture(number: int, version: int = 1) -> Capture:
    """A page as its site answered it; each version has a title of its own."""
    page = replace(_COUNTY[number % len(_COUNTY)], number=number)
    page = replace(page, title=f"{page.title}（第{number}号第{version}版）")
    return Capture(SOURCE, address(number), datetime.now(UTC), 200, (), county_article(page).encode())


def keep(settings: Settings, numbers: Iterable[int], version: int = 1) -> list[Outcome]:
    """Archive pages and understand them."""
    source = source_of(settings)[SOURCE]
    with _guard, Archive(settings.archive_folder, writable=True) as archive:
        kept = [archive.keep(capture(number, version)).page for number in numbers]
        return [understand(page, source, archive.read, process) for page in kept]


def source_of(settings: Settings) -> Mapping[str, Source]:
    return {name: source for name, source in sources_of(settings).items() if name == SOURCE}


def publish(settings: Settings, numbers: Iterable[int], version: int = 1) -> JiyaoError | None:
    """Do what a run does with what it brought: publish it, or let it wait in the outbox; return what went wrong."""
    outcomes = keep(settings, numbers, version)
    with closing(Journal(journal_file(settings))) as journal:
        run = journal.begin("harvest", SOURCE, datetime.now(UTC))
    error: JiyaoError | None = None
    with closing(Ledger(ledger_file(settings))) as ledger:
        publisher = Publisher(borrow_index(settings), ledger, run=run)
        waiting = Waiting(settings.data / f"{run}.waiting")
        try:
            for outcome in outcomes:
                waiting.add(line_of(outcome))
                publisher.publish(outcome)
            publisher.flush()
            publisher.raise_trouble()
        except JiyaoError as found:
            error = found
            queue_run(ledger, run, waiting, datetime.now(UTC), error)
        finally:
            waiting.delete()
            return_index(settings)
    with closing(Journal(journal_file(settings))) as journal:
        journal.end(run, "finished", Verdict.QUEUED if error else Verdict.PUBLISHED, {})
    return error


def reports(settings: Settings) -> dict[str, Report]:
    """What is found now, by id."""
    with closing(open_index(settings)) as index:
        return reports_in(index)


def reports_in(index: SearchIndex) -> dict[str, Report]:
    return {hit.id: hit.report for hit in index.scan() if hit.report}


def titles(settings: Settings) -> dict[str, int]:
    """The version of each report that is found, by id."""
    return {id: int(report.title.rpartition("第")[2][:-2]) for id, report in reports(settings).items() if report.title}


def acknowledged(settings: Settings) -> set[str]:
    """The ids of what the ledger says is published."""
    with closing(Ledger(ledger_file(settings))) as ledger:
        return {report_id(SOURCE, url) for url in ledger.settled(SOURCE)}
