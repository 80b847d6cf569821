"""`sources new` and `sources try`, against the demo site as it is served."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from changing_site import SOURCE, Answer, changing_site
from commands import free_port, jiyao

from jiyao.demo import DemoPage, demo_pages, demo_sources, serve_demo_site
from jiyao.errors import JiyaoError, NotFound
from jiyao.model import Article, Issue
from jiyao.runs import harvest
from jiyao.runs.drafts import draft_source
from jiyao.runs.trials import TriedList, TriedPage, try_source
from jiyao.search import open_index
from jiyao.settings import Settings
from jiyao.source_files import load_source

LISTS = {
    "county": "/county/xwzx/index.html",
    "oldtown": "/oldtown/list.asp",
    "gate": "/gate/list.html",
    "assembly": "/assembly/api/articles?page=1&size=5",
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serve_demo_site(free_port()) as address:
        yield address


def source_file(folder: Path, name: str, site: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(
        (demo_sources() / f"{name}.yaml").read_text("utf-8").replace("http://127.0.0.1:8766", site), "utf-8"
    )
    return path


@pytest.mark.parametrize("layout", LISTS)
def test_what_new_writes_harvests_the_whole_site(layout: str, site: str, tmp_path: Path) -> None:
    name, text = draft_source(Settings(), site + LISTS[layout], delay=0.02)
    assert "verified: false" in text
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / f"{name}.yaml").write_text(text, "utf-8")
    settings = Settings(data=tmp_path / "data", sources=tmp_path / "sources")
    [run] = harvest(settings)
    assert run.ended == "finished"
    with closing(open_index(settings)) as index:
        reports = {hit.report.url.removeprefix(site): hit.report for hit in index.scan() if hit.report}
    expected: dict[str, DemoPage] = {page.path: page for page in demo_pages() if page.site == layout}
    assert reports.keys() == expected.keys()
    assert {url: report.title for url, report in reports.items()} == {url: page.title for url, page in expected.items()}
    assert all(report.published for report in reports.values())


def test_a_county_is_recognised_and_its_file_says_what_was_not_found(site: str) -> None:
    _, text = draft_source(Settings(), site + LISTS["county"], delay=0.02)
    assert "family: trs" in text
    assert re.search(r"# Seen: the family trs, by .*createPageHTML", text)
    assert "# Not found: home" in text


def test_a_page_without_a_list_is_said_to_be_none(site: str) -> None:
    with pytest.raises(NotFound, match="no rows of a list were found"):
        draft_source(Settings(), site + "/county/xwzx/202001/t20200102_998.html", delay=0)


def test_a_page_that_is_not_there_or_does_not_answer_is_said_so(site: str) -> None:
    with pytest.raises(NotFound, match="the site answered 404"):
        draft_source(Settings(), site + "/nothing.html", delay=0)
    with pytest.raises(JiyaoError, match="asks us not to read"):
        draft_source(Settings(), site + "/private/list.html", delay=0)


def test_try_shows_links_and_fields_with_the_rules_that_found_them(site: str, tmp_path: Path) -> None:
    source = load_source(source_file(tmp_path, "demo_county", site))
    first, second, *pages = try_source(Settings(data=tmp_path / "data"), source, pages=2, articles=2)
    assert isinstance(first, TriedList)
    assert isinstance(second, TriedList)
    assert {judged.verdict for _, judged in first.links} == {"article"}
    assert first.following is not None
    assert first.following.url == second.url == f"{site}/county/xwzx/index_1.html"
    assert len(pages) == 2
    for page in pages:
        assert isinstance(page, TriedPage)
        assert isinstance(page.outcome, Article)
        assert page.found["title"] == 'meta[name="ArticleTitle"]::attr(content)'
        assert page.found["body"] == ".TRS_Editor"
        assert page.report is not None
    assert not (tmp_path / "data").exists()


def test_try_tells_why_a_page_would_be_refused(site: str, tmp_path: Path) -> None:
    source = load_source(source_file(tmp_path, "demo_county", site))
    [page] = try_source(Settings(), source, url=f"{site}/county/xwzx/202001/t20200102_998.html")
    assert isinstance(page, TriedPage)
    assert isinstance(page.outcome, Issue)
    assert page.outcome.reason == "soft_404"


def test_try_draws_what_it_sees(site: str, tmp_path: Path) -> None:
    done = jiyao("sources", "try", str(source_file(tmp_path, "demo_oldtown", site)), "--articles", "1")
    assert done.returncode == 0, done.stderr
    assert "next page: GET" in done.stdout
    assert re.search(r"title  .+← font\[color=\"#cc0000\"\] b", done.stdout)
    assert "1 article would be taken, 0 refused; nothing was stored" in done.stdout


def test_try_says_how_many_lists_it_looked_at_and_looks_at_more(tmp_path: Path) -> None:
    with changing_site(tmp_path) as standing:
        standing.publish(range(1, 3))
        back = datetime.now(UTC).date() - timedelta(days=4)
        standing.answers |= {f"/{back:%Y%m%d}.html": standing.answers["/list.html"]}
        standing.describe(rules=SOURCE.replace("/list.html", "/{{yyyy}}{{mm}}{{dd}}.html\ndays: 6"))
        path = tmp_path / "sources" / "county.yaml"
        first = jiyao("sources", "try", str(path), "--articles", "1")
        assert first.returncode == 1
        assert "3 of 6 lists were looked at; --lists 6 looks at more" in first.stdout
        whole = jiyao("sources", "try", str(path), "--articles", "1", "--lists", "6")
        assert whole.returncode == 0, whole.stdout
        assert "lists were looked at" not in whole.stdout


def test_try_shows_the_day_that_a_list_s_words_are_read_as(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 12, 16, 5, tzinfo=UTC)
    rows = [
        {"u": f"/a/{n}.html", "t": "会议", "d": said}
        for n, said in enumerate((moment.timestamp() * 1000, "2026-11-3", "soon"))
    ]
    with changing_site(tmp_path) as standing:
        standing.answers["/list.html"] = Answer(json.dumps(rows).replace(".0,", ",").replace(".0}", "}"))
        rules = re.sub(r"listing: .*", "listing: {{kind: json, items: '[*]', link: u, title: t, date: d}}", SOURCE)
        standing.describe(rules=rules)
        shown = jiyao("sources", "try", str(tmp_path / "sources" / "county.yaml"), "--articles", "0").stdout
    assert "2026-11-12T16:05:00+00:00 = 2026-11-13" in shown
    assert "2026-11-3 = 2026-11-03" in shown
    assert "soon (no day is read from it)" in shown


def test_new_writes_a_file_but_never_over_another(site: str, tmp_path: Path) -> None:
    path = tmp_path / "mine" / "gate.yaml"
    done = jiyao("sources", "new", site + LISTS["gate"], "--write", str(path), "--delay", "0.02")
    assert done.returncode == 0, done.stderr
    assert load_source(path).language == "zh-Hant"
    again = jiyao("sources", "new", site + LISTS["gate"], "--write", str(path))
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_a_broken_file_beside_is_told_with_line_and_key_before_the_site_is_asked(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("title: 县\nlangage: zh-Hans\n", "utf-8")
    done = jiyao("sources", "new", "http://127.0.0.1:1/list.html", environment={"JIYAO_SOURCES": str(tmp_path)})
    assert done.returncode == 4
    assert "broken.yaml:2: langage: unknown key; did you mean language?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_look_at_one_source_is_not_hindered_by_a_broken_file_beside_it(site: str, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("title: 县\n", "utf-8")
    path = source_file(tmp_path, "demo_gate", site)
    done = jiyao("sources", "try", str(path), "--articles", "1", environment={"JIYAO_SOURCES": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert "1 article" in done.stdout


def test_the_first_file_of_a_folder_makes_the_folder(site: str, tmp_path: Path) -> None:
    path = tmp_path / "mine" / "gate.yaml"
    done = jiyao(
        "sources", "new", site + LISTS["gate"], "--write", str(path), "--delay", "0.02",
        environment={"JIYAO_SOURCES": str(path.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert load_source(path).language == "zh-Hant"


def test_a_list_in_a_frame_wins_over_a_hot_list_without_days(tmp_path: Path) -> None:
    hot = "".join(f"<li><a href='/hot/{n}.html'>热门文章之第{n}篇报道</a></li>" for n in range(1, 6))
    with changing_site(tmp_path) as standing:
        standing.publish(range(1, 6))
        rows = "".join(
            f"<li><a href='/a/{n}.html'>县政府召开第{n}次常务会议</a><span>2026-11-{n + 1:02}</span></li>"
            for n in range(1, 6)
        )
        standing.answers["/frame.html"] = Answer(f"<html><body><ul class=rows>{rows}</ul></body></html>")
        standing.answers["/col.html"] = Answer(
            f"<html><head><title>政务要闻</title></head><body><iframe id=f src='/frame.html?a=1&amp;b=2'></iframe><ul>{hot}</ul></body></html>"
        )
        standing.answers["/frame.html?a=1&b=2"] = standing.answers["/frame.html"]
        _, written = draft_source(standing.settings, f"{standing.root}/col.html", 0)
        assert f"start: {standing.root}/frame.html?a=1&b=2" in written
        assert "items: ul.rows li" in written
        standing.answers["/bare.html"] = Answer(
            f"<html><head><title>热门</title></head><body><ul>{hot}</ul></body></html>"
        )
        _, bare = draft_source(standing.settings, f"{standing.root}/bare.html", 0)
        assert "no day stands beside the rows" in bare
        assert "issues: 0.2" in bare, "none of its pages is an article: a run of it is withheld"
