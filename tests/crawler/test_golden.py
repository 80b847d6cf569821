"""Golden pages: every source that we ship, and an invented one of each family that none of them uses."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from commands import jiyao

from crawler.golden import accept, golden_folders, judge_page
from jiyao.errors import SourceError
from jiyao.model import Capture
from jiyao.source_files import families_of, load_documents, shipped_sources
from pipelines.archive import Archive

EXAMPLES = Path(__file__).parents[1] / "families"
LOADED = {
    name: (Path(loaded.document.origins[()].file), loaded)
    for folder in (shipped_sources(), EXAMPLES)
    for name, loaded in load_documents(folder).items()
}
PAGES = [(name, folder) for name, (path, _) in LOADED.items() for folder in golden_folders(path)]


@pytest.mark.parametrize(("name", "folder"), PAGES, ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_golden_page_comes_out_as_its_folder_says(name: str, folder: Path) -> None:
    judgement = judge_page(folder, LOADED[name][1].source)
    assert judgement.expected is not None
    assert list(judgement.differences()) == []
    assert judgement.as_expected


@pytest.mark.parametrize("name", LOADED)
def test_every_source_has_a_list_and_an_article_among_its_golden_pages(name: str) -> None:
    kinds = {file.stem for folder in golden_folders(LOADED[name][0]) for file in folder.glob("*.json")}
    assert "listing" in kinds
    assert kinds & {"article", "issue"}


def test_every_family_has_golden_pages() -> None:
    used = {loaded.document.values.get("family") for _, loaded in LOADED.values()}
    assert set(families_of()) <= used


def test_enough_pages_are_there_to_be_refused() -> None:
    reasons = {
        json.loads((folder / "issue.json").read_text("utf-8"))["reason"]
        for _, folder in PAGES
        if (folder / "issue.json").exists()
    }
    assert reasons >= {"challenge", "soft_404", "unexpected_structure", "empty_list", "unreadable_list", "server_error"}


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A folder with one source whose rules no longer fit its golden page."""
    shutil.copytree(EXAMPLES / "example_vsb.pages", tmp_path / "example_vsb.pages")
    text = (EXAMPLES / "example_vsb.yaml").read_text("utf-8")
    (tmp_path / "example_vsb.yaml").write_text(text + "listing: {date: b}\narticle: {title: .path}\n", "utf-8")
    return tmp_path


def test_a_page_that_is_not_as_expected_is_shown_and_ends_the_check_with_4(changed: Path) -> None:
    done = jiyao("sources", "check", environment={"JIYAO_SOURCES": str(changed)})
    assert done.returncode == 4
    assert "example_vsb.pages/article\n  title\n    - 县政府召开第21次常务会议\n    + 当前位置" in done.stdout
    assert "links[1]" in done.stdout
    assert "0 of 2 golden pages hold" in done.stdout
    assert "2 of 2 golden pages are not as expected" in done.stderr


def test_accepting_rewrites_what_is_expected(changed: Path) -> None:
    done = jiyao("sources", "check", "--accept", environment={"JIYAO_SOURCES": str(changed)})
    assert done.returncode == 0, done.stderr
    assert "    + 当前位置" in done.stdout
    again = jiyao("sources", "check", "example_vsb", "--json", environment={"JIYAO_SOURCES": str(changed)})
    records = [json.loads(line) for line in again.stdout.splitlines()]
    assert [record["as_expected"] for record in records] == [True, True]


def test_a_page_that_becomes_something_else_says_so(changed: Path) -> None:
    source = load_documents(changed)["example_vsb"].source
    folder = changed / "example_vsb.pages" / "article"
    (folder / "page.html").write_text("<html><title>404 Not Found</title></html>", "utf-8")
    judgement = judge_page(folder, source)
    [(what, expected, came)] = judgement.differences()
    assert (what, expected, came) == ("what it is", "article: 县政府召开第21次常务会议", "issue: soft_404")
    accept(folder, judgement)
    assert not (folder / "article.json").exists()
    assert judge_page(folder, source).as_expected


@pytest.fixture
def archived(changed: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The folder of sources without golden pages, and a data folder whose archive holds a list, an article and a page that is gone."""
    pages = tmp_path / "example_vsb.pages"
    source = "example_vsb"
    data = tmp_path / "data"
    with Archive(data / "archive", writable=True) as archive:
        for minute, folder in enumerate(("list", "article")):
            request = json.loads((pages / folder / "request.json").read_text("utf-8"))
            body = (pages / folder / "page.html").read_bytes()
            kind = "listing" if folder == "list" else "article"
            at = datetime(2026, 11, 22, 8, minute, tzinfo=UTC)
            archive.keep(Capture(source, request["url"], at, 200, (("Content-Type", "text/html"),), body, kind))
        gone = b"<html><body><p>404 Not Found</p></body></html>"
        archive.keep(
            Capture(
                source, "https://vsb.example.gov.cn/info/1/2.htm", at + timedelta(hours=1), 200, (), gone, "article"
            )
        )
    shutil.rmtree(pages)
    return changed, data


def test_pages_of_the_archive_are_kept_as_golden_pages(archived: tuple[Path, Path]) -> None:
    sources, data = archived
    environment = {"JIYAO_SOURCES": str(sources)}
    kept = jiyao("sources", "keep", "example_vsb", data=data, environment=environment)
    assert kept.returncode == 0, kept.stderr
    folders = golden_folders(sources / "example_vsb.yaml")
    assert [sorted(path.name for path in folder.iterdir()) for folder in folders] == [
        ["article.json", "page.html", "request.json"],
        ["listing.json", "page.html", "request.json"],
    ]
    assert folders[1].name.startswith("list-")
    checked = jiyao("sources", "check", "example_vsb", environment=environment)
    assert "2 of 2 golden pages hold" in checked.stdout
    again = jiyao("sources", "keep", "example_vsb", data=data, environment=environment)
    assert (again.returncode, "is a golden page already" in again.stderr) == (4, True)
    page = "https://vsb.example.gov.cn/info/1/2.htm"
    refused = jiyao("sources", "keep", "example_vsb", page, data=data, environment=environment)
    assert "info-1-2  issue: soft_404" in refused.stdout
    unknown = jiyao("sources", "keep", "example_vsb", page + "l", data=data, environment=environment)
    assert (unknown.returncode, f"Did you mean {page}?" in unknown.stderr) == (1, True)
    (data / "none").mkdir()
    assert jiyao("sources", "keep", "example_vsb", data=data / "none", environment=environment).returncode == 5


@pytest.mark.parametrize("broken", ["no page", "two expectations", "request is no JSON", "request is missing"])
def test_a_broken_folder_is_a_mistake_with_its_name(broken: str, changed: Path) -> None:
    source = load_documents(changed)["example_vsb"].source
    folder = changed / "example_vsb.pages" / "article"
    match broken:
        case "no page":
            (folder / "page.html").unlink()
        case "two expectations":
            (folder / "issue.json").write_text("{}", "utf-8")
        case "request is no JSON":
            (folder / "request.json").write_text("{", "utf-8")
        case _:
            (folder / "request.json").unlink()
    with pytest.raises(SourceError, match=r"example_vsb\.pages/article"):
        judge_page(folder, source)


def test_show_prints_each_key_with_the_file_and_line_it_comes_from() -> None:
    done = jiyao("sources", "show", "yanchi")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("  link: a::attr(href)") and "families/trs.yaml:" in line for line in lines)
    assert any(line.startswith("  allow: /zfcwhy/") and "ningxia/yanchi.yaml:" in line for line in lines)
    assert yaml.safe_load(done.stdout)["article"]["body"][0] == "#UCAP-CONTENT"
    record = json.loads(jiyao("sources", "show", "yanchi", "--json").stdout)
    assert record["source"]["listing"]["link"] == "a::attr(href)"
    assert "families/trs.yaml:" in record["origins"]["listing.link"]


def test_a_name_that_nobody_knows_is_answered_with_the_nearest() -> None:
    done = jiyao("sources", "show", "yanchy")
    assert done.returncode == 1
    assert "Did you mean yanchi?" in done.stderr
