"""A vendor that plays a text model with eyes, and a moderator."""

import json
from typing import Any

from storyforge_site.tests.vendor import Answer, Asked

CHAT, MODERATION = "/v1/chat/completions", "/v1/moderations"
DRAWN: dict[str, Any] = {
    "name": "Poppy",
    "kind": "child",
    "gender": "female",
    "master_description": "A cheerful girl with a black bob and a red jumper.",
    "age_visual": "a young child",
    "face": "round",
    "hair": "black bob",
    "skin": "light skin",
    "body": "",
    "top": "red jumper",
    "bottom": "blue trousers",
    "shoes": "",
    "accessories": "",
    "personality_traits": ["cheerful"],
    "visual_style_notes": "",
}


def chat(content: Any) -> Answer:
    said = content if isinstance(content, str) else json.dumps(content)
    choice = {"message": {"content": said}, "finish_reason": "stop"}
    return Answer({"id": "chat", "model": "small", "choices": [choice], "usage": {}})


def verdict(*, flagged: bool = False) -> Answer:
    return Answer({"id": "m", "results": [{"flagged": flagged, "category_scores": {"violence": 0.9 * flagged}}]})


def play(asked: Asked, before: int) -> Answer:
    """Everything goes well."""
    return verdict() if asked.path == MODERATION else chat(DRAWN)
