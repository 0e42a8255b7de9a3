"""OpenAI as a writer, played by a local server that refuses what the vendor's description does not know."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests import malformed
from storyforge_site.tests.players import openai
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor
from storyforge_site.tests.wishes import REQUEST, WORDS

VENDORS_OWN = "api.openai.com"  # in the address: what OpenAI itself is sent differs from what its imitators are


@pytest.fixture(autouse=True, params=["imitator", VENDORS_OWN])
def at_openai(settings: Any, request: pytest.FixtureRequest) -> str:
    settings.LLM_PROVIDER, settings.LLM_API_KEY, settings.LLM_MODEL = ["openai"], openai.KEY, "gpt-5-mini"
    settings.LLM_TIMEOUT = 2.0
    return str(request.param)


@pytest.fixture
def serve(settings: Any, at_openai: str) -> Iterator[Any]:
    """`serve(script)` plays the vendor for the rest of the test."""
    with ExitStack() as stack:

        def begin(script: Script) -> Vendor:
            def at_its_path(asked: Asked, before: int) -> Answer:
                return script(replace(asked, path=asked.path.removeprefix(f"/{at_openai}")), before)

            playing = stack.enter_context(vendor(at_its_path))
            settings.LLM_BASE_URL = f"http://127.0.0.1:{playing.port}/{at_openai}/v1"
            return playing

        yield begin


def play(asked: Asked, before: int = 0) -> Answer:
    return openai.text(asked, lambda words: {"title": words}) or Answer(status=404)


def test_a_story_is_asked_for_in_strict_mode(serve: Any) -> None:
    playing = serve(play)

    result = registry.story_model().complete_json(REQUEST)

    assert result.data == {"title": "You write.\nA dragon."}
    assert (result.usage.input_tokens, result.usage.output_tokens) == (900, 1_500)
    schema = playing.asked[0].body["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert schema["schema"]["properties"]["title"] == {"type": "string", "description": "minLength: 1, maxLength: 120"}


def test_a_schema_that_leaves_something_open_is_never_strict(serve: Any) -> None:
    playing = serve(play)

    title = registry.story_model().complete_json(replace(REQUEST, schema={"type": "object"})).data["title"]

    assert "Answer by this JSON Schema" in title
    assert [asked.body["response_format"] for asked in playing.asked] == [{"type": "json_object"}]


def test_words_and_a_photo_are_asked_as_the_description_says(serve: Any) -> None:
    serve(play)

    assert "A line." in registry.story_model().complete_text(WORDS).text
    assert registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",))).data["title"]


@pytest.mark.parametrize(
    ("answer", "code", "kind"),
    [
        (openai.chat(None, refusal="I can't help with that."), Code.SAFETY_OUTPUT, Kind.PERMANENT),
        (openai.chat("", finish_reason="content_filter"), Code.SAFETY_OUTPUT, Kind.PERMANENT),
        (openai.chat('{"title": "T"}', finish_reason="length"), Code.LLM_JSON_INVALID, Kind.RETRYABLE),
        (openai.chat('{"title": Infinity}'), Code.LLM_JSON_INVALID, Kind.RETRYABLE),
        (openai.no(400, "flagged", code="content_policy_violation"), Code.SAFETY_OUTPUT, Kind.PERMANENT),
        (openai.no(401, "Incorrect API key"), Code.PROVIDER_UNAVAILABLE, Kind.PERMANENT),
    ],
)
def test_what_it_declines_and_what_it_cuts_off(serve: Any, answer: Answer, code: Code, kind: Kind) -> None:
    playing = serve(lambda asked, before: answer)

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(REQUEST)

    assert (failure.value.code, failure.value.kind, len(playing.asked)) == (code, kind, 1)


def test_no_answer_is_too_odd_to_be_read(settings: Any, serve: Any) -> None:
    settings.LLM_MAX_RETRIES, settings.BREAKER_FAILURES = 1, 10_000
    odd = list(malformed.answers(openai.chat('{"title": "T"}').body))
    serve(lambda asked, before: odd[before])

    malformed.require_read_or_refused(
        odd,
        lambda: registry.story_model().complete_json(REQUEST).usage,
        (Code.LLM_JSON_INVALID, Code.SAFETY_OUTPUT),
    )


def test_the_player_answers_and_refuses_as_the_vendor_says_it_does(serve: Any) -> None:
    playing = serve(play)
    registry.story_model().complete_json(REQUEST)
    asked = replace(playing.asked[0], path="/v1/chat/completions")
    said = openai.chat(json.dumps({"title": "T"}))

    assert faults_of_answer("openai", "POST", asked.path, said.body) == []
    assert play(asked).status == 200
    assert play(replace(asked, body={**asked.body, "no_such_field": 1})).status == 400
    assert play(replace(asked, headers={})).status == 401
