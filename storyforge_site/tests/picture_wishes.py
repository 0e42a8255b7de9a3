"""What the tests of every picture vendor ask for."""

import io
from dataclasses import replace
from typing import Any

from PIL import Image

from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.scene import Scene, Setting


class Drawer:
    """A ticket in memory."""

    def __init__(self, **kept: str) -> None:
        self.kept = kept

    def read(self, provider: str) -> str:
        return self.kept.get(provider, "")

    def write(self, provider: str, vendor_id: str) -> None:
        self.kept[provider] = vendor_id


def a_request(**fields: Any) -> ImageRequest:
    return replace(ImageRequest("a dragon", "text", "cartoon", 7, Scene(Setting.LAKE), ()), **fields)


def a_jpeg(side: int = 64, *, busy: bool = False) -> bytes:
    """`busy`: of noise, which no JPEG makes small."""
    image = Image.effect_noise((side, side), 120).convert("RGB") if busy else Image.new("RGB", (side, side), "#3377aa")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()
