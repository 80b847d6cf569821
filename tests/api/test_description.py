"""The API against its own description: whatever a generated client may send, on each engine."""

from __future__ import annotations

from contextlib import suppress

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from invented_reports import invented_reports
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

CHECKS = (
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
)


def test_every_answer_is_as_described(client: httpx.Client) -> None:
    schema = schemathesis.openapi.from_url(f"{client.base_url}/openapi.json")
    tried = []
    session = requests.Session()
    for operation in (result.ok() for result in schema.get_all_operations()):
        for mode in schemathesis.GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
            def every_answer(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=list(CHECKS), session=session)

            with suppress(Unsatisfiable):  # an operation without parameters has nothing that can be wrong
                every_answer()
        tried.append(operation.path)
    session.close()
    assert {"/v1/reports", "/v1/feed", "/v1/reports/{id}/capture", "/readyz"} <= set(tried)


def test_the_examples_of_the_description_find_something(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for parameter in paths["/v1/reports"]["get"]["parameters"]:
        for example in parameter["schema"].get("examples", []):
            answer = client.get("/v1/reports", params={parameter["name"]: example})
            assert answer.status_code == 200, (parameter["name"], example, answer.text)
    assert client.get(f"/v1/reports/{invented_reports()[0].id}").status_code == 200
