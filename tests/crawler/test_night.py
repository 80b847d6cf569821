"""A site changes in the night: in the morning the operator knows, and nothing wrong was published."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from changing_site import SOURCE, Answer, ChangingSite, article
from commands import jiyao

from jiyao.errors import AskedWrongly, NotFound
from jiyao.model import Report
from jiyao.runs import SourceRun, harvest, rebuild
from jiyao.runs.harvests import decided
from jiyao.search import open_index
from jiyao.settings import Settings
from jiyao.source_files import sources_of
from pipelines.archive import Archive
from pipelines.journal import Journal, Verdict, journal_file
from pipelines.release import discard_withheld, publish_withheld


def visit(site: ChangingSite) -> SourceRun:
    [run] = harvest(site.settings)
    return run


def found(settings: Settings) -> dict[str, Report]:
    with closing(open_index(settings)) as index:
        return {hit.report.url: hit.report for hit in index.scan() if hit.report}


def chairs(site: ChangingSite) -> set[str]:
    return {person.name for report in found(site.settings).values() for person in report.attendances[:1]}


def archived(site: ChangingSite) -> int:
    with Archive(site.settings.archive_folder) as archive:
        return sum(len(page.contents) for page in archive.pages())


def test_a_healthy_run_is_published_at_its_end(site: ChangingSite) -> None:
    run = visit(site)
    assert (run.ended, run.verdict, run.missed) == ("finished", Verdict.PUBLISHED, ())
    assert len(found(site.settings)) == run.reports == 5
    assert not list((site.settings.data / "runs").iterdir())


def test_a_new_layout_is_archived_and_waits_and_a_mended_source_file_publishes_it(site: ChangingSite) -> None:
    visit(site)
    site.publish(range(4, 9), body="fresh")
    night = visit(site)
    assert night.verdict is Verdict.WITHHELD
    assert night.missed == (
        "0 of 5 pages have their text where `article.body` says (a new layout?), a share of 0.5 is expected",
    )
    assert archived(site) == 10
    assert set(found(site.settings)) == {site.url(n) for n in range(1, 6)}
    rebuild(site.settings)
    assert set(found(site.settings)) == {site.url(n) for n in range(1, 6)}

    assert night.number is not None
    with pytest.raises(AskedWrongly, match="the rules of county find the text of 0 of 5 pages"):
        publish_withheld(site.settings, night.number, sources_of(site.settings))
    assert site.settings.sources is not None
    file = site.settings.sources / "county.yaml"
    file.write_text(file.read_text("utf-8").replace("body: .text", 'body: [".text", ".fresh"]'), "utf-8")
    assert night.number is not None
    assert len(trouble(site)) == 2
    assert publish_withheld(site.settings, night.number, sources_of(site.settings)) == 5
    decided(site.settings, night.number, published=True)
    assert trouble(site) == set()
    assert set(found(site.settings)) == {site.url(n) for n in range(1, 9)}
    with closing(Journal(journal_file(site.settings))) as journal:
        told = journal.run(night.number)
    assert told is not None
    assert told.verdict is Verdict.PUBLISHED
    with pytest.raises(AskedWrongly, match="nothing that waits"):
        publish_withheld(site.settings, night.number, sources_of(site.settings))


def test_one_text_on_every_page_is_archived_and_waits(site: ChangingSite) -> None:
    visit(site)
    note = '<div class="text"><p>本网站正在改版升级，敬请谅解，会议新闻请关注我们的公众号，感谢您的支持。</p></div>'
    for number in range(1, 6):
        moved = article(number, body="fresh").body
        site.answers[f"/a/{number}.html"] = Answer(moved.replace("<div class=fresh>", f"{note}<div class=fresh>"))
    night = visit(site)
    assert night.missed[0] == "4 of 5 pages have the text of another, at most a share of 0.5 is expected"
    assert all("常务会议" in report.text for report in found(site.settings).values())
    assert night.number is not None
    with pytest.raises(AskedWrongly, match="a text of their own have 1 of 5 pages"):
        publish_withheld(site.settings, night.number, sources_of(site.settings))


def test_what_the_list_said_of_a_page_counts_when_it_is_visited_without_the_list(site: ChangingSite) -> None:
    site.describe("expect: {dated: 1, edited: 1}\n")
    for number in range(1, 6):
        plain = site.answers[f"/a/{number}.html"].body
        site.answers[f"/a/{number}.html"] = Answer(plain.replace(f"<p class=date>2026-11-{number % 28 + 1:02}</p>", ""))
    assert visit(site).missed == ()
    for number in range(1, 6):
        edited = site.answers[f"/a/{number}.html"].body.replace("提出了要求", "作了部署")
        site.answers[f"/a/{number}.html"] = Answer(edited)
    site.list()
    run = visit(site)
    assert run.states == {"edited": 5}
    assert run.missed == ()
    reports = found(site.settings).values()
    assert {report.published and report.published.at.date().isoformat() for report in reports} == {"2026-11-20"}
    assert all("作了部署" in report.text for report in reports)


def test_a_run_without_dates_is_not_published_before_the_source_is_mended(site: ChangingSite) -> None:
    site.describe("expect: {dated: 1}\n", rules=SOURCE.replace(", date: span::text", ""))
    for number in range(1, 6):
        plain = site.answers[f"/a/{number}.html"].body
        site.answers[f"/a/{number}.html"] = Answer(plain.replace(f"<p class=date>2026-11-{number % 28 + 1:02}</p>", ""))
    night = visit(site)
    assert night.number is not None
    with pytest.raises(AskedWrongly, match="a day of publication is read on 0 of 5 pages"):
        publish_withheld(site.settings, night.number, sources_of(site.settings))
    assert publish_withheld(site.settings, night.number, sources_of(site.settings), anyway=True) == 5


def test_a_discarded_run_never_comes_into_an_index_and_the_report_before_it_stays(site: ChangingSite) -> None:
    site.describe("expect: {edited: 1}\n")
    visit(site)
    site.publish(range(1, 6), chair="錯誤人", body="fresh")
    night = visit(site)
    assert night.number is not None
    assert discard_withheld(site.settings, night.number) == (5, 0)
    assert chairs(site) == {"卢正明"}
    rebuild(site.settings)
    assert chairs(site) == {"卢正明"}
    assert visit(site).verdict is Verdict.NONE, "the same bytes again are nothing new"
    assert chairs(site) == {"卢正明"}
    site.publish(range(1, 6), chair="何立春")
    assert visit(site).verdict is Verdict.PUBLISHED
    assert chairs(site) == {"何立春"}
    assert publish_withheld(site.settings, night.number, sources_of(site.settings), anyway=True) == 5
    assert chairs(site) == {"何立春"}, "what is newer stays"


def test_pages_that_vanish_together_are_not_told_to_be_withdrawn_until_somebody_says_so(site: ChangingSite) -> None:
    visit(site)
    for number in range(1, 6):
        site.answers[f"/a/{number}.html"] = Answer("<h1>404</h1>", 404)
    night = visit(site)
    assert night.missed == ("5 of 5 known pages are gone at once, at most a share of 0.3 is expected",)
    assert all(report.history and not report.history.withdrawn_at for report in found(site.settings).values())
    assert night.number is not None
    publish_withheld(site.settings, night.number, sources_of(site.settings))
    assert all(report.history and report.history.withdrawn_at for report in found(site.settings).values())


def test_a_list_that_shrinks_to_nothing_is_seen(site: ChangingSite) -> None:
    site.describe("expect: {articles: 3}\n")
    assert visit(site).missed == ()
    site.answers["/list.html"] = Answer("<html><body><ul></ul></body></html>")
    assert "0 articles are listed, at least 3 are expected" in visit(site).missed


def test_a_site_that_falls_silent_is_seen_by_the_newest_article_that_earlier_runs_saw(site: ChangingSite) -> None:
    assert visit(site).missed == ()
    site.describe("expect: {newest_days: 0}\n")
    run = visit(site)
    assert run.states == {"unchanged": 5}
    assert [said[:32] for said in run.missed] == ["the newest article is of 2026-11"]


def test_new_articles_are_counted_over_the_runs_of_so_many_days(site: ChangingSite) -> None:
    site.describe("expect: {fresh: {articles: 6, days: 7}}\n")
    assert visit(site).missed == ("5 new articles in 7 days, at least 6 are expected",)
    site.publish(range(1, 7))
    assert visit(site).missed == ()


def changed(site: ChangingSite, numbers: range, old: str, new: str) -> None:
    for number in numbers:
        answer = site.answers[f"/a/{number}.html"]
        assert old in answer.body
        site.answers[f"/a/{number}.html"] = Answer(answer.body.replace(old, new))


def trouble(site: ChangingSite) -> set[str]:
    with closing(Journal(journal_file(site.settings))) as journal:
        return {said for incident in journal.incidents().values() for said in incident.reasons}


def test_known_pages_that_all_say_something_else_wait_until_they_are_as_before(site: ChangingSite) -> None:
    visit(site)
    site.publish(range(1, 7))
    changed(site, range(1, 7), "会议听取了", "澳门新开户送彩金，会议听取了")
    hacked = visit(site)
    assert hacked.verdict is Verdict.WITHHELD
    assert hacked.missed == ("5 of 5 known pages say something else than before, at most a share of 0.3 is expected",)
    site.publish(range(1, 8))
    changed(site, range(1, 8), "会议听取了", "澳门新开户送彩金，会议听取了")
    still = visit(site)
    assert (still.verdict, still.states["new"], still.states["unchanged"]) == (Verdict.WITHHELD, 1, 6)
    assert "5 of them as when their run was withheld" in still.missed[0]
    assert not [report for report in found(site.settings).values() if "彩金" in report.text]
    site.publish(range(1, 9))
    well = visit(site)
    assert (well.verdict, well.missed) == (Verdict.PUBLISHED, ())
    assert set(found(site.settings)) == {site.url(number) for number in range(1, 9)}
    assert hacked.number
    assert still.number
    over = "of what run {0} brought the site has nothing any more, and what it has is published: jiyao runs discard {0}"
    assert trouble(site) == {over.format(hacked.number), over.format(still.number)}
    for number in (hacked.number, still.number):
        discard_withheld(site.settings, number)
        decided(site.settings, number, published=False)
    assert trouble(site) == set()
    assert all(report.history and not report.history.changes for report in found(site.settings).values())


def test_counters_and_the_day_of_the_visit_are_no_edit(site: ChangingSite) -> None:
    for night in ("阅读：12 今天是星期一", "阅读：345 今天是星期二"):
        site.publish(range(1, 6))
        changed(site, range(1, 6), "会议听取了", f"{night}，会议听取了")
        run = visit(site)
        assert (run.verdict, run.missed) == (Verdict.PUBLISHED, ())


def test_where_the_site_s_name_stands_for_a_title_the_list_knows_better(site: ChangingSite) -> None:
    site.publish(range(1, 4))
    changed(site, range(1, 4), "<h1>县政府召开第", "<h1>变县人民政府网</h1><h2>县政府召开第")
    rows = "".join(f'<li><a href="/a/{n}.html">县政府召开第{n}次常务会议研究供暖</a></li>' for n in range(1, 4))
    site.answers["/list.html"] = Answer(f"<ul>{rows}</ul>")
    assert visit(site).verdict is Verdict.PUBLISHED
    assert {report.title for report in found(site.settings).values()} == {
        f"县政府召开第{n}次常务会议" for n in range(1, 4)
    }


def test_new_pages_that_have_a_list_of_links_in_their_text_wait(site: ChangingSite) -> None:
    visit(site)
    site.publish(range(1, 9))
    links = "<p>友情链接：省政府门户网站、市政府门户网站、县人大常委会、县政协委员会</p>"
    changed(site, range(6, 9), "<p>会议听取了", f"{links}<p>会议听取了")
    night = visit(site)
    assert night.verdict is Verdict.WITHHELD
    [told] = night.missed
    assert told.startswith("3 of 3 new pages hold what known ones do not (友情链接：省政府门户网站")
    site.publish(range(1, 12))
    assert "new pages hold" not in str(visit(site).missed)


def lists(site: ChangingSite, order: list[int], size: int = 5) -> None:
    """Let the list have pages of so many reports, each with a link to the next."""
    parts = [order[at : at + size] for at in range(0, len(order), size)]
    for number, part in enumerate(parts):
        rows = "".join(f'<li><a href="/a/{n}.html">县政府召开第{n}次常务会议</a></li>' for n in part)
        more = f'<a class=next href="/list{number + 1}.html">下一页</a>' if number + 1 < len(parts) else ""
        site.answers["/list.html" if number == 0 else f"/list{number}.html"] = Answer(f"<ul>{rows}</ul>{more}")


def test_a_list_that_turned_round_loses_nothing_however_many_nights(site: ChangingSite) -> None:
    site.describe(rules=SOURCE.replace("title: a,", 'title: a, paging: {{link: "a.next::attr(href)"}}, pages: 9,'))
    for number in range(1, 20):
        site.answers[f"/a/{number}.html"] = article(number)
    lists(site, list(range(12, 0, -1)))
    assert visit(site).reports == 12
    for last in (14, 15, 17):
        lists(site, list(range(1, last + 1)))
        run = visit(site)
        assert (run.verdict, run.missed) == (Verdict.PUBLISHED, ())
        assert len(found(site.settings)) == last
    lists(site, list(range(1, 13)))
    assert "none of the articles that came last" in str(visit(site).missed)
    lists(site, list(range(19, 0, -1)))
    visit(site)
    assert len(found(site.settings)) == 19


def test_what_an_interrupted_run_has_archived_is_judged_with_the_next(site: ChangingSite) -> None:
    with Archive(site.settings.archive_folder, writable=True) as archive:
        visit(site)
        capture = archive.read(next(iter(archive.pages())).contents[-1])
    with Archive(site.settings.archive_folder, writable=True) as archive:
        archive.keep(replace(capture, url=site.url(77), body=article(17).body.encode()))
    assert site.url(77) not in found(site.settings)
    run = visit(site)
    assert run.verdict is Verdict.PUBLISHED
    assert site.url(77) in found(site.settings)


def test_what_a_killed_run_left_waiting_is_swept_away(site: ChangingSite) -> None:
    with closing(Journal(journal_file(site.settings))) as journal:
        number = journal.begin("harvest", "county", datetime.now(UTC))
    left = site.settings.data / "runs" / f"{number}.waiting"
    left.parent.mkdir()
    left.write_text("torn", "utf-8")
    assert visit(site).verdict is Verdict.PUBLISHED
    assert not left.exists()


def test_a_run_that_is_not_there_or_has_nothing_that_waits_cannot_be_decided(site: ChangingSite) -> None:
    run = visit(site)
    with pytest.raises(NotFound, match="there is no run 99"):
        discard_withheld(site.settings, 99)
    assert run.number is not None
    with pytest.raises(AskedWrongly, match="has nothing that waits") as caught:
        discard_withheld(site.settings, run.number)
    assert "--waiting" in caught.value.advice


def test_a_run_is_shown_with_the_pages_that_it_found_otherwise_than_before(site: ChangingSite) -> None:
    site.publish(range(1, 6))
    site.describe("expect: {dated: 1, edited: 1}\n")
    first = visit(site)
    site.answers["/a/2.html"] = Answer(site.answers["/a/2.html"].body.replace("提出了要求", "作了部署"))
    site.answers["/a/3.html"] = Answer("<h1>404</h1>", 404)
    site.publish(range(6, 7))
    site.list("1", "2", "3", "4", "5", "6")
    second = visit(site)
    told = []
    for run in (first, second):
        done = jiyao("runs", "show", str(run.number), "--pages", "--json", data=site.settings.data)
        assert done.returncode == 0, done.stderr
        told.append({page["url"]: page["state"] for page in json.loads(done.stdout)["pages"]})
    assert told[0] == {site.url(number): "new" for number in range(1, 6)}
    assert told[1] == {site.url(2): "edited", site.url(3): "gone", site.url(6): "new"}
    printed = jiyao("runs", "show", str(second.number), "--pages", data=site.settings.data).stdout
    assert re.search(rf"edited +{site.url(2)}\n", printed)
