"""Starting without signing up, and signing up later without losing anything."""

from typing import Any

import pytest
from django.core import mail
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

WORDS = {"email": "Dora@Example.org", "password": "seven-sleepy-owls"}


def app_of(tokens: dict[str, Any]) -> APIClient:
    app = APIClient()
    app.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access_token']}")
    return app


@pytest.fixture
def guest(db: None) -> dict[str, Any]:
    tokens: dict[str, Any] = APIClient().post("/v1/auth/guest").json()
    return tokens


def test_a_guest_starts_without_signing_up() -> None:
    in_seoul, in_korean = {"time_zone": "Asia/Seoul"}, {"Accept-Language": "ko"}

    answer = APIClient().post("/v1/auth/guest", in_seoul, format="json", headers=in_korean)

    tokens = answer.json()
    assert answer.status_code == 201
    assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_in", "user"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 900)
    user = tokens["user"]
    assert (user["is_guest"], user["email"], user["language"], user["time_zone"]) == (True, None, "ko", "Asia/Seoul")
    assert answer.headers["Cache-Control"] == "no-store"
    assert app_of(tokens).get("/v1/users/me").json() == user


def test_a_guests_tokens_refresh_like_all_others(guest: dict[str, Any]) -> None:
    path = "/v1/auth/app/v1/tokens/refresh"

    fresh = APIClient().post(path, {"refresh_token": guest["refresh_token"]}, format="json").json()["data"]

    assert app_of(fresh).get("/v1/users/me").json()["id"] == guest["user"]["id"]


def test_an_old_token_keeps_nobody_from_beginning_anew() -> None:
    answer = APIClient().post("/v1/auth/guest", headers={"Authorization": "Bearer long-dead"})

    assert answer.status_code == 201


def test_a_guest_says_nothing_we_do_not_know() -> None:
    answer = APIClient().post("/v1/auth/guest", {"is_staff": True, "time_zone": "Mars/Olympus"}, format="json")
    bad_zone = APIClient().post("/v1/auth/guest", {"time_zone": "Mars/Olympus"}, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "is_staff")
    assert bad_zone.json()["errors"] == [
        {"field": "time_zone", "message": "There is no time zone called Mars/Olympus."}
    ]
    assert not User.objects.exists()


def test_one_place_makes_only_so_many_guests(settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GUEST = True, "2/h"
    codes = [APIClient().post("/v1/auth/guest").status_code for _ in range(3)]
    elsewhere = APIClient().post("/v1/auth/guest", REMOTE_ADDR="198.51.100.7")

    assert codes == [201, 201, 429]
    assert elsewhere.status_code == 201


def test_behind_our_proxy_each_household_counts_for_itself(settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GUEST, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, "1/h", 1

    def guest_from(address: str) -> int:
        return APIClient().post("/v1/auth/guest", headers={"X-Forwarded-For": f"1.2.3.4, {address}"}).status_code

    assert [guest_from("198.51.100.7"), guest_from("198.51.100.8"), guest_from("198.51.100.7")] == [201, 201, 429]
    assert [guest_from("2001:db8:0:1::7"), guest_from("2001:db8:0:1::8")] == [201, 429]


def test_without_one_nobody_chooses_an_address(settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GUEST = True, "1/h"

    codes = [
        APIClient().post("/v1/auth/guest", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in (7, 8)
    ]

    assert codes == [201, 429]


def test_a_guest_adds_an_address_and_stays_the_same_person(guest: dict[str, Any]) -> None:
    answer = app_of(guest).post("/v1/auth/upgrade", WORDS, format="json")

    after = answer.json()
    assert answer.status_code == 200
    assert after["user"] == guest["user"] | {"email": "dora@example.org", "is_guest": False}
    assert app_of(after).get("/v1/users/me").status_code == 200
    assert app_of(guest).get("/v1/users/me").status_code == 401
    assert APIClient().post("/v1/auth/app/v1/auth/login", WORDS, format="json").status_code == 200


def test_the_new_address_is_asked_whether_it_is_theirs(guest: dict[str, Any]) -> None:
    app_of(guest).post("/v1/auth/upgrade", WORDS, format="json")

    (letter,) = mail.outbox
    assert letter.to == ["dora@example.org"]
    assert "/accounts/confirm-email/" in letter.body


def test_a_post_office_that_is_away_does_not_undo_it(guest: dict[str, Any], settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = app_of(guest).post("/v1/auth/upgrade", WORDS, format="json")

    assert answer.status_code == 200
    assert User.objects.get().email == "dora@example.org"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"email": "alice@example.org"}, "email"),
        ({"email": "ALICE@example.org"}, "email"),
        ({"email": "not-an-address"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "dora@example.org"}, "password"),
        ({"is_staff": "true"}, "is_staff"),
    ],
)
def test_what_does_not_go_leaves_the_guest_a_guest(
    guest: dict[str, Any], alice: User, words: dict[str, str], field: str
) -> None:
    answer = app_of(guest).post("/v1/auth/upgrade", WORDS | words, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert app_of(guest).get("/v1/users/me").json()["is_guest"] is True
    assert not mail.outbox


def test_only_a_guest_is_upgraded(as_alice: APIClient, alice: User) -> None:
    assert as_alice.post("/v1/auth/upgrade", WORDS, format="json").status_code == 403
    assert APIClient().post("/v1/auth/upgrade", WORDS, format="json").status_code == 401
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_an_address_that_comes_another_way_ends_being_a_guest_too(guest: dict[str, Any]) -> None:
    app = app_of(guest)
    app.post("/v1/auth/app/v1/account/email", {"email": "dora@example.org"}, format="json")
    key = mail.outbox[0].body.partition("/accounts/confirm-email/")[2].partition("/")[0]

    app.post("/v1/auth/app/v1/auth/email/verify", {"key": key}, format="json")

    profile = app.get("/v1/users/me").json()
    assert (profile["email"], profile["is_guest"]) == ("dora@example.org", False)
