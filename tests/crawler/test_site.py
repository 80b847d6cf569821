"""The spider where the archive, and not the site, is at fault."""

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from crawler.paging import Ask
from crawler.spiders.site import SiteSpider, Walk
from jiyao.errors import ArchiveDamaged
from jiyao.model import Capture, Issue
from jiyao.source_files import read_source

SOURCE = """\
title: 县
language: zh-Hans
start: https://www.example.gov.cn/list.html
listing: {items: li, link: "a::attr(href)"}
articles: {allow: /a/}
article: {title: h1, body: div}
"""


def test_an_archived_list_that_cannot_be_read_is_an_issue_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    spider = SiteSpider()
    spider.source = read_source(SOURCE, "s", "s.yaml")

    def damaged(url: str) -> Capture:
        raise ArchiveDamaged("s-1.warc.gz, offset 0: the record is cut off.", "Bring it back from a copy.")

    monkeypatch.setattr(spider, "_archived_list", damaged)
    url = spider.source.start[0]
    request = spider._list_request(Ask(url), Walk(url))
    found = list(spider.parse_list(TextResponse(url, status=304, request=request)))
    assert isinstance(found[0], Capture)
    issue = found[-1]
    assert isinstance(issue, Issue)
    assert issue.reason == "archived_list_unreadable"
    assert issue.message == "s-1.warc.gz, offset 0: the record is cut off. Bring it back from a copy."
    assert not any(isinstance(each, Request) for each in found)
