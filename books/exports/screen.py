"""The screen edition: cover, a picture with its text on each page, a colophon. One HTML text, every word escaped."""

from typing import Any

from django.template.loader import render_to_string

from books.exports import imprint
from books.exports.typefaces import ANDIKA, GOWUN, ZEN, text_faces
from books.exports.typesetting import LETTER_SIZES, breaks_anywhere, typeset
from books.models import Book


def order(book: Book) -> dict[str, Any]:
    """What the press is told. Pictures are named, and are in the folder it gets."""
    return {"html": render_to_string("books/pdf/book.html", _context(book))}


def _context(book: Book) -> dict[str, object]:
    return {
        "book": book,
        "language": book.language,
        "faces": (ANDIKA, GOWUN, ZEN),
        "body_face": text_faces(book.language)[0],
        "cover_line": typeset(imprint.made_for(book), book.language),
        "letter_size": LETTER_SIZES[book.target_age],
        "title": typeset(book.title, book.language),
        "pages": [(page.page_number, typeset(page.text, book.language)) for page in book.pages.all()],
        "colophon": [typeset(line, book.language) for line in imprint.colophon(book)],
        "word_wrap": "CJK" if breaks_anywhere(book) else "",
    }
