"""A site changes in the night: in the morning the operator knows, and nothing wrong was published."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from changing_site import SOURCE, Answer, ChangingSite, article

from jiyao.errors import AskedWrongly, NotFound
from jiyao.model import Report
from jiyao.runs import SourceRun, harvest, rebuild
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
    assert night.missed == ("0 of 5 pages are as the source's rules for the text say, a share of 0.5 is expected",)
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
    assert publish_withheld(site.settings, night.number, sources_of(site.settings)) == 5
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
    assert night.missed == ("4 of 5 pages have the text of another, at most a share of 0.5 is expected",)
    assert all("常务会议" in report.text for report in found(site.settings).values())
    assert night.number is not None
    with pytest.raises(AskedWrongly, match="a text of their own have 1 of 5 pages"):
        publish_withheld(site.settings, night.number, sources_of(site.settings))


def test_what_the_list_said_of_a_page_counts_when_it_is_visited_without_the_list(site: ChangingSite) -> None:
    site.describe("expect: {dated: 1}\n")
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
    visit(site)
    site.publish(range(1, 6), chair="錯誤人", body="fresh")
    night = visit(site)
    assert night.number is not None
    assert discard_withheld(site.settings, night.number) == 5
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
