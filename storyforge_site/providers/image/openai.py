"""OpenAI's picture endpoint and compatible servers by IMAGE_BASE_URL.

Pictures come as base64 in the answer; a compatible server may name an address instead.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint, authorization
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage
from storyforge_site.providers.image.wording import as_taken, from_base64, words_for
from storyforge_site.providers.reading import count, first_mapping, mapping

_NOT_THERE = ("HTTP 404", "HTTP 405")


class OpenAIImageModel:
    name = "openai"

    def __init__(self) -> None:
        self.takes_references = _at_openai() or settings.IMAGE_REFERENCES
        self.endpoint = Endpoint(
            name="pictures:openai",
            base_url=settings.IMAGE_BASE_URL,
            headers=authorization(settings.IMAGE_API_KEY),
            timeout=settings.IMAGE_TIMEOUT,
            on_timeout=Code.IMAGE_TIMEOUT,
            on_failure=Code.IMAGE_FAILED,
            on_busy=Code.IMAGE_RATE_LIMIT,
        )

    def generate(self, request: ImageRequest) -> ImageResult:
        taken = as_taken(request, takes_references=self.takes_references)
        answer = with_retries(lambda: self._ask(taken), attempts=settings.IMAGE_MAX_RETRIES)
        return ImageResult(self._picture_in(answer), _usage(answer))

    def _ask(self, request: ImageRequest) -> dict[str, Any]:
        """By the references where there are some and the server knows how, else by words alone."""
        if request.references:
            try:
                return self._edit(request)
            except StoryforgeError as error:
                if not error.note.startswith(_NOT_THERE):
                    raise
        return self.endpoint.post("/images/generations", {**_wanted(as_taken(request, takes_references=False)), "n": 1})

    def _edit(self, request: ImageRequest) -> dict[str, Any]:
        field = "image" if len(request.references) == 1 else "image[]"
        pictures = [
            (field, (f"heroes-{nth}.jpg", picture, "image/jpeg")) for nth, picture in enumerate(request.references)
        ]
        return self.endpoint.post_form("/images/edits", {**_wanted(request), "n": "1"}, pictures)

    def _picture_in(self, answer: Mapping[str, Any]) -> bytes:
        found = first_mapping(answer.get("data"))
        address = found.get("url")
        if not found.get("b64_json") and isinstance(address, str):
            return with_retries(lambda: self.endpoint.download(address), attempts=settings.IMAGE_MAX_RETRIES)
        return from_base64(found.get("b64_json"))


def _wanted(request: ImageRequest) -> dict[str, Any]:
    wanted = {
        "model": settings.IMAGE_MODEL,
        "prompt": words_for(request),
        "size": f"{request.width}x{request.height}",
    }
    if not _at_openai():
        return {**wanted, "response_format": "b64_json"}
    # GPT image models always answer so and refuse the field. Such a JPEG shows what a PNG does, comes sooner, and is
    # read in half the time.
    as_jpeg = {"output_format": "jpeg", "output_compression": 95}
    return {**wanted, **as_jpeg} if settings.IMAGE_MODEL.startswith("gpt-image") else wanted


def _at_openai() -> bool:
    return "api.openai.com" in settings.IMAGE_BASE_URL


def _usage(answer: Mapping[str, Any]) -> Usage:
    counted = mapping(answer.get("usage"))
    asked, answered = count(counted.get("input_tokens")), count(counted.get("output_tokens"))
    return Usage("openai", settings.IMAGE_MODEL, input_tokens=asked, output_tokens=answered, pictures=1)
