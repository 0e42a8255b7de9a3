"""fal's queue: a request is put in, then asked for at the addresses that came back. The model is a setting.

Those addresses drop the model's sub-path, so they are not worked out but kept, all together, as the ticket.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint, authorization
from storyforge_site.lib.payload import as_address
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage
from storyforge_site.providers.image.waiting import Look, picture_from
from storyforge_site.providers.image.wording import as_taken, seed_for, words_for
from storyforge_site.providers.reading import first_mapping, word

_IN_THE_MAKING = frozenset({"IN_QUEUE", "IN_PROGRESS"})
_KEPT = ("request_id", "status_url", "response_url", "cancel_url")


class FalImageModel:
    name = "fal"

    def __init__(self) -> None:
        self.takes_references = bool(settings.FAL_REFERENCE_MODEL)
        self.endpoint = Endpoint(
            name="pictures:fal",
            base_url=settings.FAL_BASE_URL,
            headers=authorization(settings.FAL_API_KEY, "Key"),
            timeout=min(30.0, settings.IMAGE_TIMEOUT),
            on_timeout=Code.IMAGE_TIMEOUT,
            on_failure=Code.IMAGE_FAILED,
            on_busy=Code.IMAGE_RATE_LIMIT,
        )

    def generate(self, request: ImageRequest) -> ImageResult:
        data, ticket = picture_from(self, as_taken(request, takes_references=self.takes_references))
        kept = _kept_in(ticket)
        return ImageResult(data, Usage(self.name, kept["model"], pictures=1, vendor_id=word(kept["request_id"])))

    def order(self, request: ImageRequest) -> tuple[str, Mapping[str, Any]]:
        wanted: dict[str, Any] = {
            "prompt": words_for(request),
            "image_size": {"width": request.width, "height": request.height},
            "num_images": 1,
            "seed": seed_for(request),
            "enable_safety_checker": True,
        }
        if request.references:
            wanted["image_urls"] = [as_address(picture) for picture in request.references]
        return f"/{_model_for(request)}", wanted

    def ticket_in(self, answer: Mapping[str, Any], request: ImageRequest) -> str:
        return json.dumps({name: answer.get(name) for name in _KEPT} | {"model": _model_for(request)})

    def is_ticket(self, ticket: str) -> bool:
        return bool(_kept_in(ticket))

    def look(self, ticket: str) -> Look:
        kept = _kept_in(ticket)
        try:
            found = self._get(kept["status_url"])
        except StoryforgeError as error:
            if not error.note.startswith("HTTP 404"):
                raise
            return Look(failure="the request is gone")  # one that was taken out of the queue
        failure, status = found.get("error"), str(found.get("status"))
        if status in _IN_THE_MAKING:
            return Look()
        if status != "COMPLETED":
            raise StoryforgeError(Code.IMAGE_FAILED, f"no status: {status:.60}", kind=Kind.RETRYABLE)
        if failure:
            return Look(failure=f"request failed: {found.get('error_type')!s:.60}: {failure!s:.200}")
        return Look(address=_address_in(self._get(kept["response_url"])))

    def stop(self, ticket: str) -> None:
        self.endpoint.put(_kept_in(ticket)["cancel_url"])

    def _get(self, address: str) -> dict[str, Any]:
        return with_retries(lambda: self.endpoint.get(address), attempts=settings.IMAGE_MAX_RETRIES)


def _model_for(request: ImageRequest) -> str:
    return str(settings.FAL_REFERENCE_MODEL if request.references else settings.FAL_MODEL)


def _kept_in(ticket: str) -> dict[str, str]:
    """Empty for what is no ticket."""
    try:
        kept = json.loads(ticket)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    is_whole = all(isinstance(kept.get(name), str) and kept[name] for name in (*_KEPT, "model"))
    return kept if is_whole else {}


def _address_in(made: Mapping[str, Any]) -> str:
    """Raises SAFETY_OUTPUT when fal itself found the picture unfit."""
    unfit = made.get("has_nsfw_concepts")
    if any(unfit if isinstance(unfit, list) else [unfit]):
        raise StoryforgeError(Code.SAFETY_OUTPUT, "nsfw concepts")
    address = first_mapping(made.get("images")).get("url")
    if not isinstance(address, str) or not address:
        raise StoryforgeError(Code.IMAGE_FAILED, "no address", kind=Kind.RETRYABLE)
    return address
