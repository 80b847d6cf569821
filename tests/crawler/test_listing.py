"""List pages of the families that sources describe."""

from datetime import UTC, datetime

import pytest

from crawler.listing import Link, ListingError, ListPage, read_listing
from crawler.paging import Ask, next_ask
from jiyao.model import Capture, Listed
from jiyao.source import Listing, Paging

START = "https://www.example.gov.cn/xwzx/index.html"


def capture(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Capture:
    data = body.encode() if isinstance(body, str) else body
    return Capture(
        "s", START, datetime(2025, 1, 17, tzinfo=UTC), 200, (("Content-Type", content_type),), data, "listing"
    )


TRS = """<ul class="nav"><li><a href="/">首页</a></li></ul>
<ul class="list"><li><a href="./202501/t20250117_1.html" title="县政府召开第9次常务会议">
县政府召开…</a><span>2025-01-17</span></li>
<li><a href="./202501/t20250116_2.html">县委常委会
 召开会议</a><span> [2025-01-16] </span></li><li class="line"></li></ul>
<script>createPageHTML(5, 0, "index", "html");</script><a class="next" href="index_1.html">下一页</a>"""


def trs(**changes: object) -> Listing:
    rules = {"items": "ul.list li", "link": "a::attr(href)", "title": "a::attr(title)", "date": "span::text"}
    return Listing(**{**rules, **changes})


def test_links_come_with_the_titles_and_dates_of_the_list_as_written() -> None:
    page = read_listing(capture(TRS), trs())
    assert page.links == (
        Link("./202501/t20250117_1.html", Listed("县政府召开第9次常务会议", "2025-01-17")),
        Link("./202501/t20250116_2.html", Listed(None, "[2025-01-16]")),
    )


def test_links_are_relative_to_what_the_page_says() -> None:
    following = trs(paging={"link": "a.next::attr(href)"})
    based = read_listing(capture(f'<html><head><base href="/col/"></head><body>{TRS}</body></html>'), following)
    assert [link.href.split("/", 3)[3] for link in based.links] == [
        "col/202501/t20250117_1.html",
        "col/202501/t20250116_2.html",
    ]
    assert based.next_link is not None
    assert based.next_link.endswith("/col/index_1.html")
    for said in ("", "about:blank", "javascript:void(0)"):
        plain = read_listing(capture(f'<html><head><base href="{said}"></head><body>{TRS}</body></html>'), following)
        assert plain.links[0].href == "./202501/t20250117_1.html"


def test_a_rule_that_selects_an_element_means_its_address_or_its_words() -> None:
    page = read_listing(capture(TRS), trs(link="a", title="a"))
    assert page.links[1] == Link("./202501/t20250116_2.html", Listed("县委常委会 召开会议", "[2025-01-16]"))


def test_xpath_works_as_css_does() -> None:
    page = read_listing(capture(TRS), trs(items="//ul[@class='list']/li[a]", link="./a/@href", title="./a/@title"))
    assert [link.href for link in page.links] == ["./202501/t20250117_1.html", "./202501/t20250116_2.html"]


def test_an_old_table_in_gb18030_is_read() -> None:
    body = "<meta charset=gb2312><table><tr><td>·<a href=show.asp?id=3>全县茶叶生产会议</a></td><td>[2006-03-20]</td>"
    listing = Listing(items="//tr[td/a]", link="a::attr(href)", title="a", date="td:last-child::text")
    page = read_listing(capture(body.encode("gb18030"), "text/html"), listing)
    assert page.links == (Link("show.asp?id=3", Listed("全县茶叶生产会议", "[2006-03-20]")),)


JSON = """{"code": 0, "pages": 3, "data": {"rows": [
 {"t": "會議", "urls": "{\\"pc\\": \\"/art/1.html\\"}", "at": 1737072000},
 {"t": "無網址"}, {"urls": {"pc": "/art/2.html"}}]}}"""


def test_a_json_list_is_read_by_paths_through_json_inside_a_string_too() -> None:
    listing = Listing(kind="json", items="data.rows[*]", link="urls.pc", title="t", date="at")
    page = read_listing(capture(JSON, "application/json"), listing)
    assert page.links == (
        Link("/art/1.html", Listed("會議", "2025-01-17T00:00:00+00:00")),
        Link("/art/2.html", Listed(None, None)),
    )


def test_a_list_that_is_no_json_says_so() -> None:
    listing = Listing(kind="json", items="data[*]", link="url")
    with pytest.raises(ListingError, match="not JSON"):
        read_listing(capture("<html>"), listing)


@pytest.mark.parametrize(
    ("tooltip", "title", "date"),
    [
        ("文章标题：全县防汛会议召开&#13;作&nbsp;&nbsp;&nbsp;&nbsp;者：佚名&#13;更新时间：2008-5-6 10:20:30", "全县防汛会议召开", "2008-5-6"),
        ("标题：县长：抓好三件事&#10;发布时间：2026-11-09", "县长：抓好三件事", "2026-11-09"),
        ("标题：一份没有别的说明的题目", "标题：一份没有别的说明的题目", None),
        ("县长谈作者：写好民生答卷", "县长谈作者：写好民生答卷", None),
    ],
)  # fmt: skip
def test_a_tooltip_of_several_facts_gives_title_and_day(tooltip: str, title: str, date: str | None) -> None:
    listing = Listing(items="li", link="a::attr(href)", title="a::attr(title)")
    [link] = read_listing(capture(f"<li><a href=/1.html title='{tooltip}'>全县防汛…</a></li>"), listing).links
    assert link.listed == Listed(title, date)


def test_an_empty_list_page_says_so() -> None:
    with pytest.raises(ListingError, match="empty"):
        read_listing(capture("  "), trs())


@pytest.mark.parametrize(
    ("answer", "steps"),
    [
        ("<?xml version='1.0' encoding='GBK'?><datastore></datastore>", {"tag": "record"}),
        (
            "<datastore><totalpage>3</totalpage><nextgroup><![CDATA[<a href='p?page=5'></a>]]></nextgroup></datastore>",
            {"tag": "record"},
        ),
        ('{"code": 200, "msg": "success", "data": {}}', {"path": "data.html"}),
        ("null", {"path": "html"}),
    ],
)
def test_an_answer_that_is_empty_in_its_own_format_lists_nothing(answer: str, steps: object) -> None:
    listing = Listing.model_validate({"inside": steps, "items": "li", "link": "a"})
    assert read_listing(capture(answer), listing) == ListPage(())


@pytest.mark.parametrize(
    ("answer", "steps"),
    [
        ("<html><body></body></html>", {"tag": "record"}),  # a page without records is a page of another kind
        ("<error>系统繁忙</error>", {"tag": "record"}),
        ("<script src='/check.js'></script>", {"tag": "record"}),
        ("<datastore><recordset>", {"tag": "record"}),  # cut off
        ('{"code": 500, "data": null}', {"path": "data.html"}),
        ('{"message": "请登录"}', {"path": "data.html"}),
        ("404", {"path": "data.html"}),
    ],
)
def test_an_answer_that_says_something_else_is_no_end_of_the_list(answer: str, steps: object) -> None:
    listing = Listing.model_validate({"inside": steps, "items": "li", "link": "a"})
    with pytest.raises(ListingError):
        read_listing(capture(answer), listing)


def walk(listing: Listing, first: ListPage, said: ListPage | None = None, most: int = 50) -> list[str]:
    """Follow a list whose pages all say the same to its end."""
    addresses, url = [], START
    for number in range(1, most):
        following = next_ask(listing, START, url, number, said or first, first)
        if following is None:
            break
        addresses.append(following.url)
        url = following.url
    return [address.removeprefix("https://www.example.gov.cn/xwzx/") for address in addresses]


def test_a_formula_ends_at_the_page_count_of_the_first_page() -> None:
    listing = trs(paging=Paging(formula="index_{n}.html", first=1, count=r"createPageHTML\((\d+)"))
    assert walk(listing, read_listing(capture(TRS), listing)) == [f"index_{n}.html" for n in (1, 2, 3, 4)]


def test_a_formula_ends_at_its_last_number() -> None:
    listing = trs(paging=Paging(formula="index_{n}.html", first=2, last=4))
    assert walk(listing, ListPage(())) == ["index_2.html", "index_3.html", "index_4.html"]


def test_no_list_is_walked_beyond_its_limit() -> None:
    listing = trs(paging=Paging(formula="index_{n}.html"), pages=3)
    assert walk(listing, ListPage(())) == ["index_1.html", "index_2.html"]


def test_the_next_page_may_stand_behind_a_link() -> None:
    listing = trs(paging=Paging(link="a.next"))
    page = read_listing(capture(TRS), listing)
    assert next_ask(listing, START, START, 1, page, page) == Ask("https://www.example.gov.cn/xwzx/index_1.html")
    assert next_ask(listing, START, START, 2, ListPage(()), page) is None


def test_a_list_without_paging_has_one_page() -> None:
    assert walk(trs(), ListPage(())) == []
