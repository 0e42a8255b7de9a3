"""API.md, "Rules that hold for every endpoint": those that no row of the table can say."""

import json
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from books.models import Job
from books.tests.factories import a_book, a_job, wish
from storyforge_site.accounts.models import User
from storyforge_site.drf import STATUS_OF
from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract.asking import refusal

pytestmark = pytest.mark.django_db


OF_JOBS = [
    "SAFETY_INPUT",
    "SAFETY_OUTPUT",
    "LLM_TIMEOUT",
    "LLM_JSON_INVALID",
    "IMAGE_TIMEOUT",
    "IMAGE_RATE_LIMIT",
    "IMAGE_FAILED",
    "STORAGE_UPLOAD_FAILED",
    "DB_WRITE_FAILED",
    "QUEUE_FAILED",
    "UNKNOWN",
    "TTS_FAILED",
    "PROVIDER_UNAVAILABLE",
    "COST_CAP",
    "STUCK_TIMEOUT",
    "CANCELLED",
]
OF_REQUESTS = {
    "INSUFFICIENT_CREDITS": 402,
    "VALIDATION": 422,
    "NOT_FOUND": 404,
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "RATE_LIMITED": 429,
    "IDEMPOTENCY_MISMATCH": 422,
    "IDEMPOTENCY_IN_FLIGHT": 409,
    "NOT_READY": 409,
    "BUDGET_EXHAUSTED": 503,
}
OURS = {"PAYMENT_UNVERIFIED": 403, "PAYLOAD_TOO_LARGE": 413, "METHOD_NOT_ALLOWED": 405, "UNSUPPORTED_MEDIA_TYPE": 415}


def test_there_is_no_code_but_those_written() -> None:
    assert set(Code) == {*OF_JOBS, *OF_REQUESTS, *OURS}
    assert {code: STATUS_OF[Code(code)] for code in OF_REQUESTS | OURS} == OF_REQUESTS | OURS


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def test_a_header_that_anybody_could_send_identifies_nobody(as_nobody: APIClient, alice: User) -> None:
    answer = as_nobody.get("/v1/users/me", headers={"X-User-Key": alice.pk})

    assert refusal(answer) == (401, "UNAUTHENTICATED", [])


def test_a_guest_is_let_in_by_the_token_it_got(as_nobody: APIClient) -> None:
    guest = as_nobody.post("/v1/auth/guest", {}, format="json").json()

    me = as_nobody.get("/v1/users/me", headers={"Authorization": f"Bearer {guest['access_token']}"})

    assert me.json() == guest["user"]


def test_the_cookie_of_the_site_needs_its_csrf_token(alice: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    browser.cookies["csrftoken"] = token = "t" * 32

    refused, taken = (
        browser.post("/v1/books", wish(), content_type="application/json", headers=headers)
        for headers in ({}, {"X-CSRFToken": token})
    )

    assert refusal(refused) == (403, "FORBIDDEN", [])
    assert taken.status_code == 202


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Something in the request needs another look."),
        ("ko", "요청 가운데 다시 볼 것이 있어요."),
        ("ja", "入力の中に見直すところがあります。"),
    ],
    ids=["en", "ko", "ja"],
)
def test_refusals_are_in_the_language_of_the_request(as_alice: APIClient, language: str, sentence: str) -> None:
    answer = as_alice.post("/v1/books", {}, format="json", headers={"Accept-Language": language})

    assert answer.json()["detail"] == sentence
    assert answer["Content-Language"] == language


def test_a_book_is_korean_and_has_eight_pages_unless_said(as_alice: APIClient) -> None:
    as_alice.post("/v1/books", {"topic": "여우", "target_age": "5-7", "style": "cartoon"}, format="json")

    assert (Job.objects.get().spec["language"], Job.objects.get().spec["page_count"]) == ("ko", 8)


@pytest.mark.parametrize("key", ["", "k" * 81])
def test_a_key_has_1_to_80_characters(as_alice: APIClient, key: str) -> None:
    refused = as_alice.post("/v1/books", wish(), format="json", headers={"Idempotency-Key": key})
    taken = as_alice.post("/v1/books", wish(), format="json", headers={"Idempotency-Key": "k" * 80})

    assert refusal(refused) == (422, "VALIDATION", ["Idempotency-Key"])
    assert taken.status_code == 202


@pytest.mark.parametrize(("path", "limit"), [("/v1/books", 10), ("/v1/streak/read", 240)])
def test_what_is_left_is_counted_a_minute(as_alice: APIClient, settings: Any, path: str, limit: int) -> None:
    settings.RATELIMIT_ENABLE = True

    answer = as_alice.post(path, {}, format="json")

    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == (str(limit), str(limit - 1))
    assert 1 <= int(answer["RateLimit-Reset"]) <= 60


def test_one_too_many_is_told_when_to_come_back(as_alice: APIClient, as_bob: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GENERATE = True, "1/m"
    as_alice.post("/v1/books", {}, format="json")

    answer = as_alice.post("/api/ai/text", {}, format="json")

    assert refusal(answer) == (429, "RATE_LIMITED", [])
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == ("1", "0")
    assert answer["RateLimit-Reset"] == answer["Retry-After"]
    assert as_bob.post("/v1/books", {}, format="json").status_code == 422  # each is counted alone


def test_where_nobody_is_signed_in_an_address_is_counted(as_nobody: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GUEST = True, "1/h"

    here = [as_nobody.post("/v1/auth/guest", {}, format="json").status_code for _time in range(2)]
    elsewhere = as_nobody.post("/v1/auth/guest", {}, format="json", REMOTE_ADDR="192.0.2.7").status_code

    assert (here, elsewhere) == ([201, 429], 201)


@pytest.mark.parametrize(
    ("size", "expected"), [(1024 * 1024, (422, "VALIDATION")), (1024 * 1024 + 1, (413, "PAYLOAD_TOO_LARGE"))]
)
def test_a_body_has_at_most_one_mebibyte(as_alice: APIClient, size: int, expected: tuple[int, str]) -> None:
    frame = json.dumps({"topic": ""}).encode()
    body = frame.replace(b'""', b'"' + b"x" * (size - len(frame)) + b'"')

    answer = as_alice.post("/v1/books", body, content_type="application/json")

    assert len(body) == size
    assert refusal(answer)[:2] == expected


@pytest.mark.parametrize(("depth", "field"), [(20, "a"), (21, "")])
def test_json_is_at_most_twenty_deep(as_alice: APIClient, depth: int, field: str) -> None:
    answer = as_alice.post("/v1/books", nested(depth), content_type="application/json")

    assert refusal(answer) == (422, "VALIDATION", [field])  # at twenty it is read, and the field is named


def test_another_method_or_media_type_is_said_so(as_alice: APIClient) -> None:
    assert refusal(as_alice.delete("/v1/books")) == (405, "METHOD_NOT_ALLOWED", [])
    xml = as_alice.post("/v1/books", b"<topic/>", content_type="application/xml")
    assert refusal(xml) == (415, "UNSUPPORTED_MEDIA_TYPE", [])


@pytest.mark.parametrize("path", ["/v1/nothing", "/api/nothing"])
def test_an_address_that_leads_nowhere_is_a_problem_too(as_nobody: APIClient, path: str) -> None:
    assert refusal(as_nobody.get(path)) == (404, "NOT_FOUND", [])


@pytest.mark.parametrize("path", ["/v1/books/{job_id}", "/v1/library"])
def test_what_has_not_changed_is_not_sent_again(as_alice: APIClient, alice: User, path: str) -> None:
    address = path.format(job_id=a_job(a_book(alice, pages=0)).pk)
    tag = as_alice.get(address)["ETag"]

    same = as_alice.get(address, headers={"If-None-Match": tag})
    Job.objects.update(progress=5)
    a_book(alice, pages=0)
    changed = as_alice.get(address, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert (changed.status_code, changed["ETag"] == tag) == (200, False)


def test_a_list_has_twenty_rows_unless_said_and_tells_how_many_there_are(as_alice: APIClient, alice: User) -> None:
    for _each in range(21):
        a_book(alice, pages=0)

    first, last = as_alice.get("/v1/library").json(), as_alice.get("/v1/library?limit=20&offset=20").json()

    assert (len(first["books"]), first["total"]) == (20, 21)
    assert (len(last["books"]), last["total"]) == (1, 21)
