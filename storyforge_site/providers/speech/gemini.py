"""Gemini's voices, by generateContent. Older models answer with bare samples, newer ones (3.8) with a WAV file.

The newer models take the text word by word, so that directions in it would be read aloud; it is sent alone.
"""

import base64
import io
import re
import wave
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers import google
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, Usage
from storyforge_site.providers.reading import mapping, word
from storyforge_site.providers.speech.spoken import Said, encoded, read_out, require_language, unusable

_MOST_LETTERS = 4_000  # at once: some ten minutes of the dearest language
_LANGUAGES = {
    "en": "en-US",
    "ko": "ko-KR",
    "ja": "ja-JP",
    "vi": "vi-VN",
    "ru": "ru-RU",
    "es": "es-US",
    "fr": "fr-FR",
    "de": "de-DE",
    "ar": "ar-EG",
}
_SAMPLES = re.compile(r"audio/(?:l16|pcm)\b[^,]*?;\s*rate=(\d{4,6})\b", re.IGNORECASE)
_CHANNELS = re.compile(r";\s*channels=(\d)\b", re.IGNORECASE)


class GeminiSpeechModel:
    name = "gemini"

    def __init__(self) -> None:
        key, timeout = settings.GEMINI_TTS_API_KEY, settings.TTS_TIMEOUT
        self.endpoint = google.endpoint("speech", key, timeout, Code.TTS_FAILED, Code.TTS_FAILED)

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        require_language(request.language, list(_LANGUAGES))
        model, usages = settings.GEMINI_TTS_MODEL, list[Usage]()

        def say(part: str) -> Said:
            answer = self.endpoint.post(google.path_to(model), _payload(part, request))
            sound = _sound_in(answer)
            usages.append(google.usage_of(answer, self.name, model))
            return Said(sound)

        data, words = read_out(request.text, most=_MOST_LETTERS, say=say)
        usage = replace(
            usages[-1],
            input_tokens=sum(one.input_tokens for one in usages),
            output_tokens=sum(one.output_tokens for one in usages),
            letters=len(request.text),
        )
        return SpeechResult(data, words, usage)


def _payload(part: str, request: SpeechRequest) -> dict[str, Any]:
    voice = {"prebuiltVoiceConfig": {"voiceName": request.voice or settings.GEMINI_TTS_VOICE}}
    speech = {"voiceConfig": voice, "languageCode": _LANGUAGES[request.language]}
    return {
        "contents": [{"role": "user", "parts": [{"text": part}]}],
        "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": speech},
    }


def _sound_in(answer: Mapping[str, Any]) -> Sound:
    """Of one kind all through; several parts are one after the other."""
    made = [mapping(part.get("inlineData")) for part in google.parts_of(answer, Code.TTS_FAILED)]
    blobs = [blob for blob in made if word(blob.get("mimeType")).lower().startswith("audio/")]
    kinds = {word(blob["mimeType"]) for blob in blobs}
    if len(kinds) != 1:
        raise unusable(f"{len(kinds)} kinds of it")
    try:
        data = b"".join(base64.b64decode(blob["data"], validate=True) for blob in blobs)
    except (KeyError, TypeError, ValueError) as error:
        raise unusable(repr(error)[:200]) from error
    kind = kinds.pop()
    samples = _SAMPLES.match(kind)
    if samples:
        channels = _CHANNELS.search(kind)
        return encoded(data, rate=int(samples[1]), channels=int(channels[1]) if channels else 1)
    if data[:4] == b"RIFF":
        return _of_wave(data)
    raise unusable(f"of kind {kind!r}")


def _of_wave(data: bytes) -> Sound:
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise unusable(f"samples of {file.getsampwidth()} bytes")
            samples = file.readframes(len(data))
            return encoded(samples, rate=file.getframerate(), channels=file.getnchannels())
    except (wave.Error, EOFError, ValueError) as error:
        raise unusable(f"no WAV: {error!r:.200}") from error
