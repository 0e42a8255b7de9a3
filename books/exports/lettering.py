"""The title on the cover: set in the book's script, in the calm upper part of the picture.

Painters are told to write no letters (models misspell), so every cover gets its title here, whoever painted it.
"""

from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

from books.exports.pictures import Picture
from books.exports.right_to_left import as_drawn
from books.exports.typefaces import Face, runs, title_faces
from books.exports.typesetting import in_one_line

_WIDTH = 0.84  # of the picture, for the longest line
_TOP = 0.055
_HEIGHT = 0.30  # for all lines
_LARGEST, _SMALLEST, _STEP = 0.118, 0.05, 0.004  # letter size against the picture's width
_LEADING = 1.12
_MAX_LINES = 3
_GLOW_REACHES = 4  # radii; beyond it a blur shows nothing

_CREAM, _INK = (255, 249, 232), (38, 34, 66)


@dataclass(frozen=True, slots=True)
class _Setting:
    lines: tuple[str, ...]
    size: int


def letter_cover(cover: Picture, title: str, language: str) -> Picture:
    """The cover with its title. The letters take the colour that reads best on what lies behind them."""
    image = cover.image.copy()
    faces = title_faces(language)
    title = in_one_line(title)
    setting = _fit(title, faces, image.size, by_word=" " in title.strip())
    on_dark = _luminance(image) < 150
    front, back = (_CREAM, _INK) if on_dark else (_INK, _CREAM)
    letters = Image.new("L", image.size, 0)
    halo = Image.new("L", image.size, 0)
    lines = [as_drawn(line, language) for line in setting.lines]
    _set_lines(letters, lines, setting.size, faces, stroke=0)
    _set_lines(halo, lines, setting.size, faces, stroke=max(3, setting.size // 14))
    radius = setting.size // 7
    place = _around(halo, radius * _GLOW_REACHES)  # the rest of the picture stays as it is
    halo = halo.crop(place)
    glow = halo.filter(ImageFilter.GaussianBlur(radius)).point(lambda value: value * 0.75)
    image.paste(back, place, mask=ImageChops.screen(glow, halo))  # as one upon the other
    image.paste(front, place, mask=letters.crop(place))
    return Picture(image)


def _around(layer: Image.Image, margin: int) -> tuple[int, int, int, int]:
    """Where the layer has anything, and `margin` pixels more on every side."""
    left, top, right, bottom = layer.getbbox() or (0, 0, 0, 0)
    return (
        max(0, left - margin),
        max(0, top - margin),
        min(layer.width, right + margin),
        min(layer.height, bottom + margin),
    )


def _fit(title: str, faces: tuple[Face, ...], size: tuple[int, int], *, by_word: bool) -> _Setting:
    """The largest letters with which the title stands in its place, on as few lines as they need."""
    width, height = size
    for letter_size in range(int(width * _LARGEST), int(width * _SMALLEST), -int(width * _STEP)):
        for count in range(1, _MAX_LINES + 1):
            lines = _break(title, count, faces, letter_size, by_word=by_word)
            tall = len(lines) * letter_size * _LEADING <= height * _HEIGHT
            wide = max(_measure(line, faces, letter_size) for line in lines) <= width * _WIDTH
            if tall and wide:
                return _Setting(lines, letter_size)
    smallest = int(width * _SMALLEST)
    return _Setting(_break(title, _MAX_LINES, faces, smallest, by_word=by_word), smallest)


def _break(title: str, count: int, faces: tuple[Face, ...], size: int, *, by_word: bool) -> tuple[str, ...]:
    """Break into `count` lines of about the same length; between words where there are words."""
    pieces, joint = (title.split(), " ") if by_word else (list(title), "")
    target = _measure(title, faces, size) / count
    lines: list[list[str]] = [[]]
    for piece in pieces:
        reached = _measure(joint.join([*lines[-1], piece]), faces, size)
        overshoot = reached - target > target - _measure(joint.join(lines[-1]), faces, size)
        closes = not by_word and piece in "、。！？」』ー・，：；）》”’…—"  # never begin a line with one of these
        if lines[-1] and overshoot and len(lines) < count and not closes:
            lines.append([])
        lines[-1].append(piece)
    return tuple(joint.join(line) for line in lines)


def _set_lines(layer: Image.Image, lines: list[str], size: int, faces: tuple[Face, ...], *, stroke: int) -> None:
    draw = ImageDraw.Draw(layer)
    y = layer.height * _TOP + size * _LEADING * 0.5
    for line in lines:
        x = (layer.width - _measure(line, faces, size)) / 2
        y += _overhang(line, faces, size)
        for face, text in runs(line, faces):
            font = _font(face, size)
            draw.text((x, y), text, font=font, fill=255, anchor="lm", stroke_width=stroke)
            x += font.getlength(text)
        y += size * _LEADING


def _overhang(line: str, faces: tuple[Face, ...], size: int) -> float:
    """How far its accents stand out above the room of a line: ồ has two."""
    above = (-_font(face, size).getbbox(text, anchor="lm")[1] for face, text in runs(line, faces))
    return max(0.0, max(above, default=0.0) - size / 2)


def _measure(line: str, faces: tuple[Face, ...], size: int) -> float:
    return sum(_font(face, size).getlength(text) for face, text in runs(line, faces))


def _luminance(image: Image.Image) -> float:
    """Mean brightness of the part behind the title, 0 to 255."""
    top = image.crop((0, int(image.height * _TOP), image.width, int(image.height * (_TOP + _HEIGHT))))
    return float(ImageStat.Stat(top.convert("L")).mean[0])


@cache
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.BASIC)
