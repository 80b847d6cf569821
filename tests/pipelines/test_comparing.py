"""Versions are compared beside the server; a page that was built to be slow costs one process and one wait."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from invented_reports import CAPTURED

from jiyao.errors import AskedWrongly, Busy, NotFound, TooCostly
from jiyao.model import Capture
from pipelines import comparing
from pipelines.archive import Archive, Page
from pipelines.comparing import compared_apart

#: Four thousand bytes of which the matcher has a block at every other character: 43 seconds (2026-11).
SLOW = ("甲乙" * 995, "乙乙甲" * 663)
QUICK = ("县长王伟主持会议，李明参加。", "县长王伟主持会议。")


def kept(folder: Path, texts: tuple[str, ...], name: str) -> Page:
    url = f"https://example.gov.cn/{name}.html"
    with Archive(folder, writable=True) as archive:
        for hours, text in enumerate(texts):
            body = f"<html><body><h1>县政府召开会议</h1><p>{text}</p></body></html>".encode()
            headers = (("Content-Type", "text/html; charset=utf-8"),)
            archive.keep(Capture("county", url, CAPTURED + timedelta(hours=hours), 200, headers, body))
        page = archive.page("county", url)
    assert page
    return page


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Nothing is known of an earlier test's pages."""
    comparing._costly.clear()
    yield
    comparing._costly.clear()


def test_two_versions_are_compared_in_another_process(tmp_path: Path) -> None:
    page = kept(tmp_path, QUICK, "quick")
    found = compared_apart(tmp_path, page, None, None, None)
    assert "".join(piece.text for piece in found.pieces if piece.kind == "gone") == "，李明参加"
    assert (found.old.number, found.new.number) == (1, 2)
    with pytest.raises(AskedWrongly, match="no version 3"):
        compared_apart(tmp_path, page, None, 1, 3)
    with pytest.raises(NotFound):
        compared_apart(tmp_path, kept(tmp_path, QUICK[:1], "alone"), None, None, None)


def test_a_page_that_takes_too_long_is_given_up_and_known_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = kept(tmp_path, SLOW, "slow"), kept(tmp_path, QUICK, "quick")
    compared_apart(tmp_path, quick, None, None, None)  # the process stands
    monkeypatch.setattr(comparing, "SECONDS", 2.0)
    started = time.monotonic()
    with pytest.raises(TooCostly, match="longer than 2 s"):
        compared_apart(tmp_path, slow, None, None, None)
    assert 1 < time.monotonic() - started < 6
    assert compared_apart(tmp_path, quick, None, None, None).pieces
    started = time.monotonic()
    with pytest.raises(TooCostly):
        compared_apart(tmp_path, slow, None, None, None)
    assert time.monotonic() - started < 0.5


def test_a_page_that_takes_too_much_memory_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = kept(tmp_path, tuple(text + "<br>" * 20_000 for text in QUICK), "large")
    assert compared_apart(tmp_path, large, None, None, None).pieces
    monkeypatch.setattr(comparing, "MOST_BYTES", 150_000)
    with pytest.raises(TooCostly, match="more memory"):
        compared_apart(tmp_path, large, None, None, None)
    monkeypatch.undo()
    assert compared_apart(tmp_path, kept(tmp_path, QUICK, "quick"), None, None, None).pieces


def long(folder: Path, texts: tuple[str, ...]) -> Page:
    """An article whose first page stays, and whose second has each of the texts in turn."""
    url = "https://example.gov.cn/long.html"
    with Archive(folder, writable=True) as archive:
        for hours, text in enumerate(texts):
            at, body = CAPTURED + timedelta(hours=hours), f"<h1>县政府召开会议</h1><p>{text}</p>".encode()
            further = Capture("county", f"{url}?p=2", at, 200, (), body, "further")
            archive.keep(further)
            page = archive.keep(Capture("county", url, at, 200, (), b"<h1>1</h1>", further=(further,))).page
    return page


def test_the_further_pages_of_an_article_count_for_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = long(tmp_path, tuple(text + "<br>" * 20_000 for text in QUICK))
    monkeypatch.setattr(comparing, "MOST_BYTES", 150_000)
    with pytest.raises(TooCostly):
        compared_apart(tmp_path, page, None, None, None)


def test_what_is_given_up_of_an_article_is_known_by_all_its_pages(tmp_path: Path) -> None:
    first, second, third = "一" * 9_000_000, "县长王伟主持会议，李明参加。", "县长王伟主持会议。"
    page = long(tmp_path, (first, second, third))
    with pytest.raises(TooCostly):
        compared_apart(tmp_path, page, None, 1, 2)
    assert compared_apart(tmp_path, page, None, 2, 3).new.number == 3


def test_nobody_waits_for_long_behind_a_slow_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = kept(tmp_path, SLOW, "slow"), kept(tmp_path, QUICK, "quick")
    compared_apart(tmp_path, quick, None, None, None)
    monkeypatch.setattr(comparing, "SECONDS", 3.0)
    monkeypatch.setattr(comparing, "PATIENCE", 0.2)

    def ask() -> None:
        with pytest.raises(TooCostly):
            compared_apart(tmp_path, slow, None, None, None)

    first = threading.Thread(target=ask)
    first.start()
    time.sleep(0.5)
    with pytest.raises(Busy, match="at this moment"):
        compared_apart(tmp_path, quick, None, None, None)
    first.join()


def test_few_wait_and_whoever_comes_then_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = kept(tmp_path, QUICK, "quick")
    monkeypatch.setattr(comparing, "PATIENCE", 3.0)
    told: list[float] = []

    def ask() -> None:
        started = time.monotonic()
        with pytest.raises(Busy):
            compared_apart(tmp_path, page, None, None, None)
        told.append(time.monotonic() - started)

    with comparing._turn:
        asking = [threading.Thread(target=ask) for _ in range(20)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
    assert len([waited for waited in told if waited > 1]) == 4
    assert compared_apart(tmp_path, page, None, None, None).pieces


def test_a_process_that_was_ended_while_it_waited_costs_nothing(tmp_path: Path) -> None:
    page = kept(tmp_path, QUICK, "quick")
    compared_apart(tmp_path, page, None, None, None)
    [beside] = comparing._beside()._processes
    os.kill(beside, signal.SIGKILL)
    assert compared_apart(tmp_path, page, None, None, None).pieces
