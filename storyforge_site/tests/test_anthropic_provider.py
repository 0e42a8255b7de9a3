"""Anthropic, played by a local server over real HTTP that refuses what the vendor's description does not know."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import JsonRequest
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests import malformed
from storyforge_site.tests.players import anthropic
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor
from storyforge_site.tests.wishes import REQUEST, TITLED, WORDS


@pytest.fixture(autouse=True, params=sorted(anthropic.DIALECTS))
def at_anthropic(settings: Any, request: pytest.FixtureRequest) -> None:
    """Everything holds in both dialects."""
    settings.LLM_PROVIDER, settings.ANTHROPIC_API_KEY = ["anthropic"], anthropic.KEY
    settings.ANTHROPIC_VERSION, settings.ANTHROPIC_MODEL = request.param, "claude-haiku-5-5"
    settings.LLM_TIMEOUT = 2.0


@pytest.fixture
def serve(settings: Any) -> Iterator[Any]:
    """`serve(script)` plays the vendor for the rest of the test."""
    with ExitStack() as stack:

        def begin(script: Script) -> Vendor:
            playing = stack.enter_context(vendor(script))
            settings.ANTHROPIC_BASE_URL = playing.url
            return playing

        yield begin


def play(asked: Asked, before: int = 0) -> Answer:
    return anthropic.text(asked, lambda words: {"title": words}) or Answer(status=404)


def test_a_story_is_asked_for_by_its_schema_and_counted(serve: Any) -> None:
    playing = serve(play)

    result = registry.story_model().complete_json(REQUEST)

    assert result.data == {"title": "You write.\nA dragon."}
    assert result.usage.provider == "anthropic"
    assert result.usage.model.startswith("claude-haiku-5-5")
    assert (result.usage.input_tokens, result.usage.output_tokens, result.usage.vendor_id) == (900, 1_500, "msg_1")
    (asked,) = playing.asked
    assert asked.body["max_tokens"] == 12_000
    assert asked.body["output_config"]["format"]["schema"]["properties"]["title"] == {
        "type": "string",
        "description": "minLength: 1, maxLength: 120",
    }


def test_a_model_that_knows_no_output_format_is_given_a_tool(serve: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        if "output_config" in asked.body:
            return anthropic.no(400, "invalid_request_error", "output_config: not supported by this model")
        return play(asked)

    playing = serve(script)

    assert registry.story_model().complete_json(REQUEST).data == {"title": "You write.\nA dragon."}
    assert [sorted({"output_config", "tools"} & set(asked.body)) for asked in playing.asked] == [
        ["output_config"],
        ["tools"],
    ]
    assert playing.asked[1].body["tools"][0]["input_schema"] == TITLED


def test_a_schema_that_leaves_something_open_goes_along_as_a_tool(serve: Any) -> None:
    playing = serve(play)

    registry.story_model().complete_json(replace(REQUEST, schema={"type": "object"}))

    assert [asked.body["tool_choice"] for asked in playing.asked] == [{"type": "tool", "name": "story"}]


def test_words_are_asked_for_without_sampling(serve: Any) -> None:
    playing = serve(play)

    assert "A line." in registry.story_model().complete_text(WORDS).text
    assert not {"temperature", "top_p", "top_k"} & set(playing.asked[0].body)
    assert playing.asked[0].body["max_tokens"] == 300


def test_a_picture_goes_along_before_the_words(serve: Any) -> None:
    playing = serve(play)

    registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",)))

    source = {"type": "base64", "media_type": "image/jpeg", "data": base64.b64encode(b"jpeg").decode()}
    assert playing.asked[0].body["messages"][0]["content"] == [
        {"type": "image", "source": source},
        {"type": "text", "text": "A dragon."},
    ]


def test_what_a_model_says_of_a_photo_is_not_quoted(serve: Any) -> None:
    serve(lambda asked, before: anthropic.message(anthropic.spoken("A girl with a red coat")))

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",)))

    assert "red coat" not in failure.value.note


def test_thoughts_are_not_the_answer(serve: Any) -> None:
    thought = {"type": "thinking", "thinking": '{"title": "no"}', "signature": "s"}
    serve(lambda asked, before: anthropic.message(thought, anthropic.spoken('{"title": "yes"}')))

    assert registry.story_model().complete_json(REQUEST).data == {"title": "yes"}


@pytest.mark.parametrize(
    ("answer", "code", "kind", "calls"),
    [
        (anthropic.message(stop_reason="refusal"), Code.SAFETY_OUTPUT, Kind.PERMANENT, 1),
        (
            anthropic.no(400, "invalid_request_error", "Output blocked by content filtering policy"),
            Code.SAFETY_OUTPUT,
            Kind.PERMANENT,
            1,
        ),
        (
            anthropic.message(anthropic.spoken('{"title": "T'), stop_reason="max_tokens"),
            Code.LLM_JSON_INVALID,
            Kind.RETRYABLE,
            1,
        ),
        (anthropic.message(anthropic.spoken("no json here")), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 1),
        (anthropic.no(401, "authentication_error", "invalid x-api-key"), Code.PROVIDER_UNAVAILABLE, Kind.PERMANENT, 1),
        (anthropic.no(402, "billing_error", "pay first"), Code.PROVIDER_UNAVAILABLE, Kind.PERMANENT, 1),
        (
            anthropic.no(429, "rate_limit_error", "enforced_spend_limit_reached"),
            Code.PROVIDER_UNAVAILABLE,
            Kind.PERMANENT,
            1,
        ),
        (
            anthropic.no(400, "invalid_request_error", "Your credit balance is too low to access the API."),
            Code.PROVIDER_UNAVAILABLE,
            Kind.PERMANENT,
            1,
        ),
        (anthropic.no(400, "invalid_request_error", "messages: too long"), Code.LLM_JSON_INVALID, Kind.PERMANENT, 1),
        (
            replace(anthropic.no(529, "overloaded_error", "Overloaded"), headers={"Retry-After": "0"}),
            Code.LLM_JSON_INVALID,
            Kind.RETRYABLE,
            3,
        ),
        (
            replace(anthropic.no(429, "rate_limit_error", "slower"), headers={"Retry-After": "0"}),
            Code.LLM_JSON_INVALID,
            Kind.RETRYABLE,
            3,
        ),
    ],
)
def test_every_failure_has_its_code(serve: Any, answer: Answer, code: Code, kind: Kind, calls: int) -> None:
    playing = serve(lambda asked, before: answer)

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(REQUEST)

    assert (failure.value.code, failure.value.kind, len(playing.asked)) == (code, kind, calls)


def test_a_wrong_key_and_a_wrong_version_are_not_for_the_family_to_mend(settings: Any, serve: Any) -> None:
    serve(play)
    settings.ANTHROPIC_API_KEY = "another"

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(REQUEST)

    assert failure.value.code is Code.PROVIDER_UNAVAILABLE
    assert "another" not in failure.value.note


@pytest.mark.parametrize("request_", [REQUEST, replace(REQUEST, schema={"type": "object"})], ids=["format", "tool"])
def test_no_answer_is_too_odd_to_be_read(settings: Any, serve: Any, request_: JsonRequest) -> None:
    settings.LLM_MAX_RETRIES, settings.BREAKER_FAILURES = 1, 10_000
    good = play(Asked("/v1/messages", *_as_asked(serve, request_)))
    odd = list(malformed.answers(good.body))
    serve(lambda asked, before: odd[before])

    malformed.require_read_or_refused(
        odd,
        lambda: registry.story_model().complete_json(request_).usage,
        (Code.LLM_JSON_INVALID, Code.SAFETY_OUTPUT),
    )


def _as_asked(serve: Any, request: JsonRequest) -> tuple[dict[str, str], dict[str, Any]]:
    playing = serve(play)
    registry.story_model().complete_json(request)
    return playing.asked[0].headers, playing.asked[0].body


def test_the_player_answers_as_the_vendor_says_it_does() -> None:
    said = anthropic.message(anthropic.spoken(json.dumps({"title": "T"})))
    handed = anthropic.message(anthropic.handed_over("story", {"title": "T"}), stop_reason="tool_use")
    for dialect in anthropic.DIALECTS.values():
        assert faults_of_answer(dialect, "POST", "/v1/messages", said.body) == []
        assert faults_of_answer(dialect, "POST", "/v1/messages", handed.body) == []


@pytest.mark.parametrize(
    "wrong", [{"max_tokens": None}, {"top_k": "many"}, {"no_such_field": 1}, {"messages": [{"role": "system"}]}]
)
def test_the_player_refuses_what_the_vendor_does_not_know(serve: Any, wrong: dict[str, Any]) -> None:
    headers, body = _as_asked(serve, REQUEST)
    assert play(Asked("/v1/messages", headers, body)).status == 200
    assert play(Asked("/v1/messages", headers, {**body, **wrong})).status == 400
