"""GET /v1/characters/presets, POST /v1/characters/from-preset."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from characters import services
from characters.models import Character
from characters.tests.factories import a_character
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db
URL = "/v1/characters"


@pytest.fixture(autouse=True)
def presets(db: None) -> None:
    services.load_presets()


@pytest.mark.parametrize(("language", "name"), [("en", "Momo"), ("ko", "모모"), ("ja", "モモ"), ("fr", "Momo")])
def test_presets_have_names_in_the_readers_language(as_alice: APIClient, language: str, name: str) -> None:
    answer = as_alice.get(f"{URL}/presets", headers={"Accept-Language": language})

    assert answer.status_code == 200
    found = {preset["preset_id"]: preset for preset in answer.json()["presets"]}
    assert answer.json()["total"] == len(found) == 12
    assert found["momo"] == {
        "preset_id": "momo",
        "name": name,
        "kind": "rabbit",
        "gender": "neutral",
        "master_description": "a cream rabbit with long ears and a red scarf",
        "personality_traits": ["gentle", "curious"],
    }


def test_presets_are_the_houses_and_nobody_elses(as_alice: APIClient, alice: User) -> None:
    own = a_character(alice, name="Mine")

    names = [preset["name"] for preset in as_alice.get(f"{URL}/presets").json()["presets"]]

    assert own.name not in names
    assert as_alice.get(URL).json()["total"] == 1  # and they are not on a family's list
    assert as_alice.get(f"{URL}/{Character.objects.presets()[0].pk}").status_code == 404


def test_a_copy_belongs_to_the_family(as_alice: APIClient, alice: User) -> None:
    sheet = {"id": "hero", "name": "Ember", "kind": "dragon", "main_colour": "#5fae62", "second_colour": "#f2c14e"}
    Character.objects.filter(preset_key="ember").update(sheet=sheet)

    answer = as_alice.post(f"{URL}/from-preset", {"preset_id": "ember", "name": "Sparky"}, format="json")

    assert answer.status_code == 201
    copy = Character.objects.owned_by(alice).get()
    assert (answer.json()["id"], answer.json()["name"], copy.kind) == (copy.pk, "Sparky", "dragon")
    assert copy.sheet == {**sheet, "name": "Sparky"}
    assert (copy.preset_key, copy.names) == (None, {})
    as_alice.patch(f"{URL}/{copy.pk}", {"name": "Blaze"}, format="json")
    assert Character.objects.get(preset_key="ember").name == "Ember"


def test_a_copy_without_a_name_is_called_as_the_preset_is_here(as_alice: APIClient) -> None:
    korean = {"Accept-Language": "ko"}

    body = as_alice.post(f"{URL}/from-preset", {"preset_id": "juno"}, format="json", headers=korean).json()

    assert (body["name"], body["gender"]) == ("지우", "female")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"preset_id": "nobody"}, 404, "NOT_FOUND"),
        ({"preset_id": "x" * 61}, 422, "VALIDATION"),
        ({}, 422, "VALIDATION"),
        ({"preset_id": "momo", "name": "x" * 41}, 422, "VALIDATION"),
        ({"preset_id": "momo", "colour": "red"}, 422, "VALIDATION"),
        ({"preset_id": "mo\x00mo"}, 422, "VALIDATION"),
        ({"preset_id": "momo", "name": "a murderer"}, 422, "SAFETY_INPUT"),
    ],
)
def test_what_cannot_be_copied(as_alice: APIClient, body: dict[str, Any], status: int, code: str) -> None:
    answer = as_alice.post(f"{URL}/from-preset", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_family_without_room_copies_nothing(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.MAX_CHARACTERS = 1
    a_character(alice)

    answer = as_alice.post(f"{URL}/from-preset", {"preset_id": "momo"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")


def test_a_copy_tried_again_is_one_copy(as_alice: APIClient, alice: User) -> None:
    answers = [
        as_alice.post(f"{URL}/from-preset", {"preset_id": "momo"}, format="json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert Character.objects.owned_by(alice).count() == 1
