"""The API against its own description: whatever a generated client may send, on each engine."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from invented_reports import invented_reports
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from servers import serve_app

from index_mappings import INDEX_NAMES, IndexName
from jiyao.api.application import create_app
from jiyao.api.problems import PROBLEM
from jiyao.api.rows import row_schema
from jiyao.keys import KeyRing
from jiyao.model import KINDS, LEVELS
from jiyao.search import Hit
from jiyao.search.documents import attendance_documents, report_document, statement_documents
from jiyao.search.query import FACETS, FURTHEST, SCRIPTS, SORTS
from jiyao.settings import Settings

BY_KEY: list[dict[str, list[str]]] = [{"bearer": []}, {"header": []}]
CHECKS = (
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
)


#: Why parameters of which each is as described are refused together; a query and a cursor have forms of their own.
ALTOGETHER = (
    "(character ", "the end is before the beginning", "pages end at hit", "a walk has no offset", "this cursor is",
    "have no filter", "no facet is named", "half a surrogate",
)  # fmt: skip


def test_every_answer_is_as_described(client: httpx.Client) -> None:
    tried = called(client, (*CHECKS, values_are_taken))
    assert {"/v1/reports", "/v1/feed", "/v1/reports/{id}/capture", "/readyz"} <= tried


def test_no_route_of_the_search_answers_without_a_key_where_keys_are_asked_for(
    corpus_settings: Settings, tmp_path: Path
) -> None:
    keys = KeyRing(tmp_path / "keys.json")
    _, secret = keys.make("a test", datetime.now(UTC), per_minute=1_000_000)
    serving = serve_app(create_app(corpus_settings, keys))
    called(next(serving), (*CHECKS, ignored_auth), secret, most=3)
    serving.close()


def called(client: httpx.Client, checks: tuple[Any, ...], secret: str = "", *, most: int = 15) -> set[str]:
    """Call every operation with what may be sent and with what may not, and check each answer; return their paths."""
    schema = schemathesis.openapi.from_url(f"{client.base_url}/openapi.json")
    session = requests.Session()
    headers = {"X-API-Key": secret, "Authorization": f"Bearer {secret}"} if secret else None
    tried = set()
    for operation in (result.ok() for result in schema.get_all_operations()):
        for mode in schemathesis.GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(max_examples=most, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
            def every_answer(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=list(checks), session=session, headers=headers)

            with suppress(Unsatisfiable):  # an operation without parameters has nothing that can be wrong
                every_answer()
        tried.add(operation.path)
    session.close()
    return tried


def values_are_taken(ctx: Any, response: Any, case: Any) -> None:
    """What each parameter's schema allows is taken; parameters may still contradict each other, and a query has a grammar."""
    if response.status_code == 422:
        detail = response.json()["detail"]
        if not any(said in detail for said in ALTOGETHER):
            positive_data_acceptance(ctx, response, case)


def operations(client: httpx.Client) -> dict[str, dict[str, Any]]:
    document = client.get("/openapi.json").json()
    return {path: methods["get"] for path, methods in document["paths"].items()}


def test_every_parameter_has_an_example_and_says_what_it_is_for(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    for path, operation in operations(client).items():
        for parameter in operation.get("parameters", []):
            told = parameter["schema"]
            name = f"{path} {parameter['name']}"
            assert told.get("examples"), name
            assert parameter.get("description") or told.get("description"), name
            for example in told["examples"]:
                assert valid(example, told, document), name


def test_what_can_only_be_one_of_a_few_is_described_so(client: httpx.Client) -> None:
    every = operations(client)
    told = {one["name"]: one["schema"] for one in every["/v1/reports"]["parameters"]}
    for name, values in (("kind", KINDS), ("level", LEVELS), ("script", SCRIPTS), ("facet", tuple(FACETS))):
        assert tuple(told[name]["items"]["enum"]) == values
    assert set(SORTS) == set(told["sort"]["enum"])
    of_rows = {one["name"]: one["schema"] for one in every["/v1/attendances"]["parameters"]}
    assert "chairs" not in of_rows["facet"]["items"]["enum"]
    assert not {"person_as", "group", "cites", "has_statements"} & set(of_rows)
    of_feeds = {one["name"]: one["schema"] for one in every["/v1/feed"]["parameters"]}
    assert not {"sort", "size", "after", "facet"} & set(of_feeds)
    assert of_feeds["offset"]["maximum"] == FURTHEST - 50


def test_every_route_of_the_search_says_who_may_ask(tmp_path: Path) -> None:
    for keys, security in ((None, [{}, *BY_KEY]), (KeyRing(tmp_path / "keys.json"), BY_KEY)):
        serving = serve_app(create_app(Settings(data=tmp_path), keys))
        document = next(serving).get("/openapi.json").json()
        assert set(document["components"]["securitySchemes"]) == {"bearer", "header"}
        for path, methods in document["paths"].items():
            assert methods["get"].get("security") == (security if path.startswith("/v1/") else None), path
        serving.close()


def test_every_answer_has_an_example_that_is_as_described(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    for path, operation in operations(client).items():
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                name = f"{path} {status} {kind}"
                if status == "200" or kind == PROBLEM:
                    assert valid(content["example"], content["schema"], document), name
        assert path.startswith("/v1/") is ("500" in operation["responses"] and "507" in operation["responses"])


@pytest.mark.parametrize("of", INDEX_NAMES)
def test_every_field_of_a_row_is_described_with_its_type(of: IndexName) -> None:
    rows = {
        "reports": lambda report: [report_document(report)],
        "attendances": attendance_documents,
        "statements": statement_documents,
    }
    schema = row_schema(of)
    for report in invented_reports():
        for row in rows[of](report):
            told = Hit(row["id"], of, report.id, row).told
            assert set(told) <= set(schema["properties"])
            assert valid(told | {"ordinal": "98"}, schema), told


def valid(value: object, schema: dict[str, Any], document: dict[str, Any] | None = None) -> bool:
    """Tell whether a value is as a schema says, formats included."""
    components = (document or {}).get("components", {})
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema | {"components": components}, format_checker=checker).is_valid(value)


def test_the_examples_of_the_description_find_something(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for parameter in paths["/v1/reports"]["get"]["parameters"]:
        for example in parameter["schema"].get("examples", []):
            answer = client.get("/v1/reports", params={parameter["name"]: example})
            assert answer.status_code == 200, (parameter["name"], example, answer.text)
    assert client.get(f"/v1/reports/{invented_reports()[0].id}").status_code == 200
