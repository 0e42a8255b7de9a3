"""What every endpoint refuses before it looks any closer."""

import json
import tracemalloc
from typing import Any

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db
URL = "/v1/books"


def post_raw(client: APIClient, body: bytes, content_type: str = "application/json") -> tuple[int, str]:
    answer = client.post(URL, body, content_type=content_type)
    return answer.status_code, answer.json()["code"]


def test_a_body_over_one_mebibyte_is_too_large(as_alice: APIClient) -> None:
    body = json.dumps({"topic": "x" * (1024 * 1024)}).encode()

    assert post_raw(as_alice, body) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("body", [b"[" * 21 + b"]" * 21, b"[" * 100_000, b'{"a":' * 30 + b"1" + b"}" * 30])
def test_json_deeper_than_twenty_is_refused_before_it_is_built(as_alice: APIClient, body: bytes) -> None:
    tracemalloc.start()
    answer = post_raw(as_alice, body)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer == (422, "VALIDATION")
    assert peak < 20 * 1024 * 1024


def test_brackets_inside_a_string_are_no_depth(as_alice: APIClient) -> None:
    body = json.dumps({"topic": "[" * 60 + '\\"' + "{" * 60, "target_age": "5-7", "style": "pixel"}).encode()

    answer = as_alice.post(URL, body, content_type="application/json")

    assert answer.status_code == 202


def test_an_unclosed_string_of_escapes_is_scanned_once(as_alice: APIClient) -> None:
    assert post_raw(as_alice, b'"' + b'\\"' * 500_000) == (422, "VALIDATION")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"nope", b'{"topic": "\xff"}', b'{"topic": "\\ud800"}', b"[1, 2]", b'"a"', b"NaN"]
)
def test_what_is_not_a_json_object_is_a_validation_error(as_alice: APIClient, body: bytes) -> None:
    assert post_raw(as_alice, body) == (422, "VALIDATION")


def test_another_media_type_is_said_so(as_alice: APIClient) -> None:
    assert post_raw(as_alice, b"<topic/>", "application/xml") == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_another_method_is_said_so(as_alice: APIClient) -> None:
    answer = as_alice.delete(URL)

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")


def test_the_eleventh_book_in_a_minute_waits(as_alice: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True

    answers = [as_alice.post(URL, {}, format="json") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert answers[0]["RateLimit-Limit"] == "10"
    assert answers[0]["RateLimit-Remaining"] == "9"
    assert answers[10].json()["code"] == "RATE_LIMITED"
    assert 1 <= int(answers[10]["Retry-After"]) <= 60
