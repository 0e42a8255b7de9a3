"""The schema describes what is built: without a warning, with its errors, for every endpoint."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from storyforge_site.lib.errors import Code
from storyforge_site.tests.test_ownership import ROWS, endpoints

METHODS = ("get", "post", "patch", "put", "delete")
FOR_ANYBODY = {
    "POST /v1/auth/guest",
    "GET /v1/books/{book_id}/detail",
    "GET /v1/books/{book_id}/pdf",
    "GET /v1/books/{book_id}/epub",
    "GET /v1/books/{book_id}/pages/{page_number}/audio",
}
JSON = "application/json"
FILE = {"type": "string", "format": "binary"}  # no example can be written in JSON


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    built: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return built


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def contents(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body and every answer that is no file, with a name for it."""
    for name, operation in operations(schema):
        for part, said in {"body": operation.get("requestBody", {}), **operation["responses"]}.items():
            for kind, content in said.get("content", {}).items():
                if content["schema"] != FILE:
                    yield f"{name} {part} {kind}", content


def test_it_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))

    assert "openapi: 3.1.0" in (tmp_path / "schema.yaml").read_text()


def test_every_endpoint_is_in_it(schema: dict[str, Any]) -> None:
    ours = [name for name, _operation in operations(schema) if name.split()[1] not in ("/v1/schema",)]

    assert len(ours) == len(list(endpoints())) == len(ROWS)


def test_every_operation_says_who_may_ask_and_what_may_go_wrong(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        answers = operation["responses"]
        assert "security" in operation, name
        assert operation["tags"], name
        assert any(status.startswith("2") for status in answers), name
        assert "429" in answers, name
        assert ("401" in answers) == bool(operation["security"]), name
        if name.split()[0] in ("POST", "PATCH"):
            assert {"413", "415", "422"} <= set(answers), name
        if "{" in name:
            assert "404" in answers, name


def test_every_operation_has_a_name_of_its_own_and_a_summary(schema: dict[str, Any]) -> None:
    names = [operation["operationId"] for _name, operation in operations(schema)]

    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch("[a-z]+(_[a-z]+)+", name)] == []
    assert [name for name, operation in operations(schema) if not operation["summary"]] == []


def test_what_is_meant_for_us_is_not_in_it(schema: dict[str, Any]) -> None:
    described = {name: operation.get("description", "") for name, operation in operations(schema)}

    assert described["POST /v1/books"] == ""
    assert described["POST /api/stories"] == "Upserts by the client's own `id`."
    assert [name for name, shape in schema["components"]["schemas"].items() if "description" in shape] == []


def test_it_says_where_nobody_need_sign_in(schema: dict[str, Any]) -> None:
    said = {name: operation["security"] for name, operation in operations(schema)}

    assert said["POST /v1/auth/guest"] == []
    assert {name for name, security in said.items() if security == [] or {} in security} == FOR_ANYBODY


def test_every_body_and_every_answer_has_an_example(schema: dict[str, Any]) -> None:
    assert [name for name, content in contents(schema) if not content.get("examples")] == []


def test_every_example_is_what_its_schema_says(schema: dict[str, Any]) -> None:
    for name, content in contents(schema):
        wanted = Draft202012Validator(
            {**content["schema"], "components": schema["components"]},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for example in content["examples"].values():
            assert [error.message for error in wanted.iter_errors(example["value"])] == [], name


def test_the_api_takes_its_own_examples(schema: dict[str, Any], as_alice: APIClient) -> None:
    refused = []
    for name, operation in operations(schema):
        method, path = name.split()
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body and "{" not in path:
            answer = as_alice.generic(method, path, json.dumps(body["examples"]["Example"]["value"]), JSON)
            refused += [(name, answer.content)] if answer.status_code in (400, 422) else []

    assert refused == []


def test_a_shape_that_stands_twice_is_whole_both_times(schema: dict[str, Any]) -> None:
    shapes = schema["components"]["schemas"]

    assert set(shapes["Character"]["properties"]) < set(shapes["CharacterDrawnUp"]["properties"])
    assert set(shapes["StudioError"]["properties"]) == set(shapes["JobError"]["properties"]) == {"code", "message"}


def test_problems_come_with_an_example_for_each_code(schema: dict[str, Any]) -> None:
    answers = dict(operations(schema))["POST /v1/books"]["responses"]
    problem = answers["422"]["content"]["application/problem+json"]

    shown = {example["value"]["code"] for example in problem["examples"].values()}
    assert {"VALIDATION", "IDEMPOTENCY_MISMATCH"} <= shown <= set(Code)
    assert answers["402"]["description"] == "INSUFFICIENT_CREDITS"


def test_a_key_is_offered_where_it_counts(schema: dict[str, Any]) -> None:
    def headers(name: str) -> list[str]:
        parameters = dict(operations(schema))[name].get("parameters", [])
        return [parameter["name"] for parameter in parameters if parameter["in"] == "header"]

    assert headers("POST /v1/books") == headers("POST /v1/credits/add") == ["Idempotency-Key"]
    assert headers("GET /v1/library") == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/v1/schema", "/v1/docs"])
def test_it_can_be_read(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
