"""Gemini as a moderator: its own safety ratings of what it was shown, and its answer to our rubric.

Its ratings know neither violence nor a small child's fears, so both count, the higher each time.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers import google
from storyforge_site.providers.contracts import Verdict
from storyforge_site.providers.moderation import rubric
from storyforge_site.providers.moderation.policy import Category, highest, judge, no_verdict
from storyforge_site.providers.reading import first_mapping, mapping, mappings, object_said, word

ATTEMPTS = 3
MAX_TOKENS = 2_000  # a verdict, and room to think
_OURS = {
    "HARM_CATEGORY_HARASSMENT": Category.HARASSMENT,
    "HARM_CATEGORY_HATE_SPEECH": Category.HATE,
    "HARM_CATEGORY_SEXUALLY_EXPLICIT": Category.SEXUAL,
    "HARM_CATEGORY_DANGEROUS_CONTENT": Category.ILLICIT,
}
_PROBABILITY = {"NEGLIGIBLE": 0.02, "LOW": 0.25, "MEDIUM": 0.60, "HIGH": 0.95}
# It shall say what it finds rather than decline to look.
_SETTINGS = [{"category": category, "threshold": "BLOCK_NONE"} for category in _OURS]


class GeminiModerator:
    name = "gemini"
    sees_pictures = True

    def __init__(self) -> None:
        self.endpoint = google.endpoint(
            "moderation",
            settings.GEMINI_API_KEY,
            settings.MODERATION_TIMEOUT,
            Code.PROVIDER_UNAVAILABLE,
            Code.PROVIDER_UNAVAILABLE,
        )

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        return self._ask([{"text": rubric.question(text, target_age)}], target_age, of_a_picture=False)

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        asked = [google.shown(data), {"text": rubric.question("", target_age)}]
        return self._ask(asked, target_age, of_a_picture=True)

    def _ask(self, parts: list[dict[str, Any]], target_age: str, *, of_a_picture: bool) -> Verdict:
        payload = {
            "systemInstruction": {"parts": [{"text": rubric.system(of_a_picture=of_a_picture)}]},
            "contents": [{"role": "user", "parts": parts}],
            "safetySettings": _SETTINGS,
            "generationConfig": {
                "maxOutputTokens": MAX_TOKENS,
                "responseMimeType": "application/json",
                "responseJsonSchema": rubric.schema(),
            },
        }
        path = google.path_to(settings.GEMINI_MODEL)
        answer = with_retries(lambda: self.endpoint.post(path, payload), attempts=ATTEMPTS)
        return judge(_scores(answer), target_age, google.usage_of(answer, self.name, settings.GEMINI_MODEL))


def _scores(answer: Mapping[str, Any]) -> dict[Category, float]:
    """Raises PROVIDER_UNAVAILABLE when there is no whole verdict. Declining to look is one."""
    try:
        parts = google.parts_of(answer, Code.PROVIDER_UNAVAILABLE)
        said = object_said("".join(_text_of(part) for part in parts), may_quote=False)
    except StoryforgeError as error:
        if error.code is Code.SAFETY_OUTPUT:
            return highest((Category.DECLINED, 1.0), *_ratings(answer))
        raise no_verdict(error.note) from error
    return highest(*rubric.scores_in(said).items(), *_ratings(answer))


def _text_of(part: Mapping[str, Any]) -> str:
    text = part.get("text")
    return text if isinstance(text, str) else ""


def _ratings(answer: Mapping[str, Any]) -> Iterator[tuple[Category, float]]:
    for rated in (mapping(answer.get("promptFeedback")), first_mapping(answer.get("candidates"))):
        for rating in mappings(rated.get("safetyRatings")):
            probability = _PROBABILITY.get(word(rating.get("probability")), 0.0)
            score = 1.0 if rating.get("blocked") is True else probability
            yield _OURS.get(word(rating.get("category")), Category.OTHER), score
