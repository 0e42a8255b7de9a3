"""Oil: passes of seeded brush strokes, broad to fine, then light raking over the paint.

Two sheets: the place is painted broadly; the figures are painted on it with a small brush, so that a
face stays a face.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from storyforge_site.providers.offline.illustrator.finish.grain import edges, noise


@dataclass(frozen=True, slots=True)
class Brush:
    """In pixels of a picture 1024 wide; `least` is the detail (0 to 255) that calls for this brush."""

    length: float
    thick: float
    spacing: float
    least: int


class Flow:
    """Which way the brush goes: along an edge where there is one, else as the seed drifts."""

    ACROSS = 192

    def __init__(self, picture: Image.Image, rng: Random) -> None:
        grey = picture.convert("L").resize((self.ACROSS, self.ACROSS), Image.Resampling.BOX)
        self._grey: Any = grey.filter(ImageFilter.GaussianBlur(1.4)).load()
        self._drift: Any = noise(rng, 6, (self.ACROSS, self.ACROSS)).load()

    def at(self, x: float, y: float) -> float:
        """The angle in radians at a place given by its shares of width and height."""
        column = min(self.ACROSS - 2, max(1, int(x * self.ACROSS)))
        row = min(self.ACROSS - 2, max(1, int(y * self.ACROSS)))
        across = self._grey[column + 1, row] - self._grey[column - 1, row]
        down = self._grey[column, row + 1] - self._grey[column, row - 1]
        if across * across + down * down > 60:
            return math.atan2(across, -down)
        drift: float = self._drift[column, row]
        return (drift / 255 - 0.5) * 3.4


BROAD = (Brush(56, 22, 23, 0), Brush(28, 10, 14, 14), Brush(13, 5, 8, 60))
FINE = (Brush(24, 8, 9, 0), Brush(9, 3, 6, 90))


def oil(place: Image.Image, figures: Image.Image, seed: int) -> Image.Image:
    rng = Random(seed)
    heights = Image.new("L", place.size, 120)
    canvas = _painted(place.convert("RGB"), heights, BROAD, rng, keep=0.7)
    alpha = figures.getchannel("A")
    if alpha.getbbox() is not None:
        under = place.convert("RGB")
        under.paste(figures.convert("RGB"), (0, 0), alpha)
        fine_heights = Image.new("L", place.size, 120)
        fine = _painted(under, fine_heights, FINE, rng, keep=0.92, within=alpha)
        ragged = ImageChops.add(alpha, noise(rng, 150, alpha.size, soft=False), scale=1, offset=-128)
        mask = Image.blend(alpha, ragged, 0.35).filter(ImageFilter.GaussianBlur(0.8))
        mask = mask.point([max(0, min(255, int((v - 60) * 2.2))) for v in range(256)])
        canvas.paste(fine, (0, 0), mask)
        heights.paste(fine_heights, (0, 0), mask)
    return _raking_light(canvas, heights, rng)


def _painted(
    picture: Image.Image,
    heights: Image.Image,
    brushes: tuple[Brush, ...],
    rng: Random,
    *,
    keep: float,
    within: Image.Image | None = None,
) -> Image.Image:
    """The picture in strokes; `keep` of it shows through where there is fine detail."""
    rich = ImageEnhance.Contrast(ImageEnhance.Color(picture).enhance(1.28)).enhance(1.06)
    unit = rich.width / 1024
    soft = rich.filter(ImageFilter.BoxBlur(2 * unit))
    detail = edges(rich).filter(ImageFilter.BoxBlur(6 * unit)).point([min(255, v * 5) for v in range(256)])
    flow = Flow(rich, rng)
    canvas = soft.copy()
    for brush in brushes:
        _strokes((canvas, heights), (rich, detail, within), flow, rng, brush)
    if within is not None:  # a face is painted with the tip of the brush
        detail = detail.filter(ImageFilter.BoxBlur(5 * unit)).point([min(255, v * 4) for v in range(256)])
    shown = detail.point([min(255, max(0, int((v - 40) * 2.4))) for v in range(256)])
    return Image.composite(Image.blend(canvas, rich, keep), canvas, shown)


def _strokes(
    onto: tuple[Image.Image, Image.Image],
    model: tuple[Image.Image, Image.Image, Image.Image | None],
    flow: Flow,
    rng: Random,
    brush: Brush,
) -> None:
    """One pass: a stroke wherever there is detail enough, in the colour found there."""
    (canvas, heights), (source, detail, within) = onto, model
    width, height = canvas.size
    unit = width / 1024
    colours: Any = source.load()
    draw, relief = ImageDraw.Draw(canvas), ImageDraw.Draw(heights)
    thick, ridge = max(1, round(brush.thick * unit)), max(1, round(brush.thick * unit / 5))
    reach = brush.length * unit / 2
    for x, y in _spots(_called_for(detail, within, brush), brush.spacing * unit, rng):
        angle = flow.at(x / width, y / height) + (rng.random() - 0.5) * 0.4
        shift = int(rng.random() * 17) - 8
        red, green, blue = colours[x, y]
        dx, dy = math.cos(angle) * reach, math.sin(angle) * reach
        line = (x - dx, y - dy, x + dx, y + dy)
        draw.line(line, fill=(red + shift, green + shift, blue + shift), width=thick)
        level = 60 + int(rng.random() * 121)
        relief.line(line, fill=level, width=thick)
        relief.line(
            (line[0] - dy * 0.3, line[1] + dx * 0.3, line[2] - dy * 0.3, line[3] + dx * 0.3),
            level + 22,
            ridge,
        )


def _called_for(detail: Image.Image, within: Image.Image | None, brush: Brush) -> Image.Image:
    """Where this brush is wanted: not 0."""
    wanted = detail.point([255 * (v >= brush.least) for v in range(256)])
    return wanted if within is None else ImageChops.darker(wanted, within.point([255 * (v >= 128) for v in range(256)]))


def _spots(wanted: Image.Image, spacing: float, rng: Random) -> list[tuple[int, int]]:
    """Pixels about `spacing` apart, in no order."""
    box = wanted.getbbox()
    if box is None:
        return []
    left, top, right, bottom = box
    width, is_wanted = right - left, wanted.crop(box).tobytes()
    columns, rows = int(width / spacing) + 2, int((bottom - top) / spacing) + 2
    away = iter(rng.randbytes(2 * columns * rows))
    spots = []
    for row in range(rows):
        for column in range(columns):
            x, y = int((column - next(away) / 256) * spacing), int((row - next(away) / 256) * spacing)
            if 0 <= x < width and 0 <= y < bottom - top and is_wanted[y * width + x]:
                spots.append((left + x, top + y))
    rng.shuffle(spots)
    return spots


def _raking_light(canvas: Image.Image, heights: Image.Image, rng: Random) -> Image.Image:
    """Ridges of paint and the weave of the canvas catch the light."""
    weave = noise(rng, 300, canvas.size, soft=False)
    lit = Image.blend(heights, weave, 0.1).filter(ImageFilter.GaussianBlur(0.9)).filter(ImageFilter.EMBOSS)
    lit = lit.point([max(90, min(166, 128 + int((v - 128) * 0.4))) for v in range(256)])
    return ImageChops.overlay(canvas, Image.merge("RGB", (lit, lit, lit)))
