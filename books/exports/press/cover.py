"""A paperback's cover in one piece: back, spine and front, or the other way round where the book opens on the right."""

from collections.abc import Callable

from books.exports.press import pictures
from books.exports.press.paper import INK, SOFT_INK
from books.exports.press.volume import Sheet, Volume
from books.exports.printers import BARCODE, BARCODE_MARGIN
from books.exports.sizes import BLEED, SAFE, SIDE, TRIM

_WHITE = (1.0, 1.0, 1.0)
_PADDING = 0.5
_HILLS = (0.08, 0.16)  # how much darker than the rest of the back
_SMALL, _GAP = 2.2, 0.3  # the pictures on the back
_PANEL = BLEED + TRIM  # a side of the book with its outer edge
# Words end where the barcode may begin.
_LOWEST = SIDE - BLEED - BARCODE_MARGIN - BARCODE[1] - 0.15


def _wrap(volume: Volume, sheet: Sheet) -> None:
    volume.paper.fill(volume.accent)
    far, near = (pictures.darker(volume.accent, share) for share in _HILLS)
    beyond = _PANEL + sheet["spine"]
    if sheet["front_is_left"]:
        volume.paper.hills(far, near, mirrored=False, left=_PANEL, width=beyond)
        _back(volume, sheet, middle=beyond + TRIM / 2)
        _front(volume, sheet, begins=0, outer_edge=BLEED)
    else:
        volume.paper.hills(far, near, mirrored=True, width=beyond)
        _back(volume, sheet, middle=BLEED + TRIM / 2)
        _front(volume, sheet, begins=beyond, outer_edge=0)


def _back(volume: Volume, sheet: Sheet, middle: float) -> None:
    """Three pictures from inside, and a card with what the book is about."""
    paper, top = volume.paper, SAFE + 0.25
    strip = len(sheet["inside"]) * (_SMALL + _GAP) - _GAP
    for place, picture in enumerate(sheet["inside"][:: -1 if sheet["front_is_left"] else 1]):
        printed = volume.made()
        pictures.rounded(volume.folder / picture, _SMALL, printed, volume.accent)
        paper.picture(printed, middle - strip / 2 + place * (_SMALL + _GAP), top, _SMALL)
    top += _SMALL + 0.35
    left, width = middle - strip / 2, strip
    inner = width - 2 * _PADDING
    size, tall = paper.fitting(sheet["summary"], 18, width=inner, height=_LOWEST - top - 1.7)
    line_size, line_tall = paper.fitting(sheet["line"], 13, width=inner, height=0.5)
    height = tall + line_tall + 1.45
    paper.card(left, top, width, height, _WHITE)
    paper.ornament(top + 0.4, volume.accent, middle)
    below = paper.words(sheet["summary"], left=left + _PADDING, top=top + 0.65, width=inner, size=size, colour=INK)
    paper.words(sheet["line"], left=left + _PADDING, top=below + 0.3, width=inner, size=line_size, colour=SOFT_INK)


def _front(volume: Volume, sheet: Sheet, begins: float, outer_edge: float) -> None:
    """The picture from the fold to every edge. One with a margin of paper keeps it within the cut, which is
    `outer_edge` from where the front begins.
    """
    source, printed = volume.folder / sheet["picture"], volume.made()
    margin = pictures.margin_colour(source)
    if margin:
        volume.paper.fill(margin, begins, _PANEL)
        pictures.enlarged(source, TRIM, printed)
        volume.paper.picture(printed, begins + outer_edge, BLEED, TRIM)
    else:
        pictures.cut_to(source, _PANEL, SIDE, printed)
        volume.paper.picture(printed, begins, 0, _PANEL, SIDE)


KINDS: dict[str, Callable[[Volume, Sheet], None]] = {"wrap": _wrap}
