"""The schema describes what is built: without a warning, with its errors, for every endpoint."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from storyforge_site.lib.errors import Code
from storyforge_site.tests.test_ownership import ROWS, endpoints

METHODS = ("get", "post", "patch", "put", "delete")


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


def test_it_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))

    assert "openapi: 3.1.0" in (tmp_path / "schema.yaml").read_text()


def test_every_endpoint_is_in_it(schema: dict[str, Any]) -> None:
    ours = [name for name, _operation in operations(schema) if name.split()[1] not in ("/v1/schema",)]

    assert len(ours) == len(list(endpoints())) == len(ROWS)


def test_every_operation_says_who_may_ask_and_what_may_go_wrong(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        answers = operation["responses"]
        assert operation["security"], name
        assert operation["tags"], name
        assert any(status.startswith("2") for status in answers), name
        assert "429" in answers, name
        if name.split()[0] in ("POST", "PATCH"):
            assert {"413", "415", "422"} <= set(answers), name
        if "{" in name:
            assert "404" in answers, name


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

    assert headers("POST /v1/books") == ["Idempotency-Key"]
    assert headers("GET /v1/library") == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/v1/schema", "/v1/docs"])
def test_it_can_be_read(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
