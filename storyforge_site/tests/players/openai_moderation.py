"""OpenAI's moderation, as its description says it answers."""

from collections.abc import Mapping
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "sk-moderation"
PATH = "/v1/moderations"
CATEGORIES = (
    *("hate", "hate/threatening", "harassment", "harassment/threatening", "illicit", "illicit/violent"),
    *("self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors"),
    *("violence", "violence/graphic"),
)
_SEEN_IN_PICTURES = {
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "violence",
    "violence/graphic",
}


def moderation(asked: Asked, found: Mapping[str, float] | None = None, *, flagged: bool = False) -> Answer | None:
    """`found`: scores by its own categories; what is not named is near nothing."""
    if asked.path != PATH:
        return None
    return _refusal(asked) or verdict(found or {}, flagged=flagged)


def verdict(found: Mapping[str, float], *, flagged: bool = False) -> Answer:
    result: dict[str, Any] = {
        "flagged": flagged,
        "categories": {name: flagged and name in found for name in CATEGORIES},
        "category_scores": {name: found.get(name, 0.0001) for name in CATEGORIES},
        "category_applied_input_types": {
            name: ["text", "image"] if name in _SEEN_IN_PICTURES else ["text"] for name in CATEGORIES
        },
    }
    return Answer({"id": "modr-1", "model": "omni-moderation-latest", "results": [result]})


def _refusal(asked: Asked) -> Answer | None:
    if asked.headers.get("authorization") != f"Bearer {KEY}":
        return _no(401, "Incorrect API key provided.")
    faults = faults_of_request("openai", asked.method, asked.path, asked.body)
    return _no(400, faults[0]) if faults else None


def _no(status: int, message: str) -> Answer:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return Answer({"error": error}, status=status)
