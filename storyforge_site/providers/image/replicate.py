"""Replicate: a prediction is begun, then asked for until it is there. The model is a setting (`owner/name`).

Models differ in the field that takes a picture to go by, so that is a setting too; one ending in `[]` takes a list.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint, authorization
from storyforge_site.lib.payload import as_address
from storyforge_site.lib.pictures import smaller
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage
from storyforge_site.providers.image.waiting import Look, picture_from
from storyforge_site.providers.image.wording import as_taken, seed_for, words_for

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_IN_THE_MAKING = frozenset({"starting", "processing"})
_OVER = frozenset({"failed", "canceled", "aborted"})
_REFERENCE_SIDE = 1024
_MAX_REFERENCE_BYTES = 190_000  # as a data address less than the 256 kB that a request may hold of one


class ReplicateImageModel:
    name = "replicate"

    def __init__(self) -> None:
        self.takes_references = bool(settings.REPLICATE_REFERENCE_FIELD)
        self.endpoint = Endpoint(
            name="pictures:replicate",
            base_url=settings.REPLICATE_BASE_URL,
            headers=authorization(settings.REPLICATE_API_KEY),
            timeout=min(30.0, settings.IMAGE_TIMEOUT),
            on_timeout=Code.IMAGE_TIMEOUT,
            on_failure=Code.IMAGE_FAILED,
            on_busy=Code.IMAGE_RATE_LIMIT,
        )

    def generate(self, request: ImageRequest) -> ImageResult:
        data, prediction_id = picture_from(self, as_taken(request, takes_references=self.takes_references))
        return ImageResult(data, Usage(self.name, settings.REPLICATE_MODEL, pictures=1, vendor_id=prediction_id))

    def order(self, request: ImageRequest) -> tuple[str, Mapping[str, Any]]:
        wanted = {"prompt": words_for(request), "seed": seed_for(request)}
        shape = {"aspect_ratio": "1:1", "output_format": "png"}
        return f"/models/{settings.REPLICATE_MODEL}/predictions", {"input": wanted | shape | _likeness(request)}

    def ticket_in(self, answer: Mapping[str, Any], request: ImageRequest) -> str:
        return str(answer.get("id"))

    def is_ticket(self, ticket: str) -> bool:
        return bool(_ID.fullmatch(ticket))

    def look(self, ticket: str) -> Look:
        found = with_retries(lambda: self.endpoint.get(f"/predictions/{ticket}"), attempts=settings.IMAGE_MAX_RETRIES)
        status, output = str(found.get("status")), found.get("output")
        if status in _OVER:
            return Look(failure=f"prediction {status}: {str(found.get('error'))[:200]}")
        if status in _IN_THE_MAKING and not output:  # "processing" may have its output already
            return Look()
        return Look(address=_address_in(output))

    def stop(self, ticket: str) -> None:
        self.endpoint.stop(f"/predictions/{ticket}/cancel")


def _likeness(request: ImageRequest) -> dict[str, Any]:
    field = settings.REPLICATE_REFERENCE_FIELD
    if not request.references:
        return {}
    small = [smaller(one, side=_REFERENCE_SIDE, max_bytes=_MAX_REFERENCE_BYTES) for one in request.references]
    addresses = [as_address(jpeg) for jpeg in small]
    return {field[:-2]: addresses} if field.endswith("[]") else {field: addresses[0]}


def _address_in(output: Any) -> str:
    address = output[0] if isinstance(output, list) and output else output
    if not isinstance(address, str) or not address:
        raise StoryforgeError(Code.IMAGE_FAILED, f"no address: {output!r:.200}", kind=Kind.RETRYABLE)
    return address
