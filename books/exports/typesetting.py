"""How the words of a book are set, in every edition: faces, letter sizes, where lines may break."""

import math
import re
import unicodedata
from functools import cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from PIL import ImageFont

from books.exports.right_to_left import joined
from books.exports.typefaces import Face, runs, text_faces, title_faces
from books.models import Book

# Points, by age: small readers get large letters and few words.
LETTER_SIZES = {"3-5": 21, "5-7": 17, "7-9": 14, "adult": 12}

LEADING = 1.5
_SMALLEST = 5
_LARGER_FACES = {"ar": 1.2}  # whose letters are small for their size
_FILLED = 0.88  # of a line, on average, as words are not cut
_RULER = 100  # pixels, to measure with


def letter_size(book: Book) -> int:
    """In points, for the screen edition."""
    return round(LETTER_SIZES[book.target_age] * _LARGER_FACES.get(book.language, 1))


def typeset(text: str, language: str) -> SafeString:
    """Escaped HTML in which every stretch names the face that has its letters."""
    return _faced(text, text_faces(language))


def typeset_title(text: str, language: str) -> SafeString:
    return _faced(text, title_faces(language))


def breaks_anywhere(book: Book) -> bool:
    """Chinese and Japanese break between any two letters; kana for the youngest has spaces between phrases instead."""
    if book.language == "zh":
        return True
    return book.language == "ja" and not all(
        len(phrase) <= 14 for page in book.pages.all() for phrase in page.text.split()
    )


def in_one_line(text: str) -> str:
    """As it is drawn: accents in one with their letters, Arabic letters joined, French marks held to their words."""
    one_line = re.sub(r"[\t\n\v\f\r]+", " ", unicodedata.normalize("NFC", text))
    return joined(re.sub(r" (?=[!?:;»])|(?<=«) ", "\u00a0", one_line))


def fitting_size(text: str, language: str, largest: int, *, width: int, height: int) -> int:
    """The letter size, `largest` or less, with which `text` stands in a box, however its lines break; in its units."""
    length = sum(ruled(face, part) for face, part in runs(text, text_faces(language)))
    for size in range(largest, _SMALLEST, -1):
        lines = math.ceil(length * size / (width * _FILLED))
        if lines * size * LEADING <= height:
            return size
    return _SMALLEST


def ruled(face: Face, text: str) -> float:
    """How long `text` is for its letter size."""
    return _ruler(face).getlength(text) / _RULER


@cache
def _ruler(face: Face) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, _RULER, layout_engine=ImageFont.Layout.BASIC)


def _faced(text: str, faces: tuple[Face, ...]) -> SafeString:
    return format_html_join(
        "", '<font face="{}">{}</font>', ((face.family, part) for face, part in runs(in_one_line(text), faces))
    )
