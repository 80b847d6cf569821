"""What a look at an unknown site finds: its family, its rows, the pattern of its addresses, its next page."""

import json
from datetime import UTC, date, datetime

import pytest

from crawler.listing import read_listing
from crawler.recognition.addresses_alike import patterns_for
from crawler.recognition.asked import Asked, requests_of
from crawler.recognition.dated_lists import by_year
from crawler.recognition.disclosure import column_meant, columns_of
from crawler.recognition.draft import name_for
from crawler.recognition.families import recognise
from crawler.recognition.fields import found_fields
from crawler.recognition.lists import found_list
from crawler.recognition.rows import html_rows, json_rows
from crawler.recognition.scripts import Scripts
from crawler.recognition.turning import guesses
from jiyao.model import Capture, DateClue
from jiyao.source import Listing, Source
from pipelines.dates.published import published_at

SITE = "https://www.example.gov.cn"
URL = f"{SITE}/xwzx/list.html"
NOW = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("<script>createPageHTML(5,0,'index','html')</script><a href='./202501/t20250117_1.html'>", "trs"),
        ("<div class='trs_editor_view TRS_UEDITOR'>", "trs"),
        ("<script>window._CONFIG = {SID: 2}</script><link href=/gkmlpt/app.css>", "gkmlpt"),
        ("<datastore><nextgroup>dataproxy.jsp?page=2</nextgroup>", "jpage"),
        ("queryData=\"{'parseType':'bulidstatic'}\"", "jpaas"),
        ("<a href='../info/1021/3301.htm'><div id=vsb_content>", "vsb"),
        ("<a href=/gd/content/post_123.html>", "nfcms"),
        ("<span id=\"asource\"></span><div id=\"abody\">", "cri"),
        ("<td bgcolor=#eee><font size=3><a href=show.asp?id=1>", "old_tables"),
    ],
)  # fmt: skip
def test_a_family_is_recognised_by_its_marks(text: str, family: str) -> None:
    found = recognise([text])
    assert found is not None
    assert found.family == family
    assert found.marks


def test_a_page_without_marks_belongs_to_no_family() -> None:
    assert recognise(["<html><body><p>会议</p></body></html>"]) is None


@pytest.mark.parametrize(
    ("paths", "patterns"),
    [
        (["/xwzx/202501/t20250117_1.html", "/xwzx/202502/t20250217_22.html"], [r"/xwzx/\d{6}/t\d{8}_\d+\.html$"]),
        (["/show.asp?id=1", "/show.asp?id=22"], [r"/show\.asp\?id=\d+$"]),
        (["/a/0123456789abcdef.html", "/a/fedcba9876543210.html"], [r"/a/[0-9a-f]+\.html$"]),
        (["/20250101/8a1b2c3d-1111-2222-3333-444455556666.html"], [r"/\d{8}/[0-9a-f-]{36}\.html$"]),
        ([f"/col17/art_{n}.html" for n in range(6)], [r"/col17/art_\d+\.html$"]),
        ([f"/2024/11/{n}-meeting/" for n in range(6)], [r"/\d{4}/\d+/\d+-meeting/$"]),
        ([f"/gia/202411/27/P20241127{n:05}.htm" for n in range(6)], [r"/gia/\d{6}/\d+/P\d+\.htm$"]),
        (["/d/0A1B2C3D4E5F6A7B.html", "/d/FEDCBA9876543210.html"], [r"/d/[0-9A-Fa-f]+\.html$"]),
        (["/t/a.html", "/t/b/c.html", "/t/d.html", "/t/e.html"], [r"^https?://[^/]+/t/[\w./-]+\.html$"]),
    ],
)  # fmt: skip
def test_addresses_that_are_alike_become_a_pattern(paths: list[str], patterns: list[str]) -> None:
    assert patterns_for([f"https://www.example.gov.cn{path}" for path in paths]) == patterns


NAV = "<ul class=nav>" + "".join(f"<li><a href=/c{n}/>栏目名称{n}</a></li>" for n in range(9)) + "</ul>"


def test_rows_with_dates_win_over_a_menu_with_more_links() -> None:
    rows = "".join(
        f"<li><a href='./{n}.html' title='全县第{n}次工作会议召开'>全县第{n}次…</a><span>2025-01-0{n}</span></li>"
        for n in (1, 2, 3)
    )
    found = html_rows(f"{NAV}<div id=main><ul class=news>{rows}</ul></div>", URL)
    assert found is not None
    assert (found.items, found.link, found.title, found.date) == (
        "ul.news li", "a::attr(href)", "a::attr(title)", "span",
    )  # fmt: skip
    assert found.links[0] == "https://www.example.gov.cn/xwzx/1.html"
    assert found.dated


TITLE = "<a href=/a/{n}.html>全县第{n}次工作会议召开</a>"


@pytest.mark.parametrize(
    ("row", "date", "read"),
    [
        ("<div class=when><b>{d:02}</b><i>2024-{m:02}</i></div>" + TITLE, "div.when", "2024-11-26"),
        ("<p class=when><b>{d:02}</b><i>{m:02}月</i><u>113</u></p>" + TITLE, "p.when", "113-11-26"),
        (TITLE + "<span>{d:02}/{m:02}/2024</span>", "span", "2024-11-26"),
        (TITLE + "<p class=when><em>{m}-{d}</em> <span>2024</span></p>", "p.when", "2024-11-26"),
        ("<b>{d:02}</b><i>2024.{m:02}</i>" + TITLE, None, "2024-11-26"),
        (TITLE + "<b>{d:02}</b> / <i>2024.{m:02}</i>", None, "2024-11-26"),
    ],
)
def test_a_day_of_several_elements_or_in_another_order_is_put_together(row: str, date: str | None, read: str) -> None:
    rows = "".join(f"<li>{row.format(n=n, m=m, d=d)}</li>" for n, (m, d) in enumerate([(11, 26), (11, 3), (1, 9)]))
    found = html_rows(f"{NAV}<ul class=news>{rows}</ul>", URL)
    assert found is not None
    assert found.date_pattern is not None
    assert (found.items, found.date, found.dated) == ("ul.news li", date, True)
    item = f"<ul class=news><li>{row.format(n=1, m=11, d=26)}</li></ul>"
    listing = Listing.model_validate(
        {"items": found.items, "link": found.link, "date": found.date, "date_pattern": found.date_pattern}
    )
    answer = Capture("x", URL, datetime.min, 200, (), item.encode(), "listing")
    assert read_listing(answer, listing).links[0].listed.published == read


def test_a_day_that_may_be_of_march_or_of_november_is_left_open() -> None:
    rows = "".join(f"<li>{TITLE.format(n=n)}<span>0{n}/11/2024</span></li>" for n in (1, 2, 3))
    found = html_rows(f"{NAV}<ul>{rows}</ul>", URL)
    assert found is not None
    assert (found.date, found.date_pattern) == (None, None)


@pytest.mark.parametrize(
    ("row", "date", "pattern"),
    [
        (TITLE + "<span>[{m}-{d}]</span>", "span", False),
        (TITLE + "<em>{m}月{d}日</em>", "em", False),
        (TITLE + " {m}/{d}", None, True),
    ],
)
def test_a_day_may_stand_without_its_year(row: str, date: str | None, pattern: bool) -> None:
    rows = "".join(f"<li>{row.format(n=n, m=m, d=d)}</li>" for n, (m, d) in enumerate([(11, 26), (11, 3), (1, 9)]))
    found = html_rows(f"{NAV}<ul class=news>{rows}</ul>", URL)
    assert found is not None
    assert (found.dated, found.date, bool(found.date_pattern)) == (True, date, pattern)
    listing = Listing.model_validate(
        {"items": found.items, "link": found.link, "date": found.date, "date_pattern": found.date_pattern}
    )
    answer = Capture("x", URL, NOW, 200, (), f"<ul class=news>{rows}</ul>".encode(), "listing")
    [first, *_, last] = [DateClue("list", link.listed.published or "") for link in read_listing(answer, listing).links]
    days = [published_at([clue], "Asia/Shanghai", NOW) for clue in (first, last)]
    assert [day and f"{day.at:%Y-%m-%d}" for day in days] == ["2026-11-26", "2026-01-09"]


def test_numbers_within_titles_are_no_days() -> None:
    rows = "".join(f"<li><a href=/a/{n}.html>关于印发第{n}-12期简报的通知 {n}-1</a></li>" for n in range(1, 5))
    found = html_rows(f"<ul class=news>{rows}</ul>", URL)
    assert found is not None
    assert (found.dated, found.date, found.date_pattern) == (False, None, None)


def test_of_tables_that_look_alike_the_one_with_the_list_is_selected() -> None:
    rows = "".join(
        f"<tr><td height=22><a href=show.asp?id={n}>全镇第{n}次工作会议召开</a></td><td>[2005-3-{n}]</td></tr>"
        for n in range(1, 7)
    )
    hot = "<tr><td><a href=show.asp?id=99>热门文章的标题</a><br><a href=show.asp?id=98>又一篇热门文章</a></td></tr>"
    page = f'<table><tr><td><table width="100%" border=1>{hot}</table></td><td><table width="100%">{rows}</table></td></tr></table>'
    found = html_rows(page, URL)
    assert found is not None
    listing = Listing.model_validate({"items": found.items, "link": found.link})
    answer = Capture("x", URL, NOW, 200, (), page.encode(), "listing")
    assert [link.href for link in read_listing(answer, listing).links] == [f"show.asp?id={n}" for n in range(1, 7)]


def test_the_day_is_taken_from_what_holds_least_beside_it() -> None:
    rows = "".join(
        f"<tr><td><a href=s?id={n}>第{n}次会议召开</a> <font>(2025/1/{n})</font></td></tr>" for n in (1, 2, 3)
    )
    found = html_rows(f"<table>{rows}</table>", URL)
    assert found is not None
    assert found.date == "font"


def test_a_day_that_the_address_says_too_is_read_in_the_order_that_it_says() -> None:
    days = [(5, 11), (3, 11), (2, 10), (8, 1)]
    for path in ("/pr/n2024{m:02}{d:02}.html", "/pr/2024/{m:02}-{d:02}/1.html"):
        rows = "".join(
            f"<tr><td>{d:02}/{m:02}/2024</td><td><a href={path.format(m=m, d=d)}>全县第{d}次工作会议</a></td></tr>"
            for d, m in days
        )
        found = html_rows(f"<table class=l>{rows}</table>", URL)
        assert found is not None
        assert found.date == "td:first-child"
        listing = Listing.model_validate(
            {"items": found.items, "link": found.link, "date": found.date, "date_pattern": found.date_pattern}
        )
        answer = Capture("x", URL, NOW, 200, (), f"<table class=l>{rows}</table>".encode(), "listing")
        assert read_listing(answer, listing).links[0].listed.published == "2024-11-05"


def test_rows_without_names_are_found_in_tables() -> None:
    rows = "".join(
        f"<tr><td><a href=show.asp?id={n}>全镇第{n}次会议</a></td><td>[2005-3-{n}]</td></tr>" for n in (1, 2)
    )
    found = html_rows(f"<table>{rows}</table>", URL)
    assert found is not None
    assert (found.items, found.date) == ("tr:has(a)", "td:last-child")


def test_a_list_in_one_table_is_told_from_a_table_of_others() -> None:
    rows = "".join(
        f"<tr><td><a href=show.asp?id={n}>全镇第{n}次工作会议召开</a></td><td>[2005-3-{n}]</td></tr>"
        for n in range(1, 7)
    )
    hot = "".join(f"<tr><td><a href=show.asp?id=9{n}>热门文章之{n}</a></td></tr>" for n in range(5))
    found = html_rows(f'<table width="210">{hot}</table><table width="640">{rows}</table>', URL)
    assert found is not None
    assert found.items == 'table[width="640"] tr'
    assert len(found.links) == 6


def test_rows_are_relative_to_what_the_page_says() -> None:
    rows = "".join(f"<li><a href='art/{n}.html'>全县第{n}次工作会议</a><span>2025-01-0{n}</span></li>" for n in (1, 2))
    found = html_rows(f"<html><head><base href='/col/'></head><body><ul class=list>{rows}</ul></body></html>", URL)
    assert found is not None
    assert found.links[0] == "https://www.example.gov.cn/col/art/1.html"


def test_links_to_other_sites_and_a_page_without_links_are_no_list() -> None:
    assert html_rows("<li><a href='https://other.example/1.html'>另一个网站的会议</a></li>", URL) is None
    assert html_rows("<p>没有链接</p>", URL) is None


def test_rows_of_json_are_found_by_what_their_values_look_like() -> None:
    rows = [
        {"id": n, "t": f"全县第{n}次工作会议", "u": f"/art/{n}.html", "at": f"2025-01-0{n} 08:00"} for n in (1, 2, 3)
    ]
    data = {"code": 0, "menu": [{"name": "首页", "href": "/"}], "data": {"list": rows}}
    found = json_rows(data, URL)
    assert found is not None
    assert (found.items, found.link, found.title, found.date) == ("data.list[*]", "u", "t", "at")
    assert json_rows({"data": []}, URL) is None


@pytest.mark.parametrize(
    ("text", "paging"),
    [
        ('createPageHTML(5, 0, "index", "shtml")', {"formula": "index_{n}.shtml", "first": 1, "count": r"createPageHTML\((\d+)"}),
        ("<a class=next href=list.asp?page=2>下一页</a>", {"link": "a.next"}),
        ("<a href=list.asp?page=2>下一页</a><a href=javascript:go()>下一页</a>", {"link": '//a[contains(., "下一页")]'}),
        ("<a href=list_2.html>2</a>", {"formula": "list_{n}.html", "first": 2}),
        ("<a href=./node_1.htm>第01版:要闻</a><a href=./node_2.htm>第02版:综合</a>", {"formula": "node_{n}.htm", "first": 2}),
        (
            "<form action=list.jsp><input type=hidden name=cid value=8><select name=pg><option value=1>1<option value=2>2</select></form>",
            {"formula": "https://www.example.gov.cn/xwzx/list.jsp?cid=8&pg={n}", "first": 2},
        ),
    ],
)  # fmt: skip
def test_the_next_page_is_guessed_from_what_the_list_page_says(text: str, paging: dict[str, object]) -> None:
    assert guesses(text, URL, "html")[0].paging == paging


def test_the_next_page_of_json_is_guessed_from_its_address() -> None:
    text = json.dumps({"pages": 3})
    count = {"count": r'"pages":\s*"?(\d+)'}
    for url, formula in (("/api/list_1.json", "list_{n}.json"), ("/api/q?size=5&page=1&x=2", "q?size=5&page={n}&x=2")):
        assert guesses(text, f"https://www.example.gov.cn{url}", "json")[0].paging == {
            "formula": formula,
            "first": 2,
            **count,
        }
    [tried] = guesses(text, "https://www.example.gov.cn/list.json", "json")
    assert (tried.paging["formula"], tried.seen) == ("https://www.example.gov.cn/list.json?page={n}", False)


@pytest.mark.parametrize(
    ("answer", "query", "paging"),
    [
        ({"data": {"nextCursor": "b2"}}, "?c=7&cursor=&size=4", {"cursor": "data.nextCursor", "formula": "?c=7&size=4&cursor={cursor}"}),
        ({"meta": {"next_page_token": "9"}}, "?page_token=1", {"cursor": "meta.next_page_token", "formula": "?page_token={cursor}"}),
        ({"paging": {"cursors": {"after": "x="}}}, "?after=w", {"cursor": "paging.cursors.after", "formula": "?after={cursor}"}),
        ({"links": {"next": "/api/list?from=20"}}, "", {"cursor": "links.next"}),
        ({"cursor": {"next": 40}}, "", {"cursor": "cursor.next", "formula": "?cursor={cursor}"}),
    ],
)  # fmt: skip
def test_the_next_page_may_be_asked_for_by_what_the_answer_calls_a_cursor(
    answer: object, query: str, paging: dict[str, str]
) -> None:
    assert guesses(json.dumps(answer), f"{SITE}/api/list{query}", "json")[0].paging == paging


@pytest.mark.parametrize(
    "answer", [{"nextCursor": None}, {"hasMore": True, "next": 3}, {"rows": [{"nextCursor": "a"}]}, {"cursor": ""}]
)
def test_what_leads_on_no_further_is_no_cursor(answer: object) -> None:
    assert [guess.paging for guess in guesses(json.dumps(answer), URL, "json")] == [
        {"formula": f"{URL}?page={{n}}", "first": 2}
    ]


def test_an_address_in_an_attribute_is_asked_for_without_its_entities() -> None:
    page = '<button data-api="/api/list?c=7&amp;copy=1&copy=2&#38;page=1">更多</button>'
    assert requests_of(Scripts(page, URL)) == [Asked(f"{SITE}/api/list?c=7&copy=1&copy=2&page=1")]


SAID = (
    "县委副书记何立春主持会议，听取了各乡镇和有关部门关于冬季供暖、安全生产和农村饮水工作情况的汇报。",
    "会议要求各单位落实责任、加强督查，把各项工作做细做实，确保群众温暖过冬、安全过节。",
)
TOLD = "全县冬季工作推进会议召开，何立春主持会议，各乡镇汇报了供暖、饮水和安全生产的情况，并作了下一步的安排。"


@pytest.mark.parametrize(
    ("box", "body"), [(f"<b>智能摘要</b><p>{TOLD}</p>", "section.rich"), (f"<p>{TOLD}</p>", ".detail")]
)
def test_a_rule_for_the_text_leaves_out_a_summary_of_the_site_s_and_nothing_else(box: str, body: str) -> None:
    source = Source.model_validate(
        {"name": "x", "title": "x", "language": "zh-Hans", "start": (URL,), "listing": {"items": "li", "link": "a"}}
    )
    pages = [
        f"<body><article class=detail><h1>县政府召开第{n}次常务会议</h1><div class=when>2026-11-0{n} 08:00</div>{above}"
        f"<section class=rich><div>11月{n}日，{SAID[0]}</div><div>{SAID[1]}</div></section></article></body>"
        for n, above in enumerate(("", f"<div class=box>{box}</div>", ""), 1)
    ]
    captures = [Capture("x", f"{SITE}/{n}.html", NOW, 200, (), each.encode()) for n, each in enumerate(pages)]
    assert found_fields(captures, source)["body"].endswith(body)


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("$.get('/api/list?c=' + cid + '&p=' + page, f); var cid = '017';", Asked(f"{SITE}/api/list?c=017&p={{n}}")),
        ("fetch(`/rest/${channel}/rows?page=${pageNo}&t=${Date.now()}`); const channel = 'a';", Asked(f"{SITE}/rest/a/rows?page={{n}}&t=1")),
        (
            "var size = 15; axios.get('/v1/news', {params: {pageIndex: 0, pageSize: size, type: kind}}); let kind = 3;",
            Asked(f"{SITE}/v1/news?pageIndex={{n}}&pageSize=15&type=3", first=0),
        ),
        (
            "$.post('/rows.do', {id: $('#col').val(), currPage: n}, f); </script><input id=col value=38>",
            Asked(f"{SITE}/rows.do", form="id=38&currPage={n}"),
        ),
        ("tag.src = '/mp/album?id=17&page=1&callback=show';", Asked(f"{SITE}/mp/album?id=17&page=1&callback=show")),
        (
            "http.post('/q', {from: 0, size: 10, terms: [{k: 'c', v: '01'}], all: true, none: null})",
            Asked(f"{SITE}/q", json_body='{"from": {n}, "size": 10, "terms": [{"k": "c", "v": "01"}], "all": true, "none": null}', first=0, step=10),
        ),
    ],
)  # fmt: skip
def test_what_a_script_asks_for_is_put_together(script: str, asked: Asked) -> None:
    assert requests_of(Scripts(f"<script>{script}</script>", URL)) == [asked]


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/api/list?c=' + somewhere + '&p=' + page)",  # a value that nothing gives
        "$.post('/api/like', {id: 3})",  # something that changes the site
        "$.post('/api/message/save', {content: 'x', page: 1})",
        "$.get('/doc/delete?id=3')",
        "$.post('/api/columns', {id: 3})",  # posted, and no page of a list
        "axios.post('/rest/list', {start: (page - 1) * size}); var size = 0",
        "axios.post('/rest/list', {page: '²'})",
        "$.get('//a[b/list')",
        ";".join(f"a{n} = a{n + 1} + a{n + 1}" for n in range(40)) + "; $.get('/list?x=' + a0)",
        "fetch('https://elsewhere.example.cn/api/list')",
        "$.getJSON('/visit/count?id=3')",
        "img.src = '/images/logo.png'",
        "location.href = '/list_2.html'",
    ],
)
def test_what_is_unknown_elsewhere_or_no_data_is_not_asked_for(script: str) -> None:
    assert requests_of(Scripts(f"<script>{script}</script>", URL)) == []


def test_an_archive_of_counties_may_ask_for_what_begins_with_count() -> None:
    [asked] = requests_of(Scripts("<script>$.get('/county/accountability/list?p=' + page)</script>", URL))
    assert asked.url == f"{SITE}/county/accountability/list?p={{n}}"


def test_a_function_is_asked_before_what_it_is_given_and_identities_are_written_as_a_harvest_writes_them() -> None:
    script = "<script>function show(p, id) { location.href = '/' + p + '/' + id + '.html'; }</script>"
    rows = "".join(
        f"<li><a href='javascript: void(0)' onclick=\"show('a/b', 'M{n}==')\">全县第{n}次会议</a></li>" for n in (1, 2)
    )
    found = html_rows(f"{script}<ul class=l>{rows}</ul>", URL)
    assert found is not None
    assert found.links == (f"{SITE}/a/b/M1==.html", f"{SITE}/a/b/M2==.html")


def test_articles_of_the_list_s_own_shape_are_found_and_pages_of_the_list_are_not_preferred() -> None:
    dated = "".join(f"<li><a href=/col/{n}.html>全县第{n}次会议</a><span>2025-01-0{n}</span></li>" for n in (1, 2, 3))
    found = html_rows(f"{NAV}<ul class=l>{dated}</ul>", f"{SITE}/col/38.html")
    assert found is not None
    assert found.items == "ul.l li"


def test_a_column_is_no_year_and_a_page_of_xml_no_data() -> None:
    columns = "<a href=/col/2045.html>要闻</a><a href=/col/2046.html>公告</a>"
    assert by_year(columns, f"{SITE}/col/2045.html", date(2026, 11, 29)) is None
    years = "<a href=/2026/list.html>2026年</a><a href=/2025/list.html>2025年</a>"
    found = by_year(years, f"{SITE}/2026/list.html", date(2026, 11, 29))
    assert found is not None
    assert found.keys == {"years": {"first": 2025}}
    crumbs = "<p>首页<span>/</span></p>" * 2
    assert found_list(f"<?xml version='1.0'?><!DOCTYPE html><html><body>{crumbs}</body></html>", URL) is None


def test_an_address_is_made_of_a_row_as_the_script_makes_it() -> None:
    script = "h += '<li><a href=\"/art/' + row.channelId + '/' + row.id + '.html\">' + row.title + '</a>'"
    found = Scripts(f"<script>{script}</script>", URL).address_for(["id", "title"], {"channelId": "38"})
    assert found == ("id", f"{SITE}/art/38/{{link}}.html")
    bound = Scripts("<a :href=\"'/view?id=' + item.docId\">", URL).address_for(["docId"], {})
    assert bound == ("docId", f"{SITE}/view?id={{link}}")
    assert Scripts("<script>go('/x/' + lang + row.id)</script>", URL).address_for(["id"], {}) is None


def test_a_source_is_named_after_its_host_and_column() -> None:
    assert name_for("https://www.shuanghe.gov.cn/xwzx/bdyw/index.html") == "shuanghe_xwzx_bdyw"
    assert name_for("http://127.0.0.1:8766/county/list.html") == "site_127_0_0_1_county"


ROWS = "".join(f"<li><a href='/a/{n}.html'>全县第{n}次会议</a><span>2025-01-0{n}</span></li>" for n in (1, 2, 3))
ITEMS = "".join(f"<item><subject>全县第{n}次会议</subject><link>/a/{n}.html</link></item>" for n in (1, 2, 3))
OBJECTS = json.dumps([{"t": f"全县第{n}次会议", "u": f"/a/{n}.html"} for n in (1, 2, 3)])


@pytest.mark.parametrize(
    ("answer", "kind", "items", "inside"),
    [
        (f"<ul class=l>{ROWS}</ul>", "html", "ul.l li", []),
        (json.dumps({"data": {"html": f"<ul class=l>{ROWS}</ul>"}}), "html", "ul.l li", [{"path": "data.html"}]),
        (f"<script><recordset><record><![CDATA[{ROWS}]]></record></script>", "html", "li:has(a)", [{"tag": "record"}]),
        (f"<ul>{NAV}</ul><script>var rows = {OBJECTS};</script>", "json", "[*]", [{"after": r"var\s+rows\s*="}]),
        (f"<script>window._CONFIG={{list: {OBJECTS}}}</script>", "json", "list[*]", [{"after": r"window\._CONFIG\s*="}]),
        (f"call({json.dumps(f'<record><![CDATA[{ROWS}]]></record>')})", "html", "li:has(a)", [{"after": r"^\s*[\w.$]+\("}, {"tag": "record"}]),
        (f"<?xml version='1.0'?><b><y>1</y>{ITEMS}</b>", "xml", "item", []),
        ("<?xml version='1.0'?><rss><channel><item><title>會議</title><link>/a/1</link></item></channel></rss>", "xml", "item", []),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a/1'/></entry></feed>", "xml", "entry", []),
    ],
)  # fmt: skip
def test_a_list_is_found_wherever_in_the_answer_it_stands(answer: str, kind: str, items: str, inside: object) -> None:
    found = found_list(answer, URL)
    assert found is not None
    assert (found.kind, found.items, list(found.inside)) == (kind, items, inside)


def test_an_answer_without_a_list_has_none() -> None:
    for answer in ("", "{}", "<rss></rss>", "<record>", "<script>var a = {b: 1}</script>", '{"html": "<a href=x"}'):
        assert found_list(answer, URL) is None, answer


TREE = [
    {"id": 1, "name": "目录", "children": [{"id": 11, "name": "会议"}, {"id": 12, "name": "会议解读"}]},
    {"id": 2, "name": "解读", "jump_url": "http://www.example.gov.cn/jd/"},
]


def test_a_tree_of_columns_names_the_lists_that_hold_articles() -> None:
    index = f"{SITE}/gkmlpt/index"
    page = f"<script>window._CONFIG={json.dumps({'SID': '7', 'TREE': TREE})}</script>"
    below = columns_of(page, f"{SITE}/water/gkmlpt/index#11")
    assert [column.url for column in below[:1]] == [f"{SITE}/water/gkmlpt/api/all/11?page=1&sid=7"]
    columns = columns_of(f"<script>window._CONFIG={json.dumps({'SID': '7', 'TREE': TREE})}</script>", index)
    assert [(each.name, each.url.removeprefix(SITE)) for each in columns] == [
        ("会议", "/gkmlpt/api/all/11?page=1&sid=7"), ("会议解读", "/gkmlpt/api/all/12?page=1&sid=7"),
    ]  # fmt: skip
    assert column_meant(columns, index) is None, "two are of meetings"
    assert column_meant(columns, f"{index}#12") == columns[1]
    assert column_meant(columns, f"{index}#13") is None
    assert column_meant(columns[:1], index) == columns[0]
    for other in ("<p>会议</p>", "<script>window._CONFIG = {DETAIL: {id: 3}}</script>", "window._CONFIG = [1]"):
        assert columns_of(other, index) == ()
