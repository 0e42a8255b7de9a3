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
    soft = rich.filter(ImageFilter.GaussianBlur(2 * unit))
    detail = edges(rich).filter(ImageFilter.GaussianBlur(4 * unit)).point([min(255, v * 5) for v in range(256)])
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
    wanted: Any = detail.load()
    inside: Any = within.load() if within is not None else None
    draw, relief = ImageDraw.Draw(canvas), ImageDraw.Draw(heights)
    thick, ridge = max(1, round(brush.thick * unit)), max(1, round(brush.thick * unit / 5))
    for x, y in _spots(width, height, brush.spacing * unit, rng):
        at_x, at_y = min(width - 1, max(0, int(x))), min(height - 1, max(0, int(y)))
        if wanted[at_x, at_y] < brush.least or (inside is not None and inside[at_x, at_y] < 128):
            continue
        angle = flow.at(x / width, y / height) + rng.uniform(-0.2, 0.2)
        shift = rng.randint(-8, 8)
        red, green, blue = colours[at_x, at_y]
        dx, dy = math.cos(angle) * brush.length * unit / 2, math.sin(angle) * brush.length * unit / 2
        line = (x - dx, y - dy, x + dx, y + dy)
        draw.line(line, fill=(red + shift, green + shift, blue + shift), width=thick)
        level = 120 + rng.randint(-60, 60)
        relief.line(line, fill=level, width=thick)
        relief.line(
            (line[0] - dy * 0.3, line[1] + dx * 0.3, line[2] - dy * 0.3, line[3] + dx * 0.3),
            level + 22,
            ridge,
        )


def _spots(width: int, height: int, spacing: float, rng: Random) -> list[tuple[float, float]]:
    spots = [
        ((column + rng.uniform(-0.5, 0.5)) * spacing, (row + rng.uniform(-0.5, 0.5)) * spacing)
        for row in range(int(height / spacing) + 1)
        for column in range(int(width / spacing) + 1)
    ]
    rng.shuffle(spots)
    return spots


def _raking_light(canvas: Image.Image, heights: Image.Image, rng: Random) -> Image.Image:
    """Ridges of paint and the weave of the canvas catch the light."""
    weave = noise(rng, 300, canvas.size, soft=False)
    lit = Image.blend(heights, weave, 0.1).filter(ImageFilter.GaussianBlur(0.9)).filter(ImageFilter.EMBOSS)
    lit = lit.point([max(90, min(166, 128 + int((v - 128) * 0.4))) for v in range(256)])
    return ImageChops.overlay(canvas, Image.merge("RGB", (lit, lit, lit)))
