"""Pictures as the printer wants them: 300 dots an inch, nothing transparent, with the mark they came with."""

import colorsys
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps, ImageStat

from books.exports.sizes import DOTS

_QUALITY = 90
_CREAM = (255, 251, 242)
_OPACITY = 240  # of 255: a breath of the picture shows through, and never enough to hide a word
_CORNER = 0.28  # inches
_MASK_SCALE = 4  # the card's soft edge is drawn small and enlarged: it is blurred anyway

_WHITE = (1.0, 1.0, 1.0)
_PALE, _EVEN = 225, 9  # of 255: the margin of a picture is paper when it is that light and that even
_MARGIN = 0.055  # of its side: how far a ragged one may reach

Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]


def enlarged(source: Path, inches: float, target: Path) -> None:
    """The picture as a square of `inches`."""
    image, mark = _opened(source, inches)
    save(image, target, mark)


def cut_to(source: Path, width: float, height: float, target: Path) -> None:
    """The picture as a rectangle of inches; what does not fit is cut off evenly."""
    image, mark = _opened(source, width, height)
    save(image, target, mark)


def detail(source: Path, inches: float, target: Path, paper: Colour) -> None:
    """The part of the picture with most to see, a third of its width, in a circle."""
    image, mark = without_margin(source)
    side = min(image.size) // 3
    left, top = _liveliest(image, side)
    part = _sized(image.crop((left, top, left + side, top + side)), inches, inches)
    mask = Image.new("L", part.size, 0)
    ImageDraw.Draw(mask).ellipse((0, 0, *part.size), fill=255)
    sheet = Image.new("RGB", part.size, _to_rgb(paper))
    sheet.paste(part, mask=mask)
    save(sheet, target, mark)


def with_card(source: Path, inches: float, target: Path, height: float, margin: float) -> bool:
    """The picture with a calm card for the words, `height` inches high, `margin` from the edges.

    The card lies where the picture has less to see; whether that is at the top.
    """
    image, mark = _opened(source, inches)
    at_top = _is_calmer_at_the_top(image, (height + margin) / inches)
    top = margin if at_top else inches - margin - height
    _lay_card(image, (margin, top, inches - margin, top + height))
    save(image, target, mark)
    return at_top


def rounded(source: Path, inches: float, target: Path, paper: Colour = _WHITE) -> None:
    """A smaller picture with round corners, on paper of that colour."""
    whole, mark = without_margin(source)
    image = _sized(whole, inches, inches)
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *image.size), radius=int(0.35 * DOTS), fill=255)
    sheet = Image.new("RGB", image.size, _to_rgb(paper))
    sheet.paste(image, mask=mask)
    save(sheet, target, mark)


@cache
def accent(source: Path) -> Colour:
    """A deep colour that the picture is fond of, on which white stands out; 0 to 1 each."""
    with Image.open(source) as opened:
        few = opened.convert("RGB").resize((96, 96)).quantize(12).convert("RGB")
    counted: list[tuple[int, tuple[int, int, int]]] = few.getcolors(96 * 96)  # type: ignore[assignment]  # of RGB
    vivid = max(counted, key=lambda pair: pair[0] ** 0.5 * (max(pair[1]) - min(pair[1])))[1]
    hue, saturation, _value = colorsys.rgb_to_hsv(*(part / 255 for part in vivid))
    return colorsys.hsv_to_rgb(hue, min(saturation, 0.62), 0.46)


def tint(source: Path, strength: float) -> Colour:
    """The picture's accent as a breath of colour, on which dark letters are read easily."""
    hue, saturation, _value = colorsys.rgb_to_hsv(*accent(source))
    return colorsys.hsv_to_rgb(hue, min(strength, saturation), 1 - strength / 5)


def darker(colour: Colour, share: float) -> Colour:
    red, green, blue = (part * (1 - share) for part in colour)
    return red, green, blue


@cache
def margin_colour(source: Path) -> Colour | None:
    """The colour of the paper a picture was painted on, if it has left a margin of it free all round."""
    with Image.open(source) as opened:
        small = opened.convert("RGB").resize((256, 256))
    edges = [small.crop(box) for box in ((0, 0, 256, 2), (0, 254, 256, 256), (0, 0, 2, 256), (254, 0, 256, 256))]
    told = [ImageStat.Stat(edge) for edge in edges]
    if min(min(edge.mean) for edge in told) < _PALE or max(max(edge.stddev) for edge in told) > _EVEN:
        return None
    red, green, blue = (sum(edge.mean[band] for edge in told) / len(told) / 255 for band in range(3))
    return red, green, blue


def without_margin(source: Path) -> tuple[Image.Image, bytes]:
    """The picture, less the margin of paper it may have, and its mark."""
    with Image.open(source) as opened:
        mark: bytes = opened.info.get("xmp", b"")
        image = opened.convert("RGB")
    if margin_colour(source):
        image = ImageOps.crop(image, round(min(image.size) * _MARGIN))
    return image, mark


def _opened(source: Path, width: float, height: float | None = None) -> tuple[Image.Image, bytes]:
    with Image.open(source) as opened:
        mark: bytes = opened.info.get("xmp", b"")
        return _sized(opened.convert("RGB"), width, height or width), mark


def _sized(image: Image.Image, width: float, height: float) -> Image.Image:
    """Sharpened before it grows: that costs a sixth of doing it afterwards, and looks the same."""
    size = (round(width * DOTS), round(height * DOTS))
    if image.width < size[0]:
        image = image.filter(ImageFilter.UnsharpMask(radius=1, percent=40, threshold=2))
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def _liveliest(image: Image.Image, side: int) -> tuple[int, int]:
    """The upper left corner of the square with most edges in it, among squares a quarter apart."""
    edges = image.convert("L").filter(ImageFilter.FIND_EDGES)
    corners = [
        (left, top)
        for top in range(0, image.height - side + 1, side // 4)
        for left in range(0, image.width - side + 1, side // 4)
    ]
    return max(corners, key=lambda at: ImageStat.Stat(edges.crop((*at, at[0] + side, at[1] + side))).sum[0])


def _to_rgb(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in colour)
    return red, green, blue


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


def save(image: Image.Image, target: Path, mark: bytes) -> None:
    image.save(target, "JPEG", quality=_QUALITY, dpi=(DOTS, DOTS), **({"xmp": mark} if mark else {}))
