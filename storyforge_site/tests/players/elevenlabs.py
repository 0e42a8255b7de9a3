"""ElevenLabs, played by its own description: speech with the moment of each letter."""

import base64
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-elevenlabs"
_PATH = re.compile(r"/v1/text-to-speech/[^/]+/with-timestamps")
_KNOW_THE_LANGUAGE = ("eleven_multilingual_v1", "eleven_multilingual_v2")


def speech(asked: Asked, speak: Callable[[str], bytes]) -> Answer | None:
    address = urlsplit(asked.path)
    if not _PATH.fullmatch(address.path):
        return None
    if asked.headers.get("xi-api-key") != KEY:
        return refused(401, "authentication_error", "invalid_api_key")
    faults = faults_of_request("elevenlabs", "POST", address.path, asked.body)
    if "language_code" in asked.body and asked.body.get("model_id") in _KNOW_THE_LANGUAGE:
        faults.append("this model takes no language_code")
    if parse_qs(address.query) != {"output_format": ["mp3_44100_128"]}:
        faults.append(f"a query nobody here knows: {address.query}")
    if faults:
        return refused(422, "validation_error", "invalid_parameters", "; ".join(faults))
    return Answer(answer_to(asked.body["text"], speak(asked.body["text"])))


def answer_to(text: str, sound: bytes) -> dict[str, Any]:
    """Its letters as evenly in time as letters never are."""
    each = Sound.of(sound).milliseconds / 1000 / max(1, len(text))
    told = {
        "characters": list(text),
        "character_start_times_seconds": [round(place * each, 3) for place in range(len(text))],
        "character_end_times_seconds": [round((place + 1) * each, 3) for place in range(len(text))],
    }
    return {"audio_base64": base64.b64encode(sound).decode(), "alignment": told, "normalized_alignment": told}


def refused(status: int, kind: str, code: str, message: str = "No.") -> Answer:
    detail = {"type": kind, "code": code, "status": code, "message": message, "request_id": "r1"}
    return Answer({"detail": detail}, status=status)
