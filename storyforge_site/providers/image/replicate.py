"""Replicate: a prediction is begun, then asked for until it is there. The model is a setting (`owner/name`).

Beginning one buys a picture, so its id is put away before anything else happens: a worker that takes over asks
for that prediction, and a request to begin is sent again only when the vendor said it did not take it.
"""

import re
import time
from typing import Any

from django.conf import settings

from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage

_POLL_SECONDS = 1.0
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OVER = frozenset({"failed", "canceled", "aborted"})
_UNFIT = re.compile(r"nsfw|safety|sensitive|content policy", re.IGNORECASE)


class ReplicateImageModel:
    name = "replicate"

    def __init__(self) -> None:
        self.endpoint = Endpoint(
            name="pictures:replicate",
            base_url=settings.REPLICATE_BASE_URL,
            headers={"Authorization": f"Bearer {settings.REPLICATE_API_KEY}"} if settings.REPLICATE_API_KEY else {},
            timeout=min(30.0, settings.IMAGE_TIMEOUT),
            on_timeout=Code.IMAGE_TIMEOUT,
            on_failure=Code.IMAGE_FAILED,
            on_busy=Code.IMAGE_RATE_LIMIT,
        )

    def generate(self, request: ImageRequest) -> ImageResult:
        prediction = self._made(request)
        address = _address_in(prediction["output"])
        data = with_retries(lambda: self.endpoint.download(address), attempts=settings.IMAGE_MAX_RETRIES)
        usage = Usage(self.name, settings.REPLICATE_MODEL, pictures=1, vendor_id=str(prediction["id"]))
        return ImageResult(data, usage)

    def _made(self, request: ImageRequest) -> dict[str, Any]:
        """A prediction with its output: the one in the making, or a new one, again when one failed by itself."""
        note = ""
        for _attempt in range(settings.IMAGE_MAX_RETRIES):
            begun = request.ticket.read(self.name) if request.ticket else ""
            prediction = self._wait_for(begun or self._begin(request))
            if prediction.get("status") not in _OVER:
                return prediction
            if request.ticket:
                request.ticket.write(self.name, "")
            note = f"prediction {prediction['status']}: {str(prediction.get('error'))[:200]}"
            if _UNFIT.search(note):
                raise StoryforgeError(Code.SAFETY_OUTPUT, note)
        raise StoryforgeError(Code.IMAGE_FAILED, note, kind=Kind.RETRYABLE)

    def _begin(self, request: ImageRequest) -> str:
        path = f"/models/{settings.REPLICATE_MODEL}/predictions"
        wanted = {"prompt": f"{request.prompt} Avoid: {request.negative_prompt}.", "seed": request.seed % 2**31}
        payload = {"input": wanted | {"aspect_ratio": "1:1", "output_format": "png"}}
        prediction = with_retries(
            lambda: self.endpoint.post(path, payload),
            attempts=settings.IMAGE_MAX_RETRIES,
            only=Code.IMAGE_RATE_LIMIT,
        )
        prediction_id = str(prediction.get("id"))
        if not _ID.fullmatch(prediction_id):
            raise StoryforgeError(Code.IMAGE_FAILED, "a prediction without an id")
        if request.ticket:
            request.ticket.write(self.name, prediction_id)
        return prediction_id

    def _wait_for(self, prediction_id: str) -> dict[str, Any]:
        """The prediction as it ended, well or badly."""
        deadline = monotonic() + settings.IMAGE_TIMEOUT
        while monotonic() < deadline:
            found = with_retries(
                lambda: self.endpoint.get(f"/predictions/{prediction_id}"), attempts=settings.IMAGE_MAX_RETRIES
            )
            if found.get("status") in _OVER or found.get("output"):  # "processing" may have its output already
                return {**found, "id": prediction_id}
            time.sleep(_POLL_SECONDS)
        self._stop(prediction_id)
        raise StoryforgeError(Code.IMAGE_TIMEOUT, f"prediction {prediction_id}", kind=Kind.RETRYABLE)

    def _stop(self, prediction_id: str) -> None:
        """So that nobody pays for what nobody waits for; if it cannot be stopped, so be it."""
        try:
            self.endpoint.post(f"/predictions/{prediction_id}/cancel", {})
        except StoryforgeError:
            return


def _address_in(output: Any) -> str:
    address = output[0] if isinstance(output, list) and output else output
    if not isinstance(address, str):
        raise StoryforgeError(Code.IMAGE_FAILED, f"no address: {output!r:.200}", kind=Kind.RETRYABLE)
    return address
