"""Pages of other sites: nobody, until an operator names them; and never with our cookie."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

APP = "https://app.example.org"


def asked_from(client: Client, origin: str, path: str = "/v1/library", **headers: str) -> Any:
    return client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "POST", **headers})


def test_nobody_is_let_in_by_default(client: Client) -> None:
    assert not [name for name in asked_from(client, APP).headers if name.startswith("Access-Control")]
    assert "Access-Control-Allow-Origin" not in client.get("/v1/library", headers={"Origin": APP}).headers


def test_a_named_origin_reads_the_api_without_our_cookie(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]

    answer = asked_from(client, APP, **{"Access-Control-Request-Headers": "authorization, idempotency-key"})

    assert answer["Access-Control-Allow-Origin"] == APP
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "idempotency-key" in answer["Access-Control-Allow-Headers"]
    assert client.get("/v1/library", headers={"Origin": APP})["Access-Control-Allow-Origin"] == APP


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://app.example.org.evil.example", "null", "http://app.example.org"]
)
def test_its_look_alikes_do_not(client: Client, settings: Any, origin: str) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]

    assert "Access-Control-Allow-Origin" not in asked_from(client, origin).headers


def test_pages_are_not_the_api(client: Client, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]

    assert "Access-Control-Allow-Origin" not in client.get("/", headers={"Origin": APP}).headers
