"""The offline illustrator behind the contract every image vendor keeps."""

import json

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.workshop import TookTooLong, WorkFailed, Workshop
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage
from storyforge_site.providers.offline.illustrator.compose import compose

MODEL = "storyforge-illustrator-1"
SECONDS_TO_PAINT = 30.0
_PAINTERS = Workshop("storyforge_site.providers.offline.illustrator.paint")


class OfflineImageModel:
    """Draws a scene from shapes and renders it on this machine. Same request, same picture."""

    name = "offline"
    takes_references = False  # its heroes are alike by their sheets

    def generate(self, request: ImageRequest) -> ImageResult:
        """A JPEG or PNG of the wished size. Raises IMAGE_TIMEOUT or IMAGE_FAILED."""
        order = {
            "sheets": compose(request).sheets,
            "style": request.style,
            "seed": request.seed,
            "width": request.width,
            "height": request.height,
        }
        return ImageResult(data=_paint(json.dumps(order).encode()), usage=Usage(provider=self.name, model=MODEL))


def _paint(order: bytes) -> bytes:
    try:
        return _PAINTERS.order(order, seconds=SECONDS_TO_PAINT)
    except TookTooLong as error:
        raise StoryforgeError(Code.IMAGE_TIMEOUT, f"painting took too long: {error}") from error
    except WorkFailed as error:
        raise StoryforgeError(Code.IMAGE_FAILED, f"painting failed: {error}") from error
