"""Tokens of apps: given at sign-in, good for minutes, refreshed once each, dead at sign-out."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from storyforge_site.accounts.models import Session, User
from storyforge_site.accounts.tokens import AppTokens
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db

APP = "/v1/auth/app/v1"
ALICE = {"email": "alice@example.org", "password": "a-long-password"}


def signed_in(**credentials: str) -> dict[str, Any]:
    answer = APIClient().post(f"{APP}/auth/login", ALICE | credentials, format="json")
    assert answer.status_code == 200, answer.content
    tokens: dict[str, Any] = answer.json()["meta"]
    return tokens


def status_with(token: str, path: str = "/v1/users/me") -> int:
    return APIClient().get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def refreshed(token: str) -> dict[str, Any] | None:
    answer = APIClient().post(f"{APP}/tokens/refresh", {"refresh_token": token}, format="json")
    return answer.json()["data"] if answer.status_code == 200 else None


def test_an_app_signs_in_and_uses_its_access_token(alice: User) -> None:
    tokens = signed_in()

    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 900)
    assert status_with(tokens["access_token"]) == 200
    assert status_with(tokens["access_token"], "/v1/library") == 200


def test_whose_token_it_is_takes_one_query(alice: User, django_assert_num_queries: Any) -> None:
    token = signed_in()["access_token"]

    with django_assert_num_queries(1):
        assert status_with(token, "/v1/streak/themes") == 200


def test_a_token_whose_session_has_run_out_is_refused(alice: User) -> None:
    token = signed_in()["access_token"]
    assert status_with(token) == 200

    Session.objects.update(expire_date=now() - timedelta(seconds=1))

    assert status_with(token) == 401


def test_nothing_else_opens_the_door(alice: User) -> None:
    tokens = signed_in()

    for other in ("made-up", tokens["session_token"], tokens["refresh_token"], "two words"):
        assert status_with(other) == 401
    assert APIClient().get("/v1/users/me", headers={"X-Session-Token": tokens["session_token"]}).status_code == 401
    assert APIClient().get("/v1/users/me", headers={"X-User-Key": alice.pk}).status_code == 401


def test_a_dead_token_is_refused_also_where_nobody_need_sign_in(alice: User) -> None:
    answer = APIClient().get("/v1/books/book_unknown/detail", headers={"Authorization": "Bearer made-up"})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "UNAUTHENTICATED"


def test_an_access_token_ends_after_its_time(alice: User, settings: Any) -> None:
    settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = -1
    tokens = signed_in()

    assert status_with(tokens["access_token"]) == 401
    settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 900
    fresh = refreshed(tokens["refresh_token"])
    assert fresh
    assert status_with(fresh["access_token"]) == 200


def test_an_access_token_that_was_good_before_ends_after_its_time(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token, later = signed_in()["access_token"], time.time() + 900
    assert AppTokens().holder(token)

    monkeypatch.setattr(time, "time", lambda: later)

    assert AppTokens().holder(token) is None


def test_a_refresh_token_is_used_once(alice: User, settings: Any) -> None:
    settings.REFRESH_AGAIN_SECONDS = 0
    first = signed_in()["refresh_token"]

    second = refreshed(first)

    assert second
    assert second["refresh_token"] != first
    assert refreshed(first) is None
    assert refreshed(second["refresh_token"]) is not None


def test_an_answer_lost_on_the_way_may_be_asked_for_again_for_a_moment(alice: User, settings: Any) -> None:
    settings.REFRESH_AGAIN_SECONDS = 1
    first = signed_in()["refresh_token"]
    refreshed(first)

    again = refreshed(first)

    assert again
    assert status_with(again["access_token"]) == 200
    time.sleep(1.1)
    assert refreshed(first) is None
    assert refreshed(again["refresh_token"]) is not None


def test_signing_out_ends_all_tokens_of_this_app_and_of_no_other(alice: User) -> None:
    phone, tablet = signed_in(), signed_in()

    APIClient().delete(f"{APP}/auth/session", headers={"Authorization": f"Bearer {phone['access_token']}"})

    assert status_with(phone["access_token"]) == 401
    assert refreshed(phone["refresh_token"]) is None
    assert status_with(tablet["access_token"]) == 200


def test_a_new_password_ends_every_token(alice: User) -> None:
    tokens = signed_in()

    alice.set_password("another-long-one")
    alice.save()

    assert status_with(tokens["access_token"]) == 401
    assert refreshed(tokens["refresh_token"]) is None


def test_somebody_who_was_switched_off_is_out_at_once(alice: User) -> None:
    tokens = signed_in()

    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert status_with(tokens["access_token"]) == 401


def test_a_session_knows_whose_it_is(alice: User, client: Client) -> None:
    client.force_login(alice)
    signed_in()

    assert Session.objects.filter(user=alice).count() == 2


def test_the_sixth_wrong_password_waits_and_so_does_the_right_one(alice: User) -> None:
    app = APIClient()
    wrong = [app.post(f"{APP}/auth/login", ALICE | {"password": "guess"}, format="json") for _ in range(5)]

    sixth = app.post(f"{APP}/auth/login", ALICE, format="json")

    assert {answer.json()["errors"][0]["code"] for answer in wrong} == {"email_password_mismatch"}
    assert sixth.status_code == 400
    assert sixth.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_guessing_many_addresses_from_one_place_waits_too(db: None) -> None:
    app = APIClient()
    codes = [
        app.post(f"{APP}/auth/login", {"email": f"a{n}@example.org", "password": "guess"}, format="json").status_code
        for n in range(31)
    ]

    assert codes[-1] == 429


def test_the_site_waits_in_its_own_clothes(db: None, client: Client) -> None:
    for _ in range(31):
        answer = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "guess"})

    assert answer.status_code == 429
    assert "That was a little fast." in answer.content.decode()
    assert "site/site.css" in answer.content.decode()


def test_a_forgotten_password_is_reset_by_letter_and_ends_every_token(alice: User, client: Client) -> None:
    tokens = signed_in()
    asked = APIClient().post(f"{APP}/auth/password/request", {"email": ALICE["email"]}, format="json")
    key = mail.outbox[0].body.partition("/accounts/password/reset/key/")[2].partition("/")[0].partition("-")

    words = {"key": "-".join((key[0], key[2])), "password": "another-long-one"}
    answer = APIClient().post(f"{APP}/auth/password/reset", words, format="json")

    assert asked.status_code == 200
    assert answer.status_code == 401, answer.content  # changed, and not signed in by it
    assert status_with(tokens["access_token"]) == 401
    assert status_with(signed_in(password="another-long-one")["access_token"]) == 200


def test_asking_for_somebody_unknown_sounds_the_same(alice: User) -> None:
    known = APIClient().post(f"{APP}/auth/password/request", {"email": ALICE["email"]}, format="json")
    unknown = APIClient().post(f"{APP}/auth/password/request", {"email": "nobody@example.org"}, format="json")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_a_new_app_user_gets_tokens_and_a_letter(db: None) -> None:
    words = {"email": "New@Example.org", "password": "seven-sleepy-owls"}

    answer = APIClient().post(f"{APP}/auth/signup", words, format="json")

    assert status_with(answer.json()["meta"]["access_token"]) == 200
    assert mail.outbox[0].to == ["new@example.org"]
    key = mail.outbox[0].body.partition("/accounts/confirm-email/")[2].partition("/")[0]
    APIClient().post(f"{APP}/auth/email/verify", {"key": key}, format="json")
    assert EmailAddress.objects.get(email="new@example.org").verified
