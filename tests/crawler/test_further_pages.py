"""An article that goes on over several pages is one report; where a page cannot be had, the report says so."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from changing_site import SOURCE, Answer, ChangingSite
from commands import jiyao
from fastwarc.warc import ArchiveIterator

from crawler.known import Known, rests
from jiyao.errors import AskedWrongly
from jiyao.model import Capture, Issue, Listed, Report
from jiyao.removals import bring_back, forget
from jiyao.report_notes import of_kind
from jiyao.runs import SourceRun, harvest, rebuild
from jiyao.search import SearchQuery, open_index
from jiyao.source import Source
from jiyao.source_files import sources_of
from pipelines.archive import Archive, Entry, export_page
from pipelines.extract.further import following, leaf_of
from pipelines.flow import process
from pipelines.ledger import Ledger, ledger_file
from pipelines.replay import INCOMPLETE, TOO_LONG, understand

BY_LINK = SOURCE.replace("body: .text", "body: .text, paging: {{link: '//a[. = \"下一页\"]'}}")
BY_FORMULA = SOURCE.replace(
    "body: .text",
    "body: .text, paging: {{formula: '{{name}}_{{n}}.{{ext}}', first: 1, count: 'createPageHTML\\((\\d+)'}}",
)
LIST = Answer('<ul><li><a href="/a/t20261105_1.html">县政府召开第五次全体会议</a><span>2026-11-05</span></li></ul>')
FIRST = "/a/t20261105_1.html"
PARTS = (
    "11月5日上午，变县人民政府召开第五次全体会议。县长卢正明主持会议并讲话。会议听取了冬季供暖保障工作的汇报，研究了今冬明春的重点任务。",
    "副县长何立春、邢恩泽参加会议。会议指出，要把群众温暖过冬放在第一位，确保设备检修到位、燃料储备到位。",
    "县政府办公室主任唐跃飞列席会议。会议还研究了其他事项。",
)
NAMES = ("卢正明", "何立春", "邢恩泽", "唐跃飞")


def part(number: int, below: str = "", text: str = "") -> Answer:
    """A page of the article, with what stands below its text."""
    return Answer(
        "<html><head><meta charset=utf-8></head><body><h1>县政府召开第五次全体会议</h1><p class=date>2026-11-05</p>"
        f"<div class=text><p>{text or PARTS[number - 1]}</p></div><div class=pager>{below}</div></body></html>",
        headers={"ETag": f'"{number}{hash(text)}"'},
    )


def address(number: int) -> str:
    return FIRST if number == 1 else FIRST.replace(".html", f"_{number - 1}.html")


def linked(site: ChangingSite, *onward: int, rules: str = BY_LINK) -> None:
    """Three pages, each with a link to the page of that number; 0 is none."""
    site.describe(rules=rules)
    site.answers["/list.html"] = LIST
    for number, page in enumerate(onward, 1):
        below = f'<a href="{address(page)}">下一页</a>' if page else "<span>下一页</span>"
        site.answers[address(number)] = part(number, below)


def counted(site: ChangingSite, rules: str = BY_FORMULA) -> None:
    """Three pages whose number a script of the first tells."""
    site.describe(rules=rules)
    site.answers["/list.html"] = LIST
    for number in (1, 2, 3):
        script = f'<script>createPageHTML(3, {number - 1}, "t20261105_1", "html");</script>'
        site.answers[address(number)] = part(number, script)


def numbered(site: ChangingSite, address: str) -> None:
    """Three pages without a rule, each with links to all by their numbers."""
    site.describe()
    site.answers["/list.html"] = LIST
    addresses = [FIRST, *("/a/" + address.format(here=FIRST[3:], n=number) for number in (2, 3))]
    below = "".join(f'<a href="{each}">[{number}]</a>' for number, each in enumerate(addresses, 1))
    for number, each in enumerate(addresses, 1):
        site.answers[each] = part(number, below)


@pytest.fixture(params=[lambda site: linked(site, 2, 3, 0), counted], ids=["links", "createPageHTML"])
def long_site(site: ChangingSite, request: pytest.FixtureRequest) -> ChangingSite:
    """A site with one article of three pages."""
    request.param(site)
    return site


def visit(site: ChangingSite) -> SourceRun:
    site.asked.clear()
    site.headers.clear()
    [run] = harvest(site.settings, ["county"])
    return run


def shown(site: ChangingSite) -> Report:
    """What the index says of the article."""
    with closing(open_index(site.settings)) as index:
        [hit] = index.scan(SearchQuery(meetings_only=False))
        return index.get(hit.id)


def names(report: Report) -> tuple[str, ...]:
    return tuple(person.name for person in report.attendances)


def issues(site: ChangingSite) -> list[Issue]:
    with closing(Ledger(ledger_file(site.settings))) as ledger:
        return list(ledger.issues())


def states(site: ChangingSite) -> dict[str, list[str]]:
    with Archive(site.settings.archive_folder) as archive:
        pages = [page for kind in ("article", "further") for page in archive.pages("county", kind=kind)]
        return {page.url.removeprefix(site.root): list(map(str, page.states)) for page in pages}


def test_three_pages_are_one_report_and_each_is_archived_as_it_came(long_site: ChangingSite) -> None:
    run = visit(long_site)
    assert run.states == {"new": 1}
    report = shown(long_site)
    assert names(report) == NAMES
    assert report.text == "\n".join(PARTS)
    assert not report.notes
    assert not issues(long_site)
    assert states(long_site) == {address(number): ["new"] for number in (1, 2, 3)}
    with Archive(long_site.settings.archive_folder) as archive:
        for number in (1, 2, 3):
            kind = "article" if number == 1 else "further"
            page = archive.page("county", long_site.root + address(number), kind)
            assert page
            assert archive.read(page.entries[0]).body.decode() == long_site.answers[address(number)].body
        assert not list(archive.verify())


@pytest.mark.parametrize(
    "draw",
    [
        lambda site: linked(site, 2, 3, 1, rules=SOURCE),
        lambda site: counted(site, rules=SOURCE),
        lambda site: numbered(site, "{here}?page={n}"),
    ],
    ids=["下一页", "createPageHTML", "numbers"],
)
def test_the_further_pages_that_an_article_names_itself_need_no_rule(
    site: ChangingSite, draw: Callable[[ChangingSite], None]
) -> None:
    draw(site)
    assert visit(site).states == {"new": 1}
    report = shown(site)
    assert (names(report), report.notes, issues(site)) == (NAMES, (), [])
    assert visit(site).states in ({"known": 1}, {"unchanged": 1})
    rebuild(site.settings)
    assert shown(site) == report


@pytest.mark.parametrize(
    "below",
    [
        '下一篇：<a href="t20261105_2.html">县政府召开第六次全体会议</a>',
        '<a href="t20261105_2.html">下一页</a>',
        '<a href="/a/">下一页</a><a href="/list_2.html">2</a>',
        '<a href="t20261105_1_1.html">县长卢正明的讲话</a>',
        '<a href="http://elsewhere.example/a/t20261105_1_1.html">下一页</a>',
        '<a href="http://[">下一页 t20261105_1_1.html</a>',
        '<script>createPageHTML(3, 0, "index", "html");</script>',
        '<script>createPageHTML(1, 0, "t20261105_1", "html");</script>',
    ],
)
def test_a_link_to_another_page_is_not_followed_as_a_further_one(below: str) -> None:
    assert onward("https://x.example/a/t20261105_1.html", below) is None


def test_the_next_article_of_a_site_that_tells_them_by_a_parameter_is_none() -> None:
    assert onward("https://x.example/a/?p=7", '<a href="?p=8">Next »</a>') is None
    assert (
        onward("https://x.example/a/?id=7", '<a href="?id=7&page=2">Next »</a>') == "https://x.example/a/?id=7&page=2"
    )


def onward(url: str, below: str) -> str | None:
    """Where the page at this address, with this below its text, goes on by no rule of its source."""
    said = {"name": "x", "title": "x", "language": "zh-Hans", "start": "https://x.example/list.html"}
    source = Source.model_validate(said | {"listing": {"items": "li", "link": "a"}})
    page = Capture("x", url, datetime(2026, 11, 6, tzinfo=UTC), 200, (), part(1, below).body.encode(), "article")
    return following([leaf_of(page, source, url)], source)


def test_a_rebuild_from_the_archive_alone_gives_the_same_report(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    before = shown(site)
    (site.settings.archive_folder / "index.sqlite").unlink()
    rebuild(site.settings)
    assert shown(site) == before
    with Archive(site.settings.archive_folder) as archive:
        [page] = archive.pages("county")
        source = sources_of(site.settings)["county"]
        assert understand(page, source, archive.read, process).report == before


def test_a_visit_asks_for_each_page_only_if_it_changed(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    for number in (1, 2, 3):
        site.answers[address(number)].status = 304
    assert visit(site).states == {"unchanged": 1}
    for number in (1, 2, 3):
        assert site.headers[address(number)][0]["if-none-match"]
    assert states(site) == {address(number): ["new", "unchanged"] for number in (1, 2, 3)}
    assert names(shown(site)) == NAMES
    assert not issues(site)


def test_an_edit_of_a_further_page_is_an_edit_of_the_article(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    below = re.search("<div class=pager>(.*)</div>", site.answers[address(2)].body)
    assert below
    site.answers[address(1)].status = 304
    site.answers[address(2)] = part(2, below[1], "副县长邢恩泽参加会议。会议指出，要把群众温暖过冬放在第一位。")
    assert visit(site).states == {"edited": 1}
    report = shown(site)
    assert names(report) == ("卢正明", "邢恩泽", "唐跃飞")
    assert report.history
    assert report.history.versions == 2
    assert report.history.unnamed == ("何立春",)
    rebuild(site.settings)
    assert shown(site) == report
    with Archive(site.settings.archive_folder) as archive:
        [page] = archive.pages("county")
        assert [entry.type for entry in page.entries] == ["response", "revisit"], "its first page is kept once"
        assert not list(archive.verify())
        assert not archive.reindex()
        assert [*archive.pages("county")] == [page]


@pytest.mark.parametrize("count", ["9" * 5000, "³"])
def test_a_number_of_pages_that_is_none_is_one_page(site: ChangingSite, count: str) -> None:
    site.describe(rules=BY_FORMULA.replace(r"\\d+", "[^,]+"))
    site.answers["/list.html"] = LIST
    site.answers[FIRST] = part(1, f'<script>createPageHTML({count}, 0, "t20261105_1", "html");</script>')
    assert visit(site).states == {"new": 1}
    assert names(shown(site)) == ("卢正明",)
    assert not shown(site).notes


def test_links_in_a_circle_and_pages_that_repeat_are_the_end(site: ChangingSite) -> None:
    linked(site, 2, 3, 1)
    visit(site)
    assert shown(site).text == "\n".join(PARTS)
    assert not shown(site).notes
    assert [site.asked[address(number)] for number in (1, 2, 3)] == [1, 1, 1]


def test_a_site_that_shows_one_page_under_ever_new_addresses_is_left(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)

    def respond(path: str, posted: str) -> Answer | None:
        if not path.startswith(address(2)):
            return None
        number = int(path.partition("?p=")[2] or 2)
        return part(2, f'<a href="{address(2)}?p={number + 1}">下一页</a>')

    site.respond = respond
    visit(site)
    assert shown(site).text == "\n".join(PARTS[:2])
    assert sum(site.asked.values()) <= 6, "robots.txt, the list, the first page, the second, the one that repeats it"


def test_a_walk_without_end_ends_at_the_limit_and_says_so(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    site.describe(rules=BY_LINK.replace("paging: {{", "paging: {{most: 4, "))

    def respond(path: str, posted: str) -> Answer | None:
        if not path.startswith(address(2)):
            return None
        number = int(path.partition("?p=")[2] or 2)
        return part(2, f'<a href="{address(2)}?p={number + 1}">下一页</a>', f"{PARTS[1]}本页是第{number}页。")

    site.respond = respond
    visit(site)
    assert shown(site).text.count("本页是第") == 3
    [note] = shown(site).notes
    assert "more pages than we take" in note
    assert [issue.reason for issue in issues(site)] == [TOO_LONG]
    assert visit(site).issues == {TOO_LONG: 1}
    with closing(Known(site.settings, sources_of(site.settings)["county"], datetime.now(UTC))) as known:
        assert (known.incomplete, known.failed()) == (frozenset(), []), "it is visited as any other page is"


def test_a_page_that_fails_is_said_and_asked_for_again_by_the_next_run(long_site: ChangingSite) -> None:
    second = long_site.answers[address(2)]
    long_site.answers[address(2)] = Answer("<h1>gone</h1>", 404)
    run = visit(long_site)
    assert run.issues == {INCOMPLETE: 1}
    part_of_it = shown(long_site)
    assert names(part_of_it) == ("卢正明",)
    note = of_kind("incomplete", part_of_it.notes)
    assert note
    assert f"page 2, {long_site.root}{address(2)}" in note
    assert "404" in note
    [issue] = issues(long_site)
    assert (issue.reason, issue.url, issue.message) == (INCOMPLETE, long_site.root + FIRST, note)
    rebuild(long_site.settings)
    assert shown(long_site) == part_of_it
    assert [one.reason for one in issues(long_site)] == [INCOMPLETE]

    long_site.answers["/list.html"] = Answer("<ul><li><a href=/b/1.html>其他</a></li></ul>")
    long_site.answers[address(1)].status = 304
    long_site.answers[address(2)] = second
    run = visit(long_site)
    assert (run.states.get("completed"), run.states.get("edited")) == (1, None)
    assert names(shown(long_site)) == NAMES
    assert not shown(long_site).notes
    assert not [one for one in issues(long_site) if one.reason == INCOMPLETE]
    whole = shown(long_site)
    assert whole.history == replace(part_of_it.history, versions=1), "its site edited nothing"
    rebuild(long_site.settings)
    assert shown(long_site) == whole


def test_a_page_that_fails_later_takes_nothing_away(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    whole = shown(site)
    third, site.answers[address(3)] = site.answers[address(3)], Answer("<h1>busy</h1>", 403)
    run = visit(site)
    assert (run.states, run.issues) == ({"unchanged": 1}, {INCOMPLETE: 1})
    [issue] = issues(site)
    assert (issue.reason, issue.url) == (INCOMPLETE, site.root + FIRST)
    assert shown(site) == whole
    rebuild(site.settings)
    assert shown(site) == whole
    site.answers[address(3)] = third
    assert visit(site).states == {"unchanged": 1}
    assert not issues(site)


def test_an_edit_that_is_not_whole_does_not_take_the_place_of_what_was(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    whole = shown(site)
    first = site.answers[FIRST]
    site.answers[FIRST] = replace(first, body=first.body.replace("重点任务", "重点工作"))
    site.answers[address(2)] = Answer("<h1>busy</h1>", 403)
    visit(site)
    assert names(shown(site)) == NAMES
    assert shown(site).captured_at == whole.captured_at
    assert [issue.reason for issue in issues(site)] == [INCOMPLETE]


def test_an_article_that_is_never_whole_and_changes_at_every_visit_is_read_a_few_times(site: ChangingSite) -> None:
    counted(site)
    source, read, listed = sources_of(site.settings)["county"], Counter[str](), Listed("全体会议", "2026-11-05")
    with Archive(site.settings.archive_folder, writable=True) as archive:
        for visits in range(40):
            body = part(1, f"<script>createPageHTML(3)</script><p>{visits}</p>").body.encode()
            at = datetime(2026, 11, 5, tzinfo=UTC) + timedelta(hours=visits)
            visit_of_it = Capture("county", site.root + FIRST, at, 200, (), body, listed=listed, broken_off="Busy.")
            kept = archive.keep(visit_of_it)

        def counting(entry: Entry) -> Capture:
            read[entry.digest] += 1
            return archive.read(entry)

        outcome = understand(kept.page, source, counting, process)
    assert outcome.report
    assert outcome.report.captured_at == at
    assert outcome.issue
    assert outcome.issue.reason == INCOMPLETE
    assert read.total() <= 12


def test_an_article_that_is_not_whole_does_not_rest(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    with Archive(site.settings.archive_folder) as archive:
        [page] = archive.pages("county")
    seen = page.entries[0].captured_at
    for days, whole_rests in ((20, False), (29, False), (31, True)):
        at = seen + timedelta(days=days)
        assert rests(page, at, 30) is whole_rests
        assert not rests(page, at, 30, whole=False)


def test_a_rule_that_comes_later_tells_which_articles_are_not_whole(site: ChangingSite) -> None:
    linked(site, 2, 3, 0, rules=SOURCE)
    for answer in site.answers.values():
        answer.body = answer.body.replace("下一页", "往下读")
    visit(site)
    assert names(shown(site)) == ("卢正明",)
    site.describe(rules=BY_LINK.replace("下一页", "往下读"))
    rebuild(site.settings)
    assert of_kind("incomplete", shown(site).notes)
    site.answers[FIRST].status = 304
    before = shown(site)
    assert visit(site).states == {"completed": 1}
    whole = shown(site)
    assert names(whole) == NAMES
    assert whole.history == before.history, "its site edited nothing"
    with Archive(site.settings.archive_folder) as archive:
        [page] = archive.pages("county")
        assert [*page.states] == ["new", "completed"]
        assert (page.versions, page.different) == (page.entries[1:], 1)
        assert not archive.reindex()
        assert [*archive.pages("county")] == [page]
    rebuild(site.settings)
    assert shown(site) == whole


def test_what_is_taken_out_is_taken_out_with_all_its_pages(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    forget(site.settings, site.root + FIRST, "档案馆", "names a minor", datetime(2026, 11, 28, tzinfo=UTC))
    taken = {address(number) for number in (1, 2, 3)}
    with Archive(site.settings.archive_folder) as archive:
        assert {url.removeprefix(site.root) for _, url in archive.forgotten()} == taken
    bring_back(site.settings, site.root + FIRST, "档案馆", "no minor", datetime(2026, 11, 29, tzinfo=UTC))
    with Archive(site.settings.archive_folder) as archive:
        assert not archive.forgotten()
    rebuild(site.settings)
    assert names(shown(site)) == NAMES


OTHER = "/a/t20261106_9.html"
BY, DAY = ("档案馆", "names a minor"), timedelta(days=1)
AT = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
def sharing(site: ChangingSite) -> ChangingSite:
    """Two articles, of which the second goes on with the second page of the first."""
    linked(site, 2, 3, 0)
    row = f'<li><a href="{OTHER}">县政府召开专题会议</a><span>2026-11-06</span></li></ul>'
    site.answers["/list.html"] = Answer(LIST.body.replace("</ul>", row))
    other = part(1, f'<a href="{address(2)}">下一页</a>', "11月6日，县长卢正明主持召开专题会议，研究城区供水工作。")
    site.answers[OTHER] = Answer(other.body.replace("第五次全体会议</h1>", "专题会议</h1>"))
    visit(site)
    return site


def texts(site: ChangingSite) -> dict[str, str]:
    with closing(open_index(site.settings)) as index:
        reports = [index.get(hit.id) for hit in index.scan(SearchQuery(meetings_only=False))]
    return {report.url.removeprefix(site.root): report.text for report in reports}


def out(site: ChangingSite) -> set[str]:
    with Archive(site.settings.archive_folder) as archive:
        return {url.removeprefix(site.root) for _, url in archive.forgotten()}


def test_who_wants_a_further_page_out_is_told_of_which_article_it_is(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    with pytest.raises(AskedWrongly, match=f"is a further page of {site.root}{FIRST}$") as told:
        forget(site.settings, site.root + address(2), *BY, AT)
    assert f"`jiyao forget {site.root}{FIRST}`" in told.value.advice
    forget(site.settings, site.root + FIRST, *BY, AT)
    with pytest.raises(AskedWrongly, match=f"was taken out with {site.root}{FIRST}$"):
        bring_back(site.settings, site.root + address(2), *BY, AT + DAY)


def test_a_page_that_two_articles_share_is_shown_in_neither_once_one_is_out(
    sharing: ChangingSite, tmp_path: Path
) -> None:
    assert all(PARTS[1] in text for text in texts(sharing).values())
    said = jiyao(
        "forget", sharing.root + FIRST, "--by", BY[0], "--why", BY[1], data=sharing.settings.data,
        environment={"JIYAO_SOURCES": str(sharing.settings.sources)},
    ).stdout  # fmt: skip
    assert f"{sharing.root}{OTHER} has a page of it" in said
    assert texts(sharing) == {}
    rebuild(sharing.settings)
    [(url, text)] = texts(sharing).items()
    assert (url, PARTS[1] in text, PARTS[2] in text) == (OTHER, False, False)
    note = of_kind("incomplete", shown(sharing).notes)
    assert note
    assert "taken out on request" in note
    visit(sharing)
    assert sharing.asked[address(2)] == 0
    assert texts(sharing) == {url: text}
    with Archive(sharing.settings.archive_folder) as archive:
        page = archive.page("county", sharing.root + OTHER)
        assert page
        assert list(export_page(archive, page, "page.warc.gz", AT))


def test_what_another_removal_holds_stays_out(sharing: ChangingSite) -> None:
    # The pages of each: the second article goes on over the shared one to the last.
    pages, moments = {address(2), address(3)}, (AT + DAY * days for days in count())
    for first, second in ((FIRST, OTHER), (OTHER, FIRST)):
        for order in ((first, second), (second, first)):
            forget(sharing.settings, sharing.root + first, *BY, next(moments))
            forget(sharing.settings, sharing.root + second, *BY, next(moments))
            bring_back(sharing.settings, sharing.root + order[0], *BY, next(moments))
            assert out(sharing) == {order[1], *pages}
            bring_back(sharing.settings, sharing.root + order[1], *BY, next(moments))
            assert out(sharing) == set()
    rebuild(sharing.settings)
    assert all(PARTS[1] in text for text in texts(sharing).values())


def test_a_further_page_that_is_an_article_too_and_was_taken_out_for_itself_stays_out(sharing: ChangingSite) -> None:
    site = sharing
    row = f'<li><a href="{address(2)}">县政府召开第五次全体会议</a><span>2026-11-05</span></li></ul>'
    site.answers["/list.html"] = Answer(LIST.body.replace("</ul>", row))
    visit(site)
    assert address(2) in texts(site)
    forget(site.settings, site.root + FIRST, *BY, AT)
    assert texts(site) == {}
    [own] = forget(site.settings, site.root + address(2), *BY, AT + DAY)
    assert not own.article
    bring_back(site.settings, site.root + FIRST, *BY, AT + 2 * DAY)
    assert address(2) in out(site)
    rebuild(site.settings)
    assert texts(site)[FIRST] == PARTS[0]
    bring_back(site.settings, site.root + address(2), *BY, AT + 3 * DAY)
    assert out(site) == set()


def test_trying_a_source_shows_the_further_pages_and_what_is_not_there(long_site: ChangingSite) -> None:
    environment = {"JIYAO_SOURCES": str(long_site.settings.sources), "JIYAO_PRIVATE_NETWORKS": "1"}
    said = jiyao("sources", "try", "county", environment=environment).stdout
    assert f"page 2  {long_site.root}{address(2)}" in said
    assert f"page 3  {long_site.root}{address(3)}" in said
    assert "4 people" in said
    assert "not whole" not in said
    long_site.answers[address(3)] = Answer("<h1>404</h1>", 404)
    said = jiyao("sources", "try", "county", environment=environment).stdout
    assert f"not whole, page 3 could not be had: {long_site.root}{address(3)}: The site answers 404." in said


def test_the_commands_of_the_archive_show_all_pages(site: ChangingSite, tmp_path: Path) -> None:
    linked(site, 2, 3, 0)
    visit(site)
    url, data = site.root + FIRST, site.settings.data
    said = jiyao("archive", "show", url, data=data).stdout
    with Archive(site.settings.archive_folder) as archive:
        digests = {
            url: archive.find(url)[0].entries[0].digest for url in (site.root + address(2), site.root + address(3))
        }
    for number, (further, digest) in enumerate(digests.items(), 2):
        assert f"page {number}: {further}, {digest}" in said
    assert "2 further pages" in jiyao("archive", "history", url, data=data).stdout
    assert json.loads(jiyao("archive", "list", "--json", data=data).stdout)["further"] == list(digests)
    assert PARTS[1] in jiyao("archive", "show", site.root + address(2), data=data).stdout
    jiyao("archive", "export", url, "--to", str(tmp_path / "page.warc.gz"), data=data)
    with (tmp_path / "page.warc.gz").open("rb") as file:
        records = [each for each in ArchiveIterator(file) if each.headers["WARC-Type"] == "response"]
    assert [each.headers["WARC-Target-URI"] for each in records] == [url, *digests]


def test_an_index_of_the_archive_without_further_pages_goes_on_and_gets_them(site: ChangingSite) -> None:
    linked(site, 2, 3, 0)
    site.describe()
    visit(site)
    index = site.settings.archive_folder / "index.sqlite"
    with closing(sqlite3.connect(index)) as database:
        database.execute("ALTER TABLE captures DROP COLUMN further")
        database.commit()
    with Archive(site.settings.archive_folder, untouched=True) as archive:
        assert [page.url for page in archive.pages("county")] == [site.root + FIRST]
    site.describe(rules=BY_LINK)
    visit(site)
    assert names(shown(site)) == NAMES
