"""What is known is not asked for again without need; what a site hides or moves is seen; one article is one page."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from changing_site import SOURCE, Answer, ChangingSite, article
from flipping import flip

from crawler.known import compare_lists, rests
from jiyao.model import Capture
from jiyao.runs import SourceRun, harvest, rebuild
from jiyao.source import Listing, Source
from pipelines.addresses import of_source, variants
from pipelines.archive import Archive, Entry, Page
from pipelines.archive.segments import segment_files
from pipelines.ledger import Ledger, ledger_file

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PAGED = SOURCE.replace("date: span::text", 'date: "span::text", paging: {{formula: "list_{{n}}.html"}}')


def visit(site: ChangingSite) -> SourceRun:
    site.asked.clear()
    [run] = harvest(site.settings)
    return run


def reasons(site: ChangingSite) -> dict[str, str]:
    with closing(Ledger(ledger_file(site.settings))) as ledger:
        return {issue.url.removeprefix(site.root): issue.reason for issue in ledger.issues()}


def page(first: timedelta, last: timedelta) -> Page:
    """A page first captured so long ago, and last so long ago."""
    entry = Entry("f", 0, 1, "response", "s", "https://e.cn/1", "article", NOW - first, 200, "d")
    return Page((entry, replace(entry, type="revisit", captured_at=NOW - last)))


@pytest.mark.parametrize(
    ("age", "last", "rest"),
    [(0, 0, False), (2, 0, False), (8, 1, True), (8, 2.1, False), (20, 4, True), (20, 5.1, False), (31, 31, True)],
)
def test_a_page_is_visited_ever_more_rarely_and_in_the_end_not_any_more(age: float, last: float, rest: bool) -> None:
    assert rests(page(timedelta(days=age), timedelta(days=last)), NOW, 30) is rest


def paged(site: ChangingSite, pages: int, first: int = 1) -> None:
    """A list of several pages with two articles each, the newest first."""
    newest = 2 * pages + first - 1
    pages_of_two(site, newest, newest - 2 * pages + 1)


def pages_of_two(site: ChangingSite, newest: int, oldest: int = 1) -> None:
    """The articles of these numbers, two on each page of a list; the last page may have one."""
    site.describe(rules=PAGED)
    for number, first in enumerate(range(newest, oldest - 1, -2)):
        rows = ""
        for n in range(first, max(first - 2, oldest - 1), -1):
            site.answers[f"/a/{n}.html"] = article(n)
            rows += f'<li><a href="/a/{n}.html">{n}</a><span>2026-11-20</span></li>'
        name = "/list.html" if number == 0 else f"/list_{number}.html"
        site.answers[name] = Answer(f"<ul>{rows}</ul>")


def lists(site: ChangingSite) -> int:
    return sum(number for path, number in site.asked.items() if path.startswith("/list"))


def test_a_list_is_walked_to_its_end_once_and_then_until_nothing_new(site: ChangingSite) -> None:
    paged(site, 6)
    assert visit(site).states == {"new": 12}
    assert lists(site) == 7, "the sixth page and the one behind it that is not there"
    assert visit(site).states == {"unchanged": 12}, "young pages are visited again though no list was walked to them"
    assert lists(site) == 1
    paged(site, 6, first=3)
    assert visit(site).states["new"] == 2
    assert lists(site) == 2


def test_a_walk_that_was_interrupted_is_made_to_its_end_by_the_next_run(site: ChangingSite) -> None:
    paged(site, 6)
    site.answers["/list_3.html"] = Answer("", 403)
    assert visit(site).states == {"new": 6}
    paged(site, 6)
    run = visit(site)
    assert run.states == {"new": 6, "unchanged": 6}
    assert lists(site) == 7


@pytest.mark.parametrize("more", [1, 2])
@pytest.mark.parametrize("visited", [False, True])
def test_a_list_that_grows_while_it_is_read_loses_nothing(site: ChangingSite, more: int, visited: bool) -> None:
    """By one article a page repeats a part of the one before it, by two the whole, at the first visit and at later ones."""
    if visited:
        pages_of_two(site, 6)
        assert visit(site).states == {"new": 6}
    pages_of_two(site, 12)

    def grow(path: str) -> None:
        if path == "/list_1.html" and site.asked[path] == 1:
            pages_of_two(site, 12 + more)

    site.on_request = grow
    visit(site)
    site.on_request = None
    visit(site)
    with Archive(site.settings.archive_folder) as archive:
        assert archive.addresses("county") >= {site.url(number) for number in range(1, 13 + more)}


def test_a_list_is_walked_further_where_another_list_names_the_same_first(site: ChangingSite) -> None:
    paged(site, 3)
    site.describe(
        rules=PAGED.replace("start: {root}/list.html", "start: ['{root}/list.html', '{root}/other/list.html']")
    )
    rows = "".join(f'<li><a href="/a/{n}.html">{n}</a><span>2026-11-20</span></li>' for n in (21, 22))
    site.answers |= {
        "/other/list_1.html": Answer(f"<ul>{rows}</ul>"),
        "/a/21.html": article(21),
        "/a/22.html": article(22),
    }
    assert visit(site).states == {"new": 8}
    newer = "".join(f'<li><a href="/a/{n}.html">{n}</a><span>2026-11-21</span></li>' for n in (31, 32))
    older = "".join(f'<li><a href="/a/{n}.html">{n}</a><span>2026-11-20</span></li>' for n in (33, 34))
    for n in (31, 32, 33, 34):
        site.answers[f"/a/{n}.html"] = article(n)
    site.answers |= {"/list.html": Answer(f"<ul>{newer}</ul>"), "/other/list_1.html": Answer(f"<ul>{older}</ul>")}
    assert visit(site).states["new"] == 4, "behind a first page whose news the other list named too"


def test_an_article_that_did_not_answer_is_asked_for_again_though_no_list_was_walked_to_it(site: ChangingSite) -> None:
    paged(site, 4)
    site.answers["/a/1.html"] = Answer("", 403)
    visit(site)
    assert reasons(site)["/a/1.html"] == "refused"
    site.answers["/a/1.html"] = article(1)
    assert visit(site).states == {"new": 1, "unchanged": 7}
    assert lists(site) == 1
    assert reasons(site) == {}


def test_a_page_that_its_list_drops_in_silence_is_told_and_one_that_is_gone_is_gone(site: ChangingSite) -> None:
    visit(site)
    site.list("1", "2", "5")
    del site.answers["/a/3.html"]
    run = visit(site)
    assert run.states == {"gone": 1, "unchanged": 4, "unlisted": 2}
    assert reasons(site) == {"/a/4.html": "unlisted"}
    assert visit(site).states.get("unlisted") is None, "it is told once"
    assert reasons(site) == {"/a/4.html": "unlisted"}, "and stays open"
    site.list("1", "2", "4", "5")
    visit(site)
    assert reasons(site) == {}, "until a list names it again"


@pytest.mark.parametrize(
    ("before", "now", "left", "behind"),
    [
        ("abcd", "xabcd", "", ""),
        ("abcd", "xacd", "b", ""),
        ("abcdef", "xab", "", "cdef"),
        ("abcdef", "xb", "a", "cdef"),
        ("abcd", "xyz", "", "abcd"),
        ("pabcd", "pxab", "", "cd"),
        ("", "ab", "", ""),
    ],
)
def test_a_page_has_left_its_list_where_one_that_stood_behind_it_is_still_named(
    before: str, now: str, left: str, behind: str
) -> None:
    assert compare_lists(before, now) == ([*left], [*behind])


def test_a_list_that_shrinks_is_seen_and_one_that_was_not_walked_further_is_not_mistaken_for_it(
    site: ChangingSite,
) -> None:
    paged(site, 6)
    assert site.settings.sources is not None
    file = site.settings.sources / "county.yaml"
    file.write_text(file.read_text("utf-8") + "expect: {articles: 10}\n", "utf-8")
    assert visit(site).missed == ()
    assert visit(site).missed == (), "ten more stand behind the first page, as far as is known"
    del site.answers["/list_1.html"]
    site.answers["/list.html"] = Answer(site.answers["/list.html"].body.replace("/a/12", "/a/13"))
    site.answers["/a/13.html"] = article(13)
    assert visit(site).missed == ("2 articles are listed, at least 10 are expected",)


def test_an_article_that_moved_is_kept_where_it_is_now(site: ChangingSite) -> None:
    visit(site)
    site.answers["/a/moved.html"] = site.answers["/a/5.html"]
    site.answers["/a/5.html"] = Answer("", 301, {"Location": "/a/moved.html"})
    run = visit(site)
    assert run.states == {"moved": 1, "new": 1, "unchanged": 4}
    assert reasons(site) == {"/a/5.html": "moved"}


SHELL = "<html><body><script src=a.js></script><div id=app></div></body></html>"
WALL = "<html><script>$_ts=window['$_ts'];document.cookie='x=1';location.reload()</script></html>"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(WALL, 412), "challenge"),
        (Answer(WALL, 202), "challenge"),
        (Answer(WALL, 200), "challenge"),
        (Answer("<title>提示</title><p>您访问的页面不存在或已删除</p>", 200), "soft_404"),
        (Answer(SHELL, 200), "shell"),
        (Answer("", 200), "empty"),
        (Answer("<title>统一身份认证</title><form>请先登录</form>", 200), "login"),
        (Answer("", 403), "refused"),
        (Answer("", 404), "missing"),
        (Answer("", 502), "server_error"),
        (Answer("", 418), "unexpected_status"),
        (Answer("", 301, {"Location": "/home.html"}), "moved"),
    ],
)  # fmt: skip
def test_each_answer_that_is_no_article_has_a_reason_of_its_own(
    site: ChangingSite, answer: Answer, reason: str
) -> None:
    site.answers["/a/1.html"] = answer
    site.answers["/home.html"] = Answer("<h1>home</h1>")
    if answer.status == 502:
        site.answers["/a/1.html"].headers["Retry-After"] = "0"
    visit(site)
    assert set(reasons(site).values()) == {reason}


def test_a_list_that_is_a_wall_is_told_as_one(site: ChangingSite) -> None:
    site.answers["/list.html"] = Answer(WALL)
    visit(site)
    assert reasons(site) == {"/list.html": "challenge"}


def source(start: str = "https://www.e.gov.cn/list/index.html", aliases: tuple[str, ...] = ()) -> Source:
    return Source(
        name="s", title="县", language="zh-Hans", start=(start,), aliases=aliases, listing=Listing(items="li", link="a")
    )


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../a/1.html", "https://www.e.gov.cn/a/1.html"),
        ("http://www.e.gov.cn/a/1.html", "https://www.e.gov.cn/a/1.html"),
        ("//www.e.gov.cn/a/1.html?spm=7#top", "https://www.e.gov.cn/a/1.html"),
        ("https://m.e.gov.cn/a/1.html", "https://www.e.gov.cn/a/1.html"),
        ("https://big5.e.gov.cn/gate/big5/www.e.gov.cn/a/1.html", "https://www.e.gov.cn/a/1.html"),
        ("https://other.gov.cn/a/1.html", "https://other.gov.cn/a/1.html"),
        ("https://big5.e.gov.cn/gate/big5/other.gov.cn/a/1.html", "https://big5.e.gov.cn/gate/big5/other.gov.cn/a/1.html"),
    ],
)  # fmt: skip
def test_one_article_has_one_address_whichever_door_a_link_leads_through(href: str, address: str) -> None:
    base = "https://www.e.gov.cn/list/index.html"
    assert of_source(href, base, source(aliases=("m.e.gov.cn",))) == address


def test_a_source_that_is_read_through_the_gate_stays_behind_it() -> None:
    gate = source("https://big5.e.cn/gate/big5/news.e.cn/roll")
    link = "https://big5.e.cn/gate/big5/news.e.cn/20261124/1.html"
    assert of_source(link, gate.start[0], gate) == link


def test_a_folder_and_its_index_page_are_one_article(site: ChangingSite) -> None:
    assert variants("https://e.cn/a/") == variants("https://e.cn/a/")
    assert "https://e.cn/a/" in variants("https://e.cn/a/index.html")
    assert variants("https://e.cn/a/1.html") == ("https://e.cn/a/1.html",)
    site.answers["/a/x/"] = site.answers["/a/x/index.html"] = article(9)
    site.answers["/list.html"] = Answer('<ul><li><a href="/a/x/">x</a><li><a href="/a/x/index.html">x</a></ul>')
    assert visit(site).states == {"new": 1}
    site.answers["/list.html"] = Answer('<ul><li><a href="/a/x/index.html">x</a></ul>')
    assert visit(site).states == {"unchanged": 1}
    with Archive(site.settings.archive_folder) as archive:
        assert [each.url for each in archive.pages()] == [f"{site.root}/a/x/"]


def test_what_another_tool_archived_is_known(site: ChangingSite) -> None:
    with Archive(site.settings.archive_folder, writable=True) as archive:
        body = site.answers["/a/1.html"].body.encode()
        archive.keep(Capture("county", site.url(1), datetime.now(UTC) - timedelta(days=40), 200, (), body))
    assert visit(site).states == {"new": 4, "resting": 1}


def test_a_page_that_the_archive_lost_is_asked_for_whole_and_kept_again(site: ChangingSite) -> None:
    known = {"ETag": '"1"'}

    def respond(path: str, _: str) -> Answer | None:
        if not path.startswith("/a/"):
            return None
        asked = site.headers[path][-1].get("if-none-match")
        return Answer("", 304, known) if asked == known["ETag"] else replace(site.answers[path], headers=known)

    site.respond = respond
    visit(site)
    assert visit(site).states["unchanged"] == 5
    [file] = segment_files(site.settings.archive_folder)
    with Archive(site.settings.archive_folder) as archive:
        lost = archive.page("county", site.url(3))
    assert lost is not None
    flip(file, lost.entries[0].offset + lost.entries[0].length // 2)
    rebuild(site.settings, leave_out=True)
    assert reasons(site) == {"/a/3.html": "archive_damaged"}
    counts = visit(site).states
    assert (counts["completed"], counts["unchanged"]) == (1, 4)
    assert "if-none-match" not in site.headers["/a/3.html"][-1]
    assert "if-none-match" in site.headers["/a/2.html"][-1]
    assert reasons(site) == {}
    assert rebuild(site.settings).reports == 5
    assert visit(site).states["unchanged"] == 5
    assert "if-none-match" in site.headers["/a/3.html"][-1]
