"""What can be told of a photo from its colours alone: hair, skin, clothes.

Nobody is recognised here, and nothing is measured but colours: a patch of skin tones is taken for the face, what is
above it for hair and what is below it for clothes. Where that is doubtful it stays silent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image

_SIDE = 64  # the photo is looked at this small
_LEAST_SKIN = 60  # of 4,096 pixels
_ALIKE = 70.0  # distance of two shades of one thing
_HAIR_LIKE = 95.0
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
    tone = _skin_tone(grid)
    if tone is None:
        return Cues(top=_main(grid.inside((18, 28, 46, 60))))
    left, top, right, bottom = _face(grid, tone)
    width, height = max(6.0, right - left), max(6.0, bottom - top)
    above = grid.inside((left, top - 0.35 * height, right, top))
    body = (left - 0.3 * width, bottom + 0.25 * height, right + 0.3 * width, bottom + 1.6 * height)
    legs = (left - 0.2 * width, bottom + 2.2 * height, right + 0.2 * width, bottom + 3.4 * height)
    return Cues(
        hair=_hair(above),
        skin=tone,
        top=_main(_unlike(tone, grid.inside(body))),
        bottom=_main(_unlike(tone, grid.inside(legs))),
    )


class _Grid:
    def __init__(self, photo: Image.Image) -> None:
        data = photo.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
        self.pixels: Sequence[Rgb] = [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]

    def inside(self, box: Box) -> list[Rgb]:
        left, top, right, bottom = (min(_SIDE, max(0, round(side))) for side in box)
        return [self.pixels[y * _SIDE + x] for y in range(top, bottom) for x in range(left, right)]


def _skin_tone(grid: _Grid) -> Rgb | None:
    """The lighter of the skin-like shades that are common in the upper part: brown hair looks like skin, too."""
    shades = _shades(pixel for pixel in grid.inside((6, 0, 58, 42)) if _is_skin_like(pixel))
    if sum(map(len, shades)) < _LEAST_SKIN:
        return None
    common = [shade for shade in shades if len(shade) * 4 >= len(shades[0])]
    return max(map(_mean, common), key=sum)


def _face(grid: _Grid, tone: Rgb) -> Box:
    places = [
        divmod(at, _SIDE)
        for at, pixel in enumerate(grid.pixels[: 42 * _SIDE])
        if _is_skin_like(pixel) and _distance(pixel, tone) < _ALIKE
    ]
    rows = Counter(y for y, _x in places)
    top = min((y for y, count in rows.items() if count >= 3), default=places[0][0] if places else 0)
    columns = sorted(x for y, x in places if y < top + 16) or [26, 38]
    left, right = columns[len(columns) // 12], columns[-1 - len(columns) // 12]
    wide = right - left + 1
    bottom = min(max(rows, default=top), top + round(1.3 * wide))
    return left, top, right + 1, bottom + 1


def _hair(above: Sequence[Rgb]) -> str:
    colour = _main(above)
    if colour is None:
        return ""
    name = min(_HAIR, key=lambda each: _distance(_HAIR[each], colour))
    return name if _distance(_HAIR[name], colour) < _HAIR_LIKE and max(colour) - min(colour) < 130 else ""


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
