"""The versions of an archived page over HTTP: which there are, what an edit changed, and the page that shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from invented_reports import CAPTURED, a_report
from servers import problem, serve

from jiyao.api.version_answers import version_answers
from jiyao.changes import Change
from jiyao.errors import AskedWrongly
from jiyao.model import Capture, History, Report
from jiyao.search import open_index
from jiyao.settings import Settings
from pipelines import comparing
from pipelines.archive import Archive, history_of
from pipelines.ledger import Ledger, ledger_file
from pipelines.publish import settled
from pipelines.replay import Outcome
from pipelines.versions import two_versions

BEFORE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{lead}</p><p>会议强调，要抓好供暖管网改造，确保群众温暖过冬。</p></body></html>"
TITLE = "槐荫县召开第12次县政府常务会议"
OLD = "11月20日，县长王伟主持召开县政府第12次常务会议，副县长李明、赵强出席会议。会议决定安排资金30万元。"
NEW = "11月20日，县长王伟主持召开县政府第12次常务会议，副县长赵强出席会议。会议决定安排资金50万元。"


def capture(report: Report, lead: str, hours: int) -> Capture:
    body = BEFORE.format(title=TITLE, lead=lead).encode()
    at = CAPTURED + timedelta(hours=hours)
    return Capture(report.source, report.url, at, 200, (("Content-Type", "text/html; charset=utf-8"),), body)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Report]]:
    """A report whose page was edited once: 李明 vanished from it, and 30 is 50."""
    settings = Settings(data=tmp_path_factory.mktemp("edited"))
    gone = Change("person", "副县长，attendee", None, "李明")
    history = History(CAPTURED, 2, changes=(gone,), unnamed=("李明",))
    report = a_report("edited", TITLE, NEW, history=history)
    with Archive(settings.archive_folder, writable=True) as archive:
        for hours, lead in enumerate((OLD, NEW)):
            archive.keep(capture(report, lead, hours))
    with closing(open_index(settings)) as index:
        index.write([report, a_report("elsewhere", "别的", "会议")])
    serving = serve(settings)
    yield next(serving), report
    serving.close()


def test_the_versions_of_a_report_are_listed_with_what_proves_them(edited: tuple[httpx.Client, Report]) -> None:
    client, report = edited
    versions = client.get(f"/v1/reports/{report.id}/versions").json()
    assert [one["number"] for one in versions] == [1, 2]
    assert versions[0]["digest"] == capture(report, OLD, 0).digest
    assert versions[0]["captured_at"] < versions[1]["captured_at"]


def test_what_an_edit_changed_is_told_in_facts_figures_and_text(edited: tuple[httpx.Client, Report]) -> None:
    client, report = edited
    told = client.get(f"/v1/reports/{report.id}/changes").json()
    assert (told["old"]["number"], told["new"]["number"], told["understood"]) == (1, 2, True)
    said = [change["said"] for change in told["changes"]]
    assert "李明 is not named any more (副县长，attendee)" in said
    assert [(change["was"], change["now"]) for change in told["changes"] if change["what"] == "figure"] == [
        ("决定安排资金30万元", "决定安排资金50万元")
    ]
    old, new = (
        "".join(one["text"] for one in told["pieces"] if one["kind"] in ("same", kind)) for kind in ("gone", "come")
    )
    assert OLD in old
    assert NEW in new


def test_versions_that_there_are_not_and_pages_that_the_archive_has_not_are_named(
    edited: tuple[httpx.Client, Report], tmp_path: Path
) -> None:
    client, report = edited
    assert "versions 1 to 2" in problem(client.get(f"/v1/reports/{report.id}/changes?old=3"), 422)["advice"]
    problem(client.get(f"/v1/reports/{report.id}/changes?old=0"), 422)
    problem(client.get("/v1/reports/elsewhere/versions"), 404)
    settings = Settings(data=tmp_path)
    with closing(open_index(settings)) as index:
        index.write([report])
    serving = serve(settings)
    problem(next(serving).get(f"/v1/reports/{report.id}/versions"), 404)
    assert not settings.archive_folder.exists()
    serving.close()


def test_what_is_withheld_is_no_version_and_a_revalidated_page_stays_in_its_sandbox(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    report = a_report("edited", TITLE, OLD)
    with Archive(settings.archive_folder, writable=True) as archive:
        for hours, lead in enumerate((OLD, NEW)):
            kept = archive.keep(capture(report, lead, hours))
    report = replace(report, digest=capture(report, OLD, 0).digest)
    with closing(Ledger(ledger_file(settings))) as ledger:
        ledger.withhold(1, [settled(Outcome(kept.page, None, None))])
    with closing(open_index(settings)) as index:
        index.write([report])
    serving = serve(settings)
    client = next(serving)
    assert [one["number"] for one in client.get(f"/v1/reports/{report.id}/versions").json()] == [1]
    problem(client.get(f"/v1/reports/{report.id}/changes"), 404)
    for address in (f"/v1/reports/{report.id}/capture", f"/reports/{report.id}/capture"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
        assert again.headers["content-security-policy"].startswith("sandbox")
    serving.close()


def test_a_page_that_came_back_to_what_it_was_has_three_versions_and_two_contents(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    report = a_report("back", TITLE, OLD)
    with Archive(settings.archive_folder, writable=True) as archive:
        for hours, lead in enumerate((OLD, NEW, OLD)):
            kept = archive.keep(capture(report, lead, hours)).page
    report = replace(report, history=history_of(kept, kept.entries[-1]))
    with closing(open_index(settings)) as index:
        index.write([report])
    serving = serve(settings)
    client = next(serving)
    versions = client.get(f"/v1/reports/{report.id}/versions").json()
    assert [(one["number"], one["same_as"]) for one in versions] == [(1, None), (2, None), (3, 1)]
    counted = client.get(f"/v1/reports/{report.id}").json()["history"]["versions"]
    assert counted == len([one for one in versions if one["same_as"] is None]) == 2
    told = client.get(f"/v1/reports/{report.id}/changes?old=1&new=3").json()
    assert (told["old"], told["new"], told["changes"]) == (versions[0], versions[2], [])
    shown = client.get(f"/reports/{report.id}/changes", headers={"Accept-Language": "zh-CN"}).text
    assert "与版本 1 相同" in shown
    assert "本页先后有 2 种内容" in client.get(f"/reports/{report.id}", headers={"Accept-Language": "zh-CN"}).text
    serving.close()


def test_a_version_whose_further_page_is_another_is_not_the_same_as_the_one_before_it(tmp_path: Path) -> None:
    report = a_report("long", TITLE, NEW)
    with Archive(tmp_path, writable=True) as archive:
        for hours, text in enumerate(("第二页。", "第二页，已改。", "第二页。")):
            second = replace(capture(report, text, hours), url=f"{report.url}?p=2", kind="further")
            archive.keep(second)
            page = archive.keep(replace(capture(report, NEW, hours), further=(second,))).page
    told = version_answers(page).values()
    assert [(one.number, one.same_as) for one in told] == [(1, None), (2, None), (3, 1)]
    assert len({one.digest for one in told}) == 1
    assert history_of(page, page.entries[-1]).versions == 2


def test_a_part_of_an_article_is_no_version_beside_the_whole(tmp_path: Path) -> None:
    report = a_report("long", TITLE, NEW)
    second = replace(capture(report, "第二页。", 0), url=f"{report.url}?p=2", kind="further")
    with Archive(tmp_path, writable=True) as archive:
        archive.keep(second)
        for hours, (text, status, further) in enumerate(
            (
                (NEW, 200, ()),
                (NEW, 200, (second,)),
                (NEW, 200, ()),
                ("", 404, ()),
                (NEW, 200, ()),
                (NEW, 200, (second,)),
            )
        ):
            page = archive.keep(replace(capture(report, text, hours), status=status, further=further)).page
    assert [*map(str, page.states)] == ["new", "completed", "unchanged", "gone", "returned", "completed"]
    assert [(one.number, one.same_as) for one in version_answers(page).values()] == [(1, None), (2, 1)]
    assert [history_of(page, one).versions for one in page.contents] == [1, 1, 1, 1]
    with pytest.raises(AskedWrongly):
        two_versions(page, 1, 3)


def test_a_page_that_a_site_appends_is_an_edit_for_one_before_it_says_so(tmp_path: Path) -> None:
    report = a_report("long", TITLE, NEW)
    second = replace(capture(report, "第二页。", 0), url=f"{report.url}?p=2", kind="further")
    with Archive(tmp_path, writable=True) as archive:
        archive.keep_all([second, capture(report, OLD, 0)])
        page = archive.keep(replace(capture(report, NEW, 1), further=(second,))).page
    assert [*map(str, page.states)] == ["new", "edited"]
    assert history_of(page, page.entries[-1]).versions == 2


def test_the_page_shows_what_changed_in_the_readers_language(edited: tuple[httpx.Client, Report]) -> None:
    client, report = edited
    chinese = {"Accept-Language": "zh-CN"}
    first = client.get(f"/reports/{report.id}", headers=chinese).text
    assert f"/reports/{report.id}/changes" in first
    assert "不再列名" in first
    shown = client.get(f"/reports/{report.id}/changes", headers=chinese).text
    assert "<del>李明、</del>" in shown
    assert "attendee" not in shown
    assert "no longer" not in shown
    assert client.get(f"/reports/{report.id}/changes?old=1&new=2", headers={"Accept-Language": "en"}).status_code == 200
    assert client.get("/reports/elsewhere/changes").status_code == 404


def test_a_page_that_was_built_to_be_slow_is_refused_in_words_at_both_doors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "SECONDS", 2.0)
    settings = Settings(data=tmp_path)
    report = a_report("slow", TITLE, OLD)
    with Archive(settings.archive_folder, writable=True) as archive:
        for hours, lead in enumerate(("甲乙" * 995, "乙乙甲" * 663)):
            archive.keep(capture(report, lead, hours))
    with closing(open_index(settings)) as index:
        index.write([report])
    serving = serve(settings)
    client = next(serving)
    started = time.monotonic()
    said = problem(client.get(f"/v1/reports/{report.id}/changes"), 422)
    assert said["type"] == "urn:jiyao:problem:too-costly"
    assert "longer than 2 s" in said["detail"]
    shown = client.get(f"/reports/{report.id}/changes", headers={"Accept-Language": "zh-CN"})
    assert shown.status_code == 422
    assert "比较这两个版本" in shown.text
    assert time.monotonic() - started < 15, "the second time it is known"
    serving.close()


def test_a_citation_of_an_article_over_several_pages_says_that_it_proves_the_first(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    report = a_report("long", TITLE, NEW)
    first = capture(report, NEW, 0)
    second = replace(capture(report, "第二页。", 0), url=f"{report.url}?p=2", kind="further")
    with Archive(settings.archive_folder, writable=True) as archive:
        archive.keep_all([second, replace(first, further=(second,))])
    with closing(open_index(settings)) as index:
        index.write([replace(report, captured_at=first.captured_at, digest=first.digest)])
    serving = serve(settings)
    client = next(serving)
    for form in ("text", "bibtex", "csl-json"):
        assert "first page of 2" in client.get(f"/v1/reports/{report.id}/citation", params={"format": form}).text
    said = client.get("/openapi.json").json()["paths"]
    for operation in ("capture", "citation"):
        told = said[f"/v1/reports/{{id}}/{operation}"]["get"]
        assert "several pages" in told.get("summary", "") + told["description"]
    serving.close()
