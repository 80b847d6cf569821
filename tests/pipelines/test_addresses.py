"""One page has one address."""

import pytest

from pipelines.addresses import base_of, canonical

BASE = "https://www.example.gov.cn/xwzx/index.html"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("./202501/t1.html", "https://www.example.gov.cn/xwzx/202501/t1.html"),
        ("../a/./b/../c.html", "https://www.example.gov.cn/a/c.html"),
        ("../../../c.html", "https://www.example.gov.cn/c.html"),
        ("//WWW.Example.gov.cn/a", "https://www.example.gov.cn/a"),
        ("HTTPS://www.example.gov.cn:443/a#top", "https://www.example.gov.cn/a"),
        ("http://www.example.gov.cn:8080/a", "http://www.example.gov.cn:8080/a"),
        ("https://www.example.gov.cn", "https://www.example.gov.cn/"),
        ("/show.asp?id=3&utm_source=wx&spm=a.b", "https://www.example.gov.cn/show.asp?id=3"),
        ("/show.asp?b=2&a=1", "https://www.example.gov.cn/show.asp?b=2&a=1"),
        ("/会议/1.html", "https://www.example.gov.cn/%E4%BC%9A%E8%AE%AE/1.html"),
        ("/%E4%BC%9A/1.html", "https://www.example.gov.cn/%E4%BC%9A/1.html"),
        (" /a.html\n", "https://www.example.gov.cn/a.html"),
        ("http://[::1]:80/a", "http://[::1]/a"),
    ],
)
def test_an_address_has_one_form(written: str, address: str) -> None:
    assert canonical(written, BASE) == address
    assert canonical(address) == address


@pytest.mark.parametrize(
    "written",
    ["javascript:void(0)", "mailto:a@b.c", "file:///etc/passwd", "ftp://a/b", "http://[oops", "http://a:port/"],
)
def test_what_is_no_http_address_is_none(written: str) -> None:
    assert canonical(written, BASE) is None


@pytest.mark.parametrize("said", ["http://[bad", "http://[::1", "//[x", "http://[v1]/"])
def test_a_page_that_says_nonsense_of_its_base_says_nothing(said: str) -> None:
    assert base_of(f'<html><head><base href="{said}"></head></html>', BASE) == ""
