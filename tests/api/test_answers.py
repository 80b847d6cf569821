"""What answers tell and what is refused at every door alike: days as pages tell them, one form of mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import httpx
import pytest
from invented_reports import a_report
from servers import problem, serve

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


@pytest.mark.parametrize("path", ["/v1/reports", "/v1/attendances", "/v1/facets", "/v1/feed", "/v1/export", "/feed"])
def test_a_parameter_that_stands_once_is_refused_twice_and_others_may_repeat(client: httpx.Client, path: str) -> None:
    refused = client.get(path, params=[("q", "寿阳"), ("q", "防汛")], headers={"Accept-Language": "en"})
    assert refused.status_code == 422
    assert "q is given several times" in refused.text
    facet = {"facet": "people"} if path == "/v1/facets" else {}
    assert client.get(path, params={"person": ["邢恩泽", "王志坚"], **facet}).status_code == 200


def test_other_routes_refuse_what_is_given_again_too(client: httpx.Client) -> None:
    for path in ("/v1/suggest?q=a&q=b", "/v1/runs?size=1&size=2", "/suggest?q=a&q=b", "/v1/completeness?size=1&size=2"):
        assert "given several times" in client.get(path, headers={"Accept-Language": "en"}).text
    for path in ("/v1/suggest?q=a&of=people&of=bodies", "/v1/completeness?body=a&body=b"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("asked", "detail", "advice"),
    [
        ("/v1/reports?level=县", "unknown level '县'", "Known are: national, province, city"),
        ("/v1/reports?kind=foo", "unknown kind 'foo'", "Known are: press_conference"),
        ("/v1/attendances?script=hans", "unknown script 'hans'", "Did you mean Hans?"),
        ("/v1/feed?kind=hearng", "unknown kind 'hearng'", "Did you mean hearing?"),
        ("/v1/reports?sort=date", "sort: 'date' is none of its values", "Known are: relevance, held"),
        ("/v1/suggest?q=a&of=fish", "of: 'fish' is none of its values", "Known are: people"),
        ("/v1/suggest?q=a&of=people&of=bodys", "of: 'bodys' is none of its values", "Did you mean bodies?"),
        ("/v1/reports?person_as=主持:邢恩泽", "person_as: '主持:邢恩泽' is no role and name: write chair:邢恩泽", ""),
        ("/v1/suggest", "q: it has to be given", ""),
        ("/v1/reports?held_from=gestern", "held_from: a day is written like 2024-12-05", ""),
        ("/v1/reports?size=many", "size: 'many' is no whole number", ""),
        ("/v1/reports?size=1001", "size: '1001' is more than 1000, the most", ""),
        ("/v1/reports?offset=-1", "offset: '-1' is less than 0, the least", ""),
        ("/v1/reports?regional=maybe", "regional: 'maybe' is neither true nor false", ""),
        ("/v1/reports?person=", "person: it is empty", ""),
        ("/v1/reports?first_seen_since=2024-12-05", "a moment is written like 2024-12-05T08:00:00Z", ""),
        ("/v1/reports?first_seen_since=2024-12-05T08:00:00+08:00", "write it %2B", ""),
        ("/v1/runs?verdict=perhaps", "verdict: 'perhaps' is none of its values", "Known are"),
    ],
)
def test_a_mistake_names_its_parameter_and_what_may_have_been_meant(
    client: httpx.Client, asked: str, detail: str, advice: str
) -> None:
    said = problem(client.get(asked), 422)
    assert detail in said["detail"]
    assert said["advice"].startswith(advice)


def test_the_page_refuses_values_that_there_are_not_as_the_api_does(client: httpx.Client) -> None:
    for asked, meant in (
        ("/?script=hans", "Did you mean Hans?"),
        ("/?level=县", "county"),
        ("/?q=a&q=b", "Give it once"),
    ):
        answer = client.get(asked, headers={"Accept-Language": "en"})
        assert answer.status_code == 422
        assert meant in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        *(f"/v1/feed?{name}" for name in ("sort=held", "size=3", "after=*", "facet=people")),
        *(f"/v1/export?{name}" for name in ("size=3", "offset=3", "after=*", "facet=people")),
        *(f"/v1/facets?facet=people&{name}" for name in ("size=3", "after=*", "sort=held")),
        *(f"/v1/attendances?{name}" for name in ("group=a", "cites=a", "person_as=chair:a", "has_statements=true")),
    ],
)
def test_what_a_route_cannot_use_is_refused_with_the_route_that_can(client: httpx.Client, asked: str) -> None:
    said = problem(client.get(asked), 422)
    assert "has no part in /v1/" in said["detail"]
    assert "/v1/reports" in said["advice"]
