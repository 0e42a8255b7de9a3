"""Pictures from outside: measured first, turned upright, nothing kept but pixels. Memory is measured in a process."""

import io
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from storyforge_site.lib.pictures import Limits, NotAPicture, as_jpeg, decoded

LIMITS = Limits(max_bytes=10**7, min_side=64, max_side=8192, max_whole_pixels=4096 * 3072)

_MEASURED = """
import resource, sys
from storyforge_site.lib.pictures import Limits, NotAPicture, decoded

def rss():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

limits = Limits(max_bytes=10**8, min_side=64, max_side=8192, max_whole_pixels=4096 * 3072)
with open(sys.argv[1], "rb") as file:
    data = file.read()
before = rss()
try:
    print(*decoded(data, limits, kept_side=1024).size, rss() - before)
except NotAPicture:
    print("refused", "refused", rss() - before)
"""


def written(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def corner(top_left: str = "#ff0000") -> Image.Image:
    image = Image.new("RGB", (300, 200), "#ffffff")
    image.paste(top_left, (0, 0, 100, 66))
    return image


@pytest.mark.parametrize(
    ("orientation", "back"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int, back: Image.Transpose | None) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = corner().transpose(back) if back is not None else corner()

    seen = decoded(written(held, exif=exif), LIMITS, kept_side=1024)

    assert seen.size == (300, 200)
    red, green, _blue = seen.getpixel((20, 20))  # type: ignore[misc]
    assert (red > 200, green < 80) == (True, True)


@pytest.mark.parametrize(
    "exif", [b"Exif\x00\x00", b"Exif\x00\x00MM\x00*\xff\xff\xff\xff", b"Exif\x00\x00" + b"\xff" * 60]
)
def test_a_broken_note_about_the_camera_spoils_nothing(exif: bytes) -> None:
    assert decoded(written(corner(), exif=exif), LIMITS, kept_side=1024).size == (300, 200)


def test_nothing_but_pixels_is_saved_again() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    marked = written(corner(), exif=exif, comment=b"at home", xmp=b"<x/>", icc_profile=b"a profile")

    again = Image.open(io.BytesIO(as_jpeg(decoded(marked, LIMITS, kept_side=100), quality=85)))

    assert again.size == (100, 67)
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.parametrize(
    ("size", "kind", "options", "fits"),
    [
        ((8000, 6000), "JPEG", {}, True),
        ((8000, 6000), "JPEG", {"progressive": True}, False),
        ((8000, 6000), "PNG", {}, False),
        ((4000, 3000), "JPEG", {"progressive": True}, True),
        ((8193, 64), "JPEG", {}, False),
    ],
)
def test_a_large_photo_takes_little_memory_or_is_refused(
    tmp_path: Path, size: tuple[int, int], kind: str, options: dict[str, Any], fits: bool
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(written(Image.new("RGB", size, "#3377aa"), kind, **options))

    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )

    width, _height, megabytes = done.stdout.split()
    assert width == ("1024" if fits else "refused")
    assert int(megabytes) < 100


def test_an_announced_size_is_believed_before_anything_is_decoded() -> None:
    with pytest.raises(NotAPicture, match="at once"):
        decoded(written(Image.new("L", (5000, 4000)), "PNG"), LIMITS, kept_side=1024)


def test_other_threads_run_while_a_jpeg_is_made() -> None:
    large = Image.new("RGB", (4000, 4000), "#3377aa")  # long to write, and in few pieces
    made: list[bytes] = []
    maker = threading.Thread(target=lambda: made.append(as_jpeg(large, quality=88)))

    maker.start()
    turns = 0
    while maker.is_alive():
        time.sleep(0.001)
        turns += 1

    assert turns > 10  # 4 where they wait for each piece
