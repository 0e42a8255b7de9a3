"""Pictures from outside made safe and small, and marked for what they are.

Bytes from a vendor are hostile: the format is sniffed, the size read before anything is decoded, and the
picture drawn anew, so nothing of the original file survives but its pixels.
"""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from books.exports import marking
from storyforge_site.lib.errors import Code, Kind, StoryforgeError

MAX_BYTES = 25 * 1024 * 1024
MAX_SIDE = 4096
MIN_SIDE = 256
_KEPT_SIDE = 1536
_JPEG_QUALITY = 88
_THUMBNAIL_SIDE = 400
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded RGB picture that we may show."""

    image: Image.Image

    @property
    def jpeg(self) -> bytes:
        return _jpeg(self.image)

    def marked(self, *, by_model: bool) -> bytes:
        """A JPEG that says, machine-readably, that a trained model or an algorithm made it."""
        return _jpeg(self.image, xmp=marking.xmp(by_model=by_model).encode())


def clean_picture(data: bytes) -> Picture:
    """Decode untrusted bytes. Raises IMAGE_FAILED, which another try may mend, for anything but a sane picture."""
    if len(data) > MAX_BYTES:
        raise _refusal(f"{len(data)} bytes")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            width, height = opened.size
            if not (MIN_SIDE <= width <= MAX_SIDE and MIN_SIDE <= height <= MAX_SIDE):
                raise _refusal(f"{width}x{height} pixels")
            image = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _refusal(repr(error)) from error
    image.thumbnail((_KEPT_SIDE, _KEPT_SIDE), Image.Resampling.LANCZOS)
    return Picture(image)


def thumbnail(jpeg: bytes) -> bytes:
    """A cover for the shelf, 400 pixels on its longer side, with the original's marking."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        xmp = opened.info.get("xmp", b"")
        small = opened.convert("RGB")
    small.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(small, xmp=xmp)


def _jpeg(image: Image.Image, xmp: bytes = b"") -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True, **({"xmp": xmp} if xmp else {}))
    return out.getvalue()


def _refusal(note: str) -> StoryforgeError:
    return StoryforgeError(Code.IMAGE_FAILED, f"not a picture we accept: {note}", kind=Kind.RETRYABLE)
