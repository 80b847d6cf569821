"""A source file is checked at the door, and the message helps the person who typed it."""

from pathlib import Path

import pytest

from jiyao.errors import SourceError
from jiyao.source import Source, find, json_steps
from jiyao.source_files import load_sources, read_source

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
        path.write_text(text, "utf-8")
    assert list(load_sources(tmp_path)) == ["a", "b"]
    (tmp_path / "taiwan/b.yaml").write_text(COUNTY, "utf-8")
    (tmp_path / "c.yaml").write_bytes("title: 县".encode("gb18030"))
    with pytest.raises(SourceError) as caught:
        load_sources(tmp_path)
    first, second = str(caught.value).splitlines()
    assert "c.yaml: not UTF-8 at byte 7" in first
    assert "there is a source of that name already" in second


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder"):
        load_sources(tmp_path / "none")


def test_rules_are_xpath_or_css_by_their_first_characters() -> None:
    from parsel import Selector

    page = Selector(text="<h1 class=t>会议</h1>")
    assert find(page, "//h1/text()").get() == find(page, "h1.t::text").get() == find(page, "(//h1)[1]/text()").get()
