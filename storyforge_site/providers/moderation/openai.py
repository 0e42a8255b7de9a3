"""OpenAI's moderation of texts and pictures. When it cannot be asked nothing passes: the error ends the step."""

import base64
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import Outcome, Usage, Verdict
from storyforge_site.providers.moderation.rules import RulesModerator

POLICY = "openai-1"
_ATTEMPTS = 3
_REVIEW_ABOVE = 0.35  # a child's book is stricter than the vendor's own flag


class OpenAIModerator:
    name = "openai"
    sees_pictures = True

    def __init__(self) -> None:
        key = settings.MODERATION_API_KEY or settings.LLM_API_KEY
        self.rules = RulesModerator()
        self.endpoint = Endpoint(
            name="moderation:openai",
            base_url=settings.MODERATION_BASE_URL,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=settings.MODERATION_TIMEOUT,
            on_timeout=Code.PROVIDER_UNAVAILABLE,
            on_failure=Code.PROVIDER_UNAVAILABLE,
        )

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        """Our own rules first; what they stop is not sent anywhere."""
        verdict = self.rules.check_text(text, language=language, target_age=target_age)
        return verdict if verdict.outcome is Outcome.BLOCK else self._ask([{"type": "text", "text": text}])

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        if drawn_from_closed_vocabulary:
            return self.rules.check_image(data, target_age=target_age, drawn_from_closed_vocabulary=True)
        address = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        return self._ask([{"type": "image_url", "image_url": {"url": address}}])

    def _ask(self, parts: list[dict[str, Any]]) -> Verdict:
        payload = {"model": settings.MODERATION_MODEL, "input": parts}
        answer = with_retries(lambda: self.endpoint.post("/moderations", payload), attempts=_ATTEMPTS)
        try:
            result = answer["results"][0]
            scores = {str(name): float(score) for name, score in result["category_scores"].items()}
            flagged = bool(result["flagged"])
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"no verdict: {error!r}", kind=Kind.RETRYABLE) from error
        worrying = {name: score for name, score in scores.items() if score >= _REVIEW_ABOVE}
        outcome = Outcome.BLOCK if flagged else Outcome.REVIEW if worrying else Outcome.PASS
        usage = Usage(provider="openai", model=settings.MODERATION_MODEL, vendor_id=str(answer.get("id") or ""))
        return Verdict(outcome, usage, worrying, POLICY)
