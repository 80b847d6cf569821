"""What answers tell and what is refused at every door alike: days as pages tell them, one form of mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import httpx
import pytest
from invented_reports import a_report
from servers import serve

from jiyao.model import Attendance, Published, Role
from jiyao.search import open_index
from jiyao.settings import Settings


@pytest.fixture
def of_a_day(new_settings: Callable[[], Settings]) -> Iterator[httpx.Client]:
    """A server over one Traditional report of which only the day of its publication is known."""
    settings = new_settings()
    index = open_index(settings)
    day = Published(datetime.fromisoformat("2021-12-01T00:00+08:00"), "day", "meta")
    person = Attendance("唐躍飛", ("縣長",), (Role.ATTENDEE,), 1)
    index.write([a_report("r-1", "會議", "唐躍飛", script="Hant", published=day, attendances=(person,))])
    index.close()
    yield from serve(settings)


def test_every_answer_tells_a_day_of_publication_as_the_same_day(of_a_day: httpx.Client) -> None:
    hit = of_a_day.get("/v1/reports").json()["hits"][0]["values"]
    row = of_a_day.get("/v1/people/唐跃飞").json()["people"][0]["rows"][0]
    exported = json.loads(of_a_day.get("/v1/export", params={"of": "attendances"}).text)
    assert hit["published_at"] == row["published_at"] == exported["published_at"] == "2021-12-01"
    assert "<published>2021-12-01T00:00:00+08:00</published>" in of_a_day.get("/v1/feed").text


def test_answers_show_the_originals_characters_only(of_a_day: httpx.Client) -> None:
    for path in ("/v1/reports", "/v1/attendances", "/v1/people/唐跃飞", "/v1/reports/r-1", "/v1/export", "/v1/feed"):
        assert "唐跃飞" not in of_a_day.get(path).text.replace('"name":"唐跃飞"', ""), path
    assert of_a_day.get("/v1/reports", params={"person_as": "attendee:唐跃飞"}).json()["total"] == 1
