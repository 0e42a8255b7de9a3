"""Pictures from outside: sniffed, measured before they are decoded, and drawn anew.

Bytes from a vendor or a family are hostile until this module has read them. What it gives back are pixels; nothing
else of the file survives.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG", "WEBP")
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


class NotAPicture(Exception):
    """The bytes are no picture within the limits. The message is for the log."""


@dataclass(frozen=True, slots=True)
class Limits:
    max_bytes: int
    min_side: int
    max_side: int
    formats: Sequence[str] = _FORMATS


def decoded(data: bytes, limits: Limits, *, kept_side: int) -> Image.Image:
    """The RGB picture in untrusted bytes, at most `kept_side` pixels on its longer side. Raises NotAPicture."""
    if len(data) > limits.max_bytes:
        raise NotAPicture(f"{len(data)} bytes")
    try:
        with Image.open(io.BytesIO(data), formats=limits.formats) as opened:
            _require_size(opened, limits)
            image = opened.convert("RGB")
    except _BROKEN as error:
        raise NotAPicture(repr(error)) from error
    image.thumbnail((kept_side, kept_side), Image.Resampling.LANCZOS)
    return image


def as_jpeg(image: Image.Image, *, quality: int, xmp: bytes = b"") -> bytes:
    """The pixels, with no other mark than `xmp`."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, **({"xmp": xmp} if xmp else {}))
    return out.getvalue()


def _require_size(opened: Image.Image, limits: Limits) -> None:
    width, height = opened.size
    if not all(limits.min_side <= side <= limits.max_side for side in (width, height)):
        raise NotAPicture(f"{width}x{height} pixels")
