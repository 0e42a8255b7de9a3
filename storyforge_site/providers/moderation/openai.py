"""OpenAI's moderation of texts and pictures. When it cannot be asked nothing passes: the error ends the step."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code
from storyforge_site.lib.http import Endpoint, authorization
from storyforge_site.lib.payload import as_address
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import Usage, Verdict
from storyforge_site.providers.moderation.policy import Category, as_score, highest, judge, no_verdict
from storyforge_site.providers.reading import first_mapping, word

ATTEMPTS = 3
_OURS = {
    "sexual": Category.SEXUAL,
    "sexual/minors": Category.MINORS,
    "violence": Category.VIOLENCE,
    "violence/graphic": Category.GORE,
    "hate": Category.HATE,
    "hate/threatening": Category.HATE,
    "harassment": Category.HARASSMENT,
    "harassment/threatening": Category.HARASSMENT,
    "self-harm": Category.SELF_HARM,
    "self-harm/intent": Category.SELF_HARM,
    "self-harm/instructions": Category.SELF_HARM,
    "illicit": Category.ILLICIT,
    "illicit/violent": Category.WEAPONS,
}


class OpenAIModerator:
    name = "openai"
    sees_pictures = True

    def __init__(self) -> None:
        key = settings.MODERATION_API_KEY or settings.LLM_API_KEY
        self.endpoint = Endpoint(
            name="moderation:openai",
            base_url=settings.MODERATION_BASE_URL,
            headers=authorization(key),
            timeout=settings.MODERATION_TIMEOUT,
            on_timeout=Code.PROVIDER_UNAVAILABLE,
            on_failure=Code.PROVIDER_UNAVAILABLE,
        )

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        return self._ask([{"type": "text", "text": text}], target_age)

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        return self._ask([{"type": "image_url", "image_url": {"url": as_address(data)}}], target_age)

    def _ask(self, parts: list[dict[str, Any]], target_age: str) -> Verdict:
        payload = {"model": settings.MODERATION_MODEL, "input": parts}
        answer = with_retries(lambda: self.endpoint.post("/moderations", payload), attempts=ATTEMPTS)
        result = first_mapping(answer.get("results"))
        flagged = result.get("flagged")
        if not isinstance(flagged, bool):
            raise no_verdict("neither flagged nor not")
        usage = Usage(provider=self.name, model=settings.MODERATION_MODEL, vendor_id=word(answer.get("id")))
        return judge(_scores(result), target_age, usage, flagged=flagged)


def _scores(result: Mapping[str, Any]) -> dict[Category, float]:
    """Categories that the vendor does not apply to pictures are null."""
    said = result.get("category_scores")
    if not isinstance(said, dict) or not said:
        raise no_verdict("no scores")
    return highest(
        *((_OURS.get(name, Category.OTHER), as_score(score)) for name, score in said.items() if score is not None)
    )
