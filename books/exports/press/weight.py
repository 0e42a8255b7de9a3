"""Pictures light enough that a book of eight pages is sent by mail: under 3 MB with its fonts."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

_MOST = 270_000  # bytes of a picture; nine of them and the fonts are under 3 MB
# Pixels a side and JPEG quality, one after the other until a picture is light enough. Shown 210 mm wide it has 150 ppi
# at first; only noise ever comes to the last.
_LIGHTER = ((1240, 80), (1240, 65), (1024, 55), (768, 50))


def lighten(folder: Path) -> None:
    """In place. A picture that is light is left as it was painted, and each keeps its mark."""
    heavy = [file for file in sorted(folder.glob("*.jpg")) if file.stat().st_size > _MOST]
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(_lighten, heavy))


def _lighten(file: Path) -> None:
    with Image.open(file) as opened:
        mark: bytes = opened.info.get("xmp", b"")
        image = opened.convert("RGB")
    for side, quality in _LIGHTER:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        image.save(file, "JPEG", quality=quality, **({"xmp": mark} if mark else {}))
        if file.stat().st_size <= _MOST:
            return
