"""Gemini's image models as the description of v1beta has them. A wrong request is refused: 400, or 403 for the key."""

import base64
from collections.abc import Callable
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-of-imagen"


def picture(asked: Asked, paint: Callable[[], bytes]) -> Answer | None:
    """None for a model that was not asked for a picture."""
    if not asked.path.endswith(":generateContent") or not _wants_a_picture(asked.body):
        return None
    if asked.headers.get("x-goog-api-key") != KEY:
        return refused(403, "PERMISSION_DENIED", "API key not valid")
    faults = faults_of_request("gemini-v1beta", "POST", asked.path, asked.body)
    if faults:
        return refused(400, "INVALID_ARGUMENT", "; ".join(faults))
    data = base64.b64encode(paint()).decode()
    return candidate({"parts": [{"inlineData": {"mimeType": "image/png", "data": data}}], "role": "model"})


def candidate(content: dict[str, Any] | None = None, *, ended: str = "STOP") -> Answer:
    found = {"finishReason": ended, "index": 0} | ({"content": content} if content else {})
    counted = {"promptTokenCount": 100, "candidatesTokenCount": 1_120, "totalTokenCount": 1_220}
    return Answer({"candidates": [found], "usageMetadata": counted, "modelVersion": "painter", "responseId": "r1"})


def refused(status: int, name: str, message: str) -> Answer:
    return Answer({"error": {"code": status, "status": name, "message": message}}, status=status)


def _wants_a_picture(body: dict[str, Any]) -> bool:
    wished = body.get("generationConfig")
    return isinstance(wished, dict) and wished.get("responseModalities") == ["IMAGE"]
