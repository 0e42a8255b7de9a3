"""The profile: read, changed a little at a time, and nobody else's."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_profile_says_who_and_how_they_like_to_read(as_alice: APIClient, alice: User) -> None:
    profile = as_alice.get("/v1/users/me").json()

    assert profile.pop("date_joined").startswith(f"{alice.date_joined:%Y-%m-%dT%H:%M}")
    assert profile == {
        "id": alice.pk,
        "email": "alice@example.org",
        "display_name": "",
        "language": "en",
        "time_zone": "UTC",
        "is_guest": False,
        "preferences": {
            "text_size": "medium",
            "text_spacing": "normal",
            "typeface": "story",
            "auto_play": False,
            "highlight_words": True,
            "narration_speed": 1.0,
            "reduce_motion": False,
        },
    }


def test_only_what_is_said_changes(as_alice: APIClient, alice: User) -> None:
    as_alice.patch("/v1/users/me", {"preferences": {"text_size": "large"}}, format="json")
    changes = {"display_name": "Alice & Tom", "language": "ja", "preferences": {"text_spacing": "wider"}}

    answer = as_alice.patch("/v1/users/me", changes, format="json")

    profile = answer.json()
    assert (answer.status_code, profile["display_name"], profile["language"]) == (200, "Alice & Tom", "ja")
    assert profile["time_zone"] == "UTC"
    assert (profile["preferences"]["text_size"], profile["preferences"]["text_spacing"]) == ("large", "wider")
    alice.refresh_from_db()
    assert alice.preferences == {"text_size": "large", "text_spacing": "wider"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "new@example.org"}, "email"),
        ({"is_guest": True}, "is_guest"),
        ({"language": "xx"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"display_name": "a" * 81}, "display_name"),
        ({"preferences": {"text_size": "gigantic"}}, "preferences.text_size"),
        ({"preferences": {"colour": "red"}}, "preferences.colour"),
        ({"preferences": {"narration_speed": 9}}, "preferences.narration_speed"),
        ({"preferences": None}, "preferences"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    as_alice: APIClient, alice: User, change: dict[str, Any], field: str
) -> None:
    answer = as_alice.patch("/v1/users/me", change, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert answer.headers["Content-Type"] == "application/problem+json"
    before = alice.preferences
    alice.refresh_from_db()
    assert (alice.preferences, alice.email) == (before, "alice@example.org")


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_it_checks_who_asks(as_nobody: APIClient, alice: User, method: str) -> None:
    answer = getattr(as_nobody, method)("/v1/users/me")

    assert answer.status_code == 401
    assert User.objects.filter(pk=alice.pk).exists()


def test_the_cookie_needs_csrf_to_erase(alice: User) -> None:
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(alice)

    assert browser.delete("/v1/users/me").status_code == 403
    assert User.objects.filter(pk=alice.pk).exists()


def test_reading_a_profile_costs_two_looks_for_the_token(alice: User, django_assert_max_num_queries: Any) -> None:
    app = APIClient()
    words = {"email": "alice@example.org", "password": "a-long-password"}
    token = app.post("/v1/auth/app/v1/auth/login", words, format="json").json()["meta"]["access_token"]

    with django_assert_max_num_queries(2):
        app.get("/v1/users/me", headers={"Authorization": f"Bearer {token}"})
