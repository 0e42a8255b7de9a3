"""The pages of the stapled booklet; a paperback has most of them too. Each kind has a function, `KINDS` names them."""

from collections.abc import Callable

from books.exports.press import pictures
from books.exports.press.paper import INK, SOFT_INK
from books.exports.press.volume import WIDTH, Sheet, Volume
from books.exports.sizes import SAFE, SIDE

_CARD_MARGIN = SAFE - 0.15  # the card may come nearer to the edge than its words
_CARD_PADDING = 0.3
_TALLEST_CARD = 3.6
_WHITE = (1.0, 1.0, 1.0)


def _cover(volume: Volume, sheet: Sheet) -> None:
    printed = volume.made()
    pictures.enlarged(volume.folder / sheet["picture"], SIDE, printed)
    volume.paper.picture(printed, 0, 0, SIDE)


def _story(volume: Volume, sheet: Sheet) -> None:
    """The picture to the edges, and its words on a card."""
    paper, printed = volume.paper, volume.made()
    width = SIDE - 2 * (_CARD_MARGIN + _CARD_PADDING)
    size, tall = paper.fitting(sheet["text"], volume.letter_size, width=width, height=_TALLEST_CARD)
    height = tall + 2 * _CARD_PADDING
    source = volume.folder / sheet["picture"]
    at_top = pictures.with_card(source, SIDE, printed, height, _CARD_MARGIN)
    paper.picture(printed, 0, 0, SIDE)
    top = _CARD_MARGIN if at_top else SIDE - _CARD_MARGIN - height
    left = _CARD_MARGIN + _CARD_PADDING
    paper.words(sheet["text"], left=left, top=top + _CARD_PADDING, width=width, size=size)


def _owner(volume: Volume, sheet: Sheet) -> None:
    paper = volume.paper
    paper.frame(SAFE, SAFE, WIDTH, WIDTH, volume.accent)
    paper.ornament(2.9, volume.accent)
    paper.words(sheet["heading"], left=SAFE + 0.5, top=3.3, width=WIDTH - 1, size=26)
    paper.rule(SIDE / 2 - 2.2, 4.9, 4.4)
    paper.ornament(5.5, volume.accent)


def _half_title(volume: Volume, sheet: Sheet) -> None:
    paper = volume.paper
    size, tall = paper.fitting(sheet["title"], 30, width=WIDTH - 1.5, height=3)
    below = paper.words(sheet["title"], left=SAFE + 0.75, top=3.6 - tall / 2, width=WIDTH - 1.5, size=size)
    paper.ornament(below + 0.4, volume.accent)


def _colophon(volume: Volume, sheet: Sheet) -> None:
    """At the foot of the page, where it does not get in the way of the story."""
    paper, width = volume.paper, 5.2
    left = (SIDE - width) / 2
    size, tall = paper.fitting("<br/>".join(sheet["lines"]), 9.5, width=width, height=4)
    top = SIDE - SAFE - 0.1 - tall
    paper.words(sheet["title"], left=left, top=top - 0.75, width=width, size=13)
    for line in sheet["lines"]:
        top = paper.words(line, left=left, top=top, width=width, size=size, colour=SOFT_INK)


def _title(volume: Volume, sheet: Sheet) -> None:
    paper, printed, side = volume.paper, volume.made(), 4.4
    size, tall = paper.fitting(sheet["title"], 40, width=WIDTH, height=1.75)
    paper.words(sheet["title"], left=SAFE, top=0.8 + (1.75 - tall) / 2, width=WIDTH, size=size, colour=volume.accent)
    pictures.rounded(volume.folder / sheet["picture"], side, printed)
    paper.picture(printed, (SIDE - side) / 2, 2.75, side)
    paper.words(sheet["line"], left=SAFE, top=7.32, width=WIDTH, size=14, colour=SOFT_INK)


def _drawing(volume: Volume, sheet: Sheet) -> None:
    below = volume.heading(sheet)
    top = below + 0.25
    volume.paper.frame(SAFE, top, WIDTH, SIDE - SAFE - top, volume.accent)


def _lines(volume: Volume, sheet: Sheet) -> None:
    """A heading, a picture if there is one, and questions with lines to write on."""
    paper, top = volume.paper, volume.heading(sheet) + 0.3
    if "picture" in sheet:
        printed, side = volume.made(), 2.6
        pictures.rounded(volume.folder / sheet["picture"], side, printed)
        paper.picture(printed, (SIDE - side) / 2, top, side)
        top += side + 0.25
    volume.lines(sheet["questions"], top)


def _back_cover(volume: Volume, sheet: Sheet) -> None:
    paper, width = volume.paper, 5.2
    left = (SIDE - width) / 2
    paper.fill(volume.accent)
    size, tall = paper.fitting(sheet["summary"], 16, width=width - 1, height=3.6)
    height = tall + 1.5
    top = (SIDE - height) / 2 - 0.3
    paper.card(left, top, width, height, _WHITE)
    paper.ornament(top + 0.45, volume.accent)
    paper.words(sheet["summary"], left=left + 0.5, top=top + 0.8, width=width - 1, size=size, colour=INK)
    paper.words(sheet["line"], left=SAFE, top=SIDE - SAFE - 0.6, width=WIDTH, size=12, colour=_WHITE)


KINDS: dict[str, Callable[[Volume, Sheet], None]] = {
    "cover": _cover,
    "owner": _owner,
    "half_title": _half_title,
    "colophon": _colophon,
    "title": _title,
    "story": _story,
    "lines": _lines,
    "drawing": _drawing,
    "back_cover": _back_cover,
}
