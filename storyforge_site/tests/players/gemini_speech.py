"""Gemini's voices, played by their own description: the models of 3.8 answer with a WAV file, older ones with samples.

What is heard is a tone as long as what `speak` says: its MP3 is not taken apart here.
"""

import base64
import io
import math
import re
import struct
import wave
from collections.abc import Callable
from typing import Any

from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-gemini-speech"
RATE = 24_000
_PATH = re.compile(r"/v1(beta)?/models/([^/:]+):generateContent")
_TOKENS_A_SECOND = 25


def speech(asked: Asked, speak: Callable[[str], bytes]) -> Answer | None:
    found = _PATH.fullmatch(asked.path)
    if not found or asked.body.get("generationConfig", {}).get("responseModalities") != ["AUDIO"]:
        return None
    if asked.headers.get("x-goog-api-key") != KEY:
        return refused(400, "INVALID_ARGUMENT", "API key not valid.")
    faults = faults_of_request("gemini-v1beta", "POST", f"/v1beta/models/{found[2]}:generateContent", asked.body)
    if set(asked.body["generationConfig"]) & {"temperature", "topP", "topK"}:
        faults.append("sampling is not for voices")
    if faults:
        return refused(400, "INVALID_ARGUMENT", "; ".join(faults))
    said = " ".join(part["text"] for content in asked.body["contents"] for part in content["parts"])
    samples = a_tone(Sound.of(speak(said)).milliseconds)
    return Answer(answer_of(samples, is_wave=found[2].startswith("gemini-3.8"), model=found[2]))


def a_tone(milliseconds: int) -> bytes:
    count = milliseconds * RATE // 1000
    return struct.pack(f"<{count}h", *(int(9000 * math.sin(index / 9)) for index in range(count)))


def answer_of(samples: bytes, *, is_wave: bool, model: str) -> dict[str, Any]:
    kind, data = ("audio/wav", as_wave(samples)) if is_wave else (f"audio/L16;codec=pcm;rate={RATE}", samples)
    blob = {"mimeType": kind, "data": base64.b64encode(data).decode()}
    tokens = len(samples) * _TOKENS_A_SECOND // (2 * RATE)
    return {
        "candidates": [
            {"content": {"parts": [{"inlineData": blob}], "role": "model"}, "finishReason": "STOP", "index": 0}
        ],
        "usageMetadata": {
            "promptTokenCount": 12,
            "candidatesTokenCount": tokens,
            "totalTokenCount": 12 + tokens,
            "candidatesTokensDetails": [{"modality": "AUDIO", "tokenCount": tokens}],
        },
        "modelVersion": model,
        "responseId": "r1",
    }


def as_wave(samples: bytes, *, channels: int = 1, width: int = 2) -> bytes:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(RATE)
        file.writeframes(samples)
    return whole.getvalue()


def refused(status: int, code: str, message: str) -> Answer:
    return Answer({"error": {"code": status, "message": message, "status": code}}, status=status)
