"""A hero from a photo on the way to a book."""

from typing import Any

import pytest
from django.test import Client

from books.models import Job
from books.tests.test_site_pages import FORM, text_of
from characters.asking import MAX_PHOTO_BYTES
from characters.models import Character
from characters.tests.factories import a_character, from_a_phone, upload
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def shown(**changes: Any) -> dict[str, Any]:
    return {"photo": upload(from_a_phone()), "name": "Mina", "agreed": "on"} | changes


def test_who_sees_the_photo_is_said_before_it_is_chosen(browser: Client) -> None:
    assert "The photo stays on our own computer" in text_of(browser.get("/make/photo/"))


def test_from_a_photo_to_a_book_without_losing_the_wish(browser: Client, alice: User) -> None:
    aside: Any = browser.post("/make/", FORM | {"do": "photo"})
    drawn: Any = browser.post("/make/photo/", shown())
    hero = Character.objects.owned_by(alice).get()
    looked_over = text_of(browser.get(drawn.url))
    changed: Any = browser.post(
        drawn.url, {"name": "Mina", "master_description": "a girl with black hair and a red coat", "top": "green coat"}
    )
    page = text_of(browser.get(changed.url))
    browser.post("/make/", FORM | {"heroes": hero.pk})

    assert (aside.url, drawn.url, changed.url) == ("/make/photo/", f"/make/hero/{hero.pk}/", "/make/")
    assert "The photo was not kept." in looked_over
    assert f'name="topic" value="{FORM["topic"]}"' in page
    assert f'value="{hero.pk}" checked' in page
    assert "green coat" in Job.objects.get().spec["heroes"][0]["appearance"]


def test_a_double_click_draws_one_hero(browser: Client, alice: User) -> None:
    first: Any = browser.post("/make/photo/", shown(key="form_1"))
    second: Any = browser.post("/make/photo/", shown(key="form_1"))

    assert first.url == second.url
    assert Character.objects.owned_by(alice).count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"agreed": ""}, "Please say that this is all right with you."),
        ({"name": ""}, "This field is required."),
        ({"photo": upload(b"no picture at all")}, "read this as a photo"),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_drawn(
    browser: Client, alice: User, change: dict[str, Any], sentence: str
) -> None:
    answer = browser.post("/make/photo/", shown(**change))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Character.objects.owned_by(alice).exists()


def test_a_photo_that_is_too_big_is_a_sentence(browser: Client) -> None:
    answer = browser.post("/make/photo/", shown(photo=upload(b"x" * (MAX_PHOTO_BYTES + 1))))

    assert answer.status_code == 413
    assert "That is too much to send at once." in text_of(answer)


def test_a_form_from_elsewhere_is_refused(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert strict.post("/make/photo/", shown()).status_code == 403
    assert not Character.objects.owned_by(alice).exists()


def test_a_visitor_becomes_a_guest_first_and_goes_on_to_the_photo(client: Client) -> None:
    client.post("/make/", FORM | {"do": "photo"})
    door: Any = client.get("/make/photo/")
    entered: Any = client.post("/make/enter/")
    page = text_of(client.get(entered.url))

    assert (door.url, entered.url) == ("/make/enter/", "/make/photo/")
    assert "A hero from a photo" in page
    assert not Job.objects.exists()


def test_looking_over_checks_ownership_and_fitness(browser: Client, alice: User, bob: User) -> None:
    mine, theirs = a_character(alice), a_character(bob)
    good = {"name": "Mina", "master_description": "a girl with black hair and a red coat"}

    unfit = browser.post(f"/make/hero/{mine.pk}/", good | {"top": "naked"})

    assert browser.get(f"/make/hero/{theirs.pk}/").status_code == 404
    assert browser.post(f"/make/hero/{theirs.pk}/", good).status_code == 404
    assert unfit.status_code == 422
    assert text_of(unfit).count("Please try another idea.") == 1
    mine.refresh_from_db()
    assert mine.clothing["top"] == "yellow raincoat"
