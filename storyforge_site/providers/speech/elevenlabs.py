"""ElevenLabs: speech with the moment of each letter. Voice and model are settings."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings

from storyforge_site.lib.errors import Code
from storyforge_site.lib.http import Endpoint
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, Usage
from storyforge_site.providers.reading import mapping
from storyforge_site.providers.speech.spoken import MOST_SECONDS, Said, accepted, read_out, require_language, unusable

_MOST_LETTERS = 5_000  # at once; some models take more
_ENGLISH = frozenset({"eleven_monolingual_v1", "eleven_turbo_v2", "eleven_flash_v2"})
_LANGUAGES = ("en", "ko", "ja", "zh", "ru", "es", "fr", "de", "ar")  # that each of its other models reads
_HEARS_THE_LANGUAGE = frozenset({"eleven_multilingual_v1", "eleven_multilingual_v2"})  # and refuses to be told it


class ElevenLabsSpeechModel:
    name = "elevenlabs"

    def __init__(self) -> None:
        self.endpoint = Endpoint(
            name="speech:elevenlabs",
            base_url=settings.ELEVENLABS_BASE_URL,
            headers={"xi-api-key": settings.ELEVENLABS_API_KEY} if settings.ELEVENLABS_API_KEY else {},
            timeout=settings.TTS_TIMEOUT,
            on_timeout=Code.TTS_FAILED,
            on_failure=Code.TTS_FAILED,
        )

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        model = settings.ELEVENLABS_MODEL
        require_language(request.language, ["en"] if model in _ENGLISH else _LANGUAGES)
        voice = quote(request.voice or settings.ELEVENLABS_VOICE, safe="")
        path = f"/text-to-speech/{voice}/with-timestamps?output_format=mp3_44100_128"
        language = {} if model in _ENGLISH | _HEARS_THE_LANGUAGE else {"language_code": request.language}

        def say(part: str) -> Said:
            answer = self.endpoint.post(path, {"text": part, "model_id": model, **language})
            return Said(accepted(_sound_in(answer)), _told_in(answer, part))

        data, words = read_out(request.text, most=_MOST_LETTERS, say=say)
        return SpeechResult(data, words, Usage(self.name, model, letters=len(request.text)))


def _sound_in(answer: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(answer["audio_base64"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise unusable(repr(error)[:200]) from error


def _told_in(answer: Mapping[str, Any], part: str) -> Sequence[tuple[int, int]] | None:
    """Where the letters are those of the text and their moments make sense. Spaces belong to no word."""
    told = mapping(answer.get("alignment"))
    letters, moments = told.get("characters"), told.get("character_start_times_seconds")
    if not isinstance(letters, list) or not isinstance(moments, list) or len(letters) != len(moments):
        return None
    if not all(isinstance(letter, str) for letter in letters) or "".join(letters) != part:
        return None
    if not all(type(moment) in (int, float) and 0 <= moment <= MOST_SECONDS for moment in moments):
        return None
    found, place = [], 0
    for letter, moment in zip(letters, moments, strict=True):
        if letter.strip():
            found.append((place, round(moment * 1000)))
        place += len(letter)
    return found
