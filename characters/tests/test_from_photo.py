"""POST /v1/characters/from-photo: what comes of a photo."""

import base64
import io
from typing import Any

import pytest
from PIL import Image
from rest_framework.test import APIClient

from characters.models import Character
from characters.tests.a_model import CHAT, DRAWN, MODERATION, chat, play, verdict
from characters.tests.factories import a_character, a_portrait, as_bytes, from_a_phone, upload
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor

pytestmark = pytest.mark.django_db
URL = "/v1/characters/from-photo"


def post(client: APIClient, photo: bytes | str | None = None, **more: Any) -> Any:
    """`photo` as bytes is sent as a file, as words is sent as words; what is None in `more` is left out."""
    headers = more.pop("headers", {})
    sent = photo if isinstance(photo, str) else upload(from_a_phone() if photo is None else photo)
    body = {"photo": sent, "style": "watercolor", **more}
    return client.post(URL, {k: v for k, v in body.items() if v is not None}, format="multipart", headers=headers)


@pytest.fixture
def at_openai(settings: Any) -> Any:
    settings.LLM_PROVIDER, settings.LLM_MODEL, settings.LLM_MAX_RETRIES = ["openai"], "small", 1
    settings.LLM_TIMEOUT = 5.0
    return settings


def shown(openai: Vendor) -> Image.Image:
    return Image.open(io.BytesIO(shown_bytes(openai)))


def shown_bytes(openai: Vendor) -> bytes:
    parts = openai.asked_at(CHAT)[0].body["messages"][1]["content"]
    assert [part["type"] for part in parts] == ["text", "image_url"]
    head, _comma, data = parts[1]["image_url"]["url"].partition(",")
    assert head == "data:image/jpeg;base64"
    return base64.b64decode(data)


@pytest.mark.parametrize(
    ("language", "hair", "top", "bottom"),
    [
        ("en", "black hair", "red T-shirt", "blue trousers"),
        ("ko", "검은 머리", "빨간 티셔츠", "파란 바지"),
        ("ja", "黒い髪", "赤いシャツ", "青いズボン"),
    ],
)
def test_without_a_model_the_colours_are_read_and_that_is_said(
    as_alice: APIClient, alice: User, language: str, hair: str, top: str, bottom: str
) -> None:
    answer = post(as_alice, name="Mina", headers={"Accept-Language": language})

    assert answer.status_code == 201
    body = answer.json()
    assert (body["name"], body["kind"], body["gender"]) == ("Mina", "child", "neutral")
    assert (body["appearance"]["hair"], body["clothing"]["top"], body["clothing"]["bottom"]) == (hair, top, bottom)
    assert body["appearance"]["skin"]
    assert 10 <= len(body["master_description"]) <= 400
    assert body["source"] == "offline_colours"
    assert body["note"]
    assert body["visual_style_notes"]
    assert Character.objects.get(user=alice).pk == body["id"]


def test_the_note_tells_a_parent_what_was_done(as_alice: APIClient) -> None:
    note = post(as_alice).json()["note"]

    assert "Only the colours" in note
    assert "not kept" in note


def test_a_name_is_found_where_none_is_given(as_alice: APIClient) -> None:
    assert post(as_alice).json()["name"]


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#3f78c2", "#d9a279"])
def test_a_photo_that_shows_nobody_makes_somebody_all_the_same(as_alice: APIClient, colour: str) -> None:
    answer = post(as_alice, as_bytes(Image.new("RGB", (400, 300), colour)))

    assert answer.status_code == 201
    assert len(answer.json()["master_description"]) >= 10


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_are_read_too(as_alice: APIClient, kind: str) -> None:
    assert post(as_alice, as_bytes(a_portrait(), kind)).json()["clothing"]["top"] == "red T-shirt"


def test_a_model_with_eyes_is_shown_the_photo_upright_and_small(as_alice: APIClient, at_openai: Any) -> None:
    big = a_portrait(3000).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = post(as_alice, as_bytes(big, exif=exif), name="Mina")
        seen = shown(openai)

    body = answer.json()
    assert (answer.status_code, body["source"], body["name"]) == (201, "model", "Mina")
    assert body["clothing"]["top"] == DRAWN["top"]
    assert (seen.format, max(seen.size)) == ("JPEG", 1024)
    head, feet = (seen.getpixel((512, y)) for y in (120, 980))
    assert max(head) < 90  # type: ignore[arg-type]  # black hair on top
    assert feet[2] > feet[0] + 60  # type: ignore[index]  # blue trousers below


def test_it_is_told_to_describe_and_never_to_recognise(as_alice: APIClient, at_openai: Any) -> None:
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        post(as_alice)

    assert "Never say or guess who anybody is" in openai.asked[0].body["messages"][0]["content"]


@pytest.mark.parametrize(
    "played",
    [
        Answer({"error": {"message": "this model takes no images"}}, status=400),
        Answer({"error": {}}, status=503),
        chat("I see a child."),
        chat({"name": "Poppy"}),
    ],
)
def test_a_model_without_eyes_leaves_us_the_colours(as_alice: APIClient, at_openai: Any, played: Answer) -> None:
    with vendor(lambda asked, before: played) as blind:
        at_openai.LLM_BASE_URL = blind.url
        answer = post(as_alice)

    assert (answer.status_code, answer.json()["source"]) == (201, "offline_colours")


def test_a_model_that_declines_ends_it(as_alice: APIClient, at_openai: Any) -> None:
    with vendor(lambda asked, before: Answer({"error": {"code": "content_policy_violation"}}, status=400)) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = post(as_alice)

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")


@pytest.mark.parametrize("flagged", [True, False])
def test_a_moderator_that_sees_looks_first(as_alice: APIClient, at_openai: Any, flagged: bool) -> None:
    def script(asked: Asked, before: int) -> Answer:
        return verdict(flagged=flagged) if "image_url" in str(asked.body.get("input")) else play(asked, before)

    at_openai.MODERATION_PROVIDER = ["openai"]
    with vendor(script) as openai:
        at_openai.LLM_BASE_URL = at_openai.MODERATION_BASE_URL = openai.url
        answer = post(as_alice)

    assert answer.status_code == (422 if flagged else 201)
    assert len(openai.asked_at(CHAT)) == (0 if flagged else 1)
    assert openai.asked_at(MODERATION)


def test_when_that_moderator_is_down_nothing_is_made(as_alice: APIClient, settings: Any) -> None:
    settings.MODERATION_PROVIDER, settings.MODERATION_BASE_URL = ["openai"], "http://127.0.0.1:9/v1"

    answer = post(as_alice)

    assert (answer.status_code, answer.json()["code"]) == (503, "PROVIDER_UNAVAILABLE")
    assert not Character.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"style": "crayon"}, "style"),
        ({"style": None}, "style"),
        ({"photo": "words"}, "photo"),
        ({"name": "x" * 41}, "name"),
        ({"name": "Mi\x00na"}, "name"),
        ({"hair": "red"}, "hair"),
    ],
)
def test_bad_input_names_the_field(as_alice: APIClient, change: dict[str, Any], field: str) -> None:
    answer = post(as_alice, **change)

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Character.objects.exists()


def test_a_name_is_moderated(as_alice: APIClient) -> None:
    answer = post(as_alice, name="a murderer")

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")


def test_json_is_told_what_is_missing(as_alice: APIClient) -> None:
    answer = as_alice.post(URL, {"style": "pixel"}, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "photo")


def test_a_retry_is_answered_without_asking_again(as_alice: APIClient, at_openai: Any) -> None:
    key = {"Idempotency-Key": "k"}
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        first, again = (post(as_alice, headers=key) for _ in range(2))
        other_photo = post(as_alice, as_bytes(a_portrait(640)), headers=key)
        other_name = post(as_alice, name="Mina", headers=key)

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert [answer.json()["code"] for answer in (other_photo, other_name)] == ["IDEMPOTENCY_MISMATCH"] * 2
    assert len(openai.asked) == 1
    assert Character.objects.count() == 1


def test_a_family_without_room_shows_its_photo_to_nobody(as_alice: APIClient, alice: User, at_openai: Any) -> None:
    at_openai.MAX_CHARACTERS = 1
    a_character(alice)
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = post(as_alice)

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert openai.asked == []


def test_it_counts_as_a_generation(as_alice: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True

    answers = [post(as_alice, style="crayon") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def test_a_parent_learns_beforehand_who_sees_a_photo(as_alice: APIClient, at_openai: Any) -> None:
    at_openai.LLM_BASE_URL = "https://models.example.org/v1"
    out = as_alice.get(URL).json()
    at_openai.LLM_PROVIDER = ["offline"]
    home = as_alice.get(URL).json()

    assert (out["sent_to"], out["kept"]) == (["models.example.org"], False)
    assert "models.example.org" in out["note"]
    assert (home["sent_to"], home["kept"]) == ([], False)
