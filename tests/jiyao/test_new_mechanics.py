"""What `sources new` writes for lists of many mechanics harvests all of them as it is: a site of twelve reports each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from changing_site import Answer, article, changing_site

from jiyao.errors import JiyaoError
from jiyao.model import Report
from jiyao.runs import SourceRun, harvest
from jiyao.runs.drafts import draft_source
from jiyao.search import open_index

REPORTS, SIZE = range(1, 13), 6
MENU = (
    "<div class=nav><a href=/>首页</a><a href=/gk/>政务公开</a><a href=/hd/>互动交流</a><a href=/zj/>走进变县</a></div>"
)
HOT = "<ul class=hot>" + "".join(f"<li><a href=/hot/{n}.html>热门文章之第{n}篇</a></li>" for n in range(5)) + "</ul>"
#: What a list's page answers: its path, and what was posted.
Respond = Callable[[str, str], "Answer | None"]


def title(number: int) -> str:
    return f"县政府召开第{number}次常务会议"


def day(number: int) -> str:
    return f"2026-11-{number % 28 + 1:02}"


def address(number: int) -> str:
    return f"/a/{number}.html"


def page(inside: str, head: str = "") -> Answer:
    return Answer(f"<html><head><meta charset=utf-8><title>要闻</title>{head}</head><body>{MENU}{inside}</body></html>")


def numbers(at: int) -> list[int]:
    """Return the reports of a page of the list, counted from 1."""
    return [*REPORTS][::-1][(at - 1) * SIZE : at * SIZE]


def as_json(rows: object) -> Answer:
    return Answer(json.dumps(rows, ensure_ascii=False), headers={"Content-Type": "application/json"})


def a_script_of_its_own_file_with_identities(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path == "/list.html":
        return page(
            f"<div id=list data-column=38></div>{HOT}<script src=/js/jquery.min.js></script><script src=/js/rows.js></script>"
        )
    if parts.path == "/js/rows.js":
        return Answer(
            "var size = 6; function load(p) { $.ajax({url: '/api/rows', type: 'get', data: {columnId: $('#list').data('column'), "
            "pageNo: p, pageSize: size}, success: function (r) { $.each(r.data.rows, function (i, row) { "
            "h += '<li><a href=\"/a/' + row.id + '.html\">' + row.title + '</a></li>'; }); }}); } load(1);"
        )  # fmt: skip
    asked = dict(parse_qsl(parts.query))
    if parts.path != "/api/rows" or asked.get("columnId") != "38":
        return None
    rows = [
        {"id": n, "columnId": 38, "title": title(n), "summary": "摘要" * 40, "pubTime": day(n)}
        for n in numbers(int(asked["pageNo"]))
    ]
    return as_json({"data": {"rows": rows, "pages": 2}})


def a_template_and_records_from_an_offset(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path == "/list.html":
        return page(
            "<ul><li v-for='row in rows'><a :href=\"`/a/${row.id}.html`\">{{row.title}}</a></li></ul>"
            "<script>new Vue({data: {size: 6, channel: '017'}, methods: {get(page) { axios.post('/rest/list', "
            "{start: (page - 1) * this.size, rows: this.size, where: [{name: 'channel', is: this.channel}]}) }}})</script>"
        )  # fmt: skip
    if parts.path != "/rest/list" or not posted:
        return None
    asked = json.loads(posted)
    assert asked["where"] == [{"name": "channel", "is": "017"}]
    at = asked["start"] // SIZE + 1
    return as_json([{"id": f"{n}", "title": title(n), "date": day(n)} for n in numbers(at)])


def rows_that_call_a_function(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path != "/list.html":
        return None
    at = int(dict(parse_qsl(parts.query)).get("pageNo", "1"))
    rows = "".join(
        f"<tr><td><a href='javascript:void(0)' onclick=\"show('x', 'a', '{n}')\">{title(n)}</a></td><td>{day(n)}</td></tr>"
        for n in numbers(at)
    )
    script = "<script>function show(k, f, id) { var to = '/' + f + '/' + id + '.html'; window.open(to); }</script>"
    turn = "<form action=/list.html><input type=hidden name=pageNo value=1></form><a href='javascript:go(2)'>下一页</a>"
    return page(f"<table class=rows>{rows}</table>{turn}", script)


def a_form_with_a_state(path: str, posted: str) -> Answer | None:
    if urlsplit(path).path != "/list.html":
        return None
    given, at = parse_qs(posted), 1
    if posted:
        at = int(given["__EVENTARGUMENT"][0])
        if given["__VIEWSTATE"] != [f"state/{at - 1}=="] or given["__EVENTTARGET"] != ["ctl00$Pager"]:
            return Answer("bad state", 500)
    rows = "".join(f"<li><a href={address(n)}>{title(n)}</a><span>{day(n)}</span></li>" for n in numbers(at))
    state = (
        f"<input type='hidden' name='__VIEWSTATE' value='state/{at}=='><input type=hidden name=__EVENTTARGET value=''>"
    )
    turn = "<a href=\"javascript:__doPostBack('ctl00$Pager','2')\">2</a>"
    return page(f"<form method=post>{state}<ul class=rows>{rows}</ul>{turn}</form>")


def rows_with_an_address_beside_them(path: str, posted: str) -> Answer | None:
    found = re.fullmatch(r"/list(?:_(\d))?\.html", path)
    if not found:
        return None
    at = int(found[1] or 1)
    rows = "".join(
        f"<div class=row data-href={address(n)}><span class=t>{title(n)}</span><span class=d>{day(n)}</span></div>"
        for n in numbers(at)
    )
    return page(f"<div class=rows>{rows}</div><a href=list_2.html>2</a>")


def a_list_of_each_year(path: str, posted: str) -> Answer | None:
    found = re.fullmatch(r"/gk/(\d{4})/list\.html", path)
    if not found or found[1] not in ("2025", "2026"):
        return None
    rows = "".join(f"<li>{day(n)[5:]} <a href={address(n)}>{title(n)}</a></li>" for n in numbers(2027 - int(found[1])))
    return page(f"<a href=/gk/2026/list.html>2026年</a><a href=/gk/2025/list.html>2025年</a><ul class=rows>{rows}</ul>")


def a_list_of_each_day(path: str, posted: str) -> Answer | None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=back) for back in (0, 1, 3)]
    written = [f"/{each:%Y%m}/{each:%d}c.html" for each in days]
    if path not in ("/list.html", *written):
        return None
    begin = max(written.index(path), 0) * 4 if path in written else 0
    rows = "".join(f"<li><a href={address(n)}>{title(n)}</a></li>" for n in [*REPORTS][begin : begin + 4])
    choice = "".join(f"<option value={each}>{each[-7:-5]}日</option>" for each in written)
    return page(f"<ul class=rows>{rows}</ul><select>{choice}</select>")


def records_with_a_next_group(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    at = {"/col/col12/list.html": 1, "/module/jpage/dataproxy.jsp": 2}.get(parts.path)
    if at is None:
        return None
    records = "".join(
        f"<record><![CDATA[<li><a href='{address(n)}' title='{title(n)}'>{title(n)}</a><span>{day(n)}</span></li>]]></record>"
        for n in numbers(at)
    )
    following = (
        '<nextgroup><![CDATA[<a href="/module/jpage/dataproxy.jsp?page=2&columnid=12"></a>]]></nextgroup>'
        if at == 1
        else ""
    )
    store = f"<datastore>{following}<recordset>{records}</recordset></datastore>"
    return page(f"<div id=12></div><script type=text/xml>{store}</script>") if at == 1 else Answer(store)


def a_component_with_a_base_address(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path == "/xw/list.html":
        return page("<div id=app></div><script src=/js/vendor.js></script><script src=/js/app.js></script>")
    if parts.path == "/js/app.js":
        return Answer(
            'var o="/gate",i=r.a.create({baseURL:o}),c=function(e){return i({url:"/cms/content/page",method:"get",params:e})},'
            'n={data:function(){return{list:[],query:{siteId:"3",pageNum:1,pageSize:6}}},created:function(){c(this.query)}}'
        )
    asked = dict(parse_qsl(parts.query))
    if parts.path != "/gate/cms/content/page" or asked.get("siteId") != "3":
        return None
    moment = int(datetime(2026, 11, 20, tzinfo=UTC).timestamp() * 1000)
    rows = [{"url": address(n), "title": title(n), "publishTime": moment} for n in numbers(int(asked["pageNum"]))]
    return as_json({"data": {"rows": rows}})


def pieces_of_pages_with_rows_of_attributes(path: str, posted: str) -> Answer | None:
    if path == "/list.html":
        script = "<script>var total = 2; function go(p) { $('#box').load('part_' + p + '.html #ul'); } go(1);</script>"
        return page(f"<div id=box></div>{script}<script src=/js/common.js></script>")
    if path == "/js/common.js":
        return Answer(
            'function show(o) { var $o = $(o); window.open("/" + $o.attr("data-c") + "/" + $o.data("id") + ".html"); }'
        )
    found = re.fullmatch(r"/part_(\d)\.html", path)
    if not found:
        return None
    rows = "".join(
        f"<li data-c=a data-id={n} onclick=show(this)><span class=t>{title(n)}</span><span class=d>{day(n)}</span></li>"
        for n in numbers(int(found[1]))
    )
    return Answer(f"<meta charset=utf-8><ul id=ul>{rows}</ul>")


def more_by_a_script_behind_the_first_page(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path == "/list.html":
        rows = "".join(
            f"<li class=card><b>{day(n)[8:]}</b><a href={address(n)}><img src=/i.jpg></a><h4><a href={address(n)}>{title(n)}</a></h4></li>"
            for n in numbers(1)
        )
        more = "<a id=more data-start=6 data-rows=6>加载更多</a><script src=/js/more.js?v=3></script>"
        return page(f"<ul class=cards>{rows}</ul>{more}")
    if parts.path == "/js/more.js":
        return Answer(
            "var rows = parseInt($('#more').attr('data-rows'), 10), st = parseInt($('#more').attr('data-start'), 10);"
            "$.ajax({url: '/docs', dataType: 'jsonp', jsonp: 'back', data: {start: st, rows: rows}, success: function (r) {}});"
        )
    asked = dict(parse_qsl(parts.query))
    if parts.path != "/docs" or "back" not in asked:
        return None
    docs = [{"docUrl": address(n), "docTitle": title(n)} for n in numbers(int(asked["start"]) // SIZE + 1)]
    return Answer(f"{asked['back']}({json.dumps({'docs': docs}, ensure_ascii=False)})")


def a_choice_of_pages(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path != "/show.asp":
        return None
    at = int(dict(parse_qsl(parts.query)).get("page", "1"))
    rows = "".join(f"<LI><A HREF={address(n)}>{title(n)}</A> {day(n)}" for n in numbers(at))
    choice = "<SELECT ONCHANGE=\"window.location='show.asp?c=1&page='+this.options[this.selectedIndex].value\">"
    return page(f"<UL>{rows}</UL>{choice}<OPTION VALUE=1>第1页</OPTION><OPTION VALUE=2>第2页</OPTION></SELECT>")


def a_list_of_each_month(path: str, posted: str) -> Answer | None:
    today = datetime.now(UTC).date().replace(day=1)
    months = [today, *((today - timedelta(days=days)).replace(day=1) for days in (1, 32))]
    written = ["/press/list.html", *(f"/press/{each:%Y%m}.html" for each in months[1:])]
    if path not in written:
        return None
    begin = written.index(path) * 4
    rows = "".join(f"<tr><td>{day(n)}<td><a href={address(n)}>{title(n)}</a>" for n in [*REPORTS][begin : begin + 4])
    return page(
        "".join(f"<a href={each}>{each[-11:-5]}</a>" for each in written[1:]) + f"<table class=rows>{rows}</table>"
    )


def a_page_that_leads_to_the_layouts_of_today(path: str, posted: str) -> Answer | None:
    today = datetime.now(UTC).date()
    days = [today, today - timedelta(days=2)]
    if path == "/paper.html":
        return Answer(f"<meta http-equiv=REFRESH content='0;URL=p/{today:%Y-%m/%d}/node_1.htm'>")
    layouts = [f"/p/{each:%Y-%m/%d}/node_{layout}.htm" for each in days for layout in (1, 2)]
    if path not in layouts:
        return None
    begin = layouts.index(path) * 3
    rows = "".join(f"<tr><td><a href={address(n)}>{title(n)}</a></td></tr>" for n in [*REPORTS][begin : begin + 3])
    following = "<a href=node_2.htm>下一版</a>" if path.endswith("_1.htm") else ""
    return page(
        f"<table class=titles>{rows}</table><a href=node_1.htm>第01版:要闻</a><a href=node_2.htm>第02版:综合</a>{following}"
    )


def a_next_link_that_leaves_the_names_of_its_family(path: str, posted: str) -> Answer | None:
    pages = ["/xw/index.html", "/xw/p2.html", "/xw/p3.html"]
    if path == "/xw/index_1.html":  # left of an older list: the family's formula finds it, and ends behind it
        pages, at = [path], 1
    elif path in pages:
        at = pages.index(path)
    else:
        return None
    rows = "".join(f"<li><a href={address(n)}>{title(n)}</a><span>{day(n)}</span></li>" for n in REPORTS[at * 4 :][:4])
    onward = f"<a href={pages[at + 1]}>下一页</a>" if at + 1 < len(pages) else ""
    return page(f"<ul class=list>{rows}</ul>{onward}", "<meta name=generator content='TRS WCM 7'>")


def rows_behind_a_button_that_holds_a_cursor(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path == "/channel/list.html":
        rows = "".join(f"<li><a href={address(n)}>{title(n)}</a><span>{day(n)}</span></li>" for n in numbers(1))
        more = "<button data-api='/v1/content/list?column=3&amp;size=6&amp;after=c6'>加载更多</button>"
        return page(f"<ul class=rows>{rows}</ul>{more}")
    asked = dict(parse_qsl(parts.query))
    if parts.path != "/v1/content/list" or asked.get("column") != "3" or asked.get("size") != "6":
        return None
    at = int(asked.get("after", "c0")[1:]) // SIZE + 1
    rows_of_page = [{"url": address(n), "title": title(n), "day": day(n)} for n in numbers(at)]
    following = f"c{at * SIZE}" if at < 2 else None
    return as_json({"data": {"items": rows_of_page, "hasMore": bool(following), "nextCursor": following}})


def a_tree_of_columns_of_which_one_is_of_meetings(path: str, posted: str) -> Answer | None:
    parts = urlsplit(path)
    if parts.path == "/gkmlpt/index":
        leaves = [{"id": 31, "name": "规划计划"}, {"id": 32, "name": "会议公开", "children": []}]
        told = {"SID": 761001, "TREE": [{"id": 3, "name": "公开目录", "children": leaves}]}
        return page(f"<div id=app>加载中</div><script>window._CONFIG = {json.dumps(told)};</script>")
    asked = dict(parse_qsl(parts.query))
    if parts.path != "/gkmlpt/api/all/32" or asked.get("sid") != "761001":
        return None
    rows = [
        {"url": address(n), "title": title(n), "created_at": f"{day(n)} 08:00:00"} for n in numbers(int(asked["page"]))
    ]
    return as_json({"classify": {"post_count": len(REPORTS)}, "articles": rows})


MECHANICS: dict[Respond, str] = {
    a_script_of_its_own_file_with_identities: "/list.html",
    a_template_and_records_from_an_offset: "/list.html",
    rows_that_call_a_function: "/list.html",
    a_form_with_a_state: "/list.html",
    rows_with_an_address_beside_them: "/list.html",
    a_list_of_each_year: "/gk/2026/list.html",
    a_list_of_each_day: "/list.html",
    records_with_a_next_group: "/col/col12/list.html",
    a_component_with_a_base_address: "/xw/list.html",
    pieces_of_pages_with_rows_of_attributes: "/list.html",
    more_by_a_script_behind_the_first_page: "/list.html",
    rows_behind_a_button_that_holds_a_cursor: "/channel/list.html",
    a_tree_of_columns_of_which_one_is_of_meetings: "/gkmlpt/index",
    a_choice_of_pages: "/show.asp?c=1",
    a_list_of_each_month: "/press/list.html",
    a_page_that_leads_to_the_layouts_of_today: "/paper.html",
    a_next_link_that_leaves_the_names_of_its_family: "/xw/index.html",
}


@dataclass(frozen=True)
class Harvested:
    """What `sources new` wrote for a site, what two harvests by it did, and what they found."""

    written: str
    runs: list[SourceRun]
    reports: list[Report]


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> dict[Respond, Harvested]:
    """All sites, drafted one by one and harvested together: what begins a process costs more than they do."""
    with ExitStack() as standing:
        folders = (tmp_path_factory.mktemp("site") for _ in MECHANICS)
        sites = {mechanic: standing.enter_context(changing_site(next(folders))) for mechanic in MECHANICS}
        settings = next(iter(sites.values())).settings
        assert settings.sources is not None
        (settings.sources / "county.yaml").unlink()
        drafts: dict[Respond, str] = {}
        for mechanic, site in sites.items():
            site.answers = {address(number): article(number) for number in REPORTS}
            site.respond = mechanic
            try:
                _, drafts[mechanic] = draft_source(site.settings, site.root + MECHANICS[mechanic], 0)
            except JiyaoError as error:
                drafts[mechanic] = str(error)  # no run of it below
                continue
            (settings.sources / f"{mechanic.__name__}.yaml").write_text(drafts[mechanic], "utf-8")
        runs = [*harvest(settings), *harvest(settings)]
        with closing(open_index(settings)) as index:
            reports = [hit.report for hit in index.scan() if hit.report]
    return {
        mechanic: Harvested(
            drafts[mechanic],
            [run for run in runs if run.source == mechanic.__name__],
            [report for report in reports if report.url.startswith(f"{site.root}/")],
        )
        for mechanic, site in sites.items()
    }


@pytest.mark.parametrize("mechanic", MECHANICS, ids=lambda mechanic: mechanic.__name__)
def test_what_new_writes_harvests_all_of_the_list(mechanic: Respond, harvested: dict[Respond, Harvested]) -> None:
    told = harvested[mechanic]
    assert len(told.runs) == 2, told.written
    first, again = told.runs
    assert first.ended == "finished", first
    found = {urlsplit(report.url).path: report for report in told.reports}
    assert found.keys() == {address(number) for number in REPORTS}, told.written
    for number in REPORTS:
        report = found[address(number)]
        assert report.title == title(number)
        assert report.published is not None
        assert report.published.at.date().isoformat() == day(number)
    assert again.states == {"unchanged": len(REPORTS)}


@pytest.mark.parametrize(
    ("said", "publisher"),
    [
        ("<p>版权所有：变县人民政府　未经许可不得转载</p>", "变县人民政府"),
        ("<p>变县人民代表大会常务委员会 版权所有</p>", "变县人民代表大会常务委员会"),
        ("<p>Copyright &copy; 2014-2026 變縣議會 All Rights Reserved</p>", "變縣議會"),
        ("<meta property='og:site_name' content='變縣日報'>", "變縣日報"),
        ("<p>版权所有 请勿转载</p>", None),
        ("<meta name=SiteName content='变县人民政府门户网站'>", "变县人民政府"),
        ("<meta name=SiteName content='變縣議會全球資訊網'>", "變縣議會"),
        ("<p>版权所有：变县交通运输局网站</p>", "变县交通运输局"),
        ("<meta name=SiteName content='变县人大网'>", "变县人大网"),
        ("<meta name=SiteName content='变县新闻网'>", "变县新闻网"),
        ("<meta name=SiteName content='中国政府网'>", "中国政府网"),
    ],
)
def test_the_foot_of_a_page_says_who_publishes(said: str, publisher: str | None, tmp_path: Path) -> None:
    rows = "".join(f"<li><a href={address(n)}>{title(n)}</a><span>{day(n)}</span></li>" for n in REPORTS)
    with changing_site(tmp_path) as site:
        site.answers = {address(number): article(number) for number in REPORTS}
        site.answers["/list.html"] = page(f"<ul class=list>{rows}</ul>{said}")
        assert site.settings.sources is not None
        (site.settings.sources / "county.yaml").unlink()
        _, written = draft_source(site.settings, site.root + "/list.html", 0)
    assert re.findall(r"^publisher: (.*)$", written, re.M) == ([publisher] if publisher else [])
