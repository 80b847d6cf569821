"""The runbook of an upgrade, rehearsed with a data folder that an older version wrote: nothing of it is lost.

``older.tar.gz`` was made by ``make.py`` under c8ab475 of 2026-11-24, which wrote responses and revisits without
request and metadata, a journal without looks, a ledger without an outbox, and an index of another mapping.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from commands import jiyao
from fastwarc.warc import ArchiveIterator, WarcRecordType

from jiyao.model import Capture
from jiyao.search import SearchQuery, open_index
from jiyao.settings import Settings
from pipelines.archive import Archive, State

OLDER = Path(__file__).with_name("older.tar.gz")
RUNBOOK = Path(__file__).parents[2] / "docs" / "operation.md"
WITHHELD_RUN = 3


@dataclass(frozen=True)
class Before:
    """What the older version wrote, read without anything of ours."""

    runs: list[tuple[Any, ...]]
    withheld: list[tuple[Any, ...]]
    bodies: list[tuple[str, bytes]]
    records: int
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Before]:
    folder = tmp_path_factory.mktemp("upgrade")
    with tarfile.open(OLDER) as packed:
        if hasattr(tarfile, "data_filter"):  # Debian 12's Python has none
            packed.extraction_filter = tarfile.data_filter
        packed.extractall(folder)
    settings = Settings(data=folder / "data", sources=folder / "sources")
    files = {path.name: path.read_bytes() for path in settings.archive_folder.glob("*.warc.gz")}
    bodies, records = [], 0
    for name in files:
        with (settings.archive_folder / name).open("rb") as file:
            for record in ArchiveIterator(file, parse_http=True):
                records += record.record_type in (WarcRecordType.response, WarcRecordType.revisit)
                if record.record_type == WarcRecordType.response:
                    bodies.append((record.headers["WARC-Target-URI"], record.reader.read()))
    runs = rows(settings.data / "journal.sqlite", "SELECT * FROM runs ORDER BY id")
    withheld = rows(settings.data / "ledger.sqlite", "SELECT url, captured_at FROM withheld ORDER BY 1, 2")
    return settings, Before(runs, withheld, bodies, records, files)


@pytest.fixture(scope="module")
def upgraded(older: tuple[Settings, Before]) -> tuple[Settings, dict[str, str]]:
    """The commands of the runbook as they stand there, and what each said."""
    settings, _ = older
    block = re.search(r"## Runbook: upgrade\n.*?```console\n(.*?)```", RUNBOOK.read_text("utf-8"), re.S)
    assert block
    commands = [line.removeprefix("$ jiyao ") for line in block[1].splitlines()]
    assert commands == ["backup copy", "doctor", "rebuild", "status"]
    return settings, {command: asked(settings, command) for command in commands}


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def asked(settings: Settings, command: str) -> str:
    environment = {"JIYAO_SOURCES": str(settings.sources)}
    done = jiyao(*command.split(), data=settings.data, environment=environment, folder=settings.data.parent)
    return done.stdout + done.stderr


def found(settings: Settings) -> dict[str, tuple[str, bool]]:
    """Who chaired each report that is found, and whether the site has withdrawn it, by the last part of its address."""
    with closing(open_index(settings)) as index:
        reports = [hit.report for hit in index.scan(SearchQuery(meetings_only=False)) if hit.report]
    return {
        report.url.rpartition("/")[2]: (
            report.attendances[0].name,
            bool(report.history and report.history.withdrawn_at),
        )
        for report in reports
    }


def test_what_the_older_version_wrote_is_small_and_is_what_it_should_be(older: tuple[Settings, Before]) -> None:
    _, before = older
    assert OLDER.stat().st_size < 100_000
    assert [(run[1], run[4], run[5]) for run in before.runs] == [
        ("harvest", "finished", "published"), ("harvest", "finished", "published"),
        ("harvest", "finished", "withheld"), ("harvest", "finished", "none"),
    ]  # fmt: skip
    assert len(before.withheld) == 4
    assert before.records > len(before.bodies) > 8


def test_the_runbook_leads_from_an_index_that_serves_no_more_to_one_that_does(
    upgraded: tuple[Settings, dict[str, str]],
) -> None:
    _, said = upgraded
    doctor = " ".join(said["doctor"].split())
    assert re.search(r"bad engine the index \S+ was built for another mapping Run `jiyao rebuild`", doctor)
    assert re.search(r"ok archive \d+ captures, every digest right", doctor)
    assert "6 pages, 5 reports" in said["rebuild"]
    for well in ("index", "outbox", "archive", "backup", "cluster"):
        assert re.search(rf"^ok +{well} ", said["status"], re.M), said["status"]
    assert re.search(r"^bad +quarantine +1 wait", said["status"], re.M), "that a run waits is not forgotten"


def test_the_rebuild_gives_the_reports_and_no_more(upgraded: tuple[Settings, dict[str, str]]) -> None:
    settings, _ = upgraded
    assert found(settings) == {
        "1.html": ("卢正明", False), "2.html": ("何立春", False), "3.html": ("卢正明", True),
        "4.html": ("卢正明", False), "5.html": ("卢正明", False),
    }  # fmt: skip
    assert "soft_404" in asked(settings, "issues")


def test_nothing_of_the_archive_is_lost_or_altered(
    older: tuple[Settings, Before], upgraded: tuple[Settings, dict[str, str]]
) -> None:
    settings, before = older
    for folder in (settings.archive_folder, settings.data.parent / "copy" / "archive"):
        assert {path.name: path.read_bytes() for path in folder.glob("*.warc.gz")} == before.files
        with Archive(folder, untouched=True) as archive:
            assert archive.count() == before.records
            assert [(one.url, one.body) for one in archive.captures()] == before.bodies
            assert not list(archive.verify())


def test_the_journal_still_tells_the_old_runs_and_the_ledger_what_is_withheld(
    older: tuple[Settings, Before], upgraded: tuple[Settings, dict[str, str]]
) -> None:
    settings, before = older
    told = [json.loads(line) for line in asked(settings, "runs --json").splitlines()]
    assert [run["kind"] for run in told] == ["rebuild", *["harvest"] * 4]
    for run, (number, kind, source, started_at, ended, verdict, record) in zip(
        reversed(told[1:]), before.runs, strict=True
    ):
        expected = {"id": number, "kind": kind, "source": source, "ended": ended, "verdict": verdict}
        assert run == expected | {"started_at": started_at} | json.loads(record)
    assert (
        rows(settings.data / "ledger.sqlite", "SELECT url, captured_at FROM withheld ORDER BY 1, 2") == before.withheld
    )


def test_the_copy_of_the_runbook_can_be_gone_back_to(upgraded: tuple[Settings, dict[str, str]], tmp_path: Path) -> None:
    settings, _ = upgraded
    copy = Settings(data=settings.data.parent / "copy", sources=settings.sources)
    assert "5 reports" in asked(copy, "rebuild")
    assert found(copy) == found(settings)


def test_what_the_older_version_withheld_is_decided_and_its_archive_is_gone_on_with(
    older: tuple[Settings, Before], upgraded: tuple[Settings, dict[str, str]]
) -> None:
    settings, before = older
    assert "4 pages" in asked(settings, f"runs publish {WITHHELD_RUN}")
    after = found(settings)
    assert sorted(after) == [f"{number}.html" for number in range(1, 8)]
    assert (after["2.html"], after["3.html"]) == (("卢正明", False), ("卢正明", False))
    url, body = next((url, body) for url, body in before.bodies if url.endswith("/a/1.html"))
    with Archive(settings.archive_folder, writable=True) as archive:
        same = archive.keep(Capture("county", url, datetime.now(UTC), 200, (), body))
        other = archive.keep(Capture("county", url, datetime.now(UTC), 200, (), body + b"<!-- 1 -->"))
        assert (same.state, other.state) == (State.UNCHANGED, State.EDITED)
        assert not list(archive.verify())
