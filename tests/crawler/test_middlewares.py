"""Ask only for changes, let old pages rest, wait as long as we are asked to."""

from datetime import UTC, datetime, timedelta

import pytest
from scrapy.http import Response

from crawler.middlewares import MOST_PATIENCE, _retry_after, pause, rests, validators
from pipelines.archive import Entry, Page

SEEN = datetime(2025, 1, 17, tzinfo=UTC)


def entry(status: int = 200, hours: int = 0, type: str = "response", etag: str | None = '"a"') -> Entry:
    at = SEEN + timedelta(hours=hours)
    return Entry(
        "f", hours, 9, type, "s", "u", "article", at, status, "sha256:0", etag, "Fri, 17 Jan 2025 00:00:00 GMT"
    )


def test_a_known_page_is_asked_for_by_what_the_site_said_last() -> None:
    page = Page((entry(), entry(304, 1, "revisit", '"b"')))
    assert validators(page) == {"If-None-Match": '"b"', "If-Modified-Since": "Fri, 17 Jan 2025 00:00:00 GMT"}


def test_a_page_that_was_gone_is_asked_for_without_conditions() -> None:
    assert validators(Page((entry(), entry(404, 1)))) == {}
    assert validators(Page((entry(404),))) == {}
    assert validators(Page((entry(), entry(404, 1), entry(200, 2)))) != {}


def test_a_page_rests_when_it_has_been_looked_at_long_enough() -> None:
    page = Page((entry(), entry(304, 20 * 24, "revisit")))
    assert not rests(page, SEEN + timedelta(days=30), 30)
    assert rests(page, SEEN + timedelta(days=30, seconds=1), 30)
    assert not rests(Page((entry(404),)), SEEN + timedelta(days=99), 30)


def test_pauses_double_up_to_half_a_minute_and_obey_the_site_up_to_five() -> None:
    assert [pause(tries, None) for tries in range(9)] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert pause(3, 7.0) == 7.0
    assert pause(0, 86400.0) == MOST_PATIENCE
    assert pause(0, -5.0) == 0.0


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7.0), ("", None), ("soon", None), ("Fri, 17 Jan 2020 00:00:00 GMT", -1)]
)
def test_retry_after_is_read_in_seconds_or_as_a_date(said: str, seconds: float | None) -> None:
    found = _retry_after(Response("https://a/", headers={"Retry-After": said} if said else None))
    assert found == seconds if seconds != -1 else found is not None and found < 0
