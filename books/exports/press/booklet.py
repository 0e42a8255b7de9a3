"""The print edition drawn: each kind of page has a function, and `_KINDS` names them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from books.exports.press import pictures
from books.exports.press.paper import INK, SOFT_INK, Colour, Paper
from books.exports.sizes import SAFE, SIDE

_WIDTH = SIDE - 2 * SAFE
_CARD_MARGIN = SAFE - 0.15  # the card may come nearer to the edge than its words
_CARD_PADDING = 0.3
_TALLEST_CARD = 3.6
_LINE, _GAP = 0.46, 0.12  # between lines for a child's hand; before the next question
_WHITE = (1.0, 1.0, 1.0)

Sheet = dict[str, Any]


class Booklet:
    def __init__(self, order: dict[str, Any], folder: Path) -> None:
        self.folder = folder
        self.letter_size: float = order["letter_size"]
        self.accent: Colour = pictures.accent(folder / "cover.jpg")
        self.paper = Paper(language=order["language"], wrap=order["wrap"])
        self._made = 0

    def made(self) -> Path:
        """A name for one more picture."""
        self._made += 1
        return self.folder / f"printed-{self._made}.jpg"


def draw(order: dict[str, Any], folder: Path) -> bytes:
    booklet = Booklet(order, folder)
    canvas = booklet.paper.canvas
    canvas.setTitle(order["title"])
    canvas.setAuthor("Storyforge")
    canvas.setCreator("Storyforge")
    canvas.setSubject(order["subject"])
    canvas.setKeywords(order["keywords"])
    for sheet in order["sheets"]:
        _KINDS[sheet["kind"]](booklet, sheet)
        booklet.paper.next_sheet()
    return booklet.paper.finish()


def _cover(booklet: Booklet, sheet: Sheet) -> None:
    printed = booklet.made()
    pictures.enlarged(booklet.folder / sheet["picture"], SIDE, printed)
    booklet.paper.picture(printed, 0, 0, SIDE)


def _story(booklet: Booklet, sheet: Sheet) -> None:
    """The picture to the edges, and its words on a card."""
    paper, printed = booklet.paper, booklet.made()
    width = SIDE - 2 * (_CARD_MARGIN + _CARD_PADDING)
    size, tall = paper.fitting(sheet["text"], booklet.letter_size, width=width, height=_TALLEST_CARD)
    height = tall + 2 * _CARD_PADDING
    source = booklet.folder / sheet["picture"]
    at_top = pictures.with_card(source, SIDE, printed, height, _CARD_MARGIN)
    paper.picture(printed, 0, 0, SIDE)
    top = _CARD_MARGIN if at_top else SIDE - _CARD_MARGIN - height
    left = _CARD_MARGIN + _CARD_PADDING
    paper.words(sheet["text"], left=left, top=top + _CARD_PADDING, width=width, size=size)


def _owner(booklet: Booklet, sheet: Sheet) -> None:
    paper = booklet.paper
    paper.frame(SAFE, SAFE, _WIDTH, _WIDTH, booklet.accent)
    paper.ornament(2.9, booklet.accent)
    paper.words(sheet["heading"], left=SAFE + 0.5, top=3.3, width=_WIDTH - 1, size=26)
    paper.rule(SIDE / 2 - 2.2, 4.9, 4.4)
    paper.ornament(5.5, booklet.accent)


def _half_title(booklet: Booklet, sheet: Sheet) -> None:
    paper = booklet.paper
    size, tall = paper.fitting(sheet["title"], 30, width=_WIDTH - 1.5, height=3)
    below = paper.words(sheet["title"], left=SAFE + 0.75, top=3.6 - tall / 2, width=_WIDTH - 1.5, size=size)
    paper.ornament(below + 0.4, booklet.accent)


def _colophon(booklet: Booklet, sheet: Sheet) -> None:
    """At the foot of the page, where it does not get in the way of the story."""
    paper, width = booklet.paper, 5.2
    left = (SIDE - width) / 2
    size, tall = paper.fitting("<br/>".join(sheet["lines"]), 9.5, width=width, height=4)
    top = SIDE - SAFE - 0.1 - tall
    paper.words(sheet["title"], left=left, top=top - 0.75, width=width, size=13)
    for line in sheet["lines"]:
        top = paper.words(line, left=left, top=top, width=width, size=size, colour=SOFT_INK)


def _title(booklet: Booklet, sheet: Sheet) -> None:
    paper, printed, side = booklet.paper, booklet.made(), 4.4
    size, tall = paper.fitting(sheet["title"], 40, width=_WIDTH, height=1.75)
    paper.words(sheet["title"], left=SAFE, top=0.8 + (1.75 - tall) / 2, width=_WIDTH, size=size, colour=booklet.accent)
    pictures.rounded(booklet.folder / sheet["picture"], side, printed)
    paper.picture(printed, (SIDE - side) / 2, 2.75, side)
    paper.words(sheet["line"], left=SAFE, top=7.32, width=_WIDTH, size=14, colour=SOFT_INK)


def _drawing(booklet: Booklet, sheet: Sheet) -> None:
    below = _heading(booklet, sheet, top=SAFE + 0.05)
    top = below + 0.25
    booklet.paper.frame(SAFE, top, _WIDTH, SIDE - SAFE - top, booklet.accent)


def _lines(booklet: Booklet, sheet: Sheet) -> None:
    """A heading, a picture if there is one, and questions with lines to write on."""
    paper, top = booklet.paper, _heading(booklet, sheet, top=SAFE + 0.05) + 0.3
    if "picture" in sheet:
        printed, side = booklet.made(), 2.6
        pictures.rounded(booklet.folder / sheet["picture"], side, printed)
        paper.picture(printed, (SIDE - side) / 2, top, side)
        top += side + 0.25
    room = (SIDE - SAFE - top) / len(sheet["questions"])
    for number, question in enumerate(sheet["questions"]):
        begins = top + number * room
        below = paper.words(question, left=SAFE, top=begins, width=_WIDTH, size=14, centred=False)
        for rule in range(1, int((begins + room - below - _GAP) / _LINE) + 1):
            paper.rule(SAFE, below + rule * _LINE, _WIDTH)


def _back_cover(booklet: Booklet, sheet: Sheet) -> None:
    paper, width = booklet.paper, 5.2
    left = (SIDE - width) / 2
    paper.fill(booklet.accent)
    size, tall = paper.fitting(sheet["summary"], 16, width=width - 1, height=3.6)
    height = tall + 1.5
    top = (SIDE - height) / 2 - 0.3
    paper.card(left, top, width, height, _WHITE)
    paper.ornament(top + 0.45, booklet.accent)
    paper.words(sheet["summary"], left=left + 0.5, top=top + 0.8, width=width - 1, size=size, colour=INK)
    paper.words(sheet["line"], left=SAFE, top=SIDE - SAFE - 0.6, width=_WIDTH, size=12, colour=_WHITE)


def _heading(booklet: Booklet, sheet: Sheet, top: float) -> float:
    size, _tall = booklet.paper.fitting(sheet["heading"], 22, width=_WIDTH, height=1)
    return booklet.paper.words(sheet["heading"], left=SAFE, top=top, width=_WIDTH, size=size)


_KINDS: dict[str, Callable[[Booklet, Sheet], None]] = {
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
