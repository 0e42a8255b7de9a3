"""Gemini's image models, played by a local server."""

import base64
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests import malformed
from storyforge_site.tests.picture_wishes import a_jpeg, a_request
from storyforge_site.tests.players import imagen
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor

PATH = "/v1beta/models/painter:generateContent"


def play(asked: Asked, before: int) -> Answer:
    return imagen.picture(asked, lambda: b"picture") or Answer(status=404)


def at(made: Vendor) -> str:
    return f"http://127.0.0.1:{made.port}/v1beta"


@pytest.fixture(autouse=True)
def at_gemini(settings: Any) -> None:
    settings.IMAGE_PROVIDER, settings.IMAGEN_API_KEY, settings.IMAGEN_MODEL = ["imagen"], imagen.KEY, "painter"
    settings.IMAGE_TIMEOUT = 2.0


def test_a_picture_comes_in_the_answer(settings: Any) -> None:
    with vendor(play) as made:
        settings.GEMINI_BASE_URL = at(made)
        result = registry.image_model().generate(a_request())

    assert result.data == b"picture"
    usage = result.usage
    assert (usage.provider, usage.model, usage.pictures, usage.output_tokens) == ("imagen", "painter", 1, 1_120)
    asked = made.asked[0]
    assert (asked.path, asked.headers["x-goog-api-key"]) == (PATH, imagen.KEY)
    assert "key" not in asked.path
    assert asked.body["generationConfig"]["imageConfig"] == {"aspectRatio": "1:1"}


def test_the_heroes_go_along(settings: Any) -> None:
    hero = a_jpeg()
    with vendor(play) as made:
        settings.GEMINI_BASE_URL = at(made)
        registry.image_model().generate(a_request(references=[hero]))

    picture, words = made.asked[0].body["contents"][0]["parts"]
    assert picture == {"inlineData": {"mimeType": "image/jpeg", "data": base64.b64encode(hero).decode()}}
    assert "same heroes" in words["text"]
    assert registry.image_model_takes_references()


def test_the_last_picture_counts_and_thoughts_do_not(settings: Any) -> None:
    def part(data: bytes, **fields: Any) -> dict[str, Any]:
        return {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(data).decode()}, **fields}

    parts = [part(b"draft"), {"text": "Here it is"}, part(b"final"), part(b"a thought", thought=True)]
    with vendor(lambda asked, before: imagen.candidate({"parts": parts})) as made:
        settings.GEMINI_BASE_URL = at(made)
        assert registry.image_model().generate(a_request()).data == b"final"


@pytest.mark.parametrize("first", [imagen.candidate(ended="NO_IMAGE"), imagen.candidate(ended="IMAGE_OTHER")])
def test_what_came_without_a_picture_is_asked_for_once_more(settings: Any, first: Answer) -> None:
    with vendor(lambda asked, before: play(asked, before) if before else first) as made:
        settings.GEMINI_BASE_URL = at(made)
        assert registry.image_model().generate(a_request()).data == b"picture"

    assert len(made.asked) == 2


@pytest.mark.parametrize(
    ("answer", "code", "calls"),
    [
        (imagen.candidate(ended="NO_IMAGE"), Code.IMAGE_FAILED, 2),
        (imagen.candidate({"parts": [{"text": "I would rather talk."}]}), Code.IMAGE_FAILED, 2),
        (imagen.candidate({"parts": [{"inlineData": {"data": "?!"}}]}), Code.IMAGE_FAILED, 2),
        (imagen.candidate({"parts": [{"inlineData": {"data": 5}}]}), Code.IMAGE_FAILED, 2),
        (imagen.candidate({"parts": [{"inlineData": ["x"]}]}), Code.IMAGE_FAILED, 2),
        (imagen.candidate({"parts": {"inlineData": {}}}), Code.IMAGE_FAILED, 2),
        (Answer({"candidates": {"0": {}}}), Code.IMAGE_FAILED, 2),
        (Answer({"candidates": [None], "usageMetadata": []}), Code.IMAGE_FAILED, 2),
        *[
            (imagen.candidate(ended=reason), Code.SAFETY_OUTPUT, 1)
            for reason in (
                "IMAGE_SAFETY",
                "IMAGE_PROHIBITED_CONTENT",
                "IMAGE_RECITATION",
                "SAFETY",
                "PROHIBITED_CONTENT",
            )
        ],
        (Answer({"promptFeedback": {"blockReason": "IMAGE_SAFETY"}}), Code.SAFETY_OUTPUT, 1),
        (imagen.refused(403, "PERMISSION_DENIED", "no"), Code.PROVIDER_UNAVAILABLE, 1),
        (imagen.refused(400, "INVALID_ARGUMENT", "no"), Code.IMAGE_FAILED, 1),
        (Answer(status=429, headers={"Retry-After": "0"}), Code.IMAGE_RATE_LIMIT, 3),
        (Answer(status=503, headers={"Retry-After": "0"}), Code.IMAGE_FAILED, 3),
    ],
)
def test_every_failure_has_its_code(settings: Any, answer: Answer, code: Code, calls: int) -> None:
    with vendor(lambda asked, before: answer) as made:
        settings.GEMINI_BASE_URL = at(made)
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request())

    assert failure.value.code is code
    assert len(made.asked) == calls


def test_no_answer_is_too_odd_to_be_read(settings: Any) -> None:
    settings.IMAGE_MAX_RETRIES, settings.BREAKER_FAILURES = 1, 10_000
    good = imagen.candidate({"parts": [{"inlineData": {"mimeType": "image/png", "data": "aGVsbG8="}}]})
    odd = list(malformed.answers(good.body))
    with vendor(lambda asked, before: odd[turn.nth]) as made:
        settings.GEMINI_BASE_URL = at(made)
        turn = malformed.Turn(lambda: registry.image_model().generate(a_request()).usage)
        malformed.require_read_or_refused(odd, turn, (Code.IMAGE_FAILED, Code.SAFETY_OUTPUT))


def test_the_breaker_is_the_one_that_health_asks_about(settings: Any) -> None:
    settings.BREAKER_FAILURES = settings.IMAGE_MAX_RETRIES = 1
    settings.GEMINI_BASE_URL = "http://127.0.0.1:9/v1beta"
    with pytest.raises(StoryforgeError):
        registry.image_model().generate(a_request())

    assert not registry.every_kind_has_an_open_provider()


def test_the_player_answers_as_described_and_refuses_what_is_wrong() -> None:
    headers = {"x-goog-api-key": imagen.KEY}
    body: dict[str, Any] = {
        "contents": [{"parts": [{"text": "a fox"}]}],
        "generationConfig": {"responseModalities": ["IMAGE"]},
    }
    answer = imagen.picture(Asked(PATH, headers, body), lambda: b"picture")
    wrong = imagen.picture(Asked(PATH, headers, body | {"prompt": "a fox"}), lambda: b"picture")
    stranger = imagen.picture(Asked(PATH, {}, body), lambda: b"picture")

    assert answer
    assert wrong
    assert stranger
    assert faults_of_answer("gemini-v1beta", "POST", PATH, answer.body) == []
    assert (wrong.status, stranger.status) == (400, 403)
