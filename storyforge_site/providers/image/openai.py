"""OpenAI's picture endpoint and compatible servers by IMAGE_BASE_URL.

Pictures are taken as base64 in the answer; an answer that names an address instead is refused.
"""

import base64
import binascii
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage


class OpenAIImageModel:
    name = "openai"

    def __init__(self) -> None:
        self.endpoint = Endpoint(
            name="pictures:openai",
            base_url=settings.IMAGE_BASE_URL,
            headers={"Authorization": f"Bearer {settings.IMAGE_API_KEY}"} if settings.IMAGE_API_KEY else {},
            timeout=settings.IMAGE_TIMEOUT,
            on_timeout=Code.IMAGE_TIMEOUT,
            on_failure=Code.IMAGE_FAILED,
            on_busy=Code.IMAGE_RATE_LIMIT,
        )

    def generate(self, request: ImageRequest) -> ImageResult:
        payload: dict[str, Any] = {
            "model": settings.IMAGE_MODEL,
            "prompt": f"{request.prompt} Avoid: {request.negative_prompt}.",
            "size": f"{request.width}x{request.height}",
            "n": 1,
        }
        if "api.openai.com" not in settings.IMAGE_BASE_URL:
            payload["response_format"] = "b64_json"  # OpenAI always answers so, and refuses the field
        answer = with_retries(
            lambda: self.endpoint.post("/images/generations", payload), attempts=settings.IMAGE_MAX_RETRIES
        )
        return ImageResult(_picture_in(answer), Usage(provider="openai", model=settings.IMAGE_MODEL, pictures=1))


def _picture_in(answer: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(answer["data"][0]["b64_json"], validate=True)
    except (KeyError, IndexError, TypeError, binascii.Error) as error:
        raise StoryforgeError(Code.IMAGE_FAILED, f"no picture: {error!r}", kind=Kind.RETRYABLE) from error
