"""Gemini asked for a verdict, as its description says it answers."""

import json
from collections.abc import Mapping
from typing import Any

from storyforge_site.providers.moderation.rubric import JUDGED
from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "AIza-moderation"
_HARMS = ("HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT")


def moderation(
    asked: Asked, found: Mapping[str, float] | None = None, ratings: Mapping[str, str] | None = None
) -> Answer | None:
    """`found`: scores by our categories; `ratings`: its own, as HARASSMENT: LOW. What is not named is near nothing."""
    is_ours = asked.path.endswith(":generateContent") and "You judge what is meant" in json.dumps(asked.body)
    return (_refusal(asked) or verdict(found or {}, ratings or {})) if is_ours else None


def verdict(found: Mapping[str, float], ratings: Mapping[str, str]) -> Answer:
    said = {"seen": True} | {str(category): found.get(category, 0.01) for category in JUDGED}
    return answered(json.dumps(said), ratings=ratings)


def answered(words: str, *, ratings: Mapping[str, str], finish_reason: str = "STOP") -> Answer:
    rated = [{"category": f"HARM_CATEGORY_{harm}", "probability": ratings.get(harm, "NEGLIGIBLE")} for harm in _HARMS]
    content = {"role": "model", "parts": [{"text": words}] if words else []}
    candidate = {"index": 0, "content": content, "finishReason": finish_reason, "safetyRatings": rated}
    counted = {"promptTokenCount": 700, "candidatesTokenCount": 120, "totalTokenCount": 820}
    return Answer({"candidates": [candidate], "usageMetadata": counted, "responseId": "resp-1"})


def blocked(reason: str) -> Answer:
    return Answer({"promptFeedback": {"blockReason": reason}, "usageMetadata": {"promptTokenCount": 700}})


def _refusal(asked: Asked) -> Answer | None:
    if asked.headers.get("x-goog-api-key") != KEY:
        return _no("API key not valid. Please pass a valid API key.")
    version = asked.path.split("/")[1]
    faults = faults_of_request(f"gemini-{version}", asked.method, asked.path, asked.body)
    return _no(faults[0]) if faults else None


def _no(words: str) -> Answer:
    error: dict[str, Any] = {"code": 400, "message": words, "status": "INVALID_ARGUMENT"}
    return Answer({"error": error}, status=400)
