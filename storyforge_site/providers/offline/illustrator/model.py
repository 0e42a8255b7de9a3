"""The offline illustrator behind the contract every image vendor keeps."""

import json
import os
import subprocess
import sys
from pathlib import Path

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Usage
from storyforge_site.providers.offline.illustrator.compose import compose

MODEL = "storyforge-illustrator-1"
SECONDS_TO_PAINT = 30.0
_ROOT = Path(__file__).resolve().parents[4]
_PAINTER = "storyforge_site.providers.offline.illustrator.paint"


class OfflineImageModel:
    """Draws a scene from shapes and renders it on this machine. Same request, same picture."""

    name = "offline"

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
    """Render in a process of its own; it sees none of our settings or secrets."""
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    environment["PYTHONPATH"] = str(_ROOT)
    try:
        done = subprocess.run(
            [sys.executable, "-m", _PAINTER],
            input=order,
            capture_output=True,
            timeout=SECONDS_TO_PAINT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise StoryforgeError(Code.IMAGE_TIMEOUT, "the painting process took too long") from error
    if done.returncode != 0 or not done.stdout:
        raise StoryforgeError(
            Code.IMAGE_FAILED, f"the painting process ended with {done.returncode}: {done.stderr[-400:]!r}"
        )
    return done.stdout
