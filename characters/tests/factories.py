"""Characters, and photos as phones and mischief makers send them."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from characters import services
from characters.draft import Draft
from characters.models import Character
from storyforge_site.accounts.models import User

SKIN, HAIR, TOP, BOTTOM, WALL = "#d9a279", "#1d1518", "#c8102e", "#3f78c2", "#e9efe6"
GPS_PLACE = b"Seoul Forest"


def wish(**fields: Any) -> dict[str, Any]:
    """The body of a good `POST /v1/characters`."""
    good = {
        "name": "Juno",
        "master_description": "a girl with two black braids and a yellow raincoat",
        "appearance": {"age_visual": "five", "face": "freckles", "hair": "black", "skin": "light", "body": "small"},
        "clothing": {"top": "yellow raincoat", "bottom": "blue jeans", "shoes": "red boots", "accessories": "scarf"},
        "personality_traits": ["brave", "curious"],
        "visual_style_notes": "soft lines",
    }
    return good | fields


def a_character(user: User, **fields: Any) -> Character:
    return services.create(user, Draft(**wish(**fields)))


def a_portrait(side: int = 600) -> Image.Image:
    """A child before a wall: black hair, a red top, blue trousers."""
    image = Image.new("RGB", (side, side), WALL)
    draw, unit = ImageDraw.Draw(image), side / 60
    for colour, box in (
        (HAIR, (22, 4, 38, 13)),
        (SKIN, (23, 11, 37, 25)),
        (TOP, (18, 26, 42, 43)),
        (BOTTOM, (20, 43, 40, 60)),
    ):
        draw.rectangle([edge * unit for edge in box], fill=colour)
    return image


def as_bytes(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def from_a_phone() -> bytes:
    """Held sideways, with where and when it was taken, a maker's note and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the picture lies on its side
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[0x001C] = GPS_PLACE
    return as_bytes(a_portrait().transpose(Image.Transpose.ROTATE_90), exif=exif, comment=b"Mina, 5, at home")


def upload(data: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


@cache
def bomb_of_pixels(side: int = 13_000) -> bytes:
    """A valid PNG, half a gigabyte when decoded, in a few hundred kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\x00" * (1 + side * 3)
    pixels = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
