"""How fine the pictures of a book are on paper, and what the book says about it.

Never painted anew for the printer: the family prints the pictures it knows, and reads how fine they are.
"""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from PIL import Image

from books.exports.sizes import DOTS, SIDE


def dots_an_inch(pictures: Iterable[bytes]) -> int:
    """Of the coarsest of them, on a whole page."""
    return min(_dots(picture) for picture in pictures)


def in_words(dots: int) -> list[str]:
    if dots >= DOTS:
        return []
    enlarged = _("For paper the pictures were enlarged from %(dots)s dots an inch to %(printed)s.")
    return [enlarged % {"dots": dots, "printed": DOTS}]


def keywords(dots: int) -> list[str]:
    return [f"pictures enlarged from {dots} to {DOTS} ppi"] if dots < DOTS else []


def _dots(picture: bytes) -> int:
    with Image.open(io.BytesIO(picture)) as opened:
        return int(min(opened.size) / SIDE)
