"""The screen edition: cover, a picture with its text on each page, a colophon. One HTML text, every word escaped."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from books.exports import imprint
from books.exports.balance import balanced, fitted
from books.exports.typefaces import text_faces, used
from books.exports.typesetting import LEADING, breaks_anywhere, in_one_line, letter_size, typeset
from books.models import Book, Page
from storyforge_site.lib.marking import plain

_MM = 72 / 25.4
# The place of a page's words, the band it lies in, and how far below its upper edge.
_WIDTH, _HEIGHT, _BAND, _FRAME_BEGINS = 180 * _MM, 41 * _MM, 52 * _MM, 6 * _MM
_OPTICAL = 0.9  # a little higher than the middle looks like the middle
_COLOPHON, _COLOPHON_WIDTH, _TITLE_HEIGHT = 11, 140 * _MM, 28 * _MM

_BREAK = SafeString("<br>")
_BOOKMARK = 32  # letters
_NOT_LAST = " ,.;:!?-–—…、。，"


@dataclass(frozen=True, slots=True)
class _Words:
    """Escaped HTML, its letter size, and the space that is above it where it stands in the band; in points."""

    markup: SafeString
    size: float
    above: float


def order(book: Book) -> dict[str, Any]:
    """What the press is told. Pictures are named, and are in the folder it gets."""
    pages = list(book.pages.all())
    return {
        "html": render_to_string("books/pdf/book.html", _context(book)),
        "title": book.title,
        "subject": book.topic,
        "language": book.language,
        "bookmarks": [_("Cover"), *map(_bookmark, pages), _("About this book")],
        "alts": [plain(f"{book.title}. {book.cover_alt_text}"), *(plain(page.alt_text) for page in pages), ""],
    }


def _bookmark(page: Page) -> str:
    """A page is found by its first words."""
    words = plain(page.text)
    if len(words) > _BOOKMARK:
        words = (words[:_BOOKMARK].rpartition(" ")[0] or words[:_BOOKMARK]).rstrip(_NOT_LAST) + "…"
    return words or _("Page %(number)s") % {"number": page.page_number}


def _context(book: Book) -> dict[str, object]:
    faces, colophon = text_faces(book.language), imprint.colophon(book)
    words = [book.title, imprint.made_for(book), *colophon, *(page.text for page in book.pages.all())]
    return {
        "language": book.language,
        "direction": book.direction,
        "faces": dict.fromkeys((faces[0], *used(map(in_one_line, words), faces))),
        "body_face": faces[0],
        "cover_lines": [_words(book, imprint.made_for(book), 15), _words(book, "Storyforge", 10)],
        "pages": [(page.page_number, _fitted(book, page.text, letter_size(book))) for page in book.pages.all()],
        "title": _fitted(book, book.title, 18, _COLOPHON_WIDTH, _TITLE_HEIGHT),
        "colophon": [_words(book, line, _COLOPHON, _COLOPHON_WIDTH) for line in colophon],
    }


def _fitted(book: Book, text: str, size: int, width: float = _WIDTH, height: float = _HEIGHT) -> _Words:
    """What did not fit its place would begin a page of its own."""
    one_line, anywhere = in_one_line(plain(text)), breaks_anywhere(book)
    lines, fitting = fitted(one_line, book.language, size, width, height, anywhere=anywhere)
    return _typeset(lines, book.language, fitting)


def _words(book: Book, text: str, size: float, width: float = _WIDTH) -> _Words:
    one_line, anywhere = in_one_line(plain(text)), breaks_anywhere(book)
    return _typeset(balanced(one_line, book.language, size, width, anywhere=anywhere), book.language, size)


def _typeset(lines: list[str], language: str, size: float) -> _Words:
    above = (_BAND - len(lines) * size * LEADING) / 2 * _OPTICAL - _FRAME_BEGINS
    markup = format_html_join(_BREAK, "{}", ((typeset(line, language),) for line in lines))
    return _Words(markup, size, max(0, above))
