"""OpenAI and compatible servers, played by a local server over real HTTP."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import Outcome
from storyforge_site.tests.vendor import Answer, Asked, vendor
from storyforge_site.tests.wishes import REQUEST


def chat(content: str, **choice: Any) -> Answer:
    message = {"role": "assistant", "content": content}
    body = {"id": "c1", "model": "small", "choices": [{"message": message, "finish_reason": "stop", **choice}]}
    return Answer(body | {"usage": {"prompt_tokens": 11, "completion_tokens": 7}})


@pytest.fixture(autouse=True)
def at_openai(settings: Any) -> None:
    settings.LLM_PROVIDER, settings.LLM_API_KEY, settings.LLM_MODEL = ["openai"], "key-1", "small"
    settings.MODERATION_PROVIDER, settings.MODERATION_API_KEY = ["openai"], "key-3"
    settings.LLM_TIMEOUT = settings.MODERATION_TIMEOUT = 2.0


def test_a_story_is_asked_for_by_its_schema(settings: Any) -> None:
    with vendor(lambda asked, before: chat('{"title": "T"}')) as openai:
        settings.LLM_BASE_URL = openai.url
        result = registry.story_model().complete_json(REQUEST)

    assert result.data == {"title": "T"}
    assert (result.usage.provider, result.usage.model, result.usage.input_tokens) == ("openai", "small", 11)
    asked = openai.asked[0]
    assert (asked.path, asked.headers["authorization"]) == ("/v1/chat/completions", "Bearer key-1")
    assert asked.body["response_format"]["json_schema"]["schema"]["required"] == ["title"]
    assert [message["role"] for message in asked.body["messages"]] == ["system", "user"]


def test_a_server_without_schemas_is_asked_more_simply(settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        if "response_format" in asked.body:
            return Answer({"error": {"message": "response_format is not supported"}}, status=500 if before else 400)
        return chat('```json\n{"title": "T"}\n```')

    with vendor(script) as llama:
        settings.LLM_BASE_URL = llama.url
        result = registry.story_model().complete_json(REQUEST)

    assert result.data == {"title": "T"}
    assert [asked.body.get("response_format", {}).get("type") for asked in llama.asked] == [
        "json_schema",
        "json_object",
        None,
    ]
    assert "JSON Schema" in llama.asked[-1].body["messages"][1]["content"]


def test_a_busy_vendor_is_asked_again_when_it_says(settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        return chat('{"title": "T"}') if before else Answer(status=429, headers={"Retry-After": "0"})

    with vendor(script) as openai:
        settings.LLM_BASE_URL = openai.url
        assert registry.story_model().complete_json(REQUEST).data == {"title": "T"}

    assert len(openai.asked) == 2


@pytest.mark.parametrize(
    ("answer", "code", "calls"),
    [
        (Answer({"error": {"code": "insufficient_quota"}}, status=429), Code.PROVIDER_UNAVAILABLE, 1),
        (Answer({"error": {}}, status=401), Code.PROVIDER_UNAVAILABLE, 1),
        (chat("", finish_reason="content_filter"), Code.SAFETY_OUTPUT, 1),
        (Answer(b"<html>oops</html>", headers={"Retry-After": "0"}), Code.LLM_JSON_INVALID, 3),
        (Answer(b"\xff\xfe", headers={"Retry-After": "0"}), Code.LLM_JSON_INVALID, 3),
        (Answer({"choices": []}), Code.LLM_JSON_INVALID, 1),
        (chat("no json here"), Code.LLM_JSON_INVALID, 1),
    ],
)
def test_every_failure_has_its_code(settings: Any, answer: Answer, code: Code, calls: int) -> None:
    with vendor(lambda asked, before: answer) as openai:
        settings.LLM_BASE_URL = openai.url
        with pytest.raises(StoryforgeError) as failure:
            registry.story_model().complete_json(REQUEST)

    assert failure.value.code is code
    assert len(openai.asked) == calls


def test_a_slow_vendor_times_out_and_the_next_in_the_chain_is_asked(settings: Any) -> None:
    settings.LLM_TIMEOUT = 0.2
    settings.LLM_PROVIDER = ["openai"]
    with vendor(lambda asked, before: Answer(delay=1.0)) as openai:
        settings.LLM_BASE_URL = openai.url
        with pytest.raises(StoryforgeError) as failure:
            registry.story_model().complete_json(REQUEST)

    assert (failure.value.code, failure.value.kind) == (Code.LLM_TIMEOUT, Kind.RETRYABLE)


@pytest.mark.parametrize(
    ("flagged", "score", "outcome"),
    [(False, 0.01, Outcome.PASS), (False, 0.5, Outcome.REVIEW), (True, 0.9, Outcome.BLOCK)],
)
def test_a_picture_is_looked_at(settings: Any, flagged: bool, score: float, outcome: Outcome) -> None:
    answer = {"id": "m1", "results": [{"flagged": flagged, "category_scores": {"violence": score}}]}
    with vendor(lambda asked, before: Answer(answer)) as openai:
        settings.MODERATION_BASE_URL = openai.url
        verdict = registry.moderator().check_image(b"jpeg", target_age="3-5", drawn_from_closed_vocabulary=False)

    assert verdict.outcome is outcome
    assert openai.asked[0].body["input"][0]["image_url"]["url"].startswith("data:image/jpeg;base64,")


def test_a_moderator_that_is_down_lets_nothing_pass(settings: Any) -> None:
    settings.MODERATION_BASE_URL = "http://127.0.0.1:9/v1"

    with pytest.raises(StoryforgeError) as failure:
        registry.moderator().check_text("a dragon", language="en", target_age="5-7")

    assert failure.value.code is Code.PROVIDER_UNAVAILABLE


def test_a_picture_to_look_at_goes_along_as_a_part_of_the_question(settings: Any) -> None:
    request = replace(REQUEST, pictures=(b"jpeg",))
    with vendor(lambda asked, before: chat('{"title": "T"}')) as openai:
        settings.LLM_BASE_URL = openai.url
        registry.story_model().complete_json(request)

    content = openai.asked[0].body["messages"][1]["content"]
    address = f"data:image/jpeg;base64,{base64.b64encode(b'jpeg').decode()}"
    assert content == [
        {"type": "text", "text": "A dragon."},
        {"type": "image_url", "image_url": {"url": address}},
    ]
    assert "jpeg" not in repr(request)


@pytest.mark.parametrize("quoted", ["data:image/jpeg;base64,{}", "{}"])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_no_picture_is_quoted_in_an_errors_note(settings: Any, quoted: str, status: int) -> None:
    settings.LLM_MAX_RETRIES = 1
    picture = base64.b64encode(bytes(range(256)) * 4).decode()
    body = f"cannot read {quoted.format(picture)}".encode()
    with vendor(lambda asked, before: Answer(body, status=status)) as openai:
        settings.LLM_BASE_URL = openai.url
        with pytest.raises(StoryforgeError) as failure:
            registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",)))

    assert "(a picture)" in failure.value.note
    assert picture[:40] not in failure.value.note


def test_what_a_model_says_of_a_photo_is_not_quoted(settings: Any) -> None:
    with vendor(lambda asked, before: chat("A girl with a red coat")) as openai:
        settings.LLM_BASE_URL = openai.url
        with pytest.raises(StoryforgeError) as failure:
            registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",)))

    assert "red coat" not in failure.value.note
