"""OpenAI's speech, and every server that speaks like it (Kokoro) by TTS_BASE_URL."""

from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code
from storyforge_site.lib.http import Endpoint, authorization
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, Usage
from storyforge_site.providers.speech.spoken import Said, accepted, read_out, require_language

_MOST_LETTERS = 4_096  # at once
_MANNER = "Read to a child at bedtime: warm, clear and unhurried, with a little pause after each sentence."


class OpenAISpeechModel:
    name = "openai"

    def __init__(self) -> None:
        self.endpoint = Endpoint(
            name="speech:openai",
            base_url=settings.TTS_BASE_URL,
            headers=authorization(settings.TTS_API_KEY),
            timeout=settings.TTS_TIMEOUT,
            on_timeout=Code.TTS_FAILED,
            on_failure=Code.TTS_FAILED,
        )

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        require_language(request.language, settings.TTS_LANGUAGES)
        asked: dict[str, Any] = {"model": settings.TTS_MODEL, "voice": request.voice or settings.TTS_VOICE}
        if settings.TTS_MODEL.startswith("gpt-"):  # others take no directions
            asked["instructions"] = _MANNER

        def say(part: str) -> Said:
            spoken = self.endpoint.post_for_bytes("/audio/speech", {**asked, "input": part, "response_format": "mp3"})
            return Said(accepted(spoken))

        data, words = read_out(request.text, most=_MOST_LETTERS, say=say)
        return SpeechResult(data, words, Usage(self.name, settings.TTS_MODEL, letters=len(request.text)))
