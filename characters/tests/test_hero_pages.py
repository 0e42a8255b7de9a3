"""The heroes as a family sees them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django_q.models import OrmQ
from PIL import Image

from characters import portraits, services, tasks
from characters.models import Character
from characters.services import load_presets
from characters.tests.factories import a_character, a_portrait, as_bytes, upload, wish
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db

BY_HAND = {
    "name": "Juno",
    "gender": "female",
    "master_description": "a girl with two black braids and a yellow raincoat",
    "personality_traits": "brave, curious",
    "hair": "black",
    "shoes": "red boots",
}


@pytest.fixture
def family(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


# --- making -----------------------------------------------------------------------------------------
def test_a_hero_is_written_by_hand(family: Client) -> None:
    answer = family.post("/heroes/new/", BY_HAND)

    juno = Character.objects.get()
    assert answer.headers["Location"] == f"/heroes/{juno.pk}/"
    assert (juno.name, juno.gender, juno.personality_traits) == ("Juno", "female", ["brave", "curious"])
    assert (juno.appearance["hair"], juno.clothing["shoes"]) == ("black", "red boots")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"master_description": "short"}, "master_description"),
        ({"personality_traits": " , "}, "personality_traits"),
        ({"personality_traits": "a" * 41}, "personality_traits"),
        ({"hair": "x" * 121}, "hair"),
    ],
)
def test_what_does_not_do_is_said_beside_it_and_nothing_is_lost(
    family: Client, changed: dict[str, str], field: str
) -> None:
    answer = family.post("/heroes/new/", BY_HAND | changed)

    assert answer.status_code == 422
    assert list(answer.context["hero_form"].errors) == [field]
    assert "red boots" in answer.content.decode()
    assert not Character.objects.exists()


def test_words_unfit_for_children_are_refused(family: Client) -> None:
    answer = family.post(
        "/heroes/new/", BY_HAND | {"master_description": "a girl who wants to kill herself with a gun"}
    )

    assert answer.status_code == 422
    assert not Character.objects.exists()


def test_a_hero_from_one_sentence_is_looked_over(family: Client) -> None:
    answer = family.post("/heroes/new/sentence/", {"description": "Mina, a brave girl with red boots"}, follow=True)

    mina = Character.objects.get()
    assert answer.redirect_chain[0][0] == f"/heroes/{mina.pk}/edit/"
    page = answer.content.decode()
    assert mina.name == "Mina"
    assert "Please look it over" in page
    assert 'value="Mina"' in page


def test_a_hero_from_a_photo_needs_consent_and_keeps_no_photo(family: Client, alice: User) -> None:
    def send(**fields: Any) -> Any:
        photo = upload(as_bytes(a_portrait()))
        return family.post("/heroes/new/photo/", {"photo": photo, "style": "cartoon", "photo_name": "Juno"} | fields)

    refused = send()
    assert (refused.status_code, list(refused.context["photo_form"].errors)) == (422, ["consent"])

    taken = send(consent="on")

    juno = Character.objects.get()
    assert taken.headers["Location"] == f"/heroes/{juno.pk}/edit/"
    assert juno.name == "Juno"
    assert not default_storage.exists(f"users/{alice.pk}")
    assert "The photo stays on our own computer" in family.get("/heroes/new/").content.decode()


def test_a_photo_without_a_token_of_the_form_is_refused(alice: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(alice)

    assert stranger.post("/heroes/new/photo/", {"photo": upload(b"x"), "style": "cartoon"}).status_code == 403


def test_a_photo_that_is_too_large_is_refused_kindly(family: Client) -> None:
    huge = {"photo": upload(b"x" * (11 * 1024 * 1024)), "style": "cartoon"}

    assert "That is too much to send at once." in family.post("/heroes/new/photo/", huge, follow=True).content.decode()


def test_one_of_ours_becomes_one_of_theirs(family: Client, alice: User) -> None:
    load_presets()

    family.post("/heroes/new/preset/ember/")

    assert Character.objects.owned_by(alice).get().name == "Ember"
    assert family.post("/heroes/new/preset/nobody/").status_code == 404


def test_when_there_are_as_many_as_may_be_it_is_said(family: Client, alice: User, settings: Any) -> None:
    load_presets()
    settings.MAX_CHARACTERS = 1
    a_character(alice)

    for path, body in (("/heroes/new/", BY_HAND), ("/heroes/new/preset/ember/", {})):
        answer = family.post(path, body, follow=True)
        assert "You already have 1 characters" in answer.content.decode()


# --- seeing and changing ----------------------------------------------------------------------------
def test_looks_are_changed(family: Client, alice: User) -> None:
    juno = a_character(alice, name="Juno")
    form = family.get(f"/heroes/{juno.pk}/edit/").context["form"]

    family.post(f"/heroes/{juno.pk}/edit/", form.initial | {"hair": "red", "name": "Juna"})

    juno.refresh_from_db()
    assert (juno.name, juno.appearance["hair"], juno.clothing["shoes"]) == ("Juna", "red", "red boots")


def test_a_hero_is_found_by_name(family: Client, alice: User) -> None:
    a_character(alice, name="Juno"), a_character(alice, name="Pip", master_description="a grey mouse with a cap")

    assert [hero.name for hero in family.get("/heroes/?q=mouse").context["page"]] == ["Pip"]


def test_goodbye_can_be_taken_back_for_an_hour(family: Client, alice: User) -> None:
    juno = a_character(alice)
    family.post(f"/heroes/{juno.pk}/throw-away/")
    assert family.get(f"/heroes/{juno.pk}/").status_code == 404
    assert "Take back" in family.get("/heroes/").content.decode()

    family.post(f"/heroes/{juno.pk}/take-back/")
    assert family.get(f"/heroes/{juno.pk}/").status_code == 200

    portraits.keep(juno)
    juno.refresh_from_db()
    Character.objects.update(thrown_away_at=now() - timedelta(minutes=62))
    family.post(f"/heroes/{juno.pk}/take-back/")
    services.empty_wastebasket()
    assert not Character.objects.exists()
    assert not default_storage.exists(juno.portrait_key)


# --- portraits --------------------------------------------------------------------------------------
def test_a_new_hero_gets_a_portrait_that_says_what_made_it(alice: User) -> None:
    juno = a_character(alice)
    assert OrmQ.objects.count() == 1

    tasks.paint_portrait(juno.pk)

    juno.refresh_from_db()
    with default_storage.open(juno.portrait_key) as stored, Image.open(stored) as image:
        assert image.size == (512, 512)
        assert b"algorithmicMedia" in image.info["xmp"]


def test_new_looks_are_painted_anew_and_the_old_portrait_goes(alice: User) -> None:
    juno = a_character(alice)
    portraits.keep(juno)
    before = Character.objects.get().portrait_key

    services.change(juno, {"clothing": {"top": "blue dress"}})
    tasks.paint_portrait(juno.pk)

    after = Character.objects.get().portrait_key
    assert after != before
    assert (default_storage.exists(before), default_storage.exists(after)) == (False, True)


def test_somebody_from_before_there_were_portraits_gets_one_when_looked_at(family: Client, alice: User) -> None:
    Character.objects.create(user=alice, name="Old Friend")

    for _each in range(2):
        assert "unpainted" in family.get("/heroes/").content.decode()

    assert OrmQ.objects.count() == 1


def test_it_checks_ownership(family: Client, bob: User) -> None:
    theirs = a_character(bob, **wish(name="Secret"))

    assert "Secret" not in family.get("/heroes/").content.decode()
    for path in ("", "edit/"):
        assert family.get(f"/heroes/{theirs.pk}/{path}").status_code == 404
    assert family.post(f"/heroes/{theirs.pk}/throw-away/").status_code == 404
    Character.objects.update(thrown_away_at=now())
    family.post(f"/heroes/{theirs.pk}/take-back/")
    assert not Character.objects.kept().exists()
    assert Client().get("/heroes/").status_code == 302
