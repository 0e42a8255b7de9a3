"""What can be told of a photo from its colours alone: hair, skin, clothes.

Nobody is recognised here, and nothing is measured but colours: a patch of skin tones is taken for the face, what is
above it for hair and what is below it for clothes. Where that is doubtful it stays silent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

_SIDE = 64  # the photo is looked at this small
_LEAST_SKIN = 60  # of 4,096 pixels
_LOWEST_FACE = 42  # no face is looked for below this row
_ALIKE = 50.0  # distance of two shades of one thing
_LIKE_THE_WALL = 36.0
_HAIR_LIKE = 70.0
_MIDDLE_HALF = 0.404  # of a disc's width, that the middle half of it takes
_ORDINARY_FACE = (32.0, 20.0, 14.0, 18.0)
_HAIR = {"black": (34, 28, 30), "brown": (112, 74, 48), "blonde": (205, 168, 104), "ginger": (168, 82, 44)}

Rgb = tuple[int, int, int]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Cues:
    """`hair` is one of black, brown, blonde, ginger; the others are colours. Empty or None: not to be told."""

    hair: str = ""
    skin: Rgb | None = None
    top: Rgb | None = None
    bottom: Rgb | None = None


def cues_in(photo: Image.Image) -> Cues:
    grid = _Grid(photo)
    wall = _Wall(grid)
    tone = _skin_tone(grid, wall)
    if tone is None:
        return Cues(top=_main(wall.without(grid.inside((18, 28, 46, 60)))))
    x, y, wide, high = _face(grid, tone, wall)
    above = (x - 0.45 * wide, y - 0.95 * high, x + 0.45 * wide, y - 0.5 * high)
    body = (x - 0.6 * wide, y + 0.8 * high, x + 0.6 * wide, y + 1.7 * high)
    legs = (x - 0.5 * wide, y + 2.05 * high, x + 0.5 * wide, y + 3.5 * high)
    return Cues(
        hair=_hair(wall.without(grid.inside(above))),
        skin=tone,
        top=_main(_unlike(tone, wall.without(grid.inside(body)))),
        bottom=_main(_unlike(tone, wall.without(grid.inside(legs)))),
    )


class _Grid:
    def __init__(self, photo: Image.Image) -> None:
        data = photo.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
        self.pixels: Sequence[Rgb] = [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]

    def inside(self, box: Box) -> list[Rgb]:
        left, top, right, bottom = (min(_SIDE, max(0, round(side))) for side in box)
        return [self.pixels[y * _SIDE + x] for y in range(top, bottom) for x in range(left, right)]


class _Wall:
    """What is behind: the shades that are common along the edges."""

    def __init__(self, grid: _Grid) -> None:
        edges = [*grid.inside((0, 0, 4, 48)), *grid.inside((60, 0, 64, 48)), *grid.inside((4, 0, 60, 2))]
        self.shades = [_mean(shade) for shade in _shades(edges) if len(shade) * 10 >= len(edges)]

    def without(self, pixels: Iterable[Rgb]) -> list[Rgb]:
        return [pixel for pixel in pixels if not self.has(pixel)]

    def has(self, pixel: Rgb) -> bool:
        return any(_distance(pixel, shade) < _LIKE_THE_WALL for shade in self.shades)


def _skin_tone(grid: _Grid, wall: _Wall) -> Rgb | None:
    """The lighter of the skin-like shades that are common in the upper part: brown hair looks like skin, too."""
    shades = _shades(pixel for pixel in wall.without(grid.inside((6, 0, 58, _LOWEST_FACE))) if _is_skin_like(pixel))
    if sum(map(len, shades)) < _LEAST_SKIN:
        return None
    common = [shade for shade in shades if len(shade) * 4 >= len(shades[0])]
    return max(map(_mean, common), key=sum)


def _face(grid: _Grid, tone: Rgb, wall: _Wall) -> tuple[float, float, float, float]:
    """Its middle, width and height, by where half the pixels of its tone lie: a hand here or there moves it little."""
    places = [
        divmod(at, _SIDE)
        for at, pixel in enumerate(grid.pixels[: _LOWEST_FACE * _SIDE])
        if _distance(pixel, tone) < _ALIKE and not wall.has(pixel)
    ]
    if not places:  # shades that only meet in their mean
        return _ORDINARY_FACE
    (y, high), (x, wide) = (_middle_and_length(sorted(side)) for side in zip(*places, strict=True))
    return x, y, wide, min(high, 1.5 * wide)


def _middle_and_length(places: Sequence[int]) -> tuple[float, float]:
    quarter, half = len(places) // 4, len(places) // 2
    return places[half] + 0.5, max(6.0, (places[-1 - quarter] - places[quarter]) / _MIDDLE_HALF)


def _hair(above: Sequence[Rgb]) -> str:
    colour = _main(above)
    if colour is None:
        return ""
    name = min(_HAIR, key=lambda each: _distance(_HAIR[each], colour))
    return name if _distance(_HAIR[name], colour) < _HAIR_LIKE else ""


def _main(pixels: Sequence[Rgb]) -> Rgb | None:
    return _mean(_shades(pixels)[0]) if len(pixels) >= 16 else None


def _unlike(tone: Rgb, pixels: Sequence[Rgb]) -> list[Rgb]:
    """Without hands and legs."""
    return [pixel for pixel in pixels if not (_is_skin_like(pixel) and _distance(pixel, tone) < _ALIKE)]


def _shades(pixels: Iterable[Rgb]) -> list[list[Rgb]]:
    """Pixels in coarse groups of like colours, the largest first."""
    groups: dict[Rgb, list[Rgb]] = {}
    for pixel in pixels:
        groups.setdefault((pixel[0] >> 6, pixel[1] >> 6, pixel[2] >> 6), []).append(pixel)
    return sorted(groups.values(), key=len, reverse=True)


def _mean(pixels: Sequence[Rgb]) -> Rgb:
    red, green, blue = (sum(channel) // len(pixels) for channel in zip(*pixels, strict=True))
    return red, green, blue


def _is_skin_like(pixel: Rgb) -> bool:
    """Skin of every depth has much the same hue (Cb and Cr); only its brightness differs."""
    red, green, blue = pixel
    cb = 128 - 0.169 * red - 0.331 * green + 0.5 * blue
    cr = 128 + 0.5 * red - 0.419 * green - 0.081 * blue
    return 77 <= cb <= 127 and 134 <= cr <= 173 and max(pixel) > 50


def _distance(one: Rgb, other: Rgb) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)
