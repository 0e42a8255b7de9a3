"""The check that the adapters' tests rest on finds what it is there to find."""

import pytest

from storyforge_site.providers.tests.described import faults_of_answer, faults_of_request

SAID = [{"role": "user", "content": "A fox"}]


@pytest.mark.parametrize(
    ("vendor", "path", "body"),
    [
        ("openai", "/v1/chat/completions", {"model": "m", "messages": SAID}),
        ("anthropic", "/v1/messages", {"model": "m", "max_tokens": 9, "messages": SAID}),
        ("gemini-v1beta", "/v1beta/models/m:generateContent", {"contents": [{"parts": [{"text": "A fox"}]}]}),
        ("elevenlabs", "/v1/text-to-speech/v/with-timestamps", {"text": "A fox"}),
        ("replicate", "/v1/models/o/n/predictions", {"input": {"prompt": "a fox"}}),
        ("fal", "/fal-ai/bytedance/seedream/v4/text-to-image", {"prompt": "a fox"}),
    ],
)
def test_a_field_that_does_not_exist_is_a_fault(vendor: str, path: str, body: dict[str, object]) -> None:
    assert faults_of_request(vendor, "POST", path, body) == []
    assert faults_of_request(vendor, "POST", path, {**body, "no_such_field": 1}) != []


def test_a_missing_field_and_a_wrong_type_are_faults() -> None:
    assert faults_of_request("openai", "POST", "/v1/chat/completions", {"model": "m"}) != []
    assert faults_of_request("anthropic", "POST", "/v1/messages", {"model": "m", "max_tokens": "9", "messages": SAID})
    assert faults_of_answer("replicate", "GET", "/v1/predictions/p", {"status": "flying"}) != []


def test_a_path_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        faults_of_request("openai", "POST", "/v1/chats", {})
