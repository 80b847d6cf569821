"""An answer that is no page has a reason to count by and a sentence for the person who looks at it."""

from datetime import UTC, datetime

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response

from crawler.answers import OffSite, Resting, moved, refused, unreachable

URL = "https://www.example.gov.cn/a.html"
NOW = datetime(2025, 1, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (412, "challenge"),
        (521, "challenge"),
        (403, "refused"),
        (429, "refused"),
        (404, "missing"),
        (503, "server_error"),
        (302, "moved"),
        (418, "unexpected_status"),
    ],
)
def test_statuses_are_told_apart(status: int, reason: str) -> None:
    issue = refused("s", URL, NOW, Response(URL, status=status))
    assert (issue.stage, issue.reason) == ("fetch", reason)
    assert str(status) in issue.message


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Resting("first seen long ago"), "resting"),
        (OffSite("not on www.example.gov.cn: http://10.0.0.1/"), "off_site"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots_refused"),
        (DownloadCancelledError("Received more than maxsize"), "too_large"),
        (IgnoreRequest("body (5 B compressed) exceeded DOWNLOAD_MAXSIZE (4 B)"), "too_large"),
        (IgnoreRequest("max redirections reached"), "redirect_loop"),
        (IgnoreRequest("something else"), "ignored"),
        (DownloadTimeoutError("took longer than 60 seconds"), "unreachable"),
    ],
)
def test_what_scrapy_raises_instead_of_an_answer_is_told_apart(error: Exception, reason: str) -> None:
    assert unreachable(error)[0] == reason


def test_an_article_that_leads_elsewhere_is_said_to_have_moved() -> None:
    assert "leads to https://www.example.gov.cn/." in moved("s", URL, NOW, "https://www.example.gov.cn/").message
