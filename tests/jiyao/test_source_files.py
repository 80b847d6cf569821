"""A source file is checked at the door, and the message helps the person who typed it."""

from datetime import date
from pathlib import Path

import pytest

from jiyao.errors import SourceError
from jiyao.source import Paging, Source, find, json_steps
from jiyao.source_files import checked, families_of, load_sources, read_source
from jiyao.source_listing import ArticlePaging
from jiyao.source_overlaps import Loaded

COUNTY = """\
title: 槐荫县人民政府
language: zh-Hans
start: https://www.example.gov.cn/xwzx/index.html
listing:
  items: ul.list li
  link: a::attr(href)
  title: a::attr(title)
  date: span::text
  paging: {formula: "index_{n}.html", first: 1, count: 'createPageHTML\\((\\d+)'}
articles:
  allow: '/t\\d{8}_\\d+\\.html$'
  deny: /tzgg/
article:
  title: [h1, //title/text()]
  body: .TRS_Editor
"""


def read(text: str) -> Source:
    return read_source(text, "huaiyin", "huaiyin.yaml")


def problems(text: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.advice.startswith("Mend huaiyin.yaml and run again.")
    return str(caught.value).splitlines()


def test_a_source_file_becomes_a_frozen_source_named_after_the_file() -> None:
    source = read(COUNTY)
    assert source.name == "huaiyin"
    assert source.timezone == "Asia/Shanghai"
    assert source.article.title == ("h1", "//title/text()")
    assert source.article.body == (".TRS_Editor",)
    assert source.politeness.delay == 1.0
    assert source.politeness.robots
    assert source.hosts == {"www.example.gov.cn"}
    assert isinstance(hash(source), int)


def test_deny_wins_over_allow() -> None:
    articles = read(COUNTY).articles
    assert articles.accept("https://www.example.gov.cn/xwzx/202501/t20250117_12.html")
    assert not articles.accept("https://www.example.gov.cn/tzgg/202501/t20250117_12.html")
    assert not articles.accept("https://www.example.gov.cn/xwzx/index.html")


def test_a_mistyped_key_is_named_with_its_line_and_what_was_meant() -> None:
    assert problems(COUNTY.replace("  items:", "  itmes:")) == [
        "huaiyin.yaml:4: listing.items: missing key",
        "huaiyin.yaml:5: listing.itmes: unknown key; did you mean items?",
    ]


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    text = (
        COUNTY.replace("title: 槐荫县人民政府", "titel: 槐荫县人民政府\nhome: 140725")
        .replace("https:", "ftp:")
        .replace("[h1,", "['h1[', //a[,")
        .replace("'/t", "'/(t")
        .replace("index_{n}", "index")
    )
    text = text.replace("//a[,", "'//a[',") + "politeness: {delay: -1}\n"
    said = problems(text)
    assert [line.split(":")[1] for line in said] == ["1", "1", "2", "4", "10", "12", "15", "15", "17"]
    assert "huaiyin.yaml:2: home: must be text; put it in quotes (it is 140725)" in said
    assert any("start[1]: not an address that begins with http" in line for line in said)
    assert any("listing.paging.formula: a formula holds {n}" in line for line in said)
    assert any("articles.allow[1]: not a regular expression" in line for line in said)
    assert any("article.title[1]: not CSS: 'h1['" in line for line in said)
    assert any("article.title[2]: not XPath: '//a['" in line for line in said)
    assert any("politeness.delay" in line and "greater than or equal to 0" in line for line in said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("language: zh-Hans", "language: zh"), "huaiyin.yaml:2: language: input should be 'zh-Hans' or 'zh-Hant'"),
        (("language:", "title: two\nlanguage:"), "title: this key stands twice, first in line 1"),
        (("language:", "name: other\nlanguage:"), "name: the file's name is the source's name"),
        (("language:", "timezone: Asia/Peking\nlanguage:"), "timezone: a time zone nobody knows: 'Asia/Peking'"),
        (("  body: .TRS_Editor", "  encoding: gb99"), "article.encoding: an encoding nobody knows: 'gb99'"),
        (("formula: ", "link: a.next, formula: "), "listing.paging.formula: say either link or formula"),
        (("\\((\\d+)", "\\(\\d+"), "listing.paging.count: needs exactly one group"),
        (("title: 槐荫县人民政府", "title: [槐荫县"), "not YAML"),
    ],
)
def test_each_mistake_has_its_own_sentence(change: tuple[str, str], said: str) -> None:
    assert any(said in line for line in problems(COUNTY.replace(*change))), problems(COUNTY.replace(*change))


def test_a_json_listing_takes_paths_and_refuses_what_is_none() -> None:
    text = COUNTY.replace("  items: ul.list li", "  kind: json\n  items: data[*]").replace("a::attr(href)", "urls.pc")
    text = text.replace("a::attr(title)", "title").replace("span::text", "pub..date")
    assert problems(text) == ["huaiyin.yaml:9: listing.date: not a JSON path: 'pub..date' (such as data[*].url)"]
    assert json_steps("data[*].rows[0].url") == ("data", "*", "rows", 0, "url")
    assert json_steps("[*]") == ("*",)


def test_a_file_that_is_no_mapping_is_said_to_be_none() -> None:
    assert problems("- a\n- b\n") == ["huaiyin.yaml:1: a source file is a mapping of keys to values"]


def test_a_folder_of_source_files_is_read_by_region_and_problems_of_all_files_are_told(tmp_path: Path) -> None:
    for name, text in {"shanxi/b": COUNTY, "taiwan/a": COUNTY}.items():
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text(text.replace("www", name[-1]), "utf-8")
    assert list(load_sources(tmp_path)) == ["a", "b"]
    (tmp_path / "taiwan/b.yaml").write_text(COUNTY, "utf-8")
    (tmp_path / "c.yaml").write_bytes("title: 县".encode("gb18030"))
    with pytest.raises(SourceError) as caught:
        load_sources(tmp_path)
    first, second = str(caught.value).splitlines()
    assert "c.yaml: not UTF-8 at byte 7" in first
    assert "there is a source of that name already" in second


FAMILY = """\
listing:
  items: ul li
  link: a::attr(href)
  date: span::text
  paging: {formula: "{name}_{n}.{ext}"}
article: {title: ["meta:ArticleTitle", h1], body: .TRS_Editor}
"""


def with_family(tmp_path: Path, family: str, source: str) -> Loaded:
    path = tmp_path / "families" / "ours.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(family, "utf-8")
    return checked(source, "huaiyin", "huaiyin.yaml", families_of(tmp_path))


OF_FAMILY = """\
family: ours
title: 槐荫县人民政府
language: zh-Hans
start: https://www.example.gov.cn/xwzx/index.shtml
listing: {items: ol li}
article: {title: h2}
"""


def test_a_source_inherits_what_it_does_not_say_and_each_key_knows_its_file(tmp_path: Path) -> None:
    loaded = with_family(tmp_path, FAMILY, OF_FAMILY)
    assert loaded.source.listing.items == "ol li"
    assert loaded.source.listing.link == "a::attr(href)"
    assert loaded.source.article.title == ("h2",)
    assert loaded.source.article.body == (".TRS_Editor",)
    assert str(loaded.document.origin(("listing", "items"))) == "huaiyin.yaml:5"
    assert str(loaded.document.origin(("article", "body"))) == f"{tmp_path}/families/ours.yaml:6"
    assert ("article", "title", 1) not in loaded.document.origins


def test_null_takes_away_what_a_family_says_and_paging_is_all_or_nothing(tmp_path: Path) -> None:
    source = with_family(tmp_path, FAMILY, OF_FAMILY.replace("title: h2", "title: null")).source
    assert source.article.title == ()
    paged = OF_FAMILY.replace("ol li}", "ol li, paging: {link: a.next}}")
    assert with_family(tmp_path, FAMILY, paged).source.listing.paging == Paging(link="a.next")
    last = OF_FAMILY.replace("ol li}", "ol li, paging: {last: 3}}")
    assert with_family(tmp_path, FAMILY, last).source.listing.paging == Paging(formula="{name}_{n}.{ext}", last=3)


def test_a_mistake_in_a_family_is_told_with_the_family_s_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        with_family(tmp_path, FAMILY.replace("span::text", "'span['").replace("  link", "  lnik"), OF_FAMILY)
    family = f"{tmp_path}/families/ours.yaml"
    assert str(caught.value).splitlines()[0] == "huaiyin.yaml:5: listing.link: missing key"
    assert f"{family}:3: listing.lnik: unknown key; did you mean link?" in str(caught.value)
    assert f"{family}:4: listing.date: not CSS: 'span['" in str(caught.value)
    assert caught.value.advice == f"Mend huaiyin.yaml and {family} and run again."


def test_a_family_that_nobody_knows_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"huaiyin.yaml:1: family: there is no family oursr; did you mean ours\?"):
        with_family(tmp_path, FAMILY, OF_FAMILY.replace("ours", "oursr"))


def test_a_family_names_no_start_page(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ours.yaml:1: start: a family has none"):
        with_family(tmp_path, "start: https://www.example.gov.cn/\n" + FAMILY, OF_FAMILY)


def written(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_two_sources_with_one_start_page_are_told_however_it_is_written(tmp_path: Path) -> None:
    other = COUNTY.replace("https:", "http:").replace("index.html", "").replace("/t\\d", "/n\\d")
    with pytest.raises(SourceError) as caught:
        load_sources(written(tmp_path, a=COUNTY, b=other))
    [said] = str(caught.value).splitlines()
    assert f"b.yaml:3: start[1]: is the start page of a ({tmp_path}/a.yaml:3) too" in said


def test_two_sources_with_the_same_patterns_on_one_host_are_told(tmp_path: Path) -> None:
    other = COUNTY.replace("/xwzx/", "/zfhy/")
    with pytest.raises(SourceError, match=r"b.yaml:11: articles.allow: the same patterns for the same host stand in a"):
        load_sources(written(tmp_path, a=COUNTY, b=other))


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("https://big5.example.gov.cn/gate/big5/www.example.gov.cn/xwzx/", "is the start page of a"),
        (
            "https://big5.example.gov.cn/gate/big5/www.example.gov.cn/zfhy/",
            "the same patterns for the same host stand in a",
        ),
    ],
)
def test_two_doors_to_one_site_are_two_sources_of_the_same_pages(tmp_path: Path, start: str, said: str) -> None:
    gate = COUNTY.replace("https://www.example.gov.cn/xwzx/index.html", start)
    with pytest.raises(SourceError, match=said):
        load_sources(written(tmp_path, a=COUNTY, b=gate))
    load_sources(written(tmp_path, a=COUNTY, b=gate.replace("www.example.gov.cn", "www.other.gov.cn")))


def test_an_example_that_another_source_accepts_too_is_told(tmp_path: Path) -> None:
    example = "https://www.example.gov.cn/zfhy/202501/t20250117_12.html"
    other = COUNTY.replace("/xwzx/", "/zfhy/").replace("'/t", "'zfhy/.*/t") + "  # the minutes\n"
    other = other.replace("  deny:", f"  examples: {example}\n  deny:")
    with pytest.raises(SourceError, match=r"b.yaml:12: articles.examples\[1\]: the patterns of a \(.*a.yaml:11\)"):
        load_sources(written(tmp_path, a=COUNTY, b=other))


def test_an_example_that_its_own_patterns_do_not_accept_is_a_mistake() -> None:
    text = COUNTY.replace("  deny:", "  examples: https://www.example.gov.cn/index.html\n  deny:")
    assert any("articles.examples: allow and deny do not accept this example" in line for line in problems(text))


def test_years_and_days_of_start_pages_are_filled_in_up_to_today() -> None:
    text = COUNTY.replace("xwzx/index.html", "{year}/index.html\nyears: {first: 2023}")
    assert [url[27:31] for url in read(text).starts(date(2025, 2, 1))] == ["2025", "2024", "2023"]
    text = COUNTY.replace("xwzx/index.html", "{yyyy}{mm}/{dd}c.htm\ndays: 3")
    assert [url[27:] for url in read(text).starts(date(2025, 3, 2))] == [
        "202503/02c.htm",
        "202503/01c.htm",
        "202502/28c.htm",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("xwzx/", "{year}/"), "days: {year} in a start page needs years"),
        (("xwzx/", "{yyyy}/"), "days: {yyyy}, {mm}, {dd} in a start page need days"),
        (("xwzx/", "{jahr}/"), "start[1]: a start page knows year, yyyy"),
        (("index_{n}.html", "index_{page}.html"), "a formula holds {n} and no other braces than {n}, {from}"),
        (("index_{n}.html", "?from={from}&to={to}"), "listing.paging.per_page: {from} and {to} need per_page"),
        (("count:", "total:"), "listing.paging.total: the number of records needs per_page"),
        (('formula: "index_{n}.html", ', ""), "listing.paging: say either link or formula"),
        (("  link:", "  request: {json_body: '{\"n\": {n'}\n  link:"), "request.json_body: not JSON"),
        (("  link:", "  inside: [{tag: record, after: x}]\n  link:"), "inside[1].tag: say one of path, after, tag"),
        (("  link:", "  address: https://x.example/show\n  link:"), "listing.address: needs {link}"),
        (("  link:", "  date_pattern: (a)(b)\n  link:"), "listing.date_pattern: has one group around the date, three"),
        (("  link:", "  date_pattern: (?P<day>a)(?P<month>b)(?P<jahr>c)\n  link:"), "groups of other names than year"),
        (("h1, ", "'meta:Pub\"Date', "), "article.title[1]: not the name of a meta tag"),
    ],
)  # fmt: skip
def test_what_lists_can_say_is_checked_too(change: tuple[str, str], said: str) -> None:
    assert any(said in line for line in problems(COUNTY.replace(*change))), problems(COUNTY.replace(*change))


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder"):
        load_sources(tmp_path / "none")


def test_rules_are_xpath_or_css_by_their_first_characters() -> None:
    from parsel import Selector

    page = Selector(text="<h1 class=t>会议</h1>")
    assert find(page, "//h1/text()").get() == find(page, "h1.t::text").get() == find(page, "(//h1)[1]/text()").get()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("{most: 3}", "article.paging.formula: say either link or formula"),
        ('{link: a.next, formula: "{name}_{n}.html"}', "article.paging.formula: say either link or formula"),
        (
            "{formula: more.html, count: 'of (\\d+)'}",
            "article.paging.formula: a formula holds {n} and no other braces than",
        ),
        (
            "{formula: '{cursor}_{n}', count: 'of (\\d+)'}",
            "article.paging.formula: a formula holds {n} and no other braces",
        ),
        ('{formula: "{name}_{n}.html"}', "article.paging.count: a formula needs count"),
        ("{link: a.next, count: 'of (\\d+)'}", "article.paging.count: a formula needs count"),
        ("{link: 'a['}", "article.paging.link: not CSS"),
        ("{link: a.next}\n  kind: json\n  inside: []", "article.paging: only articles that are HTML"),
    ],
)
def test_how_an_article_goes_on_is_checked(said: str, wrong: str) -> None:
    rules = COUNTY.replace("  title: [h1, //title/text()]\n  body: .TRS_Editor\n", "") + f"  paging: {said}\n"
    assert any(wrong in line for line in problems(rules)), problems(rules)


def test_a_source_that_says_how_its_articles_go_on_takes_nothing_of_its_family(tmp_path: Path) -> None:
    family = FAMILY.replace(
        "body: .TRS_Editor", "body: .TRS_Editor, paging: {formula: '{name}_{n}.{ext}', count: 'of (\\d+)', most: 5}"
    )
    own = OF_FAMILY.replace("{title: h2}", "{title: h2, paging: {link: a.next}}")
    paging = with_family(tmp_path, family, own).source.article.paging
    assert paging == ArticlePaging(link="a.next")
    assert with_family(tmp_path, family, OF_FAMILY).source.article.paging == ArticlePaging(
        formula="{name}_{n}.{ext}", count="of (\\d+)", most=5
    )
