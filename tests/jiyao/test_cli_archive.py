"""`jiyao archive`: what is kept is listed, shown, compared, exported, verified and taken over from elsewhere."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from commands import jiyao
from flipping import flip
from rich.console import Console
from warcio.archiveiterator import ArchiveIterator

from jiyao.api.version_answers import ComparedAnswer, VersionAnswer
from jiyao.cli.versions import draw
from jiyao.model import Capture, Fetch, report_id
from pipelines.archive import Archive
from pipelines.archive.segments import segment_files
from pipelines.versions import compare, read_version

SITE = "https://www.example.gov.cn/xwzx/"
URL = f"{SITE}202412/t20241204_12.html"
START = datetime(2024, 12, 4, 8, tzinfo=UTC)
SOURCE = """
title: 清河县人民政府 政务要闻
publisher: 清河县人民政府
home: "130534"
language: zh-Hans
start: https://www.example.gov.cn/xwzx/index.html
listing: {items: ul.list li, link: "a::attr(href)"}
articles: {allow: '/xwzx/\\d{6}/t\\d{8}_\\d+\\.html$'}
article: {body: .TRS_Editor}
"""


def report(day: int, people: str, sum_of_money: str) -> bytes:
    return f"""<html><head><meta charset="utf-8"><title>县政府召开防汛工作会议</title></head><body>
<h1>县政府召开防汛工作会议</h1><div class="info">发布时间：2024-12-04 16:00 来源：清河县人民政府</div>
<div class="TRS_Editor"><p>12月{day}日，县政府召开防汛工作会议。县委副书记、县长邢恩泽主持会议并讲话，{people}参加会议。</p>
<p>会议指出，今年投入{sum_of_money}万元用于水利设施的维修，各乡镇要把责任落实到人。</p>
<p>会前，县气象、水利、应急管理三个部门的有关人员介绍了今年的雨情和水情。</p></div></body></html>""".encode()


FIRST = report(2, "副县长王海、李明、张强", "1200")
SECOND = report(3, "副县长王海、张强", "1350")


def visit(body: bytes, hours: int, status: int = 200, url: str = URL, source: str = "qinghe") -> Capture:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("X-Note", "a\x1b[2Jb"))
    fetch = Fetch("GET", url, (("User-Agent", "jiyao"),))
    return Capture(source, url, START + timedelta(hours=hours), status, headers, body, fetch=fetch)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one page that was edited and taken down, and others."""
    folder = tmp_path / "data"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources" / "qinghe.yaml").write_text(SOURCE, "utf-8")
    with Archive(folder / "archive", writable=True) as archive:
        for body, hours, status in ((FIRST, 0, 200), (FIRST, 1, 200), (SECOND, 2, 200), (b"gone", 3, 404)):
            archive.keep(visit(body, hours, status))
        for number in range(5):
            archive.keep(visit(FIRST, number, url=f"{SITE}202412/t20241201_{number}.html"))
    return folder


def lines(*words: str, data: Path, code: int = 0) -> list[dict[str, Any]]:
    done = jiyao("archive", *words, "--json", data=data)
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_pages_are_listed_by_state_time_and_address_a_few_at_a_time(data: Path) -> None:
    [gone] = lines("list", "--state", "gone", data=data)
    assert (gone["url"], gone["versions"], gone["visits"]) == (URL, 2, 4)
    assert gone["first_at"] == START.isoformat()
    assert len(lines("list", data=data)) == 6
    assert [one["url"] for one in lines("list", "--since", "2024-12-04T18:30", data=data)] == [
        f"{SITE}202412/t20241201_{number}.html" for number in (3, 4)
    ] + [URL]
    assert lines("list", f"{SITE}2025", data=data) == []
    assert [one["url"] for one in lines("list", SITE, "--limit", "2", "--offset", "1", data=data)] == [
        f"{SITE}202412/t20241201_{number}.html" for number in (1, 2)
    ]
    done = jiyao("archive", "list", "--limit", "2", data=data)
    assert done.stdout.splitlines()[-1] == "there are more: --offset 2"
    done = jiyao("archive", "list", "--state", "gon", data=data)
    assert done.returncode == 2
    assert "still_gone" in done.stderr
    for state in ("unlisted", "moved"):  # docs/harvest.md: states of a run, kept as issues
        assert f"jiyao issues --reason {state}" in jiyao("archive", "list", "--state", state, data=data).stderr


def test_the_history_of_a_page_names_each_visit_and_where_its_record_lies(data: Path) -> None:
    visits = lines("history", URL, data=data)
    assert [(one["version"], one["state"], one["status"]) for one in visits] == [
        (1, "new", 200),
        (None, "unchanged", 200),
        (2, "edited", 200),
        (None, "gone", 404),
    ]
    [file] = segment_files(data / "archive")
    assert {one["file"] for one in visits} == {file.name}
    printed = jiyao("archive", "history", URL, data=data).stdout.splitlines()
    assert printed[2].startswith("  2  2024-12-04 10:00:00 UTC  edited")
    assert printed[2].endswith(f"at byte {visits[2]['offset']}")


def test_an_address_with_tracking_parameters_is_the_page_and_an_unknown_one_names_the_nearest(data: Path) -> None:
    assert len(lines("history", f"{URL}?utm_source=x#top", data=data)) == 4
    done = jiyao("archive", "history", URL.replace("_12", "_13"), data=data)
    assert done.returncode == 1
    assert "is not archived" in done.stderr
    assert f"Did you mean {URL}" in " ".join(done.stderr.split())


def test_two_sources_with_one_address_are_told_apart(data: Path) -> None:
    with Archive(data / "archive", writable=True) as archive:
        archive.keep(visit(FIRST, 9, source="other"))
    done = jiyao("archive", "history", URL, data=data)
    assert done.returncode == 2
    assert "other, qinghe" in done.stderr
    assert len(lines("history", URL, "--source", "other", data=data)) == 1


def test_what_was_received_is_shown_and_commands_no_terminal(data: Path, tmp_path: Path) -> None:
    shown = jiyao("archive", "show", URL, "--at", "2024-12-04T17:30", data=data).stdout
    assert "> GET https://www.example.gov.cn" in shown
    assert "< Content-Type: text/html" in shown
    assert "李明" in shown
    assert "\x1b" not in shown
    [record] = lines("show", URL, data=data)
    assert "李明" not in record["text"]
    assert record["request"]["method"] == "GET"
    jiyao("archive", "show", record["digest"], "--output", str(tmp_path / "page.html"), data=data)
    assert (tmp_path / "page.html").read_bytes() == SECOND
    assert jiyao("archive", "show", record["digest"][:20], "--raw", data=data).stdout.encode() == SECOND
    done = jiyao("archive", "show", URL, "--at", "2024-12-01", data=data)
    assert done.returncode == 1
    assert "was not archived before 2024-12-04 08:00:00 UTC" in done.stderr


def test_what_changed_is_said_in_sentences_and_marked_in_the_text(data: Path) -> None:
    done = jiyao("archive", "diff", URL, data=data)
    assert done.returncode == 0, done.stderr
    assert "李明 is not named any more" in done.stdout
    assert "held: 2024-12-02 → 2024-12-03" in done.stdout
    assert "figure: 12月2日 → 12月3日" in done.stdout
    assert "figure: 今年投入1200万元用于水利 → 今年投入1350万元用于水利" in done.stdout
    assert "12月[-2-]{+3+}日" in done.stdout
    assert "王海、[-李明、-]张强" in done.stdout
    assert "今年的雨情" not in done.stdout
    assert "今年的雨情" in jiyao("archive", "diff", URL, "--whole", data=data).stdout


def test_what_changed_comes_as_json_with_every_piece(data: Path) -> None:
    [record] = lines("diff", URL, "1", "2", data=data)
    assert (record["from"]["version"], record["to"]["version"]) == (1, 2)
    old, new = (
        "".join(one["text"] for one in record["pieces"] if one["kind"] in ("same", kind)) for kind in ("gone", "come")
    )
    assert "王海、李明、张强" in old
    assert "王海、张强" in new
    assert {"what": "person", "about": "李明", "now": None}.items() <= record["changes"][0].items()
    done = jiyao("archive", "diff", URL, "1", "7", data=data)
    assert (done.returncode, "versions 1 to 2" in done.stderr) == (2, True)
    done = jiyao("archive", "diff", f"{SITE}202412/t20241201_1.html", data=data)
    assert (done.returncode, "nothing to compare" in done.stderr) == (1, True)


def test_a_version_has_the_keys_that_the_api_tells_it_by(data: Path) -> None:
    with Archive(data / "archive", writable=True) as archive:
        archive.keep(visit(FIRST, 5))
    visits = [one for one in lines("history", URL, data=data) if one["version"]]
    assert [(one["number"], one["same_as"]) for one in visits] == [(1, None), (2, None), (3, 1)]
    for visited in visits:
        assert set(VersionAnswer.model_fields) <= set(visited)
    [record] = lines("diff", URL, "1", "2", data=data)
    answer = ComparedAnswer.model_validate({name: record[name] for name in ComparedAnswer.model_fields})
    assert answer.model_dump(mode="json").items() <= record.items()
    assert (answer.old.number, answer.new.number, answer.understood) == (1, 2, True)
    [listed] = lines("list", URL, data=data)
    assert listed["versions"] == 2


def test_what_changed_is_said_without_the_source_file_and_for_pages_that_are_no_reports(data: Path) -> None:
    (data / "sources" / "qinghe.yaml").rename(data / "sources" / "another.yaml")
    assert "李明 is not named any more" in jiyao("archive", "diff", URL, data=data).stdout
    with Archive(data / "archive", writable=True) as archive:
        archive.keep(visit(b"<html><body><p>404</p></body></html>", 5))
    done = jiyao("archive", "diff", URL, data=data)
    assert done.returncode == 0, done.stderr
    assert "all visible text was compared" in done.stdout


def test_the_history_of_a_page_is_exported_as_a_warc_that_other_tools_read(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.warc.gz"
    done = jiyao("archive", "export", URL, "--to", str(target), data=data)
    assert done.returncode == 0, done.stderr
    with target.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    answers = ["response", "revisit", "response", "response"]
    assert kinds == ["warcinfo", *(kind for answer in answers for kind in (answer, "request", "metadata"))]
    assert jiyao("archive", "export", URL, "--to", str(tmp_path / "page.txt"), data=data).returncode == 2
    assert [path.name for path in tmp_path.glob("page*")] == ["page.warc.gz"]


def test_damage_is_named_with_file_offset_and_page_and_ends_with_5(data: Path) -> None:
    assert jiyao("archive", "verify", data=data).stdout == "9 captures, every digest right\n"
    [file] = segment_files(data / "archive")
    offset = lines("history", URL, data=data)[2]["offset"]
    flip(file, offset + 100)
    [damage] = lines("verify", data=data, code=5)
    assert (damage["file"], damage["offset"], damage["url"]) == (file.name, offset, URL)
    done = jiyao("archive", "verify", data=data)
    assert done.returncode == 5
    assert f"{file.name}, offset {offset}" in done.stdout
    assert "1 damage in an archive of 9 captures" in done.stderr
    done = jiyao("archive", "export", URL, "--to", str(data / "page.warc.gz"), data=data)
    assert (done.returncode, list(data.glob("page*"))) == (5, [])
    [damage] = lines("reindex", data=data, code=5)
    assert damage["offset"] == offset


def test_the_index_is_built_again_from_the_files_alone(data: Path) -> None:
    before = lines("history", URL, data=data)
    for file in (data / "archive").glob("index.sqlite*"):
        file.unlink()
    assert jiyao("archive", "reindex", data=data).stdout == "9 captures are indexed\n"
    assert lines("history", URL, data=data) == before


def test_an_export_is_imported_into_another_archive_under_its_one_address(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.warc.gz"
    jiyao("archive", "export", URL, "--to", str(target), data=data)
    other = tmp_path / "other"
    (other / "sources").mkdir(parents=True)
    (other / "sources" / "qinghe.yaml").write_text(SOURCE, "utf-8")
    [done] = lines("import", str(target), data=other)
    assert done["captures"] == 3
    assert done["passed_over"] == {
        "warcinfo record": 1,
        "request record": 4,
        "metadata record": 4,
        "revisit record": 1,
    }
    assert [one["state"] for one in lines("history", URL, data=other)] == ["new", "edited", "gone"]
    assert jiyao("archive", "import", str(tmp_path / "none.warc"), data=other).returncode == 5


def test_a_harvest_keeps_how_each_page_was_asked_for(demo: tuple[Path, str]) -> None:
    with Archive(demo[0] / "archive", untouched=True) as archive:
        pages = [*archive.pages(), *archive.pages(kind="listing")]
        assert len(pages) > 60
        for page in pages:
            fetch = archive.group(page.entries[0])[1]
            assert fetch is not None
            assert (fetch.method, fetch.url, fetch.address) == ("GET", page.url, "127.0.0.1")
            sent = {name.lower(): value for name, value in fetch.headers}
            assert "jiyao" in sent["user-agent"].lower()
    files = [str(path) for path in segment_files(demo[0] / "archive")]
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_in_a_terminal_what_went_and_came_is_coloured_and_elsewhere_marked(data: Path) -> None:
    with Archive(data / "archive", untouched=True) as archive:
        [page] = archive.find(URL)
        pair = [read_version(page, archive.read(entry), entry, None) for entry in page.contents]
    drawn = {}
    for name, how in (
        ("terminal", {"force_terminal": True}),
        ("pipe", {}),
        ("no colour", {"force_terminal": True, "no_color": True}),
    ):
        console = Console(file=StringIO(), width=200, **how)  # type: ignore[arg-type]
        draw(console, page, compare(*pair), whole=False, as_json=False)
        drawn[name] = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[32m3\x1b[0m" in drawn["terminal"]
    assert "[-" not in drawn["terminal"]
    assert "12月[-2-]{+3+}日" in drawn["pipe"]
    assert "{+" in drawn["no colour"]


def test_where_nothing_is_archived_that_is_said(tmp_path: Path) -> None:
    done = jiyao("archive", "list", data=tmp_path)
    assert done.returncode == 5
    assert "nothing is archived there" in done.stderr


def test_a_day_means_its_end_in_china(data: Path) -> None:
    def standing(at: str) -> bytes:
        return jiyao("archive", "show", URL, "--at", at, "--raw", data=data).stdout.encode()

    assert standing("2024-12-04T17:30") == FIRST
    assert standing("2024-12-04") == standing("2024-12-04T23:59") == SECOND
    assert jiyao("archive", "show", URL, "--at", "2024-12-03", data=data).returncode == 1
    listed = {row["url"] for row in lines("list", "--since", "2024-12-04", data=data)}
    assert URL in listed, "where days begin something, they begin with their first hour"


def test_a_page_is_known_by_its_reports_id_too_without_any_index(data: Path) -> None:
    id = report_id("qinghe", URL)
    assert lines("history", id, data=data) == lines("history", URL, data=data)
    assert jiyao("archive", "show", id, "--raw", data=data).stdout.encode() == SECOND
    assert jiyao("archive", "diff", id, "--json", data=data).returncode == 0
    unknown = jiyao("archive", "history", "qinghe-0123456789abcdef", data=data)
    assert unknown.returncode == 1
    assert "is not archived" in unknown.stderr
