"""Every golden page, through the extraction with no rules of a source."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jiyao.model import Article, Capture, Issue, Listed
from jiyao.source import Source
from pipelines.dates.published import published_at
from pipelines.extract import extract
from pipelines.flow import process

PAGES = Path(__file__).parent.parent / "pages"
CASES = sorted(path.name for path in PAGES.iterdir() if path.is_dir())
SOURCE = Source.model_validate(
    {
        "name": "anywhere", "title": "任何网站", "language": "zh-Hans", "start": ("http://www.example.gov.cn/",),
        "listing": {"items": "li", "link": "a::attr(href)"},
    }
)  # fmt: skip
NOW = datetime(2026, 11, 22, tzinfo=UTC)


UNLISTED = Listed()


def capture_of(case: str, listed: Listed = UNLISTED) -> Capture:
    request = json.loads((PAGES / case / "request.json").read_text("utf-8"))
    body = (PAGES / case / "page.html").read_bytes()
    return Capture("anywhere", request["url"], NOW, request["status"], (), body, listed=listed)


@pytest.mark.parametrize("case", CASES)
def test_a_golden_page_gives_what_its_folder_says(case: str) -> None:
    found = extract(capture_of(case), SOURCE)
    if (PAGES / case / "issue.json").exists():
        assert isinstance(found, Issue)
        assert found.reason == json.loads((PAGES / case / "issue.json").read_text("utf-8"))["reason"]
        assert found.message
        return
    expected = json.loads((PAGES / case / "article.json").read_text("utf-8"))
    assert isinstance(found, Article)
    published = published_at(found.clues, SOURCE.timezone, NOW)
    said = {
        "title": found.title,
        "text": found.text,
        "published": published and published.at.isoformat(),
        "publisher": found.publisher,
    }
    assert said == expected


def test_a_page_whose_rules_find_nothing_says_which_rules() -> None:
    source = SOURCE.model_copy(update={"article": SOURCE.article.model_copy(update={"body": (".nothing-here",)})})
    capture = capture_of("trs_county")
    empty = Capture("anywhere", capture.url, NOW, 200, (), b"<html><body><p>x</p><script>1</script></body></html>")
    found = extract(empty, source)
    assert isinstance(found, Issue)
    assert found.reason == "no_body"
    assert ".nothing-here" in found.message


def test_a_page_in_a_broken_encoding_is_an_issue_with_the_encoding_named() -> None:
    body = (
        b"<html><head><meta charset=utf-8></head><body>"
        + "会议".encode("gb18030") * 40
        + b"\xff\xfe\xff" * 60
        + b"</body></html>"
    )
    found = process(Capture("anywhere", "http://www.example.gov.cn/x", NOW, 200, (), body), SOURCE)
    assert isinstance(found, Issue)
    assert found.reason == "broken_encoding"


def test_what_is_dropped_from_the_text_may_be_where_title_and_day_stand() -> None:
    text = "县长何立春主持召开县政府第九次常务会议，听取冬季供暖工作汇报。会议要求各单位落实责任。"
    page = (
        "<h1>变县要闻</h1><div class=text><div class=top><b>县政府召开<i>[图]</i>第九次常务会议</b><em>2026-11-03</em>"
        f"<u>来源：变县发布</u></div><p>{text}</p></div>"
    )
    rules = {"title": ".top b", "published": "em", "publisher": "u", "body": ".text", "drop": ["i", ".top"]}
    source = Source.model_validate(SOURCE.model_dump() | {"article": rules})
    found = extract(Capture("anywhere", "http://www.example.gov.cn/9", NOW, 200, (), page.encode()), source)
    assert isinstance(found, Article)
    assert (found.title, found.publisher, found.text) == ("县政府召开[图]第九次常务会议", "变县发布", text)
    assert found.clues[0].words == "2026-11-03"
    kept = Source.model_validate(SOURCE.model_dump() | {"article": rules | {"drop": ["i"]}})
    said = extract(Capture("anywhere", "http://www.example.gov.cn/9", NOW, 200, (), page.encode()), kept)
    assert isinstance(said, Article)
    assert said.title == "县政府召开第九次常务会议", "what is left of it without what is dropped comes first"


FILLED = {
    "body": [".text"], "title": "h1", "published": ".when",
    "body_inside": [{"after": r"window\._CONFIG\s*="}, {"path": "DETAIL.content"}],
}  # fmt: skip
SAID = "县长何立春主持召开县政府第九次常务会议，听取冬季供暖工作汇报。"


@pytest.mark.parametrize(
    ("shown", "data", "text"),
    [
        ("", {"content": f"<p>{SAID}</p></div><p>会议还研究了其他事项。</p>"}, f"{SAID}\n会议还研究了其他事项。"),
        ("\n ", {"content": SAID}, SAID),
        (f"<p>{SAID}</p>", {"content": "<p>只是摘要，应以页面所载的全文为准，请勿转引。</p>"}, SAID),
        ("", {"content": ""}, None),
        ("", {}, None),
    ],
)
def test_a_text_in_the_page_s_data_is_read_where_its_element_is_empty(
    shown: str, data: dict[str, str], text: str | None
) -> None:
    source = Source.model_validate(SOURCE.model_dump() | {"article": FILLED})
    page = (
        f"<h1>县政府召开第九次常务会议</h1><p class=when>2026-11-03</p><div class=text>{shown}</div>"
        f"<script>window._CONFIG = {json.dumps({'SID': 7, 'DETAIL': data})};</script>"
    )
    found = extract(Capture("anywhere", "http://www.example.gov.cn/9", NOW, 200, (), page.encode()), source)
    if text is None:
        assert isinstance(found, Issue)
        return
    assert isinstance(found, Article)
    assert (found.title, found.text, found.ruled) == ("县政府召开第九次常务会议", text, True)
    assert found.clues[0].words == "2026-11-03"


PLAIN_PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Length 60>>stream\nBT /F1 12 Tf (" + b"Minutes of the meeting. " * 20 + b") Tj ET\n%%EOF"
)


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (PLAIN_PDF, "text/html", "a PDF"),
        (b"\r\n" + PLAIN_PDF, "", "a PDF"),
        (b"%PDF-1.7\n" + bytes(range(128, 256)) * 40, "application/pdf", "a PDF"),
        (b"PK\x03\x04\x14\x00" + bytes(200), "application/octet-stream", "office program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), "application/msword", "office program"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "", "a picture"),
        (b"\x00\x01 something of its own", "application/vnd.ms-works", "office program"),
    ],
)
def test_a_file_is_no_page_whatever_stands_in_it(body: bytes, content_type: str, kind: str) -> None:
    headers = (("Content-Type", content_type),)
    found = process(Capture("anywhere", "http://www.example.gov.cn/1.pdf", NOW, 200, headers, body), SOURCE)
    assert isinstance(found, Issue)
    assert (found.stage, found.reason) == ("decode", "no_page")
    assert kind in found.message


def test_a_page_is_read_whatever_its_header_calls_it_and_an_error_is_told_as_one() -> None:
    page = capture_of("trs_county")
    named = replace(page, headers=(("Content-Type", "application/pdf"),))
    assert isinstance(extract(named, SOURCE), Article)
    gone = extract(Capture("anywhere", page.url, NOW, 404, (), b"%PDF-1.4"), SOURCE)
    assert isinstance(gone, Issue)
    assert gone.reason == "gone"


def test_a_title_cut_in_the_list_is_not_taken_for_the_page_s() -> None:
    found = extract(capture_of("trs_county", Listed("云溪县召开防汛抗旱…", "2024-07-04")), SOURCE)
    assert isinstance(found, Article)
    assert found.title == "云溪县召开防汛抗旱工作会议"


def test_a_report_carries_what_proves_it() -> None:
    capture = capture_of("trs_county")
    report = process(capture, SOURCE)
    assert not isinstance(report, Issue)
    assert (report.digest, report.captured_at, report.url) == (capture.digest, capture.captured_at, capture.url)
    assert report.meeting is not None
    assert report.meeting.name == "防汛抗旱工作会议"
    assert {p.name: set(map(str, p.roles)) for p in report.attendances} == {
        "田雨禾": {"chair", "speaker"},
        "唐跃飞": {"speaker"},
    }
