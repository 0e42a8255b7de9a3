"""The pages before the story, in every book on paper."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from books.exports import fineness, imprint
from books.exports.typesetting import typeset, typeset_title
from books.models import Book

Sheet = dict[str, Any]


def half_title(book: Book) -> Sheet:
    return {"kind": "half_title", "title": typeset_title(book.title, book.language)}


def owner(book: Book) -> Sheet:
    return {"kind": "owner", "heading": typeset_title(_("This book belongs to"), book.language)}


def title_page(book: Book) -> Sheet:
    numbers = [page.page_number for page in book.pages.all()]
    return {
        "kind": "title",
        "title": typeset_title(book.title, book.language),
        "line": typeset(imprint.made_for(book), book.language),
        "picture": f"{numbers[len(numbers) // 2]}.jpg",
    }


def colophon(book: Book, dots: int) -> Sheet:
    lines = [*imprint.colophon(book), *fineness.in_words(dots)]
    return {
        "kind": "colophon",
        "title": typeset(book.title, book.language),
        "lines": [typeset(line, book.language) for line in lines],
    }


def dedication(book: Book) -> Sheet:
    return {
        "kind": "dedication",
        "heading": typeset_title(_("Given with love"), book.language),
        "labels": [typeset(label, book.language) for label in (_("From:"), _("On this day:"), _("Because:"))],
    }


def of_a_paperback(book: Book, dots: int) -> Iterator[Sheet]:
    yield half_title(book)
    yield owner(book)
    yield title_page(book)
    yield colophon(book, dots)
    yield dedication(book)
