"""Pictures from outside: sniffed, measured before they are decoded, and drawn anew.

Bytes from a vendor or a family are hostile until this module has read them. What it gives back are pixels, turned
the way the camera was held; nothing else of the file survives.
"""

import io
import os
import tempfile
from dataclasses import dataclass
from typing import IO

from PIL import Image, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG", "WEBP")
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)

_SMALLER_QUALITY = 85
_LEAST_SIDE = 256

_ORIENTATION = 0x0112  # EXIF
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MARKER, _START_OF_SCAN = 0xFF, 0xDA  # JPEG


class NotAPicture(Exception):
    """The bytes are no picture within the limits. The message is for the log."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_whole_pixels` is for what can only be decoded at its full size; a plain JPEG is made smaller on the way."""

    max_bytes: int
    min_side: int
    max_side: int
    max_whole_pixels: int
    formats: tuple[str, ...] = _FORMATS


def decoded(data: bytes, limits: Limits, *, kept_side: int) -> Image.Image:
    """The RGB picture in untrusted bytes, at most `kept_side` pixels on its longer side. Raises NotAPicture."""
    if len(data) > limits.max_bytes:
        raise NotAPicture(f"{len(data)} bytes")
    try:
        with Image.open(io.BytesIO(data), formats=limits.formats) as opened:
            _require_size(opened, data, limits)
            turn = _turn_of(opened)
            opened.draft(None, (kept_side, kept_side))
            image = opened.convert("RGB")
    except _BROKEN as error:
        raise NotAPicture(repr(error)) from error
    image.thumbnail((kept_side, kept_side), Image.Resampling.LANCZOS)
    image = image if turn is None else image.transpose(turn)
    image.info = {}  # a comment would be saved again
    return image


def as_jpeg(image: Image.Image, *, quality: int, xmp: bytes = b"") -> bytes:
    """The pixels, with no other mark than `xmp`. In one scan and with the tables everybody has: several scans take six
    times as long, tables of its own twice, and either saves a fortieth."""
    with _file_in_memory() as out:
        image.save(out, "JPEG", quality=quality, **({"xmp": xmp} if xmp else {}))
        out.seek(0)
        return out.read()


def as_webp(image: Image.Image, *, quality: int, xmp: bytes = b"") -> bytes:
    """The same for screens, in half the bytes. Method 2 saves a fifth more and takes twice as long."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=0, xmp=xmp)
    return out.getvalue()


def our_own(jpeg: bytes) -> tuple[Image.Image, bytes]:
    """The pixels of a JPEG of our own, and its XMP. Raises NotAPicture for one that was spoiled where it was kept."""
    try:
        with Image.open(io.BytesIO(jpeg)) as opened:
            return opened.convert("RGB"), opened.info.get("xmp", b"")
    except _BROKEN as error:
        raise NotAPicture(repr(error)) from error


def smaller(jpeg: bytes, *, side: int, max_bytes: int | None = None) -> bytes:
    """A JPEG of our own, at most `side` pixels long and as much less as it takes to fit into `max_bytes`.

    Raises NotAPicture for one that was spoiled where it was kept.
    """
    whole, _xmp = our_own(jpeg)
    while True:
        small = whole.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        data = as_jpeg(small, quality=_SMALLER_QUALITY)
        if max_bytes is None or len(data) <= max_bytes or side <= _LEAST_SIDE:
            return data
        side = side * 3 // 4


def _file_in_memory() -> IO[bytes]:
    """Only while it writes a JPEG into a file of the system does Pillow let other threads run."""
    if hasattr(os, "memfd_create"):  # Linux
        return os.fdopen(os.memfd_create("jpeg"), "w+b")
    return tempfile.TemporaryFile()


def _require_size(opened: Image.Image, data: bytes, limits: Limits) -> None:
    width, height = opened.size
    if not all(limits.min_side <= side <= limits.max_side for side in (width, height)):
        raise NotAPicture(f"{width}x{height} pixels")
    if width * height > limits.max_whole_pixels and not _shrinks_on_the_way(opened, data):
        raise NotAPicture(f"{width}x{height} pixels at once")


def _shrinks_on_the_way(opened: Image.Image, data: bytes) -> bool:
    """Whether it is a JPEG of one scan. Of several, as in a progressive one, all are held in memory first."""
    if opened.format not in ("JPEG", "MPO") or "progressive" in opened.info:
        return False
    place = 2
    while place + 4 < len(data) and data[place] == _MARKER:
        if data[place + 1] == _START_OF_SCAN:
            return data[place + 4] == len(opened.getbands())
        place += 1 if data[place + 1] == _MARKER else 2 + int.from_bytes(data[place + 2 : place + 4])
    return False


def _turn_of(opened: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # a broken note about the camera spoils no picture, and it can break in many ways
        return None
