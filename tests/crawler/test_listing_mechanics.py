"""Every mechanic by which a list is found, read and walked, with pages in the image of the sites that use it."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.listing import Link, ListingError, ListPage, judge, read_listing
from crawler.paging import Ask, first_ask, next_ask
from jiyao.model import Capture, Listed
from jiyao.source import Listing, Source

START = "https://www.example.gov.cn/zfhy/index.html"
ROW = "<li><a href='/art/2025/3/4/art_17_9.html' title='县政府常务会议召开'>县政府常务…</a><span>2025-03-04</span></li>"
LINK = Link("/art/2025/3/4/art_17_9.html", Listed("县政府常务会议召开", "2025-03-04"))
HTML_ROWS = {"items": "li", "link": "a::attr(href)", "title": "a::attr(title)", "date": "span"}


def listing(**rules: Any) -> Listing:
    return Listing.model_validate(HTML_ROWS | rules)


def page(body: str | bytes, content_type: str = "text/html") -> Capture:
    data = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", content_type),)
    return Capture("s", START, datetime(2025, 3, 5, tzinfo=UTC), 200, headers, data, "listing")


def asks(rules: Listing, said: ListPage, start: str = START, most: int = 4) -> list[Ask]:
    """Return how the pages of a list are asked for, whose pages all say the same."""
    found, url = [first_ask(rules, start)], start
    for number in range(1, most):
        following = next_ask(rules, start, url, number, said, said)
        if following is None:
            break
        found.append(following)
        url = following.url
    return found


def addresses(rules: Listing, said: ListPage, start: str = START, most: int = 4) -> list[str]:
    return [ask.url.removeprefix("https://www.example.gov.cn") for ask in asks(rules, said, start, most)]


EMPTY = ListPage(())


# --- where in an answer the list stands


def test_html_inside_json() -> None:
    answer = json.dumps({"success": True, "data": {"html": f"<ul>{ROW}</ul>"}})
    assert read_listing(page(answer), listing(inside={"path": "data.html"})).links == (LINK,)


def test_json_inside_a_script_of_the_page_though_it_is_only_javascript() -> None:
    answer = (
        "<script>window._CONFIG = {SID: 12, rows: [{t:'全县会议', 'url':'/content/post_7.html',}], };var b={}</script>"
    )
    rules = {"kind": "json", "items": "rows[*]", "link": "url", "title": "t", "date": None}
    found = read_listing(page(answer), listing(inside={"after": r"window\._CONFIG\s*="}, **rules))
    assert found.links == (Link("/content/post_7.html", Listed("全县会议", None)),)


def test_a_literal_array_of_a_script() -> None:
    answer = '<script>var list=[{"title":"甲","u":"./1.html"},{"title":"乙","u":"./2.html"}];</script>'
    rules = {"kind": "json", "items": "[*]", "link": "u", "title": "title", "date": None}
    assert len(read_listing(page(answer), listing(inside={"after": r"var list\s*="}, **rules)).links) == 2


def test_cdata_records_inside_html() -> None:
    answer = (
        "<script type='text/xml'><datastore><totalrecord>31</totalrecord><recordset>"
        f"<record><![CDATA[{ROW}]]></record>\n<record><![CDATA[{ROW}]]></record></recordset></datastore></script>"
    )
    paging = {"formula": "/proxy.jsp?startrecord={from}&endrecord={to}", "per_page": 15, "total": r"totalrecord>(\d+)"}
    found = read_listing(page(answer), listing(inside={"tag": "record"}, paging=paging))
    assert found.links == (LINK, LINK)
    assert found.pages == 3


def test_cdata_records_inside_jsonp() -> None:
    row = ROW.replace("'", '\\"')
    answer = f'jsonpCallback("<?xml version=\\"1.0\\"?>\\n<record><![CDATA[{row}]]><\\/record>")'
    found = read_listing(page(answer), listing(inside=[{"after": r"^\w+\("}, {"tag": "record"}]))
    assert found.links == (LINK,)


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        ({"path": "data.html"}, '{"data": {"text": "会议"}}', "the answer has nothing at 'data.html'"),
        ({"path": "data.html"}, "<html>", "not JSON"),
        ({"after": "rows="}, "<html>", "the answer does not hold 'rows='"),
        ({"after": "rows="}, "rows=load()", "behind 'rows=' stands no JavaScript value"),
        ({"after": "rows="}, "rows=[{", "cannot be read"),
        ({"tag": "record"}, "<html>", "the answer has no <record>"),
    ],
)
def test_a_list_that_is_not_where_it_should_be_says_which_step_failed(step: Any, answer: str, said: str) -> None:
    with pytest.raises(ListingError, match=said.replace("<", ".")):
        read_listing(page(answer), listing(inside=step))


def test_a_page_full_of_open_tags_is_read_in_one_walk() -> None:
    began = time.monotonic()
    with pytest.raises(ListingError, match=r"the answer has no .record>"):
        read_listing(page("<record>" * 200_000), listing(inside={"tag": "record"}))
    assert time.monotonic() - began < 5


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>新聞</title>
<item><title><![CDATA[行政會議討論規例]]></title><link>https://www.example.gov.cn/detail/1</link>
<pubDate>Tue, 04 Mar 2025 09:00:00 +0800</pubDate></item></channel></rss>"""


def test_rss() -> None:
    rules = listing(kind="xml", items="item", link="link", title="title", date="pubDate")
    [link] = read_listing(page(RSS, "text/xml"), rules).links
    assert link == Link(
        "https://www.example.gov.cn/detail/1", Listed("行政會議討論規例", "Tue, 04 Mar 2025 09:00:00 +0800")
    )


def test_atom() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>會議</title><link href="/a/1"/>
    <updated>2025-03-04T01:00:00Z</updated></entry></feed>"""
    rules = listing(kind="xml", items="//entry", link="link", title="title", date="updated")
    assert read_listing(page(feed), rules).links == (Link("/a/1", Listed("會議", "2025-03-04T01:00:00Z")),)


def test_entities_of_xml_are_not_expanded() -> None:
    feed = """<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b SYSTEM "file:///etc/hostname">]>
    <r><item><link>/1</link><title>&a;&b;</title></item></r>"""
    rules = listing(kind="xml", items="item", link="link", title="title", date=None)
    assert read_listing(page(feed), rules).links == (Link("/1", Listed("&a;&b;", None)),)


def test_a_list_in_an_iframe_gives_the_frame_s_address() -> None:
    answer = '<div><iframe id="list" src="/col/list.jsp?id=3"></iframe></div>'
    assert read_listing(page(answer), listing(frame="iframe#list")).frame == "/col/list.jsp?id=3"
    assert read_listing(page(f"<ul>{ROW}</ul>"), listing(frame="iframe#list")).links == (LINK,)


def test_the_encoding_of_a_list_can_be_said() -> None:
    body = f"<ul>{ROW}</ul>".encode("gb18030")
    assert read_listing(page(body, "text/html; charset=iso-8859-1"), listing(encoding="gb18030")).links == (LINK,)


# --- rows


def test_a_date_without_an_element_of_its_own_is_found_by_a_pattern() -> None:
    answer = "<li>[第3号] <a href=1.html title=甲>甲</a> 发文2024-12-30 发布2025-03-04</li>"
    rules = listing(date=None, date_pattern=r"发布(\d{4}-\d\d-\d\d)")
    assert read_listing(page(answer), rules).links == (Link("1.html", Listed("甲", "2025-03-04")),)


def test_the_parts_of_a_date_may_stand_in_another_order() -> None:
    rules = listing(date=None, date_pattern=r"(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>\d{4})")
    answer = "<li><a href=1.html title=甲>甲</a> 05/11/2025</li>"
    assert read_listing(page(answer), rules).links == (Link("1.html", Listed("甲", "2025-11-05")),)


def test_a_date_may_stand_in_the_address_alone() -> None:
    answer = "<li><a href=./202503/t20250304_8.html title=甲>甲</a></li>"
    rules = listing(date=None, date_in_link=r"/t(\d{4})(\d\d)(\d\d)_")
    assert read_listing(page(answer), rules).links[0].listed.published == "2025-03-04"


def test_an_address_hidden_in_a_script_call_is_found_by_a_pattern() -> None:
    answer = (
        """<li><a href="javascript:open('77','x')" title=甲>甲</a></li><li><a href="javascript:top()">乙</a></li>"""
    )
    rules = listing(link_pattern=r"open\('(\d+)'", address="https://www.example.gov.cn/show.asp?id={link}")
    assert [link.href for link in read_listing(page(answer), rules).links] == [
        "https://www.example.gov.cn/show.asp?id=77"
    ]


def test_an_identity_of_a_json_row_becomes_an_address() -> None:
    rules = listing(
        kind="json",
        items="meets[*]",
        link="會議代碼",
        title="名稱",
        date="日期[0]",
        address="https://x.example/meet/{link}",
    )
    answer = '{"meets": [{"會議代碼": "院會-11-3", "名稱": "第3次會議", "日期": ["2025-03-04"]}]}'
    assert read_listing(page(answer), rules).links == (
        Link("https://x.example/meet/%E9%99%A2%E6%9C%83-11-3", Listed("第3次會議", "2025-03-04")),
    )


# --- which page comes next


def test_formulas_count_in_every_way_that_sites_do() -> None:
    for formula, first, expected in (
        ("index_{n}.html", 1, ["/zfhy/index_1.html", "/zfhy/index_2.html"]),
        ("index_{n}.html", 2, ["/zfhy/index_2.html", "/zfhy/index_3.html"]),
        ("{name}{n}.{ext}", 2, ["/zfhy/index2.html", "/zfhy/index3.html"]),
        ("?page={n}", 2, ["/zfhy/index.html?page=2", "/zfhy/index.html?page=3"]),
        ("/column/30/{n}.htm", 1, ["/column/30/1.htm", "/column/30/2.htm"]),
    ):
        assert addresses(listing(paging={"formula": formula, "first": first}), EMPTY, most=3)[1:] == expected


def test_a_formula_can_be_of_the_name_of_the_start_page() -> None:
    rules = listing(paging={"formula": "{name}_{n}.{ext}", "first": 2, "last": 2})
    assert addresses(rules, EMPTY, "https://www.example.gov.cn/zfhy/cwhy.shtml") == [
        "/zfhy/cwhy.shtml",
        "/zfhy/cwhy_2.shtml",
    ]
    assert addresses(rules, EMPTY, "https://www.example.gov.cn/zfhy/") == ["/zfhy/", "/zfhy/index_2.html"]


def test_a_window_of_records() -> None:
    rules = listing(paging={"formula": "/p.jsp?startrecord={from}&endrecord={to}&perpage=15", "per_page": 15})
    assert addresses(rules, EMPTY, most=3)[1:] == [
        "/p.jsp?startrecord=16&endrecord=30&perpage=15",
        "/p.jsp?startrecord=31&endrecord=45&perpage=15",
    ]


def test_an_offset_grows_by_its_step() -> None:
    rules = listing(paging={"formula": "/odata?$skip={n}", "first": 100, "step": 100, "last": 200})
    assert addresses(rules, EMPTY)[1:] == ["/odata?$skip=100", "/odata?$skip=200"]


@pytest.mark.parametrize(
    ("script", "count"),
    [
        ("createPageHTML(3, 0, 'index', 'html')", r"createPageHTML\((\d+)"),
        ("createPageHTML('page_div',3, 1,'index','html',45)", r"createPageHTML\('\w+',\s*(\d+)"),
        ("createPageHTML(45, 3, 0, 'index', 'html')", r"createPageHTML\(\d+,\s*(\d+),"),
        ("var countPage = 3;", r"countPage\s*=\s*(\d+)"),
        ("共 3 页", r"共\s*(\d+)\s*页"),
    ],
)
def test_the_first_page_says_how_many_there_are(script: str, count: str) -> None:
    rules = listing(paging={"formula": "index_{n}.html", "count": count})
    said = read_listing(page(f"<ul>{ROW}</ul><script>{script}</script>"), rules)
    assert len(addresses(rules, said, most=9)) == 3


def test_a_cursor_becomes_the_next_address_through_a_formula() -> None:
    rules = listing(
        kind="json", items="rows[*]", link="u", title=None, date=None,
        paging={"cursor": "meta.next", "formula": "/api/list?after={cursor}"},
    )  # fmt: skip
    said = read_listing(page('{"rows": [{"u": "/1"}], "meta": {"next": "a/b="}}'), rules)
    assert addresses(rules, said, most=2)[1] == "/api/list?after=a%2Fb%3D"
    assert addresses(rules, read_listing(page('{"rows": [], "meta": {"next": null}}'), rules)) == ["/zfhy/index.html"]


def test_a_cursor_may_be_the_next_address_itself() -> None:
    rules = listing(kind="json", items="rows[*]", link="u", title=None, date=None, paging={"cursor": "next"})
    said = read_listing(page('{"rows": [{"u": "/1"}], "next": "/api/list?page=2"}'), rules)
    assert addresses(rules, said, most=2)[1] == "/api/list?page=2"


def test_a_cursor_may_be_found_by_a_pattern() -> None:
    pattern = r'<nextgroup><!\[CDATA\[<a href="([^"]+)"'
    rules = listing(inside={"tag": "record"}, paging={"cursor_pattern": pattern})
    answer = f'<nextgroup><![CDATA[<a href="/m/dataproxy.jsp?page=2&u=3"></a>]]></nextgroup><record>{ROW}</record>'
    said = read_listing(page(answer), rules)
    assert said.links == (LINK,)
    assert addresses(rules, said, most=2)[1] == "/m/dataproxy.jsp?page=2&u=3"


def test_a_form_is_posted_for_every_page() -> None:
    rules = listing(
        request={
            "form": "pageIndex={n}&channel=甲", "referer": "https://www.example.gov.cn/zfhy/",
            "x_requested_with": "XMLHttpRequest",
        },
        paging={"first": 2},
    )  # fmt: skip
    first, second = asks(rules, EMPTY, most=2)
    assert (first.method, first.body, second.body) == ("POST", "pageIndex=1&channel=甲", "pageIndex=2&channel=甲")
    assert first.url == second.url == START
    assert first.identity != second.identity
    assert first.identity == f"{START}#pageIndex=1&channel=%E7%94%B2"
    assert dict(first.headers) == {
        "Referer": "https://www.example.gov.cn/zfhy/",
        "X-Requested-With": "XMLHttpRequest",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }


def test_json_is_posted_for_every_page() -> None:
    rules = listing(request={"json_body": '{"pageIndex": {n}, "pageSize": 15}'}, paging={"first": 1})
    assert [ask.body for ask in asks(rules, EMPTY, most=3)] == [
        f'{{"pageIndex": {n}, "pageSize": 15}}' for n in (0, 1, 2)
    ]


def test_a_link_that_a_script_follows_leads_where_its_call_says() -> None:
    body = (
        "<ul><li><a href='#' onclick=\"open('/art_1.html','','width=800')\">县政府召开常务会议</a></li>"
        "<li><a href=\"javascript:window.open('/art_2.html')\">县政府召开第二次会议</a></li>"
        "<li><a href='#' onclick='show(3)'>县政府召开第三次会议</a></li>"
        "<li><a href='/art_4.html' onclick=\"log('/x.html')\">四</a></li></ul>"
    )
    said = read_listing(page(body, "text/html; charset=utf-8"), listing())
    assert [link.href for link in said.links] == ["/art_1.html", "/art_2.html", "#", "/art_4.html"]


# --- what becomes of a link

SOURCE: dict[str, Any] = {
    "name": "s", "title": "县", "language": "zh-Hans", "start": (START,), "listing": HTML_ROWS,
    "articles": {"allow": ("/art_",)},
}  # fmt: skip


@pytest.mark.parametrize(
    ("href", "verdict"),
    [
        ("/art_1.html", "article"),
        ("//www.example.gov.cn/art_1.html", "article"),
        ("/other.html", "no_article"),
        ("https://elsewhere.example/art_1.html", "off_site"),
        ("javascript:void(0)", "not_http"),
    ],
)
def test_a_link_is_told_apart(href: str, verdict: str) -> None:
    assert judge(Link(href, Listed()), START, Source.model_validate(SOURCE)).verdict == verdict


def test_a_site_is_asked_by_the_scheme_its_source_wants() -> None:
    source = Source.model_validate(SOURCE | {"scheme": "http"})
    assert judge(Link("/art_1.html", Listed()), START, source).url == "http://www.example.gov.cn/art_1.html"
