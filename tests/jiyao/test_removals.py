"""What is taken out on request is in no search, on no page, in no rebuild and is never fetched again; the archive says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import httpx
import pytest
from changing_site import Answer, ChangingSite, article
from commands import jiyao
from fastwarc.warc import ArchiveIterator
from servers import problem, serve

from jiyao.errors import AskedWrongly, Forgotten, NotFound
from jiyao.model import report_id
from jiyao.progress import Progress
from jiyao.removals import bring_back, decisions, forget, report_of
from jiyao.runs import harvest, rebuild
from jiyao.search import SearchQuery, open_index
from jiyao.settings import Settings
from jiyao.source_files import sources_of
from pipelines.archive import Archive
from pipelines.flow import process
from pipelines.ledger import Ledger, ledger_file
from pipelines.outbox import flush, publish_again
from pipelines.publish import Publisher
from pipelines.release import publish_withheld
from pipelines.replay import understand

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
BY, WHY = "档案馆", "names a minor"


@pytest.fixture
def harvested(site: ChangingSite) -> ChangingSite:
    site.describe("enabled: true\n")
    site.publish(range(1, 5))
    harvest(site.settings, ["county"])
    return site


def found(settings: Settings) -> set[str]:
    with closing(open_index(settings)) as index:
        return {str(hit.values["url"]) for hit in index.scan(SearchQuery(meetings_only=False))}


def test_a_page_that_is_taken_out_is_nowhere_any_more(harvested: ChangingSite) -> None:
    url = harvested.url(2)
    assert url in found(harvested.settings)
    [made] = forget(harvested.settings, url, BY, WHY, AT)
    assert (made.url, made.who, made.why, made.at) == (url, BY, WHY, AT)
    assert len(found(harvested.settings)) == 3
    rebuild(harvested.settings)
    assert url not in found(harvested.settings)
    assert len(found(harvested.settings)) == 3


def test_nothing_of_it_is_left_of_an_interrupted_rebuild(harvested: ChangingSite) -> None:
    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(harvested.settings, stop)
    kept = [path for path in harvested.settings.spool_folder.rglob("*") if path.is_file()]
    assert any(harvested.url(2).encode() in path.read_bytes() for path in kept)
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    assert not any(path.exists() for path in kept)


def test_it_is_not_fetched_again_and_not_published_when_the_site_changes_it(harvested: ChangingSite) -> None:
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    asked = harvested.asked["/a/2.html"]
    harvested.publish(range(1, 6))
    harvested.answers["/a/2.html"] = article(2, chair="何立春")
    harvest(harvested.settings, ["county"])
    assert harvested.asked["/a/2.html"] == asked
    assert harvested.asked["/a/3.html"] > 1
    assert found(harvested.settings) == {harvested.url(number) for number in (1, 3, 4, 5)}


def test_nothing_of_it_can_be_read_from_the_archive_but_who_took_it_out_and_why(harvested: ChangingSite) -> None:
    url = harvested.url(2)
    with Archive(harvested.settings.archive_folder) as archive:
        page = archive.page("county", url)
        assert page is not None
        assert archive.read(page.entries[0]).body
    forget(harvested.settings, url, BY, WHY, AT)
    with Archive(harvested.settings.archive_folder) as archive:
        for reading in (archive.read, archive.group):
            with pytest.raises(Forgotten, match=WHY):
                reading(page.entries[0])
        assert url not in {capture.url for capture in archive.captures()}
        assert list(archive.verify()) == []
    shown = jiyao("archive", "show", url, data=harvested.settings.data)
    assert shown.returncode == 1
    assert BY in shown.stderr
    assert jiyao("archive", "diff", url, data=harvested.settings.data).returncode == 1


def test_the_tombstone_is_in_the_files_and_outlives_the_index_of_the_archive(harvested: ChangingSite) -> None:
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    with Archive(harvested.settings.archive_folder) as archive:
        assert archive.reindex() == []
    for path in harvested.settings.archive_folder.glob("index.sqlite*"):
        path.unlink()
    with Archive(harvested.settings.archive_folder) as archive:
        assert archive.forgotten() == {("county", harvested.url(2))}
    rebuild(harvested.settings)
    assert harvested.url(2) not in found(harvested.settings)


def test_other_tools_read_the_tombstone_as_a_resource(harvested: ChangingSite) -> None:
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    seen = []
    for path in harvested.settings.archive_folder.rglob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                if record.headers["WARC-Type"] == "resource":
                    seen.append((record.headers["WARC-Target-URI"], json.loads(record.reader.read())))
    assert seen == [(harvested.url(2), {"who": BY, "why": WHY})]


def test_a_second_request_makes_no_second_tombstone(harvested: ChangingSite) -> None:
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    [again] = forget(harvested.settings, harvested.url(2), "somebody", "else", AT)
    assert again.who == BY
    assert len(decisions(harvested.settings)) == 1


def test_it_can_be_brought_back_and_both_are_remembered(harvested: ChangingSite) -> None:
    url = harvested.url(2)
    forget(harvested.settings, report_id("county", url), BY, WHY, AT)
    [again] = forget(harvested.settings, report_id("county", url), BY, WHY, AT)
    assert again.url == url
    bring_back(harvested.settings, report_id("county", url), BY, "the request was withdrawn", AT.replace(hour=13))
    rebuild(harvested.settings)
    assert url in found(harvested.settings)
    first, last = decisions(harvested.settings)
    assert (first.taken_out, first.why) == (True, WHY)
    assert (last.taken_out, last.why) == (False, "the request was withdrawn")
    with pytest.raises(NotFound):
        bring_back(harvested.settings, url, BY, "again", AT)


def test_the_same_words_again_are_a_tombstone_of_their_own(harvested: ChangingSite) -> None:
    url = harvested.url(2)
    forget(harvested.settings, url, BY, WHY, AT)
    bring_back(harvested.settings, url, BY, WHY, AT.replace(hour=13))
    forget(harvested.settings, url, BY, WHY, AT.replace(hour=14))
    with Archive(harvested.settings.archive_folder) as archive:
        assert list(archive.verify()) == []
        assert archive.forgotten() == {("county", url)}
        assert archive.reindex() == []
        assert archive.forgotten() == {("county", url)}


def test_a_page_that_is_taken_out_between_its_reading_and_its_publishing_is_not_published(
    harvested: ChangingSite,
) -> None:
    source = sources_of(harvested.settings)["county"]
    with Archive(harvested.settings.archive_folder) as archive:
        pages = [page for page in archive.pages("county") if page.url in (harvested.url(2), harvested.url(3))]
        outcomes = [understand(page, source, archive.read, process) for page in pages]
    assert len(outcomes) == 2
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    with closing(open_index(harvested.settings)) as index, closing(Ledger(ledger_file(harvested.settings))) as ledger:
        publisher = Publisher(index, ledger)
        for outcome in outcomes:
            publisher.publish(outcome)
        publisher.flush()
        publisher.raise_trouble()
    assert harvested.url(2) not in found(harvested.settings)
    assert harvested.url(3) in found(harvested.settings)


def test_an_older_state_of_the_index_that_has_it_again_loses_it_when_what_came_since_is_published(
    harvested: ChangingSite,
) -> None:
    with closing(open_index(harvested.settings)) as index:
        kept = index.get(report_id("county", harvested.url(2)))
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    with closing(open_index(harvested.settings)) as index:
        index.write([kept])  # as a snapshot of before would bring it back
    publish_again(harvested.settings, date(2020, 1, 1))
    flush(harvested.settings, sources_of(harvested.settings))
    assert found(harvested.settings) == {harvested.url(number) for number in (1, 3, 4)}


def test_a_run_that_waited_does_not_publish_what_was_taken_out_since(harvested: ChangingSite) -> None:
    harvested.describe("enabled: true\nexpect: {articles: 50}\n")
    harvested.publish(range(1, 7))
    [run] = harvest(harvested.settings, ["county"])
    forget(harvested.settings, harvested.url(5), BY, WHY, AT)
    assert run.number is not None
    publish_withheld(harvested.settings, run.number, sources_of(harvested.settings), anyway=True)
    assert harvested.url(5) not in found(harvested.settings)
    assert harvested.url(6) in found(harvested.settings)
    with closing(Ledger(ledger_file(harvested.settings))) as ledger:
        assert [issue.url for issue in ledger.issues() if issue.reason == "our_fault"] == []


def test_who_and_why_are_asked_for_and_a_page_that_is_not_there_is_told(harvested: ChangingSite) -> None:
    with pytest.raises(AskedWrongly):
        forget(harvested.settings, harvested.url(2), BY, " ", AT)
    with pytest.raises(NotFound):
        forget(harvested.settings, "http://elsewhere.example/", BY, WHY, AT)
    assert decisions(harvested.settings) == []


@pytest.fixture
def client(harvested: ChangingSite) -> Iterator[httpx.Client]:
    yield from serve(harvested.settings)


def test_the_api_and_the_page_say_that_it_was_taken_out_and_why(harvested: ChangingSite, client: httpx.Client) -> None:
    id = report_id("county", harvested.url(2))
    assert client.get(f"/v1/reports/{id}").status_code == 200
    done = jiyao("forget", id, "--by", BY, "--why", WHY, data=harvested.settings.data)
    assert done.returncode == 0, done.stderr
    for address in (f"/v1/reports/{id}", f"/v1/reports/{id}/capture", f"/v1/reports/{id}/alike"):
        assert WHY in problem(client.get(address), 410)["detail"]
    page = client.get(f"/reports/{id}", headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert WHY in page.text
    assert WHY in jiyao("show", id, data=harvested.settings.data).stderr
    assert WHY in jiyao("forget", "--list", data=harvested.settings.data).stdout
    assert WHY in jiyao("archive", "history", id, data=harvested.settings.data).stdout
    listed = jiyao("archive", "list", data=harvested.settings.data).stdout.splitlines()
    assert [line.endswith("(taken out)") for line in listed] == ["/a/2.html" in line for line in listed]


def test_a_page_that_is_no_report_is_named_with_what_keeps_it_from_being_one(harvested: ChangingSite) -> None:
    harvested.answers["/a/9.html"] = Answer("<h1>供水公告</h1><p class=date>2026-11-02</p><div class=text></div>")
    harvested.list("9")
    harvest(harvested.settings, ["county"])
    with closing(Ledger(ledger_file(harvested.settings))) as ledger:
        [issue] = ledger.issues()
    with closing(open_index(harvested.settings)) as index:
        with pytest.raises(NotFound, match=rf"there is no report .*: {issue.url} has an open issue \({issue.reason}\)"):
            report_of(harvested.settings, index, report_id("county", issue.url))
        with pytest.raises(NotFound, match=r"there is no report 'county-1'$"):
            report_of(harvested.settings, index, "county-1")


def test_a_page_of_that_name_elsewhere_stays(harvested: ChangingSite) -> None:
    harvested.answers["/a/9.html"] = article(9)
    forget(harvested.settings, harvested.url(2), BY, WHY, AT)
    with Archive(harvested.settings.archive_folder) as archive:
        assert archive.forgotten("another") == frozenset()


def test_what_other_pages_tell_of_the_same_meeting_is_named_before_anybody_believes_it_gone(
    harvested: ChangingSite,
) -> None:
    settings = harvested.settings
    text = harvested.answers["/a/2.html"].body
    harvested.answers["/a/reprint.html"] = Answer(
        text.replace("县政府召开第2次常务会议</h1>", "转载：县政府召开第2次常务会议</h1>")
    )
    harvested.answers["/a/alone.html"] = Answer(
        "<h1>县人大常委会召开座谈会</h1><p class=date>2026-11-02</p><div class=text><p>11月2日，县人大常委会召开代表建议办理座谈会。"
        "县人大常委会主任尤志远主持，谈的是乡村医生的待遇和村小学的校车，十二位代表先后发言。</p></div>"
    )
    harvested.list("1", "2", "3", "4", "reprint", "alone")
    harvest(settings, ["county"])
    reprint = report_id("county", harvested.url("reprint"))
    given = {"JIYAO_SOURCES": str(settings.sources)}
    asked = ("--by", BY, "--why", WHY)
    done = jiyao("forget", harvested.url(2), *asked, data=settings.data, environment=given)
    assert done.returncode == 0, done.stderr
    assert reprint in done.stdout
    assert harvested.url("reprint") in done.stdout
    assert report_id("county", harvested.url(2)) not in done.stdout
    as_json = jiyao("forget", reprint, *asked, "--json", data=settings.data, environment=given)
    assert "reprints" not in json.loads(as_json.stdout)  # its only one is out, and other meetings are none
    alone = jiyao("forget", harvested.url("alone"), *asked, "--json", data=settings.data, environment=given)
    assert "reprints" not in json.loads(alone.stdout)


def test_a_page_is_taken_out_of_the_archive_though_nobody_can_say_where_it_is_reprinted(
    harvested: ChangingSite,
) -> None:
    away = {"JIYAO_SOURCES": str(harvested.settings.sources), "JIYAO_ELASTICSEARCH": "http://127.0.0.1:9"}
    done = jiyao("forget", harvested.url(2), "--by", BY, "--why", WHY, data=harvested.settings.data, environment=away)
    assert done.returncode == 6
    assert [one.url for one in decisions(harvested.settings)] == [harvested.url(2)]
