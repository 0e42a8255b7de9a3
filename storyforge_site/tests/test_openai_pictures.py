"""OpenAI's pictures and those of compatible servers, played by a local server over real HTTP."""

import base64
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.tests.described import faults_of_answer, faults_of_request
from storyforge_site.tests import malformed
from storyforge_site.tests.picture_wishes import a_jpeg, a_request
from storyforge_site.tests.players import openai_pictures as openai
from storyforge_site.tests.players.forms import form_in
from storyforge_site.tests.vendor import Answer, Asked, vendor


def play(asked: Asked, before: int) -> Answer:
    return openai.picture(asked, lambda: b"picture") or Answer(status=404)


@pytest.fixture(autouse=True)
def at_openai(settings: Any) -> None:
    settings.IMAGE_PROVIDER, settings.IMAGE_API_KEY, settings.IMAGE_MODEL = ["openai"], openai.KEY, "gpt-image-1-mini"
    settings.IMAGE_REFERENCES, settings.IMAGE_TIMEOUT = True, 2.0


def test_a_picture_comes_as_bytes_and_its_tokens_are_counted(settings: Any) -> None:
    with vendor(play) as made:
        settings.IMAGE_BASE_URL = made.url
        result = registry.image_model().generate(a_request())

    assert result.data == b"picture"
    assert (made.asked[0].path, made.asked[0].body["size"]) == (openai.GENERATIONS, "1024x1024")
    assert (result.usage.input_tokens, result.usage.output_tokens, result.usage.pictures) == (50, 1_056, 1)
    assert prices.cost(result.usage) == 8_573


@pytest.mark.parametrize("number", [1, 2])
def test_the_heroes_go_along_in_a_form(settings: Any, number: int) -> None:
    heroes = [a_jpeg(64 + nth) for nth in range(number)]
    with vendor(play) as made:
        settings.IMAGE_BASE_URL = made.url
        result = registry.image_model().generate(a_request(references=heroes))

    assert (result.data, made.asked[0].path) == (b"picture", openai.EDITS)
    form = form_in(made.asked[0])
    assert [file.data for files in form.files.values() for file in files] == heroes
    assert "same heroes" in form.fields["prompt"]


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_that_cannot_do_so_is_told_in_words(settings: Any, status: int) -> None:
    def script(asked: Asked, before: int) -> Answer:
        return Answer(status=status) if asked.path == openai.EDITS else play(asked, before)

    with vendor(script) as made:
        settings.IMAGE_BASE_URL = made.url
        result = registry.image_model().generate(a_request(references=[a_jpeg()]))

    assert result.data == b"picture"
    assert [asked.path for asked in made.asked] == [openai.EDITS, openai.GENERATIONS]
    assert "same heroes" not in made.asked[1].body["prompt"]


@pytest.mark.parametrize(
    ("address", "is_told", "takes"),
    [
        ("https://api.openai.com/v1", False, True),
        ("http://local/v1", False, False),
        ("http://local/v1", True, True),
    ],
)
def test_a_compatible_server_takes_references_where_the_settings_say_so(
    settings: Any, address: str, is_told: bool, takes: bool
) -> None:
    settings.IMAGE_BASE_URL, settings.IMAGE_REFERENCES = address, is_told

    assert registry.image_model_takes_references() is takes


def test_a_compatible_server_may_name_an_address(settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        return Answer(b"picture") if before else Answer({"created": 1, "data": [{"url": f"{made.url}/out.png"}]})

    with vendor(script) as made:
        settings.IMAGE_BASE_URL = made.url
        assert registry.image_model().generate(a_request()).data == b"picture"


@pytest.mark.parametrize("edits", [False, True])
@pytest.mark.parametrize(
    ("answer", "code", "calls"),
    [
        (openai.refused("moderation_blocked", 400), Code.SAFETY_OUTPUT, 1),
        (openai.refused("invalid_value", 400), Code.IMAGE_FAILED, 1),
        (openai.refused("billing_hard_limit_reached", 400), Code.PROVIDER_UNAVAILABLE, 1),
        (Answer(status=429, headers={"Retry-After": "0"}), Code.IMAGE_RATE_LIMIT, 3),
        (Answer({"data": []}), Code.IMAGE_FAILED, 1),
        (Answer({"data": {"0": {}}}), Code.IMAGE_FAILED, 1),
        (Answer({"data": [None]}), Code.IMAGE_FAILED, 1),
        (Answer({"data": [{"b64_json": 5}]}), Code.IMAGE_FAILED, 1),
        (Answer({"data": [{"b64_json": "?!"}]}), Code.IMAGE_FAILED, 1),
        (Answer({"data": [{"b64_json": "\u00e9"}]}), Code.IMAGE_FAILED, 1),
        (Answer({"data": [{"url": ["x"]}]}), Code.IMAGE_FAILED, 1),
    ],
)
def test_every_failure_has_its_code(settings: Any, edits: bool, answer: Answer, code: Code, calls: int) -> None:
    with vendor(lambda asked, before: answer) as made:
        settings.IMAGE_BASE_URL = made.url
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request(references=[a_jpeg()] if edits else []))

    assert failure.value.code is code
    assert len(made.asked) == calls


@pytest.mark.parametrize("found", [{"b64_json": "aGVsbG8="}, {"url": "http://127.0.0.1:9/out.png"}])
def test_no_answer_is_too_odd_to_be_read(settings: Any, found: dict[str, Any]) -> None:
    settings.IMAGE_MAX_RETRIES, settings.BREAKER_FAILURES = 1, 10_000
    odd = list(malformed.answers({"created": 1, "data": [found], "usage": openai.USAGE}))
    with vendor(lambda asked, before: odd[before]) as made:
        settings.IMAGE_BASE_URL = made.url
        malformed.require_read_or_refused(
            odd, lambda: registry.image_model().generate(a_request()).usage, (Code.IMAGE_FAILED,)
        )


def test_a_reference_is_no_part_of_what_is_logged() -> None:
    request: ImageRequest = a_request(references=[b"a hero in a red coat"])

    assert "red coat" not in repr(request)


def test_the_player_answers_as_described_and_refuses_what_is_wrong() -> None:
    headers = {"authorization": f"Bearer {openai.KEY}"}
    right = openai.picture(Asked(openai.GENERATIONS, headers, {"prompt": "a fox"}), lambda: b"picture")
    wrong = openai.picture(Asked(openai.GENERATIONS, headers, {"prompt": "a fox", "seed": 1}), lambda: b"picture")
    bare = openai.picture(Asked(openai.EDITS, headers, {"prompt": "a fox"}), lambda: b"picture")
    stranger = openai.picture(Asked(openai.GENERATIONS, {}, {"prompt": "a fox"}), lambda: b"picture")

    assert right
    assert wrong
    assert bare
    assert stranger
    assert faults_of_answer("openai", "POST", openai.GENERATIONS, right.body) == []
    assert (wrong.status, bare.status, stranger.status) == (400, 400, 401)


@pytest.mark.parametrize("references", [[], [a_jpeg()]])
def test_openai_itself_is_asked_for_a_jpeg(settings: Any, references: list[bytes]) -> None:
    answer = Answer({"created": 1, "data": [{"b64_json": base64.b64encode(b"picture").decode()}]})

    with vendor(lambda asked, before: answer) as made:
        settings.IMAGE_BASE_URL = f"{made.url}/api.openai.com"
        result = registry.image_model().generate(a_request(references=references))

    asked = made.asked[0]
    said = form_in(asked).fields if references else asked.body
    assert result.data == b"picture"
    assert (said["output_format"], int(said["output_compression"])) == ("jpeg", 95)
    assert references or not faults_of_request("openai", "POST", openai.GENERATIONS, asked.body)
