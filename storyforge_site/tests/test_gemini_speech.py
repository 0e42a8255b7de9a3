"""Gemini's voices, played by a local server by their own description."""

import base64
import copy
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests.players import gemini_speech
from storyforge_site.tests.players.gemini_speech import RATE, a_tone, answer_of, as_wave, refused
from storyforge_site.tests.speaking import tone
from storyforge_site.tests.vendor import Answer, Asked, Script, vendor

TEXT = '"Oh!" said Olu, and put one claw in.'
SOUND = a_tone(1000)


@pytest.fixture(autouse=True)
def at_gemini(settings: Any) -> None:
    settings.TTS_PROVIDER, settings.GEMINI_TTS_API_KEY, settings.TTS_TIMEOUT = ["gemini"], gemini_speech.KEY, 2.0


def playing(asked: Asked, before: int) -> Answer:
    return gemini_speech.speech(asked, tone) or Answer(status=404)


def read(settings: Any, script: Script, text: str = TEXT, language: str = "en") -> SpeechResult:
    with vendor(script) as house:
        settings.GEMINI_BASE_URL = f"http://127.0.0.1:{house.port}/v1beta"
        return registry.speech_model().synthesize(SpeechRequest(text, language))


@pytest.mark.parametrize("is_wave", [True, False])
def test_the_player_answers_as_the_vendor_says(is_wave: bool) -> None:
    answer = answer_of(SOUND, is_wave=is_wave, model="m")

    assert faults_of_answer("gemini-v1beta", "POST", "/v1beta/models/m:generateContent", answer) == []


@pytest.mark.parametrize("model", ["gemini-3.8-flash-tts", "gemini-3.1-flash-tts-preview"])
@pytest.mark.parametrize(
    ("language", "text"), [("en", TEXT), ("ko", "작은 용은 헤엄쳤어요."), ("ja", "竜は、泳ぎました。")]
)
def test_a_page_is_read_from_a_wave_file_or_bare_samples(settings: Any, model: str, language: str, text: str) -> None:
    settings.GEMINI_TTS_MODEL = model

    said = read(settings, playing, text, language)

    sound = Sound.of(said.data)
    assert (sound.format.rate, sound.format.channels) == (RATE, 1)
    assert sound.milliseconds == pytest.approx(Sound.of(tone(text)).milliseconds, abs=120)
    assert "".join(word.text for word in said.words) == "".join(text.split())
    assert said.words[-1].end_ms == sound.milliseconds


def test_it_is_sent_the_text_alone_and_the_voice(settings: Any) -> None:
    heard: list[Asked] = []

    def script(asked: Asked, before: int) -> Answer:
        heard.append(asked)
        return playing(asked, before)

    read(settings, script)

    assert heard[0].path == "/v1beta/models/gemini-3.8-flash-tts:generateContent"
    assert heard[0].body["contents"] == [{"role": "user", "parts": [{"text": TEXT}]}]
    assert heard[0].body["generationConfig"]["speechConfig"] == {
        "voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Leda"}},
        "languageCode": "en-US",
    }


def test_it_is_paid_by_its_tokens_within_what_was_counted_before(settings: Any) -> None:
    usage = read(settings, playing).usage

    assert (usage.letters, usage.input_tokens) == (len(TEXT), 12)
    assert prices.cost(usage) == -(-(12 * 500_000 + usage.output_tokens * 9_000_000) // 1_000_000)
    assert 0 < prices.cost(usage) <= prices.most_for_speech(TEXT)


@pytest.mark.parametrize(
    ("answer", "code", "calls"),
    [
        (Answer({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}), Code.SAFETY_OUTPUT, 1),
        (Answer({"candidates": [{"finishReason": "SAFETY"}]}), Code.SAFETY_OUTPUT, 1),
        (refused(403, "PERMISSION_DENIED", "No."), Code.PROVIDER_UNAVAILABLE, 1),
        (refused(400, "INVALID_ARGUMENT", "No such voice."), Code.TTS_FAILED, 1),
        (Answer({"candidates": [{"finishReason": "OTHER"}]}), Code.TTS_FAILED, 2),
        (refused(500, "INTERNAL", "Oops."), Code.TTS_FAILED, 2),
    ],
)
def test_every_failure_has_its_code(settings: Any, answer: Answer, code: Code, calls: int) -> None:
    settings.TTS_MAX_RETRIES = 2
    asked: list[Asked] = []

    def script(one: Asked, before: int) -> Answer:
        asked.append(one)
        return answer

    with pytest.raises(StoryforgeError) as failure:
        read(settings, script)

    assert failure.value.code is code
    assert len(asked) == calls


def spoilt(**blob: Any) -> dict[str, Any]:
    answer = copy.deepcopy(answer_of(SOUND, is_wave=False, model="m"))
    answer["candidates"][0]["content"]["parts"][0]["inlineData"] |= blob
    return answer


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"candidates": [',
        b"<html>oops</html>",
        b"\xff\xfe",
        {},
        {"error": {"code": 500}},
        {"candidates": {}},
        {"candidates": [None]},
        {"candidates": [{"content": []}]},
        {"candidates": [{"content": {"parts": [{"text": "I cannot speak."}]}}]},
        {"candidates": [{"content": {"parts": [{"inlineData": 7}]}}]},
        spoilt(data=None),
        spoilt(data=10**300),
        spoilt(data="not base64"),
        spoilt(data=""),
        spoilt(mimeType=["audio/wav"]),
        spoilt(mimeType="text/html"),
        spoilt(mimeType="audio/L16;rate=0000"),
        spoilt(mimeType="audio/L16;rate=999999"),
        spoilt(mimeType="audio/L16"),
        spoilt(mimeType="audio/L16;rate=24000;channels=9"),
        spoilt(mimeType="audio/wav", data=packed(b"RIFF")),
        spoilt(mimeType="audio/wav", data=packed(b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff")),
        spoilt(mimeType="audio/wav", data=packed(as_wave(SOUND, width=1))),
        spoilt(mimeType="audio/wav", data=packed(as_wave(SOUND, channels=6))),
        spoilt(mimeType="audio/wav", data=packed(as_wave(b""))),
        spoilt(mimeType="audio/wav", data=packed(as_wave(SOUND)[:30])),
        spoilt(mimeType="audio/L16;rate=8000", data=packed(bytes(8000 * 2 * 901))),
    ],
)
def test_a_malformed_answer_is_a_failure_with_a_code(settings: Any, body: Any) -> None:
    settings.TTS_MAX_RETRIES = 1

    with pytest.raises(StoryforgeError) as failure:
        read(settings, lambda asked, before: Answer(body))

    assert failure.value.code is Code.TTS_FAILED
