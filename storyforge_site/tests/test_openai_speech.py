"""OpenAI's speech and servers that speak like it, played by a local server."""

from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult
from storyforge_site.tests.players import openai_speech
from storyforge_site.tests.players.openai_speech import refused
from storyforge_site.tests.speaking import cut_off, tone
from storyforge_site.tests.vendor import Answer, Asked, Script, vendor

TEXT = '"Oh!" said Olu, and put one claw in.'


@pytest.fixture(autouse=True)
def at_openai(settings: Any) -> None:
    settings.TTS_PROVIDER, settings.TTS_API_KEY, settings.TTS_TIMEOUT = ["openai"], openai_speech.KEY, 2.0


def playing(asked: Asked, before: int) -> Answer:
    return openai_speech.speech(asked, tone) or Answer(status=404)


def read(settings: Any, script: Script, text: str = TEXT, language: str = "en") -> SpeechResult:
    with vendor(script) as house:
        settings.TTS_BASE_URL = house.url
        return registry.speech_model().synthesize(SpeechRequest(text, language))


@pytest.mark.parametrize("model", ["gpt-4o-mini-tts", "tts-1-hd"])
@pytest.mark.parametrize(
    ("language", "text"), [("en", TEXT), ("ko", "작은 용은 헤엄쳤어요."), ("ja", "竜は、泳ぎました。")]
)
def test_a_page_is_read_and_its_words_are_estimated(settings: Any, model: str, language: str, text: str) -> None:
    settings.TTS_MODEL = model

    said = read(settings, playing, text, language)

    starts = [word.start_ms for word in said.words]
    assert said.data == Sound.of(tone(text)).data
    assert "".join(word.text for word in said.words) == "".join(text.split())
    assert starts == sorted(set(starts))
    assert said.words[-1].end_ms == Sound.of(said.data).milliseconds
    assert (said.usage.model, said.usage.letters) == (model, len(text))
    assert 0 < prices.cost(said.usage) == prices.most_for_speech(text)


def test_a_local_server_has_no_key_and_gets_no_directions(settings: Any) -> None:
    settings.TTS_API_KEY, settings.TTS_MODEL, settings.TTS_VOICE = "", "kokoro", "af_heart"
    heard: list[Asked] = []

    def kokoro(asked: Asked, before: int) -> Answer:
        heard.append(asked)
        return Answer(tone(asked.body["input"], rate=24_000), headers={"Content-Type": "audio/mpeg"})

    said = read(settings, kokoro)

    assert Sound.of(said.data).format.rate == 24_000
    assert "authorization" not in heard[0].headers
    assert heard[0].body == {"model": "kokoro", "voice": "af_heart", "input": TEXT, "response_format": "mp3"}


def test_a_language_it_was_not_set_up_for_is_left_to_the_next(settings: Any) -> None:
    settings.TTS_LANGUAGES, settings.TTS_PROVIDER = ["en"], ["openai", "offline"]

    assert read(settings, playing, "작은 용", "ko").usage.provider == "offline"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Olu swims. " * 600, "swims. "),
        ("Olu swims on and " * 400, " "),
        ("泳" * 5000, "泳"),
        ("「わあ！」と竜は泳ぎました。" * 500, "」。！ました"),
    ],
    ids=["sentences", "words", "neither", "japanese"],
)
def test_a_long_text_is_cut_and_joined(settings: Any, text: str, ends: str) -> None:
    asked: list[str] = []

    def script(one: Asked, before: int) -> Answer:
        asked.append(one.body["input"])
        return openai_speech.speech(one, lambda said: tone(said[:100])) or Answer(status=404)

    said = read(settings, script, text, "ja")

    assert "".join(asked) == text
    assert all(len(part) <= 4_096 for part in asked)
    assert asked[0].endswith(tuple(ends) if "」" in ends else ends)
    assert len(Sound.of(said.data).frames) == sum(len(Sound.of(tone(part[:100])).frames) for part in asked)
    assert "".join(word.text for word in said.words) == "".join(text.split())


@pytest.mark.parametrize(
    ("answer", "code", "calls"),
    [
        (refused(401, "invalid_api_key"), Code.PROVIDER_UNAVAILABLE, 1),
        (refused(429, "insufficient_quota"), Code.PROVIDER_UNAVAILABLE, 1),
        (refused(400, "content_policy_violation"), Code.SAFETY_OUTPUT, 1),
        (refused(400, "invalid_value"), Code.TTS_FAILED, 1),
        (Answer(status=503, headers={"Retry-After": "0"}), Code.TTS_FAILED, 3),
        (Answer(status=429, headers={"Retry-After": "0"}), Code.TTS_FAILED, 3),
    ],
)
def test_every_failure_has_its_code(settings: Any, answer: Answer, code: Code, calls: int) -> None:
    asked: list[Asked] = []

    def script(one: Asked, before: int) -> Answer:
        asked.append(one)
        return answer

    with pytest.raises(StoryforgeError) as failure:
        read(settings, script)

    assert failure.value.code is code
    assert len(asked) == calls


def test_a_slow_voice_times_out(settings: Any) -> None:
    settings.TTS_TIMEOUT, settings.TTS_MAX_RETRIES = 0.2, 1

    with pytest.raises(StoryforgeError) as failure:
        read(settings, lambda asked, before: Answer(delay=0.5))

    assert failure.value.code is Code.TTS_FAILED


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"<html>oops</html>",
        b"\xff\xfe",
        b"\xff" * 4000,
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"OggS",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
        {"error": {"message": "oops"}},
        {"audio": "AAAA"},
        cut_off(),
        tone("a") + tone("a", rate=24_000),
        tone("a") + b"<script>alert(1)</script>",
    ],
)
def test_what_is_no_sound_is_a_failure_with_a_code(settings: Any, body: Any) -> None:
    settings.TTS_MAX_RETRIES = 1

    with pytest.raises(StoryforgeError) as failure:
        read(settings, lambda asked, before: Answer(body, headers={"Content-Type": "audio/mpeg"}))

    assert failure.value.code is Code.TTS_FAILED
