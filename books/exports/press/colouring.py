"""A picture as clean lines to colour in: the borders between its areas, traced and smoothed, with a pen of one width.

Thin dark strokes (eyes, a mouth) are taken out before, so that they do not become areas, and drawn as they are
afterwards.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, ImageStat

from books.exports.press.areas import GRID, Area, areas_of
from books.exports.press.paper import CORNER
from books.exports.press.pictures import save, without_margin
from books.exports.sizes import DOTS

_FINER = 2  # drawn so much larger and then reduced, so that no line has steps
_PEN = 0.034  # inches
_SMOOTHED = 10  # times: a staircase of pixels becomes a curve
_STROKE_FROM = 46  # of 255: how dark a stroke is, against what is round it
_INK = 60  # of 255: dark, and softer than the black of letters

Corner = tuple[int, int]
Curve = list[tuple[float, float]]


def line_art(source: Path, inches: float, target: Path, *, half: bool) -> None:
    """The picture as dark lines on white, a square of `inches`; `half`: only the half with more to see."""
    whole, mark = without_margin(source)
    small = ImageOps.autocontrast(ImageOps.fit(whole, (GRID, GRID), Image.Resampling.LANCZOS), cutoff=1)
    plain = _repeated(_repeated(small, ImageFilter.MaxFilter(3)), ImageFilter.MinFilter(3))
    strokes = ImageChops.subtract(plain.convert("L"), small.convert("L"))
    side = round(inches * DOTS)
    lines = _drawn(areas_of(_repeated(plain, ImageFilter.MedianFilter(5))), side)
    lines.paste(_INK, mask=_inked(strokes, side))
    if half:
        _leave_half_free(lines)
    _round_corners(lines)
    save(lines, target, mark)


def _repeated(image: Image.Image, a_filter: ImageFilter.Filter) -> Image.Image:
    return image.filter(a_filter).filter(a_filter)


def _inked(strokes: Image.Image, side: int) -> Image.Image:
    """Smooth and crisp: blurred where they are small, and decided where they are large."""
    soft = strokes.filter(ImageFilter.GaussianBlur(0.7)).resize((side, side), Image.Resampling.BICUBIC)
    return soft.point(lambda value: min(255, max(0, (value - _STROKE_FROM) * 12)))


def _drawn(areas: list[Area], side: int) -> Image.Image:
    scale = side * _FINER / GRID
    large = Image.new("L", (side * _FINER, side * _FINER), 255)
    pen = ImageDraw.Draw(large)
    width = round(_PEN * DOTS * _FINER)
    for chain in _chains(_cracks(areas)):
        curve = [(x * scale, y * scale) for x, y in _smooth(chain)]
        pen.line(curve, fill=_INK, width=width, joint="curve")
        for x, y in (curve[0], curve[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=_INK)
    return large.reduce(_FINER)


def _cracks(areas: list[Area]) -> dict[Corner, set[Corner]]:
    """Between pixels of different areas: each corner of a pixel, and the corners that a border joins it to."""
    joined: dict[Corner, set[Corner]] = defaultdict(set)
    for pixel, area in enumerate(areas):
        y, x = divmod(pixel, GRID)
        ends = []
        if x + 1 < GRID and areas[pixel + 1] != area:
            ends.append((x + 1, y))
        if y + 1 < GRID and areas[pixel + GRID] != area:
            ends.append((x, y + 1))
        for end in ends:
            joined[end].add((x + 1, y + 1))
            joined[x + 1, y + 1].add(end)
    return joined


def _chains(joined: dict[Corner, set[Corner]]) -> Iterator[list[Corner]]:
    """Every border from one meeting of three areas to the next, or all round an area; `joined` is empty then."""
    meetings = {corner for corner, others in joined.items() if len(others) != 2}
    for start in [*meetings, *joined]:
        while joined[start]:
            chain = [start]
            while len(chain) == 1 or (chain[-1] not in meetings and chain[-1] != start):
                here = chain[-1]
                there = joined[here].pop()
                joined[there].discard(here)
                chain.append(there)
            yield chain


def _smooth(chain: list[Corner]) -> Curve:
    """Each point moves towards its neighbours; ends stay, unless the chain closes."""
    curve: Curve = [(float(x), float(y)) for x, y in chain]
    closes = len(chain) > 3 and chain[0] == chain[-1]
    for _time in range(_SMOOTHED):
        before = [curve[-2] if closes else curve[0], *curve[:-1]]
        after = [*curve[1:], curve[1] if closes else curve[-1]]
        moved = [
            ((x_1 + 2 * x + x_2) / 4, (y_1 + 2 * y + y_2) / 4)
            for (x_1, y_1), (x, y), (x_2, y_2) in zip(before, curve, after, strict=True)
        ]
        curve = moved if closes else [curve[0], *moved[1:-1], curve[-1]]
    return curve


def _leave_half_free(lines: Image.Image) -> None:
    middle, (width, height) = lines.width // 2, lines.size
    left, right = (0, 0, middle, height), (middle, 0, width, height)
    lightness = [ImageStat.Stat(lines.crop(side)).mean[0] for side in (left, right)]
    lines.paste(255, right if lightness[0] <= lightness[1] else left)


def _round_corners(lines: Image.Image) -> None:
    corners = Image.new("L", lines.size, 255)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, *lines.size), radius=CORNER * DOTS, fill=0)
    lines.paste(255, mask=corners)
