"""The page as HTML, on each engine: what stands on it, and that nobody's text becomes markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from invented_reports import a_report, invented_reports
from lxml import html as parsed
from quality import SETS, documents
from servers import serve

from jiyao.api.parameters import ReportConditions
from jiyao.marks import marks
from jiyao.model import Attendance, Evidence, Meeting, Place, Report, Role
from jiyao.report_notes import SENTENCES, UNRULED, kind_of, note
from jiyao.search import open_index
from jiyao.settings import Settings
from jiyao.web.language import LANGUAGES, Words, chosen_language
from jiyao.web.timeline import timeline
from pipelines.texts import understood


def page(client: httpx.Client, path: str, status: int = 200, **parameters: str | list[str]) -> parsed.HtmlElement:
    answer = client.get(path, params=parameters, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(
        r"<script[^>]*>[^<]|\son\w+=|\sstyle=|src=\"(?:https?:)?//|<link[^>]+href=\"(?:https?:)?//", answer.text
    )
    found = parsed.fromstring(answer.text)
    ours = found.xpath("//body//text()[not(ancestor::*[starts-with(@lang, 'zh')])]")
    assert not [words for words in ours if re.search("[：。，、；（]", words)]  # marks of another language
    return found


def test_either_script_finds_the_same_page_of_results(client: httpx.Client) -> None:
    found = [page(client, "/", q=q) for q in ("縣長", "县长")]
    hits = [one.xpath("//article//@href[starts-with(., '/reports/')]") for one in found]
    assert hits[0] == hits[1] != []
    assert {"縣長", "县长"} & {mark.text for mark in found[0].xpath("//em")}


def test_facets_narrow_chips_widen_and_pages_turn(client: httpx.Client) -> None:
    first = page(client, "/")
    narrowed = first.xpath("//aside//a/@href")[0]
    answer = parsed.fromstring(client.get(narrowed).text)
    (chip, clear) = answer.xpath("//ul[@class='chips']//a/@href")
    assert clear == "/"
    assert parsed.fromstring(client.get(chip).text).xpath("//article")
    assert int(re.sub(r"\D", "", answer.xpath("//h2[@id='results']/span/text()")[0])) >= 1
    following = first.xpath("//a[@rel='next']/@href")[0]
    second = parsed.fromstring(client.get(following).text)
    assert second.xpath("//article//h3/a/@href") != first.xpath("//article//h3/a/@href")
    assert second.xpath("//a[@rel='prev']")


def test_a_facet_with_more_values_shows_them_when_asked(client: httpx.Client) -> None:
    people = "//aside/section[1]"
    first = page(client, "/", q="会议")
    assert len(first.xpath(f"{people}//li")) == 8
    assert first.xpath(f"{people}/h2/text()") == ["People"]
    [more] = first.xpath(f"{people}/p/a[.='More']/@href")
    longer = parsed.fromstring(client.get(more).text)
    assert 8 < len(longer.xpath(f"{people}//li")) <= 100
    assert longer.xpath("//article//h3/a/@href") == first.xpath("//article//h3/a/@href")
    *_, fewer = longer.xpath(f"{people}/p/a/@href")
    assert len(parsed.fromstring(client.get(fewer).text).xpath(f"{people}//li")) == 8
    for size, links in (("5", ["More"]), ("9", ["More", "Fewer"])):
        assert page(client, "/", q="会议", facet_size=size).xpath(f"{people}/p/a/text()") == links


def test_a_page_behind_the_last_says_so_and_leads_back(client: httpx.Client) -> None:
    beyond = page(client, "/", offset="200")
    total = int(re.sub(r"\D", "", beyond.xpath("//h2[@id='results']/span/text()")[0]))
    assert 20 < total < 200
    assert [said.text_content() for said in beyond.xpath("//p[@class='none']")] == [
        f"There are {total}, and this page lies behind the last of them."
    ]
    first, last = beyond.xpath("//nav[@class='pages']/a/@href")
    assert parsed.fromstring(client.get(first).text).xpath("//a[@rel='next']")
    shown = parsed.fromstring(client.get(last).text)
    assert shown.xpath("//article")
    assert not shown.xpath("//a[@rel='next']")


def test_every_condition_that_narrows_shows_as_a_chip_that_takes_it_away(client: httpx.Client) -> None:
    asks = {
        "held_from": "2020", "held_to": "2030", "published_from": "2020-01", "published_to": "2030", "source": "yilan",
        "place": "140725", "body": "县政府", "level": "county", "kind": "hearing", "ordinal": "98", "person": "王志坚",
        "role": "chair", "title": "县长", "publisher": "中心", "script": "Hans", "meeting": "m-1", "regional": "0",
        "first_seen_since": "2024-12-05T08:00:00Z", "captured_since": "2024-12-05T08:00:00Z",
        "withdrawn_since": "2024-12-05T08:00:00Z", "person_as": "chair:邢恩泽", "group": "县发改局", "cites": "报告",
        "has_statements": "yes", "formerly": "true",
    }  # fmt: skip
    assert set(asks) == set(ReportConditions.model_fields) - {"q", "meetings_only"}
    for name, value in asks.items():
        for language in LANGUAGES:
            answer = client.get("/", params={name: value}, headers={"Accept-Language": language})
            *chips, _ = parsed.fromstring(answer.text).xpath("//ul[@class='chips']//a")
            assert [chip.get("href") for chip in chips] == ["/?"], name
            [label] = chips[0].xpath("span[@class='what']")
            assert label.text not in (None, "", name), (name, language)
    told = page(client, "/", person_as="chair:邢恩泽", has_statements="yes", regional="0").xpath(
        "//ul[@class='chips']/li"
    )
    shown = [" ".join(chip.text_content().replace("×Remove", "").split()) for chip in told[:-1]]
    assert shown == ["Person and role chaired 邢恩泽", "Statements some", "Regional words not searched"]


def test_what_a_page_makes_no_use_of_is_refused(client: httpx.Client) -> None:
    for name, value in (("after", "*"), ("size", "5"), ("facet", "people")):
        assert "has no part in a page" in page(client, "/", 422, **{name: value}).text_content()


def test_no_page_passes_over_a_parameter_that_it_does_not_know(client: httpx.Client) -> None:
    report = invented_reports()[0].id
    for path in (
        "/people/王志坚", "/bodies/县政府", "/completeness", "/sources", "/sources/yilan", f"/reports/{report}",
        f"/reports/{report}/changes", "/docs", "/language/en",
    ):  # fmt: skip
        assert "there is no parameter 'plase'" in page(client, path, 422, plase="寿阳").text_content(), path
        assert "'q' has no part in" in page(client, path, 422, q="寿阳").text_content(), path
    for path, once in ((f"/reports/{report}/changes", "old"), ("/language/en", "to")):
        assert f"{once} is given several times" in page(client, path, 422, **{once: ["1", "1"]}).text_content()
    for path, name, meant in (("/bodies/县政府", "plase", "place"), ("/language/en", "too", "to")):
        assert f"Did you mean '{meant}'?" in page(client, path, 422, **{name: "寿阳"}).text_content()
    assert "Known are: none." in page(client, "/sources", 422, plase="寿阳").text_content()


def test_what_a_form_sends_empty_says_nothing(client: httpx.Client) -> None:
    fields = {"q": "", "person": "", "role": "", "held_from": "", "held_to": " ", "sort": "held"}
    for path in ("/", "/attendances", "/statements"):
        shown, plain = (page(client, path, **given).xpath("//article//@href") for given in (fields, {"sort": "held"}))
        assert shown == plain != [], path
    whole, asked = (page(client, "/completeness", **given) for given in ({}, {"place": ""}))
    assert whole.text_content().strip() == asked.text_content().strip()


def test_the_timeline_is_a_chart_of_links_that_narrow(client: httpx.Client) -> None:
    bars = page(client, "/").xpath("//figure//*[local-name()='a']")
    assert bars
    link = bars[0].get("href")
    assert "held_from=" in link
    assert parsed.fromstring(client.get(link).text).xpath("//article")


def test_who_said_what_is_a_search_of_its_own_with_the_same_question(client: httpx.Client) -> None:
    first = page(client, "/", q="工作")
    address = first.xpath("//nav[@class='kinds']/a/@href")[2]
    said = parsed.fromstring(client.get(address).text)
    assert {mark.text for mark in said.xpath("//article//blockquote//em")} == {"工作"}
    assert said.xpath("//article//h3/a[starts-with(@href, '/people/')]")
    assert all(link.startswith("/statements?") for link in said.xpath("//aside//a/@href"))


def test_what_only_reports_are_asked_is_no_part_of_a_search_of_what_was_said(client: httpx.Client) -> None:
    first = page(client, "/", q="工作", group="县发改局", has_statements="true", person="王志坚")
    reports, attended, said = first.xpath("//nav[@class='kinds']/a/@href")
    assert "group=" in reports
    for address in (attended, said):
        assert len(parsed.fromstring(client.get(address).text).xpath("//ul[@class='chips']/li")) == 2
        assert client.get(address).status_code == 200


def test_who_took_part_is_a_search_of_its_own_a_row_a_person_in_a_meeting(client: httpx.Client) -> None:
    report = next(one for one in invented_reports() if one.is_meeting and len(one.attendances) > 2)
    name = report.attendances[1].name
    first = page(client, "/", q=name, person=name)
    address = first.xpath("//nav[@class='kinds']/a/@href")[1]
    found = parsed.fromstring(client.get(address).text)
    told = client.get("/v1/attendances", params={"q": name, "person": name, "size": 20}).json()
    headings = [heading.text_content() for heading in found.xpath("//article//h3/a")]
    assert headings == [hit["values"]["name"] for hit in told["hits"]] != []
    shown = {title for hit in told["hits"] for title in hit["values"].get("titles", [])}
    assert shown == {one for told in found.xpath("//article/h3/small/text()") for one in told.split("、")}
    assert name in found.xpath("//article//h3//em/text()")
    assert name in first.xpath("//article//p[@class='piece']//em/text()")
    assert f"/reports/{report.id}" in found.xpath("//article//a/@href")
    assert all(link.startswith("/attendances?") for link in found.xpath("//aside//a/@href"))


def test_a_page_tells_caches_that_it_is_in_the_visitors_language(client: httpx.Client) -> None:
    told = {one.strip() for one in client.get("/").headers["Vary"].split(",")}
    assert {"Accept-Language", "Cookie"} <= told
    assert "Cookie" not in client.get("/v1/sources").headers.get("Vary", "")


def test_a_body_counts_meetings_and_reports(client: httpx.Client) -> None:
    told = client.get("/v1/facets", params={"facet": "body"}).json()
    for value in told["facets"][0]["values"][:6]:
        heading = page(client, f"/bodies/{value['value']}").xpath("string(//h1)")
        hits = client.get("/v1/reports", params={"body": value["value"], "size": 100}).json()["hits"]
        held = {hit["values"].get("meeting_identity") or hit["id"] for hit in hits}
        assert str(len(held)) in heading, heading


@pytest.mark.parametrize(
    ("language", "ordinal", "said"),
    [
        ("zh-Hans", "17.7", "第17届第7次"),
        ("zh-Hant", "17.7", "第17屆第7次"),
        ("en", "17.7", "term 17, no. 7"),
        ("en", "98", "no. 98"),
    ],
)
def test_a_meetings_number_is_said_in_words(language: str, ordinal: str, said: str) -> None:
    assert Words(language).of_ordinal(ordinal) == said


def test_a_printed_search_says_what_was_asked(client: httpx.Client) -> None:
    assert page(client, "/", q="供暖").xpath("string(//p[@class='asked'])") == "供暖"
    assert not page(client, "/").xpath("//p[@class='asked']")


def test_a_hit_shows_no_name_twice(client: httpx.Client) -> None:
    report = next(one for one in invented_reports() if one.is_meeting and len(one.attendances) > 2)
    for article in page(client, "/", q=report.attendances[1].name).xpath("//article[p[@class='piece']]"):
        pieces = [piece.text_content() for piece in article.xpath("p[@class='piece']")]
        others = [article.xpath("string(h3)"), *pieces]
        assert not [one for one in pieces if sum(one in other for other in others) > 1]


def test_a_reports_page_has_its_people_in_order_and_its_text_with_the_facts_marked(client: httpx.Client) -> None:
    report = next(one for one in invented_reports() if one.is_meeting and len(one.attendances) > 2)
    found = page(client, f"/reports/{report.id}")
    assert found.xpath("//tbody/tr/th/a/text()")[: len(report.attendances)] == [one.name for one in report.attendances]
    assert found.xpath("string(//div[@class='original'])") == report.text
    assert any("test" in title for title in found.xpath("//div[@class='original']/span/@title"))


def test_a_persons_page_leads_to_every_meeting_and_to_others(client: httpx.Client) -> None:
    report = next(one for one in invented_reports() if one.is_meeting and len(one.attendances) > 2)
    found = page(client, f"/people/{report.attendances[0].name}")
    assert f"/reports/{report.id}" in found.xpath("//ol[@class='meetings']//@href")
    assert report.attendances[1].name in found.xpath("//section[@class='counted']//a/text()")


def test_a_bodys_page_shows_the_numbers_that_are_missing(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    index = open_index(settings)
    from datetime import date

    from jiyao.model import Held, Interval

    def meeting(number: int) -> Meeting:
        held = Held(Interval(date(2024, number, 1), date(2024, number, 1)), "1日", "test", Evidence(0, 2, "test"))
        return Meeting(f"第{number}次", kind="executive_meeting", body="县政府", ordinal=str(number), held=held)

    index.write([a_report(f"r-{number}", f"第{number}次", "正文", meeting=meeting(number)) for number in (3, 4, 7)])
    serving = serve(settings)
    found = page(next(serving), "/bodies/縣政府")
    assert [item.text_content().split()[0] for item in found.xpath("//ol[@class='numbers']/li")] == list("34567")
    assert len(found.xpath("//li[@class='hole']")) == 2
    index.close()
    serving.close()


def test_bodies_of_one_name_are_kept_apart_by_place(new_settings: Callable[[], Settings]) -> None:
    from datetime import date

    from jiyao.model import Held, Interval

    first = Evidence(0, 2, "test")
    settings = new_settings()
    index = open_index(settings)

    def meeting(number: int, county: str = "", code: str = "") -> Meeting:
        places = (Place(county, code, first),) if county else ()
        held = Held(Interval(date(2024, number % 12 + 1, 1), date(2024, number % 12 + 1, 1)), "1日", "test", first)
        return Meeting(f"第{number}次", "executive_meeting", "县政府", ordinal=str(number), places=places, held=held)

    of_two = [(3, "寿阳县", "140725"), (5, "寿阳县", "140725"), (40, "祁县", "140727")]
    index.write(
        [a_report(f"r-{number}", f"第{number}次", "正文", meeting=meeting(number, *where)) for number, *where in of_two]
        + [a_report("r-7", "第7次", "正文", meeting=meeting(7))]
    )
    serving = serve(settings)
    client = next(serving)
    both = page(client, "/bodies/县政府")
    assert not both.xpath("//ol[@class='numbers']")
    links = both.xpath("//a[contains(@href, '?place=')]")
    assert [(link.text_content(), link.get("href")[-6:]) for link in links] == [
        ("寿阳县", "140725"),
        ("祁县", "140727"),
    ]
    one = page(client, "/bodies/县政府", place=links[0].get("href")[-6:])
    assert "place unknown" in both.text_content()
    assert "寿阳县" in one.xpath("string(//h1)")
    assert [item.text_content().split()[0] for item in one.xpath("//ol[@class='numbers']/li")] == list("345")
    assert one.xpath("//a[contains(@href, 'r-3')]")
    assert not one.xpath("//a[contains(@href, 'r-40')]")
    index.close()
    serving.close()


def test_text_of_others_never_becomes_markup(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    index = open_index(settings)
    person = Attendance(bad, (bad,), (Role.CHAIR,), 1)
    meeting = Meeting(bad, kind="work_conference", body=bad)
    index.write(
        [
            a_report(
                "r-1",
                bad,
                f"会议 {bad}",
                attendances=(person,),
                meeting=meeting,
                publisher=bad,
                byline=bad,
                url="javascript:alert(1)",
            )
        ]
    )
    serving = serve(settings)
    client = next(serving)
    for path in (
        "/?q=会议",
        f"/?q={bad}",
        "/reports/r-1",
        f"/people/{bad}",
        f"/bodies/{bad}",
        f"/reports/{bad}",
        f"/?{bad}=1",
    ):
        answer = client.get(path)
        assert "<script>alert" not in answer.text, path
        assert "<img" not in answer.text, path
        assert 'href="javascript' not in answer.text, path
    assert html.escape("<script>alert(1)</script>") in client.get("/reports/r-1").text
    index.close()
    serving.close()


def test_mistakes_are_pages_that_say_what_was_meant(client: httpx.Client) -> None:
    assert "Did you mean" in page(client, "/", 422, perso="王").text_content()
    assert "not closed" in page(client, "/", 422, q="(会议").text_content()
    assert "no report" in page(client, "/reports/nothing", 404).text_content()
    assert page(client, "/nothing", 404).xpath("//a[@href='/']")
    page(client, "/people/查无此人", 404)
    page(client, "/sources/nothing", 404)


def test_the_sources_page_tells_runs_issues_and_what_changed(archive: httpx.Client) -> None:
    assert "demo_county" in page(archive, "/sources").text_content()
    told = page(archive, "/sources/demo_county").text_content()
    assert "finished" in told
    assert "says that it does not exist" in told
    assert "soft_404" not in told
    chinese = archive.get("/sources/demo_county", headers={"Accept-Language": "zh-TW"}).text
    assert "自稱不存在" in chinese
    assert "finished" not in chinese
    assert page(archive, "/docs").xpath("//code[text()='GET /v1/reports']")


def test_moments_of_ours_bear_their_zone(archive: httpx.Client) -> None:
    for path in ("/sources", "/sources/demo_county"):
        shown = page(archive, path)
        moments = shown.xpath("//time")
        assert moments, path
        for moment in moments:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", moment.text), path
            assert moment.get("datetime")[:16].replace("T", " ") + " UTC" == moment.text


def test_the_language_is_the_browsers_and_can_be_switched(client: httpx.Client) -> None:
    def language(headers: dict[str, str]) -> str:
        return str(parsed.fromstring(client.get("/", headers=headers).text).get("lang"))

    assert [language({"Accept-Language": wanted}) for wanted in ("zh-TW,en;q=0.5", "fr,en;q=0.3", "zh-CN", "")] == [
        "zh-Hant", "en", "zh-Hans", "zh-Hans",
    ]  # fmt: skip
    switched = client.get("/language/zh-Hant", params={"to": "/?q=会议"}, headers={"Accept-Language": "en"})
    assert switched.status_code == 303
    assert switched.headers["location"] == "/?q=%E4%BC%9A%E8%AE%AE"
    assert language({"Cookie": switched.headers["set-cookie"].split(";")[0], "Accept-Language": "en"}) == "zh-Hant"
    for elsewhere in ("//evil.example", "/\\evil.example", "https://evil.example"):
        assert client.get("/language/en", params={"to": elsewhere}).headers["location"] == "/"
    assert client.get("/language/xx").status_code == 404


def test_one_meeting_is_no_meetings() -> None:
    words = Words("en")
    assert [words.counted("count.meetings", count) for count in (0, 1, 2)] == ["0 meetings", "1 meeting", "2 meetings"]
    assert Words("zh-Hant").counted("count.reports", 1) == "1篇報導"


def test_every_word_is_there_in_every_language() -> None:
    tables = [Words(language)._words for language in LANGUAGES]
    assert all(all(table.values()) for table in tables)
    used: set[str] = set()
    for path in (Path(__file__).parents[2] / "jiyao/web/html").glob("*.html"):
        used |= set(re.findall(r'words\("([a-z._]+)"', path.read_text("utf-8")))
    assert {key for key in used if not key.endswith(".")} <= set(tables[0])


def test_every_rule_and_aside_of_the_gold_has_words_in_chinese() -> None:
    tables = [Words(language)._words for language in LANGUAGES]
    keys: set[str] = set()
    for document in (document for name in SETS for document in documents(name)):
        report = understood(document)
        if isinstance(report, Report):
            keys |= {f"rule.{mark.rule}" for mark in marks(report)}
            keys |= {f"aside.{aside.kind}" for aside in report.sections}
    assert len(keys) > 30
    assert [key for key in sorted(keys) if any(key not in table for table in tables)] == []


def test_a_chinese_page_tells_rules_and_problems_in_chinese(archive: httpx.Client) -> None:
    found = page(archive, "/").xpath("//article//@href[starts-with(., '/reports/')]")[0]
    shown = archive.get(found, headers={"Accept-Language": "zh-CN"}).text
    assert "职务在姓名之前" in shown
    assert "title before name" not in shown
    for address, said in (("/?q=(", "這樣問無法回答"), ("/reports/nothing", "這裡沒有"), ("/nowhere", "這裡沒有")):
        assert said in archive.get(address, headers={"Accept-Language": "zh-TW"}).text


def test_a_chinese_page_tells_what_is_odd_about_a_report_in_chinese(new_settings: Callable[[], Settings]) -> None:
    settings = new_settings()
    index = open_index(settings)
    notes = (UNRULED, note("miscounted", stated=12, named=3), "a note of another version")
    index.write([a_report("r-1", "县政府常务会议", "正文", notes=notes)])
    index.close()
    serving = serve(settings)
    client = next(serving)
    for language, told in (("zh-CN", "报道称有12人，列名3人"), ("en", "the report counts 12 people and names 3")):
        shown = client.get("/reports/r-1", headers={"Accept-Language": language}).text
        assert told in shown
        assert '<span lang="en">a note of another version</span>' in shown
    serving.close()


def test_every_note_has_words_and_is_known_again() -> None:
    values = {"stated": "12", "named": "3", "day": "5月6日", "page": "2", "url": "http://e.cn/1_1.html", "why": "404"}
    for kind, sentence in SENTENCES.items():
        used = {name: value for name, value in values.items() if f"{{{name}}}" in sentence}
        assert kind_of(note(kind, **used)) == (kind, used)
        for language in LANGUAGES:
            assert all(value in str(Words(language).of_note(note(kind, **used))) for value in used.values())
    assert kind_of("another sentence") is None


@pytest.mark.parametrize("accepted", ["", ";;;", "zh;q=x", "," * 5000, "en;q=0.1, zh-HK;q=0.9"])
def test_any_header_of_languages_is_understood(accepted: str) -> None:
    assert chosen_language("nonsense", accepted) in LANGUAGES


def test_a_timeline_has_a_bar_for_every_stretch_and_what_is_there_is_seen() -> None:
    bars = timeline([("2023-11", 1000), ("2024-02", 1)])
    assert [bar.label for bar in bars] == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert [bar.height > 0 for bar in bars] == [True, False, False, True]
    assert str(bars[3].last) == "2024-02-29"
    assert timeline([]) == []
    assert len(timeline([("0001", 1), ("2024", 1)])) <= 120


def test_a_place_by_name_finds_what_lies_below_it_and_the_facets_count_is_of_places_as_written(
    new_settings: Callable[[], Settings],
) -> None:
    settings = new_settings()
    evidence = Evidence(0, 1, "a test")
    index = open_index(settings)
    for id, *places in (
        ("county", Place("壽陽縣", "140725", evidence)),
        ("province", Place("山西省", "140000", evidence), Place("寿阳县", "140725", evidence)),
        ("town", Place("尹灵芝镇", "140725102", evidence)),
        ("elsewhere", Place("宜蘭縣", "10002", evidence)),
    ):
        index.write([a_report(id, f"{id}的会议", meeting=Meeting("会议", places=tuple(places)))])
    index.close()

    def found(client: httpx.Client, name: str) -> set[str]:
        rows = client.get("/v1/reports", params={"place": name}).json()["hits"]
        return {row["id"] for row in rows}

    serving = serve(settings)
    client = next(serving)
    assert found(client, "山西") == found(client, "山西省") == found(client, "140000") == {"county", "province", "town"}
    assert found(client, "壽陽") == {"county", "province", "town"}
    assert found(client, '"寿阳县"') == {"county", "province"}
    first = page(client, "/")
    for item in first.xpath("//aside//li[contains(a/@href, 'place=')]"):
        counted = int(item.xpath("span[@class='count']/text()")[0])
        assert len(parsed.fromstring(client.get(item.xpath("a/@href")[0]).text).xpath("//article")) == counted
    serving.close()


@pytest.mark.parametrize(
    ("language", "asked", "without"),
    [
        ("en", "What was asked", "Leaving one of these out finds"),
        ("zh-CN", "所问", "去掉其中一项即可找到"),
        ("zh-TW", "所問", "去掉其中一項即可找到"),
    ],
)
def test_a_search_that_finds_nothing_says_what_was_asked_and_what_can_be_left_out(
    client: httpx.Client, language: str, asked: str, without: str
) -> None:
    client.cookies.clear()
    asks = {"q": "县长", "held_from": "2094-01-01"}
    shown = parsed.fromstring(client.get("/", params=asks, headers={"Accept-Language": language}).text)
    assert not shown.xpath("//article")
    said = " ".join(" ".join(p.text_content() for p in shown.xpath("//p[@class='none']")).split())
    assert asked in said
    assert "县长" in said
    assert "2094-01-01" in said
    assert without in said
    [better] = shown.xpath("//ul[contains(@class, 'less')]/li")
    count = int(better.xpath("span[@class='count']/text()")[0])
    assert count == client.get("/v1/reports", params={"q": "县长"}).json()["total"] > 0
    assert parsed.fromstring(client.get(better.xpath("a/@href")[0]).text).xpath("//article")
    assert client.get("/v1/reports", params=asks).json()["total"] == 0


def test_signs_of_other_searches_are_told_where_nothing_is_found(client: httpx.Client) -> None:
    said = page(client, "/", q="title:防汛 | 火星").text_content()
    assert "Taken as words here, and not as signs" in said
    assert "there are the conditions above: title:" in " ".join(said.split())
    assert "and not as signs" not in page(client, "/", q="火星").text_content()


def test_words_that_find_nothing_are_asked_with_one_less_or_apart(client: httpx.Client) -> None:
    fewer = page(client, "/", q="县长 此语从未说过")
    [better] = fewer.xpath("//ul[contains(@class, 'less')]/li")
    assert "此语从未说过" in better.text_content()
    assert parsed.fromstring(client.get(better.xpath("a/@href")[0]).text).xpath("//article")
    total = client.get("/v1/reports", params={"q": "县长 会议"}).json()["total"]
    whole = client.get("/v1/reports", params={"q": "县长会议"}).json()["total"]
    assert total > whole == 0
    [apart] = page(client, "/", q="县长会议").xpath("//p[@class='none'][a]")
    assert apart.xpath("a/text()") == ["县长 会议"]
    assert apart.xpath("span[@class='count']/text()") == [str(total)]


def test_a_search_of_which_no_part_alone_is_to_blame_says_so(client: httpx.Client) -> None:
    shown = page(client, "/", q="此语从未说过", held_from="2094-01-01")
    assert "leave out several" in " ".join(p.text_content() for p in shown.xpath("//p[@class='none']"))
    assert "What was asked" not in page(client, "/", q="此语从未说过").text_content(), "there is but one thing"
