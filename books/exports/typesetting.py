"""How the words of a book are set, in every edition: faces, letter sizes, where lines may break."""

import math
import re
from functools import cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from PIL import ImageFont

from books.exports.typefaces import Face, runs, text_faces, title_faces
from books.models import Book

# Points, by age: small readers get large letters and few words.
LETTER_SIZES = {"3-5": 21, "5-7": 17, "7-9": 14, "adult": 12}

LEADING = 1.5
_SMALLEST = 10
_FILLED = 0.88  # of a line, on average, as words are not cut
_RULER = 100  # pixels, to measure with


def typeset(text: str, language: str) -> SafeString:
    """Escaped HTML in which every stretch names the face that has its letters."""
    return _faced(text, text_faces(language))


def typeset_title(text: str, language: str) -> SafeString:
    return _faced(text, title_faces(language))


def breaks_anywhere(book: Book) -> bool:
    """Japanese breaks between any two letters; kana for the youngest has spaces between phrases and breaks there."""
    return book.language == "ja" and not all(
        len(phrase) <= 14 for page in book.pages.all() for phrase in page.text.split()
    )


def fitting_size(text: str, language: str, largest: int, *, width: int, height: int) -> int:
    """The letter size in pixels, `largest` or less, with which `text` stands in a box, however its lines break."""
    length = sum(_ruler(face).getlength(part) for face, part in runs(text, text_faces(language))) / _RULER
    for size in range(largest, _SMALLEST, -1):
        lines = math.ceil(length * size / (width * _FILLED))
        if lines * size * LEADING <= height:
            return size
    return _SMALLEST


@cache
def _ruler(face: Face) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, _RULER, layout_engine=ImageFont.Layout.BASIC)


def _faced(text: str, faces: tuple[Face, ...]) -> SafeString:
    one_line = re.sub(r"[\t\n\v\f\r]+", " ", text)
    return format_html_join(
        "", '<font face="{}">{}</font>', ((face.family, part) for face, part in runs(one_line, faces))
    )
