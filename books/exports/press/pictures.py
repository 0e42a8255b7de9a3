"""Pictures as the printer wants them: 300 dots an inch, nothing transparent, with the mark they came with."""

import colorsys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps, ImageStat

from books.exports.sizes import DOTS

_QUALITY = 90
_CREAM = (255, 251, 242)
_OPACITY = 240  # of 255: a breath of the picture shows through, and never enough to hide a word
_CORNER = 0.28  # inches
_MASK_SCALE = 4  # the card's soft edge is drawn small and enlarged: it is blurred anyway

Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]


def enlarged(source: Path, inches: float, target: Path) -> None:
    """The picture as a square of `inches`."""
    image, mark = _opened(source, inches)
    _save(image, target, mark)


def with_card(source: Path, inches: float, target: Path, height: float, margin: float) -> bool:
    """The picture with a calm card for the words, `height` inches high, `margin` from the edges.

    The card lies where the picture has less to see; whether that is at the top.
    """
    image, mark = _opened(source, inches)
    at_top = _is_calmer_at_the_top(image, (height + margin) / inches)
    top = margin if at_top else inches - margin - height
    _lay_card(image, (margin, top, inches - margin, top + height))
    _save(image, target, mark)
    return at_top


def rounded(source: Path, inches: float, target: Path) -> None:
    """A smaller picture with round corners, on white paper."""
    image, mark = _opened(source, inches)
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *image.size), radius=int(0.35 * DOTS), fill=255)
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=mask)
    _save(paper, target, mark)


def accent(source: Path) -> Colour:
    """A deep colour that the picture is fond of, on which white stands out; 0 to 1 each."""
    with Image.open(source) as opened:
        few = opened.convert("RGB").resize((96, 96)).quantize(12).convert("RGB")
    counted: list[tuple[int, tuple[int, int, int]]] = few.getcolors(96 * 96)  # type: ignore[assignment]  # of RGB
    vivid = max(counted, key=lambda pair: pair[0] ** 0.5 * (max(pair[1]) - min(pair[1])))[1]
    hue, saturation, _value = colorsys.rgb_to_hsv(*(part / 255 for part in vivid))
    return colorsys.hsv_to_rgb(hue, min(saturation, 0.62), 0.46)


def _opened(source: Path, inches: float) -> tuple[Image.Image, bytes]:
    side = round(inches * DOTS)
    with Image.open(source) as opened:
        mark: bytes = opened.info.get("xmp", b"")
        return ImageOps.fit(opened.convert("RGB"), (side, side), Image.Resampling.LANCZOS), mark


def _is_calmer_at_the_top(image: Image.Image, share: float) -> bool:
    small = image.convert("L").resize((256, 256)).filter(ImageFilter.FIND_EDGES)
    band = round(256 * share)
    top, bottom = small.crop((2, 2, 254, band)), small.crop((2, 256 - band, 254, 254))
    return float(ImageStat.Stat(top).mean[0]) < float(ImageStat.Stat(bottom).mean[0])


def _lay_card(image: Image.Image, box: Box) -> None:
    scale = DOTS / _MASK_SCALE
    mask = Image.new("L", (image.width // _MASK_SCALE, image.height // _MASK_SCALE), 0)
    ImageDraw.Draw(mask).rounded_rectangle([edge * scale for edge in box], radius=int(_CORNER * scale), fill=_OPACITY)
    soft = mask.filter(ImageFilter.GaussianBlur(3)).resize(image.size, Image.Resampling.BICUBIC)
    image.paste(_CREAM, mask=soft)


def _save(image: Image.Image, target: Path, mark: bytes) -> None:
    image.save(target, "JPEG", quality=_QUALITY, dpi=(DOTS, DOTS), **({"xmp": mark} if mark else {}))
