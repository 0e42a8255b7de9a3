"""Gemini's image models, which paint through the call that also writes. Imagen's own endpoint is no more."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers import google
from storyforge_site.providers.contracts import ImageRequest, ImageResult
from storyforge_site.providers.image.wording import from_base64, seed_for, words_for
from storyforge_site.providers.reading import mapping


class ImagenImageModel:
    name = "imagen"
    takes_references = True

    def __init__(self) -> None:
        shared = google.endpoint(
            "pictures",
            settings.IMAGEN_API_KEY,
            settings.IMAGE_TIMEOUT,
            Code.IMAGE_TIMEOUT,
            Code.IMAGE_FAILED,
            Code.IMAGE_RATE_LIMIT,
        )
        self.endpoint = replace(shared, name=f"pictures:{self.name}")

    def generate(self, request: ImageRequest) -> ImageResult:
        """An answer without a picture is asked for once more: the model may paint it the next time."""
        answer = self._ask(request)
        try:
            data = _picture_in(answer)
        except StoryforgeError as error:
            if error.kind is not Kind.RETRYABLE:
                raise
            answer = self._ask(request)
            data = _picture_in(answer)
        return ImageResult(data, google.usage_of(answer, self.name, settings.IMAGEN_MODEL, pictures=1))

    def _ask(self, request: ImageRequest) -> dict[str, Any]:
        path, wanted = google.path_to(settings.IMAGEN_MODEL), _wanted(request)
        return with_retries(lambda: self.endpoint.post(path, wanted), attempts=settings.IMAGE_MAX_RETRIES)


def _wanted(request: ImageRequest) -> dict[str, Any]:
    pictures = map(google.shown, request.references)
    return {
        "contents": [{"role": "user", "parts": [*pictures, {"text": words_for(request)}]}],
        "safetySettings": google.FOR_CHILDREN,
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "1:1"},
            "seed": seed_for(request),
        },
    }


def _picture_in(answer: Mapping[str, Any]) -> bytes:
    """The last one, where a model sends its drafts along. Raises SAFETY_OUTPUT when it declined."""
    found = [mapping(part.get("inlineData")).get("data") for part in google.parts_of(answer, Code.IMAGE_FAILED)]
    encoded = [data for data in found if data]
    if not encoded:
        raise StoryforgeError(Code.IMAGE_FAILED, "words instead of a picture", kind=Kind.RETRYABLE)
    return from_base64(encoded[-1])
