"""ElevenLabs, played by a local server by its own description."""

import base64
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult
from storyforge_site.providers.speech.words import cut
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests.players import elevenlabs
from storyforge_site.tests.players.elevenlabs import answer_to, refused
from storyforge_site.tests.speaking import cut_off, tone
from storyforge_site.tests.vendor import Answer, Asked, Script, vendor

LINES = {
    "en": '"Oh!" said Olu, and put one claw in.',
    "ko": "작은 용은 발톱 하나를 담갔어요.",
    "zh": "小龙伸进一只爪子，“好凉呀！”他说。",
    "ru": "Дракончик опустил в пруд один коготок.",
    "ja": "小さな竜は、池で泳ぎました。「わあ！」と言いました。",
}
PATH = "/v1/text-to-speech/v/with-timestamps"


@pytest.fixture(autouse=True)
def at_elevenlabs(settings: Any) -> None:
    settings.TTS_PROVIDER, settings.ELEVENLABS_API_KEY = ["elevenlabs"], elevenlabs.KEY
    settings.ELEVENLABS_VOICE, settings.TTS_TIMEOUT = "v", 2.0


def playing(asked: Asked, before: int) -> Answer:
    return elevenlabs.speech(asked, tone) or Answer(status=404)


def read(settings: Any, script: Script, text: str = LINES["en"], language: str = "en") -> SpeechResult:
    with vendor(script) as house:
        settings.ELEVENLABS_BASE_URL = house.url
        return registry.speech_model().synthesize(SpeechRequest(text, language))


def test_the_player_answers_as_the_vendor_says() -> None:
    assert faults_of_answer("elevenlabs", "POST", PATH, answer_to("Olu", tone("Olu"))) == []


@pytest.mark.parametrize("model", ["eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_v4"])
@pytest.mark.parametrize("language", LINES)
def test_each_word_is_where_its_first_letter_is(settings: Any, model: str, language: str) -> None:
    settings.ELEVENLABS_MODEL = model
    text = LINES[language]

    said = read(settings, playing, text, language)

    length = Sound.of(said.data).milliseconds
    assert [word.text for word in said.words] == [word.group() for word in cut(text)]
    for word, place in zip(said.words, cut(text), strict=True):
        assert word.start_ms == pytest.approx(place.start() * length / len(text), abs=3)
    assert said.words[-1].end_ms == length


def test_chinese_lights_up_between_its_marks() -> None:
    assert [word.group() for word in cut(LINES["zh"])] == ["小龙伸进一只爪子，", "“好凉呀！”", "他说。"]


def test_it_is_paid_by_the_letter(settings: Any) -> None:
    usage = read(settings, playing).usage

    assert (usage.provider, usage.model, usage.letters) == ("elevenlabs", "eleven_multilingual_v2", len(LINES["en"]))
    assert prices.cost(usage) == len(LINES["en"]) * 80 == prices.most_for_speech(LINES["en"])


def test_a_model_for_one_language_leaves_others_to_the_next_voice(settings: Any) -> None:
    settings.ELEVENLABS_MODEL = "eleven_flash_v2"
    settings.TTS_PROVIDER = ["elevenlabs", "offline"]

    assert read(settings, playing).usage.provider == "elevenlabs"
    assert read(settings, playing, LINES["ko"], "ko").usage.provider == "offline"


def test_what_our_own_voice_cannot_read_goes_to_the_next(settings: Any) -> None:
    settings.TTS_PROVIDER = ["offline", "elevenlabs"]

    assert read(settings, playing, LINES["ja"], "ja").usage.provider == "elevenlabs"
    assert read(settings, playing, LINES["ko"], "ko").usage.provider == "offline"


def test_a_long_text_is_cut_after_a_sentence_and_joined(settings: Any) -> None:
    text = "Olu swims far away. " * 300
    asked: list[str] = []

    def script(one: Asked, before: int) -> Answer:
        asked.append(one.body["text"])
        return elevenlabs.speech(one, lambda said: tone(said[:200])) or Answer(status=404)

    said = read(settings, script, text)

    assert "".join(asked) == text
    assert len(asked) == 2
    assert all(len(part) <= 5_000 and part.endswith("away. ") for part in asked)
    assert [word.text for word in said.words] == text.split()
    second = next(word for word, place in zip(said.words, cut(text), strict=True) if place.start() >= len(asked[0]))
    assert second.start_ms == pytest.approx(Sound.of(said.data).milliseconds / 2, abs=60)


@pytest.mark.parametrize(
    "spoilt",
    [
        None,
        [],
        {"characters": "Olu"},
        {"characters": [1, 2], "character_start_times_seconds": [0, 1]},
        {"characters": ["x"], "character_start_times_seconds": [0.0]},
        {"characters": list(LINES["en"]), "character_start_times_seconds": ["0"] * len(LINES["en"])},
        {"characters": list(LINES["en"]), "character_start_times_seconds": [-1.0] * len(LINES["en"])},
        {"characters": list(LINES["en"]), "character_start_times_seconds": [1e300] * len(LINES["en"])},
        {"characters": list(LINES["en"]), "character_start_times_seconds": [float("nan")] * len(LINES["en"])},
        {"characters": list(LINES["en"]), "character_start_times_seconds": [0.1]},
    ],
)
def test_moments_that_make_no_sense_are_estimated(settings: Any, spoilt: Any) -> None:
    answer = answer_to(LINES["en"], tone(LINES["en"])) | {"alignment": spoilt}

    said = read(settings, lambda asked, before: Answer(answer))

    starts = [word.start_ms for word in said.words]
    assert [word.text for word in said.words] == LINES["en"].split()
    assert starts == sorted(set(starts))
    assert starts[-1] < Sound.of(said.data).milliseconds


@pytest.mark.parametrize("code", ["too_many_concurrent_requests", "system_busy", "concurrent_limit_exceeded"])
def test_a_busy_vendor_is_asked_again(settings: Any, code: str) -> None:
    def script(asked: Asked, before: int) -> Answer:
        return playing(asked, before) if before else refused(429, "rate_limit_error", code)

    assert read(settings, script).usage.provider == "elevenlabs"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (refused(401, "authentication_error", "invalid_api_key"), Code.PROVIDER_UNAVAILABLE),
        (refused(401, "authentication_error", "quota_exceeded"), Code.PROVIDER_UNAVAILABLE),
        (refused(403, "authorization_error", "content_against_policy"), Code.SAFETY_OUTPUT),
        (refused(404, "not_found", "voice_not_found"), Code.PROVIDER_UNAVAILABLE),
        (refused(422, "validation_error", "invalid_parameters"), Code.TTS_FAILED),
    ],
)
def test_a_refusal_is_final(settings: Any, answer: Answer, code: Code) -> None:
    asked: list[Asked] = []

    def script(one: Asked, before: int) -> Answer:
        asked.append(one)
        return answer

    with pytest.raises(StoryforgeError) as failure:
        read(settings, script)

    assert failure.value.code is code
    assert len(asked) == 1


def test_what_one_vendor_declines_is_not_shopped_around(settings: Any) -> None:
    settings.TTS_PROVIDER = ["elevenlabs", "offline"]

    with pytest.raises(StoryforgeError) as failure:
        read(settings, lambda asked, before: refused(403, "authorization_error", "content_against_policy"))

    assert failure.value.code is Code.SAFETY_OUTPUT


@pytest.mark.parametrize("key", ["", "another"])
def test_a_wrong_key_is_no_way_in(settings: Any, key: str) -> None:
    settings.ELEVENLABS_API_KEY = key

    with pytest.raises(StoryforgeError) as failure:
        read(settings, playing)

    assert failure.value.code is Code.PROVIDER_UNAVAILABLE


def encoded(data: bytes) -> dict[str, Any]:
    return {"audio_base64": base64.b64encode(data).decode(), "alignment": None, "normalized_alignment": None}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"audio_base64": "',
        b"<html>oops</html>",
        b"\xff\xfe",
        b"[]",
        b"null",
        {},
        {"detail": {"code": "internal_error"}},
        {"audio_base64": None},
        {"audio_base64": 10**300},
        {"audio_base64": ["AAAA"]},
        {"audio_base64": "not base64"},
        {"audio_base64": "日本"},
        {"audio_base64": ""},
        encoded(b"<html>"),
        encoded(b"ID3\x04\x00\x00\x00\x00\x00\x00"),
        encoded(cut_off()),
    ],
)
def test_a_malformed_answer_is_a_failure_with_a_code(settings: Any, body: Any) -> None:
    settings.TTS_MAX_RETRIES = 1

    with pytest.raises(StoryforgeError) as failure:
        read(settings, lambda asked, before: Answer(body))

    assert failure.value.code is Code.TTS_FAILED


def test_a_sound_of_hours_is_refused(settings: Any) -> None:
    settings.TTS_MAX_RETRIES = 1
    hours = Sound.of(tone("Olu")).frames[5] * 40_000  # a quarter of an hour and more in one note

    with pytest.raises(StoryforgeError) as failure:
        read(settings, lambda asked, before: Answer(encoded(hours)))

    assert failure.value.code is Code.TTS_FAILED
    assert "ms" in failure.value.note
