"""The pages to do something on that only a paperback has room for."""

from collections.abc import Callable

from books.exports.press import colouring, pictures
from books.exports.press.paper import SOFT_INK
from books.exports.press.volume import LINE, WIDTH, Sheet, Volume
from books.exports.sizes import SAFE, SIDE

_WHITE = (1.0, 1.0, 1.0)
_FOOT = SIDE - SAFE
_NEW_WORDS = 4
_GAP = 0.3


def _colouring(volume: Volume, sheet: Sheet) -> None:
    """The picture as lines in a frame; half of it, when the child is to draw the rest."""
    top = volume.heading(sheet) + 0.2
    side = _FOOT - top
    left = (SIDE - side) / 2
    printed = volume.made()
    colouring.line_art(volume.folder / sheet["picture"], side, printed, half=sheet["half"])
    volume.paper.picture(printed, left, top, side)
    volume.paper.frame(left, top, side, side, volume.accent)


def _faces(volume: Volume, sheet: Sheet) -> None:
    """Three round faces to draw, and lines below."""
    paper, top = volume.paper, volume.heading(sheet) + 0.4
    each = WIDTH / len(sheet["labels"])
    for place, label in enumerate(sheet["labels"]):
        left = paper.from_start(SAFE + place * each, each)
        paper.circle(left + each / 2, top, each - _GAP, volume.accent)
        paper.words(label, left=left, top=top + each - 0.15, width=each, size=14, colour=SOFT_INK)
    volume.lines(sheet["questions"], top + each + 0.7)


def _words_learned(volume: Volume, sheet: Sheet) -> None:
    paper, top = volume.paper, volume.heading(sheet) + 0.3
    room = (_FOOT - top + _GAP) / _NEW_WORDS
    for row in range(_NEW_WORDS):
        begins = top + row * room
        side, width = room - _GAP, WIDTH - room
        paper.frame(paper.from_start(SAFE, side), begins, side, side, volume.accent)
        for rule in (0.55, 0.95):
            paper.rule(paper.from_start(SAFE + room, width), begins + side * rule, width)


def _details(volume: Volume, sheet: Sheet) -> None:
    """Round windows on three pictures, in a zigzag, each with a place for the page it was found on."""
    paper, top = volume.paper, volume.heading(sheet) + 0.2
    room, side, words_width = (_FOOT - top) / len(sheet["pictures"]), 2.15, 2.4
    for row, picture in enumerate(sheet["pictures"]):
        begins, at_the_start = top + row * room, row % 2 == 0
        left = paper.from_start(SAFE + 0.6 if at_the_start else SIDE - SAFE - 0.6 - side, side)
        printed = volume.made()
        pictures.detail(volume.folder / picture, side, printed, _WHITE)
        paper.picture(printed, left, begins, side)
        paper.circle(left + side / 2, begins, side, volume.accent)
        words = paper.from_start(SAFE + 0.6 + (side + 0.45 if at_the_start else 0), words_width)
        below = paper.words(sheet["label"], left=words, top=begins + 0.6, width=words_width, size=15, centred=False)
        paper.rule(words, below + LINE, words_width)


def _panels(volume: Volume, sheet: Sheet) -> None:
    paper, top = volume.paper, volume.heading(sheet) + 0.25
    width, height = (WIDTH - _GAP) / 2, (_FOOT - top - _GAP) / 2
    for number in range(4):
        start, begins = SAFE + number % 2 * (width + _GAP), top + number // 2 * (height + _GAP)
        paper.frame(paper.from_start(start, width), begins, width, height, volume.accent)
        left = paper.from_start(start + 0.15, 0.4)
        paper.words(str(number + 1), left=left, top=begins + 0.1, width=0.4, size=14, colour=SOFT_INK)


def _frame_and_lines(volume: Volume, sheet: Sheet) -> None:
    """A frame to draw in above, lines to write on below."""
    paper, top = volume.paper, volume.heading(sheet) + 0.25
    height = 3.9
    paper.frame(SAFE, top, WIDTH, height, volume.accent)
    volume.lines(sheet["labels"], top + height + 0.2)


KINDS: dict[str, Callable[[Volume, Sheet], None]] = {
    "colouring": _colouring,
    "faces": _faces,
    "words_learned": _words_learned,
    "details": _details,
    "panels": _panels,
    "frame_and_lines": _frame_and_lines,
}
