"""The pages a paperback has and a booklet has not: the spreads of the story, what stands before and right after it."""

from collections.abc import Callable

from books.exports.press import pictures
from books.exports.press.paper import SOFT_INK
from books.exports.press.volume import WIDTH, Sheet, Volume
from books.exports.sizes import BLEED, SAFE, SIDE, TRIM

_MIDDLE = 3.85  # of the words of a page, from its top: a little above the middle looks like the middle
_WORDS_WIDTH, _WORDS_HEIGHT = 6.5, 5.4
_HILLS = (0.13, 0.2)  # how much of the picture's colour is in the far and in the near one
_STARS, _STAR = 5, 0.85


def _words(volume: Volume, sheet: Sheet) -> None:
    """The left-hand page: the words, large and calm, in the air of the picture they face."""
    paper, source = volume.paper, volume.folder / sheet["picture"]
    paper.fill(pictures.margin_colour(source) or pictures.tint(source, 0.05))
    far, near = (pictures.tint(source, strength) for strength in _HILLS)
    paper.hills(far, near, mirrored=sheet["number"] % 2 == 0)
    size, tall = paper.fitting(sheet["text"], volume.letter_size, width=_WORDS_WIDTH, height=_WORDS_HEIGHT)
    left, top = (SIDE - _WORDS_WIDTH) / 2, max(SAFE + 0.3, _MIDDLE - tall / 2)
    below = paper.words(sheet["text"], left=left, top=top, width=_WORDS_WIDTH, size=size)
    paper.ornament(min(below + 0.5, 6.9), pictures.accent(source))
    paper.words(str(sheet["number"]), left=SAFE, top=SIDE - SAFE - 0.32, width=WIDTH, size=13, colour=SOFT_INK)


def _plate(volume: Volume, sheet: Sheet) -> None:
    """The right-hand page: the picture to every edge. One with a margin of paper keeps it, evenly, within the cut."""
    source, printed = volume.folder / sheet["picture"], volume.made()
    margin = pictures.margin_colour(source)
    side = TRIM if margin else SIDE
    if margin:
        volume.paper.fill(margin)
    pictures.enlarged(source, side, printed)
    place = BLEED if margin else 0
    volume.paper.picture(printed, place, place, side)


def _dedication(volume: Volume, sheet: Sheet) -> None:
    paper, left, width = volume.paper, 2.1, SIDE - 4.2
    paper.ornament(2.2, volume.accent)
    size, _tall = paper.fitting(sheet["heading"], 26, width=WIDTH, height=0.8)
    top = paper.words(sheet["heading"], left=SAFE, top=2.55, width=WIDTH, size=size, colour=volume.accent) + 0.35
    for label in sheet["labels"]:
        below = paper.words(label, left=left, top=top, width=width, size=13, colour=SOFT_INK, centred=False)
        paper.rule(left, below + 0.42, width)
        top = below + 0.65
    paper.ornament(top + 0.3, volume.accent)


def _end(volume: Volume, sheet: Sheet) -> None:
    paper = volume.paper
    paper.fill(pictures.tint(volume.folder / "cover.jpg", 0.05))
    far, near = (pictures.tint(volume.folder / "cover.jpg", strength) for strength in _HILLS)
    paper.hills(far, near, mirrored=True)
    size, _tall = paper.fitting(sheet["heading"], 46, width=WIDTH, height=1)
    below = paper.words(sheet["heading"], left=SAFE, top=2.1, width=WIDTH, size=size, colour=volume.accent)
    paper.ornament(below + 0.35, volume.accent)
    top = below + 1
    for place in range(_STARS):
        paper.star(SIDE / 2 + (place - _STARS // 2) * 1.1, top, _STAR, volume.accent)
    paper.words(sheet["line"], left=SAFE + 0.5, top=top + 1.15, width=WIDTH - 1, size=14, colour=SOFT_INK)


def _empty(_volume: Volume, _sheet: Sheet) -> None:
    """White paper."""


KINDS: dict[str, Callable[[Volume, Sheet], None]] = {
    "words": _words,
    "plate": _plate,
    "dedication": _dedication,
    "end": _end,
    "empty": _empty,
}
