"""Every golden page, through the extraction with no rules of a source."""

import json
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
