"""What every endpoint refuses before it looks any closer."""

import io
import json
import tracemalloc

import pytest
from django.test import Client
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db
URL = "/v1/books"


def post_raw(client: APIClient, body: bytes, content_type: str = "application/json") -> tuple[int, str]:
    answer = client.post(URL, body, content_type=content_type)
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("body", [b"[" * 21 + b"]" * 21, b"[" * 100_000, b'{"a":' * 30 + b"1" + b"}" * 30])
def test_json_deeper_than_twenty_is_refused_before_it_is_built(as_alice: APIClient, body: bytes) -> None:
    post_raw(as_alice, b"{}")  # what is loaded at the first request is not the body's doing
    tracemalloc.start()
    answer = post_raw(as_alice, body)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer == (422, "VALIDATION")
    assert peak < 20 * 1024 * 1024


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_depth_cannot_hide_in_another_encoding(as_alice: APIClient, encoding: str) -> None:
    body = '["\u2200", ' + "[" * 50_000 + "]" * 50_000 + "]"  # U+2200 has the byte of a quotation mark

    assert post_raw(as_alice, body.encode(encoding)) == (422, "VALIDATION")


def test_a_byte_order_mark_does_no_harm(as_alice: APIClient) -> None:
    body = json.dumps({"topic": "a fox", "target_age": "5-7", "style": "pixel"})

    assert as_alice.post(URL, body.encode("utf-8-sig"), content_type="application/json").status_code == 202


@pytest.mark.parametrize("accepted", ["text/html", "image/png", "nonsense", "", ",,,", "application/json;q=0"])
def test_whatever_is_accepted_the_answer_is_json(as_alice: APIClient, accepted: str) -> None:
    answer = as_alice.get("/v1/library", headers={"Accept": accepted})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("path", ["/v1/books", "/v1/users/me", "/make/", "/accounts/login/", "/admin/login/"])
def test_no_form_leaves_a_large_file_on_the_disk(alice: User, path: str) -> None:
    browser = Client(enforce_csrf_checks=True)  # whoever looks for the token reads the form
    browser.force_login(alice)

    answer = browser.post(path, {"file": io.BytesIO(b"x" * 12 * 1024 * 1024)})

    assert (answer.status_code, answer.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")


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
