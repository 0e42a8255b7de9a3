"""A book's pictures: made safe and small as they come from a vendor, and marked for what they are."""

import io
from dataclasses import dataclass

from PIL import Image

from books.exports import marking
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.pictures import Limits, NotAPicture, as_jpeg, decoded

_LIMITS = Limits(max_bytes=25 * 1024 * 1024, min_side=256, max_side=4096, max_whole_pixels=4096 * 4096)
_KEPT_SIDE = 1536
_JPEG_QUALITY = 88
_THUMBNAIL_SIDE = 400


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded RGB picture that we may show."""

    image: Image.Image

    @property
    def jpeg(self) -> bytes:
        return as_jpeg(self.image, quality=_JPEG_QUALITY)

    def marked(self, *, by_model: bool) -> bytes:
        """A JPEG that says, machine-readably, that a trained model or an algorithm made it."""
        return as_jpeg(self.image, quality=_JPEG_QUALITY, xmp=marking.xmp(by_model=by_model).encode())


def clean_picture(data: bytes) -> Picture:
    """Decode untrusted bytes. Raises IMAGE_FAILED, which another try may mend, for anything but a sane picture."""
    try:
        return Picture(decoded(data, _LIMITS, kept_side=_KEPT_SIDE))
    except NotAPicture as error:
        note = f"not a picture we accept: {error}"
        raise StoryforgeError(Code.IMAGE_FAILED, note, kind=Kind.RETRYABLE) from error


def thumbnail(jpeg: bytes) -> bytes:
    """A cover for the shelf, 400 pixels on its longer side, with the original's marking."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        xmp = opened.info.get("xmp", b"")
        small = opened.convert("RGB")
    small.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return as_jpeg(small, quality=_JPEG_QUALITY, xmp=xmp)
