"""Sign-up and sign-in by e-mail, on the site and as an app."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db

NEWCOMER = {"email": "Newcomer@Example.org", "password1": "seven-sleepy-owls"}


def test_a_newcomer_signs_up_and_is_signed_in(client: Client) -> None:
    answer: Any = client.post("/accounts/signup/?next=/make/", NEWCOMER)

    assert (answer.status_code, answer.url) == (302, "/make/")
    user = User.objects.get()
    assert user.email == "newcomer@example.org"
    assert user.id.startswith("user_")
    assert client.get("/library/").status_code == 200


def test_a_weak_password_is_said_at_its_field(client: Client) -> None:
    answer = client.post("/accounts/signup/", NEWCOMER | {"password1": "password"})

    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert not User.objects.exists()


def test_somebody_known_signs_in_and_out(client: Client, alice: User) -> None:
    wrong = client.post("/accounts/login/", {"login": "alice@example.org", "password": "wrong-password"})
    right: Any = client.post("/accounts/login/", {"login": "alice@example.org", "password": "a-long-password"})

    assert wrong.status_code == 200
    assert right.status_code == 302
    client.post("/accounts/logout/")
    assert client.get("/library/").status_code == 302


@pytest.mark.parametrize("page", ["login", "signup", "password/reset"])
def test_its_pages_wear_the_houses_clothes(client: Client, page: str) -> None:
    html = client.get(f"/accounts/{page}/").content.decode()

    assert "site/site.css" in html
    assert 'class="sheet narrow"' in html


def test_a_guest_needs_no_address_and_everybody_else_does() -> None:
    User.objects.create(is_guest=True)
    User.objects.create(is_guest=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(is_guest=False)


def test_the_house_can_sign_in_nowhere() -> None:
    house = User.objects.house()

    assert User.objects.house() == house
    assert not house.has_usable_password()
