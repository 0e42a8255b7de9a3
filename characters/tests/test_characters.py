"""/v1/characters: made, listed, shown, changed, deleted."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from characters.models import Character
from characters.tests.factories import a_character, wish
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db
URL = "/v1/characters"
A_SHEET = {"id": "hero", "name": "Juno", "kind": "child", "main_colour": "#f6d3b8", "second_colour": "#f6d3b8"}


def problem(answer: Any) -> tuple[int, str, list[str]]:
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, body["code"], [error["field"] for error in body.get("errors", [])]


def test_a_character_is_made_and_answered_whole(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.post(URL, wish(), format="json")

    assert answer.status_code == 201
    body = answer.json()
    row = Character.objects.get()
    assert {name: body[name] for name in wish()} == wish()
    assert (body["id"], body["character_id"], row.user) == (row.pk, row.pk, alice)
    assert body["id"].startswith("char_")
    assert (body["kind"], body["gender"]) == ("child", "female")  # read from the words
    assert body["created_at"].endswith("Z")
    assert body["updated_at"].endswith("Z")
    assert set(body) == {*wish(), "id", "character_id", "kind", "gender", "created_at", "updated_at"}


def test_parts_that_go_unsaid_are_empty(as_alice: APIClient) -> None:
    body = {"name": "Bo", "master_description": "a round blue bear", "personality_traits": ["calm"]}

    answer = as_alice.post(URL, body, format="json").json()

    assert answer["appearance"] == dict.fromkeys(("age_visual", "face", "hair", "skin", "body"), "")
    assert answer["clothing"] == dict.fromkeys(("top", "bottom", "shoes", "accessories"), "")
    assert (answer["visual_style_notes"], answer["kind"], answer["gender"]) == ("", "bear", "neutral")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 40},
        {"master_description": "x" * 10},
        {"master_description": "x" * 400},
        {"personality_traits": ["kind"]},
        {"personality_traits": ["x" * 40] * 10},
        {"visual_style_notes": "x" * 400},
        {"visual_style_notes": ""},
        {"appearance": {"hair": "x" * 120}},
        {"appearance": {}},
        {"clothing": {"top": ""}},
        {"kind": "dragon", "gender": "neutral"},
        {"name": "지우"},
        {"name": "ゆい🦊"},
    ],
)
def test_what_lies_within_the_bounds_is_taken(as_alice: APIClient, change: dict[str, Any]) -> None:
    assert as_alice.post(URL, wish(**change), format="json").status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"name": None}, "name"),
        ({"name": ["Juno"]}, "name"),
        ({"master_description": "x" * 9}, "master_description"),
        ({"master_description": "x" * 401}, "master_description"),
        ({"appearance": "tall"}, "appearance"),
        ({"appearance": {"hair": "x" * 121}}, "appearance.hair"),
        ({"appearance": {"hair": {"colour": "red"}}}, "appearance.hair"),
        ({"appearance": {"tail": "long"}}, "appearance.tail"),
        ({"clothing": {"top": 3.5, "hat": "red"}}, "clothing.hat"),
        ({"clothing": {"shoes": "x" * 121}}, "clothing.shoes"),
        ({"personality_traits": []}, "personality_traits"),
        ({"personality_traits": ["kind"] * 11}, "personality_traits"),
        ({"personality_traits": ["x" * 41]}, "personality_traits.0"),
        ({"personality_traits": [""]}, "personality_traits.0"),
        ({"personality_traits": "kind"}, "personality_traits"),
        ({"visual_style_notes": "x" * 401}, "visual_style_notes"),
        ({"kind": "vampire"}, "kind"),
        ({"gender": "robot"}, "gender"),
        ({"sheet": {}}, "sheet"),
        ({"user": "user_x"}, "user"),
        ({"name": "Ju\x00no"}, ""),
        ({"appearance": {"hair": "bl\x00ack"}}, ""),
    ],
)
def test_bad_input_names_the_field_and_keeps_nothing(as_alice: APIClient, change: dict[str, Any], field: str) -> None:
    answer = as_alice.post(URL, wish(**change), format="json")

    assert problem(answer) == (422, "VALIDATION", [field])
    assert not Character.objects.exists()


def test_missing_fields_are_all_named_at_once(as_alice: APIClient) -> None:
    fields = problem(as_alice.post(URL, {}, format="json"))[2]

    assert set(fields) == {"name", "master_description", "personality_traits"}


@pytest.mark.parametrize(
    "change",
    [
        {"name": "a murderer"},
        {"master_description": "a naked person in a room"},
        {"appearance": {"face": "like a murderer"}},
        {"clothing": {"accessories": "a suicide belt"}},
        {"personality_traits": ["살인마"]},
        {"visual_style_notes": "エロ本"},
    ],
)
def test_every_text_is_moderated(as_alice: APIClient, alice: User, change: dict[str, Any]) -> None:
    kept = a_character(alice)

    for answer in (
        as_alice.post(URL, wish(**change), format="json"),
        as_alice.patch(f"{URL}/{kept.pk}", change, format="json"),
    ):
        assert problem(answer) == (422, "SAFETY_INPUT", [])
    kept.refresh_from_db()
    assert kept.name == "Juno"
    assert Character.objects.count() == 1


def test_a_family_has_room_for_so_many(as_alice: APIClient, alice: User, bob: User, settings: Any) -> None:
    settings.MAX_CHARACTERS = 2
    a_character(alice)
    a_character(bob)
    assert as_alice.post(URL, wish(), format="json").status_code == 201

    answer = as_alice.post(URL, wish(), format="json")

    assert problem(answer) == (422, "VALIDATION", [""])
    assert "2 characters" in answer.json()["errors"][0]["message"]


def test_a_post_tried_again_replays_its_first_answer(as_alice: APIClient, as_bob: APIClient) -> None:
    key = {"Idempotency-Key": "once"}
    first = as_alice.post(URL, wish(), format="json", headers=key)
    again = as_alice.post(URL, wish(), format="json", headers=key)
    other = as_alice.post(URL, wish(name="Momo"), format="json", headers=key)
    of_bob = as_bob.post(URL, wish(), format="json", headers={"X-Idempotency-Key": "once"})

    assert (again.status_code, again.json()) == (201, first.json())
    assert problem(other)[:2] == (422, "IDEMPOTENCY_MISMATCH")
    assert of_bob.json()["id"] != first.json()["id"]
    assert Character.objects.count() == 2


def test_a_refused_post_may_be_mended_under_its_key(as_alice: APIClient) -> None:
    key = {"Idempotency-Key": "once"}
    assert as_alice.post(URL, wish(name=""), format="json", headers=key).status_code == 422

    assert as_alice.post(URL, wish(), format="json", headers=key).status_code == 201


def test_the_newest_comes_first_and_the_list_pages(as_alice: APIClient, alice: User) -> None:
    first, second, third = (a_character(alice, name=name) for name in ("One", "Two", "Three"))

    page = as_alice.get(URL, {"limit": 2}).json()
    rest = as_alice.get(URL, {"limit": 2, "offset": 2}).json()

    assert set(page) == {"characters", "total"}
    assert [row["id"] for row in page["characters"]] == [third.pk, second.pk]
    assert [row["id"] for row in rest["characters"]] == [first.pk]
    assert (page["total"], rest["total"]) == (3, 3)
    assert page["characters"][0] == as_alice.get(f"{URL}/{third.pk}").json()


def test_a_change_of_looks_empties_the_sheet(as_alice: APIClient, alice: User) -> None:
    row = a_character(alice)
    Character.objects.update(sheet=A_SHEET)

    answer = as_alice.patch(f"{URL}/{row.pk}", {"appearance": {"hair": "red"}}, format="json")

    assert answer.status_code == 200
    assert answer.json()["appearance"] == {**wish()["appearance"], "hair": "red"}  # what goes unsaid stays
    row.refresh_from_db()
    assert row.sheet == {}


@pytest.mark.parametrize(
    "change",
    [
        {"master_description": "a girl with a green coat"},
        {"clothing": {"top": "green coat"}},
        {"visual_style_notes": "bold lines"},
        {"kind": "rabbit"},
        {"gender": "male"},
    ],
)
def test_each_part_of_the_looks_empties_the_sheet(as_alice: APIClient, alice: User, change: dict[str, Any]) -> None:
    row = a_character(alice)
    Character.objects.update(sheet=A_SHEET)

    as_alice.patch(f"{URL}/{row.pk}", change, format="json")

    row.refresh_from_db()
    assert row.sheet == {}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"name": "Mina"}, "Mina"),
        ({"personality_traits": ["calm"]}, "Juno"),
        ({"clothing": {"top": "yellow raincoat"}}, "Juno"),
        ({}, "Juno"),
    ],
)
def test_any_other_change_keeps_the_looks(as_alice: APIClient, alice: User, change: Any, name: str) -> None:
    row = a_character(alice)
    Character.objects.update(sheet=A_SHEET)

    assert as_alice.patch(f"{URL}/{row.pk}", change, format="json").status_code == 200

    row.refresh_from_db()
    assert row.sheet == {**A_SHEET, "name": name}


def test_new_words_make_a_new_kind(as_alice: APIClient, alice: User) -> None:
    row = a_character(alice)

    body = as_alice.patch(f"{URL}/{row.pk}", {"master_description": "a white rabbit in a red coat"}, format="json")

    assert body.json()["kind"] == "rabbit"


def test_a_bad_change_changes_nothing(as_alice: APIClient, alice: User) -> None:
    row = a_character(alice)

    answer = as_alice.patch(f"{URL}/{row.pk}", {"name": "Mina", "personality_traits": []}, format="json")

    assert problem(answer) == (422, "VALIDATION", ["personality_traits"])
    row.refresh_from_db()
    assert row.name == "Juno"


def test_a_deleted_character_is_gone(as_alice: APIClient, alice: User) -> None:
    row = a_character(alice)

    answer = as_alice.delete(f"{URL}/{row.pk}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert as_alice.get(f"{URL}/{row.pk}").status_code == 404
    assert as_alice.delete(f"{URL}/{row.pk}").status_code == 404


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User, method: str) -> None:
    row = a_character(alice)
    headers = {"X-Request-ID": "the-same"}

    def answered(client: APIClient, key: str) -> Any:
        return getattr(client, method)(f"{URL}/{key}", {"name": "Mine"}, format="json", headers=headers)

    foreign, missing = answered(as_bob, row.pk), answered(as_bob, "char_nobody")

    assert (foreign.status_code, foreign.json()["code"]) == (404, "NOT_FOUND")
    assert _without_request_id(foreign) == _without_request_id(missing)
    assert answered(as_nobody, row.pk).status_code == 401
    assert Character.objects.get().name == "Juno"
    assert as_bob.get(URL).json() == {"characters": [], "total": 0}


def _without_request_id(answer: Any) -> Any:
    body = answer.json()
    body.pop("request_id")
    headers = {name: value for name, value in answer.items() if name != "X-Request-ID"}
    return body, headers


@pytest.mark.parametrize("key", ["%00", "x" * 500, "..", "char_%E2%80%8B", "presets2"])
def test_an_odd_id_is_no_id(as_alice: APIClient, key: str) -> None:
    assert as_alice.get(f"{URL}/{key}").status_code == 404


def test_nobody_makes_anything(as_nobody: APIClient) -> None:
    paths = ("", "/from-preset", "/from-text", "/from-photo")

    assert {as_nobody.post(f"{URL}{path}", {}, format="json").status_code for path in paths} == {401}
    assert as_nobody.get(URL).status_code == 401
    assert as_nobody.get(f"{URL}/presets").status_code == 401


def test_making_one_by_hand_is_no_generation(as_alice: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True

    answers = [as_alice.post(URL, wish(), format="json") for _ in range(11)]

    assert {answer.status_code for answer in answers} == {201}
    assert int(answers[0]["RateLimit-Limit"]) > 10


def test_moments_are_in_utc(as_alice: APIClient, alice: User) -> None:
    body = as_alice.get(f"{URL}/{a_character(alice).pk}").json()

    assert body["created_at"][:10] == now().date().isoformat()
