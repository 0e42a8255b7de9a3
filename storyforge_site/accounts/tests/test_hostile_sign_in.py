"""What allauth's endpoints refuse before allauth looks, and who nobody becomes."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from storyforge_site.accounts.models import HOUSE_EMAIL, User

pytestmark = pytest.mark.django_db

APP = "/v1/auth/app/v1"
ALONE = b'{"email": "a@b.co", "password": "\\ud800-long-pass"}'  # half a character
PATHS = ("auth/login", "auth/signup", "auth/password/request", "tokens/refresh")


def refusal(path: str, body: bytes) -> tuple[int, str]:
    answer = Client(raise_request_exception=False).post(f"{APP}/{path}", body, content_type="application/json")
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"email": "a@b.co", "password": "\\ud800-long-pass"}']
)
def test_deep_or_unstorable_json_is_refused_at_the_door(path: str, body: bytes) -> None:
    assert refusal(path, body) == (422, "VALIDATION")


@pytest.mark.parametrize("path", PATHS)
def test_a_body_over_a_mebibyte_is_too_large(path: str) -> None:
    body = b'{"email": "a@b.co", "password": "%s"}' % (b"x" * 1024 * 1024)

    assert refusal(path, body) == (413, "PAYLOAD_TOO_LARGE")


def test_nobody_signs_up_as_the_house_before_it_moves_in() -> None:
    words = {"email": HOUSE_EMAIL.upper(), "password": "seven-sleepy-owls"}
    guest = APIClient().post("/v1/auth/guest").json()

    by_app = APIClient().post(f"{APP}/auth/signup", words, format="json")
    by_page = Client().post("/accounts/signup/", {"email": words["email"], "password1": words["password"]})
    by_upgrade = APIClient().post(
        "/v1/auth/upgrade", words, format="json", headers={"Authorization": f"Bearer {guest['access_token']}"}
    )

    assert (by_app.status_code, by_page.status_code, by_upgrade.status_code) == (400, 200, 422)
    assert by_upgrade.json()["errors"][0]["field"] == "email"
    assert not User.objects.house().has_usable_password()
