"""Gemini as a writer, played by a local server that refuses what the vendor's description does not know."""

import base64
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
from storyforge_site.tests.players import gemini
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor
from storyforge_site.tests.wishes import REQUEST, WORDS

PATH = "/models/gemini-3.5-flash-lite:generateContent"


@pytest.fixture(autouse=True)
def at_gemini(settings: Any) -> None:
    settings.LLM_PROVIDER, settings.GEMINI_API_KEY = ["gemini"], gemini.KEY
    settings.GEMINI_MODEL, settings.LLM_TIMEOUT = "gemini-3.5-flash-lite", 2.0


@pytest.fixture
def serve(settings: Any) -> Iterator[Any]:
    """`serve(script)` plays the vendor for the rest of the test."""
    with ExitStack() as stack:

        def begin(script: Script, version: str = "v1beta") -> Vendor:
            playing = stack.enter_context(vendor(script))
            settings.GEMINI_BASE_URL = f"http://127.0.0.1:{playing.port}/{version}"
            return playing

        yield begin


def play(asked: Asked, before: int = 0) -> Answer:
    return gemini.text(asked, lambda words: {"title": words}) or Answer(status=404)


@pytest.mark.parametrize("version", ["v1", "v1beta"])
@pytest.mark.parametrize("model", ["gemini-3.5-flash-lite", "models/gemini-3.5-flash-lite"])
def test_a_story_is_asked_for_by_its_schema_and_counted(settings: Any, serve: Any, version: str, model: str) -> None:
    settings.GEMINI_MODEL = model
    playing = serve(play, version)

    result = registry.story_model().complete_json(REQUEST)

    assert result.data == {"title": "You write.\nA dragon."}
    assert (result.usage.provider, result.usage.vendor_id) == ("gemini", "resp-1")
    assert (result.usage.input_tokens, result.usage.output_tokens) == (900, 1_900)
    (asked,) = playing.asked
    assert asked.path == f"/{version}{PATH}"
    assert gemini.KEY not in asked.path
    form = asked.body["generationConfig"]
    assert form["responseJsonSchema"]["properties"]["title"] == {
        "type": "string",
        "description": "minLength: 1, maxLength: 120",
    }
    assert form["maxOutputTokens"] - form["thinkingConfig"]["thinkingBudget"] == 8_000


def test_children_are_kept_from_all_that_is_likely_harmful(serve: Any) -> None:
    playing = serve(play)

    registry.story_model().complete_json(REQUEST)

    thresholds = {one["category"]: one["threshold"] for one in playing.asked[0].body["safetySettings"]}
    assert set(thresholds.values()) == {"BLOCK_LOW_AND_ABOVE"}
    assert len(thresholds) == 4


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        ("responseJsonSchema", 'Invalid JSON payload received. Unknown name "responseJsonSchema": Cannot find field.'),
        ("thinkingConfig", "Thinking is not enabled for this model."),
    ],
)
def test_what_a_model_does_not_know_it_is_not_asked_again(serve: Any, refused: str, words: str) -> None:
    def script(asked: Asked, before: int) -> Answer:
        form = asked.body["generationConfig"]
        return gemini.no(400, "INVALID_ARGUMENT", words) if refused in form else play(asked)

    playing = serve(script)

    title = registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",))).data["title"]

    assert title.startswith("You write.")
    assert ("JSON Schema" in title) is (refused == "responseJsonSchema")
    assert ["inlineData" in asked.body["contents"][0]["parts"][0] for asked in playing.asked] == [True, True]


def test_a_schema_that_leaves_something_open_is_said_in_words(serve: Any) -> None:
    playing = serve(play)

    title = registry.story_model().complete_json(replace(REQUEST, schema={"type": "object"})).data["title"]

    assert "Answer by this JSON Schema" in title
    assert "responseJsonSchema" not in playing.asked[0].body["generationConfig"]


def test_words_are_asked_for_with_room_to_think(serve: Any) -> None:
    playing = serve(play)

    assert "A line." in registry.story_model().complete_text(WORDS).text
    form = playing.asked[0].body["generationConfig"]
    assert (form["temperature"], form["topP"], form["responseMimeType"]) == (0.9, 0.8, "application/json")
    assert form["maxOutputTokens"] == 4_300


def test_a_picture_goes_along_before_the_words(serve: Any) -> None:
    playing = serve(play)

    registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",)))

    data = {"mimeType": "image/jpeg", "data": base64.b64encode(b"jpeg").decode()}
    assert playing.asked[0].body["contents"][0]["parts"] == [{"inlineData": data}, {"text": "A dragon."}]


def test_what_a_model_says_of_a_photo_is_not_quoted(serve: Any) -> None:
    serve(lambda asked, before: gemini.generated({"text": "A girl with a red coat"}))

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(replace(REQUEST, pictures=(b"jpeg",)))

    assert "red coat" not in failure.value.note


def test_thoughts_are_not_the_answer(serve: Any) -> None:
    thought = {"text": '{"title": "no"}', "thought": True}
    serve(lambda asked, before: gemini.generated(thought, {"text": '{"title": '}, {"text": '"yes"}'}))

    assert registry.story_model().complete_json(REQUEST).data == {"title": "yes"}


POLICY = ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT"]


@pytest.mark.parametrize("reason", POLICY)
def test_a_policy_outcome_comes_with_a_good_status_and_is_final(serve: Any, reason: str) -> None:
    playing = serve(lambda asked, before: gemini.generated(finish_reason=reason))

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(REQUEST)

    assert (failure.value.code, failure.value.kind) == (Code.SAFETY_OUTPUT, Kind.PERMANENT)
    assert len(playing.asked) == 1


QUOTA = {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}],
}
SOON = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0s"}


@pytest.mark.parametrize(
    ("answer", "code", "kind", "calls"),
    [
        (gemini.blocked("PROHIBITED_CONTENT"), Code.SAFETY_OUTPUT, Kind.PERMANENT, 1),
        (gemini.blocked("OTHER"), Code.SAFETY_OUTPUT, Kind.PERMANENT, 1),
        (
            gemini.generated({"text": '{"title": "T'}, finish_reason="MAX_TOKENS"),
            Code.LLM_JSON_INVALID,
            Kind.RETRYABLE,
            1,
        ),
        (gemini.generated(finish_reason="OTHER"), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 1),
        (gemini.generated(), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 1),
        (Answer({"candidates": []}), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 1),
        (gemini.generated({"text": "no json here"}), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 1),
        (gemini.generated({"text": '{"title": NaN}'}), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 1),
        (gemini.no(429, "RESOURCE_EXHAUSTED", "quota", QUOTA), Code.PROVIDER_UNAVAILABLE, Kind.PERMANENT, 1),
        (gemini.no(429, "RESOURCE_EXHAUSTED", "slower", SOON), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 3),
        (gemini.no(503, "UNAVAILABLE", "overloaded", SOON), Code.LLM_JSON_INVALID, Kind.RETRYABLE, 3),
        (gemini.no(403, "PERMISSION_DENIED", "no"), Code.PROVIDER_UNAVAILABLE, Kind.PERMANENT, 1),
        (gemini.no(400, "INVALID_ARGUMENT", "too long"), Code.LLM_JSON_INVALID, Kind.PERMANENT, 1),
    ],
)
def test_every_failure_has_its_code(serve: Any, answer: Answer, code: Code, kind: Kind, calls: int) -> None:
    playing = serve(lambda asked, before: answer)

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(REQUEST)

    assert (failure.value.code, failure.value.kind, len(playing.asked)) == (code, kind, calls)


def test_a_wrong_key_is_not_for_the_family_to_mend(settings: Any, serve: Any) -> None:
    serve(play)
    settings.GEMINI_API_KEY = "another"

    with pytest.raises(StoryforgeError) as failure:
        registry.story_model().complete_json(REQUEST)

    assert failure.value.code is Code.PROVIDER_UNAVAILABLE
    assert "another" not in failure.value.note


def test_no_answer_is_too_odd_to_be_read(settings: Any, serve: Any) -> None:
    settings.LLM_MAX_RETRIES, settings.BREAKER_FAILURES = 1, 10_000
    odd = list(malformed.answers(gemini.generated({"text": '{"title": "T"}'}).body))
    odd += malformed.answers(gemini.blocked("SAFETY").body)
    serve(lambda asked, before: odd[before])

    malformed.require_read_or_refused(
        odd,
        lambda: registry.story_model().complete_json(REQUEST).usage,
        (Code.LLM_JSON_INVALID, Code.SAFETY_OUTPUT),
    )


@pytest.mark.parametrize("version", ["v1", "v1beta"])
def test_the_player_answers_as_the_vendor_says_it_does(version: str) -> None:
    for answer in (gemini.generated({"text": json.dumps({"title": "T"})}), gemini.blocked("SAFETY")):
        assert faults_of_answer(f"gemini-{version}", "POST", f"/{version}{PATH}", answer.body) == []


@pytest.mark.parametrize("wrong", [{"contents": None}, {"no_such_field": 1}, {"safetySettings": [{}]}])
def test_the_player_refuses_what_the_vendor_does_not_know(serve: Any, wrong: dict[str, Any]) -> None:
    playing = serve(play)
    registry.story_model().complete_json(REQUEST)
    (asked,) = playing.asked

    assert play(replace(asked, body={**asked.body, **wrong})).status == 400
