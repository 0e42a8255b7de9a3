"""The account's pages."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.http import HttpRequest
from django.test import Client

from storyforge_site.accounts.models import User
from storyforge_site.accounts.services import open_guest
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


def behind_the_gate(client: Client, user: User) -> Client:
    client.force_login(user)
    session = client.session
    session["parents_until"] = now().timestamp() + 60
    session.save()
    return client


def who(client: Client) -> str:
    request = HttpRequest()
    request.session = client.session
    return str(get_user(request).pk or "nobody")


@pytest.fixture
def mother(client: Client, alice: User) -> Client:
    return behind_the_gate(client, alice)


@pytest.fixture
def guest(db: None) -> User:
    return open_guest(language="en")


def test_name_language_and_time_zone_are_changed(mother: Client, alice: User) -> None:
    mother.post("/account/profile/", {"display_name": "Mina’s mum", "language": "ko", "time_zone": "Asia/Seoul"})

    alice.refresh_from_db()
    assert (alice.display_name, alice.language, alice.time_zone) == ("Mina’s mum", "ko", "Asia/Seoul")
    assert mother.cookies["django_language"].value == "ko"


def test_what_does_not_do_is_said_beside_it(mother: Client, alice: User) -> None:
    answer = mother.post("/account/profile/", {"display_name": "x" * 81, "language": "tlh", "time_zone": "Moon/Base"})

    assert answer.status_code == 422
    assert set(answer.context["profile"].errors) == {"display_name", "language", "time_zone"}


def test_a_zone_that_an_app_wrote_otherwise_stays(mother: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Japan")

    sent = mother.post("/account/profile/", {"display_name": "", "language": "en", "time_zone": "Japan"})

    assert sent.status_code == 302


def test_reading_preferences_are_kept(mother: Client, alice: User) -> None:
    said = {"text_size": "large", "text_spacing": "wide", "typeface": "dyslexia", "narration_speed": "0.75"}

    mother.post("/account/preferences/", {**said, "auto_play": "on"})

    alice.refresh_from_db()
    assert alice.preferences == {
        "text_size": "large",
        "text_spacing": "wide",
        "typeface": "dyslexia",
        "narration_speed": 0.75,
        "auto_play": True,
        "highlight_words": False,
        "reduce_motion": False,
    }


def test_a_guest_keeps_the_books_by_signing_up(client: Client, guest: User) -> None:
    client.force_login(guest)

    answer = client.post("/account/keep/", {"email": "Mina@Example.org", "password": "three ducks on a pond"})

    guest.refresh_from_db()
    assert answer.headers["Location"] == "/library/"
    assert (guest.email, guest.is_guest) == ("mina@example.org", False)
    assert guest.check_password("three ducks on a pond")
    assert who(client) == guest.pk
    assert [letter.to for letter in mail.outbox] == [["mina@example.org"]]


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("alice@example.org", "three ducks on a pond", "email"),
        ("no address", "three ducks on a pond", "email"),
        ("mina@example.org", "short", "password"),
        ("mina@example.org", "", "password"),
    ],
)
def test_what_a_guest_cannot_sign_up_with(
    client: Client, guest: User, alice: User, email: str, password: str, field: str
) -> None:
    client.force_login(guest)

    answer = client.post("/account/keep/", {"email": email, "password": password})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert User.objects.get(pk=guest.pk).is_guest


def test_somebody_with_an_address_has_kept_them_already(mother: Client) -> None:
    assert mother.get("/account/keep/").headers["Location"] == "/account/"


def test_a_guests_account_shows_the_way_to_keep_it(client: Client, guest: User) -> None:
    page = behind_the_gate(client, guest).get("/account/").content.decode()

    assert "/account/keep/" in page
    assert "/accounts/password/change/" not in page


def test_erasing_asks_for_the_password(mother: Client, alice: User) -> None:
    wrong = mother.post("/account/erase/", {"proof": "not mine"})
    assert (wrong.status_code, User.objects.filter(pk=alice.pk).exists()) == (422, True)

    right = mother.post("/account/erase/", {"proof": "a-long-password"}, follow=True)

    assert not User.objects.filter(pk=alice.pk).exists()
    assert who(mother) == "nobody"
    assert "Your account is erased" in right.content.decode()


def test_whoever_has_no_password_types_a_word(client: Client, guest: User) -> None:
    behind_the_gate(client, guest)
    assert "Type the word “erase”" in client.get("/account/erase/").content.decode()
    assert client.post("/account/erase/", {"proof": "perhaps"}).status_code == 422

    client.post("/account/erase/", {"proof": " Erase "})

    assert not User.objects.filter(pk=guest.pk).exists()


def test_a_password_cannot_be_guessed_at_length(mother: Client, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GUEST = True, "2/h"
    for _each in range(2):
        mother.post("/account/erase/", {"proof": "not mine"})

    assert mother.post("/account/erase/", {"proof": "a-long-password"}).status_code == 422
    assert User.objects.exists()


@pytest.mark.parametrize("path", ["", "erase/"])
def test_it_is_behind_the_gate(client: Client, alice: User, path: str) -> None:
    client.force_login(alice)

    assert client.get(f"/account/{path}").headers["Location"].startswith("/parents/?next=%2Faccount%2F")
