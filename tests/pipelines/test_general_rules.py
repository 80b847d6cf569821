"""The general rules of extraction on small pages, each with one thing that real sites do."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

import pytest

from jiyao.model import Capture, DateClue, Report
from jiyao.record import report_from_json, report_to_json
from jiyao.source import Source
from pipelines.dates.published import published_at
from pipelines.extract import extract_page
from pipelines.flow import process

FIRST = "7月3日上午，市长温岚主持召开会议，听取全市防汛工作汇报，研究部署下一步工作，要求各部门各司其职。"
SECOND = "会议指出，大江大河水位仍在上涨，要坚持底线思维，把人民群众生命安全放在第一位，做好群众转移安置。"
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"
TITLE = "青禾市召开防汛抗旱工作会议"
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>栏目名称{n}</a></li>" for n in range(9)) + "</ul>"


def page(inside: str, title: str = f"{TITLE}-青禾市人民政府", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{MENU}{inside}{MENU}</body></html>"


def test_short_lines_that_begin_like_a_switch_of_sizes_are_kept() -> None:
    found = extract_page(
        page(f"<h1>{TITLE}</h1><div>{TEXT}<p>大力推进河长制</p><p>小学停课三天</p><p>大 中 小</p></div>")
    )
    assert found.text.splitlines() == [FIRST, SECOND, "大力推进河长制", "小学停课三天"]


def test_a_list_of_other_reports_with_their_beginnings_is_no_text() -> None:
    others = "".join(
        f"<li><a href='/n/{n}'>青禾市召开第{n}次会议</a><p>本报讯 日前，市政府召开第{n}次会议，研究民生实事，部署有关工作。</p></li>"
        for n in range(6)
    )
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}</div><div><h3>更多</h3><ul>{others}</ul></div>"))
    assert found.text.splitlines() == [FIRST, SECOND]


def test_a_title_that_is_no_heading_is_told_by_the_page_s_own_title() -> None:
    found = extract_page(
        page(f"<h1>青禾市人民政府</h1><p><b>{TITLE}</b></p><p>时间：2024-07-03 来源：市应急局</p><div>{TEXT}</div>")
    )
    assert found.title == TITLE
    assert found.publisher == "市应急局"


def test_a_title_that_ends_like_the_name_of_a_column_is_still_a_title() -> None:
    title = "青禾市二〇二六年招聘教师公告"
    html = (
        f"<table><tr><td class=bt>友情链接</td></tr><tr><td>{title}</td></tr>"
        f"<tr><td>作者：莫晓 更新时间：2026-11-6</td></tr><tr><td>{TEXT}</td></tr></table>"
    )
    assert extract_page(page(html, f"{title} - 青禾市政府网")).title == title


def test_the_line_of_the_date_within_a_heading_is_no_part_of_the_title() -> None:
    found = extract_page(page(f"<h1>{TITLE}<br><span>2026-11-27 11:40:17 来源：县政协办 点击：552</span></h1>{TEXT}"))
    assert found.title == TITLE


def test_a_text_within_what_is_named_like_a_menu_is_read_where_there_is_no_other() -> None:
    third = "<p>会议要求，各部门要压实责任，加强值守。</p>"
    html = (
        f"<h1>{TITLE}</h1><div class=toolbar><div>{TEXT}{third}</div></div>"
        "<ul class=detail><li>联络人：王晓（05）555-0155</li><li>发布单位：新闻处</li><li>更新日期：115-11-26</li></ul>"
    )
    assert extract_page(page(html)).text.splitlines()[:2] == [FIRST, SECOND]


@pytest.mark.parametrize("name", ["footer", "sidebar", "related", "disclaimer", "comment-list", "hot"])
def test_minutes_without_full_stops_are_not_replaced_by_sentences_around_them(name: str) -> None:
    lines = [
        "时间：7月3日上午",
        "地点：三楼会议室",
        "主持：温岚",
        "出席：甲明、乙强、丙丽",
        "列席：丁一、戊二",
        "记录：己三",
    ]
    said = "<p>本网站转载文章仅供参考，不代表本站观点。</p><p>如有侵权，请联系我们删除。</p><p>建议使用新的浏览器，以便浏览。</p>"
    html = f"<h1>{TITLE}</h1><div class=main>{''.join(f'<p>{line}</p>' for line in lines)}</div><div class={name}>{said}</div>"
    assert extract_page(page(html)).text.splitlines() == lines


def test_the_day_of_the_last_change_in_the_foot_dates_no_page() -> None:
    html = f"<h1>{TITLE}</h1><div>{TEXT}<p>完</p><p>2026年8月13日（星期四）</p></div><div class=foot>修訂日期：2026年11月27日</div>"
    assert extract_page(page(html)).clues[0].words == "2026年8月13日"


def test_the_name_of_the_site_is_no_title_even_as_the_only_heading() -> None:
    found = extract_page(page(f"<h1>青禾市人民政府</h1><div>{TEXT}</div>"))
    assert found.title == TITLE


def test_labels_may_stand_in_cells_of_their_own() -> None:
    head = "<table><tr><td>发布日期</td><td>2024-07-03</td><td>信息来源</td><td>市应急局</td></tr></table>"
    found = extract_page(page(f"<h1>{TITLE}</h1>{head}<div>{TEXT}</div>"))
    assert [clue.words for clue in found.clues][:1] == ["2024-07-03"]
    assert found.publisher == "市应急局"


def test_a_day_over_the_title_dates_the_page_where_nothing_else_does() -> None:
    found = extract_page(page(f"<p>2024-07-03</p><h1>{TITLE}</h1><div>{TEXT}</div>"))
    assert [clue.words for clue in found.clues] == ["2024-07-03"]


def test_a_day_within_a_sentence_dates_no_page() -> None:
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}<p>2023年5月6日，该市曾遭遇洪水，损失很大。</p></div>"))
    assert not found.clues
    council = "<p>縣議會第20屆第15次臨時會於113年11月12日上午10時開議，由議長甲乙丙主持，議員16人出席。</p>"
    assert not extract_page(page(f"<h1>{TITLE}</h1><div>{council}{TEXT}</div>")).clues
    told = extract_page(page(f"<h1>{TITLE}</h1><p>发布于 2024-03-05 来源：望川网</p><div>{TEXT}</div>"))
    assert next(clue.words for clue in told.clues).strip() == "2024-03-05"


def test_the_end_of_a_press_release_dates_it_and_is_no_text() -> None:
    end = "<p>完</p><p>2024年7月3日（星期三）</p><p>香港時間17時32分</p>"
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}{end}</div>"))
    assert found.text.splitlines() == [FIRST, SECOND]
    assert next(clue.words for clue in found.clues) == "2024年7月3日 17時32分"


def test_what_a_script_makes_visible_is_read_and_what_is_not_displayed_is_not() -> None:
    hidden = "<div style='display:none'><p>这里是一段不显示的文字，任何读者都看不到它，它不是报道的内容。</p></div>"
    found = extract_page(page(f"<h1>{TITLE}</h1><div style='visibility: hidden'>{TEXT}{hidden}</div>"))
    assert found.text.splitlines() == [FIRST, SECOND]


def test_seconds_that_a_script_writes_into_a_page_of_wechat_date_it() -> None:
    script = '<script>var nickname = "望川发布"; var ct = "1720003200";</script>'
    found = extract_page(page(f"<h1>{TITLE}</h1>{script}<div id=js_content>{TEXT}</div>"))
    assert [clue.words for clue in found.clues] == ["2024-07-03T18:40:00+08:00"]
    assert not extract_page(page(f"<h1>{TITLE}</h1>{script}<div>{TEXT}</div>")).clues


def test_structured_data_in_a_graph_tells_day_and_author() -> None:
    graph = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle",'
        '"datePublished": "2024-07-03T18:00:00+08:00", "author": [{"name": "栾青"}]}]}</script>'
    )
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}</div>", head=graph))
    assert [clue.words for clue in found.clues] == ["2024-07-03T18:00:00+08:00"]
    assert found.byline == "栾青"


@pytest.mark.parametrize(
    "tag",
    [
        "END",
        "（完）",
        "责任编辑：栾青",
        "【纠错】",
        "编辑／栾青",
        "扫描下方二维码关注我们",
        "上一篇：青禾市召开常务会议",
    ],
)
def test_what_trails_behind_an_article_is_no_text(tag: str) -> None:
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}<p>{tag}</p></div>"))
    assert found.text.splitlines() == [FIRST, SECOND]


@pytest.mark.parametrize(
    "begins",
    ["编辑出版年鉴的单位要按时交稿", "扫描件由市档案局统一保存", "相关信息由各部门及时公开", "纠错机制要进一步完善"],
)
def test_a_paragraph_that_begins_like_a_credit_ends_no_article(begins: str) -> None:
    last = "会后，与会人员到现场察看了堤防。"
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}<p>{begins}。</p><p>{last}</p></div>"))
    assert found.text.splitlines() == [FIRST, SECOND, f"{begins}。", last]


def test_minutes_keep_the_line_of_when_they_met_and_it_dates_no_page() -> None:
    minutes = f"<p>时间：2024年7月3日上午9:00</p><p>地点：县政府三楼会议室</p><p>主持：温岚</p>{TEXT}"
    found = extract_page(page(f"<h1>{TITLE}</h1><p>发布时间：2024-07-08</p><div>{minutes}</div>"))
    assert found.text.startswith("时间：2024年7月3日上午9:00\n地点：")
    assert [clue.words for clue in found.clues] == ["2024-07-08"]


def test_minutes_in_a_table_keep_their_labels_and_a_form_around_a_text_does_not() -> None:
    head = "".join(
        f"<tr><th>{label}</th><td>{value}</td></tr>"
        for label, value in (("地點", "本會議事廳"), ("出席議員", "簡宏明　葉麗美"), ("主席", "簡議長宏明"))
    )
    minutes = extract_page(page(f"<h1>{TITLE}</h1><table>{head}<tr><th>報告事項</th><td>{TEXT}</td></tr></table>"))
    assert minutes.text.startswith("地點\n本會議事廳\n出席議員\n簡宏明　葉麗美")
    form = f"<table><tr><td>發布單位</td><td>新聞局</td></tr><tr><td>附件</td><td>無</td></tr><tr><td>內容</td><td>{TEXT}</td></tr></table>"
    assert extract_page(page(f"<h1>{TITLE}</h1>{form}")).text.splitlines() == [FIRST, SECOND]


def test_a_short_notice_is_not_lost_beside_the_beginnings_of_others() -> None:
    others = "".join(
        f"<dt><a href='/n/{n}'>关于第{n}次停水的公告</a></dt><dd>因检修管道，定于当日夜间对部分区域暂停供水，请广大用户提前储水。</dd>"
        for n in range(4)
    )
    found = extract_page(page(f"<h1>停水通知</h1><div><p>{SECOND}</p></div><dl>{others}</dl>", "停水通知"))
    assert found.text.splitlines() == [SECOND]


@pytest.mark.parametrize(
    "html", ["", "<html></html>", "<p>会议</p>", "<html><body><h1>会</h1></body></html>", "<table><tr><td>"]
)
def test_a_page_with_next_to_nothing_on_it_is_read(html: str) -> None:
    assert len(extract_page(html).text) < 3


def rows(count: int) -> str:
    return "<table>" + "<tr><td>甲</td><td><a href='/a'>乙</a></td></tr>" * count + "</table>"


def nested(count: int) -> str:
    return "<div><p>会议强调，要落实责任。</p>" * count


def in_one(count: int) -> str:
    return "<div>" + "会议强调，要落实责任。<br>" * count + "</div>"


@pytest.mark.parametrize("shape", [rows, nested, in_one])
def test_time_grows_with_the_page_and_not_faster(shape: Callable[[int], str]) -> None:
    def seconds(count: int) -> float:
        html = page(f"<h1>{TITLE}</h1>{shape(count)}")
        taken = []
        for _ in range(3):
            start = perf_counter()
            extract_page(html)
            taken.append(perf_counter() - start)
        return min(taken)

    assert seconds(8000) < 10 * seconds(2000) + 0.2


DAY = "2024-07-03"


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{TITLE}</h1><div>{DAY} 08:30</div><div>{TEXT}</div><div class=rel>相关：<p>发布时间：2024-07-29</p></div>",
        f"<h1>{TITLE}</h1><div>{DAY}</div><div>{TEXT}</div><div class=footer>覆檢日期：2024年7月1日</div>",
        f"<h1>{TITLE}</h1><div>發布日期：{DAY}</div><div>{TEXT}</div><ul><li>最後更新日期：113-07-29</li></ul>",
        f"<ul><li>發布日期：113-07-03</li></ul><h1>{TITLE}</h1><ul><li><i>發布日期：</i>113-07-03</li></ul>{TEXT}<p>更新日期：113-07-29</p>",
        f"<h1>{TITLE}</h1><div>发布日期：20240703</div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div>二〇二四年七月三日</div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div>113年7月3日</div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div>113.07.03</div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div><span>03</span><span>2024-07</span></div><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div><span>2024</span><span>07/03</span> <span>08:30:15</span></div><div>{TEXT}</div>",
        f"<table><tr><td>2024年7月3日 星期三</td></tr></table><h1>{TITLE}</h1><div>{TEXT}</div>",
        f"<!--enpproperty <date>2024-07-03 00:00:00.0</date><title>{TITLE}</title>/enpproperty--><b>{TITLE}</b><div>{TEXT}</div>",
        f"<h1>{TITLE}</h1><div>03/07/2024</div><div>{TEXT}</div>",
    ],
)
def test_the_day_beside_the_title_dates_the_page_however_it_is_written(html: str) -> None:
    told = published_at(extract_page(page(html)).clues, "Asia/Hong_Kong", datetime(2024, 8, 1, tzinfo=UTC))
    assert told
    assert f"{told.at:%Y-%m-%d}" == DAY


@pytest.mark.parametrize(
    ("words", "timezone", "day"),
    [
        ("23/07/2024", "Asia/Shanghai", "2024-07-23"),
        ("07/23/2024", "Asia/Shanghai", "2024-07-23"),
        ("05/05/2024", "Asia/Taipei", "2024-05-05"),
        ("03/07/2024 08:30", "Asia/Macau", "2024-07-03"),
        ("03/07/2024", "Asia/Shanghai", None),  # the third of July or the seventh of March
        ("32/07/2024", "Asia/Hong_Kong", None),
    ],
)
def test_a_day_before_its_month_is_read_where_it_can_be_known(words: str, timezone: str, day: str | None) -> None:
    told = published_at([DateClue("line", words)], timezone, datetime(2024, 8, 1, tzinfo=UTC))
    assert (told and f"{told.at:%Y-%m-%d}") == day


@pytest.mark.parametrize("foot", ["更新日期：113-07-29", "覆檢日期：2024年7月1日", "最後修改時間：2024/07/29"])
def test_the_last_change_of_a_page_is_no_day_of_publication(foot: str) -> None:
    html = f"<h1>{TITLE}</h1><div class=text>{TEXT}</div><div class=foot><p>{foot}</p></div>"
    assert not extract_page(page(html)).clues
    assert extract_page(page(f"<h1>{TITLE}</h1><div>{TEXT}<p>{foot}</p></div>")).text.splitlines() == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("line", "publisher", "byline"),
    [
        ("来源：县府办　作者：　点击：12", "县府办", None),
        ("作者：　　来源：　　点击数：12", None, None),
        ("信息来源：县府办 作者：admin", "县府办", None),
        ("稿源：望川新闻网 记者：刘文涛 通讯员 王小丽", "望川新闻网", "刘文涛 通讯员 王小丽"),
        ("发布机构：县府办 来源：望川新闻网", "望川新闻网", None),
        ("<em>来源</em><b>望川新闻网</b>", "望川新闻网", None),
    ],
)
def test_an_empty_label_names_nobody(line: str, publisher: str | None, byline: str | None) -> None:
    found = extract_page(page(f"<h1>{TITLE}</h1><div>{DAY} {line}</div><div>{TEXT}</div>"))
    assert (found.publisher, found.byline) == (publisher, byline)


def test_an_organisation_is_no_reporter() -> None:
    said = '{"@type":"NewsArticle","author":[{"@type":"Organization","name":"清廉望川"}]}'
    html = f'<script type="application/ld+json">{said}</script><h1>{TITLE}</h1><div>{TEXT}</div>'
    assert extract_page(page(html)).byline is None


@pytest.mark.parametrize(
    "body",
    [
        "<div class=text></div><p>凡注明来源为其他媒体的信息，均为转载，版权归原作者所有，如有侵权请联系删除。</p>",
        "<table><tr><td>&nbsp;</td></tr></table><p>县委办公室主办 地址：红旗东路 邮编：471600<br>Copyright © 2024 豫ICP备09012345号</p>",
        "<div class=text><img src=a.jpg></div><div class=share><span>0</span></div>",
    ],
)
def test_a_page_without_a_text_is_given_none_from_its_foot(body: str) -> None:
    assert extract_page(page(f"<h1>{TITLE}</h1><div>{DAY}</div>{body}")).text == ""


@pytest.mark.parametrize(
    "line",
    [
        "分享让更多人看到",
        "長按識別二維碼 關注我們",
        "视频加载中...",
        "00:00/03:21",
        "友善列印 回上一頁 回頂端",
        "主办单位：县政府办公室",
        "地址：樟城路2号 邮编350700",
    ],
)
def test_what_pages_add_below_a_text_is_none_of_it(line: str) -> None:
    html = f"<h1>{TITLE}</h1><div>{DAY}</div><div class=content>{TEXT}<p>{line}</p></div>"
    assert extract_page(page(html)).text.splitlines() == [FIRST, SECOND]


def test_a_title_on_two_lines_is_one() -> None:
    first, second = TITLE[:6], TITLE[6:]
    for html in (
        f"<div class=t><font>{first}</font><br><font>{second}</font></div>",
        f"<strong><founder-title>{first}<BR>{second}</founder-title></strong>",
        f"<h1><span>{first}</span> <span>{second}</span></h1>",
    ):
        assert extract_page(page(f"{html}<div>{DAY}</div><div>{TEXT}</div>")).title == TITLE


def test_the_name_of_a_column_over_each_title_is_none() -> None:
    found = extract_page(page(f"<h1>新聞公報</h1><h2>{TITLE}</h2><div>{DAY}</div><div>{TEXT}</div>"))
    assert found.title == TITLE


def _report(inside: str, **rules: str) -> Report:
    """What becomes of a page by a source with these rules."""
    said = {"name": "x", "title": "x", "language": "zh-Hans", "start": "https://x.example/"}
    source = Source.model_validate(said | {"listing": {"items": "li", "link": "a"}, "article": rules})
    at = datetime(2024, 8, 1, tzinfo=UTC)
    report = process(Capture("x", "https://x.example/1.html", at, 200, (), page(inside).encode(), "article"), source)
    assert isinstance(report, Report)
    return report


def test_a_report_knows_who_wrote_it_by_the_head_of_its_page() -> None:
    report = _report(f"<h1>{TITLE}</h1><div>{DAY} 来源：望川网 记者：刘文涛</div><div>{TEXT}</div>")
    assert (report.publisher, report.byline) == ("望川网", "刘文涛")
    assert report_from_json(report_to_json(report)) == report


@pytest.mark.parametrize(
    ("line", "publisher"),
    [("[2024年7月3日] 阅读次数：大 中 小】", None), ("来源：望川网", "望川网"), ("望川网", "望川网")],
)
def test_a_rule_for_the_publisher_that_finds_a_whole_line_finds_nobody(line: str, publisher: str | None) -> None:
    assert (
        _report(f"<h1>{TITLE}</h1><div class=info>{line}</div><div>{TEXT}</div>", publisher=".info").publisher
        == publisher
    )
